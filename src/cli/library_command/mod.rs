//! `onrecord library`: a file for each concern, and how other commands use the library.

mod access;
mod add;
mod analyse;
mod audit;
mod exchange;
mod incoming;
mod list;
mod maintain;
mod people;
mod person;
mod table;

pub(super) use access::{cached_response, corrections, open, open_within, orphaned, wanted};

use super::arguments::GlobalOptions;
use super::library_arguments::LibraryCommand;
use super::outcome::Outcome;

/// Runs `library`.
///
/// # Errors
/// If the library cannot be opened, read or written to, or if the output cannot be written.
pub(super) fn run(command: LibraryCommand, general: &GlobalOptions) -> anyhow::Result<Outcome> {
    match command {
        LibraryCommand::Add(command) => add::run(&command, general),
        LibraryCommand::List(command) => list::list(&command, general),
        LibraryCommand::Show(command) => list::show(&command, general),
        LibraryCommand::Remove(command) => maintain::remove(&command, general),
        LibraryCommand::Forget(command) => maintain::forget(&command, general),
        LibraryCommand::Export(command) => exchange::export(&command, general),
        LibraryCommand::Import(command) => exchange::import(&command, general),
        LibraryCommand::Check => maintain::check(general),
        LibraryCommand::Path => maintain::path(general),
        LibraryCommand::Stats(command) => maintain::stats(&command, general),
        LibraryCommand::Audit(command) => audit::run(&command, general),
        LibraryCommand::People(command) => people::run(&command, general),
        LibraryCommand::Person(command) => person::run(&command, general),
        LibraryCommand::Analyse => analyse::run(general),
    }
}
