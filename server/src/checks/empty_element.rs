//! An element, or a label in it, says nothing.

use std::collections::BTreeSet;

use super::wording::{asked, lower_first, whole};
use super::{Check, Found, Rule};
use crate::assessment::By;
use crate::config::Severity;
use crate::guide::Named;
use crate::outline::Content;
use crate::requirements::Requirements;
use crate::snapshot::{Anchor, Part, Snapshot};

pub(super) static RULE: Rule = Rule {
    name: "empty-element",
    severity: Severity::Warning,
    summary: "an element, or a label in it, says nothing",
    docs: r"
Under the heading of an element, or after a label that the guide has in it, there is no text, list, table, code, image, link or component. Comments, footnotes and subheadings alone are no content; a heading that is a link to another file (`### [Threat Detection](detection.md)`) says where it is said.

A heading without text looks finished in a table of contents, and a reader finds out otherwise when it matters.

Write what the guide asks for. What does not apply is content as well: `Not applicable: the system keeps no data`. A label that your document does not need can go.

To keep the place empty for now, write `<!-- oe-disable-next-line empty-element: reason -->` above the heading or the item.

```markdown bad
---
oe: true
---

## Disaster Recovery & Business Continuity

### Backup Procedures

<!-- ask the database team -->

### Recovery Procedures

- **System Recovery**: rebuild the cluster by its plan, in 40 minutes
- **Data Recovery**:
```

```markdown good
---
oe: true
---

## Disaster Recovery & Business Continuity

### Backup Procedures

Not applicable: all data is derived, see the nightly import.

### Recovery Procedures

- **System Recovery**: rebuild the cluster by its plan, in 40 minutes
- **Data Recovery**:
  1. Start the import
  2. Compare the row counts
```
",
    check: Check::Document(check),
    fixes: None,
};

fn check(snapshot: &Snapshot, out: &mut Vec<Found>) {
    let (guide, assessment) = (&snapshot.requirements.guide, &snapshot.assessment);
    let mut seen = BTreeSet::new();
    for (at, state) in assessment.elements.iter().enumerate() {
        let Some(answer) = state.answer.filter(|_| !snapshot.requirements.is_off(Named::Element(at))) else {
            continue;
        };
        let element = &guide.elements[at];
        let silent = state.content == Content::None;
        for label in &state.empty_labels {
            let number = state.labels.iter().find(|(_, at)| at == label).map(|(number, _)| *number);
            let spec = number.and_then(|number| spec(&snapshot.requirements, at, number));
            let (of, name, note) = match spec {
                Some((of, name, placeholder)) => (of, name, asked(placeholder)),
                None => (at, element.name.as_str(), lower_first(&element.description)),
            };
            // A label that another element has as its own is told there.
            let told = of != at && assessment.elements[of].empty_labels.contains(label);
            if !told && seen.insert(*label) {
                out.push(found(Anchor::Piece(*label, Part::Name), "after", name, &note).about(Named::Element(of)));
            }
        }
        let told = match answer.by {
            By::Heading(_) => false,
            By::Gathering | By::Label | By::Link => !state.empty_labels.is_empty(),
        };
        if silent && !told && !seen.contains(&answer.at) {
            let (anchor, place) = match answer.by {
                By::Label => (Anchor::Piece(answer.at, Part::Name), "after"),
                _ => (whole(answer.at), "below"),
            };
            let found = found(anchor, place, &element.name, &lower_first(&element.description));
            out.push(found.about(Named::Element(at)));
        }
    }
}

/// The element that has the guide's label of this number as its own or in its template, seen from
/// `element`, with the label's name and placeholder.
fn spec(requirements: &Requirements, element: usize, number: u32) -> Option<(usize, &str, &str)> {
    let part = requirements.guide.part_of(element)?;
    let spec = part.labels.iter().find(|spec| requirements.label(&spec.key) == Some(number))?;
    Some((spec.element.unwrap_or(element), &spec.name, &spec.placeholder))
}

fn found(at: Anchor, place: &str, name: &str, note: &str) -> Found {
    let found = Found::new(at, (format!("nothing is written {place} "), format!("`{name}`")))
        .help("write it, or `Not applicable:` and why");
    if note.is_empty() { found } else { found.note(format!("asked for: {note}")) }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::run;
    use super::super::testing::{check, check_in, check_whole, ours, snapshot_with};
    use super::RULE;

    const HEAD: &str = "## Disaster Recovery & Business Continuity\n\n";

    #[test]
    fn a_heading_with_nothing_below_is_empty() {
        let text =
            format!("{HEAD}### Backup Procedures\n\n<!-- later -->\n\n#### Details\n\n### Recovery Procedures\n");
        check_whole(
            &RULE,
            &text,
            &expect![[r####"
                3:1 "### Backup Procedures" nothing is written below `Backup Procedures`
                  warning about disaster-recovery-and-business-continuity/backup-procedures
                  note: asked for: what is copied and how often, where copies are kept, and how restoring them is proven
                  help: write it, or `Not applicable:` and why
                9:1 "### Recovery Procedures" nothing is written below `Recovery Procedures`
                  warning about disaster-recovery-and-business-continuity/recovery-procedures
                  note: asked for: which steps bring system, data, application and network back, in which order and in how many minutes
                  help: write it, or `Not applicable:` and why
            "####]],
        );
    }

    #[test]
    fn anything_but_comments_and_headings_is_content() {
        for content in [
            "Nightly.",
            "- nightly",
            "| a | b |\n| - | - |\n| c | d |",
            "```sh\nbackup\n```",
            "![plan](plan.png)",
            "<img src=\"plan.png\">",
            "<a href=\"plan.md\"><img src=\"plan.png\"></a>",
            "<BackupTable service=\"ledger\" />",
            "[plan](plan.md)",
            "[Interval for each data store]",
            "Not applicable: no data",
            "#### Details\n\nNightly.",
            "> Nightly.",
            "- **Any label**: nightly",
            "#### Restore Procedures\n\nBy hand.",
        ] {
            check(&RULE, &format!("{HEAD}### Backup Procedures\n\n{content}\n"), &expect![[""]]);
        }
    }

    #[test]
    fn a_footnote_says_nothing_of_the_element_that_it_stands_below() {
        let found = |text: &str| {
            let findings = run(&ours(&format!("{HEAD}### Backup Procedures\n\n{text}\n")), None).findings;
            findings.iter().any(|finding| finding.rule.name == RULE.name)
        };
        for notes in ["[^1]: Asked for in May.", "[^1]: Asked\n    in May.\n[^2]: https://a.b", "[^é]: **Owner**: Ops"]
        {
            assert!(found(notes) && found(&notes.replace('\n', "\r\n")), "{notes}");
        }
        for text in [
            "Nightly[^1].\n\n[^1]: In May.",
            "Nightly.\n[^1]: In May.",
            "[^1]: In May.\n\nNightly.",
            "[^1]: In May.\n\n```\nbackup\n```",
            "[^1] says it",
            "[^ ]: in May, says Ops",
        ] {
            assert!(!found(text), "{text}");
        }
    }

    #[test]
    fn labels_of_the_guide_with_nothing_after_them() {
        let text = format!(
            "{HEAD}### Backup Procedures\n\n- **Backup Strategy**: full\n- **Backup Schedule**:\n- **Backup Storage**: <!-- which? -->\n\
             - **Backup Testing**:\n  - monthly\n- **Own label**:\n"
        );
        check_whole(
            &RULE,
            &text,
            &expect![[r#"
                6:5 "Backup Schedule" nothing is written after `Backup Schedule`
                  warning about disaster-recovery-and-business-continuity/backup-procedures
                  note: asked for: interval for each data store, no longer than its recovery point objective
                  help: write it, or `Not applicable:` and why
                7:5 "Backup Storage" nothing is written after `Backup Storage`
                  warning about disaster-recovery-and-business-continuity/backup-procedures
                  note: asked for: account and region apart from the source, encryption, days kept
                  help: write it, or `Not applicable:` and why
            "#]],
        );
    }

    #[test]
    fn what_follows_a_label_is_its_content() {
        let text = format!(
            "{HEAD}### Backup Procedures\n\n**Backup Strategy**:\n\nFull.\n\n**Backup Schedule**:\n\n```cron\n0 2 * * *\n```\n\n\
             **Backup Storage**\n\n| a |\n| - |\n| b |\n"
        );
        check(&RULE, &text, &expect![[""]]);
    }

    #[test]
    fn an_element_whose_label_is_empty_is_told_once() {
        let text = format!("{HEAD}- **Backup Procedures**:\n- **RTO**: 1 h\n- **Recovery Point Objective (RPO)**:\n");
        check_whole(
            &RULE,
            &text,
            &expect![[r#"
                3:5 "Backup Procedures" nothing is written after `Backup Procedures`
                  warning about disaster-recovery-and-business-continuity/backup-procedures
                  note: asked for: what is copied and how often, where copies are kept, and how restoring them is proven
                  help: write it, or `Not applicable:` and why
                5:5 "Recovery Point Objective (RPO)" nothing is written after `Recovery Point Objective (RPO)`
                  warning about disaster-recovery-and-business-continuity/recovery-point-objectives
                  note: asked for: longest span of data that each store may lose, and that its copy method can hold
                  help: write it, or `Not applicable:` and why
            "#]],
        );
        let gathered = format!(
            "{HEAD}### Recovery Objectives\n\n- **RTO**: 1 h\n- **RPO**:\n- **Mean Time to Recovery (MTTR)**:\n"
        );
        check_whole(
            &RULE,
            &gathered,
            &expect![[r#"
                6:5 "RPO" nothing is written after `Recovery Point Objectives`
                  warning about disaster-recovery-and-business-continuity/recovery-point-objectives
                  note: asked for: which span of data, counted back from the outage, each data store may lose
                  help: write it, or `Not applicable:` and why
            "#]],
        );
    }

    #[test]
    fn a_heading_that_names_two_elements_is_told_once_for_both() {
        let text = format!("{HEAD}### RTO and RPO\n\n### Backup Procedures\n\nx\n").replace('\n', "\r\n");
        check(
            &RULE,
            &text,
            &expect![[r####"
            3:1 "### RTO and RPO" nothing is written below `Recovery Time Objectives`
              warning about disaster-recovery-and-business-continuity/recovery-time-objectives
            3:1 "### RTO and RPO" nothing is written below `Recovery Point Objectives`
              warning about disaster-recovery-and-business-continuity/recovery-point-objectives
        "####]],
        );
    }

    #[test]
    fn what_is_off_may_be_empty() {
        let text = format!("---\noe: true\n---\n{HEAD}### Backup Procedures\n");
        check_in(&snapshot_with(&text, "elements.backup-procedures = \"off\"", None), &RULE, &expect![[""]]);
    }
}
