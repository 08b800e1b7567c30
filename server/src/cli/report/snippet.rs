//! A problem with the lines that it is about.

use annotate_snippets::renderer::{
    DEFAULT_EMPHASIS_STYLE, DEFAULT_ERROR_STYLE, DEFAULT_INFO_STYLE, DEFAULT_LINE_NUM_STYLE, DEFAULT_NOTE_STYLE,
    DEFAULT_WARNING_STYLE,
};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::excerpt::{self, Marked};
use crate::checks::Finding;
use crate::cli::columns;
use crate::cli::judge::Judged;
use crate::config::Severity;
use crate::position::{self, Encoding};
use crate::text::{Span, Text};

/// What a line of a headline that goes on is indented by.
const INDENT: usize = 4;

/// A problem at a place of a text.
pub(in crate::cli) struct Problem<'a> {
    pub(in crate::cli) path: &'a str,
    pub(in crate::cli) text: &'a Text,
    pub(in crate::cli) severity: Severity,
    pub(in crate::cli) rule: &'a str,
    pub(in crate::cli) message: &'a str,
    /// Where it is; the first is the place itself.
    pub(in crate::cli) marks: Vec<Mark>,
    pub(in crate::cli) helps: Vec<String>,
}

/// A place and what is to be said about it there.
pub(in crate::cli) struct Mark {
    pub(in crate::cli) span: Span,
    pub(in crate::cli) says: String,
}

/// Findings of one rule in one place, as one.
pub(super) fn finding(file: &Judged, group: &[&Finding], width: usize) -> String {
    let first = group[0];
    let mut marks = vec![Mark { span: without_underline(&file.text, first.span), says: notes(group) }];
    if let Some(snapshot) = &file.snapshot {
        for (anchor, message) in group.iter().flat_map(|finding| &finding.found.related) {
            let mark = Mark { span: without_underline(&file.text, snapshot.span(*anchor)), says: message.clone() };
            if !marks.iter().any(|other| other.span == mark.span && other.says == mark.says) {
                marks.push(mark);
            }
        }
    }
    let problem = Problem {
        path: &file.shown,
        text: &file.text,
        severity: first.severity,
        rule: first.rule.name,
        message: &Finding::joined_message(group),
        marks,
        helps: Finding::joined_helps(group),
    };
    problem.shown(width)
}

/// The words alone of a heading that is underlined with `===` or `---`: a mark over two lines says no more.
fn without_underline(text: &Text, span: Span) -> Span {
    let (first, last) = excerpt::lines(text, span);
    let underline = Span::new(text.line_start(last), span.end);
    if last != first + 1 || !text.slice(underline).trim().bytes().all(|byte| matches!(byte, b'=' | b'-')) {
        return span;
    }
    Span::new(span.start, text.line_span(first).end)
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

impl Problem<'_> {
    /// As it is shown in `width` columns, without a line end.
    pub(in crate::cli) fn shown(&self, width: usize) -> String {
        let start = self.marks.first().map_or(0, |mark| mark.span.start);
        let at = position::position(self.text, start, Encoding::Utf32);
        let last = self.marks.iter().map(|mark| excerpt::lines(self.text, mark.span).1).max().unwrap_or(0);
        let digits = (last + 1).to_string().len();
        let arrow = DEFAULT_LINE_NUM_STYLE;
        format!(
            "{}\n{:digits$}{arrow}-->{arrow:#} {}:{}:{}\n{}",
            self.headline(width),
            "",
            columns::harmless(self.path),
            at.line + 1,
            at.character + 1,
            self.lines(width, digits)
        )
    }

    fn headline(&self, width: usize) -> String {
        let level = match self.severity {
            Severity::Error => DEFAULT_ERROR_STYLE,
            Severity::Warning => DEFAULT_WARNING_STYLE,
            Severity::Information => DEFAULT_INFO_STYLE,
            Severity::Hint => DEFAULT_NOTE_STYLE,
        };
        let (bold, label) = (DEFAULT_EMPHASIS_STYLE, format!("{}[{}]", self.severity, self.rule));
        let message = columns::harmless(self.message);
        let message = columns::after(&message, width, columns::width(&label) + ": ".len(), INDENT);
        format!("{level}{label}{level:#}{bold}: {message}{bold:#}")
    }

    /// The lines of the text, what is said of them, and what to do; `digits` is the width of their numbers.
    fn lines(&self, width: usize, digits: usize) -> String {
        let margin = digits + " | ".len();
        // Lines that join the ends of a mark stand before the text.
        let long = |mark: &&Mark| matches!(excerpt::lines(self.text, mark.span), (first, last) if first < last);
        let joins = self.marks.iter().filter(long).count();
        let room = width.saturating_sub(margin + if joins > 0 { joins + 1 } else { 0 });
        let beside: Vec<bool> = self.marks.iter().map(|mark| self.fits_beside(mark, room)).collect();
        let marked = self.marks.iter().zip(&beside).map(|(mark, beside)| Marked {
            span: mark.span,
            label: if *beside { columns::width(&mark.says) + 1 } else { 0 },
        });
        let excerpt = excerpt::excerpt(self.text, &marked.collect::<Vec<_>>(), room);

        let marks = self.marks.iter().zip(&beside).zip(excerpt.marks).enumerate();
        let annotations = marks.map(|(at, ((mark, beside), span))| {
            let kind = if at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            kind.span(span).label(Some(columns::harmless(&mark.says)).filter(|says| *beside && !says.is_empty()))
        });
        let snippet = Snippet::source(excerpt.source).line_start(excerpt.first + 1).annotations(annotations);

        let below =
            self.marks.iter().zip(&beside).enumerate().filter(|(_, (mark, beside))| !*beside && !mark.says.is_empty());
        let notes = below.map(|(at, (mark, _))| match at {
            0 => mark.says.clone(),
            _ => format!("line {}: {}", self.text.line_of(mark.span.start) + 1, mark.says),
        });
        let wrapped = |label: &str, text: &str| {
            columns::wrap(&columns::harmless(text), width.saturating_sub(margin + label.len() + ": ".len()))
        };
        let notes = notes.map(|note| Level::NOTE.message(wrapped("note", &note)));
        let helps = self.helps.iter().map(|help| Level::HELP.message(wrapped("help", help)));
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Information => Level::INFO,
            Severity::Hint => Level::NOTE,
        };
        let group = Group::with_level(level).element(snippet).elements(notes).elements(helps);
        // The lines have been cut already.
        Renderer::styled().term_width(usize::from(u16::MAX)).render(&[group])
    }

    /// Whether what a mark says fits behind it; what does not stands below the lines.
    fn fits_beside(&self, mark: &Mark, room: usize) -> bool {
        let (_, last) = excerpt::lines(self.text, mark.span);
        let before = Span::new(self.text.line_start(last), mark.span.end);
        // No character is longer than four bytes, and few take no column.
        before.len() <= 4 * room && columns::width(&self.text.slice(before)) + 1 + columns::width(&mark.says) <= room
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, marks: &[(&str, &str)], width: usize, expected: &Expect) {
        let place = |marked: &str| text.find(marked).map(|at| Span::new(at, at + marked.len())).unwrap();
        let problem = Problem {
            path: "docs/ops.md",
            text: &Text::from(text),
            severity: Severity::Warning,
            rule: "unfilled-placeholder",
            message: "`On-Call Management` still holds template text, which nobody can act on at night",
            marks: marks.iter().map(|(at, says)| Mark { span: place(at), says: (*says).to_owned() }).collect(),
            helps: vec!["write what holds here, or `Not applicable` with the reason".to_owned()],
        };
        let shown = anstream::adapter::strip_str(&problem.shown(width)).to_string();
        for line in shown.lines() {
            assert!(columns::width(line) <= width, "{line}");
        }
        expected.assert_eq(&shown);
    }

    #[test]
    fn everything_stays_within_the_columns() {
        let text = "# Ops\n\n- **On-Call Schedule**: weekly, but who follows whom is [Name], [name] and then [Whom]\n";
        let marks = [("[name]", "asked for: primary and secondary, time of the hand-over, who steps in")];
        check(
            text,
            &marks,
            60,
            &expect![[r#"
            warning[unfilled-placeholder]: `On-Call Management` still
                holds template text, which nobody can act on at night
             --> docs/ops.md:3:65
              |
            3 | ...ut who follows whom is [Name], [name] and then [Whom]
              |                                   ^^^^^^
              |
              = note: asked for: primary and secondary, time of the
                      hand-over, who steps in
              = help: write what holds here, or `Not applicable` with
                      the reason"#]],
        );
        check(
            text,
            &[("[name]", "the second")],
            100,
            &expect![[r#"
            warning[unfilled-placeholder]: `On-Call Management` still holds template text, which nobody can act
                on at night
             --> docs/ops.md:3:65
              |
            3 | - **On-Call Schedule**: weekly, but who follows whom is [Name], [name] and then [Whom]
              |                                                                 ^^^^^^ the second
              |
              = help: write what holds here, or `Not applicable` with the reason"#]],
        );
    }

    #[test]
    fn carets_stand_below_what_is_marked_however_wide_it_is() {
        let text = "\t- **\u{5b88}\u{308b} \u{1f6a7} q\u{308}**: [\u{4eba}\u{306e}\u{540d}], [\u{5b88}]\n";
        check(
            text,
            &[("[\u{4eba}\u{306e}\u{540d}]", "here"), ("[\u{5b88}]", "and here")],
            80,
            &expect![[r#"
                warning[unfilled-placeholder]: `On-Call Management` still holds template text,
                    which nobody can act on at night
                 --> docs/ops.md:1:17
                  |
                1 |     - **守る 🚧 q̈**: [人の名], [守]
                  |                      ^^^^^^^^  ---- and here
                  |                      |
                  |                      here
                  |
                  = help: write what holds here, or `Not applicable` with the reason"#]],
        );
    }

    #[test]
    fn what_does_not_fit_beside_another_place_stands_below_with_its_line() {
        let text = "## Disaster Recovery & Business Continuity\n\ntext\n\n### Backup Procedures\n\ntext\n";
        let says = "`Disaster Recovery & Business Continuity` stands here";
        let marks = [("### Backup Procedures", ""), ("## Disaster Recovery & Business Continuity", says)];
        check(
            text,
            &marks,
            80,
            &expect![[r#"
            warning[unfilled-placeholder]: `On-Call Management` still holds template text,
                which nobody can act on at night
             --> docs/ops.md:5:1
              |
            1 | ## Disaster Recovery & Business Continuity
              | ------------------------------------------
            ...
            5 | ### Backup Procedures
              | ^^^^^^^^^^^^^^^^^^^^^
              |
              = note: line 1: `Disaster Recovery & Business Continuity` stands here
              = help: write what holds here, or `Not applicable` with the reason"#]],
        );
        check(
            text,
            &marks,
            120,
            &expect![[r#"
            warning[unfilled-placeholder]: `On-Call Management` still holds template text, which nobody can act on at night
             --> docs/ops.md:5:1
              |
            1 | ## Disaster Recovery & Business Continuity
              | ------------------------------------------ `Disaster Recovery & Business Continuity` stands here
            ...
            5 | ### Backup Procedures
              | ^^^^^^^^^^^^^^^^^^^^^
              |
              = help: write what holds here, or `Not applicable` with the reason"#]],
        );
    }

    #[test]
    fn a_mark_over_several_lines_leaves_room_for_what_joins_its_ends() {
        let text = "We have [Who triages, contains, removes the cause and restores,\nin which order] and more.\n";
        check(
            text,
            &[("[Who triages, contains, removes the cause and restores,\nin which order]", "")],
            60,
            &expect![[r#"
                warning[unfilled-placeholder]: `On-Call Management` still
                    holds template text, which nobody can act on at night
                 --> docs/ops.md:1:9
                  |
                1 |   We have [Who triages, contains, removes the cause a...
                  |  _________^
                2 | | in which order] and more.
                  | |_______________^
                  |
                  = help: write what holds here, or `Not applicable` with
                          the reason"#]],
        );
    }

    #[test]
    fn of_an_underlined_heading_the_words_are_marked() {
        for (text, end) in [("Über uns\n===\n\ntext\n", 9), ("Über uns\r\n---", 9), ("- Über\n- x\n", 11)] {
            let whole = Span::new(0, text.find("\n\n").unwrap_or(text.trim_end().len()));
            assert_eq!(without_underline(&Text::from(text), whole), Span::new(0, end), "{text}");
        }
    }

    #[test]
    fn nothing_in_a_message_acts_on_the_terminal() {
        let problem = Problem {
            path: "a\u{1b}[2J.md",
            text: &Text::from("\u{1b}[2J\n"),
            severity: Severity::Hint,
            rule: "rule",
            message: "`\u{1b}[2J`",
            marks: vec![Mark { span: Span::new(0, 4), says: "\u{1b}[2J".to_owned() }],
            helps: vec!["\u{1b}[2J".to_owned()],
        };
        assert!(!problem.shown(80).contains("\u{1b}[2J"));
    }
}
