//! Code actions over the wire.

use std::collections::{BTreeSet, HashMap};

use tower_lsp::lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, Diagnostic, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit, Url, WorkspaceEdit,
};

use super::client::{FIX_ALL, Manner};
use super::convert;
use super::look::Checked;
use super::view::View;
use crate::checks::{Finding, grouped};
use crate::features::actions::{self, Action, ActionKind};
use crate::text::Span;

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
    let mut out: Vec<CodeAction> = actions.iter().filter_map(|action| convert(action, view, uri, manner)).collect();
    prefer_one(&mut out);
    out.into_iter().map(CodeActionOrCommand::CodeAction).collect()
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
    let diagnostics = resolved(action, view, uri, manner);
    Some(CodeAction {
        title: action.title.clone(),
        kind: Some(kind(action)),
        // One that leaves part of a diagnostic does not address it.
        is_preferred: (action.preferred && !diagnostics.is_empty()).then_some(true),
        diagnostics: (!diagnostics.is_empty()).then_some(diagnostics),
        edit: Some(workspace_edit(edits?, view, uri, manner)),
        ..CodeAction::default()
    })
}

/// The diagnostics that nothing is left of after the action, each as the client was told of it.
fn resolved(action: &Action, view: &View, uri: &Url, manner: Manner) -> Vec<Diagnostic> {
    if !view.is_present() {
        return Vec::new();
    }
    let checked = &view.checked;
    let all = &checked.findings.findings;
    // In the order of the text.
    let fixed: BTreeSet<_> = action.fixes.iter().copied().collect();
    let fixed: Vec<_> = fixed.into_iter().filter_map(|at| all.get(at).cloned()).collect();
    let whole: Vec<_> = grouped(&fixed).into_iter().filter(|group| group.len() == together(all, group[0])).collect();
    let whole =
        whole.iter().map(|group| convert::diagnostic(group, &checked.snapshot, uri, manner.encoding, manner.related));
    whole.filter(|diagnostic| view.was_told(diagnostic)).collect()
}

/// How many findings are one diagnostic with `finding`.
fn together(all: &[Finding], finding: &Finding) -> usize {
    let first = all.partition_point(|other| other.span.start < finding.span.start);
    let near = all[first..].iter().take_while(|other| other.span.start == finding.span.start);
    let same = |other: &&Finding| {
        (other.rule.name, other.severity, other.span) == (finding.rule.name, finding.severity, finding.span)
    };
    near.filter(same).count()
}

/// Of the actions that are preferred, leaves one for each diagnostic: an editor applies that unasked.
fn prefer_one(actions: &mut [CodeAction]) {
    let mut addressed: Vec<Diagnostic> = Vec::new();
    for action in actions.iter_mut().filter(|action| action.is_preferred == Some(true)) {
        let diagnostics = action.diagnostics.iter().flatten();
        if diagnostics.clone().any(|diagnostic| addressed.contains(diagnostic)) {
            action.is_preferred = None;
        } else {
            addressed.extend(diagnostics.cloned());
        }
    }
}

/// The edits of one document, in the form that the client takes.
pub(super) fn workspace_edit(edits: Vec<TextEdit>, view: &View, uri: &Url, manner: Manner) -> WorkspaceEdit {
    if !manner.versioned {
        return WorkspaceEdit { changes: Some(HashMap::from([(uri.clone(), edits)])), ..WorkspaceEdit::default() };
    }
    let version = Some(view.version());
    let text_document = OptionalVersionedTextDocumentIdentifier { uri: uri.clone(), version };
    let edits = edits.into_iter().map(OneOf::Left).collect();
    let changes = DocumentChanges::Edits(vec![TextDocumentEdit { text_document, edits }]);
    WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }
}
