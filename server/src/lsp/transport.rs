//! The message loop between the client's pipes and tower-lsp's `LspService`.
//!
//! It stands in for tower-lsp's own `Server`, which ends at the first malformed message, cannot
//! exit while stdin is open, and stops listening once four requests are running. One thread reads,
//! one writes, and the caller's handles every message in the order of its arrival.

mod framing;
mod message;
mod output;
mod reader;
mod spelling;
#[cfg(test)]
mod tests;

use std::any::Any;
use std::fs::File;
use std::future::{Future, poll_fn};
use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::process::ExitCode;
use std::time::Duration;

use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use futures::{FutureExt, SinkExt, StreamExt};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::select;
use tokio::task::{unconstrained, yield_now};
use tokio::time::timeout;
use tower::Service;
use tower_lsp::jsonrpc::{ErrorCode, Id, Request, Response};
use tower_lsp::lsp_types::notification::{Cancel, Notification};
use tower_lsp::{ClientSocket, ExitedError, LanguageServer, LspService};
use tracing::{debug, error, warn};

use message::Incoming;
use output::{Gone, Output, Writer};
use reader::{End, Input};
use spelling::Spellings;

/// What the loop calls between messages, on its own thread and inside the runtime.
pub(super) trait Between {
    /// Nothing more is waiting: once for a burst.
    fn idle(&mut self);

    /// A notification was left out, as its parameters could not be understood.
    fn misunderstood(&mut self, method: &str, params: Option<&Value>, error: &str) {
        let _ = (method, params, error);
    }
}

impl<F: FnMut()> Between for F {
    fn idle(&mut self) {
        self();
    }
}

/// What bounds a session in memory and in time.
#[derive(Clone, Copy)]
struct Limits {
    /// Requests that wait for something at one time; more are answered with an error. Editors
    /// have dozens at most, and each costs some KB.
    running: usize,
    /// Messages and bytes that wait for the client to read them. Beyond either, nothing new is
    /// handled; the one message that crosses the line is still taken.
    queued_messages: usize,
    queued_bytes: usize,
    /// How long the end waits: for running requests, and for a client that does not read.
    patience: Duration,
}

const LIMITS: Limits =
    Limits { running: 1024, queued_messages: 1024, queued_bytes: 4 << 20, patience: Duration::from_secs(1) };

/// LSP 3.17's `RequestFailed`: the request is sound, and still it was not done.
const REQUEST_FAILED: ErrorCode = ErrorCode::ServerError(-32803);

/// Speaks LSP over `input` and `output` until the client says `exit`, closes its end, or is gone.
///
/// Each message is handled up to its handler's first `.await` before the next one is looked at.
/// The result is the protocol's exit code: success if and only if `shutdown` came before `exit`.
///
/// While the client does not read, nothing more is handled, cancellations included; `exit` and the
/// end of the input still end the session then. The thread that reads `input` may be left blocked,
/// so the caller ends the process.
pub(super) fn serve<B: LanguageServer>(
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
    service: LspService<B>,
    socket: ClientSocket,
    between: impl Between,
) -> io::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let (mut session, writer) = Session::new(LIMITS, service, socket, between);
    writer.spawn(output)?;
    let code = runtime.block_on(session.run(reader::spawn(input)?));
    // Dropping it would wait for whatever the backend still does on other threads.
    runtime.shutdown_background();
    Ok(code)
}

/// The process's stdin and stdout as files: std's `Stdout` would cut each message at its last line
/// break, and write it in two parts.
pub(super) fn stdio() -> io::Result<(File, File)> {
    #[cfg(unix)]
    use std::os::fd::AsFd;
    #[cfg(windows)]
    use std::os::windows::io::AsHandle;
    #[cfg(unix)]
    let (input, output) = (io::stdin().as_fd().try_clone_to_owned()?, io::stdout().as_fd().try_clone_to_owned()?);
    #[cfg(windows)]
    let (input, output) =
        (io::stdin().as_handle().try_clone_to_owned()?, io::stdout().as_handle().try_clone_to_owned()?);
    Ok((input.into(), output.into()))
}

struct Session<B, I> {
    limits: Limits,
    output: Output,
    service: LspService<B>,
    /// What the backend asks and tells the client comes out here, and the answers go in.
    socket: ClientSocket,
    /// The calls that wait for something.
    running: FuturesUnordered<BoxFuture<'static, (Origin, Outcome)>>,
    spellings: Spellings,
    between: I,
}

/// Where a call came from, and so where its outcome goes.
struct Origin {
    method: String,
    /// The id to answer to; none for a notification.
    id: Option<Id>,
}

/// What came of a call: `Err` is a panic.
type Outcome = std::thread::Result<Result<Option<Response>, ExitedError>>;

impl<B: LanguageServer, I: Between> Session<B, I> {
    fn new(limits: Limits, service: LspService<B>, socket: ClientSocket, between: I) -> (Self, Writer) {
        let (output, writer) = Output::new(limits);
        let running = FuturesUnordered::new();
        let spellings = Spellings::default();
        (Session { limits, output, service, socket, running, spellings, between }, writer)
    }

    async fn run(&mut self, mut input: Input) -> ExitCode {
        let code = loop {
            if let ControlFlow::Break(code) = self.turn(&mut input).await {
                break code;
            }
        };
        self.forward_requests();
        if timeout(self.limits.patience, self.output.flushed()).await.is_err() {
            warn!("the client does not read: what was left to say is lost");
        }
        code
    }

    /// Waits for whatever comes first, and handles it.
    async fn turn(&mut self, input: &mut Input) -> ControlFlow<ExitCode> {
        self.room(input).await?;
        let batch = select! {
            biased;
            progress = self.progress() => return progress,
            batch = input.batches.recv() => batch,
        };
        let Some(batch) = batch else {
            return ControlFlow::Break(self.end(input).await);
        };
        for message in batch {
            self.room(input).await?;
            self.handle(message);
        }
        if input.batches.is_empty() {
            self.rest();
        } else {
            // Under a flood, too, the backend's own tasks take their turn.
            yield_now().await;
        }
        ControlFlow::Continue(())
    }

    fn rest(&mut self) {
        if catch_unwind(AssertUnwindSafe(|| self.between.idle())).is_err() {
            error!("the work between messages panicked");
        }
    }

    /// Waits for one thing that comes from within.
    async fn progress(&mut self) -> ControlFlow<ExitCode> {
        select! {
            biased;
            () = self.output.failed() => return ControlFlow::Break(ExitCode::FAILURE),
            Some(request) = self.socket.next() => self.say(&request),
            Some((origin, outcome)) = self.running.next() => self.finish(origin, outcome),
        }
        ControlFlow::Continue(())
    }

    /// Waits for room in the output: without it nothing is handled, as everything may say something.
    async fn room(&self, input: &mut Input) -> ControlFlow<ExitCode> {
        if self.output.has_room() {
            return ControlFlow::Continue(());
        }
        let mut room = pin!(self.output.room());
        let end = select! {
            biased;
            room = &mut room => return room_or_end(room, End::Eof),
            end = input.end.wait_for(Option::is_some) => end.ok().and_then(|end| *end),
        };
        // The client has said its last word: it may never read again.
        let room = timeout(self.limits.patience, room).await.unwrap_or(Err(Gone));
        room_or_end(room, end.unwrap_or(End::Eof))
    }

    /// Nothing more will come. After `exit` nobody waits for answers; otherwise what still runs
    /// gets a moment, as `oe-ls < messages` is a fine way to try things.
    async fn end(&mut self, input: &mut Input) -> ExitCode {
        let end = input.end.borrow().unwrap_or(End::Eof);
        if let End::Eof = end {
            let _ = timeout(self.limits.patience, async {
                yield_now().await;
                while !self.running.is_empty() {
                    self.room(input).await?;
                    self.progress().await?;
                }
                ControlFlow::Continue(())
            })
            .await;
        }
        end.code()
    }

    fn handle(&mut self, message: Incoming) {
        match message {
            Incoming::Call(request) => self.call(request),
            Incoming::Answer(response) => self.answer(response),
            Incoming::Misunderstood(request, error) => {
                let told = || self.between.misunderstood(request.method(), request.params(), &error);
                if catch_unwind(AssertUnwindSafe(told)).is_err() {
                    error!("the work between messages panicked");
                }
            }
            Incoming::Fault(response) => self.respond(&response),
        }
    }

    /// Starts a request or notification, and finishes it if it does not have to wait.
    fn call(&mut self, request: Request) {
        let origin = Origin { method: request.method().to_owned(), id: request.id().cloned() };
        let is_shutdown = origin.method == "shutdown";
        if origin.id.is_some() && !is_shutdown && self.running.len() >= self.limits.running {
            return self.refuse(origin);
        }
        // Kate sends `shutdown` as a notification, for which tower-lsp would not run the handler.
        let request = if is_shutdown && origin.id.is_none() {
            Request::build("shutdown").id("oe-ls/shutdown").finish()
        } else {
            request
        };
        self.spellings.note(&request);
        let mut running = match catch_unwind(AssertUnwindSafe(|| start(&mut self.service, request))) {
            Ok(future) => AssertUnwindSafe(future).catch_unwind(),
            Err(panic) => return self.finish(origin, Err(panic)),
        };
        // Polled once, here: this is what makes the order ours. Unconstrained, as otherwise tokio
        // would let a handler wait for a free lock once a burst has used up the loop's budget.
        match unconstrained(&mut running).now_or_never() {
            Some(outcome) => self.finish(origin, outcome),
            None => self.running.push(running.map(|outcome| (origin, outcome)).boxed()),
        }
    }

    /// Answers a request that is one too many: to hold it back would let the edits behind it
    /// overtake it, and to hold those back too would make `$/cancelRequest` wait.
    fn refuse(&mut self, origin: Origin) {
        warn!(method = origin.method, "refused a request: too many are running");
        let message = format!("{} requests are running, try again when some are answered", self.running.len());
        if let Some(id) = origin.id {
            self.respond(&Response::from_error(id, message::error(REQUEST_FAILED, message)));
        }
    }

    /// Answers a call that is over, if it is to be answered.
    fn finish(&mut self, origin: Origin, outcome: Outcome) {
        let Origin { method, id } = origin;
        let response = match outcome {
            Ok(Ok(response)) => response,
            // Never: `exit`, which leads to this, is not given to the service.
            Ok(Err(ExitedError { .. })) => None,
            Err(panic) => return self.finish_panicked(&method, id, &*panic),
        };
        let Some(id) = id else { return };
        // tower-lsp leaves unknown requests unanswered if their names begin with `$/`.
        let response = response.unwrap_or_else(|| {
            let error = message::error(ErrorCode::MethodNotFound, format!("`{method}` is unknown"));
            Response::from_error(id, error)
        });
        self.respond(&response);
    }

    fn finish_panicked(&mut self, method: &str, id: Option<Id>, panic: &(dyn Any + Send)) {
        let reason = panic.downcast_ref::<String>().map(String::as_str);
        let reason = reason.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given");
        error!(method, reason, "a handler panicked");
        let Some(id) = id else { return };
        // tower-lsp still counts it as running, and would refuse its id from now on.
        let cancel = Request::build(Cancel::METHOD).params(json!({ "id": id }));
        start(&mut self.service, cancel.finish()).now_or_never();
        let error = message::error(ErrorCode::InternalError, format!("`{method}` failed inside the server: {reason}"));
        self.respond(&Response::from_error(id, error));
    }

    fn respond(&mut self, response: &Response) {
        // Progress and messages that a handler sent belong before its answer.
        self.forward_requests();
        self.say(response);
    }

    fn say(&self, message: &impl Serialize) {
        if self.spellings.is_empty() {
            return self.output.send(message);
        }
        match serde_json::to_value(message) {
            Ok(mut message) => {
                self.spellings.put_back(&mut message);
                self.output.send(&message);
            }
            Err(error) => error!(%error, "a message cannot be written as JSON"),
        }
    }

    /// Sends on what the backend has sent up to now.
    fn forward_requests(&mut self) {
        while let Some(Some(request)) = self.socket.next().now_or_never() {
            self.say(&request);
        }
    }

    /// Hands the client's answer to whoever waits for it.
    fn answer(&mut self, response: Response) {
        // tower-lsp panics if the one who asked was cancelled.
        let sent = catch_unwind(AssertUnwindSafe(|| self.socket.send(response).now_or_never()));
        if sent.is_err() {
            debug!("nobody waits any more for an answer of the client");
        }
    }
}

fn room_or_end(room: Result<(), Gone>, end: End) -> ControlFlow<ExitCode> {
    room.map_or_else(|Gone| ControlFlow::Break(end.code()), ControlFlow::Continue)
}

/// Gives a message to the service. It is always ready: only `exit` makes it unready.
fn start<B: LanguageServer>(
    service: &mut LspService<B>,
    request: Request,
) -> impl Future<Output = Result<Option<Response>, ExitedError>> + Send + Unpin + use<B> {
    let _ = poll_fn(|context| service.poll_ready(context)).now_or_never();
    service.call(request)
}
