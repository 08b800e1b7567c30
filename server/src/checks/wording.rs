//! What rules that look at a whole document say and point at alike.

use super::Fix;
use super::finding::Message;
use crate::assessment::{Assessment, By};
use crate::config::Requirement;
use crate::guide::{Guide, Named};
use crate::insertion::Insertion;
use crate::reading::PieceRef;
use crate::requirements::Requirements;
use crate::snapshot::{Anchor, Part};

/// Where a document is pointed at for what it lacks as a whole: at the heading of its chapter, else
/// at its first heading.
pub(super) fn beginning(assessment: &Assessment) -> Anchor {
    let first = || assessment.headings.iter().find(|heading| heading.judged).map(|heading| heading.at);
    assessment.chapter.or_else(first).map_or(Anchor::Top, whole)
}

pub(super) const fn whole(at: PieceRef) -> Anchor {
    Anchor::Piece(at, Part::Whole)
}

/// The title of the heading at `at`, as a reader sees it.
pub(super) fn title(assessment: &Assessment, at: PieceRef) -> &str {
    let found = assessment.headings.binary_search_by_key(&at, |heading| heading.at);
    found.map_or("", |found| assessment.headings[found].title.as_str())
}

/// The guide's name for a section or an element.
pub(super) fn name(guide: &Guide, named: Named) -> &str {
    match named {
        Named::Section(at) => &guide.sections[at].title,
        Named::Element(at) => &guide.elements[at].name,
    }
}

/// Whether settings take the element, or all of the section, out of the guide.
pub(super) fn is_off(requirements: &Requirements, named: Named) -> bool {
    let off = |element: usize| requirements.elements[element] == Requirement::Off;
    match named {
        Named::Element(element) => off(element),
        Named::Section(section) => {
            let mut elements = requirements.guide.sections[section].elements.clone();
            !elements.is_empty() && elements.all(off)
        }
    }
}

/// `text` as it reads after a colon: with a small letter, unless it begins with an acronym or a name.
pub(super) fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return String::new() };
    let word = chars.as_str().split(|char: char| !char.is_alphanumeric()).next().unwrap_or("");
    if word.chars().any(|char| char.is_uppercase() || char.is_ascii_digit()) {
        return text.to_owned();
    }
    first.to_lowercase().chain(chars).collect()
}

/// What a placeholder of the guide asks for.
pub(super) fn asked(placeholder: &str) -> String {
    lower_first(placeholder.trim_start_matches('[').trim_end_matches(']'))
}

/// The heading to write for a section or element that is absent: "### 6.3 On-Call Management", by
/// the levels and numbers of the headings that are there.
fn heading_to_add(assessment: &Assessment, guide: &Guide, named: Named) -> String {
    let sections = assessment.section_level.unwrap_or_else(|| {
        let titles = assessment.headings.iter().filter(|heading| heading.level == 1).count();
        if titles > 1 { 1 } else { 2 }
    });
    let level = sections + u8::from(matches!(named, Named::Element(_)));
    let above = |other: Named| {
        let answer = assessment.answer(other).filter(|answer| matches!(answer.by, By::Heading(_) | By::Gathering))?;
        let found = assessment.headings.binary_search_by_key(&answer.at, |heading| heading.at).ok()?;
        Some(&assessment.headings[found]).filter(|heading| heading.level == level)
    };
    // Those that are missing before it are to be added as well.
    let number = match named {
        Named::Section(section) => {
            let missing = |at: &usize| assessment.sections[*at].answer.is_none() && !assessment.sections[*at].excused;
            let before = (0..section).rev().find_map(|at| Some((at, above(Named::Section(at))?)));
            before.and_then(|(at, before)| next_number(&before.title, (at + 1..section).filter(missing).count()))
        }
        Named::Element(element) => {
            let section = guide.elements[element].section;
            let start = guide.sections[section].elements.start;
            let missing =
                |at: &usize| assessment.elements[*at].answer.is_none() && assessment.elements[*at].is_required();
            let home = |at: PieceRef| assessment.place(at).section == Some(section);
            let here = |at| above(Named::Element(at)).filter(|heading| home(heading.at));
            let before = (start..element).rev().find_map(|at| Some((at, here(at)?)));
            if let Some((at, before)) = before {
                next_number(&before.title, (at + 1..element).filter(missing).count())
            } else {
                let by = (start..element).filter(missing).count();
                assessment.sections[section].answer.and_then(|it| first_below(title(assessment, it.at), by))
            }
        }
    };
    let number = number.map_or(String::new(), |number| format!("{number} "));
    format!("{} {number}{}", "#".repeat(usize::from(level.min(6))), name(guide, named))
}

/// What to do about a section or element that is absent.
pub(super) fn how_to_answer(assessment: &Assessment, guide: &Guide, named: Named) -> Message {
    let heading = format!("`{}`", heading_to_add(assessment, guide, named));
    ("add ", heading, ", link to where this is written, or name your own heading for it under `[also]` in oe-ls.toml")
        .into()
}

/// The fix that inserts what is called `name`.
pub(super) fn insertion_of(name: &str, insertion: Option<Insertion>) -> Vec<Fix> {
    let fix = |it: Insertion| Fix { title: format!("Insert \"{name}\""), safe: false, edits: vec![it.edit()] };
    insertion.map(fix).into_iter().collect()
}

/// "6.3" after "6.2 On-Call", "7." after "6. Incidents"; with so many others between the two.
fn next_number(title: &str, between: usize) -> Option<String> {
    let (number, end) = number(title)?;
    let (before, last) = number.rsplit_once('.').map_or(("", number), |(before, last)| (before, last));
    let joint = if before.is_empty() { "" } else { "." };
    let by = u32::try_from(between).ok()?.checked_add(1)?;
    Some(format!("{before}{joint}{}{end}", last.parse::<u32>().ok()?.checked_add(by)?))
}

/// "6.1" below "6. Incidents"; with so many others before it.
fn first_below(title: &str, before: usize) -> Option<String> {
    let (number, end) = number(title)?;
    Some(format!("{number}.{}{}", before + 1, if end == "." { "" } else { end }))
}

/// The number that a title begins with, and what closes it.
fn number(title: &str) -> Option<(&str, &str)> {
    let end = title.find(|char: char| !char.is_ascii_digit() && char != '.')?;
    let number = title[..end].trim_end_matches('.');
    let mut closed = number.len()..end;
    if title[end..].starts_with(')') {
        closed.end += 1;
    }
    let fine = !number.is_empty() && number.split('.').all(|part| !part.is_empty());
    (fine && title[closed.end..].starts_with(' ')).then(|| (number, &title[closed]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_goes_on_with_a_small_letter_unless_it_begins_with_an_acronym() {
        assert_eq!(lower_first("How rotations are run"), "how rotations are run");
        assert_eq!(lower_first("SLI, objective"), "SLI, objective");
        assert_eq!(lower_first("A duty"), "a duty");
        assert_eq!(lower_first("Über uns"), "über uns");
        assert_eq!(lower_first(""), "");
    }

    #[test]
    fn numbers_go_on_as_the_document_has_them() {
        for (title, next, below) in [
            ("6. Incidents", Some("7."), Some("6.1")),
            ("6 Incidents", Some("7"), Some("6.1")),
            ("6.2 On-Call", Some("6.3"), Some("6.2.1")),
            ("6.2. On-Call", Some("6.3."), Some("6.2.1")),
            ("6) Incidents", Some("7)"), Some("6.1)")),
            ("Incidents", None, None),
            ("24/7 Support", None, None),
            ("99999999999999 Support", None, Some("99999999999999.1")),
            ("6..2 On-Call", None, None),
            ("", None, None),
        ] {
            assert_eq!((next_number(title, 0).as_deref(), first_below(title, 0).as_deref()), (next, below), "{title}");
        }
        assert_eq!(next_number("6.2 On-Call", 2).as_deref(), Some("6.5"));
        assert_eq!(first_below("6. Incidents", 2).as_deref(), Some("6.3"));
    }
}
