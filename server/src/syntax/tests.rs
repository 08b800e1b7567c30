use std::fmt::Write as _;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

fn shape(text: &str) -> String {
    let parsed = parse(text, None).unwrap();
    let mut out = String::new();
    for block in &parsed.blocks.blocks {
        let indent = "  ".repeat(block.depth as usize);
        let lines: Vec<_> = parsed.blocks.lines_of(block).iter().map(|line| &text[line.range()]).collect();
        let kind = match block.kind {
            BlockKind::Item { marker, task, .. } => {
                format!("Item {:?} {:?}", &text[marker.range()], task.map(|(span, on)| (&text[span.range()], on)))
            }
            BlockKind::Definition { label, target } => {
                format!("Definition {:?} {:?}", &text[label.range()], &text[target.range()])
            }
            kind => format!("{kind:?}"),
        };
        writeln!(out, "{indent}{kind} {lines:?}{}", if block.quoted { " quoted" } else { "" }).unwrap();
    }
    writeln!(out, "{}", if parsed.closed { "closed" } else { "open" }).unwrap();
    out
}

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&shape(text));
}

#[test]
fn blocks_come_with_their_lines() {
    check(
        "# Title *x* #\n\nPara one\r\ntwo\n\nSetext\n---\n- **A**: b\n  more\n  - [x] done\n    > quote\n    > more\n",
        &expect![[r##"
            Heading { level: 1, underlined: false } ["Title *x* #"]
            Paragraph ["Para one", "two"]
            Heading { level: 2, underlined: true } ["Setext"]
            Item "-" None []
              Paragraph ["**A**: b", "more"]
              Item "-" Some(("[x]", true)) []
                Paragraph ["done"]
                Quote []
                  Paragraph ["quote", "more"] quoted
            closed
        "##]],
    );
}

#[test]
fn tables_and_definitions() {
    check(
        "| a | b |\n|---|---|\n| 1 |  |\n\n[Foo bar]: http://x \"t\"\n\n1) x\n",
        &expect![[r#"
            Table []
            Row { header: true } []
            Cell ["a"]
            Cell ["b"]
            Row { header: false } []
            Cell ["1"]
            Cell [""]
            Definition "Foo bar" "http://x" []
            Item "1)" None []
              Paragraph ["x"]
            closed
        "#]],
    );
}

#[test]
fn rows_without_text_end_no_table() {
    check(
        "| a | b |\n|---|---|\n|  |\t|\n| c | d |\n|||\n|\n\n# T\n\n|\n\n```\n|  |\n```\n",
        &expect![[r#"
        Table []
        Row { header: true } []
        Cell ["a"]
        Cell ["b"]
        Row { header: false } []
        Cell [""]
        Cell [""]
        Row { header: false } []
        Cell ["c"]
        Cell ["d"]
        Row { header: false } []
        Cell [""]
        Cell [""]
        Row { header: false } []
        Cell [""]
        Heading { level: 1, underlined: false } ["T"]
        Paragraph ["|"]
        Code { empty: false } []
        closed
    "#]],
    );
    check(
        "> | a |\r\n> |---|\r\n> | |\r\n>\r\n> # T\r\n",
        &expect![[r#"
        Quote []
          Table [] quoted
          Row { header: true } [] quoted
          Cell ["a"] quoted
          Row { header: false } [] quoted
          Cell [""] quoted
          Heading { level: 1, underlined: false } ["T"] quoted
        closed
    "#]],
    );
    check(
        "| |\n|-|\n\n# T\n",
        &expect![[r#"
        Table []
        Row { header: true } []
        Cell [""]
        Heading { level: 1, underlined: false } ["T"]
        closed
    "#]],
    );
}

#[test]
fn an_open_fence_leaves_the_piece_open() {
    check(
        "a\n```\n# no heading\n",
        &expect![[r#"
            Paragraph ["a"]
            Code { empty: false } []
            open
        "#]],
    );
}

#[test]
fn a_leading_rule_is_no_metadata() {
    check(
        "---\na: b\n---\n",
        &expect![[r#"
            Break []
            Heading { level: 2, underlined: true } ["a: b"]
            closed
        "#]],
    );
}

#[test]
fn the_last_line_needs_no_line_end() {
    for text in ["# A", "| a |", "| a |\n|---|\n| b |", "- x", "```\nx\n```"] {
        assert!(parse(text, None).unwrap().closed, "{text}");
    }
    check(
        "",
        &expect![["
        closed
    "]],
    );
}

#[test]
fn a_cancelled_parse_says_so() {
    let text = "- a\n".repeat(20_000);
    assert!(parse(&text, Some(&|| true)).is_none());
    assert!(parse("# again\n", Some(&|| false)).is_some());
}

/// What lines begin with, and what stands in them.
const HEADS: &[&str] = &[
    "", "", "", "  ", "    ", "\t", "> ", ">", "- ", "-", "* ", "+ ", "1. ", "2) ", "1.", "- [ ] ", "- [x] ", "# ",
    "## ", "#", "| ", "|", "**", "*", "_", "[", "[a]: ", "[a]:", "[^1]: ", "<", "<div>", "<!-- ", "```", "~~~", "--",
    "===", "+++", "---", "12", "\\", "&",
];
const TAILS: &[&str] = &[
    "a",
    "b c",
    "é ö",
    "Word **bold** it's",
    "x.",
    "a: b",
    "a | b",
    " | ",
    "|",
    "`c`",
    "`a | b`",
    "\\|",
    "\\",
    "-->",
    ">",
    "</div>",
    "<br>",
    " #",
    " ##",
    "(t)",
    "'t'",
    "\"t",
    "]",
    "]: u",
    "[l](u)",
    " ",
    "  ",
    "\t",
    "-",
    "---",
    ":-:",
    "*",
    "_",
    "1. x",
    "- x",
    "日本",
    "\u{a0}",
    "~~~",
    "```",
    "",
];

fn line() -> impl Strategy<Value = String> {
    let parts = |from, most| proptest::collection::vec(proptest::sample::select(from), 0..most);
    let end = proptest::sample::select(&["\n", "\n", "\n\n", "\r\n", "\r"][..]);
    (parts(HEADS, 3), parts(TAILS, 5), end)
        .prop_map(|(heads, tails, end)| format!("{}{}{end}", heads.concat(), tails.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 2000 } else { 200_000 }))]

    #[test]
    fn what_the_grammar_is_shown_has_the_same_blocks(lines in proptest::collection::vec(line(), 0..12)) {
        let text = lines.concat();
        let plain = parse_as(&text, &text, None).unwrap();
        // What the grammar does not understand comes out differently.
        if plain.blocks.sound {
            let shown = parse(&text, None).unwrap();
            prop_assert_eq!(&plain.blocks, &shown.blocks, "{:?}", shown::shown(&text));
            prop_assert_eq!(plain.closed, shown.closed);
        }
    }
}

#[test]
fn a_line_too_long_to_define_a_link_is_text() {
    let long = "x [y] ".repeat(1000);
    for text in [format!("[{long}\n\nb\n"), format!("[{}\n[a]: b\n", "[".repeat(5000)), format!("> [{long}\nb\n")] {
        assert_eq!(parse(&text, None).unwrap().blocks, parse_as(&text, &text, None).unwrap().blocks);
        assert!(!shown::shown(&text).contains("[y]"));
    }
    let defined = format!("[a]: {}\n", "b".repeat(5000));
    assert_eq!(shown::shown(&defined), defined);
}

#[test]
fn a_declaration_ends_where_its_bracket_closes() {
    for text in [
        "<!DOCTYPE html>\n\n# A\n",
        "<!a>\n# A\n",
        "<!A\nb>\n# A\n",
        "> <!DOCTYPE html>\n\n# A\n",
        "a\n<!B c> d\n# A\n",
    ] {
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let parsed = parse(&text, None).unwrap();
            let last = parsed.blocks.blocks.last().map(|block| &block.kind);
            assert_eq!(last, Some(&BlockKind::Heading { level: 1, underlined: false }), "{text:?}");
            assert!(
                parsed.closed && parsed.blocks.blocks.iter().any(|block| block.kind == BlockKind::Html),
                "{text:?}"
            );
        }
    }
    for other in ["<!-- a\n<!b-->\n# A\n", "<pre>\n<!A\n</pre>\n\n# A\n", "<script>\n<!a </script>\n\n# A\n"] {
        assert_eq!(parse(other, None).unwrap().blocks, parse_as(other, other, None).unwrap().blocks, "{other}");
    }
}
