//! The report for programs. Its shape is documented in `server/docs/cli.md` and has a version.

use serde::Serialize;
use serde_json::{Value, json};

use crate::assessment::Kind;
use crate::checks::{self, Finding, Fix, Trials};
use crate::cli::judge::Judged;
use crate::config::Severity;
use crate::guide::Named;
use crate::position::{self, Encoding, Range};
use crate::snapshot::Snapshot;
use crate::text::{Span, Text};

/// A field that changes its meaning raises it.
const VERSION: u32 = 1;

#[derive(Serialize)]
pub(in crate::cli) struct Report {
    version: u32,
    files: Vec<Value>,
    summary: Value,
}

pub(in crate::cli) fn report(files: &[Judged]) -> Report {
    let told = files.iter().filter(|file| file.is_oe() || !file.findings.is_empty());
    let count = |severity: Severity| {
        files.iter().flat_map(|file| &file.findings).filter(|finding| finding.severity == severity).count()
    };
    let summary = json!({
        "files": files.iter().filter(|file| file.kind != Kind::Settings).count(),
        "oe": files.iter().filter(|file| file.is_oe()).count(),
        "error": count(Severity::Error),
        "warning": count(Severity::Warning),
        "information": count(Severity::Information),
        "hint": count(Severity::Hint),
    });
    Report { version: VERSION, files: told.map(file).collect(), summary }
}

fn file(file: &Judged) -> Value {
    let mut out = json!({
        "path": file.shown,
        "kind": file.kind.name(),
        "why": file.why.to_string(),
        "guide": file.guide,
    });
    if let Some(snapshot) = &file.snapshot {
        let (required, present) = snapshot.assessment.counts();
        out["elements"] = json!({ "required": required, "present": present });
        out["sections"] = sections(snapshot);
    }
    out["suppressed"] = json!(file.suppressed);
    let mut trials = Trials::default();
    let safe = file.snapshot.as_ref().map(|snapshot| checks::safe(snapshot, &file.findings, &mut trials));
    let safe = safe.unwrap_or_default().fixes;
    let safe = |at: usize| safe.binary_search_by_key(&at, |(of, _)| *of).ok().map(|found| &safe[found].1);
    let findings = file.findings.iter().enumerate();
    out["findings"] = findings.map(|(at, it)| finding(it, file, safe(at), &mut trials)).collect();
    out
}

/// Which sections and elements are there, and where.
fn sections(snapshot: &Snapshot) -> Value {
    let (guide, assessment) = (&snapshot.requirements.guide, &snapshot.assessment);
    let line = |named: Named| {
        let answer = assessment.answer(named)?;
        let span = snapshot.span(crate::snapshot::Anchor::Piece(answer.at, crate::snapshot::Part::Name));
        Some(snapshot.text().line_of(span.start) + 1)
    };
    let element = |at: usize| {
        json!({
            "id": guide.elements[at].id,
            "state": assessment.elements[at].state().name(),
            "line": line(Named::Element(at)),
        })
    };
    let section = |at: usize| {
        let section = &guide.sections[at];
        json!({
            "id": section.id,
            "state": if assessment.sections[at].answer.is_some() { "present" } else { "missing" },
            "elements": section.elements.clone().map(element).collect::<Vec<_>>(),
        })
    };
    (0..guide.sections.len()).map(section).collect()
}

fn finding(finding: &Finding, file: &Judged, safe: Option<&Fix>, trials: &mut Trials) -> Value {
    let text = &file.text;
    let range = range(text, finding.span);
    let at = position::position(text, finding.span.start, Encoding::Utf32);
    let mut out = json!({
        "rule": finding.rule.name,
        "severity": finding.severity,
        "message": finding.message(),
        "section": null,
        "element": null,
        "range": range,
        "line": at.line + 1,
        "column": at.character + 1,
        "related": [],
        "fixes": [],
    });
    let Some(snapshot) = &file.snapshot else { return out };
    let guide = &snapshot.requirements.guide;
    match finding.found.about {
        Some(Named::Section(section)) => out["section"] = json!(guide.sections[section].id),
        Some(Named::Element(element)) => {
            out["section"] = json!(guide.section_of(element).id);
            out["element"] = json!(guide.elements[element].id);
        }
        None => {}
    }
    let related = finding.found.related.iter();
    let related = related.map(|(anchor, message)| {
        let range = self::range(text, snapshot.span(*anchor));
        json!({ "message": message, "range": range })
    });
    out["related"] = related.collect();
    // What is safe was tried.
    let fixes = match safe {
        Some(fix) => vec![fix.clone()],
        None => checks::fixes(snapshot, &file.findings, finding, trials),
    };
    let fix = |fix: &Fix| {
        let edits = fix.edits.iter().map(|edit| json!({ "range": self::range(text, edit.span), "newText": edit.text }));
        json!({ "title": fix.title, "safe": safe == Some(fix), "edits": edits.collect::<Vec<_>>() })
    };
    out["fixes"] = fixes.iter().map(fix).collect();
    out
}

fn range(text: &Text, span: Span) -> Range {
    position::range(text, span, Encoding::Utf16)
}
