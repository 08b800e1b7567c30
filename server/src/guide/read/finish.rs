//! What can be said only once a guide has been read to its end: what a name in it stands for, and what
//! the form lacks.

use std::collections::{HashMap, HashSet};

use super::subjects::Subjects;
use super::{Reader, Shape};
use crate::guide::{Named, Template};
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
        let subjects = Subjects::of(&self.out.guide.sections);
        for (at, named) in raw.pitfall_sections.into_iter().enumerate() {
            let text = format!("{} {}", self.out.guide.pitfalls[at].category, self.out.guide.pitfalls[at].name);
            self.out.guide.pitfalls[at].sections = self.resolve(named, &subjects, &text);
        }
        for (at, named) in raw.checkpoint_sections.into_iter().enumerate() {
            let text = self.out.guide.checkpoints[at].text.clone();
            self.out.guide.checkpoints[at].sections = self.resolve(named, &subjects, &text);
        }
        let mut pitfalls = HashMap::new();
        for (at, pitfall) in self.out.guide.pitfalls.iter().enumerate() {
            pitfalls.entry(names::key(&pitfall.name)).or_insert(at);
        }
        for (at, named) in raw.element_pitfalls.into_iter().enumerate() {
            for (name, span) in named {
                match pitfalls.get(&names::key(&name)) {
                    Some(pitfall) => self.out.guide.elements[at].pitfalls.push(*pitfall),
                    None => self.problem(span, format!("`{name}` is no pitfall of this guide")),
                }
            }
        }
        let criteria = self.borrowed_criteria(&subjects);
        self.fill_in(&raw.sections, criteria);
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

    /// `criteria` are what each section without criteria borrows.
    fn fill_in(&mut self, titles: &[Span], criteria: Vec<Vec<String>>) {
        for (at, (title, borrowed)) in titles.iter().zip(criteria).enumerate() {
            let guide = &self.out.guide;
            let section = &guide.sections[at];
            if section.elements.is_empty() {
                let message =
                    format!("`{}` requires nothing: put a list below `**Required Elements:**`", section.title);
                self.problem(*title, message);
                continue;
            }
            let given = Some(section.template.clone()).filter(|template| !template.text.trim().is_empty());
            let template = given.unwrap_or_else(|| Template::made_for(guide, at)).bound(guide, at);
            let section = &mut self.out.guide.sections[at];
            section.template = template;
            section.borrowed = section.criteria.is_empty();
            if section.borrowed {
                section.criteria = borrowed;
            }
        }
    }

    /// The checkpoints and output standards that name each section, if it has no criteria of its own.
    fn borrowed_criteria(&self, subjects: &Subjects) -> Vec<Vec<String>> {
        let guide = &self.out.guide;
        let checkpoints = guide.checkpoints.iter().map(|it| (&it.text, it.sections.clone()));
        let standards = guide.output_standards.iter().map(|text| (text, subjects.within(text)));
        let mut out = vec![Vec::new(); guide.sections.len()];
        let mut known = HashSet::new();
        for (text, sections) in checkpoints.chain(standards) {
            for section in sections {
                if guide.sections[section].criteria.is_empty() && known.insert((section, text)) {
                    out[section].push(text.clone());
                }
            }
        }
        out
    }

    /// The sections of these names; without names those that `text` speaks of.
    fn resolve(&mut self, named: Vec<(String, Span)>, subjects: &Subjects, text: &str) -> Vec<usize> {
        if named.is_empty() {
            return subjects.within(text);
        }
        let mut out = Vec::new();
        for (name, span) in named {
            match subjects.named(&name) {
                Some(section) => out.push(section),
                None => self.problem(span, format!("`{name}` is no section of this guide")),
            }
        }
        out
    }
}
