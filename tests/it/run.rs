//! Runs the program, for the other modules.

use std::ffi::OsStr;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The result of a run.
pub struct Run {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Run {
    /// The records that were written, one per line.
    pub fn records(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("a record a line")).collect()
    }

    /// Asserts that it ended with `status` and one line with `words` on standard error.
    #[track_caller]
    pub fn complains(&self, status: i32, words: &str) {
        assert_eq!((self.status, self.err.lines().count()), (Some(status), 1), "{}", self.err);
        assert!(self.err.contains(words), "{}", self.err);
        assert!(!self.err.trim_end().contains(char::is_control), "{}", self.err);
    }
}

/// The configuration folder for tests.
pub const CONFIG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/config");

/// The program with an empty library.
pub fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    for place in ["HOME", "XDG_DATA_HOME"] {
        program.env(place, "/dev/null/nowhere");
    }
    program.env("XDG_CONFIG_HOME", CONFIG);
    signals_end(&mut program);
    program
}

/// Gives the child no signal to ignore: in the background of a shell, the tests themselves ignore some.
#[cfg(unix)]
pub fn signals_end(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    let reset = || {
        for number in [libc::SIGINT, libc::SIGQUIT, libc::SIGHUP, libc::SIGTERM] {
            // SAFETY: it sets a default of the system, and touches no memory.
            unsafe { libc::signal(number, libc::SIG_DFL) };
        }
        Ok(())
    };
    // SAFETY: `reset` allocates nothing and calls nothing that is not allowed between fork and exec.
    unsafe { command.pre_exec(reset) };
}

#[cfg(not(unix))]
pub fn signals_end(_: &mut Command) {}

/// Runs the program with `input` on standard input.
pub fn run<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>, input: &[u8]) -> Run {
    let mut child = program()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_owned();
    // A program that fails early closes its input, which is no failure of the test.
    let writer = std::thread::spawn(move || stdin.write_all(&input).is_ok());
    let output = child.wait_with_output().expect("the program ends");
    let _ = writer.join();
    Run {
        status: output.status.code(),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// A temporary folder.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Folder {
        Folder(tempfile::tempdir().expect("a folder"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file and returns its path.
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        std::fs::write(self.path(name), bytes).expect("a file");
        self.path(name)
    }
}
