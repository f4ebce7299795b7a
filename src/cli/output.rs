//! [`Output`]: where records and reports are written: standard output, or a file that appears only when it is complete.

use crate::export::atomic_file::WholeFile;
use crate::text::line;
use anyhow::Context;
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::thread;

/// A buffered place to write to. What is written to a file is not seen under its name before [`Output::finish`].
pub(super) struct Output {
    to: BufWriter<To>,
    name: String,
}

enum To {
    Stdout(io::Stdout),
    Terminal(Screen),
    /// A device or a pipe, which cannot be replaced by a new file.
    Device(File),
    New(WholeFile),
}

impl Output {
    pub fn stdout() -> Output {
        let to = io::stdout();
        let to = if to.is_terminal() { To::Terminal(Screen { to, begun: Vec::new() }) } else { To::Stdout(to) };
        Output { to: BufWriter::with_capacity(1 << 16, to), name: "standard output".into() }
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
        To::Terminal(mut screen) => screen.flush(),
        To::Device(mut file) => file.flush(),
        To::New(file) => file.finish().map(drop),
    }
}

impl To {
    fn open(path: &Path) -> io::Result<To> {
        if path.metadata().is_ok_and(|meta| !meta.is_file()) {
            return File::options().write(true).open(path).map(To::Device);
        }
        let file = WholeFile::begin(path)?;
        #[cfg(unix)]
        remove_when_ended(file.unfinished().to_owned());
        Ok(To::New(file))
    }
}

/// Has the unfinished file at `path` go when this process is asked to end, before it ends as it would have.
#[cfg(unix)]
fn remove_when_ended(path: PathBuf) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    let asked = [SIGHUP, SIGINT, SIGQUIT, SIGTERM].into_iter().filter(|&signal| !is_ignored(signal));
    // Without it the file would stay, which is no reason to write nothing.
    let Ok(mut signals) = signal_hook::iterator::Signals::new(asked) else { return };
    thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            let _ = fs::remove_file(path);
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    });
}

/// Was this process started to go on whatever `signal` says, as by `nohup`?
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let mut action = std::mem::MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: it changes nothing and writes to `action` alone, of which every bit pattern is a value.
    unsafe {
        libc::sigaction(signal, std::ptr::null(), action.as_mut_ptr()) == 0
            && action.assume_init().sa_sigaction == libc::SIG_IGN
    }
}

/// Standard output where it is a terminal: what could drive one is written as a sign for it. A character may come in two
/// pieces.
struct Screen {
    to: io::Stdout,
    begun: Vec<u8>,
}

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.begun.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.begun) {
            Ok(all) => all.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => self.begun.len(),
        };
        let left = self.begun.split_off(whole);
        let text = String::from_utf8_lossy(&self.begun).split('\n').map(line).collect::<Vec<_>>().join("\n");
        self.begun = left;
        self.to.write_all(text.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Write for To {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            To::Stdout(stdout) => stdout.write(bytes),
            To::Terminal(screen) => screen.write(bytes),
            To::Device(file) => file.write(bytes),
            To::New(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            To::Stdout(stdout) => stdout.flush(),
            To::Terminal(screen) => screen.flush(),
            To::Device(file) => file.flush(),
            To::New(file) => file.flush(),
        }
    }
}
