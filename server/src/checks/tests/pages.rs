//! The pages in `server/docs` that are made from the list of rules.

use std::fmt::Write as _;

use expect_test::expect_file;

use super::*;

#[test]
fn the_page_of_rules_is_fresh() {
    expect_file!["../../../docs/rules.md"].assert_eq(&rules());
}

#[test]
fn the_schema_of_settings_is_fresh() {
    let rules: Vec<_> = ALL.iter().map(|rule| (rule.name, rule.summary)).collect();
    let schema = serde_json::to_string_pretty(&config::schema(&rules)).unwrap();
    expect_file!["../../../docs/schema.json"].assert_eq(&(schema + "\n"));
}

#[test]
fn the_page_of_settings_is_fresh() {
    let page = format!(
        "# Settings\n\nIn `oe-ls.toml` or `.oe-ls.toml`, the nearest one upwards from a document. An editor's settings \
         override it.\n\n{}",
        config::docs()
    );
    expect_file!["../../../docs/configuration.md"].assert_eq(&page);
}

fn rules() -> String {
    let mut out = String::from(
        "# Rules\n\nA rule's severity is set in `oe-ls.toml`: `severity.missing-label = \"off\"`. A safe fix is applied by \
         \"fix all\"; any other one is offered.\n\n| Rule | Severity | Says | Fix |\n| --- | --- | --- | --- |\n",
    );
    for rule in ALL {
        let Rule { name, severity, summary, .. } = rule;
        writeln!(out, "| [`{name}`](#{name}) | {severity} | {summary} | {} |", fix(rule)).unwrap();
    }
    for rule in ALL {
        write!(out, "\n## {}\n\n*{}*: {}\n\n{}\n", rule.name, rule.severity, rule.summary, rule.docs.trim()).unwrap();
    }
    out
}

/// Of what kind its fixes are: those that it offers for its own examples.
fn fix(rule: &Rule) -> &'static str {
    match kinds_of_fixes(rule) {
        _ if rule.fixes.is_none() => "",
        (true, true) => "safe or offered",
        (true, false) => "safe",
        (false, _) => "offered",
    }
}
