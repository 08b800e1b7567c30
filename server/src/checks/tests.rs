//! What holds for every rule.

mod corpus;
mod pages;

use std::path::Path;

use super::testing::{ours, snapshot};
use super::*;
use crate::{config, guide};

/// The examples in a rule's documentation that are fenced as `language word`.
fn examples<'a>(rule: &'a Rule, fence: &str) -> Vec<&'a str> {
    let open = format!("```{fence}\n");
    let rest = rule.docs.match_indices(&open).map(|(at, _)| &rule.docs[at + open.len()..]);
    rest.map(|rest| &rest[..rest.find("```\n").expect("a fence is closed")]).collect()
}

/// How often `rule` fires on an example.
fn fires(rule: &Rule, example: &str) -> usize {
    let reads_settings = rule.name == "invalid-settings";
    let findings = match rule.check {
        Check::File if reads_settings => {
            settings_findings(&config::read(example), std::slice::from_ref(guide::embedded()))
        }
        Check::File => guide_findings(&guide::read(example), &config::Settings::default()),
        _ => run(&ours(example), None).findings,
    };
    findings.iter().filter(|finding| finding.rule.name == rule.name).count()
}

#[test]
fn the_documented_examples_behave() {
    for rule in ALL {
        let language = if rule.name == "invalid-settings" { "toml" } else { "markdown" };
        let (bad, good) = (examples(rule, &format!("{language} bad")), examples(rule, &format!("{language} good")));
        assert!(!bad.is_empty() && !good.is_empty(), "{} has examples of both kinds", rule.name);
        for example in bad {
            assert!(fires(rule, example) > 0, "{} finds nothing in:\n{example}", rule.name);
        }
        for example in good {
            assert_eq!(fires(rule, example), 0, "{} finds something in:\n{example}", rule.name);
        }
    }
}

#[test]
fn an_example_fits_into_a_terminal_where_it_is_indented() {
    for rule in ALL {
        for line in rule.docs.split("\n```").skip(1).step_by(2).flat_map(str::lines) {
            assert!(line.chars().count() <= 76, "{}: {line}", rule.name);
        }
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the list is held against the folder")]
fn every_file_with_a_rule_is_listed_under_its_own_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("server/src/checks");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_rule = |path: &std::path::PathBuf| {
        path.extension().is_some_and(|it| it == "rs")
            && std::fs::read_to_string(path).unwrap().contains("\npub(super) static RULE")
    };
    let name = |path: std::path::PathBuf| path.file_stem().unwrap().to_str().unwrap().replace('_', "-");
    let mut files: Vec<_> = files.filter(is_rule).map(name).collect();
    let mut listed: Vec<_> = ALL.iter().map(|rule| rule.name.to_owned()).collect();
    files.sort();
    listed.sort();
    assert_eq!(files, listed);
}

#[test]
fn a_rule_says_in_one_clause_what_it_finds() {
    for rule in ALL {
        let fine = !rule.summary.ends_with('.') && !rule.summary.contains('\n') && !rule.docs.is_empty();
        assert!(fine, "{}", rule.name);
    }
}

/// Which fixes a rule offers for its own examples: safe ones, others.
fn kinds_of_fixes(rule: &Rule) -> (bool, bool) {
    let mut kinds = (false, false);
    for example in examples(rule, "markdown bad") {
        for fix in testing::fixes(&ours(example), rule) {
            if fix.safe { kinds.0 = true } else { kinds.1 = true }
        }
    }
    kinds
}
