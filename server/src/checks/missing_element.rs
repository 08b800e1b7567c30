//! A required element is absent.

use std::cell::LazyCell;

use super::wording::{how_to_answer, insertion_of, lower_first, whole};
use super::{Check, Finding, Fix, Found, Rule};
use crate::assessment::By;
use crate::config::Severity;
use crate::guide::Named;
use crate::insertion::{self, Openings};
use crate::snapshot::Snapshot;

pub(super) static RULE: Rule = Rule {
    name: "missing-element",
    severity: Severity::Error,
    summary: "a required element is absent",
    docs: r"
A section is there, and something that the guide requires in it is not: no heading, label, first cell of a table or link names it, neither in the section nor elsewhere in the document.

Each element is a question that somebody asks while things go wrong: who is called next, how far back the last backup reaches, who tells the customers. Where the document does not answer, the answer is made up in the middle of the incident.

Write the element, or link to where it is written (`On-call: see [On-Call Management](oncall.md)`). If it is there under a heading of your own, put that heading under `[also]` in `oe-ls.toml`. What does not apply is content as well: `Not applicable: batch system, nobody is on call`. An element that your organisation does without is `optional` or `off` under `[elements]`.

To ignore one element in one place, write above the section's heading `<!-- oe-disable-next-line missing-element(on-call-management): reason -->`.

```markdown bad
---
oe: true
---

## Security Operations

### Security Monitoring

Cloud audit logs reach the SIEM, which is watched around the clock.

### Threat Detection

Detections cover the 20 techniques of our threat model.
```

```markdown good
---
oe: true
---

## Security Operations

### Security Monitoring

Cloud audit logs reach the SIEM, which is watched around the clock.

### Threat Detection

Detections cover the 20 techniques of our threat model.

### The rest

- **Security Incident Response**: the duty officer isolates first, then asks
- **Vulnerability Management**: see [how we patch](patching.md)
- Compliance Monitoring: not applicable, no obligation binds this system
```
",
    check: Check::Document(check),
    fixes: Some(fixes),
};

fn check(snapshot: &Snapshot, out: &mut Vec<Found>) {
    let (guide, assessment) = (&snapshot.requirements.guide, &snapshot.assessment);
    let openings = LazyCell::new(|| Openings::new(snapshot));
    let missing = |at: usize| assessment.elements[at].answer.is_none() && assessment.elements[at].is_required();
    for (at, element) in guide.elements.iter().enumerate() {
        // A section that is absent, or stands elsewhere, stands for its elements; and so does an element for its parts.
        let section = assessment.sections[element.section].answer.filter(|answer| answer.by != By::Link);
        let Some(section) = section.filter(|_| missing(at) && !element.parent.is_some_and(missing)) else { continue };
        let before = format!("`{}` says nothing on ", guide.sections[element.section].title);
        let mut found = Found::new(whole(section.at), (before, format!("`{}`", element.name)))
            .about(Named::Element(at))
            .help(how_to_answer(assessment, &openings, Named::Element(at)));
        if !element.description.is_empty() {
            found = found.note(format!("required here: {}", lower_first(&element.description)));
        }
        out.push(found);
    }
}

fn fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let Some(Named::Element(element)) = finding.found.about else { return Vec::new() };
    insertion_of(&snapshot.requirements.guide.elements[element].name, insertion::element(snapshot, element))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::expect;

    use super::super::run;
    use super::super::testing::{applied, check, check_in, check_whole, fixes, ours, snapshot, snapshot_with};
    use super::{Fix, Named, RULE, Snapshot, insertion};

    const FOUR: &str = "## 6. Security Operations\n\n### 6.1 Security Monitoring\n\nx\n\n### 6.2 Threat Detection\n\nx\n\n\
        ### 6.3 Vulnerability Management\n\nx\n\n### 6.4 Compliance Monitoring\n\nx\n";

    #[test]
    fn an_absent_element_is_missed_at_its_section() {
        check_whole(
            &RULE,
            FOUR,
            &expect![[r###"
                1:1 "## 6. Security Operations" `Security Operations` says nothing on `Security Incident Response`
                  error about security-operations/security-incident-response
                  note: required here: how an attack or breach is handled, from securing evidence to the notices that are due
                  help: add `### Security Incident Response`, link to where this is written, or name your own heading for it under `[also]` in oe-ls.toml
            "###]],
        );
    }

    #[test]
    fn the_first_element_has_the_number_of_its_section() {
        let text = FOUR.replace("### 6.1 Security Monitoring\n\nx\n\n", "");
        check_whole(
            &RULE,
            &text,
            &expect![[r###"
                1:1 "## 6. Security Operations" `Security Operations` says nothing on `Security Monitoring`
                  error about security-operations/security-monitoring
                  note: required here: which security events are collected, where they are analysed, and at which hours somebody watches
                  help: add `### 6.1 Security Monitoring`, link to where this is written, or name your own heading for it under `[also]` in oe-ls.toml
                1:1 "## 6. Security Operations" `Security Operations` says nothing on `Security Incident Response`
                  error about security-operations/security-incident-response
                  note: required here: how an attack or breach is handled, from securing evidence to the notices that are due
                  help: add `### Security Incident Response`, link to where this is written, or name your own heading for it under `[also]` in oe-ls.toml
            "###]],
        );
    }

    /// What the help of each finding says to add, and the line that is written where all are inserted.
    fn said_and_done(text: &str) -> String {
        let snapshot = ours(text);
        let guide = &snapshot.requirements.guide;
        let mut out = String::new();
        for finding in run(&snapshot, None).findings.iter().filter(|it| it.rule.name == RULE.name) {
            let Some(Named::Element(element)) = finding.found.about else { panic!("{finding:?}") };
            let missing = insertion::missing_elements(&snapshot, guide.elements[element].section);
            let insertions = insertion::Inserter::new(&snapshot).insert(&[], &missing);
            let text: String = insertions.iter().map(|it| it.text.as_str()).collect();
            let labels = guide.part_of(element).filter(|part| part.gathers()).map(|part| part.labels.iter());
            let label = labels.and_then(|mut it| it.find(|label| label.element == Some(element)));
            let name = label.map_or(&guide.elements[element].name, |label| &label.name);
            let line = text.lines().find(|line| line.ends_with(name) || line.contains(&format!("**{name}**")));
            let line = line.unwrap_or("nothing");
            let inserted = if line.starts_with('#') { line } else { line.split(':').next().unwrap() };
            let said = &finding.found.help.as_ref().expect("help").subject;
            writeln!(out, "{said} -> {inserted}").unwrap();
        }
        out
    }

    #[test]
    fn the_help_names_the_headings_that_the_fix_for_all_writes() {
        for (text, expected) in [
            // Below the last heading before it in the guide's order, whatever stands below that.
            (
                "## 6. Security Operations\n\n### 6.1 Compliance Monitoring\n\nx\n\n### 6.2 Security Monitoring\n\nx\n\n\
                 ### 6.3 Threat Detection\n\nx\n\n#### 6.3.1 Own\n\nx\n\n### 6.4 Own\n\nx\n\n## 7. Other\n\n### 7.1 Own\n",
                expect![[r#"
                    `### Security Incident Response` -> ### Security Incident Response
                    `### Vulnerability Management` -> ### Vulnerability Management
                "#]],
            ),
            (
                "# 4. Operational Excellence\r\n\r\n## 4.2 Security\r\n\r\n### 4.2.1 Threat Detection\r\n\r\nx\r\n\r\n\
                 ## 4.3 Performance\r\n",
                expect![[r#"
                    `### Security Monitoring` -> ### Security Monitoring
                    `### 4.2.2 Security Incident Response` -> ### 4.2.2 Security Incident Response
                    `### 4.2.3 Vulnerability Management` -> ### 4.2.3 Vulnerability Management
                    `### 4.2.4 Compliance Monitoring` -> ### 4.2.4 Compliance Monitoring
                    `### 4.3.1 Performance Monitoring` -> ### 4.3.1 Performance Monitoring
                    `### 4.3.2 Performance Baselines` -> ### 4.3.2 Performance Baselines
                    `### 4.3.3 Performance Optimization` -> ### 4.3.3 Performance Optimization
                    `### 4.3.4 Capacity Planning` -> ### 4.3.4 Capacity Planning
                    `### 4.3.5 Performance Testing` -> ### 4.3.5 Performance Testing
                "#]],
            ),
            (
                "## A. Incident Response\n\n### A.1 Incident Classification\n\nx\n\n## B. Security Operations\n",
                expect![[r#"
                    `### A.2 Incident Response Procedures` -> ### A.2 Incident Response Procedures
                    `### A.3 On-Call Management` -> ### A.3 On-Call Management
                    `### A.4 Incident Communication` -> ### A.4 Incident Communication
                    `### A.5 Post-Incident Review` -> ### A.5 Post-Incident Review
                    `### B.1 Security Monitoring` -> ### B.1 Security Monitoring
                    `### B.2 Threat Detection` -> ### B.2 Threat Detection
                    `### B.3 Security Incident Response` -> ### B.3 Security Incident Response
                    `### B.4 Vulnerability Management` -> ### B.4 Vulnerability Management
                    `### B.5 Compliance Monitoring` -> ### B.5 Compliance Monitoring
                "#]],
            ),
            (
                "## Security Operations\n\n### Größe\n\nx\n\n### SIEM\n\nx\n",
                expect![[r#"
                `### Threat Detection` -> ### Threat Detection
                `### Security Incident Response` -> ### Security Incident Response
                `### Vulnerability Management` -> ### Vulnerability Management
                `### Compliance Monitoring` -> ### Compliance Monitoring
            "#]],
            ),
            (
                "## 4. Disaster Recovery\n\n### 4.1 Recovery Objectives\n\n- **RTO**: 4 h\n\n### 4.2 Backup Strategy\n\nx\n\n\
                 ### 4.3 Business Continuity\n\nx\n",
                expect![[r#"
                    `### Disaster Recovery Strategy` -> ### Disaster Recovery Strategy
                    `Recovery Point Objective (RPO)` below `4.1 Recovery Objectives` -> - **Recovery Point Objective (RPO)**
                    `### Recovery Procedures` -> ### Recovery Procedures
                "#]],
            ),
        ] {
            expected.assert_eq(&said_and_done(text));
        }
        let deep = "##### Operational Excellence\n\n###### Security Operations\n\n- **SIEM**: x\n";
        expect![[r#"
            `Threat Detection` below `Security Operations` -> - **Threat Detection**
            `Security Incident Response` below `Security Operations` -> - **Security Incident Response**
            `Vulnerability Management` below `Security Operations` -> - **Vulnerability Management**
            `Compliance Monitoring` below `Security Operations` -> - **Compliance Monitoring**
        "#]]
        .assert_eq(&said_and_done(deep));
    }

    #[test]
    fn a_fix_beside_a_heading_of_another_section_adds_no_finding() {
        let text = "## Monitoring & Observability\n\n### Recovery Objectives\n\nSoon.\n\n\
                    ## Disaster Recovery & Business Continuity\n\n### Disaster Recovery Strategy\n\nWarm standby.\n";
        let snapshot = ours(text);
        let is_rto = |fix: &&Fix| fix.title == "Insert \"Recovery Time Objectives\"";
        let fix = fixes(&snapshot, &RULE).iter().find(is_rto).cloned().expect("a fix");
        let after = ours(&applied(&snapshot, &fix));
        let rules = |snapshot: &Snapshot| {
            let found = run(snapshot, None).findings;
            found.iter().map(|it| it.rule.name).filter(|name| *name != "unfilled-placeholder").collect::<Vec<_>>()
        };
        assert_eq!(rules(&after).len(), rules(&snapshot).len() - 1, "{}", after.text());
    }

    #[test]
    fn a_heading_a_label_a_cell_or_a_link_that_names_it_answers() {
        for answer in [
            "### Breach Response\n\nx\n",
            "- **Security Incident Response**: x\n",
            "| Duty | Who |\n| --- | --- |\n| Security Incident Response | CISO |\n",
            "Security incident response: see [the runbook](runbooks/sir.md)\n",
            "[Breach response](other.md)\n",
        ] {
            check(&RULE, &format!("{FOUR}\n## Other\n\n{answer}"), &expect![[""]]);
        }
    }

    #[test]
    fn a_word_in_a_sentence_a_table_of_contents_or_code_does_not_answer() {
        for no_answer in [
            "We care about security incident response.\n",
            "- [Security Incident Response](#security-incident-response)\n",
            "```\n### Security Incident Response\n```\n",
            "<!--\n### Security Incident Response\n-->\n",
        ] {
            let text = format!("{FOUR}\n## Other\n\n{no_answer}");
            let found = run(&ours(&text), None).findings;
            assert_eq!(found.iter().filter(|it| it.rule.name == RULE.name).count(), 1, "{no_answer}");
        }
    }

    #[test]
    fn a_chapter_with_shifted_numbered_headings_and_crlf() {
        let shifted = FOUR.replace("## ", "### ").replace("#### ", "#### 8.").replace("### 6. ", "### 8.6 ");
        let text =
            format!("# Handbook\n\n## 8. Operational Excellence\n\n{shifted}\n## 9. Threats\n").replace('\n', "\r\n");
        check_in(
            &snapshot(&text),
            &RULE,
            &expect![[r####"
            5:1 "### 8.6 Security Operations" `Security Operations` says nothing on `Security Incident Response`
              error about security-operations/security-incident-response
        "####]],
        );
    }

    #[test]
    fn a_section_that_is_absent_or_stands_elsewhere_stands_for_its_elements() {
        check(&RULE, "# Payments\n\nSee [Security Operations](security.md).\n", &expect![[""]]);
    }

    #[test]
    fn what_settings_do_not_require_is_not_missed() {
        for settings in ["security-incident-response = \"off\"", "security-incident-response = \"optional\""] {
            let text = format!("---\noe: true\n---\n{FOUR}");
            check_in(&snapshot_with(&text, &format!("[elements]\n{settings}"), None), &RULE, &expect![[""]]);
        }
    }

    #[test]
    fn the_fix_writes_it_from_the_template_at_its_place() {
        let snapshot = ours(FOUR);
        let [fix] = &fixes(&snapshot, &RULE)[..] else { panic!("one fix") };
        let after = applied(&snapshot, fix);
        expect![[r#"
            ## 6. Security Operations

            ### 6.1 Security Monitoring

            x

            ### 6.2 Threat Detection

            x

            ### Security Incident Response

            - **Incident Handling**: [Who triages, contains, removes the cause and restores, in which order]
            - **Evidence Preservation**: [What is secured before changes, by whom, where and how long it is kept]
            - **Notification Duties**: [Authority or customer, deadline in hours, the rule that sets it, who sends the notice]

            ### 6.3 Vulnerability Management

            x

            ### 6.4 Compliance Monitoring

            x
        "#]].assert_eq(&after);
        assert!(!fix.safe);
        check(&RULE, &after, &expect![[""]]);
    }

    #[test]
    fn names_of_the_settings_answer() {
        let text = format!("---\noe: true\n---\n{FOUR}\n### Sicherheitsvorfälle\n\nx\n");
        let settings = "[also]\nsecurity-incident-response = [\"Sicherheitsvorfälle\"]";
        check_in(&snapshot_with(&text, settings, None), &RULE, &expect![[""]]);
    }
}
