use expect_test::expect;

use crate::front_matter::tests::check;

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
            yes
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
