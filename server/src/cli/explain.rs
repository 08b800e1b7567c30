//! `oe-ls explain`: a rule, a section or an element, from the texts that hover shows.

use std::fmt::Write as _;
use std::path::Path;

use super::Outcome;
use super::output::Output;
use super::report::snippet::wrap;
use crate::checks::{self, Rule};
use crate::config::closest;
use crate::files;
use crate::guide::{Guide, Named};
use crate::project::{Project, Source};

pub(super) fn run(name: &str, output: &mut Output) -> Outcome {
    if let Some(rule) = checks::rule(name.trim()) {
        output.print(&of_rule(rule));
        return Outcome::Clean;
    }
    let current = files::absolute(Path::new("."));
    let project = Project::on_command_line(&current, Source::Nearest);
    let requirements = project.terms(&current.join("operations.md"), None).requirements;
    let guide = &requirements.guide;
    let also = || requirements.names.strong(&crate::names::key(name));
    if let Some(named) = guide.find(name).or_else(also) {
        output.print(&of_guide(guide, named));
        return Outcome::Clean;
    }
    let ids = guide.sections.iter().map(|section| section.id.as_str());
    let elements = guide.elements.iter().map(|element| element.id.as_str());
    let tails = guide.elements.iter().filter_map(|element| element.id.rsplit('/').next());
    let rules = checks::ALL.iter().map(|rule| rule.name);
    let ending = format!("/{name}");
    let several: Vec<_> = elements.clone().filter(|id| id.ends_with(&ending)).map(|id| format!("`{id}`")).collect();
    let hint = if several.len() > 1 {
        format!("it can be {}", checks::listed(&several))
    } else if let Some(meant) = closest(name, rules.chain(ids).chain(elements).chain(tails)) {
        format!("did you mean `{meant}`?")
    } else {
        "`oe-ls guide` lists sections and elements, server/docs/rules.md the rules".to_owned()
    };
    output.error(&format!("`{name}` is no rule, section or element; {hint}"));
    Outcome::Failed
}

fn of_rule(rule: &Rule) -> String {
    format!(
        "{}: {} ({} unless settings say otherwise)\n\n{}\n",
        rule.name,
        rule.summary,
        rule.severity,
        rule.docs.trim()
    )
}

// Until the texts of hover are there to be shared.
fn of_guide(guide: &Guide, named: Named) -> String {
    let mut out = String::new();
    match named {
        Named::Section(at) => {
            let section = &guide.sections[at];
            let _ = writeln!(out, "{}\n\n{}\n", section.title, wrap(&section.objective, 80));
            for element in section.elements.clone() {
                let _ = writeln!(out, "- {}", guide.elements[element].name);
            }
            let _ = writeln!(out);
            for criterion in &section.criteria {
                let _ = writeln!(out, "- [ ] {criterion}");
            }
        }
        Named::Element(at) => {
            let element = &guide.elements[at];
            let _ = writeln!(out, "{} · in {}\n", element.name, guide.section_of(at).title);
            let _ = writeln!(out, "{}\n", wrap(&element.description, 80));
            for (what, text) in [("Good", &element.good), ("Example", &element.example)] {
                if !text.is_empty() {
                    let _ = writeln!(out, "{}", wrap(&format!("{what}: {text}"), 80));
                }
            }
        }
    }
    out
}
