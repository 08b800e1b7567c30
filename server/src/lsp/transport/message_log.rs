//! The message log: everything that was said on the wire, to find out what an editor does.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::warn;

/// A writer that both directions share, or nothing.
#[derive(Clone)]
pub(super) struct MessageLog(Option<Arc<Mutex<Box<dyn Write + Send>>>>);

impl MessageLog {
    pub(super) fn new(writer: Option<Box<dyn Write + Send>>) -> Self {
        MessageLog(writer.map(|writer| Arc::new(Mutex::new(writer))))
    }

    /// What the client sent.
    pub(super) fn received(&self, body: &[u8]) {
        self.line("-->", body);
    }

    /// What the client is sent.
    pub(super) fn sent(&self, body: &[u8]) {
        self.line("<--", body);
    }

    fn line(&self, arrow: &str, body: &[u8]) {
        let Some(writer) = &self.0 else { return };
        let mut line = Vec::with_capacity(arrow.len() + body.len() + 2);
        line.extend_from_slice(arrow.as_bytes());
        line.push(b' ');
        // In JSON a line break can only stand between tokens.
        line.extend(body.iter().map(|&byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { byte }));
        line.push(b'\n');
        let mut writer = writer.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = writer.write_all(&line).and_then(|()| writer.flush()) {
            warn!(%error, "the message log cannot be written");
        }
    }
}
