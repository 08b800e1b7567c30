//! What a key inside a line of text changes: places, and nothing else. The blocks of the chunk are
//! moved along instead of being parsed again, which is most of what a key would cost.
//!
//! Sound because of how Markdown finds blocks: by what a line begins with, and tables by their pipes.
//! A line of a paragraph or a cell that begins with a letter stays one whatever is typed behind that
//! letter, as long as no line end and no pipe comes, goes, or is escaped. All else is parsed.

use crate::syntax::{BlockKind, Blocks};
use crate::text::Span;

/// The blocks of a chunk with the text `text` and the blocks `blocks` once the bytes of `span` in it
/// have become `inserted`; `None` if that may change more than places.
pub(super) fn typed(blocks: &Blocks, text: &str, span: Span, inserted: &str) -> Option<Blocks> {
    let removed = text.get(span.range())?;
    if !blocks.sound || !removed.chars().chain(inserted.chars()).all(is_inert) {
        return None;
    }
    let around = [text[..span.start].chars().next_back(), text[span.end..].chars().next()];
    if around.into_iter().all(|beside| beside.is_none_or(is_marking)) {
        return None;
    }
    let index = blocks.lines.partition_point(|line| line.start < span.start).checked_sub(1)?;
    let line = blocks.lines[index];
    // What is typed at the end of a line often begins with the space that ends it.
    let rest = &text.as_bytes()[line.end..];
    let margin = line.end + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    if span.end > margin || !is_text(&text[line.start..span.start]) {
        return None;
    }
    let at = blocks.blocks.iter().position(|block| (block.lines.0..block.lines.1).contains(&(index as u32)))?;
    let block = &blocks.blocks[at];
    match block.kind {
        BlockKind::Cell => {}
        // With bars it may become the header of a table.
        BlockKind::Paragraph if !text[line.range()].contains('|') => {}
        _ => return None,
    }
    // It may become a link definition, or the end of the one before it: they may take several lines.
    let first = blocks.lines[block.lines.0 as usize];
    let follows_definition =
        at.checked_sub(1).is_some_and(|before| matches!(blocks.blocks[before].kind, BlockKind::Definition { .. }));
    if follows_definition || text[first.start..].starts_with('[') {
        return None;
    }
    let after = [&text[line.start..span.start], inserted, &text[span.end..margin]];
    let moved = Moved { span, inserted: inserted.len(), line_end: line.end, new_line_end: line.start + trimmed(after) };
    Some(Blocks {
        blocks: blocks.blocks.iter().map(|block| block.map(|span| moved.span(span))).collect(),
        lines: blocks.lines.iter().map(|line| moved.span(*line)).collect(),
        sound: true,
    })
}

/// Where things are after the edit.
struct Moved {
    span: Span,
    inserted: usize,
    /// The end of the line's text, without the white space behind it, before and after the edit.
    line_end: usize,
    new_line_end: usize,
}

impl Moved {
    fn offset(&self, offset: usize) -> usize {
        if offset == self.line_end {
            self.new_line_end
        } else if offset < self.span.end {
            offset
        } else {
            offset - self.span.len() + self.inserted
        }
    }

    fn span(&self, span: Span) -> Span {
        Span::new(self.offset(span.start), self.offset(span.end))
    }
}

/// Whether the character neither ends a line nor has a part in where cells end.
fn is_inert(char: char) -> bool {
    !is_marking(char) && !char.is_control()
}

/// Whether the character may change what its neighbour means: two of them must not come together,
/// nor be parted.
fn is_marking(char: char) -> bool {
    matches!(char, '\\' | '`' | '|' | '\r' | '\n')
}

/// Whether a line that begins so is text, whatever follows.
fn is_text(head: &str) -> bool {
    let stars = head.bytes().take(2).take_while(|byte| *byte == b'*').count();
    head[stars..].starts_with(char::is_alphabetic)
}

/// The length of `parts` together without the white space at their end.
fn trimmed(parts: [&str; 3]) -> usize {
    let mut length: usize = parts.iter().map(|part| part.len()).sum();
    for part in parts.iter().rev() {
        let kept = part.trim_end_matches([' ', '\t']).len();
        length -= part.len() - kept;
        if kept > 0 {
            break;
        }
    }
    length
}
