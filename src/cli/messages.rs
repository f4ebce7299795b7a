//! Writes lines to standard error and standard output, in printable form.

use crate::text::printable;
use std::fmt::Display;
use std::io::{self, Write};

/// Writes one line to standard error. All messages go through here. If standard error is closed, nobody wants to know.
pub(super) fn warn(message: impl Display) {
    let _ = writeln!(io::stderr(), "onrecord: {}", printable(&message.to_string()));
}

/// Writes one line to standard output.
pub(super) fn print_line(message: impl Display) -> io::Result<()> {
    writeln!(io::stdout(), "{}", printable(&message.to_string()))
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
