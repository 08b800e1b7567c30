//! The values of labels: what the guide offers to choose from, and its placeholder.

use super::documentation::Topic;
use super::{Asked, Block, Cursor, Item, ItemKind, snippet};
use crate::guide::{LabelSpec, ValueKind};
use crate::outline::{Label, Piece};
use crate::text::{Edit, Span};

/// Behind the colon of one of the guide's labels.
pub(super) fn values(cursor: &Cursor<'_>, asked: Asked) -> Option<Vec<Item>> {
    let snapshot = cursor.snapshot;
    let (_, start, reading) = snapshot.chunk_at(cursor.offset)?;
    let behind = |piece: &&Piece| {
        piece.label().is_some_and(|label| {
            let span = label.span.shift(start);
            cursor.line.contains(span) && span.end <= cursor.offset
        })
    };
    let label = reading.facts.pieces.iter().rfind(behind)?.label()?;
    let end = label.span.end + start;
    // A line that is all bold is a label too, but nothing can follow on it.
    if !snapshot.slice(Span::new(label.name.end + start, end)).contains([':', '：', '-', '–', '—']) {
        return None;
    }
    let (element, spec) = spec(cursor, label)?;
    let tail = snapshot.slice(Span::new(end, cursor.line.end)).into_owned();
    let at = cursor.offset - end;
    let several = matches!(spec.kind, ValueKind::SomeOf(_));
    let value = tail.trim();
    let bracketed = value.starts_with('[') && !value[1..].contains('[');
    let segment = segment(&tail, at, several && !bracketed);
    let typed = &tail[segment.start.min(at)..at];
    let fits = match asked {
        Asked::ByHand => true,
        Asked::Trigger(':' | ' ') => typed.trim().is_empty() && tail[at..segment.end.max(at)].trim().is_empty(),
        Asked::Trigger('[') => typed == "[",
        Asked::Trigger(_) => false,
    };
    // Of several values only the first can be one of the guide's.
    let first = !tail[..at].contains(',') || bracketed;
    if !fits || !(first || several) {
        return Some(Vec::new());
    }
    let span = Span::new(segment.start.min(at), segment.end.max(at));
    let gap = if span.start == 0 || tail[..span.start].ends_with(',') { " " } else { "" };
    let there: Vec<_> = if several && !bracketed {
        let others = [&tail[..span.start], &tail[span.end..]];
        others.iter().flat_map(|part| part.split(',')).map(|part| part.trim().to_lowercase()).collect()
    } else {
        Vec::new()
    };
    let guide = &snapshot.requirements.guide;
    let topic = Topic::Label(element, spec).id(guide);
    let new = |text: &str, kind: ItemKind, detail: &str| {
        let mut block = Block::plain(format!("{gap}{text}"));
        if kind == ItemKind::Placeholder {
            block.placeholders.push(Span::new(gap.len(), block.text.len()));
        }
        // A placeholder that is replaced is compared as it stands.
        let replaces = typed.starts_with('[') && kind == ItemKind::Value;
        Item {
            label: text.to_owned(),
            detail: detail.to_owned(),
            note: String::new(),
            kind,
            edit: Edit { span: span.shift(end), text: block.text.clone() },
            snippet: snippet(&block),
            more: Vec::new(),
            sort: String::new(),
            filter: if replaces { format!("{typed}{text}") } else { text.to_owned() },
            topic: Some(topic.clone()),
        }
    };
    let choices = spec.kind.choices().iter().filter(|choice| !there.contains(&choice.to_lowercase()));
    let mut out: Vec<_> = choices.map(|choice| new(choice, ItemKind::Value, spec.kind.name())).collect();
    let waits = value.is_empty() || (typed.starts_with('[') && value != spec.placeholder);
    if waits && !spec.placeholder.is_empty() {
        out.push(new(&spec.placeholder, ItemKind::Placeholder, "what to write"));
    }
    Some(out)
}

/// What the guide says of a label, and the element that it belongs to where it stands.
fn spec<'a>(cursor: &Cursor<'a>, label: &Label) -> Option<(usize, &'a LabelSpec)> {
    let requirements = &cursor.snapshot.requirements;
    let guide = &requirements.guide;
    let place = cursor.snapshot.place_at(cursor.offset);
    let same = |spec: &&LabelSpec| {
        spec.key == label.key
            || (spec.element.is_some()
                && requirements.names.label(label) == spec.element.map(crate::guide::Named::Element))
    };
    if let Some(element) = place.element {
        return guide.labels_of(element).find(same).map(|spec| (element, spec));
    }
    let parts = &guide.sections[place.section?].template.parts;
    parts.iter().find_map(|part| {
        let spec = part.labels.iter().find(same)?;
        Some((spec.element.or(part.elements.first().copied())?, spec))
    })
}

/// The part of a value that the cursor at `at` is in: all of it, or what stands between commas.
fn segment(tail: &str, at: usize, several: bool) -> Span {
    let comma = |char: char| several && char == ',';
    let start = tail[..at].rfind(comma).map_or(0, |comma| comma + 1);
    let end = tail[at..].find(comma).map_or(tail.len(), |comma| at + comma);
    let text = &tail[start..end];
    let from = start + text.len() - text.trim_start().len();
    if text.trim().is_empty() { Span::at(at) } else { Span::new(from, from + text.trim().len()) }
}
