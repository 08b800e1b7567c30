//! Settings from the editor and from files, and what follows when they change.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;
use tower_lsp::lsp_types::{ConfigurationItem, Diagnostic, InitializeParams, Url, WorkspaceFoldersChangeEvent};

use super::look::Home;
use super::notice::MOST_FINDINGS;
use super::outbox::Letter;
use super::{Server, State, convert, telling};
use crate::config;
use crate::files::{self, DocKey};
use crate::project::{EditorLayers, Project};
use crate::text::Text;

/// The folders that the client has open.
pub(super) fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let path = |uri: &Url| DocKey::from_uri(uri.as_str()).to_path();
    if let Some(folders) = params.workspace_folders.as_ref().filter(|folders| !folders.is_empty()) {
        return folders.iter().filter_map(|folder| path(&folder.uri)).collect();
    }
    let root = params.root_uri.as_ref().and_then(path);
    #[allow(deprecated, reason = "some clients know nothing newer")]
    let root = root.or_else(|| params.root_path.as_ref().map(PathBuf::from).filter(|path| path.is_absolute()));
    root.into_iter().collect()
}

/// What an editor sets, in the two ways in which it may say so. Each may leave out what the other says.
#[derive(Default)]
pub(super) struct EditorSettings {
    /// The `initializationOptions`, which hold for the session.
    pub(super) options: Value,
    /// What it told later, or was asked for, over them. Null while it has set nothing.
    pub(super) told: Value,
    /// Instead of that, for the documents in a folder, where there are several.
    pub(super) of_folders: BTreeMap<PathBuf, Value>,
}

/// What was told of settings files that are not open.
#[derive(Default)]
pub(super) struct ToldFiles {
    told: BTreeMap<DocKey, Vec<Diagnostic>>,
    /// What the project had read then; nothing if it is not all that decides.
    changes: Option<u64>,
}

/// Takes over settings as the editor gives them; what is wrong with them is said once, though some
/// editors give them over and over.
fn put(state: &mut State) {
    let (below, mut problems) = config::from_json(&state.editor.options);
    let mut over_options = |told: &Value| {
        let (above, more) = config::from_json(told);
        problems.extend(more);
        above.over(below.clone())
    };
    let all = over_options(&state.editor.told);
    let folders = state.editor.of_folders.iter();
    let folders = folders.map(|(folder, told)| (folder.clone(), over_options(told))).collect();
    problems.extend(state.project.put_editor_settings(EditorLayers { all, folders }));
    for (at, problem) in problems.iter().enumerate() {
        if !state.settings_problems.contains(problem) && !problems[..at].contains(problem) {
            state.send(Letter::Notice(format!("oe-ls: in the editor's settings, {problem}")));
        }
    }
    state.settings_problems = problems;
}

/// Takes over what the editor began with.
pub(super) fn put_options(state: &mut State, options: Value) {
    state.editor.options = options;
    put(state);
}

/// Takes over what the editor says now, be it nothing.
fn put_told(state: &mut State, told: Value, of_folders: BTreeMap<PathBuf, Value>) {
    state.editor.told = told;
    state.editor.of_folders = of_folders;
    put(state);
}

/// The folders that may have settings of their own: one alone has those of the workspace.
fn several(folders: &[PathBuf]) -> Vec<PathBuf> {
    if folders.len() > 1 { folders.to_vec() } else { Vec::new() }
}

impl Server {
    /// Asks the client for its settings, and for those of each folder if there are several.
    pub(super) fn ask_for_settings(&self) {
        let server = self.clone();
        let folders = several(&self.state().folders);
        let scopes = folders.iter().map(|folder| Url::parse(DocKey::from_path(folder).as_str()).ok());
        let items = [None].into_iter().chain(scopes);
        let items = items.map(|scope_uri| ConfigurationItem { scope_uri, section: Some("oe-ls".to_owned()) }).collect();
        self.aside(async move {
            match server.client.configuration(items).await {
                Ok(answer) => {
                    let mut answer = answer.into_iter();
                    let told = answer.next().unwrap_or_default();
                    // Of a folder for which it says nothing, or answers less, the others hold.
                    let of_folders = folders.into_iter().zip(answer).filter(|(_, told)| !told.is_null());
                    put_told(&mut server.state(), told, of_folders.collect());
                    server.renew();
                }
                Err(error) => tracing::warn!("the client did not give its settings: {error}"),
            }
        });
    }

    /// The client's settings changed: it says how, or has to be asked.
    pub(super) fn settings_changed(&self, settings: &Value) {
        let said = config::ours(settings);
        if said.is_none() && self.state().side.configuration {
            return self.ask_for_settings();
        }
        put_told(&mut self.state(), said.cloned().unwrap_or_default(), BTreeMap::new());
        self.renew();
    }

    pub(super) fn folders_changed(&self, event: &WorkspaceFoldersChangeEvent) {
        let mut state = self.state();
        let path = |uri: &Url| DocKey::from_uri(uri.as_str()).to_path();
        let removed: Vec<_> = event.removed.iter().filter_map(|folder| path(&folder.uri)).collect();
        state.folders.retain(|folder| !removed.contains(folder));
        let added: Vec<_> = event.added.iter().filter_map(|folder| path(&folder.uri)).collect();
        state.folders.extend(added);
        let project = Arc::new(Project::in_workspace(state.folders.clone()));
        project.put_editor_settings(state.project.editor_settings());
        state.project = project.clone();
        state.told_files.changes = None;
        for open in state.documents.values_mut() {
            open.home.project = project.clone();
        }
        let asks = state.side.configuration;
        drop(state);
        self.renew();
        if asks {
            self.ask_for_settings();
        }
    }

    /// Looks again at settings files and guides as an opened or saved document gives reason to, for
    /// clients that watch nothing. Documents are many, and most of what they are held against is as before.
    pub(super) fn look_around(&self, key: &DocKey, saved: bool) {
        let Home { path, project } = self.state().home(key);
        if project.refresh_around(&path, saved) {
            self.renew();
        }
    }

    /// Looks again at settings files and guides; those at `changed` in any case.
    pub(super) fn look_at_files(&self, changed: &[PathBuf]) {
        let project = self.state().project.clone();
        project.refresh(changed);
        self.renew();
    }

    /// Holds every document against what is in force now. The client asks again, or is told at the
    /// next quiet moment.
    pub(super) fn renew(&self) {
        let mut state = self.state();
        let state = &mut *state;
        let mut renewed = false;
        for open in state.documents.values_mut() {
            renewed |= open.renew_terms();
        }
        // Whether a client takes that is lost on the way: the types read its capability by another name
        // than the protocol's. One that does not answers with an error, which harms nobody.
        if renewed && state.side.pulls {
            state.send(Letter::Refresh);
        }
        state.tell_of_files();
    }
}

impl State {
    /// Tells what is wrong with settings files and guides that came into force.
    pub(super) fn tell_of_files(&mut self) {
        for notice in self.project.take_notices() {
            self.send(Letter::Notice(format!("oe-ls: {notice}")));
        }
        self.tell_settings_files();
        self.watch_files();
    }

    /// Publishes what is wrong with the settings files in force; those that are open are documents
    /// like others.
    fn tell_settings_files(&mut self) {
        if self.told_files.changes == Some(self.project.changes()) {
            return;
        }
        let files = self.project.settings_files().into_iter().map(|file| (DocKey::from_path(&file.path), file));
        let files: BTreeMap<_, _> = files.filter(|(key, _)| !self.documents.contains_key(key)).collect();
        let gone: Vec<_> = self.told_files.told.keys().filter(|key| !files.contains_key(key)).cloned().collect();
        for key in gone {
            self.tell_file(&key, Vec::new());
        }
        for (key, file) in files {
            let text = files::read(&file.path).unwrap_or_default();
            let findings = self.project.settings_findings(&file.path, &text);
            let findings = telling::worst(&findings, MOST_FINDINGS);
            let diagnostics = convert::file_diagnostics(&findings, &Text::from(text.as_str()), self.side.encoding);
            self.tell_file(&key, diagnostics);
        }
        self.told_files.changes = Some(self.project.changes());
    }

    /// Publishes what is wrong with a file that is not open, unless that was told before.
    fn tell_file(&mut self, key: &DocKey, diagnostics: Vec<Diagnostic>) {
        let told = self.told_files.told.get(key).map_or(&[][..], Vec::as_slice);
        let Some(uri) = Url::parse(key.as_str()).ok().filter(|_| *told != diagnostics) else { return };
        self.send(Letter::Diagnostics { uri, version: None, diagnostics: Arc::new(diagnostics.clone()) });
        if diagnostics.is_empty() {
            self.told_files.told.remove(key);
        } else {
            self.told_files.told.insert(key.clone(), diagnostics);
        }
    }

    /// A file was opened or closed: what is wrong with it is told in one way only.
    pub(super) fn file_changes_hands(&mut self, key: &DocKey) {
        if self.documents.contains_key(key) {
            self.tell_file(key, Vec::new());
        }
        self.told_files.changes = None;
    }
}
