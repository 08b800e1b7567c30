//! A section or an element stands at another level than its like.

use std::collections::BTreeSet;

use super::wording::{is_off, title, whole};
use super::{Check, Finding, Fix, Found, Rule};
use crate::assessment::{Assessment, HeadingAt};
use crate::config::Severity;
use crate::guide::Named;
use crate::reading::PieceRef;
use crate::snapshot::{Anchor, Snapshot};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "heading-level",
    severity: Severity::Warning,
    summary: "a section or an element stands at a wrong level",
    docs: r#"
The heading of a section or an element has another level than it should: sections stand one below the chapter's heading, or where most of them stand, and elements one below a section. The heading counts as present all the same.

Tables of contents, links and screen readers follow the levels. A section that is one level too deep disappears into the one before it.

Change the number of `#`. The fix does it: safely where no other heading stands below, otherwise by moving those below along. To leave a heading as it is, write `<!-- oe-disable-next-line heading-level: reason -->` above it.

```markdown bad
---
oe: true
---

## Incident Response & Management

### Incident Classification

P0: nobody can pay.

#### On-Call Management

Weekly, Monday 10:00 UTC.
```

```markdown good
---
oe: true
---

## Incident Response & Management

### Incident Classification

P0: nobody can pay.

### On-Call Management

Weekly, Monday 10:00 UTC.
```
"#,
    check: Check::Document(check),
    fixes: Some(fixes),
};

fn check(snapshot: &Snapshot, out: &mut Vec<Found>) {
    let (guide, assessment) = (&snapshot.requirements.guide, &snapshot.assessment);
    let sections = (0..assessment.sections.len()).map(Named::Section);
    let mut told = BTreeSet::new();
    for named in sections.chain((0..assessment.elements.len()).map(Named::Element)) {
        let Some(answer) = assessment.answer(named).filter(|_| !is_off(&snapshot.requirements, named)) else {
            continue;
        };
        let Some(right) = answer.level.filter(|_| !is_misplaced(assessment, answer.at)) else { continue };
        if !told.insert(answer.at) {
            continue;
        }
        let level = heading_at(assessment, answer.at).map_or(0, |heading| heading.level);
        let like = if matches!(named, Named::Section(_)) { "sections" } else { "elements" };
        let title = title(assessment, answer.at);
        let message = format!("`{title}` has level {level}, {like} stand at level {right} here");
        let mut found = Found::new(whole(answer.at), message).about(named);
        found = found.help(format!("begin it with `{}`", "#".repeat(usize::from(right))));
        if let Named::Element(element) = named
            && let Some(home) = assessment.sections[guide.elements[element].section].answer
        {
            found = found.related(whole(home.at), "its section");
        }
        out.push(found);
    }
}

/// Whether something that the heading answers stands outside of its section: that is told instead.
fn is_misplaced(assessment: &Assessment, at: PieceRef) -> bool {
    let mut answers = assessment.elements.iter().filter_map(|state| state.answer);
    answers.any(|answer| answer.at == at && answer.misplaced)
}

fn heading_at(assessment: &Assessment, at: PieceRef) -> Option<&HeadingAt> {
    let found = assessment.headings.binary_search_by_key(&at, |heading| heading.at).ok()?;
    Some(&assessment.headings[found])
}

fn fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    fix(snapshot, finding).into_iter().collect()
}

fn fix(snapshot: &Snapshot, finding: &Finding) -> Option<Fix> {
    let assessment = &snapshot.assessment;
    let Anchor::Piece(at, _) = finding.found.at else { return None };
    let right = assessment.answer(finding.found.about?)?.level?;
    let from = assessment.headings.binary_search_by_key(&at, |heading| heading.at).ok()?;
    let (own, after) = assessment.headings[from..].split_first()?;
    let below = after.iter().take_while(|other| other.level > own.level && !stands_right(assessment, other)).count();
    let moved = |level: u8| (level + right).checked_sub(own.level).filter(|level| (1..=6).contains(level));
    let mut edits = Vec::new();
    for heading in &assessment.headings[from..=from + below] {
        edits.extend(at_level(snapshot, heading.at, moved(heading.level)?)?);
    }
    // A heading that was beside it and would come to stand below it changes what the document says.
    let joins = after.get(below).is_some_and(|next| next.level > right && next.named.is_none());
    let title = match below {
        0 => format!("Make it a heading of level {right}"),
        1 => format!("Make it a heading of level {right}, and move the one below along"),
        more => format!("Make it a heading of level {right}, and move the {more} below along"),
    };
    Some(Fix { title, safe: below == 0 && !joins, edits })
}

/// Whether the heading is a section or an element, at its right level.
fn stands_right(assessment: &Assessment, heading: &HeadingAt) -> bool {
    let right = heading.named.zip(assessment.section_level).map(|(named, sections)| match named {
        Named::Section(_) => sections,
        Named::Element(_) => sections + 1,
    });
    right == Some(heading.level)
}

/// The edits that give the heading at `at` this level.
fn at_level(snapshot: &Snapshot, at: PieceRef, level: u8) -> Option<Vec<Edit>> {
    let piece = snapshot.piece(at)?;
    let start = snapshot.readings.start(at.chunk);
    let (span, heading) = (piece.span.shift(start), piece.heading()?);
    let title = heading.title.shift(start);
    let marks = "#".repeat(usize::from(level));
    if heading.underlined {
        let text = snapshot.slice(title);
        let text =
            text.split(['\r', '\n']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
        // Marks at the end would close the heading.
        let close = if text.ends_with('#') { format!(" {marks}") } else { String::new() };
        return Some(vec![Edit { span, text: format!("{marks} {text}{close}") }]);
    }
    let run = |within: Span| {
        let text = snapshot.slice(within);
        let from = text.find('#')?;
        let length = text[from..].bytes().take_while(|byte| *byte == b'#').count();
        Some(Span::new(within.start + from, within.start + from + length))
    };
    let opening = run(Span::new(span.start, title.start.max(span.start)));
    let closing = run(Span::new(title.end, span.end.max(title.end))).filter(|_| !title.is_empty());
    Some([opening?].into_iter().chain(closing).map(|span| Edit { span, text: marks.clone() }).collect())
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::testing::{applied, check, check_in, check_whole, fixes, ours, snapshot, snapshot_with};
    use super::RULE;

    const HEAD: &str = "## Incident Response & Management\n\n### Incident Classification\n\nx\n\n";

    fn check_fix(text: &str, safe: bool, expected: &Expect) {
        let snapshot = ours(text);
        let fixes = fixes(&snapshot, &RULE);
        let [fix] = &fixes[..] else { panic!("one fix: {fixes:?}") };
        let after = applied(&snapshot, fix);
        expected.assert_eq(&format!("{}\n\n{after}", fix.title));
        assert_eq!(fix.safe, safe);
        check(&RULE, &after, &expect![[""]]);
    }

    #[test]
    fn an_element_that_stands_too_deep() {
        check_whole(
            &RULE,
            &format!("{HEAD}#### On-Call Management\n\nx\n"),
            &expect![[r#####"
                7:1 "#### On-Call Management" `On-Call Management` has level 4, elements stand at level 3 here
                  warning about incident-response-and-management/on-call-management
                  help: begin it with `###`
                  1 "## Incident Response & Management": its section
            "#####]],
        );
    }

    #[test]
    fn an_element_that_stands_beside_its_section() {
        check(
            &RULE,
            &format!("{HEAD}## On-Call Management\n\nx\n\n### Post-Incident Review\n\nx\n"),
            &expect![[r###"
            7:1 "## On-Call Management" `On-Call Management` has level 2, elements stand at level 3 here
              warning about incident-response-and-management/on-call-management
        "###]],
        );
    }

    #[test]
    fn a_section_among_others_of_another_level() {
        check_whole(
            &RULE,
            "## Incident Response & Management\n\n## Performance Management\n\n### Security Operations\n",
            &expect![[r####"
                5:1 "### Security Operations" `Security Operations` has level 3, sections stand at level 2 here
                  warning about security-operations
                  help: begin it with `##`
            "####]],
        );
    }

    #[test]
    fn nothing_if_another_heading_of_the_right_level_answers() {
        let text = format!("{HEAD}#### On-Call Management\n\nx\n\n### On-Call Rotation\n\nx\n");
        check(&RULE, &text, &expect![[""]]);
    }

    #[test]
    fn a_weak_name_at_another_level_is_any_heading() {
        check(&RULE, &format!("{HEAD}#### Severity\n\nx\n\n#### Communication\n\nx\n\n# Security\n"), &expect![[""]]);
    }

    #[test]
    fn outside_of_its_section_it_is_misplaced_instead() {
        let text = "## Performance Management\n\n#### On-Call Management\n\nx\n\n## Incident Response & Management\n";
        check(&RULE, text, &expect![[""]]);
    }

    #[test]
    fn a_heading_for_several_elements_is_told_once() {
        let text = "## Disaster Recovery & Business Continuity\n\n## Recovery Objectives\n\nRTO 1 h, RPO 5 min\n\n### Backup Procedures\n\nx\n";
        check(&RULE, text, &expect![[r###"
            3:1 "## Recovery Objectives" `Recovery Objectives` has level 2, elements stand at level 3 here
              warning about disaster-recovery-and-business-continuity/recovery-time-objectives
        "###]]);
    }

    #[test]
    fn levels_count_from_the_chapter() {
        let text = "# Handbuch\n\n## 8. Operational Excellence\n\n### 8.1 Ämter\n\n### 8.2 Incident Response\n\n#### 8.2.1 On-Call Rota\n\nx\n";
        check_in(&snapshot(&text.replace('\n', "\r\n")), &RULE, &expect![[""]]);
        let text =
            "# 8. Operational Excellence\n\n### 8.2 Incident Response & Management\n\n#### 8.2.1 On-Call Rota\n\nx\n";
        check_in(
            &snapshot(&text.replace('\n', "\r\n")),
            &RULE,
            &expect![[r#####"
            3:1 "### 8.2 Incident Response & Management" `8.2 Incident Response & Management` has level 3, sections stand at level 2 here
              warning about incident-response-and-management
            5:1 "#### 8.2.1 On-Call Rota" `8.2.1 On-Call Rota` has level 4, elements stand at level 3 here
              warning about incident-response-and-management/on-call-management
        "#####]],
        );
    }

    #[test]
    fn what_is_off_stands_at_any_level() {
        let text = format!("---\noe: true\n---\n{HEAD}#### On-Call Management\n\nx\n");
        check_in(&snapshot_with(&text, "elements.on-call-management = \"off\"", None), &RULE, &expect![[""]]);
    }

    #[test]
    fn a_single_heading_is_changed_safely() {
        check_fix(
            &format!("{HEAD}#### 6.2 On-Call *Management* ####\n\nx\n"),
            true,
            &expect![[r#"
            Make it a heading of level 3

            ## Incident Response & Management

            ### Incident Classification

            x

            ### 6.2 On-Call *Management* ###

            x
        "#]],
        );
        check_fix(
            &format!("{HEAD}##   On-Call Management\n\nx\n\n### Post-Incident Review\n\nx\n"),
            true,
            &expect![[r#"
                Make it a heading of level 3

                ## Incident Response & Management

                ### Incident Classification

                x

                ###   On-Call Management

                x

                ### Post-Incident Review

                x
            "#]],
        );
    }

    #[test]
    fn an_underlined_heading_gets_marks() {
        check_fix(
            &format!("{HEAD}6.2 On-Call\r\nManagement\r\n---\r\n\r\nx\r\n"),
            true,
            &expect![[r#"
                Make it a heading of level 3

                ## Incident Response & Management

                ### Incident Classification

                x

                ### 6.2 On-Call Management

                x
            "#]],
        );
    }

    #[test]
    fn what_stands_below_moves_along_and_never_unseen() {
        let text = format!("{HEAD}#### On-Call Management\n\nx\n\n##### Rota\n\nx\n\n#### Details\n\nx\n");
        check_fix(
            &text,
            false,
            &expect![[r#"
            Make it a heading of level 3, and move the one below along

            ## Incident Response & Management

            ### Incident Classification

            x

            ### On-Call Management

            x

            #### Rota

            x

            #### Details

            x
        "#]],
        );
    }

    #[test]
    fn a_section_takes_its_elements_along() {
        let text = "## Incident Response & Management\n\n## Performance Management\n\n### Security Operations\n\n#### Threat Detection\n\nx\n\n\
                    ##### Rules\n\nx\n";
        let snapshot = ours(text);
        let first = fixes(&snapshot, &RULE).remove(0);
        assert!(!first.safe);
        expect![[r#"
            ## Incident Response & Management

            ## Performance Management

            ## Security Operations

            ### Threat Detection

            x

            #### Rules

            x
        "#]]
        .assert_eq(&applied(&snapshot, &first));
    }

    #[test]
    fn a_heading_that_would_come_to_stand_below_makes_it_unsafe() {
        check_fix(
            &format!("{HEAD}#### On-Call Management\n\nx\n\n#### Details\n\nx\n"),
            false,
            &expect![[r#"
            Make it a heading of level 3

            ## Incident Response & Management

            ### Incident Classification

            x

            ### On-Call Management

            x

            #### Details

            x
        "#]],
        );
    }

    #[test]
    fn nothing_moves_beyond_the_last_level() {
        let text = "#### Operational Excellence\n\n##### Incident Response & Management\n\n##### On-Call Management\n\n###### Rota\n\nx\n";
        assert!(fixes(&snapshot(text), &RULE).is_empty());
    }
}
