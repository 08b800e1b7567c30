//! The direction of imports, held against the sources themselves: the compiler would take any.

use std::path::{Path, PathBuf};

/// The modules from low to high. One may use those of lower ranks, and none of its own.
const RANKS: &[&[&str]] = &[
    &["text"],
    &["markup", "position"],
    &["config", "names", "syntax"],
    &["document", "front_matter", "outline", "suppression"],
    &["guide"],
    &["requirements"],
    &["reading"],
    &["assessment"],
    &["snapshot"],
    &["insertion", "unfilled"],
    &["checks"],
    &["features"],
    &["consistency", "files"],
    &["project"],
    &["cli", "lsp"],
];

/// The crates that one module alone may name.
const FENCES: &[(&str, &str)] = &[
    ("futures", "lsp"),
    ("lsp_types", "lsp"),
    ("ropey", "text"),
    ("tokio", "lsp"),
    ("tower", "lsp"),
    ("tower_lsp", "lsp"),
    ("tree_sitter", "syntax"),
    ("tree_sitter_md", "syntax"),
];

/// One file of the sources.
struct Source {
    /// From `server/src` on.
    path: PathBuf,
    /// Without lines of comments.
    code: String,
}

impl Source {
    fn new(root: &Path, path: &Path) -> Self {
        let is_code = |line: &&str| !line.trim_start().starts_with("//");
        let code: Vec<_> = read(path).lines().filter(is_code).map(str::to_owned).collect();
        Self { path: path.strip_prefix(root).unwrap().to_owned(), code: code.join("\n") }
    }

    /// The module at the crate's root that the file belongs to.
    fn module(&self) -> &str {
        let first = self.path.iter().next().and_then(|first| first.to_str()).unwrap();
        first.trim_end_matches(".rs")
    }

    /// What is built into the program. Tests may use whatever they need.
    fn program(&self) -> &str {
        let is_test = |part: &str| ["tests", "testing"].contains(&part.trim_end_matches(".rs"));
        if self.path.iter().any(|part| part.to_str().is_some_and(is_test)) {
            return "";
        }
        self.code.split_once("\nmod tests {").map_or(&self.code, |(before, _)| before)
    }

    /// The modules at the crate's root that the program's part of the file names.
    fn imports(&self) -> Vec<&str> {
        named_by(self.program())
    }

    /// Whether a path climbs to the crate's root by `super`, where it would pass for none of the imports.
    fn climbs_out(&self) -> bool {
        self.program().contains(&"super::".repeat(self.path.iter().count()))
    }
}

/// The names that follow `crate::` in `code`, each as often as it stands there.
fn named_by(code: &str) -> Vec<&str> {
    let mut out = Vec::new();
    // A macro's `$crate` is the crate as well.
    for (at, found) in code.match_indices("crate::") {
        let rest = &code[at + found.len()..];
        match rest.strip_prefix('{') {
            Some(list) => out.extend(first_of_each(list)),
            None => out.push(word(rest)),
        }
    }
    out
}

/// The first word of each part of a list in braces whose opening one was read.
fn first_of_each(list: &str) -> Vec<&str> {
    let (mut depth, mut expects, mut out) = (0, true, Vec::new());
    for (at, it) in list.char_indices() {
        match it {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => expects = true,
            _ if expects && is_of_word(it) => {
                out.push(word(&list[at..]));
                expects = false;
            }
            _ => {}
        }
    }
    out
}

fn word(text: &str) -> &str {
    text.split(|it| !is_of_word(it)).next().unwrap_or_default()
}

fn is_of_word(it: char) -> bool {
    it.is_alphanumeric() || it == '_'
}

fn rank(module: &str) -> Option<usize> {
    RANKS.iter().position(|group| group.contains(&module))
}

/// All sources but this file, in the order of their paths.
fn sources() -> Vec<Source> {
    let root = root();
    let mut paths = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") && path != root.join("ranks.rs") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths.iter().map(|path| Source::new(&root, path)).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("server/src")
}

#[expect(clippy::disallowed_methods, reason = "the sources are what is tested")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

const NONE: [String; 0] = [];

#[test]
fn a_module_uses_only_those_of_lower_ranks() {
    let mut wrong = Vec::new();
    for source in sources() {
        let module = source.module();
        let Some(own) = rank(module) else { continue };
        let is_wrong = |used: &&str| *used != module && rank(used).is_none_or(|rank| rank >= own);
        let uses = source.imports().into_iter().filter(is_wrong);
        wrong.extend(uses.map(|used| format!("{} uses {used}", source.path.display())));
        if source.climbs_out() {
            wrong.push(format!("{} says `super` where it means `crate`", source.path.display()));
        }
    }
    assert_eq!(wrong, NONE);
}

#[test]
fn neither_edge_knows_the_other() {
    let edges = ["cli", "lsp"];
    assert_eq!(edges.map(rank), [Some(RANKS.len() - 1); 2], "both are at the top, so that neither may use the other");
    for source in sources().iter().filter(|source| edges.contains(&source.module())) {
        let other = if source.module() == "cli" { "lsp" } else { "cli" };
        assert!(!source.imports().contains(&other), "{}", source.path.display());
    }
}

#[test]
fn a_library_behind_a_fence_is_named_by_its_keeper_alone() {
    let mut wrong = Vec::new();
    for source in sources() {
        let words: std::collections::BTreeSet<_> = source.code.split(|it| !is_of_word(it)).collect();
        let out = FENCES.iter().filter(|(library, keeper)| source.module() != *keeper && words.contains(library));
        wrong.extend(out.map(|(library, _)| format!("{} names {library}", source.path.display())));
    }
    assert_eq!(wrong, NONE);
}

#[test]
fn the_library_lists_its_modules_by_rank() {
    let text = read(&root().join("lib.rs"));
    let mut groups = vec![Vec::new()];
    for line in text.lines() {
        if line.is_empty() {
            groups.push(Vec::new());
        } else if let Some(module) = line.strip_prefix("pub mod ") {
            groups.last_mut().unwrap().push(module.trim_end_matches(';'));
        }
    }
    groups.retain(|group| !group.is_empty());
    assert_eq!(groups, RANKS);
}

#[test]
fn every_module_has_a_rank() {
    let apart = ["lib", "main", "testing"];
    let sources = sources();
    let modules = sources.iter().map(Source::module).filter(|module| !apart.contains(module));
    let without: Vec<_> = modules.filter(|module| rank(module).is_none()).map(str::to_owned).collect();
    assert_eq!(without, NONE);
}

#[test]
fn imports_are_seen_in_all_their_forms() {
    let code =
        "use crate::text::Span;\nuse crate::{config, guide::{self, Guide}, names};\nlet a = crate::files::read(b);";
    assert_eq!(named_by(code), ["text", "config", "guide", "names", "files"]);
    assert_eq!(named_by("use std::fs;\n// nothing\n"), [""; 0]);
}

#[test]
fn tests_may_use_what_they_need() {
    let source = |path: &str, code: &str| Source { path: path.into(), code: code.to_owned() };
    let code = "use crate::text::Span;\n#[cfg(test)]\nmod tests {\n    use crate::checks;\n    use super::super::a;\n}";
    assert_eq!(source("outline.rs", code).imports(), ["text"]);
    assert!(!source("outline.rs", code).climbs_out());
    assert_eq!(source("outline/tests.rs", code).imports(), [""; 0]);
    assert!(source("outline.rs", "use super::text::Span;").climbs_out());
    assert!(!source("outline/pieces.rs", "use super::Piece;").climbs_out());
    assert!(source("outline/pieces.rs", "use super::super::text::Span;").climbs_out());
}
