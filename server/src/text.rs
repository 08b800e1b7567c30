//! The text of a document: a rope behind our own type, byte spans into it, and edits of it.
//!
//! Offsets are bytes of UTF-8 everywhere inside; columns exist only in [`crate::position`].

use std::borrow::Cow;
use std::ops::Range;

use ropey::{LineType, Rope};
use serde::{Deserialize, Serialize};

/// Lines end at LF, CRLF and a lone CR, as LSP counts them.
const LINES: LineType = LineType::LF_CR;

/// A half-open range of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The empty span at `at`.
    pub const fn at(at: usize) -> Self {
        Self { start: at, end: at }
    }

    pub const fn len(self) -> usize {
        self.end - self.start
    }

    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `offset` lies in the span or at its end: where a cursor touches it.
    pub const fn touches(self, offset: usize) -> bool {
        self.start <= offset && offset <= self.end
    }

    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte, or one is an empty span inside or at the edge of the other.
    pub const fn meets(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// The span moved `by` bytes towards the end.
    #[must_use]
    pub const fn shift(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }

    /// The span without the white space at its ends; `text` is what it is a span of. Of nothing but white
    /// space the end is left.
    #[must_use]
    pub fn trim(self, text: &str) -> Self {
        let inside = &text[self.range()];
        let start = self.end - inside.trim_start().len();
        Self::new(start, start + inside.trim().len())
    }

    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// One replacement: the bytes of `span` become `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

/// The text of a document. A copy is cheap and shares its bytes.
#[derive(Clone, Debug, Default)]
pub struct Text {
    rope: Rope,
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self { rope: Rope::from_str(text) }
    }
}

impl Text {
    /// The length in bytes.
    pub fn len(&self) -> usize {
        self.rope.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many lines there are; an empty text has one.
    pub fn lines(&self) -> usize {
        self.rope.len_lines(LINES)
    }

    /// The line that `offset` is on, from zero. Past the end it is the last line.
    pub fn line_of(&self, offset: usize) -> usize {
        self.rope.byte_to_line_idx(offset.min(self.len()), LINES)
    }

    /// Where `line` starts; the end of the text for a line past the last.
    pub fn line_start(&self, line: usize) -> usize {
        if line < self.lines() { self.rope.line_to_byte_idx(line, LINES) } else { self.len() }
    }

    /// The bytes of `line` without its line end.
    pub fn line_span(&self, line: usize) -> Span {
        let start = self.line_start(line);
        let mut end = self.line_start(line + 1).max(start);
        if end > start && self.rope.byte(end - 1) == b'\n' {
            end -= 1;
        }
        if end > start && self.rope.byte(end - 1) == b'\r' {
            end -= 1;
        }
        Span::new(start, end)
    }

    /// The text of `span`, which is first brought within the text and onto character boundaries.
    pub fn slice(&self, span: Span) -> Cow<'_, str> {
        let span = self.clamp(span);
        let slice = self.rope.slice(span.range());
        match slice.as_str() {
            Some(whole) => Cow::Borrowed(whole),
            None => Cow::Owned(slice.chunks().collect()),
        }
    }

    /// `span` brought within the text and onto character boundaries.
    pub fn clamp(&self, span: Span) -> Span {
        let end = self.floor(span.end);
        Span::new(self.floor(span.start.min(end)), end)
    }

    /// The nearest start of a character at or before `offset`, and never past the end.
    pub fn floor(&self, offset: usize) -> usize {
        self.rope.floor_char_boundary(offset.min(self.len()))
    }

    pub fn byte(&self, offset: usize) -> Option<u8> {
        self.rope.get_byte(offset)
    }

    /// Replaces the bytes of `edit.span`, clamped as in [`Text::clamp`]; gives the span that was replaced.
    pub fn apply(&mut self, edit: &Edit) -> Span {
        let span = self.clamp(edit.span);
        if !span.is_empty() {
            self.rope.remove(span.range());
        }
        if !edit.text.is_empty() {
            self.rope.insert(span.start, &edit.text);
        }
        span
    }

    /// How many UTF-16 units `span` holds.
    pub(crate) fn utf16_len(&self, span: Span) -> usize {
        self.rope.byte_to_utf16_idx(span.end) - self.rope.byte_to_utf16_idx(span.start)
    }

    /// How many characters (Unicode scalar values) `span` holds.
    pub(crate) fn char_len(&self, span: Span) -> usize {
        self.rope.byte_to_char_idx(span.end) - self.rope.byte_to_char_idx(span.start)
    }

    /// The byte that lies `units` UTF-16 units after `start`; inside a pair, the character's start.
    pub(crate) fn utf16_after(&self, start: usize, units: usize) -> usize {
        let at = self.rope.byte_to_utf16_idx(start).saturating_add(units);
        self.rope.utf16_to_byte_idx(at.min(self.rope.len_utf16()))
    }

    /// The byte that lies `chars` characters after `start`.
    pub(crate) fn char_after(&self, start: usize, chars: usize) -> usize {
        let at = self.rope.byte_to_char_idx(start).saturating_add(chars);
        self.rope.char_to_byte_idx(at.min(self.rope.len_chars()))
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.rope.chunks().try_for_each(|chunk| f.write_str(chunk))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_in_lsp() {
        let text = Text::from("a\r\nb\rc\u{2028}d\u{b}e\nf");
        assert_eq!(text.lines(), 4);
        let lines: Vec<_> = (0..4).map(|line| text.slice(text.line_span(line)).into_owned()).collect();
        assert_eq!(lines, ["a", "b", "c\u{2028}d\u{b}e", "f"]);
    }

    #[test]
    fn a_span_without_the_white_space_at_its_ends() {
        let text = "a: \u{a0}é b\t\r\n";
        assert_eq!(Span::new(2, text.len()).trim(text), Span::new(5, 9));
        assert_eq!(Span::new(2, 3).trim(text), Span::at(3));
    }

    #[test]
    fn an_edit_out_of_range_is_clamped() {
        let mut text = Text::from("é");
        let edit = Edit { span: Span::new(1, 90), text: "x".into() };
        assert_eq!(text.apply(&edit), Span::new(0, 2));
        assert_eq!(text.to_string(), "x");
    }
}
