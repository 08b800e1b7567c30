//! No link leads to what the document rests on.

use super::wording::{beginning, lower_first};
use super::{Check, Found, Rule, either};
use crate::config::Severity;
use crate::names;
use crate::snapshot::Snapshot;

pub(super) static RULE: Rule = Rule {
    name: "missing-reference",
    severity: Severity::Information,
    summary: "no link leads to a subject that the guide wants referred to",
    docs: r"
The guide names subjects that a document rests on and does not deal with itself: the architecture, the objectives, the duties, the people. No link shows by its text or its target that it leads to one of them, and no chapter beside the document's own has it as its title.

A procedure for a system is read together with the picture of that system. A reader who has to search for it searches during an outage.

Link the document that deals with the subject, by a text or a path that says so (`[architecture](../architecture/overview.md)`). A document of several files, whose front matter says which sections this one holds, is not asked. To do without, write `<!-- oe-disable-file missing-reference: reason -->`.

```markdown bad
---
oe: true
---

# How we run payments

The architecture is drawn in the wiki.
```

```markdown good
---
oe: true
---

# How we run payments

Read first: [architecture](docs/architecture.md),
[service levels](docs/slo.md), [security policy](docs/security-policy.md)
and the [skills matrix](docs/people.md).
```
",
    check: Check::Document(check),
    fixes: None,
};

/// Of the key words so many are told.
const WORDS: usize = 5;

fn check(snapshot: &Snapshot, out: &mut Vec<Found>) {
    let assessment = &snapshot.assessment;
    // Another file of the same document may have the link.
    if assessment.sections.iter().any(|section| section.excused) {
        return;
    }
    for (at, topic) in snapshot.requirements.guide.must_reference.iter().enumerate().take(u64::BITS as usize) {
        if assessment.topics & (1 << at) != 0 || topic.key_words.is_empty() {
            continue;
        }
        let subject = lower_first(&topic.text);
        let mut words: Vec<(String, String)> = Vec::new();
        for word in &topic.key_words {
            let key = names::key(word);
            if words.len() < WORDS && !words.iter().any(|(known, _)| *known == key) {
                words.push((key, format!("\"{word}\"")));
            }
        }
        let words: Vec<_> = words.into_iter().map(|(_, word)| word).collect();
        let help = format!("link the document on {subject}, by a text or path with {}", either(&words));
        let found = Found::new(beginning(assessment), ("no link leads to ".to_owned(), format!("`{subject}`")));
        out.push(found.help(help));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::run;
    use super::super::testing::{check, check_in, check_whole, ours, snapshot};
    use super::RULE;

    const THREE: &str =
        "# Operations\n\n[SLOs](a.md), [threat model](b.md), [hiring plan](c.md)\n\n## Security Operations\n\n";

    #[test]
    fn each_subject_without_a_link_is_told_at_the_first_heading() {
        check_whole(
            &RULE,
            "# Über uns\n\nArchitecture, SLO, GDPR and staffing in words only.\n",
            &expect![[r##"
                1:1 "# Über uns" no link leads to `system architecture and the infrastructure below it`
                  information about nothing
                  help: link the document on system architecture and the infrastructure below it, by a text or path with "architecture", "infrastructure", "topology", "system design" or "design document"
                1:1 "# Über uns" no link leads to `performance and availability objectives`
                  information about nothing
                  help: link the document on performance and availability objectives, by a text or path with "slo", "sli", "sla", "service level" or "performance requirement"
                1:1 "# Über uns" no link leads to `security and compliance obligations`
                  information about nothing
                  help: link the document on security and compliance obligations, by a text or path with "security requirement", "security policy", "security architecture", "security concept" or "security standard"
                1:1 "# Über uns" no link leads to `resources and skills of the teams involved`
                  information about nothing
                  help: link the document on resources and skills of the teams involved, by a text or path with "resource requirement", "resource plan", "resource planning", "resourcing" or "staffing"
            "##]],
        );
    }

    #[test]
    fn a_link_shows_by_its_text_its_target_or_its_definition_where_it_leads() {
        for link in [
            "[Architecture](x.md)",
            "[how it is built](../system-design.md)",
            "[here](docs/architecture/overview.md)",
            "[here](docs/SystemArchitecture.md)",
            "[here][1]\n\n[1]: docs/network_diagram.png",
            "[C4]\n\n[c4]: docs/x.md",
            "<https://example.org/adr/>",
            "[[Infrastructure]]",
            "<a href=\"architecture.md\">the drawing</a>",
            "<p align=center>\n<a href='x.md'>Architecture</a>\n</p>",
            "- item\n\n  > | a |\n  > | - |\n  > | [topology](x.md) |",
        ] {
            check(&RULE, &format!("{THREE}{link}\n"), &expect![[""]]);
        }
    }

    #[test]
    fn words_images_code_and_links_within_the_document_do_not_lead_there() {
        for none in
            ["architecture", "![architecture](x.png)", "`[architecture](x.md)`", "[Architecture](#architecture)"]
        {
            let found = run(&ours(&format!("{THREE}{none}\n")), None).findings;
            assert_eq!(found.iter().filter(|it| it.rule.name == RULE.name).count(), 1, "{none}");
        }
    }

    #[test]
    fn a_chapter_beside_covers_and_so_does_a_heading_beside_the_sections() {
        check(&RULE, &format!("{THREE}## System Architecture\n\nx\n"), &expect![[""]]);
        let chapter = THREE.replace("# ", "## ").replace("Operations\n\n[", "Operational Excellence\n\n[");
        let text = format!("# Handbook\n\n## Architecture\n\n{chapter}\n## Other\n").replace('\n', "\r\n");
        check_in(&snapshot(&text), &RULE, &expect![[""]]);
    }

    #[test]
    fn a_link_outside_of_the_chapter_does_not_count() {
        let text = "# A\n\n## B\n\n[architecture](x.md)\n\n## Operational Excellence\n\n[SLOs](a.md), [threat model](b.md), [hiring plan](c.md)\n\n\
                    ### Security Operations\n\nC\n-\n\n[architecture](x.md)\n";
        check_in(
            &snapshot(text),
            &RULE,
            &expect![[r###"
            7:1 "## Operational Excellence" no link leads to `system architecture and the infrastructure below it`
              information about nothing
        "###]],
        );
    }
}
