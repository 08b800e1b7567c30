//! Front matter that could not be understood.

use super::{Check, ChunkView, Found, Rule, unknown_names};
use crate::config::Severity;
use crate::front_matter::Declared;

pub(super) static RULE: Rule = Rule {
    name: "invalid-front-matter",
    severity: Severity::Warning,
    summary: "what front matter says to this program could not be understood",
    docs: "\
Front matter decides whether a file is judged at all, so that a slip in it can silence every other
rule. It is read as a small part of YAML: texts, lists, and the table under `oe`. What stands under
other tools' keys is theirs.

Whoever writes a key `oe` speaks of this program. So a value that could not be read (`oe: yes`) makes
the file an OE document all the same, unless it reads as a no; a key without a value says nothing.

```markdown bad
---
oe:
  sections: [incident-respons]
---

# Incidents
```

```markdown good
---
oe:
  sections: [incident-response-and-management, threat-detection]
title: [any, {thing: goes}]
---

# Incidents
```
",
    check: Check::Chunk(check),
    fixes: None,
};

fn check(view: &ChunkView<'_>, out: &mut Vec<Found>) {
    let Some(front_matter) = &view.reading.sketch.front_matter else { return };
    let base = view.facts().pieces.first().map_or(0, |piece| piece.span.start);
    for problem in &front_matter.problems {
        out.push(Found::new(view.anchor(problem.span.shift(base)), problem.message.clone()));
    }
    // Whether there is a guide of the name that `guide` gives is known where guides are read.
    let Some(Declared::Yes { sections, .. }) = &front_matter.declared else { return };
    let guide = &view.requirements.guide;
    for (nth, name) in sections.iter().filter(|name| guide.find(&name.value).is_none()).enumerate() {
        let message = unknown_names::part_of_guide(guide, &name.value, nth);
        out.push(Found::new(view.anchor(name.span.shift(base)), message));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::testing::{check_in, snapshot};
    use super::*;

    #[test]
    fn a_key_that_could_not_be_read_is_told_in_a_document_that_is_judged() {
        for (oe, told) in [
            ("ture", "`oe` is `ture`; write `true`"),
            ("yes", "`oe` is `yes`; write `true`"),
            ("{guide: x", "`{` is never closed; put `}` at its end"),
            ("payments", "`oe` is `payments`; write `true`, `false`, or a table with `guide` and `sections`"),
            (
                "[security-operations]",
                "`oe` is a list; write `true`, `false`, or a table: `sections:` and the list under it",
            ),
        ] {
            let snapshot = snapshot(&format!("---\r\ntitle: Überblick\r\noe: {oe}\r\n---\r\n\r\n# Notes\r\n"));
            assert!(snapshot.assessment.is_oe(), "{oe}");
            let found = super::super::run(&snapshot, None).findings;
            let found = found.iter().filter(|finding| finding.rule.name == RULE.name);
            let found: Vec<_> = found.map(super::super::Finding::message).collect();
            assert_eq!(found, [told], "{oe}");
        }
    }

    #[test]
    fn what_reads_as_a_no_or_says_nothing_is_none_of_ours() {
        for oe in ["no", "Off", "flase", "fal", "none", "", "~", "null", "\"\"", "0"] {
            let snapshot = snapshot(&format!("---\noe: {oe}\n---\n\n# Notes\n"));
            assert!(!snapshot.assessment.is_oe(), "{oe}");
            assert!(super::super::run(&snapshot, None).findings.is_empty(), "{oe}");
        }
        // Where its headings make the document one of ours, a key that says nothing is told.
        check_in(
            &snapshot("---\noe:\n---\n\n# Operational Excellence\n\n## Security Operations\n"),
            &RULE,
            &expect![[r#"
                2:1 "oe" `oe` has no value; write `true`, `false`, or a table with `guide` and `sections`
                  warning about nothing
            "#]],
        );
    }

    #[test]
    fn other_peoples_front_matter_is_theirs() {
        for text in [
            "---\ntitle: x\n  - : }{\nstray\n---\n\n# Notes\n",
            "---\noe: false\noe: maybe\nstray\n---\n\n# Notes\n",
            "---\ntool:\n  oe: maybe\n---\n\n# Notes\n",
            "# Notes\n\n---\noe: maybe\n---\n",
            "",
        ] {
            check_in(&snapshot(text), &RULE, &expect![[""]]);
        }
    }

    #[test]
    fn names_that_the_guide_does_not_have() {
        check_in(
            &snapshot(
                "---\noe:\n  sections:\n    - Incident Response & Management\n    - \
                 security-operation\n    - incident-response-and-management/on-call-managment\n    - Kochrezepte\n---\n\n# Ops\n",
            ),
            &RULE,
            &expect![[r#"
                6:7 "incident-response-and-management/on-call-managment" `incident-response-and-management/on-call-managment` is no section or element of the guide; did you mean `incident-response-and-management/on-call-management`?
                  warning about nothing
                7:7 "Kochrezepte" `Kochrezepte` is no section or element of the guide
                  warning about nothing
            "#]],
        );
        let fine = "---\noe:\n  guide: Operational Excellence\n  sections: [threat-detection]\n---\n\n# Ops\n";
        check_in(&snapshot(fine), &RULE, &expect![[""]]);
    }
}
