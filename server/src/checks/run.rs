//! Runs the rules over a snapshot, taking over from an earlier one what still holds.

use std::borrow::Cow;
use std::sync::Arc;

use super::{ALL, Check, Finding, Found, Rule, UNFINISHED, suppress};
use crate::assessment::{Assessment, Place};
use crate::config::{Checks, Severity};
use crate::document::ChunkIndex;
use crate::outline::Facts;
use crate::reading::{GroupReadings, PieceRef, Reading};
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

impl Findings {
    /// Those of a file that is no document.
    pub fn of_file(findings: Vec<Finding>) -> Self {
        Self { findings, ..Self::default() }
    }
}

type Kind = (&'static Rule, Arc<Found>);

#[derive(Clone, Debug, Default)]
struct Kept {
    /// What the findings below were made from; another one makes them void.
    assessment: Arc<Assessment>,
    /// Those of rules that look at the whole document.
    document: Arc<Vec<Kind>>,
    /// Those of rules that look at a chunk, group by group.
    groups: Vec<Arc<GroupFindings>>,
}

#[derive(Debug)]
struct GroupFindings {
    readings: Arc<GroupReadings>,
    /// Of each chunk.
    chunks: Vec<Arc<Vec<Kind>>>,
    none: bool,
}

/// Checks the document; `before` are the findings of an earlier snapshot of it.
pub fn run(snapshot: &Snapshot, before: Option<&Findings>) -> Findings {
    run_beside(snapshot, Vec::new(), before)
}

/// As [`run`], with findings that were made elsewhere; suppressions hide those too.
pub fn run_beside(snapshot: &Snapshot, made: Vec<Finding>, before: Option<&Findings>) -> Findings {
    if !snapshot.assessment.is_oe() {
        return Findings::default();
    }
    let before = before.map(|before| &before.kept).filter(|kept| Arc::ptr_eq(&kept.assessment, &snapshot.assessment));
    let document = before.map_or_else(|| Arc::new(of_document(snapshot)), |kept| kept.document.clone());
    let groups = Vec::with_capacity(snapshot.readings.groups().len());
    let mut kept = Kept { assessment: snapshot.assessment.clone(), document, groups };
    let mut findings = Vec::new();
    let mut resolve = |found: &[Kind]| {
        for (rule, found) in found {
            if let Some(severity) = severity(rule, snapshot) {
                findings.push(Finding { rule, severity, span: snapshot.span(found.at), found: found.clone() });
            }
        }
    };
    resolve(&kept.document);
    for (at, readings) in snapshot.readings.groups().iter().enumerate() {
        let old = before.and_then(|kept| kept.groups.get(at));
        let group = match old.filter(|old| Arc::ptr_eq(&old.readings, readings)) {
            Some(old) => old.clone(),
            None => Arc::new(of_group(snapshot, at, readings, old)),
        };
        if !group.none {
            group.chunks.iter().for_each(|found| resolve(found));
        }
        kept.groups.push(group);
    }
    findings.extend(made);
    findings.sort_by_key(|finding| finding.span);
    let suppressed = suppress::apply(snapshot, &mut findings);
    Findings { findings, suppressed, kept }
}

/// The findings of rules that look at the whole document.
fn of_document(snapshot: &Snapshot) -> Vec<Kind> {
    let mut out = Vec::new();
    for rule in ALL {
        if let Check::Document(check) = rule.check {
            let mut found = Vec::new();
            check(snapshot, &mut found);
            out.extend(found.into_iter().map(|found| (*rule, Arc::new(found))));
        }
    }
    out
}

/// The findings of rules that look at a chunk, for each chunk of the group; those of chunks that are
/// still the same come from `old`.
fn of_group(
    snapshot: &Snapshot,
    group: usize,
    readings: &Arc<GroupReadings>,
    old: Option<&Arc<GroupFindings>>,
) -> GroupFindings {
    let chunks = readings.readings().iter().enumerate().map(|(chunk, reading)| {
        let same = |old: &&Arc<GroupFindings>| {
            old.readings.readings().get(chunk).is_some_and(|before| Arc::ptr_eq(before, reading))
        };
        match old.filter(same) {
            Some(old) => old.chunks[chunk].clone(),
            None => Arc::new(of_chunk(snapshot, ChunkIndex { group, chunk }, reading)),
        }
    });
    let chunks: Vec<_> = chunks.collect();
    let none = chunks.iter().all(|found| found.is_empty());
    GroupFindings { readings: readings.clone(), chunks, none }
}

fn of_chunk(snapshot: &Snapshot, chunk: ChunkIndex, reading: &Reading) -> Vec<Kind> {
    let start = snapshot.readings.start(chunk);
    let len = snapshot.document.chunks().get(chunk).map_or(0, |chunk| chunk.len);
    let text = snapshot.slice(Span::new(start, start + len));
    let view =
        ChunkView { requirements: &snapshot.requirements, assessment: &snapshot.assessment, chunk, reading, text };
    let mut out = Vec::new();
    for rule in ALL {
        if let Check::Chunk(check) = rule.check {
            let mut found = Vec::new();
            check(&view, &mut found);
            out.extend(found.into_iter().map(|found| (*rule, Arc::new(found))));
        }
    }
    out
}

/// How much a finding of `rule` matters in this document; `None` if the rule is off.
pub(super) fn severity(rule: &Rule, snapshot: &Snapshot) -> Option<Severity> {
    let settings = &snapshot.requirements.settings;
    let default = match settings.checks {
        Checks::Strict => rule.severity.max(Severity::Warning),
        Checks::Default => rule.severity,
    };
    let severity = settings.severity_of(rule.name, default)?;
    let waits = snapshot.assessment.draft && rule.is_one_of(&UNFINISHED);
    Some(if waits { severity.min(Severity::Information) } else { severity })
}
