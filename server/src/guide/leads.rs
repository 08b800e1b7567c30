//! Headings that begin alike and go on as a document has it: `### Control: [Control name]`.

use std::collections::HashMap;

use super::{Guide, Named, Strength};
use crate::names;

/// What stands before the placeholder in headings of a guide's templates, by its key.
#[derive(Clone, Debug, Default)]
pub(super) struct Leads {
    leads: HashMap<String, Vec<Named>>,
}

impl Leads {
    pub(super) fn new(guide: &Guide) -> Self {
        let mut found: Vec<(String, usize, Named)> = Vec::new();
        for (at, section) in guide.sections.iter().enumerate() {
            for part in &section.template.parts {
                let named = match part.elements[..] {
                    [element] if !part.gathers() => Named::Element(element),
                    [] if part.level == 0 => Named::Section(at),
                    _ => continue,
                };
                found.extend(part.lead().map(|lead| (lead, at, named)).filter(|it| !found.contains(it)));
            }
        }
        let mut out = Self::default();
        for (lead, section, named) in &found {
            // Where two elements of a section begin alike, neither is meant.
            let alike = found.iter().filter(|(other, of, _)| other == lead && of == section).count();
            if alike == 1 {
                out.leads.entry(lead.clone()).or_default().push(*named);
            }
        }
        out
    }

    /// What a heading with this title may mean: in the right place, since any name may follow.
    pub(super) fn meanings(&self, title: &str) -> Vec<(Named, Strength)> {
        let found = if self.leads.is_empty() { None } else { names::lead(title) };
        let all = found.and_then(|(lead, _)| self.leads.get(&lead));
        all.into_iter().flatten().map(|named| (*named, Strength::Weak)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use crate::assessment::State;
    use crate::checks::run;
    use crate::insertion::document_text;
    use crate::testing::held_against;

    /// A guide whose headings go on as a document has it.
    const LED: &str = "# G\n\n### 1. Security Controls\n\n**Required Elements:**\n\n- **Protection**: what each control does\n\
                       - **Owner**: who\n- **Risk**: what may happen\n\n**Template:**\n\n## Security Controls\n\n\
                       ### Control: [Control name]\n\n[What it does]\n\n### Risk: [Risk]\n\n[What may happen]\n\n\
                       ### Owner\n\n[Who]\n";

    #[test]
    fn a_heading_with_a_placeholder_goes_on_as_the_document_has_it() {
        let guide = read(LED).guide;
        assert_eq!(guide.sections[0].template.placeholders, 5);
        let found = |text: &str| {
            let snapshot = held_against(LED, &format!("---\noe: true\n---\n\n{text}"));
            let found = run(&snapshot, None).findings;
            found.iter().map(|finding| format!("{} {}", finding.rule.name, finding.message())).collect::<Vec<_>>()
        };
        let written = "# T\n\n## Security Controls\n\n### Control: Encryption at rest\n\nx\n\n### Control: Zugang\n\nx\n\n\
                       ### Risk: Theft\n\nx\n\n### Owner\n\nSRE\n";
        assert_eq!(found(written), [""; 0]);
        assert_eq!(found(&written.replace('\n', "\r\n")), [""; 0]);
        assert_eq!(found(&written.replace("### Control:", "### 1.2 **Control**:")), [""; 0]);
        let chapter = written.replace("# T", "# G\n\n# T").replace("# ", "## ");
        assert_eq!(found(&chapter), [""; 0]);
        // What waits is told, and brackets that are part of a name are not.
        let waits = "unfilled-placeholder `Control: [Control name]` still holds template text";
        assert_eq!(found(&written.replace("Encryption at rest", "[Control name]")), [waits]);
        assert_eq!(found(&written.replace("Encryption at rest", "Encryption [at rest]")), [""; 0]);
        // Not without the colon, elsewhere, on another level, or with nothing behind it.
        let one = written.replace("### Control: Zugang\n\nx\n\n", "");
        for other in ["### Control Encryption", "### Controls of risk: x", "#### Control: Encryption", "### Control:"] {
            let text = one.replace("### Control: Encryption at rest", other);
            assert_eq!(found(&text), ["missing-element `Security Controls` says nothing on `Protection`"], "{other}");
        }
        let elsewhere =
            one.replace("### Control: Encryption at rest\n\nx\n\n", "") + "\n## More\n\n### Control: Encryption\n\nx\n";
        assert_eq!(found(&elsewhere).len(), 1);
        // A document of another kind is none of ours for it.
        let readme = held_against(LED, "# Readme\n\n## Control: x\n\n### Risk: y\n");
        assert!(!readme.assessment.is_oe());
    }

    #[test]
    fn what_begins_like_two_elements_of_a_section_means_neither() {
        let guide = LED.replace("### Risk: [Risk]", "### Control: [Risk]");
        let text = "---\noe: true\n---\n\n## Security Controls\n\n### Control: x\n\nx\n\n### Owner\n\nx\n";
        let snapshot = held_against(&guide, text);
        assert_eq!(snapshot.assessment.counts(), (3, 1));
    }

    #[test]
    fn what_is_made_from_such_a_heading_asks_for_its_name() {
        let guide = read(LED).guide;
        let text = document_text(&guide, None, "\n");
        let asked: Vec<_> = text.placeholders.iter().map(|span| &text.text[span.range()]).collect();
        assert_eq!(asked, ["[Control name]", "[What it does]", "[Risk]", "[What may happen]", "[Who]"]);
        let snapshot = held_against(LED, &text.text);
        assert_eq!(snapshot.assessment.counts(), (3, 3));
        assert!(snapshot.assessment.elements.iter().all(|it| it.state() == State::Placeholder));
        let findings = run(&snapshot, None).findings;
        assert_eq!(findings.iter().filter(|it| it.rule.name == "unfilled-placeholder").count(), 5);
    }
}
