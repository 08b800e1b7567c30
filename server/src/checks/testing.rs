//! Documents in, findings out: what the tests of rules share.

use std::fmt::Write as _;
use std::sync::Arc;

use expect_test::Expect;

use super::{Finding, Fix, Rule, Trials, run};
use crate::assessment::Said;
use crate::config::{self, Settings};
use crate::document::Document;
use crate::guide;
use crate::requirements::Requirements;
use crate::snapshot::Snapshot;
use crate::text::Text;

/// The document `text`, judged by the embedded guide and nothing else.
pub(super) fn snapshot(text: &str) -> Snapshot {
    snapshot_with(text, "", None)
}

/// The document `text`, which settings name as one of ours.
pub(super) fn ours(text: &str) -> Snapshot {
    snapshot_with(text, "", Some(Said { ours: true, glob: "*".to_owned() }))
}

pub(super) fn snapshot_with(text: &str, settings: &str, said: Option<Said>) -> Snapshot {
    let settings = Settings::new([&config::read(settings).layer]);
    let requirements = Arc::new(Requirements::new(guide::embedded().clone(), settings));
    Snapshot::new(Document::new(Text::from(text)), requirements, said)
}

/// What `rule` finds in `text`, a document of ours.
pub(super) fn check(rule: &Rule, text: &str, expected: &Expect) {
    check_in(&ours(text), rule, expected);
}

pub(super) fn check_in(snapshot: &Snapshot, rule: &Rule, expected: &Expect) {
    let findings = run(snapshot, None).findings;
    expected.assert_eq(&shown(snapshot, findings.iter().filter(|finding| finding.rule.name == rule.name)));
}

/// The findings: where, on which text, what, how much it matters and whose it is.
pub(super) fn shown<'a>(snapshot: &Snapshot, findings: impl Iterator<Item = &'a Finding>) -> String {
    let mut out = String::new();
    for finding in findings {
        let line = snapshot.text().line_of(finding.span.start);
        let column = finding.span.start - snapshot.text().line_start(line);
        let marked = snapshot.slice(finding.span);
        let about = finding.found.about.map_or("nothing", |named| snapshot.requirements.guide.id_of(named));
        writeln!(out, "{}:{} {marked:?} {}", line + 1, column + 1, finding.message()).unwrap();
        writeln!(out, "  {} about {about}", finding.severity).unwrap();
    }
    out
}

/// The note and the help of each finding of `rule`.
pub(super) fn advice(snapshot: &Snapshot, rule: &Rule) -> String {
    let mut out = String::new();
    for finding in run(snapshot, None).findings.iter().filter(|finding| finding.rule.name == rule.name) {
        for (name, text) in
            [("note", finding.found.note.clone()), ("help", finding.found.help.as_ref().map(ToString::to_string))]
        {
            if let Some(text) = text {
                writeln!(out, "{name}: {text}").unwrap();
            }
        }
    }
    out
}

/// All that `rule` finds in `text`, a document of ours, with advice and related places.
pub(super) fn check_whole(rule: &Rule, text: &str, expected: &Expect) {
    let snapshot = ours(text);
    let mut out = String::new();
    for finding in run(&snapshot, None).findings.iter().filter(|finding| finding.rule.name == rule.name) {
        out.push_str(&shown(&snapshot, std::iter::once(finding)));
        for (name, text) in
            [("note", finding.found.note.clone()), ("help", finding.found.help.as_ref().map(ToString::to_string))]
        {
            if let Some(text) = text {
                writeln!(out, "  {name}: {text}").unwrap();
            }
        }
        for (at, message) in &finding.found.related {
            let span = snapshot.span(*at);
            let line = snapshot.text().line_of(span.start) + 1;
            writeln!(out, "  {line} {:?}: {message}", snapshot.slice(span)).unwrap();
        }
    }
    expected.assert_eq(&out);
}

/// The fixes that are offered for the findings of `rule`, one after the other.
pub(super) fn fixes(snapshot: &Snapshot, rule: &Rule) -> Vec<Fix> {
    let all = run(snapshot, None).findings;
    let findings = all.iter().filter(|finding| finding.rule.name == rule.name);
    let mut trials = Trials::default();
    findings.flat_map(|finding| super::fixes(snapshot, &all, finding, &mut trials)).collect()
}

/// The text after `fix`.
pub(super) fn applied(snapshot: &Snapshot, fix: &Fix) -> String {
    let mut text = snapshot.text().clone();
    for edit in fix.edits.iter().rev() {
        text.apply(edit);
    }
    text.to_string()
}
