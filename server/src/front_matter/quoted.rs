//! Text in quotes.

use std::ops::Range;

pub(super) struct Quoted {
    pub(super) value: String,
    /// With both quotes.
    pub(super) len: usize,
    /// Escapes that mean nothing.
    pub(super) odd: Vec<Range<usize>>,
}

/// The quoted text that `text` starts with, if its line closes it.
pub(super) fn quoted(text: &str) -> Option<Quoted> {
    let mark = text.chars().next()?;
    let mut value = String::new();
    let mut odd = Vec::new();
    let mut rest = text[1..].char_indices().map(|(at, char)| (at + 1, char)).peekable();
    while let Some((at, char)) = rest.next() {
        if char == mark {
            if mark == '\'' && rest.next_if(|(_, next)| *next == '\'').is_some() {
                value.push('\'');
                continue;
            }
            return Some(Quoted { value, len: at + 1, odd });
        }
        if mark == '\'' || char != '\\' {
            value.push(char);
            continue;
        }
        let (_, letter) = rest.next()?;
        let digits = match letter {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let escaped = if digits > 0 {
            let number = text.get(at + 2..at + 2 + digits).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
            let char = number.and_then(|hex| char::from_u32(u32::from_str_radix(hex, 16).ok()?));
            if char.is_some() {
                rest.nth(digits - 1);
            }
            char
        } else {
            escape(letter)
        };
        if let Some(char) = escaped {
            value.push(char);
        } else {
            odd.push(at..at + 1 + letter.len_utf8());
            value.extend(['\\', letter]);
        }
    }
    None
}

fn escape(letter: char) -> Option<char> {
    Some(match letter {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        ' ' | '"' | '/' | '\\' => letter,
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        _ => return None,
    })
}
