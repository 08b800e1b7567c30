//! A finding with the lines that it is about.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::checks::Finding;
use crate::cli::judge::Judged;
use crate::config::Severity;
use crate::text::{Span, Text};

/// Every terminal has so many columns.
const WIDTH: usize = 80;

/// A place and what is to be said about it there.
pub(in crate::cli) struct Mark {
    pub(in crate::cli) span: Span,
    pub(in crate::cli) says: String,
    pub(in crate::cli) primary: bool,
}

/// Findings of one rule in one place, as one.
pub(in crate::cli) fn finding(file: &Judged, group: &[&Finding]) -> String {
    let first = group[0];
    let mut says = notes(group);
    let mut below = Vec::new();
    if !fits_beside(&says, &file.text, first.span) {
        below.push((Level::NOTE, std::mem::take(&mut says)));
    }
    let mut marks = vec![Mark { span: first.span, says, primary: true }];
    if let Some(snapshot) = &file.snapshot {
        for (anchor, message) in group.iter().flat_map(|finding| &finding.found.related) {
            let mark = Mark { span: snapshot.span(*anchor), says: message.clone(), primary: false };
            if !marks.iter().any(|other| other.span == mark.span && other.says == mark.says) {
                marks.push(mark);
            }
        }
    }
    below.extend(Finding::joined_helps(group).into_iter().map(|help| (Level::HELP, help)));
    render(&file.shown, &file.text, first.severity, first.rule.name, &Finding::joined_message(group), &marks, below)
}

/// Whether `says` fits behind the mark of `span`; what does not stands below the lines.
fn fits_beside(says: &str, text: &Text, span: Span) -> bool {
    let last = text.line_of(last_byte(span));
    let marked = text.slice(Span::new(text.line_start(last), span.end)).chars().count();
    let margin = (last + 1).to_string().len() + " | ".len();
    margin + marked + 1 + says.chars().count() <= WIDTH
}

/// What the marked text is; where several begin alike the beginning stands once.
fn notes(group: &[&Finding]) -> String {
    let mut notes: Vec<&str> = Vec::new();
    for note in group.iter().filter_map(|finding| finding.found.note.as_deref()) {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    let Some((first, rest)) = notes.split_first() else { return String::new() };
    let start = first.find(": ").map_or("", |colon| &first[..colon + 2]);
    let mut out = (*first).to_owned();
    for note in rest {
        out.push_str("; ");
        out.push_str(note.strip_prefix(start).unwrap_or(note));
    }
    out
}

/// A message with the lines of `text` that the marks are in.
pub(in crate::cli) fn render(
    path: &str,
    text: &Text,
    severity: Severity,
    rule: &str,
    message: &str,
    marks: &[Mark],
    below: Vec<(Level<'static>, String)>,
) -> String {
    let first = marks.iter().map(|mark| text.line_of(mark.span.start)).min().unwrap_or(0);
    let last = marks.iter().map(|mark| text.line_of(last_byte(mark.span))).max().unwrap_or(0);
    // Only these lines: laying out a whole book for each finding takes its time.
    let window = Span::new(text.line_start(first), text.line_span(last).end);
    let source = text.slice(window);
    let annotations = marks.iter().map(|mark| {
        let end = mark.span.end.clamp(window.start, window.end) - window.start;
        let start = mark.span.start.clamp(window.start, window.end) - window.start;
        let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        kind.span(start..end.max(start)).label(Some(mark.says.as_str()).filter(|says| !says.is_empty()))
    });
    let snippet = Snippet::source(source.as_ref()).path(path).line_start(first + 1).annotations(annotations);
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO.with_name("information"),
        Severity::Hint => Level::NOTE.with_name("hint"),
    };
    let group = Group::with_title(level.primary_title(message).id(rule)).element(snippet);
    let below = below.into_iter().map(|(level, says)| level.message(wrapped(&says)));
    Renderer::styled().term_width(WIDTH).render(&[group.elements(below)])
}

/// The last byte of a span, so that one which ends with a line does not take in the next.
fn last_byte(span: Span) -> usize {
    if span.is_empty() { span.start } else { span.end - 1 }
}

/// Broken into lines that fit beside the margin of a snippet.
pub(in crate::cli) fn wrapped(text: &str) -> String {
    wrap(text, WIDTH - 16)
}

/// `text` with its spaces turned into line ends where a line would get longer than `width`. Code is
/// kept in one piece.
pub(in crate::cli) fn wrap(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for word in words(text, width) {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out
}

/// What stands between spaces; those inside backticks do not count before `width`.
fn words(text: &str, width: usize) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut in_code = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'`' => in_code = !in_code,
            b' ' if !in_code || at - start >= width => {
                words.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    words.push(&text[start..]);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_but_not_in_code() {
        assert_eq!(wrap("add `### 1.2 Threat Detection`, or not", 20), "add\n`### 1.2 Threat Detection`,\nor not");
        assert_eq!(wrap("add `# 1.2 Threats`, or not", 20), "add `# 1.2 Threats`,\nor not");
        assert_eq!(wrap("- über ein `loses Ende und mehr davon", 20), "- über ein\n`loses Ende und mehr\ndavon");
        assert_eq!(wrap("", 20), "");
    }
}
