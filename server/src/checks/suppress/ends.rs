//! Which comment ends what another one began.

use std::collections::HashMap;

use super::{About, Suppression, Target};
use crate::suppression::Kind;

/// Notes for each beginning the first comment behind it that ends it.
pub(super) fn pair(all: &mut [Suppression<'_>]) {
    let mut next = Next::default();
    for at in (0..all.len()).rev() {
        match all[at].directive.kind {
            Kind::End => next.add(&all[at], at),
            Kind::Begin => {
                for entry in 0..all[at].entries.len() {
                    let end = next.of(&all[at].entries[entry]);
                    all[at].entries[entry].end = end;
                    if let Some(end) = end {
                        all[end].ends += 1;
                    }
                }
            }
            _ => {}
        }
    }
}

/// The nearest ends behind a place, by what they end.
#[derive(Default)]
struct Next<'a> {
    /// That of everything.
    all: Option<usize>,
    named: HashMap<(&'a str, About), usize>,
}

impl<'a> Next<'a> {
    fn add(&mut self, it: &Suppression<'a>, at: usize) {
        // An end that names nothing for certain ends nothing, one without any name ends all.
        if it.entries.is_empty() && it.directive.problems.is_empty() {
            self.all = Some(at);
        }
        let known = it.entries.iter().filter(|target| target.about != About::Unknown);
        self.named.extend(known.map(|target| ((target.entry.rule.text.as_str(), target.about), at)));
    }

    fn of(&self, target: &Target<'a>) -> Option<usize> {
        let named = |about| self.named.get(&(target.entry.rule.text.as_str(), about)).copied();
        [self.all, named(About::All), named(target.about)].into_iter().flatten().min()
    }
}
