//! Front matter that could not be understood.

use super::{Check, ChunkView, Found, Rule};
use crate::config::{Severity, clip, closest};
use crate::front_matter::{Declared, FrontMatter, Written};
use crate::guide::Guide;
use crate::names;
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
    let Some(Declared::Yes { guide, sections }) = &front_matter.declared else { return };
    let known = &view.requirements.guide;
    let unknown = |name: &Written, message: String| Found::new(view.anchor(name.span.shift(base)), message);
    if let Some(name) = guide.as_ref().filter(|name| !is_guide(known, &name.value)) {
        let message = format!("`{}` is not the guide that is in force here, `{}` is", clip(&name.value), known.id);
        out.push(unknown(name, message).help("write that name, take `guide` out, or name the guide in oe-ls.toml"));
    }
    for name in sections.iter().filter(|name| known.find(&name.value).is_none()) {
        let message =
            format!("`{}` is no section or element of the guide{}", clip(&name.value), hint(known, &name.value));
        out.push(unknown(name, message));
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

/// By its name; a file is looked for where files are read.
fn is_guide(guide: &Guide, name: &str) -> bool {
    let name = name.trim();
    name == guide.id || names::key(name) == names::key(&guide.title) || name.contains(['/', '\\', '.'])
}

/// "; did you mean …?" for a name that is no section or element of `guide`.
pub(super) fn hint(guide: &Guide, name: &str) -> String {
    let ids = || guide.sections.iter().map(|it| &it.id).chain(guide.elements.iter().map(|it| &it.id));
    let tail = |id| str::rsplit(id, '/').next().unwrap_or(id);
    let written = name.trim().to_lowercase();
    let slug = names::slug(name);
    let meant = if written.contains('/') {
        closest(&written, ids().map(String::as_str))
    } else {
        closest(&slug, ids().map(|id| tail(id)))
    };
    match meant {
        Some(meant) if guide.find(meant).is_some() => format!("; did you mean `{meant}`?"),
        _ => String::new(),
    }
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
                "---\noe:\n  guide: operational-excellance\n  sections:\n    - Incident Response & Management\n    - \
                 security-operation\n    - incident-response-and-management/on-call-managment\n    - Kochrezepte\n---\n\n# Ops\n",
            ),
            &RULE,
            &expect![[r#"
                3:10 "operational-excellance" `operational-excellance` is not the guide that is in force here, `operational-excellence` is
                  warning about nothing
                7:7 "incident-response-and-management/on-call-managment" `incident-response-and-management/on-call-managment` is no section or element of the guide; did you mean `incident-response-and-management/on-call-management`?
                  warning about nothing
                8:7 "Kochrezepte" `Kochrezepte` is no section or element of the guide
                  warning about nothing
            "#]],
        );
        let fine = "---\noe:\n  guide: Operational Excellence\n  sections: [threat-detection]\n---\n\n# Ops\n";
        check_in(&snapshot(fine), &RULE, &expect![[""]]);
        check_in(&snapshot("---\noe: {guide: docs/our-guide.md}\n---\n\n# Ops\n"), &RULE, &expect![[""]]);
    }
}
