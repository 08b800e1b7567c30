//! What a comment in a document says about findings: `oe-disable-next-line missing-element: reason`.
//!
//! Only the words are read here. Whether a rule or an element is known, and what a directive
//! covers, is decided where the rules and the outline are.

mod entries;

use crate::config::{clip, closest};
use crate::text::Span;

/// Spans are bytes of the comment's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    pub kind: Kind,
    /// The word that it starts with.
    pub keyword: Span,
    /// What is suppressed, or for [`Kind::End`] no longer; none for an end means all. Any other
    /// directive without an entry covers nothing.
    pub entries: Vec<Entry>,
    /// What stands behind the colon.
    pub reason: Option<Span>,
    /// In the order of the text.
    pub problems: Vec<(Span, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The next block.
    NextLine,
    /// The line of the comment.
    Line,
    /// From here on.
    Begin,
    /// Until here.
    End,
    /// The whole file.
    File,
    /// A word that none of the others is written with; it does nothing.
    Unknown,
}

/// A rule, or one element of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// In lower case, as rules are.
    pub rule: Name,
    /// An identifier or a name, as written.
    pub element: Option<Name>,
    /// The rule with its brackets; of several elements in one pair of brackets each has its own name.
    pub span: Span,
}

/// A name with its place; white space inside is a single space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    pub span: Span,
}

/// The words that a directive can start with.
pub const KEYWORDS: [(&str, Kind); 5] = [
    ("oe-disable-next-line", Kind::NextLine),
    ("oe-disable-line", Kind::Line),
    ("oe-disable", Kind::Begin),
    ("oe-enable", Kind::End),
    ("oe-disable-file", Kind::File),
];

/// Reads what stands between `<!--` and `-->`; `None` for a comment that is none of ours.
pub fn read(body: &str) -> Option<Directive> {
    let start = body.len() - body.trim_start().len();
    let ends = |char: char| char.is_whitespace() || matches!(char, ':' | ',' | '(' | ')');
    let len = body[start..].find(ends).unwrap_or(body.len() - start);
    let keyword = Span::new(start, start + len);
    let word = &body[keyword.range()];
    let is_ours = word.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("oe-"));
    // A comment about the tool itself: "oe-ls init wrote this".
    if !is_ours || word.eq_ignore_ascii_case("oe-ls") {
        return None;
    }
    let known = KEYWORDS.iter().find(|(known, _)| *known == word);
    let kind = known.map_or(Kind::Unknown, |(_, kind)| *kind);
    let mut directive = Directive { kind, keyword, entries: Vec::new(), reason: None, problems: Vec::new() };
    if kind == Kind::Unknown {
        let message = format!("`{}` suppresses nothing; {}", clip(word), hint(word));
        directive.problems.push((keyword, message));
    } else {
        directive.read_rest(body);
        directive.problems.sort_by_key(|(span, _)| *span);
    }
    Some(directive)
}

/// The keyword that stands nearest to `word`, which is none.
pub fn meant(word: &str) -> Option<&'static str> {
    // Nearer to `oe-disable-line` than to what it means: `oe-enable-line`.
    let is_end = word.get(..9).is_some_and(|head| head.eq_ignore_ascii_case("oe-enable"));
    if is_end { Some("oe-enable") } else { closest(word, KEYWORDS.map(|(known, _)| known)) }
}

fn hint(word: &str) -> String {
    if let Some(meant) = meant(word) {
        return format!("did you mean `{meant}`?");
    }
    let [next, line, begin, end, file] = KEYWORDS.map(|(known, _)| known);
    format!("there are `{next}`, `{line}`, `{file}`, and `{begin}` up to `{end}`")
}

#[cfg(test)]
mod tests;
