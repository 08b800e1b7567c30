mod guides;
mod names;

use super::State;
use crate::guide::Named;
use crate::testing::snapshot;

/// The state of an element in a section of an opted-in document that holds `text`.
fn state(element: &str, text: &str) -> State {
    let snapshot = snapshot(&format!("---\noe: true\n---\n\n# Payments\n\n## Security Operations\n\n{text}"));
    let Some(Named::Element(at)) = snapshot.requirements.guide.find(element) else { panic!("{element} is no element") };
    snapshot.assessment.elements[at].state()
}

#[test]
fn a_heading_is_known_under_its_decoration() {
    for heading in [
        "### Threat Detection {#td}",
        "### Threat Detection {: #td .wide }",
        "### Threat Detection[^1]",
        "### 3️⃣ Threat Detection",
        "### :pager: Threat Detection",
        "### Threat&nbsp;Detection",
        "### A.3 Threat Detection",
        "### 6.3.Threat Detection",
        "### [Threat Detection](#td)",
    ] {
        assert_eq!(state("threat-detection", &format!("{heading}\n\nRules.\n")), State::Present, "{heading}");
    }
    assert_eq!(state("threat-detection", "### Threats we detect\n\nx\n"), State::Missing);
}

#[test]
fn a_label_is_known_under_its_decoration() {
    for label in [
        "- **Threat Detection**: on",
        "- 🔥 **Threat Detection**: on",
        "- ✅ Threat Detection: on",
        "- **Threat Detection** (GuardDuty): on",
        "- **Threat Detection (GuardDuty)**: on",
        "- Threat Detection (GuardDuty): on",
        "- ***Threat Detection***: on",
        "- **Threat Detection** → on",
        "- **Threat Detection.** On.",
        "**Threat Detection.** On.",
        "**Threat Detection**\n\n- on",
        "| Threat Detection | on |\n|---|---|\n| Threat Detection | on |",
    ] {
        assert_eq!(state("threat-detection", &format!("{label}\n")), State::Present, "{label}");
    }
    for other in ["- We do Threat Detection: on", "- **Threat Detection and more**: on", "Threat Detection is on."] {
        assert_eq!(state("threat-detection", &format!("{other}\n")), State::Missing, "{other}");
    }
}

#[test]
fn an_item_with_a_dash_behind_a_name_is_a_label() {
    for item in [
        "- Threat detection – on",
        "* Threat Detection — on",
        "1. Threat Detection - on",
        "- 🔥 Threat Detection – on",
        "- [x] Threat Detection – on",
        "- Threat Detection – on\n  and on",
        "- Security – all\n  - Threat Detection – on",
    ] {
        for item in [item.to_owned(), item.replace('\n', "\r\n")] {
            assert_eq!(state("threat-detection", &format!("{item}\n")), State::Present, "{item}");
        }
    }
    for other in [
        "Threat Detection – on",
        "- Threat Detection –",
        "- Threat Detection-on",
        "- Threat Detection\n  – on",
        "- Threat Detection and more – on",
        "- Threats – on",
        "- On Threat Detection – on",
        "- [Threat Detection](#td) – on",
        "### Vulnerability Management\n\n- Threat Detection – on",
    ] {
        assert_eq!(state("threat-detection", &format!("{other}\n")), State::Missing, "{other}");
    }
}

#[test]
fn a_label_on_a_line_of_its_own_says_what_follows_it() {
    for below in [
        "- **Images**: Trivy",
        "- Images: Trivy",
        "- [Trivy](x.md): daily",
        "**Images**: Trivy daily",
        "[Trivy](x.md): daily",
    ] {
        let text = format!("**Threat Detection**\n\n{below}\n");
        assert_eq!(state("threat-detection", &text), State::Present, "{below}");
        let snapshot = snapshot(&format!(
            "---\noe: true\n---\n## Security Operations\n### Vulnerability Management\n**Scanning:**\n\n{below}\n"
        ));
        assert!(snapshot.assessment.elements.iter().all(|element| element.empty_labels.is_empty()), "{below}");
    }
    let empty = snapshot(
        "---\noe: true\n---\n## Security Operations\n### Vulnerability Management\n- **Scanning**:\n- **Remediation Targets**: 7 d\n",
    );
    assert_eq!(empty.assessment.elements.iter().map(|element| element.empty_labels.len()).sum::<usize>(), 1);
}

#[test]
fn weak_section_names_count_where_no_surer_one_shows_the_level() {
    let text = "---\noe: true\n---\n# Payments\n## Monitoring\n### Logs\nx\n## Disaster Recovery\n### DR Plan\nx\n### Backups\nx\n";
    let snapshot = snapshot(text);
    assert_eq!(snapshot.assessment.section_level, Some(2));
    let found =
        |id: &str| snapshot.requirements.guide.find(id).and_then(|named| snapshot.assessment.answer(named)).is_some();
    assert!(found("monitoring-and-observability") && found("disaster-recovery-and-business-continuity"));
    assert!(found("logging-strategy") && found("backup-procedures") && !found("security-operations"));
}

#[test]
fn recovery_targets_gather_what_is_named_below_them() {
    let dr = "Disaster Recovery & Business Continuity";
    let heading = |below: &str| format!("### Recovery Targets\n\n{below}");
    let both = ["recovery-time-objectives", "recovery-point-objectives"];
    assert_eq!(named_by(dr, &heading("| Tier | RTO | RPO |\n|---|---|---|\n| 1 | 1 h | 5 min |")), both);
    assert_eq!(named_by(dr, &heading("- **RTO**: 1 h")), both[..1]);
    assert_eq!(named_by(dr, &heading("One hour.")), [""; 0]);
}

#[test]
fn acronyms_in_brackets_leave_a_gathering_heading_one() {
    let text = "---\noe: true\n---\n# P\n## Disaster Recovery & Business Continuity\n### Recovery Objectives (RTO/RPO)\n| Tier | RTO | RPO |\n|---|---|---|\n| 1 | 1 h | 5 min |\n";
    let snapshot = snapshot(text);
    for id in ["recovery-time-objectives", "recovery-point-objectives"] {
        assert!(
            snapshot.requirements.guide.find(id).and_then(|named| snapshot.assessment.answer(named)).is_some(),
            "{id}"
        );
    }
}

/// The elements that a document with this heading deals with, by the tails of their identifiers.
fn named_by(section: &str, heading: &str) -> Vec<String> {
    let snapshot = snapshot(&format!("---\noe: true\n---\n\n# Payments\n\n## {section}\n\n{heading}\n\nx\n"));
    let guide = &snapshot.requirements.guide;
    let there = |at: &usize| snapshot.assessment.elements[*at].state() == State::Present;
    let tail = |at: usize| guide.elements[at].id.rsplit('/').next().unwrap_or_default().to_owned();
    (0..guide.elements.len()).filter(there).map(tail).collect()
}

#[test]
fn a_heading_that_joins_names_answers_each() {
    let incidents = "Incident Response & Management";
    for (section, heading, expected) in [
        (incidents, "### Incident Severity & On-Call Rotation", &["incident-classification", "on-call-management"][..]),
        (incidents, "### 3.2 On-Call Schedule / Incident Severity", &["incident-classification", "on-call-management"]),
        (incidents, "### Post-Mortem & Lessons Learned", &["post-incident-review"]),
        (incidents, "### Blameless Postmortems and Incident Reviews", &["post-incident-review"]),
        ("Performance", "### Capacity Planning, Load Testing + Baselines", &[]),
        (
            "Performance",
            "### Capacity Planning, Performance Tuning + Performance Budgets",
            &["performance-baselines", "performance-optimization", "capacity-planning"],
        ),
        ("Security", "### Threat Detection and Response, SIEM", &["security-monitoring", "threat-detection"]),
        ("Security", "### Vulnerability Management AND Patching", &["vulnerability-management"]),
        (
            "Disaster Recovery",
            "### RTO (Recovery Time Objective) and RPO (Recovery Point Objective)",
            &["recovery-time-objectives", "recovery-point-objectives"],
        ),
        (
            "Disaster Recovery",
            "### Recovery Time Objectives (RTO) and Recovery Point Objectives (RPO)",
            &["recovery-time-objectives", "recovery-point-objectives"],
        ),
    ] {
        assert_eq!(named_by(section, heading), expected, "{heading}");
    }
}

#[test]
fn what_stands_beside_a_name_may_be_no_name() {
    let incidents = "Incident Response & Management";
    for (section, heading) in [
        // Both are weak, or one is a weak name of another element, which may be meant as a word.
        ("Monitoring & Observability", "### Alerts and Dashboards"),
        ("Monitoring & Observability", "### Metrics & Logs"),
        (incidents, "### Incident Severity and Response"),
        (incidents, "### On-Call Rotation & Escalation"),
        (incidents, "### Incident Reviews of Payments and Post-Mortems"),
        ("Disaster Recovery", "### Disaster Recovery / Backup Strategy"),
        ("Security", "### SIEM vs. Threat Detection"),
        ("Security", "### Security Operations and SIEM"),
        ("Security", "### and SIEM"),
        ("Security", "### Threat Detection, SIEM, SIEM, SIEM, SIEM, SIEM, SIEM"),
    ] {
        assert_eq!(named_by(section, heading), [""; 0], "{heading}");
    }
    // A name that holds a joiner is that name.
    assert_eq!(named_by("Security", "### Threat Detection and Response"), ["threat-detection"]);
    assert_eq!(named_by("Disaster Recovery", "### Backup and Restore"), ["backup-procedures"]);
}

/// Of a document that front matter says to hold `sections`: where sections stand, how many elements
/// it deals with, and those that it does not.
fn split(sections: &str, text: &str) -> (Option<u8>, usize, usize) {
    let snapshot = snapshot(&format!("---\noe:\n  sections: [{sections}]\n---\n\n{text}"));
    let (required, present) = snapshot.assessment.counts();
    (snapshot.assessment.section_level, present, required)
}

#[test]
fn a_document_about_one_section_may_have_its_weak_name_as_title() {
    for (section, text) in [
        (
            "security-operations",
            "# Security\n\n## Audit Logs\n\nx\n\n## Threats\n\nx\n\n## Security Incidents\n\nx\n\n## Scanning\n\nx\n\n## Audits\n\nx\n",
        ),
        (
            "incident-response-and-management",
            "# Incident Response\n\n## Severity\n\nx\n\n## Triage\n\nx\n\n## On-Call\n\nx\n\n## Communication\n\nx\n\n## Retrospective\n\nx\n",
        ),
        (
            // "Monitoring" is also a section that stands in another file.
            "performance-management",
            "# 5. Performance\n\n## Monitoring\n\nx\n\n## Baselines\n\nx\n\n## Tuning\n\nx\n\n## Capacity\n\nx\n\n## Performance Testing\n\nx\n",
        ),
        (
            // And a strong name of such a section shows no level either.
            "security-operations/threat-detection, security-operations/vulnerability-management",
            "Security\n===\n\n## Detection\n\nx\n\n## Scanning\n\nx\n\n## Incident Management\n\nx\n",
        ),
    ] {
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let (level, present, required) = split(section, &text);
            assert_eq!((level, present), (Some(1), required), "{text}");
        }
    }
}

#[test]
fn a_title_is_no_section_where_others_stand_below_it() {
    let nested = "# Security\n\n## Security\n\n### Audit Logs\n\nx\n\n### Threats\n\nx\n";
    assert_eq!(split("security-operations", nested), (Some(2), 2, 5));
    let two = "# Security\n\n## Monitoring\n\n### Logs\n\nx\n";
    assert_eq!(split("security-operations, monitoring-and-observability", two), (Some(2), 1, 10));
    // Without a word on sections, the title may be that of anything.
    let all = snapshot("---\noe: true\n---\n# Security\n\n## Audit Logs\n\nx\n");
    assert_eq!((all.assessment.section_level, all.assessment.counts().1), (None, 0));
    assert_eq!(split("security-operations", "# Secrets\n\n## Audit Logs\n\nx\n"), (None, 0, 5));
}

#[test]
fn a_title_that_names_a_section_is_no_element_less_an_ending() {
    let snapshot = snapshot("---\noe: true\n---\n# Incident Response\n\n- **Detection**: x\n");
    assert!(snapshot.assessment.elements.iter().all(|element| element.answer.is_none()));
    let below =
        crate::testing::snapshot("---\noe: true\n---\n# P\n\n## Incident Management\n\n### Incident Response\n\nx\n");
    assert_eq!(below.assessment.counts().1, 1);
}

#[test]
fn a_heading_that_is_a_link_says_where_it_is_said() {
    for (heading, element) in [
        ("### [Threat Detection](td.md)", "threat-detection"),
        ("### 6.2 [Threat Detection][td]", "threat-detection"),
        ("### <a href='td.md'>Threat Detection</a>", "threat-detection"),
        ("### [6.2 Threats](https://wiki.example.com/threats)", "threat-detection"),
    ] {
        assert_eq!(state(element, &format!("{heading}\n\n### Other\n")), State::Present, "{heading}");
    }
    for heading in
        ["### [Threat Detection](#td)", "### Threat Detection [¶](#td)", "### Threat Detection ([12](12.md))"]
    {
        assert_eq!(state("threat-detection", &format!("{heading}\n\n### Other\n")), State::Empty, "{heading}");
    }
    let recovery = "---\noe: true\n---\n# P\n## Disaster Recovery\n### [Recovery Objectives](objectives.md)\n";
    assert_eq!(snapshot(recovery).assessment.counts().1, 2);
}

#[test]
fn a_section_that_is_a_link_deals_with_its_elements_there() {
    for (heading, present) in [
        ("## [Security Operations](security.md)", 5),
        ("## 6. [Security](security.md)", 5),
        ("## [Security Operations](#security-operations)", 0),
        ("## Security Operations", 0),
        ("## Security Operations (see [policy](policy.md))", 0),
    ] {
        let snapshot = snapshot(&format!("---\noe:\n  sections: [security-operations]\n---\n# P\n\n{heading}\n"));
        assert_eq!(snapshot.assessment.counts(), (5, present), "{heading}");
        assert!(snapshot.assessment.elements.iter().all(|it| it.answer.is_none() || it.state() == State::Present));
    }
    let some =
        "---\noe:\n  sections: [security-operations]\n---\n# P\n\n## [Security Operations](s.md)\n\n### Scanning\n";
    let snapshot = snapshot(some);
    assert_eq!(snapshot.assessment.counts(), (5, 5));
    assert_eq!(snapshot.assessment.elements.iter().filter(|it| it.state() == State::Empty).count(), 1);
}
