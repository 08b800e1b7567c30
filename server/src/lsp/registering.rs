//! What the client is asked to tell us of: its settings, settings files, and the files in force.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tokio::sync::watch;
use tower_lsp::Client;
use tower_lsp::lsp_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, OneOf, Registration, RelativePattern,
    Unregistration, Url,
};

use super::{Server, State};
use crate::config::FILE_NAMES;
use crate::files::{self, DocKey};

const CONFIGURATION: &str = "workspace/didChangeConfiguration";
const WATCHED_FILES: &str = "workspace/didChangeWatchedFiles";

/// The registration that is made again whenever other files are in force.
const IN_FORCE: &str = "oe-ls.files-in-force";

/// Patterns of the files in force that the client is to watch.
pub(super) type Watched = watch::Sender<Vec<GlobPattern>>;

impl Server {
    /// Asks for what the client tells only if it is asked to.
    pub(super) fn register(&self) {
        let mut state = self.state();
        if state.side.registers_configuration {
            let section = json!({ "section": "oe-ls" });
            self.ask_to_tell(registration("oe-ls.settings", CONFIGURATION, Some(section)));
        }
        if state.side.watches {
            let names = FILE_NAMES.map(|name| GlobPattern::String(format!("**/{name}")));
            self.ask_to_tell(watchers("oe-ls.settings-files", names.to_vec()));
            let (watched, files) = watch::channel(Vec::new());
            tokio::spawn(keep_watched(self.client.clone(), files));
            state.watched = Some(watched);
        }
    }

    fn ask_to_tell(&self, registration: Registration) {
        // Not awaited where messages are handled: the answer is one of them.
        tokio::spawn(ask_to_tell(self.client.clone(), registration));
    }
}

impl State {
    /// Has the client watch the files in force by their names, not every Markdown file for the sake of
    /// some: there may be thousands, and each change of one would be a message.
    pub(super) fn watch_files(&self) {
        let Some(watched) = &self.watched else { return };
        let settings = self.project.settings_files().into_iter().map(|file| file.path.clone());
        // Those in the workspace are watched, be they in force or not.
        let outside = settings.filter(|file| within(file, &self.folders).is_none());
        let asked_for = self.documents.values().filter_map(|open| open.terms.guide.clone());
        let files: BTreeSet<_> = self.project.guide_files().into_iter().chain(asked_for).chain(outside).collect();
        let wanted = files.iter().filter_map(|file| pattern(file, &self.folders, self.side.relative_patterns));
        let wanted: Vec<_> = wanted.collect();
        watched.send_if_modified(|known| {
            let other = *known != wanted;
            *known = wanted;
            other
        });
    }
}

/// Tells the client which files to watch, each time that they are others.
async fn keep_watched(client: Client, mut files: watch::Receiver<Vec<GlobPattern>>) {
    let mut registered = false;
    while files.changed().await.is_ok() {
        let wanted = files.borrow_and_update().clone();
        if registered {
            let before = Unregistration { id: IN_FORCE.to_owned(), method: WATCHED_FILES.to_owned() };
            if let Err(error) = client.unregister_capability(vec![before]).await {
                tracing::warn!("the client goes on watching files that are not in force: {error}");
            }
        }
        registered = !wanted.is_empty();
        if registered {
            ask_to_tell(client.clone(), watchers(IN_FORCE, wanted)).await;
        }
    }
}

async fn ask_to_tell(client: Client, registration: Registration) {
    let method = registration.method.clone();
    if let Err(error) = client.register_capability(vec![registration]).await {
        tracing::warn!("the client does not register `{method}`: {error}");
    }
}

fn watchers(id: &str, patterns: Vec<GlobPattern>) -> Registration {
    let watchers = patterns.into_iter().map(|glob_pattern| FileSystemWatcher { glob_pattern, kind: None });
    let options = DidChangeWatchedFilesRegistrationOptions { watchers: watchers.collect() };
    registration(id, WATCHED_FILES, serde_json::to_value(options).ok())
}

fn registration(id: &str, method: &str, register_options: Option<Value>) -> Registration {
    Registration { id: id.to_owned(), method: method.to_owned(), register_options }
}

/// What the client is to look for to see a change of `file`. Nothing for a file outside of the workspace
/// if it looks nowhere else.
fn pattern(file: &Path, folders: &[PathBuf], relative: bool) -> Option<GlobPattern> {
    if let Some(path) = within(file, folders) {
        return Some(GlobPattern::String(format!("**/{}", literal(&files::slashed(path)))));
    }
    let (folder, name) = (file.parent().filter(|_| relative)?, file.file_name()?);
    let base = Url::parse(DocKey::from_path(folder).as_str()).ok()?;
    let pattern = literal(&files::slashed(Path::new(name)));
    Some(GlobPattern::Relative(RelativePattern { base_uri: OneOf::Right(base), pattern }))
}

/// The path of `file` from the folder of the workspace on that it lies in.
fn within<'a>(file: &'a Path, folders: &[PathBuf]) -> Option<&'a Path> {
    folders.iter().find_map(|folder| file.strip_prefix(folder).ok())
}

/// A glob for this path; one has no way to escape what means something in it.
fn literal(path: &str) -> String {
    path.replace(['*', '?', '[', ']', '{', '}', '\\'], "?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_watched_by_its_name() {
        let folders = [PathBuf::from("/w/app"), PathBuf::from("/w/lib")];
        let shown = |file: &str, relative| json!(pattern(Path::new(file), &folders, relative));
        assert_eq!(shown("/w/lib/docs/guide.md", false), json!("**/docs/guide.md"));
        assert_eq!(shown("/w/lib/[a]/what?.md", true), json!("**/?a?/what?.md"));
        assert_eq!(shown("/w/guide.md", true), json!({ "baseUri": "file:///w", "pattern": "guide.md" }));
        assert_eq!(shown("/w/library/{x}.md", true), json!({ "baseUri": "file:///w/library", "pattern": "?x?.md" }));
        assert_eq!(shown("/w/guide.md", false), json!(null));
    }
}
