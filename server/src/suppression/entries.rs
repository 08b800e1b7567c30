//! What follows the keyword of a directive: the entries, and the reason.

use super::{Directive, Entry, Kind, Name};
use crate::config::clip;
use crate::text::Span;

impl Directive {
    /// Reads the entries and the reason behind the keyword.
    pub(super) fn read_rest(&mut self, body: &str) {
        let mut at = self.keyword.end;
        let mut started = false;
        loop {
            at += body[at..].len() - body[at..].trim_start().len();
            match body[at..].chars().next() {
                None => break,
                Some(':') => {
                    let reason = Span::new(at + 1, body.len()).trim(body);
                    self.reason = (!reason.is_empty()).then_some(reason);
                    break;
                }
                // One too many hides nothing.
                Some(',') => {
                    at += 1;
                    started = true;
                }
                Some(_) => {
                    at = self.read_entry(body, at);
                    started = true;
                }
            }
        }
        if self.entries.is_empty() && self.problems.is_empty() && self.kind != Kind::End {
            let keyword = &body[self.keyword.range()];
            let message = if self.reason.is_some() && !started {
                format!("`{keyword}` names no rule before the colon: `{keyword} missing-element: reason`")
            } else {
                format!("`{keyword}` names no rule; say which: `{keyword} missing-element`")
            };
            self.problems.push((self.keyword, message));
        }
    }

    /// Reads what stands from `start` to the next comma or colon; gives where that is.
    fn read_entry(&mut self, body: &str, start: usize) -> usize {
        let until = |from: usize, ends: &[char]| body[from..].find(ends).map_or(body.len(), |at| from + at);
        let head = until(start, &[',', ':', '(']);
        let rule_end = body[start..head].find(char::is_whitespace).map_or(head, |at| start + at);
        let rule = Span::new(start, rule_end);
        let name = Name { text: body[rule.range()].to_ascii_lowercase(), span: rule };
        let between = Span::new(rule_end, head).trim(body);
        if name.text == "*" {
            self.problems.push((rule, "`*` is no rule; name each rule that is meant".to_owned()));
            return until(head, &[',', ':']);
        }
        let wordy = |directive: &mut Self, span: Span| {
            let (rule, rest) = (clip(&name.text), clip(&body[span.range()]));
            let message = format!("after `{rule}` comes `,` and another rule, or `:` and a reason, not `{rest}`");
            directive.problems.push((span, message));
        };
        if !between.is_empty() {
            let end = until(head, &[',', ':']);
            wordy(self, Span::new(between.start, end).trim(body));
            // With an element somewhere behind it the rule was not meant as a whole.
            if !body[head..].starts_with('(') {
                self.entries.push(Entry { span: rule, rule: name, element: None });
            }
            return end;
        }
        if !body[head..].starts_with('(') {
            self.entries.push(Entry { span: rule, rule: name, element: None });
            return head;
        }
        let closed = close(body, head);
        if closed.is_none() {
            let message = "`(` is never closed; put `)` behind the element".to_owned();
            self.problems.push((Span::new(head, head + 1), message));
        }
        let inside = Span::new(head + 1, closed.unwrap_or_else(|| until(head, &[':'])));
        let end = closed.map_or(inside.end, |close| close + 1);
        let whole = Span::new(start, end).trim(body);
        let elements = split(body, inside);
        if name.text.is_empty() {
            let message = format!("`{}` stands behind no rule; name the rule before it", clip(&body[whole.range()]));
            self.problems.push((whole, message));
        } else if elements.is_empty() {
            let rule = clip(&name.text);
            self.problems
                .push((whole, format!("`{rule}` has brackets without an element; name one, or take them out")));
        } else {
            let alone = elements.len() == 1;
            self.entries.extend(elements.into_iter().map(|element| Entry {
                rule: name.clone(),
                span: if alone { whole } else { element.span },
                element: Some(element),
            }));
        }
        let next = until(end, &[',', ':']);
        let rest = Span::new(end, next).trim(body);
        if !rest.is_empty() {
            wordy(self, rest);
        }
        next
    }
}

/// The bracket that closes the one at `open`: an element's name may hold brackets of its own.
fn close(body: &str, open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, mark) in body[open..].match_indices(['(', ')']) {
        depth = if mark == "(" { depth + 1 } else { depth - 1 };
        if depth == 0 {
            return Some(open + at);
        }
    }
    None
}

/// The names between the commas of `span`.
fn split(body: &str, span: Span) -> Vec<Name> {
    let mut start = span.start;
    let pieces = body[span.range()].split(',').map(|piece| {
        let whole = Span::new(start, start + piece.len());
        start = whole.end + 1;
        whole.trim(body)
    });
    let name = |span: Span| Name { text: body[span.range()].split_whitespace().collect::<Vec<_>>().join(" "), span };
    pieces.filter(|piece| !piece.is_empty()).map(name).collect()
}
