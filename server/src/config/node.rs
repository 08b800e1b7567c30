//! One tree for both formats of settings, so that there is one reader.

use serde_json::Value as Json;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Origin, Written};

/// A value of either format.
pub(super) type Node = Written<Data>;

pub(super) enum Data {
    Text(String),
    Flag(bool),
    List(Vec<Node>),
    Table(Vec<(Written<String>, Node)>),
    /// A number or a date, as a message would show it.
    Other(String),
}

/// Entries in the order of the text.
pub(super) fn of_toml_table(table: &DeTable<'_>) -> Vec<(Written<String>, Node)> {
    let mut entries: Vec<_> = table
        .iter()
        .map(|(key, value)| {
            let origin = Origin::File(key.span());
            (Written { value: key.get_ref().to_string(), origin }, of_toml(value))
        })
        .collect();
    // The parser sorts them by name.
    entries.sort_by_key(|(key, _)| start(key));
    entries
}

fn of_toml(value: &Spanned<DeValue<'_>>) -> Node {
    let data = match value.get_ref() {
        DeValue::String(text) => Data::Text(text.to_string()),
        DeValue::Boolean(flag) => Data::Flag(*flag),
        DeValue::Array(items) => Data::List(items.iter().map(of_toml).collect()),
        DeValue::Table(table) => Data::Table(of_toml_table(table)),
        DeValue::Integer(number) => Data::Other(number.to_string()),
        DeValue::Float(number) => Data::Other(number.to_string()),
        DeValue::Datetime(date) => Data::Other(date.to_string()),
    };
    Written { value: data, origin: Origin::File(value.span()) }
}

/// `None` for `null`, which says that nothing is set.
pub(super) fn of_json(value: &Json) -> Option<Node> {
    let data = match value {
        Json::Null => return None,
        Json::Bool(flag) => Data::Flag(*flag),
        Json::Number(number) => Data::Other(number.to_string()),
        Json::String(text) => Data::Text(text.clone()),
        Json::Array(items) => Data::List(items.iter().filter_map(of_json).collect()),
        Json::Object(object) => {
            let entry = |(name, value): (&String, &Json)| {
                let key = Written { value: name.clone(), origin: Origin::Editor };
                Some((key, of_json(value)?))
            };
            Data::Table(object.iter().filter_map(entry).collect())
        }
    };
    Some(Written { value: data, origin: Origin::Editor })
}

impl Data {
    /// As a message names it.
    pub(super) fn shown(&self) -> String {
        match self {
            Data::Text(text) if text.trim().is_empty() => "empty".to_owned(),
            Data::Text(text) => format!("`{}`", clip(text)),
            Data::Flag(flag) => format!("`{flag}`"),
            Data::Other(number) => format!("`{}`", clip(number)),
            Data::List(_) => "a list".to_owned(),
            Data::Table(_) => "a table".to_owned(),
        }
    }
}

/// A text that somebody wrote as it may stand in a message: one line, and not a page of it.
pub(crate) fn clip(text: &str) -> String {
    const MOST: usize = 60;
    let shown = text.chars().map(|c| if c.is_control() || c == '`' { ' ' } else { c });
    let start: Vec<char> = shown.take(MOST + 1).collect();
    if start.len() <= MOST {
        return start.into_iter().collect();
    }
    // Behind a word, unless that is far from the end.
    let end = start.iter().rposition(|c| *c == ' ').filter(|end| *end >= MOST / 2).unwrap_or(MOST);
    let clipped: String = start[..end].iter().collect();
    format!("{}…", clipped.trim_end_matches([' ', ',', ';', ':']))
}

fn start(key: &Written<String>) -> usize {
    match &key.origin {
        Origin::File(span) => span.start,
        Origin::Editor => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_too_long_for_a_message_ends_with_a_word() {
        let words = "Every component has an owner who is monitored, and backed up or left out";
        assert_eq!(clip(words), "Every component has an owner who is monitored, and backed up…");
        assert_eq!(clip(&words[5..]), " component has an owner who is monitored, and backed up or…");
        assert_eq!(
            clip("Every component has an owner, who is monitored, backed, upwards"),
            "Every component has an owner, who is monitored, backed…"
        );
        assert_eq!(clip(&format!("a {}", "b".repeat(80))), format!("a {}…", "b".repeat(58)));
        assert_eq!(clip(&"ü".repeat(60)), "ü".repeat(60));
        assert_eq!(clip("a\nb `c`\u{85}"), "a b  c  ");
    }
}
