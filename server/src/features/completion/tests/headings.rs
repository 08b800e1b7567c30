//! Sections and elements, on an empty line and behind marks.

use super::*;

#[test]
fn what_is_missing_comes_first_on_an_empty_line() {
    check(
        &format!("{INCIDENTS}$0"),
        BY_HAND,
        &expect![[r"
        ### 6.4 On-Call Management
        ### 6.4 Post-Incident Review
        All missing elements (2)
        - [ ] checkpoints (3)
        ## 7. Production Operations Framework
        ## 7. Monitoring & Observability
        ## 7. Disaster Recovery & Business Continuity
        ## 7. Performance Management
        ## 7. Security Operations
        Internal Communication
        External Communication
        Status Pages
    "]],
    );
    check(
        "# Operational Excellence\n\n$0\n\n## Security Operations\n",
        BY_HAND,
        &expect![[r"
        ## Production Operations Framework
        ## Monitoring & Observability
        ## Incident Response & Management
        ## Disaster Recovery & Business Continuity
        ## Performance Management
    "]],
    );
    check(
        "# Operational Excellence\n\n## Security Operations\n$0\n### Threat Detection\n\nYes.\n",
        BY_HAND,
        &expect![[r"
            ### Security Monitoring
            ### Security Incident Response
            ### Vulnerability Management
            ### Compliance Monitoring
            All missing elements (4)
            - [ ] checkpoints (1)
        "]],
    );
}

#[test]
fn an_empty_line_takes_nothing_from_what_follows() {
    check(
        "# Operational Excellence\n\n## Security Operations\n\n### Threat Detection\n\nYes.\n\n$0\n\nMore.\n",
        BY_HAND,
        &expect![[r"
            Detection Methods
            Detection Coverage
            Detection Testing
        "]],
    );
}

#[test]
fn an_element_on_an_empty_line() {
    let text = "# Operational Excellence\r\n\r\n## Disaster Recovery\r\n\r\n### RTO\r\n\r\n4 h\r\n$0\r\n## Security Operations\r\n";
    let text = accepted(text, BY_HAND, "### Recovery Objectives");
    expect![[r"
        # Operational Excellence⏎
        ⏎
        ## Disaster Recovery⏎
        ⏎
        ### RTO⏎
        ⏎
        4 h⏎
        ⏎
        ### Recovery Objectives⏎
        ⏎
        - **Recovery Point Objective (RPO)**: [Longest span of data that each store may lose, and that its copy method can hold]⏎
        ⏎
        ## Security Operations⏎
    "]].assert_eq(&text.replace("\r\n", "⏎\n"));
}

#[test]
fn behind_folded_text_a_heading_stands_apart() {
    let text = accepted(&format!("{INCIDENTS}\n<details>\nx\n</details>\n$0"), BY_HAND, "### 6.4 On-Call Management");
    assert!(text.contains("</details>\n\n### 6.4 On-Call Management\n\n- **"), "{text}");
    assert!(testing::snapshot(&text).assessment.elements[12].answer.is_some());
}

#[test]
fn a_heading_that_is_begun() {
    for typed in ["#", "##", "###", "### ", "### On", "### On-Call", "### 6.4 Po", "### 6.", "## "] {
        let asked = if typed.ends_with('#') { Asked::Trigger('#') } else { BY_HAND };
        let marked = format!("{INCIDENTS}\n{typed}$0");
        let (text, offset, items) = items(&marked, asked);
        let shown: Vec<_> = items
            .iter()
            .filter(|item| item.filter.starts_with(&text[item.edit.span.start..offset]))
            .map(|item| item.label.as_str())
            .collect();
        let elements = shown.iter().filter(|label| label.starts_with("### ")).count();
        let sections = shown.iter().filter(|label| label.starts_with("## ")).count();
        let expected = match typed {
            "#" | "##" => (2, 5),
            "### On" | "### On-Call" | "### 6.4 Po" => (1, 0),
            "## " => (0, 5),
            _ => (2, 0),
        };
        assert_eq!((elements, sections), expected, "{typed}: {items:#?}");
    }
}

#[test]
fn the_first_heading_below_the_guides_name() {
    for typed in ["#$0", "## $0", "## Mon$0"] {
        let (.., items) = items(&format!("# Operational Excellence: Wallet\n\n{typed}"), BY_HAND);
        assert_eq!(items.len(), 6, "{typed}");
    }
    let text = accepted("# Operational Excellence: Wallet\r\n\r\n## Sec$0\r\n", BY_HAND, "## Security Operations");
    assert!(testing::snapshot(&text).assessment.is_oe(), "{text}");
    for other in ["# Wallet\n\n## $0", "---\noe: false\n---\n\n# Operational Excellence\n\n## $0"] {
        let (.., items) = items(other, BY_HAND);
        assert!(items.is_empty(), "{other}");
    }
    // Another heading is there that the guide does not know.
    let (.., items) = items("# Operational Excellence\n\n## Our Values\n\n## $0", BY_HAND);
    assert!(items.is_empty());
}

#[test]
fn a_heading_replaces_what_was_typed() {
    let text = accepted(
        "# 8 Operational Excellence\n\n## 8.1 Incident Response\nIntro.\n### On$0\n## 8.2 Security\n",
        BY_HAND,
        "### On-Call Management",
    );
    expect![[r"
        # 8 Operational Excellence

        ## 8.1 Incident Response
        Intro.

        ### On-Call Management

        - **On-Call Schedule**: [Rota length, hand-over day and hour, primary and secondary, hours covered]
        - **On-Call Responsibilities**: [Minutes to acknowledge, duties during and between pages, limit on load per shift]
        - **Escalation Procedures**: [Minutes without answer or progress until escalation, to which role, how reached]
        - **On-Call Tools**: [Paging tool, second channel if it fails, where the rota is published]

        ## 8.2 Security
    "]].assert_eq(&text);
    let text = accepted(&format!("{INCIDENTS}\n### 9.9 On$0"), BY_HAND, "### 9.9 On-Call Management");
    expect![[r"

        ### 9.9 On-Call Management

        - **On-Call Schedule**: [Rota length, hand-over day and hour, primary and secondary, hours covered]
        - **On-Call Responsibilities**: [Minutes to acknowledge, duties during and between pages, limit on load per shift]
        - **Escalation Procedures**: [Minutes without answer or progress until escalation, to which role, how reached]
        - **On-Call Tools**: [Paging tool, second channel if it fails, where the rota is published]"]].assert_eq(text.strip_prefix(INCIDENTS).unwrap());
    let text =
        accepted(&format!("{INCIDENTS}\n### $0\n\nWeekly.\n"), Asked::Trigger(' '), "### 6.4 On-Call Management");
    expect![[r"

        ### 6.4 On-Call Management

        Weekly.
    "]]
    .assert_eq(text.strip_prefix(INCIDENTS).unwrap());
    let text = accepted(
        "# Operational Excellence\n\n## S$0\n\n## Performance Management\n",
        BY_HAND,
        "## Security Operations",
    );
    assert!(
        text.contains(
            "# Operational Excellence\n\n## Security Operations\n\n### Security Monitoring\n\n- **Event Sources**: ["
        ),
        "{text}"
    );
    assert!(text.ends_with("]\n\n## Performance Management\n"), "{text}");
}

#[test]
fn a_heading_keeps_its_emphasis_in_balance() {
    let after = |typed: &str, asked: Asked| {
        let label = |item: &Item| item.label.contains("On-Call");
        let marked = format!("{INCIDENTS}\n{typed}\n\nWeekly.\n");
        let item = items(&marked, asked).2.into_iter().find(label);
        let item = item.unwrap_or_else(|| panic!("nothing after {typed}"));
        let text = accepted(&marked, asked, &item.label);
        let answer = testing::snapshot(&text).assessment.elements[12].answer;
        assert!(answer.is_some_and(|answer| answer.level.is_none()), "{text}");
        text.strip_prefix(INCIDENTS).unwrap().strip_suffix("\n\nWeekly.\n").unwrap().trim_start().to_owned()
    };
    for (typed, expected) in [
        ("### **On$0", "### **6.4 On-Call Management**"),
        ("### **$0**", "### **6.4 On-Call Management**"),
        ("### **On-C$0**", "### **6.4 On-Call Management**"),
        ("### _On$0", "### _6.4 On-Call Management_"),
        ("### *On$0*", "### *6.4 On-Call Management*"),
        ("### ***On$0", "### ***6.4 On-Call Management***"),
        ("### **6.4 On$0", "### **6.4 On-Call Management**"),
        ("### **6.$0", "### **6.4 On-Call Management**"),
        ("### 6.4 **On$0**", "### 6.4 **On-Call Management**"),
        ("### **9.9 On$0", "### **9.9 On-Call Management**"),
        ("### 🚨 On$0", "### 🚨 6.4 On-Call Management"),
        ("### 6.4 ☎️ **On$0", "### 6.4 ☎️ **On-Call Management**"),
        // No emphasis begins before a space.
        ("### ** On$0", "### 6.4 On-Call Management"),
        ("### **6.4** On$0", "### **6.4 On-Call Management**"),
    ] {
        assert_eq!(after(typed, BY_HAND), expected, "{typed}");
    }
    assert_eq!(after("### **$0", Asked::Trigger('*')), "### **6.4 On-Call Management**");
    // A name that is there already may become a longer one, between its marks too.
    let shown = |typed: &str| items(&format!("{INCIDENTS}\n{typed}\n"), BY_HAND).2.len();
    assert_eq!([shown("### **On-Call$0**"), shown("### **On-Call$0"), shown("### **On-Call**$0")], [1, 1, 0]);
    assert_eq!(items(&format!("{INCIDENTS}\n### On *$0\n"), Asked::Trigger('*')).2, []);
    let all = accepted(&format!("{INCIDENTS}\n### **$0\n"), BY_HAND, "All missing elements (2)");
    assert!(all.contains("\n\n### 6.4 On-Call Management\n\n") && all.contains("\n\n### 6.5 Post-Incident Review\n\n"));
}

#[test]
fn a_placeholder_in_a_heading_is_a_stop() {
    let guide = "# G\n\n### 1. Controls\n\n**Required Elements:**\n\n- **Protection**: what\n- **Owner**: who\n\n\
                 **Template:**\n\n## Controls\n\n### Control: [Name]\n\n[What]\n\n### Owner\n\n[Who]\n";
    let snippet = |typed: &str| {
        let (text, offset) = testing::cursor(&format!("---\noe: true\n---\n\n## Controls\n\n{typed}"));
        let snapshot = testing::held_against(guide, &text);
        let items = complete(&snapshot, offset, BY_HAND);
        let item = items.into_iter().find(|item| item.label.contains("Control:")).unwrap();
        assert_eq!(expanded(item.snippet.as_ref().unwrap()), item.edit.text);
        item.snippet.unwrap()
    };
    assert_eq!(snippet("### Con$0"), "### Control: ${1:[Name]}\n\n${2:[What]}");
    assert_eq!(snippet("### **Con$0**"), "### **Control: ${1:[Name]}**\n\n${2:[What]}");
    assert_eq!(snippet("### 🔒 1.2 Con$0\n\nx\n"), "### 🔒 1.2 Control: ${1:[Name]}");
    assert_eq!(snippet("$0\n"), "### Control: ${1:[Name]}\n\n${2:[What]}");
}

#[test]
fn a_heading_that_is_a_name_already_is_left_as_it_is() {
    for (heading, offers) in [
        ("### 6.1 Incident Classification", false),
        ("## 6. Incident Response & Management", false),
        ("### Oncall rota", false),
        ("### RTO and RPO", false),
        ("### Recovery Objectives", false),
        ("### Überblick", true),
    ] {
        let text =
            if INCIDENTS.contains(heading) { INCIDENTS.into() } else { format!("{INCIDENTS}\n{heading}\n\nx\n") };
        for line_end in ["\n", "\r\n"] {
            let text = text.replace('\n', line_end);
            let start = text.find(heading).unwrap();
            let title = start + heading.find(' ').unwrap() + 1;
            for at in (title..=start + heading.len()).filter(|at| text.is_char_boundary(*at)) {
                let marked = format!("{}$0{}", &text[..at], &text[at..]);
                // Before a word nothing was typed of it.
                assert_eq!(!items(&marked, BY_HAND).2.is_empty(), offers && at > title, "{marked}");
                assert_eq!(items(&marked, Asked::Trigger('#')).2, []);
            }
        }
    }
}

#[test]
fn a_name_that_begins_a_longer_one_may_become_it() {
    let shown = |typed: &str| {
        let (_, _, items) = items(&format!("{INCIDENTS}\n{typed}$0\n"), BY_HAND);
        items.into_iter().map(|item| item.label).collect::<Vec<_>>()
    };
    assert_eq!(shown("### On-Call"), ["### 6.4 On-Call Management"]);
    assert_eq!(shown("### on-call "), ["### 6.4 On-Call Management"]);
    assert_eq!(shown("### 6.4 Post-Incident"), ["### 6.4 Post-Incident Review"]);
    assert_eq!(shown("### On-Call Management"), [""; 0]);
    assert_eq!(shown("### Post-Mortem"), [""; 0]);
    assert_eq!(shown("## Security"), ["## 7. Security Operations"]);
    assert_eq!(shown("## Security Operations"), [""; 0]);
}
