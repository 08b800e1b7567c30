//! Lines and columns, and the way between them and bytes. Nothing else knows columns.
//!
//! Total in both directions: a line or column past the end is the end, a column inside a
//! character is the character's start.

use crate::text::{Span, Text};

/// What a column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl Encoding {
    pub const ALL: [Self; 3] = [Self::Utf8, Self::Utf16, Self::Utf32];

    /// As LSP has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Utf32 => "utf-32",
        }
    }
}

/// A zero-based line and column; what the column counts depends on the [`Encoding`] in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Position {
    pub line: u32,
    pub character: u32,
}

/// A half-open range of positions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Range {
    pub start: Position,
    pub end: Position,
}

/// The position of the byte at `offset`.
pub fn position(text: &Text, offset: usize, encoding: Encoding) -> Position {
    let offset = text.floor(offset);
    let line = text.line_of(offset);
    let before = Span::new(text.line_start(line), offset);
    let character = match encoding {
        Encoding::Utf8 => before.len(),
        Encoding::Utf16 => text.utf16_len(before),
        Encoding::Utf32 => text.char_len(before),
    };
    Position { line: line as u32, character: character as u32 }
}

/// The range of `span`.
pub fn range(text: &Text, span: Span, encoding: Encoding) -> Range {
    Range { start: position(text, span.start, encoding), end: position(text, span.end, encoding) }
}

/// The byte that `position` points at. A line past the last is the end of the text, a column
/// past the end of its line is the end of that line, before its line end.
pub fn offset(text: &Text, position: Position, encoding: Encoding) -> usize {
    let line = position.line as usize;
    if line >= text.lines() {
        return text.len();
    }
    let span = text.line_span(line);
    let column = position.character as usize;
    let at = match encoding {
        Encoding::Utf8 => span.start.saturating_add(column),
        Encoding::Utf16 => text.utf16_after(span.start, column),
        Encoding::Utf32 => text.char_after(span.start, column),
    };
    text.floor(at.min(span.end))
}

/// The bytes of `range`; one that ends before it starts is read the other way round.
pub fn span(text: &Text, range: Range, encoding: Encoding) -> Span {
    let (a, b) = (offset(text, range.start, encoding), offset(text, range.end, encoding));
    Span::new(a.min(b), a.max(b))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn each_encoding_counts_its_own_units() {
        let text = Text::from("x\naé日🙂b");
        let columns = |encoding| position(&text, text.len() - 1, encoding).character;
        assert_eq!(Encoding::ALL.map(columns), [10, 5, 4]);
    }

    #[test]
    fn a_column_inside_a_surrogate_pair_is_the_characters_start() {
        let text = Text::from("🙂b");
        assert_eq!(offset(&text, at(0, 1), Encoding::Utf16), 0);
        assert_eq!(offset(&text, at(0, 2), Encoding::Utf16), 4);
        assert_eq!(offset(&text, at(0, 2), Encoding::Utf8), 0);
    }

    #[test]
    fn what_lies_past_the_end_is_the_end() {
        let text = Text::from("ab\r\nc");
        assert_eq!(offset(&text, at(0, 99), Encoding::Utf16), 2);
        assert_eq!(offset(&text, at(0, u32::MAX), Encoding::Utf32), 2);
        assert_eq!(offset(&text, at(9, 0), Encoding::Utf16), 5);
    }

    proptest! {
        #[test]
        fn an_offset_survives_the_way_there_and_back(text in "[a\\r\\n\u{e9}\u{65e5}\u{1f642}]{0,40}", at in 0usize..200) {
            let text = Text::from(text.as_str());
            let at = text.floor(at);
            // Between CR and LF there is no position: it reads as the end of the line.
            let inside = at > 0 && text.byte(at - 1) == Some(b'\r') && text.byte(at) == Some(b'\n');
            let expected = if inside { at - 1 } else { at };
            for encoding in Encoding::ALL {
                prop_assert_eq!(offset(&text, position(&text, at, encoding), encoding), expected);
            }
        }
    }
}
