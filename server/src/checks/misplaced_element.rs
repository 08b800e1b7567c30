//! An element stands outside of its section.

use std::collections::BTreeSet;

use super::wording::{name, whole};
use super::{Check, Found, Rule};
use crate::config::Severity;
use crate::guide::Named;
use crate::snapshot::Snapshot;

pub(super) static RULE: Rule = Rule {
    name: "misplaced-element",
    severity: Severity::Hint,
    summary: "an element stands outside of its section",
    docs: r"
An element has a heading, but in another section than the guide has it in, although its own section is there. It counts as present.

Whoever looks for the restore steps looks under disaster recovery first. What stands somewhere else costs minutes, or is written a second time.

Move the heading with its text into the section, or leave it and link to it from there. Where it is right for your readers, write `<!-- oe-disable-next-line misplaced-element: reason -->` above the heading.

```markdown bad
---
oe: true
---

## Monitoring & Observability

### Capacity Planning

Forecast two quarters ahead, 30 % spare at peak.

## Performance Management
```

```markdown good
---
oe: true
---

## Monitoring & Observability

## Performance Management

### Capacity Planning

Forecast two quarters ahead, 30 % spare at peak.
```

```markdown good
---
oe: true
---

## Monitoring & Observability

### Capacity Planning

Forecast two quarters ahead, 30 % spare at peak.

## Performance Management

See [Capacity Planning](#capacity-planning), which follows from what is
monitored.
```
",
    check: Check::Document(check),
    fixes: None,
};

fn check(snapshot: &Snapshot, out: &mut Vec<Found>) {
    let (guide, assessment) = (&snapshot.requirements.guide, &snapshot.assessment);
    let mut told = BTreeSet::new();
    for (at, state) in assessment.elements.iter().enumerate() {
        let section = guide.elements[at].section;
        let Some(answer) = state.answer.filter(|answer| answer.misplaced) else { continue };
        let Some(home) = assessment.sections[section].answer else { continue };
        if snapshot.requirements.is_off(Named::Element(at)) || !told.insert((answer.at, at)) {
            continue;
        }
        let title = name(guide, Named::Section(section));
        let before = format!("`{title}` is the place for ");
        let found = Found::new(whole(answer.at), (before, format!("`{}`", guide.elements[at].name)))
            .about(Named::Element(at))
            .help("move it there, or link to it from there")
            .related(whole(home.at), format!("`{title}` stands here"));
        out.push(found);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::testing::{check, check_in, check_whole, snapshot, snapshot_with};
    use super::super::{Finding, run};
    use super::RULE;

    #[test]
    fn an_element_in_another_section_than_its_own() {
        let text =
            "## 1. Monitoring & Observability\n\n### 1.1 Capacity Planning\n\nx\n\n## 2. Performance Management\n";
        check_whole(
            &RULE,
            text,
            &expect![[r####"
                3:1 "### 1.1 Capacity Planning" `Performance Management` is the place for `Capacity Planning`
                  hint about performance-management/capacity-planning
                  help: move it there, or link to it from there
                  7 "## 2. Performance Management": `Performance Management` stands here
            "####]],
        );
    }

    #[test]
    fn a_section_that_says_where_its_element_stands_lacks_nothing() {
        let text = "# Operational Excellence\n\n- [Capacity Planning](#capacity-planning)\n\n## Monitoring & Observability\n\n\
                    ### 1.3 Capacity Planning\n\nx\n\n## Performance Management\n\n### Performance Tuning\n\n";
        for said in [
            "See [Capacity Planning](#13-capacity-planning).\n",
            "See [above](#13-capacity-planning).\n",
            "- [Kapazität](#capacity_planning)\n",
            "- **Capacity Planning**: see above\n",
            "| What | Where |\n| --- | --- |\n| Capacity Planning | above |\n",
        ] {
            check_in(&snapshot(&format!("{text}{said}").replace('\n', "\r\n")), &RULE, &expect![[""]]);
        }
        for other in ["See above.\n", "## Security Operations\n\nSee [Capacity Planning](#13-capacity-planning).\n"] {
            let findings = run(&snapshot(&format!("{text}{other}")), None).findings;
            assert_eq!(findings.iter().filter(|finding| finding.rule.name == RULE.name).count(), 1, "{other}");
        }
    }

    #[test]
    fn an_element_in_a_section_that_the_guide_does_not_have() {
        let text = "## Performance Management\n\n## Größe\n\n### Capacity Planning\n\nx\n".replace('\n', "\r\n");
        check(
            &RULE,
            &text,
            &expect![[r####"
            5:1 "### Capacity Planning" `Performance Management` is the place for `Capacity Planning`
              hint about performance-management/capacity-planning
        "####]],
        );
    }

    #[test]
    fn below_another_name_of_its_section_it_is_at_home() {
        let elements = "### Severity Levels\n\nx\n\n### On-Call Rotation\n\nx\n\n";
        let (weak, strong) = ("## Incident Response\n\n", "## Incident Management\n\n### Own\n\nx\n\n");
        for text in [
            format!("# T\n\n{weak}{elements}{strong}"),
            format!("# T\n\n{strong}{weak}{elements}"),
            format!("# T\n\n{weak}{elements}## Incidents\n\n### Post-Mortem\n\nx\n").replace('\n', "\r\n"),
        ] {
            check(&RULE, &text, &expect![[""]]);
        }
        // Which it is not at another level.
        check(
            &RULE,
            &format!("# T\n\n{strong}## Own\n\n### Incident Response\n\n### On-Call Rotation\n\nx\n"),
            &expect![[r####"
                11:1 "### Incident Response" `Incident Response & Management` is the place for `Incident Response Procedures`
                  hint about incident-response-and-management/incident-response-procedures
                13:1 "### On-Call Rotation" `Incident Response & Management` is the place for `On-Call Management`
                  hint about incident-response-and-management/on-call-management
            "####]],
        );
    }

    #[test]
    fn without_its_section_it_has_no_better_place() {
        check(&RULE, "## Monitoring & Observability\n\n### Capacity Planning\n\nx\n", &expect![[""]]);
        let link =
            "## Monitoring & Observability\n\n### Capacity Planning\n\nx\n\nSee [Performance Management](p.md)\n";
        check(&RULE, link, &expect![[""]]);
    }

    #[test]
    fn a_label_may_stand_anywhere() {
        check(
            &RULE,
            "## Monitoring & Observability\n\n- **Capacity Planning**: x\n\n## Performance Management\n",
            &expect![[""]],
        );
    }

    #[test]
    fn one_heading_for_several_elements_is_one_message() {
        let text = "# Operational Excellence\n\n## Performance Management\n\n### Recovery Objectives\n\nRTO 1 h, RPO 5 min\n\n\
                    ## Disaster Recovery & Business Continuity\n";
        let snapshot = snapshot(text);
        check_in(
            &snapshot,
            &RULE,
            &expect![[r####"
            5:1 "### Recovery Objectives" `Disaster Recovery & Business Continuity` is the place for `Recovery Time Objectives`
              hint about disaster-recovery-and-business-continuity/recovery-time-objectives
            5:1 "### Recovery Objectives" `Disaster Recovery & Business Continuity` is the place for `Recovery Point Objectives`
              hint about disaster-recovery-and-business-continuity/recovery-point-objectives
        "####]],
        );
        let findings = run(&snapshot, None).findings;
        let findings: Vec<_> = findings.iter().filter(|finding| finding.rule.name == RULE.name).collect();
        expect!["`Disaster Recovery & Business Continuity` is the place for `Recovery Time Objectives` and `Recovery Point Objectives`"].assert_eq(&Finding::joined_message(&findings));
    }

    #[test]
    fn one_heading_for_elements_of_two_sections_is_at_home_in_both() {
        let text = "## Monitoring & Observability\n\n### Capacity Planning & Log Management\n\nx\n\n## Performance Management\n";
        check(&RULE, text, &expect![[""]]);
        check(
            &RULE,
            &text.replace("Log Management", "SIEM"),
            &expect![[r####"
            3:1 "### Capacity Planning & SIEM" `Performance Management` is the place for `Capacity Planning`
              hint about performance-management/capacity-planning
        "####]],
        );
    }

    #[test]
    fn what_is_off_has_no_place() {
        let text = "---\noe: true\n---\n\n## Monitoring & Observability\n\n### Capacity Planning\n\nx\n\n## Performance Management\n";
        check_in(&snapshot_with(text, "elements.capacity-planning = \"off\"", None), &RULE, &expect![[""]]);
    }
}
