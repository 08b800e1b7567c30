//! Comments that hide a finding where it is.

use super::*;

#[test]
fn a_finding_that_is_ignored_is_hidden() {
    let head = "---\noe: true\n---\n\n# Operational Excellence\n\n";
    for (text, line) in [
        ("## Security Operations$0\n\n### Threat Detection\n\nYes.\n", false),
        ("## Incident Response\n\n### On-Call Management\n\n- **On-Call Schedule**: [TBD$0 now]\n- other\n", true),
        (
            "## Incident Response\n\n### On-Call Management\n\n**On-Call Schedule**: [TBD$0 now]\n**On-Call Tools**: x\n",
            true,
        ),
        ("## Incident Response\n\n### On-Call Management\n\n[TBD$0 now]\n", true),
        ("## Incident Response\n\n### On-Call Management$0\n", false),
        ("## Incident Response\n\n#### On-Call Management$0\n\nYes.\n", false),
        (
            "## Incident Response\n\n### Incident Classification\n\n| Severity | Definition | Response Time | Escalation |\n| - | - | - | - |\n| P0 | a | b | [wh$0o else] |\n",
            true,
        ),
        (
            "## Incident Response\n\n### Incident Classification\n\n| Severity | Definition | Response Time | Escalation |\n| - | - | - | - |\n| P0 | a$0 | b\n",
            true,
        ),
        ("Duty: x\n\nOn-Call Management\n---$0\n\nYes.\n", false),
    ] {
        for line_end in ["\n", "\r\n"] {
            let marked = format!("{head}{text}").replace('\n', line_end);
            let (snapshot, actions) = at(&marked);
            let found = run(&snapshot, None);
            let mut ignores = actions.iter().filter(|action| action.title.starts_with("Ignore ")).peekable();
            assert!(ignores.peek().is_some() || text.starts_with("Duty"), "{marked}: {actions:?}");
            for action in ignores {
                let text = applied(&snapshot, action);
                assert_eq!(text.contains("oe-disable-line"), line, "{text}");
                let again = testing::snapshot(&text);
                let now = run(&again, None);
                assert_eq!(now.findings.len() + action.fixes.len(), found.findings.len(), "{} {text}", action.title);
                assert_eq!(now.suppressed, action.fixes.len(), "{text}");
                assert_eq!(text.matches('\n').count() * (line_end.len() - 1), text.matches('\r').count(), "{text:?}");
            }
        }
    }
}

#[test]
fn what_is_ignored_in_a_table_leaves_it_a_table() {
    let head =
        "---\noe: true\n---\n\n# Operational Excellence\n\n## Incident Response\n\n### Incident Classification\n\n";
    let header = "| Severity | Definition | Response Time | Escalation |\n";
    for (table, line) in [
        ("| Severity | Definition | [Response$0 Time] | Escalation |\n| - | - | - | - |\n| P0 | a | b | c |\n", false),
        ("Words.\n| Severity | Definition | [Wo$0rd] | Escalation |\n| - | - | - | - |\n| P0 | a | b | c |\n", false),
        ("|---|---|-$0--|---|\n| P0 | x | y | z |\n", false),
        ("Words.\n|---|---|-$0--|---|\n| P0 | x | y | z |\n", false),
        (&format!("{header}|---|-$0--|---|\n| P0 | x | y | z |\n"), false),
        (&format!("{}| P0 | x | y | z |\n", header.replace("Def", "De$0f")), false),
        (&format!("{header}|---|---|---|---|\n| P0 | x$0 | y |\n| P1 | x | y | z |\n"), true),
        (&format!("{header}|---|---|---|---|\n| P0 | x$0 | y | a | b\n"), true),
        (&format!("{header}|---|---|---|---|\n| P0 | x$0 | y \\|\n"), true),
        (&format!("{header}|---|---|---|---|\n| P0 | [Wh$0o] | y | z | <!-- Über -->\n"), true),
    ] {
        for text in [format!("{head}{table}"), format!("{head}{table}").replace('\n', "\r\n")] {
            let (snapshot, actions) = at(&text);
            let found = run(&snapshot, None);
            let ignores: Vec<_> = actions.iter().filter(|action| action.title.starts_with("Ignore ")).collect();
            assert!(!ignores.is_empty(), "{text}");
            for action in ignores {
                let text = applied(&snapshot, action);
                assert_eq!(text.contains("oe-disable-line"), line, "{text}");
                let after = testing::snapshot(&text);
                let now = run(&after, None);
                assert_eq!(now.suppressed, action.fixes.len(), "{text}");
                assert_eq!(now.findings.len() + now.suppressed, found.findings.len(), "{text} {:?}", now.findings);
                let rows = |snapshot: &Snapshot| {
                    let pieces = snapshot.readings.iter().flat_map(|(.., reading)| &reading.facts.pieces);
                    pieces.filter(|piece| piece.row().is_some()).count()
                };
                assert_eq!(rows(&after), rows(&snapshot), "{text}");
            }
        }
    }
    // No line of its own is free there.
    check(&format!("{head}- |---|---|-$0--|---|\n  | P0 | x | y | z |\n"), &expect![[""]]);
}

#[test]
fn the_comment_names_rule_and_element() {
    let text = after(
        "---\noe: true\n---\n\n# Ops\n\n## Security Operations$0\n",
        "Ignore missing-element (Threat Detection) here",
    );
    expect![[r"
        ---
        oe: true
        ---

        # Ops

        <!-- oe-disable-next-line missing-element(threat-detection): reason -->
        ## Security Operations
    "]]
    .assert_eq(&text);
}

#[test]
fn nothing_is_ignored_in_a_comment_or_in_front_matter() {
    check("---\noe: maybe$0\n---\n\n# Operational Excellence\n\n## Security Operations\n", &expect![""]);
    check(
        "---\noe: true\n---\n\n<!-- oe-disable-file missing-thing$0: x -->\n\n# Operational Excellence\n\n## Security Operations\n",
        &expect![""],
    );
}
