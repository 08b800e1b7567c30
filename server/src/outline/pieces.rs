//! From blocks to pieces.

use super::labels::{marked_label, plain_label, starts_with_label};
use super::{
    Cell, Comment, Content, Facts, Filler, FillerKind, Heading, Item, Line, Link, Piece, PieceKind, Row, fillers,
};
use crate::markup::{self, Mark, MarkKind, html};
use crate::names;
use crate::outline::reference_key;
use crate::syntax::{Block, BlockKind, Blocks};
use crate::text::Span;

pub(super) fn read(text: &str, blocks: &Blocks) -> Facts {
    let mut reader = Reader { text, out: Facts::default(), tables: 0, columns: 0, item: None, footnote: false };
    for (index, block) in blocks.blocks.iter().enumerate() {
        reader.block(block, index, blocks);
    }
    reader.end_item();
    let count = reader.out.pieces.len();
    for comment in &mut reader.out.comments {
        comment.piece = comment.piece.min(count);
    }
    reader.out
}

struct Reader<'a> {
    text: &'a str,
    out: Facts,
    tables: u32,
    /// How many cells the header of the last table has.
    columns: usize,
    /// An item whose text has not come yet, and where it stands.
    item: Option<(Item, Span, u32)>,
    /// Whether the block before is a footnote, which goes on in what is indented.
    footnote: bool,
}

impl Reader<'_> {
    fn block(&mut self, block: &Block, index: usize, blocks: &Blocks) {
        let continues_item = matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading { .. })
            && self.item.is_some_and(|(.., depth)| block.depth == depth + 1);
        if !continues_item {
            self.end_item();
        }
        let footnote = std::mem::take(&mut self.footnote);
        match block.kind {
            BlockKind::FrontMatter => self.push(PieceKind::FrontMatter, block),
            BlockKind::Heading { level, underlined } if block.depth == 0 => {
                self.heading(block, level, underlined, blocks);
            }
            BlockKind::Heading { .. } | BlockKind::Paragraph => self.paragraph(block, blocks),
            BlockKind::Item { marker, ordered, task } => {
                self.item = Some((Item { marker, ordered, task }, block.span, block.depth));
            }
            BlockKind::Table => self.tables += 1,
            BlockKind::Row { header } => self.row(block, header, index, blocks),
            BlockKind::Cell | BlockKind::Quote => {}
            BlockKind::Code { empty } => {
                let fenced = self.text[block.span.range()].trim_start().starts_with(['`', '~']);
                self.footnote = footnote && !fenced;
                self.push(PieceKind::Block { content: !empty && !self.footnote }, block);
            }
            BlockKind::Break => self.push(PieceKind::Block { content: false }, block),
            BlockKind::Html => self.html(block),
            BlockKind::Definition { label, target } => {
                self.footnote = self.text[label.range()].starts_with('^');
                self.out.definitions.push(reference_key(&self.text[label.range()]));
                let piece = self.out.pieces.len();
                self.out.links.push(Link { text: label, target, span: block.span, piece });
                self.push(PieceKind::Block { content: false }, block);
            }
        }
    }

    fn push(&mut self, kind: PieceKind, block: &Block) {
        self.out.pieces.push(Piece { kind, span: block.span, depth: block.depth });
    }

    /// An item that holds no text is a line that says nothing.
    fn end_item(&mut self) {
        if let Some((item, span, depth)) = self.item.take() {
            let start = item.task.map_or(item.marker.end, |(brackets, _)| brackets.end);
            let line = Line { item: Some(item), label: None, value: Span::at(start), content: Content::None };
            let span = Span::new(span.start, start.max(span.start));
            self.out.pieces.push(Piece { kind: PieceKind::Line(line), span, depth });
        }
    }

    fn heading(&mut self, block: &Block, level: u8, underlined: bool, blocks: &Blocks) {
        let lines = blocks.lines_of(block);
        let title = match (lines.first(), lines.last()) {
            (Some(first), Some(last)) => Span::new(first.start, last.end),
            _ => Span::at(block.span.end),
        };
        let title = if underlined { title } else { without_closing_marks(self.text, title) };
        let text = &self.text[title.range()];
        let (key, spelled_out) = (names::key(text), names::spelled_out(text));
        let piece = self.out.pieces.len();
        let marks = markup::scan(text);
        for at in 0..marks.len() {
            self.note(&marks, at, title.start, piece, false);
        }
        // Brackets may be part of a name: only the guide knows which wait for one.
        if marks.iter().any(|mark| matches!(mark.kind, MarkKind::Bracket { .. })) {
            let brackets = fillers::find(text, &marks, false).fillers.into_iter();
            let brackets = brackets.filter(|(_, kind, _)| matches!(kind, FillerKind::Bracket { .. }));
            self.fillers(brackets.map(|(span, kind, _)| (span, kind, false)).collect(), title.start, piece);
        }
        self.push(PieceKind::Heading(Heading { level, underlined, title, key, spelled_out }), block);
    }

    /// Cuts a paragraph where a line begins with a label of its own.
    fn paragraph(&mut self, block: &Block, blocks: &Blocks) {
        let lines = blocks.lines_of(block);
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        let whole = Span::new(first.start, last.end);
        let marks = markup::scan(&self.text[whole.range()]);
        let mut start = 0;
        // Whether the line at `start` has a label; it is asked for each line behind it.
        let mut labelled = None;
        for at in 1..=lines.len() {
            let cut = at == lines.len() || {
                let line = lines[at];
                // They are in order and none overlaps another: only the last that begins before may reach it.
                let before = marks.partition_point(|mark| mark.span.start + whole.start < line.start);
                let within_mark = marks[..before].last().is_some_and(|mark| line.start < mark.span.end + whole.start);
                // A line of plain `Name: …` counts among others like it; alone it may be wrapped text.
                let mut listed = || {
                    *labelled.get_or_insert_with(|| starts_with_label(self.text, lines[start]))
                        && plain_label(self.text, line).is_some()
                };
                !within_mark && (is_footnote(self.text, line) || marked_label(self.text, line).is_some() || listed())
            };
            if cut {
                self.line(
                    Span::new(lines[start].start, lines[at - 1].end),
                    lines[start],
                    block.depth,
                    &marks,
                    whole.start,
                );
                (start, labelled) = (at, None);
            }
        }
    }

    /// `first` is the first line of `span`, `marks` are those of the paragraph that starts at `base`.
    fn line(&mut self, span: Span, first: Span, depth: u32, marks: &[Mark], base: usize) {
        let item = self.item.take();
        let footnote = item.is_none() && is_footnote(self.text, first);
        self.footnote = footnote;
        let label = || marked_label(self.text, first).or_else(|| plain_label(self.text, first));
        let label = if footnote { None } else { label() };
        let text = &self.text[first.range()];
        let unlabelled = if footnote { first.start + text.find(':').map_or(0, |colon| colon + 1) } else { span.start };
        let value_start = label.as_ref().map_or(unlabelled, |label| label.span.end);
        let value = Span::new(value_start, span.end).trim(self.text);
        let piece = self.out.pieces.len();
        let within = |of: Span| {
            let first = marks.partition_point(|mark| mark.span.start + base < of.start);
            let count = marks[first..].partition_point(|mark| mark.span.end + base <= of.end);
            first..first + count
        };
        let alone = label.is_none() && item.is_none() && marks.len() == 1 && marks[0].span.shift(base) == span;
        for at in within(span) {
            self.note(marks, at, base, piece, alone);
        }
        let local: Vec<_> = marks[within(value)].iter().map(|mark| moved(mark, base, value.start)).collect();
        let found = fillers::find(&self.text[value.range()], &local, label.is_some() || footnote);
        self.fillers(found.fillers, value.start, piece);
        let (span, depth) = match item {
            Some((_, whole, depth)) => (Span::new(whole.start, span.end), depth),
            None => (span, depth),
        };
        // It is about something else, wherever it stands.
        let content = if footnote { Content::None } else { found.content };
        let line = Line { item: item.map(|(item, ..)| item), label, value, content };
        self.out.pieces.push(Piece { kind: PieceKind::Line(line), span, depth });
    }

    fn row(&mut self, block: &Block, header: bool, index: usize, blocks: &Blocks) {
        let cells = blocks.blocks[index + 1..].iter().take_while(|cell| cell.kind == BlockKind::Cell);
        let piece = self.out.pieces.len();
        let mut out = Vec::new();
        for (column, cell) in cells.enumerate() {
            let span = blocks.lines_of(cell).first().copied().unwrap_or(Span::at(cell.span.start));
            let text = &self.text[span.range()];
            let marks = markup::scan(text);
            for at in 0..marks.len() {
                self.note(&marks, at, span.start, piece, false);
            }
            let found = fillers::find(text, &marks, true);
            self.fillers(found.fillers, span.start, piece);
            let key = if header || column == 0 { names::key(text) } else { String::new() };
            out.push(Cell { span, key, content: found.content });
        }
        if header {
            self.columns = out.len();
        }
        // What stands behind the last bar is no cell to readers; a comment there is about the row.
        let is_comment = |cell: &Cell| cell.content == Content::None && !cell.span.is_empty();
        while out.len() > self.columns && out.last().is_some_and(is_comment) {
            out.pop();
        }
        self.push(PieceKind::Row(Row { table: self.tables, header, cells: out }), block);
    }

    fn html(&mut self, block: &Block) {
        let text = &self.text[block.span.range()];
        let piece = self.out.pieces.len();
        let mut shown = String::new();
        let mut at = 0;
        let marks = markup::scan(text);
        for mark in &marks {
            shown.push_str(&text[at..mark.span.start]);
            at = mark.span.end;
            let shows = match mark.kind {
                MarkKind::Comment { .. } => false,
                MarkKind::Tag => html::shows(text, mark.span),
                _ => true,
            };
            if shows {
                shown.push('x');
            }
        }
        shown.push_str(&text[at..]);
        let content = !shown.trim().is_empty();
        // A comment in a block of nothing but comments stands alone.
        let alone = !content && marks.iter().all(|mark| matches!(mark.kind, MarkKind::Comment { .. }));
        for at in 0..marks.len() {
            self.note(&marks, at, block.span.start, piece, alone);
        }
        self.push(PieceKind::Block { content }, block);
    }

    /// Keeps the mark at `at` if it is a link or a comment; `base` is where the scanned text starts.
    fn note(&mut self, marks: &[Mark], at: usize, base: usize, piece: usize, alone: bool) {
        let span = marks[at].span.shift(base);
        match marks[at].kind {
            MarkKind::Link { text, target, .. } => {
                self.out.links.push(Link { text: text.shift(base), target: target.shift(base), span, piece });
            }
            MarkKind::Tag => {
                let link = html::link(&self.text[base..], marks, at);
                self.out.links.extend(link.map(|link| Link {
                    text: link.text.shift(base),
                    target: link.target.shift(base),
                    span: link.span.shift(base),
                    piece,
                }));
            }
            MarkKind::Comment { body } => {
                let piece = if alone { piece + 1 } else { piece };
                self.out.comments.push(Comment { span, body: body.shift(base), piece, alone });
            }
            _ => {}
        }
    }

    fn fillers(&mut self, found: Vec<(Span, fillers::FillerKind, bool)>, base: usize, piece: usize) {
        let found = found.into_iter().map(|(span, kind, whole)| Filler { span: span.shift(base), kind, whole, piece });
        self.out.fillers.extend(found);
    }
}

fn moved(mark: &Mark, from: usize, to: usize) -> Mark {
    let by = |span: Span| Span::new(span.start + from - to, span.end + from - to);
    let kind = match &mark.kind {
        MarkKind::Bracket { text } => MarkKind::Bracket { text: by(*text) },
        // Their insides are not looked at again.
        kind => kind.clone(),
    };
    Mark { kind, span: by(mark.span) }
}

/// The grammar counts the closing `#` of `## Title ##` as text.
fn without_closing_marks(text: &str, title: Span) -> Span {
    let title_text = &text[title.range()];
    let rest = title_text.trim_end_matches('#');
    if rest.len() < title_text.len() && (rest.is_empty() || rest.ends_with([' ', '\t'])) {
        return Span::new(title.start, title.start + rest.trim_end().len());
    }
    title
}

/// Whether the text of a footnote begins here: `[^1]: …`.
fn is_footnote(text: &str, line: Span) -> bool {
    let name = text[line.range()].strip_prefix("[^").and_then(|rest| rest.split_once("]:")).map(|(name, _)| name);
    name.is_some_and(|name| !name.is_empty() && !name.contains(['[', ']', ' ', '\t']))
}
