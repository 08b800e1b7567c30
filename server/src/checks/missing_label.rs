//! An element has some of the labels that the guide gives it, and not the others.

use std::collections::BTreeSet;

use super::wording::{asked, insertion_of, whole};
use super::{Check, Finding, Fix, Found, Rule};
use crate::assessment::{Answered, By};
use crate::config::Severity;
use crate::guide::Named;
use crate::insertion;
use crate::names;
use crate::snapshot::Snapshot;

pub(super) static RULE: Rule = Rule {
    name: "missing-label",
    severity: Severity::Hint,
    summary: "an element has some labels of its template and lacks others",
    docs: r#"
An element is written as a list of labels, as in the guide's template, and one or more of the template's labels are absent. An element that is written in another form, with none of these labels, is left alone; a label may also be a subheading or the first cell of a table.

The labels of an element belong together: a schedule for backups without a place where they are kept is half an answer.

Add the label, or say in a word why it does not apply. To do without it here, write `<!-- oe-disable-next-line missing-label(on-call-management): reason -->` above the element's heading; to do without all such hints, set `missing-label = "off"` under `[severity]` in `oe-ls.toml`.

```markdown bad
---
oe: true
---

## Incident Response & Management

### On-Call Management

- **On-Call Schedule**: weekly, Monday 10:00 UTC, primary and secondary
- **On-Call Responsibilities**: acknowledge in 5 min, hand over in writing
```

```markdown good
---
oe: true
---

## Incident Response & Management

### On-Call Management

- **On-Call Schedule**: weekly, Monday 10:00 UTC, primary and secondary
- **On-Call Responsibilities**: acknowledge in 5 min, hand over in writing
- **Escalation Procedures**: 10 min: the secondary, 20: the team lead
- **On-Call Tools**: PagerDuty, and by phone if it is down

### Post-Incident Review

Every P0 is reviewed within 3 working days, blameless; actions have an owner
and a due date.
```
"#,
    check: Check::Document(check),
    fixes: Some(fixes),
};

fn check(snapshot: &Snapshot, out: &mut Vec<Found>) {
    let guide = &snapshot.requirements.guide;
    let mut told = BTreeSet::new();
    for (at, state) in snapshot.assessment.elements.iter().enumerate() {
        let Some(answer) = state.answer.filter(|answer| matches!(answer.by, By::Heading(_))) else { continue };
        if snapshot.requirements.is_off(Named::Element(at)) {
            continue;
        }
        // A label that stands for an element is that element's heading or label, and not missed here.
        let wanted = guide.labels_of(at).filter(|label| label.element.is_none());
        let wanted: Vec<_> =
            wanted.filter_map(|label| Some((snapshot.requirements.label(&label.key)?, label))).collect();
        let there = labels_there(snapshot, at, answer);
        if !wanted.iter().any(|(number, _)| there.contains(number)) {
            continue;
        }
        for (number, label) in wanted {
            if there.contains(&number) || !told.insert((answer.at, number)) {
                continue;
            }
            let before = format!("`{}` leaves out ", guide.elements[at].name);
            let mut found = Found::new(whole(answer.at), (before, format!("`{}`", label.name)))
                .about(Named::Element(at))
                .label(number)
                .help(("add ", format!("`**{}**:`", label.name), ", or say why it does not apply"));
            if !label.placeholder.is_empty() {
                found = found.note(format!("asked for: {}", asked(&label.placeholder)));
            }
            out.push(found);
        }
    }
}

/// The numbers of the guide's labels that stand in the element, as labels or as subheadings; of a
/// part of the template that several elements share, those in any of them.
fn labels_there(snapshot: &Snapshot, element: usize, answer: Answered) -> BTreeSet<u32> {
    let (guide, assessment) = (&snapshot.requirements.guide, &snapshot.assessment);
    let shared = guide.part_of(element).filter(|part| part.gathers()).map(|part| part.elements.as_slice());
    let elements = shared.unwrap_or(&[]).iter().chain([&element]);
    let mut out: BTreeSet<u32> =
        elements.flat_map(|at| &assessment.elements[*at].labels).map(|(number, _)| *number).collect();
    let from = assessment.headings.partition_point(|heading| heading.at < answer.at);
    let Some((own, below)) = assessment.headings[from..].split_first() else { return out };
    let below = below.iter().take_while(|heading| heading.level > own.level);
    out.extend(below.filter_map(|heading| snapshot.requirements.label(&names::key(&heading.title))));
    out
}

fn fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let Some(Named::Element(element)) = finding.found.about else { return Vec::new() };
    let requirements = &snapshot.requirements;
    let mut labels = requirements.guide.labels_of(element);
    let label = labels.find(|label| requirements.label(&label.key) == finding.found.label);
    label.map_or_else(Vec::new, |label| insertion_of(&label.name, insertion::label(snapshot, element, label)))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::testing::{applied, check, check_in, check_whole, fixes, ours, snapshot, snapshot_with};
    use super::RULE;

    const HEAD: &str = "## Incident Response & Management\n\n### On-Call Management\n\n";

    #[test]
    fn labels_that_an_element_lacks_beside_others() {
        check_whole(
            &RULE,
            &format!("{HEAD}- **On-Call Schedule**: weekly\n- **On-Call Tool**: PagerDuty\n"),
            &expect![[r####"
                3:1 "### On-Call Management" `On-Call Management` leaves out `On-Call Responsibilities`
                  hint about incident-response-and-management/on-call-management
                  note: asked for: minutes to acknowledge, duties during and between pages, limit on load per shift
                  help: add `**On-Call Responsibilities**:`, or say why it does not apply
                3:1 "### On-Call Management" `On-Call Management` leaves out `Escalation Procedures`
                  hint about incident-response-and-management/on-call-management
                  note: asked for: minutes without answer or progress until escalation, to which role, how reached
                  help: add `**Escalation Procedures**:`, or say why it does not apply
            "####]],
        );
    }

    #[test]
    fn the_fix_writes_the_label_at_its_place() {
        let text =
            format!("{HEAD}* **On-Call Schedule:** weekly\n* **Escalation Procedures:** x\n* **On-Call Tools:** x\n");
        let snapshot = ours(&text);
        let [fix] = &fixes(&snapshot, &RULE)[..] else { panic!("one fix") };
        let after = applied(&snapshot, fix);
        expect![[r"
            ## Incident Response & Management

            ### On-Call Management

            * **On-Call Schedule:** weekly
            * **On-Call Responsibilities:** [Minutes to acknowledge, duties during and between pages, limit on load per shift]
            * **Escalation Procedures:** x
            * **On-Call Tools:** x
        "]].assert_eq(&after);
        assert!(!fix.safe);
        check(&RULE, &after, &expect![[""]]);
    }

    #[test]
    fn an_element_without_any_of_its_labels_has_a_form_of_its_own() {
        for text in ["Weekly, Monday 10:00.\n", "- **Rota**: weekly\n- **Status Pages**: none\n", ""] {
            check(&RULE, &format!("{HEAD}{text}"), &expect![[""]]);
        }
    }

    #[test]
    fn subheadings_first_cells_and_labels_of_another_form_count() {
        for text in [
            "#### On-Call Schedule\n\nx\n\n#### On-Call Responsibilities\n\nx\n\n#### Escalation procedures\n\nx\n\n#### On-Call Tools\n\nx\n",
            "| What | How |\n| --- | --- |\n| On-Call Schedule | x |\n| On-Call Responsibilities | x |\n| **Escalation Procedures** | x |\n| On-Call Tools | x |\n",
            "* __On-Call Schedule:__ x\n* *On-Call Responsibilities* – x\n* escalation procedure: x\n\n**On-Call Tools**\n\nx\n",
            "- On-Call Schedule – x\n- On-Call Responsibilities — x\n- Escalation procedure - x\n- On-Call Tools – x\n",
        ] {
            check(&RULE, &format!("{HEAD}{text}"), &expect![[""]]);
        }
    }

    #[test]
    fn a_chapter_with_shifted_numbered_headings_and_crlf() {
        let text = "# Handbuch\n\n## 7. Operational Excellence – Zahlungen\n\n### 7.3 Incident Response\n\n#### 7.3.1 On-Call Rota\n\n\
                    - **On-Call Schedule**: wöchentlich\n- **On-Call Tools**: Telefon\n- **Escalation Procedures**: x\n";
        check_in(
            &snapshot(&text.replace('\n', "\r\n")),
            &RULE,
            &expect![[r#####"
            7:1 "#### 7.3.1 On-Call Rota" `On-Call Management` leaves out `On-Call Responsibilities`
              hint about incident-response-and-management/on-call-management
        "#####]],
        );
    }

    #[test]
    fn labels_that_stand_for_elements_are_those_elements() {
        for text in [
            "### Recovery Objectives\n\n- **RTO**: 1 h\n- **RPO**: 5 min\n",
            "### Recovery Time Objectives\n\n1 h\n\n- **MTTR**: 30 min\n\n### Recovery Point Objectives\n\n5 min\n",
            "### RTO and RPO\n\n- **Mean Time to Recovery (MTTR)**: 30 min\n",
        ] {
            check(&RULE, &format!("## Disaster Recovery & Business Continuity\n\n{text}"), &expect![[""]]);
        }
    }

    #[test]
    fn what_is_off_has_no_labels() {
        let text = format!("---\noe: true\n---\n{HEAD}- **On-Call Schedule**: weekly\n");
        check_in(&snapshot_with(&text, "elements.on-call-management = \"off\"", None), &RULE, &expect![[""]]);
    }

    #[test]
    fn a_label_may_end_in_code() {
        let guide = "# G\n\n### 1. Builds\n\n**Required Elements:**\n\n- **Commands**: what is run\n\n**Template:**\n\n\
                     ## Builds\n\n### Commands\n\n- **Owner**: [Who]\n- **Before `deploy`**: [What]\n";
        let text = "---\noe: true\n---\n\n## Builds\n\n### Commands\n\n- **Owner**: SRE\n";
        let snapshot = crate::testing::held_against(guide, text);
        let [fix] = &fixes(&snapshot, &RULE)[..] else { panic!("one fix") };
        assert_eq!(fix.title, "Insert \"Before `deploy`\"");
        assert!(applied(&snapshot, fix).ends_with("- **Before `deploy`**: [What]\n"), "{:?}", fix.edits);
    }
}
