//! The built programs, as their users meet them.

#![allow(clippy::disallowed_methods, reason = "these tests write files, run programs and wait for them")]

mod actions;
mod agreement;
mod bad_input;
mod cli;
mod client;
mod editors;
mod help;
mod lsp;
mod report;
mod requests;
mod settings;
mod stories;
mod waiting;
