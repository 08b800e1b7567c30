//! Sections stand in another order than the guide's.

use super::wording::{name, whole};
use super::{Check, Found, Rule};
use crate::assessment::By;
use crate::config::Severity;
use crate::guide::Named;
use crate::insertion::longest_run;
use crate::reading::PieceRef;
use crate::snapshot::Snapshot;

pub(super) static RULE: Rule = Rule {
    name: "section-order",
    severity: Severity::Hint,
    summary: "sections stand in another order than the guide's",
    docs: r#"
The headings of the guide's sections stand in another order than in the guide. Those outside the longest run that is in order are reported. The order of the elements within a section is the writer's business.

Readers of several such documents find their way by the order that all share.

Move the section, or set `section-order = "off"` under `[severity]` in `oe-ls.toml` if your order has a reason. For one section write `<!-- oe-disable-next-line section-order: reason -->` above its heading.

```markdown bad
---
oe: true
---

## Security Operations

## Monitoring & Observability

## Incident Response & Management
```

```markdown good
---
oe: true
---

## Monitoring & Observability

## Incident Response & Management

## Security Operations
```
"#,
    check: Check::Document(check),
    fixes: None,
};

fn check(snapshot: &Snapshot, out: &mut Vec<Found>) {
    let (guide, assessment) = (&snapshot.requirements.guide, &snapshot.assessment);
    let counts = |at: usize| !snapshot.requirements.is_off(Named::Section(at));
    let mut there: Vec<(PieceRef, usize)> = Vec::new();
    for (at, state) in assessment.sections.iter().enumerate().filter(|(at, _)| counts(*at)) {
        let heading = state.answer.filter(|answer| matches!(answer.by, By::Heading(_)));
        there.extend(heading.map(|answer| (answer.at, at)));
    }
    there.sort_unstable();
    let order: Vec<usize> = there.iter().map(|(_, section)| *section).collect();
    let run = longest_run(&order);
    for (place, (at, section)) in there.iter().enumerate().filter(|(place, _)| !run.contains(place)) {
        // Named after its neighbour in the run, which stays where it is.
        let before = run.iter().rev().find(|kept| order[**kept] < *section);
        let after = run.iter().find(|kept| order[**kept] > *section);
        let (side, neighbour) = match (before, after) {
            // A heading that stands too early belongs behind the one before it, a late one before the next.
            (Some(kept), _) if *kept > place => ("after", *kept),
            (_, Some(kept)) if *kept < place => ("before", *kept),
            _ => continue,
        };
        let other = name(guide, Named::Section(order[neighbour]));
        let mut found =
            Found::new(whole(*at), format!("`{}` belongs {side} `{other}`", name(guide, Named::Section(*section))));
        found = found.about(Named::Section(*section)).help("move the section, or set `section-order` to \"off\"");
        out.push(found.related(whole(there[neighbour].0), format!("`{other}` stands here")));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::run;
    use super::super::testing::{check, check_in, check_whole, ours, snapshot, snapshot_with};
    use super::RULE;
    use crate::insertion;
    use crate::snapshot::Snapshot;

    #[test]
    fn a_section_that_stands_too_early() {
        check_whole(
            &RULE,
            "## Security Operations\n\n## Observability\n\n## Incident Response & Management\n",
            &expect![[r###"
                1:1 "## Security Operations" `Security Operations` belongs after `Incident Response & Management`
                  hint about security-operations
                  help: move the section, or set `section-order` to "off"
                  5 "## Incident Response & Management": `Incident Response & Management` stands here
            "###]],
        );
    }

    #[test]
    fn a_section_that_stands_too_late() {
        let text = "# Handbuch\n\n## 4. Operational Excellence\n\n### 4.1 Incident Response\n\n### 4.2 Überblick\n\n\
                    ### 4.3 Performance Management\n\n### 4.4 Monitoring & Observability\n\n## 5. Production Operations Framework\n";
        check_in(
            &snapshot(&text.replace('\n', "\r\n")),
            &RULE,
            &expect![[r####"
            11:1 "### 4.4 Monitoring & Observability" `Monitoring & Observability` belongs before `Incident Response & Management`
              hint about monitoring-and-observability
        "####]],
        );
    }

    #[test]
    fn of_two_the_later_one_is_told() {
        check(
            &RULE,
            "## Security Operations\n\n## Monitoring & Observability\n",
            &expect![[r###"
            3:1 "## Monitoring & Observability" `Monitoring & Observability` belongs before `Security Operations`
              hint about monitoring-and-observability
        "###]],
        );
    }

    #[test]
    fn in_order_with_gaps_and_others_between_nothing_is_told() {
        check(
            &RULE,
            "## Monitoring & Observability\n\n## Other\n\n## Incident Response\n\n## Security Operations\n",
            &expect![[""]],
        );
    }

    #[test]
    fn elements_may_stand_in_any_order() {
        check(
            &RULE,
            "## Security Operations\n\n### Compliance Monitoring\n\nx\n\n### Threat Detection\n\nx\n",
            &expect![[""]],
        );
    }

    #[test]
    fn what_is_off_has_no_order() {
        let text = "---\noe: true\n---\n\n## Security Operations\n\n## Monitoring & Observability\n";
        check_in(&snapshot_with(text, "elements.security-operations = \"off\"", None), &RULE, &expect![[""]]);
    }

    #[test]
    fn inserting_what_is_missing_tells_no_other_section() {
        let text = "## Security Operations\n\n# Annex\n\n### Disaster Recovery\n\n## Monitoring & Observability\n";
        let mut snapshot = ours(text);
        let told = |snapshot: &Snapshot| {
            let findings = run(snapshot, None).findings.into_iter().filter(|finding| finding.rule.name == RULE.name);
            findings.map(|finding| finding.found.about).collect::<Vec<_>>()
        };
        let before = told(&snapshot);
        assert_eq!(before.len(), 1);
        for section in insertion::missing_sections(&snapshot) {
            let edit = insertion::section(&snapshot, section).expect("a place").edits().next().expect("its text");
            let mut document = snapshot.document.clone();
            document.edit(&edit);
            document.settle(None);
            snapshot = snapshot.update(document);
            assert_eq!(told(&snapshot), before, "{}", snapshot.text());
        }
    }
}
