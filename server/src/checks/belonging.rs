//! Whose a piece of a chunk is, for rules that look at chunks.

use super::ChunkView;
use super::wording::called;
use crate::guide::Named;
use crate::markup;
use crate::outline::{Cell, Content, PieceKind};
use crate::reading::PieceRef;

impl ChunkView<'_> {
    pub(super) fn is_judged(&self, piece: usize) -> bool {
        self.place(piece).judged
    }

    /// What a finding in the piece is about: the element whose heading stands above it, or else the
    /// one that its label, its first cell or an item around it names, or else the section.
    pub(super) fn about(&self, piece: usize) -> Option<Named> {
        let place = self.place(piece);
        place.element.or_else(|| self.named_around(piece)).map(Named::Element).or(place.section.map(Named::Section))
    }

    fn named_around(&self, piece: usize) -> Option<usize> {
        let pieces = &self.facts().pieces;
        let mut depth = u32::MAX;
        for at in (0..=piece).rev() {
            if pieces[at].depth >= depth {
                continue;
            }
            depth = pieces[at].depth;
            let known = &self.requirements.names;
            let named = match &pieces[at].kind {
                PieceKind::Heading(_) => return None,
                PieceKind::Line(line) => line.label.as_ref().and_then(|label| known.label(label)),
                PieceKind::Row(row) => row.cells.first().and_then(|cell| known.strong(&cell.key)),
                PieceKind::FrontMatter | PieceKind::Block { .. } => None,
            };
            match named {
                Some(Named::Element(element)) => return Some(element),
                _ if depth == 0 => return None,
                _ => {}
            }
        }
        None
    }

    /// What a reader calls the piece: its label, its row, or the heading above it.
    pub(super) fn called(&self, piece: usize) -> Option<String> {
        let it = &self.facts().pieces[piece];
        let label = || called(&markup::plain(self.slice(it.label()?.name)));
        let row = || self.called_cell(it.row().filter(|row| !row.header)?.cells.first()?);
        let title = || called(&markup::plain(self.slice(it.heading()?.title)));
        label().or_else(row).or_else(title).or_else(|| self.heading_above(piece))
    }

    /// What a cell says, if that can be a name.
    pub(super) fn called_cell(&self, cell: &Cell) -> Option<String> {
        let name = || called(&markup::plain(self.slice(cell.span)));
        if cell.content == Content::Some { name() } else { None }
    }

    /// The title of the heading that the piece stands under.
    pub(super) fn heading_above(&self, piece: usize) -> Option<String> {
        let at = PieceRef { chunk: self.chunk, piece };
        let headings = &self.assessment.headings;
        let above = headings[..headings.partition_point(|heading| heading.at < at)].last()?;
        called(&above.title)
    }
}
