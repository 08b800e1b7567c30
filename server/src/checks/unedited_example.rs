//! A row that the template gives as an example stands unchanged.

use super::wording::called;
use super::{Check, ChunkView, Found, Message, Rule, rows};
use crate::config::Severity;
use crate::guide::Named;
use crate::markup;
use crate::markup::rows::cells;
use crate::outline::{Content, PieceKind};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "unedited-example",
    severity: Severity::Information,
    summary: "a row that the template gives as an example stands unchanged",
    docs: "\
A template's rows show the form of an answer. Left as they are, they name teams, times and levels
that nobody has agreed to. A row counts as unchanged if all of its cells are those of the guide,
whatever their spacing, case and emphasis.

Change the row to what holds here. Where it holds as it stands, say so:
`<!-- oe-disable-line unedited-example: agreed in March -->` in its last cell.

```markdown bad
## Incident Response & Management

### Incident Classification

| Severity      | Definition             | Response Time | Escalation |
| ------------- | ---------------------- | ------------- | ---------- |
| P0 - Critical | System down, data loss | 15 minutes    | Immediate  |
```

```markdown good
## Incident Response & Management

### Incident Classification

| Severity      | Definition               | Response Time | Escalation |
| ------------- | ------------------------ | ------------- | ---------- |
| P0 - Critical | No order can be placed   | 5 minutes     | Immediate  |
```
",
    check: Check::Chunk(check),
    fixes: None,
};

fn check(view: &ChunkView<'_>, out: &mut Vec<Found>) {
    for (at, piece) in view.facts().pieces.iter().enumerate().filter(|(at, _)| view.is_judged(*at)) {
        match &piece.kind {
            PieceKind::Row(row) if !row.header => {
                // Template text in a cell is found as such.
                let says = row.cells.iter().any(|cell| cell.content == Content::Some);
                if says && row.cells.iter().all(|cell| cell.content != Content::Filler) {
                    let cells = row.cells.iter().map(|cell| view.slice(cell.span));
                    out.extend(example(view, at, piece.span, cells, view.called(at)));
                }
            }
            PieceKind::Line(_) => {
                // The rows of a table that lost its header are text, and examples all the same.
                let text = view.slice(piece.span);
                let rows = rows::headless(text).map_or_else(Vec::new, |(_, rows)| rows);
                for row in rows.into_iter().filter(|row| !text[row.range()].contains('[')) {
                    let cells = cells(&text[row.range()]);
                    let name = cells.first().and_then(|first| called(&markup::plain(first)));
                    out.extend(example(view, at, row.shift(piece.span.start), cells.into_iter(), name));
                }
            }
            _ => {}
        }
    }
}

/// The row at `span`, whose name is `name`, if its cells are those of an example.
fn example<'a>(
    view: &ChunkView<'_>,
    at: usize,
    span: Span,
    cells: impl Iterator<Item = &'a str>,
    name: Option<String>,
) -> Option<Found> {
    let section = view.requirements.example(cells)?;
    let subject = name.map_or("this row".to_owned(), |name| format!("`{name}`"));
    let message = Message { before: String::new(), subject, after: " is still the guide's example".to_owned() };
    let mut found = Found::new(view.anchor(span), message);
    found.about = view.about(at).or(Some(Named::Section(section)));
    Some(found.help("write what holds here; if the row does, say so with `oe-disable-line unedited-example`"))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::run;
    use super::super::testing::{applied, check, check_in, fixes, ours, snapshot};
    use super::*;
    use crate::snapshot::Snapshot;

    #[test]
    fn each_row_that_stands_unchanged() {
        check(
            &RULE,
            "## 3. Incident Response & Management\r\n\r\n### Severities\r\n\r\n\
             | Severity | Definition | Response Time | Escalation |\r\n|---|---|---|---|\r\n\
             |**P0 - Critical**|System down, data loss|15 minutes|immediate|\r\n\
             | P1 - High | Major functionality impaired | 30 minutes | 30 minutes |\r\n\
             | P2 - Medium | Minor functionality impaired | 4 hours | 2 hours |\r\n",
            &expect![[r#"
                7:1 "|**P0 - Critical**|System down, data loss|15 minutes|immediate|" `P0 - Critical` is still the guide's example
                  information about incident-response-and-management/incident-classification
                9:1 "| P2 - Medium | Minor functionality impaired | 4 hours | 2 hours |" `P2 - Medium` is still the guide's example
                  information about incident-response-and-management/incident-classification
            "#]],
        );
    }

    #[test]
    fn a_changed_cell_or_a_placeholder_in_it_is_no_example() {
        check(
            &RULE,
            "## Incident Response & Management\n\n| Severity | Definition | Response Time | Escalation |\n|---|---|---|---|\n\
             | P0 - Critical | System down, data loss | 10 minutes | Immediate |\n\
             | P1 - High | Major functionality impaired | [Time] | 30 minutes |\n| | | | |\n",
            &expect![[""]],
        );
    }

    #[test]
    fn a_comment_behind_the_last_cell_is_none() {
        let table = "## Incident Response & Management\n\n### Incident Classification\n\n\
             | Severity | Definition | Response Time | Escalation |\n|---|---|---|---|\n";
        let row = "| P2 - Medium | Minor functionality impaired | 4 hours | 2 hours |";
        let found = |row: &str| {
            let findings = run(&ours(&format!("{table}{row}\n")), None);
            let of = |name: &str| findings.findings.iter().filter(|it| it.rule.name == name).count();
            (of(RULE.name), of("unused-suppression"), findings.suppressed)
        };
        assert_eq!(found(&format!("{row} <!-- as agreed -->")), (1, 0, 0));
        for comment in ["oe-disable-line unedited-example", "oe-disable-line unedited-example: agreed"] {
            assert_eq!(found(&format!("{row} <!-- {comment} -->")), (0, 0, 1));
            assert_eq!(found(&format!("{row}<!-- {comment} -->|")), (0, 0, 1));
            assert_eq!(found(&row.replace("2 hours |", &format!("2 hours <!-- {comment} --> |"))), (0, 0, 1));
        }
        assert_eq!(found(&format!("{row} or so")), (0, 0, 0));
    }

    #[test]
    fn in_a_table_without_its_header_too() {
        let text = "## Incident Response & Management\n\n### Incident Classification\n\n| --- | --- | --- | --- |\n\
             | P0 - Critical | System down, data loss | 15 minutes | Immediate |\n\
             | P2 - Medium | Minor | 4 hours | 2 hours |\n";
        check(
            &RULE,
            text,
            &expect![[r#"
            6:1 "| P0 - Critical | System down, data loss | 15 minutes | Immediate |" `P0 - Critical` is still the guide's example
              information about incident-response-and-management/incident-classification
        "#]],
        );
        let snapshot = ours(text);
        let header = fixes(&snapshot, &super::super::malformed_table::RULE).remove(0);
        let count =
            |snapshot: &Snapshot| run(snapshot, None).findings.iter().filter(|it| it.rule.name == RULE.name).count();
        assert_eq!((count(&snapshot), count(&ours(&applied(&snapshot, &header)))), (1, 1));
    }

    #[test]
    fn anywhere_in_the_region_and_nowhere_else() {
        let row = "| P2 - Medium | Minor functionality impaired | 4 hours | 2 hours |";
        let table = format!("| a | b | c | d |\n|---|---|---|---|\n{row}\n");
        let text =
            format!("# Design\n\n{table}\n# Operational Excellence\n\n{table}\n## Security Operations\n\n{table}");
        check_in(
            &snapshot(&text),
            &RULE,
            &expect![[r#"
            11:1 "| P2 - Medium | Minor functionality impaired | 4 hours | 2 hours |" `P2 - Medium` is still the guide's example
              information about incident-response-and-management
            17:1 "| P2 - Medium | Minor functionality impaired | 4 hours | 2 hours |" `P2 - Medium` is still the guide's example
              information about security-operations
        "#]],
        );
        check_in(&snapshot(&format!("# Design\n\n{table}")), &RULE, &expect![[""]]);
    }
}
