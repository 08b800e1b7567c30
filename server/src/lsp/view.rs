//! A document as a request sees it: looked through as it is, or, while that takes long, as it was, with
//! everything moved to where it is now.

use std::sync::Arc;

use tower_lsp::lsp_types::{self, Diagnostic, Position, TextEdit};

use super::convert;
use super::documents::Open;
use super::look::Checked;
use super::shift::Shift;
use crate::document::Document;
use crate::position::Encoding;
use crate::snapshot::Snapshot;
use crate::text::{Edit, Span, Text};

#[derive(Debug)]
pub(super) struct View {
    pub(super) checked: Arc<Checked>,
    /// The present text; the one that was looked through may be an earlier one.
    document: Document,
    shift: Shift,
    version: i32,
    encoding: Encoding,
    told: Option<Arc<Vec<Diagnostic>>>,
}

/// More blank lines than anybody leaves between two blocks.
const REACH: usize = 20;

impl View {
    /// `None` only if too much was edited since `checked` to tell what is where, or if another document
    /// is open by now.
    pub(super) fn new(checked: Arc<Checked>, open: &Open, encoding: Encoding) -> Option<Self> {
        let shift = open.since(checked.state)?;
        let told = open.told.as_ref().map(|told| told.diagnostics.clone());
        Some(Self { checked, document: open.document.clone(), shift, version: open.version(), encoding, told })
    }

    /// The same for the text as it is by now.
    pub(super) fn renewed(self, open: &Open) -> Option<Self> {
        Self::new(self.checked, open, self.encoding)
    }

    pub(super) fn snapshot(&self) -> &Snapshot {
        &self.checked.snapshot
    }

    /// Whether the client knows of this diagnostic.
    pub(super) fn was_told(&self, diagnostic: &Diagnostic) -> bool {
        self.told.as_ref().is_some_and(|told| told.contains(diagnostic))
    }

    /// The version of the present text.
    pub(super) const fn version(&self) -> i32 {
        self.version
    }

    pub(super) const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The present text.
    pub(super) fn text(&self) -> &Text {
        self.document.text()
    }

    /// Whether the present text is the one that was looked through.
    pub(super) fn is_present(&self) -> bool {
        self.shift.0.is_empty()
    }

    /// Where the position is in the text that was looked through; nothing for one in text that is
    /// being looked through.
    pub(super) fn offset(&self, position: Position) -> Option<usize> {
        let offset = convert::offset(self.text(), position, self.encoding);
        if self.is_present() {
            return Some(offset);
        }
        if !self.is_parsed(Span::at(offset)) {
            return None;
        }
        self.shift.back(offset)
    }

    /// The range in the text that was looked through.
    pub(super) fn span(&self, range: lsp_types::Range) -> Option<Span> {
        let (start, end) = (self.offset(range.start)?, self.offset(range.end)?);
        Some(Span::new(start.min(end), start.max(end)))
    }

    /// Where a span of the text that was looked through is now; nothing if it was edited.
    pub(super) fn range(&self, span: Span) -> Option<lsp_types::Range> {
        Some(convert::range(self.text(), self.shift.forward(span)?, self.encoding))
    }

    /// Where a span of the text that was looked through is now, or what is left of it.
    pub(super) fn near(&self, span: Span) -> Span {
        self.shift.near(span)
    }

    /// An edit of the text that was looked through, as one of the present text. Nothing if the text
    /// around it was edited, or if it is in text that waits to be parsed: it may mean something else there.
    pub(super) fn edit(&self, edit: &Edit) -> Option<TextEdit> {
        let span = self.shift.forward(edit.span)?;
        if !self.is_present() {
            self.shift.forward_apart(around(self.snapshot().text(), edit.span))?;
            if !self.is_parsed(span) {
                return None;
            }
        }
        Some(TextEdit { range: convert::range(self.text(), span, self.encoding), new_text: edit.text.clone() })
    }

    /// Whether a span of the present text holds nothing that waits to be parsed.
    fn is_parsed(&self, span: Span) -> bool {
        let chunks = self.document.chunks();
        let Some((mut at, mut start)) = chunks.at(span.start) else { return true };
        loop {
            let Some(chunk) = chunks.get(at).filter(|chunk| chunk.blocks.is_some()) else { return false };
            start += chunk.len;
            match chunks.next(at) {
                Some(next) if start <= span.end => at = next,
                _ => return true,
            }
        }
    }
}

/// From the nearest line above `span` that says something to the nearest one below it.
fn around(text: &Text, span: Span) -> Span {
    // A long line says something; it need not be read for that.
    let blank = |line: &usize| {
        let line = text.line_span(*line);
        line.len() < 200 && text.slice(line).trim().is_empty()
    };
    let (first, last) = (text.line_of(span.start), text.line_of(span.end));
    let above = (0..first).rev().take(REACH).find(|line| !blank(line)).unwrap_or(first.saturating_sub(REACH));
    let end = text.lines() - 1;
    let below = (last + 1..=end).take(REACH).find(|line| !blank(line)).unwrap_or(end.min(last + REACH));
    Span::new(text.line_start(above), text.line_span(below).end)
}
