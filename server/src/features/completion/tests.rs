mod around;
mod headings;
mod lists;
mod values;

use expect_test::{Expect, expect};

use super::*;
use crate::document::Document;
use crate::testing;

const BY_HAND: Asked = Asked::ByHand;

/// The items at the cursor of `marked`; each takes no more than the cursor's line.
fn items(marked: &str, asked: Asked) -> (String, usize, Vec<Item>) {
    let (text, offset) = testing::cursor(marked);
    let snapshot = testing::snapshot(&text);
    let items = complete(&snapshot, offset, asked);
    let line = snapshot.text().line_span(snapshot.text().line_of(offset));
    for item in &items {
        assert!(line.contains(item.edit.span) && item.edit.span.touches(offset), "{item:?} in {line:?}");
    }
    (text, offset, items)
}

/// Their labels, those marked that a client would show for what is typed.
fn check(marked: &str, asked: Asked, expected: &Expect) {
    let (text, offset, items) = items(marked, asked);
    let shown = items.iter().map(|item| {
        let typed = &text[item.edit.span.start..offset];
        let hidden = if item.filter.to_lowercase().starts_with(&typed.to_lowercase()) { "" } else { "hidden: " };
        format!("{hidden}{}\n", item.label)
    });
    expected.assert_eq(&shown.collect::<String>());
}

/// The text after the item with this label is accepted. With its snippet it is the same.
fn accepted(marked: &str, asked: Asked, label: &str) -> String {
    let (text, offset, items) = items(marked, asked);
    let item = items.iter().find(|item| item.label == label);
    let item = item
        .unwrap_or_else(|| panic!("{label} is not among {:#?}", items.iter().map(|it| &it.label).collect::<Vec<_>>()));
    let typed = &text[item.edit.span.start..offset];
    let fits = item.filter.to_lowercase().starts_with(&typed.to_lowercase());
    assert!(fits, "{:?} is compared with {:?}", typed, item.filter);
    if let Some(snippet) = &item.snippet {
        assert_eq!(expanded(snippet), item.edit.text);
    }
    let mut out = text;
    let mut edits: Vec<_> = item.more.iter().chain([&item.edit]).collect();
    edits.sort_by_key(|edit| edit.span);
    for edit in edits.into_iter().rev() {
        out.replace_range(edit.span.range(), &edit.text);
    }
    out
}

/// A snippet as it stands once all of its stops are left.
fn expanded(snippet: &str) -> String {
    let mut out = String::new();
    let mut chars = snippet.chars().peekable();
    let mut open = false;
    while let Some(char) = chars.next() {
        match char {
            '\\' => out.extend(chars.next()),
            '$' => {
                assert_eq!(chars.next(), Some('{'));
                assert!(!open, "stops are not nested");
                open = true;
                for char in chars.by_ref() {
                    if char == ':' {
                        break;
                    }
                    assert!(char.is_ascii_digit());
                }
            }
            '}' if open => open = false,
            char => out.push(char),
        }
    }
    out
}

const INCIDENTS: &str = "# Operational Excellence

## 6. Incident Response & Management

### 6.1 Incident Classification

P0 to P3.

### 6.2 Incident Response Procedures

1. **Detection**: alerts

### 6.3 Incident Communication

Yes.
";

const ON_CALL: &str = "# Operational Excellence\n\n## Incident Response\n\n### On-Call Management\n\n";

#[test]
fn an_empty_file_becomes_a_document() {
    for text in ["$0", "\n\n$0\n", "  $0"] {
        let text = accepted(text, BY_HAND, "Operational Excellence document");
        assert!(text.starts_with("---\noe: true\n---\n\n# Operational Excellence\n\n## Production"), "{text}");
    }
    check("$0", Asked::Trigger(' '), &expect![""]);
    // Nothing is edited at the place of the item itself.
    for (text, more) in [("$0", 0), ("$0\n", 0), ("$0\r\n", 0), ("$0\n\n\n", 1), ("\n$0", 1)] {
        let (_, _, items) = items(text, BY_HAND);
        let item = items.iter().find(|item| item.label == "Operational Excellence document").unwrap();
        assert_eq!(item.more.len(), more, "{text:?}");
        assert!(item.more.iter().all(|edit| edit.span.start != item.edit.span.start), "{text:?}");
        let ends = accepted(text, BY_HAND, "Operational Excellence document");
        assert!(ends.ends_with('\n') && !ends.ends_with("\n\n") && !ends.ends_with("\n\r\n"), "{ends:?}");
    }
}

#[test]
fn front_matter_says_that_a_document_is_ours() {
    assert_eq!(
        accepted("---\ntitle: x\no$0\n---\n\nText", BY_HAND, "oe: true"),
        "---\ntitle: x\noe: true\n---\n\nText"
    );
    assert_eq!(accepted("---\noe: t$0\n---\n", BY_HAND, "true"), "---\noe: true\n---\n");
    assert_eq!(accepted("---\noe: $0\n---\n", Asked::Trigger(' '), "false"), "---\noe: false\n---\n");
    check(
        "---\noe:\n  sections:\n    - $0\n---\n",
        Asked::Trigger(' '),
        &expect![[r"
        production-operations-framework
        monitoring-and-observability
        incident-response-and-management
        disaster-recovery-and-business-continuity
        performance-management
        security-operations
    "]],
    );
    check("---\ntitle: a $0\n---\n", Asked::Trigger(' '), &expect![""]);
}

#[test]
fn nothing_where_it_means_nothing() {
    let doc = |text: &str| format!("{ON_CALL}{text}\n\n## Security\n");
    for (marked, asked) in [
        (doc("A sentence $0"), Asked::Trigger(' ')),
        (doc("A sentence [$0"), Asked::Trigger('[')),
        (doc("A word:$0"), Asked::Trigger(':')),
        (doc("5 *$0"), Asked::Trigger('*')),
        (doc("issue #$0"), Asked::Trigger('#')),
        (doc("#tag$0"), BY_HAND),
        (doc("word$0"), BY_HAND),
        (doc("- A sentence $0"), Asked::Trigger(' ')),
        (doc("- $0"), Asked::Trigger(' ')),
        (doc(" $0"), Asked::Trigger(' ')),
        (doc("- **On-Call Schedule**: at 10:$0"), Asked::Trigger(':')),
        (doc("- **On-Call Schedule**: weekly, $0"), Asked::Trigger(' ')),
        (doc("```\n#$0\n```"), Asked::Trigger('#')),
        (doc("```\n- **$0\n```"), Asked::Trigger('*')),
        (doc("| a | b |\n| - | - |\n| - **$0 | |"), Asked::Trigger('*')),
        (doc("<!-- - **$0 -->"), Asked::Trigger('*')),
        (format!("{ON_CALL}```\ncode\n\n$0"), BY_HAND),
        (format!("{ON_CALL}<!-- a\n\n\n$0\n"), BY_HAND),
        (format!("{ON_CALL}<pre>\n\n#$0\n"), Asked::Trigger('#')),
        ("# Readme\n\n## On-Call\n\n- **$0\n".to_owned(), BY_HAND),
        ("# Readme\n\n#$0\n".to_owned(), Asked::Trigger('#')),
        ("# Handbook\n\n$0\n\n## Operational Excellence\n\n### Security Operations\n".to_owned(), BY_HAND),
        ("# Handbook\n\n## Operational Excellence\n\n### Security Operations\n\n## Other\n\n$0".to_owned(), BY_HAND),
    ] {
        assert_eq!(items(&marked, asked).2, [], "{marked} {asked:?}");
    }
}

#[test]
fn nothing_outside_of_the_judged_region() {
    let requirements = testing::snapshot("").requirements;
    let offered = |marked: &str| {
        let (text, offset) = testing::cursor(marked);
        let snapshot = Snapshot::new(Document::new(text.as_str()), requirements.clone(), None);
        complete(&snapshot, offset, BY_HAND).len()
    };
    let book = "# Handbook\n\nWords.\n\n## 7. Design\n\nx\n\n## 8. Operational Excellence\n\n### 8.1 Security Operations\n\n\
                #### Threat Detection\n\nx\n\n## 9. Other\n\nx\n\n### Index\n\nx\n";
    let title = "# Operational Excellence\n\n## Security Operations\n\n### Threat Detection\n\nx\n";
    for (text, start, end) in [
        (book, "## 8.", "## 9."),
        (&format!("---\noe: true\n---\n{book}").replace('\n', "\r\n"), "## 8.", "## 9."),
        (title, "# Oper", ""),
        (&format!("\n\n{title}"), "# Oper", ""),
        (&format!("---\noe: true\n---\n{title}"), "# Oper", ""),
        (&format!("Words.\n\n{title}\n# Appendix\n\nx\n"), "# Oper", "# Appendix"),
    ] {
        let region = text.find(start).unwrap()..text.find(end).filter(|_| !end.is_empty()).unwrap_or(text.len());
        let front = text.rfind("---").map_or(0, |at| at + 4);
        let line_end = if text.contains('\r') { "\r\n" } else { "\n" };
        let starts = text.match_indices('\n').map(|(at, _)| at + 1).chain([0]);
        for at in starts.filter(|at| *at >= front) {
            let inside = at > region.start && at <= region.end;
            let marked = |typed: &str| format!("{}{line_end}{typed}$0{line_end}{line_end}{}", &text[..at], &text[at..]);
            assert!(!inside || offered(&marked("#")) > 3, "{}", marked("#"));
            for typed in ["", "#", "## ", "### ", "## Mon", "### Mon", "- [ ] ", "- **"].iter().filter(|_| !inside) {
                assert_eq!(offered(&marked(typed)), 0, "{}", marked(typed));
            }
        }
    }
}

#[test]
fn no_section_above_the_title() {
    let text = |typed: &str| format!("---\noe: true\n---\n\n{typed}\n\n# Überblick\n\nx\n\n## Security\n");
    for typed in ["$0", "#$0", "## $0", "## Mon$0", "Words.\n\n$0", "Words.\n\n## $0"] {
        assert_eq!(items(&text(typed), BY_HAND).2, [], "{typed}");
    }
    // Where sections stand beside it, one may come first.
    let beside =
        text("$0").replace("## Security", "# Security Operations").replace("# Überblick", "# Performance Management");
    assert_eq!(items(&beside, BY_HAND).2.len(), 4);
}

#[test]
fn no_place_is_too_odd() {
    let odd = "\r- **é\r\n#\n- [\n1. [ ] x\n| # |\n| - |\n```\n# \n```\n<!--\n- \n-->\n\n## \n\n";
    for text in
        [format!("\u{feff}---\noe: true\ntitle: é\n---\n{odd}{INCIDENTS}{odd}"), format!("{INCIDENTS}{odd}\n~~~")]
    {
        let snapshot = testing::snapshot(&text);
        for offset in 0..text.len() + 2 {
            for asked in [BY_HAND].into_iter().chain(TRIGGERS.map(Asked::Trigger)) {
                for item in complete(&snapshot, offset, asked) {
                    let span = item.edit.span;
                    assert!(text.get(span.range()).is_some_and(|text| !text.contains('\n')), "{item:?} at {offset}");
                }
            }
        }
    }
}

#[test]
fn every_item_that_inserts_something_has_documentation() {
    let requirements = testing::snapshot("").requirements;
    for marked in ["$0", &format!("{INCIDENTS}$0"), &format!("{INCIDENTS}\n- [ ] $0"), &format!("{ON_CALL}- **$0")] {
        let (_, _, items) = items(marked, BY_HAND);
        assert!(!items.is_empty(), "{marked}");
        for item in items {
            let prose = item.topic.as_ref().and_then(|topic| documentation(&requirements, topic));
            assert!(prose.is_some_and(|prose| prose.markdown().starts_with("**")), "{item:?}");
        }
    }
    for topic in [
        "incident-response-and-management/on-call-management#x",
        "incident-response-and-management/on-call-management,nothing",
        "checkpoints:nothing",
        "nothing",
        "",
    ] {
        assert_eq!(documentation(&requirements, topic), None, "{topic}");
    }
}

#[test]
fn what_several_elements_or_checkpoints_are() {
    let (_, _, items) = items(&format!("{INCIDENTS}$0"), BY_HAND);
    let requirements = testing::snapshot("").requirements;
    let documentation = |label: &str| {
        let item = items.iter().find(|item| item.label.starts_with(label)).unwrap();
        documentation(&requirements, item.topic.as_ref().unwrap()).unwrap().markdown()
    };
    expect![[r#"
        **All missing elements** · of *Incident Response & Management*

        **Inserted with their labels and what to write there**

        - *On-Call Management*: How rotations are staffed, handed over, relieved and backed up
        - *Post-Incident Review*: Which incidents are reviewed and by when, and how what was learnt becomes finished work"#]].assert_eq(&documentation("All missing"));
    expect![[r#"
        **Checkpoints** · *Before Finalizing Section, Cross-Section Validation*

        - Somebody outside the team followed the incident procedure in an exercise without asking its authors
        - Response times and recovery objectives fit into the error budget, or the exception is stated
        - Every security requirement has a control check, and security incidents use the same severity levels or a stated mapping

        For people to answer: tick it once it holds, until then `unchecked-checkpoint` tells of it

        **Concerns**

        - *Incident Response & Management*: Bring the service back quickly with known roles and steps, keep those affected informed, and learn from each incident
        - *Disaster Recovery & Business Continuity*: Fix how much time and data a disaster may cost, show that backups and procedures stay within it, and keep the business working meanwhile
        - *Security Operations*: Notice attacks and weaknesses early, respond within the deadlines that apply, and be able to prove that controls work"#]].assert_eq(&documentation("- [ ] checkpoints"));
}

#[test]
fn snippets_escape_what_means_something_in_them() {
    let block = Block { text: "a$b [c}d\\] e}".to_owned(), placeholders: vec![Span::new(4, 10)] };
    assert_eq!(snippet(&block).as_deref(), Some("a\\$b ${1:[c\\}d\\\\]} e\\}"));
    assert_eq!(expanded(&snippet(&block).unwrap()), block.text);
    assert_eq!(snippet(&Block::plain("a$b")), None);
}
