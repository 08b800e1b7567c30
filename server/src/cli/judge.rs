//! One file: what it is, and what is found in it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::assessment::{self, Kind, Why};
use crate::checks::{self, Finding};
use crate::config::{self, Severity};
use crate::document::Document;
use crate::files::{self, Cause, Walked};
use crate::guide;
use crate::project::{self, Project, Terms};
use crate::snapshot::Snapshot;
use crate::text::Text;

/// A file that was looked at.
pub(super) struct Judged {
    pub(super) path: PathBuf,
    /// As it is shown.
    pub(super) shown: String,
    pub(super) kind: Kind,
    pub(super) why: Why,
    /// The identifier of the guide.
    pub(super) guide: Option<String>,
    /// Empty for a document that is none of ours.
    pub(super) text: Text,
    /// Of an OE document.
    pub(super) snapshot: Option<Snapshot>,
    pub(super) findings: Vec<Finding>,
    pub(super) suppressed: usize,
    pub(super) fail_on: Severity,
    /// A settings file of which nothing could be read.
    pub(super) broken: bool,
    /// Why it was passed over, a file of others that is not UTF-8.
    pub(super) passed_over: Option<String>,
}

/// Text with the path that it goes by.
pub(super) struct Source {
    pub(super) path: PathBuf,
    pub(super) shown: String,
    pub(super) named: bool,
    /// If it is not in the file.
    pub(super) text: Option<String>,
}

impl Source {
    pub(super) fn of(walked: Walked, current: &Path) -> Self {
        let shown = files::shown(&walked.path, current);
        Self { path: walked.path, shown, named: walked.named, text: None }
    }
}

/// Looks at a file; the error is the message for a reader.
pub(super) fn judge(source: &Source, project: &Project) -> Result<Judged, String> {
    let read = source.text.clone().map_or_else(|| files::read(&source.path), Ok);
    let text = match read.map_err(|error| error.cause) {
        Ok(text) => text,
        Err(cause @ (Cause::NotUtf8 { .. } | Cause::Utf16)) if is_of_others(source, project) => {
            let passed_over = Some(format!("{} is passed over: {cause}", source.shown));
            return Ok(Judged { passed_over, ..Judged::empty(source, Kind::Other, Why::Nothing) });
        }
        Err(cause) => return Err(format!("{}: {cause}", source.shown)),
    };
    // What goes wrong with one file must not keep the others from being checked.
    catch_unwind(AssertUnwindSafe(|| judge_text(source, &text, project))).map_err(|_| {
        format!("{}: this file made oe-ls fail, which is a fault of oe-ls; please report it", source.shown)
    })
}

/// Whether a file that was found in a folder and is not UTF-8 is nothing that was to be checked, by
/// what can be made out of it.
fn is_of_others(source: &Source, project: &Project) -> bool {
    let made_out = || judge_text(source, &files::made_out(&source.path), project).kind;
    !source.named && catch_unwind(AssertUnwindSafe(made_out)).is_ok_and(|kind| kind == Kind::Other)
}

fn judge_text(source: &Source, text: &str, project: &Project) -> Judged {
    match project.kind_of(&source.path) {
        Some(Kind::Settings) => return settings(source, text, project),
        Some(Kind::Guide) => return guide(source, text, project),
        _ if project::holds_guide(text) => return guide(source, text, project),
        _ => {}
    }
    let terms = project.terms(&source.path, project::asked_guide(text).as_ref());
    // Why a file is none of ours is only said of one that was named.
    let glance = terms.said.is_none() && !source.named;
    if glance && !assessment::may_be_oe(text, &terms.requirements) {
        return Judged::empty(source, Kind::Other, Why::Nothing);
    }
    document(source, text, &terms)
}

fn document(source: &Source, text: &str, terms: &Terms) -> Judged {
    let requirements = terms.requirements.clone();
    let snapshot = Snapshot::new(Document::new(text), requirements, terms.said.clone());
    let (kind, why) = (snapshot.assessment.kind, snapshot.assessment.why.clone());
    if kind != Kind::Oe {
        return Judged::empty(source, kind, why);
    }
    let found = checks::run_beside(&snapshot, terms.findings(), None);
    Judged {
        guide: Some(terms.requirements.guide.id.clone()),
        text: snapshot.text().clone(),
        findings: found.findings,
        suppressed: found.suppressed,
        fail_on: terms.requirements.settings.fail_on,
        snapshot: Some(snapshot),
        ..Judged::empty(source, kind, why)
    }
}

fn settings(source: &Source, text: &str, project: &Project) -> Judged {
    let reading = config::read(text);
    Judged {
        text: Text::from(text),
        findings: project.settings_findings(&source.path, text),
        fail_on: reading.layer.fail_on.unwrap_or(Severity::Warning),
        broken: reading.broken,
        ..Judged::empty(source, Kind::Settings, Why::SettingsFile)
    }
}

fn guide(source: &Source, text: &str, project: &Project) -> Judged {
    let reading = guide::read(text);
    Judged {
        text: Text::from(text),
        findings: project.guide_findings(&source.path, &reading),
        fail_on: project.settings(&source.path).fail_on,
        guide: Some(reading.guide.id),
        ..Judged::empty(source, Kind::Guide, Why::Guide)
    }
}

impl Judged {
    fn empty(source: &Source, kind: Kind, why: Why) -> Self {
        Self {
            path: source.path.clone(),
            shown: source.shown.clone(),
            kind,
            why,
            guide: None,
            text: Text::default(),
            snapshot: None,
            findings: Vec::new(),
            suppressed: 0,
            fail_on: Severity::Warning,
            broken: false,
            passed_over: None,
        }
    }

    pub(super) fn is_oe(&self) -> bool {
        self.kind == Kind::Oe
    }

    /// Findings of one rule in one place stand together.
    pub(super) fn groups(&self) -> Vec<Vec<&Finding>> {
        checks::grouped(&self.findings)
    }

    /// Whether there is a finding at `fail_on` or above; without one the settings say which level counts.
    pub(super) fn fails(&self, fail_on: Option<Severity>) -> bool {
        let level = fail_on.unwrap_or(self.fail_on);
        self.findings.iter().any(|finding| finding.severity >= level)
    }
}
