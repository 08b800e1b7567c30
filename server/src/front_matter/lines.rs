//! Which lines of front matter belong to which key, whatever their values hold: other tools' keys
//! are never read. It costs about what the text is long.

use std::ops::Range;

use super::Written;
use super::quoted::quoted;
use crate::text::Span;

pub(super) const BLANK: [char; 2] = [' ', '\t'];

#[derive(Debug)]
pub(super) struct Line<'a> {
    pub(super) start: usize,
    /// Where it ends, before the line end.
    pub(super) end: usize,
    /// Without the blanks at its end.
    pub(super) text: &'a str,
    /// How many blanks it starts with; zero for an empty line.
    pub(super) indent: usize,
}

/// One key at one indentation, with the lines that are its own.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) key: Written,
    pub(super) line: usize,
    pub(super) colon: usize,
    /// What stands behind the colon on its line, a comment included.
    pub(super) value: Span,
    /// The lines below, with empty lines and comments.
    pub(super) below: Range<usize>,
}

/// Lines as keys, and the first line of each run that belongs to none.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) entries: Vec<Entry>,
    pub(super) strays: Vec<Span>,
}

/// The lines between the first line and the last one of `text`, which are the fences, if it is in YAML.
pub(super) fn lines(text: &str) -> Option<Vec<Line<'_>>> {
    let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = Vec::new();
    while start < text.len() {
        let end = line_end(text, start);
        let line = text[start..end].trim_end_matches(BLANK);
        let indent = line.len() - line.trim_start_matches(BLANK).len();
        lines.push(Line { start, end, text: line, indent });
        start = end + if text[end..].starts_with("\r\n") { 2 } else { 1 };
    }
    if lines.len() < 2 || lines[0].text != "---" {
        return None;
    }
    lines.pop();
    lines.remove(0);
    Some(lines)
}

pub(super) fn line_end(text: &str, from: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &text.as_bytes()[from..]).map_or(text.len(), |at| from + at)
}

impl Line<'_> {
    pub(super) fn body(&self) -> &str {
        &self.text[self.indent..]
    }

    /// The bytes of [`Line::body`].
    pub(super) fn span(&self) -> Span {
        Span::new(self.start + self.indent, self.start + self.text.len())
    }

    /// Neither empty nor a comment.
    pub(super) fn is_content(&self) -> bool {
        !self.body().is_empty() && !self.body().starts_with('#')
    }

    pub(super) fn is_item(&self) -> bool {
        self.body().strip_prefix('-').is_some_and(starts_blank)
    }

    fn key(&self) -> Option<(Written, usize, Span)> {
        key(self.body(), self.span().start)
    }
}

/// The key that the line starts with, its colon and what stands behind that. `line` is without
/// the blanks around it, and starts at `at`.
pub(super) fn key(line: &str, at: usize) -> Option<(Written, usize, Span)> {
    let end = at + line.len();
    let (value, len) = if line.strip_prefix('?').is_some_and(starts_blank) {
        // A key in YAML's long form: none of ours is written so.
        return Some((Written { value: "?".to_owned(), span: Span::new(at, end) }, at, Span::at(end)));
    } else if line.starts_with(['"', '\'']) {
        let quoted = quoted(line)?;
        (quoted.value, quoted.len)
    } else if line.starts_with(['[', ']', '{', '}', ',', '#', '|', '>', '@', '`', '%'])
        || line.strip_prefix('-').is_some_and(starts_blank)
    {
        return None;
    } else {
        let plain = &line[..before_comment(line)];
        let colon = plain.match_indices(':').find(|(at, _)| starts_blank(&plain[at + 1..]))?.0;
        let key = plain[..colon].trim_end_matches(BLANK);
        (key.to_owned(), key.len())
    };
    let rest = line[len..].trim_start_matches(BLANK);
    let behind = rest.strip_prefix(':').filter(|behind| starts_blank(behind) && len > 0)?;
    let start = end - behind.trim_start_matches(BLANK).len();
    Some((Written { value, span: Span::new(at, at + len) }, end - behind.len() - 1, Span::new(start, end)))
}

/// Whether a word is over here: at the end of the line or at a blank.
pub(super) fn starts_blank(text: &str) -> bool {
    text.is_empty() || text.starts_with(BLANK)
}

/// Where the comment behind a plain text starts.
pub(super) fn before_comment(text: &str) -> usize {
    let hash = |(at, _): &(usize, &str)| *at == 0 || text[..*at].ends_with(BLANK);
    text.match_indices('#').find(hash).map_or(text.len(), |(at, _)| at)
}

/// Shares the lines of `range` out among the keys that stand where the first of them starts.
pub(super) fn block(text: &str, lines: &[Line<'_>], range: Range<usize>) -> Block {
    let mut block = Block::default();
    let Some(first) = range.clone().find(|at| lines[*at].is_content()) else { return block };
    let indent = lines[first].indent;
    let (mut stray, mut patient) = (false, true);
    let mut at = first;
    while at < range.end {
        let line = &lines[at];
        if let Some((key, colon, value)) = line.key().filter(|_| line.indent == indent) {
            let last = last_line(text, &lines[..range.end], at, value, &mut patient);
            block.entries.push(Entry { key, line: at, colon, value, below: at + 1..last + 1 });
            stray = false;
            at = last + 1;
            continue;
        }
        let continues =
            line.indent > indent || (line.indent == indent && (line.is_item() || line.body().starts_with(": ")));
        if line.is_content() && !stray && (!continues || block.entries.is_empty()) {
            block.strays.push(line.span());
            stray = true;
        }
        if let Some(entry) = block.entries.last_mut().filter(|_| !stray) {
            entry.below.end = at + 1;
        }
        at += 1;
    }
    block
}

/// The line on which the value of the key on line `first` is closed, if that is a list or a table
/// in brackets or a text in quotes; its closing mark may stand below the key. `patient`: a bracket
/// may reach over lines that look like keys, until the first that is never closed was met.
fn last_line(text: &str, lines: &[Line<'_>], first: usize, value: Span, patient: &mut bool) -> usize {
    let bracket = match text.as_bytes().get(value.start) {
        Some(b'[' | b'{') if !value.is_empty() => true,
        Some(b'"' | b'\'') if !value.is_empty() => false,
        _ => return first,
    };
    let mut depth = 0_usize;
    let mut quote = None;
    for (index, line) in lines.iter().enumerate().skip(first) {
        let below = index > first;
        if below && !(bracket && *patient) && line.indent == lines[first].indent && line.key().is_some() {
            return first;
        }
        let bytes = line.text.as_bytes();
        let mut at = if below { line.indent } else { value.start - line.start };
        let mut fresh = true;
        while let Some(&byte) = bytes.get(at) {
            match (quote, byte) {
                (Some(b'"'), b'\\') => at += 1,
                (Some(b'\''), b'\'') if bytes.get(at + 1) == Some(&b'\'') => at += 1,
                (Some(mark), _) if mark == byte => {
                    quote = None;
                    if depth == 0 {
                        return index;
                    }
                }
                (None, b'#') if at == 0 || matches!(bytes[at - 1], b' ' | b'\t') => break,
                (None, b'"' | b'\'') if fresh => quote = Some(byte),
                (None, b'[' | b'{') => depth += 1,
                (None, b']' | b'}') => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return index;
                    }
                }
                _ => {}
            }
            fresh = matches!(byte, b'[' | b'{' | b',' | b':') || (fresh && matches!(byte, b' ' | b'\t'));
            at += 1;
        }
    }
    *patient &= !bracket;
    first
}

pub(super) fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}
