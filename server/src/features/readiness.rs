//! Which sections and elements a document deals with, and where: what `check` and the editor show of
//! its progress.

use serde::Serialize;

use crate::assessment::{Answered, ElementState};
use crate::config::Requirement;
use crate::guide::Named;
use crate::position::{self, Encoding, Range};
use crate::reading::PieceRef;
use crate::snapshot::{Anchor, Part, Snapshot};
use crate::text::{Span, Text};

/// The field names are those of the JSON of `check`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Readiness {
    pub elements: Counts,
    pub sections: Vec<SectionReadiness>,
}

/// Of the elements that a document must hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub required: usize,
    /// Those that are dealt with, be it by template text.
    pub present: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SectionReadiness {
    pub id: String,
    pub title: String,
    /// `present` or `missing`.
    pub state: &'static str,
    #[serde(flatten)]
    pub at: Option<At>,
    pub elements: Vec<ElementReadiness>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ElementReadiness {
    pub id: String,
    pub name: String,
    /// `present`, `empty`, `placeholder` or `missing`.
    pub state: &'static str,
    #[serde(flatten)]
    pub at: Option<At>,
}

/// Where something is dealt with: the text of a heading, a label or a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct At {
    #[serde(skip)]
    pub span: Span,
    /// Counts from one.
    pub line: usize,
    pub range: Range,
}

impl At {
    pub fn new(text: &Text, span: Span, encoding: Encoding) -> Self {
        Self { span, line: text.line_of(span.start) + 1, range: position::range(text, span, encoding) }
    }
}

impl Readiness {
    /// Puts every place where `to` says that its span is now.
    pub fn move_places(&mut self, to: impl Fn(Span) -> At) {
        for section in &mut self.sections {
            let elements = section.elements.iter_mut().filter_map(|element| element.at.as_mut());
            section.at.as_mut().into_iter().chain(elements).for_each(|at| *at = to(at.span));
        }
    }
}

/// How far the document is; nothing for one that is not ours. What settings switch off is left out,
/// and so is what front matter leaves to another file, unless it stands here all the same.
pub fn readiness(snapshot: &Snapshot, encoding: Encoding) -> Readiness {
    let (required, present) = snapshot.assessment.counts();
    let sections = (0..snapshot.assessment.sections.len()).filter_map(|at| section(snapshot, at, encoding));
    Readiness { elements: Counts { required, present }, sections: sections.collect() }
}

fn section(snapshot: &Snapshot, at: usize, encoding: Encoding) -> Option<SectionReadiness> {
    let assessment = &snapshot.assessment;
    let section = &snapshot.requirements.guide.sections[at];
    let state = &assessment.sections[at];
    let concerns = |element: &usize| {
        let state: &ElementState = &assessment.elements[*element];
        state.requirement != Requirement::Off && (!state.excused || state.answer.is_some())
    };
    let elements: Vec<_> =
        section.elements.clone().filter(concerns).map(|at| element(snapshot, at, encoding)).collect();
    let off = section.elements.clone().all(|at| assessment.elements[at].requirement == Requirement::Off);
    if elements.is_empty() && state.answer.is_none() && (state.excused || (off && !section.elements.is_empty())) {
        return None;
    }
    Some(SectionReadiness {
        id: section.id.clone(),
        title: crate::markup::plain(&section.title),
        state: if state.answer.is_some() { "present" } else { "missing" },
        at: state.answer.map(|answer| place(snapshot, answer, Named::Section(at), encoding)),
        elements,
    })
}

fn element(snapshot: &Snapshot, at: usize, encoding: Encoding) -> ElementReadiness {
    let element = &snapshot.requirements.guide.elements[at];
    let state = &snapshot.assessment.elements[at];
    ElementReadiness {
        id: element.id.clone(),
        name: crate::markup::plain(&element.name),
        state: state.state().name(),
        at: state.answer.map(|answer| place(snapshot, answer, Named::Element(at), encoding)),
    }
}

fn place(snapshot: &Snapshot, answer: Answered, named: Named, encoding: Encoding) -> At {
    let at = gathered_label(snapshot, answer, named).unwrap_or(answer.at);
    let title = snapshot.piece(at).and_then(|piece| piece.heading()).map(|heading| heading.title);
    let span = match title {
        Some(title) => title.shift(snapshot.readings.start(at.chunk)),
        None => snapshot.span(Anchor::Piece(at, Part::Name)),
    };
    At::new(snapshot.text(), span, encoding)
}

/// The label, cell or line below a heading for several elements that shows this one.
fn gathered_label(snapshot: &Snapshot, answer: Answered, named: Named) -> Option<PieceRef> {
    if answer.by != crate::assessment::By::Gathering {
        return None;
    }
    let next = snapshot.assessment.headings.iter().find(|heading| heading.at > answer.at).map(|heading| heading.at);
    let below = snapshot.readings.strokes().filter(|(at, _)| *at > answer.at);
    let mut below = below.take_while(|(at, _)| next.is_none_or(|next| *at < next));
    below.find(|(_, stroke)| stroke.evidence.iter().any(|evidence| evidence.named == named)).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};
    use serde_json::json;

    use super::*;
    use crate::testing::{snapshot, snapshot_with};

    fn shown(snapshot: &Snapshot) -> String {
        let readiness = readiness(snapshot, Encoding::Utf16);
        let mut out = format!("{} of {}\n", readiness.elements.present, readiness.elements.required);
        let at = |at: Option<At>| at.map(|at| format!("{}: {}", at.line, snapshot.slice(at.span))).unwrap_or_default();
        for section in &readiness.sections {
            writeln!(out, "{} {} {}", section.id, section.state, at(section.at)).unwrap();
            for element in section.elements.iter().filter(|_| section.at.is_some()) {
                writeln!(out, "  {} {} {}", element.name, element.state, at(element.at)).unwrap();
            }
        }
        out.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }

    fn check(snapshot: &Snapshot, expected: &Expect) {
        expected.assert_eq(&shown(snapshot));
    }

    const CHAPTER: &str = "# Payments\n\n## 8. Operational Excellence\n\n### 8.1 Disaster Recovery & Business Continuity\n\n\
                           #### 8.1.1 Recovery Objectives\n\n- **RTO**: 1 h\n- **RPO**: [How much]\n\n\
                           #### 8.1.2 Backup Procedures\n\n- **Recovery Procedures**: see [restore](restore.md)\n\n\
                           ## 9. More\n\n#### Disaster Recovery Strategy\n";

    #[test]
    fn each_element_has_its_state_and_place() {
        let expected = expect![[r"
            4 of 31
            production-operations-framework missing
            monitoring-and-observability missing
            incident-response-and-management missing
            disaster-recovery-and-business-continuity present 5: 8.1 Disaster Recovery & Business Continuity
              Disaster Recovery Strategy missing
              Recovery Time Objectives present 9: RTO
              Recovery Point Objectives placeholder 10: RPO
              Backup Procedures present 12: 8.1.2 Backup Procedures
              Recovery Procedures present 14: Recovery Procedures
              Business Continuity Planning missing
            performance-management missing
            security-operations missing"]];
        check(&snapshot(CHAPTER), &expected);
        check(&snapshot(&CHAPTER.replace('\n', "\r\n")), &expected);
    }

    #[test]
    fn what_is_off_is_left_out() {
        let settings = "[elements]\nsecurity-operations = \"off\"\nmonitoring-and-observability = \"optional\"\n\
                        recovery-point-objectives = \"off\"\n";
        check(
            &snapshot_with(CHAPTER, settings),
            &expect![[r"
            3 of 20
            production-operations-framework missing
            monitoring-and-observability missing
            incident-response-and-management missing
            disaster-recovery-and-business-continuity present 5: 8.1 Disaster Recovery & Business Continuity
              Disaster Recovery Strategy missing
              Recovery Time Objectives present 9: RTO
              Backup Procedures present 12: 8.1.2 Backup Procedures
              Recovery Procedures present 14: Recovery Procedures
              Business Continuity Planning missing
            performance-management missing"]],
        );
    }

    #[test]
    fn other_documents_have_none() {
        assert_eq!(readiness(&snapshot("# Notes\n"), Encoding::Utf16), Readiness::default());
        assert_eq!(readiness(&snapshot(""), Encoding::Utf16), Readiness::default());
    }

    #[test]
    fn the_json_is_that_of_check() {
        let json =
            json!(readiness(&snapshot("# Ü Operational Excellence\n## 🔒 Security Operations\n"), Encoding::Utf16));
        assert_eq!(json["elements"], json!({"required": 31, "present": 0}));
        let section = &json["sections"][5];
        assert_eq!(section["line"], 2);
        assert_eq!(
            section["range"],
            json!({"start": {"line": 1, "character": 3}, "end": {"line": 1, "character": 25}})
        );
        assert_eq!(
            section["elements"][1],
            json!({"id": "security-operations/threat-detection", "name": "Threat Detection", "state": "missing"})
        );
        assert!(json["sections"][0].get("line").is_none());
    }
}
