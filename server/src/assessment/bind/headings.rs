//! Which headings answer which sections and elements.

use std::collections::BTreeSet;

use super::Binder;
use crate::assessment::{Answered, By, kind};
use crate::guide::{Answer, Named, Strength};
use crate::reading::PieceRef;

/// A heading that may answer an element.
#[derive(Clone, Copy)]
struct Candidate {
    heading: usize,
    by: By,
    /// The level that it should have, if it has another.
    level: Option<u8>,
    /// Whether it stands in the element's own section.
    home: bool,
}

impl Binder<'_, '_> {
    pub(super) fn section_level(&mut self) {
        self.whole = self.only_section();
        if let Some((title, section)) = self.whole {
            let title = self.headings[title].1.level;
            let elements = self.usual_level(|at| self.surely_of(at, section));
            self.out.section_level = elements.map(|level| (level - 1).max(title));
            return;
        }
        if self.decision.chapter {
            let below = self.headings[self.decision.headings.start].1.level + 1;
            self.out.section_level = Some(self.level_below_parts(below).unwrap_or(below));
            return;
        }
        // A document's only title is no section by a weak name, unless the document is about that alone.
        let title = self.title();
        let kept = |section: usize| !self.out.sections[section].excused;
        let sure = |at: usize| kind::section(self.headings[at].1);
        let any = |at: usize| kind::any_section(self.headings[at].1).map(|(section, _)| section);
        let below = |at: usize| any(at).filter(|_| title != Some(at));
        let about = || {
            let split = self.out.sections.iter().any(|section| section.excused);
            title.filter(|at| split && any(*at).is_some_and(kept)).map(|_| 1)
        };
        // Sections that front matter leaves to other files show it only where those of this one do not,
        // and weak names only where no surer ones do.
        let level = self.usual_level(|at| sure(at).is_some_and(kept));
        // A title may have the name of the only section too: those headings count below which elements stand.
        let at = |level: u8| -> BTreeSet<usize> {
            let standing = self.judged().filter(|at| self.headings[*at].1.level == level);
            standing.filter_map(sure).filter(|section| kept(*section)).collect()
        };
        let above_elements = self.usual_level(|at| self.may_be_element(at)).and_then(|level| level.checked_sub(1));
        let level = above_elements.filter(|it| level.is_some_and(|level| at(*it) == at(level))).or(level);
        let level = level.or_else(|| self.usual_level(|at| below(at).is_some_and(kept))).or_else(about);
        let level = level.or_else(|| self.usual_level(|at| sure(at).is_some()));
        self.out.section_level = level.or_else(|| self.usual_level(|at| below(at).is_some()));
    }

    /// Where sections stand in a chapter in which parts of a system stand between it and most of them,
    /// rather than at the level `below` the chapter.
    fn level_below_parts(&self, below: u8) -> Option<u8> {
        let section = |at: usize| kind::section(self.headings[at].1);
        let level = self.usual_level(|at| section(at).is_some()).filter(|level| *level > below)?;
        let is_part = |at: usize| at != self.decision.headings.start && section(at).is_none();
        let standing = self.judged().filter(|at| self.headings[*at].1.level == level);
        let below_parts = standing.filter(|at| self.parents[*at].is_some_and(is_part));
        let distinct: BTreeSet<usize> = below_parts.filter_map(section).collect();
        (distinct.len() >= kind::sections_needed(&self.requirements.guide)).then_some(level)
    }

    /// The only heading of level one.
    fn title(&self) -> Option<usize> {
        let mut titles = self.judged().filter(|at| self.headings[*at].1.level == 1);
        titles.next().filter(|_| titles.next().is_none())
    }

    /// The title or chapter of a file that holds one section alone, as its front matter says and a sure
    /// name of an element below shows, if no heading below names that section; with the section.
    fn only_section(&self) -> Option<(usize, usize)> {
        let mut held = (0..self.out.sections.len()).filter(|section| !self.out.sections[*section].excused);
        let section = held.next().filter(|_| held.next().is_none() && self.out.sections.len() > 1)?;
        let title = if self.decision.chapter { self.decision.headings.start } else { self.title()? };
        let names = |at: usize| kind::any_section(self.headings[at].1).is_some_and(|(named, _)| named == section);
        let is_named = self.judged().any(|at| at != title && names(at));
        let shows = self.judged().any(|at| at != title && self.surely_of(at, section));
        (!is_named && shows).then_some((title, section))
    }

    /// Whether the heading surely means an element of the section.
    fn surely_of(&self, at: usize, section: usize) -> bool {
        let elements = &self.requirements.guide.elements;
        self.headings[at].1.meanings.iter().any(|(named, strength)| {
            *strength <= Strength::Strong && matches!(named, Named::Element(it) if elements[*it].section == section)
        })
    }

    /// Where most of the headings that `count` stand; of levels with as many the highest.
    fn usual_level(&self, count: impl Fn(usize) -> bool) -> Option<u8> {
        let mut counts = [0; 7];
        for at in self.judged().filter(|at| count(*at)) {
            counts[self.headings[at].1.level as usize] += 1;
        }
        let most = counts.iter().max().copied().filter(|most| *most > 0)?;
        counts.iter().position(|count| *count == most).map(|level| level as u8)
    }

    pub(super) fn sections(&mut self) {
        let level = self.out.section_level;
        let mut wrong: Vec<(usize, usize, Strength)> = Vec::new();
        let (stands_for_all, whole) = self.whole.unzip();
        if let Some((title, section)) = self.whole {
            self.answer_section(title, section, Strength::Shared, None);
            self.at[title] = Some(section);
        }
        for at in self.judged().filter(|at| Some(*at) != stands_for_all) {
            let heading = self.headings[at].1;
            let standing = Some(heading.level) == level;
            let Some((section, strength)) = kind::any_section(heading) else { continue };
            if !standing {
                let surest = heading.meanings.first().is_some_and(|(named, _)| *named == Named::Section(section));
                if strength != Strength::Weak && surest {
                    wrong.push((at, section, strength));
                }
                continue;
            }
            self.answer_section(at, section, strength, None);
        }
        for (at, section, strength) in wrong {
            if self.out.sections[section].answer.is_none() {
                self.answer_section(at, section, strength, level);
            }
        }
        let mut above = whole;
        for at in self.judged() {
            let heading = self.headings[at].1;
            // One by a weaker name than the section's own holds elements of it all the same.
            let another = kind::any_section(heading).filter(|_| Some(heading.level) == level);
            match (self.out.headings[at].named, another) {
                (Some(Named::Section(section)), _) | (_, Some((section, _))) => above = Some(section),
                _ if level.is_some_and(|level| heading.level <= level) && !self.may_be_element(at) => above = whole,
                _ => {}
            }
            self.at[at] = above;
        }
    }

    fn may_be_element(&self, at: usize) -> bool {
        let heading = self.headings[at].1;
        let mut meanings = heading.meanings.iter();
        heading.together.is_some()
            || meanings.any(|(named, strength)| matches!(named, Named::Element(_)) && *strength != Strength::Weak)
    }

    fn answer_section(&mut self, heading: usize, section: usize, strength: Strength, level: Option<u8>) {
        let at = self.out.headings[heading].at;
        let answer = Answered { at, by: By::Heading(strength), level, misplaced: false };
        let place = |at: PieceRef| self.out.headings.binary_search_by_key(&at, |it| it.at).ok();
        let before = self.out.sections[section].answer;
        let first = before.and_then(|before| Some((place(before.at)?, strength_of(before.by))));
        match first {
            None => self.out.sections[section].answer = Some(answer),
            Some(_) if strength > Strength::Strong => return,
            // A surer name that comes later is the one that counts.
            Some((first, weak)) if weak > Strength::Strong => {
                self.out.headings[first].named = None;
                self.out.sections[section].answer = Some(answer);
            }
            // Under another parent it is another system's.
            Some((first, _)) if self.parents[first] == self.parents[heading] => {
                self.out.sections[section].repeated.push(at);
            }
            Some(_) => {}
        }
        self.out.headings[heading].named = Some(Named::Section(section));
    }

    pub(super) fn elements(&mut self) {
        let mut candidates: Vec<Vec<Candidate>> = self.out.elements.iter().map(|_| Vec::new()).collect();
        let title = self.title();
        for at in self.judged() {
            if matches!(self.out.headings[at].named, Some(Named::Section(_))) {
                continue;
            }
            let mut found = self.candidates(at);
            // "Incident Response" over a whole document is not the element "Incident Response Procedures".
            let whole = title == Some(at) && kind::any_section(self.headings[at].1).is_some();
            found.retain(|(_, it)| !(whole && it.by == By::Heading(Strength::Trimmed)));
            for (element, candidate) in found {
                candidates[element].push(candidate);
            }
        }
        for (element, mut found) in candidates.into_iter().enumerate() {
            // The right level counts for more than the right section, and that for more than the name.
            found.sort_by_key(|it| (it.level.is_some(), !it.home, strength_of(it.by), it.heading));
            let Some((first, rest)) = found.split_first() else { continue };
            let parent = self.parents[first.heading];
            let repeats = |it: &&Candidate| {
                strength_of(it.by) <= Strength::Strong && it.by != By::Gathering && self.parents[it.heading] == parent
            };
            let mut repeated: Vec<_> = rest.iter().filter(repeats).map(|it| it.heading).collect();
            if first.by == By::Gathering || strength_of(first.by) > Strength::Strong {
                repeated.clear();
            }
            repeated.sort_unstable();
            let mut answer = *first;
            if let Some(earlier) = repeated.first_mut().filter(|earlier| **earlier < answer.heading) {
                std::mem::swap(&mut answer.heading, earlier);
            }
            let state = &mut self.out.elements[element];
            let at = self.out.headings[answer.heading].at;
            state.answer = Some(Answered { at, by: answer.by, level: answer.level, misplaced: false });
            state.repeated = repeated.iter().map(|heading| self.out.headings[*heading].at).collect();
            for heading in repeated.iter().chain([&answer.heading]) {
                let named = &mut self.out.headings[*heading].named;
                if named.is_none() {
                    *named = Some(Named::Element(element));
                }
            }
        }
    }

    /// The elements that the heading may answer.
    fn candidates(&self, at: usize) -> Vec<(usize, Candidate)> {
        let heading = self.headings[at].1;
        let above = self.at[at];
        let right = self.out.section_level.map(|level| level + 1);
        let guide = &self.requirements.guide;
        let candidate = |element: usize, by: By| {
            let home = above == Some(guide.elements[element].section);
            // A part of an element stands below that one's heading, or beside it.
            let levels = right.map(|right| right..=right + guide.depth_of(element));
            let level = levels.filter(|levels| !levels.contains(&heading.level)).map(|levels| *levels.end());
            (element, Candidate { heading: at, by, level, home })
        };
        match &heading.together {
            Some(Answer::Several(several)) => {
                return several.iter().map(|element| candidate(*element, By::Heading(Strength::Shared))).collect();
            }
            Some(Answer::Gathers(gathered)) => {
                let shown = self.shown_below(at);
                let found = gathered.iter().filter(|element| heading.leads_away || shown.contains(element));
                return found.map(|element| candidate(*element, By::Gathering)).collect();
            }
            _ => {}
        }
        let meanings = heading.meanings.iter().filter_map(|(named, strength)| match named {
            Named::Element(element) => Some((*element, *strength)),
            Named::Section(_) => None,
        });
        let mut found: Vec<_> = meanings.map(|(element, strength)| candidate(element, By::Heading(strength))).collect();
        found.retain(|(_, it)| it.by != By::Heading(Strength::Weak) || (it.home && it.level.is_none()));
        // A name that means something in its own section means nothing else there.
        found.sort_by_key(|(_, it)| (!it.home, strength_of(it.by)));
        found.truncate(1);
        found
    }

    fn shown_below(&self, heading: usize) -> Vec<usize> {
        let (from, it) = self.headings[heading];
        let below = self.strokes[from + 1..].iter();
        let below = below
            .take_while(|(_, stroke)| crate::assessment::heading(stroke).is_none_or(|other| other.level > it.level));
        below.flat_map(|(_, stroke)| stroke.shown.iter().copied()).collect()
    }
}

const fn strength_of(by: By) -> Strength {
    match by {
        By::Heading(strength) => strength,
        By::Gathering => Strength::Strong,
        By::Label | By::Link => Strength::Weak,
    }
}
