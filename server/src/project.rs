//! From a path to what it is held against: the settings file in force, the guide, and both resolved
//! into requirements. For both edges, so that they agree.
//!
//! Everything is read once and kept: a thousand documents cost the look at their folders. What is
//! wrong on the way is content: a problem of that file, while the last good settings, or the guide
//! that the program carries, serve on.

mod guides;
mod problems;
mod settings;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use crate::assessment::{Kind, Said};
use crate::checks::{self, Finding};
use crate::config::{self, Settings};
use crate::files::{self, Discovery};
use crate::front_matter;
use crate::guide::{self, Guide};
use crate::requirements::Requirements;

use guides::Guides;
use settings::InForce;

pub use guides::{asked_guide, holds_guide};
pub use settings::{EditorLayers, SettingsFile};

/// Where settings come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// The settings file nearest to each document.
    #[default]
    Nearest,
    /// This file, for every document.
    File(PathBuf),
    /// None: the defaults hold.
    Nowhere,
}

/// All that documents may be held against. Shared between threads.
#[derive(Debug, Default)]
pub struct Project {
    state: Mutex<State>,
}

/// What a document is held against.
#[derive(Clone, Debug)]
pub struct Terms {
    pub requirements: Arc<Requirements>,
    /// What settings say of the document's path.
    pub said: Option<Said>,
    /// The file that the guide is from; none for the one that the program carries.
    pub guide: Option<PathBuf>,
    /// The settings file in force.
    pub settings: Option<PathBuf>,
    /// The guide that front matter asks for.
    pub asked: Option<front_matter::Written>,
    /// Why that one does not serve.
    pub problem: Option<front_matter::Problem>,
}

#[derive(Debug, Default)]
struct State {
    discovery: Discovery,
    source: Source,
    /// The workspace's folders; for the command line the current one.
    folders: Vec<PathBuf>,
    editor: EditorLayers,
    files: HashMap<PathBuf, Arc<SettingsFile>>,
    /// By their file, and by the folder if the editor sets something for that.
    settings: HashMap<(Option<PathBuf>, Option<PathBuf>), Arc<Settings>>,
    in_force: HashMap<Place, Arc<InForce>>,
    guides: Guides,
    /// By the addresses of the settings and the guide, which the requirements keep in place.
    requirements: HashMap<(usize, usize), (Arc<Settings>, Arc<Requirements>)>,
    /// What to tell, by the file that is the cause of it.
    notices: BTreeMap<PathBuf, Notice>,
    /// How many times settings were read or put.
    changes: u64,
}

#[derive(Debug)]
struct Notice {
    message: String,
    told: bool,
    /// Whether it only points at what is found in the file.
    of_findings: bool,
}

/// What decides which settings are in force.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Place {
    file: Option<PathBuf>,
    /// The folder that holds all that belongs together; guides are read from nowhere else.
    root: Option<PathBuf>,
    /// The folder that an editor's settings are relative to.
    editor: PathBuf,
}

impl Project {
    /// For an editor with these folders open, each absolute.
    pub fn in_workspace(folders: Vec<PathBuf>) -> Self {
        let discovery = Discovery::new(folders.clone());
        Self { state: Mutex::new(State { discovery, folders, ..State::default() }) }
    }

    /// For the command line in this folder, which is absolute.
    pub fn on_command_line(current: &Path, source: Source) -> Self {
        let source = match source {
            Source::File(file) => Source::File(files::absolute(&file)),
            other => other,
        };
        Self { state: Mutex::new(State { source, folders: vec![current.to_path_buf()], ..State::default() }) }
    }

    /// Which kind a file is of by its path alone: a settings file, or named as a guide by settings.
    pub fn kind_of(&self, path: &Path) -> Option<Kind> {
        let name = path.file_name().and_then(|name| name.to_str());
        let mut state = self.state();
        if name.is_some_and(config::is_settings_file) || state.source == Source::File(path.to_path_buf()) {
            return Some(Kind::Settings);
        }
        state.in_force(path).guides.iter().any(|guide| guide == path).then_some(Kind::Guide)
    }

    /// What the document at this absolute path, which need not exist, is held against. `asked` is the
    /// guide that its front matter names; see [`asked_guide`].
    pub fn terms(&self, path: &Path, asked: Option<&front_matter::Written>) -> Terms {
        let in_force = self.state().in_force(path);
        // Outside the lock: matching globs is most of the work for a document that is none of ours.
        let slashed = files::slashed(path);
        let said = in_force.scope.says(&slashed).map(|said| Said { ours: said.ours, glob: said.glob.to_owned() });
        let named = in_force.scope.guide(&slashed);
        let mut state = self.state();
        let mut problem = None;
        let found = asked.and_then(|asked| {
            let found = state.guide_asked_for(&in_force, path, &asked.value);
            found.map_err(|message| problem = Some(front_matter::Problem { span: asked.span, message })).ok()
        });
        let (guide, file) = found.unwrap_or_else(|| state.guide_of_settings(&in_force, named));
        Terms {
            requirements: state.requirements(&in_force.settings, guide),
            said,
            guide: file,
            settings: in_force.file.as_ref().map(|file| file.path.clone()),
            asked: asked.cloned(),
            problem,
        }
    }

    /// What documents under the settings for this path may be held against: what one at the path itself
    /// is comes first, then the other guides that the settings name.
    pub fn requirements_of_all(&self, path: &Path) -> Vec<Arc<Requirements>> {
        let mut out = vec![self.terms(path, None).requirements];
        let mut state = self.state();
        let in_force = state.in_force(path);
        for file in &in_force.guides {
            // One that does not serve is told where it is named.
            if let Ok(guide) = state.guides.get(file, &in_force.inside) {
                let requirements = state.requirements(&in_force.settings, guide.guide.clone());
                if !out.iter().any(|other| Arc::ptr_eq(other, &requirements)) {
                    out.push(requirements);
                }
            }
        }
        out
    }

    /// The settings for a document at this path, its guide apart.
    pub fn settings(&self, path: &Path) -> Arc<Settings> {
        self.state().in_force(path).settings.clone()
    }

    /// The settings files that were in force for a document so far, in the order of their paths.
    pub fn settings_files(&self) -> Vec<Arc<SettingsFile>> {
        let mut files: Vec<_> = self.state().files.values().cloned().collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    /// The files of the guides that settings named so far, be they there or not.
    pub fn guide_files(&self) -> Vec<PathBuf> {
        let mut files: Vec<_> = self.state().in_force.values().flat_map(|it| it.guides.clone()).collect();
        files.sort();
        files.dedup();
        files
    }

    /// Puts an editor's settings over those of the files; gives what is wrong with them beyond
    /// their form.
    pub fn put_editor_settings(&self, layers: EditorLayers) -> Vec<String> {
        let mut state = self.state();
        if state.editor != layers {
            state.editor = layers.clone();
            state.changes += 1;
            state.settings.clear();
            state.in_force.clear();
            state.requirements.clear();
        }
        let first = state.folders.first().cloned().unwrap_or_default();
        let all = layers.folders.iter().chain([(&first, &layers.all)]);
        let problems = all.flat_map(|(folder, layer)| {
            let in_force = state.in_force(&folder.join("document.md"));
            // That a guide does not serve is told where it should.
            let (guides, _) = state.guides_named(layer, &in_force, None);
            checks::unknown_in_settings(layer, &guides)
        });
        problems.map(|problem| problem.value).collect()
    }

    /// The editor's settings, as they were put.
    pub fn editor_settings(&self) -> EditorLayers {
        self.state().editor.clone()
    }

    /// Looks again at what lies on the disk: files that were written since, these in any case, and
    /// files that came or went. A settings file that is no TOML now keeps the settings it gave
    /// before. What did not change stays as it is, by address.
    pub fn refresh(&self, changed: &[PathBuf]) {
        let mut state = self.state();
        state.discovery.forget();
        state.refresh_files(changed);
    }

    /// As [`Project::refresh`] where the file at `path`, which was written just now if it was `saved`, is
    /// all that there is to go by: files that were read before and the folders above that one. Whether
    /// anything is different, so that documents have to be held against it.
    pub fn refresh_around(&self, path: &Path, saved: bool) -> bool {
        let mut state = self.state();
        let written: Vec<_> = saved.then(|| path.to_path_buf()).into_iter().collect();
        let moved = state.discovery.refresh_around(path);
        state.refresh_files(&written) || moved
    }

    /// How many times something was read or put: what follows from it is the same while this is.
    pub fn changes(&self) -> u64 {
        let state = self.state();
        state.changes + state.guides.reads
    }

    /// What is wrong with the settings file at `path` whose text is `text`.
    pub fn settings_findings(&self, path: &Path, text: &str) -> Vec<Finding> {
        let reading = config::read(text);
        let mut state = self.state();
        let in_force = state.in_force_by(path);
        let (guides, unserving) = state.guides_named(&reading.layer, &in_force, Some(path));
        let mut found = checks::settings_findings(&reading, &guides);
        let settings = Settings::new([&reading.layer]);
        for problem in unserving {
            if let config::Origin::File(span) = problem.origin {
                found.extend(problems::finding("invalid-settings", span.into(), problem.value, &settings));
            }
        }
        found.sort_by_key(|finding| finding.span);
        found
    }

    /// What is wrong with the guide at `path` that was read from a text.
    pub fn guide_findings(&self, path: &Path, reading: &guide::Reading) -> Vec<Finding> {
        checks::guide_findings(reading, &self.settings(path))
    }

    /// What to tell the reader that is no finding of a file that is shown, each once as long as its cause
    /// stays.
    pub fn take_notices(&self) -> Vec<String> {
        let mut state = self.state();
        let notices = state.notices.values_mut();
        let untold = notices.filter_map(|it| (!std::mem::replace(&mut it.told, true)).then(|| it.message.clone()));
        untold.collect()
    }

    /// Those whose file is `shown` with its findings need no notice of them.
    pub fn drop_notices_of_findings(&self, shown: impl Fn(&Path) -> bool) {
        self.state().notices.retain(|file, notice| !(notice.of_findings && shown(file)));
    }

    /// A panic while it was held leaves caches only, each of them whole.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Terms {
    /// Whether nothing else follows from these than from the `others`.
    pub fn is_like(&self, others: &Self) -> bool {
        Arc::ptr_eq(&self.requirements, &others.requirements)
            && self.said == others.said
            && self.settings == others.settings
            && self.problem == others.problem
    }

    /// What is wrong with what the document asks for.
    pub fn findings(&self) -> Vec<Finding> {
        let problem = self.problem.iter();
        let settings = &self.requirements.settings;
        problem
            .filter_map(|it| problems::finding("invalid-front-matter", it.span, it.message.clone(), settings))
            .collect()
    }
}

impl State {
    /// Reads those files again that were written since, and these in any case; whether there were any.
    fn refresh_files(&mut self, changed: &[PathBuf]) -> bool {
        let written: Vec<_> = self.files.values().filter(|file| file.is_stale(changed)).cloned().collect();
        for file in &written {
            self.files.insert(file.path.clone(), Arc::new(SettingsFile::read(&file.path, Some(file))));
            self.settings.retain(|(of, _), _| of.as_ref() != Some(&file.path));
            self.in_force.retain(|place, _| place.file.as_ref() != Some(&file.path));
            self.changes += 1;
        }
        let guides = self.guides.refresh(changed);
        for file in &guides {
            self.notices.remove(file);
        }
        if written.is_empty() && guides.is_empty() {
            return false;
        }
        let Self { requirements, guides, settings, .. } = self;
        requirements.retain(|_, (of, made)| {
            settings.values().any(|settings| Arc::ptr_eq(settings, of)) && guides.serves(&made.guide)
        });
        true
    }

    fn requirements(&mut self, settings: &Arc<Settings>, guide: Arc<Guide>) -> Arc<Requirements> {
        let key = (Arc::as_ptr(settings) as usize, Arc::as_ptr(&guide) as usize);
        let make = || {
            let made = Arc::new(Requirements::new(guide, (**settings).clone()));
            (settings.clone(), made)
        };
        self.requirements.entry(key).or_insert_with(make).1.clone()
    }

    /// Has the reader told of what is wrong with a file, unless that is what was told before.
    fn notice(&mut self, file: PathBuf, message: String, of_findings: bool) {
        if self.notices.get(&file).is_none_or(|known| known.message != message) {
            self.notices.insert(file, Notice { message, told: false, of_findings });
        }
    }

    /// A path for a message, from the first folder on.
    fn shown(&self, path: &Path) -> String {
        self.folders.first().map_or_else(|| files::slashed(path), |folder| files::shown(path, folder))
    }
}
