//! A guide that could not be understood as a whole.

use super::invalid_settings::of_file;
use super::{Check, Finding, Rule};
use crate::config::{Settings, Severity};
use crate::guide;

pub(super) static RULE: Rule = Rule {
    name: "invalid-guide",
    severity: Severity::Warning,
    summary: "a guide says something that could not be understood",
    docs: "\
What is not understood of a guide asks nothing of any document. The rest of the guide serves as if
it were not there.

```markdown bad
# Our Guide

## Section Structure

### 1. Payments

**Required Elements:**

- **Ledger**: how it is balanced
  - Pitfalls: No such pitfall
```

```markdown good
# Our Guide

## Section Structure

### 1. Payments

**Objective**: Say how money is kept

**Required Elements:**

- **Ledger**: How it is balanced, by whom and how often
```
",
    check: Check::File,
    fixes: None,
};

/// What is wrong with a guide that reads as `reading`. Spans are bytes of the file.
pub fn guide_findings(reading: &guide::Reading, settings: &Settings) -> Vec<Finding> {
    let problems = reading.problems.iter().map(|problem| (problem.span, problem.message.clone()));
    of_file(&RULE, settings, problems.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guide_that_the_program_carries_is_understood() {
        assert_eq!(guide_findings(&guide::read(guide::embedded_text()), &Settings::default()).len(), 0);
    }

    #[test]
    fn a_text_that_holds_no_guide_is_told_where_it_starts() {
        for text in ["", "# Notes\r\n\r\nnichts für uns\r\n"] {
            let found = guide_findings(&guide::read(text), &Settings::default());
            assert!(!found.is_empty() && found.iter().all(|it| it.span.end <= text.len()), "{text:?}");
        }
    }
}
