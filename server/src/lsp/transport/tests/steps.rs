//! Step by step.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures::future::LocalBoxFuture;
use tokio::runtime::{self, Runtime};
use tokio::sync::{mpsc, watch};

use super::*;

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
        let (mut session, writer) = Session::new(limits, service, socket, idle);
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
fn a_free_lock_does_not_change_the_order() {
    let mut steps = Steps::start(LIMITS);
    let said = |id: i32| [notification("test/lockedEcho", -id), request(id, "test/echo", id)];
    steps.say(&(1..=300).flat_map(said).collect::<Vec<_>>());
    steps.run();
    let expected = (1..=300).flat_map(|id: i32| [(-id).to_string(), id.to_string()]);
    assert_eq!(*steps.events.lock().unwrap(), expected.collect::<Vec<_>>());
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
fn at_the_end_of_input_what_never_ends_is_given_up() {
    let mut steps = Steps::start(Limits { patience: Duration::ZERO, ..LIMITS });
    steps.say(&[request(1, "test/forever", Value::Null)]);
    steps.run();
    steps.read();
    steps.finish_input(End::Eof);
    assert_eq!(steps.run_to_the_end(), ExitCode::FAILURE);
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
fn the_backends_own_tasks_run_under_a_flood() {
    let mut steps = Steps::start(LIMITS);
    steps.say(&[notification("test/spawn", Value::Null)]);
    (1..=3).for_each(|id| steps.say(&[request(id, "test/echo", id)]));
    steps.run();
    assert_eq!(*steps.events.lock().unwrap(), ["task", "1", "2", "3"]);
}
