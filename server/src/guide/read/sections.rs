//! Sections and the elements that they require, with what is added to them.

use std::collections::HashSet;

use super::{Reader, list};
use crate::guide::{Element, Named, Section, ValueKind};
use crate::names;
use crate::text::Span;

impl Reader<'_> {
    /// Starts the section whose heading stands at `at`.
    pub(super) fn start_section(&mut self, at: usize, title: &str) {
        self.raw.sections.push(self.pieces[at].span);
        let first = self.out.guide.elements.len();
        let id = self.unique(names::slug(title));
        let section = Section { id, title: title.to_owned(), elements: first..first, ..Section::default() };
        self.out.guide.sections.push(section);
    }

    pub(super) fn section_addition(&mut self, at: usize) {
        let Some((key, value)) = self.plain_addition(at) else { return };
        let names = list(&value);
        let span = self.pieces[at].span;
        let Some(section) = self.out.guide.sections.last_mut() else { return };
        match key.as_str() {
            "also" => {
                section.also.extend(names.iter().cloned());
                let named = Named::Section(self.out.guide.sections.len() - 1);
                self.raw.also.extend(names.into_iter().map(|name| (named, name, span)));
            }
            "also as heading" => section.also_as_heading.extend(names),
            _ => {
                self.problem(
                    span,
                    "this is no addition to a section; it can be `Also` or `Also as heading`".to_owned(),
                );
            }
        }
    }

    /// Reads the element at `at`, whose additions and parts stand before `end`.
    pub(super) fn element(&mut self, at: usize, end: usize, parent: Option<usize>) {
        let span = self.pieces[at].span;
        let Some(line) = self.pieces[at].line() else { return };
        let (name, description) = match &line.label {
            Some(label) => (self.words(label.name), self.words(line.value)),
            None => code_and_text(self.words(line.value)),
        };
        let formed = line.label.as_ref().is_some_and(|label| label.marked) && !description.is_empty();
        match parent {
            None if formed => self.shape.formed += 1,
            None => self.shape.others += 1,
            Some(_) => {}
        }
        if name.is_empty() {
            return self.problem(span, "a required element needs a name: `- **Name**: what it is`".to_owned());
        }
        if description.is_empty() {
            let name = name.replace('`', "");
            self.problem(span, format!("`{name}` does not say what it is: `- **{name}**: what it is`"));
        }
        let Some(section) = self.out.guide.sections.last() else { return };
        let id = self.unique(format!("{}/{}", section.id, names::slug(&name)));
        let guide = &mut self.out.guide;
        let place = guide.sections.len() - 1;
        let index = guide.elements.len();
        guide.elements.push(Element { id, name, section: place, parent, description, ..Element::default() });
        self.raw.element_pitfalls.push(Vec::new());
        self.raw.elements.push(self.pieces[at].label().map_or(span, |label| label.name));
        let depth = self.pieces[at].depth;
        let mut next = at + 1;
        while next < end {
            let inner = self.pieces[next].depth;
            let below = self.pieces[next + 1..end].iter().take_while(|piece| piece.depth > inner).count();
            let is_part = self.pieces[next].label().is_some_and(|label| label.marked);
            if self.pieces[next].line().is_some_and(|line| line.item.is_some()) {
                if is_part {
                    self.element(next, next + 1 + below, Some(index));
                } else if inner == depth + 1 {
                    self.element_addition(next, index);
                }
            }
            next += 1 + below;
        }
        if let Some(section) = self.out.guide.sections.last_mut() {
            section.elements.end = self.out.guide.elements.len();
        }
    }

    fn element_addition(&mut self, at: usize, index: usize) {
        let span = self.pieces[at].span;
        let Some((key, value)) = self.plain_addition(at) else { return };
        let written = self.words(self.pieces[at].label().map_or(span, |label| label.name));
        let element = &mut self.out.guide.elements[index];
        match key.as_str() {
            "also" => {
                let names = list(&value);
                element.also.extend(names.iter().cloned());
                self.raw.also.extend(names.into_iter().map(|name| (Named::Element(index), name, span)));
            }
            "also as heading" => element.also_as_heading.extend(list(&value)),
            "good" => element.good = value,
            "example" => element.example = value,
            "pitfall" => {
                self.raw.element_pitfalls[index].extend(list(&value).into_iter().map(|name| (name, span)));
            }
            _ if key.starts_with("label ") => {
                let name = written.get("label ".len()..).unwrap_or_default().trim().to_owned();
                if let Some(kind) = ValueKind::read(value.trim()) {
                    let choices = kind.choices().to_vec();
                    element.kinds.push((name, kind));
                    self.choices(&choices, &value, span);
                } else {
                    let kinds = ValueKind::NAMES.join(", ");
                    let message =
                        format!("`{value}` is no kind of value; it can be {kinds}, `one of a; b` or `some of a; b`");
                    self.problem(span, message);
                }
            }
            _ => {
                let known = "`Also`, `Also as heading`, `Good`, `Example`, `Pitfalls` or `Label …`";
                self.problem(span, format!("`{written}` is no addition to an element; it can be {known}"));
            }
        }
    }

    /// Choices that are empty, or there twice.
    fn choices(&mut self, choices: &[String], written: &str, span: Span) {
        let inside = written.trim().trim_end_matches([';', '.']);
        if !choices.is_empty() && inside.split(';').any(|choice| choice.trim().is_empty()) {
            self.problem(span, format!("`{}` has a choice without text", written.trim()));
        }
        let mut known = HashSet::new();
        for choice in choices {
            if !known.insert(choice) {
                self.problem(span, format!("`{choice}` is there twice among the choices"));
            }
        }
    }

    /// `id`, or with `-2`, `-3` behind it if it is taken.
    fn unique(&mut self, id: String) -> String {
        let mut out = id.clone();
        let mut count = self.ids.get(&id).copied().unwrap_or(1);
        while self.ids.contains_key(&out) {
            count += 1;
            out = format!("{id}-{count}");
        }
        self.ids.insert(id, count);
        self.ids.entry(out.clone()).or_insert(1);
        out
    }

    /// The name and value of the addition at `at`; a problem if it is none.
    fn plain_addition(&mut self, at: usize) -> Option<(String, String)> {
        let line = self.pieces[at].line()?;
        if let Some(label) = &line.label {
            Some((label.key.clone(), self.words(line.value)))
        } else {
            let span = self.pieces[at].span;
            self.problem(span, "an addition has a name and a colon, such as `Also: another name`".to_owned());
            None
        }
    }
}

/// A name in code and what stands behind it: "`name`: what it is".
fn code_and_text(text: String) -> (String, String) {
    let code = text.strip_prefix('`').and_then(|rest| rest.split_once('`'));
    match code.and_then(|(name, rest)| Some((name, rest.trim_start().strip_prefix(':')?))) {
        Some((name, description)) => (name.to_owned(), description.trim().to_owned()),
        None => (text, String::new()),
    }
}
