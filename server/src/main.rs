//! Parses the arguments, calls the command line or the server, gives the exit code.

use std::process::ExitCode;

use oe_ls::cli;

fn main() -> ExitCode {
    match cli::command() {
        #[cfg(feature = "lsp")]
        Ok(cli::Command::Server { transport, position_encoding, no_snippets }) => {
            oe_ls::lsp::run(transport.client_process(), position_encoding, no_snippets).unwrap_or_else(|error| {
                // The protocol has stdout to itself.
                tracing::error!("the server ended: {error}");
                ExitCode::from(2)
            })
        }
        Ok(command) => cli::run(command),
        Err(code) => code,
    }
}
