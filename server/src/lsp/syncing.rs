//! Documents as the client opens, changes, saves and closes them. Nothing here is awaited: the order of
//! the messages is that of the edits.

use std::sync::Arc;

use tower_lsp::lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Url, VersionedTextDocumentIdentifier};

use super::complaints::Mistake;
use super::documents::{self, Open};
use super::outbox::Letter;
use super::{Server, convert};
use crate::config;
use crate::files::{self, DocKey};
use crate::text::{Edit, Span};

impl Server {
    pub(super) fn opened(&self, document: TextDocumentItem) {
        let key = DocKey::from_uri(document.uri.as_str());
        self.look_around(&key, false);
        let mut state = self.state();
        state.complaints.forget(&key);
        state.lost.remove(&key);
        if !is_ours(&document.language_id, &key) {
            tracing::debug!("{} is no Markdown and no settings file", document.uri);
            state.others.insert(key);
            return;
        }
        if state.documents.contains_key(&key) {
            let sentence = format!("{} was opened twice; its text is now that of the second time", document.uri);
            state.complain(&key, Mistake::OpenedTwice, sentence);
        }
        let home = state.home(&key);
        state.openings += 1;
        let open = Open::new(document, state.openings, home);
        if let Some(before) = state.documents.insert(key.clone(), open) {
            documents::free(before.document.text().len(), before);
        }
        if is_settings_file(&key) {
            state.file_changes_hands(&key);
        }
        state.tell_of_files();
    }

    pub(super) fn changed(
        &self,
        document: VersionedTextDocumentIdentifier,
        changes: Vec<TextDocumentContentChangeEvent>,
    ) {
        let VersionedTextDocumentIdentifier { uri, version } = document;
        let key = DocKey::from_uri(uri.as_str());
        let mut state = self.state();
        let encoding = state.side.encoding;
        let changes = state.find_again(&key, version, changes);
        let Some(open) = state.documents.get_mut(&key) else {
            return state.not_open(&key, &uri, "a change of it was left out");
        };
        // Each is meant for the text after the one before.
        for change in changes {
            let text = open.document.text();
            let span = match change.range {
                Some(range) => convert::span(text, range, encoding),
                None => Span::new(0, text.len()),
            };
            open.edit(&Edit { span, text: change.text });
        }
        let before = open.version();
        open.set_version(version);
        // Some clients give no number, which comes here as zero.
        if version < before && version > 0 {
            let sentence = format!("{uri} went back from version {before} to {version}; the change was applied");
            state.complain(&key, Mistake::Version, sentence);
        } else {
            state.complaints.well(&key, Mistake::Version);
        }
        state.complaints.well(&key, Mistake::Misunderstood("textDocument/didChange".to_owned()));
    }

    pub(super) fn saved(&self, uri: &Url) {
        let key = DocKey::from_uri(uri.as_str());
        self.look_around(&key, true);
        let mut state = self.state();
        match state.documents.get_mut(&key) {
            Some(open) => open.saved(),
            None => state.not_open(&key, uri, "that it was saved tells nothing"),
        }
    }

    pub(super) fn closed(&self, uri: &Url) {
        let key = DocKey::from_uri(uri.as_str());
        let mut state = self.state();
        let Some(open) = state.documents.remove(&key) else {
            state.not_open(&key, uri, "there was nothing to close");
            state.others.remove(&key);
            state.lost.remove(&key);
            return;
        };
        state.complaints.forget(&key);
        if !state.side.pulls {
            state.send(Letter::Diagnostics { uri: open.uri.clone(), version: None, diagnostics: Arc::default() });
        }
        documents::free(open.document.text().len(), open);
        if is_settings_file(&key) {
            state.file_changes_hands(&key);
            state.tell_of_files();
        }
    }
}

/// Some editors start a server for every file of a folder.
fn is_ours(language: &str, key: &DocKey) -> bool {
    language.eq_ignore_ascii_case("markdown")
        || key.to_path().is_some_and(|path| files::is_markdown(&path))
        || is_settings_file(key)
}

fn is_settings_file(key: &DocKey) -> bool {
    let path = key.to_path();
    let name = path.as_ref().and_then(|path| path.file_name()?.to_str());
    name.is_some_and(config::is_settings_file)
}
