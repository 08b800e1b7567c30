//! Where the headings of the judged region stand, and the places between them.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashSet};

use super::order::longest_run;
use super::style::{ENOUGH, Number};
use crate::assessment::{Answered, By};
use crate::guide::{Answer, LabelSpec, Named, Part};
use crate::outline::Piece;
use crate::reading::{HeadingStroke, PieceRef, StrokeKind};
use crate::snapshot::{self, Anchor, Snapshot};
use crate::text::Span;

pub(super) struct Layout<'a> {
    pub(super) snapshot: &'a Snapshot,
    /// Those of the judged region without the chapter's own, in order.
    pub(super) heads: Vec<Head>,
    chapter: Option<PieceRef>,
    /// Where sections stand.
    pub(super) level: u8,
    /// Where the region ends.
    pub(super) end: usize,
    /// See [`Layout::open_block`].
    open: OnceCell<Option<usize>>,
    /// See [`Layout::numbers`].
    numbers: OnceCell<HashSet<(u8, bool, Vec<u32>)>>,
}

/// Which one of how many that are put into the same place.
#[derive(Clone, Copy)]
pub(super) struct Turn {
    pub(super) at: usize,
    pub(super) of: usize,
}

impl Turn {
    pub(super) const ONLY: Self = Self { at: 0, of: 1 };
}

pub(super) struct Head {
    pub(super) at: PieceRef,
    pub(super) level: u8,
    /// That it stands in.
    pub(super) section: Option<usize>,
    /// That it answers.
    answers: Option<usize>,
    /// The elements that it answers or gathers.
    pub(super) elements: Vec<usize>,
    pub(super) gathers: bool,
}

impl<'a> Layout<'a> {
    pub(super) fn new(snapshot: &'a Snapshot) -> Self {
        let assessment = &snapshot.assessment;
        let judged =
            assessment.headings.iter().filter(|heading| heading.judged && Some(heading.at) != assessment.chapter);
        let mut heads: Vec<_> = judged
            .map(|heading| Head {
                at: heading.at,
                level: heading.level,
                section: assessment.place(heading.at).section,
                answers: None,
                elements: Vec::new(),
                gathers: false,
            })
            .collect();
        let of = |heads: &[Head], answer: &Option<Answered>| {
            heads.binary_search_by_key(&answer.as_ref()?.at, |head| head.at).ok()
        };
        for (section, state) in assessment.sections.iter().enumerate() {
            let answer = state.answer.filter(|answer| answer.by != By::Link);
            if let Some(head) = of(&heads, &answer) {
                heads[head].answers.get_or_insert(section);
            }
        }
        for (element, state) in assessment.elements.iter().enumerate() {
            let answer = state.answer.filter(|answer| answer.by != By::Link);
            if let Some(head) = of(&heads, &answer) {
                heads[head].elements.push(element);
            }
        }
        for head in &mut heads {
            if let Some(StrokeKind::Heading(HeadingStroke { together: Some(Answer::Gathers(elements)), .. })) =
                snapshot.stroke(head.at).map(|stroke| &stroke.kind)
            {
                (head.elements, head.gathers) = (elements.clone(), true);
            }
        }
        let last = assessment.headings.iter().rposition(|heading| heading.judged);
        let next = last.and_then(|last| assessment.headings.get(last + 1)).filter(|_| assessment.chapter.is_some());
        let start = |at| snapshot.span(Anchor::Piece(at, snapshot::Part::Whole)).start;
        Self {
            snapshot,
            chapter: assessment.chapter,
            level: section_level(snapshot),
            end: next.map_or(snapshot.text().len(), |next| start(next.at)),
            heads,
            open: OnceCell::new(),
            numbers: OnceCell::new(),
        }
    }

    /// Where the block starts that takes in whatever is put behind the text, if there is one.
    pub(super) fn open_block(&self) -> Option<usize> {
        *self.open.get_or_init(|| self.snapshot.document.open_block())
    }

    /// Where the heading begins.
    pub(super) fn start(&self, head: &Head) -> usize {
        self.snapshot.span(Anchor::Piece(head.at, snapshot::Part::Whole)).start
    }

    /// The first heading at or after `offset`.
    pub(super) fn after(&self, offset: usize) -> usize {
        self.heads.partition_point(|head| self.start(head) < offset)
    }

    /// The heading that `offset` is under and that answers or gathers elements.
    pub(super) fn element_above(&self, offset: usize) -> Option<usize> {
        let mut at = self.heads.partition_point(|head| self.start(head) <= offset).checked_sub(1)?;
        loop {
            let head = &self.heads[at];
            if !head.elements.is_empty() {
                return Some(at);
            }
            at = (0..at).rev().find(|above| self.heads[*above].level < head.level)?;
        }
    }

    /// The headings below that of `section`, up to the first that is outside of it.
    pub(super) fn section(&self, section: usize) -> Option<std::ops::Range<usize>> {
        let head = self.heads.iter().position(|head| head.answers == Some(section))?;
        let inside = self.heads[head + 1..].iter().take_while(|head| head.section == Some(section));
        Some(head + 1..head + 1 + inside.count())
    }

    /// Before which heading a section belongs that is not there.
    pub(super) fn place_of_section(&self, section: usize) -> usize {
        let counts = |at: &usize| !self.snapshot.requirements.is_off(Named::Section(*at));
        let there = self.heads.iter().enumerate();
        let there: Vec<_> = there.filter_map(|(at, head)| Some((at, head.answers.filter(counts)?))).collect();
        let end =
            |of: usize| self.heads[of].answers.and_then(|section| self.section(section)).map_or(of + 1, |it| it.end);
        // Below the chapter's heading, not below one that stands beside that.
        let beside = || self.heads.iter().position(|head| self.chapter.is_some() && head.level < self.level);
        let last = there.last().map_or_else(|| beside().unwrap_or(self.heads.len()), |(at, _)| end(*at));
        among(&there, section, end).unwrap_or(last)
    }

    /// Before which heading an element's heading belongs, in its section, whose headings are `inside`.
    pub(super) fn place_of_element(&self, element: usize, inside: std::ops::Range<usize>) -> usize {
        let guide = &self.snapshot.requirements.guide;
        let section = guide.elements[element].section;
        let mut seen = BTreeSet::new();
        let order =
            |head: &Head| head.elements.iter().copied().filter(|at| guide.elements[*at].section == section).min();
        let there: Vec<_> = inside
            .clone()
            .filter_map(|at| Some((at, order(&self.heads[at])?)))
            .filter(|(_, order)| seen.insert(*order))
            .collect();
        let right = self.level_of(element);
        let end = |of: usize| {
            let below = &self.heads[of + 1..inside.end];
            let own =
                |head: &&Head| head.level > self.heads[of].level && (head.elements.is_empty() || head.level > right);
            of + 1 + below.iter().take_while(own).count()
        };
        among(&there, element, end).unwrap_or(inside.end)
    }

    /// Where the heading of `element` stands: one below its section's, that of a part of an element
    /// below that one's, as far as there are levels.
    pub(super) fn level_of(&self, element: usize) -> u8 {
        let guide = &self.snapshot.requirements.guide;
        let depth = guide.depth_of(element);
        let own = guide.part_of(element).filter(|part| depth > 0 && !part.gathers()).map(|part| part.level);
        let level = self.level + 1;
        if level > 6 { level } else { (self.level + own.unwrap_or(1 + depth)).min(6) }
    }

    /// The heading that stands for `element` and others, and the label that stands for `element` below
    /// it. Below one in another section it would be found to be misplaced.
    pub(super) fn gathering(&self, element: usize) -> Option<(usize, &'a LabelSpec)> {
        let guide = &self.snapshot.requirements.guide;
        let part = guide.part_of(element).filter(|part| part.gathers())?;
        let label = part.labels.iter().find(|label| label.element == Some(element))?;
        let section = guide.elements[element].section;
        let all = || self.heads.iter().enumerate().filter(|(_, head)| head.gathers && head.elements.contains(&element));
        let home = all().find(|(_, head)| head.section == Some(section));
        let (head, _) = home.or_else(|| all().find(|(_, head)| head.section.is_none()))?;
        Some((head, label))
    }

    /// Whether some heading stands for the elements of `part` together: a second one like it would
    /// only be mistaken for it.
    pub(super) fn has(&self, part: &Part) -> bool {
        let stands = |head: &Head| head.gathers && head.elements.iter().any(|of| part.elements.contains(of));
        part.gathers() && self.heads.iter().any(stands)
    }

    /// Where what stands below the heading `head` ends: its own text, before any other heading.
    pub(super) fn own_text(&self, head: usize) -> Span {
        let end = self.heads.get(head + 1).map_or(self.end, |next| self.start(next));
        Span::new(self.snapshot.span(Anchor::Piece(self.heads[head].at, snapshot::Part::Whole)).end, end)
    }

    /// The bytes from the heading `head` up to where its text and that of its subheadings ends.
    pub(super) fn block(&self, head: usize) -> Span {
        let own = |other: &&Head| other.level > self.heads[head].level && other.elements.is_empty();
        let next = head + 1 + self.heads[head + 1..].iter().take_while(own).count();
        let end = self.heads.get(next).map_or(self.end, |next| self.start(next));
        Span::new(self.snapshot.span(Anchor::Piece(self.heads[head].at, snapshot::Part::Whole)).end, end)
    }

    /// The pieces that start in `span`, with theirs.
    pub(super) fn pieces(&self, span: Span) -> Vec<(PieceRef, Span, &Piece)> {
        let mut out = Vec::new();
        for (chunk, start, reading) in self.snapshot.readings.iter() {
            if start >= span.end {
                break;
            }
            let pieces = reading.facts.pieces.iter().enumerate();
            out.extend(
                pieces
                    .map(|(piece, it)| (PieceRef { chunk, piece }, it.span.shift(start), it))
                    .filter(|(_, of, _)| of.start >= span.start && of.start < span.end),
            );
        }
        out
    }

    /// The number of a heading that comes to stand at `level` before the heading `head`, as the `turn`th
    /// of several, if the document numbers its headings there. None where the numbers of those around
    /// leave no room: a number that is there already is worse than none.
    pub(super) fn number(&self, head: usize, level: u8, turn: Turn) -> Option<Number> {
        let sample = self.sample(level)?;
        let beside = |other: &&Head| other.level == level;
        let above = self.heads[..head].iter().rev().take_while(|other| other.level >= level);
        let below = self.heads[head..].iter().take_while(|other| other.level >= level);
        let (mut above, mut below) = (above.filter(beside), below.filter(beside));
        let alone = above.clone().next().is_none() && below.clone().next().is_none();
        let (before, after) = (above.find_map(|it| self.number_of(it.at)), below.find_map(|it| self.number_of(it.at)));
        let number = match (before, after) {
            (Some(before), after) => {
                before.stepped(turn.at + 1).filter(|own| after.is_none_or(|after| own.is_before(&after)))?
            }
            (None, Some(after)) => after.stepped_back(turn.of)?.stepped(turn.at)?,
            (None, None) if alone => {
                let parent = self.heads[..head].iter().rev().find(|other| other.level < level).map(|parent| parent.at);
                let parent = parent.or(self.chapter).and_then(|parent| self.number_of(parent));
                first(&sample, parent.as_ref(), turn.at)?
            }
            // Those beside it have none.
            (None, None) => return None,
        };
        (!self.numbers().contains(&(level, number.letter.is_some(), number.parts.clone()))).then_some(number)
    }

    /// Those that headings have: their level, whether they begin with a letter, and what they count.
    fn numbers(&self) -> &HashSet<(u8, bool, Vec<u32>)> {
        self.numbers.get_or_init(|| {
            let number = |head: &Head| {
                let number = self.number_of(head.at)?;
                Some((head.level, number.letter.is_some(), number.parts))
            };
            self.heads.iter().filter_map(number).collect()
        })
    }

    fn number_of(&self, heading: PieceRef) -> Option<Number> {
        Number::read(self.title(heading)?)
    }

    /// The text of the heading.
    pub(super) fn title(&self, heading: PieceRef) -> Option<&'a str> {
        let headings = &self.snapshot.assessment.headings;
        let at = headings.binary_search_by_key(&heading, |it| it.at).ok()?;
        Some(&headings[at].title)
    }

    /// The number of the `after`th heading below one that has the number `parent`.
    pub(super) fn number_below(&self, level: u8, parent: Option<&Number>, after: usize) -> Option<Number> {
        first(&self.sample(level)?, parent, after)
    }

    /// Whether headings at `level` have numbers.
    pub(super) fn is_numbered(&self, level: u8) -> bool {
        self.sample(level).is_some()
    }

    /// A number as headings at `level` have them, if at least half of them do.
    fn sample(&self, level: u8) -> Option<Number> {
        let some = self.heads.iter().filter(|head| head.level == level).take(ENOUGH);
        let numbers: Vec<_> = some.map(|head| self.number_of(head.at)).collect();
        let numbered = numbers.iter().flatten().count();
        if numbered * 2 >= numbers.len() { numbers.into_iter().flatten().next() } else { None }
    }
}

/// The number of the `after`th heading below one with the number `parent`, in the form of `sample`.
fn first(sample: &Number, parent: Option<&Number>, after: usize) -> Option<Number> {
    let own = u32::try_from(after + 1).ok()?;
    if sample.parts.len() == 1 {
        return Some(sample.with(vec![own]));
    }
    let parent = parent.filter(|parent| parent.letter == sample.letter)?;
    Some(sample.with(parent.parts.iter().copied().chain([own]).collect()))
}

/// Where sections stand; if the document does not show it, below its title.
pub(super) fn section_level(snapshot: &Snapshot) -> u8 {
    let assessment = &snapshot.assessment;
    let titles = || assessment.headings.iter().filter(|heading| heading.level == 1).count();
    assessment.section_level.unwrap_or_else(|| if titles() > 1 { 1 } else { 2 })
}

/// Before which heading something of `order` belongs among those in `there`, which have a place and
/// an order each: after the one before it in the guide's order, else before the one after it. Those
/// that stand out of order do not count.
fn among(there: &[(usize, usize)], order: usize, end: impl Fn(usize) -> usize) -> Option<usize> {
    let orders: Vec<_> = there.iter().map(|(_, order)| *order).collect();
    let run: Vec<_> = longest_run(&orders).into_iter().map(|at| there[at]).collect();
    let before = run.iter().rev().find(|(_, other)| *other < order).map(|(at, _)| end(*at));
    before.or_else(|| run.iter().find(|(_, other)| *other > order).map(|(at, _)| *at))
}
