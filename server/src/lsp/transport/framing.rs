//! Bytes to message bodies: the `Content-Length` framing of the LSP base protocol.
//!
//! It is fed whatever was read and never blocks, so that the reader can hand over everything that
//! has arrived in one go. A fault is reported once; then everything up to the next well-formed
//! `Content-Length` header is passed over.

use memchr::{memchr, memchr2_iter};

/// Above every real document, below what would make the parsed JSON exhaust a small machine.
const MAX_BODY: usize = 256 << 20;

/// Real headers have under a hundred bytes: beyond this it is not a header that goes on.
const MAX_HEADERS: usize = 8 << 10;

/// What a `Content-Length` line can measure while it is still incomplete.
const MAX_LENGTH_LINE: usize = 64;

/// Capacity that is kept between messages.
const KEPT_CAPACITY: usize = 64 << 10;

const CONTENT_LENGTH: &[u8] = b"content-length";

/// A message body, or what is wrong with what came instead of one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Frame<'a> {
    Body(&'a [u8]),
    Fault(&'static str),
}

#[derive(Clone, Copy)]
enum Expected {
    Headers,
    Body(usize),
    /// After a fault: the next `Content-Length` header, wherever it is.
    Recovery,
}

/// The bytes that have arrived and are not yet part of a frame.
pub(super) struct Decoder {
    buffer: Vec<u8>,
    /// Where the bytes begin that have not been handed out.
    start: usize,
    expected: Expected,
    /// A fault was reported, and no message has been read since.
    faulty: bool,
    max_body: usize,
}

impl Decoder {
    pub(super) fn new() -> Self {
        Decoder { buffer: Vec::new(), start: 0, expected: Expected::Headers, faulty: false, max_body: MAX_BODY }
    }

    /// Adds what has just been read.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.start);
        self.start = 0;
        if self.buffer.is_empty() {
            self.buffer.shrink_to(KEPT_CAPACITY);
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// The next frame, or `None` until more is pushed.
    pub(super) fn next(&mut self) -> Option<Frame<'_>> {
        loop {
            match self.expected {
                Expected::Headers => {
                    if let Err(fault) = self.read_headers()? {
                        // Past the first byte, or the same faulty header would be found again.
                        self.start += 1;
                        self.expected = Expected::Recovery;
                        if !std::mem::replace(&mut self.faulty, true) {
                            return Some(Frame::Fault(fault));
                        }
                    }
                }
                Expected::Body(length) => {
                    let end = self.start + length;
                    if self.buffer.len() < end {
                        return None;
                    }
                    let body = self.start..end;
                    self.start = end;
                    self.expected = Expected::Headers;
                    self.faulty = false;
                    return Some(Frame::Body(&self.buffer[body]));
                }
                Expected::Recovery => self.recover()?,
            }
        }
    }

    /// Whether the input ended inside a message.
    pub(super) fn is_inside(&self) -> bool {
        matches!(self.expected, Expected::Body(_)) || !self.rest().trim_ascii().is_empty()
    }

    fn rest(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Reads one block of headers; `None` if it is not complete.
    fn read_headers(&mut self) -> Option<Result<(), &'static str>> {
        // Some clients end the body with a line break that they do not count.
        self.start += self.rest().len() - self.rest().trim_ascii_start().len();
        let rest = self.rest();
        let end = match block_end(rest) {
            None if rest.len() <= MAX_HEADERS => return None,
            end => end.filter(|&end| end <= MAX_HEADERS),
        };
        let headers = end.ok_or("headers without an end");
        let read = headers.and_then(|end| Ok((end, content_length(&rest[..end], self.max_body)?)));
        Some(read.map(|(end, length)| {
            self.start += end;
            self.expected = Expected::Body(length);
        }))
    }

    /// Passes over bytes up to a `Content-Length` header; `None` if there is none yet.
    fn recover(&mut self) -> Option<()> {
        let found = find_length_line(self.rest(), self.max_body);
        match found {
            Found::At(at) => {
                self.start += at;
                self.expected = Expected::Headers;
                Some(())
            }
            Found::NotBefore(at) => {
                self.start += at;
                None
            }
        }
    }
}

/// Where a block of headers ends: behind its first empty line.
fn block_end(bytes: &[u8]) -> Option<usize> {
    let mut line = 0;
    while let Some(length) = memchr(b'\n', &bytes[line..]) {
        let end = line + length + 1;
        if bytes[line..end].trim_ascii().is_empty() {
            return Some(end);
        }
        line = end;
    }
    None
}

/// The length that a complete block of headers announces.
fn content_length(block: &[u8], max: usize) -> Result<usize, &'static str> {
    let mut announced = None;
    for line in block.split(|&byte| byte == b'\n') {
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        let colon = memchr(b':', line).ok_or("a header without a colon")?;
        let (name, value) = (line[..colon].trim_ascii(), line[colon + 1..].trim_ascii());
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
        if !name.iter().all(is_name) || !value.is_ascii() {
            return Err("a header that is not ASCII");
        }
        if !name.eq_ignore_ascii_case(CONTENT_LENGTH) {
            continue;
        }
        let length = number(value).ok_or("`Content-Length` is not a number")?;
        if announced.is_some_and(|other| other != length) {
            return Err("two `Content-Length` headers that differ");
        }
        announced = Some(length);
    }
    let length = announced.ok_or("no `Content-Length` header")?;
    if length > max { Err("the message is too large") } else { Ok(length) }
}

/// Digits and nothing else: `parse` alone would take `+5`.
fn number(digits: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(digits).ok()?;
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

enum Found {
    At(usize),
    /// Nothing that ends before this; more bytes may complete it.
    NotBefore(usize),
}

/// Finds a whole line `Content-Length: N`, also behind other bytes. JSON cannot contain one: in its
/// strings a line break is escaped, and outside of them a quote comes first.
fn find_length_line(bytes: &[u8], max: usize) -> Found {
    for at in memchr2_iter(b'c', b'C', bytes) {
        let tail = &bytes[at..];
        let known = tail.len().min(CONTENT_LENGTH.len());
        if !tail[..known].eq_ignore_ascii_case(&CONTENT_LENGTH[..known]) {
            continue;
        }
        let line = &tail[known..];
        let Some(end) = memchr(b'\n', &line[..line.len().min(MAX_LENGTH_LINE)]) else {
            if line.len() < MAX_LENGTH_LINE {
                return Found::NotBefore(at);
            }
            continue;
        };
        let value = line[..end].trim_ascii().strip_prefix(b":");
        if value.and_then(|value| number(value.trim_ascii())).is_some_and(|length| length <= max) {
            return Found::At(at);
        }
    }
    Found::NotBefore(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every frame of `input`, bodies as text and faults in angle brackets.
    fn decode(input: &[u8], step: usize) -> Vec<String> {
        let mut decoder = Decoder::new();
        decoder.max_body = 1000;
        let mut frames = Vec::new();
        for bytes in input.chunks(step) {
            decoder.push(bytes);
            while let Some(frame) = decoder.next() {
                frames.push(match frame {
                    Frame::Body(body) => String::from_utf8_lossy(body).into_owned(),
                    Frame::Fault(fault) => format!("<{fault}>"),
                });
            }
        }
        frames
    }

    #[test]
    fn reads_and_survives_every_form_of_header() {
        const GOOD: &str = "Content-Length: 2\r\n\r\n{}";
        let cases: &[(&str, &[&str])] = &[
            ("", &["{}"]),
            ("Content-Length: 3\r\n\r\n[1]", &["[1]", "{}"]),
            ("content-length:3\r\n\r\n[1]", &["[1]", "{}"]),
            ("CONTENT-LENGTH :  3  \r\n\r\n[1]", &["[1]", "{}"]),
            ("Content-Length: 3\n\n[1]", &["[1]", "{}"]),
            ("Content-Length: 3\r\nContent-Length: 3\r\n\r\n[1]", &["[1]", "{}"]),
            ("Content-Type: application/vscode-jsonrpc\r\nContent-Length: 3\r\n\r\n[1]", &["[1]", "{}"]),
            (
                "X-One: 1\r\nContent-Length: 3\r\nContent-Type: a/b; charset=utf8\r\nX-Two: a:b\r\n\r\n[1]",
                &["[1]", "{}"],
            ),
            ("Content-Length: 0\r\n\r\n", &["", "{}"]),
            ("\r\n\n  \r\n", &["{}"]),
            ("Content-Length: 3\r\n\r\n[1]\r\n", &["[1]", "{}"]),
            ("Content-Length: -3\r\n\r\n[1]", &["<`Content-Length` is not a number>", "{}"]),
            ("Content-Length: +3\r\n\r\n[1]", &["<`Content-Length` is not a number>", "{}"]),
            ("Content-Length: three\r\n\r\n[1]", &["<`Content-Length` is not a number>", "{}"]),
            ("Content-Length:\r\n\r\n[1]", &["<`Content-Length` is not a number>", "{}"]),
            ("Content-Length: 99999999999999999999999\r\n\r\n[1]", &["<`Content-Length` is not a number>", "{}"]),
            ("Content-Length: 1001\r\n\r\n[1]", &["<the message is too large>", "{}"]),
            ("Content-Type: a/b\r\n\r\n[1]", &["<no `Content-Length` header>", "{}"]),
            ("X-Grün: 1\r\n\r\n[1]", &["<a header that is not ASCII>", "{}"]),
            ("X-Value: grün\r\n\r\n[1]", &["<a header that is not ASCII>", "{}"]),
            // What the last of several says is believed, and here it is wrong.
            (
                "Content-Length: 9\r\nContent-Length: 3\r\n\r\n[1]",
                &["<two `Content-Length` headers that differ>", "[1]", "{}"],
            ),
            ("garbage", &["<no `Content-Length` header>", "{}"]),
            ("garbage\r\n", &["<a header without a colon>", "{}"]),
            ("garbage\r\n\r\nmore: garbage\r\n\r\n", &["<a header without a colon>", "{}"]),
            // The client counted characters instead of bytes.
            ("Content-Length: 4\r\n\r\n\"Ü\"x}", &["\"Ü\"", "<a header that is not ASCII>", "{}"]),
            // Each fault is reported, once.
            (
                "A: 1\r\n\r\nB: 1\r\n\r\nContent-Length: 3\r\n\r\n[1]C: 1\r\n\r\n",
                &["<no `Content-Length` header>", "[1]", "<no `Content-Length` header>", "{}"],
            ),
            // A document that speaks of the protocol is no header.
            ("A: 1\r\n\r\n{\"text\":\"Content-Length: 5\\r\\n\\r\\n\"}\r\n", &["<no `Content-Length` header>", "{}"]),
        ];
        for (input, expected) in cases {
            let input = format!("{input}{GOOD}");
            // However the bytes are cut: what is found must not depend on it.
            for step in [1, 2, 3, 7, 1 << 20] {
                assert_eq!(&decode(input.as_bytes(), step), expected, "{input:?} by {step}");
            }
        }
    }

    #[test]
    fn endless_headers_are_a_fault() {
        let mut input = b"X-Filler: 1\r\n".repeat(2000);
        input.extend_from_slice(b"Content-Length: 2\r\n\r\n{}");
        assert_eq!(decode(&input, 100), ["<headers without an end>", "{}"]);
    }

    #[test]
    fn garbage_is_not_kept() {
        let mut decoder = Decoder::new();
        decoder.push(b"garbage\n\n");
        assert!(matches!(decoder.next(), Some(Frame::Fault(_))));
        for _ in 0..5 {
            decoder.push(&b"c".repeat(100_000));
            assert_eq!(decoder.next(), None);
            assert!(decoder.rest().len() <= 2 * MAX_LENGTH_LINE);
        }
    }

    #[test]
    fn memory_of_a_huge_message_is_given_back() {
        let mut decoder = Decoder::new();
        decoder.push(format!("Content-Length: {}\r\n\r\n", 10 << 20).as_bytes());
        decoder.push(&vec![b' '; 10 << 20]);
        assert!(matches!(decoder.next(), Some(Frame::Body(_))));
        assert!(!decoder.is_inside());
        decoder.push(b"Content-Length: 2\r\n");
        assert!(decoder.buffer.capacity() <= KEPT_CAPACITY);
        assert!(decoder.is_inside());
    }
}
