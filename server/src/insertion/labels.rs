//! Where a label belongs among those that an element has, and how it is written there.

use std::collections::BTreeSet;

use super::layout::Head;
use super::numbered::Numbered;
use super::slot::Slot;
use super::wording::{self, Block};
use super::{Inserter, LabelSpec};
use crate::guide::{Named, Step};
use crate::outline::{Label, Piece, PieceKind};
use crate::reading::PieceRef;
use crate::snapshot::{Anchor, Part};
use crate::text::{Edit, Span};

/// A label of the document that is one of the template's, by its place there.
struct There<'a> {
    order: usize,
    /// Its place among the pieces looked at.
    at: usize,
    piece: &'a Piece,
    start: usize,
}

/// The labels that can be written at some place.
pub struct Labels<'a> {
    /// In the order of the template.
    pub missing: Vec<&'a LabelSpec>,
    /// Whether some labels of the template stand there.
    pub has_others: bool,
    /// The element that they belong to; of several the first.
    pub element: usize,
    /// The heading that they stand below.
    head: usize,
    /// All of the template's there.
    all: &'a [LabelSpec],
}

impl<'a> Inserter<'a> {
    /// The labels that the element at `offset` lacks; what is written in the line of `offset` does
    /// not count. Below a heading that gathers elements, those of elements that are dealt with
    /// elsewhere are left out.
    pub fn labels_at(&self, offset: usize) -> Option<Labels<'a>> {
        let head = self.layout.element_above(offset)?;
        let Head { elements, gathers, .. } = &self.layout.heads[head];
        let element = *elements.first()?;
        let all = &self.snapshot.requirements.guide.part_of(element)?.labels;
        let open = |label: &LabelSpec| match label.element {
            Some(of) if *gathers || of != element => self.snapshot.assessment.elements[of].answer.is_none(),
            _ => true,
        };
        let others = self.pieces_beside(head, offset);
        let there: Vec<_> = others.iter().filter_map(|(_, _, piece)| piece.label()).collect();
        // Also by a link, a first cell or what stands before a dash.
        let known: BTreeSet<_> = others.iter().filter_map(|(at, ..)| self.snapshot.stroke(*at)?.label()).collect();
        let is_known = |label: &LabelSpec| {
            self.snapshot.requirements.label(&label.key).is_some_and(|number| known.contains(&number))
        };
        let titled = self.subheadings(head, all);
        let is_titled = |order: usize| titled.iter().any(|(_, other)| *other == order);
        let lacks = |(order, label): &(usize, &LabelSpec)| {
            let is_written = || there.iter().any(|written| self.is(label, written));
            open(label) && !is_known(label) && !is_titled(*order) && !is_written()
        };
        let missing: Vec<_> = all.iter().enumerate().filter(lacks).map(|(_, label)| label).collect();
        let has_others = !self.there(&others, all).is_empty();
        Some(Labels { missing, has_others, element, head, all })
    }

    /// What the line of a label begins with at `offset`, its bullet or number included; and the edits
    /// that count on behind it.
    pub fn lead_at(&self, offset: usize, labels: &Labels<'_>, label: &LabelSpec) -> (String, Vec<Edit>) {
        let others = self.pieces_beside(labels.head, offset);
        let there = self.there(&others, labels.all);
        let above = there.iter().rev().find(|it| others[it.at].1.start < offset);
        match above.or(there.first()) {
            Some(model) => self.lead_like(&others, model, offset),
            None => (wording::first_lead(&self.style, label), Vec::new()),
        }
    }

    /// The line of `label` behind `lead`.
    pub fn label_line(&self, lead: &str, label: &LabelSpec) -> Block {
        wording::label_line(lead, self.style.label, label)
    }

    /// What stands below the heading `head` on other lines than that of `offset`.
    fn pieces_beside(&self, head: usize, offset: usize) -> Vec<(PieceRef, Span, &Piece)> {
        let text = self.snapshot.text();
        let line = text.line_of(offset);
        let mut pieces = self.layout.pieces(self.layout.block(head));
        pieces.retain(|(_, span, _)| text.line_of(span.start) != line);
        pieces
    }

    /// The place of a label that `element` lacks, and its line.
    pub(super) fn label(&self, element: usize, label: &LabelSpec) -> Option<(Slot, Block)> {
        let labels = &self.snapshot.requirements.guide.part_of(element)?.labels;
        let state = self.snapshot.assessment.elements.get(element)?;
        let answer = state.answer?;
        if let Some(head) = self.layout.heads.iter().position(|head| head.at == answer.at) {
            return self.label_below(head, labels, label);
        }
        // The element is a label itself: its own labels are the items below it.
        let first = state.labels.iter().map(|(_, at)| *at).find(|at| *at != answer.at)?;
        let start = self.snapshot.span(Anchor::Piece(first, Part::Whole)).start;
        let next = self.layout.heads.get(self.layout.after(start + 1));
        let end = next.map_or(self.snapshot.text().len(), |next| self.layout.start(next));
        let pieces = self.layout.pieces(Span::new(start, end));
        let depth = pieces.first().map_or(0, |(_, _, piece)| piece.depth);
        let inside = pieces.iter().take_while(|(_, _, piece)| piece.depth >= depth).count();
        self.among(&pieces[..inside], labels, label)
    }

    /// The place of a label below the heading `head`.
    pub(super) fn label_below(&self, head: usize, labels: &[LabelSpec], label: &LabelSpec) -> Option<(Slot, Block)> {
        let pieces = self.layout.pieces(self.layout.block(head));
        let found = self.among(&pieces, labels, label).or_else(|| self.among_subheadings(head, labels, label));
        if found.is_some() {
            return found;
        }
        let line_end = self.style.line_end;
        let mut slot = self.layout.before(head + 1, false, line_end)?;
        line_end.clone_into(&mut slot.between);
        let lead = wording::first_lead(&self.style, label);
        let own = self.layout.pieces(self.layout.own_text(head));
        if let Some(marker) = own.last().and_then(|(_, _, piece)| piece.line()?.item).filter(|item| !item.ordered)
            && label.step == Step::Bullet
            && own
                .last()
                .is_some_and(|(at, _, piece)| piece.depth == 0 && self.text_of(*at, marker.marker) == lead.trim())
        {
            line_end.clone_into(&mut slot.first);
        }
        Some((slot, wording::label_line(&lead, self.style.label, label)))
    }

    fn text_of(&self, at: PieceRef, span: Span) -> String {
        self.snapshot.slice(span.shift(self.snapshot.readings.start(at.chunk))).trim().to_owned()
    }

    /// The place of `label` among those of `labels` that stand in `pieces`; none if none does.
    fn among(
        &self,
        pieces: &[(PieceRef, Span, &Piece)],
        labels: &[LabelSpec],
        label: &LabelSpec,
    ) -> Option<(Slot, Block)> {
        let wanted = labels.iter().position(|spec| spec.key == label.key)?;
        let there = self.there(pieces, labels);
        let before = there.iter().filter(|it| it.order < wanted).max_by_key(|it| it.order);
        let after = there.iter().filter(|it| it.order > wanted).min_by_key(|it| it.order);
        let model = before.or(after)?;
        let gap = self.gap(pieces, &there, model);
        let text = self.snapshot.text();
        let mut slot = if before.is_some() {
            let (_, last, piece) = pieces[end_of(pieces, model.at)];
            // An item ends what stands in the one before; anything else goes on up to a blank line, or further.
            let is_item = model.piece.line().is_some_and(|line| line.item.is_some());
            if !is_item && self.layout.open_block().is_some_and(|open| open <= last.start) {
                return None;
            }
            let apart = !is_item && piece.line().is_none();
            let first = if apart { self.style.line_end.repeat(2) } else { gap.clone() };
            let at = text.line_span(text.line_of(last.end.max(last.start + 1) - 1)).end;
            Slot { at, first, between: gap, tail: String::new(), indented: false, more: Vec::new() }
        } else {
            let at = text.line_start(text.line_of(pieces[model.at].1.start));
            Slot { at, first: String::new(), between: gap.clone(), tail: gap, indented: false, more: Vec::new() }
        };
        let (lead, more) = self.lead_like(pieces, model, slot.at);
        slot.more = more;
        let (before_name, behind_name) = self.marks_of(model);
        Some((slot, wording::label_line(&lead, (&before_name, &behind_name), label)))
    }

    /// Those of `labels` that stand in `pieces`.
    fn there<'p>(&self, pieces: &[(PieceRef, Span, &'p Piece)], labels: &[LabelSpec]) -> Vec<There<'p>> {
        let there = pieces.iter().enumerate().filter_map(|(at, (_, span, piece))| {
            let written = piece.label()?;
            let order = labels.iter().position(|spec| self.is(spec, written))?;
            Some(There { order, at, piece, start: span.start - piece.span.start })
        });
        there.collect()
    }

    fn is(&self, spec: &LabelSpec, written: &Label) -> bool {
        let named = || self.snapshot.requirements.names.label(written);
        spec.key == written.key || spec.element.is_some_and(|element| named() == Some(Named::Element(element)))
    }

    /// What stands between two labels: a line end, or a blank line where the document has one.
    fn gap(&self, pieces: &[(PieceRef, Span, &Piece)], there: &[There<'_>], model: &There<'_>) -> String {
        let line_end = self.style.line_end;
        let text = self.snapshot.text();
        let line = |at: usize| text.line_of(at);
        let neighbour =
            there.iter().find(|it| it.at > model.at).or_else(|| there.iter().rev().find(|it| it.at < model.at));
        let apart = |of: &There<'_>| {
            let second = of.at.max(model.at);
            let before = pieces[second - 1].1;
            line(pieces[second].1.start) > line(before.end.max(before.start + 1) - 1) + 1
        };
        let is_item = model.piece.line().is_some_and(|line| line.item.is_some());
        let loose = neighbour.map_or(!is_item, apart);
        line_end.repeat(if loose { 2 } else { 1 })
    }

    /// What stands around the name of a label that is written as `model` is.
    fn marks_of(&self, model: &There<'_>) -> (String, String) {
        let own = || (self.style.label.0.to_owned(), self.style.label.1.to_owned());
        let Some(written) = model.piece.label() else { return own() };
        let of = |span: Span| self.snapshot.slice(span.shift(model.start)).into_owned();
        let marks =
            (of(Span::new(written.span.start, written.name.start)), of(Span::new(written.name.end, written.span.end)));
        let whole = written.marked && !marks.1.trim_matches(['*', '_', ' ']).is_empty();
        if whole { marks } else { own() }
    }

    /// What a line at `offset` begins with that is written as `model` is; and the edits that count on
    /// behind it.
    fn lead_like(&self, pieces: &[(PieceRef, Span, &Piece)], model: &There<'_>, offset: usize) -> (String, Vec<Edit>) {
        let text = self.snapshot.text();
        let (Some(line), Some(written)) = (model.piece.line(), model.piece.label()) else { return Default::default() };
        let start = written.span.start + model.start;
        let line_start = text.line_start(text.line_of(start));
        let mut lead = self.snapshot.slice(Span::new(line_start, start)).into_owned();
        // What is written anew is not done.
        if let Some(at) = line.item.and_then(|item| item.task).filter(|(_, done)| *done).and_then(|_| lead.rfind('[')) {
            lead.replace_range(at.., &lead[at..].replace(['x', 'X'], " "));
        }
        let Some(list) = Numbered::around(self.snapshot, pieces, model.at) else { return (lead, Vec::new()) };
        let number = list.number_at(offset).to_string();
        if let Some(own) = list.digits_in(Span::new(line_start, start)) {
            lead.replace_range(own.start - line_start..own.end - line_start, &number);
        }
        (lead, list.moved_on(offset))
    }
}

/// The last piece that belongs to the label at `at`: what is nested in its item, or, below a label
/// that is no item, what stands before the next one.
fn end_of(pieces: &[(PieceRef, Span, &Piece)], at: usize) -> usize {
    let own = pieces[at].2;
    let is_item = own.line().is_some_and(|line| line.item.is_some());
    let belongs = |piece: &Piece| match &piece.kind {
        PieceKind::Heading(_) | PieceKind::FrontMatter => false,
        _ if is_item => piece.depth > own.depth,
        PieceKind::Line(line) => piece.depth > own.depth || line.label.is_none(),
        _ => true,
    };
    at + pieces[at + 1..].iter().take_while(|(_, _, piece)| belongs(piece)).count()
}
