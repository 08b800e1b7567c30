//! What an insertion opens with, for messages that only speak of it.

use super::layout::Layout;
use super::wording;
use crate::guide::Named;
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

    /// What the insertion of `named` alone opens with. A heading bears the guide's own name, also where
    /// the template has another.
    pub fn of(&self, named: Named) -> Opening<'a> {
        match named {
            Named::Section(section) => self.section(section),
            Named::Element(element) => self.element(element),
        }
    }

    fn section(&self, section: usize) -> Opening<'a> {
        let level = self.layout.level.min(6);
        let number = self.layout.number(self.layout.place_of_section(section), level, 0);
        let title = &self.layout.snapshot.requirements.guide.sections[section].title;
        Opening::Heading(wording::heading(level, number.as_ref(), title))
    }

    fn element(&self, element: usize) -> Opening<'a> {
        let guide = &self.layout.snapshot.requirements.guide;
        let level = self.layout.level_of(element);
        let inside = self.layout.section(guide.elements[element].section);
        let part = guide.part_of(element).filter(|part| part.gathers());
        let label = part.and_then(|part| part.labels.iter().find(|label| label.element == Some(element)));
        if let (Some(label), Some(head)) = (label, self.layout.gathering(element)) {
            return Opening::Label(&label.name, self.layout.heads[head].at);
        }
        let name = &guide.elements[element].name;
        if let Some(inside) = inside.clone().filter(|_| level > 6) {
            return Opening::Label(name, self.layout.heads[inside.start - 1].at);
        }
        let number =
            inside.and_then(|inside| self.layout.number(self.layout.place_of_element(element, inside), level, 0));
        Opening::Heading(wording::heading(level.min(6), number.as_ref(), name))
    }
}
