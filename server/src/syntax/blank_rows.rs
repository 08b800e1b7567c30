//! Rows of a table without any text: `|  |  |`, or the `|` that a row begins with. The grammar takes
//! them for an error and loses the headings behind them, so it is shown a letter in each.

use crate::text::Span;

/// `text` with a letter in every row that has none, as long as before; `None` if there is no such
/// row. A line like it that is no row stays what it is: text in a paragraph, a line of code.
pub(super) fn filled(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out: Option<Vec<u8>> = None;
    let mut from = 0;
    while let Some(bar) = memchr::memchr(b'|', &bytes[from..]).map(|at| from + at) {
        let start = memchr::memrchr2(b'\n', b'\r', &bytes[..bar]).map_or(0, |end| end + 1);
        let end = line_end(bytes, bar);
        // What stands before it may be the marks of quotes around the table.
        let is_margin = bytes[start..bar].iter().all(|byte| matches!(byte, b' ' | b'\t' | b'>'));
        if is_margin && is_one(&text[bar..end]) && !is_delimiter(next_line(bytes, end)) {
            let at = if end - bar > 1 { bar + 1 } else { bar };
            out.get_or_insert_with(|| bytes.to_vec())[at] = b'x';
        }
        from = end;
    }
    // A letter for a bar, a space or a tab.
    out.and_then(|bytes| String::from_utf8(bytes).ok())
}

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

fn line_end(bytes: &[u8], from: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &bytes[from..]).map_or(bytes.len(), |length| from + length)
}

/// The line after the one that ends at `end`.
fn next_line(bytes: &[u8], end: usize) -> &[u8] {
    let start = (end + if bytes[end..].starts_with(b"\r\n") { 2 } else { 1 }).min(bytes.len());
    &bytes[start..line_end(bytes, start)]
}

/// Whether the line may make a table's header of the one before it.
fn is_delimiter(line: &[u8]) -> bool {
    line.contains(&b'-') && line.iter().all(|byte| b"|-: \t>".contains(byte))
}
