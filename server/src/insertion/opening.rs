//! What an insertion opens with, for messages that only speak of it.

use std::ops::Range;

use super::layout::{Layout, Turn};
use super::style::Number;
use super::wording;
use crate::guide::{Named, Part};
use crate::reading::PieceRef;
use crate::snapshot::Snapshot;

/// What is written first where something is inserted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening<'a> {
    /// A heading with its marks and its number.
    Heading(String),
    /// The name of a label, and the heading that it comes to stand below.
    Label(&'a str, PieceRef),
}

/// The openings of all that a document lacks. They follow from headings alone, as the assessment does.
pub struct Openings<'a> {
    layout: Layout<'a>,
}

impl<'a> Openings<'a> {
    pub fn new(snapshot: &'a Snapshot) -> Self {
        Self { layout: Layout::new(snapshot) }
    }

    /// What the insertion of `named` opens with, if all that is missing before it in its place is inserted
    /// too. A heading bears the guide's own name, also where the template has another.
    pub fn of(&self, named: Named) -> Opening<'a> {
        match named {
            Named::Section(section) => self.section(section),
            Named::Element(element) => self.element(element),
        }
    }

    fn section(&self, section: usize) -> Opening<'a> {
        let level = self.layout.level.min(6);
        let place = self.layout.place_of_section(section);
        let number = self.number(place, level, || {
            let missing = super::missing_sections(self.layout.snapshot).into_iter();
            let here: Vec<_> = missing.filter(|other| self.layout.place_of_section(*other) == place).collect();
            Turn { at: here.iter().filter(|other| **other < section).count(), of: here.len().max(1) }
        });
        let title = &self.layout.snapshot.requirements.guide.sections[section].title;
        Opening::Heading(wording::heading(level, number.as_ref(), title))
    }

    fn element(&self, element: usize) -> Opening<'a> {
        let guide = &self.layout.snapshot.requirements.guide;
        let level = self.layout.level_of(element);
        let inside = self.layout.section(guide.elements[element].section);
        if let Some((head, label)) = self.layout.gathering(element) {
            return Opening::Label(&label.name, self.layout.heads[head].at);
        }
        let name = &guide.elements[element].name;
        if let Some(inside) = inside.clone().filter(|_| level > 6) {
            return Opening::Label(name, self.layout.heads[inside.start - 1].at);
        }
        let number = inside.and_then(|inside| {
            let place = self.layout.place_of_element(element, inside.clone());
            self.number(place, level, || self.turn(element, place, &inside))
        });
        Opening::Heading(wording::heading(level.min(6), number.as_ref(), name))
    }

    fn number(&self, place: usize, level: u8, turn: impl FnOnce() -> Turn) -> Option<Number> {
        if self.layout.is_numbered(level) { self.layout.number(place, level, turn()) } else { None }
    }

    /// Which one `element` is of the headings of missing elements that come to stand at `place`.
    fn turn(&self, element: usize, place: usize, inside: &Range<usize>) -> Turn {
        let guide = &self.layout.snapshot.requirements.guide;
        let missing = super::missing_elements(self.layout.snapshot, guide.elements[element].section).into_iter();
        let here = missing.filter(|other| {
            self.layout.gathering(*other).is_none() && self.layout.place_of_element(*other, inside.clone()) == place
        });
        // Elements that the template has below one heading come below one.
        let part_of = |other: usize| guide.part_of(other).filter(|part| !self.layout.has(part));
        let mut parts: Vec<_> = here.map(|other| (other, part_of(other))).collect();
        let same = |a: Option<&Part>, b: Option<&Part>| a.zip(b).is_some_and(|(a, b)| std::ptr::eq(a, b));
        parts.dedup_by(|a, b| same(a.1, b.1));
        let is_own = |(other, part): &(usize, Option<&Part>)| *other == element || same(*part, part_of(element));
        Turn { at: parts.iter().position(is_own).unwrap_or(0), of: parts.len().max(1) }
    }
}
