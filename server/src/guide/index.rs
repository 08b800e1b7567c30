//! What identifiers and names mean in a guide, looked up and not searched: a document or a settings file
//! may name thousands.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::{Guide, Named, Names};
use crate::names;

/// Made when it is first needed, of a guide that changes no more.
#[derive(Clone, Debug)]
pub(super) struct Index {
    ids: HashMap<String, Named>,
    /// What stands behind a slash in identifiers; nothing if it does so in several.
    tails: HashMap<String, Option<Named>>,
    /// The guide's own names, by their keys; a section's before an element's.
    keys: HashMap<String, Named>,
    /// All names, without those that settings add.
    pub(super) names: Names,
}

impl Index {
    pub(super) fn new(guide: &Guide) -> Self {
        let mut out =
            Self { ids: HashMap::new(), tails: HashMap::new(), keys: HashMap::new(), names: Names::new(guide, []) };
        for (at, section) in guide.sections.iter().enumerate() {
            out.add(&section.id, &section.title, Named::Section(at));
        }
        for (at, element) in guide.elements.iter().enumerate() {
            out.add(&element.id, &element.name, Named::Element(at));
        }
        out
    }

    fn add(&mut self, id: &str, name: &str, named: Named) {
        self.ids.entry(id.to_owned()).or_insert(named);
        for (slash, _) in id.match_indices('/') {
            match self.tails.entry(id[slash + 1..].to_owned()) {
                Entry::Vacant(entry) => drop(entry.insert(Some(named))),
                Entry::Occupied(mut entry) => drop(entry.insert(None)),
            }
        }
        self.keys.entry(names::key(name)).or_insert(named);
    }

    /// As [`Guide::find`].
    pub(super) fn find(&self, name: &str) -> Option<Named> {
        let wanted = name.trim().trim_start_matches('/').to_lowercase();
        if let Some(found) = self.ids.get(&wanted) {
            return Some(*found);
        }
        match self.tails.get(&wanted) {
            Some(found) => *found,
            None => self.keys.get(&names::key(name)).copied(),
        }
    }
}
