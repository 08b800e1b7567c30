//! Taking an entry out of a comment, or the comment out of the text.

use super::Suppression;
use crate::reading::DirectiveAt;
use crate::snapshot::Snapshot;
use crate::suppression::Kind;
use crate::text::{Edit, Span, Text};

/// The edits that take out the entry at `span`, bytes of the document, and what nobody needs without
/// it; none where what is left would mean something else.
pub(crate) fn removal(snapshot: &Snapshot, span: Span) -> Option<Vec<Edit>> {
    let (chunk, start, reading) = snapshot.chunk_at(span.start)?;
    let comment = |it: &DirectiveAt| reading.facts.comments.get(it.comment).map_or(0, |comment| comment.span.start);
    let directives = &reading.sketch.directives;
    let at = directives.partition_point(|it| comment(it) + start <= span.start).checked_sub(1)?;
    let it = super::suppression(snapshot, chunk, at)?;
    let entry = it.entries.iter().position(|target| it.span(snapshot, target.entry.span) == span)?;
    if !it.it.directive.problems.is_empty() {
        return None;
    }
    let text = snapshot.text();
    let mut edits = vec![if it.entries.len() == 1 {
        without_comment(text, it.comment)?
    } else {
        without_entry(text, it.comment, span)?
    }];
    if it.it.directive.kind == Kind::Begin {
        edits.extend(without_end(snapshot, &it, entry));
    }
    Some(edits)
}

/// The end of an entry goes with it, unless others end there too.
fn without_end(snapshot: &Snapshot, it: &Suppression<'_>, entry: usize) -> Option<Edit> {
    let all = super::all(snapshot);
    let at = all.binary_search_by_key(&it.comment, |other| other.comment).ok()?;
    let end = all[at].entries[entry].end?;
    let ended = all.iter().flat_map(|it| &it.entries).filter(|target| target.end == Some(end)).count();
    let directive = &all[end].it.directive;
    debug_assert_eq!(directive.kind, Kind::End);
    let alone = ended == 1 && directive.entries.len() <= 1 && directive.problems.is_empty();
    if alone { without_comment(snapshot.text(), all[end].comment) } else { None }
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
fn without_comment(text: &Text, comment: Span) -> Option<Edit> {
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
    if !blank_above && !blank_below {
        // The blocks above and below it must not become one.
        return delete(Span::new(text.line_start(first), text.line_span(last).end));
    }
    let lines = if blank_above && blank_below && !is_last { 2 } else { 1 };
    delete(Span::new(text.line_start(first), text.line_start(last + lines)))
}
