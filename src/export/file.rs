//! [`WholeFile`]: a file that appears under its name only when it is complete.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file that is being written. Dropped before it is finished, it leaves nothing behind.
#[derive(Debug)]
pub struct WholeFile {
    file: NamedTempFile,
    target: PathBuf,
}

impl WholeFile {
    /// Begins the file that is to be at `path`.
    ///
    /// # Errors
    /// When the folder of `path` cannot be written to.
    pub fn begin(path: &Path) -> io::Result<WholeFile> {
        // The file that a link points to is replaced, not the link.
        let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
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
        Ok(WholeFile { file: builder.tempfile_in(folder)?, target })
    }

    /// Gives the file its name, in place of one that has it.
    ///
    /// # Errors
    /// When it cannot be renamed.
    pub fn finish(self) -> io::Result<File> {
        self.file.persist(self.target).map_err(|error| error.error)
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// When another has it.
    pub fn finish_new(self) -> io::Result<File> {
        self.file.persist_noclobber(self.target).map_err(|error| error.error)
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
