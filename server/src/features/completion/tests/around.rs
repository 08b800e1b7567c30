//! What stands around a heading that is written: it stays, and is not written again.

use super::*;
use crate::guide::Named;

#[test]
fn no_heading_that_stands_in_the_document_is_offered_again() {
    let text = "# Operational Excellence\n\n## Disaster Recovery & Business Continuity\n\n### Recovery Objectives\n\n\
                - **RPO**: 5 min\n- **MTTR**: 30 min\n\n### Backup Procedures\n\nNightly.\n\n$0\n";
    for (marked, asked) in [
        (text.to_owned(), BY_HAND),
        (text.replace("\n\n### Back", "\n\n$0\n\n### Back").replace("Nightly.\n\n$0\n", "Nightly.\n"), BY_HAND),
        (text.replace("$0", "### $0"), Asked::Trigger(' ')),
        (text.replace("$0", "### Rec$0").replace('\n', "\r\n"), BY_HAND),
    ] {
        for item in items(&marked, asked).2 {
            assert!(!item.edit.text.contains("### Recovery Objectives"), "{item:?} in {marked}");
        }
        let after = accepted(&marked, asked, "### Recovery Time Objectives");
        let snapshot = testing::snapshot(&after);
        let Some(Named::Element(at)) = snapshot.requirements.guide.find("recovery-time-objectives") else { panic!() };
        let answer = snapshot.assessment.elements[at].answer.unwrap();
        assert!(answer.level.is_none() && !answer.misplaced, "{after}");
    }
    let all = accepted(text, BY_HAND, "All missing elements (4)");
    assert_eq!(all.matches("### Recovery Objectives").count(), 1, "{all}");
    // Below that heading the label is what comes first.
    let below = text.replace("min\n\n### Backup", "min\n$0\n\n### Backup").replace("Nightly.\n\n$0", "Nightly.");
    assert_eq!(items(&below, BY_HAND).2[0].label, "Recovery Time Objective (RTO)");
}

#[test]
fn what_stands_behind_a_heading_that_is_begun_stays() {
    for typed in [
        "### On$0 and more",
        "### On$0[a](b.md)",
        "### On$0`code`",
        "### On$0—rota",
        "### $0 and more",
        "### $0Rota",
        "### $0On-Call",
        "### On$0 <!-- note -->",
        "### On$0 {#rota}",
        "### **On$0** and more",
        "### On$0 [x](y.md)",
        "#$0 More",
        "###$0 More",
        "### Rota on$0 and more",
        "### On$0 #1",
    ] {
        for asked in [BY_HAND, Asked::Trigger(' '), Asked::Trigger('#'), Asked::Trigger('*')] {
            assert_eq!(items(&format!("{INCIDENTS}\n{typed}\n"), asked).2, [], "{typed} {asked:?}");
        }
    }
    for typed in
        ["### On$0ca", "### On$0", "### On$0  ", "### On$0 ###", "### **On$0ca**", "### **On$0** ##", "### $0 ###"]
    {
        for line_end in ["\n", "\r\n"] {
            let marked = format!("{INCIDENTS}\n{typed}\n").replace('\n', line_end);
            let labels: Vec<_> = items(&marked, BY_HAND).2.into_iter().map(|item| item.label).collect();
            assert!(labels.iter().any(|label| label.contains("On-Call Management")), "{typed}: {labels:?}");
        }
    }
}

#[test]
fn a_rule_below_is_nobodys_text() {
    let section = "# Operational Excellence\n\n## Incident Response\n\n### Incident Classification\n\nx\n\n";
    let next = "## Security\n\nx\n";
    for rule in ["---", "***", "- - -", "---\n\n<!-- next -->", "[a]: https://a.example"] {
        for (typed, line_end) in [("### $0", "\n"), ("### On$0", "\r\n"), ("$0", "\n")] {
            let marked = format!("{section}{typed}\n{rule}\n\n{next}").replace('\n', line_end);
            let after = accepted(&marked, BY_HAND, "### On-Call Management").replace(line_end, "\n");
            let template = after.strip_prefix(section).unwrap().strip_suffix(&format!("\n\n{rule}\n\n{next}")).unwrap();
            assert!(template.starts_with("### On-Call Management\n\n- **On-Call Schedule**: ["), "{after}");
            assert!(!template.ends_with('\n') && template.ends_with(']'), "{after}");
            let headings = |text: &str| testing::snapshot(text).assessment.headings.len();
            assert_eq!(headings(&after), headings(&format!("{section}{next}")) + 1, "{after}");
        }
    }
    // What stands behind the rule would be the new heading's.
    let after = accepted(&format!("{section}### $0\n---\n\nWords.\n"), BY_HAND, "### On-Call Management");
    assert!(after.ends_with("### On-Call Management\n\n---\n\nWords.\n"), "{after}");
    check(&format!("{section}$0\n---\n\nWords.\n"), BY_HAND, &expect![[""]]);
}
