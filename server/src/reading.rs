//! What a chunk means in the light of a guide, kept from one state of a document to the next.
//!
//! A [`Reading`] depends on its chunk's text and the requirements alone. Of it, the judgement of the
//! whole document sees only the [`Sketch`]: as long as no sketch changes, that judgement stands,
//! whatever was typed.

mod cover;

use std::collections::HashMap;
use std::sync::Arc;

pub use cover::Covers;

use crate::document::{ChunkIndex, Document, Group};
use crate::front_matter::{self, FrontMatter};
use crate::guide::{self, Answer, Named, Strength};
use crate::names;
use crate::outline::{self, Cell, Content, Facts, Label, Line, Piece, PieceKind, Row};
use crate::requirements::Requirements;
use crate::suppression::{self, Directive, Entry};
use crate::text::Span;

#[derive(Debug, Default)]
pub struct Reading {
    pub facts: Facts,
    pub sketch: Sketch,
    pub covers: Covers,
}

/// All that the judgement of a document reads of a chunk. Nothing in it moves when text is typed into
/// a value.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// One for each piece of the facts.
    pub strokes: Vec<Stroke>,
    pub definitions: Vec<String>,
    pub directives: Vec<DirectiveAt>,
    /// The topics that definitions of links lead to, as a set of bits.
    pub topics: u64,
    pub front_matter: Option<FrontMatter>,
    /// Whether the label stands in it without which no file is a guide.
    pub guide_label: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Stroke {
    pub kind: StrokeKind,
    pub depth: u32,
    /// How much it says; of a label its value.
    pub content: Content,
    /// Template text in it: for a bracket the key of the definition that would make it a link.
    pub waits: Vec<Option<String>>,
    /// What it shows to be dealt with here: by a label, a first cell or a link.
    pub evidence: Vec<Evidence>,
    /// Whether it leaves to another place what is to be said.
    pub defers: Option<Defers>,
    /// The elements that links within the document lead to by their names.
    pub refers: Vec<usize>,
    /// Elements whose names stand in it; only where a heading above gathers elements.
    pub shown: Vec<usize>,
    /// The topics that links in it lead to, as a set of bits.
    pub topics: u64,
}

impl Stroke {
    /// The number of the label of the guide that it states.
    pub const fn label(&self) -> Option<u32> {
        match self.kind {
            StrokeKind::Line { label, .. } | StrokeKind::Row { label, .. } => label,
            _ => None,
        }
    }
}

/// How a line or row leaves to others what is to be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defers {
    /// It leads on to another file.
    Link,
    /// It says that nothing applies.
    NotApplicable,
}

#[derive(Debug, PartialEq, Eq)]
pub enum StrokeKind {
    FrontMatter,
    Heading(HeadingStroke),
    Line {
        item: bool,
        labelled: bool,
        /// The number of its label, if it is one of the guide's.
        label: Option<u32>,
        /// The checkpoint that it states.
        checkpoint: Option<usize>,
    },
    Row {
        header: bool,
        /// Counts the tables of the chunk.
        table: u32,
        /// The number of the label in its first cell, if it is one of the guide's.
        label: Option<u32>,
    },
    Block,
}

#[derive(Debug, PartialEq, Eq)]
pub struct HeadingStroke {
    pub level: u8,
    /// As a reader sees it.
    pub title: String,
    /// The surest first.
    pub meanings: Vec<(Named, Strength)>,
    pub together: Option<Answer>,
    /// Whether it is a link to where it is said: `## [Security Operations](security.md)`.
    pub leads_away: bool,
    /// Whether it may be the heading of the chapter that is judged.
    pub chapter: bool,
    /// The topics that it names, as a set of bits.
    pub topics: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub named: Named,
    /// A link answers wherever it stands; a label or a cell does not below another element's heading.
    pub link: bool,
    /// By a name that counts only in its own section.
    pub weak: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub struct DirectiveAt {
    pub directive: Directive,
    /// What the elements of its entries are, entry by entry.
    pub named: Vec<Option<Named>>,
    /// By its place among the comments of the facts.
    pub comment: usize,
    /// The piece that it stands at, or the next one; past the last if there is none.
    pub piece: usize,
    pub alone: bool,
}

impl Reading {
    /// Reads the chunk whose text is `text` and whose facts are `facts`.
    pub fn new(text: &str, facts: Facts, requirements: &Requirements) -> Self {
        let sketch = Sketcher { text, facts: &facts, requirements }.sketch();
        let covers = Covers::read(text, &facts, &sketch.directives);
        Self { facts, sketch, covers }
    }
}

struct Sketcher<'a> {
    text: &'a str,
    facts: &'a Facts,
    requirements: &'a Requirements,
}

impl Sketcher<'_> {
    fn sketch(&self) -> Sketch {
        let mut out = Sketch { guide_label: guide::shows_label(self.text), ..Sketch::default() };
        // Before the first heading it is not known here what stands above.
        let mut gathers = self.requirements.names.gathers_any();
        for (at, piece) in self.facts.pieces.iter().enumerate() {
            let mut stroke = Stroke {
                kind: StrokeKind::Block,
                depth: piece.depth,
                content: if piece.has_content() { Content::Some } else { Content::None },
                waits: Vec::new(),
                evidence: Vec::new(),
                defers: None,
                refers: Vec::new(),
                shown: Vec::new(),
                topics: 0,
            };
            match &piece.kind {
                PieceKind::FrontMatter => {
                    stroke.kind = StrokeKind::FrontMatter;
                    out.front_matter = Some(front_matter::read(self.slice(piece.span)));
                }
                PieceKind::Heading(heading) => {
                    let names = &self.requirements.names;
                    let title = crate::markup::plain(self.slice(heading.title)).trim().to_owned();
                    let mut meanings = names.heading(heading);
                    // A name of its own is not taken apart.
                    let joined = || if meanings.is_empty() { names.joined(&title) } else { None };
                    let in_brackets = || if meanings.is_empty() { names.in_brackets(&title) } else { None };
                    let together = in_brackets().or_else(|| names.gathered(&heading.key)).or_else(joined);
                    gathers = together.is_some();
                    if meanings.is_empty() && !gathers {
                        meanings = names.led(&title);
                    }
                    stroke.kind = StrokeKind::Heading(HeadingStroke {
                        level: heading.level,
                        meanings,
                        together,
                        leads_away: self.is_link(at, &heading.key),
                        chapter: names.is_chapter(&heading.key),
                        topics: self.requirements.topics(&title),
                        title,
                    });
                }
                PieceKind::Line(line) => self.line(at, line, &mut stroke),
                PieceKind::Row(row) => self.row(at, row, &mut stroke),
                PieceKind::Block { .. } => {}
            }
            if gathers && matches!(piece.kind, PieceKind::Line(_) | PieceKind::Row(_)) {
                stroke.shown = self.requirements.names.shown(self.slice(piece.span)).collect();
            }
            self.links_of(at, &mut stroke);
            out.strokes.push(stroke);
        }
        for filler in &self.facts.fillers {
            if self.requirements.is_template_text(filler, self.slice(filler.span)) {
                out.strokes[filler.piece].waits.push(filler.reference().cloned());
            }
        }
        out.definitions.clone_from(&self.facts.definitions);
        self.topics(&mut out);
        out.directives = self.directives();
        out
    }

    fn line(&self, at: usize, line: &Line, stroke: &mut Stroke) {
        stroke.content = line.content;
        let label = line.label.as_ref();
        let dashed = if label.is_none() { self.before_dash(line) } else { None };
        let names = &self.requirements.names;
        let mut named = match (label, &dashed) {
            (Some(label), _) if self.points_within(at, label.name) => Vec::new(),
            (Some(label), _) => self.label(label),
            (None, Some(dashed)) => names.strong(dashed).into_iter().collect(),
            (None, None) => self.lead(line).map_or_else(Vec::new, |lead| names.all(&names::key(lead), lead)),
        };
        if !named.is_empty() && label.is_some() {
            named.extend(self.further(line));
        }
        stroke.evidence.extend(named.into_iter().map(|named| Evidence { named, link: false, weak: false }));
        // "Not applicable" may read as a label.
        let said = Span::new(label.map_or(line.value.start, |label| label.span.start), line.value.end);
        if is_not_applicable(self.slice(said)) {
            stroke.defers = Some(Defers::NotApplicable);
        }
        let checkpoint = line.item.filter(|item| item.task.is_some()).and_then(|_| {
            let start = label.map_or(line.value.start, |label| label.span.start);
            self.requirements.checkpoint(self.slice(Span::new(start, line.value.end.max(start))))
        });
        let by_label = label.and_then(|label| {
            let spelled_out = label.spelled_out.as_deref();
            self.requirements.label(&label.key).or_else(|| self.requirements.label(spelled_out?))
        });
        let aside = || self.requirements.label(&names::key(without_aside(self.slice(label?.name))?));
        let by_label = by_label.or_else(aside).or_else(|| self.requirements.label(dashed.as_ref()?));
        // A link to where it is said: `- [On-Call Schedule](rota.md)`.
        let by_link = || {
            self.facts.links_in(at).iter().find_map(|link| self.requirements.label(&names::key(self.slice(link.text))))
        };
        stroke.kind = StrokeKind::Line {
            item: line.item.is_some(),
            labelled: label.is_some(),
            label: by_label.or_else(by_link),
            checkpoint,
        };
    }

    /// The key of what an item begins with, up to a dash: `On-call schedule – weekly`. Without marks or
    /// a colon only the guide can say whether that is a name or the start of a sentence.
    fn before_dash(&self, line: &Line) -> Option<String> {
        line.item?;
        let text = self.slice(line.value).lines().next()?;
        let dash = |dash: &&str| text.find(*dash).map(|at| (at, dash.len()));
        let (at, length) = [" - ", "–", "—"].iter().filter_map(dash).min()?;
        // A link says itself whether it leads to what it names.
        let is_short = text[..at].split_whitespace().nth(outline::LABEL_WORDS).is_none();
        let is_name = is_short && !text.starts_with('[') && !text[at + length..].trim().is_empty();
        is_name.then(|| names::key(&text[..at]))
    }

    /// All that the label surely names.
    fn label(&self, label: &Label) -> Vec<Named> {
        let names = &self.requirements.names;
        let written = self.slice(label.name);
        let aside = || names.strong(&names::key(without_aside(written)?));
        match names.label(label).or_else(aside) {
            Some(named) => vec![named],
            None => names.several(&label.key, written),
        }
    }

    /// What a line begins with in bold, where no label does: `**On-call rotation** changes weekly`.
    fn lead(&self, line: &Line) -> Option<&str> {
        let text = self.slice(line.value);
        let mark = ["**", "__"].into_iter().find(|mark| text.starts_with(mark))?;
        let (lead, rest) = text[mark.len()..].split_once(mark)?;
        Some(lead).filter(|lead| !lead.contains('\n') && says_something(rest))
    }

    /// What is named behind the first value of a line: `RTO: 1 h, RPO: 5 min`.
    fn further<'a>(&'a self, line: &'a Line) -> impl Iterator<Item = Named> + 'a {
        let names = &self.requirements.names;
        let parts = self.slice(line.value).lines().next().unwrap_or("").split([',', ';']).skip(1);
        let labels = parts.filter_map(|part| part.split_once(':').filter(|(_, value)| says_something(value)));
        let labels = labels
            .map(|(label, _)| label.trim())
            .filter(|label| label.split_whitespace().nth(outline::LABEL_WORDS).is_none());
        labels.filter_map(|label| names.strong(&names::key(label)))
    }

    /// A row is about what its first cell names, a table about what its header names, if a row below says
    /// something of it.
    fn row(&self, at: usize, row: &Row, stroke: &mut Stroke) {
        let first = row.cells.first().filter(|_| !row.header);
        let label = first.and_then(|cell| self.requirements.label(&cell.key));
        stroke.kind = StrokeKind::Row { header: row.header, table: row.table, label };
        let below = || self.facts.pieces[at + 1..].iter().map_while(Piece::row).filter(|it| it.table == row.table);
        let says = |cell: Option<&Cell>| cell.is_some_and(|cell| cell.content != Content::None);
        // A name with nothing beside it or below it says nothing.
        let beside = row.cells.len() < 2 || row.cells[1..].iter().any(|cell| says(Some(cell)));
        for (column, cell) in row.cells.iter().enumerate().take(if row.header { usize::MAX } else { 1 }) {
            let in_column = || below().any(|it| says(it.cells.get(column)));
            let as_row = column == 0 && beside && (!row.header || below().next().is_some());
            if !(as_row || (row.header && in_column())) || self.points_within(at, cell.span) {
                continue;
            }
            let named = self.requirements.names.all(&cell.key, self.slice(cell.span));
            stroke.evidence.extend(named.into_iter().map(|named| Evidence { named, link: false, weak: false }));
        }
    }

    /// What the links in the piece at `at` show: by their text, the name of the file that they lead
    /// to, or the line that they stand in. A link within the document shows nothing: a table of
    /// contents names what may not be there. It says where that stands, if it is.
    fn links_of(&self, at: usize, stroke: &mut Stroke) {
        let names = &self.requirements.names;
        let mut found = Vec::new();
        // The line says the same for each of its links, and may hold very many.
        let mut asked_line = false;
        for link in self.facts.links_in(at).iter().filter(|link| !self.leads_away(link.target)) {
            let anchor = self.slice(link.target).trim_start_matches('#').replace(['_', '-'], " ");
            let by_anchor = || names.strong(&names::key(&anchor));
            if let Some(Named::Element(element)) = names.strong(&names::key(self.slice(link.text))).or_else(by_anchor) {
                stroke.refers.push(element);
            }
        }
        for link in self.facts.links_in(at).iter().filter(|link| self.leads_away(link.target)) {
            let shown = self.slice(link.text);
            found.extend(names.all(&names::key(shown), shown).into_iter().map(|named| (named, false)));
            let target = self.slice(link.target);
            let file = target.split(['#', '?']).next().unwrap_or(target).rsplit(['/', '\\']).next().unwrap_or(target);
            let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
            found.extend(names.strong(&names::key(&spelled(stem))).map(|named| (named, false)));
            if found.is_empty()
                && !std::mem::replace(&mut asked_line, true)
                && let Some(line) = self.facts.pieces[at].line()
            {
                found.extend(
                    names.within(&names::key(self.slice(self.facts.pieces[at].span))).into_iter().map(|it| (it, false)),
                );
                let weak = line.label.iter().flat_map(|label| names.any(&label.key));
                found.extend(weak.map(|(named, strength)| (named, strength == Strength::Weak)));
            }
        }
        if stroke.defers.is_none() && self.leads_on(at) {
            stroke.defers = Some(Defers::Link);
        }
        // A row links for what its first cell names.
        let is_row = self.facts.pieces[at].row().is_some();
        if is_row && stroke.defers == Some(Defers::Link) {
            found.extend(stroke.evidence.iter().map(|evidence| (evidence.named, false)));
        }
        for (named, weak) in found {
            let evidence = Evidence { named, link: true, weak };
            if !stroke.evidence.contains(&evidence) {
                stroke.evidence.push(evidence);
            }
        }
    }

    /// Whether the piece does nothing but lead on to other files: `See [our policy](policy.md).`; of a
    /// row whether it links to one at all.
    fn leads_on(&self, at: usize) -> bool {
        let piece = &self.facts.pieces[at];
        let mut links = self.facts.links_in(at).iter().filter(|link| self.leads_away(link.target)).peekable();
        if links.peek().is_none() || piece.row().is_some() {
            return links.peek().is_some();
        }
        let Some(line) = piece.line().filter(|line| line.label.is_none()) else { return false };
        let said = self.slice(line.value);
        let begins = |words: &str| said.get(..words.len()).is_some_and(|head| head.eq_ignore_ascii_case(words));
        let words = |span: Span| self.slice(span).split_whitespace().count();
        LEADING_ON.into_iter().any(begins)
            && words(line.value) <= outline::LABEL_WORDS + links.map(|link| words(link.span)).sum::<usize>()
    }

    /// Whether all of the piece at `at`, which has this key, is a link that leads away.
    fn is_link(&self, at: usize, key: &str) -> bool {
        let mut links = self.facts.links_in(at).iter().filter(|link| self.leads_away(link.target));
        links.any(|link| names::key(self.slice(link.text)) == key)
    }

    /// Whether a link leads to another place where something may be said.
    fn leads_away(&self, target: Span) -> bool {
        let target = self.slice(target).trim_matches(['<', '>', ' ']);
        let is_of = |scheme: &str| target.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
        let is_address = target.contains('@') && !target.contains('/');
        let is_written = !target.is_empty() && !outline::is_filler_word(target, false);
        is_written
            && !target.starts_with('#')
            && !is_address
            && !["mailto:", "tel:", "javascript:"].into_iter().any(is_of)
    }

    /// Whether a link to another part of this document stands in `name`: a line of a table of contents.
    fn points_within(&self, at: usize, name: Span) -> bool {
        let mut links = self.facts.links_in(at).iter().filter(|link| name.contains(link.span));
        links.any(|link| self.slice(link.target).starts_with('#'))
    }

    /// A definition may stand anywhere, also outside of the part that is judged.
    fn topics(&self, out: &mut Sketch) {
        for link in self.facts.links.iter().filter(|link| self.leads_away(link.target)) {
            let target = spelled(self.slice(link.target));
            let topics = self.requirements.topics(self.slice(link.text)) | self.requirements.topics(&target);
            let is_line = |piece: &Piece| !matches!(piece.kind, PieceKind::Block { .. });
            match self.facts.pieces.get(link.piece).filter(|piece| is_line(piece)) {
                Some(_) => out.strokes[link.piece].topics |= topics,
                None => out.topics |= topics,
            }
        }
    }

    fn directives(&self) -> Vec<DirectiveAt> {
        let comments = self.facts.comments.iter().enumerate();
        let read = comments.filter_map(|(at, comment)| {
            let directive = suppression::read(self.slice(comment.body))?;
            let named = |entry: &Entry| self.requirements.guide.find(&entry.element.as_ref()?.text);
            let named = directive.entries.iter().map(named).collect();
            Some(DirectiveAt { directive, named, comment: at, piece: comment.piece, alone: comment.alone })
        });
        read.collect()
    }

    fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }
}

/// The words of a path: `docs/SystemArchitecture.md` is about system architecture.
fn spelled(path: &str) -> String {
    let mut out = String::with_capacity(path.len() + 8);
    let mut before = ' ';
    for char in path.chars() {
        if before.is_lowercase() && char.is_uppercase() {
            out.push(' ');
        }
        out.push(if matches!(char, '_' | '-' | '/' | '.') { ' ' } else { char });
        before = char;
    }
    out
}

/// Whether `value`, of a name in a line that holds several or has no colon, is more than template text.
fn says_something(value: &str) -> bool {
    let value = value.trim_matches(|char: char| !char.is_alphanumeric() && char != '[');
    !value.is_empty() && !value.starts_with('[') && !outline::is_filler_word(value, false)
}

/// `Backup Policy (daily)` without what stands in brackets at its end.
fn without_aside(name: &str) -> Option<&str> {
    let (before, _) = name.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    Some(before.trim_end()).filter(|before| !before.is_empty())
}

/// Whether `text` says that nothing of it applies, and why: `Not applicable: nobody is on call`. "Not
/// applicable to guests" says what applies to others.
fn is_not_applicable(text: &str) -> bool {
    let marks = ['*', '_', ' '];
    let text = text.trim_start_matches(marks);
    let words = ["not applicable", "n/a", "this section is not applicable", "this section does not apply"];
    let rest = words.into_iter().find_map(|words| {
        text.get(..words.len()).filter(|head| head.eq_ignore_ascii_case(words)).map(|_| &text[words.len()..])
    });
    let reason = |rest: &str| rest.trim_start_matches(marks).starts_with([':', '-', '–', '—', ',', ';', '(', '.']);
    rest.is_some_and(|rest| reason(rest) && rest.contains(char::is_alphanumeric))
}

/// How lines begin that do nothing but lead on.
const LEADING_ON: [&str; 12] = [
    "see ",
    "refer to ",
    "moved to ",
    "documented in ",
    "described in ",
    "defined in ",
    "maintained in ",
    "kept in ",
    "covered in ",
    "covered by ",
    "lives in ",
    "details in ",
];

/// The readings of a group of chunks. The same pointer means the same text and the same readings.
#[derive(Debug)]
pub struct GroupReadings {
    group: Arc<Group>,
    readings: Vec<Arc<Reading>>,
}

impl GroupReadings {
    pub fn readings(&self) -> &[Arc<Reading>] {
        &self.readings
    }
}

/// The readings of all chunks of a settled document.
#[derive(Clone, Debug, Default)]
pub struct Readings {
    groups: Vec<Arc<GroupReadings>>,
    /// Where each group starts in the text.
    starts: Vec<usize>,
}

/// A piece of a document: its chunk, and its place in the chunk's facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PieceRef {
    pub chunk: ChunkIndex,
    pub piece: usize,
}

impl Readings {
    /// Reads `document`, which is settled, taking over from `before` what still holds. Says also
    /// whether the sketch of the document is the same as before, chunk by chunk.
    pub fn update(before: &Self, document: &Document, requirements: &Requirements) -> (Self, bool) {
        let groups = document.chunks().groups();
        // A key changes one group: those before and behind it are taken over without a look into them.
        let kept = |(old, new): &(&Arc<GroupReadings>, &Arc<Group>)| Arc::ptr_eq(&old.group, new);
        let first = before.groups.iter().zip(groups).take_while(kept).count();
        let behind = before.groups[first..].iter().rev().zip(groups[first..].iter().rev()).take_while(kept).count();
        let (old_end, end) = (before.groups.len() - behind, groups.len() - behind);
        let known = by_blocks(&before.groups[first..old_end]);

        let mut out = Self { groups: before.groups[..first].to_vec(), starts: before.starts[..first].to_vec() };
        let mut start = first.checked_sub(1).map_or(0, |last| out.starts[last] + groups[last].len());
        let mut same = groups.len() == before.groups.len();
        for (at, group) in groups.iter().enumerate().take(end).skip(first) {
            out.starts.push(start);
            let old = before.groups.get(at);
            if let Some(old) = old.filter(|old| Arc::ptr_eq(&old.group, group)) {
                out.groups.push(old.clone());
            } else {
                let readings = read_group(group, start, document, &known, requirements);
                same = same && old.is_some_and(|old| same_sketches(&old.readings, &readings));
                out.groups.push(Arc::new(GroupReadings { group: group.clone(), readings }));
            }
            start += group.len();
        }
        out.groups.extend_from_slice(&before.groups[old_end..]);
        out.starts.extend(before.starts[old_end..].iter().map(|at| start + at - before.starts[old_end]));
        (out, same)
    }

    pub fn groups(&self) -> &[Arc<GroupReadings>] {
        &self.groups
    }

    pub fn get(&self, chunk: ChunkIndex) -> Option<&Arc<Reading>> {
        self.groups.get(chunk.group)?.readings.get(chunk.chunk)
    }

    /// Where the chunk starts in the text.
    pub fn start(&self, index: ChunkIndex) -> usize {
        let Some(group) = self.groups.get(index.group) else { return 0 };
        let before = group.group.chunks().iter().take(index.chunk);
        self.starts[index.group] + before.map(|chunk| chunk.len).sum::<usize>()
    }

    /// Every chunk with its start, in order.
    pub fn iter(&self) -> impl Iterator<Item = (ChunkIndex, usize, &Arc<Reading>)> {
        self.groups.iter().enumerate().flat_map(move |(group, it)| {
            let mut start = self.starts[group];
            it.group.chunks().iter().zip(&it.readings).enumerate().map(move |(chunk, (it, reading))| {
                let at = start;
                start += it.len;
                (ChunkIndex { group, chunk }, at, reading)
            })
        })
    }

    /// Every stroke of the document.
    pub fn strokes(&self) -> impl Iterator<Item = (PieceRef, &Stroke)> {
        self.iter().flat_map(|(chunk, _, reading)| {
            reading.sketch.strokes.iter().enumerate().map(move |(piece, stroke)| (PieceRef { chunk, piece }, stroke))
        })
    }
}

/// The readings in `groups`, by the blocks that they were made from.
fn by_blocks(groups: &[Arc<GroupReadings>]) -> HashMap<*const crate::syntax::Blocks, Arc<Reading>> {
    let mut out = HashMap::new();
    for group in groups {
        for (chunk, reading) in group.group.chunks().iter().zip(&group.readings) {
            out.extend(chunk.blocks.as_ref().map(|blocks| (Arc::as_ptr(blocks), reading.clone())));
        }
    }
    out
}

fn read_group(
    group: &Group,
    mut start: usize,
    document: &Document,
    known: &HashMap<*const crate::syntax::Blocks, Arc<Reading>>,
    requirements: &Requirements,
) -> Vec<Arc<Reading>> {
    let read = |chunk: &crate::document::Chunk| {
        let span = Span::new(start, start + chunk.len);
        start = span.end;
        let Some(blocks) = &chunk.blocks else {
            return Arc::default();
        };
        known.get(&Arc::as_ptr(blocks)).cloned().unwrap_or_else(|| {
            let text = document.text().slice(span);
            Arc::new(Reading::new(&text, Facts::read(&text, blocks), requirements))
        })
    };
    group.chunks().iter().map(read).collect()
}

fn same_sketches(a: &[Arc<Reading>], b: &[Arc<Reading>]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| Arc::ptr_eq(a, b) || a.sketch == b.sketch)
}
