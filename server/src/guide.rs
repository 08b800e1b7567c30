//! What is wanted: a guide as plain data, and the guide that the program carries.

mod index;
mod json;
mod leads;
mod matching;
mod read;
mod template;

use std::sync::{Arc, LazyLock, OnceLock};

use serde::{Deserialize, Serialize};

use index::Index;

pub use json::json;
pub use matching::{Answer, Named, Names, Strength};
pub use read::{Problem, Reading, is_guide, read, shows_label};
pub use template::{LabelSpec, Part, Step, Table, Template, ValueKind};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Guide {
    /// The title as a slug.
    pub id: String,
    pub title: String,
    pub purpose: String,
    pub prerequisites: Vec<String>,
    pub sections: Vec<Section>,
    /// Those of all sections, section after section.
    pub elements: Vec<Element>,
    pub context_questions: Vec<String>,
    pub validation_requirements: Vec<String>,
    pub must_reference: Vec<Topic>,
    pub must_support: Vec<String>,
    pub pitfalls: Vec<Pitfall>,
    pub edge_cases: Vec<EdgeCase>,
    pub checkpoints: Vec<Checkpoint>,
    pub output_standards: Vec<String>,
    // Invariant: made once the guide has been read.
    #[serde(skip)]
    index: OnceLock<Index>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Section {
    pub id: String,
    pub title: String,
    /// Other names that count anywhere.
    pub also: Vec<String>,
    /// Other names that count only as a heading where sections stand.
    pub also_as_heading: Vec<String>,
    pub objective: String,
    /// Its elements, by their place in [`Guide::elements`].
    pub elements: std::ops::Range<usize>,
    pub criteria: Vec<String>,
    /// Whether the guide gives no criteria, so that these are its checkpoints and standards.
    pub borrowed: bool,
    pub template: Template,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Element {
    /// With its section's: `incident-response-and-management/on-call-management`.
    pub id: String,
    pub name: String,
    /// By its place in [`Guide::sections`].
    pub section: usize,
    /// The element that this one is a part of, by its place in [`Guide::elements`].
    pub parent: Option<usize>,
    pub description: String,
    /// Other names that count anywhere.
    pub also: Vec<String>,
    /// Other names that count only as an element's heading in the element's own section.
    pub also_as_heading: Vec<String>,
    /// What a good answer holds.
    pub good: String,
    /// One line of a good answer.
    pub example: String,
    /// By their place in [`Guide::pitfalls`].
    pub pitfalls: Vec<usize>,
    /// What the guide says of labels beyond its template, by name.
    pub kinds: Vec<(String, ValueKind)>,
}

/// A subject that a document must link to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Topic {
    pub text: String,
    /// Words and phrases, lower case, that show a link to lead there.
    pub key_words: Vec<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Pitfall {
    pub category: String,
    pub name: String,
    pub text: String,
    /// The sections that it concerns, by their place in [`Guide::sections`].
    pub sections: Vec<usize>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct EdgeCase {
    pub when: String,
    pub advice: Vec<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Checkpoint {
    pub group: String,
    pub text: String,
    /// The sections that it concerns, by their place in [`Guide::sections`].
    pub sections: Vec<usize>,
}

const EMBEDDED: &str = include_str!("../guide/operational-excellence.md");

/// [`EMBEDDED`] as it is read, made by a test: reading it anew takes a parser longer than checking a
/// document does, at every start of the program.
const EMBEDDED_READ: &str = include_str!("../guide/operational-excellence.json");

/// The guide that the program carries.
pub fn embedded() -> &'static Arc<Guide> {
    static GUIDE: LazyLock<Arc<Guide>> = LazyLock::new(|| {
        let known = serde_json::from_str(EMBEDDED_READ);
        Arc::new(known.unwrap_or_else(|_| read(EMBEDDED).guide))
    });
    &GUIDE
}

/// The text that [`embedded`] is read from.
pub const fn embedded_text() -> &'static str {
    EMBEDDED
}

impl Guide {
    pub fn section_of(&self, element: usize) -> &Section {
        &self.sections[self.elements[element].section]
    }

    /// How many elements `element` is a part of, one inside the other.
    pub fn depth_of(&self, element: usize) -> u8 {
        depth(&self.elements, element)
    }

    /// Whether `part` is a part of `whole`, or of a part of it.
    pub fn is_part_of(&self, part: usize, whole: usize) -> bool {
        above(&self.elements, part).any(|above| above == whole)
    }

    /// The part of its section's template that `element` is written in.
    pub fn part_of(&self, element: usize) -> Option<&Part> {
        let section = self.section_of(element);
        section.template.parts.iter().find(|part| part.elements.contains(&element))
    }

    /// The labels that `element` has in its template.
    pub fn labels_of(&self, element: usize) -> impl Iterator<Item = &LabelSpec> {
        let labels = self.part_of(element).map_or(&[][..], |part| &part.labels);
        labels.iter().filter(move |label| label.element.is_none_or(|of| of == element))
    }

    /// The section or element that `name` means: an identifier, a unique tail of one, or a name.
    pub fn find(&self, name: &str) -> Option<Named> {
        self.index().find(name)
    }

    /// Every name of the guide, without those that settings add.
    pub fn names(&self) -> &Names {
        &self.index().names
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(self))
    }

    /// The identifier of a section or element.
    pub fn id_of(&self, named: Named) -> &str {
        match named {
            Named::Section(at) => &self.sections[at].id,
            Named::Element(at) => &self.elements[at].id,
        }
    }
}

/// The elements that the one at `at` is a part of, the nearest first.
fn above(elements: &[Element], at: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(elements[at].parent, |above| elements[*above].parent)
}

fn depth(elements: &[Element], at: usize) -> u8 {
    // Levels are added to it.
    above(elements, at).count().min(usize::from(u8::MAX / 2)) as u8
}

#[cfg(test)]
mod tests;
