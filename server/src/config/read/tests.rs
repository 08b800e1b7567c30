use expect_test::{Expect, expect};
use proptest::prelude::*;
use serde_json::json;

use super::super::{Checks, GuideEntry, Requirement, Run, Settings, Severity};
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
fn json_that_is_no_object_is_a_problem_unless_nothing_is_in_it() {
    for nothing in [json!(null), json!([]), json!({}), json!({ "oe-ls": null }), json!({ "oe-ls": [] })] {
        assert_eq!(from_json(&nothing), (Layer::default(), vec![]), "{nothing}");
    }
    assert_eq!(from_json(&json!([1])).1, ["the settings are a list, not an object"]);
}

#[test]
fn what_an_editor_sets_for_others_sets_nothing_for_us() {
    for all in [
        json!(null),
        json!([]),
        json!({}),
        json!({ "oe-ls": null }),
        json!({ "oe-ls": {}, "severity": {} }),
        json!({ "other": { "x": 1 }, "files": { "exclude": [] } }),
    ] {
        assert_eq!(ours(&all), None, "{all}");
    }
    let direct = json!({ "severty": {}, "failOn": "hint" });
    assert_eq!(ours(&direct), Some(&direct));
    assert_eq!(ours(&json!({ "other": {}, "oe-ls": { "severty": {} } })), Some(&json!({ "severty": {} })));
    assert_eq!(ours(&json!("off")), Some(&json!("off")));
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
