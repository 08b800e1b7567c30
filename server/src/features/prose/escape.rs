//! Words into Markdown that shows them and nothing else.
//!
//! Some editors show Markdown as it is written, so a backslash stands only where it is needed.

use super::{Tone, Words};

/// The Markdown of a line that begins a line of its own.
pub(super) fn line(words: &[Words]) -> String {
    let mut out = String::new();
    for words in words {
        let text = &words.text;
        match words.tone {
            Tone::Plain if out.is_empty() => escape(text.trim_start(), true, &mut out),
            Tone::Plain => escape(text, false, &mut out),
            Tone::Strong => wrapped("**", text, &mut out),
            Tone::Emphasis => wrapped("*", text, &mut out),
            Tone::Code => code(text, &mut out),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn wrapped(mark: &str, text: &str, out: &mut String) {
    out.push_str(mark);
    escape(text, false, out);
    out.push_str(mark);
}

/// Between more backticks than stand in it anywhere in a row.
fn code(text: &str, out: &mut String) {
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let before = if text.starts_with('`') { " " } else { "" };
    let after = if text.ends_with('`') { " " } else { "" };
    out.extend([fence.as_str(), before, text, after, fence.as_str()]);
}

/// `starts` says that a line begins here, where a list, a heading or a quote could.
fn escape(text: &str, starts: bool, out: &mut String) {
    let block = if starts { block_mark(text) } else { None };
    let mut before = None;
    let mut rest = text.char_indices().peekable();
    while let Some((at, char)) = rest.next() {
        let after = rest.peek().map(|(_, char)| *char);
        if block == Some(at) || is_mark(char, before, after, &text[..at], &text[at..]) {
            out.push('\\');
        }
        out.push(char);
        before = Some(char);
    }
}

/// Where the character stands that makes the line a list item, a heading, a quote, a rule, a fence
/// or a table.
fn block_mark(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.as_bytes().get(digits)? {
        b'.' | b')' if digits > 0 => Some(digits),
        b'#' | b'>' | b'-' | b'+' | b'=' | b'|' | b'~' | b':' if digits == 0 => Some(0),
        _ => None,
    }
}

/// Whether the character could be read as Markdown; `done` and `rest` are the text before it and from
/// it on.
fn is_mark(char: char, before: Option<char>, after: Option<char>, done: &str, rest: &str) -> bool {
    let word = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
    match char {
        '*' | '`' | '[' | ']' => true,
        '\\' => after.is_none_or(|char| char.is_ascii_punctuation()),
        // Within a word it is a letter.
        '_' => !(word(before) && word(after)),
        // Only a mark behind a word can end what is struck out.
        '~' => before.is_some_and(|char| !char.is_whitespace()),
        '<' => after.is_some_and(|char| char.is_ascii_alphabetic() || matches!(char, '/' | '!' | '?')),
        '&' => after.is_some_and(|char| char == '#' || char.is_ascii_alphanumeric()),
        // Addresses that become links by themselves.
        ':' => rest.starts_with("://") || ends_with_word(done, &["mailto", "xmpp"]),
        '.' => ends_with_word(done, &["www"]),
        '@' => before.is_some_and(|char| !char.is_whitespace()) && word(after),
        _ => false,
    }
}

fn ends_with_word(text: &str, words: &[&str]) -> bool {
    let starts = text
        .rfind(|char: char| !char.is_alphanumeric())
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    words.iter().any(|word| text[starts..].eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str) -> String {
        line(&[Words { text: text.to_owned(), tone: Tone::Plain }])
    }

    #[test]
    fn words_that_are_no_markdown_stay_as_they_are() {
        for text in [
            "Incident Response & Management",
            "p95 < 300 ms, errors > 0.1 %, ~5 min",
            "snake_case_name at 10:30 (see below)! 24/7 - always + more = fine",
            "1 promote the database (10 min)",
            "C:\\temp, über_größe, 障害対応",
            "Certificate renewal | Platform Team",
        ] {
            assert_eq!(escaped(text), text);
        }
    }

    #[test]
    fn what_could_be_markdown_is_not() {
        for (text, expected) in [
            ("[x](command:run)", r"\[x\](command:run)"),
            ("![x](y)", r"!\[x\](y)"),
            ("<a href='x'>y</a> <!-- z -->", r"\<a href='x'>y\</a> \<!-- z -->"),
            ("*a* _b_ `c` ~~d~~", r"\*a\* \_b\_ \`c\` ~\~d\~\~"),
            ("&lt;b&#62; AT&T", r"\&lt;b\&#62; AT\&T"),
            (r"\[x](y)", r"\\\[x\](y)"),
            ("see https://x.y, www.x.y or me@x.y", r"see https\://x.y, www\.x.y or me\@x.y"),
            ("(mailto:me)", r"(mailto\:me)"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn a_line_begins_no_block() {
        for (text, expected) in [
            ("# Title", r"\# Title"),
            ("> quote", r"\> quote"),
            ("- item", r"\- item"),
            ("+ item", r"\+ item"),
            ("3. Within 10 min", r"3\. Within 10 min"),
            ("3) then", r"3\) then"),
            ("===", r"\==="),
            ("|---|---|", r"\|---|---|"),
            ("~~~ sh", r"\~\~\~ sh"),
            ("    code", "code"),
        ] {
            assert_eq!(escaped(text), expected);
        }
        let words = |text: &str, tone| Words { text: text.to_owned(), tone };
        assert_eq!(line(&[words("Then ", Tone::Plain), words("# 3. x", Tone::Plain)]), "Then # 3. x");
    }

    #[test]
    fn code_is_closed_by_its_own_fence_only() {
        let code = |text: &str| line(&[Words { text: text.to_owned(), tone: Tone::Code }]);
        assert_eq!(code("oe: true"), "`oe: true`");
        assert_eq!(code("a ``b` c"), "```a ``b` c```");
        assert_eq!(code("`x`"), "`` `x` ``");
    }
}
