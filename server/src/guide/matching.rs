//! What a name in a document means in the guide.
//!
//! Equality of keys and nothing fuzzy: the guide's own name, one of its other names, then either of
//! them without an ending such as "Strategy". A weak name counts only where its place makes it
//! unmistakable.

use std::collections::HashMap;

use super::Guide;
use super::leads::Leads;
use crate::names;
use crate::outline::{Heading, Label};

/// A section or an element, by its place in the guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Named {
    Section(usize),
    Element(usize),
}

/// How surely a name means what it means; the first is the surest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    Own,
    Strong,
    Weak,
    /// After an ending fell away.
    Trimmed,
    /// Together with other names in one heading.
    Shared,
}

/// What a heading may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    One(Named, Strength),
    /// It stands for several elements, each of which must be found below it.
    Gathers(Vec<usize>),
    /// It names several elements itself, "RTO and RPO", or one by several names.
    Several(Vec<usize>),
}

/// Every name of a guide, by its key.
#[derive(Clone, Debug, Default)]
pub struct Names {
    names: HashMap<String, Vec<(Named, Strength)>>,
    gathering: HashMap<String, Vec<usize>>,
    leads: Leads,
    /// The title of the guide.
    title: String,
    /// The most words that a strong name has.
    longest: usize,
    /// The elements that a heading gathers, with what shows them below such a heading.
    shown_by: Vec<ShownBy>,
    /// The acronyms that the guide has for elements.
    acronyms: Vec<(usize, String)>,
}

#[derive(Clone, Debug)]
struct ShownBy {
    element: usize,
    keys: Vec<String>,
    /// As they are written: "OR" is no word of a sentence.
    acronyms: Vec<String>,
}

/// A chapter's heading is the guide's name and at most so many other words.
const CHAPTER_WORDS: usize = 4;

/// A heading that joins more than so many names is none of names.
const MOST_PARTS: usize = 6;

impl Names {
    /// The names of `guide`, and those that settings add: a section or element and its strong names.
    pub fn new<'a>(guide: &Guide, also: impl IntoIterator<Item = (Named, &'a str)>) -> Self {
        let mut out = Self { title: names::key(&guide.title), leads: Leads::new(guide), ..Self::default() };
        for (at, section) in guide.sections.iter().enumerate() {
            out.add_all(Named::Section(at), &section.title, &section.also, &section.also_as_heading);
        }
        for (at, element) in guide.elements.iter().enumerate() {
            out.add_all(Named::Element(at), &element.name, &element.also, &element.also_as_heading);
        }
        for section in &guide.sections {
            for part in section.template.parts.iter().filter(|part| part.level > 0) {
                if part.gathers() {
                    let keys = std::iter::once(names::key(&part.title)).chain(common(guide, &part.elements));
                    out.gathering.extend(keys.map(|key| (key, part.elements.clone())));
                } else if let [element] = part.elements[..] {
                    out.add(Named::Element(element), &part.title, Strength::Strong);
                }
            }
        }
        for label in guide.sections.iter().flat_map(|section| &section.template.parts).flat_map(|part| &part.labels) {
            if let Some(element) = label.element {
                out.add_acronym(Named::Element(element), &label.name);
            }
        }
        for (named, name) in also {
            out.add(named, name, Strength::Strong);
        }
        out.add_trimmed();
        let gathered: std::collections::BTreeSet<_> = out.gathering.values().flatten().copied().collect();
        let strong = |element| {
            let means = |of: &[(Named, Strength)]| {
                of.iter().any(|(named, strength)| *named == Named::Element(element) && *strength <= Strength::Strong)
            };
            let mut keys: Vec<_> = out.names.iter().filter(|(_, of)| means(of)).map(|(key, _)| key.clone()).collect();
            keys.sort();
            keys
        };
        let acronyms = |element| {
            let own = out.acronyms.iter().filter(|(of, _)| *of == element);
            own.map(|(_, acronym)| acronym.clone()).collect()
        };
        let shown_by = |element| ShownBy { element, keys: strong(element), acronyms: acronyms(element) };
        out.shown_by = gathered.into_iter().map(shown_by).collect();
        out
    }

    fn add_all(&mut self, named: Named, own: &str, also: &[String], weak: &[String]) {
        self.add(named, own, Strength::Own);
        for name in also {
            self.add(named, name, Strength::Strong);
        }
        for name in weak {
            self.add(named, name, Strength::Weak);
        }
    }

    fn add(&mut self, named: Named, name: &str, strength: Strength) {
        for key in [Some(names::key(name)), names::spelled_out(name)].into_iter().flatten() {
            self.add_key(key, named, strength);
        }
        if strength <= Strength::Strong {
            self.add_acronym(named, name);
        }
    }

    /// The acronym of an element's name is a name where its place makes it plain.
    fn add_acronym(&mut self, named: Named, name: &str) {
        if let (Named::Element(element), Some(acronym)) = (named, names::acronym(name)) {
            self.acronyms.push((element, acronym.to_owned()));
            self.add_key(names::key(acronym), named, Strength::Weak);
        }
    }

    fn add_key(&mut self, key: String, named: Named, strength: Strength) {
        if key.is_empty() {
            return;
        }
        if strength <= Strength::Strong {
            self.longest = self.longest.max(key.split(' ').count());
        }
        let meanings = self.names.entry(key).or_default();
        match meanings.iter_mut().find(|(other, _)| *other == named) {
            // A name that settings add may be a weak one of the guide.
            Some((_, known)) => *known = strength.min(*known),
            None => meanings.push((named, strength)),
        }
        meanings.sort_by_key(|(_, strength)| *strength);
    }

    fn add_trimmed(&mut self) {
        let mut found: Vec<_> = Vec::new();
        let mut keys: Vec<_> = self.names.iter().collect();
        keys.sort();
        for (key, meanings) in keys {
            if let Some(trimmed) = names::trimmed(key) {
                let strong = meanings.iter().filter(|(_, strength)| *strength <= Strength::Strong);
                found.extend(strong.map(|(named, _)| (trimmed.to_owned(), *named)));
            }
        }
        for (key, named) in found {
            self.add_key(key, named, Strength::Trimmed);
        }
    }

    /// All that a heading with these keys may mean, the surest first.
    pub fn heading(&self, heading: &Heading) -> Vec<(Named, Strength)> {
        let mut out: Vec<(Named, Strength)> = Vec::new();
        let mut take = |found: &[(Named, Strength)], at_least: Strength| {
            for (named, strength) in found {
                if !out.iter().any(|(other, _)| other == named) {
                    out.push((*named, (*strength).max(at_least)));
                }
            }
        };
        for key in [Some(heading.key.as_str()), heading.spelled_out.as_deref()].into_iter().flatten() {
            take(self.of(key), Strength::Own);
            if let Some(trimmed) = names::trimmed(key) {
                let strong: Vec<_> = self.of(trimmed).iter().filter(|(_, it)| *it != Strength::Weak).copied().collect();
                take(&strong, Strength::Trimmed);
            }
        }
        out.sort_by_key(|(_, strength)| *strength);
        out
    }

    /// What a heading with this title, which means nothing by itself, may mean by how it begins.
    pub fn led(&self, title: &str) -> Vec<(Named, Strength)> {
        self.leads.meanings(title)
    }

    /// The elements that a heading with this key stands for together.
    pub fn gathered(&self, key: &str) -> Option<Answer> {
        if let Some(elements) = self.gathering.get(key) {
            return Some(Answer::Gathers(elements.clone()));
        }
        if !key.contains(' ') {
            return None;
        }
        let parts: Vec<_> = key.split(" and ").flat_map(|part| self.runs(part)).collect();
        let elements: Option<Vec<_>> = parts.into_iter().collect();
        elements.filter(|elements| elements.len() > 1).map(several)
    }

    /// The elements that a heading with this title names one by one: "Backup Strategy / Restore
    /// Procedures". Each part is a strong name; a weak one of the same element may stand beside it
    /// ("Post-Mortem & Lessons Learned"), while that of another could as well be a word of the text
    /// ("Incident Severity and Response").
    pub fn joined(&self, title: &str) -> Option<Answer> {
        let parts = names::parts(title);
        if !(2..=MOST_PARTS).contains(&parts.len()) {
            return None;
        }
        let mut elements = Vec::new();
        let mut weak = Vec::new();
        let mut at = 0;
        while at < parts.len() {
            // A name may hold what joins others: "Threat Detection and Response, SIEM".
            let run = |end: usize| {
                let key = names::key(&title[parts[at].start..parts[end - 1].end]);
                Some((end, key)).filter(|(_, key)| !self.of(key).is_empty())
            };
            // All of it together was looked up before.
            let (end, key) = (at + 1..=parts.len()).rev().skip(usize::from(at == 0)).find_map(run)?;
            match self.element(&key) {
                Some(element) => elements.push(element),
                None => weak.push(key),
            }
            at = end;
        }
        let known =
            |key: &String| self.any(key).any(|(it, _)| matches!(it, Named::Element(it) if elements.contains(&it)));
        (!elements.is_empty() && weak.iter().all(known)).then(|| several(elements))
    }

    /// The elements that a heading names in brackets behind a word for them together: "Recovery
    /// Objectives (RTO/RPO)".
    pub fn in_brackets(&self, title: &str) -> Option<Answer> {
        let (_, inside) = title.trim_end().strip_suffix(')')?.rsplit_once('(')?;
        self.gathered(&names::key(inside)).or_else(|| self.joined(inside))
    }

    /// All that a label, a link's text or a first cell surely names: one thing, or several elements
    /// that it joins, as "RTO / RPO" does. `key` is that of `written`.
    pub fn all(&self, key: &str, written: &str) -> Vec<Named> {
        self.strong(key).map_or_else(|| self.several(key, written), |named| vec![named])
    }

    /// The elements that `written`, whose key is `key` and no name, joins.
    pub fn several(&self, key: &str, written: &str) -> Vec<Named> {
        if names::parts(written).len() < 2 || !self.of(key).is_empty() {
            return Vec::new();
        }
        match self.gathered(key).or_else(|| self.joined(written)) {
            Some(Answer::Several(elements)) => elements.into_iter().map(Named::Element).collect(),
            _ => Vec::new(),
        }
    }

    /// `part` as names of elements without a word between them: "rto rpo".
    fn runs(&self, part: &str) -> Vec<Option<usize>> {
        if let Some(found) = self.element(part) {
            return vec![Some(found)];
        }
        part.split(' ').map(|word| self.element(word)).collect()
    }

    /// The element that `key` surely means.
    fn element(&self, key: &str) -> Option<usize> {
        if let Some(Named::Element(element)) = self.strong(key) { Some(element) } else { None }
    }

    /// What `key` means as a label, a link's text or a first cell: own and strong names only.
    pub fn strong(&self, key: &str) -> Option<Named> {
        self.of(key).first().filter(|(_, strength)| *strength <= Strength::Strong).map(|(named, _)| *named)
    }

    /// What a label means; see [`Names::strong`].
    pub fn label(&self, label: &Label) -> Option<Named> {
        self.strong(&label.key).or_else(|| self.strong(label.spelled_out.as_deref()?))
    }

    /// What `key` means by any name, weak ones included.
    pub fn any(&self, key: &str) -> impl Iterator<Item = (Named, Strength)> {
        self.of(key).iter().copied().filter(|(_, strength)| *strength != Strength::Trimmed)
    }

    /// What a person means who writes `name` by hand: the section or element that [`Guide::find`] finds,
    /// or else all that have this as the end of their identifier or as one of their names.
    pub fn meant(&self, guide: &Guide, name: &str) -> Vec<Named> {
        if let Some(named) = guide.find(name) {
            return vec![named];
        }
        let tail = format!("/{}", name.trim().trim_start_matches('/').to_lowercase());
        let elements = guide.elements.iter().enumerate().filter(|(_, element)| element.id.ends_with(&tail));
        let found: Vec<_> = elements.map(|(at, _)| Named::Element(at)).collect();
        if !found.is_empty() {
            return found;
        }
        let mut other: Vec<_> = self.any(&names::key(name)).collect();
        // A strong name counts for more than any number of weak ones.
        if other.iter().any(|(_, strength)| *strength <= Strength::Strong) {
            other.retain(|(_, strength)| *strength <= Strength::Strong);
        }
        other.into_iter().map(|(named, _)| named).collect()
    }

    /// The sections and elements whose strong names of two words or more stand in the words of `key`.
    pub fn within(&self, key: &str) -> Vec<Named> {
        let starts: Vec<usize> = std::iter::once(0).chain(key.match_indices(' ').map(|(at, _)| at + 1)).collect();
        let mut out = Vec::new();
        for (from, start) in starts.iter().enumerate() {
            let ends = (from + 2..=from + self.longest).take_while(|to| *to <= starts.len());
            for to in ends {
                let end = starts.get(to).map_or(key.len(), |next| next - 1);
                if let Some(named) = self.strong(&key[*start..end])
                    && !out.contains(&named)
                {
                    out.push(named);
                }
            }
        }
        out
    }

    /// Which gathered elements `text` names: "mean time, RTO and RPO".
    pub fn shown(&self, text: &str) -> impl Iterator<Item = usize> {
        let key = names::key(text);
        let names = move |it: &&ShownBy| {
            it.keys.iter().any(|name| names::contains(&key, name))
                || it.acronyms.iter().any(|acronym| names::has_acronym(text, acronym))
        };
        self.shown_by.iter().filter(names).map(|it| it.element)
    }

    /// Whether any heading of the guide gathers elements.
    pub fn gathers_any(&self) -> bool {
        !self.shown_by.is_empty()
    }

    /// Whether a heading with this key is the guide's name and at most four other words.
    pub fn is_chapter(&self, key: &str) -> bool {
        if self.title.is_empty() || !names::contains(key, &self.title) {
            return false;
        }
        key.split(' ').count() <= self.title.split(' ').count() + CHAPTER_WORDS
    }

    fn of(&self, key: &str) -> &[(Named, Strength)] {
        self.names.get(key).map_or(&[], Vec::as_slice)
    }
}

/// The keys of names that `elements` have in common as headings: "Recovery Targets" of a time and of
/// a point.
fn common(guide: &Guide, elements: &[usize]) -> Vec<String> {
    let keys = |element: &usize| guide.elements[*element].also_as_heading.iter().map(|name| names::key(name)).collect();
    let mut all: Vec<Vec<String>> = elements.iter().map(keys).collect();
    let mut out = all.pop().filter(|_| !all.is_empty()).unwrap_or_default();
    out.retain(|key| all.iter().all(|others| others.contains(key)));
    out
}

/// `elements`, each once.
fn several(elements: Vec<usize>) -> Answer {
    let mut once = Vec::new();
    for element in elements {
        if !once.contains(&element) {
            once.push(element);
        }
    }
    Answer::Several(once)
}
