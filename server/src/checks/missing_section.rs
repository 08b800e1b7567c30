//! A section of the guide is absent.

use std::cell::LazyCell;

use super::wording::{beginning, how_to_answer, insertion_of, lower_first, title, whole};
use super::{Check, Finding, Fix, Found, Rule};
use crate::assessment::{Assessment, By, HeadingAt};
use crate::config::Severity;
use crate::guide::Named;
use crate::insertion::{self, Openings};
use crate::snapshot::{Anchor, Part, Snapshot};

pub(super) static RULE: Rule = Rule {
    name: "missing-section",
    severity: Severity::Error,
    summary: "a section of the guide is absent",
    docs: r"
A section that the guide asks for has no heading in the document, and no link leads to a file that holds it.
The finding stands for the section's elements: they are not reported one by one. Where some of them are dealt with under other headings, the message says how many, and points at them. A document that deals with all of them has merely its own headings, and nothing is reported.

A reader who is woken at night looks for one subject, not for a sentence in a chapter on something else. A subject that has no place is also one that nobody was asked to think about.

Write the section, starting from the guide's template, or link to the file that holds it (`Security: see [Security Operations](security.md)`). A document of several files says in its front matter which sections each holds:

```yaml
oe:
  sections: [monitoring-and-observability, performance-management]
```

If the section is there under a name of your own, put that name under `[also]` in `oe-ls.toml`. To do without the section in this file, write `<!-- oe-disable-file missing-section(performance-management): reason -->`.

```markdown bad
---
oe: true
---

# How we run payments

## Production Operations Framework

## Monitoring & Observability

## Incident Response & Management

## Disaster Recovery & Business Continuity

## Performance Management
```

```markdown good
---
oe: true
---

# How we run payments

## Production Operations Framework

## Monitoring & Observability

## Incident Response & Management

## Disaster Recovery & Business Continuity

## Performance Management

## Security

See [Security Operations](security-operations.md).
```
",
    check: Check::Document(check),
    fixes: Some(fixes),
};

fn check(snapshot: &Snapshot, out: &mut Vec<Found>) {
    let (guide, assessment) = (&snapshot.requirements.guide, &snapshot.assessment);
    let openings = LazyCell::new(|| Openings::new(snapshot));
    for (at, (section, state)) in guide.sections.iter().zip(&assessment.sections).enumerate() {
        if state.answer.is_some() || state.excused || snapshot.requirements.is_off(Named::Section(at)) {
            continue;
        }
        let required: Vec<_> = section.elements.clone().filter(|at| assessment.elements[*at].is_required()).collect();
        let elsewhere: Vec<_> =
            required.iter().filter_map(|at| Some((*at, assessment.elements[*at].answer?))).collect();
        if elsewhere.len() == required.len() {
            continue;
        }
        let counted = match elsewhere.len() {
            0 => String::new(),
            1 => format!(" (1 of its {} elements stands elsewhere)", required.len()),
            some => format!(" ({some} of its {} elements stand elsewhere)", required.len()),
        };
        let subject = format!("`{}`{counted}", section.title);
        let mut found = Found::new(beginning(assessment), ("no section on ".to_owned(), subject))
            .about(Named::Section(at))
            .help(how_to_answer(assessment, &openings, Named::Section(at)));
        if !section.objective.is_empty() {
            found = found.note(format!("required here: {}", lower_first(&section.objective)));
        }
        if let Some(outside) = assessment.outside(Named::Section(at)) {
            found = match end_of_chapter(assessment, outside) {
                Some((end, level)) => found.help(format!(
                    "if `{}` belongs to the chapter, begin it with `{}`: a heading of the chapter's own level ends it",
                    title(assessment, end.at),
                    "#".repeat(usize::from(level) + 1)
                )),
                None => found.help(format!(
                    "move `{}` into the chapter, only what stands there is judged",
                    title(assessment, outside.at)
                )),
            };
            found = found.related(whole(outside.at), "outside of the chapter");
        }
        for (element, answer) in elsewhere {
            let place = match answer.by {
                By::Label => Anchor::Piece(answer.at, Part::Name),
                _ => whole(answer.at),
            };
            found = found.related(place, format!("`{}` stands here", guide.elements[element].name));
        }
        out.push(found);
    }
}

/// The heading that ends the chapter before `outside`, with the chapter's level, if all that stand at
/// that level from there on are sections of the guide, so that it may have been meant to be in it.
fn end_of_chapter<'a>(assessment: &'a Assessment, outside: &HeadingAt) -> Option<(&'a HeadingAt, u8)> {
    let headings = &assessment.headings;
    let chapter = headings.iter().find(|heading| Some(heading.at) == assessment.chapter)?;
    let after = &headings[headings.iter().rposition(|heading| heading.judged)? + 1..];
    let between = &after[..=after.iter().position(|heading| heading.at == outside.at)?];
    let is_section =
        |heading: &HeadingAt| heading.level == chapter.level && matches!(heading.means, Some(Named::Section(_)));
    let fine = between.iter().all(|heading| heading.level > chapter.level || is_section(heading));
    between.first().filter(|_| fine && chapter.level < 6).map(|end| (end, chapter.level))
}

fn fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let Some(Named::Section(section)) = finding.found.about else { return Vec::new() };
    // What stands elsewhere is not written again.
    if snapshot.assessment.outside(Named::Section(section)).is_some() {
        return Vec::new();
    }
    insertion_of(&snapshot.requirements.guide.sections[section].title, insertion::section(snapshot, section))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::testing::{advice, applied, check, check_in, check_whole, fixes, ours, snapshot_with};
    use super::super::{Finding, run};
    use super::RULE;

    const FIVE: &str = "---\noe: true\n---\n\n# Payments\n\n## 1. Production Operations Framework\n\n\
        ## 2. Monitoring & Observability\n\n## 3. Incident Response & Management\n\n\
        ## 4. Disaster Recovery & Business Continuity\n\n## 5. Performance Management\n\n";

    #[test]
    fn a_section_without_a_heading_is_missed_at_the_first_heading() {
        check_whole(
            &RULE,
            FIVE,
            &expect![[r##"
                5:1 "# Payments" no section on `Security Operations`
                  error about security-operations
                  note: required here: notice attacks and weaknesses early, respond within the deadlines that apply, and be able to prove that controls work
                  help: add `## 6. Security Operations`, link to where this is written, or name your own heading for it under `[also]` in oe-ls.toml
            "##]],
        );
    }

    #[test]
    fn a_section_under_a_strong_or_a_weak_name_is_there() {
        for heading in ["## 6. Security Operations", "## Operational Security", "## Security", "## SecOps"] {
            check(&RULE, &format!("{FIVE}{heading}\n"), &expect![[""]]);
        }
    }

    #[test]
    fn a_link_to_a_section_is_enough() {
        check(&RULE, &format!("{FIVE}See [Security Operations](other.md).\n"), &expect![[""]]);
        check(
            &RULE,
            &format!("{FIVE}See [Security Operations](#security).\n"),
            &expect![[r##"
            5:1 "# Payments" no section on `Security Operations`
              error about security-operations
        "##]],
        );
    }

    #[test]
    fn elements_that_stand_elsewhere_are_counted_and_shown() {
        let text = format!("{FIVE}## Other\n\n- **SIEM**: Splunk\n\n### Threat Detection\n\nRules.\n");
        check_whole(
            &RULE,
            &text,
            &expect![[r####"
                5:1 "# Payments" no section on `Security Operations` (2 of its 5 elements stand elsewhere)
                  error about security-operations
                  note: required here: notice attacks and weaknesses early, respond within the deadlines that apply, and be able to prove that controls work
                  help: add `## 6. Security Operations`, link to where this is written, or name your own heading for it under `[also]` in oe-ls.toml
                  19 "SIEM": `Security Monitoring` stands here
                  21 "### Threat Detection": `Threat Detection` stands here
            "####]],
        );
    }

    #[test]
    fn a_section_all_of_whose_elements_stand_elsewhere_is_said() {
        let text = format!(
            "{FIVE}## Other\n\n### Threat Detection\n\nx\n\n### SIEM\n\nx\n\n### Breach Response\n\nx\n\n\
             ### Vulnerability Management\n\nx\n\n### Compliance Monitoring\n\nx\n"
        );
        check(&RULE, &text, &expect![[""]]);
    }

    #[test]
    fn several_read_as_one() {
        let text = FIVE.replace("## 3. Incident Response & Management", "### On-Call Management\n\nx\n\n### RTO\n\nx");
        let findings = run(&ours(&text), None).findings;
        let findings: Vec<_> = findings.iter().filter(|finding| finding.rule.name == RULE.name).collect();
        expect!["no section on `Incident Response & Management` (1 of its 5 elements stands elsewhere) and `Security Operations`"].assert_eq(&Finding::joined_message(&findings));
    }

    #[test]
    fn what_stands_outside_of_the_chapter_is_pointed_at_and_not_inserted() {
        let book = format!(
            "{}## 9. Security Operations\n\nx\n",
            FIVE.replace("\n## ", "\n### ").replace("# Payments", "# Book\n\n## 8. Operational Excellence")
        );
        check_whole(
            &RULE,
            &book,
            &expect![[r###"
                7:1 "## 8. Operational Excellence" no section on `Security Operations`
                  error about security-operations
                  note: required here: notice attacks and weaknesses early, respond within the deadlines that apply, and be able to prove that controls work
                  help: if `9. Security Operations` belongs to the chapter, begin it with `###`: a heading of the chapter's own level ends it
                  19 "## 9. Security Operations": outside of the chapter
            "###]],
        );
        assert_eq!(fixes(&ours(&book), &RULE), []);
        assert_eq!(fixes(&ours(&book.replace("9. Security Operations", "9. Security")), &RULE).len(), 1);
    }

    #[test]
    fn a_section_at_the_level_of_the_chapter_takes_those_behind_it_along() {
        let text = "# Book\n\n## Operational Excellence\n\n### Production Operations Framework\n\n### Incident Response & Management\n\n\
                    ### Disaster Recovery & Business Continuity\n\n## Monitoring & Observability\n\n### Performance Management\n\n\
                    ## Annex\n\n### Security Operations\n";
        expect![[r#"
            note: required here: make visible whether users are served, tell the person who can act, and leave enough evidence to find the cause
            help: if `Monitoring & Observability` belongs to the chapter, begin it with `###`: a heading of the chapter's own level ends it
            note: required here: know how fast the system is and how much it can carry, and act before users or limits make the decision
            help: if `Monitoring & Observability` belongs to the chapter, begin it with `###`: a heading of the chapter's own level ends it
            note: required here: notice attacks and weaknesses early, respond within the deadlines that apply, and be able to prove that controls work
            help: move `Security Operations` into the chapter, only what stands there is judged
        "#]].assert_eq(&advice(&ours(text), &RULE));
        let other = text.replace("## Monitoring & Observability", "## Annex").replace('\n', "\r\n");
        expect![[r#"
            note: required here: make visible whether users are served, tell the person who can act, and leave enough evidence to find the cause
            help: add `### Monitoring & Observability`, link to where this is written, or name your own heading for it under `[also]` in oe-ls.toml
            note: required here: know how fast the system is and how much it can carry, and act before users or limits make the decision
            help: move `Performance Management` into the chapter, only what stands there is judged
            note: required here: notice attacks and weaknesses early, respond within the deadlines that apply, and be able to prove that controls work
            help: move `Security Operations` into the chapter, only what stands there is judged
        "#]].assert_eq(&advice(&ours(&other), &RULE));
    }

    #[test]
    fn several_are_told_at_the_heading_of_the_chapter() {
        check(
            &RULE,
            "# Handbuch\r\n\r\n## 7. Operational Excellence\r\n\r\n### Überblick\r\n",
            &expect![[r###"
            3:1 "## 7. Operational Excellence" no section on `Production Operations Framework`
              error about production-operations-framework
            3:1 "## 7. Operational Excellence" no section on `Monitoring & Observability`
              error about monitoring-and-observability
            3:1 "## 7. Operational Excellence" no section on `Incident Response & Management`
              error about incident-response-and-management
            3:1 "## 7. Operational Excellence" no section on `Disaster Recovery & Business Continuity`
              error about disaster-recovery-and-business-continuity
            3:1 "## 7. Operational Excellence" no section on `Performance Management`
              error about performance-management
            3:1 "## 7. Operational Excellence" no section on `Security Operations`
              error about security-operations
        "###]],
        );
    }

    #[test]
    fn an_empty_document_is_pointed_at_its_top() {
        check(
            &RULE,
            "",
            &expect![[r#"
            1:1 "" no section on `Production Operations Framework`
              error about production-operations-framework
            1:1 "" no section on `Monitoring & Observability`
              error about monitoring-and-observability
            1:1 "" no section on `Incident Response & Management`
              error about incident-response-and-management
            1:1 "" no section on `Disaster Recovery & Business Continuity`
              error about disaster-recovery-and-business-continuity
            1:1 "" no section on `Performance Management`
              error about performance-management
            1:1 "" no section on `Security Operations`
              error about security-operations
        "#]],
        );
        check(
            &RULE,
            "---\noe: true\n---\n\nJust text\nand more\n",
            &expect![[r#"
            5:1 "Just text" no section on `Production Operations Framework`
              error about production-operations-framework
            5:1 "Just text" no section on `Monitoring & Observability`
              error about monitoring-and-observability
            5:1 "Just text" no section on `Incident Response & Management`
              error about incident-response-and-management
            5:1 "Just text" no section on `Disaster Recovery & Business Continuity`
              error about disaster-recovery-and-business-continuity
            5:1 "Just text" no section on `Performance Management`
              error about performance-management
            5:1 "Just text" no section on `Security Operations`
              error about security-operations
        "#]],
        );
    }

    #[test]
    fn the_fix_writes_it_without_what_stands_elsewhere() {
        let text = format!("{FIVE}- **SIEM**: Splunk\n- **Vulnerability Management**: x\n- **Breach Response**: x\n");
        let snapshot = ours(&text);
        let [fix] = &fixes(&snapshot, &RULE)[..] else { panic!("one fix") };
        let after = applied(&snapshot, fix);
        expect![[r"
            - **SIEM**: Splunk
            - **Vulnerability Management**: x
            - **Breach Response**: x

            ## 6. Security Operations

            ### Threat Detection

            - **Detection Methods**: [Kinds of rule, model and intelligence feed used, and who maintains them]
            - **Detection Coverage**: [Attack techniques covered, known blind spots, minutes from event to alert]
            - **Detection Testing**: [How detections are tested, interval, owner and date of the last test]

            ### Compliance Monitoring

            - **Applicable Requirements**: [Laws, standards and contracts that apply, and the systems in scope]
            - **Control Checks**: [Control, evidence, interval and owner for each requirement]
            - **Compliance Reporting**: [Who receives the report, how often, who prepares it]
        "]]
        .assert_eq(after.strip_prefix(FIVE).expect("at the end"));
        assert!(!fix.safe);
        check(&RULE, &after, &expect![[""]]);
    }

    #[test]
    fn what_settings_do_not_require_is_not_missed() {
        for settings in ["elements.security-operations = \"off\"", "elements.security-operations = \"optional\""] {
            check_in(&snapshot_with(FIVE, settings, None), &RULE, &expect![[""]]);
        }
        let also = "[also]\nsecurity-operations = [\"Sicherheit\"]";
        check_in(&snapshot_with(&format!("{FIVE}## Sicherheit\n"), also, None), &RULE, &expect![[""]]);
    }
}
