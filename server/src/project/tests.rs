#![allow(clippy::disallowed_methods, reason = "settings and guides are files")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use expect_test::{Expect, expect};
use serde_json::json;
use tempfile::TempDir;

use super::{EditorLayers, Project, Source, asked_guide, holds_guide};
use crate::assessment::Kind;
use crate::config::{self, Layer};
use crate::front_matter::Written;
use crate::text::Span;

const GUIDE: &str = "# House rules\n\n### 1. Payments\n\n**Objective**: Money moves\n\n**Required Elements:**\n\n- \
                     **Ledger**: Where it is written\n";

fn tree(files: &[(&str, &str)]) -> TempDir {
    let tree = tempfile::tempdir().unwrap();
    for (file, text) in files {
        write(&tree, file, text);
    }
    tree
}

fn write(tree: &TempDir, file: &str, text: &str) {
    let path = tree.path().join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn on(tree: &TempDir) -> Project {
    Project::on_command_line(tree.path(), Source::Nearest)
}

/// An editor's settings for every document.
fn everywhere(all: Layer) -> EditorLayers {
    EditorLayers { all, ..EditorLayers::default() }
}

fn asked(guide: &str) -> Written {
    Written { value: guide.to_owned(), span: Span::new(4, 8) }
}

/// The identifier of the guide that a document at `path` is held against.
fn guide_of(project: &Project, tree: &TempDir, path: &str) -> String {
    project.terms(&tree.path().join(path), None).requirements.guide.id.clone()
}

fn notices(project: &Project, expected: &Expect) {
    expected.assert_eq(&project.take_notices().join("\n"));
}

fn settings_problems(tree: &TempDir, text: &str, expected: &Expect) {
    let found = on(tree).settings_findings(&tree.path().join("oe-ls.toml"), text);
    let shown = |finding: &crate::checks::Finding| {
        format!("{} {:?}: {}\n", finding.severity, &text[finding.span.range()], finding.message())
    };
    expected.assert_eq(&found.iter().map(shown).collect::<String>());
}

#[test]
fn a_document_without_settings_has_the_guide_that_the_program_carries() {
    let tree = tree(&[(".git/HEAD", "")]);
    let terms = on(&tree).terms(&tree.path().join("ops.md"), None);
    assert_eq!(terms.requirements.guide.id, "operational-excellence");
    assert_eq!((terms.said, terms.guide, terms.settings), (None, None, None));
}

#[test]
fn requirements_are_made_once_for_settings_and_a_guide() {
    let tree = tree(&[(".git/HEAD", ""), ("a/oe-ls.toml", "")]);
    let project = on(&tree);
    let of = |path: &str| project.terms(&tree.path().join(path), None).requirements;
    assert!(Arc::ptr_eq(&of("x.md"), &of("b/c/y.md")));
    assert!(Arc::ptr_eq(&of("a/x.md"), &of("a/b/y.md")));
    assert!(!Arc::ptr_eq(&of("a/x.md"), &of("x.md")));
}

#[test]
fn settings_say_whose_a_document_is_and_which_guide_it_has() {
    let settings = "oe-files = ['ops/']\nnot-oe-files = ['*.old.md']\n[[guides]]\nfile = '../pay.md'\nglobs = ['pay/']";
    let tree = tree(&[(".git/HEAD", ""), ("docs/oe-ls.toml", settings), ("pay.md", GUIDE)]);
    let project = on(&tree);
    let said = |path: &str| project.terms(&tree.path().join(path), None).said.map(|said| (said.ours, said.glob));
    assert_eq!(said("docs/ops/a.md"), Some((true, "ops/".to_owned())));
    assert_eq!(said("docs/ops/a.old.md"), Some((false, "*.old.md".to_owned())));
    assert_eq!(said("docs/a.md"), None);
    assert_eq!(guide_of(&project, &tree, "docs/pay/a.md"), "house-rules");
    assert_eq!(guide_of(&project, &tree, "docs/a.md"), "operational-excellence");
    notices(&project, &expect![""]);
}

#[test]
fn kinds_that_a_path_shows() {
    let tree = tree(&[(".git/HEAD", ""), ("oe-ls.toml", "guide = 'g/ours.md'"), ("my.toml", "")]);
    let project = on(&tree);
    let kind = |path: &str| project.kind_of(&tree.path().join(path));
    assert_eq!(kind("docs/.oe-ls.toml"), Some(Kind::Settings));
    assert_eq!(kind("g/ours.md"), Some(Kind::Guide));
    assert_eq!((kind("g/theirs.md"), kind("my.toml")), (None, None));
    let project = Project::on_command_line(tree.path(), Source::File(tree.path().join("my.toml")));
    assert_eq!(project.kind_of(&tree.path().join("my.toml")), Some(Kind::Settings));
}

#[test]
fn a_guide_that_cannot_be_had_leaves_the_built_in_one() {
    let tree = tree(&[
        (".git/HEAD", ""),
        ("a/oe-ls.toml", "guide = 'none.md'"),
        ("b/oe-ls.toml", "guide = 'empty.md'"),
        ("b/empty.md", ""),
        ("c/oe-ls.toml", "guide = 'poor.md'"),
        ("c/poor.md", &GUIDE.replace(": Where it is written", "")),
    ]);
    let project = on(&tree);
    assert_eq!(guide_of(&project, &tree, "a/x.md"), "operational-excellence");
    assert_eq!(guide_of(&project, &tree, "b/x.md"), "operational-excellence");
    assert_eq!(guide_of(&project, &tree, "c/x.md"), "house-rules");
    guide_of(&project, &tree, "a/y.md");
    notices(
        &project,
        &expect![[r#"
            the guide a/none.md does not serve: there is no such file; the built-in guide does
            the guide b/empty.md does not serve: it holds no section with required elements; the built-in guide does
            the guide c/poor.md has 1 problem; `oe-ls guide c/poor.md` shows it"#]],
    );
    notices(&project, &expect![""]);
}

#[test]
fn what_is_wrong_with_a_guide_is_told_once_until_its_file_is_another() {
    let tree = tree(&[(".git/HEAD", ""), ("oe-ls.toml", "guide = 'g.md'")]);
    let project = Project::in_workspace(vec![tree.path().to_path_buf()]);
    let missing = || expect!["the guide g.md does not serve: there is no such file; the built-in guide does"];
    guide_of(&project, &tree, "x.md");
    notices(&project, &missing());
    project.refresh(&[]);
    guide_of(&project, &tree, "x.md");
    notices(&project, &expect![""]);
    write(&tree, "g.md", GUIDE);
    project.refresh(&[]);
    guide_of(&project, &tree, "x.md");
    notices(&project, &expect![""]);
    fs::remove_file(tree.path().join("g.md")).unwrap();
    project.refresh(&[]);
    guide_of(&project, &tree, "x.md");
    notices(&project, &missing());
}

#[test]
fn an_editors_guide_that_does_not_serve_is_told_where_it_should() {
    let tree = tree(&[("x.md", "")]);
    let project = Project::in_workspace(vec![tree.path().to_path_buf()]);
    let (layer, _) = config::from_json(&json!({ "guide": "g.md" }));
    assert_eq!(project.put_editor_settings(everywhere(layer)), [""; 0]);
    guide_of(&project, &tree, "x.md");
    notices(&project, &expect!["the guide g.md does not serve: there is no such file; the built-in guide does"]);
}

#[test]
fn a_guide_outside_of_the_repository_is_not_read() {
    let tree =
        tree(&[("repo/.git", ""), ("repo/oe-ls.toml", "guide = '../ours.md'"), ("ours.md", GUIDE), ("in.md", GUIDE)]);
    let project = on(&tree);
    assert_eq!(guide_of(&project, &tree, "repo/x.md"), "operational-excellence");
    notices(
        &project,
        &expect![
            "the guide ours.md does not serve: it lies outside of the repository or workspace, and is not read; the \
             built-in guide does"
        ],
    );
    let terms = project.terms(&tree.path().join("repo/x.md"), Some(&asked("../in.md")));
    assert!(terms.problem.is_some());
}

#[test]
fn settings_named_on_the_command_line_may_lie_anywhere_with_their_guide() {
    let tree =
        tree(&[("repo/.git", ""), ("repo/oe-ls.toml", "?"), ("org/oe.toml", "guide = 'g.md'"), ("org/g.md", GUIDE)]);
    let source = Source::File(tree.path().join("org/oe.toml"));
    let project = Project::on_command_line(&tree.path().join("repo"), source);
    assert_eq!(guide_of(&project, &tree, "repo/x.md"), "house-rules");
    assert_eq!(project.settings_files().iter().filter(|file| file.broken.is_some()).count(), 0);
    let project = Project::on_command_line(&tree.path().join("repo"), Source::Nowhere);
    assert_eq!(guide_of(&project, &tree, "repo/x.md"), "operational-excellence");
    assert!(project.settings_files().is_empty());
}

#[test]
fn settings_above_the_folder_that_is_checked_may_have_their_guide_beside_them() {
    let tree = tree(&[("oe-ls.toml", "guide = 'g.md'"), ("g.md", GUIDE), ("sub/d.md", "")]);
    for folder in ["", "sub"] {
        let project = Project::on_command_line(&tree.path().join(folder), Source::Nearest);
        assert_eq!(guide_of(&project, &tree, "sub/d.md"), "house-rules");
        notices(&project, &expect![""]);
    }
    // What lies beside neither is still not read.
    write(&tree, "sub/oe-ls.toml", "guide = '../g.md'");
    let project = Project::on_command_line(&tree.path().join("sub"), Source::Nearest);
    assert_eq!(guide_of(&project, &tree, "sub/d.md"), "operational-excellence");
    notices(
        &project,
        &expect![[
            r#"the guide ../g.md does not serve: it lies outside of the repository or workspace, and is not read; the built-in guide does"#
        ]],
    );
}

#[test]
fn front_matter_may_ask_for_another_guide() {
    let tree = tree(&[(".git/HEAD", ""), ("oe-ls.toml", "guide = 'g/ours.md'"), ("g/ours.md", GUIDE), ("b.md", GUIDE)]);
    let project = on(&tree);
    let terms = |guide: &str| project.terms(&tree.path().join("docs/x.md"), Some(&asked(guide)));
    assert_eq!(terms("operational-excellence").requirements.guide.id, "operational-excellence");
    assert_eq!(terms("house-rules").guide, Some(tree.path().join("g/ours.md")));
    assert_eq!(terms("../b.md").guide, Some(tree.path().join("b.md")));
    let wrong = terms("b.md");
    assert_eq!(wrong.guide, Some(tree.path().join("g/ours.md")));
    let found = wrong.findings();
    assert_eq!((found[0].rule.name, found[0].span), ("invalid-front-matter", Span::new(4, 8)));
    expect!["`b.md` is no guide that can be used here: there is no such file"].assert_eq(&found[0].message());
}

#[test]
fn names_in_settings_that_nothing_has_are_said() {
    let text = "guide = 'none.md'\nfail-on = 'error'\n[severity]\nmissing-elment = 'off'\n[elements]\non-call-managment = \
                'off'\nmonitoring-strategy = 'off'\n[also]\nzebra = ['Horse']\n";
    settings_problems(
        &tree(&[]),
        text,
        &expect![[r#"
            warning "'none.md'": `none.md` does not serve as a guide: there is no such file
            warning "missing-elment": `missing-elment` is not a rule; did you mean `missing-element`?
        "#]],
    );
    let text = text.replace("guide = 'none.md'\n", "");
    settings_problems(
        &tree(&[]),
        &text,
        &expect![[r#"
            warning "missing-elment": `missing-elment` is not a rule; did you mean `missing-element`?
            warning "on-call-managment": `on-call-managment` is no section or element of the guide; did you mean `on-call-management`?
            warning "zebra": `zebra` is no section or element of the guide
        "#]],
    );
    settings_problems(&tree(&[]), "severity.invalid-settings = 'off'\ncolour = 1", &expect![""]);
}

#[test]
fn a_broken_file_keeps_the_settings_that_it_gave_before() {
    let tree = tree(&[(".git/HEAD", ""), ("oe-ls.toml", "checks = 'strict'")]);
    let project = Project::in_workspace(vec![tree.path().to_path_buf()]);
    let path = tree.path().join("x.md");
    let of = || project.terms(&path, None).requirements;
    let before = of();
    project.refresh(&[]);
    assert!(Arc::ptr_eq(&before, &of()));
    write(&tree, "oe-ls.toml", "checks = ");
    project.refresh(&[tree.path().join("oe-ls.toml")]);
    assert_eq!(of().settings.checks, config::Checks::Strict);
    assert!(project.settings_files()[0].broken.as_ref().unwrap().contains("not TOML"));
    write(&tree, "oe-ls.toml", "fail-on = 'hint'");
    project.refresh(&[]);
    assert_eq!((of().settings.checks, of().settings.fail_on), (config::Checks::Default, config::Severity::Hint));
    fs::remove_file(tree.path().join("oe-ls.toml")).unwrap();
    project.refresh(&[]);
    assert_eq!(of().settings, config::Settings::default());
}

#[test]
fn a_guide_is_read_again_when_it_changes() {
    let tree = tree(&[(".git/HEAD", ""), ("oe-ls.toml", "guide = 'g.md'"), ("g.md", GUIDE)]);
    let project = Project::in_workspace(vec![tree.path().to_path_buf()]);
    assert_eq!(guide_of(&project, &tree, "x.md"), "house-rules");
    write(&tree, "g.md", &GUIDE.replace("House", "Our house"));
    assert_eq!(guide_of(&project, &tree, "x.md"), "house-rules");
    project.refresh(&[]);
    assert_eq!(guide_of(&project, &tree, "x.md"), "our-house-rules");
}

#[test]
fn an_editors_settings_lie_over_those_of_the_file() {
    let tree = tree(&[("ws/oe-ls.toml", "checks = 'strict'\nfail-on = 'error'"), ("ws/x.md", ""), ("ws/g.md", GUIDE)]);
    let project = Project::in_workspace(vec![tree.path().join("ws")]);
    let (layer, problems) = config::from_json(
        &json!({ "guide": "g.md", "failOn": "hint", "oeFiles": ["/x.md"], "severity": { "nonsense": "off" } }),
    );
    assert_eq!(problems, [""; 0]);
    expect!["`nonsense` is not a rule"].assert_eq(&project.put_editor_settings(everywhere(layer)).join("\n"));
    let terms = project.terms(&tree.path().join("ws/x.md"), None);
    let settings = &terms.requirements.settings;
    assert_eq!((settings.checks, settings.fail_on), (config::Checks::Strict, config::Severity::Hint));
    assert_eq!(terms.requirements.guide.id, "house-rules");
    assert!(terms.said.unwrap().ours);
    assert_eq!(project.kind_of(&tree.path().join("ws/g.md")), Some(Kind::Guide));
}

#[test]
fn an_editor_may_set_something_else_for_one_of_its_folders() {
    let tree = tree(&[(".git/HEAD", ""), ("oe-ls.toml", "checks = 'strict'"), ("a/g.md", GUIDE), ("b/g.md", GUIDE)]);
    let [a, b] = ["a", "b"].map(|folder| tree.path().join(folder));
    let layer = |json| config::from_json(&json).0;
    let folders = [(b.clone(), layer(json!({ "guide": "g.md", "severity": { "nonsense": "off" } })))].into();
    let project = Project::in_workspace(vec![a, b]);
    let problems = project.put_editor_settings(EditorLayers { all: layer(json!({ "run": "on-save" })), folders });
    assert_eq!(problems, ["`nonsense` is not a rule"]);
    assert_eq!(
        ["a/x.md", "b/x.md"].map(|path| guide_of(&project, &tree, path)),
        ["operational-excellence", "house-rules"]
    );
    let run = |path: &str| project.settings(&tree.path().join(path)).run;
    assert_eq!(["a/x.md", "b/x.md"].map(run), [config::Run::OnSave, config::Run::OnType]);
    // Both lie over the same file.
    assert_eq!(project.settings(&tree.path().join("b/x.md")).checks, config::Checks::Strict);
    project.put_editor_settings(EditorLayers::default());
    assert_eq!(guide_of(&project, &tree, "b/x.md"), "operational-excellence");
}

#[test]
fn two_settings_files_in_a_folder_are_said_once() {
    let tree = tree(&[(".git/HEAD", ""), ("oe-ls.toml", ""), (".oe-ls.toml", "")]);
    let project = on(&tree);
    guide_of(&project, &tree, "x.md");
    guide_of(&project, &tree, "docs/y.md");
    notices(&project, &expect![".oe-ls.toml is not read, since oe-ls.toml stands beside it; keep one of them"]);
}

#[test]
fn a_text_that_is_a_guide_and_those_that_only_look_like_one() {
    assert!(holds_guide(GUIDE));
    assert!(holds_guide(&format!("---\ntitle: Ours\n---\n{GUIDE}")));
    assert!(holds_guide(&GUIDE.replace('\n', "\r\n")));
    for more in
        ["**Quality Criteria:**\n\n- x\n", "**Template:**\n\n## Payments\n", "## Validation Checkpoints\n\n- [ ] x\n"]
    {
        assert!(holds_guide(&format!("{}\n{more}", GUIDE.replace("1. ", "").replace("**Objective**: ", ""))), "{more}");
    }
    assert!(holds_guide(crate::guide::embedded_text()));
    for page in [
        "# Form API\n\n## Fields\n\n**Required Elements:**\n\n- name\n- email\n",
        "# Form API\n\n## 2. Fields\n\n**Required Elements:**\n\n- `name`: the user's\n- `email`: valid\n",
        "# Form API\n\n## Purpose\n\n## Fields\n\n**Required Elements:**\n\n- **name**: the user's\n- **email**: valid\n",
        "# Form API\n\n### 1. Fields\n\n**Objective**: x\n\n**Required Elements:** name, email\n",
        "# Form API\n\n### 1. Fields\n\n**Required Elements:**\n\n- **name**: x\n- email\n- phone\n",
    ] {
        assert!(!holds_guide(page), "{page}");
    }
    assert!(!holds_guide("# How to write a guide\n\n```\n**Required Elements:**\n```\n"));
    assert!(!holds_guide(""));
}

#[test]
fn the_guide_that_front_matter_asks_for() {
    let of = |text: &str| asked_guide(text).map(|guide| guide.value);
    assert_eq!(of("# A\n\noe: {guide: a.md}\n"), None);
    assert_eq!(of("---\ntitle: A\n---\n"), None);
    assert_eq!(asked_guide(""), None);
}

#[test]
fn nothing_is_read_again_around_a_file_while_all_is_as_before() {
    let tree = tree(&[(".git/HEAD", ""), ("oe-ls.toml", "guide = 'g.md'"), ("g.md", GUIDE)]);
    let project = on(&tree);
    let ops = tree.path().join("ops.md");
    let terms = project.terms(&ops, None);
    let changes = project.changes();
    assert!(!project.refresh_around(&ops, false) && !project.refresh_around(&ops, true));
    assert!(project.terms(&ops, None).is_like(&terms) && project.changes() == changes);
    // What was saved is read again, even if its time and size are as before.
    assert!(project.refresh_around(&tree.path().join("g.md"), true));
    assert!(!project.terms(&ops, None).is_like(&terms) && project.changes() > changes);
    write(&tree, "oe-ls.toml", "");
    assert!(project.refresh_around(&ops, false));
    assert_eq!(guide_of(&project, &tree, "ops.md"), "operational-excellence");
    write(&tree, "docs/oe-ls.toml", "guide = '../g.md'");
    assert!(!project.refresh_around(&ops, false));
    assert_eq!(guide_of(&project, &tree, "docs/ops.md"), "house-rules");
}

#[test]
fn paths_need_not_exist() {
    let project = Project::on_command_line(Path::new("/"), Source::Nearest);
    assert_eq!(project.terms(Path::new("/no/such/ops.md"), None).settings, None);
    project.refresh(&[PathBuf::from("/no/such/oe-ls.toml")]);
}
