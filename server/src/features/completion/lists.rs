//! What stands in lists: the labels of an element and the checkpoints of a section.

use super::documentation::Topic;
use super::{Asked, Block, Cursor, Item, ItemKind, snippet};
use crate::guide::{LabelSpec, Step};
use crate::insertion::{Inserter, Labels};
use crate::outline::Content;
use crate::reading::StrokeKind;
use crate::text::{Edit, Span};

/// A list item as far as it is typed.
struct Bullet<'a> {
    /// How far it is indented.
    indent: usize,
    /// The bullet or number, without what follows.
    marker: &'a str,
    /// What follows the marker and a space.
    rest: &'a str,
}

impl<'a> Bullet<'a> {
    fn read(before: &'a str) -> Option<Self> {
        let text = before.trim_start_matches([' ', '\t']);
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let is_bullet = text.starts_with(['-', '*', '+']);
        let is_number = (1..=9).contains(&digits) && text[digits..].starts_with(['.', ')']);
        let length = if is_bullet { 1 } else { digits + 1 };
        if !(is_bullet || is_number) || !text[length..].starts_with([' ', '\t']) {
            return None;
        }
        let rest = text[length..].trim_start_matches([' ', '\t']);
        Some(Self { indent: before.len() - text.len(), marker: &text[..length], rest })
    }
}

/// After `- **`, `- **On` or `**`; after `- ` and `- On` if asked by hand.
pub(super) fn labels(cursor: &Cursor<'_>, asked: Asked) -> Option<Vec<Item>> {
    if !matches!(asked, Asked::ByHand | Asked::Trigger('*')) {
        return None;
    }
    let bullet = Bullet::read(&cursor.before);
    let rest = bullet.as_ref().map_or(cursor.before.trim_start_matches([' ', '\t']), |bullet| bullet.rest);
    let marks = rest.bytes().take_while(|byte| matches!(byte, b'*' | b'_')).count();
    let name = &rest[marks..];
    let begun = match marks {
        0 => bullet.is_some() && asked == Asked::ByHand,
        // A single star may be a bullet, or the first of two.
        1 => name.is_empty(),
        _ => marks == 2,
    };
    // An editor may have closed the marks already.
    let closing = cursor.after.bytes().take_while(|byte| matches!(byte, b'*' | b'_')).count();
    let closed = cursor.after[closing..].trim().is_empty() && closing <= marks;
    if !begun || !closed || name.contains(['*', ':', '_', '[']) {
        return None;
    }
    let inserter = Inserter::new(cursor.snapshot);
    let labels = inserter.labels_at(cursor.offset)?;
    let indent = cursor.before.len() - cursor.before.trim_start_matches([' ', '\t']).len();
    let span = Span::new(cursor.line.start + indent, cursor.line.end.min(cursor.offset + closing));
    let typed = &cursor.before[indent..];
    let lead = &typed[..typed.len() - name.len()];
    let wanted = |label: &&&LabelSpec| marks > 0 || label.name.to_lowercase().starts_with(&name.to_lowercase());
    let items = labels.missing.iter().filter(wanted).map(|label| {
        let (own, _) = inserter.lead_at(cursor.offset, &labels, label);
        // What was typed stays, but for a bullet where the guide counts steps.
        let as_typed = bullet.as_ref().filter(|it| label.step == Step::Bullet || it.marker.len() > 1);
        let start = match as_typed {
            Some(bullet) => typed[..typed.len() - bullet.rest.len()].to_owned(),
            None => own.trim_start().to_owned(),
        };
        let block = inserter.label_line(&start, label);
        let mut item = item(cursor, label, &labels, &block, span);
        item.filter = format!("{lead}{}", label.name);
        item
    });
    Some(items.collect())
}

/// The labels that the element around an empty line lacks; says also whether it has others of them
/// or nothing at all.
pub(super) fn labels_on_empty_line(cursor: &Cursor<'_>) -> (bool, Vec<Item>) {
    let inserter = Inserter::new(cursor.snapshot);
    let Some(labels) = inserter.labels_at(cursor.offset) else { return (false, Vec::new()) };
    let begun = labels.has_others || cursor.snapshot.assessment.elements[labels.element].content == Content::None;
    let (above, below) = (neighbour(cursor, -1), neighbour(cursor, 1));
    let line_end = inserter.style.line_end;
    let items = labels.missing.iter().map(|label| {
        let (lead, more) = inserter.lead_at(cursor.line.start, &labels, label);
        let listed = !lead.trim().is_empty();
        // Between items of a list no blank line is wanted.
        let apart = |neighbour: Neighbour| match neighbour {
            Neighbour::Nothing => false,
            Neighbour::Item => !listed,
            Neighbour::Text => true,
        };
        let mut block = Block::plain(if apart(above) { line_end } else { "" });
        block.append("", &inserter.label_line(&lead, label));
        block.text.push_str(if apart(below) { line_end } else { "" });
        Item { more, ..item(cursor, label, &labels, &block, cursor.line) }
    });
    (begun, items.collect())
}

#[derive(Clone, Copy)]
enum Neighbour {
    Nothing,
    Item,
    Text,
}

/// What the line above or below the cursor's holds.
fn neighbour(cursor: &Cursor<'_>, by: isize) -> Neighbour {
    if cursor.is_blank(by) {
        return Neighbour::Nothing;
    }
    let text = cursor.snapshot.text();
    let line = text.line_of(cursor.offset).saturating_add_signed(by);
    if Bullet::read(&text.slice(text.line_span(line))).is_some() { Neighbour::Item } else { Neighbour::Text }
}

fn item(cursor: &Cursor<'_>, label: &LabelSpec, labels: &Labels<'_>, block: &Block, span: Span) -> Item {
    let guide = &cursor.snapshot.requirements.guide;
    Item {
        label: label.name.clone(),
        detail: "label, missing".to_owned(),
        note: label.placeholder.clone(),
        kind: ItemKind::Label,
        edit: Edit { span, text: block.text.clone() },
        snippet: snippet(block),
        more: Vec::new(),
        sort: String::new(),
        filter: label.name.clone(),
        topic: Some(Topic::Label(label.element.unwrap_or(labels.element), label).id(guide)),
    }
}

/// After `- [`, `- [ ] ` or `- [ ] Ev`.
pub(super) fn checkpoints(cursor: &Cursor<'_>, asked: Asked) -> Option<Vec<Item>> {
    let bullet = Bullet::read(&cursor.before).filter(|bullet| bullet.marker.len() == 1)?;
    let text = bullet.rest.strip_prefix('[')?;
    let box_len = usize::from(text.starts_with([' ', 'x', 'X']));
    let (checked, text) = text.split_at(box_len);
    let closed = text.strip_prefix(']');
    let name = match closed {
        Some(name) => name.trim_start_matches([' ', '\t']),
        None if text.is_empty() => "",
        None => return None,
    };
    let after = cursor.after.strip_prefix(']').filter(|_| closed.is_none()).unwrap_or(&cursor.after);
    let fits = match asked {
        Asked::ByHand => true,
        Asked::Trigger('[') => box_len == 0 && closed.is_none(),
        Asked::Trigger(' ') => name.is_empty(),
        Asked::Trigger(_) => false,
    };
    if !fits || !after.trim().is_empty() {
        return Some(Vec::new());
    }
    let typed = &cursor.before[bullet.indent..];
    let lead = &typed[..typed.len() - name.len()];
    let start = &typed[..typed.len() - bullet.rest.len()];
    let sign = if checked.eq_ignore_ascii_case("x") { "x" } else { " " };
    let section = cursor.snapshot.place_at(cursor.offset).section;
    let span = Span::new(cursor.line.start + bullet.indent, cursor.line.end);
    let guide = &cursor.snapshot.requirements.guide;
    let items = missing_checkpoints(cursor, section).into_iter().map(|at| {
        let checkpoint = &guide.checkpoints[at];
        // The box is compared as far as it is typed.
        let filter = if closed.is_some() {
            format!("{lead}{}", checkpoint.text)
        } else {
            format!("{start}[{sign}] {}", checkpoint.text)
        };
        let topic = Topic::Checkpoints(&[at]).id(guide);
        let edit = Edit { span, text: format!("{start}[{sign}] {}", checkpoint.text) };
        checkpoint_item(checkpoint.text.clone(), &checkpoint.group, edit, filter, topic)
    });
    Some(items.collect())
}

/// All checkpoints of a section that are not there yet, as one item for an empty line.
pub(super) fn all_checkpoints(cursor: &Cursor<'_>, section: usize, inserter: &Inserter<'_>) -> Option<Item> {
    let guide = &cursor.snapshot.requirements.guide;
    let missing = missing_checkpoints(cursor, Some(section));
    let line_end = inserter.style.line_end;
    let lines: Vec<_> =
        missing.iter().map(|at| format!("{} [ ] {}", inserter.style.bullet, guide.checkpoints[*at].text)).collect();
    let block = Block::plain(lines.join(line_end));
    let (edit, _) = cursor.block_edit(cursor.line, &block, line_end);
    let label = format!("{} [ ] checkpoints ({})", inserter.style.bullet, missing.len());
    let topic = Topic::Checkpoints(&missing).id(guide);
    let mut item = checkpoint_item(label.clone(), "validation", edit, label, topic);
    "before this section is final".clone_into(&mut item.note);
    (!missing.is_empty()).then_some(item)
}

fn checkpoint_item(label: String, detail: &str, edit: Edit, filter: String, topic: String) -> Item {
    Item {
        label,
        detail: detail.to_owned(),
        note: String::new(),
        kind: ItemKind::Checkpoint,
        edit,
        snippet: None,
        more: Vec::new(),
        sort: String::new(),
        filter,
        topic: Some(topic),
    }
}

/// The checkpoints of the guide that the document does not state yet, those that concern `section`.
fn missing_checkpoints(cursor: &Cursor<'_>, section: Option<usize>) -> Vec<usize> {
    let there: Vec<_> = cursor
        .snapshot
        .readings
        .strokes()
        .filter_map(|(_, stroke)| match stroke.kind {
            StrokeKind::Line { checkpoint, .. } => checkpoint,
            _ => None,
        })
        .collect();
    let checkpoints = cursor.snapshot.requirements.guide.checkpoints.iter().enumerate();
    let concerns = |sections: &[usize]| section.is_none_or(|section| sections.contains(&section));
    let missing = checkpoints.filter(|(at, it)| concerns(&it.sections) && !there.contains(at));
    missing.map(|(at, _)| at).collect()
}
