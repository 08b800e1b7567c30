//! What makes help late, or less than asked for, in a document: said once in the client's log, and in the
//! document's status for as long as it is so.

use super::look::Checked;
use crate::document::Document;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// A block that can only be read as a whole: its first line, from one, and its bytes.
    Block { line: usize, bytes: usize },
    /// The bytes of a document.
    Size(usize),
    /// How many findings there are.
    Findings(usize),
}

/// A block this long takes some 200 milliseconds to read.
const LONG_BLOCK: usize = 512 << 10;

/// A document this long takes some 200 milliseconds to judge.
const LONG: usize = 8 << 20;

/// More than anybody looks through; some editors show no more of a file.
pub(super) const MOST_FINDINGS: usize = 1000;

/// All there is to notice of a document of ours. `long` is what [`long`] says of it.
pub(super) fn notices(checked: &Checked, long: Option<Notice>) -> Vec<Notice> {
    if !checked.snapshot.assessment.is_oe() {
        return Vec::new();
    }
    let findings = checked.findings.findings.len();
    let many = (findings > MOST_FINDINGS).then_some(Notice::Findings(findings));
    long.into_iter().chain(many).collect()
}

/// Whether help comes late in a document of this length and shape.
pub(super) fn long(document: &Document) -> Option<Notice> {
    let bytes = document.text().len();
    if bytes < LONG_BLOCK {
        return None;
    }
    let (mut start, mut longest) = (0, (0, 0));
    for chunk in document.chunks().groups().iter().flat_map(|group| group.chunks()) {
        if chunk.len > longest.1 {
            longest = (start, chunk.len);
        }
        start += chunk.len;
    }
    if longest.1 >= LONG_BLOCK {
        return Some(Notice::Block { line: document.text().line_of(longest.0) + 1, bytes: longest.1 });
    }
    (bytes >= LONG).then_some(Notice::Size(bytes))
}

impl Notice {
    /// Whether the two say the same but for numbers.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// For a log; `name` is that of the document.
    pub(super) fn sentence(&self, name: &str) -> String {
        match self {
            Self::Block { line, bytes } => format!(
                "{name} has a block of {} from line {line} on that can only be read as a whole: after a key in it \
                 findings come late, and help is left out there until then",
                size(*bytes)
            ),
            Self::Size(bytes) => {
                format!("{name} has {}: after a change of its headings findings and help come late", size(*bytes))
            }
            Self::Findings(all) => {
                format!(
                    "{name} has {all} findings: the editor is told of the {MOST_FINDINGS} worst, `oe-ls check` of all"
                )
            }
        }
    }

    /// For a status line.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Block { line, bytes } => format!("slow: {} in one block from line {line} on", size(*bytes)),
            Self::Size(bytes) => format!("slow: {}", size(*bytes)),
            Self::Findings(all) => format!("{MOST_FINDINGS} of {all} findings shown"),
        }
    }
}

fn size(bytes: usize) -> String {
    let tenths = (bytes * 10).div_ceil(1 << 20);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Notice> {
        let mut document = Document::new(text);
        document.settle(None);
        long(&document)
    }

    #[test]
    fn a_long_block_is_noticed_and_a_long_text_of_short_ones_is_not() {
        let fence = format!("# A\n\n```\n{}```\n", "code\n".repeat(120_000));
        assert_eq!(of(&fence), Some(Notice::Block { line: 1, bytes: fence.len() }));
        assert_eq!(of(&format!("x\n\n## B\n\ny\n{fence}# C\n")), Some(Notice::Block { line: 6, bytes: fence.len() }));
        assert_eq!(of(&"# A\n\ntext of some length\n\n".repeat(30_000)), None);
        assert_eq!(of("# A\n"), None);
    }

    #[test]
    fn what_is_noticed_is_said_with_its_numbers() {
        let block = Notice::Block { line: 12, bytes: 3 << 20 };
        assert_eq!(block.words(), "slow: 3.0 MB in one block from line 12 on");
        assert!(block.sentence("ops.md").starts_with("ops.md has a block of 3.0 MB from line 12 on that can only"));
        assert_eq!(Notice::Size((10 << 20) + 1).words(), "slow: 10.1 MB");
        assert_eq!(Notice::Findings(3003).words(), "1000 of 3003 findings shown");
    }
}
