//! Parses the arguments, calls the command line or the server, gives the exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    oe_ls::lsp::run().unwrap_or(ExitCode::from(2))
}
