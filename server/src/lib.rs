//! The language server and checker for Operational Excellence documents.
//!
//! Reading order, which is also the direction of the imports: a module uses only what stands above it,
//! and nothing of the group that it stands in. `ranks.rs` holds both.

// The rope behind our own type; spans of bytes, edits.
pub mod text;

// What stands inside a line: links, brackets, code spans, comments.
pub mod markup;
// Between bytes and lines with columns.
pub mod position;

// Settings as plain data, from a file's text or an editor's JSON.
pub mod config;
// When two names are the same name.
pub mod names;
// Blocks of Markdown, by tree-sitter.
pub mod syntax;

// A text in chunks, each parsed apart from the rest.
pub mod document;
// What metadata at the top of a document says to us.
pub mod front_matter;
// What is written in a chunk, as facts.
pub mod outline;
// What comments say about findings.
pub mod suppression;

// What is wanted, as plain data; the guide that the program carries.
pub mod guide;

// A guide and settings, resolved into what documents are held against.
pub mod requirements;

// What a chunk means in the light of a guide.
pub mod reading;

// The judgement of a whole document.
pub mod assessment;

// All that a check or a feature may see of a document at one moment.
pub mod snapshot;

// Text from the guide's templates, put where it belongs.
pub mod insertion;
// Template text that still waits to be written.
pub mod unfilled;

// Rules, findings and fixes.
pub mod checks;

// What an editor is answered with, as plain data.
pub mod features;

// The promise that edits equal reopening.
#[doc(hidden)]
pub mod consistency;
// The file system, for both edges.
pub mod files;

// From a path to what it is held against.
pub mod project;

// The command line.
pub mod cli;
// The language server.
#[cfg(feature = "lsp")]
#[allow(clippy::disallowed_methods, reason = "an edge of the program")]
pub mod lsp;

#[cfg(test)]
mod ranks;
#[cfg(test)]
mod testing;
