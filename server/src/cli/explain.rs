//! `oe-ls explain`: a rule, a section or an element, from the texts that hover shows.

use std::path::Path;

use super::Outcome;
use super::columns::wrap;
use super::output::Output;
use crate::features::explain::explain;
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
            output.print(&wrapped(&prose.plain(), output.width));
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

/// `text` in so many columns; code stays as it is.
fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::new();
    let mut code = false;
    for line in text.lines() {
        let fence = line.starts_with("```");
        code = code != fence;
        if code || fence {
            out.push_str(line);
        } else {
            out.push_str(&wrap(line, width));
        }
        out.push('\n');
    }
    out
}
