//! The template that a section of a guide gives, and where its lines stand in the guide.

use super::parts::closing_part;
use super::{Part, Reader};
use crate::guide::Template;
use crate::outline::{Heading, PieceKind};
use crate::text::Span;

impl Reader<'_> {
    /// Reads the template that the label at `at` announces; gives where reading goes on.
    pub(super) fn template(&mut self, at: usize) -> usize {
        let from = self.pieces[at].span.end;
        let mut end = at + 1;
        let lines = if let Some(lines) = self.block(end) {
            end += 1;
            lines
        } else {
            while end < self.pieces.len() {
                let ends = |heading: &Heading| {
                    self.starts_section(end)
                        || (heading.level <= 2 && closing_part(&heading.key, Part::Other).is_some())
                };
                if self.pieces[end].heading().is_some_and(ends) {
                    break;
                }
                end += 1;
            }
            let to = self.pieces.get(end).map_or(self.text.len() - self.base, |piece| piece.span.start);
            let slice = self.slice(Span::new(from, to));
            let start = from + slice.len() - slice.trim_start().len();
            Lines::of(slice.trim(), start, 0)
        };
        let (template, headless) = Template::read(&lines.text);
        for span in headless {
            let span = Span::new(lines.place(span.start), lines.place(span.end));
            self.problem(span, "this table has no header row; an empty one is put in its place".to_owned());
        }
        if let Some(section) = self.out.guide.sections.last_mut() {
            section.template = template;
        }
        end
    }

    /// What stands in the block of code at `at`; none if that is no code.
    fn block(&mut self, at: usize) -> Option<Lines> {
        let piece = self.pieces.get(at)?;
        if !matches!(piece.kind, PieceKind::Block { content: true }) {
            return None;
        }
        let span = piece.span;
        let block = self.slice(span);
        if let Some(fence) = Fence::of(block) {
            let first = span.start + fence.content.start;
            let lines = Lines::of(&block[fence.content.range()], first, 0);
            if !fence.closed {
                let opening = Span::new(span.start, span.start + block.find(['\r', '\n']).unwrap_or(block.len()));
                let message = "this template is never closed, and takes all that follows; put its fence below it";
                self.problem(opening, message.to_owned());
            }
            return Some(lines);
        }
        // Indented code: by four columns, with those of its first line before the block or in it.
        let before = self.slice(Span::new(0, span.start));
        let before = &before[before.rfind(['\r', '\n']).map_or(0, |end| end + 1)..];
        let whole = Span::new(span.start - before.len(), span.end);
        let block = self.slice(whole);
        let indented = |line: &str| line.trim().is_empty() || indentation(line, INDENTED) > 0;
        block.split(['\r', '\n']).all(indented).then(|| Lines::of(block, whole.start, INDENTED))
    }
}

/// The columns that make a line one of code.
const INDENTED: usize = 4;

/// The bytes that indent a line by so many columns; zero if it is indented by less.
fn indentation(line: &str, columns: usize) -> usize {
    let blanks = line.bytes().take_while(|byte| *byte == b' ').count();
    match line.as_bytes().get(blanks) {
        _ if columns > 0 && blanks >= columns => columns,
        Some(b'\t') if columns > 0 => blanks + 1,
        _ => 0,
    }
}

/// A block of code between fences.
struct Fence {
    /// The lines between them.
    content: Span,
    closed: bool,
}

impl Fence {
    /// `block` as it is written, without white space behind it.
    fn of(block: &str) -> Option<Self> {
        let opening = block.trim_start();
        let mark = opening.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
        let marks = opening.len() - opening.trim_start_matches(mark).len();
        if marks < 3 {
            return None;
        }
        let start = after_line(block, block.len() - opening.len());
        let last = block.rfind(['\r', '\n']).map_or(0, |end| end + 1);
        let fence = block[last..].trim();
        let closed = last >= start && fence.len() >= marks && fence.chars().all(|char| char == mark);
        Some(Self { content: Span::new(start, if closed { last } else { block.len() }), closed })
    }
}

/// Where the line after the one at `at` starts, or the text ends.
pub(super) fn after_line(text: &str, at: usize) -> usize {
    match text[at..].find(['\r', '\n']) {
        Some(end) if text[at + end..].starts_with("\r\n") => at + end + 2,
        Some(end) => at + end + 1,
        None => text.len(),
    }
}

/// Lines of a guide as a text of their own, in which all end with LF.
struct Lines {
    text: String,
    /// Where each starts in `text`, and where in the guide.
    starts: Vec<(usize, usize)>,
}

impl Lines {
    /// Those of `slice`, which stands at `at`, each without as much indentation.
    fn of(slice: &str, at: usize, columns: usize) -> Self {
        let mut out = Self { text: String::with_capacity(slice.len() + 1), starts: Vec::new() };
        let mut start = 0;
        while start < slice.len() {
            let end = after_line(slice, start);
            let line = slice[start..end].trim_end_matches(['\r', '\n']);
            let cut = indentation(line, columns);
            out.starts.push((out.text.len(), at + start + cut));
            out.text.push_str(&line[cut..]);
            out.text.push('\n');
            start = end;
        }
        out
    }

    /// Where `offset` of the text is in the guide.
    fn place(&self, offset: usize) -> usize {
        let line = self.starts.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
        self.starts.get(line).map_or(0, |(start, place)| place + offset - start)
    }
}
