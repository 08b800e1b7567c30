use expect_test::{Expect, expect};

use super::*;
use crate::config::Settings;
use crate::guide;

fn requirements() -> Requirements {
    Requirements::new(guide::embedded().clone(), Settings::default())
}

fn check(name: &str, expected: &Expect) {
    let shown = match explain(&[requirements().into()], name) {
        Ok(prose) => prose.plain(),
        Err(message) => message,
    };
    expected.assert_eq(&shown);
}

fn title(name: &str) -> String {
    let shown = explain(&[requirements().into()], name).map(|prose| prose.plain());
    shown.map_or_else(|message| message, |text| text.lines().next().unwrap_or_default().to_owned())
}

#[test]
fn an_element_without_a_document() {
    check(
        "on-call-management",
        &expect![[r#"
        On-Call Management · required in Incident Response & Management

        How rotations are staffed, handed over, relieved and backed up

        Good: length of a rotation, primary and secondary, time to acknowledge, hand-over, escalation, a limit on load
        Example: Weekly, Monday 10:00 UTC with hand-over notes; the primary acknowledges in 5 min, else the secondary; a third incident in one shift brings relief

        Labels: On-Call Schedule · On-Call Responsibilities · Escalation Procedures · On-Call Tools

        Watch for: Unclear procedures: Steps leave open who acts, by when, and how to tell that it worked; "contact the right people" is such a step

        Identifier: incident-response-and-management/on-call-management
        Also: On-Call Rotation, On-Call Rota, On-Call Schedule, On-Call Process, On-Call Policy, On-Call Duty, On-Call Coverage, Pager Rotation"#]],
    );
}

#[test]
fn a_section_without_a_document() {
    check(
        "Security Operations",
        &expect![[r#"
        Security Operations

        Notice attacks and weaknesses early, respond within the deadlines that apply, and be able to prove that controls work

        Elements: Security Monitoring · Threat Detection · Security Incident Response · Vulnerability Management · Compliance Monitoring

        Criteria

        - Every critical component delivers its security events to the place where they are analysed
        - Every severity has a longest time to fix, and a higher severity never has more time than a lower one
        - Every notification deadline is in hours or days and matches the rule that sets it
        - Every control has evidence, an interval and an owner

        Watch for

        - Reactive operations: Work starts only when something has failed, since no objective, forecast or exercise gives an earlier sign
        - Poor monitoring: Users report a fault before any alert does, or an alert says that something is wrong and nothing says where
        - Unclear procedures: Steps leave open who acts, by when, and how to tell that it worked; "contact the right people" is such a step
        - Poor communication: Those affected hear late, from several mouths or not at all, because audience, channel, interval and author were never agreed

        Checkpoints

        - Every security requirement has a control check, and security incidents use the same severity levels or a stated mapping

        Identifier: security-operations
        Also: Operational Security, Security and Compliance Operations, Security Operations and Compliance"#]],
    );
}

#[test]
fn a_rule_with_its_documentation() {
    let text = explain(&[requirements().into()], "missing-element").unwrap().plain();
    assert!(text.starts_with("missing-element · error by default\n\n"), "{text}");
}

#[test]
fn many_names_mean_the_same() {
    let expected = "On-Call Management · required in Incident Response & Management";
    for name in [
        "incident-response-and-management/on-call-management",
        "/on-call-management",
        "On-Call Management",
        "ON-CALL rotation",
        " on-call-management ",
    ] {
        assert_eq!(title(name), expected, "{name}");
    }
    assert_eq!(title("operational-excellence"), "Operational Excellence (OE)");
}

#[test]
fn a_name_of_several_says_which() {
    assert_eq!(
        title("Monitoring"),
        "`Monitoring` may mean `monitoring-and-observability`, `monitoring-and-observability/monitoring-strategy`, \
         `performance-management/performance-monitoring` or `security-operations/security-monitoring`: write it in full"
    );
}

#[test]
fn a_name_is_looked_for_in_every_guide() {
    let text = "# Assets\n\n### 1. Assets\n\n**Required Elements:**\n\n- **Asset Inventory**: what there is\n- **Monitoring**: how\n";
    let assets = Requirements::new(std::sync::Arc::new(guide::read(text).guide), Settings::default());
    let guides = [requirements().into(), assets.into()];
    let first = |name: &str| explain(&guides, name).map(|prose| prose.plain().lines().next().unwrap().to_owned());
    assert_eq!(first("asset-inventory").unwrap(), "Asset Inventory · required in Assets");
    assert_eq!(first("On-Call Management").unwrap(), "On-Call Management · required in Incident Response & Management");
    assert_eq!(first("monitoring").unwrap(), "Monitoring · required in Assets");
    let unknown = "`asset-inventry` is no rule, and no section or element of `Operational Excellence (OE)` or `Assets`; \
                   did you mean `asset-inventory`?";
    assert_eq!(first("asset-inventry").unwrap_err(), unknown);
}

#[test]
fn a_name_of_nothing_says_what_is_near() {
    assert_eq!(
        title("on-call-managment"),
        "`on-call-managment` is no rule, and no section or element of `Operational Excellence (OE)`; did you mean `on-call-management`?"
    );
    assert_eq!(
        title("missing-elements"),
        "`missing-elements` is no rule, and no section or element of `Operational Excellence (OE)`; did you mean `missing-element`?"
    );
    assert_eq!(
        title("cooking"),
        "`cooking` is no rule, and no section or element of `Operational Excellence (OE)`; `oe-ls explain --help` lists \
         the rules, `oe-ls guide` the sections and elements"
    );
    assert_eq!(title(""), "name a rule (`missing-element`), a section or an element (`on-call-management`)");
}

#[test]
fn every_text_of_the_guide_can_be_shown() {
    let requirements = requirements();
    for at in 0..requirements.guide.sections.len() {
        assert!(!section(&requirements, at).is_empty());
    }
    for at in 0..requirements.guide.elements.len() {
        assert!(!element(&requirements, at).is_empty());
        for spec in requirements.guide.labels_of(at) {
            assert!(!label(&requirements, at, spec).is_empty());
        }
    }
}

#[test]
fn the_words_of_a_guide_are_never_markdown() {
    let text = "# G\n\n## Section Structure & Requirements\n\n### 1. [A](command:x) <b>B</b>\n\n**Objective**: ![i](j) [go](command:rm) `x` &lt;\n\n\
                **Required Elements:**\n\n- **C*D**: [k](https://l.m) https://n.o <script>\n";
    let requirements = Requirements::new(std::sync::Arc::new(guide::read(text).guide), Settings::default());
    expect![[r"
        **A B**

        go `x` \&lt;

        **Elements**: CD"]]
    .assert_eq(&section(&requirements, 0).markdown());
    expect![[r"
        **CD** · required in *A B*

        k https\://n.o"]]
    .assert_eq(&element(&requirements, 0).markdown());
}
