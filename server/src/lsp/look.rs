//! Looking through one state of a document: what it is, what it is held against, what is found in it.

use std::path::PathBuf;
use std::sync::Arc;

use crate::assessment::{Assessment, Kind, Why};
use crate::checks::{self, Findings};
use crate::document::Document;
use crate::front_matter::{Declared, Written};
use crate::guide;
use crate::project::{self, Project, Terms};
use crate::reading::Readings;
use crate::snapshot::Snapshot;

/// Which state of which document: the client's version, and our own count of the edits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct StateOf {
    /// Which document it is of: one that is closed and opened again is another.
    pub(super) opening: u64,
    pub(super) version: i32,
    pub(super) revision: u64,
}

/// A state of a document that has been looked through.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    pub(super) state: StateOf,
    pub(super) terms: Arc<Terms>,
    pub(super) snapshot: Snapshot,
    pub(super) findings: Findings,
}

/// Where a document is, or would be if it were saved.
#[derive(Clone, Debug)]
pub(super) struct Home {
    pub(super) path: PathBuf,
    pub(super) project: Arc<Project>,
}

impl Home {
    pub(super) fn terms(&self, asked: Option<&Written>) -> Arc<Terms> {
        Arc::new(self.project.terms(&self.path, asked))
    }
}

/// Looks through `document`, which is settled; `before` is an earlier state of it under the same terms.
pub(super) fn look(
    document: Document,
    state: StateOf,
    home: &Home,
    terms: &Arc<Terms>,
    before: Option<&Checked>,
) -> Checked {
    let fixed = home.project.kind_of(&home.path);
    if fixed == Some(Kind::Settings) {
        let found = home.project.settings_findings(&home.path, &document.text().to_string());
        return file(document, state, terms, Kind::Settings, found);
    }
    if fixed == Some(Kind::Guide) {
        return guide_file(document, state, home, terms);
    }
    let before = before.filter(|before| is_document(&before.snapshot));
    let snapshot = match before {
        Some(before) => before.snapshot.update(document),
        None => Snapshot::new(document, terms.requirements.clone(), terms.said.clone()),
    };
    finish(snapshot, state, home, terms, before)
}

/// Judges the rest once a document has been read: it may be a guide after all, or ask for another one.
fn finish(snapshot: Snapshot, state: StateOf, home: &Home, terms: &Arc<Terms>, before: Option<&Checked>) -> Checked {
    // The rest of what makes it a guide is not in the sketches.
    if snapshot.assessment.guide_label && project::holds_guide(&snapshot.text().to_string()) {
        return guide_file(snapshot.document, state, home, terms);
    }
    let asked = asked_guide(&snapshot);
    if asked == terms.asked {
        return checked(snapshot, state, terms, before);
    }
    let asked_for = home.terms(asked.as_ref());
    if Arc::ptr_eq(&asked_for.requirements, &terms.requirements) && asked_for.said == terms.said {
        return checked(snapshot, state, &asked_for, before);
    }
    let snapshot = Snapshot::new(snapshot.document, asked_for.requirements.clone(), asked_for.said.clone());
    checked(snapshot, state, &asked_for, None)
}

/// Up to this size a document is read as a guide while others wait: about a millisecond.
const QUICK_GUIDE: usize = 16 << 10;

/// As [`look`], for a document that others wait for: `None` if it would take long.
pub(super) fn glance(
    document: Document,
    state: StateOf,
    home: &Home,
    before: &Checked,
    bytes: usize,
) -> Option<Checked> {
    if !is_document(&before.snapshot) {
        return None;
    }
    let snapshot = before.snapshot.update_within(document, bytes)?;
    if snapshot.assessment.guide_label && snapshot.text().len() > QUICK_GUIDE {
        return None;
    }
    Some(finish(snapshot, state, home, &before.terms, Some(before)))
}

fn is_document(snapshot: &Snapshot) -> bool {
    !matches!(snapshot.assessment.kind, Kind::Guide | Kind::Settings)
}

fn checked(snapshot: Snapshot, state: StateOf, terms: &Arc<Terms>, before: Option<&Checked>) -> Checked {
    let findings = checks::run_beside(&snapshot, terms.findings(), before.map(|before| &before.findings));
    Checked { state, terms: terms.clone(), snapshot, findings }
}

fn guide_file(document: Document, state: StateOf, home: &Home, terms: &Arc<Terms>) -> Checked {
    let found = home.project.guide_findings(&home.path, &guide::read(&document.text().to_string()));
    file(document, state, terms, Kind::Guide, found)
}

/// A file that is no document, with what is wrong in it.
fn file(document: Document, state: StateOf, terms: &Arc<Terms>, kind: Kind, found: Vec<checks::Finding>) -> Checked {
    let why = if kind == Kind::Guide { Why::Guide } else { Why::SettingsFile };
    let snapshot = Snapshot {
        document,
        requirements: terms.requirements.clone(),
        said: None,
        readings: Readings::default(),
        assessment: Arc::new(Assessment::of_file(kind, why)),
    };
    let findings = Findings::of_file(found);
    Checked { state, terms: terms.clone(), snapshot, findings }
}

/// The guide that the document's front matter asks for.
fn asked_guide(snapshot: &Snapshot) -> Option<Written> {
    let (_, _, reading) = snapshot.readings.iter().next()?;
    match reading.sketch.front_matter.as_ref()?.declared.as_ref()? {
        Declared::Yes { guide, .. } => guide.clone(),
        Declared::No => None,
    }
}
