//! Which files `check` and the workspace look at: what ripgrep would search, less what is neither
//! Markdown nor settings.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc;

use ignore::types::{Types, TypesBuilder};
use ignore::{DirEntry, WalkBuilder, WalkState};

use crate::config::FILE_NAMES;

use super::error::is_broken_link;
use super::{Cause, FileError, MARKDOWN, absolute, is_markdown};

/// What was found, and what could not be looked at; both in the order of their paths.
#[derive(Debug, Default)]
pub struct Walk {
    pub files: Vec<Walked>,
    pub problems: Vec<FileError>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Walked {
    /// Absolute.
    pub path: PathBuf,
    /// Named itself, not found in a folder: taken whatever its name is.
    pub named: bool,
}

/// Files as they are, folders with all that is in them: `.gitignore`, `.ignore` and their like are
/// respected as ripgrep does, hidden files and folders are skipped (but not `.oe-ls.toml`), and
/// links are followed only where they are named here. Each file is found once.
pub fn walk(paths: &[PathBuf]) -> Walk {
    let mut walk = Walk::default();
    let mut folders = Vec::new();
    for path in paths {
        let path = absolute(path);
        match path.metadata() {
            Ok(metadata) if metadata.is_dir() => folders.push(path),
            Ok(_) => walk.files.push(Walked { path, named: true }),
            Err(error) => {
                let cause = Cause::of_io(&path, error);
                walk.problems.push(FileError { path, cause });
            }
        }
    }
    walk_folders(&folders, &mut walk);
    // Named ones first, for they are the ones that are kept.
    walk.files.sort_unstable_by(|a, b| a.path.cmp(&b.path).then(b.named.cmp(&a.named)));
    walk.files.dedup_by(|a, b| a.path == b.path);
    walk.problems.sort_by(|a, b| a.path.cmp(&b.path));
    walk.problems.dedup_by(|a, b| a.path == b.path);
    walk
}

fn walk_folders(folders: &[PathBuf], walk: &mut Walk) {
    let Some((first, rest)) = folders.split_first() else {
        return;
    };
    let mut builder = WalkBuilder::new(first);
    for folder in rest {
        builder.add(folder);
    }
    builder.types(types());
    let (sender, receiver) = mpsc::channel();
    builder.build_parallel().run(|| {
        let sender = sender.clone();
        Box::new(move |entry| {
            let found = match entry {
                Ok(entry) => seen(entry),
                Err(error) => Some(Err(failed(error))),
            };
            if let Some(found) = found {
                // The receiver outlives the walk.
                let _ = sender.send(found);
            }
            WalkState::Continue
        })
    });
    drop(sender);
    for found in receiver {
        match found {
            Ok(path) => walk.files.push(Walked { path, named: false }),
            Err(error) => walk.problems.push(error),
        }
    }
}

/// What an entry of a folder adds. A link in a folder adds nothing: inside the workspace its
/// target is found under its own name, and outside of it is none of ours.
fn seen(entry: DirEntry) -> Option<Result<PathBuf, FileError>> {
    let kind = entry.file_type()?;
    let path = entry.into_path();
    if kind.is_file() {
        Some(Ok(path))
    } else if kind.is_symlink() && is_markdown(&path) && is_broken_link(&path) {
        Some(Err(FileError { path, cause: Cause::BrokenLink }))
    } else {
        None
    }
}

/// The path is in one of the wrappings of the walker's error, the cause innermost.
fn failed(error: ignore::Error) -> FileError {
    fn path_of(error: &ignore::Error) -> Option<PathBuf> {
        match error {
            ignore::Error::WithPath { path, .. } => Some(path.clone()),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
            ignore::Error::Loop { child, .. } => Some(child.clone()),
            _ => None,
        }
    }
    let path = path_of(&error).unwrap_or_default();
    let text = error.to_string();
    let cause = match error.into_io_error() {
        Some(error) => Cause::of_io(&path, error),
        None => Cause::Io(io::Error::other(text)),
    };
    FileError { path, cause }
}

/// The names of our files. The walker lets a name that it is asked for pass even if it is hidden,
/// so Markdown names are asked for without a dot in front.
fn types() -> Types {
    let mut builder = TypesBuilder::new();
    let markdown = MARKDOWN.map(|extension| format!("[!.]*.{}", any_case(extension)));
    for glob in markdown.iter().map(String::as_str).chain(FILE_NAMES) {
        // An invalid glob would be a bug here: the tests would miss its files.
        let _ = builder.add("ours", glob);
    }
    builder.select("ours");
    builder.build().unwrap_or_else(|_| Types::empty())
}

/// `md` as `[mM][dD]`.
fn any_case(text: &str) -> String {
    text.chars().flat_map(|c| ['[', c, c.to_ascii_uppercase(), ']']).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use tempfile::TempDir;

    use super::super::shown;
    use super::*;

    fn tree(files: &[(&str, &str)]) -> TempDir {
        let tree = tempfile::tempdir().unwrap();
        for (file, text) in files {
            let path = tree.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        tree
    }

    /// The files found in the tree; named ones with a star.
    fn found(tree: &TempDir, paths: &[&str]) -> Vec<String> {
        let paths: Vec<_> = paths.iter().map(|path| tree.path().join(path)).collect();
        let walk = walk(&paths);
        assert!(walk.problems.is_empty(), "{:?}", walk.problems);
        let star = |named| if named { "*" } else { "" };
        let show = |file: &Walked| format!("{}{}", shown(&file.path, tree.path()), star(file.named));
        walk.files.iter().map(show).collect()
    }

    #[test]
    fn markdown_and_settings_are_found_in_order() {
        let names = ["b.md", "a/z.MARKDOWN", "a/x.mkd", "a.txt", "mdx.mdx", "md", "oe-ls.toml", "a/.oe-ls.toml"];
        let tree = tree(&names.map(|name| (name, "")));
        assert_eq!(found(&tree, &[""]), ["a/.oe-ls.toml", "a/x.mkd", "a/z.MARKDOWN", "b.md", "oe-ls.toml"]);
    }

    #[test]
    fn hidden_files_are_skipped_but_not_hidden_settings() {
        let names = [".a.md", ".github/b.md", ".github/oe-ls.toml", ".oe-ls.toml", "c.md"];
        let tree = tree(&names.map(|name| (name, "")));
        assert_eq!(found(&tree, &[""]), [".oe-ls.toml", "c.md"]);
        assert_eq!(found(&tree, &[".github"]), [".github/b.md", ".github/oe-ls.toml"]);
    }

    #[test]
    fn ignore_files_are_respected() {
        let tree = tree(&[
            (".git/HEAD", ""),
            (".gitignore", "build/\n.oe-ls.toml"),
            (".ignore", "*.draft.md\n!.github"),
            ("build/a.md", ""),
            (".oe-ls.toml", ""),
            ("x.draft.md", ""),
            (".github/b.md", ""),
            ("c.md", ""),
        ]);
        assert_eq!(found(&tree, &[""]), [".github/b.md", "c.md"]);
    }

    #[test]
    fn what_is_named_is_taken_once_whatever_it_is() {
        let tree = tree(&[(".ignore", "*"), ("a.md", ""), ("notes.txt", ""), (".b.md", "")]);
        assert_eq!(found(&tree, &["", "notes.txt", "a.md", "./a.md", ".b.md"]), [".b.md*", "a.md*", "notes.txt*"]);
        let tree = self::tree(&[("a.md", ""), ("b/c.md", "")]);
        assert_eq!(found(&tree, &["b", "", "a.md", "b/../b/c.md"]), ["a.md*", "b/c.md*"]);
    }

    #[test]
    fn what_is_not_there_is_a_problem() {
        let tree = tree(&[("a.md", "")]);
        let walk = walk(&[tree.path().join("b.md"), tree.path().join("a.md")]);
        assert_eq!(walk.files.len(), 1);
        assert!(matches!(walk.problems[..], [FileError { cause: Cause::Missing, .. }]));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_only_where_they_are_named() {
        let tree = tree(&[("ws/a.md", ""), ("out/b.md", "")]);
        let at = |path: &str| tree.path().join(path);
        let link = |target: &str, name: &str| std::os::unix::fs::symlink(at(target), at(name)).unwrap();
        link("ws", "ws/loop");
        link("out", "ws/out");
        link("out/b.md", "ws/b.md");
        assert_eq!(found(&tree, &["ws"]), ["ws/a.md"]);
        assert_eq!(found(&tree, &["ws/out"]), ["ws/out/b.md"]);
        assert_eq!(found(&tree, &["ws/b.md"]), ["ws/b.md*"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_broken_link_is_a_problem_unless_it_is_an_editors_lock() {
        let tree = tree(&[("a.md", "")]);
        let link = |name: &str| std::os::unix::fs::symlink("/not/there", tree.path().join(name)).unwrap();
        link("b.md");
        link(".#a.md");
        link("c.txt");
        let walk = walk(&[tree.path().to_path_buf()]);
        assert_eq!(walk.files.len(), 1);
        let [problem] = &walk.problems[..] else { panic!("{:?}", walk.problems) };
        assert!(problem.path.ends_with("b.md") && matches!(problem.cause, Cause::BrokenLink));
    }

    #[test]
    fn an_error_of_the_walker_keeps_its_path_and_cause() {
        let inner = ignore::Error::Io(io::Error::from(io::ErrorKind::PermissionDenied));
        let path = ignore::Error::WithPath { path: "/ws/secret".into(), err: Box::new(inner) };
        let error = failed(ignore::Error::WithDepth { depth: 2, err: Box::new(path) });
        assert_eq!(error.path, Path::new("/ws/secret"));
        assert!(error.to_string().ends_with("this may not be read: permission denied"), "{error}");
        let ends = ignore::Error::Loop { ancestor: "/ws".into(), child: "/ws/a".into() };
        assert_eq!(failed(ends).path, Path::new("/ws/a"));
    }
}
