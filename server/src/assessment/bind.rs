//! Where each section and element is dealt with: headings first, then labels, cells and links.

mod contents;
mod evidence;
mod headings;

use std::collections::BTreeSet;
use std::ops::Range;

use super::kind::Decision;
use super::{Assessment, ElementState, Place, SectionState};
use crate::front_matter::{Declared, FrontMatter};
use crate::guide::{Answer, Named};
use crate::reading::{HeadingStroke, PieceRef, Stroke};
use crate::requirements::Requirements;

type Strokes<'a> = [(PieceRef, &'a Stroke)];

pub(super) fn bind(
    out: &mut Assessment,
    strokes: &Strokes<'_>,
    headings: &[(usize, &HeadingStroke)],
    decision: &Decision,
    requirements: &Requirements,
    front_matter: Option<&FrontMatter>,
) {
    let (parents, referred) = (parents(headings), BTreeSet::new());
    let at = vec![None; headings.len()];
    let mut binder = Binder { out, strokes, headings, decision, requirements, parents, whole: None, at, referred };
    binder.requirements_of(front_matter);
    binder.region();
    binder.section_level();
    binder.sections();
    binder.elements();
    binder.places();
    binder.evidence();
    binder.misplaced();
    binder.contents();
}

struct Binder<'a, 'b> {
    out: &'a mut Assessment,
    strokes: &'a Strokes<'b>,
    /// With their places among the strokes.
    headings: &'a [(usize, &'b HeadingStroke)],
    decision: &'a Decision,
    requirements: &'a Requirements,
    /// Of each heading the one above, of a lower level.
    parents: Vec<Option<usize>>,
    /// The section that all of the document is, and the heading that stands for it whatever it says.
    whole: Option<(usize, usize)>,
    /// Of each heading in the region: the section whose heading stands above it.
    at: Vec<Option<usize>>,
    /// The elements that their own sections name or link to, wherever they stand.
    referred: BTreeSet<usize>,
}

/// Of each heading the one above, of a lower level.
fn parents(headings: &[(usize, &HeadingStroke)]) -> Vec<Option<usize>> {
    // Those that what comes next may stand below, each of a higher level than the one before.
    let mut open: Vec<(usize, u8)> = Vec::new();
    let parent = |(at, (_, heading)): (usize, &(usize, &HeadingStroke))| {
        while open.pop_if(|(_, level)| *level >= heading.level).is_some() {}
        let parent = open.last().map(|(at, _)| *at);
        open.push((at, heading.level));
        parent
    };
    headings.iter().enumerate().map(parent).collect()
}

impl Binder<'_, '_> {
    /// Front matter may name the sections that this file holds; the others are in other files.
    fn requirements_of(&mut self, front_matter: Option<&FrontMatter>) {
        let guide = &self.requirements.guide;
        let held: Vec<_> = match front_matter.and_then(|it| it.declared.as_ref()) {
            Some(Declared::Yes { sections, .. }) => {
                sections.iter().filter_map(|name| guide.find(&name.value)).collect()
            }
            _ => Vec::new(),
        };
        let holds_section = |section: usize| {
            let element = |named: &Named| matches!(named, Named::Element(at) if guide.elements[*at].section == section);
            held.is_empty() || held.contains(&Named::Section(section)) || held.iter().any(element)
        };
        let holds_element = |element: usize| {
            held.is_empty()
                || held.contains(&Named::Element(element))
                || held.contains(&Named::Section(guide.elements[element].section))
        };
        let sections =
            (0..guide.sections.len()).map(|at| SectionState { excused: !holds_section(at), ..SectionState::default() });
        self.out.sections = sections.collect();
        let elements = self.requirements.elements.iter().enumerate();
        self.out.elements = elements
            .map(|(at, requirement)| ElementState {
                requirement: *requirement,
                excused: !holds_element(at),
                ..ElementState::default()
            })
            .collect();
    }

    fn region(&mut self) {
        let range = &self.decision.headings;
        for heading in &mut self.out.headings[range.clone()] {
            heading.judged = true;
        }
        if self.decision.chapter {
            self.out.chapter = Some(self.out.headings[range.start].at);
        }
    }

    /// The headings that are judged, without the chapter's own.
    fn judged(&self) -> Range<usize> {
        self.decision.headings.start + usize::from(self.decision.chapter)..self.decision.headings.end
    }

    /// The strokes of the region.
    fn region_strokes(&self) -> Range<usize> {
        let of = |heading: usize| self.headings.get(heading).map_or(self.strokes.len(), |(stroke, _)| *stroke);
        let start = if self.decision.chapter { of(self.decision.headings.start) } else { 0 };
        start..if self.decision.chapter { of(self.decision.headings.end) } else { self.strokes.len() }
    }

    /// Notes what each piece belongs to: the section and the element whose headings stand above it.
    fn places(&mut self) {
        let judged = self.judged();
        let mut place = Place::default();
        // The level of the heading that the element began with.
        let mut level = u8::MAX;
        for (index, (_, heading)) in self.headings.iter().enumerate() {
            let state = &self.out.headings[index];
            place.judged = state.judged;
            if state.judged {
                place.section = self.at[index];
                match state.named.filter(|_| judged.contains(&index)) {
                    Some(Named::Section(_)) => (place.element, level) = (None, u8::MAX),
                    Some(Named::Element(element)) => (place.element, level) = (Some(element), heading.level),
                    None if heading.level <= level => (place.element, level) = (None, u8::MAX),
                    None => {}
                }
                let is_one = matches!(&heading.together, Some(Answer::Several(several)) if several.len() == 1);
                if heading.together.is_some() && !is_one {
                    place.element = None;
                }
            } else {
                place = Place::default();
            }
            self.out.turns.insert(state.at, place);
        }
    }
}
