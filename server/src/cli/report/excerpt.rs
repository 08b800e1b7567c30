//! Lines of a text, cut so that what is marked in them can be shown in so many columns.

use std::ops::Range;

use unicode_width::UnicodeWidthChar as _;

use crate::text::{Span, Text};

/// Stands for what is cut off.
const CUT: &str = "...";

/// What is marked, and how many columns a label behind it takes.
pub(super) struct Marked {
    pub(super) span: Span,
    pub(super) label: usize,
}

pub(super) struct Excerpt {
    pub(super) source: String,
    /// The line of the text that it begins with, from zero.
    pub(super) first: usize,
    /// Where each mark is in it.
    pub(super) marks: Vec<Range<usize>>,
}

/// The lines from the first mark to the last, each in at most `room` columns. Where the marks of a line
/// do not fit side by side the first one counts, and the beginning of one that is too long.
pub(super) fn excerpt(text: &Text, marked: &[Marked], room: usize) -> Excerpt {
    let lines: Vec<_> = marked.iter().map(|mark| lines(text, mark.span)).collect();
    let first = lines.iter().map(|(first, _)| *first).min().unwrap_or(0);
    let last = lines.iter().map(|(_, last)| *last).max().unwrap_or(0);
    let nowhere = Range { start: usize::MAX, end: 0 };
    let mut out = Excerpt { source: String::new(), first, marks: vec![nowhere; marked.len()] };
    for line in first..=last {
        // What stands far from every mark is not shown.
        let near = |at: &usize| (at.saturating_sub(5)..=at + 5).contains(&line);
        if lines.iter().any(|(first, last)| near(first) || near(last)) {
            let here: Vec<_> = (0..marked.len()).filter(|at| (lines[*at].0..=lines[*at].1).contains(&line)).collect();
            let span = text.line_span(line);
            let spans: Vec<_> = here.iter().map(|at| within(marked[*at].span, span)).collect();
            let labels: Vec<_> =
                here.iter().map(|at| if line == lines[*at].1 { marked[*at].label } else { 0 }).collect();
            let cut = cut(text, span, &spans, &labels, room);
            for (at, shown) in here.iter().zip(cut.marks) {
                let start = out.source.len();
                let mark = &mut out.marks[*at];
                *mark = mark.start.min(start + shown.start)..mark.end.max(start + shown.end);
            }
            out.source.push_str(&cut.shown);
        }
        if line < last {
            out.source.push('\n');
        }
    }
    out
}

/// The first and the last line of a span; one that ends with a line does not take in the next.
pub(super) fn lines(text: &Text, span: Span) -> (usize, usize) {
    let last = if span.is_empty() { span.start } else { span.end - 1 };
    (text.line_of(span.start), text.line_of(last))
}

fn within(span: Span, line: Span) -> Span {
    let start = span.start.clamp(line.start, line.end);
    Span::new(start, span.end.clamp(start, line.end))
}

/// How many columns the crate that draws the lines takes for a character.
fn columns(char: char) -> usize {
    match char {
        '\t' => 4,
        _ => char.width().unwrap_or(1),
    }
}

struct Cut {
    shown: String,
    marks: Vec<Range<usize>>,
}

/// The line `line` in at most `room` columns.
fn cut(text: &Text, line: Span, marks: &[Span], labels: &[usize], room: usize) -> Cut {
    let start = marks.iter().map(|mark| mark.start).min().unwrap_or(line.start);
    let end = marks.iter().map(|mark| mark.end).max().unwrap_or(line.start);
    // A line may be as long as a book. What is this far off is in no view.
    let far = 8 * room;
    let from = text.floor(start.saturating_sub(far).max(line.start));
    let to = text.floor((end.min(start + far) + far).min(line.end));
    let piece = text.slice(Span::new(from, to));
    let shift = |span: &Span| Span::new(span.start.min(to) - from, span.end.min(to) - from);
    let spans: Vec<_> = marks.iter().map(shift).collect();
    let view = View { before: from > line.start, after: to < line.end, room }.of(&piece, &spans, labels);

    let lead = if view.start > 0 || from > line.start { CUT } else { "" };
    let tail = if view.end < piece.len() || to < line.end { CUT } else { "" };
    let shown = format!("{lead}{}{tail}", &piece[view.clone()]);
    let marks = spans.iter().map(|span| {
        let start = if span.start < view.start { 0 } else { lead.len() + span.start.min(view.end) - view.start };
        let end = if span.end > view.end { shown.len() } else { lead.len() + span.end.saturating_sub(view.start) };
        start..end.max(start)
    });
    Cut { marks: marks.collect(), shown }
}

/// What of a line is shown.
struct View {
    /// Whether there is more of the line before what is looked at, and after it.
    before: bool,
    after: bool,
    room: usize,
}

impl View {
    fn of(&self, piece: &str, marks: &[Span], labels: &[usize]) -> Range<usize> {
        let column = |at: usize| piece[..at].chars().map(columns).sum::<usize>();
        let all = column(piece.len());
        if !self.before && !self.after && all <= self.room {
            return 0..piece.len();
        }
        // With a mark of what is cut at either end.
        let inner = self.room.saturating_sub(2 * CUT.len()).max(1);
        let extent = |at: usize| (column(marks[at].start), column(marks[at].end) + labels[at]);
        let extents: Vec<_> = (0..marks.len()).map(extent).collect();
        let start = extents.iter().map(|(start, _)| *start).min().unwrap_or(0);
        let end = extents.iter().map(|(_, end)| *end).max().unwrap_or(0);
        let (start, end) = if end - start <= inner { (start, end) } else { extents[0] };
        // One that does not fit gives way to what stands before it.
        let end = if end - start <= inner { end } else { start + inner - inner / 4 };
        let left = if !self.before && end + CUT.len() <= self.room {
            0
        } else {
            // Most of what is left over goes to what stands before: it says what this is.
            let spare = inner.saturating_sub(end - start);
            let left = start.saturating_sub(spare * 2 / 3);
            let rest = all + if self.after { CUT.len() } else { 0 };
            left.min(rest.saturating_sub(self.room - CUT.len()).max(start.saturating_sub(spare)))
        };
        let lead = if left > 0 || self.before { CUT.len() } else { 0 };
        let left = at_column(piece, left);
        let taken = column(left) + self.room - lead;
        if !self.after && all <= taken { left..piece.len() } else { left..before_column(piece, taken - CUT.len()) }
    }
}

/// Where the first character begins that does so at this column or behind it.
fn at_column(text: &str, column: usize) -> usize {
    let mut taken = 0;
    let first = text.char_indices().find(|(_, char)| {
        let start = taken;
        taken += columns(*char);
        // A mark that combines belongs to what was cut.
        start >= column && (column == 0 || taken > start)
    });
    first.map_or(text.len(), |(at, _)| at)
}

/// Where the last character ends that does so at this column or before it.
fn before_column(text: &str, column: usize) -> usize {
    let mut taken = 0;
    let fits = text.char_indices().take_while(|(_, char)| {
        taken += columns(*char);
        taken <= column
    });
    fits.last().map_or(0, |(at, char)| at + char.len_utf8())
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    /// Shows `text` in 30 columns; what stands between `«` and `»` is marked.
    fn check(text: &str, expected: &Expect) {
        check_with(text, &[0], 30, expected);
    }

    fn check_with(text: &str, labels: &[usize], room: usize, expected: &Expect) {
        let (mut plain, mut marked) = (String::new(), Vec::new());
        for char in text.chars() {
            match char {
                '«' => marked.push(Marked { span: Span::at(plain.len()), label: labels[marked.len()] }),
                '»' => marked.last_mut().unwrap().span.end = plain.len(),
                _ => plain.push(char),
            }
        }
        let excerpt = excerpt(&Text::from(plain.as_str()), &marked, room);
        for line in excerpt.source.lines() {
            assert!(line.chars().map(columns).sum::<usize>() <= room, "{line}");
        }
        let mut shown = excerpt.source.clone();
        let mut places: Vec<_> = excerpt.marks.iter().flat_map(|mark| [(mark.start, '«'), (mark.end, '»')]).collect();
        places.sort_by_key(|(at, _)| *at);
        for (at, char) in places.into_iter().rev() {
            shown.insert(at, char);
        }
        expected.assert_eq(&shown);
    }

    #[test]
    fn a_line_that_fits_is_shown_as_it_is() {
        check("- **Rota**: «[Name]», [mail]", &expect!["- **Rota**: «[Name]», [mail]"]);
        check("123456789 123456789 1234567«89»0", &expect!["123456789 123456789 1234567«89»0"]);
        check("«»", &expect!["«»"]);
    }

    #[test]
    fn a_longer_one_is_cut_around_what_is_marked() {
        check(
            "- **Rota**: «[Name]», who is reached by mail, by phone or at the door",
            &expect!["- **Rota**: «[Name]», who is ..."],
        );
        check(
            "who is reached by mail, by phone, at the door or by «[Name]», and nobody else but those",
            &expect!["... door or by «[Name]», and ..."],
        );
        check("who is reached by mail, by phone or at the door of «[Name]»", &expect!["...or at the door of «[Name]»"]);
    }

    #[test]
    fn of_a_mark_that_is_too_long_the_beginning_is_shown() {
        check(
            "Well: «[Who is reached by mail, by phone or at the door]» or",
            &expect!["Well: «[Who is reached by ma...»"],
        );
        check("«| System Monitoring | DevOps Team | Development Team |»", &expect!["«| System Monitoring | DevOp...»"]);
    }

    #[test]
    fn a_label_takes_its_room() {
        let text = "who is reached by mail, by phone, at the door or by «[Name]», and nobody else";
        check_with(text, &[12], 30, &expect!["... by «[Name]», and nobody else"]);
    }

    #[test]
    fn of_marks_that_are_far_apart_the_first_one_counts() {
        let text = "the «first» one, and after very many words in between «the» last";
        check_with(text, &[0, 0], 30, &expect!["the «first» one, and after ve«...»"]);
        check_with(text, &[0, 0], 60, &expect!["the «first» one, and after very many words in between «the» last"]);
    }

    #[test]
    fn letters_count_by_their_columns() {
        let wide = "\u{5b88}\u{308b}".repeat(7);
        check(&format!("{wide}«\u{1f6a7}»{wide}"), &expect!["...る守る守る守る«🚧»守る守る..."]);
        check("\t\t\t\tdeep: «[Name]»", &expect!["				deep: «[Name]»"]);
        // A mark that combines is not torn off.
        let marks = "q\u{308}".repeat(40);
        check(&format!("{marks}«[Name]»"), &expect!["...q̈q̈q̈q̈q̈q̈q̈q̈q̈q̈q̈q̈q̈q̈q̈q̈q̈q̈«[Name]»"]);
    }

    #[test]
    fn a_line_as_long_as_a_book_is_looked_at_only_where_it_is_marked() {
        let book = "word ".repeat(1_000_000);
        check(&format!("{book}«[Name]» {book}"), &expect!["...d word word «[Name]» word ..."]);
        check(&format!("«{book}»"), &expect!["«word word word word word wo...»"]);
    }

    #[test]
    fn lines_between_marks_are_there_and_those_far_from_any_are_empty() {
        let text = format!("«a»\nb\n«c»\n{}«d»\nrest", "between\n".repeat(12));
        check_with(
            &text,
            &[0, 0, 0],
            30,
            &expect![[r#"
                «a»
                b
                «c»
                between
                between
                between
                between
                between


                between
                between
                between
                between
                between
                «d»"#]],
        );
    }

    #[test]
    fn a_mark_may_reach_over_lines() {
        check("Well: «[Who is reached\r\nby mail]», or", &expect!["Well: «[Who is reached\nby mail]», or"]);
        check("«whole line\n»next", &expect!["«whole line»"]);
    }
}
