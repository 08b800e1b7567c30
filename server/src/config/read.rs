//! Settings text and editor JSON to a [`Layer`]. Total: what is not understood is a problem with
//! its place, and holds back nothing but itself.

mod tables;
mod values;

use std::ops::Range;

use serde_json::Value as Json;
use toml::de::DeTable;

use super::closest::{closest, kebab};
use super::keys::KEYS;
use super::node::{Data, Node, clip, of_json, of_toml_table};
use super::{Layer, Origin, Written};

/// What a settings file says, and what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    pub layer: Layer,
    /// In the order of the text.
    pub problems: Vec<Problem>,
    /// The text is not TOML: nothing in it counts, and who has read it before keeps the settings
    /// from then.
    pub broken: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Bytes of the text.
    pub span: Range<usize>,
    pub message: String,
}

/// With so many problems before it a key is not compared with those that there are: this file is
/// something else.
const MOST_HINTS: usize = 100;

/// Turns nodes into values, and collects what is wrong with them.
#[derive(Default)]
pub(super) struct Reader {
    problems: Vec<Written<String>>,
}

/// Reads the text of a settings file.
pub fn read(text: &str) -> Reading {
    let (table, errors) = DeTable::parse_recoverable(text);
    if let Some(error) = errors.iter().min_by_key(|error| error.span().map(|span| span.start)) {
        let message = error.message().lines().collect::<Vec<_>>().join("; ");
        return Reading {
            layer: Layer::default(),
            problems: vec![Problem {
                span: within(error.span().unwrap_or(0..0), text),
                message: format!("this is not TOML: {message}; no setting of this file counts"),
            }],
            broken: true,
        };
    }
    let mut reader = Reader::default();
    let layer = reader.layer(&of_toml_table(table.get_ref()));
    let mut problems: Vec<_> = reader.problems.into_iter().filter_map(Problem::of).collect();
    problems.sort_by_key(|problem| problem.span.start);
    Reading { layer, problems, broken: false }
}

/// Reads an editor's settings: the same keys, also in camel case, and `null` for what is not set.
/// The settings may stand under a key `oe-ls`, as some clients send them.
pub fn from_json(value: &Json) -> (Layer, Vec<String>) {
    let value = value.get("oe-ls").unwrap_or(value);
    let mut reader = Reader::default();
    let layer = match of_json(value).map(|node| node.value) {
        None => Layer::default(),
        // Some write an empty table so.
        Some(Data::List(items)) if items.is_empty() => Layer::default(),
        Some(Data::Table(entries)) => {
            // An extension's own settings live in the same section.
            let ours = |(key, _): &(Written<String>, Node)| !EDITOR_KEYS.contains(&&*key.value);
            reader.layer(&entries.into_iter().filter(ours).collect::<Vec<_>>())
        }
        Some(other) => {
            let shown = other.shown();
            reader.object(&Origin::Editor, format!("the settings are {shown}, not an object"));
            Layer::default()
        }
    };
    (layer, reader.problems.into_iter().map(|problem| problem.value).collect())
}

/// What is meant for us of `all` that an editor has set, which may be other tools' settings as well:
/// what stands under `oe-ls`, or all of it if it speaks of a setting of ours. `None` if nothing is set.
pub fn ours(all: &Json) -> Option<&Json> {
    let is_ours = |name: &String| {
        let key = Written { value: name.clone(), origin: Origin::Editor };
        KEYS.iter().any(|known| key.means(known.name))
    };
    match (all.get("oe-ls"), all) {
        (Some(under), _) => Some(under),
        (None, Json::Object(members)) => members.keys().any(is_ours).then_some(all),
        (None, _) => Some(all),
    }
    .filter(|ours| match ours {
        Json::Null => false,
        Json::Array(items) => !items.is_empty(),
        Json::Object(members) => !members.is_empty(),
        _ => true,
    })
}

/// Keys of the section `oe-ls` that an editor keeps for itself: where the server is, what to log.
const EDITOR_KEYS: [&str; 2] = ["server", "trace"];

/// A span of the parser held inside the text, on whole characters; an empty one is the line it is
/// on, so that there is something to underline.
fn within(span: Range<usize>, text: &str) -> Range<usize> {
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    if start == end {
        start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        end += text[end..].find(['\r', '\n']).unwrap_or(text.len() - end);
    }
    start..end
}

impl Problem {
    fn of(problem: Written<String>) -> Option<Problem> {
        match problem.origin {
            Origin::File(span) => Some(Problem { span, message: problem.value }),
            Origin::Editor => None,
        }
    }
}

impl Reader {
    fn layer(&mut self, entries: &[(Written<String>, Node)]) -> Layer {
        let mut layer = Layer::default();
        for (key, node) in entries {
            match KEYS.iter().find(|known| key.means(known.name)) {
                Some(known) => (known.read)(self, node, &mut layer),
                None => self.unknown(key, "a setting", KEYS.iter().map(|known| known.name)),
            }
        }
        layer
    }

    fn unknown(&mut self, key: &Written<String>, what: &str, known: impl IntoIterator<Item = &'static str> + Clone) {
        let name = clip(&key.value);
        if self.problems.len() >= MOST_HINTS {
            return self.object(&key.origin, format!("`{name}` is not {what}"));
        }
        let hint = match closest(&key.value, known.clone()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("there are {}", list(known, "and")),
        };
        self.object(&key.origin, format!("`{name}` is not {what}; {hint}"));
    }

    fn object(&mut self, origin: &Origin, message: String) {
        self.problems.push(Written { value: message, origin: origin.clone() });
    }
}

impl Written<String> {
    /// Whether this key is written for that one; editors have their own spelling.
    fn means(&self, key: &str) -> bool {
        self.value == key || (self.origin == Origin::Editor && kebab(&self.value) == key)
    }
}

fn list(words: impl IntoIterator<Item = &'static str>, last: &str) -> String {
    let words: Vec<_> = words.into_iter().collect();
    match words.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => words.concat(),
    }
}

#[cfg(test)]
mod tests;
