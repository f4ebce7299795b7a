//! [`WholeFile`]: a file that appears under its name only when it is complete.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file that is being written. Dropped before it is finished, it leaves nothing behind.
#[derive(Debug)]
pub struct AtomicFile {
    file: NamedTempFile,
    target: PathBuf,
}

impl AtomicFile {
    /// Begins the file that is to be at `path`.
    ///
    /// # Errors
    /// When the folder of `path` cannot be written to, or a file that is there already.
    pub fn create(path: &Path) -> io::Result<AtomicFile> {
        if path.exists() {
            // A folder's owner may replace what nobody may write to, but did not ask for that.
            File::options().append(true).open(path)?;
        }
        let target = link_target(path);
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".onrecord-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As any program makes a file: readable by all that the user's mask allows, or as it was before.
            let mode = path.metadata().map_or(0o666, |meta| meta.permissions().mode() & 0o777);
            builder.permissions(std::fs::Permissions::from_mode(mode));
        }
        Ok(AtomicFile { file: builder.tempfile_in(folder).map_err(without_temp_path)?, target })
    }

    /// The name that it has until it is complete.
    pub fn temp_path(&self) -> &Path {
        self.file.path()
    }

    /// Gives the file its name, in place of one that has it.
    ///
    /// # Errors
    /// When it cannot be renamed.
    pub fn commit(self) -> io::Result<File> {
        self.file.persist(self.target).map_err(|error| error.error)
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// When another has it.
    pub fn commit_new(self) -> io::Result<File> {
        self.file.persist_noclobber(self.target).map_err(|error| error.error)
    }
}

/// The error without the name of the unfinished file, which nobody asked for.
fn without_temp_path(error: io::Error) -> io::Error {
    let text = error.to_string();
    let cause = text.split_once(" at path ").map_or(text.as_str(), |(cause, _)| cause);
    io::Error::new(error.kind(), cause)
}

/// What a link points to, be it there or not: that is what is written to, and the link stays.
fn link_target(path: &Path) -> PathBuf {
    match (path.canonicalize(), path.read_link()) {
        (Ok(target), _) => target,
        // Relative to the folder of the link; an absolute one takes its place.
        (_, Ok(target)) => path.parent().unwrap_or(path).join(target),
        _ => path.to_owned(),
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
