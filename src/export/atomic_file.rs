//! [`AtomicFile`]: a file that appears under its name only when it is complete.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file being written. Dropped before it is committed, it leaves nothing behind.
#[derive(Debug)]
pub struct AtomicFile {
    file: NamedTempFile,
    target: PathBuf,
}

impl AtomicFile {
    /// Starts a file that will be at `path`.
    ///
    /// # Errors
    /// If the folder of `path`, or an existing file there, cannot be written to.
    pub fn create(path: &Path) -> io::Result<AtomicFile> {
        if path.exists() {
            // The owner of a folder may replace a read-only file, but that is not expected.
            File::options().append(true).open(path)?;
        }
        let target = link_target(path);
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".onrecord-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // The mode of any new file under the user's mask, or the mode of the file being replaced.
            let mode = path.metadata().map_or(0o666, |meta| meta.permissions().mode() & 0o777);
            builder.permissions(std::fs::Permissions::from_mode(mode));
        }
        Ok(AtomicFile { file: builder.tempfile_in(folder).map_err(without_temp_path)?, target })
    }

    /// The name of the file until it is complete.
    pub fn temp_path(&self) -> &Path {
        self.file.path()
    }

    /// Gives the file its name. A file of that name is replaced.
    ///
    /// # Errors
    /// If it cannot be renamed.
    pub fn commit(self) -> io::Result<File> {
        self.file.persist(self.target).map_err(|error| error.error)
    }

    /// Gives the file its name if there is none yet.
    ///
    /// # Errors
    /// If a file of that name exists.
    pub fn commit_new(self) -> io::Result<File> {
        self.file.persist_noclobber(self.target).map_err(|error| error.error)
    }
}

/// The reason why the file at `path` cannot be written, without the system's error number.
pub fn cause(error: &io::Error, path: &Path) -> String {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    match error.kind() {
        io::ErrorKind::NotFound if folder.is_none_or(Path::is_dir) => "no file can be made in this folder".into(),
        io::ErrorKind::FileTooLarge => "it would be larger than this user’s files may be".into(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => "there is no such folder".into(),
        io::ErrorKind::IsADirectory => "it is a folder; add the name of a file".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".into(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "the disk is full".into(),
        io::ErrorKind::InvalidFilename => "no file can have this name, or it is too long".into(),
        _ => {
            let text = error.to_string();
            text.split_once(" (os error ").map_or(text.as_str(), |(words, _)| words).to_lowercase()
        }
    }
}

/// The error without the temporary name, which means nothing to the user.
fn without_temp_path(error: io::Error) -> io::Error {
    let text = error.to_string();
    let cause = text.split_once(" at path ").map_or(text.as_str(), |(cause, _)| cause);
    io::Error::new(error.kind(), cause)
}

/// The target of a link, whether it exists or not: the link stays, and its target is written to.
fn link_target(path: &Path) -> PathBuf {
    match (path.canonicalize(), path.read_link()) {
        (Ok(target), _) => target,
        // Relative to the folder of the link; an absolute target replaces it.
        (_, Ok(target)) => path.parent().unwrap_or(path).join(target),
        _ => path.to_owned(),
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes).map_err(without_temp_path)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush().map_err(without_temp_path)
    }
}
