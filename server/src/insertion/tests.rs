mod labels;
mod numbers;
mod parts;
mod places;

use std::sync::Arc;

use expect_test::{Expect, expect};

use super::*;
use crate::config::Settings;
use crate::document::Document;
use crate::guide::{self, Named};
use crate::requirements::Requirements;

fn open(text: &str) -> Snapshot {
    let requirements = Requirements::new(guide::embedded().clone(), Settings::default());
    Snapshot::new(Document::new(text), Arc::new(requirements), None)
}

fn apply(text: &str, insertions: &[Insertion]) -> String {
    let mut out = text.to_owned();
    for insertion in insertions.iter().rev() {
        for edit in insertion.edits().collect::<Vec<_>>().into_iter().rev() {
            out.replace_range(edit.span.range(), &edit.text);
        }
        for placeholder in &insertion.placeholders {
            let shown = &insertion.text[placeholder.range()];
            assert!(shown.starts_with('[') && shown.ends_with(']'), "{shown}");
        }
    }
    out
}

/// All that the document lacks: sections with their elements, and elements of the others.
fn all_missing(snapshot: &Snapshot) -> Vec<Insertion> {
    let all = 0..snapshot.requirements.guide.sections.len();
    let elements: Vec<_> = all.flat_map(|section| missing_elements(snapshot, section)).collect();
    Inserter::new(snapshot).insert(&missing_sections(snapshot), &elements)
}

fn named(name: &str) -> usize {
    match guide::embedded().find(name) {
        Some(Named::Element(at) | Named::Section(at)) => at,
        None => panic!("{name} is not in the guide"),
    }
}

fn check_element(text: &str, name: &str, expected: &Expect) {
    let snapshot = open(text);
    let insertion = element(&snapshot, named(name)).unwrap_or_else(|| panic!("nothing to insert"));
    expected.assert_eq(&apply(text, &[insertion]));
}

/// Every heading moved `by` levels down and numbered from `first` on.
fn chapter_of_larger(text: &str, first: &str) -> String {
    let mut numbers = [0; 3];
    let mut out = format!("# Handbook\n\n## 1. Purpose\n\nWords.\n\n## {first}. Operational Excellence\n\nIntro.\n\n");
    for line in text.lines().skip_while(|line| !line.starts_with("## ")) {
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        if level < 2 {
            out.push_str(line);
        } else {
            numbers[level - 2] += 1;
            numbers[level - 1] = 0;
            let own: Vec<_> = numbers[..level - 1].iter().map(usize::to_string).collect();
            let (marks, own) = ("#".repeat(level + 1), own.join("."));
            out.extend([&marks, " ", first, ".", &own, " ", &line[level + 1..]]);
        }
        out.push('\n');
    }
    out.push_str("\n## 9. References\n\nMore.\n");
    out
}

/// Documents that hold every element, in several forms.
fn complete() -> Vec<String> {
    let plain = document(guide::embedded(), Some("Payments"));
    let bare = plain.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('|')).collect::<Vec<_>>();
    let bare = bare.join("\n").replace("oe: true\n---", "oe: true\n---\n");
    let ruled = plain.replace("\n## ", "\n---\n\n## ").replace("- **", "* **").replace("**:", ":**");
    let mut sections: Vec<_> = plain.split("\n## ").collect();
    let head = sections.remove(0);
    sections.swap(1, 4);
    let swapped = format!("{head}\n## {}", sections.join("\n## "));
    let attached = swapped.replace("\n### ", "\n<!-- a note -->\n<a id=\"x\"></a>\n### ");
    vec![
        plain.replace('\n', "\r"),
        chapter_of_larger(&plain, "8").replace('\n', "\r\n"),
        bare,
        ruled.trim_end().to_owned(),
        attached,
    ]
}

/// The bytes of the heading or label that answers the element, with all that belongs to it.
fn taken_out(text: &str, element: usize) -> Option<String> {
    let snapshot = open(text);
    let answer = snapshot.assessment.elements[element].answer?;
    let layout = Layout::new(&snapshot);
    let head = layout.heads.iter().position(|head| head.at == answer.at)?;
    let spec = guide::embedded().labels_of(element).find(|label| label.element == Some(element));
    let mut span = match spec {
        Some(spec) => {
            let pieces = layout.pieces(layout.block(head));
            pieces.iter().find(|(_, _, piece)| piece.label().is_some_and(|it| it.key == spec.key))?.1
        }
        None => Span::new(layout.start(&layout.heads[head]), layout.block(head).end),
    };
    while text[span.end..].starts_with(['\n', '\r']) {
        span.end += 1;
    }
    let mut out = text.to_owned();
    out.replace_range(span.range(), "");
    Some(out)
}

/// Whether blank lines stand around headings, and never two of them.
fn is_well_formed(text: &str) -> bool {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<_> = text.lines().collect();
    !text.contains("\n\n\n") && lines.windows(2).all(|pair| !pair[1].starts_with('#') || is_before_heading(pair[0]))
}

fn is_before_heading(line: &str) -> bool {
    line.is_empty() || line.starts_with("<!--") || line.starts_with("<a ")
}

#[test]
fn every_element_taken_out_comes_back() {
    for text in complete() {
        let whole = open(&text);
        assert!(whole.assessment.elements.iter().all(|element| element.answer.is_some()), "{text}");
        for element in 0..guide::embedded().elements.len() {
            let name = &guide::embedded().elements[element].id;
            let without = taken_out(&text, element).unwrap_or_else(|| panic!("{name} in {text}"));
            let snapshot = open(&without);
            if snapshot.assessment.elements[element].answer.is_some() {
                // The recovery time is named by what stands beside it.
                assert!(name.contains("recovery-time"), "{name}: {without}");
                continue;
            }
            let insertion = super::element(&snapshot, element).unwrap_or_else(|| panic!("{name} in {without}"));
            let fixed = apply(&without, std::slice::from_ref(&insertion));
            let after = open(&fixed);
            let there = |snapshot: &Snapshot| {
                let headings = snapshot.assessment.headings.iter();
                let named: Vec<_> = headings.filter(|heading| heading.judged).map(|heading| heading.named).collect();
                let elements = snapshot.assessment.elements.iter();
                (
                    named,
                    elements
                        .map(|it| (it.answer.map(|it| (it.level, it.misplaced)), it.labels.len()))
                        .collect::<Vec<_>>(),
                )
            };
            assert_eq!(there(&after), there(&whole), "{name}:\n{fixed}");
            let bare = text.contains("\n### ") && !text.contains("\n\n### ");
            assert!(bare || is_well_formed(&fixed), "{name}:\n{fixed}");
            let ends =
                |text: &str| (text.matches("\r\n").count(), text.matches('\r').count(), text.matches('\n').count());
            if !text.contains('\r') {
                assert_eq!(ends(&fixed).1, 0, "{name}");
            } else if ends(&text).0 == ends(&text).1 {
                assert!(ends(&fixed).0 == ends(&fixed).2, "{name}: {fixed:?}");
            } else {
                assert_eq!(ends(&fixed).2, 0, "{name}");
            }
        }
    }
}

#[test]
fn every_section_taken_out_comes_back() {
    for text in complete() {
        let whole = open(&text);
        for section in 0..guide::embedded().sections.len() {
            let layout = Layout::new(&whole);
            let inside = layout.section(section).unwrap();
            let end =
                layout.heads.get(inside.end).map_or(layout.own_text(inside.end - 1).end, |head| layout.start(head));
            let mut without = text.clone();
            without.replace_range(layout.start(&layout.heads[inside.start - 1])..end, "");
            let snapshot = open(&without);
            let insertion = super::section(&snapshot, section).unwrap_or_else(|| panic!("{without}"));
            let fixed = apply(&without, &[insertion]);
            let after = open(&fixed);
            assert!(missing_sections(&after).is_empty(), "{fixed}");
            assert!(after.assessment.elements.iter().all(|it| it.answer.is_some_and(|it| !it.misplaced)), "{fixed}");
            let order = |snapshot: &Snapshot| {
                snapshot.assessment.headings.iter().filter_map(|heading| heading.named).collect::<Vec<_>>()
            };
            if !text.contains("## 2. Monitoring") && order(&whole).is_sorted() {
                assert_eq!(order(&after), order(&whole), "{fixed}");
            }
        }
    }
}

#[test]
fn all_that_is_missing_makes_a_document_complete() {
    for text in [
        "---\noe: true\n---\n",
        "---\noe: true\n---",
        "# Operational Excellence",
        "---\noe: true\n---\n\n# Our service\n\nWords.\n\n## Other things\n\nWords.",
        "---\noe: true\n---\n\n# Handbook\n\n# Operational Excellence\n\n# Other\n",
    ] {
        let snapshot = open(text);
        let fixed = apply(text, &all_missing(&snapshot));
        let after = open(&fixed);
        let (required, present) = after.assessment.counts();
        assert_eq!((required, present), (31, 31), "{fixed}");
        assert!(all_missing(&after).is_empty());
        assert!(is_well_formed(&fixed), "{fixed}");
    }
}

#[test]
fn a_section_leaves_out_what_stands_elsewhere() {
    let text = "# Operational Excellence\n\n## Production Operations Framework\n\n### On-Call Management\n\nWeekly.\n\n### Post-mortems\n\nYes.\n\n---\n\n## Performance\n\n### Load Tests\n\nk6.";
    let snapshot = open(text);
    let insertion = section(&snapshot, named("incident-response-and-management")).unwrap();
    expect![[r#"
        # Operational Excellence

        ## Production Operations Framework

        ### On-Call Management

        Weekly.

        ### Post-mortems

        Yes.

        ---

        ## Incident Response & Management

        - [On-Call Management](#on-call-management)
        - [Post-Incident Review](#post-mortems)

        ### Incident Classification

        | Severity      | Definition   | Response Time   | Escalation   |
        | ------------- | ------------ | --------------- | ------------ |
        | P0 - Critical | [Definition] | [Response Time] | [Escalation] |
        | P1 - High     | [Definition] | [Response Time] | [Escalation] |
        | P2 - Medium   | [Definition] | [Response Time] | [Escalation] |
        | P3 - Low      | [Definition] | [Response Time] | [Escalation] |

        ### Incident Response Procedures

        1. **Detection**: [Alerts, probes and reports that open an incident, and who opens it]
        2. **Assessment**: [Who sets the severity, within how many minutes, higher level when in doubt]
        3. **Response**: [Who takes command, first actions, what restores service before the cause is known]
        4. **Resolution**: [Who decides on fix or rollback, and the check that ends the incident]
        5. **Communication**: [Who writes updates, for which audience, through which channel, how often]
        6. **Documentation**: [Who keeps the timeline, where, and by when the record is complete]

        ### Incident Communication

        - **Internal Communication**: [Teams told, channel, minutes to the first message, update interval, author]
        - **External Communication**: [Customers and partners told, channel, first notice, update interval, approver]
        - **Status Pages**: [Address, severities shown, minutes to the first entry, who posts]

        ---

        ## Performance

        ### Load Tests

        k6."#]]
    .assert_eq(&apply(text, &[insertion]));
}

/// Ends of a document that a blank line closes, and such as nothing does.
const CLOSED: [&str; 7] = [
    "<details>\n<summary>x</summary>\nx\n</details>",
    "<details>\n\nx\n\n</details>\n",
    "<img src=\"x\">",
    "</div>\n[a]: https://x.example",
    "x <!-- y -->\n<!-- z -->",
    "- x\n  ```\n  y",
    "> <!-- x",
];
const OPEN: [&str; 6] = ["```sh\nrun", "~~~\n\nx\n\n", "<!-- x\n\ny\n", "<pre>\nx\n", "<script>\nx", "<style>"];
