//! Template text that still waits to be written: what rule `unfilled-placeholder` finds, what a
//! writer is led to next, and what hover explains.

use crate::assessment::Assessment;
use crate::document::ChunkIndex;
use crate::outline::Filler;
use crate::reading::{PieceRef, Reading};
use crate::requirements::Requirements;

/// What waits in a chunk, in order; `text` is the chunk's, which the spans count from. Nothing in a
/// document that is not ours, nor outside the judged region.
pub fn in_chunk<'a>(
    requirements: &'a Requirements,
    assessment: &'a Assessment,
    chunk: ChunkIndex,
    reading: &'a Reading,
    text: &'a str,
) -> impl DoubleEndedIterator<Item = &'a Filler> {
    let fillers = if assessment.is_oe() { &reading.facts.fillers[..] } else { &[] };
    fillers.iter().filter(move |filler| {
        let judged = || assessment.place(PieceRef { chunk, piece: filler.piece }).judged;
        // A definition anywhere in the document makes the brackets a link.
        let link = || filler.reference().is_some_and(|reference| assessment.definitions.contains(reference));
        requirements.is_template_text(filler, &text[filler.span.range()]) && !link() && judged()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::snapshot;

    fn waiting(text: &str) -> Vec<String> {
        let snapshot = snapshot(text);
        let mut out = Vec::new();
        for (chunk, start, reading) in snapshot.readings.iter() {
            let len = snapshot.document.chunks().get(chunk).map_or(0, |chunk| chunk.len);
            let text = snapshot.slice(crate::text::Span::new(start, start + len));
            let found = in_chunk(&snapshot.requirements, &snapshot.assessment, chunk, reading, &text);
            out.extend(found.map(|filler| text[filler.span.range()].to_owned()));
        }
        out
    }

    #[test]
    fn whole_values_wait_and_so_does_the_guides_text_in_a_sentence() {
        let text = "# Operational Excellence\n## Security Operations\n- **Scanning**: [What, how often]\n- TBD\n\n\
                    We have [Who triages, contains, removes the cause and restores, in which order] and [more].\n";
        assert_eq!(
            waiting(text),
            ["[What, how often]", "TBD", "[Who triages, contains, removes the cause and restores, in which order]"]
        );
    }

    #[test]
    fn neither_links_nor_code_wait() {
        let text = "# Operational Excellence\n## Security Operations\n- [The wiki]\n- [x] done\n\n```\n[Later]\n```\n\n\
                    [the wiki]: https://wiki.example\n";
        assert_eq!(waiting(text), [""; 0]);
    }

    #[test]
    fn nothing_waits_beside_the_chapter_nor_elsewhere() {
        let chapter =
            "# Payments\n- [Later]\n## Operational Excellence\n### Security Operations\n[Now]\n## More\nTBD\n";
        assert_eq!(waiting(chapter), ["[Now]"]);
        assert_eq!(waiting("# Read me\n\n[Later]\n"), [""; 0]);
        assert_eq!(waiting(""), [""; 0]);
    }
}
