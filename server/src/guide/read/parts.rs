//! Which part of a guide a heading or a label announces.

/// What the lines under the current heading or label are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Other,
    Purpose,
    Prerequisites,
    Title,
    Objective,
    Elements,
    Criteria,
    Context,
    Validation,
    MustReference,
    MustSupport,
    Pitfalls,
    EdgeCases,
    Checkpoints,
    Standards,
}

pub(super) const fn in_section(part: Part) -> bool {
    matches!(part, Part::Title | Part::Objective | Part::Elements | Part::Criteria)
}

/// What a label or heading inside a section announces.
pub(super) fn section_part(key: &str) -> Option<Part> {
    let starts = |word: &str| key.starts_with(word);
    Some(match key {
        _ if key == "objective" => Part::Objective,
        _ if starts("required element") => Part::Elements,
        _ if starts("quality criteria") || starts("quality criterion") => Part::Criteria,
        _ => return None,
    })
}

/// What a heading outside the sections announces.
pub(super) fn closing_part(key: &str, current: Part) -> Option<Part> {
    let starts = |word: &str| key.starts_with(word);
    Some(match key {
        "purpose" => Part::Purpose,
        _ if starts("prerequisite") => Part::Prerequisites,
        _ if starts("information gathering") || starts("cross reference requirement") => Part::Other,
        _ if key.ends_with("context needed") || starts("context question") => Part::Context,
        _ if starts("validation requirement") => Part::Validation,
        _ if starts("must reference") => Part::MustReference,
        _ if starts("must support") => Part::MustSupport,
        _ if starts("common pitfall") || key.ends_with(" pitfall") || key == "pitfall" => Part::Pitfalls,
        _ if starts("edge case") => Part::EdgeCases,
        _ if starts("when ") && current == Part::EdgeCases => Part::EdgeCases,
        _ if starts("validation checkpoint") || key == "checkpoint" => Part::Checkpoints,
        _ if current == Part::Checkpoints
            && (starts("before ") || starts("cross section") || key.ends_with("validation")) =>
        {
            Part::Checkpoints
        }
        _ if starts("output quality standard") || starts("quality standard") => Part::Standards,
        _ => return None,
    })
}

/// Whether what this part lists stands in groups, under headings of whatever name.
pub(super) const fn is_grouped(part: Part) -> bool {
    matches!(part, Part::Pitfalls | Part::Checkpoints)
}

/// Whether only a guide has a heading for this part.
pub(super) const fn is_telling(part: Part) -> bool {
    matches!(
        part,
        Part::Context
            | Part::MustReference
            | Part::MustSupport
            | Part::Pitfalls
            | Part::EdgeCases
            | Part::Checkpoints
            | Part::Standards
    )
}
