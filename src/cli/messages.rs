//! Lines on standard error and standard output. Whatever is written there goes through here, made harmless.

use crate::text::printable;
use std::fmt::Display;
use std::io::{self, Write};

/// One line on standard error, through which all goes that is written there. Whoever closed that as well does not want to
/// know.
pub(super) fn warn(message: impl Display) {
    let _ = writeln!(io::stderr(), "onrecord: {}", printable(&message.to_string()));
}

/// One line on standard output.
pub(super) fn print_line(message: impl Display) -> io::Result<()> {
    writeln!(io::stdout(), "{}", printable(&message.to_string()))
}

/// Has a fault of the program told in one line as well: what it says may hold what was read.
pub(super) fn report_panics() {
    std::panic::set_hook(Box::new(|fault| {
        let said = fault.payload();
        let said = said.downcast_ref::<&str>().copied().or(said.downcast_ref::<String>().map(String::as_str));
        let place = fault.location().map_or_else(String::new, |at| format!(" ({at})"));
        warn(format_args!("a fault of the program, please report it: {}{place}", said.unwrap_or("unknown")));
    }));
}
