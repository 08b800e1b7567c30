//! From Markdown to a [`Guide`]. Total: what cannot be understood is a problem with a place, and the
//! rest of the guide still serves.

use super::{Checkpoint, EdgeCase, Element, Guide, Pitfall, Section, Template, Topic, ValueKind};
use crate::names;
use crate::outline::{Facts, Heading, Line, Piece, PieceKind};
use crate::syntax;
use crate::text::Span;

/// A guide and what could not be understood of it.
#[derive(Debug, Default)]
pub struct Reading {
    pub guide: Guide,
    pub problems: Vec<Problem>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Bytes of the guide's text.
    pub span: Span,
    pub message: String,
}

/// Whether `text` holds a guide rather than a document: it has a `**Required Elements` label.
pub fn is_guide(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"**Required Elements").is_some()
}

/// Reads a guide in the form of the reference guide.
pub fn read(text: &str) -> Reading {
    let body = unwrapped(text);
    let text = &text[..body.end];
    let blocks = syntax::parse(&text[body.start..], None).expect("not cancelled").blocks;
    let facts = Facts::read(&text[body.start..], &blocks);
    let mut reader =
        Reader { text, base: body.start, pieces: facts.pieces, out: Reading::default(), raw: Raw::default() };
    reader.run();
    reader.out
}

/// The names in a list such as `On-call; On-call rotation`.
pub(super) fn list(text: &str) -> Vec<String> {
    text.split(';').map(|name| name.trim().trim_end_matches('.').to_owned()).filter(|name| !name.is_empty()).collect()
}

/// The guide inside `text`: without front matter and without a fence around all of it.
fn unwrapped(text: &str) -> Span {
    let mut start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut rest = &text[start..];
    if rest.starts_with("---")
        && let Some(end) = rest[3..].find("\n---")
    {
        let close = 3 + end + 4;
        start += close + rest[close..].find('\n').map_or(rest.len() - close, |end| end + 1);
        rest = &text[start..];
    }
    let trimmed = rest.trim_start();
    let lead = rest.len() - trimmed.len();
    let marks = trimmed.len() - trimmed.trim_start_matches(['`', '~']).len();
    let fence = &trimmed[..marks];
    let end = trimmed.trim_end();
    if marks >= 3
        && let Some(first) = trimmed.find('\n')
        && end.len() > first + marks
        && end.ends_with(fence)
        && end[..end.len() - marks].ends_with('\n')
    {
        return Span::new(start + lead + first + 1, start + lead + end.len() - marks);
    }
    Span::new(start, text.len())
}

/// References by name, resolved once everything has been read.
#[derive(Default)]
struct Raw {
    /// Of each pitfall and each checkpoint: the names of sections, with their places.
    pitfall_sections: Vec<Vec<(String, Span)>>,
    checkpoint_sections: Vec<Vec<(String, Span)>>,
    element_pitfalls: Vec<Vec<(String, Span)>>,
}

struct Reader<'a> {
    text: &'a str,
    /// Where the guide begins in the text; spans of pieces count from there.
    base: usize,
    pieces: Vec<Piece>,
    out: Reading,
    raw: Raw,
}

/// What the lines under the current heading or label are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
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

impl Reader<'_> {
    fn run(&mut self) {
        let mut part = Part::Other;
        let mut group = String::new();
        let mut at = 0;
        while at < self.pieces.len() {
            if let Some(heading) = self.pieces[at].heading() {
                let level = heading.level;
                let title = self.title(heading);
                let key = heading.key.clone();
                if self.starts_section(at) {
                    self.start_section(&title);
                    part = Part::Title;
                } else if let Some(of) = closing_part(&key, part) {
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
                } else {
                    part = Part::Other;
                }
                at += 1;
                continue;
            }
            if let Some(label) = self.pieces[at].label().filter(|_| !self.out.guide.sections.is_empty()) {
                if label.key.starts_with("template") && in_section(part) && self.is_top(at) {
                    at = self.template(at);
                    part = Part::Other;
                    continue;
                }
                if let Some(of) = section_part(&label.key).filter(|_| in_section(part) && self.is_top(at)) {
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

    fn start_section(&mut self, title: &str) {
        let first = self.out.guide.elements.len();
        let id = unique(names::slug(title), self.out.guide.sections.iter().map(|section| section.id.as_str()));
        let section = Section { id, title: title.to_owned(), elements: first..first, ..Section::default() };
        self.out.guide.sections.push(section);
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

    /// Reads the template that the label at `at` announces; gives where reading goes on.
    fn template(&mut self, at: usize) -> usize {
        let from = self.pieces[at].span.end;
        let mut end = at + 1;
        let fenced = matches!(&self.pieces.get(end).map(|piece| &piece.kind), Some(PieceKind::Block { content: true }));
        let (text, base) = if fenced {
            let span = self.pieces[end].span;
            end += 1;
            let block = self.slice(span);
            let first = block.find('\n').map_or(block.len(), |first| first + 1);
            let last = block.trim_end().rfind('\n').map_or(first, |last| last + 1).max(first);
            (block[first..last].to_owned(), span.start + first)
        } else {
            while end < self.pieces.len() {
                let ends = |heading: &Heading| {
                    self.starts_section(end)
                        || (heading.level <= 2 && closing_part(&heading.key, Part::Other).is_some())
                };
                if self.pieces[end].heading().is_some_and(ends) {
                    break;
                }
                end += 1;
            }
            let to = self.pieces.get(end).map_or(self.text.len() - self.base, |piece| piece.span.start);
            let slice = self.slice(Span::new(from, to));
            let start = from + slice.len() - slice.trim_start().len();
            (format!("{}\n", slice.trim()), start)
        };
        // A template's lines end with LF, whatever the guide's do.
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let (template, headless) = Template::read(&text);
        for span in headless {
            self.problem(span.shift(base), "this table has no header row; an empty one is put in its place".to_owned());
        }
        if let Some(section) = self.out.guide.sections.last_mut() {
            section.template = template;
        }
        end
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

    fn section_addition(&mut self, at: usize) {
        let Some((key, value)) = self.plain_addition(at) else { return };
        let names = list(&value);
        let span = self.pieces[at].span;
        let Some(section) = self.out.guide.sections.last_mut() else { return };
        match key.as_str() {
            "also" => section.also.extend(names),
            "also as heading" => section.also_as_heading.extend(names),
            _ => {
                self.problem(
                    span,
                    "this is no addition to a section; it can be `Also` or `Also as heading`".to_owned(),
                );
            }
        }
    }

    /// Reads the element at `at`, whose additions and parts stand before `end`.
    fn element(&mut self, at: usize, end: usize, parent: Option<usize>) {
        let span = self.pieces[at].span;
        let Some(line) = self.pieces[at].line() else { return };
        let (name, description) = match &line.label {
            Some(label) => (self.words(label.name), self.words(line.value)),
            None => (self.words(line.value), String::new()),
        };
        if name.is_empty() {
            return self.problem(span, "a required element needs a name: `- **Name**: what it is`".to_owned());
        }
        if description.is_empty() {
            self.problem(span, format!("`{name}` does not say what it is: `- **{name}**: what it is`"));
        }
        let guide = &mut self.out.guide;
        let Some(section) = guide.sections.last() else { return };
        let place = guide.sections.len() - 1;
        let slug = format!("{}/{}", section.id, names::slug(&name));
        let id = unique(slug, guide.elements.iter().map(|element| element.id.as_str()));
        let index = guide.elements.len();
        guide.elements.push(Element { id, name, section: place, parent, description, ..Element::default() });
        self.raw.element_pitfalls.push(Vec::new());
        let depth = self.pieces[at].depth;
        let mut next = at + 1;
        while next < end {
            let inner = self.pieces[next].depth;
            let below = self.pieces[next + 1..end].iter().take_while(|piece| piece.depth > inner).count();
            let is_part = self.pieces[next].label().is_some_and(|label| label.marked);
            if self.pieces[next].line().is_some_and(|line| line.item.is_some()) {
                if is_part {
                    self.element(next, next + 1 + below, Some(index));
                } else if inner == depth + 1 {
                    self.element_addition(next, index);
                }
            }
            next += 1 + below;
        }
        if let Some(section) = self.out.guide.sections.last_mut() {
            section.elements.end = self.out.guide.elements.len();
        }
    }

    fn element_addition(&mut self, at: usize, index: usize) {
        let span = self.pieces[at].span;
        let Some((key, value)) = self.plain_addition(at) else { return };
        let written = self.words(self.pieces[at].label().map_or(span, |label| label.name));
        let element = &mut self.out.guide.elements[index];
        match key.as_str() {
            "also" => element.also.extend(list(&value)),
            "also as heading" => element.also_as_heading.extend(list(&value)),
            "good" => element.good = value,
            "example" => element.example = value,
            "pitfall" => {
                self.raw.element_pitfalls[index].extend(list(&value).into_iter().map(|name| (name, span)));
            }
            _ if key.starts_with("label ") => {
                let name = written.get("label ".len()..).unwrap_or_default().trim().to_owned();
                if let Some(kind) = ValueKind::read(value.trim()) {
                    element.kinds.push((name, kind));
                } else {
                    let kinds = ValueKind::NAMES.join(", ");
                    let message =
                        format!("`{value}` is no kind of value; it can be {kinds}, `one of a; b` or `some of a; b`");
                    self.problem(span, message);
                }
            }
            _ => {
                let known = "`Also`, `Also as heading`, `Good`, `Example`, `Pitfalls` or `Label …`";
                self.problem(span, format!("`{written}` is no addition to an element; it can be {known}"));
            }
        }
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

    /// The name and value of the addition at `at`; a problem if it is none.
    fn plain_addition(&mut self, at: usize) -> Option<(String, String)> {
        let line = self.pieces[at].line()?;
        if let Some(label) = &line.label {
            Some((label.key.clone(), self.words(line.value)))
        } else {
            let span = self.pieces[at].span;
            self.problem(span, "an addition has a name and a colon, such as `Also: another name`".to_owned());
            None
        }
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

    /// Fills in what the form lacks and resolves what is named.
    fn finish(&mut self) {
        let raw = std::mem::take(&mut self.raw);
        let sections: Vec<_> = self.out.guide.sections.iter().map(|section| names::key(&section.title)).collect();
        for (at, named) in raw.pitfall_sections.into_iter().enumerate() {
            let text = format!("{} {}", self.out.guide.pitfalls[at].category, self.out.guide.pitfalls[at].name);
            self.out.guide.pitfalls[at].sections = self.resolve(named, &sections, &text);
        }
        for (at, named) in raw.checkpoint_sections.into_iter().enumerate() {
            let text = self.out.guide.checkpoints[at].text.clone();
            self.out.guide.checkpoints[at].sections = self.resolve(named, &sections, &text);
        }
        let pitfalls: Vec<_> = self.out.guide.pitfalls.iter().map(|pitfall| names::key(&pitfall.name)).collect();
        for (at, named) in raw.element_pitfalls.into_iter().enumerate() {
            for (name, span) in named {
                match pitfalls.iter().position(|key| *key == names::key(&name)) {
                    Some(pitfall) => self.out.guide.elements[at].pitfalls.push(pitfall),
                    None => self.problem(span, format!("`{name}` is no pitfall of this guide")),
                }
            }
        }
        self.fill_in();
        let whole = Span::at(0);
        if self.out.guide.title.is_empty() {
            self.problem(whole, "a guide begins with its title: `# Operational Excellence`".to_owned());
        }
        if self.out.guide.sections.is_empty() {
            let message =
                "no section was found: a section is a heading with `**Required Elements:**` and a list below it";
            self.problem(whole, message.to_owned());
        }
        self.out.problems.sort_by_key(|problem| problem.span);
    }

    fn fill_in(&mut self) {
        for at in 0..self.out.guide.sections.len() {
            let guide = &self.out.guide;
            let section = &guide.sections[at];
            if section.elements.is_empty() {
                let message =
                    format!("`{}` requires nothing: put a list below `**Required Elements:**`", section.title);
                self.problem(Span::at(0), message);
                continue;
            }
            let criteria =
                if section.criteria.is_empty() { borrowed_criteria(guide, at) } else { section.criteria.clone() };
            let given = Some(section.template.clone()).filter(|template| !template.text.trim().is_empty());
            let template = given.unwrap_or_else(|| Template::made_for(guide, at)).bound(guide, at);
            let section = &mut self.out.guide.sections[at];
            section.borrowed = section.criteria.is_empty();
            (section.criteria, section.template) = (criteria, template);
        }
    }

    /// The sections of these names; without names those that `text` speaks of.
    fn resolve(&mut self, named: Vec<(String, Span)>, sections: &[String], text: &str) -> Vec<usize> {
        if named.is_empty() {
            let guide = &self.out.guide;
            return (0..guide.sections.len()).filter(|at| speaks_of(text, &guide.sections[*at].title)).collect();
        }
        let mut out = Vec::new();
        for (name, span) in named {
            match sections.iter().position(|key| *key == names::key(&name)) {
                Some(section) => out.push(section),
                None => self.problem(span, format!("`{name}` is no section of this guide")),
            }
        }
        out
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
        names::without_numbering(&self.words(heading.title)).to_owned()
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

const fn in_section(part: Part) -> bool {
    matches!(part, Part::Title | Part::Objective | Part::Elements | Part::Criteria)
}

/// What a label or heading inside a section announces.
fn section_part(key: &str) -> Option<Part> {
    let starts = |word: &str| key.starts_with(word);
    Some(match key {
        _ if key == "objective" => Part::Objective,
        _ if starts("required element") => Part::Elements,
        _ if starts("quality criteria") || starts("quality criterion") => Part::Criteria,
        _ => return None,
    })
}

/// What a heading outside the sections announces.
fn closing_part(key: &str, current: Part) -> Option<Part> {
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

/// `id`, or with `-2`, `-3` behind it if it is taken.
fn unique<'a>(id: String, taken: impl Iterator<Item = &'a str> + Clone) -> String {
    let mut out = id.clone();
    let mut count = 1;
    while taken.clone().any(|other| other == out) {
        count += 1;
        out = format!("{id}-{count}");
    }
    out
}

/// The checkpoints and output standards that name a section without criteria of its own.
fn borrowed_criteria(guide: &Guide, section: usize) -> Vec<String> {
    let checkpoints = guide.checkpoints.iter().filter(|it| it.sections.contains(&section)).map(|it| &it.text);
    let title = &guide.sections[section].title;
    let standards = guide.output_standards.iter().filter(|text| speaks_of(text, title));
    let mut out: Vec<String> = Vec::new();
    for text in checkpoints.chain(standards) {
        if !out.contains(text) {
            out.push(text.clone());
        }
    }
    out
}

/// Words that say nothing of what a text is about.
const THIN: [&str; 20] = [
    "and",
    "the",
    "of",
    "or",
    "is",
    "are",
    "a",
    "an",
    "to",
    "for",
    "in",
    "with",
    "management",
    "framework",
    "requirement",
    "plan",
    "procedure",
    "approach",
    "production",
    "capability",
];

fn telling_words(text: &str) -> Vec<String> {
    let key = names::key(text);
    key.split(' ').filter(|word| !THIN.contains(word)).map(str::to_owned).collect()
}

/// Whether `text` names the section of this title: by one of the halves of a title with "and", all
/// of whose telling words it holds.
fn speaks_of(text: &str, title: &str) -> bool {
    let text = telling_words(text);
    let key = names::key(title);
    key.split(" and ").any(|half| {
        let words = telling_words(half);
        !words.is_empty() && words.iter().all(|word| text.contains(word))
    })
}

/// The words by which a link to a topic is known, if the guide declares none.
fn key_words(text: &str) -> Vec<String> {
    let plain = text.to_lowercase();
    let words = plain.split(|char: char| !char.is_alphanumeric()).filter(|word| word.len() > 3);
    let mut out = Vec::new();
    for word in
        words.filter(|word| !THIN.contains(&names::key(word).as_str()) && *word != "technical" && *word != "team")
    {
        for form in [names::key(word), word.to_owned()] {
            if !out.contains(&form) {
                out.push(form);
            }
        }
    }
    out
}
