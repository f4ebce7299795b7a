//! [`Output`]: where records and reports are written: standard output, or a file that appears only when it is complete.

use anyhow::Context;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A buffered place to write to. What is written to a file is not seen under its name before [`Output::finish`].
pub(super) struct Output {
    to: BufWriter<To>,
    name: String,
}

enum To {
    Stdout(io::Stdout),
    /// A device or a pipe, which cannot be replaced by a new file.
    Device(File),
    New {
        file: NamedTempFile,
        target: PathBuf,
    },
}

impl Output {
    pub fn stdout() -> Output {
        Output { to: BufWriter::with_capacity(1 << 16, To::Stdout(io::stdout())), name: "standard output".into() }
    }

    /// Standard output when `path` is none.
    ///
    /// # Errors
    /// When the folder of `path` cannot be written to.
    pub fn open(path: Option<&Path>) -> anyhow::Result<Output> {
        let Some(path) = path else { return Ok(Output::stdout()) };
        let name = path.to_string_lossy().into_owned();
        let to = To::open(path).with_context(|| name.clone())?;
        Ok(Output { to: BufWriter::with_capacity(1 << 16, to), name })
    }

    /// Hands on what is buffered, for whoever waits at the other end.
    pub fn flush(&mut self) -> anyhow::Result<()> {
        self.to.flush().with_context(|| self.name.clone())
    }

    /// Does `write`, and names the output in its error.
    pub fn write(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
        write(&mut self.to).with_context(|| self.name.clone())
    }

    /// Writes what is left and gives the file its name.
    pub fn finish(self) -> anyhow::Result<()> {
        let name = self.name;
        finish(self.to).with_context(|| name)
    }
}

fn finish(to: BufWriter<To>) -> io::Result<()> {
    match to.into_inner().map_err(io::IntoInnerError::into_error)? {
        To::Stdout(mut stdout) => stdout.flush(),
        To::Device(mut file) => file.flush(),
        To::New { file, target } => file.persist(target).map(drop).map_err(|error| error.error),
    }
}

impl To {
    fn open(path: &Path) -> io::Result<To> {
        let existing = path.metadata().ok();
        if let Some(meta) = &existing
            && !meta.is_file()
        {
            return File::options().write(true).open(path).map(To::Device);
        }
        // The file that a link points to is replaced, not the link.
        let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".onrecord-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As any program makes a file: readable by all that the user's mask allows, or as it was before.
            let mode = existing.as_ref().map_or(0o666, |meta| meta.permissions().mode() & 0o777);
            builder.permissions(std::fs::Permissions::from_mode(mode));
        }
        Ok(To::New { file: builder.tempfile_in(folder)?, target })
    }
}

impl Write for To {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            To::Stdout(stdout) => stdout.write(bytes),
            To::Device(file) => file.write(bytes),
            To::New { file, .. } => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            To::Stdout(stdout) => stdout.flush(),
            To::Device(file) => file.flush(),
            To::New { file, .. } => file.flush(),
        }
    }
}
