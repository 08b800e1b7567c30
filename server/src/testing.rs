//! What tests share: documents with a cursor, and the snapshot of a document.

use std::sync::Arc;

use crate::config::Settings;
use crate::document::Document;
use crate::guide;
use crate::requirements::Requirements;
use crate::snapshot::Snapshot;

/// `marked` without its `$0`, and where that stood.
pub(crate) fn cursor(marked: &str) -> (String, usize) {
    let at = marked.find("$0").expect("a cursor");
    (marked.replacen("$0", "", 1), at)
}

/// The document with this text, held against the embedded guide.
pub(crate) fn snapshot(text: &str) -> Snapshot {
    snapshot_with(text, "")
}

/// The same under these settings, in the form of their file.
pub(crate) fn snapshot_with(text: &str, settings: &str) -> Snapshot {
    let layer = crate::config::read(settings).layer;
    let requirements = Requirements::new(guide::embedded().clone(), Settings::new([&layer]));
    Snapshot::new(Document::new(text), Arc::new(requirements), None)
}

/// The document with this text, held against the guide in another.
pub(crate) fn held_against(guide: &str, text: &str) -> Snapshot {
    let requirements = Requirements::new(Arc::new(guide::read(guide).guide), Settings::default());
    Snapshot::new(Document::new(text), Arc::new(requirements), None)
}
