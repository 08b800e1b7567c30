//! A suppression that cannot be understood.

use super::{Check, ChunkView, Found, Rule, rule, unknown_names};
use crate::config::Severity;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "unknown-suppression",
    severity: Severity::Warning,
    summary: "a suppression names a rule or an element that does not exist, or cannot be read",
    docs: "\
A mistyped suppression hides nothing, and nobody sees why. There are

- `<!-- oe-disable-next-line RULE -->` for the block below: a heading, a paragraph, a whole list or
  table, a code block;
- `<!-- oe-disable-line RULE -->` for the line that it stands in, such as a table's row;
- `<!-- oe-disable RULE -->` up to `<!-- oe-enable RULE -->`, or to the end;
- `<!-- oe-disable-file RULE -->` for the whole file.

RULE may be several with commas between them. `missing-element(on-call-management)` is about one
element or section only, by its identifier, the end of it, or its name. A reason follows a colon.

```markdown bad
<!-- oe-disable-next-line mising-element: we have no on-call -->
## Incident Response & Management
```

```markdown bad
<!-- oe-disable-next-line missing-element(on-call): we have no on-call -->
## Incident Response & Management
```

```markdown good
<!-- oe-disable-next-line missing-element(on-call-management), missing-element(Post-Incident Review): one developer -->
## Incident Response & Management
```
",
    check: Check::Chunk(check),
    fixes: None,
};

fn check(view: &ChunkView<'_>, out: &mut Vec<Found>) {
    for it in &view.reading.sketch.directives {
        let body = view.facts().comments[it.comment].body.start;
        let mut push = |span: Span, message: String| out.push(Found::new(view.anchor(span.shift(body)), message));
        for (span, message) in &it.directive.problems {
            push(*span, message.clone());
        }
        for (entry, named) in it.directive.entries.iter().zip(&it.named) {
            if rule(&entry.rule.text).is_none() {
                push(entry.rule.span, unknown_names::rule(&entry.rule.text, 0));
            }
            if let (Some(name), None) = (&entry.element, named) {
                push(name.span, unknown_names::part_of_guide(&view.requirements.guide, &name.text, 0));
            }
        }
    }
}
