//! What can be done about the findings at some place.
//!
//! Actions come from our own findings, never from those that a client sends back: a client's may be
//! those of an older text.

mod fix_all;
mod ignore;
mod opt_in;

pub use fix_all::fix_all;

use std::collections::{BTreeMap, HashSet};

use crate::checks::{self, Finding, Findings, Trials};
use crate::guide::Named;
use crate::insertion::{self, Inserter};
use crate::snapshot::Snapshot;
use crate::text::{Edit, Span};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    pub title: String,
    pub kind: ActionKind,
    /// Whether it is what most people would do.
    pub preferred: bool,
    /// In order; none overlaps another. Bytes of the document as it is.
    pub edits: Vec<Edit>,
    /// The findings that it deals with, by their places among all.
    pub fixes: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionKind {
    QuickFix,
    /// `source.fixAll.oe-ls`
    FixAll,
}

/// More findings in one place than anybody looks through one by one.
const MANY: usize = 60;

/// What can be done about the findings that meet `range`; where none meets a cursor, about those in its line.
pub fn actions(snapshot: &Snapshot, findings: &Findings, range: Span) -> Vec<Action> {
    let all = &findings.findings;
    let mut here = meeting(all, range);
    if here.is_empty() && range.is_empty() {
        // Editors show a finding beside its line, and the cursor is seldom in the marked word.
        here = meeting(all, snapshot.text().line_span(snapshot.text().line_of(range.start)));
    }
    let mut out: Vec<Action> = Vec::new();
    let mut safe = false;
    let mut trials = Trials::default();
    for (at, finding) in &here {
        let fixes = checks::fixes(snapshot, all, finding, &mut trials);
        safe = safe || fixes.iter().any(|fix| fix.safe);
        let together =
            here.iter().filter(|(_, other)| other.rule.name == finding.rule.name && other.span == finding.span);
        // Of several things that are missing here, none is what most people would start with.
        let only = fixes.len() == 1 && together.count() == 1;
        for fix in fixes {
            let preferred = fix.safe || only;
            let action = Action { preferred, fixes: vec![*at], ..quick_fix(fix.title, fix.edits) };
            push(&mut out, action);
        }
    }
    out.extend(missing(snapshot, all, &here));
    for (at, finding) in &here {
        if let Some(action) = ignore::ignore(snapshot, finding) {
            push(&mut out, Action { fixes: vec![*at], ..action });
        }
    }
    out.extend(opt_in::opt_in(snapshot));
    if safe {
        out.extend(fix_all(snapshot, findings));
    }
    out
}

/// The findings that meet `range`, with their places among all.
fn meeting(all: &[Finding], range: Span) -> Vec<(usize, &Finding)> {
    all.iter().enumerate().filter(|(_, finding)| finding.span.meets(range)).take(MANY).collect()
}

fn quick_fix(title: String, edits: Vec<Edit>) -> Action {
    Action { title, kind: ActionKind::QuickFix, preferred: false, edits, fixes: Vec::new() }
}

/// Adds `action`, or to the same action of another finding what it deals with.
fn push(actions: &mut Vec<Action>, action: Action) {
    match actions.iter_mut().find(|it| it.title == action.title && it.edits == action.edits) {
        Some(same) => same.fixes.extend(action.fixes),
        None => actions.push(action),
    }
}

/// All that is missing at once: in a section that lacks something here, and in the document.
fn missing(snapshot: &Snapshot, all: &[Finding], here: &[(usize, &Finding)]) -> Vec<Action> {
    if !here.iter().any(|(_, finding)| finding.missing().is_some()) {
        return Vec::new();
    }
    let guide = &snapshot.requirements.guide;
    // What is hidden or switched off is not missed.
    let mut sections = Vec::new();
    let mut elements: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (at, finding) in all.iter().enumerate() {
        match finding.missing() {
            Some(named @ Named::Section(_)) if snapshot.assessment.outside(named).is_some() => {}
            Some(Named::Section(section)) => sections.push((at, section)),
            Some(Named::Element(element)) => {
                elements.entry(guide.elements[element].section).or_default().push((at, element));
            }
            None => {}
        }
    }
    let inserter = Inserter::new(snapshot);
    // What comes to stand where it would not be read is left out, and the title does not claim it.
    let action = |title: &dyn Fn(usize) -> String, sections: &[(usize, usize)], elements: &[(usize, usize)]| {
        let of = |list: &[(usize, usize)]| list.iter().map(|(_, named)| *named).collect::<Vec<_>>();
        let insertions = inserter.insert(&of(sections), &of(elements));
        let there: HashSet<_> = insertions.iter().flat_map(|it| &it.of).copied().collect();
        let sections = sections.iter().filter(|(_, section)| there.contains(&Named::Section(*section)));
        let elements = elements.iter().filter(|(_, element)| there.contains(&Named::Element(*element)));
        let within: usize = sections.clone().map(|(_, section)| insertion::lacking(snapshot, *section).len()).sum();
        let count = within + elements.clone().count();
        let fixes: Vec<_> = sections.chain(elements).map(|(at, _)| *at).collect();
        let edits = insertions.iter().flat_map(insertion::Insertion::edits).collect();
        (fixes.len() > 1).then(|| Action { fixes, ..quick_fix(title(count), edits) })
    };
    let mut out = Vec::new();
    let mut most = 1;
    let is_here = |missing: &[(usize, usize)]| here.iter().any(|(at, _)| missing.iter().any(|(other, _)| other == at));
    let one = elements.values().filter(|missing| is_here(missing)).count() == 1;
    for (section, missing) in elements.iter().filter(|(_, missing)| is_here(missing) && missing.len() > 1) {
        most = most.max(missing.len());
        let count = |count: usize| match missing.len() {
            2 => "both".to_owned(),
            all if all == count => format!("all {all}"),
            all => format!("{count} of {all}"),
        };
        let place = if one { "this section" } else { &guide.sections[*section].title };
        let title = |inserted: usize| format!("Insert {} missing elements of {place}", count(inserted));
        out.extend(action(&title, &[], missing));
    }
    let elements: Vec<_> = elements.into_values().flatten().collect();
    let within: usize = sections.iter().map(|(_, section)| insertion::lacking(snapshot, *section).len()).sum();
    let count = within + elements.len();
    if count > most && sections.len() + elements.len() > 1 {
        let title = |inserted: usize| match inserted {
            all if all == count => format!("Insert all {all} missing elements"),
            some => format!("Insert {some} of {count} missing elements"),
        };
        out.extend(action(&title, &sections, &elements));
    }
    out
}

#[cfg(test)]
mod tests;
