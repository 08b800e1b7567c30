//! Text that waits to be written: `[Rotation schedule]`, `TBD`.

use super::{Content, reference_key};
use crate::markup::{Mark, MarkKind, html};
use crate::text::Span;

#[derive(Debug, PartialEq, Eq)]
pub struct Filler {
    pub span: Span,
    pub kind: FillerKind,
    /// Whether it is all that its label, cell, item or line says.
    pub whole: bool,
    /// The piece of the chunk that it stands in.
    pub piece: usize,
}

#[derive(Debug, PartialEq, Eq)]
pub enum FillerKind {
    /// Text in square brackets, which is none if a definition for `reference` stands anywhere.
    Bracket { reference: String },
    /// `TBD`, `TODO` and the like.
    Word,
}

impl Filler {
    /// The key of the definition that would make it a link.
    pub fn reference(&self) -> Option<&String> {
        match &self.kind {
            FillerKind::Bracket { reference } => Some(reference),
            FillerKind::Word => None,
        }
    }
}

/// What the text of one line, value or cell holds; `base` is its start.
pub(super) struct Found {
    pub(super) fillers: Vec<(Span, FillerKind, bool)>,
    pub(super) content: Content,
}

/// Looks through `text`, whose marks are `marks`. `labelled` says that it is the value of a label or
/// a cell, where `TODO: …` is no item of a to-do list.
pub(super) fn find(text: &str, marks: &[Mark], labelled: bool) -> Found {
    let mut said = String::new();
    let mut at = 0;
    let mut brackets = Vec::new();
    let mut links = false;
    for mark in marks {
        said.push_str(&text[at..mark.span.start]);
        at = mark.span.end;
        match &mark.kind {
            MarkKind::Bracket { text: inside } if is_placeholder(&text[inside.range()]) => {
                brackets.push((mark.span, *inside));
            }
            MarkKind::Image { .. } => links = true,
            MarkKind::Tag if html::shows(text, mark.span) => links = true,
            MarkKind::Comment { .. } | MarkKind::Tag => said.push(' '),
            _ => {
                links = true;
                said.push('x');
            }
        }
    }
    said.push_str(&text[at..]);
    let rest = said.trim_matches(|char: char| !char.is_alphanumeric());
    if !brackets.is_empty() {
        let alone = !links && is_only_joints(&said, brackets.len());
        let fillers = brackets.into_iter().map(|(span, inside)| {
            let whole = alone || is_whole_line(text, span);
            (span, FillerKind::Bracket { reference: reference_key(&text[inside.range()]) }, whole)
        });
        let fillers = fillers.collect();
        return Found { fillers, content: if alone { Content::Filler } else { Content::Some } };
    }
    if !links && is_filler_word(rest, labelled) {
        let start = text.find(rest).unwrap_or(0);
        let fillers = vec![(Span::new(start, start + rest.len()), FillerKind::Word, true)];
        return Found { fillers, content: Content::Filler };
    }
    let content = if links || !said.trim().is_empty() { Content::Some } else { Content::None };
    Found { fillers: Vec::new(), content }
}

/// Whether nothing is said beside so many brackets: `[Name], [phone]`.
fn is_only_joints(said: &str, brackets: usize) -> bool {
    let mut words = said.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    words.by_ref().take(brackets - 1).all(|word| matches!(word, "and" | "or")) && words.next().is_none()
}

/// Whether the bracket at `span` is all of its line in a paragraph of several.
fn is_whole_line(text: &str, span: Span) -> bool {
    let edge = |char: char| matches!(char, ' ' | '\t' | '*' | '_' | '.' | '\\');
    let before = text[..span.start].trim_end_matches(edge);
    let mut after = text[span.end..].trim_start_matches(edge);
    // A comment behind it is not said.
    while let Some((_, rest)) = after.strip_prefix("<!--").and_then(|comment| comment.split_once("-->")) {
        after = rest.trim_start_matches(edge);
    }
    let starts = before.is_empty() || before.ends_with(['\n', '\r']);
    starts && (after.is_empty() || after.starts_with(['\n', '\r']))
}

/// Whether `inside` square brackets is text to be replaced rather than a check box, a footnote, an
/// alert, a citation, an identifier or a status.
fn is_placeholder(inside: &str) -> bool {
    let text = inside.trim();
    let letters = text.chars().filter(|char| char.is_alphabetic()).count();
    if letters < 2 || text.starts_with(['^', '!', '@', '#']) {
        return false;
    }
    let single = !text.contains(char::is_whitespace);
    if single && text.contains(|char: char| char.is_ascii_digit() || matches!(char, '=' | '.' | '(' | '/' | '$')) {
        return false;
    }
    // `[RFC 2119]`, `[ISO 27001, A.12]`: what it points at.
    let cited = |word: &str| word.chars().all(|char| char.is_uppercase() || !char.is_alphabetic());
    if text.split_whitespace().all(cited) && text.contains(|char: char| char.is_ascii_digit()) {
        return false;
    }
    let lower = text.to_lowercase();
    let optional =
        ["if ", "as applicable", "where applicable", "when applicable", "n/a", "not applicable", "none", "optional"];
    // States, classifications, and the place of a table of contents.
    let status = [
        "ok",
        "done",
        "pass",
        "passed",
        "fail",
        "failed",
        "yes",
        "no",
        "on",
        "off",
        "wip",
        "sic",
        "citation needed",
        "toc",
        "_toc_",
        "draft",
        "internal",
        "confidential",
        "restricted",
        "redacted",
        "public",
        "deprecated",
    ];
    !optional.iter().any(|word| lower.starts_with(word)) && !status.contains(&lower.as_str())
}

/// Whether `text` is but a note that something is to be written.
pub fn is_filler_word(text: &str, labelled: bool) -> bool {
    let lower = text.to_lowercase();
    let spelled =
        ["to be defined", "to be determined", "to be decided", "to be confirmed", "to be done", "to be written"];
    if text == "XXX" || matches!(lower.as_str(), "tbd" | "tbc" | "todo") || spelled.contains(&lower.as_str()) {
        return true;
    }
    labelled && ["todo:", "tbd:", "tbc:"].iter().any(|word| lower.starts_with(word))
}
