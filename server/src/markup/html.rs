//! What tags of HTML inside a line are for.

use crate::text::Span;

/// Elements of HTML that show something without any text in them.
const SHOWN: [&str; 10] = ["audio", "canvas", "embed", "iframe", "img", "math", "object", "picture", "svg", "video"];

/// Whether the tag at `tag` in `text` shows something by itself: a picture and the like, or a
/// component such as `<OnCallTable />`. One that is not closed may be `<Name>`, which waits to be
/// written; what stands in one that is closed later is looked at for itself.
pub fn shows(text: &str, tag: Span) -> bool {
    let inside = &text[tag.start + 1..tag.end - 1];
    let name = inside.split(|char: char| char.is_whitespace() || char == '/').next().unwrap_or(inside);
    let capital = name.starts_with(|char: char| char.is_ascii_uppercase());
    let plain = name.to_ascii_lowercase();
    // In capitals it may be HTML of old.
    let closed = inside.ends_with('/') && !["br", "hr", "wbr"].contains(&&*plain);
    let closed_next = || text[tag.end..].trim_start().starts_with(&format!("</{name}"));
    let mixed = name.contains(|char: char| char.is_ascii_lowercase());
    (capital && (closed || (mixed && closed_next()))) || SHOWN.contains(&&*plain)
}
