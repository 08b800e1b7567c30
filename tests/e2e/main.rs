//! The built programs, as their users meet them.

mod client;
mod lsp;
