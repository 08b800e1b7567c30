//! What a comment in a document says about findings: `oe-disable-next-line missing-element: reason`.
//!
//! Only the words are read here. Whether a rule or an element is known, and what a directive
//! covers, is decided where the rules and the outline are.

use crate::config::{clip, closest};
use crate::text::Span;

/// Spans are bytes of the comment's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    pub kind: Kind,
    /// The word that it starts with.
    pub keyword: Span,
    /// What is suppressed, or for [`Kind::End`] no longer; none for an end means all. Any other
    /// directive without an entry covers nothing.
    pub entries: Vec<Entry>,
    /// What stands behind the colon.
    pub reason: Option<Span>,
    /// In the order of the text.
    pub problems: Vec<(Span, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The next block.
    NextLine,
    /// The line of the comment.
    Line,
    /// From here on.
    Begin,
    /// Until here.
    End,
    /// The whole file.
    File,
    /// A word that none of the others is written with; it does nothing.
    Unknown,
}

/// A rule, or one element of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// In lower case, as rules are.
    pub rule: Name,
    /// An identifier or a name, as written.
    pub element: Option<Name>,
    /// The rule with its brackets; of several elements in one pair of brackets each has its own name.
    pub span: Span,
}

/// A name with its place; white space inside is a single space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    pub span: Span,
}

/// The words that a directive can start with.
pub const KEYWORDS: [(&str, Kind); 5] = [
    ("oe-disable-next-line", Kind::NextLine),
    ("oe-disable-line", Kind::Line),
    ("oe-disable", Kind::Begin),
    ("oe-enable", Kind::End),
    ("oe-disable-file", Kind::File),
];

/// Reads what stands between `<!--` and `-->`; `None` for a comment that is none of ours.
pub fn read(body: &str) -> Option<Directive> {
    let start = body.len() - body.trim_start().len();
    let ends = |char: char| char.is_whitespace() || matches!(char, ':' | ',' | '(' | ')');
    let len = body[start..].find(ends).unwrap_or(body.len() - start);
    let keyword = Span::new(start, start + len);
    let word = &body[keyword.range()];
    let is_ours = word.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("oe-"));
    // A comment about the tool itself: "oe-ls init wrote this".
    if !is_ours || word.eq_ignore_ascii_case("oe-ls") {
        return None;
    }
    let known = KEYWORDS.iter().find(|(known, _)| *known == word);
    let kind = known.map_or(Kind::Unknown, |(_, kind)| *kind);
    let mut directive = Directive { kind, keyword, entries: Vec::new(), reason: None, problems: Vec::new() };
    if kind == Kind::Unknown {
        let message = format!("`{}` suppresses nothing; {}", clip(word), hint(word));
        directive.problems.push((keyword, message));
    } else {
        directive.read_rest(body);
        directive.problems.sort_by_key(|(span, _)| *span);
    }
    Some(directive)
}

fn hint(word: &str) -> String {
    // Nearer to `oe-disable-line` than to what it means: `oe-enable-line`.
    let is_end = word.get(..9).is_some_and(|head| head.eq_ignore_ascii_case("oe-enable"));
    let meant = if is_end { Some("oe-enable") } else { closest(word, KEYWORDS.map(|(known, _)| known)) };
    if let Some(meant) = meant {
        return format!("did you mean `{meant}`?");
    }
    let [next, line, begin, end, file] = KEYWORDS.map(|(known, _)| known);
    format!("there are `{next}`, `{line}`, `{file}`, and `{begin}` up to `{end}`")
}

impl Directive {
    /// Reads the entries and the reason behind the keyword.
    fn read_rest(&mut self, body: &str) {
        let mut at = self.keyword.end;
        let mut started = false;
        loop {
            at += body[at..].len() - body[at..].trim_start().len();
            match body[at..].chars().next() {
                None => break,
                Some(':') => {
                    let reason = trim(body, Span::new(at + 1, body.len()));
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
        let between = trim(body, Span::new(rule_end, head));
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
            wordy(self, trim(body, Span::new(between.start, end)));
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
        let whole = trim(body, Span::new(start, end));
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
        let rest = trim(body, Span::new(end, next));
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
        trim(body, whole)
    });
    let name = |span: Span| Name { text: body[span.range()].split_whitespace().collect::<Vec<_>>().join(" "), span };
    pieces.filter(|piece| !piece.is_empty()).map(name).collect()
}

fn trim(body: &str, span: Span) -> Span {
    let text = &body[span.range()];
    let start = span.end - text.trim_start().len();
    Span::new(start, start + text.trim().len())
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    /// The directive, its entries as rule and element with their text in the comment, its problems.
    fn check(body: &str, expected: &Expect) {
        let shown = read(body).map_or("none\n".to_owned(), |directive| {
            let at = |span: Span| &body[span.range()];
            let mut out = format!("{:?} {:?}", directive.kind, at(directive.keyword));
            if let Some(reason) = directive.reason {
                write!(out, " because {:?}", at(reason)).unwrap();
            }
            out.push('\n');
            for entry in &directive.entries {
                write!(out, "{} {:?}", entry.rule.text, at(entry.rule.span)).unwrap();
                if let Some(element) = &entry.element {
                    write!(out, " of {} {:?}", element.text, at(element.span)).unwrap();
                }
                writeln!(out, " in {:?}", at(entry.span)).unwrap();
            }
            for (span, message) in &directive.problems {
                writeln!(out, "{:?}: {message}", at(*span)).unwrap();
            }
            out
        });
        expected.assert_eq(&shown);
    }

    #[test]
    fn every_keyword_has_its_kind() {
        for (word, kind) in KEYWORDS {
            let directive = read(&format!(" {word} missing-element ")).unwrap();
            assert_eq!((directive.kind, directive.entries.len(), directive.problems.len()), (kind, 1, 0), "{word}");
        }
    }

    #[test]
    fn rules_elements_and_a_reason() {
        check(
            " oe-disable-next-line missing-element(on-call-management), section-order: the on-call guide: page 3, (b) ",
            &expect![[r#"
                NextLine "oe-disable-next-line" because "the on-call guide: page 3, (b)"
                missing-element "missing-element" of on-call-management "on-call-management" in "missing-element(on-call-management)"
                section-order "section-order" in "section-order"
            "#]],
        );
    }

    #[test]
    fn several_elements_of_one_rule() {
        check(
            "oe-disable missing-element(on-call-management, a/post-incident-review,), section-order",
            &expect![[r#"
                Begin "oe-disable"
                missing-element "missing-element" of on-call-management "on-call-management" in "on-call-management"
                missing-element "missing-element" of a/post-incident-review "a/post-incident-review" in "a/post-incident-review"
                section-order "section-order" in "section-order"
            "#]],
        );
    }

    #[test]
    fn an_element_by_its_name() {
        check(
            "oe-disable missing-element(Überwachung & Alarme: Nachts), missing-label(Recovery Time Objective (RTO)): x",
            &expect![[r#"
                Begin "oe-disable" because "x"
                missing-element "missing-element" of Überwachung & Alarme: Nachts "Überwachung & Alarme: Nachts" in "missing-element(Überwachung & Alarme: Nachts)"
                missing-label "missing-label" of Recovery Time Objective (RTO) "Recovery Time Objective (RTO)" in "missing-label(Recovery Time Objective (RTO))"
            "#]],
        );
    }

    #[test]
    fn white_space_commas_and_the_case_of_a_rule_are_free() {
        check(
            "\r\n\toe-disable-file\n  Missing-Element (\n On-Call\n  Management ) ,,\u{a0}section-order\n: a\n b\n",
            &expect![[r#"
                File "oe-disable-file" because "a\n b"
                missing-element "Missing-Element" of On-Call Management "On-Call\n  Management" in "Missing-Element (\n On-Call\n  Management )"
                section-order "section-order" in "section-order"
            "#]],
        );
        check(
            "oe-disable-line section-order,",
            &expect![[r#"
                Line "oe-disable-line"
                section-order "section-order" in "section-order"
            "#]],
        );
    }

    #[test]
    fn an_end_may_end_everything() {
        check(
            "oe-enable",
            &expect![[r#"
                End "oe-enable"
            "#]],
        );
        check(
            "oe-enable: from here on it counts",
            &expect![[r#"
                End "oe-enable" because "from here on it counts"
            "#]],
        );
        check(
            "oe-enable section-order",
            &expect![[r#"
                End "oe-enable"
                section-order "section-order" in "section-order"
            "#]],
        );
    }

    #[test]
    fn everything_at_once_is_not_hidden() {
        check(
            "oe-disable",
            &expect![[r#"
            Begin "oe-disable"
            "oe-disable": `oe-disable` names no rule; say which: `oe-disable missing-element`
        "#]],
        );
        check(
            "oe-disable-file ,",
            &expect![[r#"
            File "oe-disable-file"
            "oe-disable-file": `oe-disable-file` names no rule; say which: `oe-disable-file missing-element`
        "#]],
        );
        check(
            "oe-disable-next-line: we have no on-call",
            &expect![[r#"
            NextLine "oe-disable-next-line" because "we have no on-call"
            "oe-disable-next-line": `oe-disable-next-line` names no rule before the colon: `oe-disable-next-line missing-element: reason`
        "#]],
        );
        check(
            "oe-disable *, section-order",
            &expect![[r#"
            Begin "oe-disable"
            section-order "section-order" in "section-order"
            "*": `*` is no rule; name each rule that is meant
        "#]],
        );
        check(
            "oe-disable *: all of it",
            &expect![[r#"
            Begin "oe-disable" because "all of it"
            "*": `*` is no rule; name each rule that is meant
        "#]],
        );
    }

    #[test]
    fn other_comments_are_none_of_ours() {
        for body in
            ["", " ", "TODO: oe-disable", "oe", "o", "óe-disable", "oe_disable x", "oe-ls init wrote this", "oé-x"]
        {
            check(body, &expect![["none\n"]]);
        }
    }

    #[test]
    fn a_mistyped_keyword_says_what_was_meant() {
        for (word, meant) in [
            ("oe-disble", "oe-disable"),
            ("OE-DISABLE", "oe-disable"),
            ("oe-disable-nextline", "oe-disable-next-line"),
            ("oe-disable-next", "oe-disable-next-line"),
            ("oe-disableFile", "oe-disable-file"),
            ("oe-enable-line", "oe-enable"),
        ] {
            let body = format!("{word} section-order: x");
            let directive = read(&body).unwrap();
            assert_eq!((directive.kind, directive.entries, directive.reason), (Kind::Unknown, vec![], None), "{word}");
            let message = format!("`{word}` suppresses nothing; did you mean `{meant}`?");
            assert_eq!(directive.problems, [(Span::new(0, word.len()), message)]);
        }
        check(
            "oe-ignore section-order",
            &expect![[r#"
            Unknown "oe-ignore"
            "oe-ignore": `oe-ignore` suppresses nothing; there are `oe-disable-next-line`, `oe-disable-line`, `oe-disable-file`, and `oe-disable` up to `oe-enable`
        "#]],
        );
        check(
            "oe-",
            &expect![[r#"
            Unknown "oe-"
            "oe-": `oe-` suppresses nothing; there are `oe-disable-next-line`, `oe-disable-line`, `oe-disable-file`, and `oe-disable` up to `oe-enable`
        "#]],
        );
    }

    #[test]
    fn words_where_a_comma_or_a_colon_belongs() {
        check(
            "oe-disable missing-element section-order",
            &expect![[r#"
            Begin "oe-disable"
            missing-element "missing-element" in "missing-element"
            "section-order": after `missing-element` comes `,` and another rule, or `:` and a reason, not `section-order`
        "#]],
        );
        check(
            "oe-disable missing-element -- nobody is on call, section-order",
            &expect![[r#"
            Begin "oe-disable"
            missing-element "missing-element" in "missing-element"
            section-order "section-order" in "section-order"
            "-- nobody is on call": after `missing-element` comes `,` and another rule, or `:` and a reason, not `-- nobody is on call`
        "#]],
        );
        check(
            "oe-disable missing-element(a) as nobody is on call: really",
            &expect![[r#"
            Begin "oe-disable" because "really"
            missing-element "missing-element" of a "a" in "missing-element(a)"
            "as nobody is on call": after `missing-element` comes `,` and another rule, or `:` and a reason, not `as nobody is on call`
        "#]],
        );
        check(
            "oe-disable missing element(a), section-order",
            &expect![[r#"
            Begin "oe-disable"
            section-order "section-order" in "section-order"
            "element(a)": after `missing` comes `,` and another rule, or `:` and a reason, not `element(a)`
        "#]],
        );
    }

    #[test]
    fn brackets_that_say_nothing() {
        check(
            "oe-disable missing-element( , ), section-order",
            &expect![[r#"
            Begin "oe-disable"
            section-order "section-order" in "section-order"
            "missing-element( , )": `missing-element` has brackets without an element; name one, or take them out
        "#]],
        );
        check(
            "oe-disable (on-call-management)",
            &expect![[r#"
            Begin "oe-disable"
            "(on-call-management)": `(on-call-management)` stands behind no rule; name the rule before it
        "#]],
        );
        check(
            "oe-disable missing-element(on-call-management: nobody",
            &expect![[r#"
            Begin "oe-disable" because "nobody"
            missing-element "missing-element" of on-call-management "on-call-management" in "missing-element(on-call-management"
            "(": `(` is never closed; put `)` behind the element
        "#]],
        );
        check(
            "oe-disable missing-element(a)), b)",
            &expect![[r#"
            Begin "oe-disable"
            missing-element "missing-element" of a "a" in "missing-element(a)"
            b) "b)" in "b)"
            ")": after `missing-element` comes `,` and another rule, or `:` and a reason, not `)`
        "#]],
        );
    }

    proptest! {
        #[test]
        fn any_comment_is_read(body in r"[ \n]{0,2}(oe-|oe-disable|oe-enable)?([ (),:*é\n]|oe-disable|missing-element|\PC){0,12}") {
            if let Some(directive) = read(&body) {
                let names = directive.entries.iter().flat_map(|entry| {
                    let element = entry.element.iter().map(|name| name.span);
                    element.chain([entry.span, entry.rule.span])
                });
                let problems = directive.problems.iter().map(|(span, _)| *span);
                for span in names.chain(problems).chain(directive.reason).chain([directive.keyword]) {
                    prop_assert!(!body[span.range()].is_empty());
                    prop_assert_eq!(body[span.range()].trim(), &body[span.range()]);
                }
                prop_assert!(directive.entries.iter().all(|entry| !entry.rule.text.is_empty()));
                let starts: Vec<_> = directive.problems.iter().map(|(span, _)| span.start).collect();
                prop_assert!(starts.is_sorted());
                let is_silent = directive.entries.is_empty() && directive.problems.is_empty();
                prop_assert!(!is_silent || directive.kind == Kind::End);
            }
        }

        #[test]
        fn any_text_is_read(body in r"\PC*") {
            read(&body);
        }
    }
}
