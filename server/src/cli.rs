//! The command line: the same analysis as in the editor, for reviewers, gates, scripts and agents.
//!
//! Findings go to stdout, notices to stderr. A format changes how things are said, never what is
//! found or how the program ends.

#![allow(clippy::disallowed_methods, reason = "an edge: it writes what is asked for, and waits for a server")]

mod args;
mod check;
mod columns;
mod demo;
#[cfg(test)]
mod docs;
mod explain;
mod guide;
mod init;
mod judge;
mod output;
mod report;
mod why;

use std::io::IsTerminal as _;
use std::process::ExitCode;

pub use args::Command;
use output::Output;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Clean,
    /// Findings at or above the level that counts.
    Findings,
    /// It could not do its work.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        ExitCode::from(outcome as u8)
    }
}

/// What the arguments ask for; `Err` is the exit code of a program that has said all there is to say.
pub fn command() -> Result<Command, ExitCode> {
    let command = args::parse()?;
    if cfg!(feature = "lsp") && matches!(command, Command::Server { .. }) && std::io::stdin().is_terminal() {
        Output::new().notice(
            "the server waits for an editor to speak to it; `oe-ls demo` shows it at work here, Ctrl-C ends it",
        );
    }
    Ok(command)
}

/// Does what `command` asks for; all but serving, which is another edge's.
pub fn run(command: Command) -> ExitCode {
    let mut output = Output::new();
    let outcome = match command {
        Command::Check(args) => check::run(&args, &mut output),
        Command::Explain { name } => explain::run(&name, &mut output),
        Command::Init { path } => init::run(path.as_deref(), &mut output),
        Command::Guide(args) => guide::run(&args, &mut output),
        Command::Demo => demo::run(&mut output),
        Command::Completions { shell } => {
            output.print(&args::completions(shell));
            Outcome::Clean
        }
        Command::Server { .. } => {
            output.error(
                "this oe-ls was built without the language server; build it with `cargo build --release --features lsp`",
            );
            Outcome::Failed
        }
    };
    if output.end() { outcome.into() } else { Outcome::Failed.into() }
}
