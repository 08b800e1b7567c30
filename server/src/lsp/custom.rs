//! The requests of our own.

use serde::Deserialize;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types::{Position, TextDocumentIdentifier, Url};

use super::Server;
use super::actions::workspace_edit;
use super::look::Home;
use super::view::View;
use crate::features::declare::declare;
use crate::features::insert::{Inserted, insert};
use crate::features::placeholders;
use crate::features::readiness::{self, At};
use crate::files::DocKey;
use crate::guide::{self, Guide};
use crate::insertion;
use crate::position::{self, Encoding};
use crate::text::{Edit, Span, Text};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReadinessParams {
    text_document: TextDocumentIdentifier,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NextPlaceholderParams {
    text_document: TextDocumentIdentifier,
    position: Position,
    backwards: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct InsertParams {
    text_document: TextDocumentIdentifier,
    ids: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TreatAsParams {
    text_document: TextDocumentIdentifier,
    oe: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct NewDocumentParams {
    uri: Option<Url>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GuideParams {
    text_document: Option<TextDocumentIdentifier>,
}

impl Server {
    /// `oe-ls/readiness`: how far the document is, section by section; null if it is not open.
    pub(super) async fn readiness(&self, params: ReadinessParams) -> Result<Value> {
        let uri = params.text_document.uri;
        let readiness = self.ask(&uri, false, |view| Some(readiness::readiness(view.snapshot(), view.encoding())));
        let Some((view, mut readiness)) = readiness.await else { return Ok(Value::Null) };
        if !view.is_present() {
            readiness.move_places(|span| At::new(view.text(), view.near(span), view.encoding()));
        }
        Ok(json!(readiness))
    }

    /// `oe-ls/nextPlaceholder`: the range of the next template text, or null.
    pub(super) async fn next_placeholder(&self, params: NextPlaceholderParams) -> Result<Value> {
        let NextPlaceholderParams { text_document, position, backwards } = params;
        let next = self.ask(&text_document.uri, false, move |view| {
            placeholders::next(view.snapshot(), view.offset(position)?, backwards == Some(true))
        });
        let Some((view, next)) = next.await else { return Ok(Value::Null) };
        Ok(json!(view.range(next)))
    }

    /// `oe-ls/insert`: the edit that writes what was chosen of what is missing.
    pub(super) async fn insert(&self, params: InsertParams) -> Result<Value> {
        let InsertParams { text_document: TextDocumentIdentifier { uri }, ids } = params;
        let asked = self.ask(&uri, true, move |view| Some(insert(view.snapshot(), &ids)));
        let (view, inserted) = asked.await.ok_or_else(|| not_open(&uri))?;
        let Some(inserted) = inserted.map_err(Error::invalid_params)? else { return Ok(Value::Null) };
        // Where it comes to stand is known of the text that was looked through.
        if !view.is_present() {
            return Err(being_edited());
        }
        let mut answer = places(&inserted, view.encoding());
        answer["edit"] = self.edit(&view, &uri, &inserted.edits)?;
        Ok(answer)
    }

    /// `oe-ls/treatAs`: the edit of the front matter that says whether the file is ours.
    pub(super) async fn treat_as(&self, params: TreatAsParams) -> Result<Value> {
        let TreatAsParams { text_document: TextDocumentIdentifier { uri }, oe } = params;
        let asked = self.ask(&uri, false, move |view| Some(declare(view.snapshot(), oe)));
        let (view, edit) = asked.await.ok_or_else(|| not_open(&uri))?;
        match edit.map_err(refused)? {
            Some(edit) => self.edit(&view, &uri, &[edit]),
            None => Ok(Value::Null),
        }
    }

    /// `oe-ls/newDocument`: a document from the templates of the guide that it would be held against.
    #[allow(clippy::unused_async, reason = "the router takes nothing else")]
    pub(super) async fn new_document(&self, params: NewDocumentParams) -> Result<Value> {
        let terms = self.home(params.uri.as_ref()).terms(None);
        let document = insertion::document_text(&terms.requirements.guide, None, "\n");
        let encoding = self.state().side.encoding;
        let range = |span: &Span| position::range(&Text::from(document.text.as_str()), *span, encoding);
        Ok(json!({ "text": document.text, "placeholder": document.placeholders.first().map(range) }))
    }

    /// `oe-ls/guide`: the guide in force; its text, if it is the program's own, or else its address.
    #[allow(clippy::unused_async, reason = "the router takes nothing else")]
    pub(super) async fn guide(&self, params: GuideParams) -> Result<Value> {
        let uri = params.text_document.map(|document| document.uri);
        let open = |uri: &Url| Some(self.state().documents.get(&DocKey::from_uri(uri.as_str()))?.terms.clone());
        let terms = uri.as_ref().and_then(open).unwrap_or_else(|| self.home(uri.as_ref()).terms(None));
        let Guide { id, title, .. } = &*terms.requirements.guide;
        let file = terms.guide.as_deref().map(DocKey::from_path);
        let text = file.is_none().then(guide::embedded_text);
        Ok(json!({ "id": id, "title": title, "uri": file.as_ref().map(DocKey::as_str), "text": text }))
    }

    /// Where the document of this address is, or would be; of none, in the first folder.
    fn home(&self, uri: Option<&Url>) -> Home {
        self.state().home(&DocKey::from_uri(uri.map_or("untitled:document.md", Url::as_str)))
    }

    /// What the client is to apply.
    fn edit(&self, view: &View, uri: &Url, edits: &[Edit]) -> Result<Value> {
        let edits: Option<Vec<_>> = edits.iter().map(|edit| view.edit(edit)).collect();
        let manner = self.state().side.manner();
        Ok(json!(workspace_edit(edits.ok_or_else(being_edited)?, view, uri, manner)))
    }
}

/// What was inserted, and where that stands once the edits are applied.
pub(super) fn places(inserted: &Inserted, encoding: Encoding) -> Value {
    let range = |span| position::range(&inserted.after, span, encoding);
    json!({ "inserted": inserted.of, "range": range(inserted.first), "placeholder": inserted.placeholder.map(range) })
}

fn not_open(uri: &Url) -> Error {
    Error::invalid_params(format!("{uri} is not open as Markdown"))
}

fn being_edited() -> Error {
    let message = "the text is being edited there; ask again".into();
    Error { code: ErrorCode::ContentModified, message, data: None }
}

/// The request is sound; what it asks for cannot be done.
fn refused(message: String) -> Error {
    Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: message.into(), data: None }
}

/// As LSP numbers it.
const REQUEST_FAILED: i64 = -32803;
