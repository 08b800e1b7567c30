//! The page of the documentation that describes the command line: made from the help texts and from
//! a real report, so that it cannot fall behind.

use std::fmt::Write as _;

use expect_test::expect_file;

use super::args;
use super::judge::{Source, judge};
use super::report::json;
use crate::project::{self, Project};

const GUIDE: &str = "# Payment Operations\n\n### 1. Payments\n\n**Objective**: Money moves once\n\n**Required \
                     Elements:**\n\n- **Ledger**: How it is balanced\n- **Refunds**: Who may give them\n";

const DOCUMENT: &str = "---\noe: true\n---\n\n# Payment Operations\n\n## Payments\n\n### Ledger\n\nTBD\n";

const BEFORE: &str = "\
<!-- Made by the tests from the program's own help: UPDATE_EXPECT=1 cargo test docs -->

# The command line

";

const FORMATS: &str = "\
## What goes where

Findings go to stdout, notices and the summary of `concise` to stderr. A format never changes what is found or how
the program ends:

| code | means |
| ---- | ----- |
| 0 | clean: no finding at or above `--fail-on`, or `--exit-zero` |
| 1 | findings at or above `--fail-on`, by default `warning` |
| 2 | it could not do its work: bad arguments, a path that cannot be read, a settings file that is not TOML |

Where a path cannot be read, the others are checked all the same. Colours are used only where a terminal has them,
and never with `NO_COLOR` set.

`pretty` and `concise` tell findings of one rule in one place as one; in JSON each stands alone.

## JSON

`oe-ls check --format json` prints one object. `version` is raised when a field changes its meaning; fields may be
added. `files` holds all OE documents, and guides and settings files with findings, in the order of their paths; the
others are only counted. `kind` is `oe`, `guide` or `settings`; a file with a key `oe` in its front matter that cannot
be read is of kind `oe` too, unless it reads as a no, so that the slip is told where it stands. `elements` and `sections` are those of OE documents.
`state` of a section is `present` or `missing`, that of an element `present`, `empty`, `placeholder` or `missing`, and
its `line` is null where it is missing. Ranges are as in LSP: lines from zero, columns from zero in UTF-16 units.
`line` and `column` count from one, in characters.

";

#[test]
fn the_page_of_the_command_line_is_fresh() {
    let mut page = BEFORE.to_owned();
    for (name, help) in args::helps() {
        let lines: Vec<_> = help.lines().map(str::trim_end).collect();
        let _ = writeln!(page, "## `{name}`\n\n```text\n{}\n```\n", lines.join("\n").trim_end());
    }
    let _ = write!(page, "{FORMATS}```json\n{}\n```\n", sample());
    expect_file!["../../docs/cli.md"].assert_eq(&page);
}

/// The report on a small document by a small guide.
fn sample() -> String {
    let folder = tempfile::tempdir().expect("a folder for the sample");
    let at = |name: &str| folder.path().join(name);
    for (name, text) in [("guide.md", GUIDE), ("oe-ls.toml", "guide = 'guide.md'\n"), ("ops.md", DOCUMENT)] {
        std::fs::write(at(name), text).expect("a file of the sample");
    }
    let project = Project::on_command_line(folder.path(), project::Source::File(at("oe-ls.toml")));
    let source =
        Source { path: at("ops.md"), shown: "docs/ops.md".to_owned(), named: false, text: Some(DOCUMENT.to_owned()) };
    let judged = judge(&source, &project).expect("the sample can be judged");
    serde_json::to_string_pretty(&json::report(&[judged])).expect("a report is JSON")
}
