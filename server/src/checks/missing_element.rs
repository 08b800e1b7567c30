//! A required element is absent.

use super::{Check, Found, Rule};
use crate::config::Severity;
use crate::guide::Named;
use crate::snapshot::{Anchor, Part, Snapshot};

pub(super) static RULE: Rule = Rule {
    name: "missing-element",
    severity: Severity::Error,
    summary: "a required element is absent",
    docs: "",
    check: Check::Document(check),
    fixes: None,
};

fn check(snapshot: &Snapshot, out: &mut Vec<Found>) {
    let guide = &snapshot.requirements.guide;
    for (at, state) in snapshot.assessment.elements.iter().enumerate() {
        let element = &guide.elements[at];
        let Some(section) = snapshot.assessment.sections[element.section].answer else { continue };
        if state.answer.is_some() || !state.is_required() {
            continue;
        }
        let before = format!("`{}` says nothing on ", guide.sections[element.section].title);
        let found = Found::new(Anchor::Piece(section.at, Part::Whole), (before, format!("`{}`", element.name)));
        out.push(found.about(Named::Element(at)).note(format!("required here: {}", element.description)));
    }
}
