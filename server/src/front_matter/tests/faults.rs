//! What is wrong with what is said.

use expect_test::expect;

use super::check;

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
        "title: x\noe:true\nstatus: draft",
        &expect![[r#"
            yes
            draft
            "oe:true": `oe:true` needs a space behind its colon: `oe: true`
        "#]],
    );
    check(
        "oe:False # for now",
        &expect![[r#"
        no
        "oe:False # for now": `oe:False # for now` is no `key: value`; put `#` before it or take it out
    "#]],
    );
    check(
        "title: [\noe:true\n]",
        &expect![[r#"
        nothing
    "#]],
    );
    check(
        "more: |\n  oe:true",
        &expect![[r#"
        nothing
    "#]],
    );
    check(
        "oe: yes",
        &expect![[r#"
            yes
            "yes": `oe` is `yes`; write `true`
        "#]],
    );
    check(
        "oe: Off",
        &expect![[r#"
            no
            "Off": `oe` is `Off`; write `false`
        "#]],
    );
    check(
        "oe: 'true'",
        &expect![[r#"
            yes
            "'true'": `oe` is the text `'true'`; write `true` alone
        "#]],
    );
    check(
        "oe: tRue",
        &expect![[r#"
            yes
            "tRue": `oe` is the text `tRue`; write `true` alone
        "#]],
    );
    check(
        "oe: ture",
        &expect![[r#"
            yes
            "ture": `oe` is `ture`; write `true`
        "#]],
    );
    check(
        "oe: 1",
        &expect![[r#"
            yes
            "1": `oe` is `1`; write `true`, `false`, or a table with `guide` and `sections`
        "#]],
    );
}

#[test]
fn a_value_of_oe_that_is_no_flag() {
    check(
        "oe: [guide, sections]",
        &expect![[r#"
            yes
            section "guide" guide
            section "sections" sections
            "oe": `oe` is a list; write `true`, `false`, or a table: `sections:` and the list under it
        "#]],
    );
    check(
        "oe:\n- a",
        &expect![[r#"
            yes
            section "a" a
            "oe": `oe` is a list; write `true`, `false`, or a table: `sections:` and the list under it
        "#]],
    );
    check(
        "oe: \"true",
        &expect![[r#"
            yes
            "\"true": the quote of `"true` is not closed on its line
        "#]],
    );
    check(
        "oe: |\n  true",
        &expect![[r#"
            yes
            "|": `|` begins a text of several lines; write it on one, in quotes if need be
        "#]],
    );
    check(
        "oe: !!bool true",
        &expect![[r#"
            yes
            "!!bool true": `!!bool true` is a tag, which is not read here; write the value alone
        "#]],
    );
    check(
        "oe: *flag",
        &expect![[r#"
            yes
            "*flag": `*flag` is an anchor or an alias, which is not read here; write the value itself
        "#]],
    );
    check(
        "oe: 'a' b",
        &expect![[r#"
            yes
            "b": `b` stands behind the closing quote; take it out
        "#]],
    );
    check(
        "oe: guide: x",
        &expect![[r#"
            yes
            "guide: x": `guide: x` stands on the line of `oe`; put it on the next, behind two spaces
        "#]],
    );
    check(
        "oe:\n  some text\n  and more",
        &expect![[r#"
            yes
            "some text": the value of `oe` is more than one line; write it on one
        "#]],
    );
    check(
        "oe: []",
        &expect![[r#"
            yes
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
fn a_key_of_ours_stands_once() {
    check(
        "oe: true\ntitle: x\ntitle: y\noe: false",
        &expect![[r#"
        yes
        "oe": `oe` stands here again, and only the first counts; take one out
    "#]],
    );
}
