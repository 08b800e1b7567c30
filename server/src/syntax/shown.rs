//! What the grammar is shown of a text: as many bytes, with the same blocks, in far fewer tokens.
//!
//! A line's beginning decides which blocks it opens, closes or goes on with, and bars decide about
//! tables. The grammar nevertheless makes a token of each word and each mark within a line, which is
//! most of its work. So what is only text becomes one long word here; places stay the same, and what
//! is read from the tree is read from the real text. A row without text gets a letter: see
//! [`super::blank_rows`].

use super::blank_rows;

/// `text` for the grammar.
pub(super) fn shown(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    // Whether a link definition may have begun: it goes on over lines, and there marks count.
    let mut defines = false;
    let mut start = 0;
    while start < bytes.len() {
        let end = memchr::memchr2(b'\n', b'\r', &bytes[start..]).map_or(bytes.len(), |length| start + length);
        let head = start + prefix(&bytes[start..end]);
        // Nothing goes on over a blank line or a heading, with which a chunk may begin.
        if head == end || heading_marks(&bytes[start..end]).is_some() {
            defines = false;
        }
        match bytes[head..end].first() {
            None => {}
            Some(b'<') if is_declaration(&bytes[head..end]) => show_declaration(bytes, head, &mut out),
            Some(b'[') if !is_too_long_to_define(&bytes[head..end]) => defines = true,
            Some(_) if defines => {}
            Some(b'|') if blank_rows::is_one(&text[head..end]) => {
                // Behind an item's mark it may be the line that makes a table's header of the one before.
                let is_row = bytes[start..head].iter().all(|byte| b" \t>".contains(byte));
                if is_row && !is_delimiter(next_line(bytes, end)) {
                    out[if end - head > 1 { head + 1 } else { head }] = b'x';
                }
            }
            Some(_) => {
                if let Some(from) = text_start(&text[head..end]) {
                    join(&bytes[start..end], head + from - start, &mut out[start..end]);
                }
            }
        }
        start = line_after(bytes, end);
    }
    // Letters in the place of single bytes of ASCII: it stays UTF-8.
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// Whether the line begins a declaration such as `<!DOCTYPE html>`.
fn is_declaration(line: &[u8]) -> bool {
    line.starts_with(b"<!") && line.get(2).is_some_and(u8::is_ascii_alphabetic)
}

/// Shows the declaration at `start` as an instruction `<?…?>`, which ends in the same line: the grammar
/// knows no end of declarations.
fn show_declaration(bytes: &[u8], start: usize, out: &mut [u8]) {
    // Another tag on the way is not its own, and may close a block that it stands in.
    let Some(end) = memchr::memchr2(b'<', b'>', &bytes[start + 1..]).map(|length| start + 1 + length) else { return };
    if bytes[end] == b'<' {
        return;
    }
    let own_line = !bytes[start..end].iter().any(|byte| matches!(byte, b'\n' | b'\r'));
    // What closes a comment that it may stand in stays, and in another line what may be a quote's mark.
    if !bytes[..end].ends_with(b"--") && (own_line || !bytes[end - 1].is_ascii_whitespace()) {
        out[start + 1] = b'?';
        out[end - 1] = b'?';
    }
}

/// A label in brackets has at most 999 characters; a line may be enormous.
const LONGEST_LABEL: usize = 4 << 10;

/// Whether the line, which begins with a bracket, is longer than the label of any link definition.
fn is_too_long_to_define(line: &[u8]) -> bool {
    line.len() > LONGEST_LABEL && memchr::memmem::find(&line[..LONGEST_LABEL], b"]:").is_none()
}

/// How many bytes of the line are indentation and the marks of quotes, items and tasks.
fn prefix(line: &[u8]) -> usize {
    let is_space = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t'));
    let mut at = 0;
    loop {
        let rest = &line[at..];
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        at += match rest {
            [b' ' | b'\t' | b'>', ..] => 1,
            [b'-' | b'*' | b'+', ..] if is_space(rest.get(1)) => 2,
            [b'[', b' ' | b'x' | b'X', b']', ..] if at > 0 && is_space(rest.get(3)) => return at + 4,
            _ if (1..=9).contains(&digits) && matches!(rest.get(digits), Some(b'.' | b')')) => {
                if !is_space(rest.get(digits + 1)) {
                    return at;
                }
                digits + 2
            }
            _ => return at,
        };
    }
}

/// Where in a line without its prefix begins what is only text, bars excepted; `None` if the
/// line's beginning does not make that sure.
fn text_start(line: &str) -> Option<usize> {
    let marks = |mark: u8| line.bytes().take_while(|byte| *byte == mark).count();
    if let Some(heading) = heading_marks(line.as_bytes()) {
        // Marks at its end may close it.
        return (!line[heading..].contains('#')).then_some(line.len().min(heading + 1));
    }
    if line.starts_with('|') {
        return line.bytes().any(|byte| byte.is_ascii_alphabetic()).then_some(1);
    }
    if line.starts_with('[') {
        return Some(1);
    }
    let stars = marks(b'*').min(2);
    let first = line[stars..].chars().next().filter(|char| char.is_alphabetic())?;
    Some(stars + first.len_utf8())
}

/// How many `#` begin the line, if they make it a heading.
fn heading_marks(line: &[u8]) -> Option<usize> {
    let marks = line.iter().take(7).take_while(|byte| **byte == b'#').count();
    ((1..=6).contains(&marks) && matches!(line.get(marks), None | Some(b' ' | b'\t'))).then_some(marks)
}

/// Makes one word of `line` from `from` on, in `out`.
fn join(line: &[u8], from: usize, out: &mut [u8]) {
    let text = &line[from..];
    // What ends a comment or a block of HTML.
    if memchr::memchr2(b'<', b'>', text).is_some() {
        return;
    }
    // Only where there are bars does it matter which are escaped or stand in code.
    let has_bars = memchr::memchr(b'|', line).is_some();
    let ends_word = |byte: Option<&u8>| matches!(byte, None | Some(b' ' | b'\t' | b'|'));
    for (at, byte) in line.iter().enumerate().skip(from) {
        let joins = match byte {
            // White space around what stands in a cell is none of it.
            b' ' => !ends_word(line[..at].last()) && !ends_word(line.get(at + 1)),
            b'\\' | b'`' | b'|' => !has_bars,
            byte => byte.is_ascii_punctuation(),
        };
        if joins {
            out[at] = b'x';
        }
    }
}

/// The line after the one that ends at `end`.
fn next_line(bytes: &[u8], end: usize) -> &[u8] {
    let start = line_after(bytes, end);
    let length = memchr::memchr2(b'\n', b'\r', &bytes[start..]);
    &bytes[start..length.map_or(bytes.len(), |length| start + length)]
}

fn line_after(bytes: &[u8], end: usize) -> usize {
    (end + if bytes[end..].starts_with(b"\r\n") { 2 } else { 1 }).min(bytes.len())
}

/// Whether the line may make a table's header of the one before it.
fn is_delimiter(line: &[u8]) -> bool {
    line.contains(&b'-') && line.iter().all(|byte| b"|-: \t>".contains(byte))
}
