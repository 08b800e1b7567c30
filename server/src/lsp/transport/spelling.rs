//! How the client writes URIs. The protocol's types write each anew, `file:///a b.md` as
//! `file:///a%20b.md`, and some editors know a document by the very text that they sent: that is put
//! back into whatever names the document.

use std::collections::HashMap;

use serde_json::{Map, Value};
use tower_lsp::jsonrpc::Request;
use tower_lsp::lsp_types::Url;
use tower_lsp::lsp_types::notification::{DidOpenTextDocument, Notification};

/// The client's text of the URIs that the types write otherwise, by what they write. Nearly always
/// empty.
#[derive(Debug, Default)]
pub(super) struct Spellings(HashMap<String, String>);

/// More documents than anybody has open.
const MOST: usize = 10_000;

impl Spellings {
    /// Notes how a document is named that is opened. It is kept when that is closed: of a closed document
    /// something may still be said.
    pub(super) fn note(&mut self, request: &Request) {
        if request.method() != DidOpenTextDocument::METHOD {
            return;
        }
        let uri = request.params().and_then(|params| params.pointer("/textDocument/uri")?.as_str());
        let Some((own, url)) = uri.and_then(|own| Some((own, Url::parse(own).ok()?))) else { return };
        if url.as_str() == own {
            self.0.remove(own);
        } else if self.0.len() < MOST || self.0.contains_key(url.as_str()) {
            self.0.insert(url.into(), own.to_owned());
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts the client's texts into a message to it: for each `uri`, and where `changes` are listed by URI.
    pub(super) fn put_back(&self, message: &mut Value) {
        match message {
            Value::Array(items) => items.iter_mut().for_each(|item| self.put_back(item)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    match (name.as_str(), value) {
                        ("uri", Value::String(uri)) => {
                            if let Some(own) = self.0.get(uri) {
                                uri.clone_from(own);
                            }
                        }
                        ("changes", Value::Object(changes)) => *changes = self.renamed(std::mem::take(changes)),
                        (_, value) => self.put_back(value),
                    }
                }
            }
            _ => {}
        }
    }

    fn renamed(&self, changes: Map<String, Value>) -> Map<String, Value> {
        let own = |uri: String| self.0.get(&uri).cloned().unwrap_or(uri);
        changes.into_iter().map(|(uri, edits)| (own(uri), edits)).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn open(spellings: &mut Spellings, uri: &str) {
        let params = json!({ "textDocument": { "uri": uri, "languageId": "markdown", "version": 1, "text": "uri" } });
        spellings.note(&Request::build("textDocument/didOpen").params(params).finish());
    }

    #[test]
    fn what_the_types_write_otherwise_comes_back_as_the_client_wrote_it() {
        for own in [
            "untitled:/x y.md",
            "file:///tmp/a b#c.md",
            "file:///tmp/é|.md",
            "FILE:///tmp/x.md",
            "file:///tmp/./x.md",
            "file://localhost/tmp/x.md",
            "file:/tmp/x.md",
            "file:///tmp/x\\y.md",
        ] {
            let mut spellings = Spellings::default();
            open(&mut spellings, own);
            let url = Url::parse(own).unwrap();
            assert_ne!(url.as_str(), own);
            let message = |uri: &str| {
                json!({ "params": {
                    "uri": uri,
                    "diagnostics": [{ "message": "uri", "relatedInformation": [{ "location": { "uri": uri } }] }],
                    "edits": [{ "changes": { uri: [{ "newText": url }] } }, { "textDocument": { "uri": uri } }],
                } })
            };
            let mut said = message(url.as_str());
            spellings.put_back(&mut said);
            assert_eq!(said, message(own));
        }
    }

    #[test]
    fn the_last_spelling_counts_and_a_plain_one_needs_none() {
        let mut spellings = Spellings::default();
        for plain in ["file:///c%3A/X.md", "file:///C:/X.md", "untitled:Untitled-1", "file:///tmp/a%20b.md"] {
            open(&mut spellings, plain);
            assert!(spellings.is_empty(), "{plain}");
        }
        open(&mut spellings, "file:///tmp/a b.md");
        assert!(!spellings.is_empty());
        open(&mut spellings, "file:///tmp/a%20b.md");
        open(&mut spellings, "no uri");
        assert!(spellings.is_empty());
    }
}
