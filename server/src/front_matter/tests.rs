mod faults;

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

pub(super) fn fenced(inside: &str) -> String {
    format!("---\n{inside}\n---\n")
}

/// What stands between the fences: what it declares, with each text as it is written, its problems.
pub(super) fn check(inside: &str, expected: &Expect) {
    let text = fenced(inside);
    let read = read(&text);
    let at = |span: Span| &text[span.range()];
    let mut out = match &read.declared {
        None => "nothing\n".to_owned(),
        Some(Declared::No) => "no\n".to_owned(),
        Some(Declared::Yes { guide, sections }) => {
            let mut out = "yes\n".to_owned();
            for (name, written) in guide.iter().map(|x| ("guide", x)).chain(sections.iter().map(|x| ("section", x))) {
                writeln!(out, "{name} {:?} {}", written.value, at(written.span)).unwrap();
            }
            out
        }
    };
    if read.draft {
        out += "draft\n";
    }
    for problem in &read.problems {
        writeln!(out, "{:?}: {}", at(problem.span), problem.message).unwrap();
    }
    expected.assert_eq(&out);
}

fn clean(inside: &str) -> FrontMatter {
    let read = read(&fenced(inside));
    assert_eq!(read.problems, [], "{inside}");
    read
}

fn yes() -> Declared {
    Declared::Yes { guide: None, sections: Vec::new() }
}

#[test]
fn a_flag() {
    for (inside, declared) in [
        ("oe: true", yes()),
        ("oe: false", Declared::No),
        ("oe:   True   # ours", yes()),
        ("oe:\n  # ours\n  FALSE", Declared::No),
        ("'oe' : true", yes()),
        ("\"oe\": true", yes()),
        ("OE: true", yes()),
        ("title: x\n\n# c\noe: true\nother: y", yes()),
        ("  title: x\n  oe: true", yes()),
        ("oe: {}", yes()),
    ] {
        assert_eq!(clean(inside).declared, Some(declared), "{inside}");
    }
}

#[test]
fn line_ends_and_a_byte_order_mark() {
    for text in [
        "\u{feff}---\noe:\n  guide: g\n---\n",
        "---\r\noe:\r\n  guide: g\r\n---\r\n",
        "---  \roe:\r  guide: g\r---\t\r",
        "---\noe:\n  guide: g\n---",
    ] {
        let start = text.find("g\r").or(text.find("g\n")).unwrap();
        let guide = Some(Written { value: "g".into(), span: Span::new(start, start + 1) });
        let declared = Some(Declared::Yes { guide, sections: vec![] });
        assert_eq!(read(text), FrontMatter { declared, problems: vec![], ..FrontMatter::default() });
    }
}

#[test]
fn what_holds_nothing_in_yaml_says_nothing() {
    for text in ["", "\u{feff}", "---", "---\n---\n"] {
        assert_eq!(read(text), FrontMatter::default(), "{text:?}");
    }
    for text in ["+++\noe = true\nnonsense\n+++\n", "\u{feff}+++\noe: true\n+++\n"] {
        assert_eq!(read(text), FrontMatter { toml: true, ..FrontMatter::default() }, "{text:?}");
    }
}

#[test]
fn dots_end_it_as_in_yaml() {
    assert_eq!(read("---\noe: true\n...\n").declared, Some(yes()));
}

#[test]
fn a_table() {
    check(
        "oe:\n  guide: docs/guide.md # ours\n  sections:\n    - Business Support Readiness\n    - 'on-call-management'",
        &expect![[r#"
            yes
            guide "docs/guide.md" docs/guide.md
            section "Business Support Readiness" Business Support Readiness
            section "on-call-management" 'on-call-management'
        "#]],
    );
    check(
        "oe:\n  # c\n  sections: [\"a\\u00e9 \\\"b\\\"\", 'it''s', a/b & c , ]\n\n  guide: \"g\"",
        &expect![[r#"
        yes
        guide "g" "g"
        section "aé \"b\"" "a\u00e9 \"b\""
        section "it's" 'it''s'
        section "a/b & c" a/b & c
    "#]],
    );
    check(
        "oe: { guide: a/b.md, sections: [x, 'y'] } # c",
        &expect![[r#"
        yes
        guide "a/b.md" a/b.md
        section "x" x
        section "y" 'y'
    "#]],
    );
    check(
        "oe: {\n  guide: g, # c\n  sections: [\n    x,\n  ]\n}\ntitle: y",
        &expect![[r#"
        yes
        guide "g" g
        section "x" x
    "#]],
    );
    check(
        "oe:\n  sections: incident-response",
        &expect![[r#"
        yes
        section "incident-response" incident-response
    "#]],
    );
    check(
        "oe:\n  sections:\n  - a\n  - b # c\n\n  # d\n  - c#d\n  guide:\n    g",
        &expect![[r#"
        yes
        guide "g" g
        section "a" a
        section "b" b
        section "c#d" c#d
    "#]],
    );
    check(
        "oe:\n  guide: g\ntags:\n- a",
        &expect![[r#"
        yes
        guide "g" g
    "#]],
    );
}

#[test]
fn a_status_of_draft() {
    for status in ["draft", "Draft", "'DRAFT'", "draft # for now", "\"draft\"", "\n  draft"] {
        assert!(clean(&format!("status: {status}")).draft, "{status}");
    }
    for status in
        ["", "~", "final", "draft-2", "[draft]", "{text: draft}", "[draft", "\n  - draft", "\n  a:\n    b: draft"]
    {
        assert!(!clean(&format!("status: {status}")).draft, "{status}");
    }
    assert!(!clean("x-status: draft\nmeta:\n  status: draft\n  oe: true").draft);
    check(
        "status: \"draft\noe: true",
        &expect![[r#"
        yes
        "\"draft": the quote of `"draft` is not closed on its line
    "#]],
    );
    check(
        "status: >\n  draft",
        &expect![[r#"
        nothing
        ">": `>` begins a text of several lines; write it on one, in quotes if need be
    "#]],
    );
    check(
        "status: draft\nStatus: final",
        &expect![[r#"
        nothing
        draft
        "Status": `Status` stands here again, and only the first counts; take one out
    "#]],
    );
}

/// Metadata as Jekyll, Hugo, Docusaurus, `VitePress` and Obsidian know it.
#[test]
fn other_tools_keys_are_skipped_whatever_they_hold() {
    for other in [
        "description: >-\n  Several lines: of text\n\n  - with everything\n oe: no",
        "body: |\n  # heading\n\n   deeper\n\n  ---x",
        "author:\n  - name: A\n    links: [{a: b}, {c: [d]}]\n    more:\n      deep:\n        - - x",
        "tags:\n- a\n- b: c\n  d: e\n-\n  - f",
        "tags: [\n  a,\n  'b]',\n]",
        "tags: [a, # ]\noe: no\n]",
        "seo: {\n\"title\": \"x\",\n\"oe\": \"no\"\n}",
        "title: \"several\n  lines\n\n  oe: no\"",
        "title: 'it''s\n\n  several'",
        "title: \"a \\\" b\n  c\"",
        "title: plain text\n  over lines: too",
        "title: it's [not closed",
        "title: \"not closed",
        "list: [not, closed",
        "title: 'x' y",
        "base: &base\n  a: b\nuse:\n  <<: *base",
        "<<: *base",
        "date: !!timestamp 2026-01-01 10:00:00",
        "? long key\n: its value",
        "a b c (d): e",
        "'quoted: key': x",
        "url: https://example.org/#x",
        "key:\n\ttabs: here\n\t\tdeeper: y",
        "Überschrift: ä\n日本: 語",
        "head:\n  - - meta\n    - name: x",
        "empty:",
        "date: 2026-01-01 # a comment: here",
        "\"json\": {\"a\": [1, 2]}",
    ] {
        assert_eq!(clean(&format!("{other}\noe: true\nlast: x")).declared, Some(yes()), "{other}");
        assert_eq!(clean(&format!("oe: true\n{other}")).declared, Some(yes()), "{other}");
    }
}

#[test]
fn brackets_that_never_close_cost_no_more_than_their_length() {
    let text = fenced(&"a: [\nb: \"\nc: {x\n".repeat(50_000));
    assert_eq!(read(&text), FrontMatter::default());
}

const PIECES: &str = "(oe:|oe: |oe: \\{|guide: |sections:|sections: \\[|status: |true|draft|title: |  |- |[\\[\\]{},:#'\"|>&!\\\\?~\t\r\n é]|\n|\n  |\n    |x|\\PC){0,24}";

proptest! {
    #[test]
    fn any_text_is_read(inside in PIECES, fence in "(\u{feff})?(---|\\+\\+\\+|)") {
        let text = format!("{fence}\n{inside}\n---\n");
        let FrontMatter { declared, problems, .. } = read(&text);
        for problem in &problems {
            prop_assert!(!text[problem.span.range()].is_empty(), "{problem:?}");
        }
        if let Some(Declared::Yes { guide, sections }) = declared {
            for written in guide.iter().chain(&sections) {
                let raw = &text[written.span.range()];
                prop_assert!(raw == written.value || raw.starts_with(['"', '\'']));
                prop_assert!(!raw.contains(['\n', '\r']));
            }
        }
        for offset in 0..text.len() + 2 {
            if let Some(Place::Key(word) | Place::Value(word) | Place::Section(word) | Place::TableKey { word, .. }) =
                completion_place(&text, offset)
            {
                prop_assert!(word.touches(offset));
                prop_assert!(!text[word.range()].contains(['\n', '\r']));
            }
        }
    }

    /// Whatever another tool writes below its key, indented, changes nothing for us.
    #[test]
    fn lines_below_another_key_are_silent(lines in prop::collection::vec("\\PC*", 0..8)) {
        let below: String = lines.iter().flat_map(|line| ["  ", line, "\n"]).collect();
        let read = read(&format!("---\ntitle: x\n{below}oe: true\n---\n"));
        prop_assert_eq!(read, FrontMatter { declared: Some(yes()), ..FrontMatter::default() });
    }
}
