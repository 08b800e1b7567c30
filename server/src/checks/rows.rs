//! Rows that no header makes a table of: text to readers, and meant as one.

use crate::markup::rows::rule_columns;
use crate::text::Span;

/// The lines of `text` that say something, without their indentation.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Span> {
    let mut at = 0;
    let line = move |line: &str| {
        let span = Span::new(at, at + line.len());
        at = span.end;
        span.trim(text)
    };
    text.split_inclusive(['\n', '\r']).map(line).filter(|line| !line.is_empty())
}

/// The first line of a table that has no header row, and its rows.
pub(super) fn headless(text: &str) -> Option<(Span, Vec<Span>)> {
    let rule = bare_rule(text)?;
    let rows = lines(&text[rule.end..]).map(|row| row.shift(rule.end)).collect();
    Some((rule, rows))
}

/// The first line of `text` that is a table's rule although no row stands before it.
fn bare_rule(text: &str) -> Option<Span> {
    let mut before = "";
    lines(text).find(|line| {
        let line = &text[line.range()];
        let is_bare = rule_columns(line) > 1 && !before.contains('|');
        before = line;
        is_bare
    })
}
