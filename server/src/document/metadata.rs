//! Where the metadata at the top of a document ends. Nothing else says so.

use super::cut::is_blank;
use crate::text::{Span, Text};

/// Metadata closes within so many bytes, or it is none.
const LONGEST: usize = 64 << 10;

/// Nearly all metadata closes within so many: no more than these are looked at then.
const SHORT: usize = 4 << 10;

const MARK: &str = "\u{feff}";

/// The metadata at the top of `text`, its fences included.
pub fn front_matter(text: &str) -> Option<&str> {
    let reach = (0..=text.len().min(2 * LONGEST)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let end = end_in(&text[..reach], reach == text.len())?;
    Some(&text[mark_of(text)..end])
}

/// How many bytes the metadata at the top takes, its last line end included, and a byte order mark
/// before it; zero if there is neither.
pub(super) fn front_matter_len(text: &Text) -> usize {
    let head = text.slice(Span::new(0, text.floor(8)));
    if !begins(&head) {
        return mark_of(&head);
    }
    let end = [SHORT, 2 * LONGEST].into_iter().find_map(|reach| {
        let reach = text.floor(reach);
        end_in(&text.slice(Span::new(0, reach)), reach == text.len())
    });
    end.unwrap_or(mark_of(&head))
}

fn mark_of(text: &str) -> usize {
    if text.starts_with(MARK) { MARK.len() } else { 0 }
}

fn begins(head: &str) -> bool {
    head[mark_of(head)..].starts_with("---") || head[mark_of(head)..].starts_with("+++")
}

/// Where metadata ends that begins and ends in `head`, which is `all` of the text or is cut off.
fn end_in(head: &str, all: bool) -> Option<usize> {
    if !begins(head) {
        return None;
    }
    let mut next = mark_of(head);
    let mut lines = std::iter::from_fn(|| {
        let start = next;
        let length = memchr::memchr2(b'\n', b'\r', &head.as_bytes()[start..]).unwrap_or(head.len() - start);
        let end = start + length;
        next = end + if head[end..].starts_with("\r\n") { 2 } else { usize::from(end < head.len()) };
        // How a line goes on that is cut off is not known.
        let known = start < head.len() && (all || next < head.len());
        known.then(|| (start, head[start..end].trim_end_matches([' ', '\t']), next))
    });
    let (_, fence, second) = lines.next()?;
    if fence != "---" && fence != "+++" {
        return None;
    }
    let rest = &head[second..];
    let below = &rest[..rest.find(['\r', '\n']).unwrap_or(rest.len())];
    // In YAML `...` ends it too. A rule at the top that an empty line follows may well have an ellipsis below it.
    let dots = fence == "---" && !is_blank(below.as_bytes());
    let closes = |written: &str| written == fence || (dots && written == "...");
    let mut near = lines.take_while(|(start, ..)| *start < LONGEST);
    near.find(|(_, written, _)| closes(written)).map(|(.., next)| next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_is_the_same_in_a_text_and_in_a_document() {
        for line_end in ["\n", "\r\n", "\r"] {
            for before in ["", MARK] {
                for length in [0, 20, SHORT - 20, SHORT, 3 * SHORT, LONGEST - 60, LONGEST + 1, 3 * LONGEST] {
                    // Its closing fence at each place around a limit.
                    for more in 0..20 {
                        let long = format!("a: {}é\nb: {}", "x".repeat(length / 2), "y".repeat(length / 2 + more));
                        let metadata = format!("---\n{long}\n---  \n").replace('\n', line_end);
                        for after in ["", "Text", "\n# Ops\n"] {
                            let text = format!("{before}{metadata}{}", after.replace('\n', line_end));
                            let found = front_matter(&text);
                            assert_eq!(found, (length < LONGEST).then_some(metadata.as_str()), "{length}, {more}");
                            let len = before.len() + found.map_or(0, str::len);
                            assert_eq!(front_matter_len(&Text::from(text.as_str())), len, "{length}, {more}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_cut_off_closes_nothing() {
        for line in ["--- no", "---\r", "---\r\n", "...", "---", "--- \n", "...\r\rx"] {
            for pad in 0..24 {
                let text = format!("---\na: {}\n{line}", "x".repeat(SHORT - 28 + pad));
                let len = front_matter(&text).map_or(0, str::len);
                assert_eq!(len > 0, !line.ends_with("no"), "{line:?}");
                assert_eq!(front_matter_len(&Text::from(text.as_str())), len, "{line:?}");
            }
        }
    }
}
