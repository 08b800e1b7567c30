//! "Did you mean …?": the one known word that a mistyped one stands for.

/// The word of `known` that is nearest to `word`, if it is near enough to be what was meant: the
/// only one that starts with it (`info`), or one with at most a letter in three changed.
pub fn closest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let known: Vec<&str> = known.into_iter().collect();
    let word = kebab(word);
    if let Some(same) = known.iter().find(|name| **name == word) {
        return Some(same);
    }
    if word.chars().count() >= 3 {
        let mut starting = known.iter().filter(|name| name.starts_with(&word));
        if let (Some(only), None) = (starting.next(), starting.next()) {
            return Some(only);
        }
    }
    let length = word.chars().count();
    let near = known.into_iter().filter_map(|name| {
        let name_length = name.chars().count();
        let most = (name_length / 3).max(1);
        // The distance costs the product of both lengths, and is no less than what they differ by.
        let distance = || strsim::osa_distance(&word, name);
        let distance = (length.abs_diff(name_length) <= most).then(distance).filter(|distance| *distance <= most)?;
        Some((distance, name))
    });
    near.min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// `oeFiles`, `oe_files` and `OE-Files` as `oe-files`.
pub(super) fn kebab(word: &str) -> String {
    let mut kebab = String::with_capacity(word.len() + 2);
    let mut after_lower = false;
    for c in word.chars() {
        if c.is_ascii_uppercase() && after_lower {
            kebab.push('-');
        }
        after_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        kebab.push(if c == '_' || c == ' ' { '-' } else { c.to_ascii_lowercase() });
    }
    kebab
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 5] = ["oe-files", "severity", "information", "hint", "missing-element"];

    #[test]
    fn slips_of_the_finger_and_other_spellings_are_near() {
        for (word, meant) in [
            ("severty", "severity"),
            ("sevreity", "severity"),
            ("oe_files", "oe-files"),
            ("oeFiles", "oe-files"),
            ("OE-Files", "oe-files"),
            ("info", "information"),
            ("hnit", "hint"),
            ("missing-elements", "missing-element"),
        ] {
            assert_eq!(closest(word, WORDS), Some(meant), "{word}");
        }
    }

    #[test]
    fn other_words_are_not() {
        for word in ["", "s", "sever the tie", "colour", "note", "in"] {
            assert_eq!(closest(word, WORDS), None, "{word}");
        }
    }

    #[test]
    fn a_beginning_that_fits_two_words_is_none_of_them() {
        assert_eq!(closest("missing", ["missing-element", "missing-section"]), None);
    }

    #[test]
    fn a_word_of_a_megabyte_is_refused_at_once() {
        assert_eq!(closest(&"x".repeat(1 << 20), WORDS), None);
    }
}
