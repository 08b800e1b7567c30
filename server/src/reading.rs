//! What a chunk means in the light of a guide, kept from one state of a document to the next.
//!
//! A [`Reading`] depends on its chunk's text and the requirements alone. Of it, the judgement of the
//! whole document sees only the [`Sketch`]: as long as no sketch changes, that judgement stands,
//! whatever was typed.

mod cover;
mod links;
mod sketch;

use std::collections::HashMap;
use std::sync::Arc;

pub use cover::Covers;
use sketch::Sketcher;

use crate::document::{ChunkIndex, Document, Group};
use crate::front_matter::FrontMatter;
use crate::guide::{Answer, Named, Strength};
use crate::outline::{Content, Facts};
use crate::requirements::Requirements;
use crate::suppression::Directive;
use crate::text::Span;

#[derive(Debug, Default)]
pub struct Reading {
    pub facts: Facts,
    pub sketch: Sketch,
    pub covers: Covers,
}

/// All that the judgement of a document reads of a chunk. Nothing in it moves when text is typed into
/// a value.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// One for each piece of the facts.
    pub strokes: Vec<Stroke>,
    pub definitions: Vec<String>,
    pub directives: Vec<DirectiveAt>,
    /// The topics that definitions of links lead to, as a set of bits.
    pub topics: u64,
    pub front_matter: Option<FrontMatter>,
    /// Whether the label stands in it without which no file is a guide.
    pub guide_label: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Stroke {
    pub kind: StrokeKind,
    pub depth: u32,
    /// How much it says; of a label its value.
    pub content: Content,
    /// Template text in it: for a bracket the key of the definition that would make it a link.
    pub waits: Vec<Option<String>>,
    /// What it shows to be dealt with here: by a label, a first cell or a link.
    pub evidence: Vec<Evidence>,
    /// Whether it leaves to another place what is to be said.
    pub defers: Option<Defers>,
    /// The elements that links within the document lead to by their names.
    pub refers: Vec<usize>,
    /// Elements whose names stand in it; only where a heading above gathers elements.
    pub shown: Vec<usize>,
    /// The topics that links in it lead to, as a set of bits.
    pub topics: u64,
}

impl Stroke {
    /// The number of the label of the guide that it states.
    pub const fn label(&self) -> Option<u32> {
        match self.kind {
            StrokeKind::Line { label, .. } | StrokeKind::Row { label, .. } => label,
            _ => None,
        }
    }
}

/// How a line or row leaves to others what is to be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defers {
    /// It leads on to another file.
    Link,
    /// It says that nothing applies.
    NotApplicable,
}

#[derive(Debug, PartialEq, Eq)]
pub enum StrokeKind {
    FrontMatter,
    Heading(HeadingStroke),
    Line {
        item: bool,
        labelled: bool,
        /// The number of its label, if it is one of the guide's.
        label: Option<u32>,
        /// The checkpoint that it states.
        checkpoint: Option<usize>,
    },
    Row {
        header: bool,
        /// Counts the tables of the chunk.
        table: u32,
        /// The number of the label in its first cell, if it is one of the guide's.
        label: Option<u32>,
    },
    Block,
}

#[derive(Debug, PartialEq, Eq)]
pub struct HeadingStroke {
    pub level: u8,
    /// As a reader sees it.
    pub title: String,
    /// The surest first.
    pub meanings: Vec<(Named, Strength)>,
    pub together: Option<Answer>,
    /// Whether it is a link to where it is said: `## [Security Operations](security.md)`.
    pub leads_away: bool,
    /// Whether it may be the heading of the chapter that is judged.
    pub chapter: bool,
    /// The topics that it names, as a set of bits.
    pub topics: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub named: Named,
    /// A link answers wherever it stands; a label or a cell does not below another element's heading.
    pub link: bool,
    /// By a name that counts only in its own section.
    pub weak: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub struct DirectiveAt {
    pub directive: Directive,
    /// What the elements of its entries are, entry by entry.
    pub named: Vec<Option<Named>>,
    /// By its place among the comments of the facts.
    pub comment: usize,
    /// The piece that it stands at, or the next one; past the last if there is none.
    pub piece: usize,
    pub alone: bool,
}

impl Reading {
    /// Reads the chunk whose text is `text` and whose facts are `facts`.
    pub fn new(text: &str, facts: Facts, requirements: &Requirements) -> Self {
        let sketch = Sketcher { text, facts: &facts, requirements }.sketch();
        let covers = Covers::read(text, &facts, &sketch.directives);
        Self { facts, sketch, covers }
    }
}

/// The readings of a group of chunks. The same pointer means the same text and the same readings.
#[derive(Debug)]
pub struct GroupReadings {
    group: Arc<Group>,
    readings: Vec<Arc<Reading>>,
}

impl GroupReadings {
    pub fn readings(&self) -> &[Arc<Reading>] {
        &self.readings
    }
}

/// The readings of all chunks of a settled document.
#[derive(Clone, Debug, Default)]
pub struct Readings {
    groups: Vec<Arc<GroupReadings>>,
    /// Where each group starts in the text.
    starts: Vec<usize>,
}

/// A piece of a document: its chunk, and its place in the chunk's facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PieceRef {
    pub chunk: ChunkIndex,
    pub piece: usize,
}

impl Readings {
    /// Reads `document`, which is settled, taking over from `before` what still holds. Says also
    /// whether the sketch of the document is the same as before, chunk by chunk.
    pub fn update(before: &Self, document: &Document, requirements: &Requirements) -> (Self, bool) {
        let groups = document.chunks().groups();
        // A key changes one group: those before and behind it are taken over without a look into them.
        let kept = |(old, new): &(&Arc<GroupReadings>, &Arc<Group>)| Arc::ptr_eq(&old.group, new);
        let first = before.groups.iter().zip(groups).take_while(kept).count();
        let behind = before.groups[first..].iter().rev().zip(groups[first..].iter().rev()).take_while(kept).count();
        let (old_end, end) = (before.groups.len() - behind, groups.len() - behind);
        let known = by_blocks(&before.groups[first..old_end]);

        let mut out = Self { groups: before.groups[..first].to_vec(), starts: before.starts[..first].to_vec() };
        let mut start = first.checked_sub(1).map_or(0, |last| out.starts[last] + groups[last].len());
        let mut same = groups.len() == before.groups.len();
        for (at, group) in groups.iter().enumerate().take(end).skip(first) {
            out.starts.push(start);
            let old = before.groups.get(at);
            if let Some(old) = old.filter(|old| Arc::ptr_eq(&old.group, group)) {
                out.groups.push(old.clone());
            } else {
                let readings = read_group(group, start, document, &known, requirements);
                same = same && old.is_some_and(|old| same_sketches(&old.readings, &readings));
                out.groups.push(Arc::new(GroupReadings { group: group.clone(), readings }));
            }
            start += group.len();
        }
        out.groups.extend_from_slice(&before.groups[old_end..]);
        out.starts.extend(before.starts[old_end..].iter().map(|at| start + at - before.starts[old_end]));
        (out, same)
    }

    pub fn groups(&self) -> &[Arc<GroupReadings>] {
        &self.groups
    }

    pub fn get(&self, chunk: ChunkIndex) -> Option<&Arc<Reading>> {
        self.groups.get(chunk.group)?.readings.get(chunk.chunk)
    }

    /// Where the chunk starts in the text.
    pub fn start(&self, index: ChunkIndex) -> usize {
        let Some(group) = self.groups.get(index.group) else { return 0 };
        let before = group.group.chunks().iter().take(index.chunk);
        self.starts[index.group] + before.map(|chunk| chunk.len).sum::<usize>()
    }

    /// Every chunk with its start, in order.
    pub fn iter(&self) -> impl Iterator<Item = (ChunkIndex, usize, &Arc<Reading>)> {
        self.groups.iter().enumerate().flat_map(move |(group, it)| {
            let mut start = self.starts[group];
            it.group.chunks().iter().zip(&it.readings).enumerate().map(move |(chunk, (it, reading))| {
                let at = start;
                start += it.len;
                (ChunkIndex { group, chunk }, at, reading)
            })
        })
    }

    /// Every stroke of the document.
    pub fn strokes(&self) -> impl Iterator<Item = (PieceRef, &Stroke)> {
        self.iter().flat_map(|(chunk, _, reading)| {
            reading.sketch.strokes.iter().enumerate().map(move |(piece, stroke)| (PieceRef { chunk, piece }, stroke))
        })
    }
}

/// The readings in `groups`, by the blocks that they were made from.
fn by_blocks(groups: &[Arc<GroupReadings>]) -> HashMap<*const crate::syntax::Blocks, Arc<Reading>> {
    let mut out = HashMap::new();
    for group in groups {
        for (chunk, reading) in group.group.chunks().iter().zip(&group.readings) {
            out.extend(chunk.blocks.as_ref().map(|blocks| (Arc::as_ptr(blocks), reading.clone())));
        }
    }
    out
}

fn read_group(
    group: &Group,
    mut start: usize,
    document: &Document,
    known: &HashMap<*const crate::syntax::Blocks, Arc<Reading>>,
    requirements: &Requirements,
) -> Vec<Arc<Reading>> {
    let read = |chunk: &crate::document::Chunk| {
        let span = Span::new(start, start + chunk.len);
        start = span.end;
        let Some(blocks) = &chunk.blocks else {
            return Arc::default();
        };
        known.get(&Arc::as_ptr(blocks)).cloned().unwrap_or_else(|| {
            let text = document.text().slice(span);
            Arc::new(Reading::new(&text, Facts::read(&text, blocks), requirements))
        })
    };
    group.chunks().iter().map(read).collect()
}

fn same_sketches(a: &[Arc<Reading>], b: &[Arc<Reading>]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| Arc::ptr_eq(a, b) || a.sketch == b.sketch)
}
