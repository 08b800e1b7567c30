//! `oe-ls init`: a new document from the guide's templates.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use super::Outcome;
use super::columns;
use super::output::Output;
use crate::files;
use crate::insertion;
use crate::project::{Project, Source};

pub(super) fn run(path: Option<&Path>, output: &mut Output) -> Outcome {
    let current = files::absolute(Path::new("."));
    let project = Project::on_command_line(&current, Source::Nearest);
    let file = files::absolute(path.unwrap_or(Path::new("operations.md")));
    let text = insertion::document(&project.terms(&file, None).requirements.guide, None);
    for notice in project.take_notices() {
        output.notice(&notice);
    }
    if path.is_none() {
        output.print(&text);
        return Outcome::Clean;
    }
    let shown = files::shown(&file, &current);
    match write(&file, &text) {
        Ok(()) => {
            let told = format!("{shown} is written; `oe-ls check {shown}` shows what it asks for");
            output.print(&format!("{}\n", columns::hang(&columns::harmless(&told), output.width, 4)));
            Outcome::Clean
        }
        Err(error) => {
            let why = match error.kind() {
                ErrorKind::AlreadyExists if file.is_dir() => "this is a folder; name a file in it".to_owned(),
                ErrorKind::AlreadyExists => "it exists already, and is left as it is; name another file".to_owned(),
                _ => format!("it cannot be written: {error}"),
            };
            output.error(&format!("{shown}: {why}"));
            Outcome::Failed
        }
    }
}

fn write(file: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    OpenOptions::new().write(true).create_new(true).open(file)?.write_all(text.as_bytes())
}
