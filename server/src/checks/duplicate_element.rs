//! An element of the guide has two headings.

use super::duplicate_section::repeated;
use super::{Check, Found, Rule};
use crate::config::Severity;
use crate::guide::Named;
use crate::snapshot::Snapshot;

pub(super) static RULE: Rule = Rule {
    name: "duplicate-element",
    severity: Severity::Warning,
    summary: "two headings for one element under the same parent",
    docs: r#"
Two headings under the same parent have the guide's name, or an unmistakable other name, of one element. The first counts; each further one is reported.

Two descriptions of one rota or one backup drift apart, and the next person follows the one that they happen to find.

Merge the two, or give one of them a name that says what it adds ("On-call for the data platform"). Where both have to stay, write `<!-- oe-disable-next-line duplicate-element: reason -->` above the second.

```markdown bad
---
oe: true
---

## Incident Response & Management

### On-Call Management

Weekly, Monday 10:00 UTC.

### On-Call Rotation

Every fortnight.
```

```markdown good
---
oe: true
---

## Incident Response & Management

### On-Call Management

Weekly, Monday 10:00 UTC.

#### On-call for the data platform

Every fortnight.
```
"#,
    check: Check::Document(check),
    fixes: None,
};

fn check(snapshot: &Snapshot, out: &mut Vec<Found>) {
    for (at, state) in snapshot.assessment.elements.iter().enumerate() {
        repeated(snapshot, Named::Element(at), state.answer, &state.repeated, out);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::testing::{check, check_in, check_whole, snapshot, snapshot_with};
    use super::RULE;

    const HEAD: &str = "## Incident Response & Management\n\n### On-Call Management\n\nx\n\n";

    #[test]
    fn each_further_heading_with_an_unmistakable_name() {
        check_whole(
            &RULE,
            &format!("{HEAD}### Oncall rota\n\nx\n\n### On-Call Management\n\nx\n"),
            &expect![[r####"
                7:1 "### Oncall rota" another heading for `On-Call Management`
                  warning about incident-response-and-management/on-call-management
                  help: merge the two, or name one of them for what it adds
                  3 "### On-Call Management": this one counts
                11:1 "### On-Call Management" another heading for `On-Call Management`
                  warning about incident-response-and-management/on-call-management
                  help: merge the two, or name one of them for what it adds
                  3 "### On-Call Management": this one counts
            "####]],
        );
    }

    #[test]
    fn a_weak_name_a_label_another_parent_or_a_joined_name_repeats_nothing() {
        for text in [
            "### On-Call\n\nx\n",
            "### Rotation\n\nx\n",
            "- **On-Call Management**: x\n",
            "#### On-Call Management\n\nx\n",
            "## Security Operations\n\n### On-Call Management\n\nx\n",
            "### On-Call Rotation & Incident Severity\n\nx\n",
            "### Post-Mortem & Lessons Learned\n\nx\n\n### Post-Mortem and Incident Review\n\nx\n",
        ] {
            check(&RULE, &format!("{HEAD}{text}"), &expect![[""]]);
        }
    }

    #[test]
    fn in_a_chapter_with_shifted_numbered_headings_and_crlf() {
        let text = "# Handbuch\n\n## 7. Operational Excellence\n\n### 7.1 Incident Response\n\n#### 7.1.1 📟 On-Call Schedule\n\nx\n\n\
                    #### 7.1.2 On-Call Duties\n\nx\n\n#### 7.1.3 On-Call Duty\n\nx\n\n## 8. Other\n\n#### On-Call Rota\n";
        check_in(
            &snapshot(&text.replace('\n', "\r\n")),
            &RULE,
            &expect![[r#####"
            11:1 "#### 7.1.2 On-Call Duties" another heading for `On-Call Management`
              warning about incident-response-and-management/on-call-management
            15:1 "#### 7.1.3 On-Call Duty" another heading for `On-Call Management`
              warning about incident-response-and-management/on-call-management
        "#####]],
        );
    }

    #[test]
    fn what_is_off_may_stand_twice() {
        let text = format!("---\noe: true\n---\n{HEAD}### On-Call Rota\n");
        check_in(&snapshot_with(&text, "elements.on-call-management = \"off\"", None), &RULE, &expect![[""]]);
    }
}
