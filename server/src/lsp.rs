//! The language server: the only part that names the protocol.
//!
//! A change is applied before anything is awaited. Findings are brought up to date when the queue is
//! empty or a request needs them: at once where that is quick, on a worker otherwise.

mod client;
mod convert;
mod documents;
mod outbox;
mod shift;
pub mod transport;

use std::process::ExitCode;
use std::sync::{Arc, Mutex, MutexGuard};

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    Diagnostic, DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult, FullDocumentDiagnosticReport,
    InitializeParams, InitializeResult, RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    ServerInfo, UnchangedDocumentDiagnosticReport, Url,
};
use tower_lsp::{Client, LanguageServer, LspService};

use client::ClientSide;
use documents::{Checked, Documents, Open, Told};
use outbox::{Letter, Outbox};

use crate::files::DocKey;
use crate::requirements::Requirements;
use crate::text::{Edit, Span};

/// Speaks LSP over stdin and stdout until the client ends the session.
pub fn run() -> std::io::Result<ExitCode> {
    let (input, output) = transport::stdio()?;
    let (service, socket) = LspService::build(Server::new).finish();
    let server = service.inner().clone();
    transport::serve(input, output, None, service, socket, move || server.idle())
}

/// A handle on the one state of the server.
#[derive(Clone)]
pub struct Server {
    client: Client,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    side: ClientSide,
    documents: Documents,
    requirements: Arc<Requirements>,
    /// There once the client has said hello.
    outbox: Option<Outbox>,
}

impl State {
    fn send(&self, letter: Letter) {
        if let Some(outbox) = &self.outbox {
            outbox.send(letter);
        }
    }
}

impl Server {
    fn new(client: Client) -> Self {
        let requirements = Requirements::new(crate::guide::embedded().clone(), crate::config::Settings::default());
        let state = State { requirements: Arc::new(requirements), ..State::default() };
        Self { client, state: Arc::new(Mutex::new(state)) }
    }

    /// A panic in one request leaves a sound state: every change of it is a single assignment or
    /// is made again from the text.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Tells what is new of the documents that changed, once nothing more is waiting.
    fn idle(&self) {
        let mut state = self.state();
        let state = &mut *state;
        for (key, open) in &mut state.documents {
            if !open.untold || state.side.pulls {
                continue;
            }
            match open.current() {
                Some(checked) => push(&state.side, state.outbox.as_ref(), open, &checked),
                None => self.start(key, open),
            }
        }
    }

    /// Has a worker look through the document, unless one is at it.
    fn start(&self, key: &DocKey, open: &mut Open) {
        let Some(job) = open.job() else { return };
        let (server, key) = (self.clone(), key.clone());
        tokio::spawn(async move {
            let done = tokio::task::spawn_blocking(move || job.run()).await;
            let mut state = server.state();
            let state = &mut *state;
            let Some(open) = state.documents.get_mut(&key) else { return };
            match done {
                Ok(done) => {
                    open.done(done);
                }
                Err(panic) => tracing::error!("looking through {} failed: {panic}", open.uri),
            }
            if !state.side.pulls {
                match open.current() {
                    Some(checked) => push(&state.side, state.outbox.as_ref(), open, &checked),
                    None => server.start(&key, open),
                }
            }
        });
    }

    /// The present state of the document, looked through. Waits for a worker where that takes time;
    /// `None` if the document is closed.
    async fn checked(&self, uri: &Url) -> Option<Arc<Checked>> {
        let key = DocKey::from_uri(uri.as_str());
        loop {
            let news = {
                let mut state = self.state();
                let open = state.documents.get_mut(&key)?;
                if let Some(checked) = open.current() {
                    return Some(checked);
                }
                self.start(&key, open);
                open.news.clone().notified_owned()
            };
            news.await;
        }
    }
}

/// What there is to tell of a state; the same as before if nothing differs.
fn told(side: &ClientSide, open: &mut Open, checked: &Checked) -> Told {
    if let Some(told) = open.told.as_ref().filter(|told| told.version == checked.version) {
        return told.clone();
    }
    let diagnostics =
        convert::diagnostics(&checked.findings.findings, &checked.snapshot, &open.uri, side.encoding, side.related);
    let same = open.told.take().filter(|told| *told.diagnostics == diagnostics);
    let told = match same {
        Some(told) => Told { version: checked.version, ..told },
        None => {
            open.tellings += 1;
            Told { version: checked.version, id: open.tellings, diagnostics: Arc::new(diagnostics) }
        }
    };
    open.told = Some(told.clone());
    told
}

/// Publishes the findings of a state that has been looked through.
fn push(side: &ClientSide, outbox: Option<&Outbox>, open: &mut Open, checked: &Checked) {
    open.untold = false;
    let told = told(side, open, checked);
    if let Some(outbox) = outbox {
        let (uri, version) = (open.uri.clone(), Some(told.version));
        outbox.send(Letter::Diagnostics { uri, version, diagnostics: told.diagnostics });
    }
}

#[tower_lsp::async_trait]
impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let mut state = self.state();
        state.side = ClientSide::new(&params);
        state.outbox = Some(Outbox::start(self.client.clone()));
        let info = ServerInfo { name: "oe-ls".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
        Ok(InitializeResult { capabilities: state.side.server_capabilities(), server_info: Some(info) })
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let key = DocKey::from_uri(document.uri.as_str());
        let mut state = self.state();
        let requirements = state.requirements.clone();
        let open = Open::new(document.uri, document.version, &document.text, requirements, None);
        state.documents.insert(key, open);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let key = DocKey::from_uri(params.text_document.uri.as_str());
        let mut state = self.state();
        let encoding = state.side.encoding;
        let Some(open) = state.documents.get_mut(&key) else {
            return tracing::warn!("a change of {}, which is not open", params.text_document.uri);
        };
        // Each is meant for the text after the one before.
        for change in params.content_changes {
            let text = open.document.text();
            let span = match change.range {
                Some(range) => convert::span(text, range, encoding),
                None => Span::new(0, text.len()),
            };
            open.edit(&Edit { span, text: change.text });
        }
        open.version = params.text_document.version;
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let key = DocKey::from_uri(params.text_document.uri.as_str());
        let mut state = self.state();
        let state = &mut *state;
        let Some(open) = state.documents.remove(&key) else { return };
        open.news.notify_waiters();
        if !state.side.pulls {
            state.send(Letter::Diagnostics { uri: open.uri, version: None, diagnostics: Arc::default() });
        }
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let uri = params.text_document.uri;
        let checked = self.checked(&uri).await;
        let key = DocKey::from_uri(uri.as_str());
        let mut state = self.state();
        let state = &mut *state;
        let told = match (checked, state.documents.get_mut(&key)) {
            (Some(checked), Some(open)) => told(&state.side, open, &checked),
            _ => Told { version: 0, id: 0, diagnostics: Arc::default() },
        };
        let id = told.id.to_string();
        let report = if params.previous_result_id.as_ref() == Some(&id) {
            DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
                related_documents: None,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: id },
            })
        } else {
            DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
                related_documents: None,
                full_document_diagnostic_report: FullDocumentDiagnosticReport {
                    result_id: Some(id),
                    items: told.diagnostics.to_vec(),
                },
            })
        };
        Ok(DocumentDiagnosticReportResult::Report(report))
    }
}
