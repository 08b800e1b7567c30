//! Everything that a check or a feature may see of a document at one moment.

use std::borrow::Cow;
use std::sync::Arc;

use crate::assessment::{Assessment, Place, Said};
use crate::document::{ChunkIndex, Document};
use crate::outline::{Facts, Piece};
use crate::reading::{PieceRef, Reading, Readings, Stroke};
use crate::requirements::Requirements;
use crate::text::{Span, Text};

/// A settled document, what it is held against, and its judgement. A copy is cheap.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub document: Document,
    pub requirements: Arc<Requirements>,
    /// What settings say of the document's path.
    pub said: Option<Said>,
    pub readings: Readings,
    pub assessment: Arc<Assessment>,
}

/// A place that stays right when text before it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// A part of a piece.
    Piece(PieceRef, Part),
    /// Bytes from the start of a chunk.
    Chunk(ChunkIndex, Span),
    /// Where a document without any heading is pointed at: its first line after front matter.
    Top,
}

/// Which part of a piece is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of its text, for a heading with its marks.
    Whole,
    /// The name that a label or a first cell gives; of other pieces the whole.
    Name,
}

impl Snapshot {
    /// The first look at a document, which is settled by this.
    pub fn new(mut document: Document, requirements: Arc<Requirements>, said: Option<Said>) -> Self {
        document.settle(None);
        let (readings, _) = Readings::update(&Readings::default(), &document, &requirements);
        let assessment = Arc::new(Assessment::new(&readings, &requirements, said.as_ref()));
        Self { document, requirements, said, readings, assessment }
    }

    /// The snapshot of a later state of the same document, which is settled. What still holds is
    /// taken over: the judgement too, unless a fact that it reads has changed.
    #[must_use]
    pub fn update(&self, document: Document) -> Self {
        let (readings, same) = Readings::update(&self.readings, &document, &self.requirements);
        self.with(document, readings, same)
    }

    /// As [`Snapshot::update`], but `None` if the judgement does not stand and the document is longer
    /// than so many bytes: then it is no work for a thread that others wait for.
    pub fn update_within(&self, document: Document, bytes: usize) -> Option<Self> {
        let (readings, same) = Readings::update(&self.readings, &document, &self.requirements);
        if !same && document.text().len() > bytes {
            return None;
        }
        Some(self.with(document, readings, same))
    }

    fn with(&self, document: Document, readings: Readings, same: bool) -> Self {
        let assessment = if same {
            self.assessment.clone()
        } else {
            Arc::new(Assessment::new(&readings, &self.requirements, self.said.as_ref()))
        };
        Self { document, readings, assessment, requirements: self.requirements.clone(), said: self.said.clone() }
    }

    pub fn text(&self) -> &Text {
        self.document.text()
    }

    pub fn slice(&self, span: Span) -> Cow<'_, str> {
        self.text().slice(span)
    }

    pub fn facts(&self, chunk: ChunkIndex) -> Option<&Facts> {
        self.readings.get(chunk).map(|reading| &reading.facts)
    }

    pub fn piece(&self, at: PieceRef) -> Option<&Piece> {
        self.facts(at.chunk)?.pieces.get(at.piece)
    }

    /// What a piece means to the judgement.
    pub fn stroke(&self, at: PieceRef) -> Option<&Stroke> {
        self.readings.get(at.chunk)?.sketch.strokes.get(at.piece)
    }

    /// The bytes of a part of a piece.
    pub fn span(&self, anchor: Anchor) -> Span {
        let (at, part) = match anchor {
            Anchor::Piece(at, part) => (at, part),
            Anchor::Chunk(chunk, span) => return span.shift(self.readings.start(chunk)),
            Anchor::Top => return self.top(),
        };
        let Some(piece) = self.piece(at) else { return Span::default() };
        let name = piece.label().map(|label| label.name);
        let cell = || piece.row().and_then(|row| row.cells.first()).map(|cell| cell.span);
        let span = match part {
            Part::Whole => piece.span,
            Part::Name => name.or_else(cell).unwrap_or(piece.span),
        };
        span.shift(self.readings.start(at.chunk))
    }

    /// The first line that says something after front matter.
    fn top(&self) -> Span {
        let is_text = |piece: &&Piece| piece.heading().is_some() || piece.has_content();
        for (_, start, reading) in self.readings.iter() {
            if let Some(piece) = reading.facts.pieces.iter().find(is_text) {
                let line = self.text().line_span(self.text().line_of(piece.span.start + start));
                return Span::new(piece.span.start + start, line.end.max(piece.span.start + start));
            }
        }
        Span::at(self.text().len())
    }

    /// The chunk that holds `offset`, its start and its reading; past the end the last one.
    pub fn chunk_at(&self, offset: usize) -> Option<(ChunkIndex, usize, &Arc<Reading>)> {
        let (chunk, start) = self.document.chunks().at(offset)?;
        Some((chunk, start, self.readings.get(chunk)?))
    }

    /// The piece that `offset` touches, the innermost where several do.
    pub fn piece_at(&self, offset: usize) -> Option<PieceRef> {
        let (chunk, start, reading) = self.chunk_at(offset)?;
        let touches = |piece: &Piece| piece.span.shift(start).touches(offset);
        let piece = reading.facts.pieces.iter().rposition(touches)?;
        Some(PieceRef { chunk, piece })
    }

    /// What the text at `offset` belongs to: the last piece that starts at or before it.
    pub fn place_at(&self, offset: usize) -> Place {
        let Some((chunk, start, reading)) = self.chunk_at(offset) else { return Place::default() };
        let before = reading.facts.pieces.iter().rposition(|piece| piece.span.start + start <= offset);
        match before {
            Some(piece) => self.assessment.place(PieceRef { chunk, piece }),
            None => self.assessment.start_of(chunk),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::snapshot;

    #[test]
    fn text_belongs_to_the_heading_above_it_alone() {
        for front in ["", "\n\n", "---\ntitle: x\n---\n\n", "\u{feff}\n", "<!-- x -->\n\n"] {
            let text =
                format!("{front}# Operational Excellence\n\n## Security Operations\n\n\n## Other\n\n\n# More\n\n");
            for text in [text.clone(), text.replace('\n', "\r\n")] {
                let snapshot = snapshot(&text);
                let place = |offset: usize| {
                    let place = snapshot.place_at(offset);
                    (place.judged, place.section)
                };
                let of = |heading: &str| text.find(heading).unwrap();
                let (chapter, section, other, more) = (of("# Op"), of("## Sec"), of("## Oth"), of("# More"));
                assert!((0..chapter).all(|at| place(at) == (false, None)), "{text}");
                assert!((chapter..section).all(|at| place(at) == (true, None)), "{text}");
                assert!((section..other).all(|at| place(at) == (true, Some(5))), "{text}");
                assert!((other..more).all(|at| place(at) == (true, None)), "{text}");
                assert!((more..text.len() + 2).all(|at| place(at) == (false, None)), "{text}");
            }
        }
        let whole = snapshot("---\noe: true\n---\n\n# Payments\n\n## Security Operations\n");
        assert!(whole.place_at(0).judged && whole.place_at(18).judged && whole.place_at(18).section.is_none());
    }
}
