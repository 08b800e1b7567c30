//! The end of a client that goes without a word: one that is killed, say, while something else that it
//! started holds our input open.

#![allow(clippy::disallowed_methods, reason = "an edge of the program: it looks whether a process is there")]

use std::time::Duration;

/// A look costs some microseconds, and nobody minds a server that stays so much longer.
const INTERVAL: Duration = Duration::from_secs(3);

/// Ends the program once the client's process is gone.
///
/// Not at once where it cannot be seen, though the specification says so: then it runs in another
/// container or on another machine, where its number was given.
pub(super) fn end_with(process: u32) {
    let Some(alive) = life(process) else {
        return tracing::debug!(process, "the client's process cannot be seen from here");
    };
    tokio::spawn(async move {
        while life(process).as_ref() == Some(&alive) {
            tokio::time::sleep(INTERVAL).await;
        }
        tracing::info!(process, "the client's process is gone");
        // Nobody is there to be told, and nothing is kept that would have to be written.
        std::process::exit(1);
    });
}

/// What tells a process that is alive from others that have the same number before or after it.
#[cfg(target_os = "linux")]
fn life(process: u32) -> Option<String> {
    let said = std::fs::read(format!("/proc/{process}/stat")).ok()?;
    let said = String::from_utf8_lossy(&said);
    // Behind the program's name, which may hold brackets and blanks itself.
    let fields: Vec<_> = said.rsplit_once(") ")?.1.split(' ').collect();
    let (state, started) = (fields.first()?, fields.get(19)?);
    // What is dead may still stand there until its parent has asked for its exit code.
    (!["Z", "X", "x"].contains(state)).then(|| (*started).to_owned())
}

/// As on Linux, of the process that started us: a child is given to another parent when its own ends.
#[cfg(all(unix, not(target_os = "linux")))]
fn life(process: u32) -> Option<String> {
    (std::os::unix::process::parent_id() == process).then(|| process.to_string())
}

/// Nothing: without `unsafe` no process can be looked at, and the end of the input has to do.
#[cfg(not(unix))]
fn life(_: u32) -> Option<String> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn what_runs_is_alive_and_what_does_not_is_not() {
        let own = life(std::process::id());
        assert!(own.is_some());
        assert_eq!(life(std::process::id()), own);
        // The kernel gives no such numbers.
        assert_eq!(life(u32::MAX), None);
    }
}
