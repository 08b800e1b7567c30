//! Text from the guide's templates, put where it belongs in a document: fixes insert it there, and
//! completion writes it at the cursor.
//!
//! What is inserted stands at the document's own heading level, in its style, and set apart by
//! single blank lines. Nothing is inserted that is dealt with elsewhere.

mod labels;
mod layout;
mod numbered;
mod opening;
mod order;
mod reference;
mod slot;
mod style;
mod subheadings;
mod table;
mod units;
mod wording;

use layout::{Layout, Turn};
use slot::{Placed, merged};
use style::Number;
use units::{Unit, units, with_parts};
use wording::Writer;

use crate::guide::{Guide, LabelSpec, Named};
use crate::snapshot::Snapshot;
use crate::text::{Edit, Span};

pub use labels::Labels;
pub use opening::{Opening, Openings};
pub use order::longest_run;
pub use style::{Style, style};
pub use wording::Block;

/// Text for a place in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insertion {
    /// By bytes of the document.
    pub at: usize,
    pub text: String,
    /// In the text, with their brackets, in order.
    pub placeholders: Vec<Span>,
    /// What is dealt with by it.
    pub of: Vec<Named>,
    /// What changes behind it, in order: the numbers of a list that it is put into.
    pub more: Vec<Edit>,
}

impl Insertion {
    pub fn edits(&self) -> impl Iterator<Item = Edit> + '_ {
        let own = Edit { span: Span::at(self.at), text: self.text.clone() };
        std::iter::once(own).chain(self.more.iter().cloned())
    }
}

/// An element that its section does not have, at its place there. None if the section is not there
/// either, or if the element is dealt with.
pub fn element(snapshot: &Snapshot, element: usize) -> Option<Insertion> {
    let missing = snapshot.assessment.elements.get(element)?.answer.is_none();
    if missing { Inserter::new(snapshot).insert(&[], &[element]).pop() } else { None }
}

/// A section that the document does not have, with those of its elements that do not stand elsewhere,
/// and links to the headings of the others.
pub fn section(snapshot: &Snapshot, section: usize) -> Option<Insertion> {
    let missing = snapshot.assessment.sections.get(section)?.answer.is_none();
    if missing { Inserter::new(snapshot).insert(&[section], &[]).pop() } else { None }
}

/// A label that an element lacks, at its place among the element's labels.
pub fn label(snapshot: &Snapshot, element: usize, label: &LabelSpec) -> Option<Insertion> {
    let inserter = Inserter::new(snapshot);
    let (slot, block) = inserter.label(element, label)?;
    merged(vec![Placed { slot, rank: (0, 0), block, of: Vec::new() }]).pop()
}

/// The required elements that a section lacks; none if it is absent itself.
pub fn missing_elements(snapshot: &Snapshot, section: usize) -> Vec<usize> {
    let assessment = &snapshot.assessment;
    if assessment.sections.get(section).is_none_or(|section| section.answer.is_none()) {
        return Vec::new();
    }
    lacking(snapshot, section)
}

/// The sections that the document lacks; one whose elements all stand elsewhere is none of them.
pub fn missing_sections(snapshot: &Snapshot) -> Vec<usize> {
    let assessment = &snapshot.assessment;
    let sections = assessment.sections.iter().enumerate();
    let missing =
        sections.filter(|(at, state)| state.answer.is_none() && !state.excused && !lacking(snapshot, *at).is_empty());
    missing.map(|(at, _)| at).collect()
}

/// The required elements of a section that are dealt with nowhere.
pub fn lacking(snapshot: &Snapshot, section: usize) -> Vec<usize> {
    let elements = snapshot.requirements.guide.sections[section].elements.clone();
    let lacks = |at: &usize| {
        let state = &snapshot.assessment.elements[*at];
        state.answer.is_none() && state.is_required()
    };
    elements.filter(lacks).collect()
}

/// A whole document from the guide's templates. `title` is what it is about.
pub fn document(guide: &Guide, title: Option<&str>) -> String {
    document_text(guide, title, "\n").text
}

/// See [`document`]; with its placeholders.
pub fn document_text(guide: &Guide, title: Option<&str>, line_end: &'static str) -> Block {
    let style = Style { line_end, ..Style::default() };
    let mut writer = Writer::with_examples(&style);
    writer.out.text = format!("---{line_end}oe: true{line_end}---");
    writer.heading(1, None, &chapter_title(guide, title));
    for section in &guide.sections {
        for (at, part) in section.template.parts.iter().enumerate() {
            let name = if at == 0 { &section.title } else { &part.title };
            writer.heading((2 + part.level).min(6), None, name);
            writer.body(&section.template, part, &|_| true);
        }
    }
    writer.out.text.push_str(line_end);
    writer.out
}

/// The guide's name without an acronym, and what the document is about.
fn chapter_title(guide: &Guide, title: Option<&str>) -> String {
    let name = guide.title.split(" (").next().unwrap_or(&guide.title);
    match title.map(str::trim).filter(|title| !title.is_empty()) {
        Some(title) if title.to_lowercase().contains(&name.to_lowercase()) => title.to_owned(),
        Some(title) => format!("{name}: {title}"),
        None => name.to_owned(),
    }
}

/// Each of `all` with its turn among those that go to the same place.
fn in_turn<P: PartialEq, T>(all: &[(P, T)]) -> impl Iterator<Item = (Turn, &(P, T))> {
    let same = |of: &P, among: &[(P, T)]| among.iter().filter(|(place, _)| place == of).count();
    all.iter().enumerate().map(move |(at, it)| (Turn { at: same(&it.0, &all[..at]), of: same(&it.0, all) }, it))
}

/// What all insertions into one document share: where its headings stand, and how it is written.
pub struct Inserter<'a> {
    pub snapshot: &'a Snapshot,
    pub style: Style,
    layout: Layout<'a>,
}

impl<'a> Inserter<'a> {
    pub fn new(snapshot: &'a Snapshot) -> Self {
        Self { snapshot, layout: Layout::new(snapshot), style: style(snapshot) }
    }

    /// What `elements` of one section are written as, heading and all, one after the other at
    /// `offset`, which decides on their numbers.
    pub fn elements_text(&self, elements: &[usize], offset: usize) -> Block {
        let guide = &self.snapshot.requirements.guide;
        let Some(first) = elements.first() else { return Block::default() };
        let head = self.layout.after(offset);
        let mut out = Block::default();
        let wanted = with_parts(self.snapshot, elements);
        let units = units(&self.layout, guide.elements[*first].section, &wanted);
        for (at, unit) in units.iter().enumerate() {
            let between = if at == 0 { String::new() } else { self.style.line_end.repeat(2) };
            out.append(&between, &self.unit(unit, head, Turn { at, of: units.len() }));
        }
        out
    }

    /// What a section is written as at `offset`, with those of its elements that do not stand elsewhere.
    pub fn section_text(&self, section: usize, offset: usize) -> Block {
        self.section(section, self.layout.after(offset), Turn::ONLY)
    }

    /// Where sections stand; elements stand one below.
    pub fn section_level(&self) -> u8 {
        self.layout.level
    }

    /// Where an element's heading stands.
    pub fn element_level(&self, element: usize) -> u8 {
        self.layout.level_of(element)
    }

    /// These sections, which the document lacks, and these elements, which its other sections lack; but
    /// none where text would not be read as what it is.
    pub fn insert(&self, sections: &[usize], elements: &[usize]) -> Vec<Insertion> {
        let guide = &self.snapshot.requirements.guide;
        let mut placed = Vec::new();
        for section in 0..guide.sections.len() {
            let wanted: Vec<_> = elements.iter().copied().filter(|at| guide.elements[*at].section == section).collect();
            let Some(inside) = self.layout.section(section).filter(|_| !wanted.is_empty()) else { continue };
            let wanted = with_parts(self.snapshot, &wanted);
            let (gathered, own): (Vec<_>, Vec<_>) =
                wanted.into_iter().partition(|at| self.layout.gathering(*at).is_some());
            placed.extend(gathered.into_iter().filter_map(|element| self.gathered(element)));
            let unit = |unit: Unit<'a>| {
                let element = unit.elements[0];
                let head = self.layout.place_of_element(element, inside.clone());
                ((head, self.layout.level_of(element)), unit)
            };
            let alone: Vec<_> = units(&self.layout, section, &own).into_iter().map(unit).collect();
            for (turn, ((head, _), unit)) in in_turn(&alone) {
                let block = self.unit(unit, *head, turn);
                let slot = self.layout.before(*head, false, self.style.line_end);
                let of = unit.elements.iter().copied().map(Named::Element).collect();
                placed.extend(slot.map(|slot| Placed { slot, rank: (1, unit.elements[0]), block, of }));
            }
        }
        let sections: Vec<_> =
            sections.iter().map(|section| (self.layout.place_of_section(*section), section)).collect();
        for (turn, (head, section)) in in_turn(&sections).filter(|_| self.layout.level <= 6) {
            let block = self.section(**section, *head, turn);
            let slot = self.layout.before(*head, true, self.style.line_end);
            let of = vec![Named::Section(**section)];
            placed.extend(slot.map(|slot| Placed { slot, rank: (2, **section), block, of }));
        }
        merged(placed)
    }

    /// The label of an element that a heading stands for already, with others.
    fn gathered(&self, element: usize) -> Option<Placed> {
        let (head, label) = self.layout.gathering(element)?;
        let labels = &self.snapshot.requirements.guide.part_of(element)?.labels;
        let (slot, block) = self.label_below(head, labels, label)?;
        let at = labels.iter().position(|other| std::ptr::eq(other, label))?;
        Some(Placed { slot, rank: (0, at), block, of: vec![Named::Element(element)] })
    }

    /// The text of `unit`, as one of those before the heading `head`.
    fn unit(&self, unit: &Unit<'_>, head: usize, turn: Turn) -> Block {
        let mut writer = Writer::new(&self.style);
        let level = self.layout.level_of(unit.elements[0]);
        self.write(unit, &mut writer, self.layout.number(head, level, turn).as_ref());
        writer.out
    }

    fn write(&self, unit: &Unit<'_>, writer: &mut Writer<'_>, number: Option<&Number>) {
        let level = self.layout.level_of(unit.elements[0]);
        let guide = &self.snapshot.requirements.guide;
        if level > 6 || unit.parts.is_empty() {
            for element in &unit.elements {
                let it = &guide.elements[*element];
                let own = guide.labels_of(*element).find(|label| label.element.is_some());
                let own = own.map(|label| &label.placeholder).filter(|asked| !asked.is_empty() && level <= 6);
                let described = Some(&it.description).filter(|asked| !asked.is_empty());
                let asked = own.or(described).unwrap_or(&it.name);
                if level > 6 {
                    // No heading is that deep: a label stands for the element.
                    let label =
                        LabelSpec { name: it.name.clone(), placeholder: format!("[{asked}]"), ..LabelSpec::default() };
                    writer.label(&label);
                } else {
                    writer.heading(level, number, &it.name);
                    writer.placeholder(asked);
                }
            }
            return;
        }
        for (at, part) in unit.parts.iter().enumerate() {
            let level = (self.layout.level + part.level).min(6);
            writer.heading(level, number.filter(|_| at == 0), &part.title);
            let all = part.elements.iter().all(|of| unit.elements.contains(of));
            let gathers = part.gathers();
            writer.body(&unit.section.template, part, &|label| match label.element {
                Some(of) => unit.elements.contains(&of),
                None => !gathers || all,
            });
        }
    }

    /// The text of a section, as one of those before the heading `head`.
    fn section(&self, section: usize, head: usize, turn: Turn) -> Block {
        let guide = &self.snapshot.requirements.guide;
        let it = &guide.sections[section];
        let mut writer = Writer::new(&self.style);
        let number = self.layout.number(head, self.layout.level, turn);
        writer.heading(self.layout.level.min(6), number.as_ref(), &it.title);
        if let Some(part) = it.template.parts.first().filter(|part| part.level == 0) {
            writer.body(&it.template, part, &|_| true);
        }
        writer.references(&reference::elsewhere(self.snapshot, section));
        for (at, unit) in units(&self.layout, section, &lacking(self.snapshot, section)).iter().enumerate() {
            let level = self.layout.level_of(unit.elements[0]);
            let own = self.layout.number_below(level, number.as_ref(), at);
            self.write(unit, &mut writer, own.as_ref());
        }
        writer.out
    }
}

#[cfg(test)]
mod tests;
