//! How far the document is with what the cursor points at.

use super::label;
use crate::assessment::{ElementState, State};
use crate::checks::listed;
use crate::config::Requirement;
use crate::features::explain::{self, Here};
use crate::features::prose::{Line, Prose};
use crate::markup;
use crate::snapshot::Snapshot;

/// " ✓" or what is wrong, in a word.
pub(super) fn mark(state: State) -> Line {
    match state {
        State::Present => Line::new().text(" ✓"),
        other => Line::new().text(" ").emphasis(other.name()),
    }
}

pub(super) fn section(snapshot: &Snapshot, at: usize) -> Prose {
    let states = &snapshot.assessment.elements;
    let elements = snapshot.requirements.guide.sections[at].elements.clone();
    let required: Vec<_> = elements.clone().map(|element| &states[element]).filter(|it| it.is_required()).collect();
    let title = if required.is_empty() {
        if snapshot.assessment.sections[at].excused {
            Line::new().text(" · left to another file")
        } else {
            Line::new()
        }
    } else {
        let present = required.iter().filter(|state| state.answer.is_some()).count();
        Line::new().text(&format!(" · {}", count(present, required.len())))
    };
    let states = elements.filter(|at| concerns(&states[*at])).map(|at| element_mark(snapshot, at));
    let here = states.reduce(|all, next| all.text(" · ").then(next));
    let lines = here.map(|states| Line::new().strong("Here").text(": ").then(states)).into_iter().collect();
    explain::section_here(&snapshot.requirements, at, Here { title, lines })
}

pub(super) fn element(snapshot: &Snapshot, at: usize) -> Prose {
    let state = &snapshot.assessment.elements[at];
    let mut lines = Vec::new();
    if let Some(labels) = label::states(snapshot, at) {
        lines.push(Line::new().strong("Here").text(": ").then(labels));
    } else {
        let left = match (state.state(), state.waiting) {
            (State::Empty, _) => "nothing is said yet".to_owned(),
            (State::Placeholder, 1) => "template text is left in one place".to_owned(),
            (State::Placeholder, places) => format!("template text is left in {places} places"),
            (State::Present | State::Missing, _) => String::new(),
        };
        if !left.is_empty() {
            lines.push(Line::new().strong("Here").text(": ").text(&left));
        }
    }
    let title = match state.answer {
        Some(answer) if answer.misplaced => Line::new().text(", stands outside of it"),
        _ => Line::new(),
    };
    explain::element_here(&snapshot.requirements, at, Here { title, lines })
}

/// Elements that one heading stands for.
pub(super) fn gathered(snapshot: &Snapshot, elements: &[usize]) -> Option<Prose> {
    let guide = &snapshot.requirements.guide;
    let concern: Vec<_> = elements.iter().copied().filter(|at| concerns(&snapshot.assessment.elements[*at])).collect();
    let mut sections: Vec<_> = concern.iter().map(|at| markup::plain(&guide.section_of(*at).title)).collect();
    sections.dedup();
    if sections.is_empty() {
        return None;
    }
    let names: Vec<_> = concern.iter().map(|at| markup::plain(&guide.elements[*at].name)).collect();
    let mut out = Prose::default();
    out.paragraph(Line::new().strong(&listed(&names)).text(" · in ").emphasis(&listed(&sections)));
    let described = concern.iter().map(|at| {
        let description = &guide.elements[*at].description;
        let marked = element_mark(snapshot, *at);
        if description.is_empty() { marked } else { marked.text(": ").said(description) }
    });
    out.list("", described);
    Some(out)
}

pub(super) fn chapter(snapshot: &Snapshot) -> Prose {
    let assessment = &snapshot.assessment;
    let (required, present) = assessment.counts();
    let in_state = |state: State| {
        let elements = assessment.elements.iter().filter(|element| element.is_required());
        elements.filter(|element| element.state() == state).count()
    };
    let mut readiness = vec![format!(" · {}", count(present, required))];
    let less = [(in_state(State::Placeholder), "with template text"), (in_state(State::Empty), "empty")];
    readiness.extend(less.iter().filter(|(number, _)| *number > 0).map(|(number, what)| format!("{number} {what}")));
    let title = Line::new().text(&if required == 0 { String::new() } else { readiness.join(", ") });
    explain::chapter(&snapshot.requirements, Here { title, lines: Vec::new() }, Some(assessment.topics))
}

/// Whether this document has anything to do with the element.
fn concerns(state: &ElementState) -> bool {
    state.requirement != Requirement::Off && (!state.excused || state.answer.is_some())
}

fn element_mark(snapshot: &Snapshot, at: usize) -> Line {
    let state = &snapshot.assessment.elements[at];
    let name = Line::new().text(&markup::plain(&snapshot.requirements.guide.elements[at].name));
    if state.answer.is_none() && !state.is_required() {
        return name.text(" ").emphasis("optional");
    }
    name.then(mark(state.state()))
}

fn count(present: usize, required: usize) -> String {
    format!("{present} of {required} element{}", if required == 1 { "" } else { "s" })
}
