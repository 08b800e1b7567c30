//! What ends a block that is open where a piece of text ends, so that it is parsed once with all of it:
//! growing the piece step by step would parse a fence over the whole document twice.

use crate::syntax::{BlockKind, Blocks};
use crate::text::{Span, Text};

/// The text is looked through in pieces of about so many bytes, as the end is often near.
const STEP: usize = 16 << 10;

/// The end of an open block, as far as its first line tells it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Closes {
    /// A line of at least so many of the mark.
    Fence { mark: u8, count: usize },
    /// A line with one of these in it, in any case.
    Text(&'static [&'static str]),
}

/// How blocks of HTML begin that go on over blank lines, and what ends them.
const HTML: [(&str, &[&str]); 8] = [
    ("<!--", &["-->"]),
    ("<?", &["?>"]),
    ("<![cdata[", &["]]>"]),
    ("<!", &[">"]),
    ("<script", TAGS),
    ("<pre", TAGS),
    ("<style", TAGS),
    ("<textarea", TAGS),
];

const TAGS: &[&str] = &["</script>", "</pre>", "</style>", "</textarea>"];

impl Closes {
    /// What closes the last of `blocks`, which are those of `text`; `None` if that depends on more.
    pub(super) fn of(text: &str, blocks: &Blocks) -> Option<Self> {
        let last = blocks.blocks.last().filter(|last| last.depth == 0)?;
        let first_line = text[last.span.start..].trim_start_matches(' ');
        match last.kind {
            BlockKind::Code { .. } => {
                let mark = *first_line.as_bytes().first().filter(|mark| matches!(mark, b'`' | b'~'))?;
                let count = first_line.bytes().take_while(|byte| *byte == mark).count();
                (count >= 3).then_some(Self::Fence { mark, count })
            }
            BlockKind::Html => {
                let begins =
                    |start: &str| first_line.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
                HTML.iter().find(|(start, _)| begins(start)).map(|(_, ends)| Self::Text(ends))
            }
            _ => None,
        }
    }

    /// Where in `text` the line after the end begins, from the start of a line at `from` on.
    pub(super) fn find_in(&self, text: &Text, mut from: usize) -> Option<usize> {
        while from < text.len() {
            let to = text.line_start(text.line_of(from + STEP) + 1);
            if let Some(found) = self.find(&text.slice(Span::new(from, to))) {
                return Some(from + found);
            }
            from = to;
        }
        None
    }

    /// Where in `text`, which starts at the start of a line, the line after the end begins.
    fn find(&self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut start = 0;
        while start < bytes.len() {
            let end = memchr::memchr2(b'\n', b'\r', &bytes[start..]).map_or(bytes.len(), |length| start + length);
            if self.is_end(&bytes[start..end]) {
                return Some((end + 1).min(bytes.len()));
            }
            start = end + 1;
        }
        None
    }

    fn is_end(&self, line: &[u8]) -> bool {
        match self {
            Self::Fence { mark, count } => {
                let indent = line.iter().take(4).take_while(|byte| **byte == b' ').count();
                let marks = line[indent..].iter().take_while(|byte| *byte == mark).count();
                indent < 4 && marks >= *count && line[indent + marks..].iter().all(|byte| matches!(byte, b' ' | b'\t'))
            }
            Self::Text(ends) => memchr::memchr(b'>', line).is_some_and(|_| {
                ends.iter().any(|end| line.windows(end.len()).any(|part| part.eq_ignore_ascii_case(end.as_bytes())))
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax;

    fn closes(text: &str) -> Option<Closes> {
        let parsed = syntax::parse(text, None).unwrap();
        assert!(!parsed.closed, "{text}");
        Closes::of(text, &parsed.blocks)
    }

    #[test]
    fn what_is_open_ends_where_the_grammar_says() {
        for (text, inside, end) in [
            ("# A\n\n```sh\n", "ls\n~~~\n``\n    ```\n``` x\n", "  ```` \n"),
            ("~~~~\r\n", "~~~\r\n````\r\n", "~~~~\r\n"),
            ("<!-- a\n", "# b\n\n<p>\n", "c --> d\n"),
            ("  <PRE>\n", "\n# b\n", "</Pre>\n"),
            ("<?php\n", "\n# b ->\n", "?>\n"),
        ] {
            let closes = closes(text).unwrap();
            assert_eq!(closes.find(inside), None, "{text}");
            let found = closes.find(&format!("{inside}{end}# c\n")).unwrap();
            assert_eq!(found.max(inside.len() + end.trim_end_matches('\n').len()), found, "{text}");
            assert!(syntax::parse(&format!("{text}{inside}{end}"), None).unwrap().closed, "{text}");
            assert!(!syntax::parse(&format!("{text}{inside}"), None).unwrap().closed, "{text}");
        }
    }

    #[test]
    fn within_items_and_quotes_more_decides() {
        let of = |text| Closes::of(text, &syntax::parse(text, None).unwrap().blocks);
        assert_eq!(of("- ```\n"), None);
        assert_eq!(of("> <!--\n"), None);
        assert_eq!(of("<div>\n"), None);
    }
}
