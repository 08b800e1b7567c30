//! The part of YAML that a value of ours is read as: a scalar on one line, a list of them, or a
//! table of both, in block and in flow form. What it holds beyond that part is a problem.

mod flow;

use super::lines::{BLANK, Entry, Line, before_comment, block, is_word, key, line_end, starts_blank};
use super::quoted::quoted;
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

    /// A piece of the text as it may stand in a message: one line, and not a page of it.
    pub(super) fn shown(&self, span: Span) -> String {
        clip(&self.text[span.range()])
    }
}

#[cfg(test)]
mod tests;
