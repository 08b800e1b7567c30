//! What a client did wrong, said to whoever reads its log: one sentence for each kind of mistake in a
//! document, until that is well again.

use std::collections::BTreeSet;

use serde_json::Value;
use tower_lsp::lsp_types::{MessageType, Url};

use super::State;
use super::outbox::Letter;
use crate::files::DocKey;

/// What went wrong with a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mistake {
    /// A notification of this method had parameters that could not be understood.
    Misunderstood(String),
    /// It is not open.
    NotOpen,
    OpenedTwice,
    /// Its version went backwards.
    Version,
}

/// The mistakes that stand, each of which was said.
#[derive(Debug, Default)]
pub(super) struct Complaints {
    standing: BTreeSet<(DocKey, Mistake)>,
    said: usize,
}

/// More than anybody reads; a client that makes as many mistakes makes more.
const MOST: usize = 100;

impl Complaints {
    /// Notes a mistake; gives what is to be said of it, if it is news.
    pub(super) fn note(&mut self, key: &DocKey, mistake: Mistake, sentence: String) -> Option<String> {
        tracing::warn!("{sentence}");
        if self.said > MOST || !self.standing.insert((key.clone(), mistake)) {
            return None;
        }
        self.said += 1;
        Some(if self.said > MOST { "further mistakes are said in the server's log alone".to_owned() } else { sentence })
    }

    /// The document is well again in this respect.
    pub(super) fn well(&mut self, key: &DocKey, mistake: Mistake) {
        // Nearly always nothing stands, and nothing is to be looked up at each key.
        if !self.standing.is_empty() {
            self.standing.remove(&(key.clone(), mistake));
        }
    }

    /// The document is begun anew.
    pub(super) fn forget(&mut self, key: &DocKey) {
        self.standing.retain(|(of, _)| of != key);
    }
}

impl State {
    /// Says what the client did wrong with a document and what was done, for whoever wonders.
    pub(super) fn complain(&mut self, key: &DocKey, mistake: Mistake, sentence: String) {
        if let Some(sentence) = self.complaints.note(key, mistake, sentence) {
            self.send(Letter::Log(MessageType::WARNING, format!("oe-ls: {sentence}")));
        }
    }

    /// A notification was about a document that is not open.
    pub(super) fn not_open(&mut self, key: &DocKey, uri: &Url, done: &str) {
        if !self.others.contains(key) && !self.lost.contains_key(key) {
            self.complain(key, Mistake::NotOpen, format!("{uri} is not open; {done}"));
        }
    }

    /// A notification was left out, as its parameters could not be understood.
    pub(super) fn misunderstood(&mut self, method: &str, params: Option<&Value>, error: &str) {
        let uri = params.and_then(|params| params.pointer("/textDocument/uri")?.as_str());
        let place = uri.map(|uri| format!(" for {uri}")).unwrap_or_default();
        // What was typed is not known then.
        let is_change = method == "textDocument/didChange";
        let so =
            if is_change { "; nothing is told of it until its whole text comes, as when it is reopened" } else { "" };
        let sentence = format!("`{method}`{place} was left out, as it could not be understood: {error}{so}");
        let key = DocKey::from_uri(uri.unwrap_or_default());
        if is_change {
            self.lose(&key);
        }
        self.complain(&key, Mistake::Misunderstood(method.to_owned()), sentence);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_said_once_until_it_is_well_again() {
        let mut complaints = Complaints::default();
        let (a, b) = (DocKey::from_uri("file:///a.md"), DocKey::from_uri("file:///b.md"));
        let note = |complaints: &mut Complaints, key: &DocKey, mistake| {
            complaints.note(key, mistake, "it is wrong".to_owned()).is_some()
        };
        assert!(note(&mut complaints, &a, Mistake::Version));
        assert!(!note(&mut complaints, &a, Mistake::Version));
        assert!(note(&mut complaints, &b, Mistake::Version));
        assert!(note(&mut complaints, &a, Mistake::NotOpen));
        complaints.well(&a, Mistake::Version);
        assert!(!note(&mut complaints, &a, Mistake::NotOpen));
        assert!(note(&mut complaints, &a, Mistake::Version));
        complaints.forget(&a);
        assert!(note(&mut complaints, &a, Mistake::NotOpen));
        assert!(!note(&mut complaints, &b, Mistake::Version));
    }

    #[test]
    fn a_mad_client_floods_nobody() {
        let mut complaints = Complaints::default();
        let mut said = Vec::new();
        for at in 0..1000 {
            let key = DocKey::from_uri(&format!("file:///{at}.md"));
            said.extend(complaints.note(&key, Mistake::NotOpen, format!("{at} is not open")));
        }
        assert_eq!(said.len(), MOST + 1);
        assert_eq!(said.last().unwrap(), "further mistakes are said in the server's log alone");
    }
}
