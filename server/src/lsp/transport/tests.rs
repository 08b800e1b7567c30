//! Sessions with a small backend: over real pipes where threads matter, and step by step, on one
//! thread and without one, where the moment matters.

mod backend;
mod messages;
mod pipes;
mod steps;

use std::io::Cursor;
use std::sync::{Arc, Mutex};

use serde_json::Value;

use super::*;

use backend::{Events, backend};
use messages::{change, code, frame, frames, hover, initialize, messages, notification, request};

/// How long a test waits before it calls it a failure.
const GUARD: Duration = Duration::from_mins(1);

#[test]
fn a_panic_between_messages_is_survived() {
    let (service, socket, _) = backend();
    let input = frames([&initialize(), &request(1, "shutdown", Value::Null), &notification("exit", Value::Null)]);
    let code = serve(Cursor::new(input), Vec::new(), service, socket, || panic!("in idle")).unwrap();
    assert_eq!(code, ExitCode::SUCCESS);
}

#[test]
fn states_and_methods_are_answered_as_the_protocol_says() {
    let (service, socket, _) = backend();
    let (output, written) = shared_buffer();
    let said = [
        request(1, "test/echo", 1),
        notification("test/echo", 1),
        initialize(),
        request(3, "initialize", json!({ "capabilities": {} })),
        request(4, "unknown/method", 1),
        request(5, "$/unknown", 1),
        notification("$/unknown", 1),
        notification("unknown/method", 1),
        request(6, "test/number", "six"),
        request(7, "test/number", json!([7])),
        request(8, "textDocument/didChange", Value::Null),
        notification("textDocument/didChange", json!({ "textDocument": 3 })),
        request(9, "shutdown", Value::Null),
        request(10, "test/number", json!([10])),
        notification("exit", Value::Null),
    ];
    let code = serve(Cursor::new(frames(&said)), output, service, socket, || ()).unwrap();
    assert_eq!(code, ExitCode::SUCCESS);
    let answers: Vec<_> = messages(&written.lock().unwrap())
        .iter()
        .map(|answer| (answer["id"].as_i64().unwrap(), answer["error"]["code"].as_i64()))
        .collect();
    let expected = [
        (1, Some(-32002)),
        (0, None),
        (3, Some(-32600)),
        (4, Some(-32601)),
        (5, Some(-32601)),
        (6, Some(-32602)),
        (7, None),
        (8, Some(-32600)),
        (9, None),
        (10, Some(-32600)),
    ];
    assert_eq!(answers, expected);
}

#[test]
fn a_burst_in_the_pipe_is_read_as_one() {
    let (service, socket, _) = backend();
    let mut said = vec![initialize()];
    said.extend((1..=200).map(change));
    said.push(request(1, "shutdown", Value::Null));
    let mut idles = 0;
    serve(Cursor::new(frames(&said)), Vec::new(), service, socket, || idles += 1).unwrap();
    assert_eq!(idles, 1);
}

/// A writer, and what was written to it.
fn shared_buffer() -> (SharedBuffer, Arc<Mutex<Vec<u8>>>) {
    let buffer = Arc::new(Mutex::new(Vec::new()));
    (SharedBuffer(Arc::clone(&buffer)), buffer)
}

struct SharedBuffer(Arc<Mutex<Vec<u8>>>);

impl Write for SharedBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
