//! The library as commands use it: which one, its corrections and cached responses for a source; and `onrecord library
//! forget`.

use super::arguments::{GlobalOptions, LibraryCommand};
use super::messages::{print_line, warn};
use super::outcome::Outcome;
use super::settings;
use crate::config::{LibraryLocation, Settings};
use crate::library::{self, Library, SourceKey};
use crate::record::{Correction, Record};
use crate::source::Source;
use crate::source::fetch::Response;
use crate::text::pluralize;
use anyhow::Context;
use std::path::PathBuf;
use std::time::Duration;

/// Runs `library`.
///
/// # Errors
/// If the library cannot be opened or written to.
pub(super) fn run(command: LibraryCommand, general: &GlobalOptions) -> anyhow::Result<Outcome> {
    let LibraryCommand::Forget = command;
    let path = path(&settings::settings(general).0).context("there is no library")?;
    let mut library = Library::open(&path)?;
    let gone = library.forget()?;
    let name = path.to_string_lossy();
    let sources = pluralize(gone.sources, "source");
    let marks = pluralize(gone.marks, "mark");
    let corrections = pluralize(gone.corrections, "correction");
    print_line(format_args!("Removed {sources}, {marks} and {corrections}. {name} is now empty."))?;
    Ok(Outcome::Done)
}

/// Opens the library, if one is wanted. If it cannot be opened, reports why.
pub(super) fn open(settings: &Settings) -> Option<Library> {
    Library::open(&path(settings)?).map_err(warn).ok()
}

/// Opens the library for the reader, waiting up to `timeout` for another process that is writing. Returns `None` if
/// none is wanted.
pub(super) fn open_within(settings: &Settings, timeout: Duration) -> Result<Option<Library>, library::Error> {
    if settings.library == LibraryLocation::None {
        return Ok(None);
    }
    let no_home = || library::Error { path: "library".into(), cause: library::Cause::NoHome };
    Library::open_within(&path(settings).ok_or_else(no_home)?, timeout).map(Some)
}

/// The stored corrections for `source`, whose text is `text`.
pub(super) fn corrections(library: Option<&Library>, source: &Source, text: &str) -> Vec<Correction> {
    let Some(library) = library else { return Vec::new() };
    library.corrections_of(&SourceKey::of(source, text)).unwrap_or_else(|error| {
        warn(error);
        Vec::new()
    })
}

/// The response that the reader cached for a web address, so that its server need not send again what has not changed.
/// Commands cache nothing themselves: what a script fetches is no business of the library.
pub(super) fn cached_response(library: Option<&Library>, source: &Source) -> Option<Response> {
    let Source::Web(address) = source else { return None };
    library?.cached_response(&address.to_string()).ok().flatten().filter(|_| !address.has_credentials())
}

/// Reports corrections for `source` that did not fit.
pub(super) fn warn_of_orphaned(source: &Source, record: &Record) {
    match record.orphaned.len() {
        0 => {}
        1 => warn(format_args!("{}: a correction no longer fits its text", source.name())),
        many => warn(format_args!("{}: {many} corrections no longer fit its text", source.name())),
    }
}

fn path(settings: &Settings) -> Option<PathBuf> {
    match &settings.library {
        LibraryLocation::Standard => library::standard_path(),
        LibraryLocation::None => None,
        LibraryLocation::File(path) => Some(path.clone()),
    }
}
