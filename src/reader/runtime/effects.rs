//! The effects that an update asks for: copying, printing, opening, exporting.

use crate::config::expand_path;
use crate::export::atomic_file::{AtomicFile, cause};
use crate::export::{self, Format, Id, sidecar_path, write_sidecar};
use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::document::Document;
use crate::reader::state::link_hints::file_path;
use crate::reader::terminal::output::Terminal;
use crate::text::{width, without_credentials};
use std::io::{self, BufWriter};
use std::path::Path;

/// The most bytes that terminals accept by OSC 52; xterm's limit is the lowest in wide use.
const MAX_COPY_BYTES: usize = 74_000;

/// Sends `words` to the terminal's clipboard. The message says only that they were sent, since no terminal confirms it.
pub fn copy(app: &App, terminal: &mut Terminal, words: &str, copied: &str) -> String {
    if words.len() > MAX_COPY_BYTES {
        return format!("Not copied: too long for the terminal’s clipboard ({} bytes)", words.len());
    }
    match terminal.copy(words) {
        Ok(()) => {
            let print = app.key(Action::Print);
            format!("{copied} · {print} prints if it did not arrive")
        }
        Err(error) => format!("Could not copy: {error}"),
    }
}

/// The page on the screen as lines, without the people and without colour.
pub fn page(app: &App) -> Vec<String> {
    let line = |row: &crate::layout::Row| {
        let mut line = String::new();
        for segment in app.document.viewport.segments(&app.document.article, *row) {
            line.extend(std::iter::repeat_n(' ', segment.column.saturating_sub(width(&line))));
            line += app.document.article.slice(segment.span);
        }
        line
    };
    app.document.viewport.rows().iter().map(line).collect()
}

/// Opens an address, or the file of this name, with the desktop's program for it.
pub fn open(address: &str) -> String {
    let is_address = address.starts_with("http://") || address.starts_with("https://");
    let path = file_path(address);
    if let Some(path) = path.as_ref().filter(|path| !Path::new(path).exists()) {
        return format!("Could not open {path}: no such file");
    }
    if !is_address && path.is_none() && !Path::new(address).exists() {
        return "Nothing to open: the text did not come from a file or an address".into();
    }
    let shown = path.unwrap_or_else(|| without_credentials(address));
    match open::that_detached(address) {
        Ok(()) => format!("Opening {shown}"),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            format!("Could not open {shown}: no program for it was found")
        }
        Err(_) => format!("Could not open {shown}: the desktop’s program failed"),
    }
}

/// The outcome of an export.
pub enum Exported {
    /// It was written; the line says what the format could not hold.
    Written(String),
    /// The file exists, and is not to be replaced.
    Exists,
    /// Nothing was written, and why.
    Refused(String),
}

/// Exports to a file in the format of its extension. Nothing is written for an unknown one.
pub fn export(app: &App, name: &str, replace: bool) -> Exported {
    let (path, name) = (expand_path(name), &without_credentials(name));
    if path.is_dir() {
        return Exported::Refused(format!("Nothing written: {name} is a folder; add the name of a file"));
    }
    let Some(format) = Format::from_path(&path) else {
        return Exported::Refused(format!("Nothing written: the name must end in {}", Format::extensions()));
    };
    let source = app.sources.get(app.sources.shown()).map(|entry| &entry.source);
    if source.is_some_and(|source| source.is_file(&path)) {
        return Exported::Refused(format!("Nothing written: {name} is the source itself"));
    }
    match write(app, &path, format, replace) {
        Ok(None) => Exported::Written(format!("Wrote {name}")),
        Ok(Some(left_out)) => Exported::Written(format!("Wrote {name}; {left_out}")),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Exported::Exists,
        Err(error) => Exported::Refused(format!("Could not write {name}: {}", cause(&error, &path))),
    }
}

/// Writes the document on the screen. What the format cannot hold is named in a line.
fn write(app: &App, path: &Path, format: Format, replace: bool) -> io::Result<Option<String>> {
    if path.exists() && !replace {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let Document { name, article, record, .. } = &app.document;
    let exported = export::ExportedArticle { id: Id::Name(name), source: Some(name), article, record };
    let mut to = BufWriter::new(AtomicFile::create(path)?);
    let left_out = format.write_file(&mut to, &exported)?;
    let file = to.into_inner().map_err(io::IntoInnerError::into_error)?;
    if let Some(beside) = sidecar_path(format, path) {
        write_sidecar(&beside, article.given())?;
    }
    if replace {
        file.commit()?
    } else {
        file.commit_new()?
    };
    Ok(left_out)
}
