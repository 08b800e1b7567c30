//! The bytes between two headings where text can be put, with blank lines around it.

use super::Insertion;
use super::layout::Layout;
use super::wording::Block;
use crate::guide::Named;
use crate::outline::PieceKind;
use crate::snapshot::{Anchor, Part};
use crate::text::{Edit, Span, Text};

/// So many comments above a heading, and definitions at the end of a document, are stepped over: more
/// than anybody writes there by hand.
const REACH: usize = 1000;

/// A place for text: what goes before the first of several texts there, between them and after the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) at: usize,
    pub(super) first: String,
    pub(super) between: String,
    pub(super) tail: String,
    /// Whether the text that follows is indented, so that a list before it would take it in.
    pub(super) indented: bool,
    /// What changes behind it, in order.
    pub(super) more: Vec<Edit>,
}

/// Text on its way to its place. Of those at one place, the lower rank comes first.
pub(super) struct Placed {
    pub(super) slot: Slot,
    pub(super) rank: (u8, usize),
    pub(super) block: Block,
    /// What is dealt with by it.
    pub(super) of: Vec<Named>,
}

impl Layout<'_> {
    /// The place before the heading `head`, or at the end of the region. None where text would be
    /// part of something that is still open. A `section` repeats the rule that sets sections apart.
    pub(super) fn before(&self, head: usize, section: bool, line_end: &str) -> Option<Slot> {
        let text = self.snapshot.text();
        let boundary = self.heads.get(head).map_or(self.end, |head| self.start(head));
        if boundary == text.len() && self.open_block().is_some() {
            return None;
        }
        let at_end = boundary == text.len();
        let top = self.front_matter();
        // `line` is the one that must not be above the text.
        let mut line = if at_end { text.lines() } else { text.line_of(boundary) };
        let written = |line: usize| text.slice(text.line_span(line));
        let blank = |line: usize| written(line).trim_matches(['\u{feff}', ' ', '\t']).is_empty();
        let free = |line: usize| line > 0 && text.line_start(line - 1) >= top;
        let far = line.saturating_sub(REACH);
        // Past the blank lines above, however many they are.
        let skip = |line: usize| {
            let end = written_end(text, Span::new(top, text.line_start(line).max(top)));
            let first = text.line_of(top) + usize::from(text.line_start(text.line_of(top)) < top);
            if end > top { text.line_of(end - 1) + 1 } else { first.min(line) }
        };
        // What stands right above a heading is about it: anchors and comments.
        let attached = |line: usize| {
            let above = skip(line);
            let holds = |above: usize| is_attached(&written(above), above + 1 < line);
            // The last line of a comment of several may look like one of its own.
            let begins = |above: usize| {
                let piece = self.snapshot.piece_at(text.line_start(above));
                piece
                    .is_none_or(|at| self.snapshot.span(Anchor::Piece(at, Part::Whole)).start >= text.line_start(above))
            };
            above.checked_sub(1).filter(|_| free(above)).filter(|above| holds(*above) && begins(*above))
        };
        while let Some(above) = (!at_end && line > far).then(|| attached(line)).flatten() {
            line = above;
        }
        let follower = line;
        line = skip(line);
        let mut rule = None;
        if at_end {
            let far = line.saturating_sub(REACH);
            while line > far && free(line) && is_definition(&written(line - 1)) {
                line = skip(line - 1);
            }
        } else if line > 1 && free(line) && is_rule(&written(line - 1)) && blank(line - 2) {
            rule = Some(written(line - 1).trim().to_owned());
            line = skip(line - 1);
        }
        let gap = line_end.repeat(2);
        let apart = rule.filter(|_| section).map_or_else(|| gap.clone(), |rule| format!("{gap}{rule}{gap}"));
        let indented = !at_end && indentation(&written(follower)) > 1;
        if line == 0 {
            let at = if written(0).starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
            let tail = if at_end { String::new() } else { line_end.repeat(2_usize.saturating_sub(follower)) };
            return Some(Slot { at, first: String::new(), between: apart, tail, indented, more: Vec::new() });
        }
        let at = text.line_span(line - 1).end;
        let joined = line < text.lines() && !blank(line);
        let tail = if joined { line_end.to_owned() } else { String::new() };
        Some(Slot { at, first: apart.clone(), between: apart, tail, indented, more: Vec::new() })
    }

    /// Where front matter ends.
    fn front_matter(&self) -> usize {
        let first = self.snapshot.readings.iter().next();
        let piece = first.and_then(|(_, _, reading)| reading.facts.pieces.first());
        piece.filter(|piece| matches!(piece.kind, PieceKind::FrontMatter)).map_or(0, |piece| piece.span.end)
    }
}

/// Where what is written in `span` ends: nothing but white space stands behind it.
fn written_end(text: &Text, span: Span) -> usize {
    let mut end = span.end;
    while end > span.start {
        let start = text.floor(end.saturating_sub(4096).max(span.start));
        let kept = text.slice(Span::new(start, end)).trim_end_matches(['\u{feff}', ' ', '\t', '\r', '\n']).len();
        if kept > 0 {
            return start + kept;
        }
        end = start;
    }
    span.start
}

/// One insertion for each place, in the order of the text.
pub(super) fn merged(mut placed: Vec<Placed>) -> Vec<Insertion> {
    placed.sort_by_key(|it| (it.slot.at, it.rank));
    let mut out: Vec<Placed> = Vec::new();
    for next in placed {
        if let Some(last) = out.last_mut().filter(|last| last.slot.at == next.slot.at) {
            last.block.append(&next.slot.between, &next.block);
            last.slot = next.slot;
            last.of.extend(next.of);
        } else {
            let mut block = Block::default();
            block.append(&next.slot.first, &next.block);
            out.push(Placed { block, ..next });
        }
    }
    let apart = out.into_iter().filter(|it| !(it.slot.indented && ends_in_list(&it.block.text)));
    let finished = apart.map(|Placed { slot, block, of, .. }| {
        let Block { mut text, placeholders } = block;
        text.push_str(&slot.tail);
        Insertion { at: slot.at, text, placeholders, of, more: slot.more }
    });
    finished.collect()
}

/// Whether the last lines of `text` are a list, which takes in what is indented after it.
fn ends_in_list(text: &str) -> bool {
    let text = text.trim_end_matches(['\r', '\n']).replace("\r\n", "\n");
    let mut lines = text.split(['\n', '\r']).map(str::trim_start).rev().take_while(|line| !line.is_empty());
    let is_item = |line: &str| {
        let rest = line.trim_start_matches(|char: char| char.is_ascii_digit());
        let marks: &[char] = if rest.len() < line.len() { &['.', ')'] } else { &['-', '*', '+'] };
        rest.strip_prefix(marks).is_some_and(|rest| rest.starts_with(' '))
    };
    lines.any(is_item)
}

/// How many columns a line is indented by, roughly: a tab is more than a list's marker.
fn indentation(line: &str) -> usize {
    let blank = &line[..line.len() - line.trim_start().len()];
    blank.chars().map(|char| if char == '\t' { 4 } else { 1 }).sum()
}

/// A comment or an anchor that is all of its line, and about what follows: also across a blank line
/// if it is a place to link to or says something of the next block.
fn is_attached(line: &str, apart: bool) -> bool {
    let line = line.trim();
    let is_anchor = line.starts_with("<a ") && line.ends_with("</a>");
    let is_comment = line.starts_with("<!--") && line.ends_with("-->");
    is_anchor || (is_comment && (!apart || line.contains("oe-disable-next-line")))
}

/// A rule between blocks.
fn is_rule(line: &str) -> bool {
    let line = line.trim_end();
    let bare: String = line.chars().filter(|char| *char != ' ').collect();
    bare.len() >= 3 && ["-", "*", "_"].iter().any(|mark| bare == mark.repeat(bare.len())) && !line.starts_with(' ')
}

/// The definition of a link or a footnote.
fn is_definition(line: &str) -> bool {
    line.starts_with('[') && line.find("]:").is_some_and(|end| end > 1)
}
