//! Comments in a document that hide findings.

mod cover;
mod removal;

use super::{Finding, Found, Rule, rule, run, unknown_suppression, unused_suppression};
use crate::document::ChunkIndex;
use crate::guide::Named;
use crate::reading::DirectiveAt;
use crate::snapshot::{Anchor, Snapshot};
use crate::suppression::{Entry, Kind};
use crate::text::Span;

pub(super) use removal::removal;

/// A comment that says something about findings.
pub(super) struct Suppression<'a> {
    pub(super) chunk: ChunkIndex,
    pub(super) it: &'a DirectiveAt,
    /// The comment, by bytes of the document.
    pub(super) comment: Span,
    /// Where its body starts in the chunk.
    body: usize,
    pub(super) entries: Vec<Target<'a>>,
}

/// What one entry is about.
pub(super) struct Target<'a> {
    pub(super) entry: &'a Entry,
    /// None if it is not known.
    pub(super) rule: Option<&'static Rule>,
    pub(super) about: About,
    /// The findings that start here are meant, by bytes of the document.
    pub(super) cover: Option<Span>,
    /// The comment that ends it, by its place among all.
    pub(super) end: Option<usize>,
    pub(super) hides: bool,
}

/// Of which findings of its rule.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    All,
    /// Those about this section or element.
    One(Named),
    /// The guide does not have what it names.
    Unknown,
}

/// Takes out what comments hide, and puts in what is wrong with those comments; gives how many
/// findings are hidden.
pub(super) fn apply(snapshot: &Snapshot, findings: &mut Vec<Finding>) -> usize {
    if snapshot.assessment.directives.is_empty() {
        return 0;
    }
    let mut suppressions = all(snapshot);
    let mut hidden = hide(snapshot, &mut suppressions, findings);
    for (rule, find) in [
        (&unknown_suppression::RULE, unknown_suppression::find as fn(&Snapshot, &[Suppression<'_>], &mut Vec<Places>)),
        (&unused_suppression::RULE, unused_suppression::find),
    ] {
        let Some(severity) = run::severity(rule, snapshot) else { continue };
        let mut found = Vec::new();
        find(snapshot, &suppressions, &mut found);
        let finding = |(chunk, span, mut found): Places| {
            found.at = Anchor::Chunk(chunk, span);
            Finding { rule, severity, span: snapshot.span(found.at), found: found.into() }
        };
        let mut found: Vec<_> = found.into_iter().map(finding).collect();
        hidden += hide(snapshot, &mut suppressions, &mut found);
        findings.append(&mut found);
    }
    hidden
}

/// What is found of a comment, and where: bytes of a chunk.
pub(super) type Places = (ChunkIndex, Span, Found);

/// The suppressions of the document, in the order of the text.
pub(super) fn all(snapshot: &Snapshot) -> Vec<Suppression<'_>> {
    let directives = snapshot.assessment.directives.iter();
    let mut out: Vec<_> = directives.filter_map(|(chunk, at)| suppression(snapshot, *chunk, *at)).collect();
    for at in 0..out.len() {
        for entry in 0..out[at].entries.len() {
            let (cover, end) = cover(snapshot, &out, at, entry);
            (out[at].entries[entry].cover, out[at].entries[entry].end) = (cover, end);
        }
    }
    out
}

fn suppression(snapshot: &Snapshot, chunk: ChunkIndex, at: usize) -> Option<Suppression<'_>> {
    let reading = snapshot.readings.get(chunk)?;
    let it = reading.sketch.directives.get(at)?;
    let comment = reading.facts.comments.get(it.comment)?;
    let guide = &snapshot.requirements.guide;
    let entries = it.directive.entries.iter().map(|entry| Target {
        entry,
        rule: rule(&entry.rule.text),
        about: match &entry.element {
            Some(name) => guide.find(&name.text).map_or(About::Unknown, About::One),
            None => About::All,
        },
        cover: None,
        end: None,
        hides: false,
    });
    let start = snapshot.readings.start(chunk);
    let entries = entries.collect();
    Some(Suppression { chunk, it, comment: comment.span.shift(start), body: comment.body.start, entries })
}

/// The part of the document that an entry is about, and the comment that ends it.
fn cover(snapshot: &Snapshot, all: &[Suppression<'_>], at: usize, entry: usize) -> (Option<Span>, Option<usize>) {
    let it = &all[at];
    let text = snapshot.text();
    match it.it.directive.kind {
        Kind::File => (Some(Span::new(0, text.len() + 1)), None),
        Kind::Line => {
            let lines = (text.line_of(it.comment.start), text.line_of(it.comment.end));
            (Some(Span::new(text.line_start(lines.0), text.line_start(lines.1 + 1).max(it.comment.end + 1))), None)
        }
        Kind::NextLine => (cover::next_block(snapshot, it.chunk, it.it), None),
        Kind::Begin => {
            let ends = |later: &Suppression<'_>| later.it.directive.kind == Kind::End && later.ends(&it.entries[entry]);
            let end = all[at + 1..].iter().position(ends).map(|after| at + 1 + after);
            let until = end.map_or(text.len() + 1, |end| all[end].comment.start);
            (Some(Span::new(it.comment.end, until)), end)
        }
        Kind::End | Kind::Unknown => (None, None),
    }
}

impl Suppression<'_> {
    /// A span of the comment's body as one of the chunk.
    pub(super) fn place(&self, span: Span) -> (ChunkIndex, Span) {
        (self.chunk, span.shift(self.body))
    }

    /// A span of the comment's body as one of the document.
    pub(super) fn span(&self, snapshot: &Snapshot, span: Span) -> Span {
        span.shift(self.body + snapshot.readings.start(self.chunk))
    }

    /// Whether this end of a suppression is one of `target`.
    fn ends(&self, target: &Target<'_>) -> bool {
        let same = |own: &Target<'_>| {
            own.entry.rule.text == target.entry.rule.text
                && (own.about == About::All || (own.about != About::Unknown && own.about == target.about))
        };
        // An end that names nothing for certain ends nothing, one without any name ends all.
        let names_all = self.entries.is_empty() && self.it.directive.problems.is_empty();
        names_all || self.entries.iter().any(same)
    }
}

impl Target<'_> {
    fn hides(&self, snapshot: &Snapshot, finding: &Finding) -> bool {
        let (Some(rule), Some(cover)) = (self.rule, self.cover) else { return false };
        let at = finding.span.start;
        rule.name == finding.rule.name
            && cover.start <= at
            && (at < cover.end || cover.is_empty())
            && match self.about {
                About::All => true,
                About::One(named) => is_about(snapshot, finding, named),
                About::Unknown => false,
            }
    }

    /// Whether it could hide a finding, and no settings keep it from that.
    pub(super) fn counts(&self, snapshot: &Snapshot) -> bool {
        self.about != About::Unknown && self.rule.is_some_and(|rule| run::severity(rule, snapshot).is_some())
    }
}

/// A section stands for its elements too.
fn is_about(snapshot: &Snapshot, finding: &Finding, about: Named) -> bool {
    match (finding.found.about, about) {
        (Some(Named::Element(of)), Named::Section(section)) => {
            snapshot.requirements.guide.elements[of].section == section
        }
        (of, about) => of == Some(about),
    }
}

/// Takes out the findings that are hidden; the first comment that hides one is the one that counts.
fn hide(snapshot: &Snapshot, suppressions: &mut [Suppression<'_>], findings: &mut Vec<Finding>) -> usize {
    let before = findings.len();
    findings.retain(|finding| {
        let mut targets = suppressions.iter_mut().flat_map(|it| &mut it.entries);
        match targets.find(|target| target.hides(snapshot, finding)) {
            Some(target) => {
                target.hides = true;
                false
            }
            None => true,
        }
    });
    before - findings.len()
}

#[cfg(test)]
mod tests;
