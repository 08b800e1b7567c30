//! What the server tells the client of its own accord, in the order in which it was decided: one task
//! sends it, so that nothing overtakes.

use std::sync::Arc;

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tower_lsp::Client;
use tower_lsp::lsp_types::notification::Notification;
use tower_lsp::lsp_types::{Diagnostic, MessageType, Url};

/// The notification `oe-ls/status`.
enum Status {}

impl Notification for Status {
    type Params = serde_json::Value;
    const METHOD: &'static str = "oe-ls/status";
}

#[derive(Debug)]
pub(super) enum Letter {
    Diagnostics {
        uri: Url,
        version: Option<i32>,
        diagnostics: Arc<Vec<Diagnostic>>,
    },
    /// The client is to ask again.
    Refresh,
    /// How a document stands.
    Status(serde_json::Value),
    /// Something that a user can act on.
    Notice(String),
    /// Something for whoever reads the client's log.
    Log(MessageType, String),
}

/// Does not grow without bound: while the client does not read, the message loop handles nothing
/// that would put something in.
#[derive(Clone, Debug)]
pub(super) struct Outbox(UnboundedSender<Letter>);

impl Outbox {
    pub(super) fn send(&self, letter: Letter) {
        // It fails only when the session ends.
        let _ = self.0.send(letter);
    }

    /// Must be called inside the runtime.
    pub(super) fn start(client: Client) -> Self {
        let (sender, mut letters) = unbounded_channel();
        tokio::spawn(async move {
            while let Some(letter) = letters.recv().await {
                match letter {
                    Letter::Diagnostics { uri, version, diagnostics } => {
                        client.publish_diagnostics(uri, Arc::unwrap_or_clone(diagnostics), version).await;
                    }
                    Letter::Status(status) => client.send_notification::<Status>(status).await,
                    Letter::Notice(message) => client.show_message(MessageType::WARNING, message).await,
                    Letter::Log(kind, message) => client.log_message(kind, message).await,
                    Letter::Refresh => {
                        // Answered while further messages are handled: not awaited here.
                        let client = client.clone();
                        tokio::spawn(async move { client.workspace_diagnostic_refresh().await });
                    }
                }
            }
        });
        Self(sender)
    }
}
