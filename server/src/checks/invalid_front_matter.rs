//! Front matter that could not be understood.

use super::{Check, ChunkView, Found, Rule, unknown_names};
use crate::config::Severity;
use crate::front_matter::{Declared, FrontMatter};
use crate::outline::PieceKind;

pub(super) static RULE: Rule = Rule {
    name: "invalid-front-matter",
    severity: Severity::Warning,
    summary: "what front matter says to this program could not be understood",
    docs: "\
Front matter decides whether a file is judged at all, so that a slip in it can silence every other
rule. It is read as a small part of YAML: texts, lists, and the table under `oe`. What stands under
other tools' keys is theirs.

This is the one finding that a file can have that is no OE document: when it has a key `oe` that
could not be read.

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
  sections: [incident-response-and-management, security-operations/threat-detection]
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
    if !view.assessment.is_oe() && !hides_the_document(view, front_matter) {
        return;
    }
    let base = view.facts().pieces.first().map_or(0, |piece| piece.span.start);
    for problem in &front_matter.problems {
        out.push(Found::new(view.anchor(problem.span.shift(base)), problem.message.clone()));
    }
    // Whether there is a guide of the name that `guide` gives is known where guides are read.
    let Some(Declared::Yes { sections, .. }) = &front_matter.declared else { return };
    let guide = &view.requirements.guide;
    for name in sections.iter().filter(|name| guide.find(&name.value).is_none()) {
        let message = unknown_names::part_of_guide(guide, &name.value);
        out.push(Found::new(view.anchor(name.span.shift(base)), message));
    }
}

/// Whether a key `oe` that could not be read keeps the document from being judged. Without such a
/// key the file is none of our business, whatever is wrong with it.
fn hides_the_document(view: &ChunkView<'_>, front_matter: &FrontMatter) -> bool {
    let pieces = &view.facts().pieces;
    let own =
        pieces.iter().find(|piece| piece.kind == PieceKind::FrontMatter).map_or("", |piece| view.slice(piece.span));
    let has_key = |line: &str| {
        let key = line.split_once(':').map_or("", |(key, _)| key).trim_matches(['"', '\'', ' ', '\t']);
        key.eq_ignore_ascii_case("oe") && !line.starts_with([' ', '\t'])
    };
    front_matter.declared.is_none() && own.lines().any(has_key)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::testing::{check_in, snapshot};
    use super::*;

    #[test]
    fn a_key_that_could_not_be_read_is_told_although_the_file_is_not_judged() {
        let snapshot =
            snapshot("---\r\ntitle: Überblick\r\noe: ture\r\n---\r\n\r\n# Notes\r\n\r\n- **Owner**: [Name]\r\n");
        assert!(!snapshot.assessment.is_oe());
        let all = super::super::run(&snapshot, None).findings;
        expect![[r#"
            3:5 "ture" `oe` is `ture`; write `true`
              warning about nothing
        "#]]
        .assert_eq(&super::super::testing::shown(&snapshot, all.iter()));
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
