//! Labels of the guide inside elements, and the template text that waits in them.

use super::{Hover, answers, heading_above, here};
use crate::assessment::{ElementState, State};
use crate::config::Requirement;
use crate::features::explain;
use crate::features::prose::{Line, Prose};
use crate::guide::{LabelSpec, Named, Part};
use crate::markup;
use crate::outline::{Filler, FillerKind, Piece, PieceKind};
use crate::reading::PieceRef;
use crate::snapshot::Snapshot;
use crate::text::Span;
use crate::unfilled;

/// What to write after the label at `at`, if the guide's template has it there.
pub(super) fn label(snapshot: &Snapshot, at: PieceRef) -> Option<Prose> {
    let (element, spec) = spec(snapshot, at)?;
    let state = snapshot.assessment.elements.get(element)?;
    let line = match state_at(snapshot, state, at) {
        State::Present => Line::new(),
        other => Line::new().text(" ·").then(here::mark(other)),
    };
    Some(explain::label_here(&snapshot.requirements, element, spec, line))
}

/// What to write in place of the template text that `offset` touches.
pub(super) fn placeholder(snapshot: &Snapshot, at: PieceRef, offset: usize) -> Option<Hover> {
    let start = snapshot.readings.start(at.chunk);
    let (span, is_bracket) = waiting(snapshot, at, |filler| {
        let is_bracket = matches!(filler.kind, FillerKind::Bracket { .. });
        filler.span.shift(start).touches(offset).then(|| (filler.span.shift(start), is_bracket))
    })?;
    let requirements = &snapshot.requirements;
    if let Some((element, spec)) = spec(snapshot, at) {
        let mut prose = explain::label_here(requirements, element, spec, Line::new());
        prose.paragraph(example_of(snapshot, element, spec));
        return Some(Hover { prose, span });
    }
    let text = snapshot.slice(span);
    let of = requirements.placeholder(&text);
    let part = of.map(|of| &requirements.guide.sections[of.section].template.parts[of.part]);
    let element = asked_in(snapshot, at, part, &text)?;
    if requirements.elements[element] == Requirement::Off {
        return None;
    }
    let mut prose = Prose::default();
    if let Some(spec) = of.zip(part).and_then(|(of, part)| part.labels.get(of.label?)) {
        prose = explain::label_here(requirements, element, spec, Line::new());
    } else {
        let name = markup::plain(&requirements.guide.elements[element].name);
        let header = column(snapshot, at, span).map(|header| markup::plain(&header).trim().to_owned());
        prose.paragraph(match &header {
            Some(header) => Line::new().strong(header).text(" · in ").emphasis(&name),
            None => Line::new().strong(&name).text(" · ").emphasis("placeholder"),
        });
        // An empty cell that was inserted asks for no more than its column does.
        let is_header = header.as_deref() == Some(text.trim_matches(['[', ']']));
        prose.paragraph(if is_bracket && !is_header { explain::question(&clipped(&text)) } else { Line::new() });
    }
    prose.lines([explain::good(requirements, element), explain::example(requirements, element, "Example")]);
    Some(Hover { prose, span })
}

/// The element that template text at `at` belongs to: the one that it stands in, unless the guide asks
/// for this in another one. `part` is where the guide has it.
fn asked_in(snapshot: &Snapshot, at: PieceRef, part: Option<&Part>, text: &str) -> Option<usize> {
    let here = element_at(snapshot, at);
    let Some(part) = part else { return here };
    let asks = |element: &usize| {
        let own = snapshot.requirements.guide.part_of(*element);
        part.elements.contains(element) || own.is_some_and(|own| own.placeholders.iter().any(|it| it == text))
    };
    here.filter(asks).or_else(|| part.elements.first().copied()).or(here)
}

/// The header above the cell that holds `span`.
fn column(snapshot: &Snapshot, at: PieceRef, span: Span) -> Option<String> {
    let start = snapshot.readings.start(at.chunk);
    let facts = snapshot.facts(at.chunk)?;
    let row = facts.pieces.get(at.piece)?.row()?;
    let column = row.cells.iter().position(|cell| cell.span.shift(start).contains(span))?;
    let mut rows = facts.pieces[..at.piece].iter().filter_map(Piece::row);
    let header = rows.rfind(|other| other.table == row.table && other.header)?.cells.get(column)?;
    let text = snapshot.slice(header.span.shift(start));
    (!text.trim().is_empty()).then(|| clipped(&text))
}

/// The states of the labels that the guide's template gives an element, in a row; none if the document
/// has its own way of telling it.
pub(super) fn states(snapshot: &Snapshot, element: usize) -> Option<Line> {
    let guide = &snapshot.requirements.guide;
    let state = &snapshot.assessment.elements[element];
    if state.labels.is_empty() || guide.part_of(element).is_some_and(Part::gathers) {
        return None;
    }
    let mut any = false;
    let labels: Vec<_> = guide.labels_of(element).collect();
    let lines: Vec<_> = labels
        .into_iter()
        .map(|spec| {
            let number = snapshot.requirements.label(&spec.key);
            let stands = state.labels.iter().filter(|(label, _)| Some(*label) == number);
            let worst = stands.map(|(_, at)| state_at(snapshot, state, *at)).max_by_key(|state| *state as u8);
            any = any || worst.is_some();
            Line::new().text(&markup::plain(&spec.name)).then(here::mark(worst.unwrap_or(State::Missing)))
        })
        .collect();
    lines.into_iter().reduce(|all, next| all.text(" · ").then(next)).filter(|_| any)
}

/// The label of the guide's template that the line at `at` begins with, and its element.
fn spec(snapshot: &Snapshot, at: PieceRef) -> Option<(usize, &LabelSpec)> {
    let label = snapshot.piece(at)?.label()?;
    let element = element_at(snapshot, at)?;
    let is_meant = |spec: &&LabelSpec| spec.key == label.key || Some(&spec.key) == label.spelled_out.as_ref();
    let spec = snapshot.requirements.guide.part_of(element)?.labels.iter().find(is_meant)?;
    let element = spec.element.unwrap_or(element);
    (snapshot.requirements.elements[element] != Requirement::Off).then_some((element, spec))
}

/// The element that the piece at `at` is part of: below its heading, below a heading that gathers it,
/// or below the label that answers it.
fn element_at(snapshot: &Snapshot, at: PieceRef) -> Option<usize> {
    let assessment = &snapshot.assessment;
    let elements = || assessment.elements.iter().enumerate();
    let holds = |state: &ElementState| state.labels.iter().any(|(_, label)| *label == at);
    assessment.place(at).element.or_else(|| {
        let labelled = elements().find(|(_, state)| holds(state)).map(|(element, _)| element);
        let answered =
            |at: PieceRef| elements().map(|(element, _)| element).find(|it| answers(snapshot, Named::Element(*it), at));
        labelled.or_else(|| answered(at)).or_else(|| answered(heading_above(snapshot, at)?.at))
    })
}

/// What the label at `at` says, which stands in the element of this state.
fn state_at(snapshot: &Snapshot, state: &ElementState, at: PieceRef) -> State {
    if state.empty_labels.contains(&at) {
        State::Empty
    } else if waiting(snapshot, at, |_| Some(())).is_some() {
        State::Placeholder
    } else {
        State::Present
    }
}

/// The first template text in the line at `at`, or in what stands below it, that `take` wants.
fn waiting<T>(snapshot: &Snapshot, at: PieceRef, take: impl Fn(&Filler) -> Option<T>) -> Option<T> {
    let reading = snapshot.readings.get(at.chunk)?;
    let first = reading.facts.pieces.get(at.piece)?;
    let belongs = |piece: &Piece| {
        let continues = match &piece.kind {
            PieceKind::Line(line) => line.item.is_none() && line.label.is_none(),
            PieceKind::Row(_) | PieceKind::Block { .. } => true,
            PieceKind::Heading(_) | PieceKind::FrontMatter => false,
        };
        first.label().is_some() && (piece.depth > first.depth || (piece.depth == first.depth && continues))
    };
    let below = reading.facts.pieces[at.piece + 1..].iter().take_while(|piece| belongs(piece)).count();
    let start = snapshot.readings.start(at.chunk);
    let len = snapshot.document.chunks().get(at.chunk).map_or(0, |chunk| chunk.len);
    let text = snapshot.slice(Span::new(start, start + len));
    let mut found = unfilled::in_chunk(&snapshot.requirements, &snapshot.assessment, at.chunk, reading, &text);
    found.find_map(|filler| if (at.piece..=at.piece + below).contains(&filler.piece) { take(filler) } else { None })
}

fn example_of(snapshot: &Snapshot, element: usize, spec: &LabelSpec) -> Line {
    let gathers = snapshot.requirements.guide.part_of(element).is_some_and(Part::gathers);
    match (spec.element, gathers) {
        (Some(_), _) => explain::example(&snapshot.requirements, element, "Example"),
        (None, false) => explain::example(&snapshot.requirements, element, "Example of the whole"),
        // No element's example is one of it.
        (None, true) => Line::new(),
    }
}

/// A document's own text is shown as far as a reader reads it.
fn clipped(text: &str) -> String {
    const LONGEST: usize = 300;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
