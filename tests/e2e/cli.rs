//! The built program on the command line: exit codes, streams and bad input.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A document that lacks most of its elements.
pub(crate) const DOCUMENT: &str = "---\noe: true\n---\n\n# Operational Excellence\n\n## Incident Response & Management\n\n### On-Call \
                        Management\n\nWeekly rota, Mondays at 10:00 UTC, with notes.\n";

pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// What stands on stderr, whatever lines it is broken into.
    pub(crate) fn said(&self) -> String {
        self.err.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

pub(crate) fn tree(files: &[(&str, &str)]) -> TempDir {
    let tree = tempfile::tempdir().unwrap();
    // A repository of its own, so that nothing around it counts.
    fs::create_dir(tree.path().join(".git")).unwrap();
    for (file, text) in files {
        let path = tree.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    tree
}

fn command(folder: &Path, line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oe-ls"));
    command.args(line.split_whitespace()).current_dir(folder);
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env_remove("RUST_LOG");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub(crate) fn run_with(folder: &Path, line: &str, input: &[u8]) -> Ran {
    let mut child = command(folder, line).spawn().unwrap();
    // A program that reads nothing may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input);
    let done = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: done.status.code(), out: text(done.stdout), err: text(done.stderr) }
}

pub(crate) fn run(tree: &TempDir, line: &str) -> Ran {
    run_with(tree.path(), line, b"")
}

pub(crate) fn json(ran: &Ran) -> serde_json::Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error} in {}", ran.out))
}

#[test]
fn what_is_wrong_with_what_front_matter_asks_for_can_be_suppressed() {
    let guide = "---\noe:\n  guide: nowhere.md\n  sections: [security-operations]\n---\n";
    let comment = "<!-- oe-disable-file invalid-front-matter: it comes with the next release -->\n";
    let text = |comment: &str| format!("{guide}\n{comment}\n# P\n\n## [Security Operations](s.md)\n");
    let tree = tree(&[("plain.md", &text("")), ("quiet.md", &text(comment))]);
    let found = run(&tree, "check --format concise plain.md");
    assert!(found.out.contains("invalid-front-matter"), "{}", found.out);
    let quiet = run(&tree, "check --format concise quiet.md");
    assert!(!quiet.out.contains("invalid-front-matter") && !quiet.out.contains("unused-suppression"), "{}", quiet.out);
}

#[test]
fn exit_codes_follow_the_findings_and_the_level() {
    let tree = tree(&[("ops.md", DOCUMENT), ("README.md", "# Readme\n\nNothing of ours.\n")]);
    for (line, code) in [
        ("check", 1),
        ("check ops.md", 1),
        ("check --fail-on error", 1),
        ("check --exit-zero", 0),
        ("check README.md", 0),
        ("check --format json", 1),
        ("check --format pretty", 1),
        ("check --format concise", 1),
        ("check --format json --exit-zero", 0),
        ("check none.md", 2),
        ("check none.md --exit-zero", 2),
        ("check --fail-on nothing", 2),
        ("check --config none.toml", 2),
        ("chekc", 2),
        ("explain nothing-of-that-name", 2),
        ("explain missing-element", 0),
        ("explain on-call-management", 0),
        ("guide none.md", 2),
        ("guide", 0),
        ("--version", 0),
        ("--help", 0),
        ("check --help", 0),
    ] {
        let ran = run(&tree, line);
        assert_eq!(ran.code, Some(code), "{line}: {}{}", ran.out, ran.err);
    }
}

#[test]
fn the_level_may_stand_in_the_settings_and_the_argument_wins() {
    let off = "[severity]\nmissing-section = 'information'\nmissing-element = 'information'\n";
    let tree = tree(&[("ops.md", DOCUMENT), ("oe-ls.toml", off), ("b/ops.md", DOCUMENT)]);
    fs::write(tree.path().join("b/oe-ls.toml"), format!("fail-on = 'information'\n{off}")).unwrap();
    assert_eq!(run(&tree, "check ops.md").code, Some(0));
    assert_eq!(run(&tree, "check b/ops.md").code, Some(1));
    assert_eq!(run(&tree, "check b/ops.md --fail-on warning").code, Some(0));
    assert_eq!(run(&tree, "check ops.md --no-config").code, Some(1));
    assert_eq!(run(&tree, "check ops.md --config b/oe-ls.toml").code, Some(1));
}

#[test]
fn bare_it_explains_itself() {
    let tree = tree(&[]);
    let ran = run(&tree, "");
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.said().contains("Usage: oe-ls"), "{}", ran.err);
}

#[test]
fn stdin_goes_by_the_name_that_it_is_given() {
    let tree = tree(&[("docs/oe-ls.toml", "oe-files = ['ops.md']\n")]);
    let text = DOCUMENT.replace("---\noe: true\n---\n", "").replace("# Operational Excellence\n", "");
    let ran = run_with(tree.path(), "check - --format json", text.as_bytes());
    assert_eq!((ran.code, json(&ran)["summary"]["oe"].as_u64()), (Some(0), Some(0)));
    let ran = run_with(tree.path(), "check - --stdin-filename docs/ops.md --format json", text.as_bytes());
    let file = &json(&ran)["files"][0];
    assert_eq!(ran.code, Some(1));
    assert_eq!((file["path"].as_str(), file["why"].as_str()), (Some("docs/ops.md"), Some("settings: `ops.md`")));
    let ran = run_with(tree.path(), "check --why - --stdin-filename docs/ops.md", text.as_bytes());
    assert!(
        ran.out.starts_with("docs/ops.md: OE document\n\n  decided by  settings: the glob `ops.md`"),
        "{}",
        ran.out
    );
    let ran = run_with(tree.path(), "check - --format concise", DOCUMENT.as_bytes());
    assert!(ran.out.starts_with("-:5:1: error[missing-section] "), "{}", ran.out);
    // Nobody would see that the folder was checked instead.
    let ran = run_with(tree.path(), "check --stdin-filename docs/ops.md", DOCUMENT.as_bytes());
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.said().contains("add `-` to the arguments"), "{}", ran.err);
}

#[test]
fn what_is_not_utf_8_is_said_and_the_rest_is_checked() {
    let tree = tree(&[("ops.md", DOCUMENT)]);
    let write = |name: &str, bytes: &[u8]| fs::write(tree.path().join(name), bytes).unwrap();
    // A document of ours that cannot be read is work that was not done.
    write("a.md", b"---\noe: true\n---\n# A\n\xff\n");
    let ran = run(&tree, "check --format concise");
    assert_eq!(ran.code, Some(2));
    assert!(ran.said().contains("error: a.md: line 5 is not UTF-8"), "{}", ran.err);
    assert!(ran.out.contains("ops.md:"), "{}", ran.out);
    let wide: Vec<u8> = format!("\u{feff}{DOCUMENT}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    write("a.md", &wide);
    assert_eq!(run(&tree, "check --exit-zero").code, Some(2));
    let ran = run_with(tree.path(), "check -", b"\xff");
    assert_eq!(ran.code, Some(2));
    assert!(ran.said().contains("-: line 1 is not UTF-8"), "{}", ran.err);
}

#[test]
fn files_of_others_that_cannot_be_read_are_passed_over_unless_named() {
    let tree = tree(&[("ops.md", DOCUMENT)]);
    fs::write(tree.path().join("README.md"), b"# Readme\n\nF\xfcr alle.\n").unwrap();
    fs::write(tree.path().join("wide.md"), b"\xff\xfe#\0 \0A\0").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere.md", tree.path().join("link.md")).unwrap();
    let ran = run(&tree, "check --exit-zero");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.said().contains("notice: README.md is passed over: line 3 is not UTF-8"), "{}", ran.err);
    assert!(ran.said().contains("notice: wide.md is passed over: this is UTF-16"), "{}", ran.err);
    assert!(ran.said().contains("1 of 3 Markdown files is an OE document"), "{}", ran.err);
    if cfg!(unix) {
        assert!(ran.said().contains("notice: link.md is passed over: this is a link"), "{}", ran.err);
        assert_eq!(run(&tree, "check --exit-zero link.md").code, Some(2));
    }
    for line in ["check README.md ops.md --exit-zero", "check wide.md"] {
        let ran = run(&tree, line);
        assert_eq!(ran.code, Some(2), "{line}");
        assert!(ran.said().contains("error: "), "{}", ran.err);
    }
}

#[test]
fn a_settings_file_that_cannot_be_read_is_said_once() {
    let tree = tree(&[("ops.md", DOCUMENT)]);
    fs::write(tree.path().join("oe-ls.toml"), b"\xff\xfea\0").unwrap();
    for line in ["check", "check ops.md", "check oe-ls.toml ops.md"] {
        let ran = run(&tree, line);
        assert_eq!(ran.code, Some(2), "{line}");
        assert_eq!(ran.said().matches("oe-ls.toml: this is UTF-16").count(), 1, "{line}: {}", ran.err);
    }
}

#[test]
fn wrong_settings_are_findings_and_those_that_are_not_toml_stop_it() {
    let tree = tree(&[("ops.md", "---\noe: false\n---\n"), ("oe-ls.toml", "severty = 1\n")]);
    for line in ["check --format concise", "check ops.md --format concise"] {
        let ran = run(&tree, line);
        assert_eq!(ran.code, Some(1), "{line}");
        assert!(
            ran.out.starts_with("oe-ls.toml:1:1: warning[invalid-settings] `severty` is not a setting"),
            "{}",
            ran.out
        );
    }
    let ran = run(&tree, "check --format json");
    let file = &json(&ran)["files"][0];
    assert_eq!((file["kind"].as_str(), file["findings"][0]["line"].as_u64()), (Some("settings"), Some(1)));
    fs::write(tree.path().join("oe-ls.toml"), "severity =\n").unwrap();
    let ran = run(&tree, "check ops.md --format concise");
    assert_eq!(ran.code, Some(2));
    assert!(ran.out.contains("this is not TOML"), "{}", ran.out);
}

#[test]
fn without_settings_a_broken_file_of_them_is_passed_over_unless_named() {
    let tree =
        tree(&[("docs/ops.md", "---\noe: false\n---\n"), ("oe-ls.toml", "[severity"), ("docs/.oe-ls.toml", "a = 1")]);
    assert_eq!(run(&tree, "check").code, Some(2));
    for line in ["check --no-config", "check --no-config docs", "check --no-config docs/ops.md"] {
        let ran = run(&tree, line);
        assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{line}: {}", ran.err);
        assert!(
            ran.said().contains("the one Markdown file is no Operational Excellence (OE) document, so nothing"),
            "{}",
            ran.err
        );
    }
    for line in ["check --no-config oe-ls.toml", "check --no-config . oe-ls.toml"] {
        let ran = run(&tree, line);
        assert_eq!(ran.code, Some(2), "{line}");
        assert!(ran.out.contains("oe-ls.toml:1:1: warning[invalid-settings] this is not TOML"), "{}", ran.out);
        assert!(!ran.out.contains("docs/.oe-ls.toml"), "{}", ran.out);
    }
}

#[test]
fn a_guide_with_nothing_in_it_is_said() {
    let tree = tree(&[("ops.md", DOCUMENT), ("g.md", ""), ("oe-ls.toml", "guide = 'g.md'\n")]);
    let ran = run(&tree, "check --format json");
    let kinds: Vec<_> = json(&ran)["files"].as_array().unwrap().iter().map(|file| file["kind"].clone()).collect();
    assert_eq!(kinds, ["guide", "settings", "oe"]);
    assert!(ran.said().contains("the guide g.md does not serve"), "{}", ran.err);
    let ran = run(&tree, "guide g.md");
    assert_eq!(ran.code, Some(0));
    assert!(ran.out.contains("This guide asks for nothing"), "{}", ran.out);
}

#[test]
fn a_file_that_was_named_and_not_judged_is_named_with_the_reason() {
    let tree = tree(&[
        ("a.md", "# A\n\n## Monitoring & Observability\n"),
        ("b.md", "---\noe: false\n---\n"),
        ("ops.md", DOCUMENT),
        ("oe-ls.toml", "not-oe-files = ['c.md']\n"),
        ("c.md", "# C\n"),
    ]);
    let ran = run(&tree, "check a.md b.md c.md ops.md");
    for reason in [
        "a.md is not judged: 1 of the guide's sections by heading, it takes 4",
        "b.md is not judged: its front matter says `oe: false`",
        "c.md is not judged: `c.md` under `not-oe-files` takes it out",
    ] {
        assert!(ran.said().contains(reason), "{reason}: {}", ran.err);
    }
    assert!(!run(&tree, "check .").said().contains("not judged"));
}

#[test]
fn of_many_files_that_a_shell_named_some_are_told_and_the_others_counted() {
    let names: Vec<_> = (10..25).map(|at| format!("r{at}.md")).collect();
    let tree = tree(&names.iter().map(|name| (name.as_str(), "# Readme\n")).collect::<Vec<_>>());
    let said = run(&tree, &format!("check {}", names.join(" "))).said();
    assert_eq!(said.matches("is not judged").count(), 10, "{said}");
    assert!(said.contains("5 more of the named files are not judged"), "{said}");
    assert!(!run(&tree, &format!("check {}", names[..10].join(" "))).said().contains("more of the named"));
}

#[test]
fn colours_are_for_terminals_only() {
    let tree = tree(&[("ops.md", DOCUMENT)]);
    for variable in [("NO_COLOR", "1"), ("TERM", "dumb"), ("LANG", "C")] {
        let done = command(tree.path(), "check --format pretty").env(variable.0, variable.1).output().unwrap();
        assert!(!done.stdout.contains(&0x1b) && !done.stderr.contains(&0x1b), "{variable:?}");
    }
    let forced = command(tree.path(), "check --format pretty").env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(forced.stdout.contains(&0x1b));
}

#[test]
fn a_pipe_that_is_closed_early_is_no_failure() {
    let many = "### On-Call Management\n\n[Fill this in]\n\n".repeat(3000);
    let tree = tree(&[("ops.md", &format!("{DOCUMENT}\n{many}"))]);
    for format in ["pretty", "concise", "json"] {
        let mut child = command(tree.path(), &format!("check --format {format}")).spawn().unwrap();
        let mut first = [0; 10];
        let mut out = child.stdout.take().unwrap();
        out.read_exact(&mut first).unwrap();
        drop(out);
        let done = child.wait_with_output().unwrap();
        assert_eq!(done.status.code(), Some(1), "{format}");
        assert!(!String::from_utf8_lossy(&done.stderr).contains("panicked"), "{format}");
    }
}

#[test]
fn a_new_document_is_written_once_and_has_no_errors() {
    let tree = tree(&[]);
    let ran = run(&tree, "init docs/ops.md");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let text = fs::read_to_string(tree.path().join("docs/ops.md")).unwrap();
    assert_eq!(run(&tree, "init").out, text);
    let again = run(&tree, "init docs/ops.md");
    assert_eq!(again.code, Some(2));
    assert!(again.said().contains("docs/ops.md: it exists already"), "{}", again.err);
    assert_eq!(fs::read_to_string(tree.path().join("docs/ops.md")).unwrap(), text);
    let report = json(&run(&tree, "check --format json"));
    assert_eq!(report["summary"]["error"], 0);
    assert_eq!(report["files"][0]["elements"], serde_json::json!({ "required": 31, "present": 31 }));
}

#[test]
fn what_cannot_be_done_is_said_with_what_can() {
    let tree = tree(&[("docs/notes.txt", "Notes\n"), ("empty/.keep", ""), ("a.md", "# A\n")]);
    for (line, said) in [
        ("init docs", "error: docs: this is a folder; name a file in it"),
        ("init a.md", "error: a.md: it exists already, and is left as it is; name another file"),
        ("explain cooking", "`oe-ls explain --help` lists the rules, `oe-ls guide` the sections and elements"),
        ("check --fail-on bad", "[possible values: error, warning, information, hint]"),
        ("check --why docs", "error: docs: this is a folder, not a file"),
        ("check empty", "no Markdown file was found, so nothing was checked to start a new document: `oe-ls init"),
        (
            "check docs/notes.txt",
            "the one file is no Operational Excellence (OE) document, so nothing was checked to start",
        ),
        ("check .", "so nothing was checked to have a file checked: put `oe: true` into its front matter"),
    ] {
        let ran = run(&tree, line);
        assert!(ran.said().contains(said), "{line}: {}", ran.err);
    }
    let help = run(&tree, "explain --help").out;
    assert!(help.contains("Rules: missing-section, missing-element,"), "{help}");
}

#[test]
fn why_says_what_decided() {
    let tree = tree(&[("ops.md", DOCUMENT), ("a.md", "# A\n"), ("oe-ls.toml", "")]);
    let ran = run(&tree, "check --why ops.md");
    assert_eq!(ran.code, Some(0));
    for part in ["ops.md: OE document", "front matter", "oe-ls.toml", "Operational Excellence", "On-Call Management"] {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
    assert!(run(&tree, "check --why a.md").out.contains("a.md: no OE document"));
    assert!(run(&tree, "check --why oe-ls.toml").out.contains("settings file"));
    assert_eq!(run(&tree, "check --why none.md").code, Some(2));
}

#[cfg(feature = "lsp")]
#[test]
fn the_demo_shows_the_server_at_work() {
    let tree = tree(&[]);
    let ran = run(&tree, "demo");
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    for step in ["1. ", "2. ", "3. ", "4. ", "5. ", "In your editor"] {
        assert!(ran.out.contains(step), "{step}: {}", ran.out);
    }
}

#[test]
fn explain_knows_every_guide_of_the_settings() {
    let guide = "# Assets\n\n### 1. Assets\n\n**Required Elements:**\n\n- **Asset Inventory**: what there is\n";
    let settings = "[[guides]]\nfile = 'assets.md'\nglobs = ['assets/']\n";
    let tree = tree(&[("assets.md", guide), ("oe-ls.toml", settings)]);
    for name in ["asset-inventory", "on-call-management", "missing-element"] {
        let ran = run(&tree, &format!("explain {name}"));
        assert_eq!(ran.code, Some(0), "{name}: {}", ran.err);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_a_failure() {
    let tree = tree(&[("ops.md", "---\noe: false\n---\n")]);
    for line in ["check --format json ops.md", "explain missing-element", "demo"] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let done = command(tree.path(), line).stdin(Stdio::null()).stdout(full).output().unwrap();
        assert_eq!(done.status.code(), Some(2), "{line}");
        assert!(String::from_utf8_lossy(&done.stderr).contains("the output could not be written"), "{line}");
    }
}

#[test]
fn a_named_file_that_is_no_markdown_is_said_to_be_none() {
    let tree = tree(&[("other.toml", "a = 1\n"), ("notes", "# Notes\n")]);
    let ran = run(&tree, "check other.toml notes");
    assert!(ran.err.contains("other.toml is not judged: it is neither Markdown nor a settings file"), "{}", ran.err);
    assert!(ran.err.contains("notes is not judged: none of its headings"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn bash_completes_commands_options_and_their_values() {
    let completed = |words: &str| {
        let script = format!(
            "source <(\"$1\" completions bash); COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             _oe__ls oe-ls \"${{COMP_WORDS[-1]}}\" \"${{COMP_WORDS[-2]}}\"; echo \"${{COMPREPLY[*]}}\""
        );
        let ran = std::process::Command::new("bash").args(["-c", &script, "-", env!("CARGO_BIN_EXE_oe-ls")]).output();
        String::from_utf8(ran.expect("bash runs").stdout).expect("UTF-8").trim().to_owned()
    };
    assert_eq!(completed("oe-ls che"), "check");
    assert_eq!(completed("oe-ls check --fo"), "--format");
    assert_eq!(completed("oe-ls check --format j"), "json");
    assert_eq!(completed("oe-ls completions b"), "bash");
}
