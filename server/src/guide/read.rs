//! From Markdown to a [`Guide`]. Total: what cannot be understood is a problem with a place, and the
//! rest of the guide still serves.

mod clashes;
mod finish;
mod parts;
mod sections;
mod subjects;
mod templates;

use std::collections::HashMap;

use finish::Raw;
use subjects::key_words;
use templates::after_line;

use parts::{Part, closing_part, in_section, is_grouped, is_telling, section_part};

use super::{Checkpoint, EdgeCase, Guide, Pitfall, Topic};
use crate::document::front_matter;
use crate::markup;
use crate::names;
use crate::outline::{Facts, Heading, Line, Piece};
use crate::syntax;
use crate::text::Span;

/// A guide and what could not be understood of it.
#[derive(Debug, Default)]
pub struct Reading {
    pub guide: Guide,
    pub problems: Vec<Problem>,
    /// Whether the text shows by itself that it is a guide, and not a page that lists what a form or a
    /// request must hold.
    pub unmistakable: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Bytes of the guide's text.
    pub span: Span,
    pub message: String,
}

/// Whether `text`, which nothing names as a guide, is one all the same.
pub fn is_guide(text: &str) -> bool {
    shows_label(text) && read(text).unmistakable
}

/// Whether the label stands in `text` without which none is a guide.
pub fn shows_label(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"**Required Elements").is_some()
}

/// Reads a guide in the form of the reference guide.
pub fn read(text: &str) -> Reading {
    let body = unwrapped(text);
    let text = &text[..body.end];
    let blocks = syntax::parse(&text[body.start..], None).expect("not cancelled").blocks;
    let facts = Facts::read(&text[body.start..], &blocks);
    let mut reader = Reader {
        text,
        base: body.start,
        pieces: facts.pieces,
        out: Reading::default(),
        raw: Raw::default(),
        ids: HashMap::new(),
        shape: Shape::default(),
    };
    reader.run();
    reader.out
}

/// The names in a list such as `On-call; On-call rotation`.
pub(super) fn list(text: &str) -> Vec<String> {
    text.split(';').map(|name| name.trim().trim_end_matches('.').to_owned()).filter(|name| !name.is_empty()).collect()
}

/// The guide inside `text`: without front matter and without a fence around all of it.
fn unwrapped(text: &str) -> Span {
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let start = mark + front_matter(text).map_or(0, str::len);
    let rest = &text[start..];
    let trimmed = rest.trim_start();
    let lead = rest.len() - trimmed.len();
    let marks = trimmed.len() - trimmed.trim_start_matches(['`', '~']).len();
    let fence = &trimmed[..marks];
    let end = trimmed.trim_end();
    let first = after_line(trimmed, 0);
    if marks >= 3
        && end.len() >= first + marks
        && end.ends_with(fence)
        && end[..end.len() - marks].ends_with(['\r', '\n'])
    {
        return Span::new(start + lead + first, start + lead + end.len() - marks);
    }
    Span::new(start, text.len())
}

struct Reader<'a> {
    text: &'a str,
    /// Where the guide begins in the text; spans of pieces count from there.
    base: usize,
    pieces: Vec<Piece>,
    out: Reading,
    raw: Raw,
    /// The identifiers that are taken, and up to which number those that are made of each.
    ids: HashMap<String, usize>,
    shape: Shape,
}

/// What shows that a text is meant as a guide.
#[derive(Default)]
struct Shape {
    /// Required elements in the form of a guide, `- **Name**: what it is`, and others.
    formed: usize,
    others: usize,
    /// Whether something else stands there that only guides have: an objective, criteria, a template,
    /// numbers before its sections, one of the lists that follow them.
    marked: bool,
}

impl Reader<'_> {
    fn run(&mut self) {
        let mut part = Part::Other;
        // The level of the heading that announced the part, and of those below it the text of the last.
        let (mut part_level, mut group) = (0, String::new());
        let mut at = 0;
        while at < self.pieces.len() {
            if let Some(heading) = self.pieces[at].heading() {
                let level = heading.level;
                let title = self.title(heading);
                let key = heading.key.clone();
                if self.starts_section(at) {
                    let written = self.words(heading.title);
                    self.shape.marked |= names::without_numbering(&written) != written;
                    self.start_section(at, &title);
                    part = Part::Title;
                } else if let Some(of) = closing_part(&key, part) {
                    self.shape.marked |= is_telling(of);
                    if of != part || level < part_level {
                        part_level = level;
                    }
                    part = of;
                    group = title.trim_end_matches(':').to_owned();
                    if part == Part::EdgeCases && key.starts_with("when ") {
                        self.out.guide.edge_cases.push(EdgeCase { when: group.clone(), advice: Vec::new() });
                    }
                } else if level == 1 && self.out.guide.title.is_empty() {
                    self.out.guide.id = names::slug(&title);
                    self.out.guide.title = title;
                    part = Part::Other;
                } else if matches!(part, Part::Title | Part::Objective | Part::Elements | Part::Criteria) {
                    part = section_part(&key).unwrap_or(part);
                } else if is_grouped(part) && level > part_level {
                    group = title.trim_end_matches(':').to_owned();
                } else {
                    part = Part::Other;
                }
                at += 1;
                continue;
            }
            if let Some(label) = self.pieces[at].label().filter(|_| !self.out.guide.sections.is_empty()) {
                if label.key.starts_with("template") && in_section(part) && self.is_top(at) {
                    self.shape.marked = true;
                    at = self.template(at);
                    part = Part::Other;
                    continue;
                }
                if let Some(of) = section_part(&label.key).filter(|_| in_section(part) && self.is_top(at)) {
                    self.shape.marked |= of != Part::Elements;
                    part = of;
                    self.objective(at, part);
                    at += 1;
                    continue;
                }
            }
            at = self.content(at, part, &group);
        }
        self.finish();
    }

    /// A heading is a section's if its objective or its required elements follow before another heading.
    fn starts_section(&self, at: usize) -> bool {
        let following = self.pieces[at + 1..].iter().take_while(|piece| piece.heading().is_none());
        let mut labels = following.filter_map(|piece| piece.label());
        labels.any(|label| label.marked && (label.key.starts_with("required element") || label.key == "objective"))
    }

    fn objective(&mut self, at: usize, part: Part) {
        let value = self.pieces[at].line().map_or(Span::default(), |line| line.value);
        let value = self.words(value);
        if part == Part::Objective
            && let Some(section) = self.out.guide.sections.last_mut()
        {
            section.objective = value;
        }
    }

    /// Reads the piece at `at` as `part`; gives where reading goes on.
    fn content(&mut self, at: usize, part: Part, group: &str) -> usize {
        let Some(line) = self.pieces[at].line() else { return at + 1 };
        if line.item.is_none() {
            let text = self.words(self.pieces[at].span);
            match part {
                Part::Purpose => append(&mut self.out.guide.purpose, &text),
                Part::Objective => {
                    if let Some(section) = self.out.guide.sections.last_mut() {
                        append(&mut section.objective, &text);
                    }
                }
                _ => {}
            }
            return at + 1;
        }
        let depth = self.pieces[at].depth;
        let below = (at + 1..self.pieces.len()).take_while(|below| {
            let piece = &self.pieces[*below];
            piece.depth > depth && piece.heading().is_none() && !(piece.label().is_some() && self.is_top(*below))
        });
        let end = at + 1 + below.count();
        let text = self.words(self.text_of(at));
        let guide = &mut self.out.guide;
        match part {
            Part::Title => self.section_addition(at),
            Part::Elements => {
                self.element(at, end, None);
            }
            Part::Criteria => {
                if let Some(section) = guide.sections.last_mut() {
                    section.criteria.push(text);
                }
            }
            Part::Prerequisites => guide.prerequisites.push(text),
            Part::Context => guide.context_questions.push(text),
            Part::Validation => guide.validation_requirements.push(text),
            Part::MustSupport => guide.must_support.push(text),
            Part::Standards => guide.output_standards.push(text),
            Part::MustReference => {
                let declared = self.addition(at + 1..end, "key word").map(|(words, _)| list(&words.to_lowercase()));
                let key_words = declared.unwrap_or_else(|| key_words(&text));
                self.out.guide.must_reference.push(Topic { text, key_words });
            }
            Part::Pitfalls => self.pitfall(at, end, group),
            Part::EdgeCases => {
                if let Some(case) = guide.edge_cases.last_mut() {
                    case.advice.push(text);
                }
            }
            Part::Checkpoints => {
                let sections = self.sections_named(at + 1..end);
                self.raw.checkpoint_sections.push(sections);
                let checkpoint = Checkpoint { group: group.to_owned(), text, sections: Vec::new() };
                self.out.guide.checkpoints.push(checkpoint);
            }
            Part::Other | Part::Purpose | Part::Objective => {}
        }
        end
    }

    fn pitfall(&mut self, at: usize, end: usize, group: &str) {
        let Some(line) = self.pieces[at].line() else { return };
        let (name, text) = match &line.label {
            Some(label) => (self.words(label.name), self.words(line.value)),
            None => (self.words(line.value), String::new()),
        };
        let sections = self.sections_named(at + 1..end);
        self.raw.pitfall_sections.push(sections);
        let category = group.to_owned();
        self.out.guide.pitfalls.push(Pitfall { category, name, text, sections: Vec::new() });
    }

    /// The value of the nested bullet of this name.
    fn addition(&self, range: std::ops::Range<usize>, key: &str) -> Option<(String, Span)> {
        range.into_iter().find_map(|at| {
            let line = self.pieces[at].line()?;
            (line.label.as_ref()?.key == key).then(|| (self.words(line.value), line.value))
        })
    }

    fn sections_named(&self, range: std::ops::Range<usize>) -> Vec<(String, Span)> {
        let named = self.addition(range, "section");
        named.map_or(Vec::new(), |(names, span)| list(&names).into_iter().map(|name| (name, span)).collect())
    }

    fn problem(&mut self, span: Span, message: String) {
        self.out.problems.push(Problem { span: span.shift(self.base), message });
    }

    /// Whether the line stands at the margin: without a blank line before it Markdown has it belong to
    /// the list item above.
    fn is_top(&self, at: usize) -> bool {
        let piece = &self.pieces[at];
        let start = piece.span.start + self.base;
        let margin = start == self.base || self.text[..start].ends_with(['\n', '\r']);
        margin && piece.line().is_some_and(|line: &Line| line.item.is_none())
    }

    /// The text of an item: its label and its value, without bullet and check box.
    fn text_of(&self, at: usize) -> Span {
        let piece = &self.pieces[at];
        let Some(line) = piece.line() else { return piece.span };
        Span::new(
            line.label.as_ref().map_or(line.value.start, |label| label.span.start),
            line.value.end.max(line.value.start),
        )
    }

    fn title(&self, heading: &Heading) -> String {
        markup::plain(names::without_numbering(&self.words(heading.title)))
    }

    /// The text at `span` on one line, without marks of emphasis.
    fn words(&self, span: Span) -> String {
        let text = self.slice(span).replace("**", "").replace("__", "");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn slice(&self, span: Span) -> &str {
        &self.text[span.shift(self.base).range()]
    }
}

fn append(to: &mut String, text: &str) {
    if !to.is_empty() {
        to.push(' ');
    }
    to.push_str(text);
}

#[cfg(test)]
mod tests;
