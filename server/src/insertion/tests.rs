mod parts;

use std::sync::Arc;

use expect_test::{Expect, expect};

use super::*;
use crate::config::Settings;
use crate::document::Document;
use crate::guide::{self, Named};
use crate::requirements::Requirements;

fn open(text: &str) -> Snapshot {
    let requirements = Requirements::new(guide::embedded().clone(), Settings::default());
    Snapshot::new(Document::new(text), Arc::new(requirements), None)
}

fn apply(text: &str, insertions: &[Insertion]) -> String {
    let mut out = text.to_owned();
    for insertion in insertions.iter().rev() {
        out.insert_str(insertion.at, &insertion.text);
        for placeholder in &insertion.placeholders {
            let shown = &insertion.text[placeholder.range()];
            assert!(shown.starts_with('[') && shown.ends_with(']'), "{shown}");
        }
    }
    out
}

fn named(name: &str) -> usize {
    match guide::embedded().find(name) {
        Some(Named::Element(at) | Named::Section(at)) => at,
        None => panic!("{name} is not in the guide"),
    }
}

fn check_element(text: &str, name: &str, expected: &Expect) {
    let snapshot = open(text);
    let insertion = element(&snapshot, named(name)).unwrap_or_else(|| panic!("nothing to insert"));
    expected.assert_eq(&apply(text, &[insertion]));
}

/// Every heading moved `by` levels down and numbered from `first` on.
fn chapter_of_larger(text: &str, first: &str) -> String {
    let mut numbers = [0; 3];
    let mut out = format!("# Handbook\n\n## 1. Purpose\n\nWords.\n\n## {first}. Operational Excellence\n\nIntro.\n\n");
    for line in text.lines().skip_while(|line| !line.starts_with("## ")) {
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        if level < 2 {
            out.push_str(line);
        } else {
            numbers[level - 2] += 1;
            numbers[level - 1] = 0;
            let own: Vec<_> = numbers[..level - 1].iter().map(usize::to_string).collect();
            let (marks, own) = ("#".repeat(level + 1), own.join("."));
            out.extend([&marks, " ", first, ".", &own, " ", &line[level + 1..]]);
        }
        out.push('\n');
    }
    out.push_str("\n## 9. References\n\nMore.\n");
    out
}

/// Documents that hold every element, in several forms.
fn complete() -> Vec<String> {
    let plain = document(guide::embedded(), Some("Payments"));
    let bare = plain.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('|')).collect::<Vec<_>>();
    let bare = bare.join("\n").replace("oe: true\n---", "oe: true\n---\n");
    let ruled = plain.replace("\n## ", "\n---\n\n## ").replace("- **", "* **").replace("**:", ":**");
    let mut sections: Vec<_> = plain.split("\n## ").collect();
    let head = sections.remove(0);
    sections.swap(1, 4);
    let swapped = format!("{head}\n## {}", sections.join("\n## "));
    let attached = swapped.replace("\n### ", "\n<!-- a note -->\n<a id=\"x\"></a>\n### ");
    vec![
        plain.replace('\n', "\r"),
        chapter_of_larger(&plain, "8").replace('\n', "\r\n"),
        bare,
        ruled.trim_end().to_owned(),
        attached,
    ]
}

/// The bytes of the heading or label that answers the element, with all that belongs to it.
fn taken_out(text: &str, element: usize) -> Option<String> {
    let snapshot = open(text);
    let answer = snapshot.assessment.elements[element].answer?;
    let layout = Layout::new(&snapshot);
    let head = layout.heads.iter().position(|head| head.at == answer.at)?;
    let spec = guide::embedded().labels_of(element).find(|label| label.element == Some(element));
    let mut span = match spec {
        Some(spec) => {
            let pieces = layout.pieces(layout.block(head));
            pieces.iter().find(|(_, _, piece)| piece.label().is_some_and(|it| it.key == spec.key))?.1
        }
        None => Span::new(layout.start(&layout.heads[head]), layout.block(head).end),
    };
    while text[span.end..].starts_with(['\n', '\r']) {
        span.end += 1;
    }
    let mut out = text.to_owned();
    out.replace_range(span.range(), "");
    Some(out)
}

/// Whether blank lines stand around headings, and never two of them.
fn is_well_formed(text: &str) -> bool {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<_> = text.lines().collect();
    !text.contains("\n\n\n") && lines.windows(2).all(|pair| !pair[1].starts_with('#') || is_before_heading(pair[0]))
}

fn is_before_heading(line: &str) -> bool {
    line.is_empty() || line.starts_with("<!--") || line.starts_with("<a ")
}

#[test]
fn every_element_taken_out_comes_back() {
    for text in complete() {
        let whole = open(&text);
        assert!(whole.assessment.elements.iter().all(|element| element.answer.is_some()), "{text}");
        for element in 0..guide::embedded().elements.len() {
            let name = &guide::embedded().elements[element].id;
            let without = taken_out(&text, element).unwrap_or_else(|| panic!("{name} in {text}"));
            let snapshot = open(&without);
            if snapshot.assessment.elements[element].answer.is_some() {
                // The recovery time is named by what stands beside it.
                assert!(name.contains("recovery-time"), "{name}: {without}");
                continue;
            }
            let insertion = super::element(&snapshot, element).unwrap_or_else(|| panic!("{name} in {without}"));
            let fixed = apply(&without, std::slice::from_ref(&insertion));
            let after = open(&fixed);
            let there = |snapshot: &Snapshot| {
                let headings = snapshot.assessment.headings.iter();
                let named: Vec<_> = headings.filter(|heading| heading.judged).map(|heading| heading.named).collect();
                let elements = snapshot.assessment.elements.iter();
                (
                    named,
                    elements
                        .map(|it| (it.answer.map(|it| (it.level, it.misplaced)), it.labels.len()))
                        .collect::<Vec<_>>(),
                )
            };
            assert_eq!(there(&after), there(&whole), "{name}:\n{fixed}");
            let bare = text.contains("\n### ") && !text.contains("\n\n### ");
            assert!(bare || is_well_formed(&fixed), "{name}:\n{fixed}");
            let ends =
                |text: &str| (text.matches("\r\n").count(), text.matches('\r').count(), text.matches('\n').count());
            if !text.contains('\r') {
                assert_eq!(ends(&fixed).1, 0, "{name}");
            } else if ends(&text).0 == ends(&text).1 {
                assert!(ends(&fixed).0 == ends(&fixed).2, "{name}: {fixed:?}");
            } else {
                assert_eq!(ends(&fixed).2, 0, "{name}");
            }
        }
    }
}

#[test]
fn every_section_taken_out_comes_back() {
    for text in complete() {
        let whole = open(&text);
        for section in 0..guide::embedded().sections.len() {
            let layout = Layout::new(&whole);
            let inside = layout.section(section).unwrap();
            let end =
                layout.heads.get(inside.end).map_or(layout.own_text(inside.end - 1).end, |head| layout.start(head));
            let mut without = text.clone();
            without.replace_range(layout.start(&layout.heads[inside.start - 1])..end, "");
            let snapshot = open(&without);
            let insertion = super::section(&snapshot, section).unwrap_or_else(|| panic!("{without}"));
            let fixed = apply(&without, &[insertion]);
            let after = open(&fixed);
            assert!(missing_sections(&after).is_empty(), "{fixed}");
            assert!(after.assessment.elements.iter().all(|it| it.answer.is_some_and(|it| !it.misplaced)), "{fixed}");
            let order = |snapshot: &Snapshot| {
                snapshot.assessment.headings.iter().filter_map(|heading| heading.named).collect::<Vec<_>>()
            };
            if !text.contains("## 2. Monitoring") && order(&whole).is_sorted() {
                assert_eq!(order(&after), order(&whole), "{fixed}");
            }
        }
    }
}

#[test]
fn all_that_is_missing_makes_a_document_complete() {
    for text in [
        "---\noe: true\n---\n",
        "---\noe: true\n---",
        "# Operational Excellence",
        "---\noe: true\n---\n\n# Our service\n\nWords.\n\n## Other things\n\nWords.",
        "---\noe: true\n---\n\n# Handbook\n\n# Operational Excellence\n\n# Other\n",
    ] {
        let snapshot = open(text);
        let fixed = apply(text, &all_missing(&snapshot));
        let after = open(&fixed);
        let (required, present) = after.assessment.counts();
        assert_eq!((required, present), (31, 31), "{fixed}");
        assert!(all_missing(&after).is_empty());
        assert!(is_well_formed(&fixed), "{fixed}");
    }
}

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

#[test]
fn what_belongs_to_a_heading_stays_above_it() {
    let text = |above: &str| {
        format!("# Operational Excellence\n\n## Monitoring & Observability\n\nx\n\n{above}## Security Operations\n")
    };
    for above in [
        "<a id=\"sec\"></a>\n\n",
        "<a id=\"sec\"></a>\n<!-- oe-disable-next-line section-order -->\n\n\n",
        "<!-- x -->\n",
    ] {
        let text = text(above);
        let insertion = section(&open(&text), named("incident-response-and-management")).unwrap();
        assert_eq!(insertion.at, text.find(above).unwrap() - 2, "{above}");
    }
    // What this comment ends stands above it.
    let ended = text("<!-- oe-enable -->\n\n");
    let insertion = section(&open(&ended), named("incident-response-and-management")).unwrap();
    assert_eq!(insertion.at, ended.find("\n\n## Security").unwrap());
}

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
fn a_section_leaves_out_what_stands_elsewhere() {
    let text = "# Operational Excellence\n\n## Production Operations Framework\n\n### On-Call Management\n\nWeekly.\n\n### Post-mortems\n\nYes.\n\n---\n\n## Performance\n\n### Load Tests\n\nk6.";
    let snapshot = open(text);
    let insertion = section(&snapshot, named("incident-response-and-management")).unwrap();
    expect![[r#"
        # Operational Excellence

        ## Production Operations Framework

        ### On-Call Management

        Weekly.

        ### Post-mortems

        Yes.

        ---

        ## Incident Response & Management

        - [On-Call Management](#on-call-management)
        - [Post-Incident Review](#post-mortems)

        ### Incident Classification

        | Severity      | Definition   | Response Time   | Escalation   |
        | ------------- | ------------ | --------------- | ------------ |
        | P0 - Critical | [Definition] | [Response Time] | [Escalation] |
        | P1 - High     | [Definition] | [Response Time] | [Escalation] |
        | P2 - Medium   | [Definition] | [Response Time] | [Escalation] |
        | P3 - Low      | [Definition] | [Response Time] | [Escalation] |

        ### Incident Response Procedures

        1. **Detection**: [Alerts, probes and reports that open an incident, and who opens it]
        2. **Assessment**: [Who sets the severity, within how many minutes, higher level when in doubt]
        3. **Response**: [Who takes command, first actions, what restores service before the cause is known]
        4. **Resolution**: [Who decides on fix or rollback, and the check that ends the incident]
        5. **Communication**: [Who writes updates, for which audience, through which channel, how often]
        6. **Documentation**: [Who keeps the timeline, where, and by when the record is complete]

        ### Incident Communication

        - **Internal Communication**: [Teams told, channel, minutes to the first message, update interval, author]
        - **External Communication**: [Customers and partners told, channel, first notice, update interval, approver]
        - **Status Pages**: [Address, severities shown, minutes to the first entry, who posts]

        ---

        ## Performance

        ### Load Tests

        k6."#]]
    .assert_eq(&apply(text, &[insertion]));
}

#[test]
fn blank_lines_and_definitions_at_the_end_are_stepped_over_however_many() {
    for (lines, definitions) in [("\n".repeat(5000), "[a]: b\n\n \n[c]: d\n"), ("\n \n\t".repeat(4000), "")] {
        let before = "# Operational Excellence\n\n## Security Operations\n\nWe look.";
        let text = format!("{before}{lines}{definitions}");
        let insertion = element(&open(&text), named("threat-detection")).unwrap();
        assert_eq!(insertion.at, before.len());
        let text = text.replace('\n', "\r\n");
        let insertion = element(&open(&text), named("threat-detection")).unwrap();
        assert_eq!(insertion.at, before.replace('\n', "\r\n").len());
    }
}

/// Ends of a document that a blank line closes, and such as nothing does.
const CLOSED: [&str; 7] = [
    "<details>\n<summary>x</summary>\nx\n</details>",
    "<details>\n\nx\n\n</details>\n",
    "<img src=\"x\">",
    "</div>\n[a]: https://x.example",
    "x <!-- y -->\n<!-- z -->",
    "- x\n  ```\n  y",
    "> <!-- x",
];
const OPEN: [&str; 6] = ["```sh\nrun", "~~~\n\nx\n\n", "<!-- x\n\ny\n", "<pre>\nx\n", "<script>\nx", "<style>"];

#[test]
fn what_comes_last_is_set_apart_from_it_or_not_inserted() {
    let head = "# Operational Excellence\n\n## Security Operations\n\n### Threat Detection\n\nÜber alles.\n\n";
    for line_end in ["\n", "\r\n"] {
        for end in CLOSED {
            let text = format!("{head}{end}").replace('\n', line_end);
            let snapshot = open(&text);
            let fixed = apply(&text, &all_missing(&snapshot));
            assert_eq!(open(&fixed).assessment.counts(), (31, 31), "{fixed}");
            let insertion = element(&snapshot, named("compliance-monitoring")).unwrap();
            let fixed = apply(&text, &[insertion]);
            assert_eq!(open(&fixed).assessment.counts().1, 2, "{fixed}");
        }
        for end in OPEN {
            let text = format!("{head}{end}").replace('\n', line_end);
            let snapshot = open(&text);
            assert_eq!(element(&snapshot, named("compliance-monitoring")), None, "{text}");
            let before = element(&snapshot, named("security-monitoring"));
            let fixed = apply(&text, before.as_slice());
            assert_eq!(open(&fixed).assessment.counts().1, 2, "{fixed}");
            let all = all_missing(&snapshot);
            assert_eq!(all.len(), 2, "the sections and the element before it");
            let present = open(&apply(&text, &all)).assessment.counts().1;
            let claimed: Vec<_> = all.iter().flat_map(|it| &it.of).collect();
            assert_eq!((claimed.len(), present), (6, 26 + 2), "{text}");
        }
    }
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
        &expect![[r"
            # Operational Excellence

            ## Incident Response & Management

            ### Incident Response Procedures

            1) **Detection**: alerts
            2) **Assessment**: at once
            3) **Response**: [Who takes command, first actions, what restores service before the cause is known]
            3) **Documentation**: later
        "]],
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
fn a_list_is_not_put_before_what_is_indented() {
    let text = |heading: &str| {
        open(&format!("# Operational Excellence\n\n## Monitoring & Observability\n\n{heading} Logging Strategy\n\nx\n"))
    };
    for indented in ["  ####", "   ###"] {
        assert_eq!(element(&text(indented), named("monitoring-strategy")), None, "{indented}");
    }
    for closed in [" ####", "<!-- x -->\n   ###"] {
        assert!(element(&text(closed), named("monitoring-strategy")).is_some(), "{closed}");
    }
    // A table takes nothing in.
    let table =
        open("# Operational Excellence\n\n## Incident Response & Management\n\n   ### On-Call Management\n\nx\n");
    assert!(element(&table, named("incident-classification")).is_some());
}
