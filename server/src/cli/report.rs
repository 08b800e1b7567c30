//! How findings are told: the formats, and the lines that end a report.

mod excerpt;
pub(super) mod json;
pub(super) mod snippet;

use super::args::Format;
use super::columns;
use super::judge::Judged;
use super::output::Output;
use crate::assessment::Kind;
use crate::checks::Finding;
use crate::config::Severity;
use crate::files;
use crate::guide::Named;
use crate::position::{self, Encoding};

pub(super) fn print(files: &[Judged], format: Format, output: &mut Output) {
    match format {
        Format::Json => {
            let text = serde_json::to_string_pretty(&json::report(files)).unwrap_or_default();
            output.print(&text);
            output.print("\n");
        }
        Format::Concise => {
            for file in files {
                concise(file, output);
            }
            if let Some(summary) = summary(files) {
                output.remark(&summary);
            }
        }
        Format::Pretty => {
            for file in files {
                for group in file.groups() {
                    output.print(&snippet::finding(file, &group, output.width));
                    output.print("\n\n");
                }
            }
            for line in lines_of_files(files).into_iter().chain(summary(files)) {
                let line = columns::hang(&columns::harmless(&line), output.width, 4);
                output.print(&format!("{line}\n"));
            }
        }
    }
}

fn concise(file: &Judged, output: &mut Output) {
    for group in file.groups() {
        let first = group[0];
        let at = position::position(&file.text, first.span.start, Encoding::Utf32);
        let (path, message) = (&file.shown, Finding::joined_message(&group));
        let (line, column, severity, rule) = (at.line + 1, at.character + 1, first.severity, first.rule.name);
        let line = format!("{path}:{line}:{column}: {severity}[{rule}] {message}");
        output.print(&format!("{}\n", columns::harmless(&line)));
    }
}

/// One line for each file with findings.
fn lines_of_files(files: &[Judged]) -> Vec<String> {
    let told = files.iter().filter(|file| !file.findings.is_empty());
    let line = |file: &Judged| {
        let counts = counts(&[file]);
        match elements(file) {
            Some(elements) => format!("{}  {} · {counts}", file.shown, there(elements)),
            None => format!("{}  {} · {counts}", file.shown, noun(file.kind)),
        }
    };
    told.map(line).collect()
}

fn noun(kind: Kind) -> &'static str {
    if kind == Kind::Guide { "guide" } else { "settings" }
}

/// The last line; none where nothing was judged, which is said elsewhere.
fn summary(files: &[Judged]) -> Option<String> {
    let documents: Vec<_> = files.iter().filter(|file| file.is_oe()).collect();
    let told: Vec<_> = files.iter().filter(|file| !file.findings.is_empty()).collect();
    if !told.is_empty() {
        let counts = counts(&told);
        if documents.is_empty() {
            return Some(format!("{counts} in all"));
        }
        return Some(format!("{}; {counts} in all", how_many(files)));
    }
    if let [one] = documents[..] {
        let there = there(elements(one)?);
        let judged = match criteria(one) {
            0 => String::new(),
            some => format!(", {} for a reader to judge", plural(some, "criterion", "criteria")),
        };
        return Some(format!("{}: {there}{judged}; nothing to report", one.shown));
    }
    if documents.is_empty() {
        let others = files.iter().filter(|file| matches!(file.kind, Kind::Guide | Kind::Settings)).count();
        return (others > 0).then(|| {
            format!("{}, nothing to report", plural(others, "guide or settings file", "guides and settings files"))
        });
    }
    let all =
        documents.iter().filter_map(|file| elements(file)).fold((0, 0), |sum, file| (sum.0 + file.0, sum.1 + file.1));
    let count = plural(documents.len(), "OE document", "OE documents");
    Some(format!("{count}, nothing to report; {}", there(all)))
}

/// "2 of 14 Markdown files are OE documents".
fn how_many(files: &[Judged]) -> String {
    let oe = files.iter().filter(|file| file.is_oe()).count();
    let all = files.iter().filter(|file| file.kind != Kind::Settings).count();
    match (oe, all) {
        (1, 1) => "1 OE document".to_owned(),
        (oe, all) if oe == all => format!("{oe} OE documents"),
        (1, all) => format!("1 of {all} Markdown files is an OE document"),
        (oe, all) => format!("{oe} of {all} Markdown files are OE documents"),
    }
}

/// Says so where documents were looked for and none was found. `told` are those of which it was said
/// already what makes documents of them.
pub(super) fn loud_if_none(files: &[Judged], told: usize, unreadable: bool, output: &mut Output) {
    // Of a file that could not be read it was said already what to do.
    if files.iter().any(Judged::is_oe) || (unreadable && files.is_empty()) {
        return;
    }
    let others = || files.iter().filter(|file| file.kind == Kind::Other);
    let documents = others().count();
    if documents == 0 && !files.is_empty() {
        return;
    }
    let other = if files.iter().any(|file| file.kind == Kind::Guide) { "other " } else { "" };
    let noun = if others().all(|file| files::is_markdown(&file.path)) { "Markdown file" } else { "file" };
    let what = match documents {
        0 => "no Markdown file was found".to_owned(),
        1 => format!("the one {other}{noun} is no Operational Excellence (OE) document"),
        many => format!("none of {many} {other}{noun}s is an Operational Excellence (OE) document"),
    };
    let checked = if documents == files.len() { "nothing was checked" } else { "no document was checked" };
    let have = if documents > told {
        "\n  to have a file checked: put `oe: true` into its front matter, or name it under `oe-files` in oe-ls.toml"
    } else {
        ""
    };
    output.notice(&format!("{what}, so {checked}{have}\n  to start a new document: `oe-ls init docs/operations.md`"));
}

/// "2 errors, 1 warning": each finding by itself, as in every other format.
fn counts(files: &[&Judged]) -> String {
    let findings = || files.iter().flat_map(|file| &file.findings);
    let of = |severity: Severity| findings().filter(|finding| finding.severity == severity).count();
    let words = [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Information, "information", "information"),
        (Severity::Hint, "hint", "hints"),
    ];
    let counted = words.into_iter().filter(|(severity, ..)| of(*severity) > 0);
    counted.map(|(severity, one, many)| plural(of(severity), one, many)).collect::<Vec<_>>().join(", ")
}

pub(super) fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// "4 of 5 elements".
fn there((required, present): (usize, usize)) -> String {
    format!("{present} of {}", plural(required, "element", "elements"))
}

/// How many elements are required of an OE document, and how many are there.
fn elements(file: &Judged) -> Option<(usize, usize)> {
    Some(file.snapshot.as_ref()?.assessment.counts())
}

/// How many criteria of the sections that are there only a reader can judge.
fn criteria(file: &Judged) -> usize {
    let Some(snapshot) = &file.snapshot else { return 0 };
    let sections = snapshot.requirements.guide.sections.iter().zip(&snapshot.assessment.sections);
    let judged = sections
        .enumerate()
        .filter(|(at, (_, state))| state.answer.is_some() && !snapshot.requirements.is_off(Named::Section(*at)));
    judged.map(|(_, (section, _))| section.criteria.len()).sum()
}
