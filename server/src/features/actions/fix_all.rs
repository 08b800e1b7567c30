//! All safe fixes of a document as one change.

use super::{Action, ActionKind};
use crate::checks::{self, Findings, Trials};
use crate::snapshot::Snapshot;
use crate::text::{Edit, Span};

/// Safe fixes come to an end; should they ever not, this does.
const ROUNDS: usize = 20;

/// Applies safe fixes until none is left, or until enough was tried: what is applied then is safe all the
/// same. The edits are those of the document as it is.
pub fn fix_all(snapshot: &Snapshot, findings: &Findings) -> Option<Action> {
    let mut trials = Trials::default();
    let mut safe = checks::safe(snapshot, &findings.findings, &mut trials);
    let fixes = safe.fixes.iter().map(|(at, _)| *at).collect();
    let mut change =
        Change { parts: vec![Part::Kept(Span::new(0, snapshot.text().len()))], len: snapshot.text().len() };
    for _ in 0..ROUNDS {
        let Some((now, found)) = safe.after else { break };
        change.apply(&safe.edits);
        safe = checks::safe(&now, &found.findings, &mut trials);
    }
    let edits = change.edits();
    let title = "Fix all in this document".to_owned();
    (!edits.is_empty()).then_some(Action { title, kind: ActionKind::FixAll, preferred: false, edits, fixes })
}

/// A text as it came out of another one.
struct Change {
    parts: Vec<Part>,
    /// How long the other one is.
    len: usize,
}

enum Part {
    /// Bytes of the other text.
    Kept(Span),
    New(String),
}

impl Part {
    fn len(&self) -> usize {
        match self {
            Self::Kept(span) => span.len(),
            Self::New(text) => text.len(),
        }
    }

    /// Cuts off what follows its first bytes.
    fn split_off(&mut self, at: usize) -> Self {
        match self {
            Self::Kept(span) => {
                let rest = Span::new(span.start + at, span.end);
                span.end = rest.start;
                Self::Kept(rest)
            }
            Self::New(text) => Self::New(text.split_off(at)),
        }
    }
}

/// Parts that are taken from the front.
struct Rest {
    parts: std::vec::IntoIter<Part>,
    /// What is left of the part at the front.
    first: Option<Part>,
}

impl Rest {
    /// Takes this many bytes.
    fn take(&mut self, mut bytes: usize, mut to: impl FnMut(Part)) {
        while bytes > 0 {
            let Some(mut part) = self.first.take().or_else(|| self.parts.next()) else { return };
            if part.len() > bytes {
                self.first = Some(part.split_off(bytes));
            }
            bytes -= part.len();
            to(part);
        }
    }
}

impl Change {
    /// Applies edits of the text as it came out so far: in order, and none overlaps another.
    fn apply(&mut self, edits: &[Edit]) {
        let mut out = Vec::with_capacity(self.parts.len() + 2 * edits.len());
        let mut rest = Rest { parts: std::mem::take(&mut self.parts).into_iter(), first: None };
        let mut at = 0;
        for edit in edits {
            rest.take(edit.span.start - at, |part| out.push(part));
            rest.take(edit.span.len(), drop);
            out.push(Part::New(edit.text.clone()));
            at = edit.span.end;
        }
        rest.take(usize::MAX, |part| out.push(part));
        self.parts = out;
    }

    /// The edits that make this text of the other one.
    fn edits(&self) -> Vec<Edit> {
        let mut out = Vec::new();
        let (mut at, mut new) = (0, String::new());
        let mut flush = |from: usize, to: usize, new: &mut String| {
            if from < to || !new.is_empty() {
                out.push(Edit { span: Span::new(from, to), text: std::mem::take(new) });
            }
        };
        for part in &self.parts {
            match part {
                Part::Kept(span) => {
                    flush(at, span.start, &mut new);
                    at = span.end;
                }
                Part::New(text) => new.push_str(text),
            }
        }
        flush(at, self.len, &mut new);
        out
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn applied(text: &str, edits: &[Edit]) -> String {
        let mut out = text.to_owned();
        for edit in edits.iter().rev() {
            out.replace_range(edit.span.range(), &edit.text);
        }
        out
    }

    proptest! {
        #[test]
        fn a_change_is_what_its_edits_are_together(
            text in "[a-z]{0,12}",
            rounds in prop::collection::vec(prop::collection::vec((0..6_usize, 0..6_usize, "[A-Z]{0,3}"), 0..4), 0..4),
        ) {
            let mut now = text.clone();
            let mut change = Change { parts: vec![Part::Kept(Span::new(0, text.len()))], len: text.len() };
            for round in rounds {
                let mut at = 0;
                let edits: Vec<_> = round.into_iter().map(|(gap, len, new)| {
                    let start = (at + gap).min(now.len());
                    at = (start + len).min(now.len());
                    Edit { span: Span::new(start, at), text: new }
                }).collect();
                now = applied(&now, &edits);
                change.apply(&edits);
            }
            let whole = change.edits();
            prop_assert_eq!(applied(&text, &whole), now);
            prop_assert!(whole.windows(2).all(|pair| pair[0].span.end < pair[1].span.start));
        }
    }
}
