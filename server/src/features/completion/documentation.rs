//! What an item is about, for the one that a person looks at.

use crate::features::explain;
use crate::features::prose::Prose;
use crate::guide::{Guide, LabelSpec, Named};
use crate::names;
use crate::requirements::Requirements;

/// What an item is about.
pub(super) enum Topic<'a> {
    Section(usize),
    Element(usize),
    /// Two elements or more of one section.
    Elements(&'a [usize]),
    /// A label of an element.
    Label(usize, &'a LabelSpec),
    Checkpoints(&'a [usize]),
    /// All that the guide asks for.
    Document,
}

const CHECKPOINTS: &str = "checkpoints:";
const DOCUMENT: &str = "document:";

impl Topic<'_> {
    /// An identifier that a client can send back.
    pub(super) fn id(&self, guide: &Guide) -> String {
        match self {
            Self::Section(at) => guide.sections[*at].id.clone(),
            Self::Element(at) => guide.elements[*at].id.clone(),
            Self::Elements(all) => list(all.iter().map(|at| guide.elements[*at].id.clone())),
            Self::Label(at, label) => format!("{}#{}", guide.elements[*at].id, label.key),
            Self::Checkpoints(all) => {
                format!("{CHECKPOINTS}{}", list(all.iter().map(|at| names::slug(&guide.checkpoints[*at].text))))
            }
            Self::Document => DOCUMENT.to_owned(),
        }
    }
}

/// No identifier holds a comma.
fn list(ids: impl Iterator<Item = String>) -> String {
    ids.collect::<Vec<_>>().join(",")
}

/// The documentation of an item's topic.
pub fn documentation(requirements: &Requirements, topic: &str) -> Option<Prose> {
    let guide = &requirements.guide;
    if topic == DOCUMENT {
        return Some(explain::document(requirements));
    }
    if let Some(slugs) = topic.strip_prefix(CHECKPOINTS) {
        let at = |slug: &str| guide.checkpoints.iter().position(|it| names::slug(&it.text) == slug);
        let all: Option<Vec<_>> = slugs.split(',').map(at).collect();
        return all.map(|all| explain::checkpoints(requirements, &all));
    }
    if topic.contains(',') {
        let at = |id: &str| guide.elements.iter().position(|it| it.id == id);
        let all: Option<Vec<_>> = topic.split(',').map(at).collect();
        return all.map(|all| explain::elements(requirements, &all));
    }
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
