//! Rules, findings and fixes.
//!
//! A rule is one file. Those that look at a chunk alone run again only for chunks that changed, those
//! that look at the judgement of the document only when that changed: a key costs what its chunk costs.

mod belonging;
#[cfg(test)]
mod complete;
mod duplicate_element;
mod duplicate_section;
mod empty_element;
mod finding;
mod heading_level;
mod invalid_front_matter;
mod invalid_guide;
mod invalid_settings;
mod malformed_table;
mod misplaced_element;
mod missing_element;
mod missing_label;
mod missing_reference;
mod missing_section;
mod rows;
mod run;
mod section_order;
mod suppress;
#[cfg(test)]
mod testing;
mod trial;
mod unchecked_checkpoint;
mod unedited_example;
mod unfilled_placeholder;
mod unknown_names;
mod unknown_suppression;
mod unused_suppression;
mod wording;

pub use finding::{Finding, Fix, Found, Message, Related, either, grouped, listed};
pub use invalid_guide::guide_findings;
pub use invalid_settings::{settings_findings, unknown_in_settings};
pub use run::{ChunkView, Findings, run, run_beside};
pub use trial::{Safe, Trials, fixes, safe};
pub use unknown_names::may_mean;

use crate::config::Severity;
use crate::snapshot::Snapshot;

/// What is looked for, and how much it matters.
pub struct Rule {
    /// Names the problem as a noun phrase; stable.
    pub name: &'static str,
    /// Unless settings say otherwise.
    pub severity: Severity,
    /// One line.
    pub summary: &'static str,
    /// Why it matters and what to do, in Markdown, with examples: blocks that are fenced as
    /// `markdown bad` show what is found, those fenced as `markdown good` what is not.
    pub docs: &'static str,
    pub check: Check,
    /// What can be done about one of its findings; [`fixes`] tries what has to be tried.
    pub fixes: Option<fn(&Snapshot, &Finding) -> Vec<Fix>>,
}

/// How far a rule looks.
#[derive(Clone, Copy)]
pub enum Check {
    /// At one chunk and what it belongs to.
    Chunk(fn(&ChunkView<'_>, &mut Vec<Found>)),
    /// At the judgement of the whole document; not at its text.
    Document(fn(&Snapshot, &mut Vec<Found>)),
    /// At suppressions, once all other findings are known.
    Suppressions,
    /// At a file that is no document.
    File,
}

/// Every rule, in the order of the documentation.
pub static ALL: &[&Rule] = &[
    &missing_section::RULE,
    &missing_element::RULE,
    &empty_element::RULE,
    &unfilled_placeholder::RULE,
    &missing_label::RULE,
    &unedited_example::RULE,
    &duplicate_section::RULE,
    &duplicate_element::RULE,
    &misplaced_element::RULE,
    &heading_level::RULE,
    &section_order::RULE,
    &malformed_table::RULE,
    &unchecked_checkpoint::RULE,
    &missing_reference::RULE,
    &unknown_suppression::RULE,
    &unused_suppression::RULE,
    &invalid_settings::RULE,
    &invalid_guide::RULE,
    &invalid_front_matter::RULE,
];

/// What they find is all that is to be written yet: it is information in a draft.
static UNFINISHED: [&Rule; 5] = [
    &missing_section::RULE,
    &missing_element::RULE,
    &missing_label::RULE,
    &missing_reference::RULE,
    &unfilled_placeholder::RULE,
];

/// The rule of this name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.name == name).copied()
}

impl Rule {
    fn is_one_of(&self, rules: &[&Self]) -> bool {
        rules.iter().any(|rule| std::ptr::eq(*rule, self))
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

#[cfg(test)]
mod tests;
