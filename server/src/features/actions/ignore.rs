//! A comment that hides a finding where it is.

use super::{Action, quick_fix};
use crate::checks::Finding;
use crate::guide::{Guide, Named};
use crate::insertion;
use crate::markup::rows::{ends_with_bar, without_comments};
use crate::outline::PieceKind;
use crate::snapshot::Snapshot;
use crate::text::{Edit, Span};

/// Hides `finding`. None where no comment can stand.
pub(super) fn ignore(snapshot: &Snapshot, finding: &Finding) -> Option<Action> {
    if !snapshot.assessment.is_oe() || finding.rule.name.ends_with("-suppression") {
        return None;
    }
    let guide = &snapshot.requirements.guide;
    let about = finding.found.about;
    let id = about.map(|named| format!("({})", short_id(guide, named))).unwrap_or_default();
    let what = format!("{}{id}: reason", finding.rule.name);
    let text = snapshot.text();
    let line = text.line_span(text.line_of(finding.span.start));
    let at = snapshot.piece_at(finding.span.start)?;
    let piece = snapshot.piece(at)?;
    let written = snapshot.slice(line);
    let edit = match &piece.kind {
        PieceKind::FrontMatter => return None,
        // In the row's last cell: behind it would be one cell more.
        PieceKind::Row(row) if !row.header => {
            let row = without_comments(&written);
            let open = if ends_with_bar(row) { row.strip_suffix('|').unwrap_or(row) } else { row }.trim_end().len();
            let gap = if written[open..].starts_with('|') { " " } else { "" };
            insert(line.start + open, format!(" <!-- oe-disable-line {what} -->{gap}"))
        }
        PieceKind::Line(_) if !written.trim_start().starts_with('|') => {
            insert(line.start + written.trim_end().len(), format!(" <!-- oe-disable-line {what} -->"))
        }
        // A comment in a header makes it another one, and one in a line of dashes makes that text. A
        // heading or a block may stand in a list item, where its line begins with the item's mark.
        _ => {
            let start = snapshot.readings.start(at.chunk) + piece.span.start;
            let line = text.line_start(text.line_of(start));
            let is_block = matches!(piece.kind, PieceKind::Heading(_) | PieceKind::Block { .. });
            if piece.depth > 0 || !(is_block || snapshot.slice(Span::new(line, start)).trim().is_empty()) {
                return None;
            }
            let line_end = insertion::style(snapshot).line_end;
            insert(line, format!("<!-- oe-disable-next-line {what} -->{line_end}"))
        }
    };
    let name = match about {
        Some(Named::Section(at)) => format!(" ({})", guide.sections[at].title),
        Some(Named::Element(at)) => format!(" ({})", guide.elements[at].name),
        None => String::new(),
    };
    Some(quick_fix(format!("Ignore {}{name} here", finding.rule.name), vec![edit]))
}

fn insert(at: usize, text: String) -> Edit {
    Edit { span: Span::at(at), text }
}

/// The last part of an identifier, if that is enough.
fn short_id(guide: &Guide, named: Named) -> &str {
    let id = guide.id_of(named);
    let tail = id.rsplit('/').next().unwrap_or(id);
    if guide.find(tail) == Some(named) { tail } else { id }
}
