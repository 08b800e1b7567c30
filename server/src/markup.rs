//! What stands inside a line: links, brackets, code spans, comments. A scanner over plain text, as
//! total and about as fast as the text is long.

pub mod html;
pub mod rows;

use std::collections::HashMap;

use crate::text::Span;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub kind: MarkKind,
    /// From the first to the last character of the construct, by bytes of the text scanned.
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// Code between backticks.
    Code,
    /// `[text](target)`, `[text][label]`, `[[text]]`, `<target>` or a bare URL; for a reference the
    /// target is the label.
    Link {
        text: Span,
        target: Span,
        reference: bool,
    },
    Image {
        text: Span,
        target: Span,
    },
    /// `<!-- … -->`: what stands between.
    Comment {
        body: Span,
    },
    /// Any other tag of HTML.
    Tag,
    /// `[text]` with nothing behind it that makes it a link: a placeholder, a check box, a footnote
    /// or a reference whose definition stands elsewhere.
    Bracket {
        text: Span,
    },
}

/// The marks of `text` in order; none overlaps the next.
pub fn scan(text: &str) -> Vec<Mark> {
    let mut scanner =
        Scanner { text, bytes: text.as_bytes(), at: 0, last_runs: None, no_comment: false, next_close: 0 };
    let mut marks = Vec::new();
    while let Some(at) = scanner.next_special() {
        scanner.at = at;
        match scanner.mark() {
            Some(mark) => {
                scanner.at = mark.span.end;
                marks.push(mark);
            }
            None => scanner.at = scanner.at.max(at + if scanner.bytes[at] == b'\\' { 2 } else { 1 }),
        }
    }
    marks
}

/// What a reader sees of `text`: links and code by their text, no images, comments, tags or emphasis.
pub fn plain(text: &str) -> String {
    let marks = |byte| matches!(byte, b'\\' | b'`' | b'<' | b'[' | b'*' | b'~' | b'_');
    if !text.bytes().any(marks) {
        // Addresses read as they are written.
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for mark in scan(text) {
        emphasis_free(&text[at..mark.span.start], &mut out);
        match mark.kind {
            MarkKind::Code => out.push_str(text[mark.span.range()].trim_matches('`')),
            MarkKind::Link { text: shown, .. } => emphasis_free(&text[shown.range()], &mut out),
            // A footnote is no part of what it stands at.
            MarkKind::Bracket { text: inside } if text[inside.range()].starts_with('^') => {}
            MarkKind::Bracket { .. } => out.push_str(&text[mark.span.range()]),
            MarkKind::Image { .. } | MarkKind::Comment { .. } | MarkKind::Tag => {}
        }
        at = mark.span.end;
    }
    emphasis_free(&text[at..], &mut out);
    out
}

/// Drops `*`, `~~`, backslashes before punctuation, and underscores at the edge of a word. A `*` between
/// spaces multiplies, one `~` says about.
fn emphasis_free(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    for (at, char) in text.char_indices() {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        let after = bytes.get(at + 1);
        let drop = match char {
            '*' => before.is_none_or(|byte| *byte != b' ') || after.is_none_or(|byte| *byte != b' '),
            '~' => before == Some(&b'~') || after == Some(&b'~'),
            '\\' => after.is_some_and(u8::is_ascii_punctuation),
            '_' => {
                let word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
                !(word(before) && word(after))
            }
            _ => false,
        };
        if !drop {
            out.push(char);
        }
    }
}

/// Longer than any link or placeholder; it keeps a run of `[` from being read over and over.
const REACH: usize = 500;

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// Where the last run of backticks of each length starts, once a run was found to have no end: a
    /// text full of them is still read once.
    last_runs: Option<HashMap<usize, usize>>,
    /// No comment ends from here on.
    no_comment: bool,
    /// Where the next `]` stands, if that is not behind.
    next_close: usize,
}

impl Scanner<'_> {
    fn next_special(&self) -> Option<usize> {
        let rest = self.bytes.get(self.at..)?;
        let found = rest.iter().position(|byte| matches!(byte, b'\\' | b'`' | b'<' | b'!' | b'[' | b'h'))?;
        Some(self.at + found)
    }

    fn mark(&mut self) -> Option<Mark> {
        match self.bytes[self.at] {
            b'`' => self.code(),
            b'<' => self.angle(),
            b'!' if self.bytes.get(self.at + 1) == Some(&b'[') => self.image(),
            b'[' => self.bracket(self.at),
            b'h' => self.url(),
            _ => None,
        }
    }

    fn code(&mut self) -> Option<Mark> {
        let start = self.at;
        let run = self.run(start);
        let mut at = start + run;
        if self.last_runs.as_ref().is_none_or(|last| last.get(&run).is_some_and(|last| *last >= at)) {
            while let Some(next) = memchr::memchr(b'`', &self.bytes[at..]) {
                let length = self.run(at + next);
                if length == run {
                    return Some(Mark { kind: MarkKind::Code, span: Span::new(start, at + next + run) });
                }
                at += next + length;
            }
            self.last_runs = Some(self.last_runs());
        }
        // Not code: step over the run, so that its tail does not open one.
        self.at = start + run;
        None
    }

    fn last_runs(&self) -> HashMap<usize, usize> {
        let mut out = HashMap::new();
        let mut at = self.at;
        while let Some(next) = memchr::memchr(b'`', &self.bytes[at..]) {
            let length = self.run(at + next);
            out.insert(length, at + next);
            at += next + length;
        }
        out
    }

    fn run(&self, at: usize) -> usize {
        self.bytes[at..].iter().take_while(|byte| **byte == b'`').count()
    }

    fn angle(&mut self) -> Option<Mark> {
        let rest = &self.text[self.at..];
        if rest.starts_with("<!--") {
            let found = || memchr::memmem::find(&rest.as_bytes()[4..], b"-->");
            let body = if self.no_comment { None } else { found() };
            self.no_comment = body.is_none();
            let body = body?;
            let span = Span::new(self.at, self.at + 4 + body + 3);
            return Some(Mark { kind: MarkKind::Comment { body: Span::new(span.start + 4, span.end - 3) }, span });
        }
        let end = memchr::memchr3(b'>', b'\n', b'<', &rest.as_bytes()[1..]).map(|end| end + 1)?;
        if rest.as_bytes()[end] != b'>' {
            return None;
        }
        let inside = &rest[1..end];
        let span = Span::new(self.at, self.at + end + 1);
        let text = Span::new(span.start + 1, span.end - 1);
        let spaced = inside.contains(char::is_whitespace);
        if !spaced && (inside.contains("://") || inside.starts_with("mailto:") || inside.contains('@')) {
            return Some(Mark { kind: MarkKind::Link { text, target: text, reference: false }, span });
        }
        let name = inside.trim_start_matches('/').as_bytes();
        name.first().is_some_and(u8::is_ascii_alphabetic).then_some(Mark { kind: MarkKind::Tag, span })
    }

    fn image(&mut self) -> Option<Mark> {
        let mark = self.bracket(self.at + 1)?;
        let MarkKind::Link { text, target, .. } = mark.kind else { return None };
        Some(Mark { kind: MarkKind::Image { text, target }, span: Span::new(self.at, mark.span.end) })
    }

    /// The construct that begins with the `[` at `open`.
    fn bracket(&mut self, open: usize) -> Option<Mark> {
        if self.next_close < open {
            let found = memchr::memchr(b']', &self.bytes[open..]);
            self.next_close = found.map_or(usize::MAX, |length| open + length);
        }
        if self.next_close - open >= REACH {
            return None;
        }
        if self.bytes.get(open + 1) == Some(&b'[') {
            let reach = self.bytes.len().min(open + REACH);
            let close = memchr::memmem::find(&self.bytes[open + 2..reach], b"]]")? + open + 2;
            let inside = &self.text[open + 2..close];
            if inside.contains(['\n', '[', ']']) {
                return None;
            }
            let bar = inside.find('|').map_or(close, |bar| open + 2 + bar);
            let shown = if bar == close { Span::new(open + 2, close) } else { Span::new(bar + 1, close) };
            let kind = MarkKind::Link { text: shown, target: Span::new(open + 2, bar), reference: false };
            return Some(Mark { kind, span: Span::new(open, close + 2) });
        }
        let close = self.closing(open, b'[', b']')?;
        let text = Span::new(open + 1, close);
        let (kind, end) = match self.bytes.get(close + 1) {
            Some(b'(') => match self.closing(close + 1, b'(', b')') {
                Some(end) => {
                    let target = self.target(Span::new(close + 2, end));
                    (MarkKind::Link { text, target, reference: false }, end + 1)
                }
                None => (MarkKind::Bracket { text }, close + 1),
            },
            Some(b'[') => match self.closing(close + 1, b'[', b']') {
                Some(end) => {
                    let label = Span::new(close + 2, end);
                    let target = if label.is_empty() { text } else { label };
                    (MarkKind::Link { text, target, reference: true }, end + 1)
                }
                None => (MarkKind::Bracket { text }, close + 1),
            },
            _ => (MarkKind::Bracket { text }, close + 1),
        };
        Some(Mark { kind, span: Span::new(open, end) })
    }

    /// Where the bracket that opens at `open` closes. Nested ones count, code and escapes do not.
    fn closing(&self, open: usize, opening: u8, closing: u8) -> Option<usize> {
        let mut depth = 0;
        let mut at = open;
        let end = self.bytes.len().min(open + REACH);
        while at < end {
            let byte = self.bytes[at];
            if byte == b'\\' {
                at += 1;
            } else if byte == b'`' {
                // Counted no further than that: the brackets before a long run must not each do it.
                let run_at = |at: usize| self.bytes[at..end].iter().take_while(|byte| **byte == b'`').count();
                let run = run_at(at);
                let mut search = at + run;
                while let Some(next) = memchr::memchr(b'`', &self.bytes[search.min(end)..end]) {
                    let length = run_at(search + next);
                    search += next + length;
                    if length == run {
                        at = search - run;
                        break;
                    }
                }
                at += run - 1;
            } else if byte == opening {
                depth += 1;
            } else if byte == closing {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            at += 1;
        }
        None
    }

    /// The target in the round brackets of a link, without its title and pointed brackets.
    fn target(&self, inside: Span) -> Span {
        let text = &self.text[inside.range()];
        let start = inside.start + text.len() - text.trim_start().len();
        let text = text.trim();
        if let Some(end) = text.strip_prefix('<').and_then(|rest| rest.find('>')) {
            return Span::new(start + 1, start + 1 + end);
        }
        Span::new(start, start + text.find(char::is_whitespace).unwrap_or(text.len()))
    }

    fn url(&self) -> Option<Mark> {
        let rest = &self.text[self.at..];
        let scheme = ["https://", "http://"].into_iter().find(|scheme| rest.starts_with(scheme))?;
        let before = self.at.checked_sub(1).map(|at| self.bytes[at]);
        if before.is_some_and(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        let end = rest.find(|char: char| char.is_whitespace() || "<>|`\"".contains(char)).unwrap_or(rest.len());
        let end = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '*', '_']).len();
        let span = Span::new(self.at, self.at + end);
        (end > scheme.len())
            .then_some(Mark { kind: MarkKind::Link { text: span, target: span, reference: false }, span })
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &Expect) {
        let show = |mark: Mark| {
            let of = |span: Span| &text[span.range()];
            match mark.kind {
                MarkKind::Link { text, target, reference } => {
                    format!("link {:?} {:?} {reference}\n", of(text), of(target))
                }
                MarkKind::Image { text, target } => format!("image {:?} {:?}\n", of(text), of(target)),
                MarkKind::Comment { body } => format!("comment {:?}\n", of(body)),
                MarkKind::Bracket { text } => format!("bracket {:?}\n", of(text)),
                kind => format!("{kind:?} {:?}\n", of(mark.span)),
            }
        };
        expected.assert_eq(&scan(text).into_iter().map(show).collect::<String>());
    }

    #[test]
    fn links_of_every_form() {
        check(
            "[a b](c \"t\") [d](<e f>) [g][h] [i][] [[j|k]] <https://l> https://m.n/o, ![p](q) [![r](s)](t)",
            &expect![[r#"
                link "a b" "c" false
                link "d" "e f" false
                link "g" "h" true
                link "i" "i" true
                link "k" "j" false
                link "https://l" "https://l" false
                link "https://m.n/o" "https://m.n/o" false
                image "p" "q"
                link "![r](s)" "t" false
            "#]],
        );
    }

    #[test]
    fn brackets_and_what_looks_like_them() {
        check(
            "[Who `[x]` does] \\[no] `[code]` ``[a`b]`` <!-- [c] --> <br/> a < b [open [x] and ` [y]",
            &expect![[r#"
                bracket "Who `[x]` does"
                Code "`[code]`"
                Code "``[a`b]``"
                comment " [c] "
                Tag "<br/>"
                bracket "x"
                bracket "y"
            "#]],
        );
    }

    #[test]
    fn a_run_of_backticks_ends_at_the_next_as_long() {
        check(
            "`a ``b`` c ``` d ```` e ``f`` g` ``` h",
            &expect![[r#"
                Code "`a ``b`` c ``` d ```` e ``f`` g`"
            "#]],
        );
        check(
            "``a ` b ``` c `d` ``` ```` e",
            &expect![[r#"
                Code "` b ``` c `"
            "#]],
        );
    }

    #[test]
    fn plain_text_is_what_a_reader_sees() {
        assert_eq!(plain("**On-Call** [Rota](x) `sh` a_b _c_ <!-- d --> \\*e\\* ![f](g)"), "On-Call Rota sh a_b c  e ");
        assert_eq!(plain("~5 min, 2 * 3, ~~not~~ *so*"), "~5 min, 2 * 3, not so");
    }

    proptest! {
        #[test]
        fn marks_are_in_order_and_on_boundaries(text in "[\\[\\]()`<>!\\-h tp:/\\\\\u{e9}|\\n]{0,60}") {
            let mut end = 0;
            for mark in scan(&text) {
                prop_assert!(mark.span.start >= end && mark.span.end > mark.span.start);
                prop_assert!(text.is_char_boundary(mark.span.start) && text.is_char_boundary(mark.span.end));
                end = mark.span.end;
            }
            plain(&text);
        }
    }
}
