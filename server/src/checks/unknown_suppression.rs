//! A suppression that cannot be understood.

use super::suppress::{About, Places, Suppression};
use super::{Check, Found, Rule, unknown_names};
use crate::config::Severity;
use crate::snapshot::{Anchor, Snapshot};

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
    check: Check::Suppressions,
    fixes: None,
};

pub(super) fn find(snapshot: &Snapshot, suppressions: &[Suppression<'_>], out: &mut Vec<Places>) {
    let mut push = |it: &Suppression<'_>, span, message: String| {
        let (chunk, span) = it.place(span);
        out.push((chunk, span, Found::new(Anchor::Top, message)));
    };
    for it in suppressions {
        for (span, message) in &it.it.directive.problems {
            push(it, *span, message.clone());
        }
        for target in &it.entries {
            if target.rule.is_none() {
                push(it, target.entry.rule.span, unknown_names::rule(&target.entry.rule.text));
            }
            if let Some(name) = target.entry.element.as_ref().filter(|_| target.about == About::Unknown) {
                push(it, name.span, unknown_names::part_of_guide(&snapshot.requirements.guide, &name.text));
            }
        }
    }
}
