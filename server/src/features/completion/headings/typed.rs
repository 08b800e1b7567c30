//! What was typed of a heading, taken apart.

/// What was typed of a heading.
pub(super) struct Typed<'a> {
    pub(super) marks: usize,
    /// Whether a space follows them.
    pub(super) spaced: bool,
    /// The marks and what stands before the number.
    pub(super) start: &'a str,
    /// A number, if one was typed.
    pub(super) number: &'a str,
    /// What stands before the number and before the name: an emoji, or marks of emphasis.
    pub(super) ornaments: [&'a str; 2],
}

impl<'a> Typed<'a> {
    /// Reads `text`, which begins with so many marks, and the space behind them.
    pub(super) fn read(text: &'a str, marks: usize) -> Self {
        let title = text[marks..].trim_start_matches([' ', '\t']);
        let spaced = title.len() < text.len() - marks;
        let is_number = |char: char| char.is_ascii_digit() || matches!(char, '.' | ')' | ' ');
        let (first, rest) = ornament(title);
        let digits = if rest.starts_with(|char: char| char.is_ascii_digit()) {
            rest.find(|char| !is_number(char))
        } else {
            Some(0)
        };
        let (number, rest) = rest.split_at(digits.unwrap_or(rest.len()));
        let (second, _) = ornament(rest);
        let start = &text[..text.len() - rest.len() - number.len()];
        Self { marks, spaced, start, number, ornaments: [first, second] }
    }

    /// Whether nothing stands behind the cursor that would be lost: with a part of a name typed, the
    /// rest of its last word; and the marks that close the emphasis or the heading.
    pub(super) fn is_all(&self, text: &str, after: &str) -> bool {
        let is_in_word = text.len() > self.lead().len() && !text.ends_with([' ', '\t']);
        // A hyphen joins words, other marks begin something else.
        let goes_on = |char: char| char.is_alphanumeric() || matches!(char, '-' | '\'' | '’' | '&');
        let word = after.find(|char: char| !goes_on(char)).unwrap_or(after.len());
        let rest = if is_in_word { &after[word..] } else { after };
        let rest = rest.strip_prefix(self.closing().as_str()).unwrap_or(rest);
        rest.trim().is_empty() || (rest.starts_with(' ') && rest.trim().trim_start_matches('#').is_empty())
    }

    /// All that was typed before the name.
    pub(super) fn lead(&self) -> String {
        format!("{}{}{}", self.start, self.number, self.ornaments[1])
    }

    /// The ornaments as they stay. Marks before a space begin nothing.
    pub(super) fn kept(&self) -> [&'a str; 2] {
        self.ornaments.map(|it| if it.contains("* ") || it.contains("_ ") { "" } else { it })
    }

    /// The marks that end the emphasis.
    pub(super) fn closing(&self) -> String {
        let is_mark = |char: &char| matches!(char, '*' | '_');
        self.kept().concat().chars().rev().filter(is_mark).collect()
    }
}

/// The marks and emoji that `text` begins with, and the rest.
fn ornament(text: &str) -> (&str, &str) {
    let is_symbol = |char: char| {
        // What joins and varies emoji stands among them.
        matches!(char, '*' | '_' | '\u{200d}' | '\u{20e3}' | '\u{fe0f}')
            || matches!(char, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
    };
    if !text.starts_with(is_symbol) {
        return ("", text);
    }
    text.split_at(text.find(|char| !is_symbol(char) && char != ' ').unwrap_or(text.len()))
}
