//! `oe-ls guide`: what a guide asks for, and what could not be understood of it.

use std::fmt::Write as _;
use std::path::Path;

use super::Outcome;
use super::args::{GuideArgs, GuideFormat};
use super::check::read_stdin;
use super::columns;
use super::output::Output;
use super::report::plural;
use super::report::snippet::{Mark, Problem};
use crate::config::Severity;
use crate::files;
use crate::guide::{self, Reading};
use crate::position::{self, Encoding};
use crate::text::Text;

pub(super) fn run(args: &GuideArgs, output: &mut Output) -> Outcome {
    let (shown, text) = match read(args.file.as_deref()) {
        Ok(read) => read,
        Err(message) => {
            output.error(&message);
            return Outcome::Failed;
        }
    };
    let reading = guide::read(&text);
    let text = Text::from(text.as_str());
    match args.format {
        GuideFormat::Json => {
            let value = guide::json(&reading, |span| position::range(&text, span, Encoding::Utf16));
            output.print(&serde_json::to_string_pretty(&value).unwrap_or_default());
            output.print("\n");
        }
        GuideFormat::Pretty => {
            output.print(&outline(&shown, &reading, output.width));
            for problem in &reading.problems {
                let problem = Problem {
                    path: &shown,
                    text: &text,
                    severity: Severity::Warning,
                    rule: "invalid-guide",
                    message: &problem.message,
                    marks: vec![Mark { span: problem.span, says: String::new() }],
                    helps: Vec::new(),
                };
                output.print(&format!("\n{}\n", problem.shown(output.width)));
            }
            output.print(&format!("\n{}\n", plural(reading.problems.len(), "problem", "problems")));
        }
    }
    Outcome::Clean
}

/// The guide's name for the reader and its text.
fn read(file: Option<&Path>) -> Result<(String, String), String> {
    let Some(file) = file else { return Ok(("built in".to_owned(), guide::embedded_text().to_owned())) };
    if file.as_os_str() == "-" {
        return Ok(("-".to_owned(), read_stdin().map_err(|why| format!("-: {why}"))?));
    }
    let path = files::absolute(file);
    let shown = files::shown(&path, &files::absolute(Path::new(".")));
    match files::read(&path) {
        Ok(text) => Ok((shown, text)),
        Err(error) => Err(format!("{shown}: {}", error.cause)),
    }
}

fn outline(shown: &str, reading: &Reading, width: usize) -> String {
    let guide = &reading.guide;
    let title = if guide.title.is_empty() { "A guide without a title" } else { &guide.title };
    let mut out = format!("{title} ({shown})\n");
    let criteria = |section: &guide::Section| if section.borrowed { 0 } else { section.criteria.len() };
    let templates = guide.sections.iter().filter(|section| !section.template.made);
    let placeholders: usize = templates.clone().map(|section| section.template.placeholders).sum();
    let counts = [
        plural(guide.sections.len(), "section", "sections"),
        plural(guide.elements.len(), "required element", "required elements"),
        plural(guide.sections.iter().map(criteria).sum(), "criterion", "criteria"),
        plural(templates.count(), "template", "templates")
            + " with "
            + &plural(placeholders, "placeholder", "placeholders"),
        plural(guide.pitfalls.len(), "pitfall", "pitfalls"),
        plural(guide.checkpoints.len(), "checkpoint", "checkpoints"),
    ];
    let _ = writeln!(out, "{}", counts.join(" · "));
    for (at, section) in guide.sections.iter().enumerate() {
        let _ = writeln!(out, "\n{}. {}", at + 1, section.title);
        for element in &guide.elements[section.elements.clone()] {
            let indent = if element.parent.is_some() { "     " } else { "   " };
            let _ = writeln!(out, "{indent}{}", element.name);
        }
    }
    if guide.sections.is_empty() {
        let _ = writeln!(
            out,
            "\nThis guide asks for nothing. A section is a heading `### 1. Name`, with its elements under \
             `**Required Elements:**` as `- **Name**: what it is`."
        );
    }
    columns::hang(&columns::harmless(&out), width, 0)
}
