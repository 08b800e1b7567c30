//! Telling the client what was found: pushed, or in answer to a pull.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use serde_json::json;
use tower_lsp::lsp_types::{
    DocumentDiagnosticReport, DocumentDiagnosticReportResult, FullDocumentDiagnosticReport, MessageType,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
};

use super::client::ClientSide;
use super::convert;
use super::documents::{Open, Told};
use super::look::Checked;
use super::notice::{self, MOST_FINDINGS, Notice};
use super::outbox::{Letter, Outbox};
use crate::checks::Finding;
use crate::features::status;
use crate::position::Encoding;

/// Publishes the findings of a state that has been looked through.
pub(super) fn push(side: &ClientSide, outbox: Option<&Outbox>, open: &mut Open, checked: &Checked) {
    open.untold = false;
    let told = told(side, outbox, open, checked);
    if let Some(outbox) = outbox {
        let (uri, version) = (open.uri.clone(), Some(told.state.version));
        outbox.send(Letter::Diagnostics { uri, version, diagnostics: told.diagnostics });
    }
}

/// What there is to tell of a state; under the same number as before if nothing differs. Tells also
/// how the document stands, if that is new.
pub(super) fn told(side: &ClientSide, outbox: Option<&Outbox>, open: &mut Open, checked: &Checked) -> Told {
    open.fresh = false;
    if let Some(told) = open.told.as_ref().filter(|told| told.state == checked.state && !open.renewed) {
        return told.clone();
    }
    open.renewed = false;
    let diagnostics = if checked.snapshot.requirements.settings.has_feature("diagnostics") {
        let findings = worst(&checked.findings.findings, MOST_FINDINGS);
        convert::diagnostics(&findings, &checked.snapshot, &open.uri, side.encoding, side.related)
    } else {
        Vec::new()
    };
    let same = open.told.take().filter(|told| *told.diagnostics == diagnostics);
    let told = if let Some(told) = same {
        Told { state: checked.state, text: checked.snapshot.text().clone(), ..told }
    } else {
        Told {
            state: checked.state,
            id: next_id(),
            diagnostics: Arc::new(diagnostics),
            text: checked.snapshot.text().clone(),
        }
    };
    open.told = Some(told.clone());
    if let Some(outbox) = outbox {
        let notices = notice::notices(checked, open.long);
        tell_notices(outbox, open, &notices);
        tell_status(side, outbox, open, checked, &notices);
    }
    told
}

/// What was last told of the document, with its places in the present text.
pub(super) fn told_before(open: &Open, encoding: Encoding) -> Option<Told> {
    let told = open.told.clone()?;
    let Some(shift) = open.since(told.state).filter(|shift| !shift.0.is_empty()) else { return Some(told) };
    let mut diagnostics = told.diagnostics.to_vec();
    for diagnostic in &mut diagnostics {
        let related = diagnostic.related_information.iter_mut().flatten().map(|it| &mut it.location.range);
        for range in [&mut diagnostic.range].into_iter().chain(related) {
            let span = shift.near(convert::span(&told.text, *range, encoding));
            *range = convert::range(open.document.text(), span, encoding);
        }
    }
    Some(Told { diagnostics: Arc::new(diagnostics), ..told })
}

/// A number that nothing was told under yet: a document that is opened again may hold something else,
/// and its client still know a number from before.
fn next_id() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}

/// The findings without the least severe, if there are more than so many; in their order.
pub(super) fn worst(findings: &[Finding], most: usize) -> Cow<'_, [Finding]> {
    if findings.len() <= most {
        return findings.into();
    }
    let mut order: Vec<_> = findings.iter().enumerate().map(|(at, finding)| (Reverse(finding.severity), at)).collect();
    order.sort_unstable();
    let mut kept: Vec<_> = order[..most].iter().map(|(_, at)| *at).collect();
    kept.sort_unstable();
    kept.into_iter().map(|at| findings[at].clone()).collect()
}

fn tell_notices(outbox: &Outbox, open: &mut Open, notices: &[Notice]) {
    for notice in notices {
        if !open.noticed.iter().any(|said| said.is_like(notice)) {
            open.noticed.push(*notice);
            let sentence = notice.sentence(open.uri.as_str());
            outbox.send(Letter::Log(MessageType::INFO, format!("oe-ls: {sentence}")));
        }
    }
}

fn tell_status(side: &ClientSide, outbox: &Outbox, open: &mut Open, checked: &Checked, notices: &[Notice]) {
    if side.warns_of_unknown {
        return;
    }
    let mut status = status::status(&checked.snapshot, &checked.findings.findings);
    for notice in notices {
        status.message.push_str("; ");
        status.message.push_str(&notice.words());
    }
    let Ok(mut status) = serde_json::to_value(status) else { return };
    if open.status.as_ref() == Some(&status) {
        return;
    }
    open.status = Some(status.clone());
    status["uri"] = json!(open.uri);
    status["settings"] = json!(checked.terms.settings);
    outbox.send(Letter::Status(status));
}

/// Tells the numbers of this server from those that a client kept from the one before.
static SESSION: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(std::process::id()));

/// The answer to a pull from a client that knows what was told as number `known`.
pub(super) fn report(told: &Told, known: Option<&str>) -> DocumentDiagnosticReportResult {
    let result_id = format!("{:x}.{}", *SESSION, told.id);
    let report = if known == Some(result_id.as_str()) {
        DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
        })
    } else {
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: FullDocumentDiagnosticReport {
                result_id: Some(result_id),
                items: told.diagnostics.to_vec(),
            },
        })
    };
    DocumentDiagnosticReportResult::Report(report)
}
