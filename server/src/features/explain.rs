//! What a rule, a section, an element or a label is about: the texts of hover, of completion's
//! documentation and of `explain`.

mod form;
mod name;

pub use name::explain;

use super::prose::{Line, Prose};
use crate::checks::Rule;
use crate::config::Requirement;
use crate::guide::LabelSpec;
use crate::markup;
use crate::requirements::Requirements;

/// What a document makes of a section or an element; nothing where there is no document.
#[derive(Debug, Default)]
pub(super) struct Here {
    /// Follows the title.
    pub(super) title: Line,
    pub(super) lines: Vec<Line>,
}

/// The section at `at`: its objective, elements, criteria, pitfalls and checkpoints.
pub fn section(requirements: &Requirements, at: usize) -> Prose {
    let guide = &requirements.guide;
    let wanted = |element: &usize| requirements.elements[*element] != Requirement::Off;
    let names: Vec<_> =
        guide.sections[at].elements.clone().filter(wanted).map(|at| markup::plain(&guide.elements[at].name)).collect();
    let elements = Line::new().strong("Elements").text(": ").text(&names.join(" · "));
    let lines = if names.is_empty() { Vec::new() } else { vec![elements] };
    section_here(requirements, at, Here { title: Line::new(), lines })
}

pub(super) fn section_here(requirements: &Requirements, at: usize, here: Here) -> Prose {
    let guide = &requirements.guide;
    let section = &guide.sections[at];
    let mut out = Prose::default();
    out.paragraph(Line::new().strong(&markup::plain(&section.title)).then(here.title));
    out.paragraph(Line::new().said(&section.objective));
    out.lines(here.lines);
    out.list("Criteria", section.criteria.iter().map(|criterion| Line::new().said(criterion)));
    let pitfalls = guide.pitfalls.iter().enumerate().filter(|(_, pitfall)| pitfall.sections.contains(&at));
    out.list("Watch for", pitfalls.map(|(pitfall, _)| watch_for(requirements, pitfall)));
    // Where the guide gives no criteria they are the checkpoints already.
    let checkpoints =
        guide.checkpoints.iter().filter(|it| it.sections.contains(&at) && !section.criteria.contains(&it.text));
    out.list("Checkpoints", checkpoints.map(|checkpoint| Line::new().said(&checkpoint.text)));
    out
}

/// The element at `at`: what it means, what a good answer holds, an example, its labels, its pitfalls.
pub fn element(requirements: &Requirements, at: usize) -> Prose {
    let names: Vec<_> = requirements.guide.labels_of(at).map(|label| markup::plain(&label.name)).collect();
    let labels = Line::new().strong("Labels").text(": ").text(&names.join(" · "));
    let lines = if names.len() > 1 { vec![labels] } else { Vec::new() };
    element_here(requirements, at, Here { title: Line::new(), lines })
}

pub(super) fn element_here(requirements: &Requirements, at: usize, here: Here) -> Prose {
    let guide = &requirements.guide;
    let element = &guide.elements[at];
    let mut out = Prose::default();
    let mut title = Line::new().strong(&markup::plain(&element.name)).text(match requirements.elements[at] {
        Requirement::Required => " · required in ",
        Requirement::Optional => " · optional in ",
        Requirement::Off => " · off in ",
    });
    title = title.emphasis(&markup::plain(&guide.section_of(at).title));
    if let Some(parent) = element.parent {
        title = title.text(", part of ").emphasis(&markup::plain(&guide.elements[parent].name));
    }
    out.paragraph(title.then(here.title));
    out.paragraph(Line::new().said(&element.description));
    out.lines([good(requirements, at), example(requirements, at, "Example")]);
    out.lines(here.lines);
    match element.pitfalls[..] {
        [pitfall] => out.paragraph(Line::new().strong("Watch for").text(": ").then(watch_for(requirements, pitfall))),
        _ => out.list("Watch for", element.pitfalls.iter().map(|pitfall| watch_for(requirements, *pitfall))),
    }
    out
}

/// Several elements of one section, as templates.
pub fn elements(requirements: &Requirements, all: &[usize]) -> Prose {
    let guide = &requirements.guide;
    let mut out = Prose::default();
    let mut title = Line::new().strong("All missing elements");
    if let Some(first) = all.first() {
        title = title.text(" · of ").emphasis(&markup::plain(&guide.section_of(*first).title));
    }
    out.paragraph(title);
    out.list(
        "Inserted with their labels and what to write there",
        all.iter().map(|at| named(&guide.elements[*at].name, &guide.elements[*at].description)),
    );
    out
}

/// Checkpoints of the guide: what they ask, and which sections they concern.
pub fn checkpoints(requirements: &Requirements, all: &[usize]) -> Prose {
    let guide = &requirements.guide;
    let mut out = Prose::default();
    let mut groups: Vec<&str> = all.iter().map(|at| guide.checkpoints[*at].group.as_str()).collect();
    groups.dedup();
    let title = Line::new().strong(if all.len() == 1 { "Checkpoint" } else { "Checkpoints" });
    let groups = Line::new().emphasis(&markup::plain(&groups.join(", ")));
    out.paragraph(if groups.is_empty() { title } else { title.text(" · ").then(groups) });
    let said = all.iter().map(|at| Line::new().said(&guide.checkpoints[*at].text));
    match all {
        [_] => out.lines(said),
        _ => out.list("", said),
    }
    let help = Line::new().text("For people to answer: tick it once it holds, until then ");
    out.paragraph(help.code("unchecked-checkpoint").text(" tells of it"));
    let concerns = |section: &usize| all.iter().any(|at| guide.checkpoints[*at].sections.contains(section));
    let sections = (0..guide.sections.len()).filter(concerns).map(|at| &guide.sections[at]);
    out.list("Concerns", sections.map(|section| named(&section.title, &section.objective)));
    out
}

/// A name and what it stands for.
fn named(name: &str, text: &str) -> Line {
    let name = Line::new().emphasis(&markup::plain(name));
    if text.is_empty() { name } else { name.text(": ").said(text) }
}

/// The label `spec` of the element at `element`: what to write, and in which form.
pub fn label(requirements: &Requirements, element: usize, spec: &LabelSpec) -> Prose {
    label_here(requirements, element, spec, Line::new())
}

pub(super) fn label_here(requirements: &Requirements, element: usize, spec: &LabelSpec, state: Line) -> Prose {
    let mut out = Prose::default();
    let guide = &requirements.guide;
    let together = guide.part_of(element).filter(|part| part.gathers() && spec.element.is_none());
    let of = together.map_or(&guide.elements[spec.element.unwrap_or(element)].name, |part| &part.title);
    let title = Line::new().strong(&markup::plain(&spec.name)).text(" · in ").emphasis(&markup::plain(of));
    out.paragraph(title.then(state));
    out.paragraph(question(&spec.placeholder));
    out.paragraph(form::form(&spec.kind));
    out
}

/// What a rule looks for; `whole` says whether all of its documentation is wanted or how it begins.
pub fn rule(rule: &Rule, whole: bool) -> Prose {
    let mut out = Prose::default();
    let severity = format!(" · {} by default", rule.severity.name());
    out.paragraph(Line::new().strong(rule.name).text(&severity));
    out.paragraph(Line::new().said(rule.summary));
    let docs = rule.docs.trim();
    let first = docs.split("\n\n").next().unwrap_or(docs);
    if whole {
        out.own(docs);
    } else if !first.starts_with(['#', '`', '~']) {
        out.own(first);
    }
    out
}

/// All that the guide asks for.
pub fn document(requirements: &Requirements) -> Prose {
    let sections = &requirements.guide.sections;
    let names: Vec<_> = sections.iter().map(|section| markup::plain(&section.title)).collect();
    let lines = vec![Line::new().strong("Sections").text(": ").text(&names.join(" · "))];
    chapter(requirements, Here { title: Line::new(), lines }, None)
}

/// The document as a whole: its purpose, what must be settled before, edge cases, what it refers to.
/// `referenced` says of each topic whether links deal with it.
pub(super) fn chapter(requirements: &Requirements, here: Here, referenced: Option<u64>) -> Prose {
    let guide = &requirements.guide;
    let said = |text: &String| Line::new().said(text);
    let mut out = Prose::default();
    out.paragraph(Line::new().strong(&markup::plain(&guide.title)).then(here.title));
    out.paragraph(said(&guide.purpose));
    out.lines(here.lines);
    out.list("Before you start", guide.prerequisites.iter().map(said));
    let topics = guide.must_reference.iter().enumerate().map(|(at, topic)| match referenced {
        Some(bits) if at < 64 && bits & (1 << at) != 0 => said(&topic.text).text(" ✓"),
        Some(_) => said(&topic.text).text(" · ").emphasis("no link yet"),
        None => said(&topic.text),
    });
    out.list("Refer to", topics);
    out.list("Support", guide.must_support.iter().map(said));
    for case in &guide.edge_cases {
        out.list(markup::plain(&case.when).trim_end_matches(':'), case.advice.iter().map(said));
    }
    out
}

/// What a good answer holds.
pub(super) fn good(requirements: &Requirements, element: usize) -> Line {
    let good = &requirements.guide.elements[element].good;
    if good.is_empty() { Line::new() } else { Line::new().strong("Good").text(": ").said(good) }
}

/// One line of a good answer.
pub(super) fn example(requirements: &Requirements, element: usize, title: &str) -> Line {
    let example = markup::plain(&requirements.guide.elements[element].example);
    if example.is_empty() { Line::new() } else { Line::new().strong(title).text(": ").emphasis(&example) }
}

/// What a placeholder asks for.
pub(super) fn question(placeholder: &str) -> Line {
    let inside = placeholder.trim().strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    Line::new().said(inside.unwrap_or(placeholder))
}

fn watch_for(requirements: &Requirements, pitfall: usize) -> Line {
    let pitfall = &requirements.guide.pitfalls[pitfall];
    named(&pitfall.name, &pitfall.text)
}

#[cfg(test)]
mod tests;
