//! A whole document in an empty file, and what makes a file one of ours in its front matter.

use super::documentation::Topic;
use super::{Asked, Cursor, Item, ItemKind, snippet};
use crate::assessment::Kind;
use crate::front_matter::{self, Place};
use crate::insertion;
use crate::outline::PieceKind;
use crate::text::{Edit, Span};

/// More white space than anybody takes for an empty file.
const EMPTY: usize = 1 << 10;

/// In a document that holds only white space, asked by hand.
pub(super) fn empty_file(cursor: &Cursor<'_>, asked: Asked) -> Option<Vec<Item>> {
    if matches!(cursor.snapshot.assessment.kind, Kind::Settings | Kind::Guide) {
        return None;
    }
    let text = cursor.snapshot.text();
    let whole = Span::new(0, text.len());
    let is_empty = whole.len() < EMPTY && text.slice(whole).trim_matches('\u{feff}').trim().is_empty();
    if !is_empty || asked != Asked::ByHand {
        return None;
    }
    let guide = &cursor.snapshot.requirements.guide;
    let style = insertion::style(cursor.snapshot);
    let block = insertion::document_text(guide, None, style.line_end);
    // A client takes an edit of one line, and front matter counts only at the very start.
    let start = if text.slice(whole).starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    // The line end behind the cursor ends the document: an edit beside the one at the cursor, at the same
    // place, is none that a client has to take.
    let next = text.line_start(text.line_of(cursor.offset) + 1).max(cursor.line.end);
    let rest = [Span::new(start, cursor.line.start.max(start)), Span::new(next, whole.end)];
    let rest = rest.into_iter().filter(|span| !span.is_empty());
    let ends = if next > cursor.line.end { style.line_end } else { "" };
    let written = |written: &str| written.strip_suffix(ends).unwrap_or(written).to_owned();
    let line = Span::new(cursor.line.start.max(start), cursor.line.end);
    let title = guide.title.split(" (").next().unwrap_or(&guide.title);
    Some(vec![Item {
        label: format!("{title} document"),
        detail: "all sections, as templates".to_owned(),
        note: format!("{} sections, {} elements", guide.sections.len(), guide.elements.len()),
        kind: ItemKind::Document,
        edit: Edit { span: line, text: written(&block.text) },
        snippet: snippet(&block).as_deref().map(written),
        more: rest.map(|span| Edit { span, text: String::new() }).collect(),
        sort: String::new(),
        filter: format!("{}{title}", cursor.before.trim_start_matches('\u{feff}')),
        topic: Some(Topic::Document.id(guide)),
    }])
}

/// The `oe` key and what belongs to it, in front matter that is there.
pub(super) fn front_matter(cursor: &Cursor<'_>, asked: Asked) -> Option<Vec<Item>> {
    let first = cursor.snapshot.readings.iter().next()?.2.facts.pieces.first()?;
    if !matches!(first.kind, PieceKind::FrontMatter) || !first.span.touches(cursor.offset) {
        return None;
    }
    if !matches!(asked, Asked::ByHand | Asked::Trigger(':' | ' ' | '[')) {
        return Some(Vec::new());
    }
    // A byte order mark is no part of the metadata.
    let text = cursor.snapshot.slice(first.span);
    let start = first.span.start + text.len() - text.trim_start_matches('\u{feff}').len();
    let offset = cursor.offset.checked_sub(start)?;
    let Some(place) = front_matter::completion_place(text.trim_start_matches('\u{feff}'), offset) else {
        return Some(Vec::new());
    };
    let guide = &cursor.snapshot.requirements.guide;
    let (word, choices): (Span, Vec<(String, String)>) = match place {
        Place::Key(word) => (word, vec![("oe: true".to_owned(), format!("this is a document on {}", guide.title))]),
        Place::Value(word) => (
            word,
            vec![
                ("true".to_owned(), format!("this is a document on {}", guide.title)),
                ("false".to_owned(), "this file is not checked".to_owned()),
            ],
        ),
        Place::TableKey { word, keys } => {
            let about = |key: &str| match key {
                "guide" => "the guide that this document follows",
                _ => "the sections that this file holds, the others are elsewhere",
            };
            (word, keys.into_iter().map(|key| (format!("{key}: "), about(key).to_owned())).collect())
        }
        Place::Section(word) => {
            (word, guide.sections.iter().map(|section| (section.id.clone(), section.title.clone())).collect())
        }
    };
    let word = word.shift(start);
    let typed = cursor.snapshot.slice(Span::new(word.start, cursor.offset.clamp(word.start, word.end))).into_owned();
    // A space in the middle of a line asks for nothing.
    if matches!(asked, Asked::Trigger(_)) && !typed.is_empty() {
        return Some(Vec::new());
    }
    let items = choices.into_iter().map(|(text, detail)| Item {
        label: text.trim().to_owned(),
        detail,
        note: String::new(),
        kind: ItemKind::Key,
        edit: Edit { span: word, text: text.clone() },
        snippet: None,
        more: Vec::new(),
        sort: String::new(),
        filter: text,
        topic: None,
    });
    Some(items.collect())
}
