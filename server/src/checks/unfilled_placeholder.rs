//! Template text is still there.

use super::{Check, ChunkView, Found, Message, Rule, wording};
use crate::config::Severity;
use crate::guide::{Guide, LabelSpec, Named};
use crate::outline::{Filler, FillerKind, Piece, Row};

pub(super) static RULE: Rule = Rule {
    name: "unfilled-placeholder",
    severity: Severity::Warning,
    summary: "template text is still there",
    docs: "\
A placeholder reads like an answer until somebody needs it at night. Found are the placeholders of
the guide, a bracket that is all that a label, a cell, a list item or a line says, and `TBD`, `TBC`,
`TODO` or `XXX` in its place. A bracket inside a sentence is left alone, and so are links, references
that are defined anywhere in the file, check boxes, footnotes, code and `[If applicable]`.

Write what holds; `Not applicable`, with the reason, is an answer too.

```markdown bad
## Incident Response & Management

### On-Call Management

- **On-Call Schedule**: [Rotation and coverage]
- **On-Call Tools**: TBD
```

```markdown good
## Incident Response & Management

### On-Call Management

- **On-Call Schedule**: weekly, Monday 10:00 [in the office] or by call
- **On-Call Tools**: [Pager][pager]; no second channel, it has two providers

[pager]: https://pager.example/rota
```
",
    check: Check::Chunk(check),
    fixes: None,
};

fn check(view: &ChunkView<'_>, out: &mut Vec<Found>) {
    let pieces = &view.facts().pieces;
    let (mut header, mut passed) = (None, 0);
    for filler in &view.facts().fillers {
        for row in pieces[passed..=filler.piece].iter().filter_map(Piece::row).filter(|row| row.header) {
            header = Some(row);
        }
        passed = filler.piece;
        let place = view.place(filler.piece);
        let text = view.slice(filler.span);
        if !place.judged || is_link(view, filler) || !(filler.whole || view.requirements.placeholder(text).is_some()) {
            continue;
        }
        let about = view.about(filler.piece);
        let message = Message {
            before: String::new(),
            subject: subject(view, filler, header).unwrap_or_else(|| "this line".to_owned()),
            after: " still holds template text".to_owned(),
        };
        let mut found = Found::new(view.anchor(filler.span), message);
        found.about = about;
        found.note = note(view, filler, about);
        out.push(found.help("write what holds here, or `Not applicable` with the reason"));
    }
}

/// A definition anywhere in the document makes it a reference.
fn is_link(view: &ChunkView<'_>, filler: &Filler) -> bool {
    match &filler.kind {
        FillerKind::Bracket { reference } => view.assessment.definitions.contains(reference),
        FillerKind::Word => false,
    }
}

/// What it stands in: a label, the column and the row of a table, or what is under a heading. `header`
/// is the last header row before it. Nothing is called by its own template text.
fn subject(view: &ChunkView<'_>, filler: &Filler, header: Option<&Row>) -> Option<String> {
    let Some(row) = view.facts().pieces[filler.piece].row().filter(|row| !row.header) else {
        return view.called(filler.piece).map(|name| format!("`{name}`"));
    };
    let column = row.cells.iter().position(|cell| cell.span.contains(filler.span))?;
    let head = header.filter(|header| header.table == row.table).and_then(|header| header.cells.get(column));
    let head = head.and_then(|head| view.called_cell(head));
    let first = row.cells.first().filter(|_| column > 0).and_then(|cell| view.called_cell(cell));
    match (head, first) {
        (Some(head), Some(first)) => Some(format!("`{head}` of `{first}`")),
        (name, other) => name.or(other).or_else(|| view.heading_above(filler.piece)).map(|name| format!("`{name}`")),
    }
}

/// What to write: as the guide asks for it, unless that is what stands there, or else as an example.
fn note(view: &ChunkView<'_>, filler: &Filler, about: Option<Named>) -> Option<String> {
    let Some(Named::Element(element)) = about else { return None };
    let guide = &view.requirements.guide;
    let label = view.facts().pieces[filler.piece].label().and_then(|label| spec(guide, element, &label.key));
    let asked = label.map(|label| label.placeholder.as_str()).unwrap_or_default();
    let is_same = asked.split_whitespace().eq(view.slice(filler.span).split_whitespace());
    if !asked.is_empty() && !is_same {
        return Some(format!("asked for: {}", wording::asked(asked)));
    }
    let element = &guide.elements[element];
    (!element.example.is_empty()).then(|| format!("an example of `{}`: {}", element.name, element.example))
}

fn spec<'a>(guide: &'a Guide, element: usize, key: &str) -> Option<&'a LabelSpec> {
    guide.labels_of(element).find(|label| label.key == key)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::run;
    use super::super::testing::{advice, check, check_in, ours, snapshot};
    use super::*;
    use crate::guide;

    #[test]
    fn brackets_and_words_that_are_all_that_is_said() {
        check(
            &RULE,
            "# Operational Excellence\n\n## Incident Response & Management\n\n### On-Call Management\n\n\
             - **On-Call Tools**: [Tools]\n- **Rota**: TBD\n- [Übergabe am Montag]\n\n[A whole line]\n\n\
             | Severity | Reached by |\n| --- | --- |\n| P0 | [Channel] |\n| [Level] | mail |\n",
            &expect![[r#"
                7:22 "[Tools]" `On-Call Tools` still holds template text
                  warning about incident-response-and-management/on-call-management
                8:13 "TBD" `Rota` still holds template text
                  warning about incident-response-and-management/on-call-management
                9:3 "[Übergabe am Montag]" `On-Call Management` still holds template text
                  warning about incident-response-and-management/on-call-management
                11:1 "[A whole line]" `On-Call Management` still holds template text
                  warning about incident-response-and-management/on-call-management
                15:8 "[Channel]" `Reached by` of `P0` still holds template text
                  warning about incident-response-and-management/on-call-management
                16:3 "[Level]" `Severity` still holds template text
                  warning about incident-response-and-management/on-call-management
            "#]],
        );
    }

    #[test]
    fn a_cell_is_called_by_its_column_and_its_row() {
        check(
            &RULE,
            "## 3. Incident Response & Management\r\n\r\n### 3.1 **On-Call** [Management](x.md) 📟\r\n\r\n\
             | **Team** | | [Column] | Reached by |\r\n| --- | --- | --- | --- |\r\n\
             | [Ops](x.md) | TBD | TBC | [Channel], [mail] |\r\n| [Team] | TODO | [Way] | [Channel] |\r\n| | | | XXX |\r\n\
             | TBD |\r\n\r\n| A | B |\r\n| --- | --- |\r\n| über | TBD | [More] |\r\n",
            &expect![[r#"
                5:16 "[Column]" `3.1 On-Call Management 📟` still holds template text
                  warning about incident-response-and-management/on-call-management
                7:17 "TBD" `Ops` still holds template text
                  warning about incident-response-and-management/on-call-management
                7:23 "TBC" `Ops` still holds template text
                  warning about incident-response-and-management/on-call-management
                7:29 "[Channel]" `Reached by` of `Ops` still holds template text
                  warning about incident-response-and-management/on-call-management
                7:40 "[mail]" `Reached by` of `Ops` still holds template text
                  warning about incident-response-and-management/on-call-management
                8:3 "[Team]" `Team` still holds template text
                  warning about incident-response-and-management/on-call-management
                8:12 "TODO" `3.1 On-Call Management 📟` still holds template text
                  warning about incident-response-and-management/on-call-management
                8:19 "[Way]" `3.1 On-Call Management 📟` still holds template text
                  warning about incident-response-and-management/on-call-management
                8:27 "[Channel]" `Reached by` still holds template text
                  warning about incident-response-and-management/on-call-management
                9:9 "XXX" `Reached by` still holds template text
                  warning about incident-response-and-management/on-call-management
                10:3 "TBD" `Team` still holds template text
                  warning about incident-response-and-management/on-call-management
                14:11 "TBD" `B` of `über` still holds template text
                  warning about incident-response-and-management/on-call-management
                14:17 "[More]" `über` still holds template text
                  warning about incident-response-and-management/on-call-management
            "#]],
        );
    }

    #[test]
    fn a_label_or_a_heading_that_waits_itself_is_not_called_so() {
        let text = "## Incident Response & Management\n\n### On-Call Management\n\n- **[Tool]**: [Which]\n\n#### [Team]\n\nTBD\n";
        check(
            &RULE,
            text,
            &expect![[r#"
            5:15 "[Which]" `On-Call Management` still holds template text
              warning about incident-response-and-management/on-call-management
            9:1 "TBD" this line still holds template text
              warning about incident-response-and-management/on-call-management
        "#]],
        );
    }

    #[test]
    fn two_placeholders_of_one_label_are_two_findings() {
        check(
            &RULE,
            "## Incident Response & Management\r\n\r\n### On-Call Management\r\n\r\n- **Primary**: [Name], [phone]\r\n",
            &expect![[r#"
                5:16 "[Name]" `Primary` still holds template text
                  warning about incident-response-and-management/on-call-management
                5:24 "[phone]" `Primary` still holds template text
                  warning about incident-response-and-management/on-call-management
            "#]],
        );
    }

    #[test]
    fn the_guides_own_placeholder_counts_inside_a_sentence_too() {
        let guide = guide::embedded();
        let label = (0..guide.elements.len()).find_map(|at| guide.labels_of(at).next()).unwrap();
        let text = format!("---\noe: true\n---\n\nAs agreed: {} and so on, [not this]\n", label.placeholder);
        let found = super::super::run(&snapshot(&text), None).findings;
        let spans: Vec<_> =
            found.iter().filter(|it| it.rule.name == RULE.name).map(|it| &text[it.span.range()]).collect();
        assert_eq!(spans, [label.placeholder.as_str()]);
    }

    #[test]
    fn below_a_heading_that_gathers_a_label_says_which_element() {
        check(
            &RULE,
            "## 4. Disaster Recovery & Business Continuity\n\n### Recovery Objectives\n\n\
             - **Recovery Time Objective (RTO)**: [Target]\n- **RPO**:\n  - Orders: TBD\n  - Users: 1 hour\n",
            &expect![[r#"
                5:38 "[Target]" `Recovery Time Objective (RTO)` still holds template text
                  warning about disaster-recovery-and-business-continuity/recovery-time-objectives
                7:13 "TBD" `Orders` still holds template text
                  warning about disaster-recovery-and-business-continuity/recovery-point-objectives
            "#]],
        );
    }

    #[test]
    fn the_note_says_what_is_asked_for_or_gives_an_example() {
        let guide = guide::embedded();
        let element = (0..guide.elements.len()).find(|at| guide.labels_of(*at).next().is_some()).unwrap();
        let (label, name) = (guide.labels_of(element).next().unwrap(), &guide.elements[element].name);
        let text = |value: &str| {
            format!("## {}\n\n### {name}\n\n- **{}**: {value}\n", guide.section_of(element).title, label.name)
        };
        let asked = advice(&ours(&text("TBD")), &RULE);
        assert!(asked.contains(&wording::asked(&label.placeholder)), "{asked}");
        let example = advice(&ours(&text(&label.placeholder)), &RULE);
        assert!(example.contains(&guide.elements[element].example), "{example}");
    }

    #[test]
    fn a_note_that_something_is_to_be_written_may_be_emphasised() {
        for note in ["TBD", "_TBD_", "**TBD**", "__TBC__", "***XXX***", "**To be defined.**", "- **TBD**", "🚧 **TBD**"]
        {
            let text = format!("## Incident Response & Management\n\n### On-Call Management\n\n{note}\n");
            let found = run(&ours(&text), None).findings;
            assert_eq!(found.iter().filter(|finding| finding.rule.name == RULE.name).count(), 1, "{note}");
        }
        // What follows may be what is to be done.
        for name in ["**TODO**\n\n- order a second pager", "**TBD**: the tool", "**TBD** by June", "**Tbd lists**"] {
            let text = format!("## Incident Response & Management\n\n### On-Call Management\n\n{name}\n");
            check(&RULE, &text, &expect![[""]]);
        }
    }

    #[test]
    fn nothing_on_what_only_looks_like_template_text() {
        check(
            &RULE,
            "## Incident Response & Management\n\n### On-Call Management\n\n- **Tools**: [Pager Duty]\n\
             - **Rota**: [rota](x.md) or [this][rota]\n- [ ] hand over\n- [x] done\n- **Alerts**: N/A\n\
             - **Note**: [^1] and `[Name of tool]`\n- [If applicable]\n- **Terms**: [RFC 2119]\n- **Key**: [REDACTED]\n- **Who**: [the team] and\n- call [whoever is there] first\n\
             - TODO lists are kept in the tracker\n\n> [!NOTE]\n> text\n\n```\n[Name of tool]\nTBD\n```\n\n\
             <!-- [Name of tool] -->\n\n[pager duty]: https://pager.example\n[rota]: x.md\n[^1]: note\n",
            &expect![[""]],
        );
    }

    #[test]
    fn nothing_outside_of_the_judged_chapter_or_in_other_files() {
        let chapter = "# 1. Design\n\n- **Owner**: [Name]\n\n# 2. Operational Excellence\n\n## 2.1 Security Operations\n\n\
                       - **Owner**: [Name]\n\n# 3. Rest\n\n- **Owner**: [Name]\n";
        check_in(
            &snapshot(chapter),
            &RULE,
            &expect![[r#"
                9:14 "[Name]" `Owner` still holds template text
                  warning about security-operations
            "#]],
        );
        check_in(&snapshot("# Changes\n\n- **Owner**: [Name]\n- TBD\n"), &RULE, &expect![[""]]);
        check_in(&snapshot(""), &RULE, &expect![[""]]);
    }

    #[test]
    fn a_draft_may_still_hold_some() {
        let text = "---\noe: true\nstatus: draft\n---\n\nTBD\n";
        check_in(
            &snapshot(text),
            &RULE,
            &expect![[r#"
                6:1 "TBD" this line still holds template text
                  information about nothing
            "#]],
        );
    }
}
