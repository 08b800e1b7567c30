//! How much is said of each element where it is dealt with.

use std::ops::Range;

use super::Binder;
use crate::assessment::{By, heading};
use crate::guide::Named;
use crate::outline::Content;
use crate::reading::{PieceRef, Stroke, StrokeKind};

impl Binder<'_, '_> {
    /// How much each element that was found says.
    pub(super) fn contents(&mut self) {
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
            let waits = |stroke: &Stroke| stroke.waits.iter().filter(|waits| self.waits(waits.as_ref())).count();
            let mut waiting = if matches!(answer.by, By::Heading(_)) { waits(self.strokes[first].1) } else { 0 };
            let mut labels = Vec::new();
            let mut empty = Vec::new();
            for at in range.clone() {
                let (piece, stroke) = &self.strokes[at];
                let own =
                    if at == first && answer.by == By::Label { self.content_of_label(at) } else { Self::shows(stroke) };
                content = content.max(own);
                waiting += waits(stroke);
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
                let level = heading(self.strokes[first].1).map_or(0, |heading| heading.level);
                let level = level.max(answer.level.unwrap_or(0));
                let below = all.take_while(|(_, stroke)| heading(stroke).is_none_or(|it| it.level > level));
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
        let level = heading(self.strokes[first].1).map_or(0, |heading| heading.level);
        let below = self.strokes[first + 1..self.region_strokes().end].iter();
        let ends = |piece: &PieceRef, stroke: &Stroke| {
            let named = |at: &PieceRef| self.out.turns.get(at).and_then(|place| place.element);
            heading(stroke).is_some_and(|other| {
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
