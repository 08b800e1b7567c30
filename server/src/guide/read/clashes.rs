//! Names that a guide gives twice: a heading or a label could mean either.

use std::collections::HashMap;

use super::Reader;
use super::finish::Raw;
use crate::guide::Named;
use crate::names;

impl Reader<'_> {
    /// Sections without a name, and names that two sections or two elements share.
    pub(super) fn clashes(&mut self, raw: &Raw) {
        for at in 0..self.out.guide.sections.len() {
            let title = &self.out.guide.sections[at].title;
            if !title.contains(char::is_alphabetic) {
                self.problem(raw.sections[at], "a section needs a title: `### 3. Incident Response`".to_owned());
            }
        }
        self.doubled(raw);
        self.other_names(raw);
    }

    /// Sections of the same name, and elements of the same name in one section.
    fn doubled(&mut self, raw: &Raw) {
        let mut known = HashMap::new();
        for at in 0..self.out.guide.sections.len() {
            let key = names::key(&self.out.guide.sections[at].title);
            if known.insert(key.clone(), at).is_some() && !key.is_empty() {
                let message = format!("there is a section `{}` already", self.out.guide.sections[at].title);
                self.problem(raw.sections[at], message);
            }
        }
        let mut known = HashMap::new();
        for at in 0..self.out.guide.elements.len() {
            let element = &self.out.guide.elements[at];
            if known.insert((element.section, names::key(&element.name)), at).is_some() {
                let message = format!("this section requires `{}` already", element.name);
                self.problem(raw.elements[at], message);
            }
        }
    }

    /// Other names that are those of another section or element as well.
    fn other_names(&mut self, raw: &Raw) {
        let guide = &self.out.guide;
        let kind = |named: Named| matches!(named, Named::Section(_));
        let mut known: HashMap<(bool, String), Named> = HashMap::new();
        for (at, section) in guide.sections.iter().enumerate() {
            known.entry((true, names::key(&section.title))).or_insert(Named::Section(at));
        }
        for (at, element) in guide.elements.iter().enumerate() {
            known.entry((false, names::key(&element.name))).or_insert(Named::Element(at));
        }
        let mut problems = Vec::new();
        for (named, name, span) in &raw.also {
            let other = *known.entry((kind(*named), names::key(name))).or_insert(*named);
            if other != *named {
                problems.push((*span, format!("`{name}` is a name of `{}` already", guide.id_of(other))));
            }
        }
        for (span, message) in problems {
            self.problem(span, message);
        }
    }
}
