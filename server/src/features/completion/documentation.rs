//! What an item is about, for the one that a person looks at.

use crate::features::explain;
use crate::features::prose::Prose;
use crate::guide::{Guide, LabelSpec, Named};
use crate::requirements::Requirements;

/// What an item is about.
pub(super) enum Topic<'a> {
    Section(usize),
    Element(usize),
    /// A label of an element.
    Label(usize, &'a LabelSpec),
}

impl Topic<'_> {
    /// An identifier that a client can send back.
    pub(super) fn id(&self, guide: &Guide) -> String {
        match self {
            Self::Section(at) => guide.sections[*at].id.clone(),
            Self::Element(at) => guide.elements[*at].id.clone(),
            Self::Label(at, label) => format!("{}#{}", guide.elements[*at].id, label.key),
        }
    }
}

/// The documentation of an item's topic.
pub fn documentation(requirements: &Requirements, topic: &str) -> Option<Prose> {
    let guide = &requirements.guide;
    let (id, label) = topic.split_once('#').map_or((topic, None), |(id, label)| (id, Some(label)));
    let named = guide.find(id).filter(|named| guide.id_of(*named) == id)?;
    Some(match (named, label) {
        (Named::Section(at), _) => explain::section(requirements, at),
        (Named::Element(at), None) => explain::element(requirements, at),
        (Named::Element(at), Some(key)) => {
            let spec = guide.labels_of(at).find(|label| label.key == key)?;
            explain::label(requirements, at, spec)
        }
    })
}
