//! The thread that reads: a blocking `read` of its own, so that the loop never waits for one.

use std::io::{self, ErrorKind, Read};
use std::process::ExitCode;
use std::thread;

use tokio::sync::{mpsc, watch};
use tower_lsp::jsonrpc::ErrorCode;
use tracing::{info, warn};

use super::framing::{Decoder, Frame};
use super::message::{self, Incoming};

/// More than a pipe holds (64 KiB on Linux, 200 KiB for a socket), so that one read sees a burst
/// whole. Pages that are never read into cost nothing.
const READ_SIZE: usize = 256 << 10;

/// Batches that wait for the loop. A batch is one read, so this bounds memory; more would only
/// hide from the client that we are behind.
const WAITING_BATCHES: usize = 4;

/// What the client says, in order.
pub(super) struct Input {
    /// All that one read completed. It ends with the input, or with `exit`.
    pub(super) batches: mpsc::Receiver<Vec<Incoming>>,
    /// How the input ends, as soon as it is known: the messages before may still wait.
    pub(super) end: watch::Receiver<Option<End>>,
}

/// How the input ends.
#[derive(Clone, Copy)]
pub(super) enum End {
    /// The client said `exit`: nothing is to be waited for.
    Exit(ExitCode),
    /// The client closed its end, or is gone.
    Eof,
}

impl End {
    pub(super) fn code(self) -> ExitCode {
        match self {
            End::Exit(code) => code,
            End::Eof => ExitCode::FAILURE,
        }
    }
}

/// Starts the thread. It ends with `source`, with `exit`, or when the `Input` is dropped.
pub(super) fn spawn(source: impl Read + Send + 'static) -> io::Result<Input> {
    let (batches_sender, batches) = mpsc::channel(WAITING_BATCHES);
    let (end_sender, end) = watch::channel(None);
    thread::Builder::new().name("reader".to_owned()).spawn(move || {
        let end = read(source, &batches_sender);
        end_sender.send_replace(Some(end));
        // Only now, so that no more batches means that the end is known.
        drop(batches_sender);
    })?;
    Ok(Input { batches, end })
}

fn read(mut source: impl Read, batches: &mpsc::Sender<Vec<Incoming>>) -> End {
    let mut decoder = Decoder::new();
    let mut chunk = vec![0; READ_SIZE];
    let mut shutdown = false;
    loop {
        match source.read(&mut chunk) {
            Ok(0) => break,
            Ok(length) => decoder.push(&chunk[..length]),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => {
                warn!(%error, "the input cannot be read");
                break;
            }
        }
        let mut batch = Vec::new();
        let mut exit = false;
        while !exit && let Some(frame) = decoder.next() {
            let message = understand(frame);
            shutdown |= message.is_call("shutdown");
            exit = message.is_call("exit");
            if !exit {
                batch.push(message);
            }
        }
        if !batch.is_empty() && batches.blocking_send(batch).is_err() {
            break;
        }
        if exit {
            info!(shutdown, "the client said `exit`");
            return End::Exit(if shutdown { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
    }
    if decoder.is_inside() {
        warn!("the input ended inside a message");
    }
    End::Eof
}

fn understand(frame: Frame<'_>) -> Incoming {
    match frame {
        Frame::Body(body) => message::parse(body),
        Frame::Fault(fault) => Incoming::fault(ErrorCode::ParseError, format!("the input is no message: {fault}")),
    }
}
