//! Paths and URIs. All of it is text: the platform is a parameter, so that the paths of Windows
//! are tested on the others too.

use std::fmt;
use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};

use super::absolute;

/// One document, whatever spelling of its URI a client uses: the canonical URI. Letter case
/// counts, save that of a drive, on whatever platform: the server may run on another than the client.
/// Links are not resolved.
// Invariant: made by `from_uri_on`, or of a `Location`; it is its own canonical form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocKey(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    Unix,
    Windows,
}

impl Platform {
    pub const HERE: Platform = if cfg!(windows) { Platform::Windows } else { Platform::Unix };
}

impl DocKey {
    /// Takes any text: one that is no file's URI is a key by itself, without a path.
    pub fn from_uri(uri: &str) -> DocKey {
        DocKey::from_uri_on(uri, Platform::HERE)
    }

    pub fn from_uri_on(uri: &str, platform: Platform) -> DocKey {
        match Location::of_uri(uri, platform) {
            Some(location) => DocKey(location.uri()),
            None => DocKey(match uri.split_once(':') {
                Some((scheme, rest)) => format!("{}:{}", scheme.to_ascii_lowercase(), respelled(rest)),
                None => uri.to_owned(),
            }),
        }
    }

    pub fn from_path(path: &Path) -> DocKey {
        let path = absolute(path);
        DocKey(Location::of_path(path.as_os_str().as_encoded_bytes(), Platform::HERE).uri())
    }

    /// The file's path; none for `untitled:` and other schemes, and for a file on a host that
    /// this platform has no path for.
    pub fn to_path(&self) -> Option<PathBuf> {
        let bytes = Location::of_uri(&self.0, Platform::HERE)?.path(Platform::HERE)?;
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStringExt as _;
            Some(PathBuf::from(std::ffi::OsString::from_vec(bytes)))
        }
        #[cfg(not(unix))]
        {
            String::from_utf8(bytes).ok().map(PathBuf::from)
        }
    }

    /// Whether it is a file's, be that on another machine.
    pub fn is_file(&self) -> bool {
        self.0.starts_with("file:")
    }

    /// The canonical URI. A client that has named this document by another is answered with that.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DocKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A path as text with forward slashes and an upper-case drive, without the prefix that makes a
/// path of Windows verbatim.
pub(super) fn slashed(path: &str, platform: Platform) -> String {
    if platform == Platform::Unix {
        return path.to_owned();
    }
    let path = path.replace('\\', "/");
    let path = match (path.strip_prefix("//?/UNC/"), path.strip_prefix("//?/")) {
        (Some(unc), _) => format!("//{unc}"),
        (None, Some(plain)) => plain.to_owned(),
        (None, None) => path,
    };
    match path.split_once('/') {
        Some((drive, rest)) if is_drive(drive.as_bytes()) => format!("{}/{rest}", drive.to_ascii_uppercase()),
        _ => path,
    }
}

/// The rest of a URI of whatever scheme with each character written in one way: as itself where that is
/// readable, encoded where it would mean something else or nothing (`/`, `?`, `#`, `%`, `\`, spaces).
fn respelled(rest: &str) -> String {
    let bytes = rest.as_bytes();
    let mut out = String::with_capacity(rest.len());
    let mut at = 0;
    while at < bytes.len() {
        let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
        let escaped = (bytes[at] == b'%').then(|| Some((digit(at + 1)? * 16 + digit(at + 2)?) as u8)).flatten();
        let plain = match escaped {
            Some(byte) => byte.is_ascii_graphic() && !b"/?#%\\".contains(&byte),
            None => bytes[at].is_ascii_graphic() && !b"%\\".contains(&bytes[at]),
        };
        let byte = escaped.unwrap_or(bytes[at]);
        if plain {
            out.push(char::from(byte));
        } else {
            out.extend(percent_encode(&[byte], NON_ALPHANUMERIC));
        }
        at += if escaped.is_some() { 3 } else { 1 };
    }
    out
}

/// Where a file is: what its URI and its path both say.
struct Location {
    /// Lower case; empty for this machine.
    host: String,
    /// None of them empty, `.` or `..`.
    segments: Vec<Vec<u8>>,
}

/// What stands for itself in a path of a URI (RFC 3986, `pchar`).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

impl Location {
    /// A raw `?` or `#` counts as part of the name: no client asks for a part of a document, and
    /// some forget to encode.
    fn of_uri(uri: &str, platform: Platform) -> Option<Location> {
        let (scheme, rest) = uri.split_once(':')?;
        if !scheme.eq_ignore_ascii_case("file") {
            return None;
        }
        let rest = match platform {
            Platform::Unix => rest.to_owned(),
            // `file:///C:\ws\ops.md`
            Platform::Windows => rest.replace('\\', "/"),
        };
        let (host, path) = match rest.strip_prefix("//") {
            Some(rest) => match rest.find('/') {
                Some(slash) => rest.split_at(slash),
                None => (rest, ""),
            },
            None => ("", rest.as_str()),
        };
        let absolute = path.starts_with('/') || rest.starts_with("//");
        absolute.then(|| Location::new(host, percent_decode_str(path).collect(), platform))
    }

    fn of_path(path: &[u8], platform: Platform) -> Location {
        if platform == Platform::Unix {
            return Location::new("", path.to_vec(), platform);
        }
        // A lone surrogate, which UTF-8 has no bytes for, is lost: no editor can name it either.
        let path = slashed(&String::from_utf8_lossy(path), platform);
        Location::new("", path.into_bytes(), platform)
    }

    fn new(host: &str, mut path: Vec<u8>, platform: Platform) -> Location {
        let mut host = host.to_ascii_lowercase();
        if platform == Platform::Windows {
            path.iter_mut().filter(|byte| **byte == b'\\').for_each(|byte| *byte = b'/');
            // A share without its host in front: `file:////server/share`.
            if host.is_empty()
                && let Some(share) = path.strip_prefix(b"//")
            {
                let end = share.iter().position(|byte| *byte == b'/').unwrap_or(share.len());
                host = percent_encode(&share[..end], ENCODED).to_string().to_ascii_lowercase();
                path = share[end..].to_vec();
            }
        }
        if host == "localhost" {
            host.clear();
        }
        let mut segments: Vec<Vec<u8>> = Vec::new();
        // `file://C:/ws`, a slash short.
        if platform == Platform::Windows && is_drive(host.as_bytes()) {
            segments.push(std::mem::take(&mut host).into_bytes());
        }
        for segment in path.split(|byte| *byte == b'/') {
            match segment {
                b"" | b"." => {}
                b".." => {
                    segments.pop();
                }
                name => segments.push(name.to_vec()),
            }
        }
        // On Unix no folder at the root is called like a drive, and an editor may run on Windows.
        if host.is_empty()
            && let Some(drive) = segments.first_mut()
            && is_drive(drive)
        {
            drive.make_ascii_uppercase();
        }
        Location { host, segments }
    }

    fn uri(&self) -> String {
        let mut uri = format!("file://{}", self.host);
        for segment in &self.segments {
            uri.push('/');
            uri.extend(percent_encode(segment, ENCODED));
        }
        if self.segments.is_empty() {
            uri.push('/');
        }
        uri
    }

    fn path(&self, platform: Platform) -> Option<Vec<u8>> {
        let joined = self.segments.join(match platform {
            Platform::Unix => &b'/',
            Platform::Windows => &b'\\',
        });
        match platform {
            Platform::Unix => self.host.is_empty().then(|| [b"/", &joined[..]].concat()),
            Platform::Windows if !self.host.is_empty() => {
                Some([br"\\", self.host.as_bytes(), br"\", &joined[..]].concat())
            }
            Platform::Windows => match &self.segments[..] {
                [drive] if is_drive(drive) => Some([&drive[..], br"\"].concat()),
                [drive, ..] if is_drive(drive) => Some(joined),
                // From the root of whichever drive is the current one.
                _ => None,
            },
        }
    }
}

fn is_drive(segment: &[u8]) -> bool {
    matches!(segment, [letter, b':'] if letter.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Platform::{Unix, Windows};
    use super::*;

    fn key(uri: &str, platform: Platform) -> String {
        DocKey::from_uri_on(uri, platform).0
    }

    fn path(uri: &str, platform: Platform) -> Option<String> {
        let path = Location::of_uri(uri, platform)?.path(platform)?;
        Some(String::from_utf8_lossy(&path).into_owned())
    }

    fn uri(path: &str, platform: Platform) -> String {
        Location::of_path(path.as_bytes(), platform).uri()
    }

    #[test]
    fn one_document_has_one_key() {
        for (a, b, platform) in [
            ("file:///c%3A/Users/a.md", "file:///C:/Users/a.md", Windows),
            ("file:///c:/Users/a.md", "FILE:///C:/Users/a.md", Windows),
            ("file://C:/Users/a.md", "file:///C:/Users/a.md", Windows),
            (r"file:///C:\Users\a.md", "file:///C:/Users/a.md", Windows),
            ("file:///C:%5CUsers%5Ca.md", "file:///C:/Users/a.md", Windows),
            ("file://Server/share/a.md", "file:////server/share/a.md", Windows),
            ("file:///ws/a%20b.md", "file:///ws/a b.md", Unix),
            ("file:///ws/%C3%A4.md", "file:///ws/ä.md", Unix),
            ("file:///ws/%c3%a4.md", "file:///ws/%C3%A4.md", Unix),
            ("file:///ws/a%28b%29.md", "file:///ws/a(b).md", Unix),
            ("file:///ws/a#b.md", "file:///ws/a%23b.md", Unix),
            ("file:///ws/./x/..//a.md", "file:///ws/a.md", Unix),
            ("file://localhost/ws/a.md", "file:///ws/a.md", Unix),
            ("file:/ws/a.md", "file:///ws/a.md", Unix),
            ("file:///c%3A/Users/a.md", "file:///C:/Users/a.md", Unix),
            ("file:///c:/Users/a.md", "FILE:///C%3a/Users/a.md", Unix),
            ("Untitled:Untitled-1", "untitled:Untitled-1", Unix),
            ("vscode-remote://wsl%2Bubuntu/ws/a.md", "vscode-remote://wsl+ubuntu/ws/a.md", Unix),
            ("vscode-remote://wsl%2bubuntu/ws/%c3%a4.md", "vscode-remote://wsl+ubuntu/ws/ä.md", Windows),
            ("untitled:/ws/a%20b%28c%29.md", "untitled:/ws/a b(c).md", Unix),
            ("untitled:100%", "untitled:100%25", Unix),
        ] {
            assert_eq!(key(a, platform), key(b, platform), "{a}");
        }
    }

    #[test]
    fn two_documents_have_two() {
        for (a, b, platform) in [
            ("file:///ws/a.md", "file:///ws/A.md", Unix),
            ("file:///ws/c:/a.md", "file:///ws/C:/a.md", Unix),
            ("vscode-remote://wsl+ubuntu/a%2Fb.md", "vscode-remote://wsl+ubuntu/a/b.md", Unix),
            ("untitled:a%2520b", "untitled:a%20b", Unix),
            ("file:///ws/a%5Cb.md", "file:///ws/a/b.md", Unix),
            ("file:///ws/a%2520b.md", "file:///ws/a%20b.md", Unix),
            ("file:///ws/a%23b.md", "file:///ws/a%23c.md", Unix),
            ("file:///C:/a.md", "file:///D:/a.md", Windows),
            ("file://server/share/a.md", "file:///share/a.md", Windows),
            ("untitled:Untitled-1", "untitled:Untitled-2", Unix),
            ("untitled:/ws/a.md", "file:///ws/a.md", Unix),
        ] {
            assert_ne!(key(a, platform), key(b, platform), "{a}");
        }
    }

    #[test]
    fn uris_become_paths() {
        for (uri, platform, expected) in [
            ("file:///ws/a.md", Unix, Some("/ws/a.md")),
            ("file:///", Unix, Some("/")),
            ("file:///ws/a%20%23%3F%25b.md", Unix, Some("/ws/a #?%b.md")),
            ("file:///ws/%E6%96%87%E6%9B%B8.md", Unix, Some("/ws/文書.md")),
            ("file:///ws/100%.md", Unix, Some("/ws/100%.md")),
            ("file://server/share/a.md", Unix, None),
            ("file:///c%3A/Users/a%20b.md", Windows, Some(r"C:\Users\a b.md")),
            ("file:///C:/", Windows, Some(r"C:\")),
            ("file://server/share/a.md", Windows, Some(r"\\server\share\a.md")),
            ("file:///ws/a.md", Windows, None),
            ("untitled:Untitled-1", Unix, None),
            ("vscode-notebook-cell:/ws/a.md#1", Unix, None),
            ("git:/ws/a.md?{}", Unix, None),
            ("file:a.md", Unix, None),
            ("a.md", Unix, None),
            (r"C:\a.md", Windows, None),
            ("", Unix, None),
        ] {
            assert_eq!(path(uri, platform).as_deref(), expected, "{uri}");
        }
    }

    #[test]
    fn paths_become_uris() {
        for (path, platform, expected) in [
            ("/ws/a b#c?d%e.md", Unix, "file:///ws/a%20b%23c%3Fd%25e.md"),
            ("/ws/ä[1].md", Unix, "file:///ws/%C3%A4%5B1%5D.md"),
            ("/", Unix, "file:///"),
            (r"/ws/a\b.md", Unix, "file:///ws/a%5Cb.md"),
            (r"c:\Users\a b.md", Windows, "file:///C:/Users/a%20b.md"),
            (r"\\?\C:\Users\a.md", Windows, "file:///C:/Users/a.md"),
            (r"\\server\share\a.md", Windows, "file://server/share/a.md"),
            (r"\\?\UNC\server\share\a.md", Windows, "file://server/share/a.md"),
        ] {
            assert_eq!(uri(path, platform), expected, "{path}");
        }
    }

    #[test]
    fn slashed_paths_are_for_globs_and_reports() {
        for (path, platform, expected) in [
            (r"/ws/a\b.md", Unix, r"/ws/a\b.md"),
            (r"c:\ws\a.md", Windows, "C:/ws/a.md"),
            (r"\\?\c:\ws\a.md", Windows, "C:/ws/a.md"),
            (r"\\?\UNC\server\share\a.md", Windows, "//server/share/a.md"),
            (r"docs\a.md", Windows, "docs/a.md"),
        ] {
            assert_eq!(slashed(path, platform), expected);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_text_keeps_its_bytes() {
        use std::os::unix::ffi::OsStrExt as _;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"/ws/\xff.md"));
        let key = DocKey::from_path(path);
        assert_eq!(key.as_str(), "file:///ws/%FF.md");
        assert_eq!(key.to_path().unwrap(), path);
    }

    /// Names of files, with all that needs encoding.
    fn name() -> impl Strategy<Value = String> {
        let plain = |name: &String| name != "." && name != ".." && !is_drive(name.as_bytes());
        "[^/\\\\]{1,6}".prop_filter("dots and drives have a meaning", plain)
    }

    proptest! {
        #[test]
        fn a_path_survives_its_uri(names in proptest::collection::vec(name(), 1..5), drive in "[A-Z]:") {
            let unix = format!("/{}", names.join("/"));
            prop_assert_eq!(path(&uri(&unix, Unix), Unix), Some(unix));
            let windows = format!("{drive}\\{}", names.join("\\"));
            prop_assert_eq!(path(&uri(&windows, Windows), Windows), Some(windows));
            let share = format!("\\\\server\\{}", names.join("\\"));
            prop_assert_eq!(path(&uri(&share, Windows), Windows), Some(share));
        }

        #[test]
        fn a_key_is_its_own_key(
            text in prop_oneof![".{0,12}", "(file|FILE|untitled):/{0,4}[a-c:%25CF/\\\\.?#ä]{0,12}"],
        ) {
            for platform in [Unix, Windows] {
                let once = key(&text, platform);
                prop_assert_eq!(key(&once, platform), once);
            }
        }

        #[cfg(unix)]
        #[test]
        fn a_key_of_a_path_leads_back_to_it(names in proptest::collection::vec(name(), 1..5)) {
            let path = PathBuf::from(format!("/{}", names.join("/")));
            prop_assert_eq!(DocKey::from_path(&path).to_path(), Some(path));
        }
    }
}
