//! Answers from an earlier state of a document, moved to where the text is now.

use std::collections::VecDeque;

use crate::text::Span;

/// The edits between two states of a document, in order: the bytes replaced and the length put there.
#[derive(Clone, Debug, Default)]
pub(super) struct Shift(pub(super) Vec<(Span, usize)>);

impl Shift {
    /// Where `span` of the earlier state is now; `None` if an edit touched it.
    pub(super) fn forward(&self, span: Span) -> Option<Span> {
        self.0.iter().try_fold(span, |span, (replaced, inserted)| {
            let apart = span.end <= replaced.start || span.start >= replaced.end;
            apart.then(|| near(span, *replaced, *inserted))
        })
    }

    /// As [`Shift::forward`], but `None` also if an edit came to stand right beside it.
    pub(super) fn forward_apart(&self, span: Span) -> Option<Span> {
        self.0.iter().try_fold(span, |span, (replaced, inserted)| {
            (!span.meets(*replaced)).then(|| near(span, *replaced, *inserted))
        })
    }

    /// Where what is left of `span` of the earlier state is now.
    pub(super) fn near(&self, span: Span) -> Span {
        self.0.iter().fold(span, |span, (replaced, inserted)| near(span, *replaced, *inserted))
    }

    /// Where `offset` of the present state was; `None` if an edit put it there.
    pub(super) fn back(&self, offset: usize) -> Option<usize> {
        self.0.iter().rev().try_fold(offset, |offset, (replaced, inserted)| {
            if offset <= replaced.start {
                Some(offset)
            } else if offset >= replaced.start + inserted {
                Some(offset - inserted + replaced.len())
            } else {
                None
            }
        })
    }
}

/// Where `span` is after an edit; if that touched it, with all that was put there.
fn near(span: Span, replaced: Span, inserted: usize) -> Span {
    let start = if span.start >= replaced.end && (span.start > replaced.start || !span.is_empty()) {
        span.start - replaced.len() + inserted
    } else {
        span.start.min(replaced.start)
    };
    let end =
        if span.end <= replaced.start { span.end } else { span.end.max(replaced.end) - replaced.len() + inserted };
    Span::new(start.min(end), end.max(start))
}

/// What was done to a document of late.
#[derive(Debug, Default)]
pub(super) struct Edits {
    /// How many came before those that are kept.
    forgotten: u64,
    kept: VecDeque<(Span, usize)>,
}

/// So many edits are kept in any case, for answers that are being worked on.
const KEPT: usize = 1000;

/// And no more than so many, for whatever answer: what was edited as often is best looked through anew.
const MOST: usize = 20_000;

impl Edits {
    /// How many there were: the number of the state after the last one.
    pub(super) fn count(&self) -> u64 {
        self.forgotten + self.kept.len() as u64
    }

    /// Notes one more; those before the state `needed` may be forgotten.
    pub(super) fn push(&mut self, replaced: Span, inserted: usize, needed: u64) {
        self.kept.push_back((replaced, inserted));
        while self.kept.len() > MOST || (self.kept.len() > KEPT && self.forgotten < needed) {
            self.kept.pop_front();
            self.forgotten += 1;
        }
    }

    /// What was done since that state; `None` if that was forgotten.
    pub(super) fn since(&self, state: u64) -> Option<Shift> {
        let from = usize::try_from(state.checked_sub(self.forgotten)?).ok()?;
        (from <= self.kept.len()).then(|| Shift(self.kept.range(from..).copied().collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_edit_touched_moves_along() {
        // "abcdef": "cd" became "xyz", then "a" went.
        let shift = Shift(vec![(Span::new(2, 4), 3), (Span::new(0, 1), 0)]);
        assert_eq!(shift.forward(Span::new(4, 6)), Some(Span::new(4, 6)));
        assert_eq!(shift.forward(Span::new(1, 2)), Some(Span::new(0, 1)));
        assert_eq!(shift.forward(Span::new(1, 3)), None);
        assert_eq!(shift.back(4), Some(4));
        assert_eq!(shift.back(2), None);
        assert_eq!(shift.back(0), Some(0));
    }

    #[test]
    fn an_insertion_beside_an_edit_is_doubtful() {
        let shift = Shift(vec![(Span::at(3), 1)]);
        assert_eq!(shift.forward(Span::at(3)), Some(Span::at(3)));
        assert_eq!(shift.forward(Span::new(3, 4)), Some(Span::new(4, 5)));
        assert_eq!(shift.forward_apart(Span::at(3)), None);
        assert_eq!(shift.forward_apart(Span::new(1, 3)), None);
        assert_eq!(shift.forward_apart(Span::new(4, 5)), Some(Span::new(5, 6)));
        assert_eq!(shift.forward_apart(Span::new(1, 2)), Some(Span::new(1, 2)));
    }

    #[test]
    fn what_was_edited_is_still_near() {
        // "abcdef": "cd" became "xyz".
        let shift = Shift(vec![(Span::new(2, 4), 3)]);
        assert_eq!(shift.near(Span::new(1, 3)), Span::new(1, 5));
        assert_eq!(shift.near(Span::new(3, 6)), Span::new(2, 7));
        assert_eq!(shift.near(Span::at(3)), Span::new(2, 5));
        assert_eq!(shift.near(Span::new(4, 6)), Span::new(5, 7));
    }

    #[test]
    fn edits_are_kept_as_long_as_they_are_needed() {
        let mut edits = Edits::default();
        for at in 0..KEPT + 10 {
            edits.push(Span::at(at), 1, 5);
        }
        assert_eq!(edits.count(), KEPT as u64 + 10);
        assert!(edits.since(4).is_none());
        assert_eq!(edits.since(5).map(|shift| shift.0.len()), Some(KEPT + 5));
        assert_eq!(edits.since(edits.count()).map(|shift| shift.0.len()), Some(0));
        for at in 0..MOST {
            edits.push(Span::at(at), 1, 5);
        }
        assert!(edits.since(5).is_none() && edits.kept.len() == MOST);
    }
}
