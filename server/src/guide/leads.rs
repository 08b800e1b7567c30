//! Headings that begin alike and go on as a document has it: `### Control: [Control name]`.

use std::collections::HashMap;

use super::{Guide, Named, Strength};
use crate::names;

/// What stands before the placeholder in headings of a guide's templates, by its key.
#[derive(Clone, Debug, Default)]
pub(super) struct Leads {
    leads: HashMap<String, Vec<Named>>,
}

impl Leads {
    pub(super) fn new(guide: &Guide) -> Self {
        let mut found: Vec<(String, usize, Named)> = Vec::new();
        for (at, section) in guide.sections.iter().enumerate() {
            for part in &section.template.parts {
                let named = match part.elements[..] {
                    [element] if !part.gathers() => Named::Element(element),
                    [] if part.level == 0 => Named::Section(at),
                    _ => continue,
                };
                found.extend(part.lead().map(|lead| (lead, at, named)).filter(|it| !found.contains(it)));
            }
        }
        let mut out = Self::default();
        for (lead, section, named) in &found {
            // Where two elements of a section begin alike, neither is meant.
            let alike = found.iter().filter(|(other, of, _)| other == lead && of == section).count();
            if alike == 1 {
                out.leads.entry(lead.clone()).or_default().push(*named);
            }
        }
        out
    }

    /// What a heading with this title may mean: in the right place, since any name may follow.
    pub(super) fn meanings(&self, title: &str) -> Vec<(Named, Strength)> {
        let found = if self.leads.is_empty() { None } else { names::lead(title) };
        let all = found.and_then(|(lead, _)| self.leads.get(&lead));
        all.into_iter().flatten().map(|named| (*named, Strength::Weak)).collect()
    }
}
