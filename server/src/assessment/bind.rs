//! Where each section and element is dealt with: headings first, then labels, cells and links.

use std::ops::Range;

use super::kind::{self, Decision};
use super::{Answered, Assessment, By, ElementState, Place, SectionState};
use crate::front_matter::{Declared, FrontMatter};
use crate::guide::{Answer, Named, Strength};
use crate::outline::Content;
use crate::reading::{HeadingStroke, PieceRef, Stroke, StrokeKind};
use crate::requirements::Requirements;

type Strokes<'a> = [(PieceRef, &'a Stroke)];

pub(super) fn bind(
    out: &mut Assessment,
    strokes: &Strokes<'_>,
    headings: &[(usize, &HeadingStroke)],
    decision: &Decision,
    requirements: &Requirements,
    front_matter: Option<&FrontMatter>,
) {
    let mut binder = Binder { out, strokes, headings, decision, requirements, at: Vec::new() };
    binder.requirements_of(front_matter);
    binder.region();
    binder.section_level();
    binder.sections();
    binder.elements();
    binder.places();
    binder.evidence();
    binder.misplaced();
    binder.contents();
}

struct Binder<'a, 'b> {
    out: &'a mut Assessment,
    strokes: &'a Strokes<'b>,
    /// With their places among the strokes.
    headings: &'a [(usize, &'b HeadingStroke)],
    decision: &'a Decision,
    requirements: &'a Requirements,
    /// Of each heading in the region: the section whose heading stands above it.
    at: Vec<Option<usize>>,
}

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
    /// Front matter may name the sections that this file holds; the others are in other files.
    fn requirements_of(&mut self, front_matter: Option<&FrontMatter>) {
        let guide = &self.requirements.guide;
        let held: Vec<_> = match front_matter.and_then(|it| it.declared.as_ref()) {
            Some(Declared::Yes { sections, .. }) => {
                sections.iter().filter_map(|name| guide.find(&name.value)).collect()
            }
            _ => Vec::new(),
        };
        let holds_section = |section: usize| {
            let element = |named: &Named| matches!(named, Named::Element(at) if guide.elements[*at].section == section);
            held.is_empty() || held.contains(&Named::Section(section)) || held.iter().any(element)
        };
        let holds_element = |element: usize| {
            held.is_empty()
                || held.contains(&Named::Element(element))
                || held.contains(&Named::Section(guide.elements[element].section))
        };
        let sections =
            (0..guide.sections.len()).map(|at| SectionState { excused: !holds_section(at), ..SectionState::default() });
        self.out.sections = sections.collect();
        let elements = self.requirements.elements.iter().enumerate();
        self.out.elements = elements
            .map(|(at, requirement)| ElementState {
                requirement: *requirement,
                excused: !holds_element(at),
                ..ElementState::default()
            })
            .collect();
    }

    fn region(&mut self) {
        let range = &self.decision.headings;
        for heading in &mut self.out.headings[range.clone()] {
            heading.judged = true;
        }
        if self.decision.chapter {
            self.out.chapter = Some(self.out.headings[range.start].at);
        }
    }

    /// The headings that are judged, without the chapter's own.
    fn judged(&self) -> Range<usize> {
        self.decision.headings.start + usize::from(self.decision.chapter)..self.decision.headings.end
    }

    /// The strokes of the region.
    fn region_strokes(&self) -> Range<usize> {
        let of = |heading: usize| self.headings.get(heading).map_or(self.strokes.len(), |(stroke, _)| *stroke);
        let start = if self.decision.chapter { of(self.decision.headings.start) } else { 0 };
        start..if self.decision.chapter { of(self.decision.headings.end) } else { self.strokes.len() }
    }

    fn section_level(&mut self) {
        if self.decision.chapter {
            self.out.section_level = Some(self.headings[self.decision.headings.start].1.level + 1);
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
        let level = level.or_else(|| self.usual_level(|at| below(at).is_some_and(kept))).or_else(about);
        let level = level.or_else(|| self.usual_level(|at| sure(at).is_some()));
        self.out.section_level = level.or_else(|| self.usual_level(|at| below(at).is_some()));
    }

    /// The only heading of level one.
    fn title(&self) -> Option<usize> {
        let mut titles = self.judged().filter(|at| self.headings[*at].1.level == 1);
        titles.next().filter(|_| titles.next().is_none())
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

    fn sections(&mut self) {
        let level = self.out.section_level;
        let mut wrong: Vec<(usize, usize, Strength)> = Vec::new();
        for at in self.judged() {
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
        let mut above = None;
        self.at = vec![None; self.headings.len()];
        for at in self.judged() {
            let heading = self.headings[at].1;
            // One by a weaker name than the section's own holds elements of it all the same.
            let another = kind::any_section(heading).filter(|_| Some(heading.level) == level);
            match (self.out.headings[at].named, another) {
                (Some(Named::Section(section)), _) | (_, Some((section, _))) => above = Some(section),
                _ if level.is_some_and(|level| heading.level <= level) && !self.may_be_element(at) => above = None,
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
        let place = |at: PieceRef| self.out.headings.iter().position(|it| it.at == at);
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
            Some((first, _)) if self.parent(first) == self.parent(heading) => {
                self.out.sections[section].repeated.push(at);
            }
            Some(_) => {}
        }
        self.out.headings[heading].named = Some(Named::Section(section));
    }

    fn elements(&mut self) {
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
            let parent = self.parent(first.heading);
            let repeats = |it: &&Candidate| {
                strength_of(it.by) <= Strength::Strong && it.by != By::Gathering && self.parent(it.heading) == parent
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
        let below = below.take_while(|(_, stroke)| super::heading(stroke).is_none_or(|other| other.level > it.level));
        below.flat_map(|(_, stroke)| stroke.shown.iter().copied()).collect()
    }

    /// The heading above, of a lower level.
    fn parent(&self, heading: usize) -> Option<usize> {
        let level = self.headings[heading].1.level;
        (0..heading).rev().find(|at| self.headings[*at].1.level < level)
    }

    /// Notes what each piece belongs to: the section and the element whose headings stand above it.
    fn places(&mut self) {
        let region = self.region_strokes();
        let judged = self.judged();
        let mut next = 0;
        let mut place = Place::default();
        // The level of the heading that the element began with.
        let mut level = u8::MAX;
        let mut chunk = None;
        for (at, (piece, stroke)) in self.strokes.iter().enumerate() {
            place.judged = region.contains(&at);
            let before = place;
            let heading = super::heading(stroke).inspect(|_| next += 1).map(|heading| (next - 1, heading));
            if !place.judged {
                place = Place::default();
            } else if let Some((index, heading)) = heading {
                let named = self.out.headings[index].named.filter(|_| judged.contains(&index));
                place.section = self.at[index];
                match named {
                    Some(Named::Section(_)) => (place.element, level) = (None, u8::MAX),
                    Some(Named::Element(element)) => (place.element, level) = (Some(element), heading.level),
                    None if heading.level <= level => (place.element, level) = (None, u8::MAX),
                    None => {}
                }
                let is_one = matches!(&heading.together, Some(Answer::Several(several)) if several.len() == 1);
                if heading.together.is_some() && !is_one {
                    place.element = None;
                }
            }
            if chunk != Some(piece.chunk) {
                chunk = Some(piece.chunk);
                let start = if at == 0 { place } else { Place { judged: place.judged, ..before } };
                if self.out.starts.range(..=piece.chunk).next_back().map(|(_, it)| *it) != Some(start) {
                    self.out.starts.insert(piece.chunk, start);
                }
            }
            if heading.is_some() {
                self.out.turns.insert(*piece, place);
            }
        }
    }

    /// Answers what no heading does by labels, first cells and links.
    fn evidence(&mut self) {
        for (piece, stroke) in &self.strokes[self.region_strokes()] {
            if stroke.evidence.is_empty() {
                continue;
            }
            let place = self.out.place(*piece);
            for evidence in &stroke.evidence {
                let by = if evidence.link { By::Link } else { By::Label };
                let answer = Answered { at: *piece, by, level: None, misplaced: false };
                match evidence.named {
                    Named::Section(section) if evidence.link => {
                        self.out.sections[section].answer.get_or_insert(answer);
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
        // A section that a link leads to deals with its elements there.
        for (section, state) in self.out.sections.iter().enumerate() {
            let Some(answer) = state.answer else { continue };
            if answer.by == By::Link || self.leads_away(answer.at) {
                let answer = Answered { by: By::Link, level: None, ..answer };
                for element in self.requirements.guide.sections[section].elements.clone() {
                    self.out.elements[element].answer.get_or_insert(answer);
                }
            }
        }
        self.topics();
    }

    /// Whether a heading stands there that is a link to where it is said.
    fn leads_away(&self, at: PieceRef) -> bool {
        self.stroke(at).and_then(super::heading).is_some_and(|heading| heading.leads_away)
    }

    fn stroke(&self, at: PieceRef) -> Option<&Stroke> {
        let found = self.strokes.binary_search_by_key(&at, |(piece, _)| *piece).ok()?;
        Some(self.strokes[found].1)
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

    /// An element outside of its section is misplaced if it has a section to stand in. A heading of
    /// the wrong level is where it belongs only below its own section.
    fn misplaced(&mut self) {
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
            let misplaced = home.is_some() && !inside && by_heading;
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

    /// How much each element that was found says.
    fn contents(&mut self) {
        for element in 0..self.out.elements.len() {
            let Some(answer) = self.out.elements[element].answer else { continue };
            let Ok(first) = self.strokes.binary_search_by_key(&answer.at, |(piece, _)| *piece) else { continue };
            let range = match answer.by {
                By::Heading(_) => self.below_heading(first),
                By::Gathering => self.gathered_part(first, element),
                By::Label => first..self.end_of_label(first),
                By::Link => first..first + 1,
            };
            let mut content = Content::None;
            let mut waiting = 0;
            let mut labels = Vec::new();
            let mut empty = Vec::new();
            for at in range.clone() {
                let (piece, stroke) = &self.strokes[at];
                let own =
                    if at == first && answer.by == By::Label { self.content_of_label(at) } else { Self::shows(stroke) };
                content = content.max(own);
                waiting += stroke.waits.iter().filter(|waits| self.waits(waits.as_ref())).count();
                let (label, labelled) = match stroke.kind {
                    StrokeKind::Line { label, labelled, .. } => (label, labelled),
                    StrokeKind::Row { label, .. } => (label, false),
                    _ => (None, false),
                };
                labels.extend(label.map(|label| (label, *piece)));
                // What names a gathered element there may have a name that is no label of the guide.
                let names = label.is_some() || (at == range.start && answer.by == By::Gathering);
                if names && labelled && self.content_of_label(at) == Content::None {
                    empty.push(*piece);
                }
            }
            // What other elements below its heading say is said below it all the same, but not what
            // only stands there because its level is wrong.
            if content == Content::None && matches!(answer.by, By::Heading(_)) {
                let all = self.strokes[first + 1..self.region_strokes().end].iter();
                let level = super::heading(self.strokes[first].1).map_or(0, |heading| heading.level);
                let level = level.max(answer.level.unwrap_or(0));
                let below = all.take_while(|(_, stroke)| super::heading(stroke).is_none_or(|it| it.level > level));
                content = below.map(|(_, stroke)| Self::shows(stroke)).max().unwrap_or(content);
            }
            // A link says where it is said.
            if answer.by == By::Link || (content == Content::None && self.leads_away(answer.at)) {
                content = Content::Some;
            }
            let state = &mut self.out.elements[element];
            state.content = content;
            (state.waiting, state.labels, state.empty_labels) = (waiting, labels, empty);
        }
    }

    /// Whether template text is still that, and no link after all.
    fn waits(&self, reference: Option<&String>) -> bool {
        reference.is_none_or(|reference| !self.out.definitions.contains(reference))
    }

    /// Whether a piece below a heading is content; comments and subheadings alone are not.
    fn shows(stroke: &Stroke) -> Content {
        match &stroke.kind {
            StrokeKind::Heading(_) | StrokeKind::FrontMatter => Content::None,
            StrokeKind::Line { labelled: true, .. } | StrokeKind::Row { .. } => Content::Some,
            _ => stroke.content,
        }
    }

    fn below_heading(&self, first: usize) -> Range<usize> {
        let level = super::heading(self.strokes[first].1).map_or(0, |heading| heading.level);
        let below = self.strokes[first + 1..self.region_strokes().end].iter();
        let ends = |piece: &PieceRef, stroke: &Stroke| {
            let named = |at: &PieceRef| self.out.turns.get(at).and_then(|place| place.element);
            super::heading(stroke).is_some_and(|other| {
                other.level <= level
                    || named(piece).is_some_and(|of| self.out.elements[of].answer.is_some_and(|it| it.at == *piece))
            })
        };
        first + 1..first + 1 + below.take_while(|(piece, stroke)| !ends(piece, stroke)).count()
    }

    /// Of what stands below a heading that gathers elements, the part that names this one.
    fn gathered_part(&self, first: usize, element: usize) -> Range<usize> {
        let all = self.below_heading(first);
        let named = |at: &usize| {
            let (_, stroke) = self.strokes[*at];
            stroke.evidence.iter().any(|evidence| evidence.named == Named::Element(element))
        };
        match all.clone().find(named) {
            Some(label) => label..self.end_of_label(label).min(all.end),
            None => all,
        }
    }

    /// Where what belongs to the label, row or line at `at` ends.
    fn end_of_label(&self, at: usize) -> usize {
        let depth = self.strokes[at].1.depth;
        let is_line = matches!(self.strokes[at].1.kind, StrokeKind::Line { .. });
        let is_item = matches!(self.strokes[at].1.kind, StrokeKind::Line { item: true, .. });
        let below = self.strokes[at + 1..].iter();
        let belongs = |stroke: &Stroke| {
            is_line
                && stroke.depth >= depth
                && match &stroke.kind {
                    StrokeKind::Heading(_) | StrokeKind::FrontMatter => false,
                    // The list below a line of its own belongs to it.
                    StrokeKind::Line { item: true, .. } => stroke.depth > depth || !is_item,
                    StrokeKind::Line { labelled, .. } => stroke.depth > depth || !labelled,
                    _ => true,
                }
        };
        at + 1 + below.take_while(|(_, stroke)| belongs(stroke)).count()
    }

    /// What a label says: its value, or else what follows up to the next label or heading.
    fn content_of_label(&self, at: usize) -> Content {
        let (_, stroke) = self.strokes[at];
        if stroke.content != Content::None || !matches!(stroke.kind, StrokeKind::Line { labelled: true, .. }) {
            return Self::shows(stroke).max(stroke.content);
        }
        let depth = stroke.depth;
        let is_item = matches!(stroke.kind, StrokeKind::Line { item: true, .. });
        for (_, next) in &self.strokes[at + 1..] {
            match &next.kind {
                StrokeKind::Heading(_) | StrokeKind::FrontMatter => return Content::None,
                // Another item of the same list, or another of the guide's names, says nothing of this one.
                StrokeKind::Line { labelled: true, item, label, .. }
                    if next.depth <= depth
                        && ((*item && is_item) || (!*item && (label.is_some() || !next.evidence.is_empty()))) =>
                {
                    return Content::None;
                }
                _ => {
                    let content = Self::shows(next);
                    if content != Content::None {
                        return content;
                    }
                }
            }
        }
        Content::None
    }
}

const fn strength_of(by: By) -> Strength {
    match by {
        By::Heading(strength) => strength,
        By::Gathering => Strength::Strong,
        By::Label | By::Link => Strength::Weak,
    }
}
