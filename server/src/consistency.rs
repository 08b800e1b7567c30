//! The promise that edits equal reopening, as one function: shared by the property test below and the
//! fuzz target.

use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use crate::checks::{self, Findings};
use crate::config::Settings;
use crate::document::Document;
use crate::guide;
use crate::reading::PieceRef;
use crate::requirements::Requirements;
use crate::snapshot::Snapshot;
use crate::text::Edit;

static REQUIREMENTS: LazyLock<Arc<Requirements>> =
    LazyLock::new(|| Arc::new(Requirements::new(guide::embedded().clone(), Settings::default())));

/// Applies the edits to the document of this text one after the other, looking through it after those
/// marked `true` and at the end; then compares all that is known of it with the resulting text opened
/// fresh.
///
/// # Panics
///
/// If anything differs.
pub fn edits_equal_reopening(text: &str, edits: impl IntoIterator<Item = (Edit, bool)>) {
    let requirements = REQUIREMENTS.clone();
    let mut snapshot = Snapshot::new(Document::new(text), requirements.clone(), None);
    let mut findings = checks::run(&snapshot, None);
    let mut document = snapshot.document.clone();
    for (edit, look) in edits {
        document.edit(&edit);
        if look {
            look_through(&mut document, &mut snapshot, &mut findings);
        }
    }
    look_through(&mut document, &mut snapshot, &mut findings);
    let fresh = Snapshot::new(Document::new(document.text().to_string().as_str()), requirements, None);
    assert_eq!(known(&snapshot, &findings), known(&fresh, &checks::run(&fresh, None)));
}

fn look_through(document: &mut Document, snapshot: &mut Snapshot, findings: &mut Findings) {
    document.settle(None);
    *snapshot = snapshot.update(document.clone());
    *findings = checks::run(snapshot, Some(findings));
}

/// All that is known of a document, in terms of its text alone.
fn known(snapshot: &Snapshot, findings: &Findings) -> String {
    let mut out = String::new();
    // Where chunks end may differ: what stands in them may not.
    let mut spans = Vec::new();
    for (chunk, start, reading) in snapshot.readings.iter() {
        let facts = &reading.facts;
        for (piece, it) in facts.pieces.iter().enumerate() {
            let place = snapshot.assessment.place(PieceRef { chunk, piece });
            writeln!(out, "{:?} depth {} {place:?}", it.span.shift(start), it.depth).expect("a string takes all");
        }
        let found = facts.links.iter().map(|link| link.span).chain(facts.fillers.iter().map(|filler| filler.span));
        spans.extend(found.chain(facts.comments.iter().map(|comment| comment.span)).map(|span| span.shift(start)));
    }
    spans.sort();
    writeln!(out, "{spans:?} open: {}", snapshot.document.is_open()).expect("a string takes all");
    let assessment = &snapshot.assessment;
    writeln!(out, "{:?} {} {:?} {:?}", assessment.kind, assessment.why, assessment.section_level, assessment.counts())
        .expect("a string takes all");
    for element in &assessment.elements {
        let labels: Vec<_> = element.labels.iter().map(|(label, _)| label).collect();
        writeln!(out, "{:?} {} {labels:?}", element.state(), element.waiting).expect("a string takes all");
    }
    for finding in &findings.findings {
        let related: Vec<_> = finding.found.related.iter().map(|(at, message)| (snapshot.span(*at), message)).collect();
        writeln!(out, "{:?} {:?} {} {:?} {related:?}", finding.rule, finding.severity, finding.message(), finding.span)
            .expect("a string takes all");
    }
    writeln!(out, "{} hidden", findings.suppressed).expect("a string takes all");
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::Span;

    const PIECES: &[&str] = &[
        "---\noe: true\n---\n",
        "---\r\noe: true\r\nstatus: draft\r\n---\r\n",
        "---\n",
        "...\n",
        "# Operational Excellence\n\n",
        "## 1. Incident Response & Management\n\n",
        "## Monitoring & Observability\r\n",
        "### On-Call Management\n\n",
        "### 3.2 Post-Mortem\n",
        "#### Incident Communication\n",
        "### Recovery Objectives\n",
        "## Disaster Recovery & Business Continuity\n",
        "Logging Strategy\n---\n",
        "- **On-Call Schedule**: weekly\n",
        "- **On-Call Tools**: [PagerDuty, phone]\n",
        "- **Escalation Procedures**:\n",
        "- **Recovery Time Objective (RTO)**: 4 h\n",
        "- Restores: see [restore](restore.md)\n",
        "- [Log Management](logs.md)\n",
        "1. **Detection**: TBD\n",
        "| Severity | Definition | Response Time | Escalation |\n|---|---|---|---|\n",
        "| P0 - Critical | System down, data loss | 15 minutes | Immediate |\n",
        "| RPO | 15 min |\n",
        "[Who answers]\n",
        "[Who answers]: x\n",
        "- [ ] Monitoring supports performance requirements\n",
        "<!-- oe-disable-next-line missing-element -->\n",
        "<!-- oe-disable missing-element -->\n",
        "<!-- oe-enable -->\n",
        "<!--",
        "-->\n",
        "```\n",
        "> [quoted]\n",
        "\n",
        "\r",
        "\t",
        "    ",
        "é日🙂\n",
        "text\n",
        "#",
        "*",
        "[",
        "]",
        ": ",
    ];

    fn text() -> impl Strategy<Value = String> {
        proptest::collection::vec(proptest::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 300 } else { 10_000 }))]

        #[test]
        fn edits_equal_reopening_whatever_is_typed(
            text in text(),
            edits in proptest::collection::vec((any::<proptest::sample::Index>(), 0usize..40, text(), any::<bool>()), 1..10),
        ) {
            let mut length = text.len();
            let edits: Vec<_> = edits.into_iter().map(|(at, len, text, look)| {
                let at = at.index(length + 1);
                length += text.len();
                (Edit { span: Span::new(at, at + len), text }, look)
            }).collect();
            edits_equal_reopening(&text, edits);
        }
    }
}
