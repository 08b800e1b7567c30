//! The file system for both edges: finding settings, walking, reading, naming files.
//!
//! Apart so that nothing below the edges touches the disk. All paths that leave this module are
//! absolute; no link is followed that was not named by hand.

#![allow(clippy::disallowed_methods, reason = "this is where files are looked at and read")]

mod discovery;
mod error;
mod uri;
mod walk;

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

pub use discovery::{Discovery, Found};
pub use error::{Cause, FileError};
pub use uri::{DocKey, Platform};
pub use walk::{Walk, Walked, walk};

/// What a Markdown file's name ends with, in whatever case. Not `mdx`: that is another language,
/// whose braces and imports this Markdown grammar would misread.
pub const MARKDOWN: [&str; 4] = ["md", "markdown", "mdown", "mkd"];

/// The text of a file without its byte order mark. What is no regular file is refused before it
/// is opened, since opening a pipe or a device may block for ever or do something.
pub fn read(path: &Path) -> Result<String, FileError> {
    let fail = |cause| FileError { path: path.to_path_buf(), cause };
    let kind = fs::metadata(path).map_err(|error| fail(Cause::of_io(path, error)))?.file_type();
    if !kind.is_file() {
        return Err(fail(Cause::NoFile(error::name_of(kind))));
    }
    let bytes = fs::read(path).map_err(|error| fail(Cause::of_io(path, error)))?;
    text(bytes).map_err(fail)
}

/// What can be made out of a file that is not UTF-8, to learn what it is about.
pub fn made_out(path: &Path) -> String {
    let bytes = fs::read(path).unwrap_or_default();
    let units = |of: fn([u8; 2]) -> u16| {
        let units: Vec<_> = bytes[2..].chunks_exact(2).map(|pair| of([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes.first_chunk() {
        Some([0xff, 0xfe]) => units(u16::from_le_bytes),
        Some([0xfe, 0xff]) => units(u16::from_be_bytes),
        _ => String::from_utf8_lossy(&bytes).into_owned(),
    }
}

/// Bytes from a file or a pipe as text without its byte order mark.
pub fn text(mut bytes: Vec<u8>) -> Result<String, Cause> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Cause::Utf16);
    }
    if bytes.starts_with("\u{feff}".as_bytes()) {
        bytes.drain(..3);
    }
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        Cause::NotUtf8 { offset, line: 1 + line_ends(&error.as_bytes()[..offset]) }
    })
}

/// Line ends as LSP counts them: LF, CRLF and a lone CR.
fn line_ends(bytes: &[u8]) -> usize {
    let lone = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    (0..bytes.len()).filter(|at| bytes[*at] == b'\n' || lone(*at)).count()
}

/// What changes when a file is written: its time and its size. `None` while there is no file.
/// For the clients that watch nothing: a settings file is read again when this differs.
pub fn stamp(path: &Path) -> Option<(SystemTime, u64)> {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// Whether a file is Markdown by its name.
pub fn is_markdown(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| MARKDOWN.iter().any(|known| known.eq_ignore_ascii_case(extension)))
}

/// A path as it is from the root on, without `.` and `..`. Links stay as they are, but one that
/// stands before a `..` is resolved: the folder above it is that of its target.
pub fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut plain = PathBuf::new();
    for component in whole.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                if plain.is_symlink()
                    && let Ok(target) = fs::canonicalize(&plain)
                {
                    plain = target;
                }
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

/// A path as text with forward slashes, as globs, reports and messages have it.
pub fn slashed(path: &Path) -> String {
    uri::slashed(&path.to_string_lossy(), Platform::HERE)
}

/// A path as a report shows it: from the current folder on, with forward slashes; in full where
/// the two have only the root in common. Both are absolute.
pub fn shown(path: &Path, current: &Path) -> String {
    relative(&slashed(path), &slashed(current))
}

/// Whether a file, once every link on its way is followed, lies in a folder. For what a document
/// or a settings file names: it is not read where it leads out of the workspace.
pub fn is_inside(path: &Path, folder: &Path) -> bool {
    match (fs::canonicalize(path), fs::canonicalize(folder)) {
        (Ok(path), Ok(folder)) => path.starts_with(folder),
        _ => false,
    }
}

/// `path` from `folder` on; both absolute, with forward slashes.
fn relative(path: &str, folder: &str) -> String {
    let whole: Vec<&str> = path.split('/').collect();
    let folder: Vec<&str> = folder.trim_end_matches('/').split('/').collect();
    let common = whole.iter().zip(&folder).take_while(|(a, b)| a == b).count();
    let up = folder.len() - common;
    // `/`, `C:/` or `//server/share/`: what two paths share without being near each other.
    let root = if path.starts_with("//") { 4 } else { 1 };
    if common < root || (common == root && up > 0) {
        return path.to_owned();
    }
    let relative: Vec<&str> = vec![".."; up].into_iter().chain(whole[common..].iter().copied()).collect();
    if relative.is_empty() { ".".to_owned() } else { relative.join("/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(bytes: &[u8]) -> Result<String, Cause> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ops.md");
        fs::write(&path, bytes).unwrap();
        read(&path).map_err(|error| {
            assert_eq!(error.path, path);
            error.cause
        })
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        assert_eq!(file("\u{feff}# Ops".as_bytes()).unwrap(), "# Ops");
        assert_eq!(file("# \u{feff}Ops".as_bytes()).unwrap(), "# \u{feff}Ops");
        assert_eq!(file(b"").unwrap(), "");
    }

    #[test]
    fn what_is_not_utf_8_says_where() {
        let cause = file(b"a\nb\r\nc\rd \xff\n").unwrap_err();
        assert!(matches!(cause, Cause::NotUtf8 { offset: 9, line: 4 }), "{cause:?}");
        let cause = file(b"\xff\xfe#\0").unwrap_err();
        assert!(matches!(cause, Cause::Utf16), "{cause:?}");
    }

    #[test]
    fn folders_pipes_and_devices_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let cause = read(folder.path()).unwrap_err().cause;
        assert!(matches!(cause, Cause::NoFile("a folder")), "{cause:?}");
        if cfg!(unix) {
            let cause = read(Path::new("/dev/null")).unwrap_err().cause;
            assert!(matches!(cause, Cause::NoFile("a device")), "{cause:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_refused_before_it_blocks() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ops.md");
        let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
        assert!(made.success());
        let cause = read(&path).unwrap_err().cause;
        assert!(matches!(cause, Cause::NoFile("a pipe")), "{cause:?}");
    }

    #[test]
    fn a_missing_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = read(&folder.path().join("ops.md")).unwrap_err();
        assert_eq!(error.to_string(), format!("{}/ops.md: there is no such file", slashed(folder.path())));
    }

    #[test]
    fn a_stamp_changes_with_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("oe-ls.toml");
        assert_eq!(stamp(&path), None);
        fs::write(&path, "a").unwrap();
        let before = stamp(&path);
        fs::write(&path, "ab").unwrap();
        assert!(before.is_some() && stamp(&path) != before);
    }

    #[test]
    fn markdown_is_known_by_its_name() {
        for name in ["ops.md", "OPS.MD", "docs/a.markdown", "a.mkd", "a.mdown", ".md.md"] {
            assert!(is_markdown(Path::new(name)), "{name}");
        }
        for name in ["ops.mdx", "md", ".md", "ops.md.txt", "ops"] {
            assert!(!is_markdown(Path::new(name)), "{name}");
        }
    }

    #[test]
    fn dots_are_taken_out_of_a_path() {
        let here = std::env::current_dir().unwrap();
        assert_eq!(absolute(Path::new("./a/../b.md")), here.join("b.md"));
        assert_eq!(absolute(Path::new(".")), here);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_before_dots_is_resolved_and_others_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let base = fs::canonicalize(folder.path()).unwrap();
        fs::create_dir_all(base.join("deep/er")).unwrap();
        std::os::unix::fs::symlink(base.join("deep/er"), base.join("link")).unwrap();
        assert_eq!(absolute(&base.join("link/../a.md")), base.join("deep/a.md"));
        assert_eq!(absolute(&base.join("link/a.md")), base.join("link/a.md"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_a_folder_is_not_inside_it() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        fs::create_dir(at("ws")).unwrap();
        fs::write(at("ws/a.md"), "").unwrap();
        fs::write(at("b.md"), "").unwrap();
        std::os::unix::fs::symlink(at("b.md"), at("ws/b.md")).unwrap();
        std::os::unix::fs::symlink(at("ws/a.md"), at("ws/c.md")).unwrap();
        let inside = |path| is_inside(&at(path), &at("ws"));
        assert!(inside("ws/a.md") && inside("ws/c.md"));
        assert!(!inside("ws/b.md") && !inside("ws/../b.md") && !inside("ws/none.md"));
    }

    #[test]
    fn paths_are_shown_from_the_current_folder_on() {
        for (path, folder, expected) in [
            ("/ws/docs/ops.md", "/ws", "docs/ops.md"),
            ("/ws/docs/ops.md", "/ws/", "docs/ops.md"),
            ("/ws/ops.md", "/ws/docs", "../ops.md"),
            ("/ws-old/ops.md", "/ws", "/ws-old/ops.md"),
            ("/ws", "/ws", "."),
            ("/tmp/ops.md", "/", "tmp/ops.md"),
            ("C:/ws/ops.md", "C:/ws", "ops.md"),
            ("D:/ws/ops.md", "C:/ws", "D:/ws/ops.md"),
            ("//server/share/ops.md", "C:/ws", "//server/share/ops.md"),
            ("//server/share/ops.md", "//server/other", "//server/share/ops.md"),
            ("//server/share/ws/docs/ops.md", "//server/share/ws", "docs/ops.md"),
            ("/ws/ops.md", "/home/me", "/ws/ops.md"),
        ] {
            assert_eq!(relative(path, folder), expected, "{path} from {folder}");
        }
    }
}
