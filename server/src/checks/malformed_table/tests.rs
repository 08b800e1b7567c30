use expect_test::expect;

use super::super::testing::{applied, check, check_in, fixes, ours, snapshot};
use super::*;

const HEAD: &str = "## Incident Response & Management\n\n### Incident Classification\n\n";
const TABLE: &str = "| Severity | Definition | Response Time | Escalation |\n|---|---|---|---|\n";

#[test]
fn rows_that_are_too_short_or_too_long() {
    check(
        &RULE,
        &format!(
            "{HEAD}{TABLE}| P0 | Störung | 5 min |\n| P1 | a | b | c | d |\nP2 | a | b\n| P3 | a | b | c |\n|P4||||\n| P5 |\n"
        ),
        &expect![[r#"
            7:1 "| P0 | Störung | 5 min |" `P0` has 3 cells, its table has 4
              warning about incident-response-and-management/incident-classification
            8:1 "| P1 | a | b | c | d |" `P1` has 5 cells, its table has 4
              warning about incident-response-and-management/incident-classification
            9:1 "P2 | a | b" `P2` has 3 cells, its table has 4
              warning about incident-response-and-management/incident-classification
            12:1 "| P5 |" `P5` has 1 cell, its table has 4
              warning about incident-response-and-management/incident-classification
        "#]],
    );
}

#[test]
fn bars_that_belong_to_the_text() {
    check(
        &RULE,
        &format!(
            "{HEAD}{TABLE}| P0 | a \\| b | `c \\| d` | e |\n| P1 | a | `b\\|\\|c` | d |\n| P2 | a | b | c \\|\n| P3 | a \\\\| b | c | d |\n\
             `P4\\|` | a | b | `c\\|`\n"
        ),
        &expect![[""]],
    );
}

/// GitHub's Markdown cuts a row at every bar that is not escaped, before it looks for code.
#[test]
fn bars_in_code_end_cells() {
    let text =
        format!("{HEAD}{TABLE}| P0 | a | `b|c` | d |\n| P1 | `a|b` | c |\n| P2 | a | `b \\| c|d` | e |\n| `|` | a |\n");
    check(
        &RULE,
        &text.replace('\n', "\r\n"),
        &expect![[r#"
            7:1 "| P0 | a | `b|c` | d |" `P0` has 5 cells, its table has 4
              warning about incident-response-and-management/incident-classification
            9:1 "| P2 | a | `b \\| c|d` | e |" `P2` has 5 cells, its table has 4
              warning about incident-response-and-management/incident-classification
            10:1 "| `|` | a |" this row has 3 cells, its table has 4
              warning about incident-response-and-management/incident-classification
        "#]],
    );
    expect![[r#"
        note: expected: Severity | Definition | Response Time | Escalation
        help: write `\|` for a bar that belongs to the text, in code too, or join cells: those that are too many are not shown
        note: expected: Severity | Definition | Response Time | Escalation
        help: write `\|` for a bar that belongs to the text, in code too, or join cells: those that are too many are not shown
        note: expected: Severity | Definition | Response Time | Escalation
        help: write the cells that are missing
    "#]].assert_eq(&super::super::testing::advice(&ours(&text), &RULE));
}

#[test]
fn a_comment_behind_the_last_cell_and_text_right_below_are_no_cells() {
    check(
        &RULE,
        &format!("{HEAD}{TABLE}| P0 | a | b | c | <!-- oe-disable-line unedited-example -->\nAll times are local.\n"),
        &expect![[""]],
    );
}

#[test]
fn other_tables_are_left_alone() {
    check(
        &RULE,
        &format!(
            "{HEAD}| Level | Definition | Response Time | Escalation |\n|---|---|---|---|\n| P0 | a |\n\n|  |  |  |  |\n|---|---|---|---|\n| a |\n"
        ),
        &expect![[""]],
    );
    let other = format!("# Operational Excellence\n\n## Security Operations\n\nx\n\n# Annex\n\n{TABLE}| P0 |\n");
    check_in(&snapshot(&other), &RULE, &expect![[""]]);
    check_in(&snapshot(&format!("{TABLE}| P0 |\n")), &RULE, &expect![[""]]);
}

#[test]
fn a_table_without_its_header_row() {
    let rows = "| --- | :-: | --- | --: |\r\n| P0 | a | b | c |\r\n";
    let text = format!("{}{rows}\r\nOr:\r\n{rows}", HEAD.replace('\n', "\r\n"));
    let snapshot = ours(&text);
    check_in(
        &snapshot,
        &RULE,
        &expect![[r#"
            5:1 "| --- | :-: | --- | --: |" `Incident Classification` has a table without its header row
              warning about incident-response-and-management/incident-classification
            9:1 "| --- | :-: | --- | --: |" `Incident Classification` has a table without its header row
              warning about incident-response-and-management/incident-classification
        "#]],
    );
    let fixes = fixes(&snapshot, &RULE);
    let edits: Vec<_> = fixes.iter().map(|fix| format!("{}: {:?}", fix.title, fix.edits)).collect();
    expect![[r#"
        Add the header row: [Edit { span: Span { start: 68, end: 68 }, text: "| Severity | Definition | Response Time | Escalation |\r\n" }]
        Add the header row: [Edit { span: Span { start: 122, end: 122 }, text: "\r\n| Severity | Definition | Response Time | Escalation |\r\n" }]"#]].assert_eq(&edits.join("\n"));
    for fix in &fixes {
        let after = ours(&applied(&snapshot, fix));
        assert_eq!(super::super::testing::fixes(&after, &RULE).len(), 1);
    }
}

#[test]
fn no_header_is_added_above_rows_of_another_length() {
    let text = format!("{HEAD}| --- | --- | --- | --- |\n| P0 | a | b |\n");
    assert_eq!(fixes(&ours(&text), &RULE), []);
    assert_eq!(fixes(&ours(&text.replace("| b |", "| b | c | <!-- d -->")), &RULE).len(), 1);
}

#[test]
fn other_rules_without_a_header_are_left_alone() {
    for text in [
        // Not as many columns as the template's.
        format!("{HEAD}| --- | --- |\n| a | b |\n"),
        // An element whose template has no table.
        "## Incident Response & Management\n\n### On-Call Management\n\n| --- | --- | --- | --- |\n| a | b | c | d |\n"
            .to_owned(),
        // A header, be it of other length: which line is wrong is open.
        format!("{HEAD}| A | B | C |\n| --- | --- | --- | --- |\n| a | b | c | d |\n"),
        format!("{HEAD}```\n| --- | --- | --- | --- |\n| a | b | c | d |\n```\n"),
        format!("{HEAD}---\n\n- - -\n"),
    ] {
        check(&RULE, &text, &expect![[""]]);
    }
}

#[test]
fn missing_cells_are_added_and_nothing_is_dropped() {
    let text = format!(
        "{HEAD}{TABLE}| P0 | a |\n| P1 | a | b <!-- c -->\nP2 | a | b\n| P3 | a | b | <!-- c -->\n| P4 | a | b | c | d |\n"
    );
    let snapshot = ours(&text);
    let fixes = fixes(&snapshot, &RULE);
    let mut all = snapshot.text().clone();
    for fix in fixes.iter().rev() {
        assert!(!fix.safe);
        fix.edits.iter().for_each(|edit| {
            all.apply(edit);
        });
    }
    expect![[r#"
        | P0 | a |  |  |
        | P1 | a | b <!-- c --> |  |
        P2 | a | b |  |
        | P3 | a | b |  | <!-- c -->
        | P4 | a | b | c | d |
    "#]]
    .assert_eq(&all.to_string()[HEAD.len() + TABLE.len()..]);
}

const HEADER: &str = "| Severity | Definition | Response Time | Escalation |\n";

#[test]
fn a_header_without_its_line_of_dashes_is_no_table() {
    let row = "| P0 | a | 5 min | b |\n";
    check(
        &RULE,
        &format!("{HEAD}{HEADER}| --- | --- | --- |\n{row}\nText\n{HEADER}{row}\n- {HEADER}\n### Other\n\n{HEADER}"),
        &expect![[r#"
            6:1 "| --- | --- | --- |" this line has 3 columns, the header above has 4
              warning about incident-response-and-management/incident-classification
            10:1 "| Severity | Definition | Response Time | Escalation |" this header has no line of dashes below it
              warning about incident-response-and-management/incident-classification
            13:3 "| Severity | Definition | Response Time | Escalation |" this header has no line of dashes below it
              warning about incident-response-and-management/incident-classification
            17:1 "| Severity | Definition | Response Time | Escalation |" this header has no line of dashes below it
              warning about incident-response-and-management
        "#]],
    );
    let silent = [
        "| Severity | Other |\n| P0 | a |\n",
        "Severity | Definition\n",
        "```\n| Severity | Definition | Response Time | Escalation |\n```\n",
        TABLE,
    ];
    check(
        &RULE,
        &format!("{HEAD}> {HEADER}> | - | - |\n\n{HEADER}|-----+-----|\n\n{HEADER}\n|---|---|---|---|\n{row}"),
        &expect![[r#"
            6:3 "| - | - |" this line has 2 columns, the header above has 4
              warning about incident-response-and-management/incident-classification
            9:1 "|-----+-----|" this line is no line of dashes that makes a table
              warning about incident-response-and-management/incident-classification
            13:1 "|---|---|---|---|" `Incident Classification` has a table without its header row
              warning about incident-response-and-management/incident-classification
        "#]],
    );
    for text in silent {
        check(&RULE, &format!("{HEAD}{text}"), &expect![[""]]);
    }
}

#[test]
fn the_line_of_dashes_is_written() {
    let row = "| P0 | a | 5 min | b |\n";
    let fixed = |text: &str| {
        let before = ours(text);
        let fixes = fixes(&before, &RULE);
        assert_eq!(fixes.len(), 1, "{text}");
        let text = applied(&before, &fixes[0]);
        check_in(&snapshot(&text), &RULE, &expect![[""]]);
        text
    };
    for text in [format!("{HEAD}{HEADER}| --- |\n{row}"), format!("{HEAD}{HEADER}{row}")] {
        for end in ["\n", "\r\n", "\r"] {
            let text = fixed(&text.replace('\n', end));
            let wanted = format!("{HEADER}| --- | --- | --- | --- |\n{row}").replace('\n', end);
            assert!(text.contains(&wanted), "{text}");
        }
    }
    for text in [
        format!("{HEAD}> {HEADER}> | - | - |\n> {row}"),
        format!("{HEAD}{HEADER}|----+----|\n{row}"),
        format!("{HEAD}> {HEADER}> {row}"),
        format!("{HEAD}- {HEADER}  {row}"),
        format!("{HEAD}{}", HEADER.trim_end()),
    ] {
        fixed(&text);
    }
}

#[test]
fn no_line_of_dashes_is_written_where_rows_would_be_wrong() {
    let before = ours(&format!("{HEAD}{HEADER}| --- |\n| P0 | a |\n"));
    assert_eq!(fixes(&before, &RULE), []);
}

#[test]
fn a_header_that_a_blank_line_parts_from_its_table_is_joined_to_it() {
    for end in ["\n", "\r\n", "\r"] {
        let text = format!("{HEAD}{HEADER}\n\n|---|---|---|---|\n| P0 | a | b | c |\n").replace('\n', end);
        let before = ours(&text);
        let fixes = fixes(&before, &RULE);
        assert_eq!(fixes.len(), 1);
        let after = applied(&before, &fixes[0]);
        check_in(&snapshot(&after), &RULE, &expect![[""]]);
        assert!(after.contains(&format!("{HEADER}|---|---|---|---|\n").replace('\n', end)), "{after:?}");
    }
}
