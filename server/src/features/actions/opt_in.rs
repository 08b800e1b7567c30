//! Making a file that looks like an OE document one.

use super::{Action, quick_fix};
use crate::assessment::{Kind, Why};
use crate::features::declare::declare;
use crate::snapshot::Snapshot;

/// A file with fewer sections of the guide shows nothing of it.
const SECTIONS: usize = 2;

/// Says in the front matter that the file is an OE document.
pub(super) fn opt_in(snapshot: &Snapshot) -> Option<Action> {
    let assessment = &snapshot.assessment;
    let looks_like = matches!(assessment.why, Why::TooFew { found, .. } if found >= SECTIONS);
    if assessment.kind != Kind::Other || !looks_like {
        return None;
    }
    let edit = declare(snapshot, true).ok()??;
    Some(quick_fix("Treat this file as an OE document".to_owned(), vec![edit]))
}
