//! Where words go: findings to stdout, notices to stderr, colours only where a terminal has them.

use std::io::{self, BufWriter, IsTerminal as _, Write};

use anstream::AutoStream;

/// Both streams. Once a reader has closed its end nothing more is written to it, and that is no error.
pub(super) struct Output {
    out: BufWriter<AutoStream<io::StdoutLock<'static>>>,
    closed: bool,
    pub(super) terminal: bool,
}

impl Output {
    pub(super) fn new() -> Self {
        let out = BufWriter::new(AutoStream::auto(io::stdout()).lock());
        Self { out, closed: false, terminal: io::stdout().is_terminal() }
    }

    /// Writes to stdout; a line end is the caller's.
    pub(super) fn print(&mut self, text: &str) {
        self.closed = self.closed || self.out.write_all(text.as_bytes()).is_err();
    }

    /// Shows at once what was printed.
    pub(super) fn flush(&mut self) {
        self.closed = self.closed || self.out.flush().is_err();
    }

    /// Says what could not be done.
    pub(super) fn error(&mut self, message: &str) {
        self.say("\u{1b}[1m\u{1b}[31merror\u{1b}[0m", message);
    }

    /// Says what the reader should know although nothing is wrong with a document.
    pub(super) fn notice(&mut self, message: &str) {
        self.say("\u{1b}[1m\u{1b}[33mnotice\u{1b}[0m", message);
    }

    /// A line of stderr as it is.
    pub(super) fn remark(&mut self, line: &str) {
        self.flush();
        let _ = writeln!(anstream::stderr(), "{line}");
    }

    fn say(&mut self, level: &str, message: &str) {
        self.remark(&format!("{level}: {message}"));
    }

    pub(super) fn end(&mut self) {
        self.flush();
    }
}
