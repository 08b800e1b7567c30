//! What is wrong with settings that only the guides on the disk can tell.

use std::path::Path;
use std::sync::Arc;

use super::State;
use super::settings::InForce;
use crate::checks::{self, Finding, Found};
use crate::config::{Layer, Settings, Written};
use crate::document::ChunkIndex;
use crate::guide::{self, Guide};
use crate::snapshot::Anchor;
use crate::text::Span;

impl State {
    /// The guides that `layer` names, and what is wrong with those that do not serve: none of the
    /// guides, since it is not known then what names they would have. `file` is where the layer was read.
    pub(super) fn guides_named(
        &mut self,
        layer: &Layer,
        in_force: &InForce,
        file: Option<&Path>,
    ) -> (Vec<Arc<Guide>>, Vec<Written<String>>) {
        let (mut guides, mut problems) = (Vec::new(), Vec::new());
        let named = layer.guide.iter().chain(layer.guides.iter().flatten().map(|entry| &entry.file));
        for named in named {
            let path = match file.and_then(Path::parent) {
                Some(folder) => crate::files::absolute(&folder.join(&named.value)),
                None => in_force.resolve(named),
            };
            match self.guides.get(&path, &in_force.inside) {
                Ok(guide) => guides.push(guide.guide.clone()),
                Err(why) => problems.push(Written {
                    value: format!("`{}` does not serve as a guide: {why}", named.value),
                    origin: named.origin.clone(),
                }),
            }
        }
        if layer.guide.is_none() {
            guides.push(guide::embedded().clone());
        }
        if !problems.is_empty() {
            guides.clear();
        }
        (guides, problems)
    }
}

/// A finding of the rule of this name at these bytes of a file.
pub(super) fn finding(rule: &str, span: Span, message: String, settings: &Settings) -> Option<Finding> {
    let rule = checks::rule(rule)?;
    let severity = settings.severity_of(rule.name, rule.severity)?;
    let first = ChunkIndex { group: 0, chunk: 0 };
    let found = Arc::new(Found::new(Anchor::Chunk(first, span), message));
    Some(Finding { rule, severity, span, found })
}
