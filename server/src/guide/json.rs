//! A guide as `oe-ls guide --format json` prints it: what the guide itself says, without the
//! templates and criteria that are filled in where it gives none.

use serde_json::{Value, json};

use super::{Element, Guide, Reading, Section, Template};
use crate::position::Range;

/// The version of the shape below; a field that changes its meaning raises it.
const VERSION: u32 = 1;

/// The guide and its problems, each with the range that `range` gives for it.
pub fn json(reading: &Reading, range: impl Fn(crate::text::Span) -> Range) -> Value {
    let guide = &reading.guide;
    let titles = |sections: &[usize]| sections.iter().map(|at| guide.sections[*at].id.clone()).collect::<Vec<_>>();
    let problems = reading.problems.iter().map(|problem| {
        let range = range(problem.span);
        json!({ "message": problem.message, "range": range, "line": range.start.line + 1 })
    });
    json!({
        "version": VERSION,
        "guide": {
            "id": guide.id,
            "title": guide.title,
            "purpose": guide.purpose,
            "sections": guide.sections.iter().map(|section| section_json(guide, section)).collect::<Vec<_>>(),
            "pitfalls": guide.pitfalls.iter().map(|it| json!({
                "category": it.category, "name": it.name, "text": it.text, "sections": titles(&it.sections),
            })).collect::<Vec<_>>(),
            "prerequisites": guide.prerequisites,
            "context_questions": guide.context_questions,
            "validation_requirements": guide.validation_requirements,
            "must_reference": guide.must_reference.iter().map(|it| json!({
                "text": it.text, "key_words": it.key_words,
            })).collect::<Vec<_>>(),
            "must_support": guide.must_support,
            "edge_cases": guide.edge_cases.iter().map(|it| json!({
                "when": it.when, "advice": it.advice,
            })).collect::<Vec<_>>(),
            "checkpoints": guide.checkpoints.iter().map(|it| json!({
                "group": it.group, "text": it.text, "sections": titles(&it.sections),
            })).collect::<Vec<_>>(),
            "output_standards": guide.output_standards,
        },
        "problems": problems.collect::<Vec<_>>(),
    })
}

fn section_json(guide: &Guide, section: &Section) -> Value {
    let elements = section.elements.clone().map(|at| element_json(guide, at, &guide.elements[at]));
    let template = if section.template.made { &Template::default() } else { &section.template };
    let criteria = if section.borrowed { &Vec::new() } else { &section.criteria };
    let tables = template.parts.iter().flat_map(|part| &part.tables);
    json!({
        "id": section.id,
        "title": section.title,
        "also": section.also,
        "also_as_heading": section.also_as_heading,
        "objective": section.objective,
        "elements": elements.collect::<Vec<_>>(),
        "criteria": criteria,
        "template": template.text,
        "placeholders": template.placeholders,
        "tables": tables.map(|table| json!({ "headers": table.headers, "rows": table.rows })).collect::<Vec<_>>(),
    })
}

fn element_json(guide: &Guide, at: usize, element: &Element) -> Value {
    let labels = guide.labels_of(at).map(|label| {
        json!({
            "name": label.name,
            "placeholder": label.placeholder,
            "kind": label.kind.name(),
            "choices": label.kind.choices(),
        })
    });
    json!({
        "id": element.id,
        "name": element.name,
        "parent": element.parent.map(|parent| &guide.elements[parent].id),
        "description": element.description,
        "also": element.also,
        "also_as_heading": element.also_as_heading,
        "good": element.good,
        "example": element.example,
        "pitfalls": element.pitfalls.iter().map(|pitfall| &guide.pitfalls[*pitfall].name).collect::<Vec<_>>(),
        "labels": labels.collect::<Vec<_>>(),
    })
}
