//! What can be completed at a cursor inside front matter, which is often only half written there.

use super::lines::{self, BLANK, Entry, Line, before_comment, is_word, line_end};
use super::quoted::quoted;
use super::yaml::{Reader, Value};
use super::{KEYS, is_oe};
use crate::text::Span;

/// What can stand at the cursor, with what is already typed of it: the word that the cursor
/// touches, or the empty span at the cursor. Inside quotes it is what they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The key `oe` itself, which the front matter does not have yet.
    Key(Span),
    /// The value of `oe`: `true` or `false`.
    Value(Span),
    /// A key in the table under `oe`: one of `keys`, those that it does not have yet.
    TableKey { word: Span, keys: Vec<&'static str> },
    /// One name in `sections`.
    Section(Span),
}

/// What can be completed at `offset` of the front matter `text`, fences included.
pub fn completion_place(text: &str, offset: usize) -> Option<Place> {
    let lines = lines::lines(text)?;
    if !text.is_char_boundary(offset) {
        return None;
    }
    let cursor = Cursor { text, offset, at: lines.iter().position(|line| line.start <= offset && offset <= line.end)? };
    let whole = lines::block(text, &lines, 0..lines.len());
    let margin = lines.iter().find(|line| line.is_content()).map_or(0, |line| line.indent);
    let Some(oe) = whole.entries.iter().find(|entry| is_oe(&entry.key.value)) else {
        let (column, word) = cursor.typed(&lines[cursor.at])?;
        let goes_on = |line: &Line<'_>| line.indent > margin || line.is_item();
        let next = lines[cursor.at + 1..].iter().find(|line| line.is_content());
        let inside = |entry: &Entry| {
            entry.below.contains(&cursor.at) && lines[cursor.at + 1..entry.below.end].iter().any(Line::is_content)
        };
        let free = column == margin && !next.is_some_and(goes_on) && !whole.entries.iter().any(inside);
        return free.then_some(Place::Key(word));
    };
    let own = oe.line == cursor.at;
    if !own && !oe.below.contains(&cursor.at) {
        return None;
    }
    let value = text[oe.value.range()].trim_start_matches(BLANK);
    if value.starts_with('{') {
        return cursor.in_brackets(&lines, oe, true);
    }
    let has_below = |entry: &Entry| lines[entry.below.clone()].iter().any(Line::is_content);
    if own {
        let word = cursor.word_behind(oe.colon + 1, lines[cursor.at].end)?;
        let fits = text[word.range()].bytes().all(|byte| byte.is_ascii_alphabetic()) && !has_below(oe);
        return fits.then_some(Place::Value(word));
    }
    if !(value.is_empty() || value.starts_with('#')) {
        return None;
    }
    let table = lines::block(text, &lines, oe.below.clone());
    if let Some(sections) = table.entries.iter().find(|entry| entry.key.value == KEYS[1]) {
        let own = sections.line == cursor.at;
        let flow = text[sections.value.range()].starts_with('[');
        if flow && (own || sections.below.contains(&cursor.at)) {
            return cursor.in_brackets(&lines, sections, false);
        }
        let line = &lines[cursor.at];
        if own && !has_below(sections) {
            return cursor.word_behind(sections.colon + 1, line.end).map(Place::Section);
        }
        if sections.below.contains(&cursor.at) && line.is_item() {
            return cursor.word_behind(line.span().start + 1, line.end).map(Place::Section);
        }
    }
    let (column, word) = cursor.typed(&lines[cursor.at])?;
    let other = oe.below.clone().find(|at| *at != cursor.at && lines[*at].is_content()).map(|at| &lines[at]);
    let fits = other.map_or(column > margin, |other| column == other.indent && !other.is_item());
    if fits { table_key(word, &table.entries.iter().map(|entry| &*entry.key.value).collect::<Vec<_>>()) } else { None }
}

fn table_key(word: Span, taken: &[&str]) -> Option<Place> {
    let keys: Vec<_> = KEYS.into_iter().filter(|key| !taken.contains(key)).collect();
    (!keys.is_empty()).then_some(Place::TableKey { word, keys })
}

struct Cursor<'a> {
    text: &'a str,
    offset: usize,
    /// The line it is on.
    at: usize,
}

impl Cursor<'_> {
    /// The column of the word that is all there is on `line`, and the word; on an empty line both
    /// are the cursor's.
    fn typed(&self, line: &Line<'_>) -> Option<(usize, Span)> {
        if line.body().is_empty() {
            return Some((self.offset - line.start, Span::at(self.offset)));
        }
        (is_word(line.body()) && line.span().touches(self.offset)).then(|| (line.indent, line.span()))
    }

    /// The text at the cursor, where a text can stand from `start`, behind a colon or dash, to `end`.
    fn word_behind(&self, start: usize, end: usize) -> Option<Span> {
        let blanks = self.text[start..end].len() - self.text[start..end].trim_start_matches(BLANK).len();
        // Right behind the colon a blank is missing.
        (self.offset > start && blanks > 0).then(|| self.word(start, end)).flatten()
    }

    /// The text between `start` and `end` without the blanks around it, its quotes and a comment,
    /// if the cursor touches it or only blanks are between.
    fn word(&self, start: usize, end: usize) -> Option<Span> {
        let text = &self.text[start..end];
        let body = text.trim_start_matches(BLANK);
        let from = end - body.len();
        if body.starts_with(['"', '\'']) {
            let inside = quoted(body).map_or(end, |quoted| from + quoted.len - 1);
            let word = Span::new(from + 1, inside);
            return word.touches(self.offset).then_some(word);
        }
        let comment = start + before_comment(text);
        if from >= comment {
            return (self.offset < comment || comment == end).then_some(Span::at(self.offset));
        }
        let last = from + self.text[from..comment].trim_end_matches(BLANK).len();
        let word = Span::new(from, last.max(self.offset.min(comment)));
        word.touches(self.offset).then_some(word)
    }

    /// What can stand at the cursor inside the brackets of `entry`: of the table under `oe`, or of
    /// its sections.
    fn in_brackets(&self, lines: &[Line<'_>], entry: &Entry, table: bool) -> Option<Place> {
        if self.offset <= entry.value.start {
            return None;
        }
        let end = lines[entry.below.end - 1].end;
        // Each open bracket with the key that stands before the cursor in it.
        let mut open: Vec<(char, Option<&str>)> = Vec::new();
        let mut start = entry.value.start;
        let mut at = start;
        while at < self.offset {
            let rest = &self.text[at..end];
            let fresh = self.text[start..at].trim().is_empty();
            let Some(char) = rest.chars().next() else { break };
            match char {
                '"' | '\'' if fresh => {
                    let line = line_end(self.text, at).min(end);
                    let close = quoted(&self.text[at..line]).map_or(line, |quoted| at + quoted.len);
                    if self.offset < close || (self.offset == close && close == line) {
                        break;
                    }
                    at = close;
                    continue;
                }
                '#' if self.text[..at].ends_with([' ', '\t', '\r', '\n']) => {
                    at = line_end(self.text, at);
                    // The cursor is in the comment.
                    if at >= self.offset {
                        return None;
                    }
                    start = at;
                    continue;
                }
                '[' | '{' => {
                    open.push((char, None));
                    start = at + 1;
                }
                ']' | '}' => {
                    open.pop();
                    start = at + 1;
                }
                ',' => {
                    if let Some((_, key)) = open.last_mut() {
                        *key = None;
                    }
                    start = at + 1;
                }
                ':' if rest[1..].is_empty() || rest[1..].starts_with([' ', '\t', '\r', '\n', '[', '{', ',', '}']) => {
                    if let Some(('{', key @ None)) = open.last_mut() {
                        *key = Some(self.text[start..at].trim().trim_matches(['"', '\'']));
                        start = at + 1;
                    }
                }
                _ => {}
            }
            at += char.len_utf8();
        }
        // A name stands on one line.
        let newline = self.text[start..self.offset].rfind(['\n', '\r']).map_or(start, |at| start + at + 1);
        if !self.text[start..newline].trim().is_empty() {
            return None;
        }
        let stop = self.text[self.offset..end].find([',', ']', '}', '\n', '\r']).map_or(end, |at| self.offset + at);
        let quoted = self.text[newline..].trim_start_matches(BLANK).starts_with(['"', '\'']);
        let stop = if quoted { line_end(self.text, self.offset).min(end) } else { stop };
        let word = || self.word(newline, stop);
        let sections = Some(KEYS[1]);
        match (table, &open[..]) {
            (true, [('{', None)]) => {
                // Behind a key that is there already stands its colon.
                let stop = self.text[self.offset..stop].find(':').map_or(stop, |at| self.offset + at);
                let word =
                    self.word(newline, stop).filter(|word| word.is_empty() || is_word(&self.text[word.range()]))?;
                // In `{guide: x}` the cursor's word is a key already; that one is replaced.
                let mut reader = Reader { text: self.text, lines: Vec::new(), problems: Vec::new() };
                let Value::Table(table) = reader.flow(&mut entry.value.start.clone(), end, &KEYS) else { return None };
                let others = table.iter().filter(|(key, _)| !key.span.touches(self.offset));
                table_key(word, &others.map(|(key, _)| &*key.value).collect::<Vec<_>>())
            }
            (true, [('{', key)]) if *key == sections && self.text[..newline].ends_with(':') => {
                self.word_behind(newline, stop).map(Place::Section)
            }
            (true, [('{', key), ('[', _)]) if *key == sections => word().map(Place::Section),
            (false, [('[', _)]) => word().map(Place::Section),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
