//! Sections and elements, where a heading or an empty line can hold them.

mod typed;

use typed::Typed;

use super::documentation::Topic;
use super::{Asked, Block, Cursor, Item, ItemKind};
use crate::config::Requirement;
use crate::guide::Strength;
use crate::insertion::{self, Inserter};
use crate::outline::{Piece, PieceKind};
use crate::reading::StrokeKind;
use crate::snapshot::{Anchor, Part, Snapshot};
use crate::text::{Edit, Span};

/// After `#`, `### `, `### On` or `### **On`.
pub(super) fn typed(cursor: &Cursor<'_>, asked: Asked) -> Option<Vec<Item>> {
    let indent = cursor.before.len() - cursor.before.trim_start_matches(' ').len();
    let text = &cursor.before[indent..];
    let marks = text.bytes().take_while(|byte| *byte == b'#').count();
    if indent > 3 || !(1..=6).contains(&marks) {
        return None;
    }
    let typed = Typed::read(text, marks);
    let title = text[marks..].trim_start_matches([' ', '\t']);
    let fits = match asked {
        Asked::ByHand => true,
        Asked::Trigger('#') => !typed.spaced,
        Asked::Trigger(' ') => title.is_empty(),
        Asked::Trigger('*') => typed.spaced && text == typed.lead(),
        Asked::Trigger(_) => false,
    };
    if !fits || (!typed.spaced && !title.is_empty()) || !typed.is_all(text, &cursor.after) {
        return Some(Vec::new());
    }
    let span = Span::new(cursor.line.start + indent, cursor.line.end);
    let ours = cursor.snapshot.assessment.is_oe();
    if ours && means_something(cursor, indent) {
        let after = cursor.after.trim();
        if !after.is_empty() && after != typed.closing() {
            return Some(Vec::new());
        }
        // Only a name that goes on from there: "On-Call" may become "On-Call Management".
        let written = text.trim_end().to_lowercase();
        let mut items = items(cursor, &without(cursor), span, Some(&typed));
        items.retain(|item| item.filter.to_lowercase().strip_prefix(&written).is_some_and(|rest| !rest.is_empty()));
        return Some(items);
    }
    if ours && answers_nothing(cursor, indent, marks) {
        return Some(items(cursor, cursor.snapshot, span, Some(&typed)));
    }
    let without = without(cursor);
    if !ours && !without.assessment.is_oe() {
        return None;
    }
    Some(items(cursor, &without, span, Some(&typed)))
}

/// The document as it is without the cursor's line: a heading that is half written changes what
/// everything below it belongs to, or answers what it is to be.
fn without(cursor: &Cursor<'_>) -> Snapshot {
    let mut document = cursor.snapshot.document.clone();
    document.edit(&Edit { span: cursor.line, text: String::new() });
    document.settle(None);
    cursor.snapshot.update(document)
}

/// Whether the heading in the cursor's line is a name of the guide as it stands. Nothing else may
/// take its place, and somebody who walks through it asks for nothing.
fn means_something(cursor: &Cursor<'_>, indent: usize) -> bool {
    let snapshot = cursor.snapshot;
    let Some(at) = snapshot.piece_at(cursor.line.start + indent) else { return false };
    let Some(StrokeKind::Heading(heading)) = snapshot.stroke(at).map(|stroke| &stroke.kind) else { return false };
    let headings = &snapshot.assessment.headings;
    let answers = || headings.binary_search_by_key(&at, |it| it.at).is_ok_and(|at| headings[at].named.is_some());
    let surely = |(_, strength): &(_, Strength)| *strength != Strength::Weak;
    heading.together.is_some() || heading.meanings.iter().any(surely) || answers()
}

/// Whether the heading that is being typed stands below those of sections and means nothing yet, so
/// that the document is the same without it.
fn answers_nothing(cursor: &Cursor<'_>, indent: usize, marks: usize) -> bool {
    let assessment = &cursor.snapshot.assessment;
    let below = assessment.section_level.is_some_and(|level| usize::from(level) < marks);
    let at = cursor.snapshot.piece_at(cursor.line.start + indent).filter(|_| below);
    let heading = at.and_then(|at| assessment.headings.binary_search_by_key(&at, |heading| heading.at).ok());
    heading.is_some_and(|at| assessment.headings[at].judged && assessment.headings[at].named.is_none())
}

/// On an empty line, asked by hand.
pub(super) fn empty_line(cursor: &Cursor<'_>, asked: Asked) -> Option<Vec<Item>> {
    let empty = cursor.before.trim().is_empty() && cursor.after.trim().is_empty();
    if !empty {
        return None;
    }
    if asked != Asked::ByHand {
        return Some(Vec::new());
    }
    let (begun, labels) = super::lists::labels_on_empty_line(cursor);
    let others = items(cursor, cursor.snapshot, cursor.line, None);
    // The labels of an element that has none of them are no first thing to think of.
    Some(if begun { labels.into_iter().chain(others).collect() } else { others.into_iter().chain(labels).collect() })
}

/// What stands next below the cursor's line, but for rules, definitions and comments, which say nothing
/// of their own.
enum Next {
    Nothing,
    Heading(u8),
    Text,
}

/// The items for the line that is empty in `snapshot` and holds `span` in the document.
fn items(cursor: &Cursor<'_>, snapshot: &Snapshot, span: Span, typed: Option<&Typed<'_>>) -> Vec<Item> {
    let at = cursor.line.start;
    let place = snapshot.place_at(at);
    let inserter = Inserter::new(snapshot);
    let level = inserter.section_level();
    if !place.judged || is_above_title(snapshot, at, level) {
        return Vec::new();
    }
    let next = next(snapshot, at);
    // Nothing that stands below already may fall to a new heading, unless that was typed there.
    let free = |level: u8| match next {
        Next::Nothing => true,
        Next::Heading(other) => other <= level,
        Next::Text => false,
    };
    let holds = |level: u8| match typed {
        None => level <= 6 && free(level),
        Some(Typed { spaced: true, marks, .. }) => *marks == usize::from(level),
        Some(Typed { marks, .. }) => *marks <= usize::from(level) && level <= 6,
    };
    let new = New { cursor, inserter: &inserter, span, typed };
    let mut out = Vec::new();
    if let Some(section) = place.section {
        let state = &snapshot.assessment.elements;
        let guide = &snapshot.requirements.guide;
        let missing = insertion::missing_elements(snapshot, section);
        let fits = |element: &usize| holds(inserter.element_level(*element));
        let whole = |element: usize| free(inserter.element_level(element));
        for element in missing.iter().copied().filter(fits) {
            out.push(new.element(element, "required, missing", whole(element)));
        }
        if missing.len() > 1 && holds(level + 1) && free(level + 1) {
            let block = inserter.elements_text(&missing, at);
            let label = format!("All missing elements ({})", missing.len());
            let detail = if missing.len() == 2 { "both, as templates" } else { "all, as templates" };
            let topic = Some(Topic::Elements(&missing).id(guide));
            out.push(Item { topic, ..new.item(label, detail, ItemKind::Element, &block) });
        }
        let optional = guide.sections[section].elements.clone().filter(|at| {
            state[*at].requirement == Requirement::Optional && !state[*at].excused && state[*at].answer.is_none()
        });
        for element in optional.filter(fits) {
            out.push(new.element(element, "optional", whole(element)));
        }
        if typed.is_none() && holds(level + 1) {
            out.extend(super::lists::all_checkpoints(cursor, section, &inserter));
        }
    }
    if holds(level) {
        for section in insertion::missing_sections(snapshot) {
            out.push(new.section(section, free(level)));
        }
    }
    out
}

/// Whether the document's title, which sections of this level stand below, comes after `at`.
fn is_above_title(snapshot: &Snapshot, at: usize, level: u8) -> bool {
    let first = snapshot.assessment.headings.first().filter(|first| first.level < level);
    first.is_some_and(|first| snapshot.span(Anchor::Piece(first.at, Part::Whole)).start > at)
}

fn next(snapshot: &Snapshot, at: usize) -> Next {
    for (chunk, start, reading) in snapshot.readings.iter() {
        let end = start + snapshot.document.chunks().get(chunk).map_or(0, |chunk| chunk.len);
        if end <= at {
            continue;
        }
        let says = |piece: &&Piece| !matches!(piece.kind, PieceKind::Block { content: false });
        let mut below = reading.facts.pieces.iter().filter(|piece| piece.span.start + start > at);
        if let Some(piece) = below.find(says) {
            return match &piece.kind {
                PieceKind::Heading(heading) => Next::Heading(heading.level),
                _ => Next::Text,
            };
        }
    }
    Next::Nothing
}

/// What items for one line share.
struct New<'a> {
    cursor: &'a Cursor<'a>,
    inserter: &'a Inserter<'a>,
    span: Span,
    typed: Option<&'a Typed<'a>>,
}

impl New<'_> {
    fn element(&self, element: usize, detail: &str, whole: bool) -> Item {
        let guide = &self.inserter.snapshot.requirements.guide;
        let block = self.inserter.elements_text(&[element], self.cursor.line.start);
        let names: Vec<_> = guide.labels_of(element).map(|label| label.name.as_str()).collect();
        let note = if names.is_empty() { guide.elements[element].description.clone() } else { names.join(", ") };
        let topic = Topic::Element(element).id(guide);
        self.template(block, detail, note, ItemKind::Element, whole, topic)
    }

    fn section(&self, section: usize, whole: bool) -> Item {
        let guide = &self.inserter.snapshot.requirements.guide;
        let block = self.inserter.section_text(section, self.cursor.line.start);
        let names: Vec<_> =
            guide.elements[guide.sections[section].elements.clone()].iter().map(|it| it.name.as_str()).collect();
        let topic = Topic::Section(section).id(guide);
        self.template(block, "required, missing", names.join(", "), ItemKind::Section, whole, topic)
    }

    /// An item of the template `block`, which begins with its heading; that alone unless `whole`.
    fn template(
        &self,
        mut block: Block,
        detail: &str,
        note: String,
        kind: ItemKind,
        whole: bool,
        topic: String,
    ) -> Item {
        let end = block.text.find(['\n', '\r']).unwrap_or(block.text.len());
        let mut heading = block.text[..end].to_owned();
        let mut filter = heading.clone();
        if let Some(typed) = self.typed {
            let marks = heading.bytes().take_while(|byte| *byte == b'#').count();
            let (marks, title) = heading.split_at(marks);
            let title = title.trim_start();
            let name = crate::names::without_numbering(title);
            let own = &title[..title.len() - name.len()];
            let goes_on = own.starts_with(typed.number);
            let [first, second] = typed.kept();
            let apart = typed.number.ends_with(' ') || !second.is_empty();
            let number = match typed.number {
                _ if goes_on => own.to_owned(),
                number => format!("{number}{}", if apart { "" } else { " " }),
            };
            // The number that the document gives it was not typed.
            filter = match typed {
                Typed { spaced: false, .. } => format!("{marks} {name}"),
                Typed { number: "", .. } => format!("{}{name}", typed.lead()),
                Typed { start, ornaments: [_, ""], .. } if goes_on => format!("{start}{own}{name}"),
                _ => format!("{}{name}", typed.lead()),
            };
            heading = format!("{marks} {first}{number}{second}{name}{}", typed.closing());
        }
        let by = heading.len();
        block.text.replace_range(..end, &heading);
        // A placeholder in the heading is in its name, which only the marks of emphasis follow.
        let closing = self.typed.map_or(0, |typed| typed.closing().len());
        for span in &mut block.placeholders {
            let by = if span.start < end { by - closing } else { by };
            *span = Span::new(span.start + by - end, span.end + by - end);
        }
        if !whole {
            block.text.truncate(by);
            block.placeholders.retain(|span| span.end <= by);
        }
        let mut item = self.item(heading, detail, kind, &block);
        (item.filter, item.note, item.topic) = (filter, note, Some(topic));
        item
    }

    fn item(&self, label: String, detail: &str, kind: ItemKind, block: &Block) -> Item {
        let (edit, snippet) = self.cursor.block_edit(self.span, block, self.inserter.style.line_end);
        let filter = match self.typed {
            Some(typed) if typed.number.is_empty() => format!("{}{label}", typed.lead()),
            Some(typed) => format!("{} {label}", "#".repeat(typed.marks)),
            None => label.clone(),
        };
        let (sort, detail) = (String::new(), detail.to_owned());
        let more = Vec::new();
        Item { label, detail, note: String::new(), kind, edit, more, snippet, sort, filter, topic: None }
    }
}
