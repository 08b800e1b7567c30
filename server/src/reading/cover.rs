//! Which lines and blocks of a chunk its suppressions are about.

use std::cell::LazyCell;

use super::DirectiveAt;
use crate::outline::{Content, Facts, Piece, PieceKind};
use crate::suppression::Kind;
use crate::text::Span;

/// What suppressions cover in a chunk, by its bytes.
#[derive(Debug, Default)]
pub struct Covers {
    /// Of each directive the line that it stands in or the block that follows it. None if it is about
    /// neither, or about the first block of the chunks behind this one.
    pub of: Vec<Option<Span>>,
    /// The first block of the chunk.
    pub first: Option<Span>,
}

impl Covers {
    pub(super) fn read(text: &str, facts: &Facts, directives: &[DirectiveAt]) -> Self {
        let lines = LazyCell::new(|| line_ends(text));
        let blocks = LazyCell::new(|| blocks(text, facts));
        let block_from = |piece: usize| blocks.get(piece).copied().flatten();
        let of = directives.iter().map(|it| match it.directive.kind {
            Kind::Line => Some(lines_of(&lines, facts.comments[it.comment].span)),
            Kind::NextLine if it.alone => block_from(it.piece),
            Kind::NextLine => block_from(it.piece + 1),
            _ => None,
        });
        let first = facts.pieces.iter().find(|piece| is_block(piece)).and_then(|piece| match &piece.kind {
            // Most chunks start with a heading.
            PieceKind::Heading(_) => Some(piece.span),
            _ => block_from(0),
        });
        Self { of: of.collect(), first }
    }
}

/// Behind each line of `text`.
fn line_ends(text: &str) -> Vec<usize> {
    let ends = memchr::memchr2_iter(b'\n', b'\r', text.as_bytes());
    ends.map(|end| end + 1).chain([text.len() + 1]).collect()
}

/// The lines that what is at `span` stands in, by the ends of all.
fn lines_of(ends: &[usize], span: Span) -> Span {
    let at = |offset: usize| ends.partition_point(|end| *end <= offset);
    let start = at(span.start).checked_sub(1).map_or(0, |before| ends[before]);
    Span::new(start, ends[at(span.end)])
}

/// For each piece the block that starts with it, or else the next one: a heading, a paragraph, a whole
/// list, a whole table, code.
fn blocks(text: &str, facts: &Facts) -> Vec<Option<Span>> {
    let last = lasts(text, &facts.pieces);
    let mut out = vec![None; facts.pieces.len()];
    let mut next = None;
    for (at, piece) in facts.pieces.iter().enumerate().rev() {
        if is_block(piece) {
            next = Some(Span::new(piece.span.start, facts.pieces[last[at]].span.end));
        }
        out[at] = next;
    }
    out
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

/// For each piece the last one of the block that starts with it.
fn lasts(text: &str, pieces: &[Piece]) -> Vec<usize> {
    let mut out = vec![0; pieces.len()];
    // Pieces further on, the nearest on top, each less deep than those above it.
    let mut behind: Vec<usize> = Vec::new();
    for (at, piece) in pieces.iter().enumerate().rev() {
        while behind.pop_if(|other| pieces[*other].depth > piece.depth).is_some() {}
        // What stands deeper belongs to an item.
        let is_item = piece.line().is_some_and(|line| line.item.is_some());
        let next = if is_item { behind.last().copied().unwrap_or(pieces.len()) } else { at + 1 };
        let more = pieces.get(next).is_some_and(|it| goes_on(text, piece, it));
        out[at] = if more { out[next] } else { next - 1 };
        behind.push(at);
    }
    out
}

/// Whether `next` carries on the block of `piece`.
fn goes_on(text: &str, piece: &Piece, next: &Piece) -> bool {
    match (&piece.kind, &next.kind) {
        (PieceKind::Row(row), PieceKind::Row(other)) => row.table == other.table,
        (PieceKind::Line(line), PieceKind::Line(other)) if piece.depth == next.depth => match (line.item, other.item) {
            // Another bullet begins another list.
            (Some(item), Some(other)) => {
                let mark = |span: Span| text[span.range()].chars().last();
                mark(item.marker) == mark(other.marker)
            }
            // A paragraph is cut where one of its lines has a label.
            (None, None) => {
                let between = &text[piece.span.end..next.span.start.max(piece.span.end)];
                between.matches('\n').count().max(between.matches('\r').count()) < 2
            }
            _ => false,
        },
        _ => false,
    }
}
