//! What rules that look at a whole document say and point at alike.

use super::Fix;
use super::finding::Message;
use crate::assessment::Assessment;
use crate::config::clip;
use crate::guide::{Guide, Named};
use crate::insertion::{Insertion, Opening, Openings};
use crate::reading::PieceRef;
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

/// What the heading at `at` is called.
pub(super) fn title(assessment: &Assessment, at: PieceRef) -> String {
    let found = assessment.headings.binary_search_by_key(&at, |heading| heading.at);
    let title = found.map_or("", |found| assessment.headings[found].title.as_str());
    called(title).unwrap_or_else(|| clip(title))
}

/// What a heading, a label or a cell is called in messages: what a reader sees of it, in one line and
/// not too long; `plain` is its text without marks. None if it says nothing, or itself waits to be
/// written.
pub(super) fn called(plain: &str) -> Option<String> {
    let plain = plain.trim();
    // The anchor of a heading.
    let title = plain.strip_suffix('}').and_then(|title| title.rsplit_once("{#")).map_or(plain, |(title, _)| title);
    let name = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let waits = name.starts_with('[') && name.ends_with(']');
    (!waits && name.contains(char::is_alphanumeric)).then(|| clip(&name))
}

/// The guide's name for a section or an element.
pub(super) fn name(guide: &Guide, named: Named) -> &str {
    match named {
        Named::Section(at) => &guide.sections[at].title,
        Named::Element(at) => &guide.elements[at].name,
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

/// What to write for a section or element that is absent, as the fix does it: "`### 6.3 On-Call
/// Management`".
fn to_add(assessment: &Assessment, openings: &Openings<'_>, named: Named) -> String {
    match openings.of(named) {
        Opening::Heading(heading) => format!("`{heading}`"),
        Opening::Label(label, below) => format!("`{label}` below `{}`", title(assessment, below)),
    }
}

/// What to do about a section or element that is absent.
pub(super) fn how_to_answer(assessment: &Assessment, openings: &Openings<'_>, named: Named) -> Message {
    let add = to_add(assessment, openings, named);
    ("add ", add, ", link to where this is written, or name your own heading for it under `[also]` in oe-ls.toml")
        .into()
}

/// The fix that inserts what is called `name`.
pub(super) fn insertion_of(name: &str, insertion: Option<Insertion>) -> Vec<Fix> {
    let fix = |it: Insertion| Fix {
        title: format!("Insert \"{name}\""),
        safe: false,
        doubtful: false,
        edits: it.edits().collect(),
    };
    insertion.map(fix).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_called_what_a_reader_sees_of_them() {
        for (written, name) in [
            ("2.1 **On-Call** [Management](x.md)", Some("2.1 On-Call Management")),
            ("🚨 `Alerts` \\& _pages_ {#alerts}", Some("🚨 Alerts & pages")),
            ("On-Call\r\nManagement", Some("On-Call Management")),
            ("Übergabe [^1]", Some("Übergabe")),
            ("[Name of the service]", None),
            ("🚨", None),
            (" ", None),
        ] {
            assert_eq!(called(&crate::markup::plain(written)).as_deref(), name, "{written}");
        }
        let long = "Every component of the architecture has an owner, and is monitored, backed up or excluded";
        assert_eq!(called(long).as_deref(), Some("Every component of the architecture has an owner, and is…"));
    }

    #[test]
    fn a_sentence_goes_on_with_a_small_letter_unless_it_begins_with_an_acronym() {
        assert_eq!(lower_first("How rotations are run"), "how rotations are run");
        assert_eq!(lower_first("SLI, objective"), "SLI, objective");
        assert_eq!(lower_first("A duty"), "a duty");
        assert_eq!(lower_first("Über uns"), "über uns");
        assert_eq!(lower_first(""), "");
    }
}
