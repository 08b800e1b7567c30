//! Blocks of Markdown from a piece of text, by tree-sitter's block grammar. Nothing else names tree-sitter.
//!
//! The inline grammar is never used: it cannot be reused reliably between edits nor cancelled. What
//! stands inside a line is read by hand in [`crate::outline`].

mod blank_rows;
mod shown;

use std::cell::RefCell;
use std::ops::ControlFlow;

use tree_sitter::{Node, ParseOptions, Parser, TreeCursor};

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
    let mut walk = Walk {
        text,
        shift: before.len(),
        sentinel: end,
        out: Blocks { sound: !tree.root_node().has_error(), ..Blocks::default() },
    };
    walk.run(&mut tree.walk());
    Some(Parsed { blocks: walk.out, closed })
}

/// The sentinel, of level one, is the first heading of the last section of the root.
fn is_closed(root: Node<'_>, end: usize) -> bool {
    let last = root.child_count().checked_sub(1).and_then(|last| root.child(last));
    last.is_some_and(|last| last.kind() == "section" && last.start_byte() == end)
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
            let inside = self.visit(node, depth, quotes > 0) && cursor.goto_first_child();
            if inside {
                depth += u32::from(nests(node));
                quotes += u32::from(node.kind() == "block_quote");
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
                let parent = cursor.node();
                depth -= u32::from(nests(parent));
                quotes -= u32::from(parent.kind() == "block_quote");
            }
        }
    }

    /// Notes the block that `node` is; whether blocks may stand inside it.
    fn visit(&mut self, node: Node<'_>, depth: u32, quoted: bool) -> bool {
        if node.start_byte() >= self.sentinel && node.kind() != "document" {
            return false;
        }
        let span = self.span(node);
        let (kind, lines, inside) = match node.kind() {
            "paragraph" => (BlockKind::Paragraph, self.inline(node), false),
            "atx_heading" => {
                let level = node.child(0).map_or(1, |marker| heading_level(marker.kind()));
                (BlockKind::Heading { level, underlined: false }, self.inline(node), false)
            }
            "setext_heading" => {
                let second = last_child(node).is_some_and(|mark| mark.kind() == "setext_h2_underline");
                let lines = node.child(0).map_or((0, 0), |paragraph| self.inline(paragraph));
                (BlockKind::Heading { level: 1 + u8::from(second), underlined: true }, lines, false)
            }
            "list_item" => (self.item(node), (0, 0), true),
            "pipe_table" => (BlockKind::Table, (0, 0), true),
            "pipe_table_header" => (BlockKind::Row { header: true }, (0, 0), true),
            "pipe_table_row" if blank_rows::is_one(&self.text[span.range()]) => {
                self.blank_row(self.trim_end(span), depth, quoted);
                return false;
            }
            "pipe_table_row" => (BlockKind::Row { header: false }, (0, 0), true),
            "pipe_table_cell" => (BlockKind::Cell, self.lines(node), false),
            "fenced_code_block" => {
                let content = node.children(&mut node.walk()).find(|child| child.kind() == "code_fence_content");
                let empty = content.is_none_or(|content| self.text[self.span(content).range()].trim().is_empty());
                (BlockKind::Code { empty }, (0, 0), false)
            }
            "indented_code_block" => (BlockKind::Code { empty: false }, (0, 0), false),
            "html_block" => (BlockKind::Html, (0, 0), false),
            "thematic_break" => (BlockKind::Break, (0, 0), false),
            "block_quote" => (BlockKind::Quote, (0, 0), true),
            "link_reference_definition" => (self.definition(node), (0, 0), false),
            kind => return matches!(kind, "document" | "section" | "list" | "ERROR"),
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
        match node.children(&mut node.walk()).find(|child| child.kind() == "inline") {
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
                if child.kind() == "block_continuation" {
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
        let span = self.span(node);
        let text = &self.text[span.range()];
        let start = span.end - text.trim_start().len();
        Span::new(start, start + text.trim().len())
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

fn nests(node: Node<'_>) -> bool {
    matches!(node.kind(), "list_item" | "block_quote")
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

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    fn shape(text: &str) -> String {
        let parsed = parse(text, None).unwrap();
        let mut out = String::new();
        for block in &parsed.blocks.blocks {
            let indent = "  ".repeat(block.depth as usize);
            let lines: Vec<_> = parsed.blocks.lines_of(block).iter().map(|line| &text[line.range()]).collect();
            let kind = match block.kind {
                BlockKind::Item { marker, task, .. } => {
                    format!("Item {:?} {:?}", &text[marker.range()], task.map(|(span, on)| (&text[span.range()], on)))
                }
                BlockKind::Definition { label, target } => {
                    format!("Definition {:?} {:?}", &text[label.range()], &text[target.range()])
                }
                kind => format!("{kind:?}"),
            };
            writeln!(out, "{indent}{kind} {lines:?}{}", if block.quoted { " quoted" } else { "" }).unwrap();
        }
        writeln!(out, "{}", if parsed.closed { "closed" } else { "open" }).unwrap();
        out
    }

    fn check(text: &str, expected: &Expect) {
        expected.assert_eq(&shape(text));
    }

    #[test]
    fn blocks_come_with_their_lines() {
        check(
            "# Title *x* #\n\nPara one\r\ntwo\n\nSetext\n---\n- **A**: b\n  more\n  - [x] done\n    > quote\n    > more\n",
            &expect![[r##"
                Heading { level: 1, underlined: false } ["Title *x* #"]
                Paragraph ["Para one", "two"]
                Heading { level: 2, underlined: true } ["Setext"]
                Item "-" None []
                  Paragraph ["**A**: b", "more"]
                  Item "-" Some(("[x]", true)) []
                    Paragraph ["done"]
                    Quote []
                      Paragraph ["quote", "more"] quoted
                closed
            "##]],
        );
    }

    #[test]
    fn tables_and_definitions() {
        check(
            "| a | b |\n|---|---|\n| 1 |  |\n\n[Foo bar]: http://x \"t\"\n\n1) x\n",
            &expect![[r#"
                Table []
                Row { header: true } []
                Cell ["a"]
                Cell ["b"]
                Row { header: false } []
                Cell ["1"]
                Cell [""]
                Definition "Foo bar" "http://x" []
                Item "1)" None []
                  Paragraph ["x"]
                closed
            "#]],
        );
    }

    #[test]
    fn rows_without_text_end_no_table() {
        check(
            "| a | b |\n|---|---|\n|  |\t|\n| c | d |\n|||\n|\n\n# T\n\n|\n\n```\n|  |\n```\n",
            &expect![[r#"
            Table []
            Row { header: true } []
            Cell ["a"]
            Cell ["b"]
            Row { header: false } []
            Cell [""]
            Cell [""]
            Row { header: false } []
            Cell ["c"]
            Cell ["d"]
            Row { header: false } []
            Cell [""]
            Cell [""]
            Row { header: false } []
            Cell [""]
            Heading { level: 1, underlined: false } ["T"]
            Paragraph ["|"]
            Code { empty: false } []
            closed
        "#]],
        );
        check(
            "> | a |\r\n> |---|\r\n> | |\r\n>\r\n> # T\r\n",
            &expect![[r#"
            Quote []
              Table [] quoted
              Row { header: true } [] quoted
              Cell ["a"] quoted
              Row { header: false } [] quoted
              Cell [""] quoted
              Heading { level: 1, underlined: false } ["T"] quoted
            closed
        "#]],
        );
        check(
            "| |\n|-|\n\n# T\n",
            &expect![[r#"
            Table []
            Row { header: true } []
            Cell [""]
            Heading { level: 1, underlined: false } ["T"]
            closed
        "#]],
        );
    }

    #[test]
    fn an_open_fence_leaves_the_piece_open() {
        check(
            "a\n```\n# no heading\n",
            &expect![[r#"
                Paragraph ["a"]
                Code { empty: false } []
                open
            "#]],
        );
    }

    #[test]
    fn a_leading_rule_is_no_metadata() {
        check(
            "---\na: b\n---\n",
            &expect![[r#"
                Break []
                Heading { level: 2, underlined: true } ["a: b"]
                closed
            "#]],
        );
    }

    #[test]
    fn the_last_line_needs_no_line_end() {
        for text in ["# A", "| a |", "| a |\n|---|\n| b |", "- x", "```\nx\n```"] {
            assert!(parse(text, None).unwrap().closed, "{text}");
        }
        check(
            "",
            &expect![["
            closed
        "]],
        );
    }

    #[test]
    fn a_cancelled_parse_says_so() {
        let text = "- a\n".repeat(20_000);
        assert!(parse(&text, Some(&|| true)).is_none());
        assert!(parse("# again\n", Some(&|| false)).is_some());
    }

    /// What lines begin with, and what stands in them.
    const HEADS: &[&str] = &[
        "", "", "", "  ", "    ", "\t", "> ", ">", "- ", "-", "* ", "+ ", "1. ", "2) ", "1.", "- [ ] ", "- [x] ", "# ",
        "## ", "#", "| ", "|", "**", "*", "_", "[", "[a]: ", "[a]:", "[^1]: ", "<", "<div>", "<!-- ", "```", "~~~",
        "--", "===", "+++", "---", "12", "\\", "&",
    ];
    const TAILS: &[&str] = &[
        "a",
        "b c",
        "é ö",
        "Word **bold** it's",
        "x.",
        "a: b",
        "a | b",
        " | ",
        "|",
        "`c`",
        "`a | b`",
        "\\|",
        "\\",
        "-->",
        ">",
        "</div>",
        "<br>",
        " #",
        " ##",
        "(t)",
        "'t'",
        "\"t",
        "]",
        "]: u",
        "[l](u)",
        " ",
        "  ",
        "\t",
        "-",
        "---",
        ":-:",
        "*",
        "_",
        "1. x",
        "- x",
        "日本",
        "\u{a0}",
        "~~~",
        "```",
        "",
    ];

    fn line() -> impl Strategy<Value = String> {
        let parts = |from, most| proptest::collection::vec(proptest::sample::select(from), 0..most);
        let end = proptest::sample::select(&["\n", "\n", "\n\n", "\r\n", "\r"][..]);
        (parts(HEADS, 3), parts(TAILS, 5), end)
            .prop_map(|(heads, tails, end)| format!("{}{}{end}", heads.concat(), tails.concat()))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 2000 } else { 200_000 }))]

        #[test]
        fn what_the_grammar_is_shown_has_the_same_blocks(lines in proptest::collection::vec(line(), 0..12)) {
            let text = lines.concat();
            let plain = parse_as(&text, &text, None).unwrap();
            // What the grammar does not understand comes out differently.
            if plain.blocks.sound {
                let shown = parse(&text, None).unwrap();
                prop_assert_eq!(&plain.blocks, &shown.blocks, "{:?}", shown::shown(&text));
                prop_assert_eq!(plain.closed, shown.closed);
            }
        }
    }
}
