//! Where chunks end.

use std::sync::Arc;

use super::{Chunk, LONG_CHUNK};
use crate::syntax::{Block, BlockKind, Blocks};
use crate::text::Span;

/// One to six `#` and a space or the line's end.
pub(super) fn starts_heading(line: &[u8]) -> bool {
    let marks = line.iter().take(7).take_while(|byte| **byte == b'#').count();
    (1..=6).contains(&marks) && matches!(line.get(marks), None | Some(b' ' | b'\t' | b'\n' | b'\r'))
}

/// Text that continues no block after a blank line and opens none but a paragraph.
pub(super) fn starts_paragraph(line: &[u8]) -> bool {
    line.first().is_some_and(|byte| !b" \t-+*><`~=_#\r\n|[".contains(byte) && !byte.is_ascii_digit())
}

/// As Markdown has it: spaces and tabs, but no other white space.
pub(super) fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|byte| matches!(byte, b' ' | b'\t'))
}

/// The first line of `text` at or after `at` that a chunk may start with, if no block is open there;
/// the end of the text if there is none.
pub(super) fn next_start(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    if at >= bytes.len() {
        return bytes.len();
    }
    // From the start of the line before, and not from within a line end.
    let mut before = at.max(1) - 1;
    if bytes[..=before].ends_with(b"\r\n") {
        before -= 1;
    }
    let mut line = memchr::memrchr2(b'\n', b'\r', &bytes[..before]).map_or(0, |end| end + 1);
    while line < bytes.len() {
        let Some(end) = memchr::memchr2(b'\n', b'\r', &bytes[line..]).map(|end| line + end) else { break };
        let blank = is_blank(&bytes[line..end]);
        line = end + if bytes[end..].starts_with(b"\r\n") { 2 } else { 1 };
        let head = &bytes[line.min(bytes.len())..];
        if line >= at.max(1) && (starts_heading(head) || (blank && starts_paragraph(head))) {
            return line;
        }
    }
    bytes.len()
}

/// The chunks of `text`, whose blocks are `blocks`: one for each heading, and long ones by paragraphs.
pub(super) fn cut(text: &str, blocks: Blocks) -> Vec<Chunk> {
    let mut out = Vec::new();
    let mut rest = blocks.blocks.into_iter().peekable();
    let mut start = 0;
    while start < text.len() {
        let mut of_chunk = Vec::new();
        while let Some(block) = rest.next_if(|block| of_chunk.is_empty() || !begins_chunk(text, block, start)) {
            of_chunk.push(block);
        }
        let end = rest.peek().map_or(text.len(), |next| next.span.start);
        out.push(Chunk {
            len: end - start,
            blocks: Some(Arc::new(relative(of_chunk, &blocks.lines, start, blocks.sound))),
        });
        start = end;
    }
    out
}

/// Whether the block begins a chunk after the one that starts at `start`.
fn begins_chunk(text: &str, block: &Block, start: usize) -> bool {
    let at = block.span.start;
    let bytes = text.as_bytes();
    if block.depth > 0 || at <= start || !matches!(bytes[at - 1], b'\n' | b'\r') {
        return false;
    }
    match block.kind {
        BlockKind::Heading { underlined: false, .. } => starts_heading(&bytes[at..]),
        BlockKind::Paragraph | BlockKind::Heading { .. } if at - start > LONG_CHUNK => {
            starts_paragraph(&bytes[at..]) && follows_blank_line(&bytes[..at])
        }
        _ => false,
    }
}

/// Whether the line before the end of `text`, which is a line's start, is blank.
fn follows_blank_line(text: &[u8]) -> bool {
    let end = if text.ends_with(b"\r\n") { text.len() - 2 } else { text.len() - 1 };
    let line = memchr::memrchr2(b'\n', b'\r', &text[..end]).map_or(0, |before| before + 1);
    is_blank(&text[line..end])
}

/// The blocks by offsets from `start`, with their own of the `lines`.
fn relative(mut blocks: Vec<Block>, lines: &[Span], start: usize, sound: bool) -> Blocks {
    let back = |span: Span| Span::new(span.start - start, span.end - start);
    let mut out = Vec::new();
    for block in &mut blocks {
        *block = block.map(back);
        let own = &lines[block.lines.0 as usize..block.lines.1 as usize];
        let first = out.len() as u32;
        out.extend(own.iter().map(|line| back(*line)));
        block.lines = (first, out.len() as u32);
    }
    Blocks { blocks, lines: out, sound }
}
