//! A table of the guide with rows of the wrong length, or without its header.

use super::rows::{self, lines};
use super::wording::called;
use super::{Check, ChunkView, Finding, Fix, Found, Message, Rule};
use crate::config::Severity;
use crate::guide::{Guide, Named};
use crate::markup;
use crate::markup::rows::{bars, cells, ends_with_bar, row_cells, rule_columns, without_comments};
use crate::names;
use crate::outline::{Piece, Row};
use crate::requirements::Requirements;
use crate::snapshot::{Anchor, Part, Snapshot};
use crate::text::{Edit, Span, Text};

pub(super) static RULE: Rule = Rule {
    name: "malformed-table",
    severity: Severity::Warning,
    summary: "a table of the guide has rows that are too short or too long, no header row, or no line of dashes",
    docs: "\
Renderers hide what is wrong with a table: they drop the cells that a row has too many, leave those
empty that it has too few, and show a table without a header row, or whose line of dashes has not
as many columns as its header, as lines of bars. Looked at are tables with the headers of the
guide's templates, and tables without any below an element whose template has one.

A bar that belongs to the text is written `\\|`, in code too.

```markdown bad
## Incident Response & Management

### Incident Classification

| Severity | Definition             | Response Time | Escalation |
| -------- | ---------------------- | ------------- | ---------- |
| P0       | No order can be placed | 5 minutes     |
```

```markdown bad
## Incident Response & Management

### Incident Classification

| -------- | ---------------------- | ------------- | ---------- |
| P0       | No order can be placed | 5 minutes     | Immediate  |
```

```markdown bad
## Incident Response & Management

### Incident Classification

| Severity | Definition             | Response Time | Escalation |
| -------- | ---------------------- | ------------- |
| P0       | No order can be placed | 5 minutes     | Immediate  |
```

```markdown good
## Incident Response & Management

### Incident Classification

| Severity | Definition                    | Response Time | Escalation |
| -------- | ----------------------------- | ------------- | ---------- |
| P0       | Orders fail (`5xx \\| timeout`) | 5 minutes     | Immediate  |
```
",
    check: Check::Chunk(check),
    fixes: Some(fixes),
};

fn check(view: &ChunkView<'_>, out: &mut Vec<Found>) {
    let mut headers: Option<(&Row, bool)> = None;
    for (at, piece) in view.facts().pieces.iter().enumerate() {
        if let Some(row) = piece.row() {
            if row.header {
                headers = Some((row, is_of_guide(view, row)));
            }
            let table = headers.filter(|(header, ours)| *ours && header.table == row.table);
            if let Some((header, _)) = table.filter(|_| !row.header && view.is_judged(at)) {
                // The grammar takes a row with an empty cell `||` and the next one for one.
                for line in lines(view.slice(piece.span)) {
                    out.extend(wrong_row(view, at, line.shift(piece.span.start), header));
                }
            }
        } else if piece.line().is_some() && view.is_judged(at) {
            out.extend(without_header(view, at, piece).or_else(|| without_rule(view, at, piece)));
        }
    }
}

/// Whether a template has a table with these headers.
fn is_of_guide(view: &ChunkView<'_>, row: &Row) -> bool {
    let keys = || row.cells.iter().map(|cell| cell.key.as_str());
    keys().any(|key| !key.is_empty())
        && view.requirements.tables().iter().any(|(_, headers)| headers.iter().map(String::as_str).eq(keys()))
}

fn wrong_row(view: &ChunkView<'_>, at: usize, line: Span, header: &Row) -> Option<Found> {
    let wanted = header.cells.len();
    let text = view.slice(line);
    let count = row_cells(text).filter(|count| *count != wanted)?;
    let message = Message {
        before: String::new(),
        subject: first_cell(text).map_or("this row".to_owned(), |name| format!("`{name}`")),
        after: format!(" has {}, its table has {wanted}", counted(count)),
    };
    let names: Vec<_> = header.cells.iter().map(|cell| markup::plain(view.slice(cell.span))).collect();
    let help = if count < wanted {
        "write the cells that are missing"
    } else {
        "write `\\|` for a bar that belongs to the text, in code too, or join cells: those that are too many are not shown"
    };
    let mut found = Found::new(view.anchor(line), message);
    found.about = view.about(at);
    Some(found.note(format!("expected: {}", names.join(" | "))).help(help))
}

/// What a reader calls the row.
fn first_cell(line: &str) -> Option<String> {
    let inside = line.trim().trim_start_matches('|');
    called(&markup::plain(&inside[..bars(inside).next().unwrap_or(inside.len())]))
}

/// A rule such as `| --- | --- |` with nothing above it that could be its header is text to readers.
fn without_header(view: &ChunkView<'_>, at: usize, piece: &Piece) -> Option<Found> {
    let rule = rows::headless(view.slice(piece.span))?.0.shift(piece.span.start);
    let Some(Named::Element(element)) = view.about(at) else { return None };
    let headers = headers_of(&view.requirements.guide, element, rule_columns(view.slice(rule)))?;
    let name = &view.requirements.guide.elements[element].name;
    let message = Message {
        before: String::new(),
        subject: format!("`{name}`"),
        after: " has a table without its header row".to_owned(),
    };
    let found = Found::new(view.anchor(rule), message).about(Named::Element(element));
    Some(found.help(format!("write `| {} |` above this line", headers.join(" | "))))
}

/// A header of the guide without a rule of as many columns below it makes no table to readers.
fn without_rule(view: &ChunkView<'_>, at: usize, piece: &Piece) -> Option<Found> {
    let value = piece.line()?.value;
    let text = view.slice(value);
    if !text.contains('|') {
        return None;
    }
    let rows: Vec<_> = lines(text).map(|row| unquoted(text, row)).collect();
    let (index, columns) = rows.iter().enumerate().find_map(|(index, row)| {
        let row = &text[row.range()];
        let columns = columns_of(view.requirements, row).filter(|columns| *columns > 1 && row.starts_with('|'))?;
        let below = rows.get(index + 1).map(|below| &text[below.range()]);
        below.is_none_or(|below| rule_columns(below) != columns).then_some((index, columns))
    })?;
    let header = rows[index];
    let below = rows.get(index + 1).filter(|below| is_dashes(&text[below.range()]));
    let next = || view.facts().pieces.get(at + 1).and_then(Piece::line);
    // A rule behind a blank line is told as one without a header.
    if rows.len() == index + 1 && next().is_some_and(|line| rows::headless(view.slice(line.value)).is_some()) {
        return None;
    }
    let (span, says) = match below.map(|below| (*below, rule_columns(&text[below.range()]))) {
        Some((rule, 0)) => (rule, " is no line of dashes that makes a table".to_owned()),
        Some((rule, count)) => (rule, format!(" has {count} columns, the header above has {columns}")),
        None => (header, " has no line of dashes below it".to_owned()),
    };
    let subject = if span == header { "this header" } else { "this line" };
    let message = Message { before: String::new(), subject: subject.to_owned(), after: says };
    let mut found = Found::new(view.anchor(span.shift(value.start)), message);
    found.about = view.about(at);
    let rule = rule_of(columns);
    Some(found.help(format!("write `{rule}` below the header; without it this is text to readers")))
}

/// How many columns a row has that is the header of a table of the guide.
fn columns_of(requirements: &Requirements, row: &str) -> Option<usize> {
    let keys: Vec<_> = cells(row).into_iter().map(names::key).collect();
    requirements.tables().iter().any(|(_, headers)| *headers == keys).then_some(keys.len())
}

/// The line without the marks of quotes that it goes on with.
fn unquoted(text: &str, line: Span) -> Span {
    let rest = text[line.range()].trim_start_matches(['>', ' ', '\t']);
    Span::new(line.end - rest.len(), line.end)
}

/// Whether the line is meant to part a header from its rows.
fn is_dashes(line: &str) -> bool {
    let is_mark = |char: char| matches!(char, '|' | '-' | '+' | ':' | '=' | '—' | '–' | ' ' | '\t');
    line.chars().all(is_mark) && line.contains(['-', '—', '–', '='])
}

/// The line that makes a header of so many columns that of a table.
fn rule_of(columns: usize) -> String {
    format!("|{}", " --- |".repeat(columns))
}

/// The headers of the template's table for `element` that has so many columns.
fn headers_of(guide: &Guide, element: usize, columns: usize) -> Option<&[String]> {
    let tables = &guide.part_of(element)?.tables;
    let named = |headers: &[String]| headers.iter().all(|header| !header.trim().is_empty());
    tables.iter().map(|table| &table.headers[..]).find(|headers| headers.len() == columns && named(headers))
}

fn fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let line = snapshot.slice(finding.span);
    let (title, edit) = if let Some(edit) = rule_edit(snapshot, finding) {
        ("Write the line below the header", edit)
    } else if rule_columns(&line) > 0 {
        let Some(Named::Element(element)) = finding.found.about else { return Vec::new() };
        let guide = &snapshot.requirements.guide;
        let columns = rule_columns(&line);
        let Some(headers) = headers_of(guide, element, columns) else { return Vec::new() };
        if !rows_fit(snapshot, finding, columns) {
            return Vec::new();
        }
        match blank_above(snapshot, finding.span, columns) {
            Some(blank) => ("Take out what parts it from its header", Edit { span: blank, text: String::new() }),
            None => ("Add the header row", header_edit(snapshot.text(), finding.span, headers)),
        }
    } else {
        let Some(missing) = missing_cells(snapshot, finding, &line) else { return Vec::new() };
        // Behind the last cell, before a comment.
        let end = finding.span.start + without_comments(&line).len();
        let closed = ends_with_bar(without_comments(&line));
        let text = if closed { "  |".repeat(missing) } else { format!(" |{}", "  |".repeat(missing)) };
        let title = if missing == 1 { "Add the empty cell" } else { "Add the empty cells" };
        (title, Edit { span: Span::at(end), text })
    };
    vec![Fix { title: title.to_owned(), safe: false, doubtful: false, edits: vec![edit] }]
}

/// The right line of dashes in place of a wrong one, or below the header that `finding` marks; none
/// where rows below would be wrong then.
fn rule_edit(snapshot: &Snapshot, finding: &Finding) -> Option<Edit> {
    let at = snapshot.piece_at(finding.span.start)?;
    snapshot.facts(at.chunk)?.pieces[at.piece].line()?;
    let text = snapshot.text();
    let line = text.line_of(finding.span.start);
    let margin = |char: char| matches!(char, '>' | ' ' | '\t');
    let written = |line: usize| text.slice(text.line_span(line)).trim_start_matches(margin).to_owned();
    let marked = snapshot.slice(finding.span);
    let replaces = is_dashes(&marked);
    let header = if replaces { written(line.checked_sub(1)?) } else { marked.clone().into_owned() };
    let header = header.trim_start_matches(['-', '*', '+', ' ']);
    let columns = columns_of(&snapshot.requirements, header)?;
    let rows = (line + 1..text.lines()).map(written).take_while(|row| row.contains('|'));
    if rows.into_iter().any(|row| row_cells(&row).is_some_and(|count| count != columns)) {
        return None;
    }
    if replaces {
        return Some(Edit { span: finding.span, text: rule_of(columns) });
    }
    let before = text.slice(Span::new(text.line_start(line), finding.span.start)).into_owned();
    // Below the mark of an item a line goes on with as many spaces.
    let before: String = before.chars().map(|char| if matches!(char, '>' | '\t') { char } else { ' ' }).collect();
    let end = text.line_span(line).end;
    let line_end = text.slice(Span::new(end, text.line_start(line + 1))).into_owned();
    let line_end = if line_end.is_empty() { "\n".to_owned() } else { line_end };
    Some(Edit { span: Span::at(end), text: format!("{line_end}{before}{}", rule_of(columns)) })
}

/// The blank lines between `rule` and the header of as many columns that it belongs to.
fn blank_above(snapshot: &Snapshot, rule: Span, columns: usize) -> Option<Span> {
    let text = snapshot.text();
    let line = text.line_of(rule.start);
    let blank = |line: usize| text.slice(text.line_span(line)).trim().is_empty();
    let header = (0..line).rev().take(REACH).find(|above| !blank(*above)).filter(|above| above + 1 < line)?;
    let known = columns_of(&snapshot.requirements, text.slice(text.line_span(header)).trim());
    (known == Some(columns)).then(|| Span::new(text.line_start(header + 1), text.line_start(line)))
}

/// So many lines above are looked at.
const REACH: usize = 16;

/// Whether the rows below the rule that `finding` marks are as long as it is: with a header above it
/// others would be wrong.
fn rows_fit(snapshot: &Snapshot, finding: &Finding, columns: usize) -> bool {
    let Some(at) = snapshot.piece_at(finding.span.start) else { return false };
    let text = snapshot.slice(snapshot.span(Anchor::Piece(at, Part::Whole)));
    rows::headless(&text).is_some_and(|(_, rows)| {
        rows.iter().all(|row| row_cells(&text[row.range()]).is_none_or(|cells| cells == columns))
    })
}

fn missing_cells(snapshot: &Snapshot, finding: &Finding, line: &str) -> Option<usize> {
    let at = snapshot.piece_at(finding.span.start)?;
    let facts = snapshot.facts(at.chunk)?;
    let table = facts.pieces[at.piece].row()?.table;
    let header = facts.pieces.iter().filter_map(Piece::row).find(|row| row.header && row.table == table)?;
    header.cells.len().checked_sub(row_cells(line)?).filter(|missing| *missing > 0)
}

/// The header above `rule`, indented and ended as that line is, with a blank line above where text
/// stands there.
fn header_edit(text: &Text, rule: Span, headers: &[String]) -> Edit {
    let line = text.line_of(rule.start);
    let indent = text.slice(Span::new(text.line_start(line), rule.start)).into_owned();
    let behind = text.slice(Span::new(text.line_span(line).end, text.line_start(line + 1)));
    let end = if behind.is_empty() { "\n" } else { &behind };
    let above = line.checked_sub(1).map(|above| text.slice(text.line_span(above)).trim().to_owned());
    let blank = if above.is_some_and(|above| !above.is_empty()) { end } else { "" };
    // Without the marks of an item or a quote, whose lines only go on below it.
    let margin = if indent.trim().is_empty() { indent.clone() } else { " ".repeat(indent.len()) };
    let blank = if indent.trim().is_empty() { blank } else { "" };
    let header =
        format!("{blank}{}| {} |{end}{margin}", if blank.is_empty() { "" } else { &indent }, headers.join(" | "));
    Edit { span: Span::at(rule.start), text: header }
}

fn counted(cells: usize) -> String {
    format!("{cells} {}", if cells == 1 { "cell" } else { "cells" })
}

#[cfg(test)]
mod tests;
