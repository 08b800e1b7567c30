//! What is wanted at a place, and how far the document is with it.

mod here;
mod label;

use super::explain;
use super::prose::Prose;
use crate::assessment::{Answered, By, HeadingAt};
use crate::checks;
use crate::config::Requirement;
use crate::guide::{Answer, Named};
use crate::names;
use crate::outline::{Comment, Facts, PieceKind};
use crate::reading::{PieceRef, StrokeKind};
use crate::snapshot::Snapshot;
use crate::text::Span;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    pub prose: Prose,
    /// What it is about: a heading's text, a label, a placeholder with its brackets.
    pub span: Span,
}

/// What there is to say of the text at `offset`. Nothing on prose, in code, outside the judged region
/// and in documents that are not ours.
pub fn hover(snapshot: &Snapshot, offset: usize) -> Option<Hover> {
    if !snapshot.assessment.is_oe() {
        return None;
    }
    let (chunk, start, reading) = snapshot.chunk_at(offset)?;
    if let Some(comment) = reading.facts.comments.iter().find(|comment| comment.span.shift(start).touches(offset)) {
        return suppression(snapshot, comment, start, offset);
    }
    let heading = heading_of_line(snapshot, &reading.facts, start, offset);
    let at = heading.map(|piece| PieceRef { chunk, piece }).or_else(|| snapshot.piece_at(offset))?;
    if !snapshot.assessment.place(at).judged {
        return None;
    }
    label::placeholder(snapshot, at, offset).or_else(|| match &snapshot.piece(at)?.kind {
        PieceKind::Heading(heading) => {
            let title = heading.title.shift(start);
            let line = snapshot.text().line_span(snapshot.text().line_of(offset));
            // An editor takes a hover away whose range does not hold the mouse.
            let span = if title.touches(offset) { title } else { line };
            Some(Hover { prose: on_heading(snapshot, at)?, span })
        }
        PieceKind::Line(line) => {
            let label = line.label.as_ref().map(|label| label.span.shift(start));
            if let Some(span) = label.filter(|span| span.touches(offset)) {
                let prose = on_answer(snapshot, at, None).or_else(|| label::label(snapshot, at))?;
                return Some(Hover { prose, span });
            }
            on_link(snapshot, at, offset)
        }
        PieceKind::Row(row) => {
            let span = row.cells.first()?.span.shift(start);
            let cell = || Some(Hover { prose: on_answer(snapshot, at, None)?, span });
            on_link(snapshot, at, offset).or_else(|| if span.touches(offset) { cell() } else { None })
        }
        PieceKind::FrontMatter | PieceKind::Block { .. } => None,
    })
}

/// The heading on whose line `offset` stands, be it before its marks or behind its text.
fn heading_of_line(snapshot: &Snapshot, facts: &Facts, start: usize, offset: usize) -> Option<usize> {
    let line = snapshot.text().line_span(snapshot.text().line_of(offset));
    let on_line = |span: Span| line.start <= span.start && span.start <= line.end;
    facts.pieces.iter().position(|piece| piece.heading().is_some() && on_line(piece.span.shift(start)))
}

fn on_heading(snapshot: &Snapshot, at: PieceRef) -> Option<Prose> {
    let assessment = &snapshot.assessment;
    let index = assessment.headings.binary_search_by_key(&at, |heading| heading.at).ok()?;
    let heading = &assessment.headings[index];
    if assessment.chapter == Some(at) || is_title(snapshot, index, heading) {
        return Some(here::chapter(snapshot));
    }
    let stroke = snapshot.stroke(at)?;
    let StrokeKind::Heading(stroke) = &stroke.kind else { return None };
    if let Some(Answer::Gathers(elements) | Answer::Several(elements)) = &stroke.together
        && elements.iter().any(|element| answers(snapshot, Named::Element(*element), at))
    {
        return here::gathered(snapshot, elements);
    }
    on_named(snapshot, heading.named?)
}

/// Whether the heading is the title of a document that is ours as a whole.
fn is_title(snapshot: &Snapshot, index: usize, heading: &HeadingAt) -> bool {
    snapshot.assessment.chapter.is_none() && index == 0 && heading.level == 1 && heading.named.is_none()
}

fn on_named(snapshot: &Snapshot, named: Named) -> Option<Prose> {
    match named {
        Named::Section(at) => Some(here::section(snapshot, at)),
        Named::Element(at) if snapshot.requirements.elements[at] == Requirement::Off => None,
        Named::Element(at) => Some(here::element(snapshot, at)),
    }
}

/// Of a section or element that the label, cell or link at `at` answers, what it is. `key` is the one
/// name of several that is meant.
fn on_answer(snapshot: &Snapshot, at: PieceRef, key: Option<&str>) -> Option<Prose> {
    let assessment = &snapshot.assessment;
    let sections = (0..assessment.sections.len()).map(Named::Section);
    let elements = (0..assessment.elements.len()).map(Named::Element);
    let mut answered: Vec<_> = sections.chain(elements).filter(|named| answers(snapshot, *named, at)).collect();
    let evidence = &snapshot.stroke(at)?.evidence;
    // Below a heading that gathers elements it is the label that shows which.
    answered.extend(evidence.iter().map(|evidence| evidence.named).filter(|named| is_gathered(snapshot, *named, at)));
    let meant = key.and_then(|key| snapshot.requirements.names.strong(key)).filter(|named| answered.contains(named));
    on_named(snapshot, meant.or_else(|| answered.first().copied())?)
}

fn answers(snapshot: &Snapshot, named: Named, at: PieceRef) -> bool {
    snapshot.assessment.answer(named).is_some_and(|answer| answer.at == at)
}

fn is_gathered(snapshot: &Snapshot, named: Named, at: PieceRef) -> bool {
    let answer = snapshot.assessment.answer(named);
    let above = heading_above(snapshot, at).map(|heading| heading.at);
    matches!((named, answer), (Named::Element(_), Some(Answered { at, by: By::Gathering, .. })) if Some(at) == above)
}

fn heading_above(snapshot: &Snapshot, at: PieceRef) -> Option<&HeadingAt> {
    let headings = &snapshot.assessment.headings;
    headings[..headings.partition_point(|heading| heading.at <= at)].last()
}

/// A link that answers a section or an element.
fn on_link(snapshot: &Snapshot, at: PieceRef, offset: usize) -> Option<Hover> {
    let (_, start, reading) = snapshot.chunk_at(offset)?;
    let mut links = reading.facts.links.iter().filter(|link| link.piece == at.piece);
    let link = links.find(|link| link.span.shift(start).touches(offset))?;
    let key = names::key(&snapshot.slice(link.text.shift(start)));
    Some(Hover { prose: on_answer(snapshot, at, Some(&key))?, span: link.span.shift(start) })
}

/// The name of a rule in a comment that suppresses it.
fn suppression(snapshot: &Snapshot, comment: &Comment, start: usize, offset: usize) -> Option<Hover> {
    let body = comment.body.shift(start);
    let text = snapshot.slice(body);
    let words = text.trim_start();
    // What follows the colon is the writer's reason.
    let end = text.find(':').unwrap_or(text.len());
    let at = offset.checked_sub(body.start).filter(|at| *at <= end)?;
    if !words.starts_with("oe-disable") && !words.starts_with("oe-enable") {
        return None;
    }
    let is_name = |char: char| char.is_ascii_alphanumeric() || char == '-';
    let before = text.get(..at)?.trim_end_matches(is_name).len();
    let after = end - text.get(at..end)?.trim_start_matches(is_name).len();
    let rule = checks::rule(&text[before..after].to_lowercase())?;
    Some(Hover { prose: explain::rule(rule, false), span: Span::new(before, after).shift(body.start) })
}

#[cfg(test)]
mod tests;
