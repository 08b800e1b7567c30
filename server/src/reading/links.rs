//! What links show of what is dealt with elsewhere.

use super::sketch::Sketcher;
use super::{Defers, Evidence, Sketch, Stroke};
use crate::guide::{Named, Strength};
use crate::names;
use crate::outline::{self, Piece, PieceKind};
use crate::text::Span;

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

impl Sketcher<'_> {
    /// What the links in the piece at `at` show: by their text, the name of the file that they lead
    /// to, or the line that they stand in. A link within the document shows nothing: a table of
    /// contents names what may not be there. It says where that stands, if it is.
    pub(super) fn links_of(&self, at: usize, stroke: &mut Stroke) {
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
    pub(super) fn is_link(&self, at: usize, key: &str) -> bool {
        let mut links = self.facts.links_in(at).iter().filter(|link| self.leads_away(link.target));
        links.any(|link| names::key(self.slice(link.text)) == key)
    }

    /// Whether a link leads to another place where something may be said.
    fn leads_away(&self, target: Span) -> bool {
        let target = self.slice(target).trim_matches(['<', '>', ' ']);
        let is_of = |scheme: &str| target.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
        if target.is_empty() || target.starts_with('#') || ["mailto:", "tel:", "javascript:"].into_iter().any(is_of) {
            return false;
        }
        // Nearly all are paths.
        target.contains('/') || !(target.contains('@') || outline::is_filler_word(target, false))
    }

    /// Whether a link to another part of this document stands in `name`: a line of a table of contents.
    pub(super) fn points_within(&self, at: usize, name: Span) -> bool {
        let mut links = self.facts.links_in(at).iter().filter(|link| name.contains(link.span));
        links.any(|link| self.slice(link.target).starts_with('#'))
    }

    /// A definition may stand anywhere, also outside of the part that is judged.
    pub(super) fn topics(&self, out: &mut Sketch) {
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
