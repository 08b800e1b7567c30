//! Which documents are ours, and which part of them.

use std::cmp::Ordering;
use std::ops::Range;

use crate::front_matter::{Declared, FrontMatter};
use crate::guide::{Guide, Named, Strength};
use crate::reading::HeadingStroke;
use crate::requirements::Requirements;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Held against the guide.
    Oe,
    Guide,
    Settings,
    #[default]
    Other,
}

impl Kind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Oe => "oe",
            Self::Guide => "guide",
            Self::Settings => "settings",
            Self::Other => "other",
        }
    }
}

/// Which step decided the kind of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Why {
    FrontMatter,
    /// The glob of the settings that the path matches.
    Settings(String),
    /// The heading that is the guide's name.
    Chapter(String),
    /// So many of the guide's sections are there by heading.
    Sections {
        found: usize,
        of: usize,
    },
    /// Its content shows no OE document.
    #[default]
    Nothing,
    /// A heading is the guide's name, but nothing below it is the guide's.
    BareChapter(String),
    /// So many sections, and how many it takes.
    TooFew {
        found: usize,
        needed: usize,
    },
    /// It holds a guide, or settings name it as one.
    Guide,
    SettingsFile,
}

impl std::fmt::Display for Why {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::FrontMatter => write!(f, "front matter"),
            Self::Settings(glob) => write!(f, "settings: `{glob}`"),
            Self::Chapter(title) => write!(f, "heading `{title}`"),
            Self::Sections { found, of } => write!(f, "{found} of {of} sections by heading"),
            Self::Nothing => write!(f, "none of its headings is clearly a section of the guide"),
            Self::BareChapter(title) => {
                write!(f, "heading `{title}`, but none below it is clearly one of the guide's sections or elements")
            }
            Self::TooFew { found, needed } => {
                write!(f, "{found} of the guide's sections by heading, it takes {needed}")
            }
            Self::Guide => write!(f, "guide"),
            Self::SettingsFile => write!(f, "settings file"),
        }
    }
}

/// What settings say of a document's path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub ours: bool,
    /// The glob that matched.
    pub glob: String,
}

pub(super) struct Decision {
    pub(super) kind: Kind,
    pub(super) why: Why,
    /// The headings of the judged region by their places among all, the chapter's own first.
    pub(super) headings: Range<usize>,
    /// Whether the first of them is the chapter's.
    pub(super) chapter: bool,
}

pub(super) fn decide(
    headings: &[&HeadingStroke],
    requirements: &Requirements,
    said: Option<&Said>,
    front_matter: Option<&FrontMatter>,
) -> Decision {
    let all = 0..headings.len();
    let other = |why| Decision { kind: Kind::Other, why, headings: all.clone(), chapter: false };
    let best = best_chapter(headings);
    let asked = match (front_matter.and_then(|it| it.declared.as_ref()), said) {
        (Some(Declared::No), _) => return other(Why::FrontMatter),
        (Some(Declared::Yes { .. }), _) => Some(Why::FrontMatter),
        (None, Some(said)) if said.ours => Some(Why::Settings(said.glob.clone())),
        (None, Some(said)) => return other(Why::Settings(said.glob.clone())),
        (None, None) => None,
    };
    if let Some(why) = asked {
        let region = best.and_then(|best| region_of_ours(headings, best));
        let chapter = region.is_some();
        return Decision { kind: Kind::Oe, why, headings: region.unwrap_or(all), chapter };
    }
    if let Some(best) = best
        && (headings.len() == 1 || headings[best.start + 1..best.end].iter().any(|heading| recognised(heading)))
    {
        let why = Why::Chapter(headings[best.start].title.clone());
        let region = if is_title(headings, &best) { with_strays(headings, best) } else { best };
        return Decision { kind: Kind::Oe, why, headings: region, chapter: true };
    }
    let of = requirements.guide.sections.len();
    let needed = sections_needed(&requirements.guide);
    let found = sections_in(headings, &all);
    if found >= needed {
        return Decision { kind: Kind::Oe, why: Why::Sections { found, of }, headings: all, chapter: false };
    }
    if all_side_by_side(headings, of) {
        return Decision { kind: Kind::Oe, why: Why::Sections { found: of, of }, headings: all, chapter: false };
    }
    other(match best_chapter(headings) {
        _ if found > 0 => Why::TooFew { found, needed },
        Some(bare) => Why::BareChapter(headings[bare.start].title.clone()),
        None => Why::Nothing,
    })
}

/// Common names are beyond doubt only where there are many of them.
pub(super) const MANY: usize = 5;

/// Whether all sections of a guide stand side by side, be it by names that other documents have too,
/// and one of its elements below one of them: an operations manual with short titles. What merely
/// leads to other files has no such heading.
fn all_side_by_side(headings: &[&HeadingStroke], sections: usize) -> bool {
    let is_element =
        |heading: &HeadingStroke| heading.together.is_some() || matches!(surely(heading), Some(Named::Element(_)));
    sections >= MANY
        && (1..6).any(|level| {
            let (mut there, mut element) = (std::collections::BTreeSet::new(), false);
            headings.iter().any(|heading| {
                match heading.level.cmp(&level) {
                    Ordering::Less => {
                        there.clear();
                        element = false;
                    }
                    Ordering::Equal => there.extend(any_section(heading).map(|(section, _)| section)),
                    Ordering::Greater => element |= !there.is_empty() && is_element(heading),
                }
                there.len() == sections && element
            })
        })
}

/// The chapter that is judged of a file that says itself to be one of ours; none if that is not what
/// was meant, but the file as a whole.
fn region_of_ours(headings: &[&HeadingStroke], best: Range<usize>) -> Option<Range<usize>> {
    if is_title(headings, &best) {
        // No heading ends the file that it is the title of. Sections may stand beside it though.
        let level = headings[best.start].level;
        let sections = || headings.iter().filter(|heading| section(heading).is_some());
        let beside = sections().filter(|heading| heading.level <= level).count();
        return (beside * 2 <= sections().count()).then_some(0..headings.len());
    }
    // A chapter by name only, while most sections stand elsewhere, is not what was meant.
    let most = sections_in(headings, &(0..headings.len()));
    (sections_in(headings, &best) * 2 >= most).then_some(best)
}

/// Whether the heading of this chapter is the title of the file: nothing stands before or above it,
/// and no other chapter beside it.
fn is_title(headings: &[&HeadingStroke], chapter: &Range<usize>) -> bool {
    let level = headings[chapter.start].level;
    let mut others = headings[chapter.end..].iter();
    chapter.start == 0 && others.all(|other| other.level >= level && !other.chapter)
}

/// The chapter with what follows it as long as its headings, although of the chapter's level, surely
/// name what the chapter lacks: a heading that lost a mark does not end it.
fn with_strays(headings: &[&HeadingStroke], mut chapter: Range<usize>) -> Range<usize> {
    let level = headings[chapter.start].level;
    while let Some(next) = headings.get(chapter.end) {
        let Some(named) = surely(next) else { break };
        if headings[chapter.clone()].iter().any(|heading| surely(heading) == Some(named)) {
            break;
        }
        let below = headings[chapter.end + 1..].iter().take_while(|other| other.level > level).count();
        chapter.end += 1 + below;
    }
    chapter
}

/// How many of the guide's sections make a document without a chapter's heading one of ours.
pub(super) fn sections_needed(guide: &Guide) -> usize {
    (2 * guide.sections.len()).div_ceil(3).max(1)
}

/// The chapter with most sections; of those with as many the first.
fn best_chapter(headings: &[&HeadingStroke]) -> Option<Range<usize>> {
    let chapters = headings.iter().enumerate().filter(|(_, heading)| heading.chapter).map(|(at, heading)| {
        let inside = headings[at + 1..].iter().take_while(|other| other.level > heading.level);
        at..at + 1 + inside.count()
    });
    let mut best: Option<(usize, Range<usize>)> = None;
    for chapter in chapters {
        let count = sections_in(headings, &(chapter.start + 1..chapter.end));
        if best.as_ref().is_none_or(|(most, _)| count > *most) {
            best = Some((count, chapter));
        }
    }
    best.map(|(_, chapter)| chapter)
}

/// How many different sections have a heading in `range`; weak names do not count.
fn sections_in(headings: &[&HeadingStroke], range: &Range<usize>) -> usize {
    let sections = headings[range.clone()].iter().filter_map(|heading| section(heading));
    sections.collect::<std::collections::BTreeSet<_>>().len()
}

/// The section that a heading surely means.
pub(super) fn section(heading: &HeadingStroke) -> Option<usize> {
    match heading.meanings.first()? {
        (Named::Section(at), strength) if *strength != Strength::Weak => Some(*at),
        _ => None,
    }
}

/// The section that a heading may mean by any name, and how surely.
pub(super) fn any_section(heading: &HeadingStroke) -> Option<(usize, Strength)> {
    heading.meanings.iter().find_map(|(named, strength)| match named {
        Named::Section(at) => Some((*at, *strength)),
        Named::Element(_) => None,
    })
}

/// The section or element that a heading means by its own or a strong name.
pub(super) fn surely(heading: &HeadingStroke) -> Option<Named> {
    heading.meanings.first().filter(|(_, strength)| *strength <= Strength::Strong).map(|(named, _)| *named)
}

fn recognised(heading: &HeadingStroke) -> bool {
    heading.together.is_some() || heading.meanings.iter().any(|(_, strength)| *strength != Strength::Weak)
}

#[cfg(test)]
mod tests;
