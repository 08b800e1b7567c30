//! Rows of a table without any text: `|  |  |`, or the `|` that a row begins with. The grammar takes
//! them for an error and loses the headings behind them, so it is shown a letter in each, and their
//! cells are found here.

use crate::text::Span;

/// Whether a row is nothing but bars and white space.
pub(super) fn is_one(row: &str) -> bool {
    row.contains('|') && row.bytes().all(|byte| matches!(byte, b'|' | b' ' | b'\t'))
}

/// The cells of such a row: what stands between two bars, or alone.
pub(super) fn cells(row: &str) -> impl Iterator<Item = Span> {
    let end = row.trim_end().len();
    let bars: Vec<usize> = row.bytes().enumerate().filter(|(_, byte)| *byte == b'|').map(|(at, _)| at).collect();
    let alone = (bars.len() < 2).then(|| Span::at(end));
    let between: Vec<_> = bars.windows(2).map(|pair| Span::at(pair[0] + 1)).collect();
    between.into_iter().chain(alone)
}
