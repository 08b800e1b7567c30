use super::*;
use crate::front_matter::tests::fenced;

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
    for text in ["---\n\n---", "---\n\n...\n"] {
        let places: Vec<_> = (0..12).filter(|offset| completion_place(text, *offset).is_some()).collect();
        assert_eq!(places, [4]);
    }
    assert_eq!(completion_place("+++\n\n+++\n", 4), None);
    assert_eq!(completion_place("---\né\n---\n", 5), None);
}
