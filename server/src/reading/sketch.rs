//! From the facts of a chunk to its sketch.

use super::{Defers, DirectiveAt, Evidence, HeadingStroke, Sketch, Stroke, StrokeKind};
use crate::front_matter;
use crate::guide::{self, Named};
use crate::names;
use crate::outline::{self, Cell, Content, Facts, Label, Line, Piece, PieceKind, Row};
use crate::requirements::Requirements;
use crate::suppression::{self, Entry};
use crate::text::Span;

pub(super) struct Sketcher<'a> {
    pub(super) text: &'a str,
    pub(super) facts: &'a Facts,
    pub(super) requirements: &'a Requirements,
}

impl Sketcher<'_> {
    pub(super) fn sketch(&self) -> Sketch {
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
            let named = self.requirements.names.all(&cell.key, self.slice(cell.span));
            // Most cells name nothing; the rest of the table is looked at for those that do.
            let answers = || if row.header { below().any(|it| says(it.cells.get(column))) } else { beside };
            if !named.is_empty() && answers() && !self.points_within(at, cell.span) {
                stroke.evidence.extend(named.into_iter().map(|named| Evidence { named, link: false, weak: false }));
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

    pub(super) fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }
}

/// Whether `value`, of a name in a line that holds several or has no colon, is more than template text.
fn says_something(value: &str) -> bool {
    let value = value.trim_matches(|char: char| char.is_whitespace() || "*_:.,;-–—".contains(char));
    !value.is_empty() && (!value.starts_with('[') || value.contains("](")) && !outline::is_filler_word(value, false)
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
