//! What an editor would show, in the columns of a terminal.

use serde_json::Value;

use super::Result;
use super::sample::{NAME, Sample, range};
use crate::cli::columns::{self, clipped, hang, padded};
use crate::cli::output::Output;
use crate::cli::report::plural;
use crate::cli::report::snippet::{Mark, Problem};
use crate::config::Severity;
use crate::position::{self, Encoding};

/// Of a long list so much is shown.
const MOST: usize = 5;

const BOLD: &str = "\u{1b}[1m";
const DIM: &str = "\u{1b}[2m";
const GREEN: &str = "\u{1b}[32m";
const RESET: &str = "\u{1b}[0m";

pub(super) fn heading(output: &mut Output, step: usize, title: &str) {
    let line = "─".repeat(output.width.saturating_sub(columns::width(title) + "1.  ".len()));
    output.print(&format!("\n{BOLD}{step}. {title}{RESET} {DIM}{line}{RESET}\n\n"));
    output.flush();
}

pub(super) fn text(output: &mut Output, text: &str) {
    output.print(&format!("{}\n", columns::wrap(text, output.width)));
    output.flush();
}

/// The first findings as they stand in the text, the others in a line each.
pub(super) fn diagnostics(output: &mut Output, sample: &Sample, diagnostics: &[Value]) {
    let rope = sample.rope();
    let mut diagnostics: Vec<&Value> = diagnostics.iter().collect();
    // A short list shows what matters most; an editor shows all of it.
    diagnostics.sort_by_key(|diagnostic| diagnostic["severity"].as_u64());
    for diagnostic in diagnostics.iter().take(MOST) {
        let span = range(&diagnostic["range"])
            .map_or_else(Default::default, |range| position::span(&rope, range, Encoding::Utf16));
        let problem = Problem {
            path: NAME,
            text: &rope,
            severity: severity(diagnostic),
            rule: diagnostic["code"].as_str().unwrap_or_default(),
            message: first_line(diagnostic),
            marks: vec![Mark { span, says: String::new() }],
            helps: Vec::new(),
        };
        output.print(&format!("\n{}\n", problem.shown(output.width)));
    }
    if let Some(rest) = diagnostics.len().checked_sub(MOST).filter(|rest| *rest > 0) {
        output.print(&format!("\n{DIM}and {rest} more{RESET}\n"));
    }
    output.flush();
}

/// The lines around a place, and where the cursor is.
pub(super) fn cursor(output: &mut Output, sample: &Sample, at: &Value) {
    let line = at["line"].as_u64().and_then(|line| usize::try_from(line).ok()).unwrap_or(0);
    let column = at["character"].as_u64().and_then(|column| usize::try_from(column).ok()).unwrap_or(0);
    let lines: Vec<&str> = sample.text.split('\n').collect();
    for (number, text) in lines.iter().enumerate().take(line + 1).skip(line.saturating_sub(2)) {
        output.print(&format!("{DIM}{:>4} |{RESET} {}\n", number + 1, clipped(text, output.width - 8)));
    }
    output.print(&format!("{DIM}     |{RESET} {}{GREEN}^{RESET}\n\n", " ".repeat(column)));
    output.flush();
}

pub(super) fn hover(output: &mut Output, answer: &Value) -> Result<()> {
    let contents = &answer["contents"];
    let text = contents["value"].as_str().or(contents.as_str()).ok_or("the server has no hover for this heading")?;
    for line in columns::wrap(text, output.width - 4).split('\n') {
        output.print(format!("  {GREEN}|{RESET} {line}").trim_end());
        output.print("\n");
    }
    output.flush();
    Ok(())
}

pub(super) fn completion(output: &mut Output, answer: &Value) -> Result<()> {
    let items = answer["items"].as_array().or(answer.as_array()).filter(|items| !items.is_empty());
    let items = items.ok_or("the server completes nothing on an empty line")?;
    let mut items: Vec<&Value> = items.iter().collect();
    items.sort_by_key(|item| item["sortText"].as_str().or(item["label"].as_str()).unwrap_or_default().to_owned());
    for item in items.iter().take(MOST + 1) {
        let label = item["label"].as_str().unwrap_or_default();
        let details = &item["labelDetails"];
        let detail = item["detail"].as_str().or(details["description"].as_str()).unwrap_or_default();
        let room = output.width - 4 - 35;
        let line = format!("{} {DIM}{}{RESET}", padded(label, 34), clipped(detail, room));
        output.print(&format!("  {GREEN}|{RESET} {}\n", line.trim_end()));
    }
    if items.len() > MOST + 1 {
        output.print(&format!("  {GREEN}|{RESET} {DIM}and {} more{RESET}\n", items.len() - MOST - 1));
    }
    output.flush();
    Ok(())
}

pub(super) fn action(output: &mut Output, diagnostic: &Value, action: &Value) {
    text(output, "Take this finding:");
    output.print(&format!("\n{}\n\n", hang(&format!("  {}", first_line(diagnostic)), output.width, 2)));
    text(output, "For it the editor offers a quick fix, which we accept:");
    output.print(&format!("\n  {GREEN}>{RESET} {}\n\n", action["title"].as_str().unwrap_or_default()));
}

/// The lines that are new, with the ones around them.
pub(super) fn changes(output: &mut Output, sample: &Sample, new: &[usize]) {
    let (Some(first), Some(last)) = (new.first(), new.last()) else { return };
    for (at, line) in sample.text.lines().enumerate().take(last + 3).skip(first.saturating_sub(2)) {
        let (mark, end) = if new.contains(&at) { (format!("{GREEN}+ "), RESET) } else { ("  ".to_owned(), "") };
        output.print(format!("{DIM}{:>4} |{RESET} {mark}{}{end}", at + 1, clipped(line, output.width - 10)).trim_end());
        output.print("\n");
    }
    output.flush();
}

/// What the edit did to the findings.
pub(super) fn comparison(output: &mut Output, before: &[Value], after: &[Value]) {
    let same = |a: &Value, b: &Value| a["code"] == b["code"] && a["message"] == b["message"];
    let gone: Vec<_> = before.iter().filter(|old| !after.iter().any(|new| same(old, new))).collect();
    let new: Vec<_> = after.iter().filter(|new| !before.iter().any(|old| same(old, new))).collect();
    let count = |list: &[Value]| plural(list.len(), "finding", "findings");
    text(output, &format!("{} before, {} now.", count(before), count(after)));
    output.print("\n");
    for (mark, list) in [("-", gone), ("+", new)] {
        for diagnostic in list.iter().take(MOST) {
            let code = diagnostic["code"].as_str().unwrap_or_default();
            let line = format!("{mark} {}[{code}] {}", severity(diagnostic), first_line(diagnostic));
            output.print(&format!("{}\n", hang(&line, output.width, 4)));
        }
        if list.len() > MOST {
            output.print(&format!("{DIM}{mark} and {} more{RESET}\n", list.len() - MOST));
        }
    }
    output.print("\n");
    text(
        output,
        "What was inserted asks for an answer at every placeholder; each finding goes as its line is written.",
    );
}

pub(super) fn ending(output: &mut Output) {
    let version = env!("CARGO_PKG_VERSION");
    output.print(&format!(
        "\n{BOLD}In your editor{RESET}\n\n\
         \x20 VS Code  editors/vscode/package --universal --out target/vsix\n\
         \x20          code --install-extension target/vsix/oe-ls-{version}.vsix\n\
         \x20 Neovim   in init.lua, with the path of this checkout:\n\
         \x20          vim.opt.runtimepath:append('/path/to/checkout/editors/neovim')\n\
         \x20 Helix    in languages.toml: what stands in editors/helix/languages.toml\n\
         \x20 Emacs, Vim, Kate and others: a folder each in editors, with a README\n\n\
         The program has to be on PATH: cargo install --path . --locked\n\n\
         A document of your own starts with `oe-ls init operations.md`.\n"
    ));
    output.flush();
}

fn first_line(diagnostic: &Value) -> &str {
    diagnostic["message"].as_str().unwrap_or_default().lines().next().unwrap_or_default()
}

fn severity(diagnostic: &Value) -> Severity {
    match diagnostic["severity"].as_u64() {
        Some(1) => Severity::Error,
        Some(2) => Severity::Warning,
        Some(3) => Severity::Information,
        _ => Severity::Hint,
    }
}
