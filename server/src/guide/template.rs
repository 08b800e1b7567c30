//! The template of a section: its headings, and what stands below each.

mod binding;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::markup::rows::rule_columns;
use crate::names;
use crate::outline::{Facts, Filler, FillerKind, PieceKind};
use crate::syntax;
use crate::text::Span;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Template {
    /// Markdown as the guide gives it; the section's heading has level two, lines end with LF.
    pub text: String,
    /// The section's own heading first.
    pub parts: Vec<Part>,
    /// How many placeholders there are.
    pub placeholders: usize,
    /// Whether the guide gives none, so that this one was made from the section's elements.
    pub made: bool,
}

/// A heading of the template and what stands below it, up to the next heading.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Part {
    pub title: String,
    /// Below the section's heading, which has zero.
    pub level: u8,
    /// What stands below the heading, by bytes of the template's text.
    pub body: Span,
    /// The elements that are written here, by their place in the guide; several where the heading
    /// gathers them.
    pub elements: Vec<usize>,
    pub labels: Vec<LabelSpec>,
    pub tables: Vec<Table>,
    /// With their brackets.
    pub placeholders: Vec<String>,
}

impl Part {
    /// The key of what its heading begins with, if a colon and a placeholder follow.
    pub fn lead(&self) -> Option<String> {
        let (lead, rest) = names::lead(&self.title)?;
        self.placeholders.contains(&rest).then_some(lead)
    }

    /// Whether the heading stands for several elements, each of which is a label below it.
    pub fn gathers(&self) -> bool {
        let own = |of| self.elements.contains(&of);
        self.elements.len() > 1 || self.labels.iter().any(|label| label.element.is_some_and(own))
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct LabelSpec {
    pub name: String,
    pub key: String,
    /// With its brackets; empty if the template gives none.
    pub placeholder: String,
    pub kind: ValueKind,
    /// The element that this label alone stands for: one that the heading gathers, or a part of the
    /// heading's own.
    pub element: Option<usize>,
    /// A step of a numbered list, or a bullet.
    pub step: Step,
    /// The line, by bytes of the template's text.
    pub span: Span,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    #[default]
    Bullet,
    Number,
}

/// What a label's value is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ValueKind {
    #[default]
    Text,
    Duration,
    Percentage,
    Schedule,
    Role,
    Tool,
    Link,
    Severity,
    Date,
    OneOf(Vec<String>),
    SomeOf(Vec<String>),
}

impl ValueKind {
    pub const NAMES: [&'static str; 9] =
        ["duration", "percentage", "schedule", "role", "tool", "link", "severity", "date", "text"];

    /// Reads `duration`, `one of a; b` and the like.
    pub fn read(text: &str) -> Option<Self> {
        let choices = |list: &str| {
            let choices: Vec<_> = super::read::list(list);
            (!choices.is_empty()).then_some(choices)
        };
        if let Some(list) = text.strip_prefix("one of ") {
            return choices(list).map(Self::OneOf);
        }
        if let Some(list) = text.strip_prefix("some of ") {
            return choices(list).map(Self::SomeOf);
        }
        Some(match text {
            "duration" => Self::Duration,
            "percentage" => Self::Percentage,
            "schedule" => Self::Schedule,
            "role" => Self::Role,
            "tool" => Self::Tool,
            "link" => Self::Link,
            "severity" => Self::Severity,
            "date" => Self::Date,
            "text" => Self::Text,
            _ => return None,
        })
    }

    pub const fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Duration => "duration",
            Self::Percentage => "percentage",
            Self::Schedule => "schedule",
            Self::Role => "role",
            Self::Tool => "tool",
            Self::Link => "link",
            Self::Severity => "severity",
            Self::Date => "date",
            Self::OneOf(_) => "one of",
            Self::SomeOf(_) => "some of",
        }
    }

    /// What a writer may choose from; empty unless the guide declares choices.
    pub fn choices(&self) -> &[String] {
        match self {
            Self::OneOf(choices) | Self::SomeOf(choices) => choices,
            _ => &[],
        }
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Table {
    /// Empty texts where the guide gives none.
    pub headers: Vec<String>,
    /// The rows that the template gives as examples.
    pub rows: Vec<Vec<String>>,
}

impl Template {
    /// Reads `text`; gives also where a table without a header row stands in it.
    pub(super) fn read(text: &str) -> (Self, Vec<Span>) {
        let (text, headless) = with_headers(text);
        let blocks = syntax::parse(&text, None).expect("not cancelled").blocks;
        let facts = Facts::read(&text, &blocks);
        let mut out = Self { parts: vec![Part::default()], ..Self::default() };
        let base = facts.pieces.iter().find_map(|piece| piece.heading()).map_or(2, |heading| heading.level);
        let mut table = None;
        let mut fillers: HashMap<usize, Vec<&Filler>> = HashMap::new();
        for filler in &facts.fillers {
            fillers.entry(filler.piece).or_default().push(filler);
        }
        let of = |span: Span| text[span.range()].to_owned();
        for (index, piece) in facts.pieces.iter().enumerate() {
            let fillers = fillers.get(&index).map_or(&[][..], Vec::as_slice);
            let last = out.parts.last_mut().expect("one from the start");
            match &piece.kind {
                PieceKind::Heading(heading) => {
                    if last.title.is_empty() && last.labels.is_empty() && last.placeholders.is_empty() {
                        out.parts.pop();
                    } else {
                        last.body.end = piece.span.start;
                    }
                    let level = heading.level.saturating_sub(base);
                    let body = Span::new(piece.span.end, text.len());
                    out.parts.push(Part { title: of(heading.title), level, body, ..Part::default() });
                }
                PieceKind::Line(line) => {
                    if let Some(label) = line.label.as_ref().filter(|label| label.marked) {
                        let ordered = line.item.is_some_and(|item| item.ordered);
                        let waits = fillers.iter().any(|filler| filler.whole);
                        last.labels.push(LabelSpec {
                            name: of(label.name),
                            key: label.key.clone(),
                            placeholder: if waits { of(line.value) } else { String::new() },
                            kind: ValueKind::Text,
                            element: None,
                            step: if ordered { Step::Number } else { Step::Bullet },
                            span: piece.span,
                        });
                    }
                }
                PieceKind::Row(row) => {
                    let cells: Vec<_> = row.cells.iter().map(|cell| of(cell.span)).collect();
                    if table == Some(row.table) {
                        last.tables.last_mut().expect("the table's header came first").rows.push(cells);
                    } else {
                        last.tables.push(Table { headers: cells, rows: Vec::new() });
                        table = Some(row.table);
                    }
                }
                PieceKind::FrontMatter | PieceKind::Block { .. } => {}
            }
            let last = out.parts.last_mut().expect("one from the start");
            for filler in fillers {
                if matches!(filler.kind, FillerKind::Bracket { .. }) {
                    last.placeholders.push(of(filler.span));
                }
            }
        }
        out.placeholders = out.parts.iter().map(|part| part.placeholders.len()).sum();
        out.text = text;
        (out, headless)
    }
}

/// Puts a header row of empty cells before each table that begins with its rule, with blank lines
/// around it; gives where those tables stood.
fn with_headers(text: &str) -> (String, Vec<Span>) {
    let mut out = String::with_capacity(text.len());
    let mut headless = Vec::new();
    let mut at = 0;
    let mut before = "";
    for line in text.split_inclusive('\n') {
        let columns = rule_columns(line);
        if columns > 0 && !before.trim_start().starts_with('|') {
            headless.push(Span::new(at, at + line.trim_end().len()));
            if !before.trim().is_empty() {
                out.push('\n');
            }
            out.push_str(&"|  ".repeat(columns));
            out.push_str("|\n");
        }
        out.push_str(line);
        at += line.len();
        before = line;
    }
    (out, headless)
}
