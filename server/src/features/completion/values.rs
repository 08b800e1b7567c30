//! The values of labels: what the guide offers to choose from, and its placeholder.

use super::documentation::Topic;
use super::{Asked, Block, Cursor, Item, ItemKind, snippet};
use crate::guide::{LabelSpec, ValueKind};
use crate::markup::{self, MarkKind};
use crate::outline::{Label, Piece};
use crate::text::{Edit, Span};

/// What stands inside words: X-Ray, incident.io.
const JOINTS: [char; 3] = ['-', '.', '_'];

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
    let base = label.span.end + start;
    // A line that is all bold is a label too, but nothing can follow on it.
    if !snapshot.slice(Span::new(label.name.end + start, base)).contains([':', '：', '-', '–', '—']) {
        return None;
    }
    let (element, spec) = spec(cursor, label)?;
    let tail = snapshot.slice(Span::new(base, cursor.line.end)).into_owned();
    let at = cursor.offset - base;
    let choices = spec.kind.choices();
    let several = matches!(spec.kind, ValueKind::SomeOf(_));
    let value = tail.trim();
    let placeholder = placeholder(&tail, at, several);
    let segment = placeholder.unwrap_or_else(|| segment(&tail, at, several));
    let typed = &tail[segment.start.min(at)..at];
    let fits = match asked {
        Asked::ByHand => true,
        Asked::Trigger(':' | ' ') => typed.trim().is_empty() && tail[at..segment.end.max(at)].trim().is_empty(),
        Asked::Trigger('[') => typed == "[",
        Asked::Trigger(_) => false,
    };
    // Of several values only the first can be one of the guide's.
    let first = !tail[..at].contains(',') || placeholder.is_some();
    if !fits || !(first || several) {
        return Some(Vec::new());
    }
    let end = placeholder.map_or_else(|| end_of_word(&tail, segment.start, at, choices), |placeholder| placeholder.end);
    let span = Span::new(segment.start.min(at), end);
    let gap = if span.start == 0 || tail[..span.start].ends_with(',') { " " } else { "" };
    let needs_space = |char: char| char.is_alphanumeric() || ['(', '[', '<'].contains(&char);
    let apart = if tail[end..].starts_with(needs_space) { " " } else { "" };
    let there: Vec<_> = if several {
        let others = [&tail[..span.start], &tail[span.end..]];
        others.iter().flat_map(|part| part.split(',')).map(str::trim).collect()
    } else {
        Vec::new()
    };
    let guide = &snapshot.requirements.guide;
    let topic = Topic::Label(element, spec).id(guide);
    let new = |text: &str, kind: ItemKind, detail: &str| {
        let mut block = Block::plain(format!("{gap}{text}{apart}"));
        if kind == ItemKind::Placeholder {
            block.placeholders.push(Span::new(gap.len(), gap.len() + text.len()));
        }
        // A placeholder that is replaced is compared as it stands.
        let replaces = typed.starts_with('[') && kind == ItemKind::Value;
        Item {
            label: text.to_owned(),
            detail: detail.to_owned(),
            note: String::new(),
            kind,
            edit: Edit { span: span.shift(base), text: block.text.clone() },
            snippet: snippet(&block),
            more: Vec::new(),
            sort: String::new(),
            filter: if replaces { format!("{typed}{text}") } else { text.to_owned() },
            topic: Some(topic.clone()),
        }
    };
    let is_there = |choice: &str| there.iter().any(|part| begins_with(part, choice));
    // What was said already is no beginning of a choice: it would be replaced by one.
    let begun = typed.trim().trim_start_matches('[');
    let fits = |choice: &&String| placeholder.is_some() || is_begun(choice, begun);
    let open = choices.iter().filter(|choice| !is_there(choice)).filter(fits);
    let mut out: Vec<_> = open.map(|choice| new(choice, ItemKind::Value, spec.kind.name())).collect();
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

/// The template text that the cursor is in or before, if a value is all of it. It is replaced as a whole.
fn placeholder(tail: &str, at: usize, several: bool) -> Option<Span> {
    let is_value = |span: Span| {
        let before = tail[..span.start].trim_end();
        before.is_empty() || (several && before.ends_with(','))
    };
    let here = |span: Span| at <= span.end && (span.start <= at || tail[at..span.start].trim().is_empty());
    let brackets = markup::scan(tail).into_iter().filter(|mark| matches!(mark.kind, MarkKind::Bracket { .. }));
    brackets.map(|mark| mark.span).find(|span| here(*span) && is_value(*span))
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

/// Where the word ends that the cursor at `at` is in, of the value that starts at `start`. What is said
/// behind it stays. A choice is one word, also of several; a word that is none and has nothing before
/// the cursor stays too.
fn end_of_word(tail: &str, start: usize, at: usize, choices: &[String]) -> usize {
    let written =
        choices.iter().filter(|choice| begins_with(&tail[start..], choice)).map(|choice| start + choice.len());
    if let Some(end) = written.max().filter(|end| (start..=*end).contains(&at)) {
        return end;
    }
    if !tail[..at].trim_end_matches(JOINTS).ends_with(char::is_alphanumeric) {
        return at;
    }
    tail[at..].char_indices().map(|(length, _)| at + length).find(|end| !goes_on(&tail[*end..])).unwrap_or(tail.len())
}

/// Whether the letters of `begun` stand in `choice` in their order: how editors narrow a list down.
fn is_begun(choice: &str, begun: &str) -> bool {
    let mut letters = choice.chars().flat_map(char::to_lowercase);
    begun.chars().flat_map(char::to_lowercase).all(|wanted| letters.any(|letter| letter == wanted))
}

/// Whether `text` begins with `choice`, whatever its case.
fn begins_with(text: &str, choice: &str) -> bool {
    let same = text.get(..choice.len()).is_some_and(|start| start.to_lowercase() == choice.to_lowercase());
    same && !goes_on(&text[choice.len()..])
}

/// Whether a word that stands before `rest` goes on in it.
fn goes_on(rest: &str) -> bool {
    rest.strip_prefix(JOINTS).unwrap_or(rest).starts_with(char::is_alphanumeric)
}
