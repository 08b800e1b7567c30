//! Documents under guides of other people: parts of elements, acronyms.

use crate::testing::held_against;

const NESTED: &str = "\
# Threat Guide

### 1. Threats

**Required Elements:**

- **Attack Surface**: what can be attacked
  - **Entry Points**: where somebody gets in
    - Also as heading: Doors
- **Response**: what is done
";

/// Of the element's part in a document of [`NESTED`]: whether it is there, and the level that its
/// heading should have instead.
fn part(text: &str) -> (bool, Option<u8>) {
    let snapshot = held_against(NESTED, &format!("---\noe: true\n---\n\n# T\n\n## Threats\n\n{text}"));
    let answer = snapshot.assessment.elements[1].answer;
    (answer.is_some(), answer.and_then(|answer| answer.level))
}

#[test]
fn a_part_of_an_element_stands_below_its_heading_or_beside_it() {
    for text in [
        "### Attack Surface\n\n#### Entry Points\n\nx\n",
        "### Attack Surface\n\nx\n\n### Entry Points\n\nx\n",
        "### Attack Surface\n\n#### Doors\n\nx\n",
        "### Attack Surface\n\n- **Entry Points**: x\n",
        "### Attack Surface\n\n#### Own\n\n- **Entry Points**: x\n",
        "- **Attack Surface**: x\n  - **Entry Points**: x\n",
        "### Attack Surface\n\n| Entry Points | x |\n|---|---|\n| Entry Points | x |\n",
    ] {
        assert_eq!(part(text), (true, None), "{text}");
        assert_eq!(part(&text.replace('\n', "\r\n")), (true, None), "{text}");
    }
    assert_eq!(part("### Attack Surface\n\n##### Entry Points\n\nx\n"), (true, Some(4)));
    assert_eq!(part("### Attack Surface\n\n##### Doors\n\nx\n"), (false, None));
    // Below the heading of an element that it is no part of, a label is that one's.
    assert_eq!(part("### Response\n\n- **Entry Points**: x\n"), (false, None));
    // And what an element is a part of is not found below it.
    let above = "### Entry Points\n\n- **Attack Surface**: x\n";
    let snapshot = held_against(NESTED, &format!("---\noe: true\n---\n## Threats\n{above}"));
    assert!(snapshot.assessment.elements[0].answer.is_none());
}

/// How many of three elements that a heading gathers are there, under a guide with acronyms of its own.
fn gathered(heading: &str, text: &str) -> usize {
    let guide = "\
# Data Guide

### 1. Data

**Required Elements:**

- **Freshness Objective (FO)**: how old data may be
- **Completeness Objective**: how much of it may lack
- **Order (OR)**: which comes first

**Template:**

## Data

### Quality Objectives

- **Freshness Objective (FO)**: [age]
- **Completeness Objective (CO)**: [share]
- **Order (OR)**: [field]
";
    let text = format!("---\noe: true\n---\n\n# T\n\n## Data\n\n{heading}\n\n{text}\n");
    held_against(guide, &text).assessment.counts().1
}

#[test]
fn a_guide_s_own_acronyms_show_what_a_heading_gathers() {
    for text in [
        "FO 1 h, CO 99 %, OR by time",
        "- **FO**: 1 h\n- **CO**: 99 %\n- **OR**: time",
        "- FO: 1 h\n- Share (CO)\n- OR",
        "| FO | CO | OR |\n|---|---|---|\n| 1 h | 99 % | time |",
        "Freshness objective 1 h, completeness objective 99 %, order by time",
    ] {
        assert_eq!(gathered("### Quality Objectives", text), 3, "{text}");
    }
    for text in ["one or the other", "fo and co", "FOO, COO, ORA", "`x`"] {
        assert_eq!(gathered("### Quality Objectives", text), 0, "{text}");
    }
    assert_eq!(gathered("### FO", "1 h"), 1);
    assert_eq!(gathered("#### FO", "1 h"), 0, "only where elements stand");
    assert_eq!(gathered("### Own", "FO 1 h"), 0);
}
