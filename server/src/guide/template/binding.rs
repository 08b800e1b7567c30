//! Which elements a template is written for, and what it lacks of them.

use std::collections::{HashMap, HashSet};

use super::Template;
use crate::guide::{Element, Guide};
use crate::names;

impl Template {
    /// A template for a section whose guide gives none: its elements, each with one placeholder.
    pub(in crate::guide) fn made_for(guide: &Guide, section: usize) -> Self {
        let mut text = format!("## {}\n", guide.sections[section].title);
        for element in guide.sections[section].elements.clone() {
            text.push('\n');
            text.push_str(&written(&guide.elements[element], guide.depth_of(element).saturating_add(3)));
        }
        Self { made: true, ..Self::read(&text).0 }
    }

    /// Says which elements of `section` each part stands for. Elements that the template does not
    /// speak of are written into it, so that a document made from it lacks none.
    pub(in crate::guide) fn bound(mut self, guide: &Guide, section: usize) -> Self {
        let left = self.bind(guide, section);
        if let Some(text) = self.completed(guide, &left) {
            self = Self { made: self.made, ..Self::read(&text).0 };
            self.bind(guide, section);
        }
        self
    }

    /// Binds parts and labels to elements; gives the elements that nothing was bound to.
    fn bind(&mut self, guide: &Guide, section: usize) -> Vec<usize> {
        let range = guide.sections[section].elements.clone();
        let (first, elements) = (range.start, &guide.elements[range]);
        // The first element of each key, and of what is left of it without an ending.
        let (mut exact, mut trimmed) = (HashMap::new(), HashMap::new());
        for (at, element) in elements.iter().enumerate() {
            for key in keys_of(element) {
                if let Some(rest) = names::trimmed(&key) {
                    trimmed.entry(rest.to_owned()).or_insert(at);
                }
                trimmed.entry(key.clone()).or_insert(at);
                exact.entry(key).or_insert(at);
            }
        }
        let named = |name: &str| {
            let key = names::key(name);
            exact.get(&key).or_else(|| trimmed.get(names::trimmed(&key)?)).copied()
        };
        let mut bound = vec![false; elements.len()];
        for part in self.parts.iter_mut().filter(|part| part.level > 0) {
            if let Some(element) = named(&part.title).or_else(|| named(&part.lead()?)) {
                part.elements.push(first + element);
                bound[element] = true;
            }
        }
        for part in self.parts.iter_mut().filter(|part| part.level > 0 && part.elements.is_empty()) {
            for label in &mut part.labels {
                if let Some(element) = named(&label.name).filter(|element| !bound[*element]) {
                    label.element = Some(first + element);
                    part.elements.push(first + element);
                    bound[element] = true;
                }
            }
        }
        // A heading by another name stands for the element that stands in the same place.
        let mut from = 0;
        for part in self.parts.iter_mut().filter(|part| part.level == 1 && part.elements.is_empty()) {
            let free = |element: &usize| !bound[*element] && elements[*element].parent.is_none();
            from = (from..elements.len()).find(free).unwrap_or(elements.len());
            if let Some(element) = Some(from).filter(|from| *from < elements.len()) {
                part.elements.push(first + element);
                bound[element] = true;
            }
        }
        // A label below an element's heading may stand for a part of that element.
        for part in self.parts.iter_mut().filter(|part| part.level > 0 && !part.gathers()) {
            let is_part = |element: usize| part.elements.iter().any(|whole| guide.is_part_of(first + element, *whole));
            for label in &mut part.labels {
                if let Some(element) = named(&label.name).filter(|element| !bound[*element] && is_part(*element)) {
                    label.element = Some(first + element);
                    bound[element] = true;
                }
            }
        }
        let mut kinds = HashMap::new();
        for (at, element) in elements.iter().enumerate() {
            for (name, kind) in &element.kinds {
                let key = names::key(name);
                kinds.entry((Some(first + at), key.clone())).or_insert(kind);
                kinds.entry((None, key)).or_insert(kind);
            }
        }
        for part in &mut self.parts {
            for label in &mut part.labels {
                // What an element of the part declares comes before what others do.
                let of = part.elements.iter().map(|element| Some(*element)).chain([None]);
                if let Some(kind) = of.into_iter().find_map(|of| kinds.get(&(of, label.key.clone()))) {
                    label.kind = (*kind).clone();
                }
            }
        }
        let left = bound.iter().enumerate().filter(|(_, bound)| !**bound);
        left.map(|(element, _)| first + element).collect()
    }

    /// The text with those of the elements `left` that no label or first cell deals with: a part of an
    /// element below that one's heading, others at the end. None if there are no such elements.
    fn completed(&self, guide: &Guide, left: &[usize]) -> Option<String> {
        let free = || self.parts.iter().filter(|part| part.elements.is_empty());
        let labels = free().flat_map(|part| &part.labels).map(|label| label.key.clone());
        let rows = free().flat_map(|part| &part.tables).flat_map(|table| &table.rows);
        let named: HashSet<_> = labels.chain(rows.filter_map(|row| Some(names::key(row.first()?)))).collect();
        let base = self.text.lines().find(|line| line.starts_with('#'));
        let base = base.map_or(2, |line| line.bytes().take_while(|byte| *byte == b'#').count() as u8);
        let mut parts = HashMap::new();
        for (at, part) in self.parts.iter().enumerate() {
            for element in &part.elements {
                parts.entry(*element).or_insert(at);
            }
        }
        let place = |element: usize| {
            let whole = guide.elements[element].parent.and_then(|parent| parts.get(&parent).copied());
            match whole {
                Some(whole) => {
                    let level = self.parts[whole].level;
                    let below = self.parts[whole + 1..].iter().take_while(|part| part.level > level).count();
                    (self.parts[whole + below].body.end, element, base.saturating_add(level).saturating_add(1))
                }
                None => (self.text.len(), element, guide.depth_of(element).saturating_add(base).saturating_add(1)),
            }
        };
        let lacks = |element: &usize| !keys_of(&guide.elements[*element]).iter().any(|key| named.contains(key));
        let mut added: Vec<_> = left.iter().copied().filter(lacks).map(place).collect();
        added.sort_unstable();
        let last = added.last()?.0;
        let (mut out, mut at) = (String::new(), 0);
        for (end, element, level) in added {
            out.push_str(&self.text[at..end]);
            out.truncate(out.trim_end().len());
            out.push_str("\n\n");
            out.push_str(&written(&guide.elements[element], level));
            at = end;
        }
        let rest = &self.text[last..];
        Some(if rest.is_empty() { out } else { format!("{out}\n{rest}") })
    }
}

/// The keys of an element's own and strong names.
fn keys_of(element: &Element) -> Vec<String> {
    let also = element.also.iter().map(|name| names::key(name));
    also.chain([names::key(&element.name)]).chain(names::spelled_out(&element.name)).collect()
}

/// An element's heading, and its description as a placeholder.
fn written(element: &Element, level: u8) -> String {
    let asked = if element.description.is_empty() { &element.name } else { &element.description };
    let asked: String = asked.chars().filter(|char| !"[]".contains(*char)).collect();
    format!("{} {}\n\n[{asked}]\n", "#".repeat(level.min(6).into()), element.name)
}
