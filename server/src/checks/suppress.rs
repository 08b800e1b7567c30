//! Comments in a document that hide findings.
//!
//! A document may hold thousands: none is held against each finding, or against each other one.

mod ends;
mod hiding;
mod removal;

use super::{Finding, Found, Rule, rule, run, unused_suppression};
use crate::document::ChunkIndex;
use crate::guide::Named;
use crate::outline::Comment;
use crate::snapshot::{Anchor, Snapshot};
use crate::suppression::{Directive, Entry, Kind};
use crate::text::Span;

use hiding::Hiding;

pub(super) use removal::removal;

/// A comment that says something about findings.
pub(super) struct Suppression<'a> {
    chunk: ChunkIndex,
    /// Where the chunk starts.
    start: usize,
    comment: Comment,
    pub(super) directive: &'a Directive,
    /// Of one that is about a line or a block: where that is, by bytes of the document.
    cover: Option<Span>,
    pub(super) entries: Vec<Target<'a>>,
    /// How many entries of other comments it ends.
    pub(super) ends: usize,
}

/// What one entry is about.
pub(super) struct Target<'a> {
    pub(super) entry: &'a Entry,
    /// None if it is not known.
    rule: Option<&'static Rule>,
    about: About,
    /// The comment that ends it, by its place among all.
    pub(super) end: Option<usize>,
    pub(super) hides: bool,
}

/// Of which findings of its rule.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum About {
    All,
    /// Those about this section or element.
    One(Named),
    /// The guide does not have what it names.
    Unknown,
}

/// Takes out what comments hide, and puts in which comments hide nothing; gives how many findings are
/// hidden. The findings are in the order of the text, and stay so.
pub(super) fn apply(snapshot: &Snapshot, findings: &mut Vec<Finding>) -> usize {
    if snapshot.assessment.directives.is_empty() {
        return 0;
    }
    let mut suppressions = all(snapshot);
    let mut hiding = Hiding::new(snapshot, &suppressions);
    let mut hidden = hiding.take_out(snapshot, &mut suppressions, findings);
    let rule = &unused_suppression::RULE;
    if let Some(severity) = run::severity(rule, snapshot) {
        let found = unused_suppression::find(snapshot, &suppressions).into_iter();
        let finding = |found: Found| Finding { rule, severity, span: snapshot.span(found.at), found: found.into() };
        let mut unused: Vec<_> = found.map(finding).collect();
        hidden += hiding.take_out(snapshot, &mut suppressions, &mut unused);
        findings.append(&mut unused);
        findings.sort_by_key(|finding| finding.span);
    }
    hidden
}

/// The suppressions of the document, in the order of the text.
fn all(snapshot: &Snapshot) -> Vec<Suppression<'_>> {
    let directives = snapshot.assessment.directives.iter();
    let mut out: Vec<_> = directives.filter_map(|(chunk, at)| suppression(snapshot, *chunk, *at)).collect();
    ends::pair(&mut out);
    out
}

fn suppression(snapshot: &Snapshot, chunk: ChunkIndex, at: usize) -> Option<Suppression<'_>> {
    let reading = snapshot.readings.get(chunk)?;
    let it = reading.sketch.directives.get(at)?;
    let comment = *reading.facts.comments.get(it.comment)?;
    let entries = it.directive.entries.iter().zip(&it.named).map(|(entry, named)| Target {
        entry,
        rule: rule(&entry.rule.text),
        about: match (&entry.element, named) {
            (None, _) => About::All,
            (Some(_), Some(named)) => About::One(*named),
            (Some(_), None) => About::Unknown,
        },
        end: None,
        hides: false,
    });
    let entries = entries.collect();
    let start = snapshot.readings.start(chunk);
    let mut cover = reading.covers.of.get(at)?.map(|cover| cover.shift(start));
    if it.directive.kind == Kind::NextLine {
        cover = cover.or_else(|| first_block_behind(snapshot, chunk));
    }
    Some(Suppression { chunk, start, comment, directive: &it.directive, cover, entries, ends: 0 })
}

fn first_block_behind(snapshot: &Snapshot, mut chunk: ChunkIndex) -> Option<Span> {
    loop {
        chunk = snapshot.document.chunks().next(chunk)?;
        if let Some(block) = snapshot.readings.get(chunk)?.covers.first {
            return Some(block.shift(snapshot.readings.start(chunk)));
        }
    }
}

impl Suppression<'_> {
    pub(super) fn anchor(&self) -> Anchor {
        Anchor::Chunk(self.chunk, self.comment.span)
    }

    /// A span of the comment's body.
    pub(super) fn anchor_of(&self, span: Span) -> Anchor {
        Anchor::Chunk(self.chunk, span.shift(self.comment.body.start))
    }

    /// The comment, by bytes of the document.
    fn span(&self) -> Span {
        self.comment.span.shift(self.start)
    }

    /// Whether something in it could not be read or is not known: it may mean more than it says.
    pub(super) fn is_mistaken(&self) -> bool {
        let is_unknown = |target: &Target<'_>| target.rule.is_none() || target.about == About::Unknown;
        !self.directive.problems.is_empty() || self.entries.iter().any(is_unknown)
    }
}

impl Target<'_> {
    /// Whether it could hide a finding, and no settings keep it from that.
    pub(super) fn counts(&self, snapshot: &Snapshot) -> bool {
        self.about != About::Unknown && self.rule.is_some_and(|rule| run::severity(rule, snapshot).is_some())
    }
}

#[cfg(test)]
mod tests;
