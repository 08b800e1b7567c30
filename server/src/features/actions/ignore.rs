//! A comment that hides a finding where it is.

use super::{Action, quick_fix};
use crate::checks::Finding;
use crate::guide::{Guide, Named};
use crate::insertion;
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
    let edit = match &piece.kind {
        PieceKind::FrontMatter => return None,
        // In the row's last cell: behind it would be one cell more.
        PieceKind::Row(_) => {
            let row = snapshot.slice(line);
            let open = row.trim_end().strip_suffix('|').filter(|open| !open.ends_with('\\')).unwrap_or(&row);
            let open = open.trim_end().len();
            let gap = if row[open..].starts_with('|') { " " } else { "" };
            insert(line.start + open, format!(" <!-- oe-disable-line {what} -->{gap}"))
        }
        PieceKind::Line(_) => {
            let end = line.start + snapshot.slice(line).trim_end().len();
            insert(end, format!(" <!-- oe-disable-line {what} -->"))
        }
        // A heading or a block may stand in a list item, where its line begins with the item's mark.
        PieceKind::Heading(_) | PieceKind::Block { .. } => {
            let start = snapshot.readings.start(at.chunk) + piece.span.start;
            let line = text.line_of(start);
            if piece.depth > 0 {
                return None;
            }
            let line_end = insertion::style(snapshot).line_end;
            insert(text.line_start(line), format!("<!-- oe-disable-next-line {what} -->{line_end}"))
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
