//! What the metadata at the top of a document says to us: whether it is an OE document, by which
//! guide and sections, and whether it is a draft.
//!
//! Front matter has many readers. What stands under another tool's key is skipped in silence,
//! whatever it is; problems are told about our keys, and about lines that belong to no key.

mod lines;
mod place;
mod quoted;
mod yaml;

use crate::config::{clip, closest};
use crate::text::Span;

use lines::{Block, Entry, Line};
pub use place::{Place, completion_place};
use yaml::{Reader, Value};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// What `oe` says, if it is there and says anything. A value that cannot be read says yes, unless it
    /// reads as a no: whoever writes the key speaks of us.
    pub declared: Option<Declared>,
    /// `status: draft`.
    pub draft: bool,
    /// It is TOML, of which nothing is read.
    pub toml: bool,
    /// In the order of the text.
    pub problems: Vec<Problem>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Declared {
    /// `oe: false`.
    No,
    /// `oe: true`, or a table, also one with a fault in it; or a slip for either.
    Yes { guide: Option<Written>, sections: Vec<Written> },
}

/// A text with its place, the quotes around it included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub value: String,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub span: Span,
    pub message: String,
}

/// What the table under `oe` can hold.
const KEYS: [&str; 2] = ["guide", "sections"];

/// Reads the metadata at the top of a document, which is all of `text`, its fences included. Metadata
/// in TOML, between `+++`, is left to others.
pub fn read(text: &str) -> FrontMatter {
    let Some(lines) = lines::lines(text) else {
        let toml = text.trim_start_matches('\u{feff}').starts_with("+++");
        return FrontMatter { toml, ..FrontMatter::default() };
    };
    let mut reader = Reader { text, lines, problems: Vec::new() };
    let block = lines::block(text, &reader.lines, 0..reader.lines.len());
    for stray in &block.strays {
        reader.stray(*stray);
    }
    let (mut oe, mut status) = (None, None);
    for entry in &block.entries {
        let first = match &entry.key.value {
            key if is_oe(key) => &mut oe,
            key if key.eq_ignore_ascii_case("status") => &mut status,
            _ => continue,
        };
        if first.is_some() {
            let key = reader.shown(entry.key.span);
            reader
                .problem(entry.key.span, format!("`{key}` stands here again, and only the first counts; take one out"));
        } else {
            *first = Some(entry);
        }
    }
    let draft = status.is_some_and(|entry| is_draft(&mut reader, entry));
    let declared = match oe {
        Some(entry) => declared(&mut reader, entry),
        None => spaceless(&mut reader, &block),
    };
    reader.problems.sort_by_key(|problem| problem.span);
    FrontMatter { declared, draft, toml: false, problems: reader.problems }
}

fn is_oe(key: &str) -> bool {
    key.eq_ignore_ascii_case("oe")
}

/// What a key `oe` says without a space behind its colon, such as `oe:true`: to YAML that is a text of no
/// key, but whoever writes it speaks of us.
fn spaceless(reader: &mut Reader<'_>, block: &Block) -> Option<Declared> {
    let indent = reader.lines.iter().find(|line| line.is_content())?.indent;
    let is_below = |at: usize| {
        let above = block.entries.partition_point(|entry| entry.line <= at);
        above > 0 && block.entries[above - 1].below.contains(&at)
    };
    let value = |line: &Line<'_>| {
        let (key, value) = line.body().split_once(':').filter(|_| line.indent == indent)?;
        let is_slip = is_oe(key) && !value.starts_with(lines::BLANK) && !value.is_empty();
        is_slip.then(|| (line.span(), value[..lines::before_comment(value)].trim_end().to_ascii_lowercase()))
    };
    let slips = reader.lines.iter().enumerate().filter_map(|(at, line)| Some((at, value(line)?)));
    let mut slips = slips.filter(|(at, _)| !is_below(*at)).map(|(_, slip)| slip);
    let (span, value) = slips.next()?;
    if !block.strays.contains(&span) {
        reader.stray(span);
    }
    let no = ["false", "no", "off"].contains(&&*value);
    Some(if no { Declared::No } else { Declared::Yes { guide: None, sections: Vec::new() } })
}

/// Other tools have a `status` too, so that a list or a table there is none of our business.
fn is_draft(reader: &mut Reader<'_>, entry: &Entry) -> bool {
    let inline = &reader.text[entry.value.range()];
    let is_other = inline.is_empty() || inline.starts_with(['#', '[', '{']);
    let told = reader.problems.len();
    let value = reader.value(entry, &[]);
    if is_other {
        reader.problems.truncate(told);
    }
    matches!(value, Value::Scalar(status) if status.value.trim().eq_ignore_ascii_case("draft"))
}

fn declared(reader: &mut Reader<'_>, entry: &Entry) -> Option<Declared> {
    let key = entry.key.span;
    match reader.value(entry, &KEYS) {
        Value::Unreadable => Some(Declared::Yes { guide: None, sections: Vec::new() }),
        Value::Nothing => {
            reader.problem(key, "`oe` has no value; write `true`, `false`, or a table with `guide` and `sections`");
            None
        }
        Value::List(sections) => {
            reader.problem(key, "`oe` is a list; write `true`, `false`, or a table: `sections:` and the list under it");
            Some(Declared::Yes { guide: None, sections })
        }
        Value::Scalar(scalar) => Some(flag(reader, &scalar)),
        Value::Table(table) => Some(table_of_oe(reader, table)),
    }
}

/// YAML 1.2 knows `true` and `false` only; `yes` and `on` are texts to one reader and true to another.
fn flag(reader: &mut Reader<'_>, scalar: &Written) -> Declared {
    let yes = Declared::Yes { guide: None, sections: Vec::new() };
    let written = &reader.text[scalar.span.range()];
    match written {
        "true" | "True" | "TRUE" => return yes,
        "false" | "False" | "FALSE" => return Declared::No,
        _ => {}
    }
    let value = scalar.value.to_ascii_lowercase();
    let shown = reader.shown(scalar.span);
    let meant = match &*value {
        "yes" | "on" | "y" => Some("true"),
        "no" | "off" | "n" => Some("false"),
        value => closest(value, ["true", "false"]),
    };
    let message = match meant {
        Some(meant) if meant == value && written != value => {
            format!("`oe` is the text `{shown}`; write `{meant}` alone")
        }
        Some(meant) => format!("`oe` is `{shown}`; write `{meant}`"),
        None => format!("`oe` is `{shown}`; write `true`, `false`, or a table with `guide` and `sections`"),
    };
    reader.problem(scalar.span, message);
    // Also a no that is still being typed.
    let reads_as_no = || ["false", "no", "off", "none", "never", "0"].iter().any(|no| no.starts_with(&*value));
    if meant == Some("false") || (meant.is_none() && reads_as_no()) { Declared::No } else { yes }
}

/// A key that is set, even to nothing, is set.
fn table_of_oe(reader: &mut Reader<'_>, table: Vec<(Written, Value)>) -> Declared {
    let (mut guide, mut sections) = (None, Vec::new());
    let mut set: Vec<String> = Vec::new();
    for (key, value) in table {
        let name = &key.value;
        if !KEYS.contains(&&**name) {
            let spaceless = name.split_once(':').filter(|(key, _)| KEYS.contains(key));
            let hint = match closest(name, KEYS) {
                _ if spaceless.is_some() => "put a space behind the colon".to_owned(),
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "there are `guide` and `sections`".to_owned(),
            };
            reader.problem(key.span, format!("`{}` is not a key of `oe`; {hint}", clip(name)));
        } else if set.contains(name) {
            reader.again(key.span);
        } else if name == KEYS[0] {
            guide = guide_of(reader, &key, value);
        } else {
            sections = sections_of(reader, &key, value);
        }
        set.push(key.value);
    }
    Declared::Yes { guide, sections }
}

fn guide_of(reader: &mut Reader<'_>, key: &Written, value: Value) -> Option<Written> {
    match value {
        Value::Scalar(guide) if !guide.value.trim().is_empty() => return Some(guide),
        Value::Unreadable => {}
        Value::List(_) => reader.problem(key.span, "`guide` is a list; name one guide, or its file"),
        _ => reader.problem(key.span, "`guide` names none; write a guide's name or file, or take `guide` out"),
    }
    None
}

fn sections_of(reader: &mut Reader<'_>, key: &Written, value: Value) -> Vec<Written> {
    let names = match value {
        Value::Scalar(name) => vec![name],
        Value::List(names) => names,
        Value::Unreadable => return Vec::new(),
        Value::Nothing | Value::Table(_) => Vec::new(),
    };
    let (names, empty): (Vec<_>, Vec<_>) = names.into_iter().partition(|name| !name.value.trim().is_empty());
    for name in &empty {
        reader.problem(name.span, "this names no section; write the name of a section or element");
    }
    if names.is_empty() && empty.is_empty() {
        reader.problem(key.span, "`sections` names none; list sections or elements, or take `sections` out");
    }
    names
}

#[cfg(test)]
mod tests;
