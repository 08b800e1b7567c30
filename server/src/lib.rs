//! The language server and checker for Operational Excellence documents.
//!
//! Reading order, which is also the direction of the imports: each module uses only those above it.

pub mod text;

pub mod markup;

pub mod names;

pub mod config;
pub mod front_matter;
pub mod position;
pub mod suppression;
pub mod syntax;

pub mod document;

pub mod outline;

pub mod guide;

pub mod requirements;

pub mod reading;

pub mod assessment;

pub mod snapshot;

pub mod unfilled;

pub mod insertion;

pub mod checks;

pub mod features;

#[doc(hidden)]
pub mod consistency;

pub mod files;

pub mod project;

pub mod cli;

#[cfg(feature = "lsp")]
#[allow(clippy::disallowed_methods, reason = "an edge of the program")]
pub mod lsp;

#[cfg(test)]
mod testing;
