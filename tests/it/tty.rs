//! The program in a pseudo-terminal: [`Tty`] types keys and reads an emulated screen. It waits for text to appear and
//! never sleeps.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// The time to wait on a busy machine before a test fails.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// For each row of a screen the content and style of its cells. The second half of a wide character is empty.
pub fn rows(screen: &vt100::Screen) -> Vec<Vec<String>> {
    let cell = |row, column| {
        let cell = screen.cell(row, column).filter(|cell| !cell.is_wide_continuation())?;
        let blank = !cell.has_contents() || cell.contents() == " ";
        if blank && !cell.underline() && !cell.inverse() {
            // An empty cell looks the same in any colour and weight.
            return Some(format!("  {:?}", cell.bgcolor()));
        }
        let weight = (cell.bold(), cell.dim(), cell.italic(), cell.underline(), cell.inverse());
        Some(format!("{} {:?} {:?} {weight:?}", cell.contents(), cell.fgcolor(), cell.bgcolor()))
    };
    let (rows, columns) = screen.size();
    (0..rows).map(|row| (0..columns).filter_map(|column| cell(row, column)).collect()).collect()
}

/// Finds the first cell in which two rows differ.
#[track_caller]
pub fn look_alike(one: &[String], other: &[String], here: &str) {
    let words = |row: &[String]| row.iter().filter_map(|cell| cell.split(' ').next()).collect::<String>();
    let at = one.iter().zip(other).position(|(one, other)| one != other);
    if let Some(at) = at.or((one.len() != other.len()).then_some(0)) {
        panic!("{here}, column {at}: {:?} and {:?}\n{}\n{}", one[at], other[at], words(one), words(other));
    }
}

/// The program under test, its terminal, and its output.
pub struct Tty {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    output: Arc<(Mutex<Output>, Condvar)>,
    /// All keys so far, for messages of failing tests.
    typed: String,
    /// Lives as long as the program.
    _home: tempfile::TempDir,
}

struct Output {
    screen: vt100::Parser,
    raw: Vec<u8>,
    ended: bool,
}

impl Tty {
    /// Starts `onrecord ARGUMENTS` on a screen of `columns` and `rows`, in an environment of its own.
    pub fn onrecord(arguments: &[&str], columns: u16, rows: u16) -> Tty {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_onrecord"));
        command.args(arguments);
        Tty::start(command, columns, rows)
    }

    /// Starts an ignored test of this binary.
    pub fn test(name: &str, columns: u16, rows: u16) -> Tty {
        let mut command = CommandBuilder::new(std::env::current_exe().expect("the path of the tests"));
        command.args([name, "--exact", "--ignored", "--nocapture"]);
        Tty::start(command, columns, rows)
    }

    /// Starts a shell that runs `script`, with the program as `$ONRECORD`.
    pub fn shell(script: &str, columns: u16, rows: u16) -> Tty {
        Tty::shell_with(script, &[], columns, rows)
    }

    /// The same with arguments, which are `$@` in the script.
    pub fn shell_with(script: &str, arguments: &[&str], columns: u16, rows: u16) -> Tty {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", script, "sh"]);
        command.args(arguments);
        command.env("ONRECORD", env!("CARGO_BIN_EXE_onrecord"));
        Tty::start(command, columns, rows)
    }

    fn start(mut command: CommandBuilder, columns: u16, rows: u16) -> Tty {
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        command.env("RUST_BACKTRACE", "0");
        // The library and settings of the user stay out of tests.
        let home = tempfile::tempdir().expect("a home");
        for place in ["HOME", "XDG_DATA_HOME"] {
            command.env(place, home.path());
        }
        command.env("XDG_CONFIG_HOME", crate::run::CONFIG);
        command.cwd(Path::new(env!("CARGO_MANIFEST_DIR")));
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("its output");
        let keyboard = pair.master.take_writer().expect("its input");
        let screen = vt100::Parser::new(rows, columns, 0);
        let output = Arc::new((Mutex::new(Output { screen, raw: Vec::new(), ended: false }), Condvar::new()));
        let shared = output.clone();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            loop {
                let read = reader.read(&mut bytes).unwrap_or(0);
                let mut output = shared.0.lock().unwrap();
                output.screen.process(&bytes[..read]);
                output.raw.extend_from_slice(&bytes[..read]);
                output.ended = read == 0;
                shared.1.notify_all();
                if read == 0 {
                    return;
                }
            }
        });
        Tty { child, keyboard, master: pair.master, output, typed: String::new(), _home: home }
    }

    /// Types bytes.
    pub fn keys(&mut self, keys: &str) {
        self.typed.push_str(keys);
        self.keyboard.write_all(keys.as_bytes()).and_then(|()| self.keyboard.flush()).expect("it listens");
    }

    /// Waits until `text` is on the screen.
    #[track_caller]
    pub fn until(&self, text: &str) {
        self.wait(&format!("“{text}”"), |output| output.screen.screen().contents().contains(text));
    }

    /// Waits until `text` is no longer on the screen.
    #[track_caller]
    pub fn until_gone(&self, text: &str) {
        self.wait(&format!("“{text}” to go"), |output| !output.screen.screen().contents().contains(text));
    }

    /// Waits until `text` is in row `row` of the screen, from 0.
    #[track_caller]
    pub fn until_row(&self, text: &str, row: usize) {
        self.wait(&format!("“{text}” on row {row}"), |output| {
            let columns = output.screen.screen().size().1;
            output.screen.screen().rows(0, columns).nth(row).is_some_and(|row| row.contains(text))
        });
    }

    /// Waits until the cursor is visible on the first character of `text`.
    #[track_caller]
    pub fn until_cursor_on(&self, text: &str) {
        self.wait(&format!("the cursor on “{text}”"), |output| {
            let screen = output.screen.screen();
            let ((row, column), columns) = (screen.cursor_position(), screen.size().1);
            let from_there = screen.contents_between(row, column, row, columns);
            !screen.hide_cursor() && from_there.starts_with(text)
        });
    }

    /// Waits until the cursor is visible after `text`, with nothing behind it.
    #[track_caller]
    pub fn until_cursor_behind(&self, text: &str) {
        self.wait(&format!("the cursor behind “{text}”"), |output| {
            let screen = output.screen.screen();
            let ((row, column), columns) = (screen.cursor_position(), screen.size().1);
            let (before, after) =
                (screen.contents_between(row, 0, row, column), screen.contents_between(row, column, row, columns));
            // Further right there is only the prompt's hint.
            let alone = after.trim().is_empty() || after.starts_with("  ");
            !screen.hide_cursor() && before.ends_with(text) && alone
        });
    }

    /// Waits until `text` was written, anywhere.
    #[track_caller]
    pub fn until_raw(&self, text: &str) {
        let holds = |raw: &[u8]| raw.windows(text.len()).any(|bytes| bytes == text.as_bytes());
        self.wait(&format!("{text:?} to be written"), |output| holds(&output.raw));
    }

    /// Waits until `bytes` bytes were written in total.
    #[track_caller]
    pub fn until_written(&self, bytes: usize) {
        self.wait(&format!("{bytes} bytes"), |output| output.raw.len() >= bytes);
    }

    /// The rows of the screen with their styles, once nothing was written for a while.
    pub fn quiet_rows(&self) -> Vec<Vec<String>> {
        const QUIET: Duration = Duration::from_millis(1000);
        let mut output = self.output.0.lock().unwrap();
        loop {
            let written = output.raw.len();
            output = self.output.1.wait_timeout(output, QUIET).unwrap().0;
            if output.raw.len() == written {
                return rows(output.screen.screen());
            }
        }
    }

    /// Kills the program.
    #[cfg(unix)]
    pub fn kill(mut self) {
        signal(self.process(), libc::SIGKILL);
        let _ = self.child.wait();
    }

    /// Kills the program.
    #[cfg(not(unix))]
    pub fn kill(mut self) {
        self.child.kill().expect("it can be ended");
        let _ = self.child.wait();
    }

    /// Waits until the program is on the alternate screen, or off it.
    #[track_caller]
    pub fn until_alternate(&self, alternate: bool) {
        self.wait(&format!("alternate screen {alternate}"), |output| {
            output.screen.screen().alternate_screen() == alternate
        });
    }

    /// Waits until the terminal sends clicks to the program, or keeps them.
    #[track_caller]
    pub fn until_mouse(&self, taken: bool) {
        self.wait(&format!("mouse taken: {taken}"), |output| {
            (output.screen.screen().mouse_protocol_mode() != vt100::MouseProtocolMode::None) == taken
        });
    }

    #[track_caller]
    fn wait(&self, what: &str, done: impl Fn(&Output) -> bool) {
        let end = Instant::now() + BUSY_TIMEOUT;
        let mut output = self.output.0.lock().unwrap();
        while !done(&output) {
            let left = end.saturating_duration_since(Instant::now());
            let (screen, cursor) = (output.screen.screen().contents(), output.screen.screen().cursor_position());
            let typed = &self.typed;
            assert!(
                !left.is_zero() && !output.ended,
                "waited for {what}; typed {typed:?}; cursor at {cursor:?}; the screen:\n{screen}"
            );
            output = self.output.1.wait_timeout(output, left).unwrap().0;
        }
    }

    /// All output so far.
    pub fn raw(&self) -> Vec<u8> {
        self.output.0.lock().unwrap().raw.clone()
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.output.0.lock().unwrap().screen.screen_mut().set_size(rows, columns);
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).expect("a new size");
    }

    pub fn process(&self) -> i32 {
        self.child.process_id().expect("it runs") as i32
    }

    /// Waits for the end. Returns the exit status and the screen.
    #[track_caller]
    pub fn end(mut self) -> (u32, String) {
        let end = Instant::now() + BUSY_TIMEOUT;
        let mut output = self.output.0.lock().unwrap();
        while !output.ended {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let screen = output.screen.screen().contents();
                // Nothing may outlive a test, least of all a failed one.
                let _ = self.child.kill();
                panic!("it does not end; the screen:\n{screen}");
            }
            output = self.output.1.wait_timeout(output, left).unwrap().0;
        }
        let status = self.child.wait().expect("an exit status").exit_code();
        let screen = output.screen.screen();
        assert!(!screen.alternate_screen(), "it left the alternate screen");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "it gave the mouse back");
        assert!(!output.screen.screen().hide_cursor(), "it left a cursor");
        (status, output.screen.screen().contents())
    }
}

/// Sends a signal to a process.
#[cfg(unix)]
pub fn signal(process: i32, number: i32) {
    // SAFETY: kill takes any process and signal number and touches no memory of ours.
    assert_eq!(unsafe { libc::kill(process, number) }, 0);
}
