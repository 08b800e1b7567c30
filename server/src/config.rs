//! Settings as plain data, from the text of a settings file or from an editor's JSON.
//!
//! Apart because it knows neither the guide, nor the rules, nor the file system: names that only
//! those can judge (a rule, an element, a guide file) keep the place where they were written, so
//! that a later stage can report on it.

mod closest;
mod keys;
mod node;
mod read;
mod scope;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;
use std::ops::Range;

use serde::Serialize;

pub use closest::closest;
pub use keys::{docs, schema};
pub(crate) use node::clip;
pub use read::{Problem, Reading, from_json, ours, read};
pub use scope::{Folders, Matcher, Said, Scope};

/// The names that a settings file goes by; where both stand in one folder the first is read.
pub const FILE_NAMES: [&str; 2] = ["oe-ls.toml", ".oe-ls.toml"];

/// What `[features]` can switch off.
pub const FEATURES: [&str; 4] = ["hover", "completion", "code-actions", "diagnostics"];

/// The settings in force: the defaults under every layer that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Files that are OE documents, unless they say otherwise themselves.
    pub oe_files: Option<Written<Vec<String>>>,
    /// Files that are none; wins over `oe_files`.
    pub not_oe_files: Option<Written<Vec<String>>>,
    /// The guide of every document that no entry of `guides` takes; the embedded one if none.
    pub guide: Option<Written<String>>,
    /// Guides for some documents only; the first whose globs match a document has it.
    pub guides: Vec<GuideEntry>,
    /// By rule; `None` is off.
    pub severity: Entries<Option<Severity>>,
    /// By element, as written: an identifier or a tail of one.
    pub elements: Entries<Requirement>,
    /// Other names, by element or section, as written.
    pub also: Entries<Vec<String>>,
    /// The least severity that makes `check` end with exit code 1.
    pub fail_on: Severity,
    pub checks: Checks,
    pub run: Run,
    /// By feature, each one of [`FEATURES`]; what is not named is on.
    pub features: Entries<bool>,
}

/// What one place sets: a settings file or an editor. What it does not set stays open, for the
/// layer below or for the default. The fields are those of [`Settings`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layer {
    pub oe_files: Option<Written<Vec<String>>>,
    pub not_oe_files: Option<Written<Vec<String>>>,
    pub guide: Option<Written<String>>,
    pub guides: Option<Vec<GuideEntry>>,
    pub severity: Entries<Option<Severity>>,
    pub elements: Entries<Requirement>,
    pub also: Entries<Vec<String>>,
    pub fail_on: Option<Severity>,
    pub checks: Option<Checks>,
    pub run: Option<Run>,
    pub features: Entries<bool>,
}

/// A table of settings in the order in which it was written; in [`Settings`] a name stands once.
pub type Entries<T> = Vec<(Written<String>, T)>;

/// A value with the place where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<T> {
    pub value: T,
    pub origin: Origin,
}

/// Where a setting was written. Paths and globs are relative to that place's folder: the one that
/// holds the settings file, or the editor's workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// These bytes of the settings file.
    File(Range<usize>),
    Editor,
}

/// One `[[guides]]` entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideEntry {
    pub file: Written<String>,
    /// The documents that this guide is for; never empty.
    pub globs: Written<Vec<String>>,
}

/// How bad a finding is, ordered: `Hint` is the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Hint,
    Information,
    Warning,
    Error,
}

/// Whether a document must hold an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Requirement {
    Required,
    /// Recognised and helped with, never missed.
    Optional,
    /// As if the guide did not have it.
    Off,
}

/// How strict the rules are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Checks {
    Default,
    Strict,
}

/// When the editor's findings are brought up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Run {
    OnType,
    OnSave,
}

// The words that a settings file has for these values, in the order in which messages list them.
const SEVERITIES: [(&str, Severity); 4] = [
    ("error", Severity::Error),
    ("warning", Severity::Warning),
    ("information", Severity::Information),
    ("hint", Severity::Hint),
];
const LEVELS: [(&str, Option<Severity>); 5] = [
    ("error", Some(Severity::Error)),
    ("warning", Some(Severity::Warning)),
    ("information", Some(Severity::Information)),
    ("hint", Some(Severity::Hint)),
    ("off", None),
];
const REQUIREMENTS: [(&str, Requirement); 3] =
    [("required", Requirement::Required), ("optional", Requirement::Optional), ("off", Requirement::Off)];
const CHECKS: [(&str, Checks); 2] = [("default", Checks::Default), ("strict", Checks::Strict)];
const RUNS: [(&str, Run); 2] = [("on-type", Run::OnType), ("on-save", Run::OnSave)];

impl Default for Settings {
    fn default() -> Self {
        Settings {
            oe_files: None,
            not_oe_files: None,
            guide: None,
            guides: Vec::new(),
            severity: Vec::new(),
            elements: Vec::new(),
            also: Vec::new(),
            fail_on: Severity::Warning,
            checks: Checks::Default,
            run: Run::OnType,
            features: Vec::new(),
        }
    }
}

impl Settings {
    /// The defaults with the layers over them, the strongest last. A key replaces the same key
    /// below it; tables are merged entry by entry.
    pub fn new<'a>(layers: impl IntoIterator<Item = &'a Layer>) -> Settings {
        let mut settings = Settings::default();
        for layer in layers {
            settings.put(layer.clone());
        }
        settings
    }

    fn put(&mut self, layer: Layer) {
        self.oe_files = layer.oe_files.or(self.oe_files.take());
        self.not_oe_files = layer.not_oe_files.or(self.not_oe_files.take());
        self.guide = layer.guide.or(self.guide.take());
        if let Some(guides) = layer.guides {
            self.guides = guides;
        }
        merge(&mut self.severity, layer.severity);
        merge(&mut self.elements, layer.elements);
        merge(&mut self.also, layer.also);
        self.fail_on = layer.fail_on.unwrap_or(self.fail_on);
        self.checks = layer.checks.unwrap_or(self.checks);
        self.run = layer.run.unwrap_or(self.run);
        merge(&mut self.features, layer.features);
    }

    /// The severity of a rule, or `None` where it is off.
    pub fn severity_of(&self, rule: &str, default: Severity) -> Option<Severity> {
        let set = self.severity.iter().find(|(name, _)| name.value == rule);
        set.map_or(Some(default), |(_, severity)| *severity)
    }

    /// Whether a feature of [`FEATURES`] is on.
    pub fn has_feature(&self, feature: &str) -> bool {
        let set = self.features.iter().find(|(name, _)| name.value == feature);
        set.is_none_or(|(_, on)| *on)
    }
}

impl Layer {
    /// This layer over one `below` it, as one.
    #[must_use]
    pub fn over(self, mut below: Layer) -> Layer {
        merge(&mut below.severity, self.severity);
        merge(&mut below.elements, self.elements);
        merge(&mut below.also, self.also);
        merge(&mut below.features, self.features);
        Layer {
            oe_files: self.oe_files.or(below.oe_files),
            not_oe_files: self.not_oe_files.or(below.not_oe_files),
            guide: self.guide.or(below.guide),
            guides: self.guides.or(below.guides),
            fail_on: self.fail_on.or(below.fail_on),
            checks: self.checks.or(below.checks),
            run: self.run.or(below.run),
            ..below
        }
    }
}

fn merge<T>(below: &mut Entries<T>, above: Entries<T>) {
    let mut places: HashMap<_, _> = below.iter().enumerate().map(|(at, (name, _))| (name.value.clone(), at)).collect();
    for (name, value) in above {
        match places.entry(name.value.clone()) {
            Entry::Occupied(at) => below[*at.get()] = (name, value),
            Entry::Vacant(free) => {
                free.insert(below.len());
                below.push((name, value));
            }
        }
    }
}

impl Severity {
    /// From the worst to the least.
    pub const ALL: [Severity; 4] = [Severity::Error, Severity::Warning, Severity::Information, Severity::Hint];

    /// The word that settings, JSON and the terminal have for it.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information => "information",
            Severity::Hint => "hint",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Whether a file of this name is of kind `settings`.
pub fn is_settings_file(name: &str) -> bool {
    FILE_NAMES.contains(&name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn file(text: &str) -> Layer {
        let reading = read(text);
        assert_eq!(reading.problems, []);
        reading.layer
    }

    fn editor(value: &serde_json::Value) -> Layer {
        let (layer, problems) = from_json(value);
        assert_eq!(problems, [""; 0]);
        layer
    }

    #[test]
    fn nothing_set_is_the_default() {
        assert_eq!(Settings::new([&file(""), &editor(&json!({}))]), Settings::default());
    }

    #[test]
    fn the_editor_wins_key_by_key() {
        let below = file("fail-on = \"error\"\nchecks = \"strict\"\noe-files = [\"a.md\"]");
        let above = editor(&json!({"failOn": "hint", "oeFiles": []}));
        let settings = Settings::new([&below, &above]);
        assert_eq!(settings.fail_on, Severity::Hint);
        assert_eq!(settings.checks, Checks::Strict);
        assert_eq!(settings.oe_files, Some(Written { value: vec![], origin: Origin::Editor }));
    }

    #[test]
    fn two_layers_as_one_are_as_one_over_the_other() {
        let below = file(
            "fail-on = \"error\"\nchecks = \"strict\"\noe-files = [\"a.md\"]\nguide = \"a.md\"\n[severity]\n\
             missing-element = \"off\"\nmissing-label = \"error\"\n[also]\nrunbooks = [\"Rota\"]",
        );
        let above = editor(&json!({
            "failOn": "hint", "notOeFiles": [], "guides": [], "run": "on-save", "features": {"hover": false},
            "severity": {"missing-element": "hint"}, "elements": {"runbooks": "off"},
        }));
        let joined = above.clone().over(below.clone());
        assert_eq!(Settings::new([&joined]), Settings::new([&below, &above]));
    }

    #[test]
    fn tables_are_merged_entry_by_entry() {
        let below = file("[severity]\nmissing-element = \"off\"\nmissing-label = \"error\"");
        let above = editor(&json!({"severity": {"missing-element": "warning"}}));
        let settings = Settings::new([&below, &above]);
        let severity_of = |rule| settings.severity_of(rule, Severity::Information);
        assert_eq!(severity_of("missing-element"), Some(Severity::Warning));
        assert_eq!(severity_of("missing-label"), Some(Severity::Error));
        assert_eq!(severity_of("empty-element"), Some(Severity::Information));
        assert_eq!(settings.severity.len(), 2);
    }

    #[test]
    fn off_is_no_severity() {
        let settings = Settings::new([&file("severity.missing-label = \"off\"")]);
        assert_eq!(settings.severity_of("missing-label", Severity::Error), None);
    }

    #[test]
    fn a_feature_is_on_until_it_is_switched_off() {
        let settings = Settings::new([&file("[features]\nhover = false\ncompletion = true")]);
        let on: Vec<_> = FEATURES.into_iter().filter(|name| settings.has_feature(name)).collect();
        assert_eq!(on, ["completion", "code-actions", "diagnostics"]);
    }

    #[test]
    fn every_severity_has_one_word() {
        for (word, severity) in SEVERITIES {
            assert_eq!(word, severity.name());
            assert_eq!(json!(severity), word);
        }
        assert!(Severity::ALL.is_sorted_by(|a, b| a > b));
    }
}
