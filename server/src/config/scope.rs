//! What the settings say about a file by its path: whether it is one of ours, which guide it has.
//!
//! Paths are texts with forward slashes, as `files::slashed` makes them.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::node::clip;
use super::{Origin, Settings, Written};

/// A list of globs, compiled. They read as in an ignore file: a glob without a slash matches at
/// any depth, one with a slash from the folder of the settings on; `*` and `?` stop at a slash,
/// `**` does not; a glob that matches a folder takes all that is in it, and one that ends in a
/// slash matches folders only. Letter case counts, on every platform alike.
#[derive(Debug, Clone)]
pub struct Matcher {
    set: GlobSet,
    /// As written, by their index in `set`.
    globs: Vec<String>,
}

/// The folders that settings are relative to, by the place where they were written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Folders<'a> {
    /// The one that holds the settings file.
    pub file: &'a str,
    /// The editor's workspace.
    pub editor: &'a str,
}

/// The path part of the settings, compiled for many questions.
#[derive(Debug, Clone)]
pub struct Scope {
    oe: Option<Place>,
    not_oe: Option<Place>,
    guides: Vec<(Place, Written<String>)>,
    guide: Option<Written<String>>,
}

/// The settings' word on one file, and the glob that it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said<'a> {
    pub ours: bool,
    pub glob: &'a str,
}

/// Globs and the folder that they are relative to.
#[derive(Debug, Clone)]
struct Place {
    folder: String,
    matcher: Matcher,
}

impl Matcher {
    /// Leaves out what is not a glob: it was reported where it was read.
    pub fn new(globs: &[String]) -> Matcher {
        let mut set = GlobSetBuilder::new();
        let mut kept = Vec::new();
        for glob in globs {
            if let Ok(compiled) = compile(glob) {
                set.add(compiled);
                kept.push(glob.clone());
            }
        }
        match set.build() {
            Ok(set) => Matcher { set, globs: kept },
            // Too large for the regex engine; `MOST` is far below that.
            Err(_) => Matcher { set: GlobSet::empty(), globs: Vec::new() },
        }
    }

    /// The first glob that matches a file, given relative to the folder of the settings.
    pub fn matched(&self, path: &str) -> Option<&str> {
        if self.globs.is_empty() {
            return None;
        }
        let itself = self.first(path, |glob| !glob.ends_with('/'));
        itself.or_else(|| {
            let slashes = path.char_indices().rev().filter(|(_, c)| *c == '/');
            slashes.map(|(at, _)| &path[..at]).find_map(|folder| self.first(folder, |_| true))
        })
    }

    fn first(&self, path: &str, takes: impl Fn(&str) -> bool) -> Option<&str> {
        let mut matching = self.set.matches(path).into_iter().map(|index| self.globs[index].as_str());
        matching.find(|glob| takes(glob))
    }
}

/// The longest glob that is compiled, in bytes. The compiler recurses over braces, and enough of
/// them would end the process.
const LONGEST: usize = 1000;

/// The most bytes of globs that one list may hold.
pub(super) const MOST: usize = 64 * 1024;

/// Why a glob can match nothing, as the end of a sentence that begins with the glob.
pub(super) fn problem_of(glob: &str) -> Option<String> {
    if let Some(rest) = glob.strip_prefix('!') {
        let rest = clip(rest);
        return Some(format!("starts with `!`, which negates nothing here; put `{rest}` into `not-oe-files`"));
    }
    if glob.split('/').any(|part| part == "..") {
        return Some("has `..`, and matches nothing: write it from this folder on".to_owned());
    }
    if let [letter, b':', ..] = glob.as_bytes()
        && letter.is_ascii_alphabetic()
    {
        return Some("begins with a drive, and matches nothing: write it from this folder on".to_owned());
    }
    // It takes what a glob means away from brackets; no file is called by a star.
    let separates = |(at, _): (usize, &str)| {
        glob[at + 1..].starts_with(|char: char| char.is_alphanumeric() || "._*".contains(char))
    };
    if glob.match_indices('\\').any(separates) {
        return Some("has `\\` between folders, and matches nothing: write `/`".to_owned());
    }
    if pattern(glob).is_empty() {
        return Some("is empty, and matches nothing".to_owned());
    }
    if glob.len() > LONGEST {
        return Some(format!("is too long for a glob: at most {LONGEST} bytes"));
    }
    compile(glob).err().map(|why| format!("is not a glob: {why}"))
}

/// The error says what is wrong with the glob, without the glob.
fn compile(glob: &str) -> Result<globset::Glob, String> {
    if glob.len() > LONGEST {
        return Err("too long".to_owned());
    }
    let pattern = pattern(glob);
    let anywhere = !glob.starts_with('/') && !glob.starts_with("./") && !pattern.contains('/');
    let pattern = if anywhere { format!("**/{pattern}") } else { pattern.to_owned() };
    // Escapes are on by default on Unix only; a settings file means the same everywhere.
    let compiled = GlobBuilder::new(&pattern).literal_separator(true).backslash_escape(true).build();
    let compiled = compiled.map_err(|error| error.kind().to_string())?;
    // Only as a set does the regex engine have its say; it limits what the parser does not. What nests
    // nothing is nothing to it.
    if !glob.contains(['{', '[']) {
        return Ok(compiled);
    }
    match GlobSetBuilder::new().add(compiled.clone()).build() {
        Ok(_) => Ok(compiled),
        Err(_) => Err("it is nested too deeply".to_owned()),
    }
}

/// The glob without what only says where it stands.
fn pattern(glob: &str) -> &str {
    let glob = glob.strip_prefix("./").unwrap_or(glob);
    glob.trim_start_matches('/').trim_end_matches('/')
}

impl Scope {
    pub fn new(settings: &Settings, folders: Folders<'_>) -> Scope {
        let place = |globs: &Written<Vec<String>>| Place {
            folder: match globs.origin {
                Origin::File(_) => folders.file,
                Origin::Editor => folders.editor,
            }
            .to_owned(),
            matcher: Matcher::new(&globs.value),
        };
        let guides = settings.guides.iter();
        Scope {
            oe: settings.oe_files.as_ref().map(place),
            not_oe: settings.not_oe_files.as_ref().map(place),
            guides: guides.map(|entry| (place(&entry.globs), entry.file.clone())).collect(),
            guide: settings.guide.clone(),
        }
    }

    /// Whether `oe-files` and `not-oe-files` settle what this file is.
    pub fn says(&self, path: &str) -> Option<Said<'_>> {
        let not = self.not_oe.as_ref().and_then(|place| place.matched(path));
        let not = not.map(|glob| Said { ours: false, glob });
        not.or_else(|| {
            let glob = self.oe.as_ref()?.matched(path)?;
            Some(Said { ours: true, glob })
        })
    }

    /// The guide file that the settings name for this document; none is the embedded guide.
    pub fn guide(&self, path: &str) -> Option<&Written<String>> {
        let special = self.guides.iter().find(|(place, _)| place.matched(path).is_some());
        special.map(|(_, file)| file).or(self.guide.as_ref())
    }
}

impl Place {
    fn matched(&self, path: &str) -> Option<&str> {
        let below = path.strip_prefix(self.folder.trim_end_matches('/'))?;
        // `/ws-old/a.md` is not in `/ws`.
        let below = if self.folder.is_empty() { below } else { below.strip_prefix('/')? };
        self.matcher.matched(below)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{GuideEntry, read};
    use super::*;

    fn matches(glob: &str, path: &str) -> bool {
        Matcher::new(&[glob.to_owned()]).matched(path).is_some()
    }

    #[test]
    fn what_is_written_as_a_path_of_windows_is_told() {
        for (glob, problem) in [
            ("docs\\plain.md", "has `\\` between folders, and matches nothing: write `/`"),
            ("docs\\*.md", "has `\\` between folders, and matches nothing: write `/`"),
            ("C:\\docs\\a.md", "begins with a drive, and matches nothing: write it from this folder on"),
            ("d:/docs/*.md", "begins with a drive, and matches nothing: write it from this folder on"),
        ] {
            assert_eq!(problem_of(glob).as_deref(), Some(problem), "{glob}");
        }
        for glob in ["docs/\\[id\\]/*.md", "docs/a.md", "a:/b.md/", "/docs/"] {
            assert_eq!(problem_of(glob).is_some(), glob == "a:/b.md/", "{glob}");
        }
    }

    #[test]
    fn globs_read_as_in_an_ignore_file() {
        for (glob, path, expected) in [
            ("*.md", "ops.md", true),
            ("*.md", "docs/deep/ops.md", true),
            ("*.md", "ops.markdown", false),
            ("/*.md", "ops.md", true),
            ("/*.md", "docs/ops.md", false),
            ("./*.md", "ops.md", true),
            ("./*.md", "docs/ops.md", false),
            (".github", "docs/.github/ops.md", true),
            ("docs/*.md", "docs/ops.md", true),
            ("docs/*.md", "docs/deep/ops.md", false),
            ("docs/*.md", "other/docs/ops.md", false),
            ("docs/**/*.md", "docs/ops.md", true),
            ("docs/**/*.md", "docs/a/b/ops.md", true),
            ("**/runbooks/*.md", "a/runbooks/x.md", true),
            ("**/runbooks/*.md", "runbooks/x.md", true),
            ("archive", "archive/2019/ops.md", true),
            ("archive", "docs/archive/ops.md", true),
            ("archive", "archives/ops.md", false),
            ("archive/", "docs/archive/ops.md", true),
            ("archive/", "docs/archive", false),
            ("/archive/", "docs/archive/ops.md", false),
            ("docs/**", "docs/a/b.md", true),
            ("{a,b}.md", "x/b.md", true),
            ("ops-?.md", "ops-1.md", true),
            ("\\[ops\\].md", "[ops].md", true),
            ("*.md", "OPS.MD", false),
        ] {
            assert_eq!(matches(glob, path), expected, "{glob} on {path}");
        }
    }

    #[test]
    fn a_glob_that_matches_nothing_says_why() {
        let problem = |glob: &str| problem_of(glob).unwrap_or_default();
        assert_eq!(problem("docs/[a"), "is not a glob: unclosed character class; missing ']'");
        assert!(problem("!docs/x.md").contains("`not-oe-files`"));
        assert!(problem("../docs/*.md").contains("`..`"));
        assert!(problem("/").contains("empty"));
        assert!(problem(&"x".repeat(2000)).contains("too long"));
        assert!(problem(&format!("{}a{}", "{".repeat(400), "}".repeat(400))).contains("nested"));
        assert_eq!(problem("{{a,b},c}.md"), "");
        assert_eq!(problem("docs/..hidden/*.md"), "");
        assert_eq!(problem("docs/**/*.md"), "");
    }

    proptest! {
        #[test]
        fn a_glob_is_compiled_or_it_has_a_problem(glob in "[a{},*?/!\\[\\]\\\\.-]{0,12}", path in "[a/{.]{0,8}") {
            let matcher = Matcher::new(std::slice::from_ref(&glob));
            let _ = matcher.matched(&path);
            if problem_of(&glob).is_none() {
                prop_assert_eq!(matcher.globs, [glob]);
            }
        }
    }

    fn scope(text: &str) -> Scope {
        let settings = Settings::new([&read(text).layer]);
        Scope::new(&settings, Folders { file: "/ws/team", editor: "/ws" })
    }

    #[test]
    fn the_not_wins() {
        let scope = scope("oe-files = ['ops/*.md', '*.oe.md']\nnot-oe-files = ['old.md']");
        let says = |path| scope.says(path).map(|said| (said.ours, said.glob));
        assert_eq!(says("/ws/team/ops/a.md"), Some((true, "ops/*.md")));
        assert_eq!(says("/ws/team/ops/old.md"), Some((false, "old.md")));
        assert_eq!(says("/ws/team/a.md"), None);
    }

    #[test]
    fn a_file_outside_the_folder_is_not_meant() {
        let scope = scope("oe-files = ['**']");
        assert!(scope.says("/ws/team/a.md").is_some());
        assert!(scope.says("/ws/team-old/a.md").is_none());
        assert!(scope.says("/ws/a.md").is_none());
    }

    #[test]
    fn folders_end_with_or_without_a_slash() {
        let settings = Settings::new([&read("oe-files = ['/*.md']").layer]);
        for (folder, path) in [("/", "/a.md"), ("C:/", "C:/a.md"), ("C:/ws", "C:/ws/a.md"), ("", "a.md")] {
            let scope = Scope::new(&settings, Folders { file: folder, editor: "" });
            assert!(scope.says(path).is_some(), "{path} in {folder:?}");
        }
    }

    #[test]
    fn the_editors_globs_start_at_the_workspace() {
        let globs = Written { value: vec!["/a.md".to_owned()], origin: Origin::Editor };
        let settings = Settings { oe_files: Some(globs), ..Settings::default() };
        let scope = Scope::new(&settings, Folders { file: "/ws/team", editor: "/ws" });
        assert!(scope.says("/ws/a.md").is_some());
        assert!(scope.says("/ws/team/a.md").is_none());
    }

    #[test]
    fn the_first_guide_that_matches_is_taken_and_the_general_one_fills_in() {
        let entry = |file: &str, glob: &str| GuideEntry {
            file: Written { value: file.to_owned(), origin: Origin::Editor },
            globs: Written { value: vec![glob.to_owned()], origin: Origin::Editor },
        };
        let settings = Settings {
            guide: Some(Written { value: "all.md".to_owned(), origin: Origin::Editor }),
            guides: vec![entry("pay.md", "pay/"), entry("rest.md", "*.ops.md")],
            ..Settings::default()
        };
        let scope = Scope::new(&settings, Folders::default());
        let guide = |path| scope.guide(path).map(|file| file.value.as_str());
        assert_eq!(guide("pay/x.ops.md"), Some("pay.md"));
        assert_eq!(guide("x.ops.md"), Some("rest.md"));
        assert_eq!(guide("x.md"), Some("all.md"));
    }
}
