//! The requests of our own.

use serde::Deserialize;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{Position, TextDocumentIdentifier};

use super::Server;
use crate::features::placeholders;
use crate::features::readiness::{self, At};

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
}
