//! Documents whose text is not known any more, since a change of it could not be understood: nothing is
//! told of them until their whole text comes.

use std::sync::Arc;

use tower_lsp::lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem};

use super::State;
use super::documents::Open;
use super::outbox::Letter;
use crate::files::DocKey;

impl State {
    /// What was typed into the document is not known: it counts as closed.
    pub(super) fn lose(&mut self, key: &DocKey) {
        let Some(open) = self.documents.remove(key) else { return };
        if !self.side.pulls {
            self.send(Letter::Diagnostics { uri: open.uri.clone(), version: None, diagnostics: Arc::default() });
        }
        self.lost.insert(key.clone(), open.uri);
    }

    /// Opens the document again if it was lost and `changes` hold its whole text; gives the changes that
    /// are left to do.
    pub(super) fn find_again(
        &mut self,
        key: &DocKey,
        version: i32,
        mut changes: Vec<TextDocumentContentChangeEvent>,
    ) -> Vec<TextDocumentContentChangeEvent> {
        let whole = changes.iter().rposition(|change| change.range.is_none());
        if let Some(whole) = whole
            && let Some(uri) = self.lost.remove(key)
        {
            let rest = changes.split_off(whole + 1);
            let text = changes.pop().map(|change| change.text).unwrap_or_default();
            let home = self.home(key);
            self.openings += 1;
            let item = TextDocumentItem { uri, language_id: "markdown".to_owned(), version, text };
            self.documents.insert(key.clone(), Open::new(item, self.openings, home));
            return rest;
        }
        changes
    }
}
