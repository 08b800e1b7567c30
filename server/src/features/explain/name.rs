//! What a name on the command line means: a rule, a section, an element, the guide itself.

use super::{Here, chapter, element, rule, section};
use crate::checks;
use crate::config::closest;
use crate::features::prose::{Line, Prose};
use crate::guide::{Named, Strength};
use crate::names;
use crate::requirements::Requirements;

/// Explains what `name` means, or says what could have been meant.
pub fn explain(requirements: &Requirements, name: &str) -> Result<Prose, String> {
    let guide = &requirements.guide;
    let name = name.trim();
    if let Some(found) = checks::rule(&name.to_lowercase()) {
        return Ok(rule(found, true));
    }
    let (mut out, also) = match meaning(requirements, name)? {
        Some(Named::Section(at)) => (section(requirements, at), &guide.sections[at].also),
        Some(Named::Element(at)) => (element(requirements, at), &guide.elements[at].also),
        None => return Ok(chapter(requirements, Here::default(), None)),
    };
    let id = meaning(requirements, name)?.map_or(guide.id.as_str(), |named| guide.id_of(named));
    let mut lines = vec![Line::new().strong("Identifier").text(": ").code(id)];
    if !also.is_empty() {
        lines.push(Line::new().strong("Also").text(": ").text(&also.join(", ")));
    }
    out.lines(lines);
    Ok(out)
}

/// The section or element that is meant; `None` is the guide as a whole.
fn meaning(requirements: &Requirements, name: &str) -> Result<Option<Named>, String> {
    let guide = &requirements.guide;
    if let Some(named) = guide.find(name) {
        return Ok(Some(named));
    }
    let key = names::key(name);
    if !key.is_empty() && (name.to_lowercase() == guide.id || key == names::key(&guide.title)) {
        return Ok(None);
    }
    let tail = format!("/{}", name.trim_start_matches('/').to_lowercase());
    let elements = guide.elements.iter().enumerate();
    let mut found: Vec<_> =
        elements.filter(|(_, element)| element.id.ends_with(&tail)).map(|(at, _)| Named::Element(at)).collect();
    if found.is_empty() {
        let mut other: Vec<_> = requirements.names.any(&key).collect();
        // A strong name counts for more than any number of weak ones.
        if other.iter().any(|(_, strength)| *strength <= Strength::Strong) {
            other.retain(|(_, strength)| *strength <= Strength::Strong);
        }
        found = other.into_iter().map(|(named, _)| named).collect();
    }
    match found[..] {
        [] => Err(unknown(requirements, name)),
        [named] => Ok(Some(named)),
        _ => {
            let ids: Vec<_> = found.iter().map(|named| format!("`{}`", guide.id_of(*named))).collect();
            Err(format!("`{name}` may mean {}: write it in full", either(&ids)))
        }
    }
}

fn unknown(requirements: &Requirements, name: &str) -> String {
    let guide = &requirements.guide;
    let elements = guide.elements.iter().map(|element| element.id.as_str());
    let tails = elements.clone().filter_map(|id| id.rsplit_once('/')).map(|(_, tail)| tail);
    let sections = guide.sections.iter().map(|section| section.id.as_str());
    let known: Vec<_> = checks::ALL.iter().map(|rule| rule.name).chain(sections).chain(tails).chain(elements).collect();
    let near = closest(&names::slug(name), known);
    let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    let name: String = name.chars().take(80).collect();
    format!("`{name}` is no rule, and no section or element of `{}`{hint}", guide.title.replace('`', " "))
}

/// "a, b or c".
fn either(items: &[String]) -> String {
    match items {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => items.concat(),
    }
}
