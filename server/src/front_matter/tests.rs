use std::fmt::Write as _;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

fn fenced(inside: &str) -> String {
    format!("---\n{inside}\n---\n")
}

/// What stands between the fences: what it declares, with each text as it is written, its problems.
fn check(inside: &str, expected: &Expect) {
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
        assert_eq!(read(text), FrontMatter { declared, draft: false, problems: vec![] });
    }
}

#[test]
fn what_is_no_front_matter_in_yaml_says_nothing() {
    for text in [
        "",
        "\u{feff}",
        "---",
        "---\n",
        "---\noe: true\n",
        "+++\noe = true\nnonsense\n+++\n",
        "+++\noe: true\n---\n",
        "----\noe: true\n---\n",
        "\n---\noe: true\n---\n",
        "---\n---\n",
        "---\n---\noe: true\n---\n",
        "oe: true\n",
    ] {
        assert_eq!(read(text), FrontMatter::default(), "{text:?}");
    }
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
    assert_eq!(clean("title: x\n...\n# A document after that end\n\nText").declared, None);
}

#[test]
fn a_value_of_oe_that_says_nothing() {
    check(
        "oe:",
        &expect![[r#"
        nothing
        "oe": `oe` has no value; write `true`, `false`, or a table with `guide` and `sections`
    "#]],
    );
    check(
        "oe: ~ # c\ntitle: x",
        &expect![[r#"
        nothing
        "oe": `oe` has no value; write `true`, `false`, or a table with `guide` and `sections`
    "#]],
    );
    check(
        "oe: yes",
        &expect![[r#"
            nothing
            "yes": `oe` is `yes`; write `true`
        "#]],
    );
    check(
        "oe: Off",
        &expect![[r#"
            nothing
            "Off": `oe` is `Off`; write `false`
        "#]],
    );
    check(
        "oe: 'true'",
        &expect![[r#"
        nothing
        "'true'": `oe` is the text `'true'`; write `true` alone
    "#]],
    );
    check(
        "oe: tRue",
        &expect![[r#"
        nothing
        "tRue": `oe` is the text `tRue`; write `true` alone
    "#]],
    );
    check(
        "oe: ture",
        &expect![[r#"
            nothing
            "ture": `oe` is `ture`; write `true`
        "#]],
    );
    check(
        "oe: 1",
        &expect![[r#"
        nothing
        "1": `oe` is `1`; write `true`, `false`, or a table with `guide` and `sections`
    "#]],
    );
}

#[test]
fn a_value_of_oe_that_is_no_flag() {
    check(
        "oe: [guide, sections]",
        &expect![[r#"
        nothing
        "oe": `oe` is a list; write `true`, `false`, or a table: `sections:` and the list under it
    "#]],
    );
    check(
        "oe:\n- a",
        &expect![[r#"
        nothing
        "oe": `oe` is a list; write `true`, `false`, or a table: `sections:` and the list under it
    "#]],
    );
    check(
        "oe: \"true",
        &expect![[r#"
        nothing
        "\"true": the quote of `"true` is not closed on its line
    "#]],
    );
    check(
        "oe: |\n  true",
        &expect![[r#"
        nothing
        "|": `|` begins a text of several lines; write it on one, in quotes if need be
    "#]],
    );
    check(
        "oe: !!bool true",
        &expect![[r#"
        nothing
        "!!bool true": `!!bool true` is a tag, which is not read here; write the value alone
    "#]],
    );
    check(
        "oe: *flag",
        &expect![[r#"
        nothing
        "*flag": `*flag` is an anchor or an alias, which is not read here; write the value itself
    "#]],
    );
    check(
        "oe: 'a' b",
        &expect![[r#"
        nothing
        "b": `b` stands behind the closing quote; take it out
    "#]],
    );
    check(
        "oe: guide: x",
        &expect![[r#"
            nothing
            "guide: x": `guide: x` stands on the line of `oe`; put it on the next, behind two spaces
        "#]],
    );
    check(
        "oe:\n  some text\n  and more",
        &expect![[r#"
        nothing
        "some text": the value of `oe` is more than one line; write it on one
    "#]],
    );
    check(
        "oe: []",
        &expect![[r#"
        nothing
        "oe": `oe` is a list; write `true`, `false`, or a table: `sections:` and the list under it
    "#]],
    );
}

#[test]
fn a_flag_with_lines_below() {
    check(
        "oe: true\n  guide: x\n  sections: [y]",
        &expect![[r#"
            yes
            "guide: x": `guide: x` stands below `oe`, which has its value already: `true`; take one out
        "#]],
    );
    check(
        "oe: false\n- x",
        &expect![[r#"
            no
            "- x": `- x` stands below `oe`, which has its value already: `false`; take one out
        "#]],
    );
    check(
        "oe: false\n  # a comment\n\ntitle: y",
        &expect![[r"
        no
    "]],
    );
}

#[test]
fn a_table_with_a_fault_is_still_a_yes() {
    check(
        "oe:\n  guides: x\n  section: y\n  colour: {deep: [&a b]}\n  guide: g",
        &expect![[r#"
            yes
            guide "g" g
            "guides": `guides` is not a key of `oe`; did you mean `guide`?
            "section": `section` is not a key of `oe`; did you mean `sections`?
            "colour": `colour` is not a key of `oe`; there are `guide` and `sections`
        "#]],
    );
    check(
        "oe: {guide: g, colour: red}",
        &expect![[r#"
            yes
            guide "g" g
            "colour": `colour` is not a key of `oe`; there are `guide` and `sections`
        "#]],
    );
    check(
        "oe:\n  guide:\n  sections:",
        &expect![[r#"
        yes
        "guide": `guide` names none; write a guide's name or file, or take `guide` out
        "sections": `sections` names none; list sections or elements, or take `sections` out
    "#]],
    );
    check(
        "oe:\n  guide: ''\n  sections: []",
        &expect![[r#"
        yes
        "guide": `guide` names none; write a guide's name or file, or take `guide` out
        "sections": `sections` names none; list sections or elements, or take `sections` out
    "#]],
    );
    check(
        "oe:\n  guide: [a, b]\n  sections: {a: b}",
        &expect![[r#"
        yes
        "guide": `guide` is a list; name one guide, or its file
        "{": a table in brackets is deeper than what is read here; write a text
    "#]],
    );
    check(
        "oe:\n  guide:\n    file: g\n  sections:\n    a: b",
        &expect![[r#"
        yes
        "file: g": `guide` is a table; that is deeper than what is read here
        "a: b": `sections` is a table; that is deeper than what is read here
    "#]],
    );
    check(
        "oe:\n  guide: a\n  guide: b\n  sections: c\n  sections: [d]",
        &expect![[r#"
        yes
        guide "a" a
        section "c" c
        "guide": `guide` stands here again, and only the first counts; take one out
        "sections": `sections` stands here again, and only the first counts; take one out
    "#]],
    );
}

#[test]
fn a_table_with_a_slip_of_yaml_is_still_a_yes() {
    check(
        "oe:\n  guide: a: b\n  sections: [a: b]",
        &expect![[r#"
        yes
        section "a" a
        "a: b": `a: b` needs quotes for the colon in it
        ": b]": `: b]` is not expected here; put `,` before it, or take it out
    "#]],
    );
    check(
        "oe:\n  guide: \"docs\\guide.md\"",
        &expect![[r#"
        yes
        guide "docs\\guide.md" "docs\guide.md"
        "\\g": `\g` means nothing in double quotes; write `/`, or put it in single quotes
    "#]],
    );
    check(
        "oe:\n  guide:x\n  sections: [a]",
        &expect![[r#"
        yes
        section "a" a
        "guide:x": `guide:x` needs a space behind its colon: `guide: x`
    "#]],
    );
    check(
        "oe:\n  guide: a\n   sections: b",
        &expect![[r#"
            yes
            guide "a" a
            "sections: b": `sections: b` stands below `guide`, which has its value already: `a`; take one out
        "#]],
    );
    check(
        "oe:\n  guide: a\n sections: b",
        &expect![[r#"
            yes
            guide "a" a
            "sections: b": `sections: b` begins before the first key here; begin them in one column
        "#]],
    );
    check(
        "oe:\n\tguide: a\n\tsections: b",
        &expect![[r#"
        yes
        guide "a" a
        section "b" b
        "\t": a tab does not indent in YAML; write spaces
    "#]],
    );
    check(
        "oe: {guide: a",
        &expect![[r#"
        yes
        guide "a" a
        "{": `{` is never closed; put `}` at its end
    "#]],
    );
    check(
        "oe: {guide:a, sections: b}",
        &expect![[r#"
            yes
            section "b" b
            "guide:a": `guide:a` is not a key of `oe`; put a space behind the colon
        "#]],
    );
    check(
        "oe: {guide: a} b",
        &expect![[r#"
        yes
        guide "a" a
        "b": `b` stands behind the closing bracket; take it out
    "#]],
    );
    check(
        "oe: {~: a}",
        &expect![[r#"
        yes
        "~": `~` is no key; write `key: value`
    "#]],
    );
    check(
        "oe: {#a}",
        &expect![[r##"
        yes
        "#a}": `#a}` is not expected here; write a text
    "##]],
    );
    check(
        "oe: {: a}\ntitle: x",
        &expect![[r#"
        yes
        ": a}": `: a}` is not expected here; write a text
    "#]],
    );
}

#[test]
fn names_that_cannot_be_read() {
    check(
        "oe:\n  sections:\n    - a\n    -\n    - ''\n    - [b]\n    - c: d\n    - - e\n    - f",
        &expect![[r#"
        yes
        section "a" a
        section "f" f
        "-": this item of the list is empty; take it out
        "''": this names no section; write the name of a section or element
        "[b]": `[b]` is deeper than what is read here; write a text
        "c: d": `c: d` needs quotes for the colon in it
        "- e": `- e` is deeper than what is read here; write a text, in quotes if need be
    "#]],
    );
    check(
        "oe:\n  sections: [a,, '', [b], c]",
        &expect![[r#"
            yes
            section "a" a
            ",": nothing stands before this `,`; take it out
            "''": this names no section; write the name of a section or element
            "[b], c]": `[b], c]` is not expected here; write a text
        "#]],
    );
    check(
        "oe:\n  sections: [a b\n    c]\n  guide: g",
        &expect![[r#"
        yes
        guide "g" g
        section "a b" a b
        "c]": `c]` is not expected here; put `,` before it, or take it out
    "#]],
    );
    check(
        "oe:\n  sections: [a, b\n  guide: g",
        &expect![[r#"
        yes
        guide "g" g
        section "a" a
        section "b" b
        "[": `[` is never closed; put `]` at its end
    "#]],
    );
    check(
        "oe:\n  sections: [a, \"b]\n  guide: g",
        &expect![[r#"
            yes
            guide "g" g
            section "a" a
            "\"b]": the quote of `"b]` is not closed on its line
        "#]],
    );
    check(
        "oe:\n  sections: [a}, b]",
        &expect![[r#"
        yes
        section "a" a
        "}, b]": `}, b]` is not expected here; put `,` before it, or take it out
    "#]],
    );
    check(
        "oe:\n  sections:\n    - a\n      b\n    c\n    - d",
        &expect![[r#"
        yes
        section "a" a
        section "d" d
        "b": `b` is no item of the list above; begin it with `- `, below the others
    "#]],
    );
    check(
        "oe:\n  sections: @a",
        &expect![[r#"
        yes
        "@a": `@a` needs quotes for its first character
    "#]],
    );
}

#[test]
fn a_line_that_belongs_to_no_key() {
    check(
        "title: x\nSome prose here.\n\nAnd more of it.\noe: true",
        &expect![[r#"
        yes
        "Some prose here.": `Some prose here.` is no `key: value`; put `#` before it or take it out
    "#]],
    );
    check(
        "oe:true",
        &expect![[r#"
        nothing
        "oe:true": `oe:true` needs a space behind its colon: `oe: true`
    "#]],
    );
    check(
        "oe = true\nstatus: draft",
        &expect![[r#"
        nothing
        draft
        "oe = true": `oe = true` is no `key: value`; put `#` before it or take it out
    "#]],
    );
    check(
        "- a\n- b\noe: true",
        &expect![[r#"
        yes
        "- a": `- a` is no `key: value`; put `#` before it or take it out
    "#]],
    );
    check(
        "  title: x\noe: true",
        &expect![[r#"
            nothing
            "oe: true": `oe: true` begins before the first key here; begin them in one column
        "#]],
    );
    check(
        "title: x\n]\noe: true",
        &expect![[r#"
        yes
        "]": `]` is no `key: value`; put `#` before it or take it out
    "#]],
    );
}

#[test]
fn a_key_of_ours_stands_once() {
    check(
        "oe: true\ntitle: x\ntitle: y\noe: false",
        &expect![[r#"
        yes
        "oe": `oe` stands here again, and only the first counts; take one out
    "#]],
    );
}

/// `|` is the cursor; the word it touches is shown in brackets.
fn place(marked: &str) -> String {
    let text = fenced(marked);
    let offset = text.find('|').unwrap();
    let text = text.replacen('|', "", 1);
    let (name, word) = match completion_place(&text, offset) {
        None => return "-".to_owned(),
        Some(Place::Key(word)) => ("key".to_owned(), word),
        Some(Place::Value(word)) => ("value".to_owned(), word),
        Some(Place::TableKey { word, keys }) => (keys.join("/"), word),
        Some(Place::Section(word)) => ("section".to_owned(), word),
    };
    assert!(word.touches(offset), "{marked}");
    format!("{name} [{}]", &text[word.range()])
}

#[test]
fn the_key_is_completed_at_the_margin() {
    for (marked, expected) in [
        ("|", "key []"),
        ("o|", "key [o]"),
        ("title: x\no|e", "key [oe]"),
        ("o|\ntitle: x", "key [o]"),
        ("title: x\n|\ntags: y", "key []"),
        ("tags:\n  - a\n|", "key []"),
        ("title: x # c\n|\n\n", "key []"),
        ("title: x\no |", "-"),
        ("title: |", "-"),
        ("title|: x", "-"),
        ("title: x\n  |", "-"),
        ("title: x\n  o|", "-"),
        ("# o|", "-"),
        ("oe: true\n|", "-"),
        ("text: >\n  a\n|\n  b", "-"),
        ("tags: [\n|\n]", "-"),
        ("tags:\n|\n- a", "-"),
    ] {
        assert_eq!(place(marked), expected, "{marked}");
    }
}

#[test]
fn the_value_is_completed_behind_its_key() {
    for (marked, expected) in [
        ("oe: |", "value []"),
        ("oe: |\nstatus: draft", "value []"),
        ("oe: t|", "value [t]"),
        ("oe: fa|lse # c", "value [false]"),
        ("oe: | # c", "value []"),
        ("oe:|", "-"),
        ("oe|: true", "-"),
        ("|oe: true", "-"),
        ("oe: # c|", "-"),
        ("oe: [|", "-"),
        ("oe: a b|", "-"),
        ("oe: |\n  guide: x", "-"),
        ("title: |\noe: x", "-"),
    ] {
        assert_eq!(place(marked), expected, "{marked}");
    }
}

#[test]
fn keys_of_the_table_are_completed() {
    for (marked, expected) in [
        ("oe:\n  |", "guide/sections []"),
        ("oe:\n  gu|", "guide/sections [gu]"),
        ("oe:\n  guide: x\n  |", "sections []"),
        ("oe:\n  guide: x\n  s|\ntitle: y", "sections [s]"),
        ("oe:\n  |\n  guide: x", "sections []"),
        ("oe: {|}", "guide/sections []"),
        ("oe: {gu|ide: x}", "guide/sections [guide]"),
        ("oe: {guide: x, s|}", "sections [s]"),
        ("oe: {\n  |\n}", "guide/sections []"),
        ("oe:\n  guide: x\n    |", "-"),
        ("oe:\n  guide: x\n  sections: y\n  |", "-"),
        ("oe:\n  guide: x|", "-"),
        ("oe: true\n  |", "-"),
        ("oe:\n  - a\n  |", "-"),
        ("oe: {guide: |}", "-"),
        ("oe: {guide: x}|", "-"),
        ("|oe: {guide: x}", "-"),
        ("oe: |{guide: x}", "-"),
        ("oe: {é|", "-"),
        ("title:\n  |", "-"),
    ] {
        assert_eq!(place(marked), expected, "{marked}");
    }
}

#[test]
fn sections_are_completed_in_every_form_of_list() {
    for (marked, expected) in [
        ("oe:\n  sections: |", "section []"),
        ("oe:\n  sections: On-Call Man|", "section [On-Call Man]"),
        ("oe:\n  sections: On-Call | # c", "section [On-Call ]"),
        ("oe:\n  sections: [|]", "section []"),
        ("oe:\n  sections: [|", "section []"),
        ("oe:\n  sections: [a, |]", "section []"),
        ("oe:\n  sections: [a, b c|d , e]", "section [b cd]"),
        ("oe:\n  sections: [a, \"b, c|d\", e]", "section [b, cd]"),
        ("oe:\n  sections: ['b|\n  guide: x", "section [b]"),
        ("oe:\n  sections: 'b|c'", "section [bc]"),
        ("oe:\n  sections: [\n    a, # c\n    b|,\n  ]", "section [b]"),
        ("oe:\n  sections:\n    - |", "section []"),
        ("oe:\n  sections:\n    - a\n    - b c|\n  guide: x", "section [b c]"),
        ("oe:\n  sections:\n  - a|", "section [a]"),
        ("oe:\n  guide: x\n  sections:\n    - \"|\"", "section []"),
        ("oe: {sections: [a, b|]}", "section [b]"),
        ("oe: {sections: [é, 'ü|", "section [ü]"),
        ("oe: {sections: b|}", "section [b]"),
        ("oe: {sections: |}", "section []"),
        ("oe:\n  sections:|", "-"),
        ("oe:\n  sections: [a] |", "-"),
        ("oe:\n  sections: [a, [b|]]", "-"),
        ("oe:\n  sections: [a # b|\n  ]", "-"),
        ("oe:\n  sections:\n    -|", "-"),
        ("oe:\n  sections:\n    - a # c|", "-"),
        ("oe: {sections:b|}", "-"),
        ("oe: {guide: [b|]}", "-"),
        ("sections:\n  - |\noe: true", "-"),
        ("other:\n  sections: [|]", "-"),
    ] {
        assert_eq!(place(marked), expected, "{marked}");
    }
}

#[test]
fn nothing_is_completed_outside_of_the_fences() {
    let text = "---\n\n---\n\n";
    let places: Vec<_> = (0..12).filter(|offset| completion_place(text, *offset).is_some()).collect();
    assert_eq!(places, [4]);
    assert_eq!(completion_place("+++\n\n+++\n", 4), None);
    assert_eq!(completion_place("---\n\n", 4), None);
    assert_eq!(completion_place("---\né\n---\n", 5), None);
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
