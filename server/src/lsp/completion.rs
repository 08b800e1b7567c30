//! Completion over the wire.

use serde_json::json;
use tower_lsp::lsp_types::{
    CompletionContext, CompletionItem, CompletionItemKind, CompletionItemLabelDetails, CompletionTextEdit,
    CompletionTriggerKind, Documentation, InsertTextFormat, InsertTextMode, MarkupContent, MarkupKind, Position,
    TextEdit, Url,
};

use super::view::View;
use crate::features::completion::{Asked, Item, ItemKind, documentation};
use crate::requirements::Requirements;

pub(super) fn asked(context: Option<&CompletionContext>) -> Asked {
    let trigger = context.filter(|context| context.trigger_kind == CompletionTriggerKind::TRIGGER_CHARACTER);
    let character = trigger.and_then(|context| context.trigger_character.as_ref()?.chars().next());
    character.map_or(Asked::ByHand, Asked::Trigger)
}

/// The item as the client shows it at `cursor`; nothing if its place is being edited. Its documentation
/// comes when it is looked at.
pub(super) fn item(item: &Item, view: &View, uri: &Url, cursor: Position, snippets: bool) -> Option<CompletionItem> {
    let snippet = item.snippet.as_ref().filter(|_| snippets);
    let new_text = snippet.unwrap_or(&item.edit.text).clone();
    // What was typed meanwhile at its end would be left behind it.
    let range = view.range(item.edit.span).filter(|range| range.start <= cursor && cursor <= range.end)?;
    let edit = TextEdit { range, new_text };
    let more: Option<Vec<_>> = item.more.iter().map(|edit| view.edit(edit)).collect();
    let more = more?;
    let note = (!item.note.is_empty()).then(|| item.note.clone());
    Some(CompletionItem {
        label: item.label.clone(),
        label_details: note.map(|note| CompletionItemLabelDetails { detail: None, description: Some(note) }),
        detail: (!item.detail.is_empty()).then(|| item.detail.clone()),
        kind: Some(kind(item.kind)),
        sort_text: Some(item.sort.clone()),
        filter_text: Some(item.filter.clone()),
        insert_text_format: Some(if snippet.is_some() {
            InsertTextFormat::SNIPPET
        } else {
            InsertTextFormat::PLAIN_TEXT
        }),
        // The text is indented as it should stand.
        insert_text_mode: Some(InsertTextMode::AS_IS),
        text_edit: Some(CompletionTextEdit::Edit(edit)),
        additional_text_edits: (!more.is_empty()).then_some(more),
        data: item.topic.as_ref().map(|topic| json!({ "uri": uri, "topic": topic })),
        ..CompletionItem::default()
    })
}

/// The document and topic that an item's data names.
pub(super) fn topic(item: &CompletionItem) -> Option<(Url, String)> {
    let data = item.data.as_ref()?;
    Some((data["uri"].as_str()?.parse().ok()?, data["topic"].as_str()?.to_owned()))
}

pub(super) fn with_documentation(
    mut item: CompletionItem,
    requirements: &Requirements,
    topic: &str,
    markdown: bool,
) -> CompletionItem {
    if let Some(prose) = documentation(requirements, topic) {
        let (kind, value) =
            if markdown { (MarkupKind::Markdown, prose.markdown()) } else { (MarkupKind::PlainText, prose.plain()) };
        item.documentation = Some(Documentation::MarkupContent(MarkupContent { kind, value }));
    }
    item
}

const fn kind(kind: ItemKind) -> CompletionItemKind {
    match kind {
        ItemKind::Document => CompletionItemKind::FILE,
        ItemKind::Section => CompletionItemKind::MODULE,
        ItemKind::Element => CompletionItemKind::STRUCT,
        ItemKind::Label => CompletionItemKind::FIELD,
        ItemKind::Value => CompletionItemKind::VALUE,
        ItemKind::Placeholder => CompletionItemKind::SNIPPET,
        ItemKind::Checkpoint => CompletionItemKind::EVENT,
        ItemKind::Key => CompletionItemKind::KEYWORD,
    }
}
