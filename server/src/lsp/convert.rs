//! From our plain data to the protocol's and back. Positions are converted here and nowhere else.

use serde_json::json;
use tower_lsp::lsp_types::{
    self, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, HoverContents, Location, MarkupContent,
    MarkupKind, NumberOrString, Url,
};

use crate::checks::{Finding, grouped};
use crate::config::Severity;
use crate::features::hover::Hover;
use crate::guide::{Guide, Named};
use crate::position::{self, Encoding, Position, Range};
use crate::snapshot::Snapshot;
use crate::text::{Span, Text};

pub(super) fn position(text: &Text, offset: usize, encoding: Encoding) -> lsp_types::Position {
    let Position { line, character } = position::position(text, offset, encoding);
    lsp_types::Position { line, character }
}

pub(super) fn range(text: &Text, span: Span, encoding: Encoding) -> lsp_types::Range {
    lsp_types::Range { start: position(text, span.start, encoding), end: position(text, span.end, encoding) }
}

pub(super) fn offset(text: &Text, position: lsp_types::Position, encoding: Encoding) -> usize {
    position::offset(text, ours(position), encoding)
}

pub(super) fn span(text: &Text, range: lsp_types::Range, encoding: Encoding) -> Span {
    position::span(text, Range { start: ours(range.start), end: ours(range.end) }, encoding)
}

const fn ours(position: lsp_types::Position) -> Position {
    Position { line: position.line, character: position.character }
}

const fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Information => DiagnosticSeverity::INFORMATION,
        Severity::Hint => DiagnosticSeverity::HINT,
    }
}

/// Findings of one rule at one place are one diagnostic. `findings` are in the order of the text.
pub(super) fn diagnostics(
    findings: &[Finding],
    snapshot: &Snapshot,
    uri: &Url,
    encoding: Encoding,
    related: bool,
) -> Vec<Diagnostic> {
    grouped(findings).into_iter().map(|group| diagnostic(&group, snapshot, uri, encoding, related)).collect()
}

/// As [`diagnostics`], for a file that is no document.
pub(super) fn file_diagnostics(findings: &[Finding], text: &Text, encoding: Encoding) -> Vec<Diagnostic> {
    let plain = |finding: &Finding| Diagnostic {
        range: range(text, finding.span, encoding),
        severity: Some(severity(finding.severity)),
        code: Some(NumberOrString::String(finding.rule.name.to_owned())),
        source: Some("oe-ls".to_owned()),
        message: finding.message(),
        ..Diagnostic::default()
    };
    findings.iter().map(plain).collect()
}

pub(super) fn hover(hover: &Hover, range: lsp_types::Range, markdown: bool) -> lsp_types::Hover {
    let (kind, value) = if markdown {
        (MarkupKind::Markdown, hover.prose.markdown())
    } else {
        (MarkupKind::PlainText, hover.prose.plain())
    };
    lsp_types::Hover { contents: HoverContents::Markup(MarkupContent { kind, value }), range: Some(range) }
}

/// Findings that are told as one.
pub(super) fn diagnostic(
    group: &[&Finding],
    snapshot: &Snapshot,
    uri: &Url,
    encoding: Encoding,
    related: bool,
) -> Diagnostic {
    let (text, guide) = (snapshot.text(), &snapshot.requirements.guide);
    let first = group[0];
    let places = group.iter().flat_map(|finding| &finding.found.related);
    let places = places.map(|(anchor, message)| DiagnosticRelatedInformation {
        location: Location { uri: uri.clone(), range: range(text, snapshot.span(*anchor), encoding) },
        message: message.clone(),
    });
    let places: Vec<_> = if related { places.collect() } else { Vec::new() };
    Diagnostic {
        range: range(text, first.span, encoding),
        severity: group.iter().map(|finding| finding.severity).max().map(severity),
        code: Some(NumberOrString::String(first.rule.name.to_owned())),
        source: Some("oe-ls".to_owned()),
        message: Finding::joined_message(group),
        related_information: (!places.is_empty()).then_some(places),
        data: Some(data(group, guide)),
        ..Diagnostic::default()
    }
}

/// Which sections and elements a diagnostic is about. `section` is the first of the `sections`: it was
/// there before them.
fn data(group: &[&Finding], guide: &Guide) -> serde_json::Value {
    let about = || group.iter().filter_map(|finding| finding.found.about);
    let section = |named| match named {
        Named::Section(at) => &guide.sections[at].id,
        Named::Element(at) => &guide.section_of(at).id,
    };
    let element = |named| match named {
        Named::Element(at) => Some(&guide.elements[at].id),
        Named::Section(_) => None,
    };
    let mut sections: Vec<_> = about().map(section).collect();
    let mut elements: Vec<_> = about().filter_map(element).collect();
    // Several labels of one element are one element, several elements stand in one section.
    sections.dedup();
    elements.dedup();
    json!({ "section": sections.first(), "sections": sections, "elements": elements })
}
