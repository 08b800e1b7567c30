//! The open documents: their text, always up to date, and their findings, brought up to date when the
//! queue is empty or a request needs them.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Notify;
use tower_lsp::lsp_types::{Diagnostic, TextDocumentItem, Url};

use super::look::{self, Checked, Home, StateOf};
use super::notice::{self, Notice};
use super::shift::{Edits, Shift};
use crate::document::{Document, HUGE_CHUNK, Stop};
use crate::files::DocKey;
use crate::project::{self, Terms};
use crate::text::{Edit, Text};

#[derive(Debug)]
pub(super) struct Open {
    /// As the client writes it.
    pub(super) uri: Url,
    /// Its number among all that were opened.
    opening: u64,
    version: i32,
    /// Their count tells states apart: clients have been seen to send the same version twice.
    edits: Edits,
    pub(super) document: Document,
    pub(super) home: Home,
    pub(super) terms: Arc<Terms>,
    /// The last state that has been looked through.
    checked: Option<Arc<Checked>>,
    worker: Option<Worker>,
    /// The last state that could not be looked through.
    failed: Option<StateOf>,
    // Invariant: who waits for news has seen that a worker is at it. That it is not any more is news.
    pub(super) news: News,
    /// What was last told of it, by push or by pull.
    pub(super) told: Option<Told>,
    /// Whether there is something to tell that the client has not been told by push.
    pub(super) untold: bool,
    /// Whether it was opened or saved since it was last told of.
    pub(super) fresh: bool,
    /// Whether it is held against something else since it was last told of.
    pub(super) renewed: bool,
    /// The status that was last told.
    pub(super) status: Option<serde_json::Value>,
    /// That help comes late in it, as of when a worker looked through it.
    pub(super) long: Option<Notice>,
    /// What was said of it in the client's log.
    pub(super) noticed: Vec<Notice>,
}

#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) state: StateOf,
    /// Another one for whatever differs from what was told before.
    pub(super) id: u64,
    pub(super) diagnostics: Arc<Vec<Diagnostic>>,
    /// The text that their places are in.
    pub(super) text: Text,
}

/// Wakes those who wait for a document to be looked through, given up or closed.
#[derive(Debug, Default)]
pub(super) struct News(Arc<Notify>);

/// Looks through a state of the document on another thread.
#[derive(Debug)]
struct Worker {
    /// How many edits it knows.
    revision: u64,
    /// Also tells its work from that of another.
    cancel: Arc<AtomicBool>,
}

impl Drop for Worker {
    /// What it does is of no use any more.
    fn drop(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

/// What a worker is to do.
pub(super) struct Job {
    document: Document,
    state: StateOf,
    home: Home,
    terms: Arc<Terms>,
    before: Option<Arc<Checked>>,
    cancel: Arc<AtomicBool>,
}

/// What a worker did.
pub(super) struct Done {
    state: StateOf,
    cancel: Arc<AtomicBool>,
    /// The document as far as it was parsed, and looked through if nothing interrupted that; nothing if
    /// it panicked.
    outcome: Option<(Document, Option<Checked>)>,
}

/// So many bytes are parsed at once while others wait: about two milliseconds.
const QUICK_PARSE: usize = 8 << 10;

/// Up to this size a document is judged anew while others wait: about three milliseconds.
const QUICK_JUDGE: usize = 128 << 10;

/// Up to so many findings are put in their places while others wait: about a millisecond.
const QUICK_FINDINGS: usize = 4000;

/// What is known of a document up to this size is freed while others wait: about a millisecond.
const QUICK_FREE: usize = 128 << 10;

impl Open {
    /// The document that is the `opening`th to be opened.
    pub(super) fn new(item: TextDocumentItem, opening: u64, home: Home) -> Self {
        let TextDocumentItem { uri, version, text, .. } = item;
        let terms = home.terms(project::asked_guide(&text).as_ref());
        Self {
            uri,
            opening,
            version,
            edits: Edits::default(),
            document: Document::new(text.as_str()),
            home,
            terms,
            checked: None,
            worker: None,
            failed: None,
            news: News::default(),
            told: None,
            untold: true,
            fresh: true,
            renewed: false,
            status: None,
            long: None,
            noticed: Vec::new(),
        }
    }

    /// The client's number of the present state.
    pub(super) const fn version(&self) -> i32 {
        self.version
    }

    /// A new state by the client's count, be it with the same text: there is something to tell of it.
    pub(super) fn set_version(&mut self, version: i32) {
        self.version = version;
        self.untold = true;
    }

    /// Applies one edit of the text; the version is the caller's to set.
    pub(super) fn edit(&mut self, edit: &Edit) {
        let replaced = self.document.edit(edit);
        // What an earlier state is needed for has to be brought up to the present one.
        let known = self.checked.as_ref().map(|checked| checked.state.revision);
        let working = self.worker.as_ref().map(|worker| worker.revision);
        let needed = known.into_iter().chain(working).min().unwrap_or(u64::MAX);
        self.edits.push(replaced, edit.text.len(), needed);
        if let Some(worker) = &self.worker {
            worker.cancel.store(true, Ordering::Relaxed);
        }
        self.untold = true;
    }

    /// Looks again at what it is held against, once settings or guides may have changed; whether that
    /// is something else now.
    pub(super) fn renew_terms(&mut self) -> bool {
        let terms = self.home.terms(self.terms.asked.as_ref());
        let same = terms.is_like(&self.terms);
        self.terms = terms;
        if !same {
            self.forget();
        }
        !same
    }

    /// Everything has to be looked through again.
    pub(super) fn forget(&mut self) {
        self.checked = None;
        self.worker = None;
        self.failed = None;
        self.news.tell();
        (self.untold, self.renewed) = (true, true);
    }

    /// It was saved: what is looked for only then is due.
    pub(super) fn saved(&mut self) {
        (self.untold, self.fresh) = (true, true);
    }

    /// Whether looking through the present state failed: whoever asks has to do with what was known.
    pub(super) fn is_given_up(&self) -> bool {
        self.failed == Some(self.state())
    }

    /// The present state looked through, if that is known or quick to do.
    pub(super) fn current(&mut self) -> Option<Arc<Checked>> {
        let before = self.checked.clone().filter(|checked| checked.state != self.state());
        if before.is_none() && self.checked.is_some() {
            return self.checked.clone();
        }
        if before.as_ref().is_some_and(|before| before.findings.findings.len() > QUICK_FINDINGS) {
            return None;
        }
        if self.worker.is_some() || self.is_given_up() || self.document.chunks().stale_len() > QUICK_PARSE {
            return None;
        }
        if !self.document.settle(Some(Stop { over: QUICK_PARSE, when: &|| true })) {
            return None;
        }
        let document = self.document.clone();
        let checked = match &before {
            Some(before) => look::glance(document, self.state(), &self.home, before, QUICK_JUDGE)?,
            None if document.text().len() <= QUICK_PARSE => {
                look::look(document, self.state(), &self.home, &self.terms, None)
            }
            None => return None,
        };
        drop(before);
        self.know(checked);
        self.checked.clone()
    }

    /// Takes over a state that has been looked through.
    fn know(&mut self, checked: Checked) {
        self.terms = checked.terms.clone();
        let assessment = checked.snapshot.assessment.clone();
        let before = self.checked.replace(Arc::new(checked));
        // A state that is judged like the one after it shares nearly all with that.
        if let Some(before) = before.filter(|before| !Arc::ptr_eq(&before.snapshot.assessment, &assessment)) {
            free(before.snapshot.text().len(), before);
        }
        self.news.tell();
    }

    pub(super) fn state(&self) -> StateOf {
        StateOf { opening: self.opening, version: self.version, revision: self.edits.count() }
    }

    /// What was done since `state`; `None` if that was forgotten, or is another document's.
    pub(super) fn since(&self, state: StateOf) -> Option<Shift> {
        if state.opening == self.opening { self.edits.since(state.revision) } else { None }
    }

    /// The last state that was looked through.
    pub(super) fn last(&self) -> Option<Arc<Checked>> {
        self.checked.clone()
    }

    /// What a worker has to do, unless one is at it or it was given up.
    pub(super) fn job(&mut self) -> Option<Job> {
        if self.worker.is_some() || self.is_given_up() {
            return None;
        }
        let cancel = Arc::new(AtomicBool::new(false));
        self.worker = Some(Worker { revision: self.edits.count(), cancel: cancel.clone() });
        Some(Job {
            document: self.document.clone(),
            state: self.state(),
            home: self.home.clone(),
            terms: self.terms.clone(),
            before: self.checked.clone(),
            cancel,
        })
    }

    /// Takes over what a worker did, unless it was given up.
    pub(super) fn done(&mut self, done: Done) {
        let Some(worker) = self.worker.take_if(|worker| Arc::ptr_eq(&worker.cancel, &done.cancel)) else { return };
        self.news.tell();
        let Some((document, checked)) = done.outcome else {
            tracing::error!("{} could not be looked through", self.uri);
            self.failed = Some(done.state);
            return;
        };
        // They are kept while a worker needs them.
        let Some(since) = self.edits.since(worker.revision) else { return };
        let before = self.document.clone();
        self.document.adopt(document, &since.0);
        free(before.text().len(), before);
        if let Some(checked) = checked {
            self.long = notice::long(&checked.snapshot.document);
            self.know(checked);
        }
    }
}

/// Frees what is known of a document of so many bytes on another thread, if that takes long.
pub(super) fn free(bytes: usize, known: impl Send + 'static) {
    if bytes > QUICK_FREE
        && let Ok(runtime) = tokio::runtime::Handle::try_current()
    {
        runtime.spawn_blocking(move || drop(known));
    }
}

impl News {
    /// The next news: all that come from now on.
    pub(super) fn next(&self) -> impl Future<Output = ()> + use<> {
        self.0.clone().notified_owned()
    }

    fn tell(&self) {
        self.0.notify_waiters();
    }
}

impl Drop for News {
    fn drop(&mut self) {
        self.tell();
    }
}

impl Job {
    /// Does the job; an edit of the document meanwhile interrupts it where it takes long.
    pub(super) fn run(self) -> Done {
        let (state, cancel) = (self.state, self.cancel.clone());
        // What it works on is its own, and lost with it.
        let outcome = catch_unwind(AssertUnwindSafe(|| self.look())).ok();
        Done { state, cancel, outcome }
    }

    fn look(mut self) -> (Document, Option<Checked>) {
        let cancelled = || self.cancel.load(Ordering::Relaxed);
        if !self.document.settle(Some(Stop { over: HUGE_CHUNK, when: &cancelled })) {
            return (self.document, None);
        }
        let document = self.document.clone();
        let checked = look::look(document, self.state, &self.home, &self.terms, self.before.as_deref());
        (self.document, Some(checked))
    }
}

impl Told {
    /// Of a document that is not open.
    pub(super) fn nothing() -> Self {
        Self { state: StateOf::default(), id: 0, diagnostics: Arc::default(), text: Text::default() }
    }
}

/// The open documents by their keys.
pub(super) type Documents = BTreeMap<DocKey, Open>;

#[cfg(test)]
mod tests;
