//! A section of the guide has two headings.

use super::wording::{name, whole};
use super::{Check, Found, Rule};
use crate::assessment::Answered;
use crate::config::Severity;
use crate::guide::Named;
use crate::reading::PieceRef;
use crate::snapshot::Snapshot;

pub(super) static RULE: Rule = Rule {
    name: "duplicate-section",
    severity: Severity::Warning,
    summary: "two headings for one section of the guide",
    docs: r"
Two headings under the same parent have the guide's name, or an unmistakable other name, of one section. The first counts; each further one is reported.

Of two places for one subject one is out of date sooner or later, and at night nobody knows which.

Merge the two, or give one of them a name that says what it adds. Where both have to stay, write `<!-- oe-disable-next-line duplicate-section: reason -->` above the second.

```markdown bad
---
oe: true
---

## Security Operations

## Performance Management

## Security Operations
```

```markdown good
---
oe: true
---

# Payments

## Security Operations

## Performance Management

# Search

## Security Operations
```
",
    check: Check::Document(check),
    fixes: None,
};

fn check(snapshot: &Snapshot, out: &mut Vec<Found>) {
    for (at, state) in snapshot.assessment.sections.iter().enumerate() {
        repeated(snapshot, Named::Section(at), state.answer, &state.repeated, out);
    }
}

/// A finding for each heading that repeats what another answers.
pub(super) fn repeated(
    snapshot: &Snapshot,
    named: Named,
    answer: Option<Answered>,
    repeated: &[PieceRef],
    out: &mut Vec<Found>,
) {
    let Some(first) = answer.filter(|_| !snapshot.requirements.is_off(named)) else { return };
    let name = name(&snapshot.requirements.guide, named);
    for at in repeated {
        let found = Found::new(whole(*at), ("another heading for ".to_owned(), format!("`{name}`")))
            .about(named)
            .help("merge the two, or name one of them for what it adds")
            .related(whole(first.at), "this one counts");
        out.push(found);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::testing::{check, check_in, check_whole, snapshot, snapshot_with};
    use super::RULE;

    #[test]
    fn each_further_heading_with_an_unmistakable_name() {
        let text = "## Security Operations\n\n## Performance Management\n\n## 2. Operational Security\n\n## security operation:\n";
        check_whole(
            &RULE,
            text,
            &expect![[r###"
                5:1 "## 2. Operational Security" another heading for `Security Operations`
                  warning about security-operations
                  help: merge the two, or name one of them for what it adds
                  1 "## Security Operations": this one counts
                7:1 "## security operation:" another heading for `Security Operations`
                  warning about security-operations
                  help: merge the two, or name one of them for what it adds
                  1 "## Security Operations": this one counts
            "###]],
        );
    }

    #[test]
    fn a_weak_name_repeats_nothing() {
        check(&RULE, "## Security Operations\n\n## Performance Management\n\n## Security\n", &expect![[""]]);
    }

    #[test]
    fn the_guides_own_name_counts_before_a_weak_one() {
        check(&RULE, "## Security\n\n## Performance Management\n\n## Security Operations\n", &expect![[""]]);
    }

    #[test]
    fn under_another_parent_it_is_another_system() {
        let text = "# A\n\n## Security Operations\n\n## Performance Management\n\n# B\n\n## Security Operations\n";
        check(&RULE, text, &expect![[""]]);
        // Not even a surer name there repeats it, but it is the one that counts.
        check(&RULE, &text.replacen("Security Operations", "Security", 1), &expect![[""]]);
    }

    #[test]
    fn at_another_level_or_outside_of_the_chapter_it_is_something_else() {
        let text = "# 3. Operational Excellence\n\n## 3.1 Security Operations\n\n### Security Operations\n\n# 4. Ämter\n\n## Security Operations\n";
        check_in(&snapshot(&text.replace('\n', "\r\n")), &RULE, &expect![[""]]);
    }

    #[test]
    fn what_is_off_may_stand_twice() {
        let text = "---\noe: true\n---\n\n## Security Operations\n\n## Security Operations\n";
        check_in(&snapshot_with(text, "elements.security-operations = \"off\"", None), &RULE, &expect![[""]]);
    }
}
