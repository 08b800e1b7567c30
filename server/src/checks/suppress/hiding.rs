//! Which comment hides which finding.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::{About, Finding, Suppression, Target};
use crate::guide::Named;
use crate::snapshot::Snapshot;
use crate::suppression::Kind;
use crate::text::Span;

/// What is hidden, by the name of the rule and what it is about.
pub(super) struct Hiding(HashMap<(&'static str, About), Stretches>);

/// An entry: the comment's place among all, and its own in the comment.
type EntryAt = (usize, usize);

/// The stretches of text that entries cover, asked in the order of the text.
#[derive(Default)]
struct Stretches {
    /// Those that start further on, the next one last.
    waiting: Vec<(Span, EntryAt)>,
    /// Those that have started, with their ends, the first entry on top; some have ended.
    started: BinaryHeap<Reverse<(EntryAt, usize)>>,
}

impl Hiding {
    pub(super) fn new(snapshot: &Snapshot, suppressions: &[Suppression<'_>]) -> Self {
        let mut covers = Vec::new();
        for (at, it) in suppressions.iter().enumerate() {
            for (entry, target) in it.entries.iter().enumerate() {
                if let (Some(rule), Some(cover)) = (target.rule, cover(snapshot, suppressions, it, target)) {
                    covers.push((cover, (rule.name, target.about), (at, entry)));
                }
            }
        }
        covers.sort_by_key(|(cover, ..)| Reverse(cover.start));
        let mut out: HashMap<_, Stretches> = HashMap::new();
        for (cover, of, entry) in covers {
            out.entry(of).or_default().waiting.push((cover, entry));
        }
        Self(out)
    }

    /// Takes out the findings that are hidden, marking what hides them; gives how many. The first
    /// comment that hides one is the one that counts. `findings` are all those of some rules that
    /// were not asked about before, in the order of the text.
    pub(super) fn take_out(
        &mut self,
        snapshot: &Snapshot,
        suppressions: &mut [Suppression<'_>],
        findings: &mut Vec<Finding>,
    ) -> usize {
        let before = findings.len();
        findings.retain(|finding| match self.first(snapshot, finding) {
            Some((at, entry)) => {
                suppressions[at].entries[entry].hides = true;
                false
            }
            None => true,
        });
        before - findings.len()
    }

    fn first(&mut self, snapshot: &Snapshot, finding: &Finding) -> Option<EntryAt> {
        let about = finding.found.about;
        // A section stands for its elements too.
        let section = match about {
            Some(Named::Element(of)) => Some(Named::Section(snapshot.requirements.guide.elements[of].section)),
            _ => None,
        };
        let names = [Some(About::All), about.map(About::One), section.map(About::One)];
        let found = names.into_iter().flatten().filter_map(|about| {
            let stretches = self.0.get_mut(&(finding.rule.name, about))?;
            stretches.first_over(finding.span.start)
        });
        found.min()
    }
}

/// The findings that start here are meant by an entry of `it`, by bytes of the document.
fn cover(snapshot: &Snapshot, all: &[Suppression<'_>], it: &Suppression<'_>, entry: &Target<'_>) -> Option<Span> {
    let end = snapshot.text().len() + 1;
    match it.directive.kind {
        Kind::File => Some(Span::new(0, end)),
        Kind::Begin => Some(Span::new(it.span().end, entry.end.map_or(end, |end| all[end].span().start))),
        Kind::Line | Kind::NextLine => it.cover,
        Kind::End | Kind::Unknown => None,
    }
}

impl Stretches {
    /// The first entry that covers `at`, which is nowhere before the place asked about last.
    fn first_over(&mut self, at: usize) -> Option<EntryAt> {
        while let Some((cover, entry)) = self.waiting.pop_if(|(cover, _)| cover.start <= at) {
            self.started.push(Reverse((entry, cover.end)));
        }
        while let Some(Reverse((entry, end))) = self.started.peek() {
            if at < *end {
                return Some(*entry);
            }
            self.started.pop();
        }
        None
    }
}

#[cfg(test)]
mod tests;
