use expect_test::{Expect, expect};

use super::super::testing::{applied, check, check_in, check_whole, fixes, ours, snapshot, snapshot_with};
use super::RULE;

const HEAD: &str = "## Incident Response & Management\n\n### Incident Classification\n\nx\n\n";

fn check_fix(text: &str, safe: bool, expected: &Expect) {
    let snapshot = ours(text);
    let fixes = fixes(&snapshot, &RULE);
    let [fix] = &fixes[..] else { panic!("one fix: {fixes:?}") };
    let after = applied(&snapshot, fix);
    expected.assert_eq(&format!("{}\n\n{after}", fix.title).replace("\r\n", "␍\n"));
    assert_eq!(fix.safe, safe);
    check(&RULE, &after, &expect![[""]]);
}

/// The title of the first fix, and the headings after it.
fn check_moved(text: &str, expected: &Expect) {
    let snapshot = ours(text);
    let fix = fixes(&snapshot, &RULE).remove(0);
    let after = applied(&snapshot, &fix);
    let headings: Vec<_> = after.lines().filter(|line| line.starts_with('#')).collect();
    expected.assert_eq(&format!("{}\n\n{}\n", fix.title, headings.join("\n")));
}

#[test]
fn an_element_that_stands_too_deep() {
    check_whole(
        &RULE,
        &format!("{HEAD}#### On-Call Management\n\nx\n"),
        &expect![[r#####"
            7:1 "#### On-Call Management" `On-Call Management` has level 4, elements stand at level 3 here
              warning about incident-response-and-management/on-call-management
              help: begin it with `###`
              1 "## Incident Response & Management": its section
        "#####]],
    );
}

#[test]
fn an_element_that_stands_beside_its_section() {
    check(
        &RULE,
        &format!("{HEAD}## On-Call Management\n\nx\n\n### Post-Incident Review\n\nx\n"),
        &expect![[r###"
        7:1 "## On-Call Management" `On-Call Management` has level 2, elements stand at level 3 here
          warning about incident-response-and-management/on-call-management
    "###]],
    );
}

#[test]
fn a_section_among_others_of_another_level() {
    check_whole(
        &RULE,
        "## Incident Response & Management\n\n## Performance Management\n\n### Security Operations\n",
        &expect![[r####"
            5:1 "### Security Operations" `Security Operations` has level 3, sections stand at level 2 here
              warning about security-operations
              help: begin it with `##`
        "####]],
    );
}

#[test]
fn nothing_if_another_heading_of_the_right_level_answers() {
    let text = format!("{HEAD}#### On-Call Management\n\nx\n\n### On-Call Rotation\n\nx\n");
    check(&RULE, &text, &expect![[""]]);
}

#[test]
fn a_weak_name_at_another_level_is_any_heading() {
    check(&RULE, &format!("{HEAD}#### Severity\n\nx\n\n#### Communication\n\nx\n\n# Security\n"), &expect![[""]]);
}

#[test]
fn outside_of_its_section_it_is_misplaced_instead() {
    let text = "## Performance Management\n\n#### On-Call Management\n\nx\n\n## Incident Response & Management\n";
    check(&RULE, text, &expect![[""]]);
}

#[test]
fn a_heading_that_joins_elements_of_two_sections_may_stand_anywhere() {
    check(&RULE, &format!("{HEAD}## On-Call Rotation & SIEM\n\nx\n"), &expect![[""]]);
    check(
        &RULE,
        &format!("{HEAD}#### On-Call Rotation / Incident Review\n\nx\n"),
        &expect![[r#####"
        7:1 "#### On-Call Rotation / Incident Review" `On-Call Rotation / Incident Review` has level 4, elements stand at level 3 here
          warning about incident-response-and-management/on-call-management
    "#####]],
    );
}

#[test]
fn a_heading_for_several_elements_is_told_once() {
    let text = "## Disaster Recovery & Business Continuity\n\n## Recovery Objectives\n\nRTO 1 h, RPO 5 min\n\n### Backup Procedures\n\nx\n";
    check(
        &RULE,
        text,
        &expect![[r###"
        3:1 "## Recovery Objectives" `Recovery Objectives` has level 2, elements stand at level 3 here
          warning about disaster-recovery-and-business-continuity/recovery-time-objectives
    "###]],
    );
}

#[test]
fn levels_count_from_the_chapter() {
    let text = "# Handbuch\n\n## 8. Operational Excellence\n\n### 8.1 Ämter\n\n### 8.2 Incident Response\n\n#### 8.2.1 On-Call Rota\n\nx\n";
    check_in(&snapshot(&text.replace('\n', "\r\n")), &RULE, &expect![[""]]);
    let text =
        "# 8. Operational Excellence\n\n### 8.2 Incident Response & Management\n\n#### 8.2.1 On-Call Rota\n\nx\n";
    check_in(
        &snapshot(&text.replace('\n', "\r\n")),
        &RULE,
        &expect![[r#####"
        3:1 "### 8.2 Incident Response & Management" `8.2 Incident Response & Management` has level 3, sections stand at level 2 here
          warning about incident-response-and-management
        5:1 "#### 8.2.1 On-Call Rota" `8.2.1 On-Call Rota` has level 4, elements stand at level 3 here
          warning about incident-response-and-management/on-call-management
    "#####]],
    );
}

#[test]
fn what_is_off_stands_at_any_level() {
    let text = format!("---\noe: true\n---\n{HEAD}#### On-Call Management\n\nx\n");
    check_in(&snapshot_with(&text, "elements.on-call-management = \"off\"", None), &RULE, &expect![[""]]);
}

#[test]
fn a_single_heading_is_changed_safely() {
    check_fix(
        &format!("{HEAD}#### 6.2 On-Call *Management* ####\n\nx\n"),
        true,
        &expect![[r"
        Make it a heading of level 3

        ## Incident Response & Management

        ### Incident Classification

        x

        ### 6.2 On-Call *Management* ###

        x
    "]],
    );
    check_fix(
        &format!("{HEAD}##   On-Call Management\n\nx\n\n### Post-Incident Review\n\nx\n"),
        true,
        &expect![[r"
            Make it a heading of level 3

            ## Incident Response & Management

            ### Incident Classification

            x

            ###   On-Call Management

            x

            ### Post-Incident Review

            x
        "]],
    );
}

#[test]
fn an_underlined_heading_gets_marks() {
    check_fix(
        &format!("{HEAD}6.2 On-Call\nManagement\n---\n\nx\n").replace('\n', "\r\n"),
        true,
        &expect![[r"
            Make it a heading of level 3

            ## Incident Response & Management␍
            ␍
            ### Incident Classification␍
            ␍
            x␍
            ␍
            ### 6.2 On-Call Management␍
            ␍
            x␍
        "]],
    );
}

#[test]
fn what_stands_below_moves_along_and_never_unseen() {
    let text = format!("{HEAD}#### On-Call Management\n\nx\n\n##### Rota\n\nx\n\n#### Details\n\nx\n");
    check_fix(
        &text,
        false,
        &expect![[r"
        Make it a heading of level 3, and move the one below along

        ## Incident Response & Management

        ### Incident Classification

        x

        ### On-Call Management

        x

        #### Rota

        x

        #### Details

        x
    "]],
    );
}

#[test]
fn a_section_takes_its_elements_along() {
    let text = "## Incident Response & Management\n\n## Performance Management\n\n### Security Operations\n\n#### Threat Detection\n\nx\n\n\
                ##### Rules\n\nx\n";
    let snapshot = ours(text);
    let first = fixes(&snapshot, &RULE).remove(0);
    assert!(!first.safe);
    expect![[r"
        ## Incident Response & Management

        ## Performance Management

        ## Security Operations

        ### Threat Detection

        x

        #### Rules

        x
    "]]
    .assert_eq(&applied(&snapshot, &first));
}

#[test]
fn a_heading_that_would_come_to_stand_below_makes_it_unsafe() {
    check_fix(
        &format!("{HEAD}#### On-Call Management\n\nx\n\n#### Details\n\nx\n"),
        false,
        &expect![[r"
        Make it a heading of level 3

        ## Incident Response & Management

        ### Incident Classification

        x

        ### On-Call Management

        x

        #### Details

        x
    "]],
    );
}

#[test]
fn nothing_moves_beyond_the_last_level() {
    let text = "#### Operational Excellence\n\n##### Incident Response & Management\n\n##### On-Call Management\n\n###### Rota\n\nx\n";
    assert!(fixes(&snapshot(text), &RULE).is_empty());
}

#[test]
fn nothing_is_offered_that_would_add_a_finding() {
    // It keeps two sections of one name apart.
    let text = "# Operational Excellence\n\n## Incident Response & Management\n\n# Performance Management\n\n\
                ## Incident Response & Management\n";
    for text in [text.to_owned(), text.replace('\n', "\r\n")] {
        assert_eq!(fixes(&ours(&text), &RULE), []);
        assert_eq!(fixes(&ours(&text.replacen("Incident Response & Management", "Our Values", 1)), &RULE).len(), 1);
    }
    // What stands above it would be left without text.
    let text = format!("{HEAD}#### On-Call Management\n\nx\n");
    assert_eq!(fixes(&ours(&text), &RULE).len(), 1);
    assert_eq!(fixes(&ours(&text.replace("Classification\n\nx", "Classification")), &RULE), []);
}

#[test]
fn what_is_meant_for_the_same_level_is_not_moved_along() {
    let text = "## Monitoring & Observability\n\nx\n\n## Distributed Tracing\n\nx\n\n#### Alerting Framework\n\nx\n";
    check_moved(
        text,
        &expect![[r#"
        Make it a heading of level 3

        ## Monitoring & Observability
        ### Distributed Tracing
        #### Alerting Framework
    "#]],
    );
}

#[test]
fn what_moves_along_comes_to_stand_where_it_belongs() {
    let text = "## Performance Management\n\nx\n\n### Security Operations\n\nx\n\n##### Threat Detection\n\nx\n\n\
                ###### Rules\n\nx\n\n#### Compliance Monitoring\n\nx\n\n##### Audits\n\nx\n";
    check_moved(
        text,
        &expect![[r#"
        Make it a heading of level 2, and move the 4 below along

        ## Performance Management
        ## Security Operations
        ### Threat Detection
        #### Rules
        ### Compliance Monitoring
        #### Audits
    "#]],
    );
}
