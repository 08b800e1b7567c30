//! Code actions over the wire.

use std::collections::HashMap;

use tower_lsp::lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier,
    TextDocumentEdit, TextEdit, Url, WorkspaceEdit,
};

use super::client::FIX_ALL;
use super::convert;
use super::look::Checked;
use super::view::View;
use crate::features::actions::{self, Action, ActionKind};
use crate::position::Encoding;
use crate::text::Span;

/// What a client can do with an edit, and how it counts.
#[derive(Clone, Copy)]
pub(super) struct Manner {
    pub(super) encoding: Encoding,
    /// An edit may name the version that it is for.
    pub(super) versioned: bool,
    pub(super) related: bool,
}

/// The actions at `span` of the kinds that are asked for; all if none are named.
pub(super) fn at(checked: &Checked, span: Span, only: Option<&[CodeActionKind]>) -> Vec<Action> {
    let wants = |kind: &CodeActionKind| only.is_none_or(|only| only.iter().any(|only| includes(only, kind)));
    let mut found = Vec::new();
    if wants(&CodeActionKind::QUICKFIX) {
        found = actions::actions(&checked.snapshot, &checked.findings, span);
        found.retain(|action| wants(&kind(action)));
    } else if wants(&FIX_ALL) {
        found.extend(actions::fix_all(&checked.snapshot, &checked.findings));
    }
    found
}

/// The actions as the client takes them.
pub(super) fn converted(actions: &[Action], view: &View, uri: &Url, manner: Manner) -> Vec<CodeActionOrCommand> {
    let actions = actions.iter().filter_map(|action| convert(action, view, uri, manner));
    actions.map(CodeActionOrCommand::CodeAction).collect()
}

const fn kind(action: &Action) -> CodeActionKind {
    match action.kind {
        ActionKind::QuickFix => CodeActionKind::QUICKFIX,
        ActionKind::FixAll => FIX_ALL,
    }
}

/// Kinds are a tree: `source` includes `source.fixAll.oe-ls`.
fn includes(kind: &CodeActionKind, other: &CodeActionKind) -> bool {
    let (kind, other) = (kind.as_str(), other.as_str());
    kind.is_empty() || other == kind || other.strip_prefix(kind).is_some_and(|rest| rest.starts_with('.'))
}

/// The action as the client takes it; nothing if the text that it changes is being edited.
fn convert(action: &Action, view: &View, uri: &Url, manner: Manner) -> Option<CodeAction> {
    let edits: Option<Vec<_>> = action.edits.iter().map(|edit| view.edit(edit)).collect();
    let checked = &view.checked;
    let fixed: Vec<_> = action.fixes.iter().filter_map(|at| checked.findings.findings.get(*at).cloned()).collect();
    let diagnostics = if view.is_present() {
        convert::diagnostics(&fixed, &checked.snapshot, uri, manner.encoding, manner.related)
    } else {
        Vec::new()
    };
    Some(CodeAction {
        title: action.title.clone(),
        kind: Some(kind(action)),
        diagnostics: (!diagnostics.is_empty()).then_some(diagnostics),
        edit: Some(workspace_edit(edits?, view, uri, manner)),
        is_preferred: action.preferred.then_some(true),
        ..CodeAction::default()
    })
}

fn workspace_edit(edits: Vec<TextEdit>, view: &View, uri: &Url, manner: Manner) -> WorkspaceEdit {
    if !manner.versioned {
        return WorkspaceEdit { changes: Some(HashMap::from([(uri.clone(), edits)])), ..WorkspaceEdit::default() };
    }
    let version = Some(view.version());
    let text_document = OptionalVersionedTextDocumentIdentifier { uri: uri.clone(), version };
    let edits = edits.into_iter().map(OneOf::Left).collect();
    let changes = DocumentChanges::Edits(vec![TextDocumentEdit { text_document, edits }]);
    WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }
}
