//! `oe-ls explain`: a rule, a section or an element, from the texts that hover shows.

use std::path::Path;

use super::Outcome;
use super::output::Output;
use super::report::snippet::wrap;
use crate::features::explain::explain;
use crate::files;
use crate::project::{Project, Source};

pub(super) fn run(name: &str, output: &mut Output) -> Outcome {
    let current = files::absolute(Path::new("."));
    let project = Project::on_command_line(&current, Source::Nearest);
    // A document in the current folder is held against what is asked about.
    let requirements = project.terms(&current.join("operations.md"), None).requirements;
    let notices = project.take_notices();
    let outcome = match explain(&requirements, name) {
        Ok(prose) => {
            let lines = prose.plain();
            let lines: Vec<_> = lines.lines().map(|line| wrap(line, 80)).collect();
            output.print(&format!("{}\n", lines.join("\n")));
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
