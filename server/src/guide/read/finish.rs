//! What can be said only once a guide has been read to its end: what a name in it stands for, and what
//! the form lacks.

use super::{Reader, Shape};
use crate::guide::{Guide, Named, Template};
use crate::names;
use crate::text::Span;

/// References by name, resolved once everything has been read.
#[derive(Default)]
pub(super) struct Raw {
    /// Of each pitfall and each checkpoint: the names of sections, with their places.
    pub(super) pitfall_sections: Vec<Vec<(String, Span)>>,
    pub(super) checkpoint_sections: Vec<Vec<(String, Span)>>,
    pub(super) element_pitfalls: Vec<Vec<(String, Span)>>,
    /// Where each section's title and each element's name stands.
    pub(super) sections: Vec<Span>,
    pub(super) elements: Vec<Span>,
    /// Other names that count anywhere.
    pub(super) also: Vec<(Named, String, Span)>,
}

impl Reader<'_> {
    /// Fills in what the form lacks and resolves what is named.
    pub(super) fn finish(&mut self) {
        let raw = std::mem::take(&mut self.raw);
        self.clashes(&raw);
        let sections: Vec<_> = self.out.guide.sections.iter().map(|section| names::key(&section.title)).collect();
        for (at, named) in raw.pitfall_sections.into_iter().enumerate() {
            let text = format!("{} {}", self.out.guide.pitfalls[at].category, self.out.guide.pitfalls[at].name);
            self.out.guide.pitfalls[at].sections = self.resolve(named, &sections, &text);
        }
        for (at, named) in raw.checkpoint_sections.into_iter().enumerate() {
            let text = self.out.guide.checkpoints[at].text.clone();
            self.out.guide.checkpoints[at].sections = self.resolve(named, &sections, &text);
        }
        let pitfalls: Vec<_> = self.out.guide.pitfalls.iter().map(|pitfall| names::key(&pitfall.name)).collect();
        for (at, named) in raw.element_pitfalls.into_iter().enumerate() {
            for (name, span) in named {
                match pitfalls.iter().position(|key| *key == names::key(&name)) {
                    Some(pitfall) => self.out.guide.elements[at].pitfalls.push(pitfall),
                    None => self.problem(span, format!("`{name}` is no pitfall of this guide")),
                }
            }
        }
        self.fill_in(&raw.sections);
        let whole = Span::at(0);
        if self.out.guide.title.is_empty() {
            self.problem(whole, "a guide begins with its title: `# Operational Excellence`".to_owned());
        }
        if self.out.guide.sections.is_empty() {
            let message =
                "no section was found: a section is a heading with `**Required Elements:**` and a list below it";
            self.problem(whole, message.to_owned());
        }
        let Shape { formed, others, marked } = self.shape;
        self.out.unmistakable = marked && formed > 0 && formed >= others;
        self.out.problems.sort_by_key(|problem| problem.span);
    }

    fn fill_in(&mut self, titles: &[Span]) {
        for (at, title) in titles.iter().enumerate() {
            let guide = &self.out.guide;
            let section = &guide.sections[at];
            if section.elements.is_empty() {
                let message =
                    format!("`{}` requires nothing: put a list below `**Required Elements:**`", section.title);
                self.problem(*title, message);
                continue;
            }
            let criteria =
                if section.criteria.is_empty() { borrowed_criteria(guide, at) } else { section.criteria.clone() };
            let given = Some(section.template.clone()).filter(|template| !template.text.trim().is_empty());
            let template = given.unwrap_or_else(|| Template::made_for(guide, at)).bound(guide, at);
            let section = &mut self.out.guide.sections[at];
            section.borrowed = section.criteria.is_empty();
            (section.criteria, section.template) = (criteria, template);
        }
    }

    /// The sections of these names; without names those that `text` speaks of.
    fn resolve(&mut self, named: Vec<(String, Span)>, sections: &[String], text: &str) -> Vec<usize> {
        if named.is_empty() {
            let guide = &self.out.guide;
            return (0..guide.sections.len()).filter(|at| speaks_of(text, &guide.sections[*at].title)).collect();
        }
        let mut out = Vec::new();
        for (name, span) in named {
            match sections.iter().position(|key| *key == names::key(&name)) {
                Some(section) => out.push(section),
                None => self.problem(span, format!("`{name}` is no section of this guide")),
            }
        }
        out
    }
}

/// The checkpoints and output standards that name a section without criteria of its own.
fn borrowed_criteria(guide: &Guide, section: usize) -> Vec<String> {
    let checkpoints = guide.checkpoints.iter().filter(|it| it.sections.contains(&section)).map(|it| &it.text);
    let title = &guide.sections[section].title;
    let standards = guide.output_standards.iter().filter(|text| speaks_of(text, title));
    let mut out: Vec<String> = Vec::new();
    for text in checkpoints.chain(standards) {
        if !out.contains(text) {
            out.push(text.clone());
        }
    }
    out
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

/// Whether `text` names the section of this title: by one of the halves of a title with "and", all
/// of whose telling words it holds.
fn speaks_of(text: &str, title: &str) -> bool {
    let text = telling_words(text);
    let key = names::key(title);
    key.split(" and ").any(|half| {
        let words = telling_words(half);
        !words.is_empty() && words.iter().all(|word| text.contains(word))
    })
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
