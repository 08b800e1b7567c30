//! From one placeholder to the next.

use crate::document::ChunkIndex;
use crate::snapshot::Snapshot;
use crate::text::Span;
use crate::unfilled;

/// The next template text after `offset`, or the one before it, with its brackets. Past the last one
/// comes the first again. One that the cursor touches is not the next unless it is the only one.
pub fn next(snapshot: &Snapshot, offset: usize, backwards: bool) -> Option<Span> {
    let chunks: Vec<_> = snapshot.readings.iter().filter(|(_, _, reading)| !reading.facts.fillers.is_empty()).collect();
    let in_chunk = |at: &usize| {
        let (chunk, start, _) = chunks[*at];
        spans(snapshot, chunk, start)
    };
    if backwards {
        let before = |span: &Span| span.end < offset;
        // Nothing in a chunk that starts after the cursor ends before it.
        let reached = chunks.partition_point(|(_, start, _)| *start < offset);
        let found = (0..reached).rev().find_map(|at| in_chunk(&at).into_iter().rfind(before));
        found.or_else(|| (0..chunks.len()).rev().find_map(|at| in_chunk(&at).pop()))
    } else {
        let after = |span: &Span| span.start > offset;
        // The cursor may stand in the last chunk that starts at or before it.
        let reached = chunks.partition_point(|(_, start, _)| *start <= offset).saturating_sub(1);
        let found = (reached..chunks.len()).find_map(|at| in_chunk(&at).into_iter().find(after));
        found.or_else(|| (0..chunks.len()).find_map(|at| in_chunk(&at).into_iter().next()))
    }
}

/// The template text in a chunk that starts at `start`.
pub(super) fn spans(snapshot: &Snapshot, chunk: ChunkIndex, start: usize) -> Vec<Span> {
    let Some(reading) = snapshot.readings.get(chunk) else { return Vec::new() };
    let len = snapshot.document.chunks().get(chunk).map_or(0, |chunk| chunk.len);
    let text = snapshot.slice(Span::new(start, start + len));
    let found = unfilled::in_chunk(&snapshot.requirements, &snapshot.assessment, chunk, reading, &text);
    found.map(|filler| filler.span.shift(start)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{cursor, snapshot};

    fn from(marked: &str, backwards: bool) -> Option<String> {
        let (text, offset) = cursor(marked);
        let snapshot = snapshot(&text);
        next(&snapshot, offset, backwards).map(|span| snapshot.slice(span).into_owned())
    }

    const DOCUMENT: &str = "# Operational Excellence\n\n## Security Operations\n\n### Vulnerability Management\n\n\
                            - **Scanning**: [One]\n- **Owner**: SRE\n\n## Performance Management\n\n\
                            | A | B |\n| --- | --- |\n| [Two] | TBD |\n";

    fn at(place: &str, backwards: bool) -> Option<String> {
        from(&DOCUMENT.replacen(place, &format!("$0{place}"), 1), backwards)
    }

    #[test]
    fn each_leads_to_the_next_and_the_last_to_the_first() {
        assert_eq!(at("# Op", false).as_deref(), Some("[One]"));
        assert_eq!(at("[One]", false).as_deref(), Some("[Two]"));
        assert_eq!(at("e]", false).as_deref(), Some("[Two]"));
        assert_eq!(at("[Two]", false).as_deref(), Some("TBD"));
        assert_eq!(at("TBD", false).as_deref(), Some("[One]"));
    }

    #[test]
    fn and_back_again() {
        assert_eq!(at("# Op", true).as_deref(), Some("TBD"));
        assert_eq!(at("TBD", true).as_deref(), Some("[Two]"));
        assert_eq!(at("[Two]", true).as_deref(), Some("[One]"));
        assert_eq!(at("] | TBD", true).as_deref(), Some("[One]"));
        assert_eq!(at("[One]", true).as_deref(), Some("TBD"));
    }

    #[test]
    fn one_that_is_selected_is_left_behind() {
        assert_eq!(at("\n- **Owner", false).as_deref(), Some("[Two]"));
        assert_eq!(at("\n- **Owner", true).as_deref(), Some("TBD"));
    }

    #[test]
    fn the_only_one_leads_to_itself() {
        let only = "# Operational Excellence\r\n## Security Operations\r\n- **Ünïcode**: [Ö$0nly]\r\n";
        assert_eq!(from(only, false).as_deref(), Some("[Önly]"));
        assert_eq!(from(only, true).as_deref(), Some("[Önly]"));
    }

    #[test]
    fn none_where_nothing_waits() {
        assert_eq!(from("# Operational Excellence\n## Security Operations\ndone$0\n", false), None);
        assert_eq!(from("# Notes\n$0\n- [Later]\n", false), None);
        assert_eq!(from("$0", true), None);
    }

    #[test]
    fn what_stands_beside_the_chapter_is_passed_over() {
        let text = "# Payments\n$0TBD\n## 8. Operational Excellence\n### 8.1 Security Operations\n[Now]\n## 9. More\n[Later]\n";
        assert_eq!(from(text, false).as_deref(), Some("[Now]"));
        assert_eq!(from(text, true).as_deref(), Some("[Now]"));
    }
}
