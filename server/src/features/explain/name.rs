//! What a name on the command line means: a rule, a section, an element, the guide itself.

use std::sync::Arc;

use super::{Here, chapter, element, rule, section};
use crate::checks;
use crate::config::closest;
use crate::features::prose::{Line, Prose};
use crate::guide::{Guide, Named};
use crate::names;
use crate::requirements::Requirements;

/// Explains what `name` means in the first of these guides that has it, or says what could have been
/// meant.
pub fn explain(guides: &[Arc<Requirements>], name: &str) -> Result<Prose, String> {
    let name = name.trim();
    if name.is_empty() {
        return Err("name a rule (`missing-element`), a section or an element (`on-call-management`)".to_owned());
    }
    if let Some(found) = checks::rule(&name.to_lowercase()) {
        return Ok(rule(found, true));
    }
    let mut said = None;
    for requirements in guides {
        let guide = &requirements.guide;
        match requirements.names.meant(guide, name)[..] {
            [named] => return Ok(part(requirements, named)),
            [] if is_guide(guide, name) => return Ok(chapter(requirements, Here::default(), None)),
            [] => {}
            ref several => said = said.or_else(|| Some(checks::may_mean(guide, name, several))),
        }
    }
    Err(said.unwrap_or_else(|| unknown(guides, name)))
}

fn is_guide(guide: &Guide, name: &str) -> bool {
    let key = names::key(name);
    !key.is_empty() && (name.to_lowercase() == guide.id || key == names::key(&guide.title))
}

fn part(requirements: &Requirements, named: Named) -> Prose {
    let guide = &requirements.guide;
    let (mut out, also) = match named {
        Named::Section(at) => (section(requirements, at), &guide.sections[at].also),
        Named::Element(at) => (element(requirements, at), &guide.elements[at].also),
    };
    let mut lines = vec![Line::new().strong("Identifier").text(": ").code(guide.id_of(named))];
    if !also.is_empty() {
        lines.push(Line::new().strong("Also").text(": ").text(&also.join(", ")));
    }
    out.lines(lines);
    out
}

fn unknown(guides: &[Arc<Requirements>], name: &str) -> String {
    let all = || guides.iter().map(|requirements| &requirements.guide);
    let elements = || all().flat_map(|guide| &guide.elements).map(|element| element.id.as_str());
    let tails = elements().filter_map(|id| id.rsplit_once('/')).map(|(_, tail)| tail);
    let sections = all().flat_map(|guide| &guide.sections).map(|section| section.id.as_str());
    let known: Vec<_> =
        checks::ALL.iter().map(|rule| rule.name).chain(sections).chain(tails).chain(elements()).collect();
    let near = closest(&names::slug(name), known);
    let hint = near.map_or_else(
        || "; `oe-ls explain --help` lists the rules, `oe-ls guide` the sections and elements".to_owned(),
        |near| format!("; did you mean `{near}`?"),
    );
    let name: String = name.chars().take(80).collect();
    let titles: Vec<_> = all().map(|guide| format!("`{}`", guide.title.replace('`', " "))).collect();
    format!("`{name}` is no rule, and no section or element of {}{hint}", checks::either(&titles))
}
