//! When two names are the same name: "4.1 On-Call Schedules:" and "on call schedule".
//!
//! Both what the guide calls a thing and what a document calls it go through here; a match is then
//! plain equality. Nothing is fuzzy.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::markup;
use crate::text::Span;

/// What `name` is compared by: words in lower case with single spaces. No numbering, emoji,
/// emphasis, punctuation, plural or acronym in brackets.
pub fn key(name: &str) -> String {
    let plain = without_ornaments(&markup::plain(name));
    let text = without_numbering(plain.trim_start_matches(|char: char| !char.is_alphanumeric() && char != '('));
    let (outside, inside) = split_acronym(text);
    let key = words(outside);
    if key.is_empty() { words(inside.unwrap_or(text)) } else { key }
}

/// Takes off what decorates a heading: `{#id}`, `:pager:`, keycaps and circled digits, `&nbsp;`.
fn without_ornaments(text: &str) -> String {
    let mut text = text.trim_end();
    if let Some((before, attributes)) = text.strip_suffix('}').and_then(|text| text.rsplit_once('{'))
        && attributes.starts_with(['#', ':', '.'])
    {
        text = before;
    }
    let text = if text.contains('&') { text.replace("&nbsp;", " ").replace("&amp;", "&") } else { text.to_owned() };
    let is_code = |word: &str| {
        let inside = word.strip_prefix(':').and_then(|word| word.strip_suffix(':'));
        inside.is_some_and(|it| {
            it.len() > 1 && it.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte))
        })
    };
    let text = if text.contains(':') {
        text.split(' ').filter(|word| !is_code(word)).collect::<Vec<_>>().join(" ")
    } else {
        text
    };
    if text.is_ascii() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            // The digit that it surrounds goes with it.
            '\u{20e3}' => {
                while out.ends_with(|last: char| last.is_ascii_digit() || last == '\u{fe0f}') {
                    out.pop();
                }
            }
            // Circled digits, and what word processors leave in words, where nobody sees it.
            '\u{2460}'..='\u{24ff}' | '\u{2776}'..='\u{2793}' | '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
            char if char.is_whitespace() => out.push(' '),
            char => out.push(char),
        }
    }
    out
}

/// The key of what stands in brackets after an acronym: "RTO (Recovery Time Objective)".
pub fn spelled_out(name: &str) -> Option<String> {
    if !name.contains('(') {
        return None;
    }
    let plain = without_ornaments(&markup::plain(name));
    let (outside, inside) = split_acronym(without_numbering(&plain));
    let inside = inside?;
    (is_acronym(outside.trim()) && !is_acronym(inside)).then(|| words(inside))
}

/// The key of what stands before a colon, and what stands behind it: "Control: Keys".
pub fn lead(title: &str) -> Option<(String, String)> {
    let plain = markup::plain(title);
    let (lead, rest) = plain.split_once(": ")?;
    let (lead, rest) = (key(lead), rest.trim());
    (!lead.is_empty() && !rest.is_empty()).then(|| (lead, rest.to_owned()))
}

/// The acronym in brackets behind a name: "RTO" of "Recovery Time Objective (RTO)".
pub fn acronym(name: &str) -> Option<&str> {
    let (outside, inside) = split_acronym(name);
    inside.filter(|inside| is_acronym(inside) && !is_acronym(outside.trim()))
}

/// Whether `acronym` is a word of `text`, written as it is.
pub fn has_acronym(text: &str, acronym: &str) -> bool {
    text.match_indices(acronym).any(|(at, _)| {
        let after = &text[at + acronym.len()..];
        let after = after.strip_prefix('s').unwrap_or(after);
        !text[..at].ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
    })
}

/// Words that end many names without changing what they name.
const ENDINGS: [&str; 6] = ["strategy", "plan", "overview", "procedure", "framework", "matrix"];

/// `key` without such a last word, if at least two words are left.
pub fn trimmed(key: &str) -> Option<&str> {
    let (rest, last) = key.rsplit_once(' ')?;
    (rest.contains(' ') && ENDINGS.contains(&last)).then_some(rest)
}

/// The parts of a title that `&`, `/`, `,`, `+` or the word "and" join, by bytes.
pub fn parts(title: &str) -> Vec<Span> {
    let bytes = title.as_bytes();
    let mut out = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < bytes.len() {
        let joint = match bytes[at] {
            b'&' if title[at..].starts_with("&amp;") => 5,
            b'&' | b'/' | b',' | b'+' => 1,
            b' ' if bytes.get(at..at + 5).is_some_and(|word| word.eq_ignore_ascii_case(b" and ")) => 5,
            _ => {
                at += 1;
                continue;
            }
        };
        out.push(Span::new(start, at));
        at += joint;
        start = at;
    }
    out.push(Span::new(start, title.len()));
    out
}

/// Whether the words of `phrase` stand one after the other in `key`; both are keys.
pub fn contains(key: &str, phrase: &str) -> bool {
    let bytes = key.as_bytes();
    let ends = |end: usize| matches!(bytes.get(end), None | Some(b' '));
    let mut at = 0;
    while at + phrase.len() <= bytes.len() {
        if bytes[at..].starts_with(phrase.as_bytes()) && ends(at + phrase.len()) {
            return true;
        }
        match memchr::memchr(b' ', &bytes[at..]) {
            Some(length) => at += length + 1,
            None => break,
        }
    }
    false
}

/// The identifier made of `title`: lower case, `&` as "and", letters of every script, hyphens.
pub fn slug(title: &str) -> String {
    let plain = markup::plain(title);
    let (outside, _) = split_acronym(plain.trim());
    let mut out = String::new();
    each_word(outside, &mut out, |_, _| {});
    out.replace(' ', "-")
}

fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + "and".len());
    // Where the last word starts, once there is one.
    let mut last = None;
    each_word(text, &mut out, |out, start| {
        singular(out, start);
        match last {
            Some(before) if COMPOUNDS.contains(&(&out[before..start - 1], &out[start..])) => {
                out.remove(start - 1);
            }
            _ => last = Some(start),
        }
    });
    out
}

/// Written as one word, as two, or with a hyphen.
const COMPOUNDS: [(&str, &str); 9] = [
    ("back", "up"),
    ("fail", "over"),
    ("hand", "over"),
    ("on", "call"),
    ("play", "book"),
    ("post", "incident"),
    ("post", "mortem"),
    ("roll", "back"),
    ("run", "book"),
];

/// `text` with each letter and its accents as one character, where there is one: some systems write
/// them apart.
fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// Puts the lower-case words of letters and digits into `out`, with single spaces; `&` reads "and", an
/// apostrophe joins. `ended` is told where each starts once it is complete.
fn each_word(text: &str, out: &mut String, mut ended: impl FnMut(&mut String, usize)) {
    let text = composed(text);
    // Where the word starts that is being read.
    let mut start = None;
    let begin = |out: &mut String, start: &mut Option<usize>| {
        if start.is_none() {
            if !out.is_empty() {
                out.push(' ');
            }
            *start = Some(out.len());
        }
    };
    let mut end = |out: &mut String, start: &mut Option<usize>| {
        if let Some(start) = start.take() {
            ended(out, start);
        }
    };
    for char in text.chars() {
        if char.is_ascii_alphanumeric() {
            begin(out, &mut start);
            out.push(char.to_ascii_lowercase());
        } else if char.is_alphanumeric() {
            begin(out, &mut start);
            out.extend(char.to_lowercase());
        } else if !matches!(char, '\'' | '’') {
            end(out, &mut start);
            if char == '&' {
                begin(out, &mut start);
                out.push_str("and");
                end(out, &mut start);
            }
        }
    }
    end(out, &mut start);
}

/// Takes the plural's ending off the English word that ends `out`; other words that end alike lose it
/// on both sides.
fn singular(out: &mut String, start: usize) {
    let word = &out[start..];
    let ends = |ending: &str| word.ends_with(ending);
    let kept = ends("ss") || (word.len() > 4 && (ends("us") || ends("is")));
    if word.len() < 4 || !ends("s") || !word.is_ascii() || kept {
        return;
    }
    let cut = match () {
        () if ends("ies") => 3,
        () if ends("sses") || ends("xes") || ends("ches") || ends("shes") => 2,
        () => 1,
    };
    out.truncate(out.len() - cut);
    if cut == 3 {
        out.push('y');
    }
}

/// Takes "4.1", "4)", "IV.", "Step 2:", "Phase 3 –" off the start.
pub fn without_numbering(text: &str) -> &str {
    let text = text.trim();
    let counted = ["step ", "phase ", "section ", "chapter ", "part ", "appendix "];
    let starts = |word: &&&str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let after = counted.iter().find(starts);
    let rest = after.map_or(text, |word| text.get(word.len()..).unwrap_or(text).trim_start());
    let number = numbering(rest, after.is_some());
    let joins = |char: char| char.is_whitespace() || [':', '.', ')', '-', '–', '—'].contains(&char);
    let named = rest[number..].trim_start_matches(joins);
    if number == 0 || named.is_empty() { text } else { named }
}

/// How many bytes of `text` are a number such as `4`, `4.1.`, `(a)` or `IV.`; a letter needs its
/// delimiter unless the number was announced.
fn numbering(text: &str, announced: bool) -> usize {
    let open = usize::from(text.starts_with('('));
    let body = &text[open..];
    // An appendix counts "A.3".
    let letter = usize::from(
        body.len() > 2
            && body.as_bytes()[0].is_ascii_uppercase()
            && body.as_bytes()[1] == b'.'
            && body.as_bytes()[2].is_ascii_digit(),
    );
    let counted = &body[letter..];
    let digits = letter + counted.find(|char: char| !char.is_ascii_digit() && char != '.').unwrap_or(counted.len());
    let is_number = letter > 0 || body.starts_with(|char: char| char.is_ascii_digit());
    let letters = if is_number {
        0
    } else {
        let roman = body.bytes().take_while(|byte| b"IVXivx".contains(byte)).count();
        if roman > 0 { roman } else { usize::from(body.starts_with(|char: char| char.is_ascii_alphabetic())) }
    };
    let length = if is_number { digits } else { letters };
    let rest = &body[length..];
    let delimited = rest.starts_with([')', ':']) || (!is_number && rest.starts_with('.'));
    let dotted = is_number && body[..length].ends_with('.') && rest.starts_with(char::is_alphabetic);
    let spaced = rest.is_empty() || rest.starts_with(char::is_whitespace) || delimited || dotted;
    let fine = if is_number { spaced } else { delimited || (announced && spaced) };
    if length == 0 || !fine { 0 } else { open + length + usize::from(delimited) }
}

/// "Recovery Time Objective (RTO)" as its two parts, if one of them is an acronym.
fn split_acronym(text: &str) -> (&str, Option<&str>) {
    let text = text.trim().trim_end_matches(':').trim_end();
    let Some((outside, inside)) = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')) else {
        return (text, None);
    };
    if are_acronyms(inside) || is_acronym(outside.trim()) { (outside, Some(inside)) } else { (text, None) }
}

/// "RTO", and "RTO/RPO" or "RTO & RPO".
fn are_acronyms(text: &str) -> bool {
    let parts = text.split(['/', ',', '&', ' ']).filter(|part| !part.is_empty() && *part != "and");
    let mut parts = parts.peekable();
    parts.peek().is_some() && parts.all(is_acronym)
}

/// Two to six letters or digits, most of them capitals: "RTO", "SLOs", "P1".
pub fn is_acronym(text: &str) -> bool {
    let capitals = text.chars().filter(|char| char.is_uppercase() || char.is_ascii_digit()).count();
    let length = text.chars().count();
    (2..=6).contains(&length) && capitals + 1 >= length && capitals > 1 && text.chars().all(char::is_alphanumeric)
}

#[cfg(test)]
mod tests;
