//! What an editor's status line says of a document.

use serde::Serialize;

use super::readiness::Counts;
use crate::assessment::{Kind, Why};
use crate::checks::Finding;
use crate::config::Severity;
use crate::snapshot::Snapshot;

/// The field names are those of the notification `oe-ls/status`, to which the edge adds the
/// document's address and the settings file in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Status {
    /// `oe`, `guide`, `settings` or `other`.
    pub kind: &'static str,
    /// Which step decided that.
    pub why: String,
    /// The identifier of the guide that the document is held against.
    pub guide: String,
    /// Only of a document of ours.
    pub elements: Option<Counts>,
    /// How many of the required elements say something that is no template text; likewise.
    pub written: Option<usize>,
    pub counts: FindingCounts,
    pub health: Health,
    /// All of it for a reader, in one line.
    pub message: String,
}

/// Findings by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FindingCounts {
    pub error: usize,
    pub warning: usize,
    pub information: usize,
    pub hint: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Health {
    Ok,
    Warning,
    Error,
}

/// How the document stands, with these findings.
pub fn status(snapshot: &Snapshot, findings: &[Finding]) -> Status {
    let assessment = &snapshot.assessment;
    let counts = FindingCounts::of(findings);
    let elements = assessment.is_oe().then(|| assessment.counts());
    let elements = elements.map(|(required, present)| Counts { required, present });
    let written = assessment.is_oe().then(|| assessment.written());
    let message = match (assessment.kind, elements) {
        (Kind::Oe, Some(elements)) => {
            let mut message = counted(elements.required, "element");
            message.insert_str(0, &format!("{} of ", elements.present));
            let waiting = elements.present - written.unwrap_or_default();
            if waiting > 0 {
                message.push_str(&format!(", {waiting} to fill in"));
            }
            let draft = if assessment.draft { ", draft" } else { "" };
            format!("{message}{draft}{}", counts.worst())
        }
        (Kind::Guide, _) => format!("guide{}", counts.worst()),
        (Kind::Settings, _) => format!("settings{}", counts.worst()),
        (Kind::Oe | Kind::Other, _) => format!("not an OE document{}", why_not(snapshot)),
    };
    let health = match counts {
        FindingCounts { error: 1.., .. } => Health::Error,
        FindingCounts { warning: 1.., .. } => Health::Warning,
        FindingCounts { .. } => Health::Ok,
    };
    Status {
        kind: assessment.kind.name(),
        why: assessment.why.to_string(),
        guide: snapshot.requirements.guide.id.clone(),
        elements,
        written,
        counts,
        health,
        message,
    }
}

/// From a file that has some of the guide's sections a writer may expect more than silence.
fn why_not(snapshot: &Snapshot) -> String {
    match &snapshot.assessment.why {
        why @ Why::TooFew { found, .. } if *found > 1 && has_toml(snapshot) => {
            format!(": {why}; its front matter is TOML, which is not read: list it under `oe-files` to check it")
        }
        why @ Why::TooFew { found, .. } if *found > 1 => {
            format!(": {why}; add `oe: true` to front matter to check it")
        }
        Why::FrontMatter => ": front matter says so".to_owned(),
        Why::Settings(glob) => format!(": settings leave `{glob}` out"),
        _ => String::new(),
    }
}

/// Whether the document has front matter in TOML, and so can have none that says something to us.
fn has_toml(snapshot: &Snapshot) -> bool {
    let first = snapshot.readings.iter().next();
    first.is_some_and(|(_, _, reading)| reading.sketch.front_matter.as_ref().is_some_and(|it| it.toml))
}

impl FindingCounts {
    pub fn of(findings: &[Finding]) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            *match finding.severity {
                Severity::Error => &mut counts.error,
                Severity::Warning => &mut counts.warning,
                Severity::Information => &mut counts.information,
                Severity::Hint => &mut counts.hint,
            } += 1;
        }
        counts
    }

    /// ", 2 errors, 1 warning".
    fn worst(self) -> String {
        let of = [(self.error, "error"), (self.warning, "warning")];
        let some = of.into_iter().filter(|(count, _)| *count > 0);
        some.fold(String::new(), |all, (count, what)| all + ", " + &counted(count, what))
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::checks;
    use crate::testing::{snapshot, snapshot_with};

    /// With one finding of each of these severities.
    fn of(snapshot: &Snapshot, severities: &[Severity]) -> Status {
        let found = checks::Found::new(crate::snapshot::Anchor::Top, String::new());
        let found = std::sync::Arc::new(found);
        let span = crate::text::Span::default();
        let finding =
            |severity: &Severity| Finding { rule: checks::ALL[0], severity: *severity, span, found: found.clone() };
        status(snapshot, &severities.iter().map(finding).collect::<Vec<_>>())
    }

    const OURS: &str = "# Operational Excellence\n## Security Operations\n### Threat Detection\nyes\n";

    #[test]
    fn template_text_is_there_and_waits_to_be_filled_in() {
        let status = |text: &str| {
            let snapshot = snapshot(text);
            super::status(&snapshot, &checks::run(&snapshot, None).findings)
        };
        let text = "---\noe:\n  sections: [security-operations]\n---\n\n# Ops\n\n## Security Operations\n\n\
                    ### Threat Detection\n\n[Methods]\n\n### Security Monitoring\n\nLogs.\n";
        let (waiting, filled) = (status(text), status(&text.replace("[Methods]", "Rules.")));
        assert_eq!((waiting.written, filled.written), (Some(1), Some(2)));
        assert!(waiting.message.starts_with("2 of 5 elements, 1 to fill in, "), "{}", waiting.message);
        assert!(filled.message.starts_with("2 of 5 elements, 3 errors"), "{}", filled.message);
        assert_eq!(status("# Readme\n").written, None);
    }

    #[test]
    fn ours_has_its_elements_and_findings() {
        use Severity::{Error, Hint, Information, Warning};
        let snapshot = snapshot(OURS);
        let status = |severities: &[Severity]| of(&snapshot, severities);
        let told = |severities: &[Severity]| (status(severities).health, status(severities).message);
        assert_eq!(told(&[Error, Warning, Error]), (Health::Error, "1 of 31 elements, 2 errors, 1 warning".into()));
        assert_eq!(told(&[Warning, Hint]), (Health::Warning, "1 of 31 elements, 1 warning".into()));
        assert_eq!(told(&[Information, Hint]), (Health::Ok, "1 of 31 elements".into()));
        assert_eq!(
            json!(status(&[Error, Hint])),
            json!({
                "kind": "oe", "why": "heading `Operational Excellence`", "guide": "operational-excellence",
                "elements": {"required": 31, "present": 1},
                "written": 1,
                "counts": {"error": 1, "warning": 0, "information": 0, "hint": 1},
                "health": "error", "message": "1 of 31 elements, 1 error"
            })
        );
    }

    #[test]
    fn one_element_is_one_element() {
        let off = "[elements]\nsecurity-operations = \"off\"\n\"security-operations/threat-detection\" = \"required\"\n\
                   production-operations-framework = \"off\"\nmonitoring-and-observability = \"off\"\n\
                   incident-response-and-management = \"off\"\ndisaster-recovery-and-business-continuity = \"off\"\n\
                   performance-management = \"off\"\n";
        assert_eq!(of(&snapshot_with(OURS, off), &[]).message, "1 of 1 element");
    }

    #[test]
    fn others_say_why_they_are_not() {
        let status = |text: &str| of(&snapshot(text), &[]);
        let half = status("# Payments\n## Security Operations\n## Performance Management\n");
        assert_eq!(
            half.message,
            "not an OE document: 2 of the guide's sections by heading, it takes 4; add `oe: true` to front matter to check it"
        );
        let toml = status("+++\ntitle = 'Payments'\n+++\n## Security Operations\n## Performance Management\n");
        assert_eq!(
            toml.message,
            "not an OE document: 2 of the guide's sections by heading, it takes 4; its front matter is TOML, which is not \
             read: list it under `oe-files` to check it"
        );
        assert_eq!((half.kind, half.elements, half.health), ("other", None, Health::Ok));
        assert_eq!(status("# Notes\n\n## Security Operations\n").message, "not an OE document");
        assert_eq!(status("").message, "not an OE document");
    }
}
