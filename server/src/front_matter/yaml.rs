//! The part of YAML that a value of ours is read as: a scalar on one line, a list of them, or a
//! table of both, in block and in flow form. What it holds beyond that part is a problem.

use std::ops::Range;

use super::lines::{BLANK, Entry, Line, before_comment, block, is_word, key, line_end, starts_blank};
use super::{Problem, Written};
use crate::config::clip;
use crate::text::Span;

#[derive(Debug)]
pub(super) enum Value {
    /// Empty, or `null`.
    Nothing,
    Scalar(Written),
    List(Vec<Written>),
    Table(Vec<(Written, Value)>),
    /// It has its problem.
    Unreadable,
}

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) lines: Vec<Line<'a>>,
    pub(super) problems: Vec<Problem>,
}

pub(super) struct Quoted {
    pub(super) value: String,
    /// With both quotes.
    pub(super) len: usize,
    /// Escapes that mean nothing.
    pub(super) odd: Vec<Range<usize>>,
}

/// The quoted text that `text` starts with, if its line closes it.
pub(super) fn quoted(text: &str) -> Option<Quoted> {
    let mark = text.chars().next()?;
    let mut value = String::new();
    let mut odd = Vec::new();
    let mut rest = text[1..].char_indices().map(|(at, char)| (at + 1, char)).peekable();
    while let Some((at, char)) = rest.next() {
        if char == mark {
            if mark == '\'' && rest.next_if(|(_, next)| *next == '\'').is_some() {
                value.push('\'');
                continue;
            }
            return Some(Quoted { value, len: at + 1, odd });
        }
        if mark == '\'' || char != '\\' {
            value.push(char);
            continue;
        }
        let (_, letter) = rest.next()?;
        let digits = match letter {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let escaped = if digits > 0 {
            let number = text.get(at + 2..at + 2 + digits).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
            let char = number.and_then(|hex| char::from_u32(u32::from_str_radix(hex, 16).ok()?));
            if char.is_some() {
                rest.nth(digits - 1);
            }
            char
        } else {
            escape(letter)
        };
        if let Some(char) = escaped {
            value.push(char);
        } else {
            odd.push(at..at + 1 + letter.len_utf8());
            value.extend(['\\', letter]);
        }
    }
    None
}

fn escape(letter: char) -> Option<char> {
    Some(match letter {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        ' ' | '"' | '/' | '\\' => letter,
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        _ => return None,
    })
}

impl Reader<'_> {
    pub(super) fn problem(&mut self, span: Span, message: impl Into<String>) {
        self.problems.push(Problem { span, message: message.into() });
    }

    /// The value of `entry`; a table only where it may have `keys`. What is wrong with the value
    /// of another key in it is not told.
    pub(super) fn value(&mut self, entry: &Entry, keys: &[&str]) -> Value {
        let inline = &self.text[entry.value.range()];
        if inline.is_empty() || inline.starts_with('#') {
            return self.value_below(entry, keys);
        }
        if inline.starts_with(['[', '{']) {
            let end = self.lines[entry.line..entry.below.end].last().map_or(entry.value.end, |line| line.span().end);
            let mut at = entry.value.start;
            let value = self.flow(&mut at, end, keys);
            self.skip(&mut at, end);
            if at < end {
                let rest = Span::new(at, line_end(self.text, at).min(end));
                self.problem(rest, format!("`{}` stands behind the closing bracket; take it out", self.shown(rest)));
            }
            return value;
        }
        if keys.iter().any(|key| inline.strip_prefix(key).is_some_and(|rest| rest.starts_with(':'))) {
            let (value, key) = (self.shown(entry.value), self.shown(entry.key.span));
            let message = format!("`{value}` stands on the line of `{key}`; put it on the next, behind two spaces");
            self.problem(entry.value, message);
            return Value::Unreadable;
        }
        let value = self.scalar(entry.value);
        let below = entry.below.clone().find(|at| self.lines[*at].is_content());
        if let (Some(below), false) = (below, matches!(value, Value::Unreadable)) {
            let below = self.lines[below].span();
            let [line, key, value] = [below, entry.key.span, entry.value].map(|span| self.shown(span));
            let message =
                format!("`{line}` stands below `{key}`, which has its value already: `{value}`; take one out");
            self.problem(below, message);
        }
        value
    }

    fn value_below(&mut self, entry: &Entry, keys: &[&str]) -> Value {
        let content: Vec<usize> = entry.below.clone().filter(|at| self.lines[*at].is_content()).collect();
        let Some(&first) = content.first() else { return Value::Nothing };
        let tab = content.iter().map(|at| &self.lines[*at]).find(|line| line.text[..line.indent].contains('\t'));
        if let Some(tab) = tab {
            let span = Span::new(tab.start, tab.start + tab.indent);
            self.problem(span, "a tab does not indent in YAML; write spaces");
        }
        if self.lines[first].is_item() {
            return self.items(&content);
        }
        let block = block(self.text, &self.lines, entry.below.clone());
        let span = self.lines[first].span();
        if block.entries.is_empty() {
            if content.len() == 1 {
                return self.scalar(span);
            }
            let key = self.shown(entry.key.span);
            self.problem(span, format!("the value of `{key}` is more than one line; write it on one"));
            return Value::Unreadable;
        }
        if keys.is_empty() {
            let key = self.shown(entry.key.span);
            self.problem(span, format!("`{key}` is a table; that is deeper than what is read here"));
            return Value::Unreadable;
        }
        for stray in block.strays {
            self.stray(stray);
        }
        let mut table = Vec::new();
        for entry in block.entries {
            let told = self.problems.len();
            let value = self.value(&entry, &[]);
            if !keys.contains(&&*entry.key.value) {
                self.problems.truncate(told);
            }
            table.push((entry.key, value));
        }
        Value::Table(table)
    }

    /// A key that was there before.
    pub(super) fn again(&mut self, key: Span) {
        let shown = self.shown(key);
        self.problem(key, format!("`{shown}` stands here again, and only the first counts; take one out"));
    }

    /// A line that belongs to no key.
    pub(super) fn stray(&mut self, span: Span) {
        let line = self.shown(span);
        if key(&self.text[span.range()], span.start).is_some() {
            let message = format!("`{line}` begins before the first key here; begin them in one column");
            return self.problem(span, message);
        }
        let spaceless = self.text[span.range()].split_once(':').filter(|(key, value)| is_word(key) && is_word(value));
        self.problem(
            span,
            match spaceless {
                Some((key, value)) => format!("`{line}` needs a space behind its colon: `{key}: {value}`"),
                None => format!("`{line}` is no `key: value`; put `#` before it or take it out"),
            },
        );
    }

    fn items(&mut self, content: &[usize]) -> Value {
        let indent = self.lines[content[0]].indent;
        let mut items = Vec::new();
        let mut told = false;
        for line in content {
            let line = &self.lines[*line];
            let span = line.span();
            if line.indent != indent || !line.is_item() {
                if !told {
                    let line = self.shown(span);
                    self.problem(
                        span,
                        format!("`{line}` is no item of the list above; begin it with `- `, below the others"),
                    );
                }
                told = true;
                continue;
            }
            let rest = line.body()[1..].trim_start_matches(BLANK);
            let rest = Span::new(span.end - rest.len(), span.end);
            let before = self.problems.len();
            match self.scalar(rest) {
                Value::Scalar(item) => items.push(item),
                Value::Nothing => self.problem(span, "this item of the list is empty; take it out"),
                _ => {}
            }
            told = self.problems.len() > before;
        }
        // An item that is not there has its problem.
        if items.is_empty() { Value::Unreadable } else { Value::List(items) }
    }

    /// A text on one line; `span` may hold a comment behind it.
    fn scalar(&mut self, span: Span) -> Value {
        let text = &self.text[span.range()];
        let mut chars = text.chars();
        let first = chars.next();
        let shown = self.shown(span);
        let message = match first {
            None | Some('#') => return Value::Nothing,
            Some('"' | '\'') => return self.quoted_scalar(span),
            Some('|' | '>') => {
                format!("`{shown}` begins a text of several lines; write it on one, in quotes if need be")
            }
            Some('&' | '*') => {
                format!("`{shown}` is an anchor or an alias, which is not read here; write the value itself")
            }
            Some('!') => format!("`{shown}` is a tag, which is not read here; write the value alone"),
            Some('[' | '{') => format!("`{shown}` is deeper than what is read here; write a text"),
            Some('-' | '?' | ':') if starts_blank(chars.as_str()) => {
                format!("`{shown}` is deeper than what is read here; write a text, in quotes if need be")
            }
            Some(']' | '}' | ',' | '%' | '@' | '`') => format!("`{shown}` needs quotes for its first character"),
            Some(_) => {
                let plain = text[..before_comment(text)].trim_end_matches(BLANK);
                if !plain.contains(": ") && !plain.contains(":\t") && !plain.ends_with(':') {
                    if matches!(plain, "~" | "null" | "Null" | "NULL") {
                        return Value::Nothing;
                    }
                    let span = Span::new(span.start, span.start + plain.len());
                    return Value::Scalar(Written { value: plain.to_owned(), span });
                }
                format!("`{shown}` needs quotes for the colon in it")
            }
        };
        self.problem(span, message);
        Value::Unreadable
    }

    fn quoted_scalar(&mut self, span: Span) -> Value {
        let text = &self.text[span.range()];
        let Some(quoted) = quoted(text) else {
            self.problem(span, format!("the quote of `{}` is not closed on its line", self.shown(span)));
            return Value::Unreadable;
        };
        let rest = text[quoted.len..].trim_start_matches(BLANK);
        if !(rest.is_empty() || (rest.starts_with('#') && rest.len() < text.len() - quoted.len)) {
            let rest = Span::new(span.end - rest.len(), span.end);
            self.problem(rest, format!("`{}` stands behind the closing quote; take it out", self.shown(rest)));
            return Value::Unreadable;
        }
        for odd in quoted.odd {
            let odd = Span::from(odd).shift(span.start);
            let shown = self.shown(odd);
            self.problem(
                odd,
                format!("`{shown}` means nothing in double quotes; write `/`, or put it in single quotes"),
            );
        }
        Value::Scalar(Written { value: quoted.value, span: Span::new(span.start, span.start + quoted.len) })
    }

    /// The list or table that opens at `at`, which is moved behind it, or to `end` if what follows
    /// cannot be read.
    pub(super) fn flow(&mut self, at: &mut usize, end: usize, keys: &[&str]) -> Value {
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
    fn skip(&self, at: &mut usize, end: usize) {
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

    /// A piece of the text as it may stand in a message: one line, and not a page of it.
    pub(super) fn shown(&self, span: Span) -> String {
        clip(&self.text[span.range()])
    }
}
