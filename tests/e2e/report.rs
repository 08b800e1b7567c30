//! What the built program reports: the formats say the same, each in its own way.

use super::cli::{DOCUMENT, json, run, tree};

#[test]
fn a_folder_without_oe_documents_is_said_loudly() {
    let tree = tree(&[("a.md", "# A\n"), ("b.md", "# B\n")]);
    for line in ["check", "check --format json", "check --format pretty"] {
        let ran = run(&tree, line);
        assert_eq!(ran.code, Some(0));
        assert!(
            ran.said().contains("none of 2 Markdown files is an Operational Excellence (OE) document"),
            "{}",
            ran.err
        );
        assert!(ran.said().contains("oe: true") && ran.said().contains("oe-ls init"), "{}", ran.err);
    }
}

#[test]
fn the_report_for_programs_has_the_documented_fields() {
    let tree = tree(&[("docs/ops.md", DOCUMENT), ("README.md", "# Readme\n")]);
    let report = json(&run(&tree, "check --format json"));
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&report), ["version", "files", "summary"]);
    let file = &report["files"][0];
    assert_eq!(keys(file), ["path", "kind", "why", "guide", "elements", "sections", "suppressed", "findings"]);
    assert_eq!(file["path"], "docs/ops.md");
    let missing = file["findings"].as_array().unwrap().iter().find(|it| it["rule"] == "missing-element").unwrap();
    assert_eq!(
        keys(missing),
        ["rule", "severity", "message", "section", "element", "range", "line", "column", "related", "fixes"]
    );
    assert_eq!(missing["line"], 7);
    assert_eq!(keys(&report["summary"]), ["files", "oe", "error", "warning", "information", "hint"]);
    assert_eq!((&report["summary"]["files"], &report["summary"]["oe"]), (&2.into(), &1.into()));
}

/// The findings of a pretty report as lines of the concise one: a headline, broken into lines, and the
/// place below it.
fn as_lines(pretty: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut headline: Option<String> = None;
    for line in pretty.lines() {
        let begins = ["error[", "warning[", "information[", "hint["].iter().any(|level| line.starts_with(level));
        if begins {
            headline = Some(line.to_owned());
        } else if let Some((_, place)) = line.split_once("--> ") {
            let headline = headline.take().expect("a headline stands above");
            lines.push(format!("{place}: {}", headline.replacen("]: ", "] ", 1)));
        } else if let Some(headline) = &mut headline {
            headline.push(' ');
            headline.push_str(line.strip_prefix("    ").expect("it goes on indented"));
        }
    }
    lines
}

#[test]
fn every_format_finds_the_same() {
    let tree = tree(&[("ops.md", DOCUMENT)]);
    let concise = run(&tree, "check --format concise");
    assert!(concise.out.lines().any(|line| line.starts_with("ops.md:7:1: error[missing-element] ")), "{}", concise.out);
    let pretty = run(&tree, "check --format pretty");
    assert_eq!(as_lines(&pretty.out), concise.out.lines().collect::<Vec<_>>());
    assert!(pretty.out.ends_with("in all\n"), "{}", pretty.out);
}

#[test]
fn what_is_for_people_fits_into_a_terminal() {
    let long = "word ".repeat(40);
    let guide = format!(
        "# Our Guide\n\n### 1. Keys\n\n**Required Elements:**\n\n- **Spare Keys**: {long}\n  - Pitfalls: {long}\n"
    );
    let document = format!(
        "{DOCUMENT}\n### \u{5b88}\u{308b}\n\n- **\u{5b88}\u{308b}**: [{long}]\n\n| A | B |\n| --- | --- |\n| {long} | TBD |\n"
    );
    let tree = tree(&[
        ("ops.md", &document),
        ("oe-ls.toml", "severty = 1\n"),
        ("guide.md", &guide),
        ("README.md", "# Readme\n"),
    ]);
    for line in [
        "check --format pretty",
        "check README.md none.md --format pretty",
        "check --why ops.md",
        "check --why README.md",
        "check --help",
        "guide guide.md",
        "guide --help",
        "explain missing-section",
        "explain on-call-management",
        "explain monitoring-and-observability",
        "explain operational-excellence",
        "explain nothing-of-that-name",
        "init ops.md",
        "demo",
        "--help",
    ] {
        let ran = run(&tree, line);
        for printed in ran.out.lines().chain(ran.err.lines()) {
            let columns: usize =
                printed.chars().map(|char| if char.is_ascii() || "…·─✓".contains(char) { 1 } else { 2 }).sum();
            assert!(columns <= 80, "{line}: {columns} columns in {printed}");
        }
    }
    let concise = run(&tree, "check --format concise ops.md");
    assert!(
        concise.out.lines().all(|line| line.starts_with("ops.md:") || line.starts_with("oe-ls.toml:")),
        "{}",
        concise.out
    );
}

#[test]
fn every_format_counts_the_same() {
    let tree = tree(&[("a/ops.md", DOCUMENT)]);
    run(&tree, "init ops.md");
    let summary = &json(&run(&tree, "check --format json"))["summary"];
    let counts = ["error", "warning", "information"].map(|level| summary[level].as_u64().unwrap());
    assert!(counts.iter().all(|count| *count > 1), "{counts:?}");
    let expected = format!("{} errors, {} warnings, {} information in all\n", counts[0], counts[1], counts[2]);
    let (concise, pretty) = (run(&tree, "check --format concise"), run(&tree, "check --format pretty"));
    assert!(concise.err.ends_with(&expected), "{}", concise.err);
    assert!(pretty.out.ends_with(&expected), "{}", pretty.out);
}

#[test]
fn nothing_untrue_is_said_where_only_a_guide_was_checked() {
    let guide = "# Ops\n\n## 1. A\n\n**Objective**: x\n\n**Required Elements:**\n\n- **B**: y\n- **C**\n";
    let tree = tree(&[("guide.md", guide), ("a.md", "# A\n"), ("b.md", "# B\n")]);
    let ran = run(&tree, "check --format concise");
    assert!(ran.out.contains("guide.md:10:1: warning[invalid-guide]"), "{}", ran.out);
    let said = "none of 2 other Markdown files is an Operational Excellence (OE) document, so no document was checked";
    assert!(ran.said().contains(said), "{}", ran.err);
}

#[test]
fn one_element_is_no_elements() {
    let settings = "[elements]\nsecurity-operations = 'off'\nthreat-detection = 'required'\n";
    let document = "---\noe:\n  sections: [security-operations]\n---\n# Ops\n\n## Security Operations\n\n\
                    ### Threat Detection\n\nx\n";
    let tree = tree(&[("ops.md", document), ("oe-ls.toml", settings)]);
    let ran = run(&tree, "check ops.md --format pretty");
    assert!(ran.out.contains("1 of 1 element,"), "{}", ran.out);
}

#[test]
fn explain_shows_examples_and_wraps_once() {
    let tree = tree(&[]);
    for rule in ["missing-element", "unfilled-placeholder", "invalid-settings", "unknown-suppression"] {
        let ran = run(&tree, &format!("explain {rule}"));
        assert!(!ran.out.contains("```"), "{}", ran.out);
        assert!(ran.out.contains("\nReported:\n    ") && ran.out.contains("\nNot reported:\n    "), "{}", ran.out);
        // A line that is followed by another has no room for its first word.
        let lines: Vec<_> = ran.out.lines().collect();
        for pair in lines.windows(2).filter(|pair| pair.iter().all(|line| !line.is_empty() && !line.starts_with(' '))) {
            let word = pair[1].split(' ').next().unwrap();
            let begins = pair[1].starts_with("- ") || pair[0].ends_with(':') || word.contains('`');
            assert!(begins || pair[0].len() + 1 + word.len() > 80, "{rule}: {pair:?}");
        }
    }
}

#[test]
fn what_is_wrong_with_a_guide_is_said_once() {
    let guide = "# Keys\n\n### 1. Keys\n\n**Objective**: x\n\n**Required Elements:**\n\n- **Spare Keys**: where\n  - Pitfalls: None of that\n";
    let document = "---\noe: true\n---\n# House\n\n## Keys\n\n### Spare Keys\n\nWith the neighbour.\n";
    let settings = "guide = 'docs/guide.md'\n";
    let tree = tree(&[("docs/guide.md", guide), ("a.md", document), ("b.md", document), ("oe-ls.toml", settings)]);
    let ran = run(&tree, "check a.md b.md");
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""));
    let notice = "notice: the guide docs/guide.md has 1 problem; `oe-ls guide docs/guide.md` shows it";
    assert!(ran.said().contains(notice), "{}", ran.err);
    assert_eq!(ran.said().matches("problem").count(), 1, "{}", ran.err);
    assert!(run(&tree, "guide docs/guide.md").out.contains("`None of that` is no pitfall"));
    // Where it is a finding already it needs no notice.
    let ran = run(&tree, "check");
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.out.matches("docs/guide.md:10:3: warning[invalid-guide]").count(), 1, "{}", ran.out);
    assert!(!ran.said().contains("problem"), "{}", ran.err);
}
