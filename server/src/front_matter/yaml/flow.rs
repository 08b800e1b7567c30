//! Lists and tables in brackets.

use super::{Reader, Value};
use crate::front_matter::lines::{BLANK, line_end};
use crate::front_matter::quoted::quoted;
use crate::text::Span;

impl Reader<'_> {
    /// The list or table that opens at `at`, which is moved behind it, or to `end` if what follows
    /// cannot be read.
    pub(in crate::front_matter) fn flow(&mut self, at: &mut usize, end: usize, keys: &[&str]) -> Value {
        let told = self.problems.len();
        let open = Span::new(*at, *at + 1);
        let is_table = self.byte(*at, end) == Some(b'{');
        let close = if is_table { b'}' } else { b']' };
        if is_table && keys.is_empty() {
            *at = end;
            self.problem(open, "a table in brackets is deeper than what is read here; write a text");
            return Value::Unreadable;
        }
        let (mut items, mut table) = (Vec::new(), Vec::new());
        *at += 1;
        loop {
            self.skip(at, end);
            match self.byte(*at, end) {
                None => {
                    let (open_mark, close) = (self.shown(open), char::from(close));
                    self.problem(open, format!("`{open_mark}` is never closed; put `{close}` at its end"));
                    break;
                }
                Some(byte) if byte == close => {
                    *at += 1;
                    break;
                }
                Some(b',') => {
                    self.problem(Span::new(*at, *at + 1), "nothing stands before this `,`; take it out");
                    *at += 1;
                    continue;
                }
                Some(_) => {}
            }
            let start = *at;
            let value = self.token(at, end);
            let word = Span::new(start, *at);
            self.skip(at, end);
            if *at == end && matches!(value, Value::Unreadable) {
                break;
            }
            if is_table {
                let Value::Scalar(key) = value else {
                    if !matches!(value, Value::Unreadable) {
                        self.problem(word, format!("`{}` is no key; write `key: value`", self.shown(word)));
                    }
                    *at = end;
                    break;
                };
                let told = self.problems.len();
                let value = self.flow_value(at, end);
                if !keys.contains(&&*key.value) {
                    self.problems.truncate(told);
                }
                table.push((key, value));
                self.skip(at, end);
            } else if let Value::Scalar(item) = value {
                items.push(item);
            }
            match self.byte(*at, end) {
                Some(b',') => *at += 1,
                Some(byte) if byte != close => {
                    let rest = Span::new(*at, line_end(self.text, *at).min(end));
                    let shown = self.shown(rest);
                    self.problem(rest, format!("`{shown}` is not expected here; put `,` before it, or take it out"));
                    *at = end;
                    break;
                }
                _ => {}
            }
        }
        if is_table {
            Value::Table(table)
        } else if items.is_empty() && self.problems.len() > told {
            Value::Unreadable
        } else {
            Value::List(items)
        }
    }

    /// What stands behind a key in brackets; `at` is at its colon.
    fn flow_value(&mut self, at: &mut usize, end: usize) -> Value {
        if self.byte(*at, end) != Some(b':') {
            return Value::Nothing;
        }
        *at += 1;
        self.skip(at, end);
        match self.byte(*at, end) {
            Some(b',' | b'}' | b']') | None => Value::Nothing,
            Some(b'[' | b'{') => self.flow(at, end, &[]),
            Some(_) => self.token(at, end),
        }
    }

    /// A text inside brackets.
    fn token(&mut self, at: &mut usize, end: usize) -> Value {
        let start = *at;
        let line = line_end(self.text, start).min(end);
        let text = &self.text[start..line];
        if text.starts_with(['"', '\'']) {
            let Some(quoted) = quoted(text) else {
                *at = end;
                return self.quoted_scalar(Span::new(start, line));
            };
            *at = start + quoted.len;
            return self.quoted_scalar(Span::new(start, *at));
        }
        let over = |(at, char): &(usize, char)| match char {
            ',' | '[' | ']' | '{' | '}' => true,
            ':' => text[at + 1..].is_empty() || text[at + 1..].starts_with([' ', '\t', ',', '[', ']', '{', '}']),
            '#' => text[..*at].ends_with(BLANK),
            _ => false,
        };
        let len = text.char_indices().find(over).map_or(text.len(), |(at, _)| at);
        let plain = text[..len].trim_end_matches(BLANK);
        if plain.is_empty() || plain.starts_with('#') {
            *at = end;
            let rest = Span::new(start, line);
            self.problem(rest, format!("`{}` is not expected here; write a text", self.shown(rest)));
            return Value::Unreadable;
        }
        *at = start + len;
        self.scalar(Span::new(start, start + plain.len()))
    }

    /// Moves `at` over blanks, line ends and comments.
    pub(super) fn skip(&self, at: &mut usize, end: usize) {
        while let Some(byte) = self.byte(*at, end) {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => *at += 1,
                b'#' if self.text[..*at].ends_with([' ', '\t', '\r', '\n']) => {
                    *at = line_end(self.text, *at).min(end);
                }
                _ => return,
            }
        }
    }

    fn byte(&self, at: usize, end: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied().filter(|_| at < end)
    }
}
