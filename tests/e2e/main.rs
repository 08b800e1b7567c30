//! The built programs, as their users meet them.

#![allow(clippy::disallowed_methods, reason = "a test looks at files and waits")]

mod cli;
mod client;
mod lsp;
