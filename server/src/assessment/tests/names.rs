//! What counts as saying something of a section or an element beside a heading of its name.

use super::super::State;
use super::{split, state};
use crate::guide::Named;
use crate::testing::snapshot;

/// How recovery time and recovery point are dealt with in `text`.
fn recovery(text: &str) -> [State; 2] {
    let section = "## Disaster Recovery & Business Continuity";
    let snapshot = snapshot(&format!("---\noe: true\n---\n\n# Payments\n\n{section}\n\n{text}"));
    ["recovery-time-objectives", "recovery-point-objectives"].map(|element| {
        let Some(Named::Element(at)) = snapshot.requirements.guide.find(element) else { panic!("no {element}") };
        snapshot.assessment.elements[at].state()
    })
}

#[test]
fn names_that_are_joined_answer_each() {
    for text in [
        "- **RTO/RPO**: 1 h / 5 min\n",
        "- **RTO & RPO**: 1 h, 5 min\n",
        "RTO and RPO: 1 h, 5 min\n",
        "- [RTO/RPO](targets.md)\n",
        "RTO/RPO: see [targets](targets.md)\n",
        "| Target | Value |\n|---|---|\n| RTO / RPO | 1 h / 5 min |\n",
        "| Tier | RTO | RPO |\n|---|---|---|\n| 1 | 1 h | 5 min |\n",
        "### Service Tiers\n\n| Tier | RTO | RPO |\n|---|---|---|\n| 1 | 1 h | 5 min |\n",
        "### Recovery Objectives (RTO/RPO)\n\nRTO 1 h, RPO 5 min.\n",
        "### Goals (RTO/RPO)\n\nOne hour, five minutes.\n",
        "- **RTO**: 1 h; **RPO**: 5 min\n",
        "- RTO: 1 h, RPO: 5 min\n",
        "### Recovery Objectives (RTO/RPO)\n\n1 h / 5 min.\n",
    ] {
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            assert_eq!(recovery(&text), [State::Present; 2], "{text}");
        }
    }
    for text in [
        "- **RTO/Other**: 1 h\n",
        "- **Owner**: Ann, RPO: 5 min\n",
        "- We agreed on RTO/RPO: see below\n",
        "| Tier | RTO by tier |\n|---|---|\n| 1 | 1 h |\n",
        "| Tier | RTO | RPO |\n|---|---|---|\n",
        "| Tier | RTO | RPO |\n|---|---|---|\n| 1 | | |\n",
    ] {
        assert_eq!(recovery(text), [State::Missing; 2], "{text}");
    }
    for text in ["- **RTO**: 1 h, **RPO** follows\n", "- RTO: 1 h, RPO: TBD\n", "- RTO: 1 h, RPO:\n"] {
        assert_eq!(recovery(text), [State::Present, State::Missing], "{text}");
    }
}

#[test]
fn a_bold_name_that_begins_a_line_needs_no_colon() {
    for text in [
        "- **Threat Detection** runs on all hosts",
        "**Threat Detection** ![flow](x.png)",
        "- **Threat Detection** [there](td.md)",
        "**Threat detection** runs",
        "__Threat Detection__ runs",
    ] {
        assert_eq!(state("threat-detection", &format!("{text}\n")), State::Present, "{text}");
    }
    for text in [
        "We run **Threat Detection** here",
        "- **Threat Detection of ours** runs",
        "- Threat Detection runs",
        "**Threat Detection** TBD",
        "**Threat Detection** [how]",
    ] {
        assert_eq!(state("threat-detection", &format!("{text}\n")), State::Missing, "{text}");
    }
}

#[test]
fn a_table_of_names_and_values_may_begin_without_a_header_of_its_own() {
    let table = "| Threat Detection | GuardDuty |\n|---|---|\n| Owner | Ann |\n";
    assert_eq!(state("threat-detection", table), State::Present);
}

/// How many elements of the section are there.
fn present(text: &str) -> usize {
    split("security-operations", text).1
}

#[test]
fn a_section_may_say_where_it_is_dealt_with_or_that_nothing_applies() {
    for text in [
        "See [here](security.md).",
        "See [Security Operations](security.md).",
        "- See [the policy](policy.md)\n- see the [runbook](https://wiki.example.com/security)",
        "<!-- moved -->\n\nMoved to https://wiki.example.com/security",
        "We keep to [Security Operations](security.md).\n\nAsk the team.",
        "Not applicable: a batch system without data.",
        "This section is not applicable: a batch system.",
        "**N/A** - the platform team does it.\n\nAsk them.",
    ] {
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            assert_eq!(present(&format!("# P\n\n## Security Operations\n\n{text}\n\n## Other\n")), 5, "{text}");
        }
    }
    for text in [
        "See [here](#security).",
        "See here.",
        "We keep to a policy.\n\nSee [here](security.md).",
        "See [here](security.md).\n\nWe also do more.",
        "See [here](security.md).\n\n### Tools\n\nx",
        "See to it that each image is scanned before it is run, as the [policy](policy.md) of the company has it.",
        "We use [Vault](https://vault.example.com).",
        "Owner: [Bob](https://people.example.com/bob)",
        "[Back](README.md)",
        "TODO: see [ticket](https://jira.example.com/OPS-1)",
        "N/A",
        "Not applicable",
        "Not applicable to guests. Others log in.",
        "N/A for staging. Production is another matter.",
        "See [the team](mailto:a@example.com).",
        "See [there]().",
        "See [there](TODO).",
        "We scan. Not applicable: nothing.",
        "![map](map.png)",
    ] {
        assert_eq!(present(&format!("# P\n\n## Security Operations\n\n{text}\n\n## Other\n")), 0, "{text}");
    }
    // What names some of its elements leaves the others out.
    for text in [
        "- [Security Monitoring](monitoring.md)",
        "See [Security Monitoring](monitoring.md).",
        "- **Security Monitoring**: see [there](monitoring.md)",
        "See [Security Operations](security.md).\n\n### Security Monitoring\n\nx",
        "| Topic | Page |\n|---|---|\n| Security Monitoring | [page](monitoring.md) |",
    ] {
        assert_eq!(present(&format!("# P\n\n## Security Operations\n\n{text}\n\n## Other\n")), 1, "{text}");
    }
}

#[test]
fn a_row_links_for_what_its_first_cell_names() {
    let rows = |cell: &str| {
        let table = format!("| Topic | Page |\n|---|---|\n| {cell} | [page](s.md) |\n");
        present(&format!("# P\n\n{table}"))
    };
    assert_eq!(rows("Security Operations"), 5);
    assert_eq!(rows("Threat Detection"), 1);
    assert_eq!(rows("Safety"), 0);
    for contact in ["<sec@example.com>", "[Ann](mailto:a@example.com)", "[later](TODO)", "[there](#there)"] {
        let table = format!("| Topic | Page |\n|---|---|\n| Security Operations | {contact} |\n");
        assert_eq!(present(&format!("# P\n\n{table}")), 0, "{contact}");
    }
    assert_eq!(present("# P\n\n| Topic | Page |\n|---|---|\n| Security Operations | none |\n"), 0);
    assert_eq!(present("# P\n\n| Security Operations | [page](s.md) |\n|---|---|\n| More | x |\n"), 5);
}

#[test]
fn parts_of_a_system_may_stand_between_a_chapter_and_its_sections() {
    let titles = ["Security Operations", "Performance Management", "Monitoring & Observability"];
    let level = |sections: &str| snapshot(&format!("# Operational Excellence\n\n{sections}")).assessment.section_level;
    let incidents = "### Incident Response & Management\n\n";
    let three: String = titles.map(|title| format!("### {title}\n\n")).concat();
    assert_eq!(level(&format!("## Payments\n\n{three}{incidents}")), Some(3));
    let higher = &incidents[1..];
    assert_eq!(level(&format!("## Payments\n\n{three}{higher}")), Some(2));
    assert_eq!(level(&format!("{higher}{three}### Production Operations Framework\n\n")), Some(2));
    assert_eq!(level(&format!("## Payments\n\n{three}### Production Operations Framework\n\n{higher}")), Some(3));
    assert_eq!(level(&format!("## Payments\n\n{three}")), Some(2));
    // Without them the sections are wrong by a level.
    assert_eq!(level(&format!("{three}{incidents}")), Some(2));
}

#[test]
fn the_title_of_a_file_of_one_section_may_be_any() {
    let elements = "## Threat Detection\n\nx\n\n## Vulnerability Management\n\nx\n";
    for title in ["Security Operations: Payments", "Payments, how we keep it safe"] {
        let text = format!("# {title}\n\n{elements}");
        assert_eq!(split("security-operations", &text), (Some(1), 2, 5), "{title}");
    }
    for text in [
        format!("# Operational Excellence: Security\n\n{elements}"),
        format!("# Shop\n\n## Operational Excellence\n\n{}\n## Other\n", elements.replace("## ", "### ")),
        format!("# Payments\n\n## Overview\n\n{}", elements.replace("## ", "### ")),
        format!("# Security Operations\n\n## Overview\n\n{}", elements.replace("## ", "### ")),
        format!("# Security Operations\n\n{elements}"),
    ] {
        let snapshot = snapshot(&format!("---\noe:\n  sections: [security-operations]\n---\n\n{text}"));
        let found = crate::checks::run(&snapshot, None).findings;
        let rules: Vec<_> = found.iter().map(|finding| finding.rule.name).collect();
        assert_eq!(rules, ["missing-element"; 3], "{text}");
    }
    let twice = format!("# Security Operations\n\n## Security Operations\n\n{}", elements.replace("## ", "### "));
    assert_eq!(split("security-operations", &twice), (Some(2), 2, 5));
    let two = format!("# Payments\n\n{elements}");
    assert_eq!(split("security-operations, performance-management", &two).0, None);
}

#[test]
fn a_name_alone_or_in_a_table_of_contents_says_nothing() {
    for text in [
        "| Topic | Answer |\n|---|---|\n| Threat Detection | |\n",
        "| Threat Detection | Compliance Monitoring |\n|---|---|\n",
        "| Owner | Threat Detection |\n|---|---|\n| Ann | |\n",
        "| Threat Detection | Owner |\n|---|---|\n| | Ann |\n",
        "- [Threat Detection](#threat-detection): how attacks are noticed\n",
        "| Topic | What |\n|---|---|\n| [Threat Detection](#threat-detection) | attacks |\n",
        "- [Threat Detection]()\n",
        "- [Threat Detection](mailto:a@example.com)\n",
    ] {
        assert_eq!(state("threat-detection", text), State::Missing, "{text}");
    }
}

#[test]
fn a_name_that_settings_add_is_a_sure_one_even_if_the_guide_knows_it_as_a_weak_one() {
    let also = "[also]\n\"on-call-management\" = [\"Rota\"]\n";
    let text =
        |heading: &str| format!("---\noe: true\n---\n\n# Ops\n\n## Performance Management\n\n{heading}\n\nWeekly.\n");
    let present = |text: &str, settings: &str| crate::testing::snapshot_with(text, settings).assessment.counts().1;
    for heading in ["## Rota", "### Rota", "- **Rota**: weekly"] {
        assert_eq!(present(&text(heading), also), 1, "{heading}");
        assert_eq!(present(&text(heading), ""), 0, "{heading}");
    }
}
