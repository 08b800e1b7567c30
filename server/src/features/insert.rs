//! Inserting what somebody chose of what is missing.

use std::collections::BTreeSet;

use crate::assessment::Kind;
use crate::guide::Named;
use crate::insertion::{self, Inserter, Insertion};
use crate::snapshot::Snapshot;
use crate::text::{Edit, Span, Text};

/// What is written for it, and what that deals with.
#[derive(Clone, Debug)]
pub struct Inserted {
    /// In order; none overlaps another. Bytes of the document as it is.
    pub edits: Vec<Edit>,
    /// In the guide's order.
    pub of: Vec<String>,
    /// The document once they are applied.
    pub after: Text,
    /// The first line that was written, by bytes of that.
    pub first: Span,
    /// The first text that waits to be written, likewise.
    pub placeholder: Option<Span>,
}

/// Inserts the sections and elements with these names, or, of no names, all that is missing. What is
/// dealt with already is left out; nothing, if that is all. An element of a section that is missing as
/// well brings the section with it. Fails for a name that the guide does not have, and in a file that
/// is no OE document.
pub fn insert(snapshot: &Snapshot, names: &[String]) -> Result<Option<Inserted>, String> {
    let guide = &snapshot.requirements.guide;
    let assessment = &snapshot.assessment;
    match assessment.kind {
        Kind::Oe => {}
        Kind::Other => {
            return Err("this file is no OE document; `oe: true` in its front matter makes it one".to_owned());
        }
        Kind::Guide => return Err("this is a guide, which documents are held against".to_owned()),
        Kind::Settings => return Err("this is a settings file; only documents are inserted into".to_owned()),
    }
    let mut sections = BTreeSet::new();
    let mut elements = BTreeSet::new();
    let mut wanted = Vec::new();
    for name in names {
        let unknown = || format!("`{}` is no section or element of the guide", crate::config::clip(name));
        wanted.push(guide.find(name).ok_or_else(unknown)?);
    }
    if names.is_empty() {
        sections.extend(insertion::missing_sections(snapshot));
        wanted.extend((0..guide.sections.len()).map(Named::Section).filter(|at| is_there(snapshot, *at)));
    }
    for named in wanted {
        match named {
            Named::Section(at) if !is_there(snapshot, named) => drop(sections.insert(at)),
            Named::Section(at) => elements.extend(insertion::missing_elements(snapshot, at)),
            Named::Element(_) if is_there(snapshot, named) => {}
            Named::Element(at) => match guide.elements[at].section {
                section if is_there(snapshot, Named::Section(section)) => drop(elements.insert(at)),
                section => drop(sections.insert(section)),
            },
        }
    }
    let (sections, elements): (Vec<_>, Vec<_>) = (sections.into_iter().collect(), elements.into_iter().collect());
    let insertions = Inserter::new(snapshot).insert(&sections, &elements);
    let Some(first) = insertions.first().map(|it| said(&it.text).shift(it.at)) else { return Ok(None) };
    let mut of: Vec<_> = insertions.iter().flat_map(|it| &it.of).copied().collect();
    of.sort_by_key(|named| match named {
        Named::Section(at) => (*at, None),
        Named::Element(at) => (guide.elements[*at].section, Some(*at)),
    });
    let of = of.into_iter().map(|named| guide.id_of(named).to_owned()).collect();
    let edits: Vec<_> = insertions.iter().flat_map(Insertion::edits).collect();
    let mut after = snapshot.text().clone();
    for edit in edits.iter().rev() {
        after.apply(edit);
    }
    Ok(Some(Inserted { placeholder: placeholder(&insertions), edits, of, after, first }))
}

/// The first placeholder of all, by bytes of the text that they make.
fn placeholder(insertions: &[Insertion]) -> Option<Span> {
    let waiting = insertions.iter().position(|it| !it.placeholders.is_empty())?;
    let before = insertions[..waiting].iter().flat_map(Insertion::edits);
    let start = before.fold(insertions[waiting].at, |at, edit| at + edit.text.len() - edit.span.len());
    Some(insertions[waiting].placeholders[0].shift(start))
}

fn is_there(snapshot: &Snapshot, named: Named) -> bool {
    let assessment = &snapshot.assessment;
    match named {
        Named::Section(at) => assessment.sections[at].answer.is_some(),
        Named::Element(at) => assessment.elements[at].answer.is_some(),
    }
}

/// The first line, without the blank ones above it.
fn said(text: &str) -> Span {
    let start = text.len() - text.trim_start().len();
    let end = text[start..].find(['\r', '\n']).map_or(text.len(), |len| start + len);
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const DOCUMENT: &str = "---\noe: true\n---\n\n# Operations\n\n## Security Operations\n\n### Threat Detection\n\nRules.\n\n\
                            ## Performance Management\n\n### Capacity Planning\n\nA forecast.\n";

    /// What is inserted, and the headings of the text after it.
    type Seen = (Vec<String>, Vec<String>);

    fn inserted(names: &[&str]) -> Result<Option<Seen>, String> {
        let snapshot = testing::snapshot(DOCUMENT);
        let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        let Some(inserted) = insert(&snapshot, &names)? else { return Ok(None) };
        let mut text = DOCUMENT.to_owned();
        for edit in inserted.edits.iter().rev() {
            text.replace_range(edit.span.range(), &edit.text);
        }
        assert_eq!(inserted.after.to_string(), text);
        assert!(text[inserted.first.range()].starts_with('#'), "{text}");
        let waits = &text[inserted.placeholder.unwrap().range()];
        assert!(waits.starts_with('[') && waits.ends_with(']'), "{waits}");
        assert!(!text[..inserted.placeholder.unwrap().start].contains('['), "{text}");
        let headings = text.lines().filter(|line| line.starts_with('#')).map(str::to_owned).collect();
        Ok(Some((inserted.of, headings)))
    }

    #[test]
    fn what_is_chosen_is_put_where_it_belongs() {
        let (of, headings) =
            inserted(&["performance-testing", "security-operations/security-monitoring"]).unwrap().unwrap();
        assert_eq!(of, ["performance-management/performance-testing", "security-operations/security-monitoring"]);
        assert_eq!(
            headings,
            [
                "# Operations",
                "## Security Operations",
                "### Security Monitoring",
                "### Threat Detection",
                "## Performance Management",
                "### Capacity Planning",
                "### Performance Testing",
            ]
        );
    }

    #[test]
    fn a_section_that_is_there_stands_for_what_it_lacks() {
        let (of, _) = inserted(&["security-operations"]).unwrap().unwrap();
        assert_eq!(of.len(), 4, "{of:?}");
        assert!(!of.contains(&"security-operations/threat-detection".to_owned()));
    }

    #[test]
    fn an_element_of_a_missing_section_brings_the_section() {
        let (of, headings) = inserted(&["on-call-management"]).unwrap().unwrap();
        assert_eq!(of, ["incident-response-and-management"]);
        assert!(headings.contains(&"### On-Call Management".to_owned()), "{headings:?}");
    }

    #[test]
    fn no_names_stand_for_all_that_is_missing() {
        let (_, headings) = inserted(&[]).unwrap().unwrap();
        // One of the 31 is a label below the heading of another.
        assert_eq!(headings.iter().filter(|line| line.starts_with("## ")).count(), 6);
        assert_eq!(headings.iter().filter(|line| line.starts_with("### ")).count(), 30);
    }

    #[test]
    fn what_is_there_is_left_alone_and_what_is_unknown_told() {
        assert_eq!(inserted(&["threat-detection", "capacity-planning"]), Ok(None));
        assert!(inserted(&["threat-detectoin"]).unwrap_err().contains("threat-detectoin"));
        let other = testing::snapshot("# Readme\n");
        assert!(insert(&other, &[]).is_err());
    }
}
