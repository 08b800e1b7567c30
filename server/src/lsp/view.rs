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
use crate::text::{Edit, Span};

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

impl View {
    pub(super) fn new(checked: Arc<Checked>, open: &Open, shift: Shift, encoding: Encoding) -> Self {
        let told = open.told.as_ref().map(|told| told.diagnostics.clone());
        Self { checked, document: open.document.clone(), shift, version: open.version, encoding, told }
    }

    /// Whether the client knows of this diagnostic.
    pub(super) fn was_told(&self, diagnostic: &Diagnostic) -> bool {
        self.told.as_ref().is_some_and(|told| told.contains(diagnostic))
    }

    /// The version of the present text.
    pub(super) const fn version(&self) -> i32 {
        self.version
    }

    /// Whether the present text is the one that was looked through.
    pub(super) const fn is_present(&self) -> bool {
        self.shift.0.is_empty()
    }

    /// Where the position is in the text that was looked through; nothing for one in text that is
    /// being looked through.
    pub(super) fn offset(&self, position: Position) -> Option<usize> {
        let offset = convert::offset(self.document.text(), position, self.encoding);
        if self.shift.0.is_empty() {
            return Some(offset);
        }
        let (chunk, _) = self.document.chunks().at(offset)?;
        self.document.chunks().get(chunk)?.blocks.as_ref()?;
        self.shift.back(offset)
    }

    /// The range in the text that was looked through.
    pub(super) fn span(&self, range: lsp_types::Range) -> Option<Span> {
        let (start, end) = (self.offset(range.start)?, self.offset(range.end)?);
        Some(Span::new(start.min(end), start.max(end)))
    }

    /// Where a span of the text that was looked through is now; nothing if it was edited.
    pub(super) fn range(&self, span: Span) -> Option<lsp_types::Range> {
        Some(convert::range(self.document.text(), self.shift.forward(span)?, self.encoding))
    }

    /// An edit of the text that was looked through, as one of the present text.
    pub(super) fn edit(&self, edit: &Edit) -> Option<TextEdit> {
        Some(TextEdit { range: self.range(edit.span)?, new_text: edit.text.clone() })
    }
}
