//! What is dealt with where no heading says so, and what is dealt with in another place than its own.

use super::Binder;
use crate::assessment::{Answered, By, heading};
use crate::guide::{Answer, Named};
use crate::outline::Content;
use crate::reading::{Defers, PieceRef};

impl Binder<'_, '_> {
    /// Answers what no heading does by labels, first cells and links.
    pub(super) fn evidence(&mut self) {
        // Sections that say themselves where they are dealt with.
        let mut deferred = self.deferred();
        for (piece, stroke) in &self.strokes[self.region_strokes()] {
            if stroke.evidence.is_empty() && stroke.refers.is_empty() {
                continue;
            }
            let place = self.out.place(*piece);
            let named = stroke.evidence.iter().filter_map(|evidence| match evidence.named {
                Named::Element(element) => Some(element),
                Named::Section(_) => None,
            });
            let section = |element: &usize| Some(self.requirements.guide.elements[*element].section);
            self.referred
                .extend(stroke.refers.iter().copied().chain(named).filter(|element| section(element) == place.section));
            for evidence in &stroke.evidence {
                let by = if evidence.link { By::Link } else { By::Label };
                let answer = Answered { at: *piece, by, level: None, misplaced: false };
                match evidence.named {
                    Named::Section(section) if evidence.link => {
                        self.out.sections[section].answer.get_or_insert(answer);
                        if place.section == Some(section) && place.element.is_none() {
                            deferred.push((section, *piece));
                        }
                    }
                    Named::Section(_) => {}
                    Named::Element(element) => {
                        let home = place.section == Some(self.requirements.guide.elements[element].section);
                        // Below the heading of the element that it is a part of it is no other's.
                        let free = |of| self.requirements.guide.is_part_of(element, of);
                        let counts =
                            if evidence.link { !evidence.weak || home } else { place.element.is_none_or(free) };
                        let state = &mut self.out.elements[element];
                        if counts && state.answer.is_none() {
                            state.answer = Some(answer);
                        }
                    }
                }
            }
        }
        // What says something of some of its elements says nothing of the others.
        let answered = |section: usize| {
            let elements = self.requirements.guide.sections[section].elements.clone();
            self.out.elements[elements].iter().any(|element| element.answer.is_some())
        };
        deferred.retain(|(section, _)| !answered(*section));
        // A section that a link leads to deals with its elements there.
        for (section, state) in self.out.sections.iter().enumerate() {
            let Some(answer) = state.answer else { continue };
            if answer.by == By::Link || self.leads_away(answer.at) {
                deferred.push((section, answer.at));
            }
        }
        for (section, at) in deferred {
            let answer = Answered { at, by: By::Link, level: None, misplaced: false };
            for element in self.requirements.guide.sections[section].elements.clone() {
                self.out.elements[element].answer.get_or_insert(answer);
            }
        }
        self.topics();
    }

    /// The sections below whose headings nothing stands but lines that lead on to other files, or first of
    /// all that nothing applies; with the line that says so.
    fn deferred(&self) -> Vec<(usize, PieceRef)> {
        let mut out = Vec::new();
        for (section, state) in self.out.sections.iter().enumerate() {
            let at = |answer: Answered| self.strokes.binary_search_by_key(&answer.at, |(piece, _)| *piece).ok();
            let Some(first) = state.answer.and_then(at) else { continue };
            let below = &self.strokes[first + 1..self.region_strokes().end];
            let length = below.iter().take_while(|(_, stroke)| heading(stroke).is_none()).count();
            let next = below.get(length).and_then(|(_, stroke)| heading(stroke));
            let own = heading(self.strokes[first].1).map_or(0, |heading| heading.level);
            let mut said = below[..length].iter().filter(|(_, stroke)| stroke.content != Content::None);
            if next.is_some_and(|next| next.level > own) {
                continue;
            }
            let Some((line, stroke)) = said.next() else { continue };
            let defers = match stroke.defers {
                Some(Defers::NotApplicable) => true,
                Some(Defers::Link) => said.all(|(_, stroke)| stroke.defers.is_some()),
                None => false,
            };
            out.extend(defers.then_some((section, *line)));
        }
        out
    }

    /// Whether a heading stands there that is a link to where it is said.
    pub(super) fn leads_away(&self, at: PieceRef) -> bool {
        let found = self.strokes.binary_search_by_key(&at, |(piece, _)| *piece);
        found.ok().and_then(|found| heading(self.strokes[found].1)).is_some_and(|heading| heading.leads_away)
    }

    fn topics(&mut self) {
        for (_, stroke) in &self.strokes[self.region_strokes()] {
            self.out.topics |= stroke.topics;
        }
        // Beside a chapter stand those of its level, beside sections what the guide has no name for.
        let chapter = self.out.headings.get(self.decision.headings.start).filter(|_| self.decision.chapter);
        let (beside, chapter) = (chapter.map(|chapter| chapter.level), chapter.map(|chapter| chapter.at));
        for (at, (_, heading)) in self.headings.iter().enumerate() {
            let it = &self.out.headings[at];
            let sibling = Some(it.level) == beside || (it.judged && Some(it.level) == self.out.section_level);
            if sibling && it.named.is_none() && Some(it.at) != chapter {
                self.out.topics |= heading.topics;
            }
        }
    }

    /// An element outside of its section is misplaced if it has a section to stand in that does not
    /// even say so. A heading of the wrong level is where it belongs only below its own section.
    pub(super) fn misplaced(&mut self) {
        for element in 0..self.out.elements.len() {
            let section = self.requirements.guide.elements[element].section;
            let home = self.out.sections[section].answer.filter(|answer| answer.by != By::Link);
            let Some(answer) = self.out.elements[element].answer else { continue };
            let place = self.out.place(answer.at);
            // One heading for elements of several sections is at home in each, at any level.
            let sections = self.sections_named(answer, section);
            let inside = place.section.is_some_and(|it| sections.contains(&it));
            let level = answer.level.filter(|_| inside && sections.iter().all(|it| *it == section));
            let by_heading = matches!(answer.by, By::Heading(_) | By::Gathering);
            let misplaced = home.is_some() && !inside && by_heading && !self.referred.contains(&element);
            self.out.elements[element].answer = Some(Answered { level, misplaced, ..answer });
        }
    }

    /// The sections of the elements that the heading of `answer` names; else that of the element alone.
    fn sections_named(&self, answer: Answered, own: usize) -> Vec<usize> {
        let elements = &self.requirements.guide.elements;
        let at = self.out.headings.binary_search_by_key(&answer.at, |it| it.at);
        match at.map(|at| &self.headings[at].1.together) {
            Ok(Some(Answer::Several(several))) => several.iter().map(|at| elements[*at].section).collect(),
            _ => vec![own],
        }
    }
}
