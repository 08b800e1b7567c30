//! A suppression that cannot be understood.

use super::{Check, ChunkView, Finding, Fix, Found, Rule, rule, unknown_names};
use crate::config::Severity;
use crate::snapshot::Snapshot;
use crate::suppression::{self, Kind};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "unknown-suppression",
    severity: Severity::Warning,
    summary: "a suppression names a rule or an element that does not exist, or cannot be read",
    docs: "\
A mistyped suppression hides nothing, and nobody sees why. There are:

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
<!-- oe-disable missing-element(Post-Incident Review), missing-label -->

<!-- oe-disable-next-line missing-element(on-call-management): solo -->
## Incident Response & Management
```
",
    check: Check::Chunk(check),
    fixes: Some(fixes),
};

/// The words that may have been meant; tried, as the comment should then hide something.
fn fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let fix = |meant: &str| Fix {
        title: format!("Change to `{meant}`"),
        safe: false,
        doubtful: true,
        edits: vec![Edit { span: finding.span, text: meant.to_owned() }],
    };
    meant(snapshot, finding.span).into_iter().map(fix).collect()
}

/// What may have been meant by the word at `span`.
fn meant(snapshot: &Snapshot, span: Span) -> Vec<&str> {
    let Some((_, start, reading)) = snapshot.chunk_at(span.start) else { return Vec::new() };
    for it in &reading.sketch.directives {
        let body = reading.facts.comments[it.comment].body.start + start;
        let is_here = |word: Span| word.shift(body) == span;
        if it.directive.kind == Kind::Unknown && is_here(it.directive.keyword) {
            return suppression::meant(&snapshot.slice(span)).into_iter().collect();
        }
        for (entry, named) in it.directive.entries.iter().zip(&it.named) {
            if is_here(entry.rule.span) && rule(&entry.rule.text).is_none() {
                return unknown_names::meant_rule(&entry.rule.text).into_iter().collect();
            }
            if let Some(name) = entry.element.as_ref().filter(|name| named.is_none() && is_here(name.span)) {
                return unknown_names::meant_parts(&snapshot.requirements.guide, &name.text);
            }
        }
    }
    Vec::new()
}

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

#[cfg(test)]
mod tests {
    use super::super::testing::{applied, fixes, ours};
    use super::RULE;

    const ABSENT: &str = "## Security Operations\n\n### Threat Detection\n\nÜber alles.\n";

    /// The titles of the fixes in a document with this comment above a section that lacks elements, and
    /// the comment after the first of them.
    fn fixed(comment: &str) -> (Vec<String>, String) {
        let mut out = None;
        for line_end in ["\n", "\r\n"] {
            let snapshot = ours(&format!("{comment}\n{ABSENT}").replace('\n', line_end));
            let fixes = fixes(&snapshot, &RULE);
            assert!(fixes.iter().all(|fix| !fix.safe));
            let after = fixes.first().map(|fix| applied(&snapshot, fix)).unwrap_or_default();
            let line = after.lines().find(|line| line.starts_with("<!--")).unwrap_or_default().to_owned();
            let now = (fixes.into_iter().map(|fix| fix.title).collect(), line);
            assert_eq!(*out.get_or_insert_with(|| now.clone()), now, "{comment}");
        }
        out.unwrap()
    }

    fn check(comment: &str, titles: &[&str], after: &str) {
        let (all, line) = fixed(comment);
        assert_eq!(all, titles, "{comment}");
        assert_eq!(line, after);
    }

    #[test]
    fn a_word_is_changed_to_the_one_that_is_near() {
        check(
            "<!-- oe-disable-next-line mising-element: überall -->",
            &["Change to `missing-element`"],
            "<!-- oe-disable-next-line missing-element: überall -->",
        );
        check(
            "<!-- oe-disable-next-line missing-element(Vulnerabilty Management): none -->",
            &["Change to `vulnerability-management`"],
            "<!-- oe-disable-next-line missing-element(vulnerability-management): none -->",
        );
        check(
            "<!-- oe-disable-nextline missing-element -->",
            &["Change to `oe-disable-next-line`"],
            "<!-- oe-disable-next-line missing-element -->",
        );
        // Each of several words by itself.
        check(
            "<!-- oe-disable-next-line mising-element(vulnerabilty-management) -->",
            &["Change to `missing-element`", "Change to `vulnerability-management`"],
            "<!-- oe-disable-next-line missing-element(vulnerabilty-management) -->",
        );
    }

    #[test]
    fn of_several_that_may_be_meant_those_that_are_missed_here() {
        check(
            "<!-- oe-disable-next-line missing-element(monitoring) -->",
            &["Change to `security-operations/security-monitoring`"],
            "<!-- oe-disable-next-line missing-element(security-operations/security-monitoring) -->",
        );
    }

    #[test]
    fn nothing_is_changed_to_what_hides_nothing() {
        for comment in [
            "<!-- oe-disable-next-line empty-elements -->",
            "<!-- oe-disable-next-line missing-element(on-call-managment) -->",
            "<!-- oe-disable-next-line line-length -->",
            "<!-- oe-disable-nextline unfilled-placeholder -->",
            "<!-- oe-disable-nextline mising-element -->",
            "<!-- oe-enable mising-element -->",
            "<!-- oe-disable-next-line missing-element some words -->",
        ] {
            assert_eq!(fixed(comment).0, [""; 0], "{comment}");
        }
    }
}
