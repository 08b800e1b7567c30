//! What is wrong with settings that only the guide, the rules and the disk can tell.

use std::path::Path;
use std::sync::Arc;

use super::State;
use super::settings::InForce;
use crate::checks::{self, Finding, Found, Rule};
use crate::config::{Layer, Settings, Written, closest};
use crate::document::ChunkIndex;
use crate::guide::{self, Guide};
use crate::snapshot::Anchor;
use crate::text::Span;

impl State {
    /// Names in `layer` that nothing has: rules, elements, files. `file` is where it was read.
    pub(super) fn layer_problems(
        &mut self,
        layer: &Layer,
        in_force: &InForce,
        file: Option<&Path>,
    ) -> Vec<Written<String>> {
        let mut out = Vec::new();
        let mut object =
            |at: &Written<_>, message: String| out.push(Written { value: message, origin: at.origin.clone() });
        for (name, _) in &layer.severity {
            if checks::rule(&name.value).is_none() {
                let names = checks::ALL.iter().map(|rule| rule.name);
                object(name, unknown(&name.value, "a rule", closest(&name.value, names)));
            }
        }
        let mut guides: Vec<Arc<Guide>> = Vec::new();
        let named = layer.guide.iter().chain(layer.guides.iter().flatten().map(|entry| &entry.file));
        for named in named {
            let path = match file.and_then(Path::parent) {
                Some(folder) => crate::files::absolute(&folder.join(&named.value)),
                None => in_force.resolve(named),
            };
            match self.guides.get(&path, &in_force.inside) {
                Ok(guide) => guides.push(guide.guide.clone()),
                Err(why) => object(named, format!("`{}` does not serve as a guide: {why}", named.value)),
            }
        }
        if layer.guide.is_none() || guides.is_empty() {
            guides.push(guide::embedded().clone());
        }
        let names = layer.elements.iter().map(|(name, _)| name).chain(layer.also.iter().map(|(name, _)| name));
        for name in names {
            if guides.iter().all(|guide| guide.find(&name.value).is_none()) {
                object(name, unknown_element(&name.value, &guides));
            }
        }
        out
    }
}

fn unknown(name: &str, what: &str, meant: Option<&str>) -> String {
    let hint = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
    format!("`{name}` is not {what}{hint}")
}

fn unknown_element(name: &str, guides: &[Arc<Guide>]) -> String {
    let ids = || {
        let sections = guides.iter().flat_map(|guide| guide.sections.iter().map(|section| section.id.as_str()));
        sections.chain(guides.iter().flat_map(|guide| guide.elements.iter().map(|element| element.id.as_str())))
    };
    let ending = format!("/{name}");
    let meant: Vec<_> = ids().filter(|id| id.ends_with(&ending)).map(|id| format!("`{id}`")).collect();
    if meant.len() > 1 {
        return format!("`{name}` can be {}; write it in full", checks::listed(&meant));
    }
    let tail = |id: &'_ str| id.rsplit('/').next().map_or(0, str::len);
    let tails = ids().map(|id| &id[id.len() - tail(id)..]);
    let meant = closest(name, ids()).or_else(|| {
        let tail = closest(name, tails)?;
        ids().find(|id| id.rsplit('/').next() == Some(tail))
    });
    unknown(name, "an element or section of the guide", meant)
}

/// Findings of the rule of this name in a file that is no document, or at its top.
pub(super) fn findings(rule: &str, found: Vec<(Span, String)>, settings: &Settings) -> Vec<Finding> {
    let Some(rule) = checks::rule(rule).or_else(|| STAND_INS.iter().find(|it| it.name == rule)) else {
        return Vec::new();
    };
    let Some(severity) = settings.severity_of(rule.name, rule.severity) else { return Vec::new() };
    let first = ChunkIndex { group: 0, chunk: 0 };
    let made = found.into_iter().map(|(span, message)| {
        let found = Arc::new(Found::new(Anchor::Chunk(first, span), message));
        Finding { rule, severity, span, found }
    });
    made.collect()
}

/// Until the rules stand among the others.
static STAND_INS: [Rule; 3] =
    [stand_in("invalid-settings"), stand_in("invalid-guide"), stand_in("invalid-front-matter")];

const fn stand_in(name: &'static str) -> Rule {
    Rule {
        name,
        severity: crate::config::Severity::Warning,
        summary: "what could not be understood",
        docs: "",
        check: checks::Check::File,
        fixes: None,
    }
}
