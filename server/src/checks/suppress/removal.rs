//! Taking an entry out of a comment, or the comment out of the text.

use super::Finding;
use crate::reading::DirectiveAt;
use crate::snapshot::Snapshot;
use crate::suppression::Kind;
use crate::text::{Edit, Span, Text};

/// The edits that take out what was found to be unused, and what nobody needs without it; none where
/// what is left would mean something else.
pub(crate) fn removal(snapshot: &Snapshot, finding: &Finding) -> Option<Vec<Edit>> {
    let (_, start, reading) = snapshot.chunk_at(finding.span.start)?;
    let comment_of = |it: &DirectiveAt| reading.facts.comments.get(it.comment).copied();
    let starts_before = |it: &DirectiveAt| comment_of(it).is_some_and(|it| it.span.start + start <= finding.span.start);
    let it = &reading.sketch.directives[..];
    let it = it.get(it.partition_point(starts_before).checked_sub(1)?)?;
    let comment = comment_of(it)?;
    if !it.directive.problems.is_empty() {
        return None;
    }
    let text = snapshot.text();
    let whole = comment.span.shift(start);
    // An end is unused as a whole, of other comments each entry.
    let is_alone = it.directive.kind == Kind::End || it.directive.entries.len() == 1;
    let first = if is_alone { without_comment(snapshot, whole)? } else { without_entry(text, whole, finding.span)? };
    let mut edits = vec![first];
    // What it began ends for no other reason.
    for (end, _) in &finding.found.related {
        edits.push(without_comment(snapshot, snapshot.span(*end))?);
    }
    Some(edits)
}

/// Without one entry of several, and without the comma that parts it from its neighbour.
fn without_entry(text: &Text, comment: Span, entry: Span) -> Option<Edit> {
    let after = text.slice(Span::new(entry.end, comment.end));
    let rest = after.trim_start();
    let span = if let Some(next) = rest.strip_prefix(',') {
        Span::new(entry.start, comment.end - next.trim_start().len())
    } else {
        let before = text.slice(Span::new(comment.start, entry.start));
        let kept = before.trim_end().strip_suffix(',')?;
        Span::new(comment.start + kept.trim_end().len(), entry.end)
    };
    Some(Edit { span, text: String::new() })
}

/// Without the comment, and without its line if nothing else stands there.
fn without_comment(snapshot: &Snapshot, comment: Span) -> Option<Edit> {
    let text = snapshot.text();
    let (first, last) = (text.line_of(comment.start), text.line_of(comment.end));
    let before = text.slice(Span::new(text.line_start(first), comment.start));
    let after = text.slice(Span::new(comment.end, text.line_span(last).end));
    let delete = |span| Some(Edit { span, text: String::new() });
    if !before.trim().is_empty() {
        // Beside text: the space before it goes too, unless a mark needs it.
        let kept = before.trim_end();
        let is_mark = kept.trim_start().ends_with(['-', '*', '+', '>', '.', ')']) && after.trim().is_empty();
        let start = if is_mark { comment.start } else { comment.start - (before.len() - kept.len()) };
        return delete(Span::new(start, comment.end));
    }
    if !after.trim().is_empty() {
        // What stands behind a comment at the start of a line is HTML, and would be text without it.
        return None;
    }
    let is_blank = |line: usize| text.slice(text.line_span(line)).trim().is_empty();
    let (is_first, is_last) = (first == 0, last + 1 >= text.lines());
    let blank_above = is_first || is_blank(first - 1);
    let blank_below = is_last || is_blank(last + 1);
    let in_list = || is_in_list(snapshot, first - 1) && is_in_list(snapshot, last + 1);
    if !(blank_above || blank_below || in_list()) {
        // The blocks above and below it must not become one.
        return delete(Span::new(text.line_start(first), text.line_span(last).end));
    }
    let lines = if blank_above && blank_below && !is_last { 2 } else { 1 };
    delete(Span::new(text.line_start(first), text.line_start(last + lines)))
}

/// Whether the line is an item's or text inside of one. A blank line would set the texts of the list
/// apart, which stand together also around a comment.
fn is_in_list(snapshot: &Snapshot, line: usize) -> bool {
    let text = snapshot.text();
    let span = text.line_span(line);
    let written = text.slice(span);
    let start = span.start + written.len() - written.trim_start().len();
    // Below text these would make a heading of it.
    let underlines = |mark: char| written.trim().chars().all(|char| char == mark);
    let piece =
        snapshot.piece_at(start).and_then(|at| snapshot.piece(at)).filter(|_| !underlines('-') && !underlines('='));
    piece.is_some_and(|piece| piece.line().is_some_and(|line| line.item.is_some() || piece.depth > 0))
}
