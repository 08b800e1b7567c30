//! The name at the start of a line, and whether it is one.

use super::{Label, fillers};
use crate::markup;
use crate::names;
use crate::text::Span;

pub(super) fn starts_with_label(text: &str, line: Span) -> bool {
    marked_label(text, line).is_some() || plain_label(text, line).is_some()
}

/// Without the emoji that `🔥 **Name**: …` begins with.
fn without_symbols(text: &str, line: Span) -> Span {
    let slice = &text[line.range()];
    let rest = slice.trim_start_matches(|char: char| !char.is_ascii() && !char.is_alphanumeric());
    if rest.len() == slice.len() { line } else { Span::new(line.end - rest.trim_start().len(), line.end) }
}

/// Without what stands in brackets between a label's name and its colon: `**Name** (24/7): …`.
fn without_bracket(after: &str) -> &str {
    let inside = after.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    inside.filter(|(inside, _)| !inside.contains('\n')).map_or(after, |(_, rest)| rest.trim_start())
}

/// A label is a name, not a sentence.
pub const LABEL_WORDS: usize = 8;

/// `**Name**: …`, `**Name:** …`, `__Name__ – …`, `*Name*: …`, or a line that is all bold.
pub(super) fn marked_label(text: &str, line: Span) -> Option<Label> {
    let line = without_symbols(text, line);
    let slice = &text[line.range()];
    let mark = ["***", "___", "**", "__", "*", "_"].into_iter().find(|mark| slice.starts_with(mark))?;
    let close = slice[mark.len()..].find(mark)? + mark.len();
    let inside = &slice[mark.len()..close];
    if inside.starts_with(char::is_whitespace) || inside.trim().is_empty() {
        return None;
    }
    let after = &slice[close + mark.len()..];
    let (name, rest) = if let Some(name) = inside.trim_end().strip_suffix([':', '：']) {
        (name, after)
    } else {
        let trimmed = without_bracket(after.trim_start());
        let joint = [":", "：", "- ", "– ", "— ", "→ ", "-> "].into_iter().find(|joint| trimmed.starts_with(joint));
        match (joint, inside.strip_suffix('.')) {
            (Some(joint), _) => (inside, &trimmed[joint.trim_end().len()..]),
            (None, Some(name)) if mark.len() >= 2 && !after.is_empty() => (name, after),
            (None, _) if !trimmed.is_empty() || mark.len() < 2 || inside.starts_with('[') => return None,
            // "TODO" may be the name of what follows.
            (None, _) if is_filler(inside) && !inside.eq_ignore_ascii_case("todo") => return None,
            (None, _) => (inside, trimmed),
        }
    };
    let name_start = line.start + mark.len();
    let name = Span::new(name_start, name_start + name.len()).trim(text);
    label(text, name, Span::new(line.start, line.end - rest.len()), true)
}

/// Whether `inside` the marks is but a note that something is to be written.
fn is_filler(inside: &str) -> bool {
    fillers::is_filler_word(inside.trim_matches(|char: char| !char.is_alphanumeric()), false)
}

/// `Name: …` without emphasis; a name of some words, with nothing in it that reads as a sentence.
pub(super) fn plain_label(text: &str, line: Span) -> Option<Label> {
    let line = without_symbols(text, line);
    let slice = &text[line.range()];
    let mut colon = slice.find([':', '：'])?;
    // A link may be the name: its colon is not the label's.
    if slice.starts_with('[') {
        let mark = markup::scan(slice).into_iter().next()?;
        colon = mark.span.end + slice[mark.span.end..].find([':', '：'])?;
        // Nor is that of a comment behind it.
        if slice[mark.span.end..colon].contains('<') {
            return None;
        }
    }
    let width = slice[colon..].chars().next().map_or(1, char::len_utf8);
    let (name, rest) = (&slice[..colon], &slice[colon + width..]);
    let follows = rest.is_empty() || rest.starts_with(char::is_whitespace) || width > 1;
    let starts = name.starts_with(|char: char| char.is_alphabetic() || char == '[');
    if !follows || !starts || (!name.starts_with('[') && name.contains(['.', ',', ';', '|', '[', '`', '<', '"'])) {
        return None;
    }
    let bracket = name.trim_end().strip_suffix(')').and_then(|name| name.rfind(" ("));
    let aside = bracket.filter(|at| !names::is_acronym(name[at + 2..].trim_end().trim_end_matches(')')));
    let name_span = Span::new(line.start, line.start + aside.unwrap_or(colon)).trim(text);
    label(text, name_span, Span::new(line.start, line.start + colon + width), false)
}

fn label(text: &str, name: Span, span: Span, marked: bool) -> Option<Label> {
    let written = &text[name.range()];
    let key = names::key(written);
    if key.is_empty() || key.split(' ').count() > LABEL_WORDS {
        return None;
    }
    Some(Label { name, span, key, spelled_out: names::spelled_out(written), marked })
}
