//! The numbers of what is inserted.

use super::*;

#[test]
fn numbers_go_on() {
    check_element(
        "# 8. Operational Excellence\n\n## 8.3. Incident Response\n\n### 8.3.1. Incident Classification\n\nYes.\n\n### 8.3.2. Incident Response Procedures\n\nYes.\n\n## 8.4. Disaster Recovery\n",
        "on-call-management",
        &expect![[r"
            # 8. Operational Excellence

            ## 8.3. Incident Response

            ### 8.3.1. Incident Classification

            Yes.

            ### 8.3.2. Incident Response Procedures

            Yes.

            ### 8.3.3. On-Call Management

            - **On-Call Schedule**: [Rota length, hand-over day and hour, primary and secondary, hours covered]
            - **On-Call Responsibilities**: [Minutes to acknowledge, duties during and between pages, limit on load per shift]
            - **Escalation Procedures**: [Minutes without answer or progress until escalation, to which role, how reached]
            - **On-Call Tools**: [Paging tool, second channel if it fails, where the rota is published]

            ## 8.4. Disaster Recovery
        "]],
    );
}

/// The headings of `text` after the insertion of what is named.
fn headings_with(text: &str, named: Named) -> String {
    let snapshot = open(text);
    let insertion = match named {
        Named::Section(at) => section(&snapshot, at),
        Named::Element(at) => element(&snapshot, at),
    };
    let after = apply(text, insertion.as_slice());
    after.lines().filter(|line| line.starts_with('#')).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_number_that_is_there_already_is_not_given_again() {
    let check = |text: &str, name: &str, expected: &Expect| {
        let named = guide::embedded().find(name).unwrap();
        expected.assert_eq(&headings_with(text, named));
    };
    let elements = "# 9. Operational Excellence\n\n## 9.1 Production Operations Framework\n\n### 9.1.1 Operations Philosophy\n\nx\n\n";
    let team = "### 9.1.2 Operations Team Structure\n\nx\n";
    check(
        &format!("{elements}{team}"),
        "operational-responsibilities",
        &expect![[r#"
        # 9. Operational Excellence
        ## 9.1 Production Operations Framework
        ### 9.1.1 Operations Philosophy
        ### Operational Responsibilities Matrix
        ### 9.1.2 Operations Team Structure"#]],
    );
    check(
        &format!("{elements}{}", team.replace("9.1.2", "9.1.3")),
        "operational-responsibilities",
        &expect![[r#"
        # 9. Operational Excellence
        ## 9.1 Production Operations Framework
        ### 9.1.1 Operations Philosophy
        ### 9.1.2 Operational Responsibilities Matrix
        ### 9.1.3 Operations Team Structure"#]],
    );
    check(
        &format!("{elements}{}", team.replace("9.1.2 ", "")),
        "operational-responsibilities",
        &expect![[r#"
        # 9. Operational Excellence
        ## 9.1 Production Operations Framework
        ### 9.1.1 Operations Philosophy
        ### 9.1.2 Operational Responsibilities Matrix
        ### Operations Team Structure"#]],
    );
    // Elements beside it that have none go on without.
    let others = "## 9.4 Disaster Recovery & Business Continuity\n\n### Backup Procedures\n\nx\n";
    check(
        &format!("{elements}{team}\n{others}"),
        "recovery-procedures",
        &expect![[r#"
        # 9. Operational Excellence
        ## 9.1 Production Operations Framework
        ### 9.1.1 Operations Philosophy
        ### 9.1.2 Operations Team Structure
        ## 9.4 Disaster Recovery & Business Continuity
        ### Backup Procedures
        ### Recovery Procedures"#]],
    );
    let six = "# Operational Excellence\n\n## Section 6. Security Operations\n";
    check(
        six,
        "performance-management",
        &expect![[r#"
        # Operational Excellence
        ## Section 5. Performance Management
        ### Performance Monitoring
        ### Performance Baselines
        ### Performance Optimization
        ### Capacity Planning
        ### Performance Testing
        ## Section 6. Security Operations"#]],
    );
    let all = |text: &str| {
        let after = apply(text, &all_missing(&open(text)));
        after.lines().filter(|line| line.starts_with("## ")).collect::<Vec<_>>().join("\n")
    };
    expect![[r#"
        ## Section 1. Production Operations Framework
        ## Section 2. Monitoring & Observability
        ## Section 3. Incident Response & Management
        ## Section 4. Disaster Recovery & Business Continuity
        ## Section 5. Performance Management
        ## Section 6. Security Operations"#]]
    .assert_eq(&all(six));
    expect![[r#"
        ## Production Operations Framework
        ## Monitoring & Observability
        ## Incident Response & Management
        ## Disaster Recovery & Business Continuity
        ## Performance Management
        ## Section 3. Security Operations"#]]
    .assert_eq(&all(&six.replace("Section 6.", "Section 3.")));
}
