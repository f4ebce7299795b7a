//! The library as commands use it: which file it is, corrections and cached responses for a source, and articles by the
//! names that people give.

use crate::cli::arguments::GlobalOptions;
use crate::cli::messages::warn;
use crate::cli::settings;
use crate::config::{LibraryLocation, Settings};
use crate::library::{self, Library, SourceKey};
use crate::record::{Correction, Record};
use crate::source::Source;
use crate::source::fetch::Response;
use anyhow::Context;
use std::path::PathBuf;
use std::time::Duration;

/// Opens the library for a `library` command.
///
/// # Errors
/// If there is none, or if it cannot be opened.
pub(in crate::cli) fn wanted(general: &GlobalOptions) -> anyhow::Result<Library> {
    Ok(Library::open(&wanted_path(general)?)?)
}

/// The path of the library for a `library` command.
///
/// # Errors
/// If there is none.
pub(super) fn wanted_path(general: &GlobalOptions) -> anyhow::Result<PathBuf> {
    path(&settings::settings(general).0).context("there is no library")
}

/// The key of the article `name`: a number in the list, a key, a file or an address.
///
/// # Errors
/// If it is not in the library.
pub(super) fn named(library: &Library, name: &str) -> anyhow::Result<SourceKey> {
    if let Some(key) = name.parse().ok().map(|id| library.key_of(id)).transpose()?.flatten() {
        return Ok(key);
    }
    let source = Source::from_argument(name.into());
    for key in [SourceKey::named(name), SourceKey::of(&source, "")] {
        if library.is_known(&key)? {
            return Ok(key);
        }
    }
    anyhow::bail!("{}: not in the library", source.name())
}

/// Opens the library, if one is wanted. If it cannot be opened, reports why.
pub(in crate::cli) fn open(settings: &Settings) -> Option<Library> {
    Library::open(&path(settings)?).map_err(warn).ok()
}

/// Opens the library for the reader, waiting up to `timeout` for another process that is writing. Returns `None` if
/// none is wanted.
pub(in crate::cli) fn open_within(settings: &Settings, timeout: Duration) -> Result<Option<Library>, library::Error> {
    if settings.library == LibraryLocation::None {
        return Ok(None);
    }
    let no_home = || library::Error { path: "library".into(), cause: library::ErrorKind::NoHome };
    Library::open_within(&path(settings).ok_or_else(no_home)?, timeout).map(Some)
}

/// The stored corrections for `source`, whose text is `text`.
pub(in crate::cli) fn corrections(library: Option<&Library>, source: &Source, text: &str) -> Vec<Correction> {
    let Some(library) = library else { return Vec::new() };
    library.corrections_of(&SourceKey::of(source, text)).unwrap_or_else(|error| {
        warn(error);
        Vec::new()
    })
}

/// The response that the reader cached for a web address, so that its server need not send an unchanged page again.
/// Commands themselves cache nothing in the library.
pub(in crate::cli) fn cached_response(library: Option<&Library>, source: &Source) -> Option<Response> {
    let Source::Web(address) = source else { return None };
    library?.cached_response(&address.to_string()).ok().flatten().filter(|_| !address.has_credentials())
}

/// The message about corrections for `source` that did not fit, if there are any.
pub(in crate::cli) fn orphaned(source: &Source, record: &Record) -> Option<String> {
    match record.orphaned.len() {
        0 => None,
        1 => Some(format!("{}: a correction no longer fits its text", source.name())),
        many => Some(format!("{}: {many} corrections no longer fit its text", source.name())),
    }
}

fn path(settings: &Settings) -> Option<PathBuf> {
    match &settings.library {
        LibraryLocation::Standard => library::standard_path(),
        LibraryLocation::None => None,
        LibraryLocation::File(path) => Some(path.clone()),
    }
}
