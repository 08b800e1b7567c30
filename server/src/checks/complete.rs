//! A complete document has no findings, and each thing taken out of it has exactly one.

use std::fmt::Write as _;
use std::sync::Arc;

use super::testing::snapshot;
use super::{Finding, Fix, run};
use crate::guide::{self, Guide, Named};
use crate::outline::PieceKind;
use crate::reading::PieceRef;
use crate::snapshot::{Anchor, Part, Snapshot};
use crate::text::{Edit, Span};

const COMPLETE: &str = include_str!("../../../tests/corpus/complete.md");

/// The document in each form that it is tried in: alone, as a chapter with numbered headings of
/// other levels, and with other line ends.
fn forms() -> [(&'static str, String); 3] {
    let crlf = COMPLETE.replace('\n', "\r\n");
    [("alone", COMPLETE.to_owned()), ("in a chapter", as_chapter(COMPLETE)), ("with CRLF", crlf)]
}

fn as_chapter(text: &str) -> String {
    let mut out = "# Handbuch für Betrieb\n\n## 7. Überblick\n\nText.\n\n".to_owned();
    let (mut section, mut element) = (0, 0);
    for line in text.lines().skip_while(|line| !line.starts_with("# ")) {
        if let Some(title) = line.strip_prefix("### ") {
            element += 1;
            write!(out, "#### 8.{section}.{element} {title}").unwrap();
        } else if let Some(title) = line.strip_prefix("## ") {
            (section, element) = (section + 1, 0);
            write!(out, "### 8.{section} {title}").unwrap();
        } else if line.starts_with("# ") {
            out.push_str("## 8. Operational Excellence: Tidewater");
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    out.push_str("\n## 9. Anhang\n\n### Security Operations\n\nText.\n");
    out
}

fn embedded() -> &'static Arc<Guide> {
    guide::embedded()
}

fn told(snapshot: &Snapshot) -> Vec<(String, String)> {
    let of = |finding: &Finding| {
        let about = finding.found.about.map_or("", |named| embedded().id_of(named));
        (finding.rule.name.to_owned(), about.to_owned())
    };
    run(snapshot, None).findings.iter().map(of).collect()
}

/// The bytes of what answers `element`: the heading with all below it, or the line of its label.
fn written(snapshot: &Snapshot, element: usize) -> Span {
    let answer = snapshot.assessment.elements[element].answer.expect("complete");
    let named = |at: PieceRef| {
        let label = snapshot.piece(at).and_then(|piece| piece.label());
        label.and_then(|label| snapshot.requirements.names.label(label)) == Some(Named::Element(element))
    };
    let pieces = snapshot.readings.strokes().map(|(at, _)| at).skip_while(|at| *at < answer.at);
    let pieces: Vec<_> = pieces.collect();
    let span = |at: PieceRef| snapshot.span(Anchor::Piece(at, Part::Whole));
    if let Some(label) = pieces.iter().find(|at| gathers(snapshot, answer.at) && named(**at)) {
        let line = snapshot.text().line_of(span(*label).start);
        return Span::new(snapshot.text().line_start(line), snapshot.text().line_start(line + 1));
    }
    let level = |at: PieceRef| snapshot.piece(at).and_then(|piece| piece.heading()).map(|heading| heading.level);
    let own = level(answer.at);
    let next = pieces[1..].iter().find(|at| level(**at).is_some_and(|level| Some(level) <= own));
    Span::new(span(answer.at).start, next.map_or(snapshot.text().len(), |next| span(*next).start))
}

fn gathers(snapshot: &Snapshot, at: PieceRef) -> bool {
    let piece = snapshot.piece(at).expect("there");
    let PieceKind::Heading(heading) = &piece.kind else { return false };
    matches!(snapshot.requirements.names.gathered(&heading.key), Some(guide::Answer::Gathers(_)))
}

fn with(snapshot: &Snapshot, edit: &Edit) -> Snapshot {
    let mut document = snapshot.document.clone();
    document.edit(edit);
    document.settle(None);
    snapshot.update(document)
}

#[test]
fn a_complete_document_has_no_findings() {
    for (form, text) in forms() {
        assert_eq!(told(&snapshot(&text)), [], "{form}");
        assert_eq!(snapshot(&text).assessment.counts(), (31, 31), "{form}");
    }
}

#[test]
fn an_element_taken_out_is_one_finding() {
    for (form, text) in forms() {
        let whole = snapshot(&text);
        for (at, element) in embedded().elements.iter().enumerate() {
            let without = with(&whole, &Edit { span: written(&whole, at), text: String::new() });
            let expected = [("missing-element".to_owned(), element.id.clone())];
            assert_eq!(told(&without), expected, "{form}: {}", element.id);
        }
    }
}

#[test]
fn a_section_taken_out_is_one_finding() {
    for (form, text) in forms() {
        let whole = snapshot(&text);
        for (at, section) in embedded().sections.iter().enumerate() {
            let of = |at: usize| whole.assessment.headings.iter().find(|it| it.named == Some(Named::Section(at)));
            let start = |at| whole.span(Anchor::Piece(at, Part::Whole)).start;
            let own = of(at).expect("complete");
            let after = whole.assessment.headings.iter().find(|it| it.at > own.at && it.level <= own.level);
            let end = after.map_or(whole.text().len(), |next| start(next.at));
            let without = with(&whole, &Edit { span: Span::new(start(own.at), end), text: String::new() });
            assert_eq!(told(&without), [("missing-section".to_owned(), section.id.clone())], "{form}");
        }
    }
}

#[test]
fn an_element_under_each_of_its_strong_names_is_there() {
    for (form, text) in forms() {
        let whole = snapshot(&text);
        for (at, element) in embedded().elements.iter().enumerate() {
            let answer = whole.assessment.elements[at].answer.expect("complete");
            let heading = whole.piece(answer.at).and_then(|piece| piece.heading()).expect("a heading");
            let start = whole.readings.start(answer.at.chunk);
            for name in element.also.iter().chain([&element.name]) {
                let renamed = if gathers(&whole, answer.at) {
                    // Taken out of what gathers it, and given a heading of its own.
                    let piece = whole.span(Anchor::Piece(answer.at, Part::Whole));
                    let span = written(&whole, at);
                    let line = whole.slice(span).into_owned();
                    let value = line.split_once("**: ").expect("a label").1;
                    let own = "#".repeat(usize::from(heading.level));
                    let end = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
                    let text = format!("{own} {name}{end}{end}{value}{end}");
                    let without = with(&whole, &Edit { span, text: String::new() });
                    with(&without, &Edit { span: Span::at(piece.start), text })
                } else {
                    with(&whole, &Edit { span: heading.title.shift(start), text: name.clone() })
                };
                assert_eq!(told(&renamed), [], "{form}: {name}");
            }
        }
    }
}

#[test]
fn a_section_under_each_of_its_strong_names_is_there() {
    for (form, text) in forms() {
        let whole = snapshot(&text);
        for (at, section) in embedded().sections.iter().enumerate() {
            let answer = whole.assessment.sections[at].answer.expect("complete");
            let heading = whole.piece(answer.at).and_then(|piece| piece.heading()).expect("a heading");
            let span = heading.title.shift(whole.readings.start(answer.at.chunk));
            for name in section.also.iter().chain([&section.title]) {
                let renamed = with(&whole, &Edit { span, text: name.clone() });
                assert_eq!(told(&renamed), [], "{form}: {name}");
            }
        }
    }
}

/// Each heading at each other level, as a document and as a chapter of one.
#[test]
fn safe_fixes_converge_and_add_nothing() {
    for (form, text) in &forms()[..2] {
        let whole = snapshot(text);
        for heading in whole.assessment.headings.iter().filter(|heading| heading.judged) {
            let span = whole.span(Anchor::Piece(heading.at, Part::Whole));
            let marks = Span::new(span.start, span.start + usize::from(heading.level));
            for level in (1..=6).filter(|level| *level != heading.level) {
                let mut moved = with(&whole, &Edit { span: marks, text: "#".repeat(usize::from(level)) });
                if !moved.assessment.is_oe() {
                    continue;
                }
                let mut left = told(&moved);
                while let Some(fix) = safe_fix(&moved) {
                    let after = fix.edits.iter().rev().fold(moved.clone(), |moved, edit| with(&moved, edit));
                    let now = told(&after);
                    assert!(now.len() < left.len(), "{form}, {} at {level}: {left:?} then {now:?}", heading.title);
                    assert!(now.iter().all(|it| left.contains(it)), "{form}, {}: {left:?} then {now:?}", heading.title);
                    (moved, left) = (after, now);
                }
            }
        }
    }
}

fn safe_fix(snapshot: &Snapshot) -> Option<Fix> {
    let findings = run(snapshot, None).findings;
    let fixes =
        findings.iter().flat_map(|finding| finding.rule.fixes.map_or(Vec::new(), |fixes| fixes(snapshot, finding)));
    fixes.into_iter().find(|fix| fix.safe)
}

/// What an unsafe fix adds is template text and nothing else, and what it was for is gone.
#[test]
fn a_fix_writes_back_what_was_taken_out() {
    for (form, text) in forms() {
        let whole = snapshot(&text);
        for at in 0..embedded().elements.len() {
            let without = with(&whole, &Edit { span: written(&whole, at), text: String::new() });
            let findings = run(&without, None).findings;
            let [finding] = &findings[..] else { panic!("{form}: one finding") };
            let [fix] = &finding.rule.fixes.expect("fixes")(&without, finding)[..] else { panic!("{form}: one fix") };
            let after = fix.edits.iter().rev().fold(without.clone(), |text, edit| with(&text, edit));
            let allowed = ["unfilled-placeholder"];
            let left: Vec<_> = told(&after).into_iter().filter(|(rule, _)| !allowed.contains(&rule.as_str())).collect();
            assert_eq!(left, [], "{form}: {}", embedded().elements[at].id);
        }
    }
}

/// Each section loses its heading and one element: the others are found under the section before.
#[test]
fn a_section_written_back_leaves_its_elements_where_they_are() {
    for (form, text) in forms() {
        let whole = snapshot(&text);
        for (at, section) in embedded().sections.iter().enumerate() {
            let element =
                section.elements.clone().find(|at| !gathers(&whole, whole.assessment.elements[*at].answer.unwrap().at));
            let without = with(&whole, &Edit { span: written(&whole, element.unwrap()), text: String::new() });
            let heading = without.span(Anchor::Piece(without.assessment.sections[at].answer.unwrap().at, Part::Whole));
            let without = with(&without, &Edit { span: heading, text: String::new() });
            if without.assessment.outside(Named::Section(at)).is_some() {
                continue;
            }
            let findings = run(&without, None).findings;
            let [finding] = &findings[..] else { panic!("{form}: one finding: {:?}", told(&without)) };
            let [fix] = &finding.rule.fixes.expect("fixes")(&without, finding)[..] else { panic!("{form}: one fix") };
            let after = fix.edits.iter().rev().fold(without.clone(), |text, edit| with(&text, edit));
            let left: Vec<_> = told(&after).into_iter().filter(|(rule, _)| rule != "unfilled-placeholder").collect();
            assert_eq!(left, [], "{form}: {}\n{}", section.id, after.text());
        }
    }
}
