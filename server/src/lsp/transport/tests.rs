//! Sessions with a small backend: over real pipes where threads matter, and step by step, on one
//! thread and without one, where the moment matters.

use std::collections::HashMap;
use std::io::{Cursor, PipeReader, PipeWriter, pipe};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc as std_mpsc};
use std::thread;

use futures::future::LocalBoxFuture;
use serde_json::Value;
use tokio::runtime::{self, Runtime};
use tokio::sync::{Notify, mpsc, watch};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    DidChangeTextDocumentParams, Hover, HoverContents, HoverParams, InitializeParams, InitializeResult, MarkedString,
    MessageType,
};
use tower_lsp::{Client, async_trait};

use super::framing::{Decoder, Frame};
use super::*;

/// How long a test waits before it calls it a failure.
const GUARD: Duration = Duration::from_mins(1);

/// What the backend was told and did, in order.
type Events = Arc<Mutex<Vec<String>>>;

struct Backend {
    client: Client,
    events: Events,
    version: AtomicUsize,
    gate: Notify,
    lock: tokio::sync::Mutex<()>,
}

#[async_trait]
impl LanguageServer for Backend {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        Ok(InitializeResult::default())
    }

    async fn shutdown(&self) -> Result<()> {
        self.note("shutdown");
        Ok(())
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let version = params.text_document.version.cast_unsigned() as usize;
        let before = self.version.swap(version, Ordering::Relaxed);
        assert_eq!(before + 1, version, "a change out of order");
        tokio::task::yield_now().await;
    }

    async fn hover(&self, _: HoverParams) -> Result<Option<Hover>> {
        let version = self.version.load(Ordering::Relaxed);
        tokio::task::yield_now().await;
        Ok(Some(Hover { contents: HoverContents::Scalar(MarkedString::String(version.to_string())), range: None }))
    }
}

#[expect(clippy::unused_async, reason = "tower-lsp's handlers are async")]
impl Backend {
    fn note(&self, event: &str) {
        self.events.lock().unwrap().push(event.to_owned());
    }

    async fn echo(&self, params: Value) -> Result<Value> {
        self.note(&params.to_string());
        Ok(params)
    }

    async fn locked_echo(&self, params: Value) {
        let _guard = self.lock.lock().await;
        self.note(&params.to_string());
    }

    async fn number(&self, params: [u32; 1]) -> Result<u32> {
        Ok(params[0])
    }

    async fn spawn(&self) {
        let events = Arc::clone(&self.events);
        tokio::spawn(async move { events.lock().unwrap().push("task".to_owned()) });
    }

    async fn forever(&self) -> Result<()> {
        std::future::pending().await
    }

    async fn wait(&self) -> Result<&'static str> {
        self.gate.notified().await;
        Ok("released")
    }

    async fn slow(&self) -> Result<()> {
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    async fn release(&self) {
        self.gate.notify_waiters();
    }

    async fn panic(&self) -> Result<()> {
        panic!("at once")
    }

    async fn panic_later(&self) -> Result<()> {
        tokio::task::yield_now().await;
        panic!("{}", "later")
    }

    async fn panic_quietly(&self) {
        panic!("in a notification")
    }

    async fn ask(&self) -> Result<Value> {
        let answer = self.client.inlay_hint_refresh().await;
        Ok(json!(format!("{answer:?}")))
    }

    async fn tell(&self) -> Result<&'static str> {
        for text in ["one", "two", "three"] {
            self.client.log_message(MessageType::INFO, text).await;
        }
        Ok("told")
    }
}

fn backend() -> (LspService<Backend>, ClientSocket, Events) {
    let events = Events::default();
    let noted = Arc::clone(&events);
    let (service, socket) = LspService::build(|client| Backend {
        client,
        events: noted,
        version: AtomicUsize::new(0),
        gate: Notify::new(),
        lock: tokio::sync::Mutex::default(),
    })
    .custom_method("test/echo", Backend::echo)
    .custom_method("test/spawn", Backend::spawn)
    .custom_method("test/lockedEcho", Backend::locked_echo)
    .custom_method("test/slow", Backend::slow)
    .custom_method("test/number", Backend::number)
    .custom_method("test/forever", Backend::forever)
    .custom_method("test/wait", Backend::wait)
    .custom_method("test/release", Backend::release)
    .custom_method("test/panic", Backend::panic)
    .custom_method("test/panicLater", Backend::panic_later)
    .custom_method("test/panicQuietly", Backend::panic_quietly)
    .custom_method("test/ask", Backend::ask)
    .custom_method("test/tell", Backend::tell)
    .finish();
    (service, socket, events)
}

fn request(id: impl Into<Value>, method: &str, params: impl Into<Value>) -> Value {
    json!({ "jsonrpc": "2.0", "id": id.into(), "method": method, "params": params.into() })
}

fn notification(method: &str, params: impl Into<Value>) -> Value {
    json!({ "jsonrpc": "2.0", "method": method, "params": params.into() })
}

fn initialize() -> Value {
    request(0, "initialize", json!({ "capabilities": {} }))
}

fn change(version: u32) -> Value {
    let params = json!({ "textDocument": { "uri": "file:///a.md", "version": version }, "contentChanges": [] });
    notification("textDocument/didChange", params)
}

fn hover(id: u32) -> Value {
    let position = json!({ "line": 0, "character": 0 });
    request(id, "textDocument/hover", json!({ "textDocument": { "uri": "file:///a.md" }, "position": position }))
}

fn frame(body: &str) -> Vec<u8> {
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn frames<'a>(messages: impl IntoIterator<Item = &'a Value>) -> Vec<u8> {
    messages.into_iter().flat_map(|message| frame(&message.to_string())).collect()
}

fn code(message: &Value) -> i64 {
    message["error"]["code"].as_i64().unwrap_or_else(|| panic!("not an error: {message}"))
}

/// The messages in what was written.
fn messages(written: &[u8]) -> Vec<Value> {
    let mut decoder = Decoder::new();
    decoder.push(written);
    let mut messages = Vec::new();
    while let Some(Frame::Body(body)) = decoder.next() {
        messages.push(serde_json::from_slice(body).unwrap());
    }
    messages
}

/// A client at the other end of two pipes.
struct Peer {
    to_server: Option<PipeWriter>,
    from_server: std_mpsc::Receiver<Value>,
    code: std_mpsc::Receiver<ExitCode>,
    events: Events,
}

impl Peer {
    fn connect() -> Peer {
        let (input, to_server) = pipe().unwrap();
        let (from_server, output) = pipe().unwrap();
        let (service, socket, events) = backend();
        let (sender, code) = std_mpsc::channel();
        thread::spawn(move || {
            let code = serve(input, output, None, service, socket, || ()).unwrap();
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

fn listen(mut output: PipeReader) -> std_mpsc::Receiver<Value> {
    let (sender, receiver) = std_mpsc::channel();
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

/// A session without threads: it runs when polled, and writes when told to.
struct Steps {
    run: LocalBoxFuture<'static, ExitCode>,
    batches: Option<mpsc::Sender<Vec<Incoming>>>,
    end: watch::Sender<Option<End>>,
    writer: Writer,
    idles: Arc<AtomicUsize>,
    events: Events,
    runtime: Runtime,
}

impl Steps {
    fn start(limits: Limits) -> Steps {
        let (service, socket, events) = backend();
        let idles = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&idles);
        let idle = move || {
            counted.fetch_add(1, Ordering::Relaxed);
        };
        let (mut session, writer) = Session::new(limits, MessageLog::new(None), service, socket, idle);
        let (sender, batches) = mpsc::channel(100_000);
        let (end, watched) = watch::channel(None);
        let input = Input { batches, end: watched };
        let run = async move { session.run(input).await }.boxed_local();
        let runtime = runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let steps = Steps { run, batches: Some(sender), end, writer, idles, events, runtime };
        steps.say(&[initialize()]);
        steps
    }

    /// One batch; nothing happens yet.
    fn say(&self, messages: &[Value]) {
        let batch = messages.iter().map(|message| message::parse(message.to_string().as_bytes())).collect();
        assert!(self.batches.as_ref().unwrap().try_send(batch).is_ok());
    }

    fn finish_input(&mut self, end: End) {
        self.end.send_replace(Some(end));
        self.batches = None;
    }

    /// Runs until the session waits for something.
    fn run(&mut self) {
        self.runtime.block_on(async {
            // A task that wakes itself, or another one, is not waiting yet.
            for _ in 0..1000 {
                assert_eq!((&mut self.run).now_or_never(), None);
                yield_now().await;
            }
        });
    }

    fn run_to_the_end(&mut self) -> ExitCode {
        self.runtime.block_on(async { timeout(GUARD, &mut self.run).await.expect("an end") })
    }

    /// Lets the client read what waits.
    fn read(&mut self) -> Vec<Value> {
        let mut written = Vec::new();
        self.writer.write_waiting(&mut written);
        messages(&written)
    }

    fn handled(&self) -> usize {
        self.events.lock().unwrap().len()
    }
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
fn a_free_lock_does_not_change_the_order() {
    let mut steps = Steps::start(LIMITS);
    let said = |id: i32| [notification("test/lockedEcho", -id), request(id, "test/echo", id)];
    steps.say(&(1..=300).flat_map(said).collect::<Vec<_>>());
    steps.run();
    let expected = (1..=300).flat_map(|id: i32| [(-id).to_string(), id.to_string()]);
    assert_eq!(*steps.events.lock().unwrap(), expected.collect::<Vec<_>>());
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
fn a_request_too_many_is_refused_and_the_rest_flows() {
    let mut steps = Steps::start(Limits { running: 2, ..LIMITS });
    let [one, two, three] = [1, 2, 3].map(|id| request(id, "test/forever", Value::Null));
    steps.say(&[one, two, three.clone(), request(4, "test/echo", 4)]);
    steps.run();
    let answers = steps.read();
    assert_eq!(answers.iter().map(|answer| &answer["id"]).collect::<Vec<_>>(), [0, 3, 4]);
    assert_eq!(code(&answers[1]), -32803);
    assert_eq!(code(&answers[2]), -32803);

    let cancel = notification("$/cancelRequest", json!({ "id": 1 }));
    steps.say(&[change(1), cancel]);
    steps.run();
    assert_eq!(code(&steps.read()[0]), -32800);
    steps.say(&[three, request(5, "shutdown", Value::Null)]);
    steps.run();
    assert_eq!(steps.read(), [json!({ "jsonrpc": "2.0", "result": null, "id": 5 })]);
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
fn a_panic_between_messages_is_survived() {
    let (service, socket, _) = backend();
    let input = frames([&initialize(), &request(1, "shutdown", Value::Null), &notification("exit", Value::Null)]);
    let code = serve(Cursor::new(input), Vec::new(), None, service, socket, || panic!("in idle")).unwrap();
    assert_eq!(code, ExitCode::SUCCESS);
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
fn exit_does_not_wait_for_running_requests() {
    // With this patience, waiting would not end.
    let mut steps = Steps::start(Limits { patience: GUARD * 60, ..LIMITS });
    steps.say(&[request(1, "test/forever", Value::Null)]);
    steps.run();
    steps.read();
    steps.finish_input(End::Exit(ExitCode::SUCCESS));
    assert_eq!(steps.run_to_the_end(), ExitCode::SUCCESS);
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
fn at_the_end_of_input_what_never_ends_is_given_up() {
    let mut steps = Steps::start(Limits { patience: Duration::ZERO, ..LIMITS });
    steps.say(&[request(1, "test/forever", Value::Null)]);
    steps.run();
    steps.read();
    steps.finish_input(End::Eof);
    assert_eq!(steps.run_to_the_end(), ExitCode::FAILURE);
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
    let code = serve(Cursor::new(frames(&said)), output, None, service, socket, || ()).unwrap();
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
fn nothing_is_handled_while_the_client_does_not_read() {
    let mut steps = Steps::start(Limits { queued_messages: 10, ..LIMITS });
    for id in 1..=50 {
        steps.say(&[request(id, "test/echo", id), request(id + 50, "test/echo", id)]);
    }
    steps.run();
    // One of the ten is the answer to `initialize`.
    assert_eq!(steps.handled(), 9);
    steps.run();
    assert_eq!(steps.handled(), 9);
    for _ in 0..10 {
        assert_eq!(steps.read().len(), 10);
        steps.run();
    }
    assert_eq!(steps.read().len(), 1);
    assert_eq!(steps.handled(), 100);
}

#[test]
fn bytes_count_as_well_as_messages() {
    let mut steps = Steps::start(Limits { queued_bytes: 10_000, ..LIMITS });
    let text = "x".repeat(6_000);
    steps.say(&[1, 2, 3, 4].map(|id| request(id, "test/echo", text.as_str())));
    steps.run();
    assert_eq!(steps.handled(), 2);
    steps.read();
    steps.run();
    assert_eq!(steps.handled(), 4);
}

#[test]
fn what_the_backend_says_unasked_waits_for_room_too() {
    let mut steps = Steps::start(Limits { queued_messages: 2, ..LIMITS });
    steps.say(&[1, 2, 3].map(|id| request(id, "test/tell", Value::Null)));
    let mut read = Vec::new();
    while read.len() < 13 {
        steps.run();
        let messages = steps.read();
        assert!(messages.len() <= 4, "{messages:?}");
        read.extend(messages);
    }
}

#[test]
fn exit_ends_a_session_whose_client_never_reads() {
    let mut steps = Steps::start(Limits { queued_messages: 2, patience: Duration::ZERO, ..LIMITS });
    steps.say(&[1, 2, 3, 4].map(|id| request(id, "test/echo", id)));
    steps.run();
    steps.finish_input(End::Exit(ExitCode::SUCCESS));
    assert_eq!(steps.run_to_the_end(), ExitCode::SUCCESS);
}

#[test]
fn a_client_that_is_gone_ends_the_session() {
    let mut peer = Peer::connect();
    let (input, mut to_server) = pipe().unwrap();
    let (from_server, output) = pipe().unwrap();
    drop(from_server);
    let (service, socket, _) = backend();
    let (sender, code) = std_mpsc::channel();
    thread::spawn(move || sender.send(serve(input, output, None, service, socket, || ()).unwrap()));
    to_server.write_all(&frames([&initialize()])).unwrap();
    // The input stays open.
    assert_eq!(code.recv_timeout(GUARD).unwrap(), ExitCode::FAILURE);
    assert_eq!(peer.ask(&request(1, "test/echo", 1))["result"], 1);
}

#[test]
fn a_burst_is_idle_once() {
    let mut steps = Steps::start(LIMITS);
    steps.run();
    assert_eq!(steps.idles.load(Ordering::Relaxed), 1);
    (1..=200).for_each(|version| steps.say(&[change(version)]));
    steps.run();
    assert_eq!(steps.idles.load(Ordering::Relaxed), 2);
    // No message, no work.
    steps.run();
    assert_eq!(steps.idles.load(Ordering::Relaxed), 2);
}

#[test]
fn a_burst_in_the_pipe_is_read_as_one() {
    let (service, socket, _) = backend();
    let mut said = vec![initialize()];
    said.extend((1..=200).map(change));
    said.push(request(1, "shutdown", Value::Null));
    let mut idles = 0;
    serve(Cursor::new(frames(&said)), Vec::new(), None, service, socket, || idles += 1).unwrap();
    assert_eq!(idles, 1);
}

#[test]
fn the_backends_own_tasks_run_under_a_flood() {
    let mut steps = Steps::start(LIMITS);
    steps.say(&[notification("test/spawn", Value::Null)]);
    (1..=3).for_each(|id| steps.say(&[request(id, "test/echo", id)]));
    steps.run();
    assert_eq!(*steps.events.lock().unwrap(), ["task", "1", "2", "3"]);
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

#[test]
fn the_log_has_every_message_on_its_line() {
    let (service, socket, _) = backend();
    let (log, logged) = shared_buffer();
    let mut input = frame("{\n  \"jsonrpc\": \"2.0\",\r\n  \"id\": 1,\n  \"method\": \"$/x\"\n}");
    input.extend(b"garbage\n\n");
    serve(Cursor::new(input), Vec::new(), Some(Box::new(log)), service, socket, || ()).unwrap();
    let logged = String::from_utf8(logged.lock().unwrap().clone()).unwrap();
    let mut lines: Vec<_> = logged.lines().collect();
    // The reader is ahead of the loop.
    lines.sort_by_key(|line| line.starts_with("<--"));
    let expected = [
        r#"--> {   "jsonrpc": "2.0",    "id": 1,   "method": "$/x" }"#,
        "--> a header without a colon",
        r#"<-- {"jsonrpc":"2.0","error":{"code":-32601,"message":"`$/x` is unknown"},"id":1}"#,
        concat!(
            r#"<-- {"jsonrpc":"2.0","error":{"code":-32700,"#,
            r#""message":"the input is no message: a header without a colon"},"id":null}"#
        ),
    ];
    assert_eq!(lines, expected);
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
