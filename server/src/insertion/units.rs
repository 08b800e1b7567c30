//! What of a template is written together for the elements that are wanted.

use super::lacking;
use super::layout::Layout;
use crate::guide::{Part, Section};
use crate::snapshot::Snapshot;

/// What is written under one heading of a template, its subheadings included.
pub(super) struct Unit<'a> {
    pub(super) section: &'a Section,
    pub(super) parts: Vec<&'a Part>,
    /// What is wanted of it; empty for a part of the template that is no element.
    pub(super) elements: Vec<usize>,
}

impl Unit<'_> {
    /// Whether `part`, of which `elements` are wanted, is written below the unit's heading. Below an
    /// element that is not wanted itself nothing is.
    fn holds(&self, part: &Part, elements: &[usize]) -> bool {
        let below_wanted = self.parts[0].elements.is_empty() || !self.elements.is_empty();
        part.elements.is_empty() || (!elements.is_empty() && below_wanted)
    }
}

/// The units of a section's template that hold one of `wanted`. Where the document has the heading
/// that several elements come below in the template, each comes below one of its own.
pub(super) fn units<'a>(layout: &Layout<'a>, section: usize, wanted: &[usize]) -> Vec<Unit<'a>> {
    let section = &layout.snapshot.requirements.guide.sections[section];
    let mut out: Vec<Unit<'_>> = Vec::new();
    // The level of a part that is left out, with what stands below it.
    let mut left_out = u8::MAX;
    for part in section.template.parts.iter().filter(|part| part.level > 0) {
        let is_wanted = |at: &usize| wanted.contains(at) && !layout.has(part);
        let mut elements: Vec<_> = part.elements.iter().copied().filter(is_wanted).collect();
        if elements.is_empty() && part.level > left_out {
            continue;
        }
        left_out = u8::MAX;
        if !elements.is_empty() {
            let labelled = part.labels.iter().filter_map(|label| label.element);
            elements.extend(labelled.filter(|at| wanted.contains(at) && !part.elements.contains(at)));
        }
        match out.last_mut().filter(|unit| part.level > unit.parts[0].level) {
            Some(unit) if unit.holds(part, &elements) => {
                unit.parts.push(part);
                unit.elements.extend(elements);
            }
            Some(unit) if elements.is_empty() && !unit.elements.is_empty() => left_out = part.level,
            _ => out.push(Unit { section, parts: vec![part], elements }),
        }
    }
    out.retain(|unit| !unit.elements.is_empty());
    for element in wanted.iter().copied().filter(|at| section.elements.contains(at)) {
        if !out.iter().any(|unit| unit.elements.contains(&element)) {
            out.push(Unit { section, parts: Vec::new(), elements: vec![element] });
        }
    }
    out.sort_by_key(|unit| unit.elements.iter().min().copied());
    out
}

/// These elements, and those of their parts that are dealt with nowhere.
pub(super) fn with_parts(snapshot: &Snapshot, elements: &[usize]) -> Vec<usize> {
    let guide = &snapshot.requirements.guide;
    let Some(first) = elements.first() else { return Vec::new() };
    let parts = lacking(snapshot, guide.elements[*first].section);
    let is_part = |at: &usize| !elements.contains(at) && elements.iter().any(|whole| guide.is_part_of(*at, *whole));
    elements.iter().copied().chain(parts.into_iter().filter(is_part)).collect()
}
