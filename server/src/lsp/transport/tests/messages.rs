//! What a client says, and what it gets.

use serde_json::{Value, json};

use crate::lsp::transport::framing::{Decoder, Frame};

pub(super) fn request(id: impl Into<Value>, method: &str, params: impl Into<Value>) -> Value {
    json!({ "jsonrpc": "2.0", "id": id.into(), "method": method, "params": params.into() })
}

pub(super) fn notification(method: &str, params: impl Into<Value>) -> Value {
    json!({ "jsonrpc": "2.0", "method": method, "params": params.into() })
}

pub(super) fn initialize() -> Value {
    request(0, "initialize", json!({ "capabilities": {} }))
}

pub(super) fn change(version: u32) -> Value {
    let params = json!({ "textDocument": { "uri": "file:///a.md", "version": version }, "contentChanges": [] });
    notification("textDocument/didChange", params)
}

pub(super) fn hover(id: u32) -> Value {
    let position = json!({ "line": 0, "character": 0 });
    request(id, "textDocument/hover", json!({ "textDocument": { "uri": "file:///a.md" }, "position": position }))
}

pub(super) fn frame(body: &str) -> Vec<u8> {
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

pub(super) fn frames<'a>(messages: impl IntoIterator<Item = &'a Value>) -> Vec<u8> {
    messages.into_iter().flat_map(|message| frame(&message.to_string())).collect()
}

pub(super) fn code(message: &Value) -> i64 {
    message["error"]["code"].as_i64().unwrap_or_else(|| panic!("not an error: {message}"))
}

/// The messages in what was written.
pub(super) fn messages(written: &[u8]) -> Vec<Value> {
    let mut decoder = Decoder::new();
    decoder.push(written);
    let mut messages = Vec::new();
    while let Some(Frame::Body(body)) = decoder.next() {
        messages.push(serde_json::from_slice(body).unwrap());
    }
    messages
}
