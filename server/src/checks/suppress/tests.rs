use std::fmt::Write as _;

use expect_test::{Expect, expect};

use super::super::testing::{applied, fixes, ours, shown, snapshot, snapshot_with};
use super::*;

/// The findings of placeholders and of suppressions, and how many are hidden.
fn check(text: &str, expected: &Expect) {
    check_in(&ours(text), expected);
}

fn check_in(snapshot: &Snapshot, expected: &Expect) {
    let found = run::run(snapshot, None);
    let rules = ["unfilled-placeholder", "unknown-suppression", "unused-suppression"];
    let mut out = shown(snapshot, found.findings.iter().filter(|it| rules.contains(&it.rule.name)));
    out = out.lines().filter(|line| !line.starts_with(' ')).fold(String::new(), |out, line| out + line + "\n");
    writeln!(out, "{} hidden", found.suppressed).unwrap();
    expected.assert_eq(&out);
}

const NEXT: &str = "<!-- oe-disable-next-line unfilled-placeholder -->";

#[test]
fn the_next_block_is_a_whole_one() {
    for block in [
        "- [Aaa]\n- [Bbb]\n\n  [Ccc]\n  - [Ddd]\n\n- [Eee]\n",
        "1. [Aaa]\n2. [Bbb]\n",
        "| A | B |\n| - | - |\n| [Aaa] | [Bbb] |\n| [Ccc] | x |\n",
        "**A**: [Aaa]\n**B**: [Bbb]\n**C**: [Ccc]\n",
        "[Ääh]\n",
    ] {
        let text = format!("## Security Operations\n\n{NEXT}\n<!-- a note -->\n\n{block}\n## Other\n\nTBD\n");
        for text in [text.clone(), text.replace('\n', "\r\n")] {
            let found = run::run(&ours(&text), None);
            let left: Vec<_> = found
                .findings
                .iter()
                .filter(|it| !it.rule.name.starts_with("missing-"))
                .map(Finding::message)
                .collect();
            assert_eq!(left, ["`Other` still holds template text"], "{text}");
        }
    }
}

#[test]
fn the_block_after_the_next_is_not_meant() {
    check(
        &format!("{NEXT}\n- [Aaa]\n* [Bbb]\n\n[Ccc]\n"),
        &expect![[r#"
        3:3 "[Bbb]" this line still holds template text
        5:1 "[Ccc]" this line still holds template text
        1 hidden
    "#]],
    );
    check(
        &format!("{NEXT}\n[Aaa]\n\n[Bbb]\n"),
        &expect![[r#"
        4:1 "[Bbb]" this line still holds template text
        1 hidden
    "#]],
    );
    check(
        &format!("{NEXT}\n### Heading\n\n[Aaa]\n"),
        &expect![[r#"
        1:27 "unfilled-placeholder" this hides nothing: no `unfilled-placeholder` is found in the next block
        4:1 "[Aaa]" `Heading` still holds template text
        0 hidden
    "#]],
    );
    check(
        &format!("[Aaa]\n\n{NEXT}\n"),
        &expect![[r#"
        1:1 "[Aaa]" this line still holds template text
        3:27 "unfilled-placeholder" this hides nothing: no `unfilled-placeholder` is found in the next block
        0 hidden
    "#]],
    );
}

#[test]
fn a_list_goes_on_beside_what_is_nested_in_it_and_ends_at_another_bullet() {
    check(
        &format!("{NEXT}\n- [Aaa]\n  1. [Bbb]\n     - [Ccc]\n\n  [Ddd]\n- [Eee]\n* [Fff]\n"),
        &expect![[r#"
        8:3 "[Fff]" this line still holds template text
        5 hidden
    "#]],
    );
    check(
        &format!("- Text {NEXT}\n  1. [Bbb]\n     - [Ccc]\n  2. [Ddd]\n- [Eee]\n"),
        &expect![[r#"
        5:3 "[Eee]" this line still holds template text
        3 hidden
    "#]],
    );
    check(
        &format!("- Text {NEXT}\n- [Bbb]\n  1. [Ccc]\n- [Ddd]\n\n[Eee]\n"),
        &expect![[r#"
        6:1 "[Eee]" this line still holds template text
        3 hidden
    "#]],
    );
}

#[test]
fn its_own_line() {
    check(
        "| A | B |\n| - | - |\n| [Aaa] | x <!-- oe-disable-line unfilled-placeholder --> |\n| [Bbb] | y |\n\n\
         - [Ccc] <!-- oe-disable-line unfilled-placeholder: later -->\n- [Ddd]\n",
        &expect![[r#"
            4:3 "[Bbb]" `A` still holds template text
            7:3 "[Ddd]" this line still holds template text
            2 hidden
        "#]],
    );
}

#[test]
fn from_here_to_there() {
    check(
        "[Aaa]\n\n<!-- oe-disable unfilled-placeholder, unedited-example -->\n\n[Bbb]\n\n# A heading\n\n[Ccc]\n\n\
         <!-- oe-enable unfilled-placeholder -->\n\n[Ddd]\n\n<!-- oe-disable unfilled-placeholder -->\n\n[Eee]\n\n\
         <!-- oe-enable -->\n\n[Fff]\n\n<!-- oe-disable unfilled-placeholder -->\n\n[Ggg]\n",
        &expect![[r#"
            1:1 "[Aaa]" this line still holds template text
            3:39 "unedited-example" this hides nothing: no `unedited-example` is found from here on
            13:1 "[Ddd]" `A heading` still holds template text
            21:1 "[Fff]" `A heading` still holds template text
            4 hidden
        "#]],
    );
}

#[test]
fn nothing_between_two_comments_that_touch() {
    check(
        "<!-- oe-disable unfilled-placeholder --><!-- oe-enable -->\n\n[Aaa]\n",
        &expect![[r#"
        1:17 "unfilled-placeholder" this hides nothing: no `unfilled-placeholder` is found from here on
        3:1 "[Aaa]" this line still holds template text
        0 hidden
    "#]],
    );
}

#[test]
fn an_end_with_nothing_to_end() {
    check(
        "<!-- oe-enable -->\n\n[Aaa]\n",
        &expect![[r#"
        1:6 "oe-enable" this ends nothing: no `oe-disable` is open here
        3:1 "[Aaa]" this line still holds template text
        0 hidden
    "#]],
    );
    check(
        "[Aaa]\n\n<!-- oe-enable unfilled-placeholder, missing-element(On-Call Management): why -->\n",
        &expect![[r#"
            1:1 "[Aaa]" this line still holds template text
            3:6 "oe-enable" this ends nothing: no `oe-disable unfilled-placeholder, missing-element(On-Call Management)` is open here
            0 hidden
        "#]],
    );
    // The first end took it, and one element of several does not begin again by itself.
    check(
        "<!-- oe-disable unfilled-placeholder -->\n\n[Aaa]\n\n\
         <!-- oe-enable unfilled-placeholder(on-call-management) -->\n\n[Bbb]\n\n\
         <!-- oe-enable unfilled-placeholder -->\n\n<!-- oe-enable unfilled-placeholder -->\n",
        &expect![[r#"
            5:6 "oe-enable" this ends nothing: no `oe-disable unfilled-placeholder(on-call-management)` is open here
            11:6 "oe-enable" this ends nothing: no `oe-disable unfilled-placeholder` is open here
            2 hidden
        "#]],
    );
    // Only `oe-disable` itself is ended.
    check(
        "<!-- oe-disable-file unfilled-placeholder -->\n\n[Aaa]\n\n<!-- oe-enable unfilled-placeholder -->\n",
        &expect![[r#"
            5:6 "oe-enable" this ends nothing: no `oe-disable unfilled-placeholder` is open here
            1 hidden
        "#]],
    );
}

#[test]
fn an_end_that_ends_one_of_several_is_used() {
    check(
        "<!-- oe-disable unfilled-placeholder -->\n\n[Aaa]\n\n<!-- oe-enable missing-label, unfilled-placeholder -->\n",
        &expect![[r#"
            1 hidden
        "#]],
    );
}

#[test]
fn nothing_on_an_end_whose_beginning_could_not_be_read() {
    for begin in [
        "oe-disble unfilled-placeholder",
        "oe-disable",
        "oe-disable unfiled-placeholder",
        "oe-disable missing-element(x)",
    ] {
        for end in ["oe-enable", "oe-enable unfilled-placeholder"] {
            let text = format!("<!-- {begin} -->\n\n[Aaa]\n\n<!-- {end} -->\n");
            let found = run::run(&ours(&text), None).findings;
            assert!(found.iter().all(|it| it.rule.name != "unused-suppression"), "{text}");
        }
    }
}

#[test]
fn an_end_that_is_mistaken_is_only_told_to_be() {
    check(
        "<!-- oe-enable unfiled-placeholder -->\n\n<!-- oe-enable (x) -->\n\n<!-- oe-enable missing-label(x) -->\n",
        &expect![[r#"
            1:16 "unfiled-placeholder" `unfiled-placeholder` is not a rule; did you mean `unfilled-placeholder`?
            3:16 "(x)" `(x)` stands behind no rule; name the rule before it
            5:30 "x" `x` is no section or element of the guide
            0 hidden
        "#]],
    );
}

#[test]
fn the_whole_file() {
    check(
        "[Aaa]\n\n# Heading\n\n[Bbb]\n\n<!-- oe-disable-file unfilled-placeholder -->\n",
        &expect![[r#"
        2 hidden
    "#]],
    );
}

#[test]
fn one_element_by_any_of_its_names_or_its_section() {
    let text = |name: &str| {
        format!(
            "<!-- oe-disable-file unfilled-placeholder({name}) -->\n\n## Incident Response & Management\n\n\
             ### On-Call Management\n\n[Aaa]\n\n### Post-Incident Review\n\n[Bbb]\n\n## Security Operations\n\n[Ccc]\n"
        )
    };
    for (name, hidden) in [
        ("on-call-management", 1),
        ("incident-response-and-management/on-call-management", 1),
        ("On-Call Management", 1),
        ("Incident Response & Management", 2),
        ("security-operations", 1),
        ("threat-detection", 0),
    ] {
        assert_eq!(run::run(&ours(&text(name)), None).suppressed, hidden, "{name}");
    }
}

#[test]
fn what_is_not_known_is_told_and_hides_nothing() {
    check(
        "<!-- oe-disable-file unfiled-placeholder, unfilled-placeholder(on-call-managment) -->\n\
         <!-- oe-disble unfilled-placeholder -->\n<!-- oe-disable-next-line -->\n\n[Aaa]\n",
        &expect![[r#"
            1:22 "unfiled-placeholder" `unfiled-placeholder` is not a rule; did you mean `unfilled-placeholder`?
            1:64 "on-call-managment" `on-call-managment` is no section or element of the guide; did you mean `on-call-management`?
            2:6 "oe-disble" `oe-disble` suppresses nothing; did you mean `oe-disable`?
            3:6 "oe-disable-next-line" `oe-disable-next-line` names no rule; say which: `oe-disable-next-line missing-element`
            5:1 "[Aaa]" this line still holds template text
            0 hidden
        "#]],
    );
}

#[test]
fn comments_in_code_and_other_comments_are_text() {
    check(
        "`<!-- oe-disable-file unfilled-placeholder -->`\n\n```\n<!-- oe-disable-file unfilled-placeholder -->\n```\n\n\
         <!-- oe-ls reads this -->\n\n[Aaa]\n",
        &expect![[r#"
            9:1 "[Aaa]" this line still holds template text
            0 hidden
        "#]],
    );
}

#[test]
fn nothing_in_other_files() {
    check_in(
        &snapshot("# Notes\n\n<!-- oe-disable-file whatever -->\n"),
        &expect![[r#"
        0 hidden
    "#]],
    );
}

#[test]
fn a_rule_that_is_off_does_not_count() {
    let text = "---\noe: true\n---\n\n<!-- oe-disable-file unfilled-placeholder -->\n\nText\n";
    check_in(
        &snapshot_with(text, "[severity]\nunfilled-placeholder = \"off\"", None),
        &expect![[r#"
        0 hidden
    "#]],
    );
    check_in(
        &snapshot(text),
        &expect![[r#"
        5:22 "unfilled-placeholder" this hides nothing: no `unfilled-placeholder` is found in this file
        0 hidden
    "#]],
    );
}

#[test]
fn the_rules_about_suppressions_can_be_hidden_too() {
    check(
        "<!-- oe-disable-file unknown-suppression, unused-suppression -->\n<!-- oe-disable-line tpyo, malformed-table -->\n\nText\n",
        &expect![[r#"
            2 hidden
        "#]],
    );
}

#[test]
fn of_two_that_hide_the_same_the_first_counts() {
    check(
        &format!("<!-- oe-disable-file unfilled-placeholder -->\n\n{NEXT}\n[Aaa]\n"),
        &expect![[r#"
        3:27 "unfilled-placeholder" this hides nothing: no `unfilled-placeholder` is found in the next block
        1 hidden
    "#]],
    );
}

#[test]
fn taking_a_comment_out_leaves_a_list_together() {
    let head = "---\noe: true\n---\n\n## Security Operations\n\n";
    let comment = "<!-- oe-disable-next-line missing-label -->";
    for (list, expected) in [
        ("- foo\n  COMMENT\n  bar\n", "- foo\n  bar\n"),
        ("- foo\nCOMMENT\n- bar\n", "- foo\n- bar\n"),
        ("1. foo\n   COMMENT\n2. bar\n", "1. foo\n2. bar\n"),
        ("- foo\n  - a\n    COMMENT\n    b\n", "- foo\n  - a\n    b\n"),
        ("- foo\n\n  COMMENT\n  bar\n", "- foo\n\n  bar\n"),
        // Elsewhere it sets two blocks apart.
        ("foo\nCOMMENT\nbar\n", "foo\n\nbar\n"),
        ("- foo\nCOMMENT\n---\n", "- foo\n\n---\n"),
        ("- foo\n  COMMENT\n  ---\n", "- foo\n\n  ---\n"),
        ("- foo\nCOMMENT\n## Bar\n", "- foo\n\n## Bar\n"),
        ("- foo\nCOMMENT\nbar\n", "- foo\n\nbar\n"),
    ] {
        for line_end in ["\n", "\r\n"] {
            let text = format!("{head}{}", list.replace("COMMENT", comment)).replace('\n', line_end);
            let snapshot = snapshot(&text);
            let fixes = fixes(&snapshot, &super::unused_suppression::RULE);
            let after = applied(&snapshot, &fixes[0]);
            assert_eq!(after, format!("{head}{expected}").replace('\n', line_end), "{list}");
        }
    }
}
