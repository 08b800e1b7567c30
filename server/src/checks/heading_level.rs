//! A section or an element stands at another level than its like.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::wording::{title, whole};
use super::{Check, Finding, Fix, Found, Rule};
use crate::assessment::{Assessment, HeadingAt};
use crate::config::Severity;
use crate::guide::{Guide, Named};
use crate::reading::PieceRef;
use crate::snapshot::{Anchor, Snapshot};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "heading-level",
    severity: Severity::Warning,
    summary: "a section or an element stands at a wrong level",
    docs: r"
The heading of a section or an element has another level than it should: sections stand one below the chapter's heading, or where most of them stand, and elements one below a section; a part of an element stands below that element's heading, or beside it. The heading counts as present all the same.

Tables of contents, links and screen readers follow the levels. A section that is one level too deep disappears into the one before it.

Change the number of `#`. The fix does it, and moves what stands below along; it is offered where no other finding comes of it, and safe where nothing else moves. To leave a heading as it is, write `<!-- oe-disable-next-line heading-level: reason -->` above it.

```markdown bad
---
oe: true
---

## Incident Response & Management

### Incident Classification

P0: nobody can pay.

#### On-Call Management

Weekly, Monday 10:00 UTC.
```

```markdown good
---
oe: true
---

## Incident Response & Management

### Incident Classification

P0: nobody can pay.

### On-Call Management

Weekly, Monday 10:00 UTC.
```
",
    check: Check::Document(check),
    fixes: Some(fixes),
};

fn check(snapshot: &Snapshot, out: &mut Vec<Found>) {
    let (guide, assessment) = (&snapshot.requirements.guide, &snapshot.assessment);
    let sections = (0..assessment.sections.len()).map(Named::Section);
    let mut told = BTreeSet::new();
    for named in sections.chain((0..assessment.elements.len()).map(Named::Element)) {
        let Some(answer) = assessment.answer(named).filter(|_| !snapshot.requirements.is_off(named)) else {
            continue;
        };
        let Some(right) = answer.level.filter(|_| !is_misplaced(assessment, answer.at)) else { continue };
        if !told.insert(answer.at) {
            continue;
        }
        let level = heading_at(assessment, answer.at).map_or(0, |heading| heading.level);
        let like = if matches!(named, Named::Section(_)) { "sections" } else { "elements" };
        let title = title(assessment, answer.at);
        let message = format!("`{title}` has level {level}, {like} stand at level {right} here");
        let mut found = Found::new(whole(answer.at), message).about(named);
        found = found.help(format!("begin it with `{}`", "#".repeat(usize::from(right))));
        if let Named::Element(element) = named
            && let Some(home) = assessment.sections[guide.elements[element].section].answer
        {
            found = found.related(whole(home.at), "its section");
        }
        out.push(found);
    }
}

/// Whether something that the heading answers stands outside of its section: that is told instead.
fn is_misplaced(assessment: &Assessment, at: PieceRef) -> bool {
    let mut answers = assessment.elements.iter().filter_map(|state| state.answer);
    answers.any(|answer| answer.at == at && answer.misplaced)
}

fn heading_at(assessment: &Assessment, at: PieceRef) -> Option<&HeadingAt> {
    let found = assessment.headings.binary_search_by_key(&at, |heading| heading.at).ok()?;
    Some(&assessment.headings[found])
}

fn fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    fix(snapshot, finding).into_iter().collect()
}

fn fix(snapshot: &Snapshot, finding: &Finding) -> Option<Fix> {
    let (guide, assessment) = (&snapshot.requirements.guide, &snapshot.assessment);
    let Anchor::Piece(at, _) = finding.found.at else { return None };
    let right = assessment.answer(finding.found.about?)?.level?;
    let from = assessment.headings.binary_search_by_key(&at, |heading| heading.at).ok()?;
    let (own, after) = assessment.headings[from..].split_first()?;
    let levels = |heading: &HeadingAt| levels(guide, assessment, heading);
    // What stands right, or belongs beside it or above, is none of its text.
    let is_own = |other: &&HeadingAt| {
        let of_itself = levels(other).is_some_and(|it| it.contains(&other.level) || *it.end() <= right);
        other.level > own.level && !of_itself
    };
    let below = after.iter().take_while(is_own).count();
    let mut edits = at_level(snapshot, own.at, right)?;
    // The headings above the next one, with the levels that they had and get.
    let mut above = vec![(own.level, right)];
    for heading in &after[..below] {
        while above.len() > 1 && above.last().is_some_and(|(level, _)| *level >= heading.level) {
            above.pop();
        }
        let (from, to) = *above.last()?;
        let along = (heading.level + to).checked_sub(from)?;
        let level = levels(heading).filter(|levels| !levels.contains(&along)).map_or(along, |levels| *levels.end());
        edits.extend(at_level(snapshot, heading.at, Some(level).filter(|level| (1..=6).contains(level))?)?);
        above.push((heading.level, level));
    }
    // A heading that was beside it and would come to stand below it changes what the document says.
    let joins = after.get(below).is_some_and(|next| next.level > right && next.named.is_none());
    let title = match below {
        0 => format!("Make it a heading of level {right}"),
        1 => format!("Make it a heading of level {right}, and move the one below along"),
        more => format!("Make it a heading of level {right}, and move the {more} below along"),
    };
    Some(Fix { title, safe: below == 0 && !joins, doubtful: true, edits })
}

/// Where the heading may stand, if it is a section or an element.
fn levels(guide: &Guide, assessment: &Assessment, heading: &HeadingAt) -> Option<RangeInclusive<u8>> {
    heading.named.zip(assessment.section_level).map(|(named, sections)| match named {
        Named::Section(_) => sections..=sections,
        Named::Element(element) => sections + 1..=sections + 1 + guide.depth_of(element),
    })
}

/// The edits that give the heading at `at` this level.
fn at_level(snapshot: &Snapshot, at: PieceRef, level: u8) -> Option<Vec<Edit>> {
    let piece = snapshot.piece(at)?;
    let start = snapshot.readings.start(at.chunk);
    let (span, heading) = (piece.span.shift(start), piece.heading()?);
    let title = heading.title.shift(start);
    let marks = "#".repeat(usize::from(level));
    if heading.underlined {
        let text = snapshot.slice(title);
        let text =
            text.split(['\r', '\n']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
        // Marks at the end would close the heading.
        let close = if text.ends_with('#') { format!(" {marks}") } else { String::new() };
        return Some(vec![Edit { span, text: format!("{marks} {text}{close}") }]);
    }
    let run = |within: Span| {
        let text = snapshot.slice(within);
        let from = text.find('#')?;
        let length = text[from..].bytes().take_while(|byte| *byte == b'#').count();
        Some(Span::new(within.start + from, within.start + from + length))
    };
    let opening = run(Span::new(span.start, title.start.max(span.start)));
    let closing = run(Span::new(title.end, span.end.max(title.end))).filter(|_| !title.is_empty());
    Some([opening?].into_iter().chain(closing).map(|span| Edit { span, text: marks.clone() }).collect())
}

#[cfg(test)]
mod tests;
