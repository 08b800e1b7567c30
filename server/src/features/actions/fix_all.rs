//! All safe fixes of a document as one change.

use super::{Action, ActionKind};
use crate::checks::{self, Findings};
use crate::snapshot::Snapshot;
use crate::text::{Edit, Span};

/// Safe fixes come to an end; should they ever not, this does.
const ROUNDS: usize = 20;

/// Applies safe fixes until none is left; the edits are those of the document as it is.
pub fn fix_all(snapshot: &Snapshot, findings: &Findings) -> Option<Action> {
    let mut safe = checks::safe(snapshot, &findings.findings);
    let fixes = safe.fixes.iter().map(|(at, _)| *at).collect();
    let mut change =
        Change { parts: vec![Part::Kept(Span::new(0, snapshot.text().len()))], len: snapshot.text().len() };
    for _ in 0..ROUNDS {
        let Some((now, found)) = safe.after else { break };
        safe.edits.iter().rev().for_each(|edit| change.apply(edit));
        safe = checks::safe(&now, &found.findings);
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

    /// What is left of it between two places in it.
    fn cut(&self, from: usize, to: usize) -> Self {
        match self {
            Self::Kept(span) => Self::Kept(Span::new(span.start + from, span.start + to)),
            Self::New(text) => Self::New(text[from..to].to_owned()),
        }
    }
}

impl Change {
    /// Applies an edit of the text as it came out so far.
    fn apply(&mut self, edit: &Edit) {
        let mut out = Vec::with_capacity(self.parts.len() + 2);
        let mut at = 0;
        let mut new = Some(edit.text.clone());
        for part in &self.parts {
            let span = Span::new(at, at + part.len());
            at = span.end;
            let before = span.start..edit.span.start.clamp(span.start, span.end);
            let after = edit.span.end.clamp(span.start, span.end)..span.end;
            if !before.is_empty() {
                out.push(part.cut(0, before.len()));
            }
            if span.end >= edit.span.start
                && let Some(new) = new.take_if(|_| span.end > edit.span.start || edit.span.start == span.end)
            {
                out.push(Part::New(new));
            }
            if !after.is_empty() {
                out.push(part.cut(after.start - span.start, span.len()));
            }
        }
        out.extend(new.map(Part::New));
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
            edits in prop::collection::vec((0..16_usize, 0..6_usize, "[A-Z]{0,3}"), 0..8),
        ) {
            let mut now = text.clone();
            let mut change = Change { parts: vec![Part::Kept(Span::new(0, text.len()))], len: text.len() };
            for (start, len, new) in edits {
                let start = start.min(now.len());
                let edit = Edit { span: Span::new(start, (start + len).min(now.len())), text: new };
                now.replace_range(edit.span.range(), &edit.text);
                change.apply(&edit);
            }
            let whole = change.edits();
            prop_assert_eq!(applied(&text, &whole), now);
            prop_assert!(whole.windows(2).all(|pair| pair[0].span.end < pair[1].span.start));
        }
    }
}
