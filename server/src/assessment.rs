//! The judgement of a whole document: whose it is, which part of it counts, and where each section
//! and element of the guide is dealt with.
//!
//! Reads sketches alone, so that it stands as long as they do.

mod bind;
mod glance;
mod kind;

use std::collections::{BTreeMap, BTreeSet};

pub use glance::may_be_oe;
pub use kind::{Kind, Said, Why};

use crate::config::Requirement;
use crate::document::ChunkIndex;
use crate::guide::{Named, Strength};
use crate::outline::Content;
use crate::reading::{HeadingStroke, PieceRef, Readings, Stroke, StrokeKind};
use crate::requirements::Requirements;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Assessment {
    pub kind: Kind,
    pub why: Why,
    /// Whether front matter says that this is a draft.
    pub draft: bool,
    /// The heading of the chapter that is judged, if it is not the whole document.
    pub chapter: Option<PieceRef>,
    /// Where sections stand, if the document shows it.
    pub section_level: Option<u8>,
    /// Of each section of the guide; empty unless the document is one of ours.
    pub sections: Vec<SectionState>,
    /// Of each element of the guide; empty unless the document is one of ours.
    pub elements: Vec<ElementState>,
    /// The headings of the document, in order.
    pub headings: Vec<HeadingAt>,
    /// The labels of link definitions, which make brackets links.
    pub definitions: BTreeSet<String>,
    /// The comments that say something about findings: the chunk, and the place among its directives.
    pub directives: Vec<(ChunkIndex, usize)>,
    /// The topics that links in the judged region, definitions of links, chapters beside it or
    /// headings beside its sections deal with, as a set of bits.
    pub topics: u64,
    /// Whether the label stands in the document without which no file is a guide.
    pub guide_label: bool,
    /// What a heading and all up to the next belongs to.
    turns: BTreeMap<PieceRef, Place>,
}

/// A heading and what it was taken for.
#[derive(Debug, PartialEq, Eq)]
pub struct HeadingAt {
    pub at: PieceRef,
    pub level: u8,
    pub title: String,
    /// The section or element that it answers or repeats.
    pub named: Option<Named>,
    /// The section or element that its title surely means, wherever it stands.
    pub means: Option<Named>,
    /// Whether it stands in the judged region, whose chapter's heading counts too.
    pub judged: bool,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct SectionState {
    /// Whether front matter leaves it to another file.
    pub excused: bool,
    pub answer: Option<Answered>,
    /// Headings that mean the same under the same parent; the answer is not among them.
    pub repeated: Vec<PieceRef>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct ElementState {
    pub requirement: Requirement,
    /// Whether front matter leaves its section to another file.
    pub excused: bool,
    pub answer: Option<Answered>,
    /// Headings that mean the same under the same parent; the answer is not among them.
    pub repeated: Vec<PieceRef>,
    pub content: Content,
    /// How much template text is left in it.
    pub waiting: usize,
    /// The labels of the guide that stand in it, by [`Requirements::label`], with where.
    pub labels: Vec<(u32, PieceRef)>,
    /// The labels of the guide in it that say nothing.
    pub empty_labels: Vec<PieceRef>,
}

impl Default for ElementState {
    fn default() -> Self {
        Self {
            requirement: Requirement::Required,
            excused: false,
            answer: None,
            repeated: Vec::new(),
            content: Content::None,
            waiting: 0,
            labels: Vec::new(),
            empty_labels: Vec::new(),
        }
    }
}

/// Where a section or element is dealt with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answered {
    pub at: PieceRef,
    pub by: By,
    /// The level that its heading should have, if it has another.
    pub level: Option<u8>,
    /// Whether it stands outside of its section, although that is there.
    pub misplaced: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Heading(Strength),
    /// A heading that stands for several elements; this one was found below it.
    Gathering,
    /// A label or a table's first cell.
    Label,
    /// A link, or a line with one.
    Link,
}

/// What a place in the document belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Whether it is judged.
    pub judged: bool,
    pub section: Option<usize>,
    pub element: Option<usize>,
}

/// What an element's state is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Present,
    Empty,
    Placeholder,
    Missing,
}

impl State {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Empty => "empty",
            Self::Placeholder => "placeholder",
            Self::Missing => "missing",
        }
    }
}

impl ElementState {
    /// Whether the document has to deal with it.
    pub fn is_required(&self) -> bool {
        self.requirement == Requirement::Required && !self.excused
    }

    pub fn state(&self) -> State {
        match (self.answer, self.content) {
            (None, _) => State::Missing,
            (Some(_), Content::None) => State::Empty,
            (Some(_), _) if self.waiting > 0 => State::Placeholder,
            (Some(_), _) => State::Present,
        }
    }
}

impl Assessment {
    /// Judges the document of these readings. `said` is what settings say of its path.
    pub fn new(readings: &Readings, requirements: &Requirements, said: Option<&Said>) -> Self {
        let strokes: Vec<_> = readings.strokes().collect();
        let mut out = Self::default();
        for (chunk, _, reading) in readings.iter() {
            out.definitions.extend(reading.sketch.definitions.iter().cloned());
            out.topics |= reading.sketch.topics;
            out.guide_label |= reading.sketch.guide_label;
            out.directives.extend((0..reading.sketch.directives.len()).map(|at| (chunk, at)));
        }
        let front_matter = readings.iter().next().and_then(|(_, _, reading)| reading.sketch.front_matter.as_ref());
        out.draft = front_matter.is_some_and(|front_matter| front_matter.draft);
        let headings: Vec<_> =
            strokes.iter().enumerate().filter_map(|(at, (_, stroke))| Some((at, heading(stroke)?))).collect();
        out.headings = headings
            .iter()
            .map(|(at, it)| HeadingAt {
                at: strokes[*at].0,
                level: it.level,
                title: it.title.clone(),
                named: None,
                means: kind::surely(it),
                judged: false,
            })
            .collect();
        let kept: Vec<&HeadingStroke> = headings.iter().map(|(_, heading)| *heading).collect();
        let decision = kind::decide(&kept, requirements, said, front_matter);
        (out.kind, out.why) = (decision.kind, decision.why.clone());
        if out.kind == Kind::Oe {
            bind::bind(&mut out, &strokes, &headings, &decision, requirements, front_matter);
        }
        out
    }

    /// That of a file of this kind, which is not judged.
    pub fn of_file(kind: Kind, why: Why) -> Self {
        Self { kind, why, ..Self::default() }
    }

    pub fn is_oe(&self) -> bool {
        self.kind == Kind::Oe
    }

    /// What the text before the chunk's first piece belongs to.
    pub fn start_of(&self, chunk: ChunkIndex) -> Place {
        self.turns.range(..PieceRef { chunk, piece: 0 }).next_back().map_or_else(|| self.top(), |(_, place)| *place)
    }

    /// What the piece belongs to.
    pub fn place(&self, at: PieceRef) -> Place {
        self.turns.range(..=at).next_back().map_or_else(|| self.top(), |(_, place)| *place)
    }

    /// What the text before the first heading belongs to.
    fn top(&self) -> Place {
        Place { judged: self.is_oe() && self.chapter.is_none(), ..Place::default() }
    }

    /// Every change of place in the chunk, by piece.
    pub fn turns(&self, chunk: ChunkIndex) -> impl Iterator<Item = (usize, Place)> {
        let (first, last) = (PieceRef { chunk, piece: 0 }, PieceRef { chunk, piece: usize::MAX });
        self.turns.range(first..=last).map(|(at, place)| (at.piece, *place))
    }

    /// The heading outside of the judged region that surely means this.
    pub fn outside(&self, named: Named) -> Option<&HeadingAt> {
        self.headings.iter().find(|heading| !heading.judged && heading.means == Some(named))
    }

    pub fn answer(&self, named: Named) -> Option<Answered> {
        match named {
            Named::Section(at) => self.sections.get(at)?.answer,
            Named::Element(at) => self.elements.get(at)?.answer,
        }
    }

    /// How many elements are required, and how many of them are there.
    pub fn counts(&self) -> (usize, usize) {
        let required = || self.elements.iter().filter(|element| element.is_required());
        (required().count(), required().filter(|element| element.answer.is_some()).count())
    }

    /// How many of the required elements say something that is no template text.
    pub fn written(&self) -> usize {
        let written = |element: &&ElementState| element.is_required() && element.state() == State::Present;
        self.elements.iter().filter(written).count()
    }
}

fn heading(stroke: &Stroke) -> Option<&HeadingStroke> {
    if let StrokeKind::Heading(heading) = &stroke.kind { Some(heading) } else { None }
}

#[cfg(test)]
mod tests;
