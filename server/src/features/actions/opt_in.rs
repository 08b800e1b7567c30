//! Making a file that looks like an OE document one.

use super::{Action, quick_fix};
use crate::assessment::{Kind, Why};
use crate::insertion;
use crate::outline::{Piece, PieceKind};
use crate::snapshot::Snapshot;
use crate::text::{Edit, Span};

/// A file with fewer sections of the guide shows nothing of it.
const SECTIONS: usize = 2;

/// Says in the front matter that the file is an OE document.
pub(super) fn opt_in(snapshot: &Snapshot) -> Option<Action> {
    let assessment = &snapshot.assessment;
    let looks_like = matches!(assessment.why, Why::TooFew { found, .. } if found >= SECTIONS);
    if assessment.kind != Kind::Other || !looks_like {
        return None;
    }
    let text = snapshot.text();
    let line_end = insertion::style(snapshot).line_end;
    let first = snapshot.readings.iter().next().and_then(|(_, _, reading)| reading.facts.pieces.first());
    let mark = if snapshot.slice(Span::new(0, 8)).starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    // A byte order mark is a piece of its own.
    let is_metadata = |piece: &&Piece| matches!(piece.kind, PieceKind::FrontMatter) && piece.span.end > mark;
    let edit = match first.filter(is_metadata) {
        Some(piece) => {
            let written = snapshot.slice(piece.span);
            let written = written.trim_start_matches('\u{feff}');
            let has_key = written.lines().any(|line| line.trim_start().starts_with("oe:"));
            // Metadata in TOML is not ours to read.
            if has_key || !written.starts_with("---") {
                return None;
            }
            let last = text.line_start(text.line_of(piece.span.end));
            Edit { span: Span::at(last), text: format!("oe: true{line_end}") }
        }
        None => {
            Edit { span: Span::at(mark), text: format!("---{line_end}oe: true{line_end}---{}", line_end.repeat(2)) }
        }
    };
    Some(quick_fix("Treat this file as an OE document".to_owned(), vec![edit]))
}
