//! Editor and command line find the same in every document.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::client::{Client, uri};

/// A finding as both have it: line, character, severity, rule.
type Line = (u64, u64, String, String);

fn corpus() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let entries = std::fs::read_dir(folder).expect("the corpus is there");
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    files
}

/// What the command line finds, with the findings of one rule at one place as one.
fn checked(path: &Path) -> Vec<Line> {
    let output = Command::new(env!("CARGO_BIN_EXE_oe-ls"))
        .args(["check", "--format", "json"])
        .arg(path)
        .output()
        .expect("the program runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("it prints JSON");
    let findings = report["files"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|file| file["findings"].as_array().into_iter().flatten());
    let mut lines: Vec<Line> = findings
        .map(|it| {
            let start = &it["range"]["start"];
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let (line, character) =
                (start["line"].as_u64().unwrap_or_default(), start["character"].as_u64().unwrap_or_default());
            (line, character, text(&it["severity"]), text(&it["rule"]))
        })
        .collect();
    lines.sort();
    lines.dedup();
    lines
}

/// What the server finds.
fn served(client: &mut Client, path: &Path) -> Vec<Line> {
    let uri = uri(path);
    client.open(&uri, &std::fs::read_to_string(path).expect("it is text"));
    let diagnostics = client.published(&uri, 1);
    let severities = ["", "error", "warning", "information", "hint"];
    let mut lines: Vec<Line> = diagnostics
        .iter()
        .map(|it| {
            let start = &it["range"]["start"];
            let severity = severities[it["severity"].as_u64().unwrap_or_default() as usize].to_owned();
            let rule = it["code"].as_str().unwrap_or_default().to_owned();
            (
                start["line"].as_u64().unwrap_or_default(),
                start["character"].as_u64().unwrap_or_default(),
                severity,
                rule,
            )
        })
        .collect();
    lines.sort();
    lines.dedup();
    lines
}

#[test]
fn editor_and_command_line_find_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut client = Client::session(json!({}), Some(folder));
    let mut some = 0;
    for path in corpus() {
        let found = checked(&path);
        assert_eq!(served(&mut client, &path), found, "{}", path.display());
        some += found.len();
    }
    assert!(some > 20, "the corpus has findings");
    client.end();
}
