//! The numbers of an ordered list that an item is put into.

use crate::outline::{Item, Piece};
use crate::reading::PieceRef;
use crate::snapshot::Snapshot;
use crate::text::{Edit, Span};

/// The items of an ordered list, in order.
#[derive(Debug)]
pub(super) struct Numbered(Vec<Counted>);

#[derive(Debug)]
struct Counted {
    number: u32,
    /// Its digits, by bytes of the document.
    digits: Span,
    /// Whether other lines belong to it, which are indented by what stands before its text.
    holds: bool,
}

impl Numbered {
    /// The list that the piece at `at` is an item of; none if it is no item of an ordered one.
    pub(super) fn around(snapshot: &Snapshot, pieces: &[(PieceRef, Span, &Piece)], at: usize) -> Option<Self> {
        let item = |piece: &Piece| piece.line()?.item.filter(|item| item.ordered);
        item(pieces[at].2)?;
        let depth = pieces[at].2.depth;
        let belongs = |at: &usize| pieces[*at].2.depth > depth || item(pieces[*at].2).is_some();
        let is_here = |at: &usize| pieces[*at].2.depth >= depth && belongs(at);
        let first = (0..at).rev().take_while(is_here).last().unwrap_or(at);
        let items = (first..pieces.len()).take_while(is_here).filter(|at| pieces[*at].2.depth == depth);
        let counted = items.map(|at| {
            let (_, span, piece) = pieces[at];
            let holds = pieces.get(at + 1).is_some_and(|(_, _, next)| next.depth > depth);
            counted(snapshot, item(piece)?, span.start - piece.span.start, holds)
        });
        counted.collect::<Option<_>>().map(Self)
    }

    /// The number of an item that is put in at `offset`. A list may give every item the same one and
    /// leave counting to who shows it.
    pub(super) fn number_at(&self, offset: usize) -> u32 {
        let is_counted = self.0.len() == 1 || self.0.iter().any(|it| it.number != self.0[0].number);
        match self.0.iter().rev().find(|it| it.digits.start < offset) {
            Some(before) => before.number.saturating_add(is_counted.into()),
            None => self.0[0].number,
        }
    }

    /// The digits of an item's number that stand in `span`.
    pub(super) fn digits_in(&self, span: Span) -> Option<Span> {
        self.0.iter().map(|it| it.digits).find(|digits| span.contains(*digits))
    }

    /// The edits that count on behind an item that is put in at `offset`. None where the list does not
    /// count one by one, or where more digits would leave other lines of an item outside of it.
    pub(super) fn moved_on(&self, offset: usize) -> Vec<Edit> {
        let is_counted = self.0.windows(2).all(|pair| pair[1].number.checked_sub(pair[0].number) == Some(1));
        let following = self.0.iter().filter(|it| it.digits.start >= offset);
        let next = |it: &Counted| {
            let text = it.number.checked_add(1)?.to_string();
            (text.len() == it.digits.len() || !it.holds).then_some(Edit { span: it.digits, text })
        };
        let edits: Option<Vec<_>> = following.map(next).collect();
        edits.filter(|_| is_counted).unwrap_or_default()
    }
}

fn counted(snapshot: &Snapshot, item: Item, start: usize, holds: bool) -> Option<Counted> {
    let marker = item.marker.shift(start);
    let text = snapshot.slice(marker);
    let from = text.find(|char: char| char.is_ascii_digit())?;
    let length = text[from..].bytes().take_while(u8::is_ascii_digit).count();
    let number = text[from..from + length].parse().ok()?;
    Some(Counted { number, digits: Span::new(marker.start + from, marker.start + from + length), holds })
}
