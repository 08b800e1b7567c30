//! A guide and settings, resolved into what documents are held against. Made once, shared by all.

use std::collections::HashMap;
use std::sync::Arc;

use crate::config::{Requirement, Settings};
use crate::guide::{Guide, Named, Names};
use crate::markup;
use crate::names;
use crate::outline::Filler;

#[derive(Debug, Default)]
pub struct Requirements {
    pub guide: Arc<Guide>,
    pub settings: Settings,
    pub names: Names,
    /// Of each element of the guide.
    pub elements: Vec<Requirement>,
    /// The labels of the guide's templates, numbered by their keys.
    labels: HashMap<String, u32>,
    /// The placeholders of the guide's templates, with their brackets and single spaces.
    placeholders: HashMap<String, PlaceholderOf>,
    /// The rows that templates give as examples, by the words of their cells.
    examples: HashMap<String, usize>,
    /// The keys of each template table's headers, with the section.
    tables: Vec<(usize, Vec<String>)>,
    checkpoints: HashMap<String, usize>,
    /// The key words of each topic that must be referenced, as keys.
    topics: HashMap<String, Vec<(String, u32)>>,
}

/// Where in the guide a placeholder stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceholderOf {
    pub section: usize,
    /// By its place among the parts of the section's template.
    pub part: usize,
    /// By its place among the labels of the part.
    pub label: Option<usize>,
}

impl Requirements {
    pub fn new(guide: Arc<Guide>, settings: Settings) -> Self {
        let mut elements = vec![Requirement::Required; guide.elements.len()];
        for (name, requirement) in &settings.elements {
            match guide.find(&name.value) {
                Some(Named::Element(at)) => elements[at] = *requirement,
                Some(Named::Section(at)) => elements[guide.sections[at].elements.clone()].fill(*requirement),
                None => {}
            }
        }
        let also = settings.also.iter().filter_map(|(name, also)| Some((guide.find(&name.value)?, also)));
        let also = also.flat_map(|(named, also)| also.iter().map(move |name| (named, name.as_str())));
        let mut out = Self { names: Names::new(&guide, also), elements, ..Self::default() };
        for (section, it) in guide.sections.iter().enumerate() {
            for (part, it) in it.template.parts.iter().enumerate() {
                for (label, it) in it.labels.iter().enumerate() {
                    let next = out.labels.len() as u32;
                    out.labels.entry(it.key.clone()).or_insert(next);
                    let of = PlaceholderOf { section, part, label: Some(label) };
                    out.placeholders.entry(single_spaced(&it.placeholder)).or_insert(of);
                }
                for placeholder in &it.placeholders {
                    let of = PlaceholderOf { section, part, label: None };
                    out.placeholders.entry(single_spaced(placeholder)).or_insert(of);
                }
                for table in &it.tables {
                    out.tables.push((section, table.headers.iter().map(|header| names::key(header)).collect()));
                    for row in &table.rows {
                        out.examples.insert(row_key(row.iter().map(String::as_str)), section);
                    }
                }
            }
        }
        out.placeholders.remove("");
        out.checkpoints = guide.checkpoints.iter().enumerate().map(|(at, it)| (names::key(&it.text), at)).collect();
        // A set of bits holds no more topics.
        for (topic, it) in (0..u64::BITS).zip(&guide.must_reference) {
            for key in it.key_words.iter().chain([&it.text]).map(|word| names::key(word)) {
                let first = key.split(' ').next().unwrap_or_default().to_owned();
                out.topics.entry(first).or_default().push((key, topic));
            }
        }
        out.guide = guide;
        out.settings = settings;
        out
    }

    /// Whether settings take the element, or all of the section, out of the guide.
    pub fn is_off(&self, named: Named) -> bool {
        let off = |element: usize| self.elements[element] == Requirement::Off;
        match named {
            Named::Element(element) => off(element),
            Named::Section(section) => {
                let mut elements = self.guide.sections[section].elements.clone();
                !elements.is_empty() && elements.all(off)
            }
        }
    }

    /// The number of a label of the guide.
    pub fn label(&self, key: &str) -> Option<u32> {
        self.labels.get(key).copied()
    }

    /// Where the guide has the placeholder `text`, whose white space does not count.
    pub fn placeholder(&self, text: &str) -> Option<PlaceholderOf> {
        self.placeholders.get(&single_spaced(text)).copied()
    }

    /// Whether what looks like template text is some: it is all that its place says, or the guide has
    /// it so. `written` is its text.
    pub fn is_template_text(&self, filler: &Filler, written: &str) -> bool {
        filler.whole || self.placeholder(written).is_some()
    }

    /// The section whose template gives this row as an example.
    pub fn example<'a>(&self, cells: impl Iterator<Item = &'a str>) -> Option<usize> {
        self.examples.get(&row_key(cells)).copied()
    }

    /// The tables of the guide's templates: their section and the keys of their headers.
    pub fn tables(&self) -> &[(usize, Vec<String>)] {
        &self.tables
    }

    pub fn checkpoint(&self, text: &str) -> Option<usize> {
        self.checkpoints.get(&names::key(text)).copied()
    }

    /// The topics that the words of `text` speak of, as a set of bits.
    pub fn topics(&self, text: &str) -> u64 {
        let key = names::key(text);
        let mut bits = 0;
        for (at, _) in std::iter::once((0, "")).chain(key.match_indices(' ')) {
            let rest = key[at..].trim_start();
            let word = rest.split(' ').next().unwrap_or(rest);
            for (phrase, topic) in self.topics.get(word).into_iter().flatten() {
                let end = rest.as_bytes().get(phrase.len());
                if rest.starts_with(phrase.as_str()) && end.is_none_or(|byte| *byte == b' ') {
                    bits |= 1 << topic;
                }
            }
        }
        bits
    }
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn row_key<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    // Not by their keys: "15 minutes" would lose its number.
    let words = |cell| single_spaced(&markup::plain(cell)).to_lowercase();
    cells.map(words).collect::<Vec<_>>().join("|")
}
