use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::super::super::run;
use super::super::super::testing::ours;
use super::super::all;
use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_first_comment_over_a_finding_hides_it(lines in vec(select(LINES), 0..24)) {
        let text = lines.concat();
        let snapshot = ours(&text);
        let all = all(&snapshot);
        let hides = |finding: &&Finding| all.iter().any(|it| it.entries.iter().any(|entry| {
            let about = match entry.about {
                About::All => true,
                About::One(named) => is_about(&snapshot, finding, named),
                About::Unknown => false,
            };
            let cover = cover(&snapshot, &all, it, entry);
            about && entry.rule.is_some_and(|rule| rule.name == finding.rule.name)
                && cover.is_some_and(|cover| cover.range().contains(&finding.span.start))
        }));
        // The same text with other comments.
        let bare = run::run(&ours(&text.replace("<!-- oe-", "<!-- xx-")), None).findings;
        let hidden = bare.iter().filter(hides).count();
        let left: Vec<_> = bare.iter().filter(|it| !hides(it)).map(|it| (it.rule.name, it.span)).collect();
        let found = run::run(&snapshot, None);
        let of_text = found.findings.iter().filter(|it| !it.rule.name.ends_with("-suppression"));
        let of_text: Vec<_> = of_text.map(|it| (it.rule.name, it.span)).collect();
        prop_assert_eq!(of_text, left);
        prop_assert_eq!(found.suppressed, hidden);
        prop_assert!(found.findings.is_sorted_by_key(|it| it.span));
    }
}

/// Of a document with findings and comments.
const LINES: &[&str] = &[
    "## Incident Response & Management\n\n",
    "### On-Call Management\n\n",
    "## Security Operations\n\n",
    "[Name of it]\n\n",
    "**A**: [Aaa]\n**B**: TBD\n\n",
    "- [Aaa]\n  - [Ää] <!-- oe-disable-line unfilled-placeholder -->\n",
    "- [Bbb] <!-- oe-disable-next-line unfilled-placeholder -->\n",
    "| A | B |\n|---|---|\n| [X] | [Y] <!-- oe-disable-line unfilled-placeholder --> |\n| [X] | z |\n\n",
    "Text.\n\n",
    "<!-- oe-disable-next-line unfilled-placeholder, missing-element -->\n",
    "<!-- oe-disable-next-line missing-element(on-call-management) -->\n\n",
    "<!-- oe-disable missing-element(security-operations), unfilled-placeholder -->\n\n",
    "<!-- oe-enable unfilled-placeholder -->\n\n",
    "<!-- oe-enable -->\n\n",
    "<!-- oe-disable unfilled-placeholder(on-call-management), empty-element -->\n",
    "<!-- oe-disable-file unfilled-placeholder(security-operations) -->\n\n",
];

fn is_about(snapshot: &Snapshot, finding: &Finding, about: Named) -> bool {
    match (finding.found.about, about) {
        (Some(Named::Element(of)), Named::Section(section)) => {
            snapshot.requirements.guide.elements[of].section == section
        }
        (of, about) => of == Some(about),
    }
}
