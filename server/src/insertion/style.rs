//! How a document is written, so that what is added to it looks like the rest.

use crate::names;
use crate::outline::PieceKind;
use crate::snapshot::Snapshot;

/// So many examples of a habit show it.
pub(super) const ENOUGH: usize = 60;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// Of an unordered list.
    pub bullet: char,
    /// What stands behind the number of a list item.
    pub delimiter: char,
    pub line_end: &'static str,
    /// What stands before and behind the name of a label.
    pub label: (&'static str, &'static str),
}

impl Default for Style {
    fn default() -> Self {
        Self { bullet: '-', delimiter: '.', line_end: "\n", label: LABELS[0] }
    }
}

const LABELS: [(&str, &str); 3] = [("**", "**:"), ("**", ":**"), ("__", "__:")];

/// The habits of the document; what it does not show is as in the guide's templates.
pub fn style(snapshot: &Snapshot) -> Style {
    let (mut bullets, mut delimiters, mut labels) = (Habit::new("-*+"), Habit::new(".)"), [0; LABELS.len()]);
    let mut seen = 0;
    for (_, start, reading) in snapshot.readings.iter() {
        for piece in &reading.facts.pieces {
            let PieceKind::Line(line) = &piece.kind else { continue };
            if let Some(item) = line.item {
                seen += 1;
                let marker = snapshot.slice(item.marker.shift(start));
                if item.ordered { &mut delimiters } else { &mut bullets }.see(marker.trim().chars().last());
            }
            if let Some(label) = line.label.as_ref().filter(|label| label.marked) {
                let written = snapshot.slice(label.span.shift(start));
                let of = |(before, after): &(&str, &str)| written.starts_with(before) && written.ends_with(after);
                labels.iter_mut().zip(LABELS.iter().map(of)).for_each(|(count, hit)| *count += usize::from(hit));
            }
        }
        if seen > ENOUGH {
            break;
        }
    }
    let most = labels.iter().max().copied().unwrap_or(0);
    let label = labels.iter().position(|count| *count == most).unwrap_or(0);
    Style { bullet: bullets.most(), delimiter: delimiters.most(), line_end: line_end(snapshot), label: LABELS[label] }
}

/// The line end that most of the first lines have.
fn line_end(snapshot: &Snapshot) -> &'static str {
    let text = snapshot.text();
    let mut counts = [0; 3];
    for line in 0..text.lines().min(ENOUGH) {
        let (end, next) = (text.line_span(line).end, text.line_start(line + 1));
        match (text.byte(end), next.saturating_sub(end)) {
            (_, 2) => counts[1] += 1,
            (Some(b'\r'), 1) => counts[2] += 1,
            (Some(b'\n'), 1) => counts[0] += 1,
            _ => {}
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    ["\n", "\r\n", "\r"][counts.iter().position(|count| *count == most).unwrap_or(0)]
}

/// How often each of some characters was seen.
struct Habit(Vec<(char, usize)>);

impl Habit {
    fn new(chars: &str) -> Self {
        Self(chars.chars().map(|char| (char, 0)).collect())
    }

    fn see(&mut self, char: Option<char>) {
        if let Some((_, count)) = self.0.iter_mut().find(|(it, _)| Some(*it) == char) {
            *count += 1;
        }
    }

    /// The first of those seen most.
    fn most(&self) -> char {
        let most = self.0.iter().map(|(_, count)| *count).max().unwrap_or(0);
        self.0.iter().find(|(_, count)| *count == most).map_or('-', |(char, _)| *char)
    }
}

/// The number before a heading: "6.3", "8.3.2.", "Section 4:", "B.2", "C)".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    before: String,
    pub(super) parts: Vec<u32>,
    /// The first letter of the alphabet that the first part counts in, if that is a letter.
    pub(super) letter: Option<u8>,
    after: String,
}

impl Number {
    /// The number that the heading's text `title` begins with.
    pub(super) fn read(title: &str) -> Option<Self> {
        let title = title.trim();
        let prefix = &title[..title.len() - names::without_numbering(title).len()];
        let bytes = prefix.as_bytes();
        let is_word = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        // A letter that stands alone; what may be a Roman number is none.
        let is_letter = |at: &usize| {
            bytes[*at].is_ascii_alphabetic()
                && !matches!(bytes[*at].to_ascii_lowercase(), b'i' | b'v' | b'x')
                && !is_word(at.checked_sub(1))
                && !is_word(Some(at + 1))
        };
        let letter_at = (0..bytes.len()).find(is_letter);
        let letter = letter_at.map(|at| if bytes[at].is_ascii_uppercase() { b'A' } else { b'a' });
        let start = letter_at.or_else(|| prefix.find(|char: char| char.is_ascii_digit()))?;
        let counted = prefix[start + usize::from(letter.is_some())..].bytes();
        let length = counted.take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        let number = prefix[start..start + usize::from(letter.is_some()) + length].trim_end_matches('.');
        let part = |part: &str| match letter.zip(part.bytes().next()) {
            Some((letter, own)) if own.is_ascii_alphabetic() => Some(u32::from(own - letter) + 1),
            _ => part.parse().ok(),
        };
        let parts: Option<Vec<u32>> = number.split('.').map(part).collect();
        let after = prefix[start + number.len()..].to_owned();
        Some(Self { before: prefix[..start].to_owned(), parts: parts?, letter, after })
    }

    #[must_use]
    pub(super) fn with(&self, parts: Vec<u32>) -> Self {
        Self { parts, ..self.clone() }
    }

    /// The number `by` further on the same level.
    pub(super) fn stepped(&self, by: usize) -> Option<Self> {
        let mut parts = self.parts.clone();
        let last = parts.last_mut()?;
        *last = last.checked_add(u32::try_from(by).ok()?)?;
        Some(self.with(parts))
    }

    /// The number `by` before on the same level; they begin with one.
    pub(super) fn stepped_back(&self, by: usize) -> Option<Self> {
        let mut parts = self.parts.clone();
        let last = parts.last_mut()?;
        *last = last.checked_sub(u32::try_from(by).ok()?).filter(|last| *last > 0)?;
        Some(self.with(parts))
    }

    pub(super) fn is_before(&self, other: &Self) -> bool {
        self.letter.is_some() == other.letter.is_some() && self.parts < other.parts
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let part = |(at, part): (usize, &u32)| match self.letter.filter(|_| at == 0) {
            Some(letter) if (1..=26).contains(part) => char::from(letter + (*part - 1) as u8).to_string(),
            _ => part.to_string(),
        };
        let parts: Vec<_> = self.parts.iter().enumerate().map(part).collect();
        write!(f, "{}{}{}", self.before, parts.join("."), self.after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_on_as_the_document_has_them() {
        for (title, next) in [
            ("6. Incidents", Some("7. ")),
            ("6 Incidents", Some("7 ")),
            ("6) Incidents", Some("7) ")),
            ("6.2 On-Call", Some("6.3 ")),
            ("6.2. On-Call", Some("6.3. ")),
            ("8.3.2 On-Call", Some("8.3.3 ")),
            ("Section 4: Incidents", Some("Section 5: ")),
            ("Step 2 – Incidents", Some("Step 3 – ")),
            ("B. Incidents", Some("C. ")),
            ("(b) Incidents", Some("(c) ")),
            ("B.2 On-Call", Some("B.3 ")),
            ("Appendix B: Incidents", Some("Appendix C: ")),
            ("Z. Incidents", Some("27. ")),
            ("IV. Incidents", None),
            ("I. Incidents", None),
            ("Incidents", None),
            ("24/7 Support", None),
            ("99999999999999 Support", None),
            ("6..2 On-Call", None),
            ("", None),
        ] {
            let number = Number::read(title).and_then(|number| Some(number.stepped(1)?.to_string()));
            assert_eq!(number.as_deref(), next, "{title}");
        }
    }
}
