//! `oe-ls explain`: a rule, a section or an element, from the texts that hover shows.

use std::path::Path;

use super::Outcome;
use super::columns::{self, hang, wrap};
use super::output::Output;
use crate::features::explain::explain;
use crate::features::prose::{Plain, Prose, indented};
use crate::files;
use crate::project::{Project, Source};

pub(super) fn run(name: &str, output: &mut Output) -> Outcome {
    let current = files::absolute(Path::new("."));
    let project = Project::on_command_line(&current, Source::Nearest);
    // What a document in the current folder is held against comes first.
    let guides = project.requirements_of_all(&current.join("operations.md"));
    let notices = project.take_notices();
    let outcome = match explain(&guides, name) {
        Ok(prose) => {
            output.print(&shown(&prose, output.width));
            Outcome::Clean
        }
        Err(message) => {
            output.error(&message);
            Outcome::Failed
        }
    };
    for notice in &notices {
        output.notice(notice);
    }
    outcome
}

/// A text in so many columns; code stays as it is.
fn shown(prose: &Prose, width: usize) -> String {
    let blocks = prose.plain_blocks().into_iter().map(|block| match block {
        Plain::Lines(lines) => lines.iter().map(|line| wrap(line, width)).collect::<Vec<_>>(),
        Plain::List(items) => items.iter().map(|item| hang(&format!("- {item}"), width, "- ".len())).collect(),
        Plain::Code { title, text } => title.map(str::to_owned).into_iter().chain(text.lines().map(indented)).collect(),
    });
    let blocks: Vec<_> = blocks.map(|lines| lines.join("\n")).collect();
    format!("{}\n", columns::harmless(&blocks.join("\n\n")))
}
