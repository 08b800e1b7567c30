//! Settings files and what follows from them for a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::{Place, Source, State};
use crate::config::{self, Folders, Layer, Origin, Scope, Settings, Written};
use crate::files;

/// A settings file as it was read last.
#[derive(Debug)]
pub struct SettingsFile {
    pub path: PathBuf,
    /// What it sets; where it cannot be read, what it set before.
    pub layer: Layer,
    /// Why it could not be read at all: no file, or no TOML.
    pub broken: Option<String>,
    stamp: Option<(SystemTime, u64)>,
}

/// What an editor sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditorLayers {
    pub all: Layer,
    /// Instead, for the documents in a folder of the workspace.
    pub folders: BTreeMap<PathBuf, Layer>,
}

/// The settings in force for the documents of a place.
#[derive(Debug)]
pub(super) struct InForce {
    pub(super) file: Option<Arc<SettingsFile>>,
    pub(super) settings: Arc<Settings>,
    pub(super) scope: Scope,
    /// The files of the guides that the settings name, absolute.
    pub(super) guides: Vec<PathBuf>,
    /// The folders that guides may be read from.
    pub(super) inside: Vec<PathBuf>,
    /// The folders that paths in settings are relative to.
    file_folder: PathBuf,
    editor_folder: PathBuf,
}

impl SettingsFile {
    pub(super) fn read(path: &Path, before: Option<&Self>) -> Self {
        let stamp = files::stamp(path);
        let kept = || before.map(|before| before.layer.clone()).unwrap_or_default();
        let (layer, broken) = match files::read(path) {
            Err(error) => (kept(), Some(error.cause.to_string())),
            Ok(text) => {
                let reading = config::read(&text);
                if reading.broken {
                    let why = reading.problems.first().map(|problem| problem.message.clone());
                    (kept(), Some(why.unwrap_or_default()))
                } else {
                    (reading.layer, None)
                }
            }
        };
        Self { path: path.to_path_buf(), layer, broken, stamp }
    }

    pub(super) fn is_stale(&self, changed: &[PathBuf]) -> bool {
        changed.contains(&self.path) || files::stamp(&self.path) != self.stamp
    }
}

impl InForce {
    /// The absolute path of a file that settings name.
    pub(super) fn resolve(&self, named: &Written<String>) -> PathBuf {
        let folder = if named.origin == Origin::Editor { &self.editor_folder } else { &self.file_folder };
        files::absolute(&folder.join(&named.value))
    }
}

impl State {
    /// The settings in force for the document at `path`.
    pub(super) fn in_force(&mut self, path: &Path) -> Arc<InForce> {
        let file = match &self.source {
            Source::Nowhere => None,
            Source::File(file) => Some(file.clone()),
            Source::Nearest => {
                let found = self.discovery.settings(path).cloned();
                if let Some(found) = &found
                    && let Some(first) = self.folders.first()
                {
                    match found.notice(first) {
                        Some(notice) => self.notice(found.file.clone(), notice, false),
                        None => drop(self.notices.remove(&found.file)),
                    }
                }
                found.map(|found| found.file)
            }
        };
        self.in_force_of(path, file)
    }

    /// The settings that are in force where the settings file at `path` is.
    pub(super) fn in_force_by(&mut self, path: &Path) -> Arc<InForce> {
        self.in_force_of(path, Some(path.to_path_buf()))
    }

    fn in_force_of(&mut self, path: &Path, file: Option<PathBuf>) -> Arc<InForce> {
        let around = self.folders.iter().filter(|folder| path.starts_with(folder));
        let around = around.max_by_key(|folder| folder.as_os_str().len());
        let editor = around.or(self.folders.first()).cloned().unwrap_or_default();
        let root = self.discovery.root(path).or_else(|| around.cloned());
        let place = Place { file, root, editor };
        if let Some(known) = self.in_force.get(&place) {
            return known.clone();
        }
        let made = Arc::new(self.make(&place));
        self.in_force.insert(place, made.clone());
        made
    }

    fn make(&mut self, place: &Place) -> InForce {
        let file = place.file.as_ref().map(|path| {
            let read = || {
                self.changes += 1;
                Arc::new(SettingsFile::read(path, None))
            };
            self.files.entry(path.clone()).or_insert_with(read).clone()
        });
        let of_folder = self.editor.folders.get(&place.editor);
        let editor = of_folder.unwrap_or(&self.editor.all);
        let layers = || file.iter().map(|file| &file.layer).chain([editor]);
        let key = (place.file.clone(), of_folder.map(|_| place.editor.clone()));
        let settings = self.settings.entry(key).or_insert_with(|| Arc::new(Settings::new(layers()))).clone();
        let folder = file.as_ref().and_then(|file| file.path.parent());
        let file_folder = folder.map_or_else(PathBuf::new, Path::to_path_buf);
        let editor_folder = place.editor.clone();
        let (file_slashed, editor_slashed) = (files::slashed(&file_folder), files::slashed(&editor_folder));
        let scope = Scope::new(&settings, Folders { file: &file_slashed, editor: &editor_slashed });
        // A settings file may have its guide beside it, also above the folder that `check` is run in.
        let beside = Some(file_folder.clone()).filter(|folder| !folder.as_os_str().is_empty());
        let inside = place.root.iter().cloned().chain(beside).collect();
        let mut out = InForce { file, settings, scope, guides: Vec::new(), inside, file_folder, editor_folder };
        let named = out.settings.guides.iter().map(|entry| &entry.file).chain(&out.settings.guide);
        out.guides = named.map(|named| out.resolve(named)).collect();
        out
    }
}
