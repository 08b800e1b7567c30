use super::*;
use crate::names;

/// After a change of the guide: `UPDATE_EXPECT=1 cargo test --lib guide`.
#[test]
fn the_embedded_guide_is_carried_as_it_is_read() {
    let text = serde_json::to_string_pretty(&read(embedded_text()).guide).unwrap();
    expect_test::expect_file!["../../guide/operational-excellence.json"].assert_eq(&format!("{text}\n"));
    assert_eq!(serde_json::to_string_pretty(&**embedded()).unwrap(), text);
}

/// The guide that the program carries holds everything that the reference guide holds.
#[test]
fn the_embedded_guide_is_complete() {
    let reading = read(embedded_text());
    assert_eq!(reading.problems, []);
    let guide = &reading.guide;
    assert_eq!(guide.id, "operational-excellence");
    assert_eq!(counts(guide), [6, 31, 5, 5, 4, 4, 4, 8, 2, 9, 5]);
    let elements: Vec<_> = guide.sections.iter().map(|section| section.elements.len()).collect();
    assert_eq!(elements, [5, 5, 5, 6, 5, 5]);
    let placeholders: Vec<_> = guide.sections.iter().map(|section| section.template.placeholders).collect();
    assert_eq!(placeholders, [11, 21, 16, 16, 17, 15]);
    for section in &guide.sections {
        assert!(section.criteria.len() >= 4 && !section.objective.is_empty(), "{}", section.title);
    }
    for element in &guide.elements {
        assert!(
            !element.description.is_empty() && !element.good.is_empty() && !element.example.is_empty(),
            "{}",
            element.id
        );
        assert!(element.also.len() + element.also_as_heading.len() >= 3, "{}", element.id);
    }
    assert!(guide.pitfalls.iter().all(|pitfall| !pitfall.sections.is_empty()));
    assert!(guide.checkpoints.iter().all(|checkpoint| !checkpoint.sections.is_empty()));
    assert!(guide.edge_cases.iter().all(|case| case.advice.len() == 4));
    assert!(guide.must_reference.iter().all(|topic| topic.key_words.len() >= 3));
}

fn counts(guide: &Guide) -> [usize; 11] {
    [
        guide.sections.len(),
        guide.elements.len(),
        guide.prerequisites.len(),
        guide.context_questions.len(),
        guide.validation_requirements.len(),
        guide.must_reference.len(),
        guide.must_support.len(),
        guide.pitfalls.len(),
        guide.edge_cases.len(),
        guide.checkpoints.len(),
        guide.output_standards.len(),
    ]
}

#[test]
fn every_element_has_its_part_of_the_template() {
    let guide = embedded();
    for at in 0..guide.elements.len() {
        let part = guide.part_of(at).unwrap_or_else(|| panic!("{} has no part", guide.elements[at].id));
        assert!(part.elements.len() == 1 || part.title == "Recovery Objectives", "{}", part.title);
    }
    let recovery = guide.sections[3].template.parts.iter().find(|part| part.gathers()).unwrap();
    let names: Vec<_> = recovery.elements.iter().map(|at| guide.elements[*at].name.as_str()).collect();
    assert_eq!(names, ["Recovery Time Objectives", "Recovery Point Objectives"]);
}

/// What the template says under one element must not answer another.
#[test]
fn no_strong_name_of_one_answers_another_in_the_templates() {
    let guide = embedded();
    let names = Names::new(guide, []);
    for section in &guide.sections {
        for part in &section.template.parts {
            for label in &part.labels {
                if let Some(Named::Element(element)) = names.strong(&label.key) {
                    assert!(part.elements.contains(&element), "`{}` under `{}`", label.name, part.title);
                }
                assert!(!matches!(names.strong(&label.key), Some(Named::Section(_))), "{}", label.name);
            }
        }
    }
}

#[test]
fn no_strong_name_means_two_things() {
    let guide = embedded();
    let mut seen = std::collections::BTreeMap::new();
    let sections = guide.sections.iter().map(|it| (it.id.clone(), it.title.clone(), it.also.clone()));
    let elements = guide.elements.iter().map(|it| (it.id.clone(), it.name.clone(), it.also.clone()));
    for (id, name, also) in sections.chain(elements) {
        for name in also.iter().chain([&name]) {
            if let Some(other) = seen.insert(names::key(name), id.clone()) {
                panic!("`{name}` means both {other} and {id}");
            }
        }
    }
}

/// A weak name stands in its section only: there it means one element, or those that one heading of the
/// template gathers.
#[test]
fn no_weak_name_means_two_things_in_its_section() {
    let guide = embedded();
    for section in &guide.sections {
        let mut seen = std::collections::BTreeMap::new();
        for at in section.elements.clone() {
            let it = &guide.elements[at];
            for name in [&it.name].into_iter().chain(&it.also).chain(&it.also_as_heading) {
                let other = *seen.entry(names::key(name)).or_insert(at);
                let gathered = || guide.part_of(at).is_some_and(|part| part.elements.contains(&other));
                assert!(other == at || gathered(), "`{name}` means {} and {}", guide.elements[other].id, it.id);
            }
        }
    }
}

#[test]
fn names_that_gathered_elements_have_in_common_gather_them() {
    let names = Names::new(embedded(), []);
    for title in ["Recovery Objectives", "Recovery targets", "Recovery Time & Point Objectives"] {
        let gathered = names.gathered(&names::key(title));
        assert!(matches!(gathered, Some(Answer::Gathers(elements)) if elements.len() == 2), "{title}");
    }
    for title in ["Recovery Time", "Recovery Point", "Recovery", "Targets"] {
        assert_eq!(names.gathered(&names::key(title)), None, "{title}");
    }
}

const PLAIN: &str = "\
# Service Readiness (SR)
## Purpose
Say it.
## Structure
### 2.1. Running It
**Objective**: Run
**Required Elements**:
- **First Thing**: what comes first
  - Also: Thing One; Thing A
  - Also as heading: One
  - Good: short
  - Label Tool: some of a; b
  - Label Bad: sometimes
  - Pitfalls: Haste; Waste
  - Nonsense: x
  - **Inner Thing**: a part
- **Second Thing**
**Template for Each:**
## Running It
### Thing One
- **Tool**: [Which tool]
| --- | --- |
| a | b |
### 2.2. Empty Section
**Required Elements:**
## Common Pitfalls to Avoid
- **Haste**: too fast
";

#[test]
fn a_plain_guide_is_read_with_its_problems() {
    let reading = read(PLAIN);
    let guide = &reading.guide;
    assert_eq!((guide.id.as_str(), guide.purpose.as_str()), ("service-readiness", "Say it."));
    let ids: Vec<_> = guide.elements.iter().map(|element| element.id.as_str()).collect();
    assert_eq!(ids, ["running-it/first-thing", "running-it/inner-thing", "running-it/second-thing"]);
    assert_eq!(guide.elements[1].parent, Some(0));
    assert_eq!(guide.elements[0].also, ["Thing One", "Thing A"]);
    assert_eq!(guide.elements[0].pitfalls, [0]);
    let label = guide.labels_of(0).next().unwrap();
    assert_eq!((label.placeholder.as_str(), label.kind.choices().len()), ("[Which tool]", 2));
    let part = guide.part_of(0).unwrap();
    assert_eq!((part.title.as_str(), part.tables[0].headers.len(), part.tables[0].rows.len()), ("Thing One", 2, 1));
    let problems: Vec<_> = reading
        .problems
        .iter()
        .map(|it| (PLAIN[..it.span.start].matches('\n').count() + 1, it.message.as_str()))
        .collect();
    expect_test::expect![[r#"
        [
            (
                13,
                "`sometimes` is no kind of value; it can be duration, percentage, schedule, role, tool, link, severity, date, text, `one of a; b` or `some of a; b`",
            ),
            (
                14,
                "`Waste` is no pitfall of this guide",
            ),
            (
                15,
                "`Nonsense` is no addition to an element; it can be `Also`, `Also as heading`, `Good`, `Example`, `Pitfalls` or `Label …`",
            ),
            (
                17,
                "`Second Thing` does not say what it is: `- **Second Thing**: what it is`",
            ),
            (
                22,
                "this table has no header row; an empty one is put in its place",
            ),
            (
                24,
                "`Empty Section` requires nothing: put a list below `**Required Elements:**`",
            ),
        ]
    "#]].assert_debug_eq(&problems);
}

#[test]
fn what_a_guide_says_twice_is_told() {
    let text = "# G\n\n### 1. Running\n\n- Also: Operation; Guarding\n\n**Required Elements:**\n\n- **Rota**: who\n  - Also: Watch; Shift\n  - Label Tool: one of A; A; ;\n  \
                - Label Mode: some of A; B;\n- **Rota**: whose\n\n### 2. Guarding\n\n**Required Elements:**\n\n- **Rota**: elsewhere\n- **Alarm**: which\n  \
                - Also: shifts; Rota\n\n### 3.\n\n**Required Elements:**\n\n- **Keys**: where\n\n### 4. Guarding\n\n**Required Elements:**\n";
    let problems = read(text).problems;
    let shown = problems.iter().map(|it| format!("{:?}: {}\n", &text[it.span.range()], it.message));
    expect_test::expect![[r####"
        "- Also: Operation; Guarding": `Guarding` is a name of `guarding` already
        "- Label Tool: one of A; A; ;": `one of A; A; ;` has a choice without text
        "- Label Tool: one of A; A; ;": `A` is there twice among the choices
        "Rota": this section requires `Rota` already
        "- Also: shifts; Rota": `shifts` is a name of `running/rota` already
        "- Also: shifts; Rota": `Rota` is a name of `running/rota` already
        "### 3.": a section needs a title: `### 3. Incident Response`
        "### 4. Guarding": there is a section `Guarding` already
        "### 4. Guarding": `Guarding` requires nothing: put a list below `**Required Elements:**`
    "####]]
    .assert_eq(&shown.collect::<String>());
}

#[test]
fn a_name_in_code_is_a_name() {
    let text = "# G\n\n### 1. A\n\n**Required Elements:**\n\n- `name`: what it is\n- `email`\n- `x` and `y`\n";
    let reading = read(text);
    let elements: Vec<_> =
        reading.guide.elements.iter().map(|it| (it.name.as_str(), it.description.as_str())).collect();
    assert_eq!(elements, [("name", "what it is"), ("`email`", ""), ("`x` and `y`", "")]);
    let problems: Vec<_> = reading.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(
        problems,
        [
            "`email` does not say what it is: `- **email**: what it is`",
            "`x and y` does not say what it is: `- **x and y**: what it is`"
        ]
    );
}

#[test]
fn a_guide_in_a_fence_after_front_matter_is_the_same_guide() {
    for front_matter in ["---\ntitle: x\n---\n", "---\r\ntitle: x\r\n...\r\n", "+++\ntitle = 'x'\n+++\n", ""] {
        let fenced = format!("{front_matter}\n````markdown\n{PLAIN}````\n");
        let reading = read(&fenced);
        assert_eq!(counts(&reading.guide), counts(&read(PLAIN).guide));
        let at = reading.problems.iter().find(|problem| problem.message.contains("sometimes")).unwrap().span.start;
        assert!(fenced[at..].starts_with("- Label Bad"), "places count from the file's start");
    }
}

#[test]
fn a_guide_with_nothing_in_it_is_a_guide_with_problems() {
    for text in ["", "\n", "# Title", "text", "**Required Elements:**\n- x\n", "\u{feff}---\n", "```\n"] {
        let reading = read(text);
        assert!(!reading.problems.is_empty(), "{text:?}");
        assert!(reading.guide.sections.is_empty());
    }
}

#[test]
fn a_section_without_template_or_criteria_gets_them() {
    let text = "# G\n### 1. Disaster Recovery & More\n**Required Elements:**\n- **Backups Made**: how copies are made\n## Validation Checkpoints\n- [ ] Disaster recovery plans are tested\n- [ ] Others\n";
    let guide = read(text).guide;
    assert_eq!(
        guide.sections[0].template.text,
        "## Disaster Recovery & More\n\n### Backups Made\n\n[how copies are made]\n"
    );
    assert_eq!(guide.sections[0].template.placeholders, 1);
    assert!(guide.sections[0].template.made && guide.sections[0].borrowed);
    assert_eq!(guide.sections[0].criteria, ["Disaster recovery plans are tested"]);
    assert_eq!(guide.part_of(0).unwrap().title, "Backups Made");
}

#[test]
fn things_are_found_by_identifier_tail_and_name() {
    let guide = embedded();
    let id = |name: &str| guide.find(name).map(|found| guide.id_of(found));
    let element = Some("incident-response-and-management/on-call-management");
    assert_eq!(id("incident-response-and-management/on-call-management"), element);
    assert_eq!(id("on-call-management"), element);
    assert_eq!(id("On-Call Management"), element);
    assert_eq!(id("incident-response-and-management"), Some("incident-response-and-management"));
    assert_eq!(id("management"), None);
}

/// A guide some of whose elements have parts.
const NESTED: &str = "\
# Threat Guide

### 1. Threats

**Required Elements:**

- **Attack Surface**: what can be attacked
  - **Entry Points**: where somebody gets in
  - **Trust Boundaries**: what is told apart
- **Response**: what is done
";

#[test]
fn a_template_lacks_no_element() {
    let made = read(NESTED).guide;
    expect_test::expect![[r"
        ## Threats

        ### Attack Surface

        [what can be attacked]

        #### Entry Points

        [where somebody gets in]

        #### Trust Boundaries

        [what is told apart]

        ### Response

        [what is done]
    "]]
    .assert_eq(&made.sections[0].template.text);
    let given = "\n**Template:**\n\n## Threats\n\n### Attack Surface\n\n- **Entry Points**: [where]\n\n### Others\n\n| a |\n|---|\n| Response |\n";
    let guide = read(&format!("{NESTED}{given}")).guide;
    expect_test::expect![[r"
        ## Threats

        ### Attack Surface

        - **Entry Points**: [where]

        #### Trust Boundaries

        [what is told apart]

        ### Others

        | a |
        |---|
        | Response |
    "]]
    .assert_eq(&guide.sections[0].template.text);
    let part = guide.part_of(0).unwrap();
    assert_eq!((part.gathers(), part.labels[0].element), (false, Some(1)));
    assert_eq!(guide.part_of(2).map(|part| part.title.as_str()), Some("Trust Boundaries"));
    let bare = read(&format!("{NESTED}\n**Template:**\n\n### Threats\n\n[Say it]\n")).guide;
    assert_eq!(bare.sections[0].template.parts.iter().map(|part| part.level).collect::<Vec<_>>(), [0, 1, 2, 2, 1]);
    assert!(bare.sections[0].template.text.starts_with("### Threats\n\n[Say it]\n\n#### Attack Surface\n"));
}

#[test]
fn the_embedded_templates_stay_as_they_are_given() {
    for section in &embedded().sections {
        assert!(embedded_text().contains(section.template.text.trim_end()), "{}", section.title);
    }
}
