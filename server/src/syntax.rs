//! Blocks of Markdown from a piece of text, by tree-sitter's block grammar. Nothing else names tree-sitter.
//!
//! The inline grammar is never used: it cannot be reused reliably between edits nor cancelled. What
//! stands inside a line is read by hand in [`crate::outline`].

mod blank_rows;
mod shown;
mod walk;

use std::cell::RefCell;
use std::ops::ControlFlow;

use tree_sitter::{Node, ParseOptions, Parser};

use crate::text::Span;

/// One block, in the order of the text; offsets are bytes from the start of the piece that was parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    /// The whole block, without the blank lines and line ends that follow it.
    pub span: Span,
    /// How many list items and quotes the block stands in.
    pub depth: u32,
    /// Whether one of them is a quote.
    pub quoted: bool,
    /// Its lines of text as a range of [`Blocks::lines`]: for headings, paragraphs, cells and front matter.
    pub lines: (u32, u32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Metadata at the top of a document, fences included.
    FrontMatter,
    Heading {
        level: u8,
        /// Underlined rather than marked with `#`.
        underlined: bool,
    },
    Paragraph,
    /// An item of a list; its paragraphs and nested blocks follow at a greater depth.
    Item {
        /// The bullet or the number with its delimiter, without the space behind it.
        marker: Span,
        ordered: bool,
        /// The brackets of a check box and whether it is checked.
        task: Option<(Span, bool)>,
    },
    Table,
    Row {
        header: bool,
    },
    Cell,
    /// Fenced or indented; `empty` if nothing but white space stands in it.
    Code {
        empty: bool,
    },
    Html,
    Break,
    Quote,
    /// A link reference definition: its label without the brackets, and its target.
    Definition {
        label: Span,
        target: Span,
    },
}

impl Block {
    /// The block with its places as `at` has them; which lines it has is not changed.
    #[must_use]
    pub fn map(&self, at: impl Fn(Span) -> Span) -> Self {
        let kind = match self.kind {
            BlockKind::Item { marker, ordered, task } => {
                BlockKind::Item { marker: at(marker), ordered, task: task.map(|(span, checked)| (at(span), checked)) }
            }
            BlockKind::Definition { label, target } => BlockKind::Definition { label: at(label), target: at(target) },
            kind => kind,
        };
        Self { kind, span: at(self.span), ..*self }
    }
}

/// The blocks of one piece of text. Plain data: the tree that they come from is not kept.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Blocks {
    pub blocks: Vec<Block>,
    /// Lines of text without indentation, quote markers and line ends; see [`Block::lines`].
    pub lines: Vec<Span>,
    /// Whether the grammar understood all of it.
    pub sound: bool,
}

impl Blocks {
    pub fn lines_of(&self, block: &Block) -> &[Span] {
        &self.lines[block.lines.0 as usize..block.lines.1 as usize]
    }

    /// The metadata at the top of a document as a piece of its own.
    pub fn front_matter(text: &str) -> Self {
        let span = Span::new(0, text.trim_end_matches(['\r', '\n']).len());
        let kind = BlockKind::FrontMatter;
        Self {
            blocks: vec![Block { kind, span, depth: 0, quoted: false, lines: (0, 0) }],
            lines: Vec::new(),
            sound: true,
        }
    }
}

/// A piece of text, parsed.
#[derive(Debug)]
pub struct Parsed {
    pub blocks: Blocks,
    /// Whether a heading after the piece would stand at the top level: no fence, comment or other
    /// block of the piece is still open, so that what follows can be parsed apart from it.
    pub closed: bool,
}

/// Appended to each piece. It shows whether the piece is closed, and keeps the grammar from an
/// error at a heading or a table row that ends without a line end.
const SENTINEL: &str = "#\n";

/// Says whether a parse is no longer wanted; tree-sitter asks it every now and then.
pub type Cancel<'a> = &'a dyn Fn() -> bool;

thread_local! {
    static PARSER: RefCell<Parser> = RefCell::new(new_parser());
}

fn new_parser() -> Parser {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_md::LANGUAGE.into()).expect("the grammar's version is pinned with the parser's");
    parser
}

/// Parses `text`, which starts at the start of a line. `None` if `cancel` said so on the way.
pub fn parse(text: &str, cancel: Option<Cancel<'_>>) -> Option<Parsed> {
    parse_as(text, &shown::shown(text), cancel)
}

/// As [`parse`]; `shown` is as long as `text` and has the same blocks.
fn parse_as(text: &str, shown: &str, cancel: Option<Cancel<'_>>) -> Option<Parsed> {
    // The grammar reads metadata at the start of its input; here that is front matter's own piece. It
    // also passes over a byte order mark there.
    let before =
        if text.starts_with('\u{feff}') || text.starts_with("---") || text.starts_with("+++") { "\n" } else { "" };
    let after = if text.is_empty() || text.ends_with(['\n', '\r']) { "" } else { "\n" };
    let parts = [before, shown, after, SENTINEL];
    let mut input = |offset: usize, _| -> &[u8] {
        let mut offset = offset;
        for part in parts {
            if offset < part.len() {
                return &part.as_bytes()[offset..];
            }
            offset -= part.len();
        }
        &[]
    };
    let tree = PARSER.with_borrow_mut(|parser| {
        let mut progress = |_: &tree_sitter::ParseState| match cancel {
            Some(cancel) if cancel() => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        };
        let options = ParseOptions::new().progress_callback(&mut progress);
        let tree = parser.parse_with_options(&mut input, None, Some(options));
        if tree.is_none() {
            parser.reset();
        }
        tree
    })?;
    let end = before.len() + text.len() + after.len();
    let closed = is_closed(tree.root_node(), end);
    Some(Parsed { blocks: walk::blocks(&tree, text, before.len(), end), closed })
}

/// The sentinel, of level one, is the first heading of the last section of the root.
fn is_closed(root: Node<'_>, end: usize) -> bool {
    let last = root.child_count().checked_sub(1).and_then(|last| root.child(last));
    last.is_some_and(|last| last.kind() == "section" && last.start_byte() == end)
}

#[cfg(test)]
mod tests;
