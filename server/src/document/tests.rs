use proptest::prelude::*;

use super::*;
use crate::syntax::Block;

/// Every block of `document` with its place in the whole text, and the texts of its lines.
fn blocks(document: &Document) -> Vec<String> {
    let mut start = 0;
    let mut out = Vec::new();
    for chunk in document.chunks().groups().iter().flat_map(|group| group.chunks()) {
        let blocks = chunk.blocks.as_ref().expect("settled");
        for block in &blocks.blocks {
            let Block { kind, span, depth, quoted, .. } = block.map(|span| span.shift(start));
            let lines: Vec<_> = blocks.lines_of(block).iter().map(|line| line.shift(start)).collect();
            out.push(format!("{kind:?} {span:?} {depth} {quoted} {lines:?}"));
        }
        start += chunk.len;
    }
    assert_eq!(start, document.text().len());
    out
}

fn opened(text: &str) -> Document {
    let mut document = Document::new(text);
    assert!(document.settle(None));
    document
}

/// How long each chunk is.
fn lengths(document: &Document) -> Vec<usize> {
    document.chunks().groups().iter().flat_map(|group| group.chunks()).map(|chunk| chunk.len).collect()
}

#[test]
fn a_chunk_ends_before_a_heading() {
    assert_eq!(lengths(&opened("intro\n# A\ntext\n## B\n")), [6, 9, 5]);
}

#[test]
fn a_heading_in_a_fence_ends_no_chunk() {
    assert_eq!(lengths(&opened("# A\n```\n# b\n```\n# C\n")), [16, 4]);
    assert_eq!(lengths(&opened("# A\n```\n# b\n# C\n")), [16]);
}

#[test]
fn it_is_known_whether_something_is_open_at_the_end() {
    for (text, open) in [
        ("", false),
        ("---\noe: true\n---\n", false),
        ("# A\n- b\n\ntext", false),
        ("# A\n```\n# b", true),
        ("# A\n<!-- b\n", true),
        ("# A\n```\n# b\n```\n# C\n", false),
    ] {
        assert_eq!(opened(text).is_open(), open, "{text}");
    }
    let mut document = opened("# A\n\ntext\n\n# B\n\n```\ncode\n");
    let edit = |document: &mut Document, start: usize, end: usize, text: &str| {
        document.edit(&Edit { span: Span::new(start, end), text: text.into() });
        assert!(document.settle(None));
        document.is_open()
    };
    assert!(edit(&mut document, 7, 8, "yy"));
    assert!(!edit(&mut document, 26, 26, "```\n"));
    assert!(edit(&mut document, 5, 5, "```\n"));
    assert!(!edit(&mut document, 0, 34, ""));
}

#[test]
fn it_is_known_what_a_blank_line_does_not_close() {
    for (text, open) in [
        ("", None),
        ("# A\n\n<details>\nx\n</details>", None),
        ("# A\n\n<details>\nx", None),
        ("# A\n\n<x-y>\n", None),
        ("# A\n\n[a]:", None),
        ("# A\n\n- b\n\n  ```\n  c", None),
        ("# A\n\nx\n<!-- b -->\n", None),
        ("# A\n\nü\n<!-- b\n\n# c\n", Some(8)),
        ("# A\n\n<pre>\n", Some(5)),
        ("# A\n\n<script>\n\n", Some(5)),
        ("# A\n\n<?php\n", Some(5)),
        ("# A\n\n```sh\nb\n\n", Some(5)),
        ("# A\n\n~~~\n", Some(5)),
        ("# A\n\n```\nb\n```\n\n<div>\n", None),
    ] {
        assert_eq!(opened(text).open_block(), open, "{text}");
        let crlf = text.replace('\n', "\r\n");
        let before = open.map(|open| open + text[..open].matches('\n').count());
        assert_eq!(opened(&crlf).open_block(), before, "{text} with CRLF");
    }
}

#[test]
fn metadata_is_a_chunk_of_its_own() {
    assert_eq!(lengths(&opened("---\n# a\n---\n# A\n")), [12, 4]);
    assert_eq!(lengths(&opened("\u{feff}# A\r\n")), [3, 5]);
    assert_eq!(lengths(&opened("---\n# a\n")), [4, 4]);
    assert_eq!(lengths(&opened("---\n# a\n...\n# A\n---\n# B\n")), [12, 8, 4]);
}

#[test]
fn where_metadata_ends() {
    for (text, metadata) in [
        ("---\na: b\n---\nText", "---\na: b\n---\n"),
        ("---\na: b\n...\nText\n---\n", "---\na: b\n...\n"),
        ("\u{feff}--- \r\na: é\r\n...\t\r\nText", "--- \r\na: é\r\n...\t\r\n"),
        ("---\ra: b\r---", "---\ra: b\r---"),
        ("---\n\na: b\n---\n", "---\n\na: b\n---\n"),
        ("---\n---\na: b\n---\n", "---\n---\n"),
        ("+++\na = 1\n---\n...\n+++\n", "+++\na = 1\n---\n...\n+++\n"),
    ] {
        assert_eq!(front_matter(text), Some(metadata), "{text:?}");
    }
    for text in [
        "",
        "\u{feff}",
        "---",
        "---\n",
        "---\na: b\n",
        "----\na: b\n---\n",
        "\n---\na: b\n---\n",
        "---\na: b\n....\n ...\n",
        // A rule, and an ellipsis below it.
        "---\n\nText\n\n...\n",
        "+++\na = 1\n---\n...\n",
        "a: b\n---\n",
    ] {
        assert_eq!(front_matter(text), None, "{text:?}");
    }
}

#[test]
fn a_long_chunk_may_end_before_a_paragraph() {
    assert_eq!(lengths(&opened(&"text of some length\n\n".repeat(8))), [63, 63, 42]);
    assert_eq!(lengths(&opened(&"- text of some length\n\n".repeat(8))), [184]);
}

#[test]
fn an_edit_reads_its_chunk_alone() {
    let mut document = opened(&"# A\n\ntext\n\n".repeat(1000));
    let before = document.clone();
    document.edit(&Edit { span: Span::at(505), text: "\n".into() });
    assert!(!document.is_settled() && before.is_settled());
    assert_eq!(document.chunks().groups().iter().map(|group| group.len()).sum::<usize>(), 11_001);
    document.settle(None);
    let same = |(a, b): (&Arc<Group>, &Arc<Group>)| Arc::ptr_eq(a, b);
    let groups = document.chunks().groups();
    assert_eq!(groups.iter().zip(before.chunks().groups()).filter(|pair| same(*pair)).count(), groups.len() - 1);
}

/// The text with the cursor taken out, and where it was.
fn cursor(text: &str) -> (Document, usize) {
    let at = text.find("$0").expect("a cursor");
    (opened(&text.replace("$0", "")), at)
}

#[test]
fn a_key_inside_a_line_of_text_needs_no_parsing() {
    for text in [
        "te$0xt\n",
        "text$0\n",
        "text $0\n",
        "text$0",
        "# A\n\ntext.$0\n",
        "- **A**: b$0c\n- d\n",
        "> - a\nla$0zy\n",
        "1. [ ] tick it$0\n",
        "| a | b$0 |\r\n|--|--|\r\n| c | d |\r\n",
        "|a|b|\n|-|-|\n|**c**  $0 |d|\n",
        "日本$0語\n",
    ] {
        for typed in ["x", " ", "-", "é", "#", "*", "", "1. x"] {
            let (mut document, at) = cursor(text);
            document.edit(&Edit { span: Span::at(at), text: typed.into() });
            assert!(document.is_settled(), "{text} {typed}");
            assert_eq!(blocks(&document), blocks(&opened(&document.text().to_string())), "{text} {typed}");
        }
    }
}

#[test]
fn what_may_make_another_block_is_parsed() {
    for (text, typed) in [
        ("$0text\n", "x"),
        ("# he$0ading\n", "x"),
        ("te$0xt\n", "|"),
        ("te$0xt\n", "\n"),
        ("te$0xt\n", "\r"),
        ("-$0-\n", "x"),
        ("1$0 a\n", "."),
        ("[a$0]:\nb c\n", "x"),
        ("| a\\$0| b |\n|---|\n", "x"),
        ("|a|`$0`|\n|-|-|\n", "x"),
        ("`$0`\n", "x"),
        ("```\nco$0de\n```\n", "x"),
        ("    co$0de\n", "x"),
        ("<p>a$0</p>\n", "x"),
        ("\n$0\n", "x"),
        ("a\n\t$0", "x"),
        ("head$0ing\n===\n", "x"),
        ("|a|\n|-$0|\n", "-"),
        ("a | $0\n-|-\n", "b"),
        ("[a]: b\n'c\nd$0\n", "'"),
    ] {
        let (mut document, at) = cursor(text);
        document.edit(&Edit { span: Span::at(at), text: typed.into() });
        assert!(!document.is_settled(), "{text} {typed}");
    }
}

#[test]
fn an_interrupted_chunk_waits_and_the_rest_is_read() {
    let text = format!("# A\n{}\n# B\n\ntext\n", "- item\n".repeat(8000));
    let mut document = Document::new(text.as_str());
    assert!(!document.settle(Some(Stop { over: HUGE_CHUNK, when: &|| true })));
    assert!(!document.is_settled());
    assert!(document.settle(Some(Stop { over: HUGE_CHUNK, when: &|| false })));
    assert_eq!(blocks(&document), blocks(&opened(&text)));
}

#[test]
fn work_on_an_earlier_state_is_adopted() {
    let mut document = Document::new("# A\n\none\n\n# B\n\ntwo\n");
    let mut earlier = document.clone();
    let edits =
        [Edit { span: Span::new(5, 8), text: "1\n\n# C".into() }, Edit { span: Span::at(0), text: "é\n".into() }];
    let since: Vec<_> = edits.iter().map(|edit| (document.edit(edit), edit.text.len())).collect();
    earlier.settle(None);
    document.adopt(earlier, &since);
    assert!(!document.is_settled());
    document.settle(None);
    assert_eq!(blocks(&document), blocks(&opened(&document.text().to_string())));
}

const PIECES: &[&str] = &[
    "# A\n",
    "## B ##\n",
    "###\n",
    "#x\n",
    "  ## in\n",
    "a\n",
    "word **b** c\n",
    "- **A**: b\n",
    "| a \\| `b` | c |\n",
    "a | b\n",
    "a | ",
    "-|-\n",
    "- | -\n",
    "b é\n",
    "日本 🙂\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "    ",
    "- i\n",
    "  - j\n",
    "* k\n",
    "1. n\n",
    "```\n",
    "````\n",
    "~~~ sh\n",
    "---\n",
    "===\n",
    "+++\n",
    "oe: true\n",
    "> q\n",
    ">",
    "|a|b|\n",
    "|-|-|\n",
    "|1|\n",
    "| |\n",
    "|  |\t|\n",
    "||\n",
    "|\n",
    "|",
    "<!--",
    "-->\n",
    "<div>\n",
    "<pre>\n",
    "</pre>\n",
    "[a]: b\n",
    "[a]: b\n'c\n",
    "d'\n",
    "[a]",
    "[ ] t\n",
    "- [x] t\n",
    "***\n",
    "\u{feff}",
    "\\",
    "`",
    "# H\n\ntext\n\n",
    "long enough a line to be worth the splitting of a chunk\n\n",
    "\u{a0}\n",
];

/// What one key or a small paste puts into a line, and some of what it must not be taken for.
const KEYS: &[&str] = &[
    "", "x", "'", "é", " ", "  ", "\t", "1", ".", "-", ":", "*", "**", "#", "[", "]", "`", "|", "\\", "<", "=", "a b",
];

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 600 } else { 60_000 }))]

    #[test]
    fn chunks_hold_what_a_whole_parse_holds(text in text()) {
        // What stands at the top may be metadata, which is ours alone.
        let text = format!("x\n{text}");
        let parsed = syntax::parse(&text, None).unwrap();
        let whole = Document {
            chunks: {
                let mut chunks = Chunks::default();
                let origin = ChunkIndex { group: 0, chunk: 0 };
                chunks.splice(origin, origin, vec![Chunk { len: text.len(), blocks: Some(Arc::new(parsed.blocks)) }]);
                chunks
            },
            text: Text::from(text.as_str()),
            open: !parsed.closed,
        };
        prop_assert_eq!(blocks(&opened(&text)), blocks(&whole));
        prop_assert_eq!(opened(&text).is_open(), whole.is_open());
    }

    #[test]
    fn edits_equal_reopening(
        text in text(),
        edits in proptest::collection::vec((any::<proptest::sample::Index>(), 0usize..30, text(), any::<bool>()), 1..12),
    ) {
        let mut document = opened(&text);
        for (at, len, insert, settle) in edits {
            let at = at.index(document.text().len() + 1);
            document.edit(&Edit { span: Span::new(at, at + len), text: insert });
            if settle {
                document.settle(None);
            }
        }
        document.settle(None);
        let fresh = opened(&document.text().to_string());
        prop_assert_eq!(blocks(&document), blocks(&fresh));
        prop_assert_eq!(document.is_open(), fresh.is_open());
    }

    #[test]
    fn keys_equal_reopening(
        text in text(),
        keys in proptest::collection::vec((any::<proptest::sample::Index>(), 0usize..3, proptest::sample::select(KEYS)), 1..16),
    ) {
        let mut document = opened(&text);
        for (at, len, insert) in keys {
            let at = at.index(document.text().len() + 1);
            document.edit(&Edit { span: Span::new(at, at + len), text: insert.into() });
            document.settle(None);
            let fresh = opened(&document.text().to_string());
        prop_assert_eq!(blocks(&document), blocks(&fresh));
        prop_assert_eq!(document.is_open(), fresh.is_open());
        }
    }
}
