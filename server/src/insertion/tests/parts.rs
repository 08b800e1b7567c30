//! Elements that are parts of others.

use super::*;
use crate::testing::held_against;

const GUIDE: &str = "\
# Threat Guide

### 1. Threats

**Required Elements:**

- **Attack Surface**: what can be attacked
  - **Entry Points**: where somebody gets in
  - **Trust Boundaries**: what is told apart
- **Response**: what is done
";

const LABELS: &str = "\n**Template:**\n\n## Threats\n\n### Attack Surface\n\n[What]\n\n- **Entry Points**: [Where]\n- **Trust Boundaries**: [Which]\n\n### Response\n\n[How]\n";

fn check(guide: &str, text: &str, element: usize, expected: &Expect) {
    let text = format!("---\noe: true\n---\n\n# T\n\n## 1. Threats\n\n{text}");
    let insertion = super::element(&held_against(guide, &text), element).unwrap();
    let after = apply(&text, &[insertion]);
    expected.assert_eq(after.split_once("Threats\n\n").unwrap().1);
    let there = held_against(guide, &after).assessment.elements[element].answer;
    assert!(there.is_some_and(|answer| answer.level.is_none()));
}

#[test]
fn a_part_comes_below_the_element_that_it_is_a_part_of() {
    for guide in [GUIDE, &format!("{GUIDE}{LABELS}")] {
        check(
            guide,
            "### 1.1 Attack Surface\n\nx\n\n#### 1.1.1 Trust Boundaries\n\nx\n\n### 1.2 Response\n\nx\n",
            1,
            &expect![[r"
                ### 1.1 Attack Surface

                x

                #### Entry Points

                [where somebody gets in]

                #### 1.1.1 Trust Boundaries

                x

                ### 1.2 Response

                x
            "]],
        );
    }
}

#[test]
fn an_element_comes_with_its_parts() {
    let text = "### Entry Points\n\nx\n\n### Response\n\nx\n";
    check(
        GUIDE,
        text,
        0,
        &expect![[r"
            ### Attack Surface

            [what can be attacked]

            #### Trust Boundaries

            [what is told apart]

            ### Entry Points

            x

            ### Response

            x
        "]],
    );
    check(
        &format!("{GUIDE}{LABELS}"),
        text,
        0,
        &expect![[r"
            ### Attack Surface

            [What]

            - **Trust Boundaries**: [Which]

            ### Entry Points

            x

            ### Response

            x
        "]],
    );
}

#[test]
fn a_new_document_lacks_no_part() {
    for guide in
        [GUIDE, &format!("{GUIDE}{LABELS}"), &format!("{GUIDE}{}", LABELS.replace("- **Entry Points**: [Where]\n", ""))]
    {
        let text = document(&guide::read(guide).guide, None);
        let snapshot = held_against(guide, &text);
        assert!(snapshot.assessment.elements.iter().all(|it| it.answer.is_some_and(|it| it.level.is_none())), "{text}");
        let none = held_against(guide, "---\noe: true\n---\n\n# T\n\n## Own\n\nx\n");
        let after = apply(&none.text().to_string(), &all_missing(&none));
        let snapshot = held_against(guide, &after);
        assert!(
            snapshot.assessment.elements.iter().all(|it| it.answer.is_some_and(|it| it.level.is_none())),
            "{after}"
        );
    }
}

#[test]
fn all_that_is_missing_comes_with_its_parts() {
    let lacking = held_against(GUIDE, "---\noe: true\n---\n\n# T\n\n## 1. Threats\n");
    let wanted = [0, 3].map(|at| lacking.requirements.guide.elements[at].name.as_str());
    assert_eq!(wanted, ["Attack Surface", "Response"]);
    let after = apply(&lacking.text().to_string(), &Inserter::new(&lacking).insert(&[], &[0, 3]));
    assert_eq!(held_against(GUIDE, &after).assessment.counts(), (4, 4), "{after}");
}
