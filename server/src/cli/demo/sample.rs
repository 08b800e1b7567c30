//! The document that the demo edits.

use serde_json::{Value, json};

use super::Result;
use crate::position::{self, Encoding, Position, Range};
use crate::text::{Edit, Text};

const TEXT: &str = include_str!("sample.md");

/// Nothing lies on the disk: the server takes what the editor has.
pub(super) const URI: &str = "untitled:operations.md";

/// What a reader sees of it.
pub(super) const NAME: &str = "operations.md";

pub(super) struct Sample {
    pub(super) text: String,
    pub(super) version: i64,
}

impl Sample {
    pub(super) fn new() -> Self {
        Self { text: TEXT.replace("\r\n", "\n"), version: 1 }
    }

    pub(super) fn lines(&self) -> usize {
        self.text.lines().count()
    }

    pub(super) fn rope(&self) -> Text {
        Text::from(self.text.as_str())
    }

    /// So many characters into the line that begins with `start`.
    pub(super) fn position_of(&self, start: &str, character: u32) -> Result<Value> {
        let line = self.text.lines().position(|line| line.starts_with(start));
        let line = line.ok_or_else(|| format!("the sample has no line `{start}`"))?;
        Ok(json!({ "line": line, "character": character }))
    }

    /// The empty line at the end.
    pub(super) fn end(&self) -> Value {
        json!({ "line": self.rope().lines() - 1, "character": 0 })
    }

    /// Applies what a code action changes; gives the lines that are new, by their numbers from zero.
    pub(super) fn apply(&mut self, action: &Value) -> Result<Vec<usize>> {
        let edit = &action["edit"];
        let changes = edit["documentChanges"].as_array().into_iter().flatten();
        let mut edits: Vec<&Value> = changes.filter_map(|it| it["edits"].as_array()).flatten().collect();
        let by_uri = edit["changes"].as_object().into_iter().flatten();
        edits.extend(by_uri.filter_map(|(_, edits)| edits.as_array()).flatten());
        let mut text = self.rope();
        let mut made = Vec::new();
        for edit in edits {
            let range: Option<Range> = range(&edit["range"]);
            let range = range.ok_or("the fix has an edit without a range")?;
            let new = edit["newText"].as_str().ok_or("the fix has an edit without a text")?;
            made.push(Edit { span: position::span(&text, range, Encoding::Utf16), text: new.to_owned() });
        }
        if made.is_empty() {
            return Err("the fix changes nothing".to_owned());
        }
        // From the end on, so that no edit moves another.
        made.sort_by_key(|edit| std::cmp::Reverse(edit.span));
        for edit in &made {
            text.apply(edit);
        }
        let before: Vec<String> = self.text.lines().map(str::to_owned).collect();
        self.text = text.to_string();
        self.version += 1;
        Ok(new_lines(&before, &self.text))
    }
}

/// The lines of `after` that `before` does not have, in a walk through both.
fn new_lines(before: &[String], after: &str) -> Vec<usize> {
    let after: Vec<&str> = after.lines().collect();
    let first = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let rest = before.len().min(after.len()) - first;
    let last = before.iter().rev().zip(after.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    (first..after.len() - last).collect()
}

pub(super) fn range(value: &Value) -> Option<Range> {
    let at = |value: &Value| {
        let of = |name: &str| u32::try_from(value[name].as_u64()?).ok();
        Some(Position { line: of("line")?, character: of("character")? })
    };
    Some(Range { start: at(&value["start"])?, end: at(&value["end"])? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_is_applied_from_the_end_on() {
        let mut sample = Sample { text: "a\nb\nc\n".to_owned(), version: 1 };
        let at =
            |line: u32| json!({ "start": { "line": line, "character": 0 }, "end": { "line": line, "character": 0 } });
        let edits = json!([{ "range": at(1), "newText": "x\n" }, { "range": at(2), "newText": "y\n" }]);
        let action = json!({ "edit": { "documentChanges": [{ "edits": edits }] } });
        assert_eq!(sample.apply(&action), Ok(vec![1, 2, 3]));
        assert_eq!((sample.text.as_str(), sample.version), ("a\nx\nb\ny\nc\n", 2));
        assert!(sample.apply(&json!({ "edit": {} })).is_err());
    }

    #[test]
    fn the_sample_is_narrow_and_has_what_the_demo_points_at() {
        let sample = Sample::new();
        assert!(sample.position_of("### On-Call Management", 6).is_ok());
        assert!(sample.text.ends_with("\n\n"));
        for line in sample.text.lines() {
            assert!(line.chars().count() <= 100, "{line}");
        }
    }
}
