//! The one list of all settings: reading, the JSON Schema and the documentation come from it.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::node::Node;
use super::read::Reader;
use super::{CHECKS, FEATURES, LEVELS, Layer, REQUIREMENTS, RUNS, SEVERITIES};

/// One key at the top of a settings file.
pub(super) struct Key {
    pub(super) name: &'static str,
    shape: Shape,
    /// As it would be written.
    default: &'static str,
    /// What it does, in Markdown; the first sentence stands alone.
    meaning: &'static str,
    example: &'static str,
    pub(super) read: fn(&mut Reader, &Node, &mut Layer),
}

/// What a value looks like.
#[derive(Clone, Copy)]
enum Shape {
    Globs,
    GuideFile,
    Guides,
    Severities,
    Requirements,
    OtherNames,
    Severity,
    Checks,
    Run,
    Features,
}

/// Values first, tables last: that is the order TOML asks for, so the examples make one file.
pub(super) const KEYS: [Key; 11] = [
    Key {
        name: "oe-files",
        shape: Shape::Globs,
        default: "[]",
        meaning: "Files that are OE documents. A file's own `oe: true` or `oe: false` counts for \
                  more; files that no glob names are judged by their content.",
        example: "oe-files = [\"docs/operations/**/*.md\", \"OPERATIONS.md\"]",
        read: |reader, node, layer| layer.oe_files = reader.globs("oe-files", node),
    },
    Key {
        name: "not-oe-files",
        shape: Shape::Globs,
        default: "[]",
        meaning: "Files that are no OE documents. Wins over `oe-files`.",
        example: "not-oe-files = [\"archive/\", \"*.template.md\"]",
        read: |reader, node, layer| layer.not_oe_files = reader.globs("not-oe-files", node),
    },
    Key {
        name: "guide",
        shape: Shape::GuideFile,
        default: "the embedded guide",
        meaning: "The guide that documents are checked against. A Markdown file, relative to the \
                  folder of the settings.",
        example: "guide = \"docs/our-guide.md\"",
        read: |reader, node, layer| layer.guide = reader.file("guide", node),
    },
    Key {
        name: "fail-on",
        shape: Shape::Severity,
        default: "\"warning\"",
        meaning: "The least severity that makes `oe-ls check` end with exit code 1.",
        example: "fail-on = \"error\"",
        read: |reader, node, layer| layer.fail_on = reader.word("fail-on", node, &SEVERITIES),
    },
    Key {
        name: "checks",
        shape: Shape::Checks,
        default: "\"default\"",
        meaning: "How strict the rules are. With `strict` each of them warns at least, hints and \
                  information as well: for documents that are meant to be complete.",
        example: "checks = \"strict\"",
        read: |reader, node, layer| layer.checks = reader.word("checks", node, &CHECKS),
    },
    Key {
        name: "run",
        shape: Shape::Run,
        default: "\"on-type\"",
        meaning: "When the editor's findings are brought up to date.",
        example: "run = \"on-save\"",
        read: |reader, node, layer| layer.run = reader.word("run", node, &RUNS),
    },
    Key {
        name: "guides",
        shape: Shape::Guides,
        default: "[]",
        meaning: "Guides for some documents only. The first entry whose globs match a document \
                  has it; `guide` serves the rest.",
        example: "[[guides]]\nfile = \"docs/payments-guide.md\"\nglobs = [\"payments/**/*.md\"]",
        read: |reader, node, layer| layer.guides = reader.guides(node),
    },
    Key {
        name: "severity",
        shape: Shape::Severities,
        default: "each rule's own",
        meaning: "How bad the findings of a rule are. `off` silences it.",
        example: "[severity]\nmissing-label = \"warning\"\nsection-order = \"off\"",
        read: |reader, node, layer| {
            layer.severity =
                reader.entries("severity", node, "one line per rule", |r, path, n| r.word(path, n, &LEVELS));
        },
    },
    Key {
        name: "elements",
        shape: Shape::Requirements,
        default: "as the guide says",
        meaning: "Which elements of the guide a document must hold. `optional` elements are \
                  helped with and never missed; `off` is as if the guide did not have them.",
        example: "[elements]\n\"incident-response-and-management/on-call-management\" = \"optional\"",
        read: |reader, node, layer| {
            layer.elements =
                reader.entries("elements", node, "one line per element", |r, path, n| r.word(path, n, &REQUIREMENTS));
        },
    },
    Key {
        name: "also",
        shape: Shape::OtherNames,
        default: "as the guide says",
        meaning: "Other names that a heading may have for an element or a section.",
        example: "[also]\n\"on-call-management\" = [\"Rota\", \"Bereitschaft\"]",
        read: |reader, node, layer| {
            layer.also = reader.entries("also", node, "one line per element", |r, path, n| {
                r.texts(path, n, "other names", "[\"Rota\"]").map(|names| names.value)
            });
        },
    },
    Key {
        name: "features",
        shape: Shape::Features,
        default: "all on",
        meaning: "What the editor shows. `false` switches a feature off, for instance where \
                  another server does the same.",
        example: "[features]\nhover = false",
        read: |reader, node, layer| layer.features = reader.features(node),
    },
];

/// The keys of one `[[guides]]` entry.
pub(super) const GUIDE_KEYS: [&str; 2] = ["file", "globs"];

const GLOBS: &str = "Globs read as in an ignore file. One without a slash matches at any depth, one with a slash \
                     from the folder of the settings on. `*` and `?` stop at a slash, `**` does not. A glob that \
                     matches a folder takes all that is in it, one that ends in a slash matches folders only. \
                     Letter case counts.";

/// The JSON Schema of a settings file. Rules are given as their name and what they say, since
/// their list lives above the settings.
pub fn schema(rules: &[(&str, &str)]) -> Value {
    let properties: Map<String, Value> = KEYS
        .iter()
        .map(|key| {
            let mut property = key.shape.schema(rules);
            property["description"] = json!(key.meaning);
            (key.name.to_owned(), property)
        })
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Settings of oe-ls",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "$defs": {
            "globs": {"type": "array", "items": {"type": "string", "minLength": 1}},
            "level": {"enum": words(&LEVELS)},
        },
    })
}

/// All keys as Markdown: a table, then a settings file that has each of them.
pub fn docs() -> String {
    let mut docs = "| Key | Value | Default | Meaning |\n|---|---|---|---|\n".to_owned();
    for key in &KEYS {
        let default = match key.default {
            literal if literal.starts_with(['"', '[']) => format!("`{literal}`"),
            prose => prose.to_owned(),
        };
        let Key { name, shape, meaning, .. } = key;
        let _ = writeln!(docs, "| `{name}` | {} | {default} | {meaning} |", shape.docs());
    }
    let _ = write!(docs, "\n{GLOBS}\n\n```toml\n{}```\n", example());
    docs
}

/// The examples of all keys as one settings file.
fn example() -> String {
    let mut example = String::new();
    for key in &KEYS {
        let table = key.example.starts_with('[');
        let _ = writeln!(example, "{}{}", if table { "\n" } else { "" }, key.example);
    }
    example
}

impl Shape {
    fn schema(self, rules: &[(&str, &str)]) -> Value {
        match self {
            Shape::Globs => json!({"$ref": "#/$defs/globs", "default": []}),
            Shape::GuideFile => json!({"type": "string", "minLength": 1}),
            Shape::Guides => json!({"type": "array", "items": {
                "type": "object",
                "additionalProperties": false,
                "required": GUIDE_KEYS,
                "properties": {
                    "file": {"type": "string", "minLength": 1, "description": "The guide"},
                    "globs": {
                        "$ref": "#/$defs/globs",
                        "minItems": 1,
                        "description": "The documents that it is for",
                    },
                },
            }}),
            Shape::Severities => {
                let rule = |(name, says): &(&str, &str)| {
                    let level = json!({"$ref": "#/$defs/level", "description": says});
                    ((*name).to_owned(), level)
                };
                let rules: Map<String, Value> = rules.iter().map(rule).collect();
                json!({"type": "object", "additionalProperties": false, "properties": rules})
            }
            Shape::Requirements => {
                json!({"type": "object", "additionalProperties": {"enum": words(&REQUIREMENTS)}})
            }
            Shape::OtherNames => json!({
                "type": "object",
                "additionalProperties": {
                    "type": "array",
                    "items": {"type": "string", "minLength": 1},
                },
            }),
            Shape::Severity => json!({"enum": words(&SEVERITIES), "default": "warning"}),
            Shape::Checks => json!({"enum": words(&CHECKS), "default": "default"}),
            Shape::Run => json!({"enum": words(&RUNS), "default": "on-type"}),
            Shape::Features => {
                let on = || json!({"type": "boolean", "default": true});
                let features: Map<String, Value> = FEATURES.iter().map(|name| ((*name).to_owned(), on())).collect();
                json!({"type": "object", "additionalProperties": false, "properties": features})
            }
        }
    }

    fn docs(self) -> String {
        let one_of = |words: Vec<&str>| format!("`{}`", words.join("`, `"));
        match self {
            Shape::Globs => "list of globs".to_owned(),
            Shape::GuideFile => "path".to_owned(),
            Shape::Guides => "tables of `file` and `globs`".to_owned(),
            Shape::Severities => format!("table: rule = {}", one_of(words(&LEVELS))),
            Shape::Requirements => format!("table: element = {}", one_of(words(&REQUIREMENTS))),
            Shape::OtherNames => "table: element or section = list of names".to_owned(),
            Shape::Severity => one_of(words(&SEVERITIES)),
            Shape::Checks => one_of(words(&CHECKS)),
            Shape::Run => one_of(words(&RUNS)),
            Shape::Features => format!("table: {} = `true`, `false`", one_of(FEATURES.to_vec())),
        }
    }
}

fn words<T>(table: &[(&'static str, T)]) -> Vec<&'static str> {
    table.iter().map(|(word, _)| *word).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::read;
    use super::*;

    #[test]
    fn every_example_is_read_and_sets_its_key_alone() {
        for key in &KEYS {
            let reading = read(key.example);
            assert_eq!(reading.problems, [], "{}", key.name);
            let set = format!("{:#?}", reading.layer);
            let unset = format!("{:#?}", Layer::default());
            let field = format!("    {}: ", key.name.replace('-', "_"));
            let line = |of: &str| of.lines().find(|l| l.starts_with(&field)).map(str::to_owned);
            assert_ne!(line(&set), line(&unset), "{}", key.name);
        }
    }

    #[test]
    fn every_literal_default_is_a_value_of_its_key() {
        for key in KEYS.iter().filter(|key| key.default.starts_with(['"', '['])) {
            let reading = read(&format!("{} = {}", key.name, key.default));
            assert_eq!(reading.problems, [], "{}", key.name);
        }
    }

    #[test]
    fn the_schema_knows_every_key_and_every_rule() {
        let schema = schema(&[("missing-tea", "there is no tea")]);
        let names: Vec<_> = schema["properties"].as_object().unwrap().keys().collect();
        assert_eq!(names, KEYS.iter().map(|key| key.name).collect::<Vec<_>>());
        expect![[r##"
            {
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "missing-tea": {
                  "$ref": "#/$defs/level",
                  "description": "there is no tea"
                }
              },
              "description": "How bad the findings of a rule are. `off` silences it."
            }"##]]
        .assert_eq(&format!("{:#}", schema["properties"]["severity"]));
    }

    #[test]
    fn the_schema_offers_the_words_that_are_read() {
        let schema = schema(&[]);
        for key in ["fail-on", "checks", "run"] {
            for word in schema["properties"][key]["enum"].as_array().unwrap() {
                assert_eq!(read(&format!("{key} = {word}")).problems, []);
            }
            let default = &schema["properties"][key]["default"];
            assert_eq!(KEYS.iter().find(|known| known.name == key).unwrap().default, default.to_string());
        }
    }

    #[test]
    fn the_examples_make_one_settings_file() {
        assert_eq!(read(&example()).problems, []);
    }

    #[test]
    fn the_documentation_shows_every_key() {
        expect![[r#"
            | Key | Value | Default | Meaning |
            |---|---|---|---|
            | `oe-files` | list of globs | `[]` | Files that are OE documents. A file's own `oe: true` or `oe: false` counts for more; files that no glob names are judged by their content. |
            | `not-oe-files` | list of globs | `[]` | Files that are no OE documents. Wins over `oe-files`. |
            | `guide` | path | the embedded guide | The guide that documents are checked against. A Markdown file, relative to the folder of the settings. |
            | `fail-on` | `error`, `warning`, `information`, `hint` | `"warning"` | The least severity that makes `oe-ls check` end with exit code 1. |
            | `checks` | `default`, `strict` | `"default"` | How strict the rules are. With `strict` each of them warns at least, hints and information as well: for documents that are meant to be complete. |
            | `run` | `on-type`, `on-save` | `"on-type"` | When the editor's findings are brought up to date. |
            | `guides` | tables of `file` and `globs` | `[]` | Guides for some documents only. The first entry whose globs match a document has it; `guide` serves the rest. |
            | `severity` | table: rule = `error`, `warning`, `information`, `hint`, `off` | each rule's own | How bad the findings of a rule are. `off` silences it. |
            | `elements` | table: element = `required`, `optional`, `off` | as the guide says | Which elements of the guide a document must hold. `optional` elements are helped with and never missed; `off` is as if the guide did not have them. |
            | `also` | table: element or section = list of names | as the guide says | Other names that a heading may have for an element or a section. |
            | `features` | table: `hover`, `completion`, `code-actions`, `diagnostics` = `true`, `false` | all on | What the editor shows. `false` switches a feature off, for instance where another server does the same. |

            Globs read as in an ignore file. One without a slash matches at any depth, one with a slash from the folder of the settings on. `*` and `?` stop at a slash, `**` does not. A glob that matches a folder takes all that is in it, one that ends in a slash matches folders only. Letter case counts.

            ```toml
            oe-files = ["docs/operations/**/*.md", "OPERATIONS.md"]
            not-oe-files = ["archive/", "*.template.md"]
            guide = "docs/our-guide.md"
            fail-on = "error"
            checks = "strict"
            run = "on-save"

            [[guides]]
            file = "docs/payments-guide.md"
            globs = ["payments/**/*.md"]

            [severity]
            missing-label = "warning"
            section-order = "off"

            [elements]
            "incident-response-and-management/on-call-management" = "optional"

            [also]
            "on-call-management" = ["Rota", "Bereitschaft"]

            [features]
            hover = false
            ```
        "#]].assert_eq(&docs());
    }
}
