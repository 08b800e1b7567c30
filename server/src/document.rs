//! A document: its text and the chunks in which it is parsed.
//!
//! An edit changes the rope and marks the chunks that it touches; [`Document::settle`] parses what
//! is marked. A chunk ends where a heading would stand at the top level, so it can be parsed apart
//! from the rest and a key costs what its chunk costs. A document is a value: a copy is cheap and
//! never changes.

mod chunks;
mod closes;
mod cut;
mod metadata;
mod typed;

use std::sync::Arc;

pub use chunks::{Chunk, ChunkIndex, Chunks, Group};
pub use metadata::front_matter;

use closes::Closes;
use cut::{cut, is_blank, next_start, starts_heading, starts_paragraph};
use metadata::front_matter_len;

use crate::syntax::{self, BlockKind, Blocks, Cancel};
use crate::text::{Edit, Span, Text};

/// From this size on a chunk may also end before a paragraph that follows a blank line. Tests make
/// it small, so that their documents have such ends too.
const LONG_CHUNK: usize = if cfg!(test) { 64 } else { 4 << 10 };

/// About so many bytes are parsed at once and cut into chunks then: one call per heading would take
/// a third longer. Tests make it small, so that their documents take several.
const AT_ONCE: usize = if cfg!(test) { 48 } else { 16 << 10 };

/// A chunk that cannot be split and is longer is worth interrupting.
pub const HUGE_CHUNK: usize = 32 << 10;

/// What may interrupt a parse.
#[derive(Clone, Copy)]
pub struct Stop<'a> {
    /// Chunks of so many bytes or less are parsed to their end.
    pub over: usize,
    pub when: Cancel<'a>,
}

#[derive(Clone, Debug, Default)]
pub struct Document {
    text: Text,
    // Invariant: their lengths add up to the text's.
    chunks: Chunks,
    /// Whether the last chunk is open, as of when it was parsed.
    open: bool,
}

impl Document {
    /// The document with this text, not parsed yet.
    pub fn new(text: impl Into<Text>) -> Self {
        let mut document = Self { text: text.into(), ..Self::default() };
        document.mark(Span::at(0), document.text.len());
        document
    }

    pub fn text(&self) -> &Text {
        &self.text
    }

    /// The chunks; only once [`Document::is_settled`] do they all hold their blocks.
    pub fn chunks(&self) -> &Chunks {
        &self.chunks
    }

    pub fn is_settled(&self) -> bool {
        self.chunks.first_stale(0).is_none()
    }

    /// Whether a fence, a comment or the like is still open at the end of the text, once it is settled.
    pub fn is_open(&self) -> bool {
        self.open && !self.chunks.is_empty()
    }

    /// Where the block starts that goes on behind the end of the text, also behind a blank line: a fence
    /// or a comment that nothing closes, but no `<details>`.
    pub fn open_block(&self) -> Option<usize> {
        let (last, start) = self.chunks.at(self.text.len()).filter(|_| self.is_open())?;
        let Some(blocks) = &self.chunks.get(last)?.blocks else { return Some(start) };
        let block = blocks.blocks.iter().rfind(|block| block.depth == 0)?;
        let at = block.span.start + start;
        let goes_on = match block.kind {
            BlockKind::Code { .. } => true,
            BlockKind::Html => {
                let line = self.text.slice(Span::new(at, self.text.line_span(self.text.line_of(at)).end));
                syntax::parse(&format!("{line}\n\n"), None).is_none_or(|parsed| !parsed.closed)
            }
            _ => !blocks.sound,
        };
        goes_on.then_some(at)
    }

    /// Changes the text and marks what has to be parsed again; gives the bytes that were replaced.
    pub fn edit(&mut self, edit: &Edit) -> Span {
        let typed = self.typed(self.text.clamp(edit.span), &edit.text);
        let replaced = self.text.apply(edit);
        match typed {
            Some((index, chunk)) => self.chunks.splice(index, index, vec![chunk]),
            None => self.mark(replaced, edit.text.len()),
        }
        replaced
    }

    /// The chunk that `span` lies in, as it is with `inserted` there, if that can be told without parsing.
    fn typed(&self, span: Span, inserted: &str) -> Option<(ChunkIndex, Chunk)> {
        let (index, start) = self.chunks.at(span.start)?;
        let chunk = self.chunks.get(index)?;
        let blocks = chunk.blocks.as_ref()?;
        let len = chunk.len;
        if span.end > start + len || len + inserted.len() > 2 * LONG_CHUNK {
            return None;
        }
        let text = self.text.slice(Span::new(start, start + len));
        let blocks = typed::typed(blocks, &text, Span::new(span.start - start, span.end - start), inserted)?;
        Some((index, Chunk { len: len - span.len() + inserted.len(), blocks: Some(Arc::new(blocks)) }))
    }

    /// Takes over the chunks that `settled`, an earlier state of this document, has parsed
    /// meanwhile; `since` are the edits that it has not seen: the bytes replaced and the length put there.
    pub fn adopt(&mut self, settled: Self, since: &[(Span, usize)]) {
        let text = std::mem::take(&mut self.text);
        *self = settled;
        for (replaced, inserted) in since {
            self.mark(*replaced, *inserted);
        }
        self.text = text;
    }

    /// One stale chunk in place of all that `replaced` touches.
    fn mark(&mut self, replaced: Span, inserted: usize) {
        let origin = ChunkIndex { group: 0, chunk: 0 };
        let Some((mut first, start)) = self.chunks.at(replaced.start) else {
            return self.chunks.splice(origin, origin, stale(inserted));
        };
        let (mut last, last_start) =
            self.chunks.at(replaced.end.saturating_sub(1).max(replaced.start)).unwrap_or((first, start));
        let length = |index| self.chunks.get(index).map_or(0, |chunk| chunk.len);
        let mut len = last_start + length(last) - start - replaced.len() + inserted;
        if len == 0 {
            // Nothing is left of them: a neighbour must be read again, as it has another one now.
            if let Some(next) = self.chunks.next(last) {
                (last, len) = (next, length(next));
            } else if let Some(previous) = self.chunks.previous(first) {
                (first, len) = (previous, length(previous));
            }
        }
        self.chunks.splice(first, last, stale(len));
    }

    /// Parses every chunk that is marked. What `stop` interrupts stays marked; whether everything is
    /// parsed now.
    pub fn settle(&mut self, stop: Option<Stop<'_>>) -> bool {
        self.mark_front_matter();
        let (mut from, mut all) = (0, true);
        while let Some((index, start)) = self.chunks.first_stale(from) {
            let (end, whole) = self.settle_from(index, start, stop);
            (from, all) = (end, all && whole);
        }
        all
    }

    /// Marks the first chunks if the metadata at the top ends elsewhere than the first chunk does.
    fn mark_front_matter(&mut self) {
        let origin = ChunkIndex { group: 0, chunk: 0 };
        let Some(first) = self.chunks.get(origin) else { return };
        let is_piece =
            |blocks: &Arc<Blocks>| matches!(blocks.blocks[..], [syntax::Block { kind: BlockKind::FrontMatter, .. }]);
        let now = first.blocks.as_ref().filter(|blocks| is_piece(blocks)).map_or(0, |_| first.len);
        let wanted = front_matter_len(&self.text);
        if first.blocks.is_some() && now != wanted {
            let touched = now.max(wanted);
            self.mark(Span::new(0, touched), touched);
        }
    }

    /// Parses the marked chunk at `index` and as much around it as is needed for whole chunks;
    /// gives where the last of them ends, and whether all were parsed: not if `stop` said so.
    fn settle_from(&mut self, index: ChunkIndex, start: usize, stop: Option<Stop<'_>>) -> (usize, bool) {
        let len = self.chunks.get(index).map_or(0, |chunk| chunk.len);
        let mut region = Region { first: index, last: index, span: Span::new(start, start + len) };
        while region.span.start > 0 && !self.may_start(region.span.start) && region.absorb_previous(&self.chunks) {}
        while let Some(next) = self.chunks.next(region.last) {
            let stale = self.chunks.get(next).is_some_and(|chunk| chunk.blocks.is_none());
            if !stale && self.may_start(region.span.end) {
                break;
            }
            region.absorb_next(&self.chunks);
        }
        let mut window = self.text.slice(region.span).into_owned();
        let mut done: Vec<Chunk> = Vec::new();
        let mut at = 0;
        if region.span.start == 0 {
            at = front_matter_len(&self.text);
            while at > window.len() && region.absorb_next(&self.chunks) {
                window = self.text.slice(region.span).into_owned();
            }
            if at > 0 {
                done.push(Chunk { len: at, blocks: Some(Arc::new(Blocks::front_matter(&window[..at]))) });
            }
        }
        let mut interrupted = false;
        let mut open_end = false;
        // The start of an open chunk whose end was looked for: if the grammar knows another, it counts.
        let mut sought = None;
        let mut end = next_start(&window, at + AT_ONCE);
        while at < window.len() {
            let piece = &window[at..end];
            let cancel = stop.filter(|stop| piece.len() > stop.over).map(|stop| stop.when);
            let Some(parsed) = syntax::parse(piece, cancel) else {
                interrupted = true;
                done.push(Chunk { len: window.len() - at, blocks: None });
                break;
            };
            let last = end == window.len() && self.chunks.next(region.last).is_none();
            let mut chunks = cut(piece, parsed.blocks);
            if parsed.closed || last {
                open_end = !parsed.closed;
                done.extend(chunks);
                at = end;
                end = next_start(&window, at + AT_ONCE);
                continue;
            }
            // The last chunk is open: it is parsed again with what closes it, or with as much again
            // behind it where that cannot be told.
            let open = chunks.pop().unwrap_or(Chunk { len: piece.len(), blocks: None });
            at = end - open.len;
            done.extend(chunks);
            let closes = open.blocks.filter(|_| sought != Some(at));
            let closes = closes.and_then(|blocks| Closes::of(&window[at..end], &blocks));
            let wanted = match closes {
                Some(closes) => {
                    sought = Some(at);
                    let found = closes.find_in(&self.text, region.span.start + end);
                    found.map_or(usize::MAX, |found| found - region.span.start)
                }
                None => end + open.len.max(AT_ONCE),
            };
            while window.len() < wanted {
                let from = region.span.end;
                if !region.absorb_next(&self.chunks) {
                    break;
                }
                window.push_str(&self.text.slice(Span::new(from, region.span.end)));
            }
            end = next_start(&window, wanted);
        }
        if self.chunks.next(region.last).is_none() {
            self.open = open_end;
        }
        self.chunks.splice(region.first, region.last, done);
        (region.span.end, !interrupted)
    }

    /// Whether the line at `at`, which a chunk starts with, is still one that a chunk may start with.
    fn may_start(&self, at: usize) -> bool {
        let line = self.text.line_of(at);
        if self.text.line_start(line) != at {
            return false;
        }
        // Enough for a marker and what follows it.
        let head = self.text.slice(Span::new(at, at + 8));
        let head = head.as_bytes();
        if at == front_matter_len(&self.text) || starts_heading(head) {
            return true;
        }
        let blank = line > 0 && is_blank(self.text.slice(self.text.line_span(line - 1)).as_bytes());
        blank && starts_paragraph(head)
    }
}

/// A chunk of so many bytes that waits to be parsed; none for no bytes.
fn stale(len: usize) -> Vec<Chunk> {
    if len == 0 { Vec::new() } else { vec![Chunk { len, blocks: None }] }
}

/// The chunks that are being parsed anew and the text that they hold.
struct Region {
    first: ChunkIndex,
    last: ChunkIndex,
    span: Span,
}

impl Region {
    fn absorb_previous(&mut self, chunks: &Chunks) -> bool {
        let Some(index) = chunks.previous(self.first) else { return false };
        self.first = index;
        self.span.start -= chunks.get(index).map_or(0, |chunk| chunk.len);
        true
    }

    fn absorb_next(&mut self, chunks: &Chunks) -> bool {
        let Some(index) = chunks.next(self.last) else { return false };
        self.last = index;
        self.span.end += chunks.get(index).map_or(0, |chunk| chunk.len);
        true
    }
}

#[cfg(test)]
mod tests;
