//! The tables of templates, written anew.

use super::wording::bracketed;
use crate::markup::rows;

/// The lines of a table. Unless its examples are wanted, each row but the header has its first cell
/// and, for each other, what its column asks for.
pub(super) fn lines(written: &[&str], examples: bool) -> Vec<String> {
    if examples || written.len() < 3 {
        return written.iter().map(|line| (*line).to_owned()).collect();
    }
    // The header and its rule come first.
    let (head, rows) = written.split_at(2);
    let header = cells(head[0]);
    let rows = rows.iter().map(|row| asked(&header, row));
    aligned(&[header.clone(), cells(head[1])].into_iter().chain(rows).collect::<Vec<_>>())
}

fn asked(header: &[String], row: &str) -> Vec<String> {
    let asked = |column: &String| bracketed(if column.is_empty() { "value" } else { column });
    cells(row).into_iter().take(1).chain(header.iter().skip(1).map(asked)).collect()
}

fn cells(line: &str) -> Vec<String> {
    rows::cells(line).into_iter().map(str::to_owned).collect()
}

/// The rows of a table, of which the second is the rule, with columns as wide as their widest cell.
fn aligned(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().enumerate().filter(|(row, _)| *row != 1).filter_map(|(_, row)| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0).max(3)
    };
    let widths: Vec<_> = (0..columns).map(width).collect();
    let written = |(at, row): (usize, &Vec<String>)| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| {
            let start = if cell.starts_with(':') { ":" } else { "" };
            let end = if cell.ends_with(':') { ":" } else { "" };
            let dashes = width - start.len() - end.len();
            if at == 1 { format!("{start}{}{end}", "-".repeat(dashes)) } else { format!("{cell:<width$}") }
        });
        format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
    };
    rows.iter().enumerate().map(written).collect()
}
