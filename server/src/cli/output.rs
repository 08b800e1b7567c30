//! Where words go: findings to stdout, notices to stderr, colours only where a terminal has them.

use std::io::{self, BufWriter, IsTerminal as _, Write};

use anstream::AutoStream;
use terminal_size::{Width, terminal_size_of};

use super::columns;

/// How narrow and how wide lines of words get, whatever the terminal is.
const NARROW: usize = 40;
const WIDE: usize = 100;

/// What a line of a notice that goes on is indented by.
const INDENT: usize = 4;

/// Both streams. Once stdout takes nothing nothing more is written to it. That a reader has closed its
/// end is no error.
pub(super) struct Output {
    out: BufWriter<AutoStream<io::StdoutLock<'static>>>,
    closed: bool,
    /// Why stdout took no more, if not because nobody reads it.
    failed: Option<io::Error>,
    pub(super) terminal: bool,
    /// How many columns stdout has for words.
    pub(super) width: usize,
    /// How many stderr has.
    width_of_notices: usize,
}

/// How many columns a terminal of this size has for words, or a stream that is no terminal.
pub(super) fn width(size: Option<(Width, terminal_size::Height)>) -> usize {
    size.map_or(columns::USUAL, |(Width(width), _)| usize::from(width).clamp(NARROW, WIDE))
}

impl Output {
    pub(super) fn new() -> Self {
        let out = BufWriter::new(AutoStream::auto(io::stdout()).lock());
        Self {
            out,
            closed: false,
            failed: None,
            terminal: io::stdout().is_terminal(),
            width: width(terminal_size_of(io::stdout())),
            width_of_notices: width(terminal_size_of(io::stderr())),
        }
    }

    /// Writes to stdout; a line end is the caller's.
    pub(super) fn print(&mut self, text: &str) {
        if !self.closed {
            let done = self.out.write_all(text.as_bytes());
            self.note(done);
        }
    }

    /// Shows at once what was printed.
    pub(super) fn flush(&mut self) {
        if !self.closed {
            let done = self.out.flush();
            self.note(done);
        }
    }

    fn note(&mut self, done: io::Result<()>) {
        if let Err(error) = done {
            self.closed = true;
            self.failed = Some(error).filter(|error| error.kind() != io::ErrorKind::BrokenPipe);
        }
    }

    /// Says what could not be done.
    pub(super) fn error(&mut self, message: &str) {
        self.say("\u{1b}[1m\u{1b}[31m", "error", message);
    }

    /// Says what the reader should know although nothing is wrong with a document.
    pub(super) fn notice(&mut self, message: &str) {
        self.say("\u{1b}[1m\u{1b}[33m", "notice", message);
    }

    /// Words on stderr.
    pub(super) fn remark(&mut self, text: &str) {
        self.say("", "", text);
    }

    fn say(&mut self, style: &str, level: &str, message: &str) {
        self.flush();
        let label = if level.is_empty() { String::new() } else { format!("{level}: ") };
        // Wrapped together, and coloured only then.
        let text = columns::hang(&columns::harmless(&format!("{label}{message}")), self.width_of_notices, INDENT);
        let rest = &text[level.len()..];
        let end = if style.is_empty() { "" } else { "\u{1b}[0m" };
        let _ = writeln!(anstream::stderr(), "{style}{level}{end}{rest}");
    }

    /// Shows the rest; whether all that was printed could be written.
    pub(super) fn end(&mut self) -> bool {
        self.flush();
        let failed = self.failed.take();
        if let Some(error) = &failed {
            self.error(&format!("the output could not be written: {error}"));
        }
        failed.is_none()
    }
}

#[cfg(test)]
mod tests {
    use terminal_size::Height;

    use super::*;

    #[test]
    fn words_take_what_the_terminal_has_within_reason() {
        let of = |columns: u16| width(Some((Width(columns), Height(24))));
        assert_eq!((of(20), of(72), of(300)), (40, 72, 100));
        assert_eq!(width(None), 80);
    }
}
