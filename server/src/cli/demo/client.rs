//! A small editor: starts the server, asks, and gives up on an answer that does not come.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Result;
use super::sample::{Sample, URI};

/// How long an answer may take, on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) struct Client {
    server: Child,
    to: Option<ChildStdin>,
    from: Receiver<Value>,
    asked: u64,
    /// Whether findings are asked for, or sent unasked.
    pulls: bool,
    /// What was sent unasked, the latest last.
    published: Vec<Value>,
}

impl Client {
    /// Starts this very program as a server and says hello.
    pub(super) fn start() -> Result<Self> {
        let program = std::env::current_exe().map_err(|error| format!("oe-ls does not find itself: {error}"))?;
        let mut server = Command::new(&program)
            .arg("server")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{} did not start: {error}", program.display()))?;
        let to = server.stdin.take();
        let (sender, from) = mpsc::channel();
        if let Some(stdout) = server.stdout.take() {
            std::thread::spawn(move || {
                let mut reader = BufReader::new(stdout);
                while let Some(message) = receive(&mut reader) {
                    if sender.send(message).is_err() {
                        break;
                    }
                }
            });
        }
        let mut client = Self { server, to, from, asked: 0, pulls: false, published: Vec::new() };
        client.hello()?;
        Ok(client)
    }

    fn hello(&mut self) -> Result<()> {
        let answer = self.ask(
            "initialize",
            &json!({
                "processId": std::process::id(),
                "clientInfo": { "name": "oe-ls demo" },
                "rootUri": null,
                "capabilities": {
                    "general": { "positionEncodings": ["utf-16"] },
                    "textDocument": {
                        "diagnostic": { "dynamicRegistration": false, "relatedDocumentSupport": false },
                        "publishDiagnostics": { "relatedInformation": true, "versionSupport": true },
                        "hover": { "contentFormat": ["plaintext"] },
                        "completion": { "completionItem": { "snippetSupport": false, "documentationFormat": ["plaintext"] } },
                        "codeAction": {
                            "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix", "source.fixAll"] } },
                            "dataSupport": true,
                            "resolveSupport": { "properties": ["edit"] },
                        },
                    },
                    "workspace": { "workspaceEdit": { "documentChanges": true } },
                },
            }),
        )?;
        self.pulls = !answer["capabilities"]["diagnosticProvider"].is_null();
        self.tell("initialized", &json!({}))
    }

    pub(super) fn open(&mut self, sample: &Sample) -> Result<()> {
        let document = json!({ "uri": URI, "languageId": "markdown", "version": sample.version, "text": sample.text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": document }))
    }

    /// Sends the whole text: this editor applies edits itself.
    pub(super) fn change(&mut self, sample: &Sample) -> Result<()> {
        let document = json!({ "uri": URI, "version": sample.version });
        let changes = json!([{ "text": sample.text }]);
        self.tell("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": changes }))
    }

    /// The findings of the present version.
    pub(super) fn diagnostics(&mut self, sample: &Sample) -> Result<Vec<Value>> {
        if self.pulls {
            let answer = self.ask("textDocument/diagnostic", &json!({ "textDocument": { "uri": URI } }))?;
            return Ok(answer["items"].as_array().cloned().unwrap_or_default());
        }
        let until = Instant::now() + PATIENCE;
        loop {
            let current = |it: &&Value| it["uri"] == URI && it["version"] == sample.version;
            if let Some(published) = self.published.iter().rev().find(current) {
                return Ok(published["diagnostics"].as_array().cloned().unwrap_or_default());
            }
            let message = self.next(until, "textDocument/publishDiagnostics")?;
            self.take(message)?;
        }
    }

    /// Asks and waits for the answer.
    pub(super) fn ask(&mut self, method: &str, params: &Value) -> Result<Value> {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))?;
        let until = Instant::now() + PATIENCE;
        loop {
            let mut message = self.next(until, method)?;
            if message["id"] == id && message.get("method").is_none() {
                return match message.get("error") {
                    Some(error) => Err(format!("the server refused `{method}`: {}", error["message"])),
                    None => Ok(message["result"].take()),
                };
            }
            self.take(message)?;
        }
    }

    fn tell(&mut self, method: &str, params: &Value) -> Result<()> {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    fn next(&self, until: Instant, method: &str) -> Result<Value> {
        let left = until.saturating_duration_since(Instant::now());
        self.from.recv_timeout(left).map_err(|error| match error {
            RecvTimeoutError::Timeout => {
                format!("the server did not answer `{method}` within {} s", PATIENCE.as_secs())
            }
            RecvTimeoutError::Disconnected => format!("the server ended before it answered `{method}`"),
        })
    }

    /// Keeps what was published and answers what the server asks, so that it never waits for us.
    fn take(&mut self, mut message: Value) -> Result<()> {
        if message["method"] == "textDocument/publishDiagnostics" {
            self.published.push(message["params"].take());
        } else if message.get("method").is_some() && message.get("id").is_some() {
            let result = match message["params"]["items"].as_array() {
                Some(items) => json!(vec![Value::Null; items.len()]),
                None => Value::Null,
            };
            self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": result }))?;
        }
        Ok(())
    }

    fn send(&mut self, message: &Value) -> Result<()> {
        let body = message.to_string();
        let to = self.to.as_mut().ok_or("the server takes no input")?;
        let sent = write!(to, "Content-Length: {}\r\n\r\n{body}", body.len()).and_then(|()| to.flush());
        sent.map_err(|error| format!("the server takes no more input: {error}"))
    }

    /// Says good-bye; what goes wrong now was shown already.
    pub(super) fn stop(mut self) {
        let _ = self.ask("shutdown", &Value::Null);
        let _ = self.tell("exit", &Value::Null);
    }
}

impl Drop for Client {
    /// No server stays behind, whatever happened.
    fn drop(&mut self) {
        // Without input it ends by itself.
        self.to = None;
        let until = Instant::now() + Duration::from_secs(2);
        loop {
            // The reader hangs up when the server has closed its end.
            let left = until.saturating_duration_since(Instant::now());
            match self.from.recv_timeout(left) {
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    let _ = self.server.kill();
                    break;
                }
            }
        }
        let _ = self.server.wait();
    }
}

/// The next message; `None` at the end, or where there is no message any more.
fn receive(reader: &mut BufReader<ChildStdout>) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse::<usize>().ok();
        }
    }
    let mut body = vec![0; length?];
    reader.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
