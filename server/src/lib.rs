//! The language server and checker for Operational Excellence documents.

#[cfg(feature = "lsp")]
pub mod lsp;
