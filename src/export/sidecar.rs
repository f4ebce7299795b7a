//! The sidecar file of standoff annotations: the text that they point into.

use super::atomic_file::AtomicFile;
use super::format::Format;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The file beside the one at `path` that holds the text, if the format needs one.
pub fn sidecar_path(format: Format, path: &Path) -> Option<PathBuf> {
    format.sidecar().map(|extension| path.with_extension(extension))
}

/// Writes `text` to a new file at `path`. A file that holds it already is left alone.
///
/// # Errors
/// If another text is there, which is left alone, or if the file cannot be written.
pub fn write_sidecar(path: &Path, text: &str) -> io::Result<()> {
    match fs::read(path) {
        Ok(bytes) if bytes == text.as_bytes() => return Ok(()),
        Ok(_) => {
            let name = path.to_string_lossy();
            let error = format!("the annotations need their text in {name}, which holds another");
            return Err(io::Error::other(error));
        }
        Err(_) => {}
    }
    let mut file = AtomicFile::create(path)?;
    file.write_all(text.as_bytes())?;
    file.commit_new().map(drop)
}
