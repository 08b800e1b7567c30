//! The language server and checker for Operational Excellence documents.
