//! Asking about a document: as it is, or, while looking through it takes long, as it was.

use std::sync::Arc;
use std::time::Duration;

use tower_lsp::lsp_types::Url;

use super::Server;
use super::look::Checked;
use super::view::View;
use crate::files::DocKey;

/// How long a request waits for a document that is being looked through before it is answered from
/// what was known before.
const PATIENCE: Duration = Duration::from_millis(150);

/// Up to this size a document is asked while others wait: about two milliseconds.
const QUICK_ANSWER: usize = 128 << 10;

/// Editors ask a handful of things at once, and cancel what they no longer want.
pub(super) const THINKERS: usize = 4;

impl Server {
    /// The present state of the document, looked through. Waits for a worker where that takes time;
    /// `None` if the document is closed, or cannot be looked through.
    pub(super) async fn checked(&self, uri: &Url) -> Option<Arc<Checked>> {
        let key = DocKey::from_uri(uri.as_str());
        loop {
            let news = {
                let mut state = self.state();
                let open = state.documents.get_mut(&key)?;
                if let Some(checked) = open.current() {
                    return Some(checked);
                }
                if open.is_given_up() {
                    return None;
                }
                self.start(&key, open);
                open.news.next()
            };
            news.await;
        }
    }

    /// The document for a request: as it is, or, if that takes long, as it was when it was last
    /// looked through.
    async fn view(&self, uri: &Url) -> Option<View> {
        let key = DocKey::from_uri(uri.as_str());
        // At once, where that is possible: what follows would wait for a turn of the loop.
        let at_once = {
            let mut state = self.state();
            let encoding = state.side.encoding;
            let open = state.documents.get_mut(&key)?;
            open.current().and_then(|checked| View::new(checked, open, encoding))
        };
        if at_once.is_some() {
            return at_once;
        }
        let known = self.state().documents.get(&key)?.last().is_some();
        let checked = self.checked(uri);
        let checked = if known { tokio::time::timeout(PATIENCE, checked).await.ok() } else { Some(checked.await) };
        let state = self.state();
        let open = state.documents.get(&key)?;
        let present = checked.flatten().filter(|checked| checked.state == open.state());
        View::new(present.or_else(|| open.last())?, open, state.side.encoding)
    }

    /// Asks about the document as [`Server::view`] has it, and gives the answer with the view that moves
    /// its places to where the text is by now: what is `long`, or asked of a large document, is found out
    /// on another thread while further messages are handled.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        uri: &Url,
        long: bool,
        question: impl FnOnce(&View) -> Option<T> + Send + 'static,
    ) -> Option<(View, T)> {
        let view = self.view(uri).await?;
        if !long && view.text().len() <= QUICK_ANSWER {
            let answer = question(&view)?;
            return Some((view, answer));
        }
        let permit = self.thinkers.clone().acquire_owned().await;
        let thought = tokio::task::spawn_blocking(move || {
            // Held until it is done, even if the request was cancelled.
            let _permit = permit;
            let answer = question(&view);
            (view, answer)
        });
        let (view, answer) = match thought.await {
            Ok(thought) => thought,
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        };
        let state = self.state();
        let open = state.documents.get(&DocKey::from_uri(uri.as_str()))?;
        Some((view.renewed(open)?, answer?))
    }
}
