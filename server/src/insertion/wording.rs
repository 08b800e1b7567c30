//! The guide's templates in the style of a document.

use super::reference::Reference;
use super::style::Number;
use super::{Style, table};
use crate::guide::{LabelSpec, Part, Step, Template};
use crate::markup::{self, MarkKind};
use crate::text::Span;

/// Text from the guide, and where somebody has to write in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    pub text: String,
    /// In the text, with their brackets, in order.
    pub placeholders: Vec<Span>,
}

impl Block {
    /// Adds `other`, and what stands before it.
    pub fn append(&mut self, between: &str, other: &Self) {
        self.text.push_str(between);
        self.placeholders.extend(other.placeholders.iter().map(|span| span.shift(self.text.len())));
        self.text.push_str(&other.text);
    }
}

/// Writes headings and what stands below them, with a blank line between.
pub(super) struct Writer<'a> {
    style: &'a Style,
    /// Whether the rows that tables give as examples are written as they are. Where a document lacks
    /// something they are asked for instead: an example that stays is worse than a gap that shows.
    examples: bool,
    pub(super) out: Block,
}

impl<'a> Writer<'a> {
    pub(super) fn new(style: &'a Style) -> Self {
        Self { style, examples: false, out: Block::default() }
    }

    /// Writes the guide's examples too.
    pub(super) fn with_examples(style: &'a Style) -> Self {
        Self { examples: true, ..Self::new(style) }
    }

    fn blank_line(&mut self) {
        if !self.out.text.is_empty() {
            self.out.text.push_str(&self.style.line_end.repeat(2));
        }
    }

    pub(super) fn heading(&mut self, level: u8, number: Option<&Number>, title: &str) {
        self.blank_line();
        self.asking(&heading(level, number, title));
    }

    /// Writes `text` of the guide with its placeholders.
    fn asking(&mut self, text: &str) {
        let asked = markup::scan(text).into_iter().filter(|mark| match mark.kind {
            MarkKind::Bracket { text: inside } => text[inside.range()].contains(char::is_alphabetic),
            _ => false,
        });
        let start = self.out.text.len();
        self.out.placeholders.extend(asked.map(|mark| mark.span.shift(start)));
        self.out.text.push_str(text);
    }

    /// What stands below the heading of `part`, without the labels that are not `wanted`.
    pub(super) fn body(&mut self, template: &Template, part: &Part, wanted: &dyn Fn(&LabelSpec) -> bool) {
        let mut lines: Vec<String> = Vec::new();
        let mut at = part.body.start;
        let mut fence: Option<&str> = None;
        let mut table: Vec<&str> = Vec::new();
        // Whether the label that the line belongs to is left out.
        let mut skipped = false;
        for line in template.text[part.body.range()].split('\n') {
            let span = Span::new(at, at + line.len());
            at = span.end + 1;
            let label = part.labels.iter().find(|label| span.start <= label.span.start && label.span.start < at);
            skipped = match label {
                Some(label) => !wanted(label),
                None => skipped && (line.trim().is_empty() || line.starts_with([' ', '\t'])),
            };
            if skipped {
                continue;
            }
            let trimmed = line.trim_start();
            let mark = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
            if trimmed.starts_with('|') && fence.is_none() {
                table.push(line);
                continue;
            }
            lines.extend(table::lines(&std::mem::take(&mut table), self.examples));
            if fence.is_none() && mark.is_none() {
                lines.push(self.styled(line, label));
            } else {
                lines.push(line.to_owned());
            }
            fence = match (fence, mark) {
                (None, Some(mark)) => Some(mark),
                (Some(open), Some(mark)) if open == mark => None,
                (open, _) => open,
            };
        }
        lines.extend(table::lines(&table, self.examples));
        let start = lines.iter().position(|line| !line.trim().is_empty()).unwrap_or(lines.len());
        let end = lines.iter().rposition(|line| !line.trim().is_empty()).map_or(start, |last| last + 1);
        if start == end {
            return;
        }
        self.blank_line();
        let body = lines[start..end].join(self.style.line_end);
        self.asking(&body);
    }

    /// A list of links to other headings, if there are any.
    pub(super) fn references(&mut self, all: &[Reference]) {
        let bullet = self.style.bullet;
        let line = |it: &Reference| format!("{bullet} [{}](#{})", it.name, it.anchor);
        let lines: Vec<_> = all.iter().map(line).collect();
        if !lines.is_empty() {
            self.blank_line();
            self.out.text.push_str(&lines.join(self.style.line_end));
        }
    }

    /// A paragraph that is one placeholder.
    pub(super) fn placeholder(&mut self, asked: &str) {
        self.blank_line();
        let start = self.out.text.len();
        self.out.text.push_str(&bracketed(asked));
        self.out.placeholders.push(Span::new(start, self.out.text.len()));
    }

    /// A list of one label.
    pub(super) fn label(&mut self, label: &LabelSpec) {
        self.blank_line();
        let line = label_line(&first_lead(self.style, label), self.style.label, label);
        self.out.append("", &line);
    }

    /// A line of a template with the document's bullet, delimiter and marks around the label's name.
    fn styled(&self, line: &str, label: Option<&LabelSpec>) -> String {
        let indent = line.len() - line.trim_start().len();
        let (blank, rest) = line.split_at(indent);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let mut out = if rest.starts_with("- ") || rest.starts_with("* ") || rest.starts_with("+ ") {
            format!("{blank}{}{}", self.style.bullet, &rest[1..])
        } else if digits > 0 && (rest[digits..].starts_with(". ") || rest[digits..].starts_with(") ")) {
            format!("{blank}{}{}{}", &rest[..digits], self.style.delimiter, &rest[digits + 1..])
        } else {
            line.to_owned()
        };
        if let Some(label) = label {
            let (before, after) = self.style.label;
            out = out.replacen(&format!("**{}**:", label.name), &format!("{before}{}{after}", label.name), 1);
        }
        out
    }
}

pub(super) fn heading(level: u8, number: Option<&Number>, title: &str) -> String {
    let number = number.map(Number::to_string).unwrap_or_default();
    format!("{} {number}{title}", "#".repeat(level.into()))
}

/// `label` as a line: `lead` is what stands before its first mark, `marks` what stands around its name.
pub(super) fn label_line(lead: &str, marks: (&str, &str), label: &LabelSpec) -> Block {
    let placeholder = if label.placeholder.is_empty() { bracketed(&label.name) } else { label.placeholder.clone() };
    let before = format!("{lead}{}{}{} ", marks.0, label.name, marks.1);
    let span = Span::new(before.len(), before.len() + placeholder.len());
    Block { text: format!("{before}{placeholder}"), placeholders: vec![span] }
}

/// What stands before a label that begins a list.
pub(super) fn first_lead(style: &Style, label: &LabelSpec) -> String {
    match label.step {
        Step::Bullet => format!("{} ", style.bullet),
        Step::Number => format!("1{} ", style.delimiter),
    }
}

pub(super) fn bracketed(text: &str) -> String {
    let text: String = text.chars().filter(|char| !"[]".contains(*char)).collect();
    format!("[{text}]")
}
