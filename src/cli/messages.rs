//! Writes lines to standard error and standard output, in printable form.

use crate::text::{visible, without_embedded_credentials};
use crate::threads::NO_THREAD;
use std::fmt::Display;
use std::io::{self, Write};

/// A message for the terminal: without control and invisible characters, and without the passwords of addresses in it.
fn harmless(message: impl Display) -> String {
    without_embedded_credentials(&visible(&message.to_string()))
}

/// Writes one line to standard error. All messages go through here. If standard error is closed, there is nowhere to
/// report it.
pub(super) fn warn(message: impl Display) {
    let _ = writeln!(io::stderr(), "onrecord: {}", harmless(message));
}

/// Writes one line to standard output.
pub(super) fn print_line(message: impl Display) -> io::Result<()> {
    writeln!(io::stdout(), "{}", harmless(message)).map_err(output_error)
}

/// An error of standard output. The message says so, since the library's errors look alike.
pub(super) fn output_error(error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("standard output: {error}"))
}

/// Reports a panic in one printable line: its message may contain input.
pub(super) fn report_panics() {
    std::panic::set_hook(Box::new(|fault| {
        let said = fault.payload();
        let said = said.downcast_ref::<&str>().copied().or(said.downcast_ref::<String>().map(String::as_str));
        let place = fault.location().map_or_else(String::new, |at| format!(" ({at})"));
        warn(format_args!("a bug, please report it: {}{place}", said.unwrap_or("unknown")));
    }));
}

/// The error where the system gives no thread.
pub(super) fn no_thread(error: io::Error) -> anyhow::Error {
    anyhow::Error::from(error).context(NO_THREAD)
}
