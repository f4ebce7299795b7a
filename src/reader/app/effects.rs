//! Effects on the world that an update asks for: copying, printing, opening, exporting.

use crate::config::expand_path;
use crate::export::atomic_file::AtomicFile;
use crate::export::{self, Format, Id, companion_path, write_companion};
use crate::reader::keys::action::Action;
use crate::reader::state::app::App;
use crate::reader::state::document::Document;
use crate::reader::terminal::screen::Terminal;
use crate::record::count_words;
use crate::source::without_credentials;
use crate::text::{pluralize, width};
use std::io::{self, BufWriter};
use std::path::Path;

/// Bytes that terminals take by OSC 52 at most; xterm's limit is the lowest in wide use.
const LONGEST_COPY: usize = 74_000;

/// Hands `words` to the terminal's clipboard. The answer says what was done and no more: no terminal says whether it took
/// it.
pub fn copy(app: &App, terminal: &mut Terminal, words: &str, what: &str) -> String {
    if words.len() > LONGEST_COPY {
        return format!("{what} is too long for the terminal’s clipboard: {} bytes", words.len());
    }
    match terminal.copy(words) {
        Ok(()) => {
            let (count, print) = (pluralize(count_words(words), "word"), app.key(Action::Print));
            format!("Copied {what}, {count} (OSC 52) · {print} prints the page if nothing arrived")
        }
        Err(error) => format!("Could not copy: {error}"),
    }
}

/// The page on the screen as lines, without the people and without colour.
pub fn page(app: &App) -> Vec<String> {
    let line = |row: &crate::layout::Row| {
        let mut line = String::new();
        for piece in app.document.viewport.pieces(&app.document.article, *row) {
            line.extend(std::iter::repeat_n(' ', piece.column.saturating_sub(width(&line))));
            line += app.document.article.slice(piece.span);
        }
        line
    };
    app.document.viewport.rows().iter().map(line).collect()
}

/// Opens an address, or the file of this name, with what the desktop opens it with.
pub fn open(address: &str) -> String {
    let is_address = address.starts_with("http://") || address.starts_with("https://");
    if !is_address && !Path::new(address).exists() {
        return "Nothing to open: the text did not come from a file or an address".into();
    }
    let shown = without_credentials(address);
    match open::that_detached(address) {
        Ok(()) => format!("Opening {shown}"),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            format!("Could not open {shown}: no program for it was found")
        }
        Err(_) => format!("Could not open {shown}: the desktop’s program failed"),
    }
}

/// Exports to a file in the format that its name ends in. Nothing is written for any other ending. `None` if the file is
/// there and is not to be replaced.
pub fn export(app: &App, name: &str, replace: bool) -> Option<String> {
    let path = expand_path(name);
    let Some(format) = Format::of(&path) else {
        return Some(format!("Nothing written: {name} must end in {}", Format::extensions()));
    };
    let source = app.documents.get(app.documents.shown()).map(|entry| &entry.source);
    if source.is_some_and(|source| source.is_file(&path)) {
        return Some(format!("Nothing written: {name} is the source itself"));
    }
    match write(app, &path, format, replace) {
        Ok(None) => Some(format!("Wrote {name}")),
        Ok(Some(left_out)) => Some(format!("Wrote {name}; {left_out}")),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => None,
        Err(error) => Some(format!("Could not write {name}: {}", error)),
    }
}

/// Writes the document on the screen. What the format cannot hold is named in a line.
fn write(app: &App, path: &Path, format: Format, replace: bool) -> io::Result<Option<String>> {
    if path.exists() && !replace {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let Document { name, article, record, .. } = &app.document;
    let document = export::Document { id: Id::Name(name), source: Some(name), article, record };
    let mut to = BufWriter::new(AtomicFile::create(path)?);
    let left_out = format.write_file(&mut to, &document)?;
    let file = to.into_inner().map_err(io::IntoInnerError::into_error)?;
    if let Some(beside) = companion_path(format, path) {
        write_companion(&beside, article.text())?;
    }
    if replace {
        file.commit()?
    } else {
        file.commit_new()?
    };
    Ok(left_out)
}
