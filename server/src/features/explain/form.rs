//! In which form a label's value is written.

use crate::features::prose::Line;
use crate::guide::ValueKind;
use crate::markup;

/// The form of a value of this kind; nothing for free text.
pub(super) fn form(kind: &ValueKind) -> Line {
    let line = Line::new().strong("Form").text(": ");
    match kind {
        ValueKind::Text => Line::new(),
        ValueKind::Duration => line.text("a duration, such as ").emphasis("15 min").text(" or ").emphasis("4 h"),
        ValueKind::Percentage => line.text("a percentage, such as ").emphasis("30 %"),
        ValueKind::Schedule => line.text("a schedule, such as ").emphasis("daily at 02:00 UTC"),
        ValueKind::Role => line.text("a role or a team, such as ").emphasis("on-call engineer"),
        ValueKind::Tool => line.text("the name of a tool"),
        ValueKind::Link => line.text("a link"),
        ValueKind::Severity => line.text("a level of severity, as this document names it"),
        ValueKind::Date => line.text("a date, such as ").emphasis("2026-03-31"),
        ValueKind::OneOf(choices) => line.text("one of ").text(&one_by_one(choices, "or")),
        ValueKind::SomeOf(choices) => line.text("one or more of ").text(&one_by_one(choices, "and")),
    }
}

/// "a, b or c".
fn one_by_one(choices: &[String], last: &str) -> String {
    let choices: Vec<_> = choices.iter().map(|choice| markup::plain(choice)).collect();
    match &choices[..] {
        [rest @ .., end] if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => choices.concat(),
    }
}
