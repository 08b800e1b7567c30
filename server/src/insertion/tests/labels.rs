//! Labels among others.

use super::*;

#[test]
fn below_a_heading_that_gathers_comes_a_label() {
    check_element(
        "# Operational Excellence\n\n## Disaster Recovery & Business Continuity\n\n### Recovery Objectives\n\n* **RTO:** 4 hours\n* Other\n### Backup Procedures\n\nNightly.\n",
        "recovery-point-objectives",
        &expect![[r"
            # Operational Excellence

            ## Disaster Recovery & Business Continuity

            ### Recovery Objectives

            * **RTO:** 4 hours
            * **Recovery Point Objective (RPO):** [Longest span of data that each store may lose, and that its copy method can hold]
            * Other
            ### Backup Procedures

            Nightly.
        "]],
    );
    check_element(
        "# Operational Excellence\n\n## Disaster Recovery & Business Continuity\n\n### Recovery Objectives\n\n- **RPO**: 4 hours\n",
        "recovery-time-objectives",
        &expect![[r"
            # Operational Excellence

            ## Disaster Recovery & Business Continuity

            ### Recovery Objectives

            - **Recovery Time Objective (RTO)**: [Longest time for each tier, from the outage until service is verified]
            - **RPO**: 4 hours
        "]],
    );
    check_element(
        "# Operational Excellence\n\n## Disaster Recovery & Business Continuity\n\n- **RPO**: 4 hours\n\n### Backup Procedures\n\nNightly.\n",
        "recovery-time-objectives",
        &expect![[r"
            # Operational Excellence

            ## Disaster Recovery & Business Continuity

            - **RPO**: 4 hours

            ### Recovery Objectives

            - **Recovery Time Objective (RTO)**: [Longest time for each tier, from the outage until service is verified]

            ### Backup Procedures

            Nightly.
        "]],
    );
}

#[test]
fn a_label_is_set_apart_from_a_block_above_it() {
    let head = "# Operational Excellence\n\n## Incident Response & Management\n\n### On-Call Management\n\n";
    let with = |text: &str| {
        let text = format!("{head}{text}");
        let at = named("on-call-management");
        let spec = guide::embedded().labels_of(at).find(|label| label.name == "On-Call Tools").unwrap();
        let fixed = apply(&text, label(&open(&text), at, spec).as_slice());
        open(&fixed).assessment.elements[at].labels.len() - open(&text).assessment.elements[at].labels.len()
    };
    let lines = "**On-Call Schedule**: weekly\n**Escalation Procedures**: none\n";
    for end in CLOSED.into_iter().chain(["| a |\n| - |\n| b |", "```\nx\n```"]) {
        assert_eq!(with(&format!("{lines}\n{end}")), 1, "{end}");
        assert_eq!(with(&format!("{lines}\n{end}\n\n### Post-Incident Review\n")), 1, "{end}");
    }
    for end in OPEN {
        assert_eq!(with(&format!("{lines}\n{end}")), 0, "{end}");
        assert_eq!(with(&format!("- **On-Call Schedule**: weekly\n\n{end}")), 1, "{end}");
    }
}

#[test]
fn a_label_stands_among_the_others() {
    let check = |text: &str, element: &str, name: &str, expected: &Expect| {
        let snapshot = open(text);
        let at = named(element);
        let spec = guide::embedded().labels_of(at).find(|label| label.name == name).unwrap();
        expected.assert_eq(&apply(text, &[label(&snapshot, at, spec).unwrap()]));
    };
    let head = "# Operational Excellence\n\n## Incident Response & Management\n\n";
    check(
        &format!(
            "{head}### On-Call Management\n\n* **On-Call Schedule:** weekly\n  * Monday\n\n* **On-Call Tools:** PagerDuty"
        ),
        "on-call-management",
        "Escalation Procedures",
        &expect![[r"
            # Operational Excellence

            ## Incident Response & Management

            ### On-Call Management

            * **On-Call Schedule:** weekly
              * Monday

            * **Escalation Procedures:** [Minutes without answer or progress until escalation, to which role, how reached]

            * **On-Call Tools:** PagerDuty"]],
    );
    check(
        &format!(
            "{head}### On-Call Management\n\n- [x] **On-Call Schedule**: weekly\n- [X] **On-Call Tools**: PagerDuty\n"
        ),
        "on-call-management",
        "On-Call Responsibilities",
        &expect![[r#"
            # Operational Excellence

            ## Incident Response & Management

            ### On-Call Management

            - [x] **On-Call Schedule**: weekly
            - [ ] **On-Call Responsibilities**: [Minutes to acknowledge, duties during and between pages, limit on load per shift]
            - [X] **On-Call Tools**: PagerDuty
        "#]],
    );
    check(
        &format!(
            "{head}### Incident Response Procedures\n\n1) **Detection**: alerts\n2) **Assessment**: at once\n3) **Documentation**: later\n"
        ),
        "incident-response-procedures",
        "Response",
        &expect![[r#"
            # Operational Excellence

            ## Incident Response & Management

            ### Incident Response Procedures

            1) **Detection**: alerts
            2) **Assessment**: at once
            3) **Response**: [Who takes command, first actions, what restores service before the cause is known]
            4) **Documentation**: later
        "#]],
    );
    check(
        &format!(
            "{head}### On-Call Management\n\n**Escalation Procedures**: after 5 min\n\n**On-Call Tools**: PagerDuty\n\nWords.\n"
        ),
        "on-call-management",
        "On-Call Schedule",
        &expect![[r"
            # Operational Excellence

            ## Incident Response & Management

            ### On-Call Management

            **On-Call Schedule**: [Rota length, hand-over day and hour, primary and secondary, hours covered]

            **Escalation Procedures**: after 5 min

            **On-Call Tools**: PagerDuty

            Words.
        "]],
    );
    check(
        &format!("{head}### On-Call Management\n\nWeekly.\n\n- A\n- B\n### Post-Incident Review\n\nYes.\n"),
        "on-call-management",
        "On-Call Schedule",
        &expect![[r"
            # Operational Excellence

            ## Incident Response & Management

            ### On-Call Management

            Weekly.

            - A
            - B
            - **On-Call Schedule**: [Rota length, hand-over day and hour, primary and secondary, hours covered]

            ### Post-Incident Review

            Yes.
        "]],
    );
}

#[test]
fn a_section_too_deep_for_headings_gets_labels() {
    check_element(
        "##### Operational Excellence\n\n###### Security Operations\n\n- **Security Monitoring**: SIEM\n",
        "threat-detection",
        &expect![[r"
            ##### Operational Excellence

            ###### Security Operations

            - **Security Monitoring**: SIEM

            - **Threat Detection**: [Which attacks would be noticed, by which method, and how that is tested]
        "]],
    );
}

#[test]
fn no_label_comes_below_a_heading_of_another_section() {
    let text = "# Operational Excellence\n\n## Monitoring & Observability\n\n### Recovery Objectives\n\nSoon.\n\n\
                ## Disaster Recovery & Business Continuity\n\n### Backup Procedures\n\nNightly.\n";
    check_element(
        text,
        "recovery-time-objectives",
        &expect![[r#"
            # Operational Excellence

            ## Monitoring & Observability

            ### Recovery Objectives

            Soon.

            ## Disaster Recovery & Business Continuity

            ### Recovery Time Objectives

            [Longest time for each tier, from the outage until service is verified]

            ### Backup Procedures

            Nightly.
        "#]],
    );
    let numbered = text.replace("## D", "## 4. D").replace("### B", "### 4.2 B").replace('\n', "\r\n");
    let snapshot = open(&numbered);
    let both = ["recovery-time-objectives", "recovery-point-objectives"].map(named);
    let fixed = apply(&numbered, &Inserter::new(&snapshot).insert(&[], &both));
    assert!(fixed.contains("### Recovery Time Objectives\r\n\r\n[") && fixed.contains("\r\n\r\n### Recovery Point"));
    assert!(open(&fixed).assessment.elements.iter().filter_map(|it| it.answer).all(|it| !it.misplaced), "{fixed}");
    // A section that is not there yet writes it no second time either.
    let without = &text[..text.find("## Disaster").unwrap()];
    let whole = section(&open(without), named("disaster-recovery-and-business-continuity")).unwrap();
    assert!(whole.text.contains("\n### Recovery Time Objectives\n"), "{}", whole.text);
    assert!(!whole.text.contains("### Recovery Objectives"), "{}", whole.text);
}

/// What stands below the heading of the incident procedure after `label` was inserted.
fn step(list: &str, name: &str) -> String {
    let head = "# Operational Excellence\n\n## Incident Response & Management\n\n### Incident Response Procedures\n\n";
    let text = format!("{head}{list}");
    let at = named("incident-response-procedures");
    let spec = guide::embedded().labels_of(at).find(|label| label.name == name).unwrap();
    let of = |text: &str| {
        let fixed = apply(text, &[label(&open(text), at, spec).unwrap()]);
        fixed.lines().skip(6).map(|line| line.split(['[', ':']).next().unwrap()).collect::<Vec<_>>().join("\n")
    };
    let after = of(&text);
    assert_eq!(of(&text.replace('\n', "\r\n")), after);
    after
}

#[test]
fn what_follows_in_an_ordered_list_is_counted_on() {
    let two = "1. **Detection**: x\n2. **Response**: x\n3. Über\n\nWords.\n\n1. Other\n";
    for (list, name, expected) in [
        (two, "Assessment", "1. **Detection**\n2. **Assessment**\n3. **Response**\n4. Über\n\nWords.\n\n1. Other"),
        ("4) **Response**: x\n5) y\n", "Detection", "4) **Detection**\n5) **Response**\n6) y"),
        ("1. y\n2. **Assessment**: x\n", "Detection", "1. y\n2. **Detection**\n3. **Assessment**"),
        (
            "1. **Detection**: x\n   1. a\n   2. b\n2. **Response**: x\n",
            "Assessment",
            "1. **Detection**\n   1. a\n   2. b\n2. **Assessment**\n3. **Response**",
        ),
        ("1. **Assessment**: x\n", "Response", "1. **Assessment**\n2. **Response**"),
        // Counting is left to who shows it, or is nobody's.
        (
            "1. **Detection**: x\n1. **Response**: x\n",
            "Assessment",
            "1. **Detection**\n1. **Assessment**\n1. **Response**",
        ),
        (
            "1. **Detection**: x\n5. **Response**: x\n",
            "Assessment",
            "1. **Detection**\n2. **Assessment**\n5. **Response**",
        ),
        ("- **Detection**: x\n- **Response**: x\n", "Assessment", "- **Detection**\n- **Assessment**\n- **Response**"),
        // Nine items have one digit each, and what is below the ninth is indented by as much.
        (
            "8. **Detection**: x\n9. **Response**: x\n",
            "Assessment",
            "8. **Detection**\n9. **Assessment**\n10. **Response**",
        ),
        (
            "8. **Detection**: x\n9. **Response**: x\n   - y\n",
            "Assessment",
            "8. **Detection**\n9. **Assessment**\n9. **Response**\n   - y",
        ),
    ] {
        assert_eq!(step(list, name), expected, "{list}");
    }
}

#[test]
fn where_labels_are_subheadings_one_more_is() {
    for (list, name, expected) in [
        (
            "#### 1. Detection\n\nx\n\n##### Alerts\n\nx\n\n#### 2. Response\n\nx\n",
            "Documentation",
            "#### 1. Detection\n\nx\n\n##### Alerts\n\nx\n\n#### 2. Response\n\nx\n\n#### 3. Documentation\n\n",
        ),
        (
            "Words.\n\n#### Detection\n\nx\n\n##### Alerts\n\nx\n\n#### Response\n\nx\n",
            "Assessment",
            "Words.\n\n#### Detection\n\nx\n\n##### Alerts\n\nx\n\n#### Assessment\n\n\n\n#### Response\n\nx",
        ),
        (
            "##### Response\n\nx\n\n### On-Call Management\n\nx\n",
            "Detection",
            "##### Detection\n\n\n\n##### Response\n\nx\n\n### On-Call Management\n\nx",
        ),
        // A label among others is written as they are.
        (
            "1. **Detection**: x\n\n#### Own\n\nx\n",
            "Assessment",
            "1. **Detection**\n2. **Assessment**\n\n#### Own\n\nx",
        ),
        ("#### Own\n\nx\n", "Detection", "1. **Detection**\n\n#### Own\n\nx"),
    ] {
        assert_eq!(step(list, name), expected, "{list}");
    }
}
