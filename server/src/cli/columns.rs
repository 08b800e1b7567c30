//! Text in the columns of a terminal: how many it takes, wrapped into them, cut to them.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// How wide text is where nobody says how many columns there are.
pub(super) const USUAL: usize = 80;

/// How many columns `text` takes: two for most of what East Asia writes and for emoji, none for marks
/// that combine.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// `text` in lines of at most `width` columns, broken at spaces outside code. Each line of it is
/// wrapped by itself, and goes on below where it begins.
pub(super) fn wrap(text: &str, width: usize) -> String {
    hang(text, width, 0)
}

/// As [`wrap`]; what goes on is indented by `indent` more.
pub(super) fn hang(text: &str, width: usize, indent: usize) -> String {
    let lines = text.split('\n').map(|line| {
        let said = line.trim_start_matches(' ');
        let start = line.len() - said.len();
        format!("{}{}", &line[..start], after(said, width, start, start + indent))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// One line of text behind `taken` columns of its first line, and wrapped; what goes on is indented by
/// `indent`.
pub(super) fn after(text: &str, width: usize, taken: usize, indent: usize) -> String {
    let room = width.saturating_sub(indent).max(1);
    let mut out = String::with_capacity(text.len());
    let mut column = taken;
    for (at, word) in words(text, room).into_iter().enumerate() {
        let needs = self::width(word.text);
        let gap = usize::from(word.spaced);
        if at > 0 && column + gap + needs > width && column > indent {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            column = indent;
        } else if word.spaced {
            out.push(' ');
            column += 1;
        }
        out.push_str(word.text);
        column += needs;
    }
    out
}

/// What stays on one line.
struct Word<'a> {
    text: &'a str,
    /// Whether a space stands before it.
    spaced: bool,
}

/// What stands between spaces, with the dot that separates it from the next; spaces in code count only
/// if the code fits into no line of `room` columns. What has no spaces and fits into none either is cut where that can be.
fn words(text: &str, room: usize) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut in_code = false;
    for (at, byte) in text.bytes().chain([b' ']).enumerate() {
        let ends = byte == b' ' && (!in_code && !text[at..].starts_with(" · ") || at == text.len());
        in_code ^= byte == b'`';
        if !ends {
            continue;
        }
        let (whole, first) = (&text[start..at], start == 0);
        if width(whole) <= room {
            words.push(Word { text: whole, spaced: !first });
        } else {
            for (part_at, part) in whole.split(' ').enumerate() {
                let spaced = part_at > 0 || !first;
                let mut pieces = cut(part, room).into_iter();
                words.extend(pieces.next().map(|text| Word { text, spaced }));
                words.extend(pieces.map(|text| Word { text, spaced: false }));
            }
        }
        start = at + 1;
    }
    words
}

/// `text` in pieces of at most `room` columns where it may be cut, which is beside a character that
/// takes two. A path or an address stays whole, so that it can be copied.
fn cut(text: &str, room: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut cut, mut column, mut before) = (0, 0, 0, 0);
    for (at, char) in text.char_indices() {
        let needs = char.width().unwrap_or(0);
        if (needs > 1 || before > 1) && needs > 0 {
            cut = at;
        }
        column += needs;
        if column > room && cut > start {
            pieces.push(&text[start..cut]);
            column = width(&text[cut..at]) + needs;
            start = cut;
        }
        before = if needs > 0 { needs } else { before };
    }
    pieces.push(&text[start..]);
    pieces
}

/// How many bytes of `text` fit into `room` columns.
fn fitting(text: &str, room: usize) -> usize {
    let ends = text.char_indices().map(|(at, char)| at + char.len_utf8());
    ends.take_while(|end| width(&text[..*end]) <= room).last().unwrap_or(0)
}

/// `text` in at most `room` columns, with a mark where something was left out.
pub(super) fn clipped(text: &str, room: usize) -> Cow<'_, str> {
    if width(text) <= room {
        return text.into();
    }
    format!("{}…", text[..fitting(text, room.saturating_sub(1))].trim_end()).into()
}

/// `text` in exactly `room` columns.
pub(super) fn padded(text: &str, room: usize) -> String {
    let text = clipped(text, room);
    let missing = room.saturating_sub(width(&text));
    text.into_owned() + &" ".repeat(missing)
}

/// `text` as a terminal may have it: what would move the cursor, colour the screen or turn the order of
/// the letters is shown as a sign.
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    let turns = |char: char| matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let acts = |char: char| char != '\n' && char.is_control() || turns(char);
    if !text.contains(acts) {
        return text.into();
    }
    let shown = |char: char| match u32::from(char) {
        0x09 => ' ',
        code @ ..0x20 if char != '\n' => char::from_u32(0x2400 + code).unwrap_or(' '),
        _ if acts(char) => char::REPLACEMENT_CHARACTER,
        _ => char,
    };
    text.chars().map(shown).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_but_not_in_code() {
        assert_eq!(wrap("add `### 1.2 Threat Detection`, or not", 30), "add\n`### 1.2 Threat Detection`, or\nnot");
        assert_eq!(wrap("add `# 1.2 Threats`, or not", 20), "add `# 1.2 Threats`,\nor not");
        assert_eq!(wrap("", 20), "");
        assert_eq!(wrap("a  b", 20), "a  b");
        assert_eq!(wrap("one · two · three", 6), "one ·\ntwo ·\nthree");
    }

    #[test]
    fn code_that_is_longer_than_a_line_breaks_at_its_spaces() {
        assert_eq!(wrap("add `### 1.2 Threat Detection`, or not", 20), "add `### 1.2 Threat\nDetection`, or not");
        assert_eq!(wrap("- über ein `loses Ende und mehr davon", 20), "- über ein `loses\nEnde und mehr davon");
    }

    #[test]
    fn words_that_are_too_long_are_cut_only_where_a_script_has_no_spaces() {
        assert_eq!(wrap("see docs/0123456789.md now", 10), "see\ndocs/0123456789.md\nnow");
        assert_eq!(wrap("\u{5b88}\u{308b}\u{4eba}\u{306e}\u{540d}", 5), "\u{5b88}\u{308b}\n\u{4eba}\u{306e}\n\u{540d}");
        assert_eq!(wrap("\u{5b88}", 1), "\u{5b88}");
        assert_eq!(wrap("name:\u{5b88}\u{308b}", 7), "name:\u{5b88}\n\u{308b}");
    }

    #[test]
    fn columns_are_what_a_terminal_shows() {
        assert_eq!(width("Übergabe"), 8);
        assert_eq!(width("U\u{308}bergabe"), 8);
        assert_eq!(width("\u{1f6a7} \u{5b88}"), 5);
        // Twelve characters, and three columns each.
        let wide = "\u{5b88}a ".repeat(4);
        assert_eq!(wrap(wide.trim(), 8), "\u{5b88}a \u{5b88}a\n\u{5b88}a \u{5b88}a");
    }

    #[test]
    fn each_line_goes_on_below_where_it_begins() {
        let text = "one two three\n  four five six\n- seven";
        assert_eq!(wrap(text, 9), "one two\nthree\n  four\n  five\n  six\n- seven");
        assert_eq!(hang(text, 11, 2), "one two\n  three\n  four five\n    six\n- seven");
        assert_eq!(after("one two three", 12, 6, 2), "one\n  two three");
        // Nothing is gained by a new line where nothing stands before it.
        assert_eq!(after("extraordinary", 12, 2, 2), "extraordinary");
    }

    #[test]
    fn what_is_too_long_is_clipped_and_what_is_too_short_padded() {
        assert_eq!(clipped("Übergabe", 8), "Übergabe");
        assert_eq!(clipped("Übergabe", 7), "Überga…");
        assert_eq!(clipped("a \u{5b88}\u{308b}", 5), "a \u{5b88}…");
        assert_eq!(clipped("a \u{5b88}\u{308b}", 4), "a…");
        assert_eq!(padded("\u{5b88}\u{308b}", 6), "\u{5b88}\u{308b}  ");
        assert_eq!(padded("\u{5b88}\u{308b}", 2), "… ");
    }

    #[test]
    fn nothing_in_a_text_acts_on_the_terminal() {
        assert_eq!(harmless("a\u{1b}[31m\tb\nc\u{202e}\u{7f}"), "a␛[31m b\nc\u{fffd}\u{fffd}");
        assert!(matches!(harmless("Übergabe \u{1f6a7}"), Cow::Borrowed(_)));
    }
}
