//! The values of labels.

use super::*;

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
fn a_sentence_is_no_value_that_was_begun() {
    for said in ["we use a pager. $0", "http:$0", "Zabbix [$0", "what we have is wor$0ds", "Zabbix and $0"] {
        check(&format!("{TOOLS}- **Monitoring Tools**: {said}\n"), BY_HAND, &expect![""]);
    }
    check(
        &format!("{TOOLS}- **Monitoring Tools**: Azure M$0\n"),
        BY_HAND,
        &expect![[r"
        Azure Monitor
    "]],
    );
}
