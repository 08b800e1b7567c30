//! The queue to the client and the thread that writes it, so that a client that does not read
//! holds up neither the loop nor our memory: the loop asks for room before it goes on.

use std::collections::VecDeque;
use std::io::{self, BufWriter, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use serde::Serialize;
use tokio::sync::Notify;
use tracing::{error, warn};

use super::Limits;

/// The client cannot be written to any more.
#[derive(Debug)]
pub(super) struct Gone;

/// The loop's end of the queue; one task at a time may wait on it. Dropping it ends the writer.
pub(super) struct Output {
    queue: Arc<Queue>,
    limits: Limits,
}

/// The writing end of the queue.
pub(super) struct Writer {
    queue: Arc<Queue>,
}

struct Queue {
    state: Mutex<State>,
    /// There is something to write, or it is over.
    filled: Condvar,
    /// Something was written while `State::awaited`.
    written: Notify,
    failed: Notify,
}

#[derive(Default)]
struct State {
    messages: VecDeque<Vec<u8>>,
    // Invariant: these count what is in `messages` and what is being written.
    pending_messages: usize,
    pending_bytes: usize,
    /// The loop waits: without this, each message written would wake it for nothing.
    awaited: bool,
    closed: bool,
    failed: bool,
}

impl Output {
    pub(super) fn new(limits: Limits) -> (Self, Writer) {
        let queue = Arc::new(Queue {
            state: Mutex::default(),
            filled: Condvar::new(),
            written: Notify::new(),
            failed: Notify::new(),
        });
        let writer = Writer { queue: Arc::clone(&queue) };
        (Output { queue, limits }, writer)
    }

    /// Queues a message, whether there is room or not.
    pub(super) fn send(&self, message: &impl Serialize) {
        let body = match serde_json::to_vec(message) {
            Ok(body) => body,
            Err(error) => return error!(%error, "a message cannot be written as JSON"),
        };
        let mut state = self.queue.lock();
        state.pending_messages += 1;
        state.pending_bytes += body.len();
        state.messages.push_back(body);
        drop(state);
        self.queue.filled.notify_one();
    }

    pub(super) fn has_room(&self) -> bool {
        self.is_within_limits(&self.queue.lock())
    }

    fn is_within_limits(&self, state: &State) -> bool {
        state.pending_messages < self.limits.queued_messages && state.pending_bytes < self.limits.queued_bytes
    }

    /// Waits until there is room for one more message.
    pub(super) async fn room(&self) -> Result<(), Gone> {
        self.wait_until(|state| self.is_within_limits(state)).await
    }

    /// Waits until everything is written.
    pub(super) async fn flushed(&self) -> Result<(), Gone> {
        self.wait_until(|state| state.pending_messages == 0).await
    }

    /// Waits until the client is found to be gone.
    pub(super) async fn failed(&self) {
        while !self.queue.lock().failed {
            self.queue.failed.notified().await;
        }
    }

    async fn wait_until(&self, mut is_met: impl FnMut(&State) -> bool) -> Result<(), Gone> {
        loop {
            {
                let mut state = self.queue.lock();
                if state.failed {
                    return Err(Gone);
                }
                state.awaited = !is_met(&state);
                if !state.awaited {
                    return Ok(());
                }
            }
            self.queue.written.notified().await;
        }
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        self.queue.lock().closed = true;
        self.queue.filled.notify_one();
    }
}

impl Writer {
    /// Starts the thread that writes to `sink` until the `Output` is dropped.
    pub(super) fn spawn(self, sink: impl Write + Send + 'static) -> io::Result<()> {
        let mut sink = BufWriter::with_capacity(64 << 10, sink);
        let run = move || while self.write_waiting(&mut sink) {};
        thread::Builder::new().name("writer".to_owned()).spawn(run).map(drop)
    }

    /// Writes all that waits, once there is something; false at the end.
    pub(super) fn write_waiting(&self, sink: &mut impl Write) -> bool {
        let messages = self.queue.take();
        if let Some(messages) = &messages {
            self.queue.report(messages, write_all(sink, messages));
        }
        messages.is_some()
    }
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything that waits, as soon as there is something; `None` at the end.
    fn take(&self) -> Option<VecDeque<Vec<u8>>> {
        let mut state = self.lock();
        while state.messages.is_empty() {
            if state.closed || state.failed {
                return None;
            }
            state = self.filled.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        Some(std::mem::take(&mut state.messages))
    }

    /// What became of the messages that were taken.
    fn report(&self, messages: &VecDeque<Vec<u8>>, result: io::Result<()>) {
        let mut state = self.lock();
        state.pending_messages -= messages.len();
        state.pending_bytes -= messages.iter().map(Vec::len).sum::<usize>();
        if let Err(error) = result {
            warn!(%error, "the client cannot be written to");
            state.failed = true;
            state.messages.clear();
            self.failed.notify_one();
        }
        if state.awaited {
            self.written.notify_one();
        }
    }
}

fn write_all(sink: &mut impl Write, messages: &VecDeque<Vec<u8>>) -> io::Result<()> {
    for body in messages {
        write!(sink, "Content-Length: {}\r\n\r\n", body.len())?;
        sink.write_all(body)?;
    }
    sink.flush()
}
