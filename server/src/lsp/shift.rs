//! Answers from an earlier state of a document, moved to where the text is now.

use crate::text::Span;

/// The edits between two states of a document, in order: the bytes replaced and the length put there.
#[derive(Clone, Debug, Default)]
pub(super) struct Shift(pub(super) Vec<(Span, usize)>);

impl Shift {
    /// Where `span` of the earlier state is now; `None` if an edit touched it.
    pub(super) fn forward(&self, span: Span) -> Option<Span> {
        self.0.iter().try_fold(span, |span, (replaced, inserted)| {
            if span.end <= replaced.start {
                Some(span)
            } else if span.start >= replaced.end {
                let by = |at: usize| at - replaced.len() + inserted;
                Some(Span::new(by(span.start), by(span.end)))
            } else {
                None
            }
        })
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
}
