//! What is written in one chunk: headings, labels, table rows, links, template text, comments.
//!
//! Spans are bytes from the chunk's start, so that nothing moves when an edit comes before it.
//! Nothing here knows a guide.

mod fillers;
mod labels;
mod pieces;

pub use fillers::{Filler, FillerKind, is_filler_word};
pub use labels::LABEL_WORDS;

use crate::syntax::Blocks;
use crate::text::Span;

/// What stands in a chunk, in the order of the text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub pieces: Vec<Piece>,
    pub links: Vec<Link>,
    /// Text that looks as if it waits to be written.
    pub fillers: Vec<Filler>,
    /// The comments of HTML, outside code.
    pub comments: Vec<Comment>,
    /// The labels of link reference definitions, as [`reference_key`] has them.
    pub definitions: Vec<String>,
}

/// The smallest thing that a rule or a feature speaks about: a heading, a line, a table row, a block.
#[derive(Debug, PartialEq, Eq)]
pub struct Piece {
    pub kind: PieceKind,
    pub span: Span,
    /// How many list items and quotes it stands in; an item itself counts those around it.
    pub depth: u32,
}

#[derive(Debug, PartialEq, Eq)]
pub enum PieceKind {
    FrontMatter,
    Heading(Heading),
    Line(Line),
    Row(Row),
    /// Code, an image, HTML or a rule.
    Block {
        /// Whether it says anything.
        content: bool,
    },
}

/// A heading at the top level of the document; one inside a list or a quote is a [`Line`].
#[derive(Debug, PartialEq, Eq)]
pub struct Heading {
    /// One to six.
    pub level: u8,
    pub underlined: bool,
    /// The text without its marks; empty, at the end of the marks, if there is none.
    pub title: Span,
    /// By [`crate::names::key`].
    pub key: String,
    /// By [`crate::names::spelled_out`].
    pub spelled_out: Option<String>,
}

/// A paragraph, the text of a list item, or the part of either that begins with a label.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    pub item: Option<Item>,
    pub label: Option<Label>,
    /// What is said: all of the line, or what follows its label.
    pub value: Span,
    pub content: Content,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// The bullet, or the number with its delimiter.
    pub marker: Span,
    pub ordered: bool,
    /// The brackets of a check box and whether it is checked.
    pub task: Option<(Span, bool)>,
}

/// The name at the start of `**On-Call Schedule**: weekly` or `Owner: SRE`.
#[derive(Debug, PartialEq, Eq)]
pub struct Label {
    /// The name without its marks and colon.
    pub name: Span,
    /// From the first mark to the colon.
    pub span: Span,
    /// By [`crate::names::key`].
    pub key: String,
    /// By [`crate::names::spelled_out`].
    pub spelled_out: Option<String>,
    /// Whether it is emphasised; one that is not may be the start of a sentence.
    pub marked: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// Counts the tables of the chunk.
    pub table: u32,
    pub header: bool,
    pub cells: Vec<Cell>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Cell {
    pub span: Span,
    /// By [`crate::names::key`], for the first cell of a row and for those of a header.
    pub key: String,
    pub content: Content,
}

/// How much a line or a cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Content {
    /// Nothing but white space and comments.
    None,
    /// Nothing but what looks like template text; see [`Facts::fillers`].
    Filler,
    Some,
}

/// A link, or the definition of one.
#[derive(Debug, PartialEq, Eq)]
pub struct Link {
    pub text: Span,
    /// Where it leads; for a reference the label of its definition.
    pub target: Span,
    pub span: Span,
    /// The piece of the chunk that it stands in.
    pub piece: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    pub span: Span,
    /// What stands between `<!--` and `-->`.
    pub body: Span,
    /// The piece that it stands in, or, if it stands alone, the next one; past the last if there is none.
    pub piece: usize,
    /// Whether nothing else stands beside it.
    pub alone: bool,
}

impl Facts {
    /// Reads `blocks`, which are those of the chunk whose text is `text`.
    pub fn read(text: &str, blocks: &Blocks) -> Self {
        pieces::read(text, blocks)
    }

    /// The links in the piece at this place.
    pub fn links_in(&self, piece: usize) -> &[Link] {
        // They are in the order of their pieces.
        let start = self.links.partition_point(|link| link.piece < piece);
        let end = start + self.links[start..].partition_point(|link| link.piece == piece);
        &self.links[start..end]
    }
}

impl Piece {
    pub fn heading(&self) -> Option<&Heading> {
        if let PieceKind::Heading(heading) = &self.kind { Some(heading) } else { None }
    }

    pub fn line(&self) -> Option<&Line> {
        if let PieceKind::Line(line) = &self.kind { Some(line) } else { None }
    }

    pub fn row(&self) -> Option<&Row> {
        if let PieceKind::Row(row) = &self.kind { Some(row) } else { None }
    }

    pub fn label(&self) -> Option<&Label> {
        self.line()?.label.as_ref()
    }

    /// Whether it says anything, be it only template text.
    pub fn has_content(&self) -> bool {
        match &self.kind {
            PieceKind::FrontMatter | PieceKind::Heading(_) => false,
            PieceKind::Line(line) => line.label.is_some() || line.content != Content::None,
            PieceKind::Row(_) => true,
            PieceKind::Block { content } => *content,
        }
    }
}

/// Link labels are the same if they differ in case and white space only.
pub fn reference_key(label: &str) -> String {
    label.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
