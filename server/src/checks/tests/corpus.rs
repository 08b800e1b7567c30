//! Over documents that were written for it: fixes keep what they promise, and other files are silent.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::*;
use crate::guide::Named;
use crate::snapshot::Snapshot;

/// The documents by name, each with both kinds of line ends.
#[expect(clippy::disallowed_methods, reason = "the corpus is files")]
fn corpus() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "md") {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let text = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
            out.push((format!("{name} with CRLF"), text.replace('\n', "\r\n")));
            out.push((name, text));
        }
    }
    out.sort();
    assert!(out.len() > 10, "the corpus is there");
    out
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

/// The rules that find more in `after` than in `before`.
fn added(before: &Counts, after: &Counts) -> Vec<&'static str> {
    let more = after.iter().filter(|(key, count)| before.get(key).is_none_or(|before| before < *count));
    more.map(|((rule, _), _)| *rule).collect()
}

fn fixes(snapshot: &Snapshot, all: &[Finding], finding: &Finding) -> Vec<Fix> {
    super::fixes(snapshot, all, finding, &mut Trials::default())
}

#[test]
fn safe_fixes_come_to_an_end_and_add_no_finding() {
    for (name, text) in corpus() {
        let mut now = snapshot(&text);
        let mut found = run(&now, None).findings;
        let mut rounds = 0;
        loop {
            let Safe { edits, .. } = safe(&now, &found, &mut Trials::default());
            if edits.is_empty() {
                break;
            }
            let fix = Fix { title: String::new(), safe: true, doubtful: false, edits };
            let next = snapshot(&testing::applied(&now, &fix));
            let left = run(&next, None).findings;
            assert_eq!(added(&counts(&found), &counts(&left)), [""; 0], "{name}: {:?}", fix.edits);
            (now, found) = (next, left);
            rounds += 1;
            assert!(rounds < 20, "{name}: safe fixes go on");
        }
        assert!(found.iter().flat_map(|finding| fixes(&now, &found, finding)).all(|fix| !fix.safe), "{name}");
    }
}

#[test]
fn any_other_fix_removes_its_finding_and_leaves_template_text_at_most() {
    for (name, text) in corpus() {
        let snapshot = snapshot(&text);
        let found = run(&snapshot, None).findings;
        let before = counts(&found);
        for finding in &found {
            for fix in fixes(&snapshot, &found, finding) {
                let after = testing::applied(&snapshot, &fix);
                let left = counts(&run(&super::snapshot(&after), None).findings);
                let key = (finding.rule.name, finding.found.about);
                let what = format!("{name}: {} for {}\n{after}", fix.title, finding.message());
                assert!(left.get(&key).is_none_or(|left| *left < before[&key]), "still there in {what}");
                let worse = added(&before, &left);
                let template = ["unfilled-placeholder"];
                assert!(worse.iter().all(|rule| template.contains(rule)), "{worse:?} in {what}");
            }
        }
    }
}

#[test]
fn edits_of_a_fix_are_in_order_and_inside_the_text() {
    for (name, text) in corpus() {
        let snapshot = snapshot(&text);
        let found = run(&snapshot, None).findings;
        for finding in &found {
            for fix in fixes(&snapshot, &found, finding) {
                let in_order = fix.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
                let inside = fix.edits.iter().all(|edit| text.get(edit.span.range()).is_some());
                assert!(!fix.edits.is_empty() && in_order && inside, "{name}: {}", fix.title);
            }
        }
    }
}

#[test]
fn files_that_are_no_oe_documents_are_silent() {
    let silent = ["api.md", "changelog.md", "readme.md"];
    let mut seen = 0;
    for (name, text) in corpus().into_iter().filter(|(name, _)| silent.iter().any(|it| name.starts_with(it))) {
        let snapshot = snapshot(&text);
        assert!(!snapshot.assessment.is_oe(), "{name}");
        assert_eq!(run(&snapshot, None).findings.len(), 0, "{name}");
        seen += 1;
    }
    assert_eq!(seen, 2 * silent.len());
}

#[test]
fn line_ends_change_no_finding() {
    let shown = |text: &str| {
        let snapshot = snapshot(text);
        let found = run(&snapshot, None).findings;
        testing::shown(&snapshot, found.iter()).replace("\\r\\n", "\\n")
    };
    for (name, text) in corpus() {
        if let Some(name) = name.strip_suffix(" with CRLF") {
            assert_eq!(shown(&text), shown(&text.replace("\r\n", "\n")), "{name}");
        }
    }
}

#[test]
fn what_is_found_in_the_corpus() {
    for name in ["half-done.md", "odd.md", "chapter.md", "suppressed.md", "windows.md", "misspelt.md"] {
        let (_, text) = corpus().into_iter().find(|(it, _)| it == name).unwrap();
        let snapshot = snapshot(&text);
        let found = run(&snapshot, None);
        let shown = testing::shown(&snapshot, found.findings.iter());
        let path = format!("{}/tests/corpus/{}.findings", env!("CARGO_MANIFEST_DIR"), name.trim_end_matches(".md"));
        expect_test::expect_file![path].assert_eq(&format!("{shown}{} hidden\n", found.suppressed));
    }
}
