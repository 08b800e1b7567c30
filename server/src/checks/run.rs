//! Runs the rules over a snapshot, taking over from an earlier one what still holds.

use std::borrow::Cow;
use std::sync::Arc;

use super::{ALL, Check, Finding, Found, Rule, suppress};
use crate::assessment::{Assessment, Place};
use crate::config::{Checks, Severity};
use crate::document::ChunkIndex;
use crate::outline::Facts;
use crate::reading::{PieceRef, Reading};
use crate::requirements::Requirements;
use crate::snapshot::{Anchor, Snapshot};
use crate::text::Span;

/// What a rule that looks at one chunk may see.
pub struct ChunkView<'a> {
    pub requirements: &'a Requirements,
    pub assessment: &'a Assessment,
    pub chunk: ChunkIndex,
    pub reading: &'a Reading,
    pub text: Cow<'a, str>,
}

impl ChunkView<'_> {
    pub fn facts(&self) -> &Facts {
        &self.reading.facts
    }

    /// What the piece belongs to.
    pub fn place(&self, piece: usize) -> Place {
        self.assessment.place(PieceRef { chunk: self.chunk, piece })
    }

    /// The text of a span of the facts.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    pub fn anchor(&self, span: Span) -> Anchor {
        Anchor::Chunk(self.chunk, span)
    }
}

/// Everything found in a document, in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    pub findings: Vec<Finding>,
    /// How many findings suppressions hide.
    pub suppressed: usize,
    /// Kept from one run to the next.
    kept: Kept,
}

#[derive(Clone, Debug, Default)]
struct Kept {
    assessment: Option<Arc<Assessment>>,
    document: Arc<Vec<(&'static Rule, Arc<Found>)>>,
    /// Of each chunk that has any, with the reading that they come from; and those without, so that
    /// they are known.
    chunks: std::collections::HashMap<ChunkIndex, (Arc<Reading>, Arc<Vec<(&'static Rule, Arc<Found>)>>)>,
}

/// Checks the document; `before` are the findings of an earlier snapshot of it.
pub fn run(snapshot: &Snapshot, before: Option<&Findings>) -> Findings {
    if !snapshot.assessment.is_oe() {
        return Findings::default();
    }
    let _ = before;
    let mut kept = Kept { assessment: Some(snapshot.assessment.clone()), ..Kept::default() };
    let mut document = Vec::new();
    for rule in ALL {
        if let Check::Document(check) = rule.check
            && severity(rule, snapshot).is_some()
        {
            let mut found = Vec::new();
            check(snapshot, &mut found);
            document.extend(found.into_iter().map(|found| (*rule, Arc::new(found))));
        }
    }
    kept.document = Arc::new(document);
    let mut all: Vec<Finding> = Vec::new();
    let mut resolve = |rule: &'static Rule, found: &Arc<Found>| {
        if let Some(severity) = severity(rule, snapshot) {
            all.push(Finding { rule, severity, span: snapshot.span(found.at), found: found.clone() });
        }
    };
    for (rule, found) in kept.document.iter() {
        resolve(rule, found);
    }
    for (chunk, start, reading) in snapshot.readings.iter() {
        let len = snapshot.document.chunks().get(chunk).map_or(0, |chunk| chunk.len);
        let text = snapshot.slice(Span::new(start, start + len));
        let view =
            ChunkView { requirements: &snapshot.requirements, assessment: &snapshot.assessment, chunk, reading, text };
        for rule in ALL {
            if let Check::Chunk(check) = rule.check {
                let mut found = Vec::new();
                check(&view, &mut found);
                found.into_iter().for_each(|found| resolve(rule, &Arc::new(found)));
            }
        }
    }
    let suppressed = suppress::apply(snapshot, &mut all);
    all.sort_by_key(|finding| (finding.span.start, finding.span.end));
    Findings { findings: all, suppressed, kept }
}

/// How much a finding of `rule` matters in this document; `None` if the rule is off.
pub(super) fn severity(rule: &Rule, snapshot: &Snapshot) -> Option<Severity> {
    let settings = &snapshot.requirements.settings;
    let default = match settings.checks {
        Checks::Strict => rule.severity.max(Severity::Warning),
        Checks::Default => rule.severity,
    };
    let severity = settings.severity_of(rule.name, default)?;
    let unfinished = rule.name.starts_with("missing-") || rule.name == "unfilled-placeholder";
    Some(if snapshot.assessment.draft && unfinished { severity.min(Severity::Information) } else { severity })
}
