//! The block that follows a comment.

use std::borrow::Cow;

use crate::document::ChunkIndex;
use crate::outline::{Content, Facts, Item, Piece, PieceKind};
use crate::reading::DirectiveAt;
use crate::snapshot::Snapshot;
use crate::text::Span;

/// The next heading, paragraph, whole list, whole table or code block, by bytes of the document.
pub(super) fn next_block(snapshot: &Snapshot, mut chunk: ChunkIndex, directive: &DirectiveAt) -> Option<Span> {
    let mut from = if directive.alone { directive.piece } else { directive.piece + 1 };
    loop {
        let facts = snapshot.facts(chunk)?;
        if let Some(at) = (from..facts.pieces.len()).find(|at| is_block(&facts.pieces[*at])) {
            let start = snapshot.readings.start(chunk);
            let end = last_of_block(facts, &|span| snapshot.slice(span.shift(start)), at);
            return Some(Span::new(facts.pieces[at].span.start, facts.pieces[end].span.end).shift(start));
        }
        chunk = snapshot.document.chunks().next(chunk)?;
        from = 0;
    }
}

/// Whether a reader sees anything there; comments may stand below each other.
fn is_block(piece: &Piece) -> bool {
    match &piece.kind {
        PieceKind::Heading(_) | PieceKind::Row(_) => true,
        PieceKind::FrontMatter => false,
        PieceKind::Line(line) => line.item.is_some() || line.label.is_some() || line.content != Content::None,
        PieceKind::Block { content } => *content,
    }
}

/// The text of a span of the facts.
type Slice<'a> = &'a dyn Fn(Span) -> Cow<'a, str>;

/// The last piece of the block that starts with the one at `at`.
fn last_of_block(facts: &Facts, slice: Slice<'_>, at: usize) -> usize {
    let first = &facts.pieces[at];
    let item = first.line().and_then(|line| line.item);
    let belongs = |(before, piece): &(&Piece, &Piece)| match (&first.kind, item) {
        (PieceKind::Row(row), _) => piece.row().is_some_and(|other| other.table == row.table),
        (PieceKind::Line(_), Some(item)) => piece.depth > first.depth || goes_on(slice, item, piece, first.depth),
        // A paragraph is cut where one of its lines has a label.
        (PieceKind::Line(_), None) => {
            let between = slice(Span::new(before.span.end, piece.span.start.max(before.span.end)));
            let lines = between.matches('\n').count().max(between.matches('\r').count());
            piece.line().is_some_and(|line| line.item.is_none()) && piece.depth == first.depth && lines < 2
        }
        _ => false,
    };
    let rest = &facts.pieces[at..];
    at + rest.iter().zip(&rest[1..]).take_while(belongs).count()
}

/// Whether `piece` is an item of the list that began with `item`: another bullet begins another list.
fn goes_on(slice: Slice<'_>, item: Item, piece: &Piece, depth: u32) -> bool {
    let mark = |item: Item| slice(item.marker).chars().last();
    let other = piece.line().and_then(|line| line.item);
    piece.depth == depth && other.is_some_and(|other| mark(other) == mark(item))
}
