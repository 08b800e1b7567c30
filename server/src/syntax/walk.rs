//! From the grammar's tree to plain blocks.

use std::sync::LazyLock;

use tree_sitter::{Language, Node, Tree, TreeCursor};

use super::{Block, BlockKind, Blocks, blank_rows};
use crate::text::Span;

/// What a kind of node is to us.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Blocks may stand in it, and it is none itself.
    Holds,
    /// Nothing that we look for.
    Other,
    Paragraph,
    Heading,
    Underlined,
    Item,
    Table,
    HeaderRow,
    Row,
    Cell,
    Fence,
    Indented,
    Html,
    Break,
    Quote,
    Definition,
    /// The text of a paragraph or a heading.
    Inline,
    /// Indentation and quote markers at the start of a further line.
    Continuation,
}

/// By the grammar's numbers of the kinds: their names take longer to compare than blocks to note.
static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
    let language = Language::from(tree_sitter_md::LANGUAGE);
    let kinds = 0..language.node_kind_count() as u16;
    kinds.map(|kind| named(language.node_kind_for_id(kind).unwrap_or_default())).collect()
});

fn named(kind: &str) -> Shape {
    match kind {
        "document" | "section" | "list" => Shape::Holds,
        "paragraph" => Shape::Paragraph,
        "atx_heading" => Shape::Heading,
        "setext_heading" => Shape::Underlined,
        "list_item" => Shape::Item,
        "pipe_table" => Shape::Table,
        "pipe_table_header" => Shape::HeaderRow,
        "pipe_table_row" => Shape::Row,
        "pipe_table_cell" => Shape::Cell,
        "fenced_code_block" => Shape::Fence,
        "indented_code_block" => Shape::Indented,
        "html_block" => Shape::Html,
        "thematic_break" => Shape::Break,
        "block_quote" => Shape::Quote,
        "link_reference_definition" => Shape::Definition,
        "inline" => Shape::Inline,
        "block_continuation" => Shape::Continuation,
        _ => Shape::Other,
    }
}

/// The one kind without a number of its own is that of errors, which hold what was understood.
fn shape(node: Node<'_>) -> Shape {
    SHAPES.get(usize::from(node.kind_id())).copied().unwrap_or(Shape::Holds)
}

/// The blocks of `text`, by the tree that was made of `shift` bytes, the text, and the sentinel, which
/// starts at `sentinel`.
pub(super) fn blocks(tree: &Tree, text: &str, shift: usize, sentinel: usize) -> Blocks {
    let sound = !tree.root_node().has_error();
    let mut walk = Walk { text, shift, sentinel, out: Blocks { sound, ..Blocks::default() } };
    walk.run(&mut tree.walk());
    walk.out
}

struct Walk<'a> {
    text: &'a str,
    /// How far the tree's offsets lie behind those of `text`.
    shift: usize,
    /// Where the sentinel starts in the tree.
    sentinel: usize,
    out: Blocks,
}

impl Walk<'_> {
    /// Depth first without recursion: lists nest as deep as a document likes.
    fn run(&mut self, cursor: &mut TreeCursor<'_>) {
        let (mut depth, mut quotes) = (0, 0);
        loop {
            let node = cursor.node();
            let kind = shape(node);
            if self.visit(node, kind, depth, quotes > 0) && cursor.goto_first_child() {
                depth += u32::from(nests(kind));
                quotes += u32::from(kind == Shape::Quote);
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
                let parent = shape(cursor.node());
                depth -= u32::from(nests(parent));
                quotes -= u32::from(parent == Shape::Quote);
            }
        }
    }

    /// Notes the block that `node` is; whether blocks may stand inside it.
    fn visit(&mut self, node: Node<'_>, shape: Shape, depth: u32, quoted: bool) -> bool {
        if matches!(shape, Shape::Other | Shape::Inline | Shape::Continuation) {
            return false;
        }
        if node.start_byte() >= self.sentinel && node.parent().is_some() {
            return false;
        }
        let span = self.span(node);
        let none = (0, 0);
        let (kind, lines, inside) = match shape {
            Shape::Holds | Shape::Other | Shape::Inline | Shape::Continuation => return true,
            Shape::Row if blank_rows::is_one(&self.text[span.range()]) => {
                self.blank_row(self.trim_end(span), depth, quoted);
                return false;
            }
            Shape::Paragraph => (BlockKind::Paragraph, self.inline(node), false),
            Shape::Heading => {
                let level = node.child(0).map_or(1, |marker| heading_level(marker.kind()));
                (BlockKind::Heading { level, underlined: false }, self.inline(node), false)
            }
            Shape::Underlined => {
                let second = last_child(node).is_some_and(|mark| mark.kind() == "setext_h2_underline");
                let lines = node.child(0).map_or(none, |paragraph| self.inline(paragraph));
                (BlockKind::Heading { level: 1 + u8::from(second), underlined: true }, lines, false)
            }
            Shape::Item => (self.item(node), none, true),
            Shape::Table => (BlockKind::Table, none, true),
            Shape::HeaderRow => (BlockKind::Row { header: true }, none, true),
            Shape::Row => (BlockKind::Row { header: false }, none, true),
            Shape::Cell => (BlockKind::Cell, self.lines(node), false),
            Shape::Fence => {
                let content = node.children(&mut node.walk()).find(|child| child.kind() == "code_fence_content");
                let empty = content.is_none_or(|content| self.text[self.span(content).range()].trim().is_empty());
                (BlockKind::Code { empty }, none, false)
            }
            Shape::Indented => (BlockKind::Code { empty: false }, none, false),
            Shape::Html => (BlockKind::Html, none, false),
            Shape::Break => (BlockKind::Break, none, false),
            Shape::Quote => (BlockKind::Quote, none, true),
            Shape::Definition => (self.definition(node), none, false),
        };
        self.out.blocks.push(Block { kind, span: self.trim_end(span), depth, quoted, lines });
        inside
    }

    /// A row without text, whose tree is that of the text put into it.
    fn blank_row(&mut self, span: Span, depth: u32, quoted: bool) {
        let kind = BlockKind::Row { header: false };
        self.out.blocks.push(Block { kind, span, depth, quoted, lines: (0, 0) });
        for cell in blank_rows::cells(&self.text[span.range()]) {
            let line = self.out.lines.len() as u32;
            let cell = cell.shift(span.start);
            self.out.lines.push(Span::at(cell.start));
            self.out.blocks.push(Block { kind: BlockKind::Cell, span: cell, depth, quoted, lines: (line, line + 1) });
        }
    }

    /// The node's bytes in the piece: without the line put before it and the sentinel behind it.
    fn span(&self, node: Node<'_>) -> Span {
        let end = node.end_byte().saturating_sub(self.shift).min(self.text.len());
        Span::new(node.start_byte().saturating_sub(self.shift).min(end), end)
    }

    fn trim_end(&self, span: Span) -> Span {
        let text = &self.text[span.range()];
        Span::new(span.start, span.start + text.trim_end_matches([' ', '\t', '\r', '\n']).len())
    }

    /// The lines of the `inline` node below `node`.
    fn inline(&mut self, node: Node<'_>) -> (u32, u32) {
        match node.children(&mut node.walk()).find(|child| shape(*child) == Shape::Inline) {
            Some(inline) => self.lines(inline),
            None => (self.out.lines.len() as u32, self.out.lines.len() as u32),
        }
    }

    /// Splits the text of `node` into lines; indentation and quote markers are the grammar's
    /// `block_continuation` nodes.
    fn lines(&mut self, node: Node<'_>) -> (u32, u32) {
        let first = self.out.lines.len() as u32;
        let span = self.span(node);
        let mut start = span.start;
        let mut cursor = node.walk();
        let mut more = cursor.goto_first_child();
        let mut prefixes = std::iter::from_fn(|| {
            while more {
                let child = cursor.node();
                more = cursor.goto_next_sibling();
                if shape(child) == Shape::Continuation {
                    return Some(child);
                }
            }
            None
        })
        .peekable();
        while start < span.end {
            let rest = &self.text[start..span.end];
            let length = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
            self.push_line(start, start + length);
            start += length + line_end(&rest[length..]);
            while let Some(prefix) = prefixes.next_if(|prefix| self.span(*prefix).start <= start) {
                start = start.max(self.span(prefix).end);
            }
        }
        (first, self.out.lines.len() as u32)
    }

    fn push_line(&mut self, start: usize, end: usize) {
        let text = &self.text[start..end];
        let start = end - text.trim_start_matches([' ', '\t']).len();
        self.out.lines.push(Span::new(start, start + self.text[start..end].trim_end_matches([' ', '\t']).len()));
    }

    fn item(&self, node: Node<'_>) -> BlockKind {
        let (mut marker, mut ordered, mut task) = (Span::at(self.span(node).start), false, None);
        for child in node.children(&mut node.walk()) {
            match child.kind() {
                "list_marker_dot" | "list_marker_parenthesis" => (marker, ordered) = (self.marker(child), true),
                "task_list_marker_checked" => task = Some((self.span(child), true)),
                "task_list_marker_unchecked" => task = Some((self.span(child), false)),
                kind if kind.starts_with("list_marker") => marker = self.marker(child),
                _ => break,
            }
        }
        BlockKind::Item { marker, ordered, task }
    }

    /// A marker's node begins with the item's indentation and ends with the space behind it.
    fn marker(&self, node: Node<'_>) -> Span {
        self.span(node).trim(self.text)
    }

    fn definition(&self, node: Node<'_>) -> BlockKind {
        let (mut label, mut target) = (Span::default(), Span::default());
        for child in node.children(&mut node.walk()) {
            let span = self.span(child);
            match child.kind() {
                "link_label" => label = Span::new(span.start + 1, span.end.max(span.start + 2) - 1),
                "link_destination" => target = span,
                _ => {}
            }
        }
        BlockKind::Definition { label, target }
    }
}

fn nests(shape: Shape) -> bool {
    matches!(shape, Shape::Item | Shape::Quote)
}

fn last_child(node: Node<'_>) -> Option<Node<'_>> {
    node.child(node.child_count().checked_sub(1)?)
}

/// The level of `atx_h3_marker`.
fn heading_level(marker: &str) -> u8 {
    marker.bytes().find(u8::is_ascii_digit).map_or(1, |digit| digit - b'0')
}

/// How many bytes the line end at the start of `rest` has.
fn line_end(rest: &str) -> usize {
    match rest.as_bytes() {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}
