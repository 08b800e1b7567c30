//! Labels that a document writes as subheadings.

use super::layout::Turn;
use super::slot::Slot;
use super::wording::{Block, Writer};
use super::{Inserter, LabelSpec};
use crate::names;

impl Inserter<'_> {
    /// The place of `label` as a subheading among those of `labels` that are subheadings of the heading
    /// `head`; none if none is.
    pub(super) fn among_subheadings(
        &self,
        head: usize,
        labels: &[LabelSpec],
        label: &LabelSpec,
    ) -> Option<(Slot, Block)> {
        let wanted = labels.iter().position(|spec| spec.key == label.key)?;
        let there = self.subheadings(head, labels);
        let before = there.iter().filter(|(_, order)| *order < wanted).max_by_key(|(_, order)| *order);
        let after = there.iter().filter(|(_, order)| *order > wanted).min_by_key(|(_, order)| *order);
        let (model, _) = *before.or(after)?;
        let heads = &self.layout.heads;
        let level = heads[model].level;
        let place = match before {
            Some(_) => model + 1 + heads[model + 1..].iter().take_while(|below| below.level > level).count(),
            None => model,
        };
        let slot = self.layout.before(place, false, self.style.line_end)?;
        let mut writer = Writer::new(&self.style);
        writer.heading(level, self.layout.number(place, level, Turn::ONLY).as_ref(), &label.name);
        writer.placeholder(if label.placeholder.is_empty() { &label.name } else { &label.placeholder });
        Some((slot, writer.out))
    }

    /// The subheadings of the heading `head` that are one of `labels`, with its place among those.
    pub(super) fn subheadings(&self, head: usize, labels: &[LabelSpec]) -> Vec<(usize, usize)> {
        let heads = &self.layout.heads;
        let below = (head + 1..heads.len())
            .take_while(|at| heads[*at].level > heads[head].level && heads[*at].elements.is_empty());
        let order = |at: usize| {
            let key = names::key(self.layout.title(heads[at].at)?);
            Some((at, labels.iter().position(|spec| spec.key == key)?))
        };
        below.filter_map(order).collect()
    }
}
