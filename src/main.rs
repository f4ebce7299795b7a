//! The program `onrecord`; all of it is in [`onrecord::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    onrecord::cli::run()
}
