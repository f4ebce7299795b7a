//! [`Output`]: where records and reports are written: standard output, or a file that appears only when it is complete.

use crate::export::file::WholeFile;
use anyhow::Context;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// A buffered place to write to. What is written to a file is not seen under its name before [`Output::finish`].
pub(super) struct Output {
    to: BufWriter<To>,
    name: String,
}

enum To {
    Stdout(io::Stdout),
    /// A device or a pipe, which cannot be replaced by a new file.
    Device(File),
    New(WholeFile),
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
        To::New(file) => file.finish().map(drop),
    }
}

impl To {
    fn open(path: &Path) -> io::Result<To> {
        if path.metadata().is_ok_and(|meta| !meta.is_file()) {
            return File::options().write(true).open(path).map(To::Device);
        }
        WholeFile::begin(path).map(To::New)
    }
}

impl Write for To {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            To::Stdout(stdout) => stdout.write(bytes),
            To::Device(file) => file.write(bytes),
            To::New(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            To::Stdout(stdout) => stdout.flush(),
            To::Device(file) => file.flush(),
            To::New(file) => file.flush(),
        }
    }
}
