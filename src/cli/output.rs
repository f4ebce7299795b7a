//! [`Output`]: standard output, or a file that appears only when it is complete.

use super::interrupt::on_signal;
use crate::config::expand_path;
use crate::export::atomic_file::{AtomicFile, cause};
use crate::text::{printable, shown_path};
use anyhow::Context;
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// A buffered destination. A file does not appear before [`Output::finish`].
pub(super) struct Output {
    to: BufWriter<Sink>,
    name: String,
}

enum Sink {
    Stdout(io::Stdout),
    Terminal(TerminalWriter),
    /// A device or a pipe, which cannot be replaced by a file.
    Device(File),
    /// A file, and whether it replaces another.
    Atomic(AtomicFile, bool),
}

impl Output {
    /// Standard output.
    pub fn stdout() -> Output {
        let to = io::stdout();
        let to = if to.is_terminal() {
            Sink::Terminal(TerminalWriter { to, partial: Vec::new() })
        } else {
            Sink::Stdout(to)
        };
        Output { to: BufWriter::with_capacity(1 << 16, to), name: "standard output".into() }
    }

    /// Opens the file at `path`, or standard output if there is none. An existing file is replaced only if `replace` is
    /// set.
    ///
    /// # Errors
    /// If the folder of `path` cannot be written to, or if there is a file that is not to be replaced.
    pub fn open(path: Option<&Path>, replace: bool) -> anyhow::Result<Output> {
        let Some(path) = path else { return Ok(Output::stdout()) };
        let name = shown_path(path);
        if !replace && path.is_file() {
            anyhow::bail!("{name}: already exists; --force replaces it");
        }
        let to = Sink::open(path, replace).map_err(|error| anyhow::anyhow!("{name}: {}", cause(&error, path)))?;
        Ok(Output { to: BufWriter::with_capacity(1 << 16, to), name })
    }

    /// Whether output is visible at once, not only when it is complete.
    pub fn is_live(&self) -> bool {
        !matches!(self.to.get_ref(), Sink::Atomic(..))
    }

    /// Flushes the buffer.
    pub fn flush(&mut self) -> anyhow::Result<()> {
        self.to.flush().with_context(|| self.name.clone())
    }

    /// Runs `write`, and adds the name of the output to its error.
    pub fn write(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
        write(&mut self.to).with_context(|| self.name.clone())
    }

    /// Flushes the buffer and gives the file its name.
    pub fn finish(self) -> anyhow::Result<()> {
        let name = self.name;
        finish(self.to).with_context(|| name)
    }
}

/// The path of an output, with `~` and variables that no shell has expanded.
pub(super) fn expanded(path: PathBuf) -> PathBuf {
    path.to_str().map(expand_path).unwrap_or(path)
}

/// The number of columns of the terminal; `None` if standard output is not a terminal.
pub(super) fn columns() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    Some(terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0).max(20)))
}

fn finish(to: BufWriter<Sink>) -> io::Result<()> {
    match to.into_inner().map_err(io::IntoInnerError::into_error)? {
        Sink::Stdout(mut stdout) => stdout.flush(),
        Sink::Terminal(mut screen) => screen.flush(),
        Sink::Device(mut file) => file.flush(),
        Sink::Atomic(file, true) => file.commit().map(drop),
        Sink::Atomic(file, false) => file.commit_new().map(drop),
    }
}

impl Sink {
    fn open(path: &Path, replace: bool) -> io::Result<Sink> {
        if path.metadata().is_ok_and(|meta| !meta.is_file()) {
            return File::options().write(true).open(path).map(Sink::Device);
        }
        let file = AtomicFile::create(path)?;
        let unfinished = file.temp_path().to_owned();
        on_signal(move || {
            let _ = fs::remove_file(unfinished);
        });
        Ok(Sink::Atomic(file, replace))
    }
}

/// Standard output on a terminal: characters that could control it are replaced. A character may be split between two
/// writes.
struct TerminalWriter {
    to: io::Stdout,
    partial: Vec<u8>,
}

impl Write for TerminalWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.partial.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.partial) {
            Ok(all) => all.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => self.partial.len(),
        };
        let left = self.partial.split_off(whole);
        let text = String::from_utf8_lossy(&self.partial).split('\n').map(printable).collect::<Vec<_>>().join("\n");
        self.partial = left;
        self.to.write_all(text.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Sink::Stdout(stdout) => stdout.write(bytes),
            Sink::Terminal(screen) => screen.write(bytes),
            Sink::Device(file) => file.write(bytes),
            Sink::Atomic(file, _) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Sink::Stdout(stdout) => stdout.flush(),
            Sink::Terminal(screen) => screen.flush(),
            Sink::Device(file) => file.flush(),
            Sink::Atomic(file, _) => file.flush(),
        }
    }
}
