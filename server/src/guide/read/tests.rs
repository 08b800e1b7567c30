use proptest::prelude::*;

use super::*;
use crate::guide::embedded_text;
use crate::text::Text;

/// The problems of a guide: from which line and column on to which.
fn problems(text: &str) -> Vec<String> {
    let rope = Text::from(text);
    let place = |offset: usize| {
        let line = rope.line_of(offset);
        format!("{}:{}", line + 1, offset - rope.line_start(line) + 1)
    };
    let problems = read(text).problems;
    problems.iter().map(|it| format!("{}-{} {}", place(it.span.start), place(it.span.end), it.message)).collect()
}

fn sections(body: &str) -> String {
    format!("# G\n\n### 1. Running\n\n**Required Elements:**\n\n- **Rota**: who\n\n{body}")
}

const HEADLESS: &str = "| --- | --- |\n| a | b |\n";

#[test]
fn a_template_is_read_in_whatever_form_it_is_given() {
    let template = "## Running\n\n### Rota\n\n- **Who**: [Name]\n\n| A | B |\n| --- | --- |\n";
    let indented = template.replace("\n\n", "\n\n\n").lines().map(|line| format!("    {line}\n")).collect::<String>();
    let tabbed = indented.replace("\n    #", "\n\t#");
    for (form, kept) in [
        (format!("**Template**:\n\n```markdown\n{template}```\n"), template.to_owned()),
        (format!("**Template**:\n~~~~\n{template}~~~~~\n"), template.to_owned()),
        (format!("**Template**:\n\n```\n{template}"), template.to_owned()),
        (format!("**Template**:\n\n{template}"), template.to_owned()),
        (format!("**Template**:\n\n{indented}"), template.replace("\n\n", "\n\n\n")),
        (format!("**Template**:\n\n{tabbed}"), template.replace("\n\n", "\n\n\n")),
    ] {
        for line_end in ["\n", "\r\n", "\r"] {
            let text = sections(&form).replace('\n', line_end);
            let read = read(&text).guide.sections.remove(0).template;
            assert_eq!((read.text.trim_end(), read.made), (kept.trim_end(), false), "{text:?}");
        }
    }
}

#[test]
fn a_fence_that_is_never_closed_is_told() {
    let text = sections("**Template**:\n\n```markdown\n## Running\n\n### Rota\n");
    assert_eq!(
        problems(&text),
        ["11:1-11:12 this template is never closed, and takes all that follows; put its fence below it"]
    );
    assert_eq!(problems(&format!("{text}```\n")), [""; 0]);
}

#[test]
fn a_table_without_a_header_is_told_where_it_stands() {
    let message = "this table has no header row; an empty one is put in its place";
    for (form, place) in [
        (format!("**Template**:\n\n```\n## Running\n\n{HEADLESS}```\n"), "14:1-14:14"),
        (format!("**Template**:\n\n## Running\n\n{HEADLESS}"), "13:1-13:14"),
        ("**Template**:\n\n    ## Running\n\n    | --- | --- |\n    | a | b |\n".to_owned(), "13:5-13:18"),
    ] {
        for line_end in ["\n", "\r\n", "\r"] {
            assert_eq!(problems(&sections(&form).replace('\n', line_end)), [format!("{place} {message}")]);
        }
    }
}

#[test]
fn what_is_listed_in_groups_may_stand_under_headings_of_any_name() {
    let pitfalls = "- **Alone**: nobody else knows\n\n### Operations:\n\n- **Noise**: alerts for all\n\n#### At night\n\n\
                    - **Sleep**: none\n\n### People Pitfalls\n\n- **Blame**: who did it\n\n### Money\n\n- **Waste**: idle\n";
    let text = sections(&format!(
        "## Common Pitfalls to Avoid\n\n{pitfalls}\n## Validation Checkpoints\n\n### Daily\n\n- [ ] The rota is \
         set\n\n## Notes\n\n- **Nothing**: of ours\n"
    ));
    let guide = read(&text).guide;
    let pitfalls: Vec<_> = guide.pitfalls.iter().map(|it| (it.category.as_str(), it.name.as_str())).collect();
    let expected = [
        ("Common Pitfalls to Avoid", "Alone"),
        ("Operations", "Noise"),
        ("At night", "Sleep"),
        ("People Pitfalls", "Blame"),
        ("Money", "Waste"),
    ];
    assert_eq!(pitfalls, expected);
    let checkpoints: Vec<_> = guide.checkpoints.iter().map(|it| (it.group.as_str(), it.text.as_str())).collect();
    assert_eq!(checkpoints, [("Daily", "The rota is set")]);
}

#[test]
fn what_shares_a_name_is_told_apart_by_numbers() {
    let section = |title: &str, elements: &str| format!("### {title}\n\n**Required Elements:**\n\n{elements}\n");
    let text = [
        section("A", "- **X**: 1\n- **X 2**: 2\n- **X**: 3\n- **X**: 4\n"),
        section("A 2", "- **X**: 5\n"),
        section("A", "- **X**: 6\n"),
        section("A", "- **X**: 7\n"),
    ];
    let guide = read(&format!("# G\n\n{}", text.concat())).guide;
    let ids: Vec<_> = guide.elements.iter().map(|element| element.id.as_str()).collect();
    assert_eq!(ids, ["a/x", "a/x-2", "a/x-3", "a/x-4", "a-2/x", "a-3/x", "a-4/x"]);
}

/// Lines of guides, many of them with something wrong.
const LINES: [&str; 34] = [
    "",
    "",
    "# Guide",
    "### 1. Running It",
    "## 2. Guarding & Keys",
    "###",
    "**Objective**: Run",
    "**Required Elements:**",
    "- **Rota**: who is on call",
    "- **Rota**",
    "- ****: nothing",
    "  - **Part**: of it",
    "  - Also: Shifts; Wächter; Rota",
    "  - Nonsense: x",
    "  - no colon",
    "  - Label Tool: one of A; A; ;",
    "  - Label Tool: some",
    "  - Pitfalls: Waste",
    "**Quality Criteria**:",
    "**Template**:",
    "```",
    "````markdown",
    "~~~",
    "    | --- |",
    "| --- | --- |",
    "| ü | b |",
    "## Common Pitfalls",
    "- **Waste**: idle",
    "  - Sections: Nowhere; Running It",
    "## Validation Checkpoints",
    "- [ ] Rota is set",
    "---",
    "<div>",
    "text of some length",
];

proptest! {
    #[test]
    fn line_ends_change_nothing_but_themselves(
        lines in proptest::collection::vec(proptest::sample::select(LINES.to_vec()), 0..40), open in any::<bool>(),
    ) {
        let mut text = lines.join("\n");
        if !open {
            text.push('\n');
        }
        let guide = |text: &str| serde_json::to_value(read(text).guide).unwrap();
        for line_end in ["\r\n", "\r"] {
            let other = text.replace('\n', line_end);
            prop_assert_eq!(problems(&other), problems(&text), "{:?}", other);
            prop_assert_eq!(guide(&other), guide(&text), "{:?}", other);
        }
    }
}

#[test]
fn the_embedded_guide_is_the_same_by_all_line_ends() {
    let guide = |text: &str| serde_json::to_value(read(text).guide).unwrap();
    for line_end in ["\r\n", "\r"] {
        let other = embedded_text().replace('\n', line_end);
        assert_eq!(problems(&other), [""; 0]);
        assert_eq!(guide(&other), guide(embedded_text()));
    }
}
