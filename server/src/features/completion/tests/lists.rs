//! Labels and checkpoints.

use super::*;

#[test]
fn labels_that_are_not_there_yet() {
    check(
        &format!("{ON_CALL}- **On-Call Schedule**: weekly\n- **$0"),
        Asked::Trigger('*'),
        &expect![[r"
        On-Call Responsibilities
        Escalation Procedures
        On-Call Tools
    "]],
    );
    check(
        &format!("{ON_CALL}- On-call schedule – weekly\n- [On-Call Tools](tools.md)\n- **$0"),
        Asked::Trigger('*'),
        &expect![[r#"
            On-Call Responsibilities
            Escalation Procedures
        "#]],
    );
    check(
        &format!("{ON_CALL}- **On-Call Schedule**: weekly\n- **On$0**"),
        BY_HAND,
        &expect![[r"
        On-Call Responsibilities
        hidden: Escalation Procedures
        On-Call Tools
    "]],
    );
    check(
        &format!("{ON_CALL}- $0"),
        BY_HAND,
        &expect![[r"
        On-Call Schedule
        On-Call Responsibilities
        Escalation Procedures
        On-Call Tools
    "]],
    );
    check(
        &format!("{ON_CALL}- On-Call S$0"),
        BY_HAND,
        &expect![[r"
        On-Call Schedule
    "]],
    );
    check(
        &format!("{ON_CALL}**$0"),
        Asked::Trigger('*'),
        &expect![[r"
        On-Call Schedule
        On-Call Responsibilities
        Escalation Procedures
        On-Call Tools
    "]],
    );
    check(
        &format!("{ON_CALL}*$0"),
        Asked::Trigger('*'),
        &expect![[r"
        On-Call Schedule
        On-Call Responsibilities
        Escalation Procedures
        On-Call Tools
    "]],
    );
    check(
        "# Operational Excellence\n\n## Disaster Recovery\n\n### Recovery Objectives\n\n- **RTO**: 4 h\n- **$0\n",
        BY_HAND,
        &expect![[r"
            Recovery Point Objective (RPO)
            Mean Time to Recovery (MTTR)
        "]],
    );
}

#[test]
fn a_label_keeps_its_list_in_form() {
    let after = |typed: &str, label: &str| {
        accepted(&format!("{ON_CALL}{typed}"), BY_HAND, label).strip_prefix(ON_CALL).unwrap().to_owned()
    };
    expect![[r"
        - **On-Call Schedule**: weekly
        - **On-Call Tools**: [Paging tool, second channel if it fails, where the rota is published]
        - other"]]
    .assert_eq(&after("- **On-Call Schedule**: weekly\n- **On$0**\n- other", "On-Call Tools"));
    expect![[r"
        * **On-Call Schedule:** weekly
        * **On-Call Tools:** [Paging tool, second channel if it fails, where the rota is published]"]]
    .assert_eq(&after("* **On-Call Schedule:** weekly\n* **$0", "On-Call Tools"));
    expect![[r"
        * **On-Call Schedule**: weekly
        * **On-Call Tools**: [Paging tool, second channel if it fails, where the rota is published]"]]
    .assert_eq(&after("* **On-Call Schedule**: weekly\n**$0**", "On-Call Tools"));
    expect![[r"
        Weekly.

        - **On-Call Tools**: [Paging tool, second channel if it fails, where the rota is published]

        More."]]
    .assert_eq(&after("Weekly.\n$0\nMore.", "On-Call Tools"));
    expect![[r"
        - **On-Call Schedule**: weekly
        - **On-Call Tools**: [Paging tool, second channel if it fails, where the rota is published]"]]
    .assert_eq(&after("- **On-Call Schedule**: weekly\n$0", "On-Call Tools"));
    let steps = INCIDENTS.replace("alerts\n", "alerts\n$0");
    let step = accepted(&steps, BY_HAND, "Assessment");
    assert!(step.contains("1. **Detection**: alerts\n2. **Assessment**: [Who sets"), "{step}");
    let step = accepted(&steps.replace("$0", "- **$0"), BY_HAND, "Assessment");
    assert!(step.contains("1. **Detection**: alerts\n2. **Assessment**: [Who sets"), "{step}");
    let step = accepted(&steps.replace("$0", "7) **$0"), BY_HAND, "Assessment");
    assert!(step.contains("1. **Detection**: alerts\n7) **Assessment**: [Who sets"), "{step}");
}

#[test]
fn checkpoints_in_a_task_list() {
    let head = "# Operational Excellence\n\n## Performance Management\n\n- [ ] Baselines, forecast and test thresholds are in numbers, and each has a trigger for action\n";
    check(
        &format!("{head}- [$0]"),
        Asked::Trigger('['),
        &expect![[r"
        Every performance target is measured by an indicator, with an alert or a review behind it
    "]],
    );
    check(
        &format!("{head}- [ ] $0"),
        Asked::Trigger(' '),
        &expect![[r"
        Every performance target is measured by an indicator, with an alert or a review behind it
    "]],
    );
    check(
        &format!("{head}- [ ] Every$0"),
        BY_HAND,
        &expect![[r"
        Every performance target is measured by an indicator, with an alert or a review behind it
    "]],
    );
    check(
        "# Operational Excellence\n\n* [x] $0\n\n## Security Operations\n",
        BY_HAND,
        &expect![[r"
        Every operational duty and routine has an owner who has agreed to it
        Every critical service has indicators with targets, and a test alert of each category reached its destination
        Somebody outside the team followed the incident procedure in an exercise without asking its authors
        A restore and a recovery exercise have stayed within the stated objectives, and their date is recorded
        Baselines, forecast and test thresholds are in numbers, and each has a trigger for action
        Every component of the architecture has an owner, and is monitored, backed up or excluded with a reason
        Every performance target is measured by an indicator, with an alert or a review behind it
        Response times and recovery objectives fit into the error budget, or the exception is stated
        Every security requirement has a control check, and security incidents use the same severity levels or a stated mapping
    "]],
    );
    let label = "Every performance target is measured by an indicator, with an alert or a review behind it";
    for typed in ["- [$0]", "- [ $0]", "- [ ]$0", "- [ ] $0", "- [ ] Every$0"] {
        let text = accepted(&format!("{head}{typed}\nMore."), BY_HAND, label);
        assert_eq!(text, format!("{head}- [ ] {label}\nMore."));
    }
    let text = accepted(&format!("{head}\n$0\n"), BY_HAND, "- [ ] checkpoints (1)");
    assert_eq!(text, format!("{head}\n- [ ] {label}\n"));
}

#[test]
fn a_step_on_an_empty_line_is_counted_in() {
    let head = "# Operational Excellence\n\n## Incident Response\n\n### Incident Response Procedures\n\n";
    let text = accepted(
        &format!("{head}1. **Detection**: x\n$0\n2. **Response**: y\n3. Über\n\nWords.\n"),
        BY_HAND,
        "Assessment",
    );
    let lines: Vec<_> = text.lines().skip(6).map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(lines, ["1. **Detection**", "2. **Assessment**", "3. **Response**", "4. Über", "", "Words."]);
}

#[test]
fn a_label_that_is_a_subheading_is_there() {
    check(
        &format!("{ON_CALL}#### On-Call Schedule\n\nx\n\n#### On-Call Tools\n\nx\n\n- **$0\n"),
        BY_HAND,
        &expect![[r#"
            On-Call Responsibilities
            Escalation Procedures
        "#]],
    );
}
