//! Why a file could not be had, in words for the person who named it.

use std::fs::FileType;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

/// A file or folder that could not be read, and why.
#[derive(Debug)]
pub struct FileError {
    pub path: PathBuf,
    pub cause: Cause,
}

#[derive(Debug)]
pub enum Cause {
    Missing,
    /// A link to something that is not there.
    BrokenLink,
    /// Not a regular file, but this.
    NoFile(&'static str),
    NotUtf8 {
        /// The first byte that is no part of a character, after a byte order mark.
        offset: usize,
        /// Its line, from one.
        line: usize,
    },
    Utf16,
    Io(io::Error),
}

impl Cause {
    pub(super) fn of_io(path: &Path, error: io::Error) -> Cause {
        match error.kind() {
            io::ErrorKind::NotFound if is_broken_link(path) => Cause::BrokenLink,
            io::ErrorKind::NotFound => Cause::Missing,
            _ => Cause::Io(error),
        }
    }
}

/// Whether a path is a link whose target is missing.
pub(super) fn is_broken_link(path: &Path) -> bool {
    path.is_symlink() && matches!(fs::metadata(path), Err(error) if error.kind() == io::ErrorKind::NotFound)
}

pub(super) fn name_of(kind: FileType) -> &'static str {
    if kind.is_dir() {
        return "a folder";
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
    }
    "a device"
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cause::Missing => write!(f, "there is no such file"),
            Cause::BrokenLink => write!(f, "this is a link to a file that is not there"),
            Cause::NoFile(what) => write!(f, "this is {what}, not a file"),
            Cause::NotUtf8 { offset, line } => {
                write!(f, "line {line} is not UTF-8 (byte {offset}); save the file as UTF-8")
            }
            Cause::Utf16 => write!(f, "this is UTF-16; save the file as UTF-8"),
            Cause::Io(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                write!(f, "this may not be read: permission denied")
            }
            Cause::Io(error) => write!(f, "this cannot be read: {error}"),
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", super::slashed(&self.path), self.cause)
    }
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.cause {
            Cause::Io(error) => Some(error),
            _ => None,
        }
    }
}
