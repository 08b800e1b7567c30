use expect_test::{Expect, expect};

use super::*;
use crate::document::Document;
use crate::testing;

const BY_HAND: Asked = Asked::ByHand;

/// The items at the cursor of `marked`; each takes no more than the cursor's line.
fn items(marked: &str, asked: Asked) -> (String, usize, Vec<Item>) {
    let (text, offset) = testing::cursor(marked);
    let snapshot = testing::snapshot(&text);
    let items = complete(&snapshot, offset, asked);
    let line = snapshot.text().line_span(snapshot.text().line_of(offset));
    for item in &items {
        assert!(line.contains(item.edit.span) && item.edit.span.touches(offset), "{item:?} in {line:?}");
    }
    (text, offset, items)
}

/// Their labels, those marked that a client would show for what is typed.
fn check(marked: &str, asked: Asked, expected: &Expect) {
    let (text, offset, items) = items(marked, asked);
    let shown = items.iter().map(|item| {
        let typed = &text[item.edit.span.start..offset];
        let hidden = if item.filter.to_lowercase().starts_with(&typed.to_lowercase()) { "" } else { "hidden: " };
        format!("{hidden}{}\n", item.label)
    });
    expected.assert_eq(&shown.collect::<String>());
}

/// The text after the item with this label is accepted. With its snippet it is the same.
fn accepted(marked: &str, asked: Asked, label: &str) -> String {
    let (text, offset, items) = items(marked, asked);
    let item = items.iter().find(|item| item.label == label);
    let item = item
        .unwrap_or_else(|| panic!("{label} is not among {:#?}", items.iter().map(|it| &it.label).collect::<Vec<_>>()));
    let typed = &text[item.edit.span.start..offset];
    let fits = item.filter.to_lowercase().starts_with(&typed.to_lowercase());
    assert!(fits, "{:?} is compared with {:?}", typed, item.filter);
    if let Some(snippet) = &item.snippet {
        assert_eq!(expanded(snippet), item.edit.text);
    }
    let mut out = text;
    let mut edits: Vec<_> = item.more.iter().chain([&item.edit]).collect();
    edits.sort_by_key(|edit| edit.span);
    for edit in edits.into_iter().rev() {
        out.replace_range(edit.span.range(), &edit.text);
    }
    out
}

/// A snippet as it stands once all of its stops are left.
fn expanded(snippet: &str) -> String {
    let mut out = String::new();
    let mut chars = snippet.chars().peekable();
    let mut open = false;
    while let Some(char) = chars.next() {
        match char {
            '\\' => out.extend(chars.next()),
            '$' => {
                assert_eq!(chars.next(), Some('{'));
                assert!(!open, "stops are not nested");
                open = true;
                for char in chars.by_ref() {
                    if char == ':' {
                        break;
                    }
                    assert!(char.is_ascii_digit());
                }
            }
            '}' if open => open = false,
            char => out.push(char),
        }
    }
    out
}

const INCIDENTS: &str = "# Operational Excellence

## 6. Incident Response & Management

### 6.1 Incident Classification

P0 to P3.

### 6.2 Incident Response Procedures

1. **Detection**: alerts

### 6.3 Incident Communication

Yes.
";

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
                assert_eq!(!items(&marked, BY_HAND).2.is_empty(), offers, "{marked}");
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

const ON_CALL: &str = "# Operational Excellence\n\n## Incident Response\n\n### On-Call Management\n\n";

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

const TOOLS: &str = "# Operational Excellence\n\n## Monitoring & Observability\n\n### Monitoring Strategy\n\n";

#[test]
fn values_to_choose_from() {
    check(
        &format!("{TOOLS}- **Monitoring Tools**:$0"),
        Asked::Trigger(':'),
        &expect![[r"
        Prometheus
        Grafana
        Amazon CloudWatch
        Azure Monitor
        Google Cloud Monitoring
        Datadog
        Dynatrace
        New Relic
        Zabbix
        [Tool for metrics, dashboards, probes and alerts, each with its owner]
    "]],
    );
    check(
        &format!("{TOOLS}- **Monitoring Tools**: Prometheus, $0, Zabbix\n"),
        Asked::Trigger(' '),
        &expect![[r"
        Grafana
        Amazon CloudWatch
        Azure Monitor
        Google Cloud Monitoring
        Datadog
        Dynatrace
        New Relic
    "]],
    );
    check(
        &format!("{TOOLS}- **Monitoring Tools**: Prometheus, gra$0\n"),
        BY_HAND,
        &expect![[r"
        Grafana
        hidden: Amazon CloudWatch
        hidden: Azure Monitor
        hidden: Google Cloud Monitoring
        hidden: Datadog
        hidden: Dynatrace
        hidden: New Relic
        hidden: Zabbix
    "]],
    );
    check(
        &format!("{TOOLS}- **Monitoring Scope**: $0\n"),
        Asked::Trigger(' '),
        &expect![[r"
        [Services, dependencies and regions covered, probes from outside, known gaps]
    "]],
    );
    check(
        &format!("{TOOLS}### Distributed Tracing\n\n1. **Tracing Technology:** $0\n"),
        BY_HAND,
        &expect![[r"
        Jaeger
        Zipkin
        Grafana Tempo
        AWS X-Ray
        Google Cloud Trace
        Datadog APM
        Honeycomb
        [Tracing back end, and the context standard all services pass on]
    "]],
    );
    check(&format!("{TOOLS}### Distributed Tracing\n\n- **Tracing Technology**: Jaeger, $0\n"), BY_HAND, &expect![""]);
}

#[test]
fn a_value_replaces_what_was_typed() {
    let after = |typed: &str, asked: Asked, label: &str| {
        accepted(&format!("{TOOLS}{typed}"), asked, label).strip_prefix(TOOLS).unwrap().to_owned()
    };
    let space = Asked::Trigger(' ');
    assert_eq!(after("- **Monitoring Tools**:$0", Asked::Trigger(':'), "Grafana"), "- **Monitoring Tools**: Grafana");
    assert_eq!(after("- **Monitoring Tools**: $0", space, "Grafana"), "- **Monitoring Tools**: Grafana");
    assert_eq!(
        after("- **Monitoring Tools**: Zabbix,$0", BY_HAND, "Grafana"),
        "- **Monitoring Tools**: Zabbix, Grafana"
    );
    assert_eq!(
        after("- **Monitoring Tools**: Zab$0, Grafana", BY_HAND, "Zabbix"),
        "- **Monitoring Tools**: Zabbix, Grafana"
    );
    assert_eq!(
        after(
            "- **Monitoring Tools**: [$0]\n",
            Asked::Trigger('['),
            "[Tool for metrics, dashboards, probes and alerts, each with its owner]"
        ),
        "- **Monitoring Tools**: [Tool for metrics, dashboards, probes and alerts, each with its owner]\n"
    );
    assert_eq!(
        after(
            "- **Monitoring Tools**: [Tool for$0 metrics, dashboards, probes and alerts, each with its owner]\n",
            BY_HAND,
            "Grafana"
        ),
        "- **Monitoring Tools**: Grafana\n"
    );
}

#[test]
fn a_value_leaves_what_stands_behind_the_cursor() {
    let after = |label: &str, typed: &str, choice: &str| {
        let head = format!("{TOOLS}- other\r\n\r\n### Distributed Tracing\r\n\r\n- **{label}**: ");
        let text = accepted(&format!("{head}{typed}\r\n"), BY_HAND, choice);
        text.strip_prefix(&head).unwrap().strip_suffix("\r\n").unwrap().to_owned()
    };
    let one = |typed: &str, choice: &str| after("Tracing Technology", typed, choice);
    let some = |typed: &str, choice: &str| {
        let text = accepted(&format!("{TOOLS}- **Monitoring Tools**: {typed}\n- other\n"), BY_HAND, choice);
        text.lines().nth_back(1).unwrap().split_once(": ").unwrap().1.to_owned()
    };
    // In the middle of a word, at its end, before it.
    assert_eq!(some("gr$0afana (some note)", "Grafana"), "Grafana (some note)");
    assert_eq!(some("Gra$0 (some note), Zabbix", "Grafana"), "Grafana (some note), Zabbix");
    assert_eq!(some("$0 (some note)", "Grafana"), "Grafana (some note)");
    assert_eq!(some("$0(some note)", "Grafana"), "Grafana (some note)");
    assert_eq!(some("$0für alles", "Grafana"), "Grafana für alles");
    assert_eq!(
        some("Zabbix (alt), gr$0 in der Zentrale <!-- é -->", "Grafana"),
        "Zabbix (alt), Grafana in der Zentrale <!-- é -->"
    );
    assert_eq!(some("Gra$0. More of it", "Grafana"), "Grafana. More of it");
    assert_eq!(some("Gra$0, see [the board](x)", "Grafana"), "Grafana, see [the board](x)");
    // A name of several words is one word.
    assert_eq!(some("Amazon Cl$0oudWatch (some note)", "Amazon CloudWatch"), "Amazon CloudWatch (some note)");
    assert_eq!(some("$0amazon cloudwatch, Zabbix", "Grafana"), "Grafana, Zabbix");
    assert_eq!(one("Grafana$0 Tempo since 2020", "Grafana Tempo"), "Grafana Tempo since 2020");
    assert_eq!(one("Jae$0, sampled", "Jaeger"), "Jaeger, sampled");
    assert_eq!(one("AWS X-$0Ray (some note)", "AWS X-Ray"), "AWS X-Ray (some note)");
    assert_eq!(one("hon$0eycomb.io for all", "Honeycomb"), "Honeycomb for all");
    // Template text is replaced as a whole, and nothing beside it.
    assert_eq!(one("[Tracing$0 back end, and more] (some note)", "Jaeger"), "Jaeger (some note)");
    assert_eq!(one("$0[Tracing back end]", "Jaeger"), "Jaeger");
    assert_eq!(some("Zabbix, [the $0others, later], more", "Grafana"), "Zabbix, Grafana, more");
    assert_eq!(some("[the others], Gra$0", "Grafana"), "[the others], Grafana");
    // A value that is there with a note is not offered again.
    let (.., items) = items(&format!("{TOOLS}- **Monitoring Tools**: Zabbix (old), $0"), BY_HAND);
    assert!(items.len() > 5 && items.iter().all(|item| item.label != "Zabbix"));
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
fn an_empty_file_becomes_a_document() {
    for text in ["$0", "\n\n$0\n", "  $0"] {
        let text = accepted(text, BY_HAND, "Operational Excellence document");
        assert!(text.starts_with("---\noe: true\n---\n\n# Operational Excellence\n\n## Production"), "{text}");
    }
    check("$0", Asked::Trigger(' '), &expect![""]);
}

#[test]
fn front_matter_says_that_a_document_is_ours() {
    assert_eq!(
        accepted("---\ntitle: x\no$0\n---\n\nText", BY_HAND, "oe: true"),
        "---\ntitle: x\noe: true\n---\n\nText"
    );
    assert_eq!(accepted("---\noe: t$0\n---\n", BY_HAND, "true"), "---\noe: true\n---\n");
    assert_eq!(accepted("---\noe: $0\n---\n", Asked::Trigger(' '), "false"), "---\noe: false\n---\n");
    check(
        "---\noe:\n  sections:\n    - $0\n---\n",
        Asked::Trigger(' '),
        &expect![[r"
        production-operations-framework
        monitoring-and-observability
        incident-response-and-management
        disaster-recovery-and-business-continuity
        performance-management
        security-operations
    "]],
    );
    check("---\ntitle: a $0\n---\n", Asked::Trigger(' '), &expect![""]);
}

#[test]
fn nothing_where_it_means_nothing() {
    let doc = |text: &str| format!("{ON_CALL}{text}\n\n## Security\n");
    for (marked, asked) in [
        (doc("A sentence $0"), Asked::Trigger(' ')),
        (doc("A sentence [$0"), Asked::Trigger('[')),
        (doc("A word:$0"), Asked::Trigger(':')),
        (doc("5 *$0"), Asked::Trigger('*')),
        (doc("issue #$0"), Asked::Trigger('#')),
        (doc("#tag$0"), BY_HAND),
        (doc("word$0"), BY_HAND),
        (doc("- A sentence $0"), Asked::Trigger(' ')),
        (doc("- $0"), Asked::Trigger(' ')),
        (doc(" $0"), Asked::Trigger(' ')),
        (doc("- **On-Call Schedule**: at 10:$0"), Asked::Trigger(':')),
        (doc("- **On-Call Schedule**: weekly, $0"), Asked::Trigger(' ')),
        (doc("```\n#$0\n```"), Asked::Trigger('#')),
        (doc("```\n- **$0\n```"), Asked::Trigger('*')),
        (doc("| a | b |\n| - | - |\n| - **$0 | |"), Asked::Trigger('*')),
        (doc("<!-- - **$0 -->"), Asked::Trigger('*')),
        (format!("{ON_CALL}```\ncode\n\n$0"), BY_HAND),
        (format!("{ON_CALL}<!-- a\n\n\n$0\n"), BY_HAND),
        (format!("{ON_CALL}<pre>\n\n#$0\n"), Asked::Trigger('#')),
        ("# Readme\n\n## On-Call\n\n- **$0\n".to_owned(), BY_HAND),
        ("# Readme\n\n#$0\n".to_owned(), Asked::Trigger('#')),
        ("# Handbook\n\n$0\n\n## Operational Excellence\n\n### Security Operations\n".to_owned(), BY_HAND),
        ("# Handbook\n\n## Operational Excellence\n\n### Security Operations\n\n## Other\n\n$0".to_owned(), BY_HAND),
    ] {
        assert_eq!(items(&marked, asked).2, [], "{marked} {asked:?}");
    }
}

#[test]
fn nothing_outside_of_the_judged_region() {
    let requirements = testing::snapshot("").requirements;
    let offered = |marked: &str| {
        let (text, offset) = testing::cursor(marked);
        let snapshot = Snapshot::new(Document::new(text.as_str()), requirements.clone(), None);
        complete(&snapshot, offset, BY_HAND).len()
    };
    let book = "# Handbook\n\nWords.\n\n## 7. Design\n\nx\n\n## 8. Operational Excellence\n\n### 8.1 Security Operations\n\n\
                #### Threat Detection\n\nx\n\n## 9. Other\n\nx\n\n### Index\n\nx\n";
    let title = "# Operational Excellence\n\n## Security Operations\n\n### Threat Detection\n\nx\n";
    for (text, start, end) in [
        (book, "## 8.", "## 9."),
        (&format!("---\noe: true\n---\n{book}").replace('\n', "\r\n"), "## 8.", "## 9."),
        (title, "# Oper", ""),
        (&format!("\n\n{title}"), "# Oper", ""),
        (&format!("---\noe: true\n---\n{title}"), "# Oper", ""),
        (&format!("Words.\n\n{title}\n# Appendix\n\nx\n"), "# Oper", "# Appendix"),
    ] {
        let region = text.find(start).unwrap()..text.find(end).filter(|_| !end.is_empty()).unwrap_or(text.len());
        let front = text.rfind("---").map_or(0, |at| at + 4);
        let line_end = if text.contains('\r') { "\r\n" } else { "\n" };
        let starts = text.match_indices('\n').map(|(at, _)| at + 1).chain([0]);
        for at in starts.filter(|at| *at >= front) {
            let inside = at > region.start && at <= region.end;
            let marked = |typed: &str| format!("{}{line_end}{typed}$0{line_end}{line_end}{}", &text[..at], &text[at..]);
            assert!(!inside || offered(&marked("#")) > 3, "{}", marked("#"));
            for typed in ["", "#", "## ", "### ", "## Mon", "### Mon", "- [ ] ", "- **"].iter().filter(|_| !inside) {
                assert_eq!(offered(&marked(typed)), 0, "{}", marked(typed));
            }
        }
    }
}

#[test]
fn no_section_above_the_title() {
    let text = |typed: &str| format!("---\noe: true\n---\n\n{typed}\n\n# Überblick\n\nx\n\n## Security\n");
    for typed in ["$0", "#$0", "## $0", "## Mon$0", "Words.\n\n$0", "Words.\n\n## $0"] {
        assert_eq!(items(&text(typed), BY_HAND).2, [], "{typed}");
    }
    // Where sections stand beside it, one may come first.
    let beside =
        text("$0").replace("## Security", "# Security Operations").replace("# Überblick", "# Performance Management");
    assert_eq!(items(&beside, BY_HAND).2.len(), 4);
}

#[test]
fn no_place_is_too_odd() {
    let odd = "\r- **é\r\n#\n- [\n1. [ ] x\n| # |\n| - |\n```\n# \n```\n<!--\n- \n-->\n\n## \n\n";
    for text in
        [format!("\u{feff}---\noe: true\ntitle: é\n---\n{odd}{INCIDENTS}{odd}"), format!("{INCIDENTS}{odd}\n~~~")]
    {
        let snapshot = testing::snapshot(&text);
        for offset in 0..text.len() + 2 {
            for asked in [BY_HAND].into_iter().chain(TRIGGERS.map(Asked::Trigger)) {
                for item in complete(&snapshot, offset, asked) {
                    let span = item.edit.span;
                    assert!(text.get(span.range()).is_some_and(|text| !text.contains('\n')), "{item:?} at {offset}");
                }
            }
        }
    }
}

#[test]
fn every_item_that_inserts_something_has_documentation() {
    let requirements = testing::snapshot("").requirements;
    for marked in ["$0", &format!("{INCIDENTS}$0"), &format!("{INCIDENTS}\n- [ ] $0"), &format!("{ON_CALL}- **$0")] {
        let (_, _, items) = items(marked, BY_HAND);
        assert!(!items.is_empty(), "{marked}");
        for item in items {
            let prose = item.topic.as_ref().and_then(|topic| documentation(&requirements, topic));
            assert!(prose.is_some_and(|prose| prose.markdown().starts_with("**")), "{item:?}");
        }
    }
    for topic in [
        "incident-response-and-management/on-call-management#x",
        "incident-response-and-management/on-call-management,nothing",
        "checkpoints:nothing",
        "nothing",
        "",
    ] {
        assert_eq!(documentation(&requirements, topic), None, "{topic}");
    }
}

#[test]
fn what_several_elements_or_checkpoints_are() {
    let (_, _, items) = items(&format!("{INCIDENTS}$0"), BY_HAND);
    let requirements = testing::snapshot("").requirements;
    let documentation = |label: &str| {
        let item = items.iter().find(|item| item.label.starts_with(label)).unwrap();
        documentation(&requirements, item.topic.as_ref().unwrap()).unwrap().markdown()
    };
    expect![[r#"
        **All missing elements** · of *Incident Response & Management*

        **Inserted with their labels and what to write there**

        - *On-Call Management*: How rotations are staffed, handed over, relieved and backed up
        - *Post-Incident Review*: Which incidents are reviewed and by when, and how what was learnt becomes finished work"#]].assert_eq(&documentation("All missing"));
    expect![[r#"
        **Checkpoints** · *Before Finalizing Section, Cross-Section Validation*

        - Somebody outside the team followed the incident procedure in an exercise without asking its authors
        - Response times and recovery objectives fit into the error budget, or the exception is stated
        - Every security requirement has a control check, and security incidents use the same severity levels or a stated mapping

        For people to answer: tick it once it holds, until then `unchecked-checkpoint` tells of it

        **Concerns**

        - *Incident Response & Management*: Bring the service back quickly with known roles and steps, keep those affected informed, and learn from each incident
        - *Disaster Recovery & Business Continuity*: Fix how much time and data a disaster may cost, show that backups and procedures stay within it, and keep the business working meanwhile
        - *Security Operations*: Notice attacks and weaknesses early, respond within the deadlines that apply, and be able to prove that controls work"#]].assert_eq(&documentation("- [ ] checkpoints"));
}

#[test]
fn snippets_escape_what_means_something_in_them() {
    let block = Block { text: "a$b [c}d\\] e}".to_owned(), placeholders: vec![Span::new(4, 10)] };
    assert_eq!(snippet(&block).as_deref(), Some("a\\$b ${1:[c\\}d\\\\]} e\\}"));
    assert_eq!(expanded(&snippet(&block).unwrap()), block.text);
    assert_eq!(snippet(&Block::plain("a$b")), None);
}
