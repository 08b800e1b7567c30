//! The language server: the only part that names the protocol.

pub mod transport;
