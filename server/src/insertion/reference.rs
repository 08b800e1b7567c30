//! Links to what stands elsewhere in the document, for a section that would otherwise seem to lack it.

use std::collections::{BTreeMap, HashMap};

use crate::assessment::By;
use crate::config::Requirement;
use crate::markup;
use crate::reading::PieceRef;
use crate::snapshot::Snapshot;

/// A name and the anchor of the heading that it stands under.
pub(super) struct Reference {
    pub(super) name: String,
    pub(super) anchor: String,
}

/// The elements of `section`, which is not there, that have a heading elsewhere.
pub(super) fn elsewhere(snapshot: &Snapshot, section: usize) -> Vec<Reference> {
    let guide = &snapshot.requirements.guide;
    let heading = |element: usize| {
        let state = &snapshot.assessment.elements[element];
        let answer = state.answer.filter(|_| state.requirement != Requirement::Off)?;
        let name: String = markup::plain(&guide.elements[element].name).replace(['[', ']'], "");
        matches!(answer.by, By::Heading(_) | By::Gathering).then_some((name, answer.at))
    };
    let there: Vec<_> = guide.sections[section].elements.clone().filter_map(heading).collect();
    if there.is_empty() {
        return Vec::new();
    }
    let anchors = anchors(snapshot);
    let reference = |(name, at): (String, PieceRef)| Some(Reference { name, anchor: anchors.get(&at)?.clone() });
    there.into_iter().filter_map(reference).collect()
}

/// The anchor of each heading, as GitHub and most others make them.
fn anchors(snapshot: &Snapshot) -> BTreeMap<PieceRef, String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let headings = snapshot.assessment.headings.iter().map(|heading| {
        let slug = anchor(&heading.title);
        let before = seen.entry(slug.clone()).or_default();
        *before += 1;
        (heading.at, if *before == 1 { slug } else { format!("{slug}-{}", *before - 1) })
    });
    headings.collect()
}

/// What stands in `{#anchor}` behind a title, or else the title in lower case with hyphens for spaces
/// and without punctuation.
fn anchor(title: &str) -> String {
    let given = title.strip_suffix('}').and_then(|title| title.rsplit_once("{#")).map(|(_, given)| given.trim());
    if let Some(given) = given.filter(|given| !given.is_empty() && !given.contains(char::is_whitespace)) {
        return given.to_owned();
    }
    let char = |char: char| match char {
        ' ' => Some('-'),
        '-' | '_' => Some(char),
        char => char.is_alphanumeric().then_some(char),
    };
    title.to_lowercase().chars().filter_map(char).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_as_github_makes_them() {
        for (title, expected) in [
            ("Threat Detection", "threat-detection"),
            ("4.2 On-Call & Incidents", "42-on-call--incidents"),
            ("🚨 Störung_1 (P0)", "-störung_1-p0"),
            ("Threat Detection {#td}", "td"),
            ("Threat {x}", "threat-x"),
        ] {
            assert_eq!(anchor(title), expected, "{title}");
        }
        let snapshot = crate::testing::snapshot("# A\n\n## A\n\n### B\n\n## a\n");
        let anchors = anchors(&snapshot);
        let all: Vec<_> = snapshot.assessment.headings.iter().map(|heading| anchors[&heading.at].as_str()).collect();
        assert_eq!(all, ["a", "a-1", "b", "a-2"]);
    }
}
