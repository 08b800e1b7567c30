//! A look at the bare text that is enough for most files: whether it is worth parsing to learn that
//! it is none of ours.
//!
//! It may only err towards yes. Every heading that a parser can see is among the lines looked at
//! here, whatever block they stand in, and more sections or chapters never make a document less ours.

use std::collections::BTreeSet;

use super::kind;
use crate::document;
use crate::guide::{Named, Strength};
use crate::names;
use crate::outline::Heading;
use crate::requirements::Requirements;
use crate::text::Span;

/// Whether a document that settings say nothing of may be an OE document. If not, its full judgement
/// says so too.
pub fn may_be_oe(text: &str, requirements: &Requirements) -> bool {
    let front_matter = document::front_matter(text).unwrap_or("");
    if speaks_of_oe(front_matter) {
        return true;
    }
    let needed = kind::sections_needed(&requirements.guide);
    let all = requirements.guide.sections.len().max(kind::MANY);
    let (mut sections, mut by_any_name) = (BTreeSet::new(), BTreeSet::new());
    // What may be the text of an underlined heading.
    let mut paragraph: Vec<&str> = Vec::new();
    let mut doubts = |title: &str| {
        let key = names::key(title);
        let spelled_out = names::spelled_out(title);
        if requirements.names.is_chapter(&key) {
            return true;
        }
        let heading = Heading { level: 1, underlined: false, title: Span::default(), key, spelled_out };
        let meanings = requirements.names.heading(&heading);
        if let Some((Named::Section(section), strength)) = meanings.first()
            && *strength != Strength::Weak
        {
            sections.insert(*section);
        }
        by_any_name.extend(meanings.iter().filter(|(named, _)| matches!(named, Named::Section(_))).map(|(it, _)| *it));
        sections.len() >= needed || by_any_name.len() >= all
    };
    for line in lines(text) {
        // Other white space is text.
        let line = line.trim_matches([' ', '\t']);
        if let Some(title) = line.strip_prefix('#') {
            // As it stands, and without closing marks.
            let title = title.trim_start_matches('#');
            let closed = title.trim_end_matches('#');
            if doubts(title) || (closed.len() < title.len() && doubts(closed)) {
                return true;
            }
            // It is text where it is indented further than the paragraph, or no heading after all.
            paragraph.push(line);
        } else if is_underline(line) {
            if paragraph.len() > LONGEST {
                return true;
            }
            // Where the paragraph begins depends on what stands before it.
            for from in 0..paragraph.len() {
                if doubts(&paragraph[from..].join("\n")) {
                    return true;
                }
            }
            paragraph.clear();
        } else if line.is_empty() {
            paragraph.clear();
        } else {
            paragraph.push(line);
        }
    }
    false
}

/// Underlined headings of more lines are read in full.
const LONGEST: usize = 8;

fn is_underline(line: &str) -> bool {
    !line.is_empty() && (line.bytes().all(|byte| byte == b'=') || line.bytes().all(|byte| byte == b'-'))
}

/// Lines end at LF, CRLF and a lone CR.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = memchr::memchr2(b'\n', b'\r', text.as_bytes());
        rest = end.map(|end| text[end..].strip_prefix("\r\n").unwrap_or(&text[end + 1..]));
        Some(&text[..end.unwrap_or(text.len())])
    })
}

/// Whether the word `oe` stands in front matter.
fn speaks_of_oe(front_matter: &str) -> bool {
    let bytes = front_matter.as_bytes();
    let word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
    (1..bytes.len()).any(|at| {
        bytes[at - 1..=at].eq_ignore_ascii_case(b"oe")
            && !word(at.checked_sub(2).and_then(|before| bytes.get(before)))
            && !word(bytes.get(at + 1))
    })
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, LazyLock};

    use proptest::prelude::*;

    use super::*;
    use crate::config::Settings;
    use crate::document::Document;
    use crate::guide;
    use crate::snapshot::Snapshot;

    fn requirements() -> Arc<Requirements> {
        static MADE: LazyLock<Arc<Requirements>> =
            LazyLock::new(|| Arc::new(Requirements::new(guide::embedded().clone(), Settings::default())));
        MADE.clone()
    }

    fn is_oe(text: &str, requirements: &Arc<Requirements>) -> bool {
        Snapshot::new(Document::new(text), requirements.clone(), None).assessment.is_oe()
    }

    fn both(text: &str) -> (bool, bool) {
        let requirements = requirements();
        (may_be_oe(text, &requirements), is_oe(text, &requirements))
    }

    const SECTIONS: [&str; 4] = [
        "Incident Response & Management",
        "Monitoring & Observability",
        "Production Operations Framework",
        "Disaster Recovery & Business Continuity",
    ];

    #[test]
    fn what_is_ours_is_worth_a_look() {
        for text in [
            "---\noe: true\n---\n# Ops\n",
            "---\r\noe: true\r\n---\r\n",
            "\u{feff}---\noe: true\n---\n",
            "# 8. Operational Excellence: Payments\n\n## Monitoring & Observability\n",
            "Operational Excellence\n===\n",
            "Operational\nExcellence\n---\n",
            // Only spaces and tabs make a line blank, and only so much indentation a heading.
            "Operational\n\u{a0}\nExcellence\n===\n\n## Monitoring & Observability\n",
            "Operational Excellence\n    # 1\n===\n\n## Monitoring & Observability\n",
        ] {
            assert_eq!(both(text), (true, true), "{text}");
        }
        let weak = ["Operations", "Monitoring", "Incidents", "Disaster Recovery", "Performance", "Security"];
        let text: String = weak.map(|title| format!("## {title}\n\n### Backup Strategy\n\n")).concat();
        assert_eq!(both(&text), (true, true));
        for end in ["\n", "\r\n", "\r"] {
            let text: String = SECTIONS.iter().map(|title| format!("## {title} ##{end}{end}Text{end}{end}")).collect();
            assert_eq!(both(&text), (true, true), "{text:?}");
            let text: String = SECTIONS.iter().map(|title| format!("{title}{end}---{end}{end}")).collect();
            assert_eq!(both(&text), (true, true), "{text:?}");
        }
    }

    #[test]
    fn front_matter_that_may_speak_of_us_is_worth_a_look() {
        for text in ["'OE': {guide: x}", "\"oe\": true", "{a: b, oe: false}", "tags: [oe]"] {
            assert!(may_be_oe(&format!("---\r\n{text}\r\n---\r\n"), &requirements()), "{text}");
        }
    }

    #[test]
    fn what_is_none_of_ours_is_passed_over() {
        for text in [
            "",
            "# Readme\n\n## Install\n\n## Monitoring & Observability\n",
            "---\ntitle: Does it help\ndraft: true\n---\n# Blog\n",
            "# Operations\n\nOperational excellence is what we want.\n",
            "oe: true\n",
        ] {
            assert_eq!(both(text), (false, false), "{text}");
        }
    }

    #[test]
    fn sections_in_code_are_worth_a_look_and_no_more() {
        let sections: String = SECTIONS.iter().map(|title| format!("## {title}\n\n")).collect();
        assert_eq!(both(&format!("```\n{sections}```\n")), (true, false));
    }

    fn line() -> impl Strategy<Value = String> {
        let names = (0..requirements().guide.sections.len())
            .map(|at| requirements().guide.sections[at].title.clone())
            .chain(SECTIONS.map(str::to_lowercase))
            .chain(["Operational Excellence (OE)", "OE", "On-Call Management", "Text", "oe: true"].map(str::to_owned))
            .collect::<Vec<_>>();
        let before =
            ["", "", "# ", "## ", "###", " ## ", "   # ", "- # ", "> ", "\t", "**", "[", "1. ", "## 4.2 ", "oe: "];
        let after = ["", " ##", "#", "\n===", "\n---", "\n--", "\n- - -", " \\", "**", "](x)", ":", " {#id}", "\u{b}"];
        let fixed =
            ["---", "```", "", "", "\u{a0}", "\u{c}", "    # x", "===", "<div>", "| a | b |", "+++", "<!--", "-->"]
                .map(str::to_owned)
                .to_vec();
        prop_oneof![
            4 => (prop::sample::select(before.to_vec()), prop::sample::select(names), prop::sample::select(after.to_vec()))
                .prop_map(|(before, name, after)| format!("{before}{name}{after}")),
            1 => prop::sample::select(fixed),
        ]
    }

    proptest! {
        #[test]
        fn what_is_passed_over_is_none_of_ours(
            lines in prop::collection::vec(line(), 0..14),
            end in prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n"]),
        ) {
            let text = lines.join("\n").replace('\n', end);
            let requirements = requirements();
            prop_assert!(may_be_oe(&text, &requirements) || !is_oe(&text, &requirements), "{text:?}");
        }
    }
}
