//! The built programs, as their users meet them.

mod cli;
mod client;
mod lsp;
