//! The little Markdown that this program writes itself, for readers who see no Markdown.

use super::Plain;

/// The blocks of `markdown`: paragraphs and list items in one line each, examples under a word that says
/// which kind they are.
pub(super) fn plain(markdown: &str) -> Vec<Plain> {
    let mut out: Vec<Plain> = Vec::new();
    let mut lines = markdown.lines();
    let mut continues = false;
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let text: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
            out.push(Plain::Code { title: title(info), text: text.join("\n") });
            continues = false;
        } else if line.is_empty() {
            continues = false;
        } else if let Some(item) = line.strip_prefix("- ") {
            match out.last_mut() {
                Some(Plain::List(items)) if continues => items.push(item.to_owned()),
                _ => out.push(Plain::List(vec![item.to_owned()])),
            }
            continues = true;
        } else {
            match out.last_mut() {
                Some(Plain::Lines(said) | Plain::List(said)) if continues => {
                    let last = said.last_mut().expect("it was begun with a line");
                    last.push(' ');
                    last.push_str(line.trim_start());
                }
                _ => out.push(Plain::Lines(vec![line.to_owned()])),
            }
            continues = true;
        }
    }
    out
}

/// What a fence says of its example.
fn title(info: &str) -> Option<&'static str> {
    match info.split(' ').nth(1)? {
        "bad" => Some("Reported:"),
        "good" => Some("Not reported:"),
        _ => None,
    }
}
