//! Which settings file a document has: the nearest one upwards.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::config::FILE_NAMES;

use super::shown;

/// Looks for settings files and remembers what it found, folder by folder, so that a thousand
/// documents in twenty folders cost the look at twenty folders and those above them.
#[derive(Debug, Clone, Default)]
pub struct Discovery {
    workspace: Vec<PathBuf>,
    folders: HashMap<PathBuf, Option<Found>>,
    /// The root of the repository that each folder is in.
    repositories: HashMap<PathBuf, Option<PathBuf>>,
}

/// The settings file of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub file: PathBuf,
    /// Another one beside it, which is not read.
    pub shadowed: Option<PathBuf>,
}

impl Discovery {
    /// The workspace's folders are absolute; there are none on the command line.
    pub fn new(workspace: Vec<PathBuf>) -> Discovery {
        Discovery { workspace, ..Discovery::default() }
    }

    /// The settings file for the document at this absolute path, which need not exist.
    ///
    /// The look upwards ends with [`Discovery::root`].
    pub fn settings(&mut self, document: &Path) -> Option<&Found> {
        let root = self.root(document);
        let mut asked = Vec::new();
        let mut folder = document.parent()?;
        let found = loop {
            if let Some(known) = self.folders.get(folder) {
                break known.clone();
            }
            asked.push(folder.to_path_buf());
            let here = look(folder);
            if here.is_some() || root.as_deref() == Some(folder) {
                break here;
            }
            match folder.parent() {
                Some(above) => folder = above,
                None => break None,
            }
        };
        for folder in asked {
            self.folders.insert(folder, found.clone());
        }
        self.folders.get(document.parent()?)?.as_ref()
    }

    /// The folder that holds all that belongs together with this document: the repository, so that
    /// the editor and the command line agree whatever folder the editor has opened; without one the
    /// workspace's folder; without that there is none.
    pub fn root(&mut self, document: &Path) -> Option<PathBuf> {
        let folder = document.parent()?;
        self.repository(folder).or_else(|| {
            let roots = self.workspace.iter().filter(|root| folder.starts_with(root));
            roots.max_by_key(|root| root.as_os_str().len()).cloned()
        })
    }

    fn repository(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.repositories.get(folder) {
            return known.clone();
        }
        // Not only a folder: in a worktree or a submodule it is a file.
        let root = if exists(&folder.join(".git")) {
            Some(folder.to_path_buf())
        } else {
            folder.parent().and_then(|above| self.repository(above))
        };
        self.repositories.insert(folder.to_path_buf(), root.clone());
        root
    }

    /// Looks again at the folders above `document`; whether something came, went or was renamed there.
    /// Then it looks again at all of them from now on.
    pub fn refresh_around(&mut self, document: &Path) -> bool {
        let mut now = Discovery::new(self.workspace.clone());
        now.settings(document);
        let other =
            |(folder, found): (&PathBuf, &Option<Found>)| self.folders.get(folder).is_some_and(|known| known != found);
        let moved = |(folder, root): (&PathBuf, &Option<PathBuf>)| {
            self.repositories.get(folder).is_some_and(|known| known != root)
        };
        let changed = now.folders.iter().any(other) || now.repositories.iter().any(moved);
        if changed {
            self.forget();
        }
        self.folders.extend(now.folders);
        self.repositories.extend(now.repositories);
        changed
    }

    /// Looks again from now on: a settings file came, went or was renamed.
    pub fn forget(&mut self) {
        self.folders.clear();
        self.repositories.clear();
    }
}

impl Found {
    /// What to tell the reader of a folder that holds two settings files.
    pub fn notice(&self, current: &Path) -> Option<String> {
        let shadowed = shown(self.shadowed.as_ref()?, current);
        let file = shown(&self.file, current);
        Some(format!("{shadowed} is not read, since {file} stands beside it; keep one of them"))
    }
}

fn look(folder: &Path) -> Option<Found> {
    let [first, second] = FILE_NAMES.map(|name| folder.join(name));
    match (is_there(&first), is_there(&second)) {
        (true, also) => Some(Found { file: first, shadowed: also.then_some(second) }),
        (false, true) => Some(Found { file: second, shadowed: None }),
        (false, false) => None,
    }
}

/// A broken link counts: reading it says what is wrong, passing over it would not.
fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|metadata| !metadata.is_dir())
}

fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    #[test]
    fn what_came_or_went_above_a_document_is_seen_and_nothing_else() {
        let tree = tree(&[".git/HEAD", "a/b/ops.md", "a/c/ops.md", "d/ops.md"]);
        let at = |path: &str| tree.path().join(path);
        let mut discovery = Discovery::default();
        let settings =
            |discovery: &mut Discovery, path: &str| discovery.settings(&at(path)).map(|found| found.file.clone());
        for path in ["a/b/ops.md", "d/ops.md"] {
            assert_eq!(settings(&mut discovery, path), None);
        }
        assert!(!discovery.refresh_around(&at("a/c/ops.md")));
        fs::write(at("a/oe-ls.toml"), "").unwrap();
        assert!(!discovery.refresh_around(&at("d/ops.md")));
        assert!(discovery.refresh_around(&at("a/c/ops.md")));
        assert!(!discovery.refresh_around(&at("a/c/ops.md")));
        for path in ["a/b/ops.md", "a/c/ops.md"] {
            assert_eq!(settings(&mut discovery, path), Some(at("a/oe-ls.toml")));
        }
        fs::create_dir(at("a/c/.git")).unwrap();
        assert!(discovery.refresh_around(&at("a/c/ops.md")));
        assert_eq!(settings(&mut discovery, "a/c/ops.md"), None);
        assert_eq!(settings(&mut discovery, "a/b/ops.md"), Some(at("a/oe-ls.toml")));
        fs::remove_file(at("a/oe-ls.toml")).unwrap();
        assert!(discovery.refresh_around(&at("a/b/ops.md")));
        assert_eq!(settings(&mut discovery, "a/b/ops.md"), None);
    }

    fn tree(files: &[&str]) -> TempDir {
        let tree = tempfile::tempdir().unwrap();
        for file in files {
            let path = tree.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        tree
    }

    /// The settings file of `document`, from the tree's root on.
    fn found(tree: &TempDir, workspace: &[&str], document: &str) -> Option<String> {
        let workspace = workspace.iter().map(|folder| tree.path().join(folder)).collect();
        let mut discovery = Discovery::new(workspace);
        let found = discovery.settings(&tree.path().join(document))?;
        Some(shown(&found.file, tree.path()))
    }

    #[test]
    fn the_nearest_one_upwards_is_taken() {
        let tree = tree(&["oe-ls.toml", "a/.oe-ls.toml", "a/b/x", "c/x", ".git/HEAD"]);
        assert_eq!(found(&tree, &[], "a/b/ops.md").as_deref(), Some("a/.oe-ls.toml"));
        assert_eq!(found(&tree, &[], "a/ops.md").as_deref(), Some("a/.oe-ls.toml"));
        assert_eq!(found(&tree, &[], "c/ops.md").as_deref(), Some("oe-ls.toml"));
        assert_eq!(found(&tree, &[], "c/not/there/ops.md").as_deref(), Some("oe-ls.toml"));
    }

    #[test]
    fn the_look_ends_with_the_repository() {
        let tree = tree(&["oe-ls.toml", "repo/.git", "repo/docs/x"]);
        assert_eq!(found(&tree, &[], "repo/docs/ops.md"), None);
        assert_eq!(found(&tree, &[], "docs/ops.md").as_deref(), Some("oe-ls.toml"));
    }

    #[test]
    fn the_root_itself_is_looked_at() {
        let tree = tree(&["oe-ls.toml", ".git/HEAD"]);
        assert_eq!(found(&tree, &[], "docs/ops.md").as_deref(), Some("oe-ls.toml"));
        assert_eq!(found(&tree, &[""], "docs/ops.md").as_deref(), Some("oe-ls.toml"));
    }

    #[test]
    fn the_look_ends_with_the_workspace_outside_of_repositories_only() {
        let tree = tree(&["oe-ls.toml", "ws/docs/x", "repo/.git", "repo/oe-ls.toml", "repo/sub/x"]);
        assert_eq!(found(&tree, &["ws"], "ws/docs/ops.md"), None);
        assert_eq!(found(&tree, &[], "ws/docs/ops.md").as_deref(), Some("oe-ls.toml"));
        for workspace in [&[][..], &["repo/sub"], &["repo"], &[""]] {
            assert_eq!(found(&tree, workspace, "repo/sub/ops.md").as_deref(), Some("repo/oe-ls.toml"));
        }
    }

    #[test]
    fn a_repository_inside_another_is_one_of_its_own() {
        let tree = tree(&["oe-ls.toml", ".git/HEAD", "sub/.git", "sub/docs/x"]);
        assert_eq!(found(&tree, &[""], "sub/docs/ops.md"), None);
        assert_eq!(found(&tree, &[], "ops.md").as_deref(), Some("oe-ls.toml"));
    }

    #[test]
    fn two_in_one_folder_are_said() {
        let tree = tree(&["oe-ls.toml", ".oe-ls.toml"]);
        let mut discovery = Discovery::default();
        let found = discovery.settings(&tree.path().join("ops.md")).unwrap();
        assert_eq!(
            found.notice(tree.path()).unwrap(),
            ".oe-ls.toml is not read, since oe-ls.toml stands beside it; keep one of them"
        );
        fs::remove_file(tree.path().join(".oe-ls.toml")).unwrap();
        discovery.forget();
        assert_eq!(discovery.settings(&tree.path().join("ops.md")).unwrap().notice(tree.path()), None);
    }

    #[test]
    fn a_folder_of_that_name_is_no_settings_file() {
        let tree = tree(&["oe-ls.toml", "docs/oe-ls.toml/x", ".git"]);
        assert_eq!(found(&tree, &[], "docs/ops.md").as_deref(), Some("oe-ls.toml"));
    }

    #[test]
    fn what_was_seen_is_remembered_until_it_is_forgotten() {
        let tree = tree(&["docs/x", ".git"]);
        let mut discovery = Discovery::default();
        let document = tree.path().join("docs/ops.md");
        assert_eq!(discovery.settings(&document), None);
        fs::write(tree.path().join("oe-ls.toml"), "").unwrap();
        assert_eq!(discovery.settings(&document), None);
        assert_eq!(discovery.settings(&tree.path().join("ops.md")), None);
        discovery.forget();
        assert!(discovery.settings(&document).is_some());
    }
}
