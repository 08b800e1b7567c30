//! The language server: the only part that names the protocol.
//!
//! A change is applied before anything is awaited. Findings are brought up to date when the queue is
//! empty or a request needs them: at once where that is quick, on a worker otherwise.

mod actions;
mod asking;
mod client;
mod complaints;
mod completion;
mod convert;
mod custom;
mod documents;
mod look;
mod lost;
mod notice;
mod outbox;
mod parent;
mod registering;
mod settings;
mod shift;
mod syncing;
mod telling;
#[cfg(test)]
mod tests;
mod transport;
mod view;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, MutexGuard};

use serde_json::Value;
use tokio::sync::Semaphore;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    CodeActionParams, CodeActionResponse, CompletionItem, CompletionParams, CompletionResponse,
    DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams,
    DocumentDiagnosticParams, DocumentDiagnosticReportResult, Hover, HoverParams, InitializeParams, InitializeResult,
    InitializedParams, ServerInfo, TextDocumentIdentifier, Url,
};
use tower_lsp::{Client, LanguageServer, LspService};

use client::ClientSide;
use complaints::Complaints;
use documents::{Documents, Open};
use look::Home;
use outbox::{Letter, Outbox};
use registering::Watched;
use settings::{EditorSettings, ToldFiles};
use view::View;

use crate::config::Run;
use crate::features::completion::complete;
use crate::features::hover::hover;
use crate::files::{self, DocKey};
use crate::position::Encoding;
use crate::project::Project;

/// Speaks LSP over stdin and stdout until the client ends the session, or is gone; `process` is its
/// number, `encoding` what its columns count and `no_snippets` whether it takes none, as the command line has
/// them.
pub fn run(process: Option<u32>, encoding: Option<Encoding>, no_snippets: bool) -> std::io::Result<ExitCode> {
    let (input, output) = transport::stdio()?;
    let (service, socket) = LspService::build(|client| Server {
        client,
        process,
        encoding,
        no_snippets,
        state: Arc::default(),
        thinkers: Arc::new(Semaphore::new(asking::THINKERS)),
    })
    .custom_method("oe-ls/readiness", Server::readiness)
    .custom_method("oe-ls/nextPlaceholder", Server::next_placeholder)
    .custom_method("oe-ls/insert", Server::insert)
    .custom_method("oe-ls/treatAs", Server::treat_as)
    .custom_method("oe-ls/newDocument", Server::new_document)
    .custom_method("oe-ls/guide", Server::guide)
    .finish();
    let server = service.inner().clone();
    transport::serve(input, output, service, socket, server)
}

/// A handle on the one state of the server.
#[derive(Clone)]
pub struct Server {
    client: Client,
    /// The client's process, should it not say that itself.
    process: Option<u32>,
    /// What its columns count, should it count otherwise than it says.
    encoding: Option<Encoding>,
    /// It takes no snippets, should it say that it does.
    no_snippets: bool,
    state: Arc<Mutex<State>>,
    /// Bounds how many questions are thought about at one time.
    thinkers: Arc<Semaphore>,
}

#[derive(Default)]
struct State {
    side: ClientSide,
    documents: Documents,
    /// How many were opened so far.
    openings: u64,
    project: Arc<Project>,
    folders: Vec<PathBuf>,
    told_files: ToldFiles,
    editor: EditorSettings,
    /// What was said to be wrong with the editor's settings.
    settings_problems: Vec<String>,
    /// There once the client has said hello.
    outbox: Option<Outbox>,
    /// Open documents whose text is not known, by what the client calls them.
    lost: BTreeMap<DocKey, Url>,
    /// Open files that are none of ours.
    others: BTreeSet<DocKey>,
    complaints: Complaints,
    /// There if the client can be asked to watch files.
    watched: Option<Watched>,
}

impl State {
    fn send(&self, letter: Letter) {
        if let Some(outbox) = &self.outbox {
            outbox.send(letter);
        }
    }

    /// Where the document is. One that was never saved counts as in the first folder; a file on another
    /// machine is in none.
    fn home(&self, key: &DocKey) -> Home {
        let path = key.to_path().unwrap_or_else(|| match (key.is_file(), key.as_str().rsplit_once('/')) {
            (true, Some((_, name))) => files::absolute(Path::new("/")).join(name),
            _ => self.folders.first().cloned().unwrap_or_default().join("untitled.md"),
        });
        Home { path, project: self.project.clone() }
    }
}

impl Server {
    /// A panic in one request leaves a sound state: every change of it is a single assignment or
    /// is made again from the text.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Tells what is new of the documents that changed.
    fn tell_all(&self) {
        let mut state = self.state();
        let state = &mut *state;
        for (key, open) in &mut state.documents {
            if open.untold && !state.side.pulls && open.is_due() {
                self.tell(&state.side, state.outbox.as_ref(), key, open);
            }
        }
    }

    /// Publishes the findings of the present state, or has them found.
    fn tell(&self, side: &ClientSide, outbox: Option<&Outbox>, key: &DocKey, open: &mut Open) {
        match open.current() {
            Some(checked) => telling::push(side, outbox, open, &checked),
            None => self.start(key, open),
        }
    }

    /// Has a worker look through the document, unless one is at it.
    fn start(&self, key: &DocKey, open: &mut Open) {
        let Some(job) = open.job() else { return };
        let (server, key) = (self.clone(), key.clone());
        self.aside(async move {
            // It fails only when the session ends.
            let Ok(done) = tokio::task::spawn_blocking(move || job.run()).await else { return };
            if let Some(open) = server.state().documents.get_mut(&key) {
                open.done(done);
            }
        });
    }

    /// Does something between messages. No message need come after it: what is new then is told at once.
    fn aside(&self, work: impl Future<Output = ()> + Send + 'static) {
        let server = self.clone();
        tokio::spawn(async move {
            work.await;
            server.tell_all();
        });
    }
}

#[tower_lsp::async_trait]
impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        if let Some(process) = params.process_id.or(self.process) {
            parent::end_with(process);
        }
        let mut state = self.state();
        state.side = ClientSide::new(&params, self.encoding);
        state.side.snippets &= !self.no_snippets;
        state.outbox = Some(Outbox::start(self.client.clone()));
        state.folders = settings::folders(&params);
        state.project = Arc::new(Project::in_workspace(state.folders.clone()));
        if let Some(options) = params.initialization_options {
            settings::put_options(&mut state, options);
        }
        let info = ServerInfo { name: "oe-ls".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
        Ok(InitializeResult { capabilities: state.side.server_capabilities(), server_info: Some(info) })
    }

    async fn initialized(&self, _: InitializedParams) {
        self.register();
        if self.state().side.configuration {
            self.ask_for_settings();
        }
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.opened(params.text_document);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.changed(params.text_document, params.content_changes);
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.saved(&params.text_document.uri);
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.closed(&params.text_document.uri);
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.settings_changed(&params.settings);
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.folders_changed(&params.event);
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        let changed = params.changes.iter().filter_map(|change| DocKey::from_uri(change.uri.as_str()).to_path());
        self.look_at_files(&changed.collect::<Vec<_>>());
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let uri = params.text_document.uri;
        let checked = match self.frozen(&uri) {
            Some(told) => return Ok(telling::report(&told, params.previous_result_id.as_deref())),
            None => self.checked(&uri).await,
        };
        let mut state = self.state();
        let state = &mut *state;
        let open = state.documents.get_mut(&DocKey::from_uri(uri.as_str()));
        let told = match (checked, open) {
            (Some(checked), Some(open)) => telling::told(&state.side, state.outbox.as_ref(), open, &checked),
            // It could not be looked through: as it was.
            (None, Some(open)) => {
                telling::told_before(open, state.side.encoding).unwrap_or_else(documents::Told::nothing)
            }
            (_, None) => documents::Told::nothing(),
        };
        Ok(telling::report(&told, params.previous_result_id.as_deref()))
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let at = params.text_document_position_params;
        let hover = self.ask(&at.text_document.uri, false, move |view| {
            let offset = view.offset(at.position).filter(|_| view.has_feature("hover"))?;
            hover(view.snapshot(), offset)
        });
        let Some((view, hover)) = hover.await else { return Ok(None) };
        let markdown = self.state().side.markdown;
        Ok(view.range(hover.span).map(|range| convert::hover(&hover, range, markdown)))
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        if !self.state().side.code_actions {
            return Ok(None);
        }
        let CodeActionParams { text_document: TextDocumentIdentifier { uri }, range, context, .. } = params;
        // Fixes are tried before they are called safe, which may take as long as looking through it all.
        let actions = self.ask(&uri, true, move |view| {
            let span = view.span(range).filter(|_| view.has_feature("code-actions"))?;
            Some(actions::at(&view.checked, span, context.only.as_deref()))
        });
        let Some((view, actions)) = actions.await else { return Ok(None) };
        let manner = self.state().side.manner();
        Ok(Some(actions::converted(&actions, &view, &uri, manner)))
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let at = params.text_document_position;
        let uri = at.text_document.uri;
        let asked = completion::asked(params.context.as_ref());
        let items = self.ask(&uri, false, move |view| {
            view.has_feature("completion").then_some(())?;
            let items = view.offset(at.position).map(|offset| complete(view.snapshot(), offset, asked));
            Some(items.unwrap_or_default())
        });
        let Some((view, items)) = items.await else { return Ok(None) };
        let snippets = self.state().side.snippets;
        let items = items.iter().filter_map(|item| completion::item(item, &view, &uri, at.position, snippets));
        Ok(Some(CompletionResponse::Array(items.collect())))
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        let Some((uri, topic)) = completion::topic(&item) else { return Ok(item) };
        let state = self.state();
        let Some(open) = state.documents.get(&DocKey::from_uri(uri.as_str())) else { return Ok(item) };
        let markdown = state.side.completion_markdown;
        Ok(completion::with_documentation(item, &open.terms.requirements, &topic, markdown))
    }
}

impl Server {
    /// What was told of a document that is looked through only when it is saved, and was not since.
    fn frozen(&self, uri: &Url) -> Option<documents::Told> {
        let state = self.state();
        let open = state.documents.get(&DocKey::from_uri(uri.as_str()))?;
        if open.is_due() { None } else { telling::told_before(open, state.side.encoding) }
    }
}

impl transport::Between for Server {
    fn idle(&mut self) {
        self.tell_all();
    }

    fn misunderstood(&mut self, method: &str, params: Option<&Value>, error: &str) {
        self.state().misunderstood(method, params, error);
    }
}

impl View {
    fn has_feature(&self, name: &str) -> bool {
        self.snapshot().requirements.settings.has_feature(name)
    }
}

impl Open {
    /// Whether findings are to be told now: while typing, or, if settings say so, once it was saved. That it
    /// is held against something else was not typed.
    fn is_due(&self) -> bool {
        self.terms.requirements.settings.run == Run::OnType || self.fresh || self.renewed
    }
}
