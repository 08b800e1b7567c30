//! What an editor is answered with: each feature takes a snapshot and gives plain data.

pub mod actions;
pub mod completion;
pub mod declare;
pub mod explain;
pub mod hover;
pub mod insert;
pub mod placeholders;
pub mod prose;
pub mod readiness;
pub mod status;
