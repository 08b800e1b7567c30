//! What is safe by the word of a rule is tried before anything is called so: a heading on another
//! level may leave the one above it without text, or end a chapter.

use std::collections::BTreeMap;

use super::{Check, Finding, Findings, Fix, run};
use crate::guide::Named;
use crate::snapshot::Snapshot;
use crate::text::Edit;

/// The fixes of a document that may be applied unseen.
#[derive(Debug, Default)]
pub struct Safe {
    /// Each with the place of its finding among all.
    pub fixes: Vec<(usize, Fix)>,
    /// The edits of those that do not touch each other, in order.
    pub edits: Vec<Edit>,
    /// The document with these edits.
    pub after: Option<(Snapshot, Findings)>,
}

/// How much may still be tried: each trial costs what reading and judging the document does.
#[derive(Debug)]
pub struct Trials {
    /// Bytes of text.
    left: usize,
}

impl Default for Trials {
    /// As much as a document of 100,000 lines needs for some trials, within about a second; of small
    /// documents everything is tried.
    fn default() -> Self {
        Self { left: 16 << 20 }
    }
}

/// What can be done about `finding`, which is one of `all`: of what may bring others only what was tried
/// and does not.
pub fn fixes(snapshot: &Snapshot, all: &[Finding], finding: &Finding, trials: &mut Trials) -> Vec<Fix> {
    let mut fixes = finding.rule.fixes.map_or_else(Vec::new, |fixes| fixes(snapshot, finding));
    if fixes.iter().any(|fix| fix.doubtful) {
        let before = counts(all);
        fixes.retain(|fix| !fix.doubtful || trials.removes(snapshot, finding, &fix.edits, &before));
    }
    fixes
}

/// Tries what the rules of `findings` take for safe: each fix adds no finding, nor do all together.
/// What `trials` has no room for is not called safe.
pub fn safe(snapshot: &Snapshot, findings: &[Finding], trials: &mut Trials) -> Safe {
    let said =
        findings.iter().enumerate().filter_map(|(at, finding)| Some((at, finding, said_safe(snapshot, finding)?)));
    let before = counts(findings);
    // A comment shapes nothing: its removal is tried only with the others. For those, room is left.
    let enough = trials.left / 2;
    let mut alone = |finding: &Finding, fix: &Fix| {
        matches!(finding.rule.check, Check::Suppressions)
            || (trials.left > enough && trials.run(snapshot, &fix.edits, &before).is_some())
    };
    let fixes: Vec<_> = said.filter(|(_, finding, fix)| alone(finding, fix)).map(|(at, _, fix)| (at, fix)).collect();
    let apart = apart(&fixes);
    let edits = joined(apart.iter().map(|at| &fixes[*at].1));
    if edits.is_empty() {
        return Safe { fixes, ..Safe::default() };
    }
    if let Some(after) = trials.run(snapshot, &edits, &before) {
        return Safe { fixes, edits, after: Some(after) };
    }
    one_by_one(snapshot, fixes, &apart, &before, trials)
}

/// As many of the fixes at `apart` as add nothing together, the first ones first.
fn one_by_one(
    snapshot: &Snapshot,
    fixes: Vec<(usize, Fix)>,
    apart: &[usize],
    before: &Counts,
    trials: &mut Trials,
) -> Safe {
    let mut kept: Vec<usize> = Vec::new();
    let mut out = Safe::default();
    for at in apart {
        let edits = joined(kept.iter().chain([at]).map(|at| &fixes[*at].1));
        if let Some(after) = trials.run(snapshot, &edits, before) {
            kept.push(*at);
            (out.edits, out.after) = (edits, Some(after));
        }
    }
    let fixes = fixes.into_iter().enumerate().filter(|(at, _)| kept.contains(at) || !apart.contains(at));
    out.fixes = fixes.map(|(_, fix)| fix).collect();
    out
}

fn said_safe(snapshot: &Snapshot, finding: &Finding) -> Option<Fix> {
    finding.rule.fixes?(snapshot, finding).into_iter().find(|fix| fix.safe)
}

/// The places of the fixes that touch none before them.
fn apart(fixes: &[(usize, Fix)]) -> Vec<usize> {
    // Where what is taken starts and ends; none touches another.
    let mut taken = BTreeMap::new();
    let mut out = Vec::new();
    for (at, (_, fix)) in fixes.iter().enumerate() {
        let free = |edit: &Edit| {
            let before = taken.range(..=edit.span.end).next_back();
            before.is_none_or(|(_, end)| *end < edit.span.start)
        };
        if fix.edits.iter().all(free) {
            taken.extend(fix.edits.iter().map(|edit| (edit.span.start, edit.span.end)));
            out.push(at);
        }
    }
    out
}

fn joined<'a>(fixes: impl Iterator<Item = &'a Fix>) -> Vec<Edit> {
    let mut edits: Vec<_> = fixes.flat_map(|fix| fix.edits.iter().cloned()).collect();
    edits.sort_by_key(|edit| edit.span);
    edits
}

/// How often a rule finds something about one section or element.
type Counts = BTreeMap<(&'static str, Option<Named>), usize>;

fn counts(findings: &[Finding]) -> Counts {
    let mut out = Counts::new();
    for finding in findings {
        *out.entry((finding.rule.name, finding.found.about)).or_default() += 1;
    }
    out
}

impl Trials {
    /// Whether `edits` take away what `finding` tells of and add no finding.
    fn removes(&mut self, snapshot: &Snapshot, finding: &Finding, edits: &[Edit], before: &Counts) -> bool {
        let key = (finding.rule.name, finding.found.about);
        let after = self.run(snapshot, edits, before);
        after.is_some_and(|(_, after)| counts(&after.findings).get(&key) < before.get(&key))
    }

    /// The document with these edits; none if they add a finding, or if nothing more may be tried.
    fn run(&mut self, snapshot: &Snapshot, edits: &[Edit], before: &Counts) -> Option<(Snapshot, Findings)> {
        let mut document = snapshot.document.clone();
        for edit in edits.iter().rev() {
            document.edit(edit);
        }
        // Parsing takes some ten times as long as judging.
        let cost = document.text().len() + 10 * document.chunks().stale_len();
        self.left = self.left.checked_sub(cost)?;
        document.settle(None);
        let after = snapshot.update(document);
        let findings = run(&after, None);
        let left = counts(&findings.findings);
        let adds = left.iter().any(|(key, count)| before.get(key).is_none_or(|before| before < count));
        (!adds).then_some((after, findings))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ours, shown};
    use super::*;

    /// The titles of the safe fixes, and what is found after them.
    fn check(text: &str, expected: &[&str]) -> String {
        let snapshot = ours(text);
        let found = run(&snapshot, None).findings;
        let safe = safe(&snapshot, &found, &mut Trials::default());
        let marked: Vec<_> = safe.fixes.iter().map(|(at, _)| snapshot.slice(found[*at].span).into_owned()).collect();
        assert_eq!(marked, expected, "{text}");
        let (after, left) = safe.after.unwrap_or_else(|| (snapshot.clone(), run(&snapshot, None)));
        shown(&after, left.findings.iter().filter(|it| !it.rule.name.starts_with("missing-")))
    }

    #[test]
    fn a_heading_is_moved_unseen_where_that_adds_nothing() {
        let head = "# Operational Excellence\n\n## Performance Management\n\n### Performance Monitoring\n\nx\n\n";
        let left = check(&format!("{head}#### Capacity Planning\n\nx\n"), &["#### Capacity Planning"]);
        assert_eq!(left, "");
        // What stands above it would be left without text.
        let empty = head.replace("\n\nx", "");
        check(&format!("{empty}#### Capacity Planning\n\nx\n"), &[]);
    }

    #[test]
    fn a_fix_adds_nothing_to_what_stands_around_it() {
        // It was out of order before.
        let text =
            "# Operational Excellence\n\n## Performance Management\n\nx\n\n### Monitoring & Observability\n\nx\n";
        let left = check(text, &["### Monitoring & Observability"]);
        assert!(left.contains("section-order") || left.contains("belongs before"), "{left}");
        // What it has below is another element's.
        let text = "# Operational Excellence\n\n## Monitoring & Observability\n\n## Logging Strategy\n\n\
                    ### Distributed Tracing\n\nx\n";
        let left = check(text, &["## Logging Strategy"]);
        assert!(left.contains("nothing is written below `Logging Strategy`"), "{left}");
        // It does not end the document, nor does what stands behind it.
        let text = "---\noe: true\n---\n# Operational Excellence\n\n## Production Operations Framework\n\nx\n\n\
                    ### Operations Philosophy\n\nx\n\n# Operations Automation\n\nx\n\n\
                    ## Monitoring & Observability\n\nx\n\n## Incident Response & Management\n\nx\n\n\
                    ## Disaster Recovery & Business Continuity\n\nx\n\n# Appendix\n\nx\n\n\
                    ## Performance Management\n\nx\n\n## Security Operations\n\nx\n";
        assert_eq!(check(text, &["# Operations Automation"]), "");
        let missing = |text: &str| {
            let found = run(&ours(text), None).findings;
            found.iter().filter(|it| it.rule.name == "missing-section").count()
        };
        assert_eq!((missing(text), missing(&text.replace("# Operations Auto", "### Operations Auto"))), (0, 0));
    }

    #[test]
    fn what_one_fix_needs_another_does_not_take() {
        let text = "# Operational Excellence\n\n## Performance Management\n\n### Performance Monitoring\n\nx\n\n\
                    #### Capacity Planning\n\nx\n\n#### Performance Testing\n\nx\n\n<!-- oe-disable-file section-order -->\n";
        let all = ["#### Capacity Planning", "#### Performance Testing", "section-order"];
        assert_eq!(check(text, &all), "");
        assert_eq!(check(&text.replace('\n', "\r\n"), &all), "");
    }

    #[test]
    fn nothing_is_tried_where_nothing_is_said_to_be_safe() {
        let snapshot = ours("# Operational Excellence\n\n## Performance Management\n");
        let safe = safe(&snapshot, &run(&snapshot, None).findings, &mut Trials::default());
        assert!(safe.fixes.is_empty() && safe.edits.is_empty() && safe.after.is_none());
    }

    #[test]
    fn what_cannot_be_tried_any_more_is_not_called_safe() {
        let text = "# Operational Excellence\n\n## Performance Management\n\n### Performance Monitoring\n\nx\n\n\
                    #### Capacity Planning\n\nx\n\n#### Performance Testing\n\nx\n";
        let snapshot = ours(text);
        let found = run(&snapshot, None).findings;
        let count = |left: usize| safe(&snapshot, &found, &mut Trials { left }).fixes.len();
        let counts: Vec<_> = (0..60).map(|left| count(left * 100)).collect();
        assert!(counts.is_sorted() && counts.contains(&1), "{counts:?}");
        assert_eq!((counts.first(), counts.last()), (Some(&0), Some(&2)));
    }
}
