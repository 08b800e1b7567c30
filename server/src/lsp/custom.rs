//! The requests of our own.

use serde::Deserialize;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{Position, TextDocumentIdentifier};

use super::Server;
use crate::features::{placeholders, readiness};

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
        let Some(checked) = self.checked(&params.text_document.uri).await else { return Ok(Value::Null) };
        let encoding = self.state().side.encoding;
        Ok(json!(readiness::readiness(&checked.snapshot, encoding)))
    }

    /// `oe-ls/nextPlaceholder`: the range of the next template text, or null.
    pub(super) async fn next_placeholder(&self, params: NextPlaceholderParams) -> Result<Value> {
        let Some(view) = self.view(&params.text_document.uri).await else { return Ok(Value::Null) };
        let next = view
            .offset(params.position)
            .and_then(|offset| placeholders::next(&view.checked.snapshot, offset, params.backwards == Some(true)))
            .and_then(|span| view.range(span));
        Ok(json!(next))
    }
}
