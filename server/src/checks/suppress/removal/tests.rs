use expect_test::expect;

use super::super::super::testing::{applied, check_whole, fixes, ours};
use super::super::super::unused_suppression;

/// The text once every safe fix has been applied.
fn cleaned(text: &str) -> String {
    let mut snapshot = ours(text);
    for _ in 0..20 {
        let Some(fix) = fixes(&snapshot, &unused_suppression::RULE).into_iter().next() else { break };
        assert!(fix.safe);
        snapshot = ours(&applied(&snapshot, &fix));
    }
    snapshot.text().to_string()
}

#[test]
fn the_end_of_an_unused_one_is_told_if_it_ends_no_other() {
    let stretch = "<!-- oe-disable malformed-table -->\n\nb\n\n<!-- oe-enable malformed-table -->\n";
    check_whole(
        &unused_suppression::RULE,
        stretch,
        &expect![[r#"
        1:17 "malformed-table" this hides nothing: no `malformed-table` is found from here on
          warning about nothing
          help: take it out
          5 "<!-- oe-enable malformed-table -->": it ends here
    "#]],
    );
    check_whole(
        &unused_suppression::RULE,
        &format!("<!-- oe-disable malformed-table -->\n\n{stretch}"),
        &expect![[r#"
            1:17 "malformed-table" this hides nothing: no `malformed-table` is found from here on
              warning about nothing
              help: take it out
            3:17 "malformed-table" this hides nothing: no `malformed-table` is found from here on
              warning about nothing
              help: take it out
        "#]],
    );
}

#[test]
fn an_unused_one_is_taken_out_with_its_line() {
    for (text, expected) in [
        ("a\n\n<!-- oe-disable-line malformed-table -->\n\nb\n", "a\n\nb\n"),
        ("a\r\n\r\n<!-- oe-disable-line malformed-table -->\r\nb\r\n", "a\r\n\r\nb\r\n"),
        ("<!-- oe-disable-file malformed-table -->\n\nb\n", "b\n"),
        ("a\n\n<!-- oe-disable-file malformed-table -->", "a\n\n"),
        // Two blocks stay two.
        ("a\n<!-- oe-disable-line malformed-table -->\nb\n", "a\n\nb\n"),
        ("## é <!-- oe-disable-line malformed-table -->\n", "## é\n"),
        ("| a | b |\n|--|--|\n| x | y <!-- oe-disable-line malformed-table --> |\n", "| a | b |\n|--|--|\n| x | y |\n"),
        ("a <!-- oe-disable-line malformed-table, [x] --> b\n", "a <!-- oe-disable-line [x] --> b\n"),
        ("<!-- oe-disable-file malformed-table, unedited-example: why -->\n\nb\n", "b\n"),
        (
            "<!-- oe-disable-file missing-element(threat-detection, on-call-management), tpyo -->\n\nb\n",
            "<!-- oe-disable-file tpyo -->\n\nb\n",
        ),
        ("<!-- oe-disable malformed-table -->\n\nb\n\n<!-- oe-enable malformed-table -->\n\nc\n", "b\n\nc\n"),
        ("<!--\noe-disable-file\n  malformed-table\n-->\nb\n", "b\n"),
        ("a\n\n<!-- oe-enable malformed-table, missing-label -->\n\nb\n", "a\n\nb\n"),
        // The end goes with the last that it ends.
        (
            "<!-- oe-disable malformed-table, missing-label -->\n\nb\n\n<!-- oe-enable malformed-table, missing-label -->\n\nc\n",
            "b\n\nc\n",
        ),
    ] {
        assert_eq!(cleaned(text), expected);
    }
}

#[test]
fn where_more_would_change_than_the_comment_it_stays() {
    for text in [
        "<!-- oe-disable-line malformed-table --> [Aaa]\n",
        "<!-- oe-disable-file malformed-table as agreed -->\n\nb\n",
        "<!-- oe-disable malformed-table -->\n\nb\n\n<!-- oe-enable malformed-table --> c\n",
    ] {
        assert_eq!(cleaned(text), text);
    }
}
