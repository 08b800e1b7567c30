//! A suppression that hides nothing.

use super::suppress::{Places, Suppression, removal};
use super::{Check, Finding, Fix, Found, Rule};
use crate::config::Severity;
use crate::snapshot::{Anchor, Snapshot};
use crate::suppression::Kind;

pub(super) static RULE: Rule = Rule {
    name: "unused-suppression",
    severity: Severity::Warning,
    summary: "a suppression hides nothing",
    docs: "\
What is not hidden today may be hidden by it tomorrow, and its reason is out of date. Where several
suppressions hide the same, the first is the one that does. One for a rule that settings switch off
does not count.

```markdown bad
<!-- oe-disable-next-line unfilled-placeholder: names follow in May -->
The names are those of the rota.
```

```markdown good
<!-- oe-disable-next-line unfilled-placeholder: names follow in May -->
- **Primary**: [Name]
```
",
    check: Check::Suppressions,
    fixes: Some(fixes),
};

pub(super) fn find(snapshot: &Snapshot, suppressions: &[Suppression<'_>], out: &mut Vec<Places>) {
    for it in suppressions.iter().filter(|it| !matches!(it.it.directive.kind, Kind::End | Kind::Unknown)) {
        for target in it.entries.iter().filter(|target| !target.hides && target.counts(snapshot)) {
            // Whether this one hides anything is only known once it has.
            if target.entry.rule.text == RULE.name {
                continue;
            }
            let (chunk, span) = it.place(target.entry.span);
            let element = target.entry.element.as_ref().map_or(String::new(), |name| format!(" of `{}`", name.text));
            let (rule, place) = (&target.entry.rule.text, place(it.it.directive.kind));
            let message = format!("this hides nothing: no `{rule}`{element} {place}");
            out.push((chunk, span, Found::new(Anchor::Top, message).help("take it out")));
        }
    }
}

const fn place(kind: Kind) -> &'static str {
    match kind {
        Kind::NextLine => "is found in the next block",
        Kind::Line => "is found in this line",
        Kind::Begin => "is found from here on",
        Kind::File | Kind::End | Kind::Unknown => "is found in this file",
    }
}

fn fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let edits = removal(snapshot, finding.span);
    edits
        .map(|edits| Fix { title: "Remove the unused suppression".to_owned(), safe: true, edits })
        .into_iter()
        .collect()
}
