//! A short text with a little structure, written once and shown as Markdown or as plain text.
//!
//! The only way from a document's or a guide's words into Markdown: whatever they contain, a reader
//! sees those words, and never a link, a command or HTML.

mod escape;
mod own;

use crate::markup::{self, MarkKind};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Block {
    /// Lines that each begin anew.
    Lines(Vec<Line>),
    List(Vec<Line>),
    /// Markdown of this program.
    Own(&'static str),
}

/// A block without marks of Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plain {
    /// Lines that each begin anew.
    Lines(Vec<String>),
    List(Vec<String>),
    Code {
        title: Option<&'static str>,
        text: String,
    },
}

/// Words in one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    words: Vec<Words>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Words {
    text: String,
    tone: Tone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tone {
    Plain,
    Strong,
    Emphasis,
    Code,
}

impl Line {
    pub fn new() -> Self {
        Self::default()
    }

    /// Text as it stands, with single spaces.
    #[must_use]
    pub fn text(self, text: &str) -> Self {
        self.push(text, Tone::Plain)
    }

    #[must_use]
    pub fn strong(self, text: &str) -> Self {
        self.push(text, Tone::Strong)
    }

    #[must_use]
    pub fn emphasis(self, text: &str) -> Self {
        self.push(text, Tone::Emphasis)
    }

    #[must_use]
    pub fn code(self, text: &str) -> Self {
        self.push(text, Tone::Code)
    }

    /// A sentence of a guide, which is Markdown: its code stays code, of its links and emphasis only
    /// the words stay.
    #[must_use]
    pub fn said(mut self, markdown: &str) -> Self {
        let mut at = 0;
        for mark in markup::scan(markdown).into_iter().filter(|mark| mark.kind == MarkKind::Code) {
            self = self.text(&markup::plain(&markdown[at..mark.span.start]));
            self = self.code(markdown[mark.span.range()].trim_matches('`'));
            at = mark.span.end;
        }
        self.text(&markup::plain(&markdown[at..]))
    }

    /// All that `more` says.
    #[must_use]
    pub fn then(mut self, more: Self) -> Self {
        self.words.extend(more.words);
        self
    }

    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|words| words.text.trim().is_empty())
    }

    fn push(mut self, text: &str, tone: Tone) -> Self {
        let text = single_spaced(text, tone == Tone::Plain);
        if !text.is_empty() {
            self.words.push(Words { text, tone });
        }
        self
    }
}

impl Prose {
    /// A paragraph of one line; nothing if it says nothing.
    pub fn paragraph(&mut self, line: Line) {
        self.lines([line]);
    }

    /// A paragraph that keeps its lines apart; those that say nothing are left out.
    pub fn lines(&mut self, lines: impl IntoIterator<Item = Line>) {
        self.push(lines, Block::Lines);
    }

    /// What `title` announces, if there is any of it.
    pub fn list(&mut self, title: &str, items: impl IntoIterator<Item = Line>) {
        let items: Vec<_> = items.into_iter().filter(|line| !line.is_empty()).collect();
        if !items.is_empty() {
            if !title.is_empty() {
                self.paragraph(Line::new().strong(title));
            }
            self.blocks.push(Block::List(items));
        }
    }

    /// Markdown that this program brings along, as it is.
    pub fn own(&mut self, markdown: &'static str) {
        let markdown = markdown.trim();
        if !markdown.is_empty() {
            self.blocks.push(Block::Own(markdown));
        }
    }

    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    pub fn markdown(&self) -> String {
        let line = |line: &Line| escape::line(&line.words);
        let blocks = self.blocks.iter().map(|block| match block {
            // Two spaces break a line and are not seen where Markdown is shown as it is.
            Block::Lines(lines) => lines.iter().map(line).collect::<Vec<_>>().join("  \n"),
            Block::List(items) => items.iter().map(|item| format!("- {}", line(item))).collect::<Vec<_>>().join("\n"),
            Block::Own(markdown) => (*markdown).to_owned(),
        });
        blocks.collect::<Vec<_>>().join("\n\n")
    }

    /// The words without their marks, for a client that does not read Markdown.
    pub fn plain(&self) -> String {
        let blocks = self.plain_blocks().into_iter().map(|block| match block {
            Plain::Lines(lines) => lines.join("\n"),
            Plain::List(items) => items.iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n"),
            Plain::Code { title, text } => {
                let title = title.map(str::to_owned).into_iter();
                title.chain(text.lines().map(indented)).collect::<Vec<_>>().join("\n")
            }
        });
        blocks.collect::<Vec<_>>().join("\n\n")
    }

    /// As [`Prose::plain`], for whoever breaks the lines.
    pub fn plain_blocks(&self) -> Vec<Plain> {
        let words = |line: &Line| line.words.iter().map(|words| words.text.as_str()).collect::<String>();
        let all = |lines: &[Line]| lines.iter().map(|line| words(line).trim().to_owned()).collect();
        let blocks = self.blocks.iter().flat_map(|block| match block {
            Block::Lines(lines) => vec![Plain::Lines(all(lines))],
            Block::List(items) => vec![Plain::List(all(items))],
            Block::Own(markdown) => own::plain(markdown),
        });
        blocks.collect()
    }

    fn push(&mut self, lines: impl IntoIterator<Item = Line>, block: fn(Vec<Line>) -> Block) {
        let lines: Vec<_> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        if !lines.is_empty() {
            self.blocks.push(block(lines));
        }
    }
}

/// A line of code where nothing else tells it from words.
pub fn indented(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!("    {line}") }
}

/// `text` with every run of white space and control characters as one space; those at the edges stay
/// as one if `edges` says so.
fn single_spaced(text: &str, edges: bool) -> String {
    let gap = |char: char| char.is_whitespace() || char.is_control();
    let words: Vec<_> = text.split(gap).filter(|word| !word.is_empty()).collect();
    if !edges {
        return words.join(" ");
    }
    if words.is_empty() {
        return if text.is_empty() { String::new() } else { " ".to_owned() };
    }
    let edge = |at: bool| if at { " " } else { "" };
    format!("{}{}{}", edge(text.starts_with(gap)), words.join(" "), edge(text.ends_with(gap)))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn sample() -> Prose {
        let mut prose = Prose::default();
        prose.lines([
            Line::new().strong("Log Retention").text(" · in ").emphasis("Logging *Strategy*"),
            Line::new(),
            Line::new().text("Days per class,\r\n  see ").code("a `b`"),
        ]);
        prose.list(
            "Watch for",
            [Line::new().said("Use `pg_dump` and [the *wiki*](https://x.y) <b>now</b>"), Line::new()],
        );
        prose.list("Nothing", []);
        prose
    }

    #[test]
    fn one_text_in_two_forms() {
        expect![[r"
            **Log Retention** · in *Logging \*Strategy\**⏎
            Days per class, see ``a `b` ``

            **Watch for**

            - Use `pg_dump` and the wiki now"]]
        .assert_eq(&sample().markdown().replace("  \n", "⏎\n"));
        expect![[r"
            Log Retention · in Logging *Strategy*
            Days per class, see a `b`

            Watch for

            - Use pg_dump and the wiki now"]]
        .assert_eq(&sample().plain());
    }

    #[test]
    fn markdown_of_our_own_is_read_without_marks() {
        let mut prose = Prose::default();
        prose.own(
            "A long line\nof `code`.\n\nThere are\n- one, which\n  goes on;\n- two\n\n```markdown bad\n## A\n\ntext\n```\n\n\
             ```markdown good\n## B\n```\n\n```yaml\noe: true\n```\n",
        );
        expect![[r#"
            A long line of `code`.

            There are

            - one, which goes on;
            - two

            Reported:
                ## A

                text

            Not reported:
                ## B

                oe: true"#]]
        .assert_eq(&prose.plain());
    }

    #[test]
    fn words_alone_are_no_block() {
        let mut prose = Prose::default();
        prose.paragraph(Line::new().text(" \n").strong("").emphasis(" "));
        prose.own("  ");
        assert!(prose.is_empty());
        assert_eq!(prose.markdown(), "");
    }
}
