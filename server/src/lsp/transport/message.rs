//! Message bodies to what the loop acts on: parsing, once, and the naming of what is wrong.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tower_lsp::lsp_types::InitializeParams;
use tower_lsp::lsp_types::notification::{
    Cancel, DidChangeConfiguration, DidChangeTextDocument, DidChangeWatchedFiles, DidChangeWorkspaceFolders,
    DidCloseTextDocument, DidCreateFiles, DidDeleteFiles, DidOpenTextDocument, DidRenameFiles, DidSaveTextDocument,
    Initialized, Notification, WillSaveTextDocument, WorkDoneProgressCancel,
};

/// One thing that the client said.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A request or a notification.
    Call(Request),
    /// A notification whose parameters are not what its method takes, and what is wrong with them.
    Misunderstood(Request, String),
    /// The answer to a request of ours.
    Answer(Response),
    /// Not a message; this is what to say to it.
    Fault(Response),
}

impl Incoming {
    /// What was no message, as the error to answer with. Its id cannot be known.
    pub(super) fn fault(code: ErrorCode, message: String) -> Self {
        Incoming::Fault(Response::from_error(Id::Null, error(code, message)))
    }

    pub(super) fn is_call(&self, method: &str) -> bool {
        matches!(self, Incoming::Call(request) if request.method() == method)
    }
}

pub(super) fn error(code: ErrorCode, message: String) -> Error {
    Error { code, message: message.into(), data: None }
}

/// Understands one message body.
pub(super) fn parse(body: &[u8]) -> Incoming {
    match understand(body) {
        // An editor in JavaScript sends half of a pair as it has it: its edit must not be lost.
        fault @ Incoming::Fault(_) => with_whole_pairs(body).map_or(fault, |mended| understand(&mended)),
        incoming => incoming,
    }
}

/// `body` with U+FFFD for each escape of half a surrogate pair, which is as long in UTF-16; `None` if
/// there is none.
fn with_whole_pairs(body: &[u8]) -> Option<Vec<u8>> {
    let unit = |at: usize| {
        let escape = body.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(escape).ok()?, 16).ok()
    };
    let mut out = body.to_vec();
    let mut at = 0;
    let mut mended = false;
    while let Some(next) = memchr::memchr(b'\\', &body[at..]) {
        at += next;
        let (first, second) = (unit(at), unit(at + 6));
        match first {
            Some(0xd800..=0xdbff) if matches!(second, Some(0xdc00..=0xdfff)) => at += 12,
            Some(0xd800..=0xdfff) => {
                out[at..at + 6].copy_from_slice(b"\\ufffd");
                mended = true;
                at += 6;
            }
            Some(_) => at += 6,
            // Another escape, of two characters.
            None => at = (at + 2).min(body.len()),
        }
    }
    mended.then_some(out)
}

fn understand(body: &[u8]) -> Incoming {
    // Only an object: serde would read a struct from an array, too.
    if body.trim_ascii_start().first() == Some(&b'{') {
        match serde_json::from_slice::<Request>(body) {
            // A response passes for a request without a method.
            Ok(request) if !request.method().is_empty() => {
                return normalise(request);
            }
            Err(error) if !error.is_data() => return not_json(&error),
            _ => {}
        }
    }
    match serde_json::from_slice::<Value>(body) {
        Ok(value) => classify(value),
        Err(error) => not_json(&error),
    }
}

fn not_json(error: &serde_json::Error) -> Incoming {
    Incoming::fault(ErrorCode::ParseError, format!("the message is not JSON in UTF-8: {error}"))
}

/// Sorts JSON that is no well-formed request or notification.
fn classify(value: Value) -> Incoming {
    let invalid = |message: &str| Incoming::fault(ErrorCode::InvalidRequest, message.to_owned());
    let mut object = match value {
        Value::Object(object) => object,
        Value::Array(_) => {
            return invalid("batches are not supported, send each message by itself");
        }
        _ => return invalid("a message is a JSON object"),
    };
    let id = object.remove("id").and_then(|id| serde_json::from_value::<Id>(id).ok());
    if object.contains_key("method") {
        let message = "a request has `jsonrpc` \"2.0\", a `method`, and an `id` that is an integer or a string";
        let error = error(ErrorCode::InvalidRequest, message.to_owned());
        return Incoming::Fault(Response::from_error(id.unwrap_or_default(), error));
    }
    // With the id of a request of ours, not of theirs: it may go only to the one that waits for it.
    match (id, object.remove("error"), object.remove("result")) {
        (Some(id), Some(error), _) if !error.is_null() => {
            Incoming::Answer(Response::from_error(id, their_error(&error)))
        }
        (Some(id), _, Some(result)) => Incoming::Answer(Response::from_ok(id, result)),
        _ => invalid("a message has a `method`, or an `id` with a `result` or an `error`"),
    }
}

/// The error in a client's answer, whatever it looks like: whoever waits for it must not go on waiting.
fn their_error(value: &Value) -> Error {
    let code = value["code"].as_i64().map_or(ErrorCode::InternalError, ErrorCode::from);
    match value["message"].as_str() {
        Some(message) => error(code, message.to_owned()),
        None => error(code, value.to_string()),
    }
}

/// Makes of what clients send what tower-lsp expects, and finds what it would drop in silence.
fn normalise(request: Request) -> Incoming {
    let (method, id, params) = request.into_parts();
    let params = match (method.as_ref(), params) {
        // Emacs and others send `null` or `{}`, which tower-lsp refuses.
        ("shutdown", _) => None,
        ("initialized", None | Some(Value::Null)) => Some(json!({})),
        ("initialize", Some(params @ Value::Object(_))) => Some(greeting(params)),
        // A keystroke is not lost for want of a number: we count the edits ourselves.
        ("textDocument/didChange", Some(mut params)) => {
            if let Some(Value::Object(document)) = params.get_mut("textDocument") {
                let version = document.entry("version").or_insert(Value::Null);
                if version.is_null() {
                    *version = json!(0);
                }
            }
            if check_notification(&method, Some(&params)).is_err() {
                whole_numbers(&mut params);
            }
            Some(params)
        }
        (_, params) => params.filter(|params| !params.is_null()),
    };
    let fault = if id.is_none() { check_notification(&method, params.as_ref()).err() } else { None };
    let mut request = Request::build(method);
    if let Some(params) = params {
        request = request.params(params);
    }
    if let Some(id) = id {
        request = request.id(id);
    }
    let request = request.finish();
    match fault {
        Some(error) => Incoming::Misunderstood(request, error.to_string()),
        None => Incoming::Call(request),
    }
}

/// Writes numbers such as `21.0` as the types read them.
fn whole_numbers(value: &mut Value) {
    match value {
        Value::Number(number) => {
            if let Some(whole) = number.as_f64().filter(|it| it.fract() == 0.0 && it.abs() < f64::from(u32::MAX)) {
                *value = json!(whole as i64);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(whole_numbers),
        Value::Object(members) => members.values_mut().for_each(whole_numbers),
        _ => {}
    }
}

/// The parameters of `initialize` without what the types cannot read of them: a client may know values
/// that they do not, and no session is refused for what it can do without.
fn greeting(mut params: Value) -> Value {
    if InitializeParams::deserialize(&params).is_ok() {
        return params;
    }
    // Only shown to users, and forgotten by some clients.
    let folders = params.get_mut("workspaceFolders").and_then(Value::as_array_mut);
    for folder in folders.into_iter().flatten() {
        if folder.is_object() && !folder["name"].is_string() {
            folder["name"] = json!("");
        }
    }
    let before = params.clone();
    let whole = |params: &Value| {
        let mut params = params.clone();
        if params.get("capabilities").is_none() {
            params["capabilities"] = json!({});
        }
        params
    };
    prune(&mut params, &|params| InitializeParams::deserialize(whole(params)).is_ok());
    let params = whole(&params);
    tracing::warn!("parts of `initialize` count as absent, as they could not be understood: {before}");
    params
}

/// Takes out of `value` what keeps it from being read; whether it `reads` then.
fn prune(value: &mut Value, reads: &dyn Fn(&Value) -> bool) -> bool {
    if reads(value) {
        return true;
    }
    match value {
        Value::Object(members) => members.retain(|name, member| prune(member, &|it| reads(&json!({ name: it })))),
        Value::Array(items) => items.retain_mut(|item| prune(item, &|it| reads(&json!([it])))),
        _ => return false,
    }
    reads(value)
}

/// What tower-lsp will say, to itself alone, of the parameters of a notification.
fn check_notification(method: &str, params: Option<&Value>) -> serde_json::Result<()> {
    fn check<N: Notification>(params: &Value) -> serde_json::Result<()> {
        N::Params::deserialize(params).map(drop)
    }
    let params = params.unwrap_or(&Value::Null);
    match method {
        Cancel::METHOD => check::<Cancel>(params),
        DidChangeConfiguration::METHOD => check::<DidChangeConfiguration>(params),
        DidChangeTextDocument::METHOD => check::<DidChangeTextDocument>(params),
        DidChangeWatchedFiles::METHOD => check::<DidChangeWatchedFiles>(params),
        DidChangeWorkspaceFolders::METHOD => check::<DidChangeWorkspaceFolders>(params),
        DidCloseTextDocument::METHOD => check::<DidCloseTextDocument>(params),
        DidCreateFiles::METHOD => check::<DidCreateFiles>(params),
        DidDeleteFiles::METHOD => check::<DidDeleteFiles>(params),
        DidOpenTextDocument::METHOD => check::<DidOpenTextDocument>(params),
        DidRenameFiles::METHOD => check::<DidRenameFiles>(params),
        DidSaveTextDocument::METHOD => check::<DidSaveTextDocument>(params),
        Initialized::METHOD => check::<Initialized>(params),
        WillSaveTextDocument::METHOD => check::<WillSaveTextDocument>(params),
        WorkDoneProgressCancel::METHOD => check::<WorkDoneProgressCancel>(params),
        _ => IgnoredAny::deserialize(params).map(drop),
    }
}

#[cfg(test)]
mod tests;
