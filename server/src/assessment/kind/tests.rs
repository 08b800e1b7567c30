use crate::snapshot::Snapshot;
use crate::testing::snapshot;

const COMPLETE: &str = include_str!("../../../../tests/corpus/complete.md");

/// The titles of the first and the last heading that is judged, and the title of the chapter.
fn region(snapshot: &Snapshot) -> (&str, &str, Option<&str>) {
    let assessment = &snapshot.assessment;
    let mut judged = assessment.headings.iter().filter(|heading| heading.judged);
    let first = judged.next().map_or("", |heading| heading.title.as_str());
    let chapter = assessment.headings.iter().find(|heading| Some(heading.at) == assessment.chapter);
    (first, judged.next_back().map_or(first, |it| it.title.as_str()), chapter.map(|it| it.title.as_str()))
}

#[test]
fn no_heading_ends_the_file_that_the_chapter_is_the_title_of() {
    let sections = COMPLETE.lines().filter(|line| line.starts_with("## "));
    let sections: Vec<_> = sections.collect();
    assert_eq!(sections.len(), 6);
    for section in sections {
        for level in ["#", "###", "####"] {
            for text in [COMPLETE.to_owned(), COMPLETE.replace("oe: true", "title: x")] {
                let text = text.replace(&format!("{section}\n"), &format!("{level}{}\n", &section[2..]));
                let snapshot = snapshot(&text);
                assert_eq!(snapshot.assessment.counts(), (31, 31), "{level} {section}");
                assert_eq!(snapshot.assessment.section_level, Some(2), "{level} {section}");
                assert!(snapshot.assessment.headings.iter().all(|heading| heading.judged), "{level} {section}");
            }
        }
    }
}

#[test]
fn what_stands_behind_it_belongs_to_a_file_that_says_to_be_ours() {
    let text = "# Operational Excellence\n\n## Monitoring & Observability\n\n# Appendix\n\n## Security Operations\n";
    assert_eq!(
        region(&snapshot(&format!("---\noe: true\n---\n{text}"))),
        ("Operational Excellence", "Security Operations", Some("Operational Excellence"))
    );
    assert_eq!(
        region(&snapshot(text)),
        ("Operational Excellence", "Monitoring & Observability", Some("Operational Excellence"))
    );
}

#[test]
fn the_chapter_of_a_book_ends_at_the_next() {
    for front in ["", "---\noe: true\n---\n"] {
        let text = format!(
            "{front}# Payments\n\n## 7. Design\n\n## 8. Operational Excellence\n\n### Monitoring & Observability\n\n\
             ### Incident Response & Management\n\n## 9. Security Operations\n\n### Threats\n"
        );
        let snapshot = snapshot(&text);
        let chapter = "8. Operational Excellence";
        assert_eq!(region(&snapshot), (chapter, "Incident Response & Management", Some(chapter)));
        assert_eq!(snapshot.assessment.section_level, Some(3));
    }
}

#[test]
fn of_several_chapters_the_one_with_most_sections() {
    let text = "---\noe: true\n---\n# Operational Excellence: A\n\n## Monitoring & Observability\n\n\
                # Operational Excellence: B\n\n## Monitoring & Observability\n\n## Security Operations\n";
    let b = "Operational Excellence: B";
    assert_eq!(region(&snapshot(text)), (b, "Security Operations", Some(b)));
}

#[test]
fn sections_may_stand_beside_the_title() {
    let text = "---\noe: true\n---\n# Operational Excellence\n\n# Monitoring & Observability\n\n## Metrics Framework\n\n\
                # Security Operations\n";
    let snapshot = snapshot(text);
    assert_eq!(region(&snapshot), ("Operational Excellence", "Security Operations", None));
    assert_eq!(snapshot.assessment.section_level, Some(1));
}

const WEAK: [&str; 6] =
    ["Operations", "Monitoring", "Incident Response", "Disaster Recovery", "Performance", "Security"];

fn manual(names: &[&str], below: &str) -> String {
    format!("# Payments\n\n{}", names.iter().map(|name| format!("## {name}\n\n{below}")).collect::<String>())
}

#[test]
fn all_sections_by_common_names_are_an_operations_manual() {
    let text = manual(&WEAK, "### Backup Strategy\n\nx\n\n");
    for text in [text.clone(), text.replace('\n', "\r\n"), text.replace('#', "##").replacen("##", "#", 1)] {
        let snapshot = snapshot(&text);
        assert_eq!(snapshot.assessment.why.to_string(), "6 of 6 sections by heading");
        assert!(snapshot.assessment.sections.iter().all(|section| section.answer.is_some()));
        assert_eq!(snapshot.assessment.counts().1, 1);
    }
}

#[test]
fn some_sections_by_common_names_may_be_anything() {
    let readme = manual(&["Install", "Security", "Performance", "Monitoring", "Operations"], "### Backup Strategy\n\n");
    let five = manual(&WEAK[1..], "### Backup Strategy\n\n");
    let links = manual(&WEAK, "- [Runbook](a.md)\n\n### Runbooks\n\n");
    // Not side by side, so of several systems.
    let apart = WEAK.map(|name| format!("# System\n\n## {name}\n\n### Backup Strategy\n\n")).concat();
    for text in [readme, five, links, apart] {
        let snapshot = snapshot(&text);
        assert!(!snapshot.assessment.is_oe(), "{text}");
        assert_eq!(snapshot.assessment.why.to_string(), "none of its headings is clearly a section of the guide");
    }
    // A guide of two sections is soon there by chance.
    let guide = "# G\n\n### A B\n\n- Also as heading: Security\n\n**Required Elements:**\n\n- **C D**: x\n\n\
                 ### E F\n\n- Also as heading: Usage\n\n**Required Elements:**\n\n- **H I**: x\n";
    let snapshot = crate::testing::held_against(guide, "# X\n\n## Security\n\n### C D\n\n## Usage\n");
    assert!(!snapshot.assessment.is_oe());
}

#[test]
fn the_guides_name_alone_is_not_enough() {
    let why = |text: &str| snapshot(text).assessment.why.to_string();
    assert_eq!(
        why("# Operational Excellence\n\n## Monitoring\n\n## Vision\n"),
        "heading `Operational Excellence`, but none below it is clearly one of the guide's sections or elements"
    );
    assert_eq!(
        why("# Operational Excellence\n\n## Vision\n\n### On-Call Rotation\n"),
        "heading `Operational Excellence`"
    );
    assert_eq!(
        why("# A\n\n## Operational Excellence\n\n### Vision\n\n## Security Operations\n"),
        "1 of the guide's sections by heading, it takes 4"
    );
}
