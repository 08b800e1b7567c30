//! What can be written at the cursor: what the guide asks for and the document does not have yet.
//!
//! Each item replaces exactly what was typed for it, so that no client writes a `#` or a `**` twice,
//! and leaves the text well formed.

mod document;
mod documentation;
mod headings;
mod lists;
mod values;

pub use documentation::documentation;

use crate::insertion::Block;
use crate::outline::{Piece, PieceKind};
use crate::snapshot::Snapshot;
use crate::text::{Edit, Span};

/// How completion came to be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// By hand, or by a client that asks while words are typed.
    ByHand,
    /// One of [`TRIGGERS`] was typed.
    Trigger(char),
}

/// The characters after which a client should ask.
pub const TRIGGERS: [char; 5] = ['#', '*', '[', ':', ' '];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What a list of items shows.
    pub label: String,
    /// What it is: "required, missing".
    pub detail: String,
    /// What it holds, in some words; may be empty.
    pub note: String,
    pub kind: ItemKind,
    /// The change as plain text, in the cursor's line.
    pub edit: Edit,
    /// Other changes that go with it.
    pub more: Vec<Edit>,
    /// The new text in the snippet syntax of LSP, if there is somewhere to write in it.
    pub snippet: Option<String>,
    /// Items are shown in the order of these.
    pub sort: String,
    /// What the typed text is compared with; begins with what stands before the cursor in the span
    /// of the edit, if the item fits that.
    pub filter: String,
    /// What [`documentation`] is asked for.
    pub topic: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    Document,
    Section,
    Element,
    Label,
    Value,
    Placeholder,
    Checkpoint,
    /// A key or value of front matter.
    Key,
}

/// What can be written at `offset`, in the order in which it should be shown.
pub fn complete(snapshot: &Snapshot, offset: usize, asked: Asked) -> Vec<Item> {
    let cursor = Cursor::new(snapshot, offset);
    let mut items = find(&cursor, asked).unwrap_or_default();
    for (at, item) in items.iter_mut().enumerate() {
        item.sort = format!("{at:03}");
    }
    items
}

fn find(cursor: &Cursor<'_>, asked: Asked) -> Option<Vec<Item>> {
    if let Some(items) = document::empty_file(cursor, asked).or_else(|| document::front_matter(cursor, asked)) {
        return Some(items);
    }
    if cursor.is_in_block() {
        return None;
    }
    // A heading that is half written may be all that speaks against it.
    let typed = headings::typed(cursor, asked);
    if typed.is_some() || !cursor.snapshot.place_at(cursor.offset).judged {
        return typed;
    }
    headings::empty_line(cursor, asked)
        .or_else(|| lists::checkpoints(cursor, asked))
        .or_else(|| values::values(cursor, asked))
        .or_else(|| lists::labels(cursor, asked))
}

/// The place that is completed.
struct Cursor<'a> {
    snapshot: &'a Snapshot,
    offset: usize,
    /// The line, without its end.
    line: Span,
    /// What stands in it before the cursor.
    before: String,
    /// And behind it.
    after: String,
}

impl<'a> Cursor<'a> {
    fn new(snapshot: &'a Snapshot, offset: usize) -> Self {
        let text = snapshot.text();
        let offset = text.floor(offset);
        let line = text.line_span(text.line_of(offset));
        let offset = offset.min(line.end);
        let before = text.slice(Span::new(line.start, offset)).into_owned();
        let after = text.slice(Span::new(offset, line.end)).into_owned();
        Self { snapshot, offset, line, before, after }
    }

    /// Whether the cursor is in code, HTML, a table or front matter.
    fn is_in_block(&self) -> bool {
        let Some((_, start, reading)) = self.snapshot.chunk_at(self.offset) else { return false };
        // Nothing but stars is a rule, until a name stands between them.
        let is_rule = |span: Span| {
            span.len() <= self.line.len()
                && self.snapshot.slice(span).bytes().all(|byte| matches!(byte, b'*' | b'_' | b' '))
        };
        let verbatim = |piece: &&Piece| !matches!(piece.kind, PieceKind::Heading(_) | PieceKind::Line(_));
        let here = reading.facts.pieces.iter().filter(verbatim).map(|piece| piece.span.shift(start));
        // One that nothing closes goes on over blank lines.
        here.filter(|span| span.touches(self.offset)).any(|span| !is_rule(span))
            || self.snapshot.document.open_block().is_some_and(|open| open < self.offset)
    }

    /// Whether `line`, counted from the cursor's, holds nothing; so do those outside of the text.
    fn is_blank(&self, by: isize) -> bool {
        let text = self.snapshot.text();
        let Some(line) = text.line_of(self.offset).checked_add_signed(by).filter(|line| *line < text.lines()) else {
            return true;
        };
        text.slice(text.line_span(line)).trim().is_empty()
    }

    /// An edit of the cursor's line in `span`, with blank lines around it where there are none.
    fn block_edit(&self, span: Span, block: &Block, line_end: &str) -> (Edit, Option<String>) {
        let mut whole = Block::default();
        whole.text.push_str(if self.is_blank(-1) { "" } else { line_end });
        whole.append("", block);
        whole.text.push_str(if self.is_blank(1) { "" } else { line_end });
        (Edit { span, text: whole.text.clone() }, snippet(&whole))
    }
}

impl Block {
    fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), placeholders: Vec::new() }
    }
}

/// `block` in the snippet syntax of LSP, with a stop on each placeholder; none without placeholders.
fn snippet(block: &Block) -> Option<String> {
    if block.placeholders.is_empty() {
        return None;
    }
    let mut out = String::with_capacity(block.text.len() + 8 * block.placeholders.len());
    let mut at = 0;
    for (stop, placeholder) in block.placeholders.iter().enumerate() {
        escape(&block.text[at..placeholder.start], &mut out);
        out.extend(["${", &(stop + 1).to_string(), ":"]);
        escape(&block.text[placeholder.range()], &mut out);
        out.push('}');
        at = placeholder.end;
    }
    escape(&block.text[at..], &mut out);
    Some(out)
}

fn escape(text: &str, out: &mut String) {
    for char in text.chars() {
        if matches!(char, '$' | '}' | '\\') {
            out.push('\\');
        }
        out.push(char);
    }
}

#[cfg(test)]
mod tests;
