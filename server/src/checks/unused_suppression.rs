//! A suppression that hides nothing.

use super::suppress::{Suppression, Target, removal};
use super::{Check, Finding, Fix, Found, Rule};
use crate::config::Severity;
use crate::snapshot::Snapshot;
use crate::suppression::Kind;

pub(super) static RULE: Rule = Rule {
    name: "unused-suppression",
    severity: Severity::Warning,
    summary: "a suppression hides nothing, or its end ends nothing",
    docs: "\
What is not hidden today may be hidden by it tomorrow, and its reason is out of date. Where several
suppressions hide the same, the first is the one that does. One for a rule that settings switch off
does not count. `oe-enable` ends what `oe-disable` of the same name began, and without a name all that is
open.

```markdown bad
<!-- oe-disable-next-line unfilled-placeholder: names follow in May -->
The names are those of the rota.
```

```markdown bad
The names are those of the rota.

<!-- oe-enable unfilled-placeholder -->
```

```markdown good
<!-- oe-disable-next-line unfilled-placeholder: names follow in May -->
- **Primary**: [Name]
```
",
    check: Check::Suppressions,
    fixes: Some(fixes),
};

pub(super) fn find(snapshot: &Snapshot, suppressions: &[Suppression<'_>]) -> Vec<Found> {
    let mut out = Vec::new();
    // Whether a comment above may have been meant to begin what one below ends.
    let mut doubtful = false;
    for it in suppressions {
        match it.directive.kind {
            Kind::Unknown => doubtful = true,
            Kind::End if it.ends > 0 || doubtful || it.is_mistaken() => {}
            Kind::End => out.extend(ends_nothing(snapshot, it)),
            kind => {
                doubtful |= kind == Kind::Begin && it.is_mistaken();
                hides_nothing(snapshot, suppressions, it, &mut out);
            }
        }
    }
    out
}

fn ends_nothing(snapshot: &Snapshot, it: &Suppression<'_>) -> Option<Found> {
    if !it.entries.iter().all(|target| target.counts(snapshot)) {
        return None;
    }
    let name = |target: &Target<'_>| match &target.entry.element {
        Some(element) => format!("{}({})", target.entry.rule.text, element.text),
        None => target.entry.rule.text.clone(),
    };
    let names: Vec<_> = it.entries.iter().map(name).collect();
    let begin = format!("oe-disable {}", names.join(", "));
    let message = format!("this ends nothing: no `{}` is open here", begin.trim_end());
    Some(Found::new(it.anchor_of(it.directive.keyword), message).help("take it out"))
}

fn hides_nothing(snapshot: &Snapshot, all: &[Suppression<'_>], it: &Suppression<'_>, out: &mut Vec<Found>) {
    for target in it.entries.iter().filter(|target| !target.hides && target.counts(snapshot)) {
        // Whether this one hides anything is only known once it has.
        if target.entry.rule.text == RULE.name {
            continue;
        }
        let element = target.entry.element.as_ref().map_or(String::new(), |name| format!(" of `{}`", name.text));
        let (rule, place) = (&target.entry.rule.text, place(it.directive.kind));
        let message = format!("this hides nothing: no `{rule}`{element} {place}");
        let mut found = Found::new(it.anchor_of(target.entry.span), message).help("take it out");
        // What ends only this goes with it.
        if let Some(end) = target.end.map(|end| &all[end]).filter(|end| end.ends == 1) {
            found = found.related(end.anchor(), "it ends here");
        }
        out.push(found);
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
    let edits = removal(snapshot, finding);
    edits
        .map(|edits| Fix { title: "Remove the unused suppression".to_owned(), safe: true, doubtful: false, edits })
        .into_iter()
        .collect()
}
