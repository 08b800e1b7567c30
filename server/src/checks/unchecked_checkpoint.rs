//! A checkpoint of the guide stands unchecked.

use super::{Check, ChunkView, Found, Rule};
use crate::config::Severity;
use crate::guide::Named;
use crate::markup;
use crate::reading::StrokeKind;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "unchecked-checkpoint",
    severity: Severity::Information,
    summary: "a checkpoint of the guide stands unchecked",
    docs: "\
The guide's checkpoints are for people to answer: whether somebody outside the team has followed
the procedure, whether the restore was in time. A box that is not ticked says that this is still to
be done. Other check boxes are the document's own business.

```markdown bad
## Security Operations

- [ ] Every operational duty and routine has an owner who has agreed to it
```

```markdown good
## Security Operations

- [x] Every operational duty and routine has an owner who has agreed to it
- [ ] Order new badges
```
",
    check: Check::Chunk(check),
    fixes: None,
};

fn check(view: &ChunkView<'_>, out: &mut Vec<Found>) {
    let strokes = &view.reading.sketch.strokes;
    for (at, (piece, stroke)) in view.facts().pieces.iter().zip(strokes).enumerate() {
        let StrokeKind::Line { checkpoint: Some(checkpoint), .. } = stroke.kind else { continue };
        let Some(line) = piece.line() else { continue };
        let open = line.item.and_then(|item| item.task).is_some_and(|(_, checked)| !checked);
        if !open || !view.is_judged(at) {
            continue;
        }
        let checkpoint = &view.requirements.guide.checkpoints[checkpoint];
        let start = line.label.as_ref().map_or(line.value.start, |label| label.span.start);
        let span = Span::new(start, line.value.end.max(start));
        let mut found =
            Found::new(view.anchor(span), format!("still to be checked: {}", markup::plain(&checkpoint.text)));
        found.about = view.about(at).or(match checkpoint.sections[..] {
            [section] => Some(Named::Section(section)),
            _ => None,
        });
        let group = checkpoint.group.trim_end_matches(':');
        found.note = (!group.is_empty()).then(|| format!("a checkpoint of the guide: {group}"));
        out.push(found.help("tick the box once it is so"));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::testing::{check, check_in, ours, snapshot};
    use super::*;
    use crate::guide;

    #[test]
    fn every_checkpoint_of_the_guide_is_known() {
        let guide = guide::embedded();
        let list: Vec<_> = guide.checkpoints.iter().map(|it| format!("* [ ] {}\r\n", it.text)).collect();
        let text = format!("## Security Operations\r\n\r\n{}", list.concat());
        let found = super::super::run(&ours(&text), None).findings;
        let marked: Vec<_> =
            found.iter().filter(|it| it.rule.name == RULE.name).map(|it| &text[it.span.range()]).collect();
        let texts: Vec<_> = guide.checkpoints.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(marked, texts);
    }

    #[test]
    fn a_long_one_is_told_to_its_end() {
        let checkpoint =
            &guide::embedded().checkpoints.iter().find(|it| it.text.starts_with("Response times")).unwrap().text;
        check(
            &RULE,
            &format!("## Security Operations\n\n- [ ] {checkpoint}\n"),
            &expect![[r#"
                3:7 "Response times and recovery objectives fit into the error budget, or the exception is stated" still to be checked: Response times and recovery objectives fit into the error budget, or the exception is stated
                  information about security-operations
            "#]],
        );
    }

    #[test]
    fn nothing_on_a_checked_one_or_another_box() {
        let checkpoint = &guide::embedded().checkpoints[0].text;
        check(
            &RULE,
            &format!("## Security Operations\n\n- [x] {checkpoint}\n- [ ] Order badges\n- {checkpoint}\n- [ ]\n"),
            &expect![[""]],
        );
    }

    #[test]
    fn nothing_outside_of_the_judged_chapter() {
        let checkpoint = &guide::embedded().checkpoints[0].text;
        let text =
            format!("# Operational Excellence\n\n## Security Operations\n\nText\n\n# Other\n\n- [ ] {checkpoint}\n");
        check_in(&snapshot(&text), &RULE, &expect![[""]]);
    }
}
