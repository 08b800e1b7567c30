//! `oe-ls check --why`: what a file is taken for, and what decided that.

use std::fmt::Write as _;
use std::path::Path;

use super::check::{is_stdin, read_stdin};
use super::columns;
use super::output::Output;
use super::{Outcome, report::plural};
use crate::assessment::{HeadingAt, Kind, Why};
use crate::document::Document;
use crate::files;
use crate::guide::{Named, Strength};
use crate::names;
use crate::project::{self, Project, Terms};
use crate::snapshot::{Anchor, Part, Snapshot};

/// How wide the names of the details are.
const DETAILS: usize = "decided by  ".len();

/// `stdin_name` is what a text from stdin goes by.
pub(super) fn run(
    path: &Path,
    stdin_name: Option<&Path>,
    project: &Project,
    current: &Path,
    output: &mut Output,
) -> Outcome {
    let stdin = is_stdin(path);
    let path = stdin_name.filter(|_| stdin).unwrap_or(path);
    let absolute = files::absolute(path);
    let shown = if is_stdin(path) { "-".to_owned() } else { files::shown(&absolute, current) };
    let read = || files::read(&absolute).map_err(|error| error.cause.to_string());
    let text = match if stdin { read_stdin() } else { read() } {
        Ok(text) => text,
        Err(why) => {
            output.error(&format!("{shown}: {why}"));
            return Outcome::Failed;
        }
    };
    let terms = project.terms(&absolute, project::asked_guide(&text).as_ref());
    let told = match project.kind_of(&absolute) {
        Some(Kind::Settings) => format!("{shown}: settings file, by its name\n"),
        kind if kind.is_some() || project::holds_guide(&text) => {
            let named = kind.is_some();
            let step = if named {
                "settings name it as one"
            } else {
                "its sections have `Required Elements` as a guide has them"
            };
            format!("{shown}: guide, since {step}\n")
        }
        _ => document(&shown, &text, &terms, current, output.width),
    };
    output.print(&columns::harmless(&told));
    for notice in project.take_notices() {
        output.notice(&notice);
    }
    Outcome::Clean
}

fn document(shown: &str, text: &str, terms: &Terms, current: &Path, width: usize) -> String {
    let snapshot = Snapshot::new(Document::new(text), terms.requirements.clone(), terms.said.clone());
    let assessment = &snapshot.assessment;
    let guide = &terms.requirements.guide;
    let mut out = String::new();
    let kind = if assessment.is_oe() { "OE document" } else { "no OE document" };
    let _ = writeln!(out, "{shown}: {kind}\n");
    let _ = writeln!(out, "  decided by  {}", decided(&assessment.why, assessment.is_oe()));
    let of = |file: &Path| files::shown(file, current);
    let from = terms.guide.as_deref().map_or_else(|| "built in".to_owned(), of);
    let _ = writeln!(out, "  guide       {} ({from})", guide.title);
    let settings = terms.settings.as_deref().map_or_else(|| "none, the defaults hold".to_owned(), of);
    let _ = writeln!(out, "  settings    {settings}");
    if assessment.is_oe() {
        let _ = writeln!(out, "  judged      {}", region(&snapshot));
        let (required, present) = assessment.counts();
        let _ = writeln!(out, "  elements    {present} of {required}");
    }
    let mut out = columns::hang(&out, width, DETAILS);
    let matched = matched(&snapshot);
    if matched.is_empty() {
        let _ = writeln!(out, "\nNone of its headings is the name of a section or an element of the guide.");
    } else {
        let _ = writeln!(out, "\n{} that the guide knows:", plural(matched.len(), "heading", "headings"));
        for (line, title, meaning) in matched {
            let line = format!("  {line:>4}  {title}");
            let fits = columns::width(&line) + columns::width("  ->  ") + columns::width(&meaning) <= width;
            let gap = if fits { "  " } else { "\n          " };
            let _ = writeln!(out, "{}", columns::hang(&format!("{line}{gap}->  {meaning}"), width, "->  ".len()));
        }
    }
    out
}

/// The part of the document that is judged, and why that.
fn region(snapshot: &Snapshot) -> String {
    let assessment = &snapshot.assessment;
    let place = |heading: &HeadingAt| format!("`{}`, line {}", heading.title, line(snapshot, heading.at));
    let Some(chapter) = assessment.headings.iter().find(|heading| Some(heading.at) == assessment.chapter) else {
        let is_chapter = |heading: &&HeadingAt| {
            let written = snapshot.piece(heading.at).and_then(|piece| piece.heading());
            written.is_some_and(|written| snapshot.requirements.names.is_chapter(&written.key))
        };
        return match assessment.headings.iter().find(is_chapter) {
            Some(chapter) => {
                format!("the whole file: most of its sections do not stand below {}", place(chapter))
            }
            None => "the whole file: no heading is the guide's name".to_owned(),
        };
    };
    let is_first = assessment.headings.first().is_some_and(|first| first.at == chapter.at);
    match assessment.headings.iter().find(|heading| heading.at > chapter.at && !heading.judged) {
        None if is_first => format!("the whole file: its title {} is the guide's name", place(chapter)),
        None => format!("the chapter {}, up to the end of the file", place(chapter)),
        Some(next) => format!("the chapter {}, up to {}", place(chapter), place(next)),
    }
}

fn decided(why: &Why, ours: bool) -> String {
    match why {
        Why::FrontMatter if ours => "front matter: the key `oe`".to_owned(),
        Why::FrontMatter => "front matter: `oe: false`".to_owned(),
        Why::Settings(glob) => format!("settings: the glob `{glob}`"),
        Why::Chapter(title) => format!("content: the heading `{title}` is the guide's name"),
        Why::BareChapter(title) => format!(
            "content: the heading `{title}` is the guide's name, but none below it is clearly one of its sections or elements"
        ),
        Why::Sections { .. } | Why::Nothing | Why::TooFew { .. } => format!("content: {why}"),
        Why::Guide | Why::SettingsFile => why.to_string(),
    }
}

/// The headings that mean something: their line, their title and what they mean.
fn matched(snapshot: &Snapshot) -> Vec<(usize, &str, String)> {
    let guide = &snapshot.requirements.guide;
    let (known_names, assessment) = (&snapshot.requirements.names, &snapshot.assessment);
    let meaning = |heading: &crate::assessment::HeadingAt| {
        let written = snapshot.piece(heading.at)?.heading()?;
        if assessment.chapter == Some(heading.at) {
            return Some("the chapter".to_owned());
        }
        // In a document that is none of ours nothing was bound to its headings.
        let surest = || known_names.heading(written).first().copied().filter(|_| !assessment.is_oe());
        let known = heading.named.map(|named| (named, Strength::Own)).or_else(surest);
        if known.is_none() && known_names.is_chapter(&written.key) {
            return Some("the guide's name".to_owned());
        }
        let (known, strength) = known?;
        let (what, name) = match known {
            Named::Section(at) => ("section", &guide.sections[at].title),
            Named::Element(at) => ("element", &guide.elements[at].name),
        };
        let weak = if strength == Strength::Weak { ", by a name too common to go by" } else { "" };
        let named = names::without_numbering(&heading.title) != name;
        Some(if named { format!("{what} {name}{weak}") } else { format!("{what}{weak}") })
    };
    let headings = assessment.headings.iter();
    headings.filter_map(|it| Some((line(snapshot, it.at), it.title.as_str(), meaning(it)?))).collect()
}

fn line(snapshot: &Snapshot, at: crate::reading::PieceRef) -> usize {
    let span = snapshot.span(Anchor::Piece(at, Part::Whole));
    snapshot.text().line_of(span.start) + 1
}
