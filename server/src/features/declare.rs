//! Saying in a file's front matter that it is an OE document, or that it is none.

use crate::assessment::Kind;
use crate::front_matter::{self, Declared};
use crate::insertion;
use crate::outline::{Piece, PieceKind};
use crate::snapshot::Snapshot;
use crate::text::{Edit, Span};

/// The edit after which the front matter says `oe: true`, or `oe: false`; nothing if it does so already.
/// Fails where the front matter is not ours to change, with what to do instead.
pub fn declare(snapshot: &Snapshot, ours: bool) -> Result<Option<Edit>, String> {
    if snapshot.assessment.kind == Kind::Settings {
        return Err("this is a settings file, which has no front matter".to_owned());
    }
    let line_end = insertion::style(snapshot).line_end;
    let first = snapshot.readings.iter().next().and_then(|(_, _, reading)| reading.facts.pieces.first());
    let mark = if snapshot.slice(Span::new(0, 8)).starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    // A byte order mark is a piece of its own.
    let is_metadata = |piece: &&Piece| matches!(piece.kind, PieceKind::FrontMatter) && piece.span.end > mark;
    let Some(piece) = first.filter(is_metadata) else {
        let text = format!("---{line_end}oe: {ours}{line_end}---{}", line_end.repeat(2));
        return Ok(Some(Edit { span: Span::at(mark), text }));
    };
    let start = piece.span.start.max(mark);
    let written = snapshot.slice(Span::new(start, piece.span.end));
    let before = front_matter::read(&written);
    if before.toml {
        let globs = if ours { "oe-files" } else { "not-oe-files" };
        return Err(format!(
            "the front matter is TOML, which is not read; name the file under `{globs}` in oe-ls.toml"
        ));
    }
    match &before.declared {
        Some(Declared::Yes { .. }) if ours => return Ok(None),
        Some(Declared::No) if !ours => return Ok(None),
        Some(Declared::Yes { guide, sections }) if guide.is_some() || !sections.is_empty() => {
            return Err(
                "`oe` in the front matter holds more than a yes; take that out, or write `oe: false`".to_owned()
            );
        }
        _ => {}
    }
    // A list, or a table in braces: a key beside it would make neither of it.
    let mut lines = written.lines().skip(1).filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    if lines.next().is_some_and(|line| line.starts_with(['{', '[', '"', '\'', '|', '>']) || line.starts_with("- ")) {
        return Err(unreadable(ours));
    }
    let edit = if let Some(span) = value(&written) {
        Edit { span, text: format!(" {ours}") }
    } else {
        let last = snapshot.text().line_start(snapshot.text().line_of(piece.span.end));
        Edit { span: Span::at(last - start), text: format!("oe: {ours}{line_end}") }
    };
    // Whatever stands there besides: what comes of it says what was wanted, and no more is wrong with it.
    let mut changed = written.clone().into_owned();
    changed.replace_range(edit.span.range(), &edit.text);
    let after = front_matter::read(&changed);
    let says_so = matches!((&after.declared, ours), (Some(Declared::Yes { .. }), true) | (Some(Declared::No), false));
    if !says_so || after.problems.len() > before.problems.len() {
        return Err(unreadable(ours));
    }
    Ok(Some(Edit { span: edit.span.shift(start), ..edit }))
}

fn unreadable(ours: bool) -> String {
    format!("the front matter cannot be read well enough to change it; write `oe: {ours}` there")
}

/// What stands behind the colon of the key `oe`, the blank included, up to a comment; by bytes of the
/// front matter.
fn value(written: &str) -> Option<Span> {
    let mut start = 0;
    for line in written.split_inclusive(['\n', '\r']) {
        if let Some((key, value)) = line.split_once(':').filter(|(key, _)| key.eq_ignore_ascii_case("oe")) {
            let from = start + key.len() + 1;
            let said = value.split(" #").next().unwrap_or(value).trim_end();
            return Some(Span::new(from, from + said.len()));
        }
        start += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::snapshot;

    fn after(text: &str, ours: bool) -> Result<Option<String>, String> {
        let edit = declare(&snapshot(text), ours)?;
        Ok(edit.map(|edit| {
            let mut out = text.to_owned();
            out.replace_range(edit.span.range(), &edit.text);
            out
        }))
    }

    #[test]
    fn front_matter_is_made_where_there_is_none() {
        assert_eq!(after("# Readme\n", true), Ok(Some("---\noe: true\n---\n\n# Readme\n".to_owned())));
        assert_eq!(after("# Readme\r\n", false), Ok(Some("---\r\noe: false\r\n---\r\n\r\n# Readme\r\n".to_owned())));
        assert_eq!(after("\u{feff}# Readme\n", true), Ok(Some("\u{feff}---\noe: true\n---\n\n# Readme\n".to_owned())));
        assert_eq!(after("", true), Ok(Some("---\noe: true\n---\n\n".to_owned())));
    }

    #[test]
    fn what_stands_there_is_kept() {
        let cases = [
            ("---\ntitle: x\n---\ny\n", true, "---\ntitle: x\noe: true\n---\ny\n"),
            ("---\noe: false # not yet\n---\ny\n", true, "---\noe: true # not yet\n---\ny\n"),
            ("---\r\nOE:   no\r\ntitle: x\r\n---\r\n", true, "---\r\nOE: true\r\ntitle: x\r\n---\r\n"),
            ("---\noe: true\n---\n", false, "---\noe: false\n---\n"),
            ("\u{feff}---\noe: \"false\"\n---\n", true, "\u{feff}---\noe: true\n---\n"),
            ("---\noe:\n---\ny\n", false, "---\noe: false\n---\ny\n"),
        ];
        for (text, ours, expected) in cases {
            assert_eq!(after(text, ours), Ok(Some(expected.to_owned())), "{text}");
        }
    }

    #[test]
    fn what_says_so_already_stays() {
        for (text, ours) in [
            ("---\noe: true\n---\n", true),
            ("---\noe: no\n---\n", false),
            ("---\noe:\n  sections: [security-operations]\n---\n", true),
        ] {
            assert_eq!(after(text, ours), Ok(None), "{text}");
        }
    }

    #[test]
    fn what_would_be_lost_is_left_to_its_writer() {
        for (text, ours) in [
            ("+++\noe = true\n+++\n", false),
            ("---\noe:\n  sections: [security-operations]\n---\n", false),
            ("---\noe: {guide: ours.md}\n---\n", false),
            ("---\n{a: b}\n---\n", true),
            ("---\n# list\n- a\n- b\n---\n", true),
        ] {
            assert!(after(text, ours).is_err(), "{text}");
        }
    }
}
