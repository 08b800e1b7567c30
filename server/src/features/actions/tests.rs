mod ignored;

use expect_test::{Expect, expect};

use super::*;
use crate::checks::run;
use crate::testing;

/// The actions at the cursor of `marked`, by their titles.
fn at(marked: &str) -> (Snapshot, Vec<Action>) {
    let (text, offset) = testing::cursor(marked);
    let snapshot = testing::snapshot(&text);
    let actions = actions(&snapshot, &run(&snapshot, None), Span::at(offset));
    (snapshot, actions)
}

fn check(marked: &str, expected: &Expect) {
    let actions = at(marked).1;
    let titles = actions.iter().map(|action| {
        let mark = if action.preferred { "* " } else { "" };
        format!("{mark}{} {:?}\n", action.title, action.fixes)
    });
    expected.assert_eq(&titles.collect::<Vec<_>>().concat());
}

fn applied(snapshot: &Snapshot, action: &Action) -> String {
    let mut out = snapshot.text().to_string();
    assert!(action.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{action:?}");
    for edit in action.edits.iter().rev() {
        out.replace_range(edit.span.range(), &edit.text);
    }
    out
}

/// The document after the action of this title.
fn after(marked: &str, title: &str) -> String {
    let (snapshot, actions) = at(marked);
    let action = actions.iter().find(|action| action.title == title);
    let action = action
        .unwrap_or_else(|| panic!("{title} is not among {:?}", actions.iter().map(|it| &it.title).collect::<Vec<_>>()));
    applied(&snapshot, action)
}

fn rules(text: &str) -> Vec<&'static str> {
    run(&testing::snapshot(text), None).findings.iter().map(|finding| finding.rule.name).collect()
}

const LACKING: &str = "---
oe:
  sections: [incident-response-and-management, security-operations]
---

# Operations

## Incident Response$0

### Incident Classification

See [the levels](levels.md).

### Response Procedures

See [the runbook](runbook.md).

### Incident Communication

Told.

## Security Operations

### Threat Detection

Yes.
";

#[test]
fn what_is_missing_can_be_inserted_alone_or_together() {
    check(
        LACKING,
        &expect![[r#"
        Insert "On-Call Management" [0]
        Insert "Post-Incident Review" [1]
        Insert both missing elements of this section [0, 1]
        Insert all 6 missing elements [0, 1, 2, 3, 4, 5]
        Ignore missing-element (On-Call Management) here [0]
        Ignore missing-element (Post-Incident Review) here [1]
    "#]],
    );
    let text = after(LACKING, "Insert both missing elements of this section");
    assert_eq!(rules(&text).iter().filter(|rule| **rule == "missing-element").count(), 4, "{text}");
    let text = after(LACKING, "Insert all 6 missing elements");
    assert_eq!(rules(&text).iter().filter(|rule| rule.starts_with("missing-e")).count(), 0, "{text}");
}

#[test]
fn a_title_claims_no_more_than_is_inserted() {
    let folded = format!("{LACKING}\n<details>\n<summary>x</summary>\n</details>");
    let text = after(&folded, "Insert all 6 missing elements");
    assert!(!rules(&text).iter().any(|rule| rule.starts_with("missing-e")), "{text}");
    // Nothing can be put behind what nothing closes.
    check(
        &format!("{LACKING}\n```\nx"),
        &expect![[r#"
            Insert "On-Call Management" [0]
            Insert "Post-Incident Review" [1]
            Insert both missing elements of this section [0, 1]
            Insert 3 of 6 missing elements [0, 1, 2]
            Ignore missing-element (On-Call Management) here [0]
            Ignore missing-element (Post-Incident Review) here [1]
        "#]],
    );
    check(
        &format!(
            "{}\n<!-- x",
            LACKING.replace("Response$0", "Response").replace("Operations\n\n###", "Operations$0\n\n###")
        ),
        &expect![[r#"
            Insert "Security Monitoring" [2]
            Insert 3 of 6 missing elements [0, 1, 2]
            Ignore missing-element (Security Monitoring) here [2]
            Ignore missing-element (Security Incident Response) here [3]
            Ignore missing-element (Vulnerability Management) here [4]
            Ignore missing-element (Compliance Monitoring) here [5]
        "#]],
    );
}

#[test]
fn a_cursor_beside_a_finding_means_those_of_its_line() {
    let text = "## Security Operations\n\n### Threat Detection\n\n- **Detection Methods**: rules\n- **Detection Testing**: \
                [später]\r\n- **Detection Coverage**: TBD\r\n";
    let text = format!("---\noe: true\n---\n\n{text}");
    check(&text.replace("rules", "ru$0les"), &expect![""]);
    let beside = text.replace("Testing", "Tes$0ting");
    check(
        &beside,
        &expect![[r#"
        Ignore unfilled-placeholder (Threat Detection) here [13]
    "#]],
    );
    let before = text.replace("- **Detection C", "$0- **Detection C");
    check(
        &before,
        &expect![[r#"
        Ignore unfilled-placeholder (Threat Detection) here [14]
    "#]],
    );
}

/// What is found, but for what waits to be written.
fn messages(snapshot: &Snapshot) -> Vec<String> {
    let findings = run(snapshot, None).findings;
    let found = findings.iter().filter(|it| it.rule.name != "unfilled-placeholder");
    found.map(|finding| format!("{} {}", finding.rule.name, finding.message())).collect()
}

#[test]
fn what_is_inserted_takes_its_findings_away_and_brings_no_others() {
    let numbered = LACKING.replace("## ", "## 4. ").replace("### 4. ", "### 4.1 ");
    let deep = LACKING.replace("# ", "## ");
    let bare = LACKING.replace("\n\n", "\n").replace("---\n#", "---\n\n#");
    let rest = "---\noe: true\n---\n\n# Operational Excellence$0\n\n## Performance\n\n### Load Tests\n\nk6.".to_owned();
    for marked in [LACKING.to_owned(), LACKING.replace('\n', "\r\n"), numbered, deep, bare, rest] {
        let (snapshot, actions) = at(&marked);
        let before = messages(&snapshot);
        let found = run(&snapshot, None).findings;
        let inserts: Vec<_> = actions.iter().filter(|action| action.title.starts_with("Insert")).collect();
        assert!(inserts.len() > 3, "{marked}");
        for action in inserts {
            let text = applied(&snapshot, action);
            let gone: Vec<_> =
                action.fixes.iter().map(|at| format!("{} {}", found[*at].rule.name, found[*at].message())).collect();
            let mut expected: Vec<_> = before.iter().filter(|message| !gone.contains(message)).cloned().collect();
            let mut now = messages(&testing::snapshot(&text));
            expected.sort();
            now.sort();
            assert_eq!(now, expected, "{}\n{text}", action.title);
        }
    }
}

#[test]
fn what_is_hidden_is_not_inserted() {
    let hidden = LACKING.replace(
        "## Incident Response$0",
        "<!-- oe-disable-next-line missing-element(on-call-management): none -->\n## Incident Response$0",
    );
    check(
        &hidden,
        &expect![[r#"
        * Insert "Post-Incident Review" [0]
        Insert all 5 missing elements [0, 1, 2, 3, 4]
        Ignore missing-element (Post-Incident Review) here [0]
    "#]],
    );
    let text = after(&hidden, "Insert all 5 missing elements");
    assert!(!text.contains("On-Call Management") && text.contains("### Post-Incident Review"), "{text}");
}

#[test]
fn a_file_with_two_sections_can_become_an_oe_document() {
    let title = "Treat this file as an OE document";
    let body = "# Handbook\n\n## Incident Response & Management\n\nx\n\n## Security Operations\n\nx\n$0";
    let plain = body.replace("$0", "");
    assert_eq!(after(body, title), format!("---\noe: true\n---\n\n{plain}"));
    assert_eq!(
        after(&format!("---\ntitle: x\n---\n{body}").replace('\n', "\r\n"), title),
        format!("---\ntitle: x\noe: true\n---\n{plain}").replace('\n', "\r\n")
    );
    assert_eq!(after(&format!("\u{feff}{body}"), title), format!("\u{feff}---\noe: true\n---\n\n{plain}"));
    assert_eq!(after(&format!("---\n---\n{body}"), title), format!("---\noe: true\n---\n{plain}"));
    assert_eq!(after(&format!("---\ntitle: x\n...\n{body}"), title), format!("---\ntitle: x\noe: true\n...\n{plain}"));
    for text in [after(body, title), after(&format!("\u{feff}{body}"), title)] {
        assert!(testing::snapshot(&text).assessment.is_oe(), "{text}");
    }
    for other in [
        body.replace("Security Operations", "Other"),
        format!("---\noe: false\n---\n{body}"),
        format!("+++\nx = 1\n+++\n{body}"),
        format!("---\noe: true\n---\n{body}"),
    ] {
        assert!(!at(&other).1.iter().any(|action| action.title == title), "{other}");
    }
}

#[test]
fn all_safe_fixes_are_one_change() {
    let text = "---\noe: true\n---\n\n# Operational Excellence\n\n## Incident Response & Management\n\n<!-- oe-disable-next-line empty-element: gone -->\n#### On-Call Management$0\n\nWeekly.\n\n### Post-Incident Review\n\nYes.\n";
    let (snapshot, actions) = at(text);
    let all = actions.iter().find(|action| action.kind == ActionKind::FixAll).unwrap_or_else(|| panic!("{actions:#?}"));
    let fixed = applied(&snapshot, all);
    expect![[r"
        ---
        oe: true
        ---

        # Operational Excellence

        ## Incident Response & Management

        ### On-Call Management

        Weekly.

        ### Post-Incident Review

        Yes.
    "]]
    .assert_eq(&fixed);
    let again = testing::snapshot(&fixed);
    assert_eq!(fix_all(&again, &run(&again, None)), None);
}

#[test]
fn no_place_is_too_odd() {
    let text = format!("{}\r\n| é |\r| - |\n- **On-Call\n####### x\n```\n[", LACKING.replace("$0", ""));
    let snapshot = testing::snapshot(&text);
    let findings = run(&snapshot, None);
    for offset in 0..text.len() + 2 {
        for action in actions(&snapshot, &findings, Span::new(offset, offset + 3)) {
            assert!(action.edits.iter().all(|edit| edit.span.end <= text.len()), "{action:?}");
        }
    }
}

#[test]
fn nothing_without_findings() {
    assert_eq!(at("# Readme\n\nText$0\n").1, []);
    assert_eq!(at("$0").1, []);
}
