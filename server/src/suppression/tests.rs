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
    for body in ["", " ", "TODO: oe-disable", "oe", "o", "óe-disable", "oe_disable x", "oe-ls init wrote this", "oé-x"]
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
