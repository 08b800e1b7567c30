//! What the client can do, and what we offer it.

use tower_lsp::lsp_types::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions,
    DiagnosticOptions, DiagnosticServerCapabilities, HoverProviderCapability, InitializeParams, MarkupKind, OneOf,
    PositionEncodingKind, SaveOptions, ServerCapabilities, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};

use crate::features::completion::TRIGGERS;
use crate::position::Encoding;

/// The kind of the action that applies every safe fix.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.oe-ls");

/// What matters to us of what a client said of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct ClientSide {
    pub(super) encoding: Encoding,
    /// It asks for diagnostics; then none are pushed.
    pub(super) pulls: bool,
    pub(super) related: bool,
    pub(super) snippets: bool,
    /// Markdown may stand in a hover.
    pub(super) markdown: bool,
    /// Markdown may stand in the documentation of a completion.
    pub(super) completion_markdown: bool,
    /// It takes code actions; one that does not takes commands alone, and we have none.
    pub(super) code_actions: bool,
    /// An edit may name the version of the document that it is for.
    versioned_edits: bool,
    /// It can be asked for its settings.
    pub(super) configuration: bool,
    /// It has to be asked to tell when its settings change.
    pub(super) registers_configuration: bool,
    /// It can be asked to watch files.
    pub(super) watches: bool,
    /// Also such that are not in the workspace.
    pub(super) relative_patterns: bool,
    /// It shows a warning for each notification that it does not know.
    pub(super) warns_of_unknown: bool,
}

/// What a client can do with an edit, and how it counts.
#[derive(Clone, Copy)]
pub(super) struct Manner {
    pub(super) encoding: Encoding,
    /// An edit may name the version that it is for.
    pub(super) versioned: bool,
    pub(super) related: bool,
}

impl ClientSide {
    /// `counts` is what its columns count, whatever it says itself.
    pub(super) fn new(params: &InitializeParams, counts: Option<Encoding>) -> Self {
        let capabilities = &params.capabilities;
        let document = capabilities.text_document.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let snippets = document.and_then(|it| it.completion.as_ref()?.completion_item.as_ref()?.snippet_support);
        let formats = document.and_then(|it| it.hover.as_ref()?.content_format.as_ref());
        let documents =
            document.and_then(|it| it.completion.as_ref()?.completion_item.as_ref()?.documentation_format.as_ref());
        let watched = workspace.and_then(|it| it.did_change_watched_files.as_ref());
        let told = workspace.and_then(|it| it.did_change_configuration.as_ref()?.dynamic_registration);
        // An extension of the client may have it take what it does not know of itself.
        let experimental = capabilities.experimental.as_ref();
        let takes_status = experimental.is_some_and(|it| it["oeLs"]["status"] == true);
        let name = params.client_info.as_ref().map_or("", |client| client.name.as_str());
        Self {
            encoding: counts.unwrap_or_else(|| encoding(capabilities)),
            pulls: document.is_some_and(|it| it.diagnostic.is_some()),
            related: document.and_then(|it| it.publish_diagnostics.as_ref()?.related_information) == Some(true),
            snippets: snippets == Some(true),
            // A client that says nothing of formats predates them, and showed Markdown.
            markdown: formats.is_none_or(|formats| formats.contains(&MarkupKind::Markdown)),
            completion_markdown: documents.is_none_or(|formats| formats.contains(&MarkupKind::Markdown)),
            code_actions: document
                .is_some_and(|it| it.code_action.as_ref().is_some_and(|it| it.code_action_literal_support.is_some())),
            versioned_edits: workspace.and_then(|it| it.workspace_edit.as_ref()?.document_changes) == Some(true),
            configuration: workspace.and_then(|it| it.configuration) == Some(true),
            registers_configuration: told == Some(true),
            watches: watched.and_then(|it| it.dynamic_registration) == Some(true),
            relative_patterns: watched.and_then(|it| it.relative_pattern_support) == Some(true),
            warns_of_unknown: name == "Eglot" && !takes_status,
        }
    }

    pub(super) const fn manner(&self) -> Manner {
        Manner { encoding: self.encoding, versioned: self.versioned_edits, related: self.related }
    }

    pub(super) fn server_capabilities(&self) -> ServerCapabilities {
        let kind = match self.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        };
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
            ..TextDocumentSyncOptions::default()
        };
        let completion = CompletionOptions {
            trigger_characters: Some(TRIGGERS.map(String::from).to_vec()),
            resolve_provider: Some(true),
            ..CompletionOptions::default()
        };
        let actions = CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, FIX_ALL]),
            ..CodeActionOptions::default()
        });
        let diagnostics = DiagnosticOptions { identifier: Some("oe-ls".to_owned()), ..DiagnosticOptions::default() };
        let folders =
            WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: Some(OneOf::Left(true)) };
        ServerCapabilities {
            position_encoding: Some(kind),
            text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            completion_provider: Some(completion),
            // One that takes commands alone would get nothing, and is promised nothing.
            code_action_provider: self.code_actions.then_some(actions),
            diagnostic_provider: self.pulls.then_some(DiagnosticServerCapabilities::Options(diagnostics)),
            workspace: Some(WorkspaceServerCapabilities { workspace_folders: Some(folders), file_operations: None }),
            ..ServerCapabilities::default()
        }
    }
}

/// The cheapest of the encodings that the client takes; UTF-16 is what every client has to take. One that
/// names characters first counts in them, whatever comes after.
fn encoding(capabilities: &ClientCapabilities) -> Encoding {
    let offered = capabilities.general.as_ref().and_then(|it| it.position_encodings.as_deref()).unwrap_or_default();
    if offered.contains(&PositionEncodingKind::UTF8) {
        Encoding::Utf8
    } else if offered.first() == Some(&PositionEncodingKind::UTF32) {
        Encoding::Utf32
    } else {
        Encoding::Utf16
    }
}
