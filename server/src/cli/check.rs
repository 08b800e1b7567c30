//! `oe-ls check`: looks at files side by side and reports in the order of their paths.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::args::{CheckArgs, Format};
use super::judge::{Judged, Source, judge};
use super::output::Output;
use super::{Outcome, report, why};
use crate::assessment::{Kind, Why};
use crate::config;
use crate::files::{self, Cause, Walked};
use crate::project::{self, Project};

/// Whoever names more files that are none of ours had a shell or a hook name them all.
const EACH: usize = 10;

pub(super) fn run(args: &CheckArgs, output: &mut Output) -> Outcome {
    let current = files::absolute(Path::new("."));
    if args.stdin_filename.is_some() && !args.paths.iter().chain(&args.why).any(|path| is_stdin(path)) {
        output.error("`--stdin-filename` names a text from stdin, and none is asked for; add `-` to the arguments");
        return Outcome::Failed;
    }
    let project = match project(args, &current) {
        Ok(project) => project,
        Err(message) => {
            output.error(&message);
            return Outcome::Failed;
        }
    };
    if let Some(path) = &args.why {
        return why::run(path, args.stdin_filename.as_deref(), &project, &current, output);
    }
    let Found { sources, mut problems, passed_over } = sources(args, &current);
    let named: BTreeSet<PathBuf> =
        sources.iter().filter(|source| source.named).map(|source| source.path.clone()).collect();
    let mut files = judge_all(&sources, &project, &mut problems);
    let broken = settings_in_force(&project, &current, &mut files, &mut problems);
    files.sort_by(|a, b| a.path.cmp(&b.path));

    let format = args.format.unwrap_or(if output.terminal { Format::Pretty } else { Format::Concise });
    report::print(&files, format, output);
    for message in &problems {
        output.error(message);
    }
    project.drop_notices_of_findings(|guide| files.iter().any(|file| file.path == guide));
    for notice in project.take_notices() {
        output.notice(&notice);
    }
    for message in passed_over.iter().chain(files.iter().filter_map(|file| file.passed_over.as_ref())) {
        output.notice(message);
    }
    let told: Vec<_> =
        files.iter().filter(|file| file.kind == Kind::Other && named.contains(&file.path)).map(not_judged).collect();
    for message in told.iter().take(EACH) {
        output.notice(message);
    }
    if told.len() > EACH {
        let more = told.len() - EACH;
        output.notice(&format!("{more} more of the named files are not judged; `oe-ls check --why FILE` says why"));
    }
    report::loud_if_none(&files, told.len(), !problems.is_empty(), output);
    if !problems.is_empty() || broken {
        Outcome::Failed
    } else if !args.exit_zero && files.iter().any(|file| file.fails(args.fail_on)) {
        Outcome::Findings
    } else {
        Outcome::Clean
    }
}

/// What documents are held against; the error is for the reader.
fn project(args: &CheckArgs, current: &Path) -> Result<Project, String> {
    let source = match &args.config {
        Some(file) => {
            // Named by hand: without it nothing that was asked for can be done.
            files::read(&files::absolute(file)).map_err(|error| format!("{}: {}", file.display(), error.cause))?;
            project::Source::File(file.clone())
        }
        None if args.no_config => project::Source::Nowhere,
        None => project::Source::Nearest,
    };
    Ok(Project::on_command_line(current, source))
}

/// What there is to look at, and what there is not.
struct Found {
    sources: Vec<Source>,
    /// What was to be looked at and could not.
    problems: Vec<String>,
    /// What nobody named and nobody misses.
    passed_over: Vec<String>,
}

fn sources(args: &CheckArgs, current: &Path) -> Found {
    let paths: Vec<_> = args.paths.iter().filter(|path| !is_stdin(path)).cloned().collect();
    let walk = files::walk(&paths);
    let named: Vec<_> = paths.iter().map(|path| files::absolute(path)).collect();
    let (mut problems, mut passed_over) = (Vec::new(), Vec::new());
    for error in &walk.problems {
        let shown = files::shown(&error.path, current);
        if matches!(error.cause, Cause::BrokenLink) && !named.contains(&error.path) {
            passed_over.push(format!("{shown} is passed over: {}", error.cause));
        } else {
            problems.push(format!("{shown}: {}", error.cause));
        }
    }
    // Settings that are not to count are nobody's business, unless they are what was asked about.
    let counts = |walked: &Walked| walked.named || !args.no_config || !is_settings_file(&walked.path);
    let walked = walk.files.into_iter().filter(counts);
    let mut sources: Vec<_> = walked.map(|walked| Source::of(walked, current)).collect();
    if args.paths.iter().any(|path| is_stdin(path)) {
        let name = args.stdin_filename.as_deref();
        let shown = name.map_or_else(|| "-".to_owned(), |name| files::shown(&files::absolute(name), current));
        let path = files::absolute(name.unwrap_or(Path::new("-")));
        match read_stdin() {
            Ok(text) => {
                // The text of an editor's buffer stands for the file of that name.
                sources.retain(|source| source.path != path);
                sources.push(Source { path, shown, named: true, text: Some(text) });
            }
            Err(message) => problems.push(format!("{shown}: {message}")),
        }
    }
    Found { sources, problems, passed_over }
}

pub(super) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn is_settings_file(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(config::is_settings_file)
}

pub(super) fn read_stdin() -> Result<String, String> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| format!("stdin cannot be read: {error}"))?;
    files::text(bytes).map_err(|cause| cause.to_string())
}

fn judge_all(sources: &[Source], project: &Project, problems: &mut Vec<String>) -> Vec<Judged> {
    // Few files are done before the threads would have started.
    let results: Vec<_> = if sources.len() < 4 {
        sources.iter().map(|source| judge(source, project)).collect()
    } else {
        // One by one: OE documents take far longer than others, and tend to lie side by side.
        sources.par_iter().with_max_len(1).map(|source| judge(source, project)).collect()
    };
    let mut files = Vec::with_capacity(results.len());
    for result in results {
        match result {
            Ok(judged) => files.push(judged),
            Err(message) => problems.push(message),
        }
    }
    files
}

/// The settings in force are judged too, wherever they lie: a wrong key there changes what is found
/// here. Whether one of them could not be read at all.
fn settings_in_force(project: &Project, current: &Path, files: &mut Vec<Judged>, problems: &mut Vec<String>) -> bool {
    for file in &project.settings_files() {
        if files.iter().any(|judged| judged.path == file.path) {
            continue;
        }
        let source = Source::of(Walked { path: file.path.clone(), named: false }, current);
        match judge(&source, project) {
            Ok(judged) if judged.findings.is_empty() && !judged.broken => {}
            Ok(judged) => files.push(judged),
            // Found in a folder that was searched it was said already.
            Err(message) if problems.contains(&message) => {}
            Err(message) => problems.push(message),
        }
    }
    files.iter().any(|file| file.broken)
}

fn not_judged(file: &Judged) -> String {
    let shown = &file.shown;
    match &file.why {
        Why::FrontMatter => format!("{shown} is not judged: its front matter says `oe: false`"),
        Why::Settings(glob) => format!("{shown} is not judged: `{glob}` under `not-oe-files` takes it out"),
        Why::Nothing if !files::is_markdown(&file.path) && file.path.extension().is_some() => {
            format!("{shown} is not judged: it is neither Markdown nor a settings file, by its name")
        }
        why => format!("{shown} is not judged: {why}; `oe: true` in its front matter makes it an OE document"),
    }
}
