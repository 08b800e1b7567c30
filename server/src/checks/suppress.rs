//! Comments in a document that hide findings.

mod cover;
mod removal;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};

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
    let mut ends = Ends::default();
    for at in (0..out.len()).rev() {
        for entry in 0..out[at].entries.len() {
            let end = ends.next(&out[at].entries[entry]).filter(|_| out[at].it.directive.kind == Kind::Begin);
            let cover = cover(snapshot, &out[at], end.map(|end| out[end].comment.start));
            (out[at].entries[entry].cover, out[at].entries[entry].end) = (cover, end);
        }
        ends.see(&out[at], at);
    }
    out
}

/// The ends of suppressions that stand behind some place, by their places among all.
#[derive(Default)]
struct Ends<'a> {
    /// The next one that ends all.
    all: Option<usize>,
    /// The next one for each of what a rule may be about.
    of_rules: HashMap<&'a str, Vec<(About, usize)>>,
}

impl<'a> Ends<'a> {
    /// The first that ends `target`.
    fn next(&self, target: &Target<'a>) -> Option<usize> {
        let same = |about: About| about == About::All || (about != About::Unknown && about == target.about);
        let of_rule = self.of_rules.get(target.entry.rule.text.as_str()).into_iter().flatten();
        of_rule.filter(|(about, _)| same(*about)).map(|(_, at)| *at).chain(self.all).min()
    }

    /// Takes note of the suppression at `at`, which stands before all seen so far.
    fn see(&mut self, it: &Suppression<'a>, at: usize) {
        let directive = &it.it.directive;
        if directive.kind != Kind::End {
            return;
        }
        // An end that names nothing for certain ends nothing, one without any name ends all.
        if directive.entries.is_empty() && directive.problems.is_empty() {
            self.all = Some(at);
        }
        for target in &it.entries {
            let of_rule = self.of_rules.entry(&target.entry.rule.text).or_default();
            match of_rule.iter_mut().find(|(about, _)| *about == target.about) {
                Some(known) => known.1 = at,
                None => of_rule.push((target.about, at)),
            }
        }
    }
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

/// The part of the document that an entry is about; one that begins there goes on until `end`.
fn cover(snapshot: &Snapshot, it: &Suppression<'_>, end: Option<usize>) -> Option<Span> {
    let text = snapshot.text();
    match it.it.directive.kind {
        Kind::File => Some(Span::new(0, text.len() + 1)),
        Kind::Line => {
            let lines = (text.line_of(it.comment.start), text.line_of(it.comment.end));
            Some(Span::new(text.line_start(lines.0), text.line_start(lines.1 + 1).max(it.comment.end + 1)))
        }
        Kind::NextLine => cover::next_block(snapshot, it.chunk, it.it),
        Kind::Begin => Some(Span::new(it.comment.end, end.unwrap_or(text.len() + 1))),
        Kind::End | Kind::Unknown => None,
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
}

impl Target<'_> {
    /// Whether it hides a finding of its rule that starts in its cover.
    fn hides(&self, snapshot: &Snapshot, finding: &Finding) -> bool {
        match self.about {
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
    let mut targets: Vec<_> = suppressions.iter_mut().flat_map(|it| &mut it.entries).collect();
    let mut by_rule: BTreeMap<&str, Vec<(Span, usize)>> = BTreeMap::new();
    for (at, target) in targets.iter().enumerate() {
        if let (Some(rule), Some(cover)) = (target.rule, target.cover) {
            by_rule.entry(rule.name).or_default().push((cover, at));
        }
    }
    for covers in by_rule.values_mut() {
        covers.sort_unstable();
    }
    let mut of_rule: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate().filter(|(_, finding)| by_rule.contains_key(finding.rule.name)) {
        of_rule.entry(finding.rule.name).or_default().push((finding.span.start, at));
    }
    let mut hidden = vec![false; findings.len()];
    for (rule, mut found) in of_rule {
        found.sort_unstable();
        let mut around = Around { coming: &by_rule[rule], ..Around::default() };
        for (start, at) in found {
            around.go_to(start);
            if let Some(target) = around.all.iter().find(|target| targets[**target].hides(snapshot, &findings[at])) {
                targets[*target].hides = true;
                hidden[at] = true;
            }
        }
    }
    let before = findings.len();
    let mut hidden = hidden.into_iter();
    findings.retain(|_| hidden.next() != Some(true));
    before - findings.len()
}

/// Which of some covers hold a place, while it goes through the document.
#[derive(Default)]
struct Around<'a> {
    /// Those that start behind the place, in order.
    coming: &'a [(Span, usize)],
    /// Those around it, by when they end.
    ends: BinaryHeap<Reverse<(usize, usize)>>,
    /// Those around it, in the order of the comments.
    all: BTreeSet<usize>,
}

impl Around<'_> {
    fn go_to(&mut self, place: usize) {
        while let Some(((cover, at), coming)) = self.coming.split_first().filter(|((cover, _), _)| cover.start <= place)
        {
            // Where nothing is covered, what starts there is meant.
            self.ends.push(Reverse((cover.end.max(cover.start + 1), *at)));
            self.all.insert(*at);
            self.coming = coming;
        }
        while let Some(Reverse((_, at))) = self.ends.peek().filter(|Reverse((end, _))| *end <= place) {
            self.all.remove(at);
            self.ends.pop();
        }
    }
}

#[cfg(test)]
mod tests;
