//! Settings text and editor JSON to a [`Layer`]. Total: what is not understood is a problem with
//! its place, and holds back nothing but itself.

use std::ops::Range;

use serde_json::Value as Json;
use toml::de::DeTable;

use super::closest::{closest, kebab};
use super::keys::{GUIDE_KEYS, KEYS};
use super::node::{Data, Node, clip, of_json, of_toml_table};
use super::{Entries, FEATURES, GuideEntry, Layer, Origin, Written, scope};

/// What a settings file says, and what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    pub layer: Layer,
    /// In the order of the text.
    pub problems: Vec<Problem>,
    /// The text is not TOML: nothing in it counts, and who has read it before keeps the settings
    /// from then.
    pub broken: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Bytes of the text.
    pub span: Range<usize>,
    pub message: String,
}

/// Turns nodes into values, and collects what is wrong with them.
#[derive(Default)]
pub(super) struct Reader {
    problems: Vec<Written<String>>,
}

/// Reads the text of a settings file.
pub fn read(text: &str) -> Reading {
    let (table, errors) = DeTable::parse_recoverable(text);
    if let Some(error) = errors.iter().min_by_key(|error| error.span().map(|span| span.start)) {
        let message = error.message().lines().collect::<Vec<_>>().join("; ");
        return Reading {
            layer: Layer::default(),
            problems: vec![Problem {
                span: within(error.span().unwrap_or(0..0), text),
                message: format!("this is not TOML: {message}; no setting of this file counts"),
            }],
            broken: true,
        };
    }
    let mut reader = Reader::default();
    let layer = reader.layer(&of_toml_table(table.get_ref()));
    let mut problems: Vec<_> = reader.problems.into_iter().filter_map(Problem::of).collect();
    problems.sort_by_key(|problem| problem.span.start);
    Reading { layer, problems, broken: false }
}

/// Reads an editor's settings: the same keys, also in camel case, and `null` for what is not set.
/// The settings may stand under a key `oe-ls`, as some clients send them.
pub fn from_json(value: &Json) -> (Layer, Vec<String>) {
    let value = value.get("oe-ls").unwrap_or(value);
    let mut reader = Reader::default();
    let layer = match of_json(value).map(|node| node.value) {
        None => Layer::default(),
        Some(Data::Table(entries)) => {
            // An extension's own settings live in the same section.
            let ours = |(key, _): &(Written<String>, Node)| !EDITOR_KEYS.contains(&&*key.value);
            reader.layer(&entries.into_iter().filter(ours).collect::<Vec<_>>())
        }
        Some(other) => {
            let shown = other.shown();
            reader.object(&Origin::Editor, format!("the settings are {shown}, not an object"));
            Layer::default()
        }
    };
    (layer, reader.problems.into_iter().map(|problem| problem.value).collect())
}

/// Keys of the section `oe-ls` that an editor keeps for itself: where the server is, what to log.
const EDITOR_KEYS: [&str; 2] = ["server", "trace"];

/// A span of the parser held inside the text, on whole characters; an empty one is the line it is
/// on, so that there is something to underline.
fn within(span: Range<usize>, text: &str) -> Range<usize> {
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    if start == end {
        start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        end += text[end..].find(['\r', '\n']).unwrap_or(text.len() - end);
    }
    start..end
}

impl Problem {
    fn of(problem: Written<String>) -> Option<Problem> {
        match problem.origin {
            Origin::File(span) => Some(Problem { span, message: problem.value }),
            Origin::Editor => None,
        }
    }
}

impl Reader {
    fn layer(&mut self, entries: &[(Written<String>, Node)]) -> Layer {
        let mut layer = Layer::default();
        for (key, node) in entries {
            match KEYS.iter().find(|known| key.means(known.name)) {
                Some(known) => (known.read)(self, node, &mut layer),
                None => self.unknown(key, "a setting", KEYS.iter().map(|known| known.name)),
            }
        }
        layer
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(&mut self, path: &str, node: &Node, words: &[(&'static str, T)]) -> Option<T> {
        let text = match &node.value {
            Data::Text(text) => text.as_str(),
            _ => "",
        };
        let is = |word: &str| text == word || (node.origin == Origin::Editor && kebab(text) == word);
        if let Some((_, value)) = words.iter().find(|(word, _)| is(word)) {
            return Some(*value);
        }
        let names = || words.iter().map(|(word, _)| *word);
        let hint = match closest(text, names()) {
            Some(word) => format!("did you mean `{word}`? It can be"),
            None => "it can be".to_owned(),
        };
        let shown = node.value.shown();
        self.object(&node.origin, format!("`{path}` is {shown}; {hint} {}", list(names(), "or")));
        None
    }

    /// A list of texts, none of them empty. `what` and `example` say what they are.
    pub(super) fn texts(&mut self, path: &str, node: &Node, what: &str, example: &str) -> Option<Written<Vec<String>>> {
        let Data::List(items) = &node.value else {
            let shown = node.value.shown();
            self.object(&node.origin, format!("`{path}` is {shown}; it must be a list of {what}: `{example}`"));
            return None;
        };
        let mut texts = Vec::new();
        for item in items {
            match &item.value {
                Data::Text(text) if !text.trim().is_empty() => texts.push(text.clone()),
                other => {
                    let shown = other.shown();
                    let message = format!("`{path}` holds {what} as texts, and this is {shown}");
                    self.object(&item.origin, message);
                }
            }
        }
        Some(Written { value: texts, origin: node.origin.clone() })
    }

    /// A list of globs, less those that match nothing.
    pub(super) fn globs(&mut self, path: &str, node: &Node) -> Option<Written<Vec<String>>> {
        let mut globs = self.texts(path, node, "globs", "[\"docs/**/*.md\"]")?;
        if globs.value.iter().map(String::len).sum::<usize>() > scope::MOST {
            let message = format!("`{path}` is too long a list; name folders, which take all that is in them");
            self.object(&node.origin, message);
            return None;
        }
        if let Data::List(items) = &node.value {
            for item in items {
                if let Data::Text(glob) = &item.value
                    && !glob.trim().is_empty()
                    && let Some(problem) = scope::problem_of(glob)
                {
                    self.object(&item.origin, format!("{} {problem}", item.value.shown()));
                    globs.value.retain(|kept| kept != glob);
                }
            }
        }
        Some(globs)
    }

    /// The path of a file, as written.
    pub(super) fn file(&mut self, path: &str, node: &Node) -> Option<Written<String>> {
        match &node.value {
            Data::Text(file) if !file.trim().is_empty() => {
                Some(Written { value: file.clone(), origin: node.origin.clone() })
            }
            other => {
                let shown = other.shown();
                let message = format!("`{path}` is {shown}; it must be the path of a guide");
                self.object(&node.origin, message);
                None
            }
        }
    }

    pub(super) fn guides(&mut self, node: &Node) -> Option<Vec<GuideEntry>> {
        let Data::List(items) = &node.value else {
            let shown = node.value.shown();
            self.object(
                &node.origin,
                format!("`guides` is {shown}; write `[[guides]]` above each `file` and its `globs`"),
            );
            return None;
        };
        Some(items.iter().filter_map(|item| self.guide(item)).collect())
    }

    fn guide(&mut self, node: &Node) -> Option<GuideEntry> {
        let Data::Table(entries) = &node.value else {
            let shown = node.value.shown();
            self.object(&node.origin, format!("`guides` holds tables with `file` and `globs`, and this is {shown}"));
            return None;
        };
        let (mut file, mut globs) = (None, None);
        let mut missing = GUIDE_KEYS.to_vec();
        for (key, value) in entries {
            missing.retain(|name| !key.means(name));
            if key.means("file") {
                file = self.file("guides.file", value);
            } else if key.means("globs") {
                globs = self.globs("guides.globs", value);
                if matches!(&value.value, Data::List(items) if items.is_empty()) {
                    let message = "`guides.globs` is empty, so this guide is for no document";
                    self.object(&value.origin, message.to_owned());
                }
            } else {
                self.unknown(key, "a key of `[[guides]]`", GUIDE_KEYS);
            }
        }
        for name in missing {
            let what = match name {
                "file" => "the path of the guide",
                _ => "which documents it is for (for all of them write `guide = …` instead)",
            };
            self.object(&node.origin, format!("this guide has no `{name}`: say {what}"));
        }
        let (file, globs) = (file?, globs?);
        if globs.value.is_empty() {
            // Reported above, be it empty or emptied by its problems.
            return None;
        }
        Some(GuideEntry { file, globs })
    }

    pub(super) fn features(&mut self, node: &Node) -> Entries<bool> {
        let mut features = Vec::new();
        for (key, value) in self.table("features", node, "one line per feature") {
            let Some(name) = FEATURES.into_iter().find(|name| key.means(name)) else {
                self.unknown(key, "a feature", FEATURES);
                continue;
            };
            let Data::Flag(on) = value.value else {
                let shown = value.value.shown();
                let message = format!("`features.{name}` is {shown}; it can be true or false");
                self.object(&value.origin, message);
                continue;
            };
            features.push((Written { value: name.to_owned(), origin: key.origin.clone() }, on));
        }
        features
    }

    /// A table whose names only a later stage can judge.
    pub(super) fn entries<T>(
        &mut self,
        path: &str,
        node: &Node,
        lines: &str,
        read: impl Fn(&mut Reader, &str, &Node) -> Option<T>,
    ) -> Entries<T> {
        let mut entries = Vec::new();
        for (key, value) in self.table(path, node, lines) {
            let name = clip(&key.value);
            if let Data::Table(inner) = &value.value
                && let Some((below, _)) = inner.first()
            {
                // A dot in TOML opens a table, so the slash of an identifier needs quotes.
                let whole = clip(&format!("{}/{}", key.value, below.value));
                let message = format!("`{path}.{name}` is a table; did you mean `\"{whole}\" = …`?");
                self.object(&key.origin, message);
            } else if let Some(value) = read(self, &format!("{path}.{name}"), value) {
                entries.push((key.clone(), value));
            }
        }
        entries
    }

    /// The entries of a table, less keys of the top level, which in TOML slip into the table
    /// that stands above them.
    fn table<'n>(&mut self, path: &str, node: &'n Node, lines: &str) -> Vec<&'n (Written<String>, Node)> {
        let Data::Table(entries) = &node.value else {
            let shown = node.value.shown();
            let message = format!("`{path}` is {shown}; it must be a table, `[{path}]`, with {lines}");
            self.object(&node.origin, message);
            return Vec::new();
        };
        let (strays, entries): (Vec<_>, Vec<_>) =
            entries.iter().partition(|(key, _)| KEYS.iter().any(|known| known.name == key.value));
        for (key, _) in strays {
            let name = &key.value;
            let message = format!("`{name}` stands in `[{path}]`; move it above the first `[…]`");
            self.object(&key.origin, message);
        }
        entries
    }

    fn unknown(&mut self, key: &Written<String>, what: &str, known: impl IntoIterator<Item = &'static str> + Clone) {
        let name = clip(&key.value);
        let hint = match closest(&key.value, known.clone()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("there are {}", list(known, "and")),
        };
        self.object(&key.origin, format!("`{name}` is not {what}; {hint}"));
    }

    fn object(&mut self, origin: &Origin, message: String) {
        self.problems.push(Written { value: message, origin: origin.clone() });
    }
}

impl Written<String> {
    /// Whether this key is written for that one; editors have their own spelling.
    fn means(&self, key: &str) -> bool {
        self.value == key || (self.origin == Origin::Editor && kebab(&self.value) == key)
    }
}

fn list(words: impl IntoIterator<Item = &'static str>, last: &str) -> String {
    let words: Vec<_> = words.into_iter().collect();
    match words.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => words.concat(),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::{Checks, Requirement, Run, Settings, Severity};
    use super::*;

    /// Each problem as its text in the file and its message.
    fn problems(text: &str, expected: &Expect) {
        let shown = |problem: &Problem| format!("{:?}: {}\n", &text[problem.span.clone()], problem.message);
        expected.assert_eq(&read(text).problems.iter().map(shown).collect::<String>());
    }

    #[test]
    fn everything_that_can_be_set_is_read() {
        let text = r#"
oe-files = ["docs/**/*.md"]
not-oe-files = ["archive/"]
guide = "guide.md"
fail-on = "error"
checks = "strict"
run = "on-save"
severity.missing-label = "off"
elements = { "a/b" = "optional" }

[[guides]]
file = "pay.md"
globs = ["pay/**"]

[also]
"a/b" = ["Rota"]

[features]
code-actions = false
"#;
        let Reading { layer, problems, broken } = read(text);
        assert_eq!((problems, broken), (vec![], false));
        let at = |written: &str| {
            let start = text.find(written).unwrap();
            Origin::File(start..start + written.len())
        };
        let written = |value: &str, place: &str| Written { value: value.to_owned(), origin: at(place) };
        let globs = |glob: &str, place: &str| Written { value: vec![glob.to_owned()], origin: at(place) };
        assert_eq!(
            layer,
            Layer {
                oe_files: Some(globs("docs/**/*.md", r#"["docs/**/*.md"]"#)),
                not_oe_files: Some(globs("archive/", r#"["archive/"]"#)),
                guide: Some(written("guide.md", r#""guide.md""#)),
                guides: Some(vec![GuideEntry {
                    file: written("pay.md", r#""pay.md""#),
                    globs: globs("pay/**", r#"["pay/**"]"#),
                }]),
                severity: vec![(written("missing-label", "missing-label"), None)],
                elements: vec![(written("a/b", r#""a/b""#), Requirement::Optional)],
                also: vec![(
                    Written {
                        value: "a/b".to_owned(),
                        origin: Origin::File(text.rfind(r#""a/b""#).map(|at| at..at + 5).unwrap())
                    },
                    vec!["Rota".to_owned()],
                )],
                fail_on: Some(Severity::Error),
                checks: Some(Checks::Strict),
                run: Some(Run::OnSave),
                features: vec![(written("code-actions", "code-actions"), false)],
            }
        );
    }

    #[test]
    fn unknown_keys_are_named_at_every_level() {
        problems(
            r#"
severty = { missing-element = "off" }
oe_files = []
colour = "red"
[features]
hovr = false
[[guides]]
file = "a.md"
glob = ["a"]
globs = ["a"]
"#,
            &expect![[r#"
                "severty": `severty` is not a setting; did you mean `severity`?
                "oe_files": `oe_files` is not a setting; did you mean `oe-files`?
                "colour": `colour` is not a setting; there are oe-files, not-oe-files, guide, fail-on, checks, run, guides, severity, elements, also and features
                "hovr": `hovr` is not a feature; did you mean `hover`?
                "glob": `glob` is not a key of `[[guides]]`; did you mean `globs`?
            "#]],
        );
    }

    #[test]
    fn bad_values_say_what_is_allowed() {
        problems(
            r#"
fail-on = "off"
checks = 3
run = "onType"
oe-files = "docs"
guide = ["a.md"]
guides = { file = "a.md", globs = ["a"] }
severity = { missing-element = "fatal", missing-label = "info", empty-element = true }
elements = { "a/b" = "mandatory" }
also = { "a/b" = "Rota", "a/c" = [1, "Rota", " "] }
features = { hover = "no" }
"#,
            &expect![[r#"
                "\"off\"": `fail-on` is `off`; it can be error, warning, information or hint
                "3": `checks` is `3`; it can be default or strict
                "\"onType\"": `run` is `onType`; did you mean `on-type`? It can be on-type or on-save
                "\"docs\"": `oe-files` is `docs`; it must be a list of globs: `["docs/**/*.md"]`
                "[\"a.md\"]": `guide` is a list; it must be the path of a guide
                "{ file = \"a.md\", globs = [\"a\"] }": `guides` is a table; write `[[guides]]` above each `file` and its `globs`
                "\"fatal\"": `severity.missing-element` is `fatal`; it can be error, warning, information, hint or off
                "\"info\"": `severity.missing-label` is `info`; did you mean `information`? It can be error, warning, information, hint or off
                "true": `severity.empty-element` is `true`; it can be error, warning, information, hint or off
                "\"mandatory\"": `elements.a/b` is `mandatory`; it can be required, optional or off
                "\"Rota\"": `also.a/b` is `Rota`; it must be a list of other names: `["Rota"]`
                "1": `also.a/c` holds other names as texts, and this is `1`
                "\" \"": `also.a/c` holds other names as texts, and this is empty
                "\"no\"": `features.hover` is `no`; it can be true or false
            "#]],
        );
    }

    #[test]
    fn a_table_that_is_no_table_is_reported_once() {
        problems(
            "severity = \"off\"\nfeatures = false\nalso = [1, 2]",
            &expect![[r#"
            "\"off\"": `severity` is `off`; it must be a table, `[severity]`, with one line per rule
            "false": `features` is `false`; it must be a table, `[features]`, with one line per feature
            "[1, 2]": `also` is a list; it must be a table, `[also]`, with one line per element
        "#]],
        );
    }

    #[test]
    fn globs_that_match_nothing_are_reported_and_the_others_kept() {
        let text = r#"not-oe-files = ["ok/*.md", "docs/[a", "!x.md", "../y.md", "", "b.md"]"#;
        problems(
            text,
            &expect![[r#"
            "\"docs/[a\"": `docs/[a` is not a glob: unclosed character class; missing ']'
            "\"!x.md\"": `!x.md` starts with `!`, which negates nothing here; put `x.md` into `not-oe-files`
            "\"../y.md\"": `../y.md` has `..`, and matches nothing: write it from this folder on
            "\"\"": `not-oe-files` holds globs as texts, and this is empty
        "#]],
        );
        assert_eq!(read(text).layer.not_oe_files.unwrap().value, ["ok/*.md", "b.md"]);
    }

    #[test]
    fn a_list_of_globs_has_a_limit() {
        let list = |length: usize| format!("oe-files = [{}]", "'a/*.md', ".repeat(length));
        assert_eq!(read(&list(1000)).problems, []);
        let reading = read(&list(100_000));
        assert_eq!((reading.problems.len(), reading.layer.oe_files), (1, None));
    }

    #[test]
    fn a_guide_needs_a_file_and_globs() {
        problems(
            "[[guides]]\nfile = 'a.md'\n\n[[guides]]\nglobs = ['b']",
            &expect![[r#"
            "[[guides]]": this guide has no `globs`: say which documents it is for (for all of them write `guide = …` instead)
            "[[guides]]": this guide has no `file`: say the path of the guide
        "#]],
        );
        let text = r#"
guides = [{ file = "a.md" }, { globs = ["a"] }, 7, { file = "", globs = [] }, { file = "b.md", globs = ["b"] }]
"#;
        problems(
            text,
            &expect![[r#"
            "{ file = \"a.md\" }": this guide has no `globs`: say which documents it is for (for all of them write `guide = …` instead)
            "{ globs = [\"a\"] }": this guide has no `file`: say the path of the guide
            "7": `guides` holds tables with `file` and `globs`, and this is `7`
            "\"\"": `guides.file` is empty; it must be the path of a guide
            "[]": `guides.globs` is empty, so this guide is for no document
        "#]],
        );
        assert_eq!(read(text).layer.guides.unwrap().len(), 1);
    }

    #[test]
    fn keys_that_slipped_into_a_table_are_sent_back() {
        problems(
            "[severity]\nmissing-label = \"off\"\nfail-on = \"error\"",
            &expect![[r#"
            "fail-on": `fail-on` stands in `[severity]`; move it above the first `[…]`
        "#]],
        );
    }

    #[test]
    fn a_slash_written_as_a_dot_is_understood() {
        problems(
            "[elements]\nresponse.on-call = \"off\"",
            &expect![[r#"
            "response": `elements.response` is a table; did you mean `"response/on-call" = …`?
        "#]],
        );
    }

    #[test]
    fn a_bad_value_holds_back_nothing_else() {
        let layer = read("fail-on = 7\nchecks = \"strict\"").layer;
        assert_eq!((layer.fail_on, layer.checks), (None, Some(Checks::Strict)));
    }

    #[test]
    fn text_that_is_not_toml_is_one_problem_with_its_place() {
        let text = "checks = \"strict\"\nfail-on = \nrun = [\n";
        let reading = read(text);
        assert!(reading.broken);
        assert_eq!(reading.layer, Layer::default());
        assert_eq!(reading.problems.len(), 1);
        problems(
            text,
            &expect![[r#"
                "fail-on = ": this is not TOML: string values must be quoted, expected literal string; no setting of this file counts
            "#]],
        );
        problems(
            "a = 1\na = 2",
            &expect![[r#"
            "a": this is not TOML: duplicate key; no setting of this file counts
        "#]],
        );
        assert!(read(&"[".repeat(100_000)).broken);
    }

    #[test]
    fn a_byte_order_mark_is_no_setting() {
        assert_eq!(read("\u{feff}checks = \"strict\"").layer.checks, Some(Checks::Strict));
    }

    #[test]
    fn long_and_ugly_texts_stay_out_of_messages() {
        let text = format!("\"a`b\\n{}\" = 1", "x".repeat(1000));
        let message = &read(&text).problems[0].message;
        assert!(message.starts_with("`a b xxx") && message.len() < 300, "{message}");
        assert!(!message.contains('\n'));
    }

    #[test]
    fn an_editor_may_write_camel_case() {
        let (layer, problems) = from_json(&json!({
            "oeFiles": ["a.md"],
            "fail-on": "error",
            "run": "onSave",
            "features": {"codeActions": false},
            "severity": {"missing-label": "off", "missing-element": null},
            "checks": null,
        }));
        assert_eq!(problems, [""; 0]);
        let written = |value: &str| Written { value: value.to_owned(), origin: Origin::Editor };
        let globs = Written { value: vec!["a.md".to_owned()], origin: Origin::Editor };
        assert_eq!(
            layer,
            Layer {
                oe_files: Some(globs),
                fail_on: Some(Severity::Error),
                run: Some(Run::OnSave),
                features: vec![(written("code-actions"), false)],
                severity: vec![(written("missing-label"), None)],
                ..Layer::default()
            }
        );
    }

    #[test]
    fn an_editors_mistakes_read_as_the_files() {
        let (_, problems) = from_json(&json!({
            "failOn": "fatal", "severty": {}, "oeFiles": "a", "features": {"hover": "off"},
        }));
        expect![[r#"
            `fail-on` is `fatal`; it can be error, warning, information or hint
            `severty` is not a setting; did you mean `severity`?
            `oe-files` is `a`; it must be a list of globs: `["docs/**/*.md"]`
            `features.hover` is `off`; it can be true or false"#]]
        .assert_eq(&problems.join("\n"));
    }

    #[test]
    fn what_an_editor_keeps_for_itself_is_no_mistake() {
        let value = json!({"oe-ls": {
            "server": {"path": "/bin/oe-ls"}, "trace": {"server": "off"}, "checks": "strict",
        }});
        let (layer, problems) = from_json(&value);
        assert_eq!((layer.checks, problems), (Some(Checks::Strict), vec![]));
    }

    #[test]
    fn json_that_is_no_object_is_a_problem_unless_it_is_null() {
        assert_eq!(from_json(&Json::Null), (Layer::default(), vec![]));
        assert_eq!(from_json(&json!([])).1, ["the settings are a list, not an object"]);
    }

    fn json() -> impl Strategy<Value = Json> {
        let name =
            prop_oneof![proptest::sample::select(KEYS.map(|key| key.name).to_vec()).prop_map(str::to_owned), ".{0,8}",];
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            any::<i64>().prop_map(Json::from),
            ".{0,8}".prop_map(Json::from),
        ];
        leaf.prop_recursive(4, 32, 4, move |inner| {
            let entries = proptest::collection::vec((name.clone(), inner.clone()), 0..4);
            prop_oneof![
                proptest::collection::vec(inner, 0..4).prop_map(Json::from),
                entries.prop_map(|entries| Json::Object(entries.into_iter().collect())),
            ]
        })
    }

    /// Pieces of settings files, to get past the first error.
    fn toml() -> impl Strategy<Value = String> {
        let key = prop_oneof![
            proptest::sample::select(KEYS.map(|key| key.name).to_vec()).prop_map(str::to_owned),
            "[a-zé._\\-\"]{0,8}",
        ];
        let value = prop_oneof![
            proptest::sample::select(vec!["\"off\"", "[\"*.md\", 1]", "true", "{a = 1}", "1979-05-27"])
                .prop_map(str::to_owned),
            ".{0,8}",
        ];
        let line = (key, value, 0..4).prop_map(|(key, value, shape)| match shape {
            0 => format!("[{key}]\n"),
            1 => format!("[[{key}]]\n"),
            _ => format!("{key} = {value}\n"),
        });
        proptest::collection::vec(line, 0..6).prop_map(|lines| lines.concat())
    }

    proptest! {
        #[test]
        fn reading_is_total(text in prop_oneof![toml(), ".{0,40}"]) {
            let reading = read(&text);
            for problem in &reading.problems {
                prop_assert!(text.get(problem.span.clone()).is_some(), "{problem:?}");
                prop_assert!(!problem.message.contains('\n'));
            }
            let _ = Settings::new([&reading.layer]);
        }

        #[test]
        fn reading_json_is_total(value in json()) {
            let _ = from_json(&value);
        }
    }
}
