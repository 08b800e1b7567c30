//! Over real pipes.

use std::collections::HashMap;
use std::io::{PipeReader, PipeWriter, pipe};
use std::sync::mpsc;
use std::thread;

use super::framing::{Decoder, Frame};
use super::*;

/// A client at the other end of two pipes.
struct Peer {
    to_server: Option<PipeWriter>,
    from_server: mpsc::Receiver<Value>,
    code: mpsc::Receiver<ExitCode>,
    events: Events,
}

impl Peer {
    fn connect() -> Peer {
        let (input, to_server) = pipe().unwrap();
        let (from_server, output) = pipe().unwrap();
        let (service, socket, events) = backend();
        let (sender, code) = mpsc::channel();
        thread::spawn(move || {
            let code = serve(input, output, service, socket, || ()).unwrap();
            let _ = sender.send(code);
        });
        let mut peer = Peer { to_server: Some(to_server), from_server: listen(from_server), code, events };
        peer.send(&initialize());
        assert_eq!(peer.receive()["id"], 0);
        peer
    }

    fn send_bytes(&mut self, bytes: &[u8]) {
        self.to_server.as_mut().unwrap().write_all(bytes).unwrap();
    }

    fn send(&mut self, message: &Value) {
        self.send_bytes(&frames([message]));
    }

    fn receive(&mut self) -> Value {
        self.from_server.recv_timeout(GUARD).expect("a message")
    }

    fn ask(&mut self, request: &Value) -> Value {
        self.send(request);
        self.receive()
    }

    /// The exit code, with the input left open.
    fn end(&mut self) -> ExitCode {
        self.code.recv_timeout(GUARD).expect("an end")
    }
}

fn listen(mut output: PipeReader) -> mpsc::Receiver<Value> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut decoder = Decoder::new();
        let mut chunk = [0; 4096];
        while let Ok(length @ 1..) = output.read(&mut chunk) {
            decoder.push(&chunk[..length]);
            while let Some(Frame::Body(body)) = decoder.next() {
                let _ = sender.send(serde_json::from_slice(body).unwrap());
            }
        }
    });
    receiver
}

#[test]
fn malformed_input_is_answered_and_survived() {
    let mut peer = Peer::connect();
    let cases: &[(&[u8], i64)] = &[
        (&frame("{\"jsonrpc\":"), -32700),
        (b"Content-Length: 4\r\n\r\n\"\xff\xfe\"", -32700),
        (&frame(&"[".repeat(200_000)), -32700),
        (&frame("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"test/echo\",\"params\":1}]"), -32600),
        (&frame("3"), -32600),
        (&frame("{\"jsonrpc\":\"2.0\"}"), -32600),
        (b"Content-Length: -1\r\n\r\n{}", -32700),
        (b"Content-Length: 999999999999\r\n\r\n{}", -32700),
        (b"X-Header: 1\r\n\r\n{}", -32700),
        (b"complete nonsense", -32700),
    ];
    for (id, (bytes, expected)) in cases.iter().enumerate() {
        peer.send_bytes(bytes);
        // Behind it, as what has no end can only be seen to be faulty then.
        peer.send(&request(id, "test/echo", id));
        let fault = peer.receive();
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]);
        assert_eq!((code(&fault), &fault["id"]), (*expected, &Value::Null), "{text}");
        assert_eq!(peer.receive()["result"], id, "{text}");
    }
}

#[test]
fn messages_are_handled_in_order() {
    let mut peer = Peer::connect();
    let (hovers, changes) = (2000, 5);
    let mut said = Vec::new();
    for id in 1..=hovers {
        said.extend((1..=changes).map(|number| change((id - 1) * changes + number)));
        said.push(hover(id));
    }
    peer.send_bytes(&frames(&said));
    let answers: HashMap<u64, Value> = (0..hovers)
        .map(|_| peer.receive())
        .map(|answer| (answer["id"].as_u64().unwrap(), answer["result"]["contents"].clone()))
        .collect();
    for id in 1..=hovers {
        assert_eq!(answers[&u64::from(id)], (id * changes).to_string());
    }
}

#[test]
fn one_request_of_many_is_cancelled() {
    let mut peer = Peer::connect();
    for id in 1..=300 {
        peer.send(&request(id, "test/forever", Value::Null));
    }
    peer.send(&notification("$/cancelRequest", json!({ "id": 150 })));
    let cancelled = peer.receive();
    assert_eq!((&cancelled["id"], code(&cancelled)), (&json!(150), -32800));
    // Nothing else was, and all else goes on.
    assert_eq!(peer.ask(&request("next", "test/echo", 1))["id"], "next");
    // Its id is free again.
    assert_eq!(peer.ask(&request(150, "test/echo", 2))["result"], 2);
}

#[test]
fn a_panic_fails_one_request() {
    let mut peer = Peer::connect();
    for (method, reason) in [("test/panic", "at once"), ("test/panicLater", "later")] {
        // Twice: the id is free again.
        for _ in 0..2 {
            let answer = peer.ask(&request(1, method, Value::Null));
            assert_eq!((&answer["id"], code(&answer)), (&json!(1), -32603));
            assert_eq!(answer["error"]["message"], format!("`{method}` failed inside the server: {reason}"));
        }
    }
    peer.send(&notification("test/panicQuietly", Value::Null));
    assert_eq!(peer.ask(&request(2, "test/echo", 2))["result"], 2);
}

#[test]
fn the_exit_code_says_whether_shutdown_came_first() {
    let shutdown = || request(1, "shutdown", Value::Null);
    let cases = [
        (vec![], ExitCode::FAILURE),
        (vec![shutdown()], ExitCode::SUCCESS),
        (vec![json!({ "jsonrpc": "2.0", "id": 1, "method": "shutdown" })], ExitCode::SUCCESS),
        (vec![notification("shutdown", Value::Null)], ExitCode::SUCCESS),
        (vec![request(1, "test/forever", Value::Null), shutdown()], ExitCode::SUCCESS),
        (vec![request(1, "test/forever", Value::Null)], ExitCode::FAILURE),
    ];
    for (said, code) in cases {
        let mut peer = Peer::connect();
        peer.send_bytes(&frames(&said));
        // And nothing after it counts, nor does the end of the input have to come.
        peer.send_bytes(&frames([&notification("exit", Value::Null), &request(9, "test/echo", 9)]));
        assert_eq!(peer.end(), code, "{said:?}");
        assert!(!peer.events.lock().unwrap().contains(&"9".to_owned()));
    }
}

#[test]
fn kate_shuts_down_with_a_notification() {
    let mut peer = Peer::connect();
    peer.send(&notification("shutdown", Value::Null));
    // The next answer is the next request's, and the state is that after `shutdown`.
    let refused = peer.ask(&request(1, "test/echo", 1));
    assert_eq!((&refused["id"], code(&refused)), (&json!(1), -32600));
    assert_eq!(*peer.events.lock().unwrap(), ["shutdown"]);
}

#[test]
fn at_the_end_of_input_what_was_received_is_answered() {
    let mut peer = Peer::connect();
    peer.send_bytes(&frames([
        &request(1, "test/slow", Value::Null),
        &request(2, "test/echo", 2),
        &request(3, "test/tell", Value::Null),
    ]));
    peer.send_bytes(b"Content-Length: 100\r\n\r\n{ cut off");
    peer.to_server = None;
    assert_eq!(peer.end(), ExitCode::FAILURE);
    let received: Vec<Value> = peer.from_server.iter().collect();
    let mut ids: Vec<_> = received.iter().filter_map(|message| message["id"].as_u64()).collect();
    ids.sort_unstable();
    assert_eq!(ids, [1, 2, 3]);
}

#[test]
fn a_client_that_is_gone_ends_the_session() {
    let mut peer = Peer::connect();
    let (input, mut to_server) = pipe().unwrap();
    let (from_server, output) = pipe().unwrap();
    drop(from_server);
    let (service, socket, _) = backend();
    let (sender, code) = mpsc::channel();
    thread::spawn(move || sender.send(serve(input, output, service, socket, || ()).unwrap()));
    to_server.write_all(&frames([&initialize()])).unwrap();
    // The input stays open.
    assert_eq!(code.recv_timeout(GUARD).unwrap(), ExitCode::FAILURE);
    assert_eq!(peer.ask(&request(1, "test/echo", 1))["result"], 1);
}

#[test]
fn the_backend_asks_the_client() {
    let mut peer = Peer::connect();
    let asked = peer.ask(&request(1, "test/ask", Value::Null));
    assert_eq!(asked["method"], "workspace/inlayHint/refresh");
    let answer = peer.ask(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": null }));
    assert_eq!((&answer["id"], &answer["result"]), (&json!(1), &json!("Ok(())")));
}

#[test]
fn an_answer_that_nobody_waits_for_any_more_is_survived() {
    let mut peer = Peer::connect();
    let asked = peer.ask(&request(1, "test/ask", Value::Null));
    let cancelled = peer.ask(&notification("$/cancelRequest", json!({ "id": 1 })));
    assert_eq!(code(&cancelled), -32800);
    for id in [&asked["id"], &json!("unknown"), &Value::Null] {
        peer.send(&json!({ "jsonrpc": "2.0", "id": id, "result": null }));
    }
    assert_eq!(peer.ask(&request(2, "test/echo", 2))["result"], 2);
}

#[test]
fn what_a_handler_said_comes_before_its_answer() {
    let mut peer = Peer::connect();
    peer.send(&request(1, "test/tell", Value::Null));
    let received: Vec<_> = (0..4).map(|_| peer.receive()).collect();
    let texts: Vec<_> = received.iter().map(|message| message["params"]["message"].as_str()).collect();
    assert_eq!(texts, [Some("one"), Some("two"), Some("three"), None]);
}

#[test]
fn waiting_requests_go_on_when_notified() {
    let mut peer = Peer::connect();
    peer.send(&request(1, "test/wait", Value::Null));
    let answer = peer.ask(&notification("test/release", Value::Null));
    assert_eq!(answer["result"], "released");
}
