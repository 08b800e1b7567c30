//! The small backend.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Notify;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    DidChangeTextDocumentParams, Hover, HoverContents, HoverParams, InitializeParams, InitializeResult, MarkedString,
    MessageType,
};
use tower_lsp::{Client, async_trait};

use super::*;

/// What the backend was told and did, in order.
pub(super) type Events = Arc<Mutex<Vec<String>>>;

pub(super) struct Backend {
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

pub(super) fn backend() -> (LspService<Backend>, ClientSocket, Events) {
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
