//! Which sections of a guide a text speaks of, for as many sections and texts as a guide has.

use std::collections::{HashMap, HashSet};

use crate::guide::Section;
use crate::names;

/// What the sections of a guide are known by.
pub(super) struct Subjects {
    /// The section of each title's key; the first of those that share one.
    titles: HashMap<String, usize>,
    /// The halves of titles with "and": the section and the telling words, all of which a text holds that
    /// speaks of it.
    halves: Vec<(usize, Vec<String>)>,
    /// Where to look for a half: by that of its words which the fewest others have.
    by_word: HashMap<String, Vec<usize>>,
}

impl Subjects {
    pub(super) fn of(sections: &[Section]) -> Self {
        let mut titles = HashMap::new();
        let mut halves = Vec::new();
        for (at, section) in sections.iter().enumerate() {
            let key = names::key(&section.title);
            for half in key.split(" and ") {
                let words = telling_words(half);
                if !words.is_empty() {
                    halves.push((at, words));
                }
            }
            titles.entry(key).or_insert(at);
        }
        let mut count: HashMap<&str, usize> = HashMap::new();
        for word in halves.iter().flat_map(|(_, words)| words) {
            *count.entry(word).or_default() += 1;
        }
        let mut by_word: HashMap<String, Vec<usize>> = HashMap::new();
        for (half, (_, words)) in halves.iter().enumerate() {
            if let Some(word) = words.iter().min_by_key(|word| count[word.as_str()]) {
                by_word.entry(word.clone()).or_default().push(half);
            }
        }
        Self { titles, halves, by_word }
    }

    /// The section of this name.
    pub(super) fn named(&self, name: &str) -> Option<usize> {
        self.titles.get(&names::key(name)).copied()
    }

    /// The sections that `text` speaks of, in their order: by one of the halves of a title with "and",
    /// all of whose telling words it holds.
    pub(super) fn within(&self, text: &str) -> Vec<usize> {
        let words: HashSet<_> = telling_words(text).into_iter().collect();
        let halves = words.iter().filter_map(|word| self.by_word.get(word)).flatten().map(|half| &self.halves[*half]);
        let spoken_of = halves.filter(|(_, half)| half.iter().all(|word| words.contains(word)));
        let mut out: Vec<_> = spoken_of.map(|(section, _)| *section).collect();
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// Words that say nothing of what a text is about.
const THIN: [&str; 20] = [
    "and",
    "the",
    "of",
    "or",
    "is",
    "are",
    "a",
    "an",
    "to",
    "for",
    "in",
    "with",
    "management",
    "framework",
    "requirement",
    "plan",
    "procedure",
    "approach",
    "production",
    "capability",
];

fn telling_words(text: &str) -> Vec<String> {
    let key = names::key(text);
    key.split(' ').filter(|word| !THIN.contains(word)).map(str::to_owned).collect()
}

/// The words by which a link to a topic is known, if the guide declares none.
pub(super) fn key_words(text: &str) -> Vec<String> {
    let plain = text.to_lowercase();
    let words = plain.split(|char: char| !char.is_alphanumeric()).filter(|word| word.len() > 3);
    let mut out = Vec::new();
    for word in
        words.filter(|word| !THIN.contains(&names::key(word).as_str()) && *word != "technical" && *word != "team")
    {
        for form in [names::key(word), word.to_owned()] {
            if !out.contains(&form) {
                out.push(form);
            }
        }
    }
    out
}
