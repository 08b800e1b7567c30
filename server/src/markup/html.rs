//! What tags of HTML inside a line are for.

use super::{Mark, MarkKind};
use crate::text::Span;

/// A link in HTML: `<a href="target">text</a>`.
pub struct Link {
    pub text: Span,
    pub target: Span,
    pub span: Span,
}

/// More marks stand in no link.
const LONGEST: usize = 20;

/// The link that begins with the mark at `at` of those in `text`.
pub fn link(text: &str, marks: &[Mark], at: usize) -> Option<Link> {
    let open = marks.get(at).filter(|mark| name(text, mark) == Some("a"))?;
    let target = href(text, open.span)?;
    let inside = marks[at + 1..].iter().take(LONGEST).take_while(|mark| name(text, mark) != Some("a"));
    let close = inside.into_iter().find(|mark| name(text, mark) == Some("/a"))?.span;
    Some(Link { text: Span::new(open.span.end, close.start), target, span: Span::new(open.span.start, close.end) })
}

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

/// What the tag at `mark` is called, with the slash of one that closes; only links are told apart.
fn name<'a>(text: &str, mark: &Mark) -> Option<&'a str> {
    let inside = Some(&text[mark.span.range()]).filter(|_| mark.kind == MarkKind::Tag)?;
    let name = inside[1..inside.len() - 1].split(char::is_whitespace).next()?;
    ["a", "/a"].into_iter().find(|known| name.eq_ignore_ascii_case(known))
}

/// The value of the attribute `href` of the tag at `tag`.
fn href(text: &str, tag: Span) -> Option<Span> {
    let inside = &text[tag.start + 1..tag.end - 1];
    let lower = inside.to_ascii_lowercase();
    let (at, _) = lower.match_indices("href").find(|(at, _)| lower[..*at].ends_with(char::is_whitespace))?;
    let value = inside[at + 4..].trim_start().strip_prefix('=')?.trim_start();
    let start = tag.end - 1 - value.len();
    let (open, end) = match value.chars().next()? {
        quote @ ('"' | '\'') => (1, value[1..].find(quote)? + 1),
        _ => (0, value.find(char::is_whitespace).unwrap_or(value.len())),
    };
    let target = Span::new(start + open, start + end);
    (!target.is_empty()).then_some(target)
}

#[cfg(test)]
mod tests {
    use super::super::scan;
    use super::*;

    fn links(text: &str) -> Vec<(&str, &str)> {
        let marks = scan(text);
        let links = (0..marks.len()).filter_map(|at| link(text, &marks, at));
        links.map(|link| (&text[link.text.range()], &text[link.target.range()])).collect()
    }

    #[test]
    fn links_in_html() {
        let text = "<a href=\"a.md\">A</a> <A class=x HREF = 'b c.md' id=y><img src=z> B</A> <a\thref=c.md>C</a>";
        assert_eq!(links(text), [("A", "a.md"), ("<img src=z> B", "b c.md"), ("C", "c.md")]);
    }

    #[test]
    fn what_is_no_link() {
        for text in [
            "<a id=\"x\"></a>",
            "<a data-href=\"x\">A</a>",
            "<a href=\"\">A</a>",
            "<a href>A</a>",
            "<a href=\"x>A</a>",
            "<a href=x>A",
            "<abbr href=x>A</abbr>",
            "`<a href=x>A</a>`",
            "<!-- <a href=x>A</a> -->",
        ] {
            assert_eq!(links(text), [], "{text}");
        }
        assert_eq!(links("<a href=x>A <a href=y>B</a>"), [("B", "y")]);
    }
}
