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
