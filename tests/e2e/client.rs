//! A client that speaks to the built server over its pipes, and sees everything that it says.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Only ever waited for in full by a test that fails.
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) struct Client {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// What came while something else was waited for.
    put_by: VecDeque<Value>,
    id: i64,
}

impl Client {
    /// Starts the server, before any message.
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// As [`Client::start`], with these arguments.
    pub(crate) fn start_with(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_oe-ls"))
            .arg("server")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let mut output = BufReader::new(child.stdout.take().expect("piped"));
        let input = child.stdin.take();
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self { child, input, messages, put_by: VecDeque::new(), id: 0 }
    }

    /// Starts a session with these capabilities in this folder.
    pub(crate) fn session(capabilities: Value, folder: Option<&std::path::Path>) -> Self {
        Self::session_with(capabilities, folder, Value::Null).0
    }

    /// As [`Client::session`], with initialization options; gives also the answer to `initialize`.
    pub(crate) fn session_with(capabilities: Value, folder: Option<&std::path::Path>, options: Value) -> (Self, Value) {
        let mut client = Self::start();
        let folders = folder.map(|folder| json!([{ "uri": uri(folder), "name": "workspace" }]));
        let params = json!({
            "processId": std::process::id(),
            "rootUri": folder.map(uri),
            "workspaceFolders": folders,
            "capabilities": capabilities,
            "initializationOptions": options,
        });
        let answer = client.ask("initialize", params);
        client.tell("initialized", json!({}));
        (client, answer)
    }

    /// Writes these bytes as they are.
    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("open");
        input.write_all(bytes).expect("the server reads");
        input.flush().expect("the server reads");
    }

    pub(crate) fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub(crate) fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request; gives its id.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> i64 {
        self.id += 1;
        let id = self.id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// Sends a request and gives its result.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.request(method, params);
        let answer = self.answer(id);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// The answer to the request of this id, be it a result or an error.
    pub(crate) fn answer(&mut self, id: i64) -> Value {
        self.wait(|message| message["id"] == id && message.get("method").is_none())
    }

    /// Answers a request of the server's.
    pub(crate) fn respond(&mut self, request: &Value, result: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "id": request["id"], "result": result }));
    }

    /// The next notification or request of this method.
    pub(crate) fn next(&mut self, method: &str) -> Value {
        self.wait(|message| message["method"] == method)
    }

    /// The diagnostics published for this version of the document.
    pub(crate) fn published(&mut self, uri: &str, version: i64) -> Vec<Value> {
        let message = self.wait(|message| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
                && message["params"]["version"] == version
        });
        message["params"]["diagnostics"].as_array().cloned().unwrap_or_default()
    }

    /// The first message that is `wanted`; the others are kept.
    pub(crate) fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.put_by.iter().position(&wanted) {
            return self.put_by.remove(at).expect("just found");
        }
        let end = Instant::now() + PATIENCE;
        loop {
            match self.messages.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(message) if wanted(&message) => return message,
                Ok(message) => self.put_by.push_back(message),
                Err(RecvTimeoutError::Timeout) => panic!("the server did not say it; it said {:#?}", self.put_by),
                Err(RecvTimeoutError::Disconnected) => panic!("the server ended; it said {:#?}", self.put_by),
            }
        }
    }

    /// Everything of this method that has come so far, once the server has answered a request sent
    /// after all else.
    pub(crate) fn so_far(&mut self, method: &str) -> Vec<Value> {
        let id = self.request("$/nothing", Value::Null);
        self.answer(id);
        self.put_by.iter().filter(|message| message["method"] == method).cloned().collect()
    }

    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        self.tell(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": uri, "languageId": "markdown", "version": 1, "text": text } }),
        );
    }

    /// Changes `start..end`, given as (line, character), or the whole text.
    pub(crate) fn change(&mut self, uri: &str, version: i64, range: Option<[(u32, u32); 2]>, text: &str) {
        let position = |(line, character): (u32, u32)| json!({ "line": line, "character": character });
        let change = match range {
            Some([start, end]) => json!({ "range": { "start": position(start), "end": position(end) }, "text": text }),
            None => json!({ "text": text }),
        };
        self.tell(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [change] }),
        );
    }

    /// Shuts the server down in order.
    pub(crate) fn end(mut self) -> ExitStatus {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.exit_status()
    }

    /// How the server ends by itself. It closes its output with that.
    pub(crate) fn exit_status(mut self) -> ExitStatus {
        let end = Instant::now() + PATIENCE;
        loop {
            match self.messages.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(message) => self.put_by.push_back(message),
                Err(RecvTimeoutError::Disconnected) => return self.child.wait().expect("it ran"),
                Err(RecvTimeoutError::Timeout) => panic!("the server did not end; it said {:#?}", self.put_by),
            }
        }
    }

    /// Closes the server's input.
    pub(crate) fn hang_up(&mut self) {
        self.input = None;
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // Of a test that failed; else it has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn uri(path: &std::path::Path) -> String {
    format!("file://{}", path.display())
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim() {
            "" => break,
            line => {
                if let Some(value) = line.strip_prefix("Content-Length: ") {
                    length = value.parse().ok()?;
                }
            }
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
