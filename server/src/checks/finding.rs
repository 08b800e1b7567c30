//! What a rule finds, before and after its place is known in bytes.

use std::sync::Arc;

use super::{Rule, missing_element, missing_section};
use crate::config::Severity;
use crate::guide::Named;
use crate::snapshot::Anchor;
use crate::text::{Edit, Span};

/// A finding as its rule makes it. Its place is an anchor, so that it can be kept while the text
/// before it changes.
#[derive(Clone, Debug)]
pub struct Found {
    pub at: Anchor,
    pub message: Message,
    /// The section or element that it is about.
    pub about: Option<Named>,
    /// The number of the guide's label that it is about.
    pub label: Option<u32>,
    /// What the marked text is, in a few words.
    pub note: Option<String>,
    /// What to do; told together with that of others in one place.
    pub help: Option<Message>,
    pub related: Vec<(Anchor, String)>,
}

/// A sentence with a subject in it, so that several with the same rest can be told as one:
/// "`Incident Response` says nothing on `A` and `B`".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    pub before: String,
    pub subject: String,
    pub after: String,
}

/// What is wrong, where, and how much it matters.
#[derive(Clone, Debug)]
pub struct Finding {
    pub rule: &'static Rule,
    pub severity: Severity,
    /// Bytes of the document.
    pub span: Span,
    pub found: Arc<Found>,
}

/// Another place that has to do with a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    pub span: Span,
    pub message: String,
}

/// A change that deals with a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    pub title: String,
    /// Whether it may be applied unseen, by the word of its rule; [`super::safe`] tries it.
    pub safe: bool,
    /// Whether it changes what other text belongs to, so that other findings may come of it: it is
    /// offered once it was tried.
    pub doubtful: bool,
    /// In order; none overlaps another. Bytes of the document as it is.
    pub edits: Vec<Edit>,
}

impl Found {
    pub fn new(at: Anchor, message: impl Into<Message>) -> Self {
        Self { at, message: message.into(), about: None, label: None, note: None, help: None, related: Vec::new() }
    }

    #[must_use]
    pub fn about(mut self, named: Named) -> Self {
        self.about = Some(named);
        self
    }

    #[must_use]
    pub fn label(mut self, number: u32) -> Self {
        self.label = Some(number);
        self
    }

    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<Message>) -> Self {
        self.help = Some(help.into());
        self
    }

    #[must_use]
    pub fn related(mut self, at: Anchor, message: impl Into<String>) -> Self {
        self.related.push((at, message.into()));
        self
    }
}

impl Finding {
    pub fn message(&self) -> String {
        self.found.message.to_string()
    }

    /// The section or element that it says to be missing.
    pub fn missing(&self) -> Option<Named> {
        self.found.about.filter(|_| self.rule.is_one_of(&[&missing_section::RULE, &missing_element::RULE]))
    }

    /// One message for findings of the same rule at the same place.
    pub fn joined_message(findings: &[&Self]) -> String {
        joined(findings.iter().map(|finding| &finding.found.message)).join("; ")
    }

    /// What to do about them, each thing once.
    pub fn joined_helps(findings: &[&Self]) -> Vec<String> {
        joined(findings.iter().filter_map(|finding| finding.found.help.as_ref()))
    }
}

/// Messages that differ in their subjects alone as one, in the order of the first of each kind.
fn joined<'a>(messages: impl Iterator<Item = &'a Message>) -> Vec<String> {
    let mut kinds: Vec<(&Message, Vec<&str>)> = Vec::new();
    for message in messages {
        let alike = |other: &Message| message.before == other.before && message.after == other.after;
        match kinds.iter_mut().find(|(first, _)| alike(first)) {
            Some((_, subjects)) if subjects.contains(&message.subject.as_str()) => {}
            Some((_, subjects)) => subjects.push(&message.subject),
            None => kinds.push((message, vec![&message.subject])),
        }
    }
    kinds.into_iter().map(|(first, subjects)| format!("{}{}{}", first.before, listed(&subjects), first.after)).collect()
}

impl std::fmt::Display for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}{}", self.before, self.subject, self.after)
    }
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Self { before: text, ..Self::default() }
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<(&str, String, &str)> for Message {
    fn from((before, subject, after): (&str, String, &str)) -> Self {
        Self { before: before.to_owned(), subject, after: after.to_owned() }
    }
}

impl From<(String, String)> for Message {
    fn from((before, subject): (String, String)) -> Self {
        Self { before, subject, after: String::new() }
    }
}

/// The findings of one rule at one place together, in their order; `findings` are in the order of the
/// text. What a person sees is a group, in the editor as in the terminal.
pub fn grouped(findings: &[Finding]) -> Vec<Vec<&Finding>> {
    let mut out: Vec<Vec<&Finding>> = Vec::new();
    for finding in findings {
        // Findings at one place stand together, so that only the last groups can be theirs.
        let mut near = out.iter_mut().rev().take_while(|group| group[0].span == finding.span);
        match near.find(|group| group[0].rule.name == finding.rule.name && group[0].severity == finding.severity) {
            Some(group) => group.push(finding),
            None => out.push(vec![finding]),
        }
    }
    out
}

/// "a", "a and b", "a, b and c".
pub fn listed(items: &[impl AsRef<str>]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [rest @ .., last] => {
            let rest: Vec<_> = rest.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", rest.join(", "), last.as_ref())
        }
    }
}

/// "a", "a or b", "a, b or c".
pub fn either(items: &[String]) -> String {
    match items {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => items.concat(),
    }
}
