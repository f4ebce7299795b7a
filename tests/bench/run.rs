//! A program in a pseudo-terminal, for the benchmarks, with the times of its output.

// Each benchmark uses some of it.
#![allow(dead_code)]

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// The silence after which a frame counts as complete.
pub const QUIET: Duration = Duration::from_millis(30);
/// The end of a synchronised update.
pub const FRAME_END: &[u8] = b"\x1b[?2026l";

/// Variables for the places of libraries, so that benchmarks touch nobody's own.
pub const HOMES: [&str; 3] = ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"];

/// A program in a terminal of 120×40. Output is stamped with the time at which it was read.
pub struct Run {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    pub master: Box<dyn MasterPty + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    pub started: Instant,
    pub screen: vt100::Parser,
    pub raw: Vec<u8>,
}

impl Run {
    /// Starts `program` on `file`, with its library in `home`.
    pub fn start(program: &str, file: &Path, home: &Path) -> Run {
        let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut reader = pair.master.try_clone_reader().expect("its output");
        let keyboard = pair.master.take_writer().expect("its input");
        let mut command = CommandBuilder::new(program);
        command.arg(file);
        command.env("TERM", "xterm-256color");
        for place in HOMES {
            command.env(place, home);
        }
        let (to, output) = channel();
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        thread::spawn(move || {
            let mut bytes = [0; 65536];
            while let Ok(read @ 1..) = reader.read(&mut bytes) {
                if to.send((Instant::now(), bytes[..read].to_vec())).is_err() {
                    return;
                }
            }
        });
        Run {
            child,
            keyboard,
            master: pair.master,
            output,
            started,
            screen: vt100::Parser::new(40, 120, 0),
            raw: Vec::new(),
        }
    }

    /// Waits until `token` was written. Returns when.
    pub fn until(&mut self, token: &str) -> Option<Instant> {
        let [at] = self.until_all([token]);
        at
    }

    /// Waits until all `tokens` were written, in any order. Returns when each was.
    pub fn until_all<const N: usize>(&mut self, tokens: [&str; N]) -> [Option<Instant>; N] {
        let (mut seen, mut when) = (Vec::new(), [None; N]);
        while when.contains(&None) {
            let Ok((at, bytes)) = self.output.recv_timeout(Duration::from_secs(20)) else { break };
            self.take(&bytes);
            seen.extend(bytes);
            for (token, when) in tokens.iter().zip(&mut when).filter(|(_, when)| when.is_none()) {
                *when = seen.windows(token.len()).any(|window| window == token.as_bytes()).then_some(at);
            }
        }
        when
    }

    /// Waits for output and then for silence. Returns the time of the last byte and the number of bytes.
    pub fn settle(&mut self, quiet: Duration) -> (Option<Instant>, usize) {
        self.settle_from(quiet * 10, quiet)
    }

    /// The same, waiting up to `first` for the first byte.
    fn settle_from(&mut self, first: Duration, quiet: Duration) -> (Option<Instant>, usize) {
        let (mut last, mut bytes) = (None, 0);
        loop {
            match self.output.recv_timeout(if last.is_none() { first } else { quiet }) {
                Ok((at, more)) => {
                    self.take(&more);
                    (last, bytes) = (Some(at), bytes + more.len());
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return (last, bytes),
            }
        }
    }

    /// Types `keys`. Returns the time until the last byte of what they draw, and the number of bytes.
    pub fn keys(&mut self, keys: &str) -> Option<(Duration, usize)> {
        let start = self.press(keys)?;
        let (last, bytes) = self.settle(QUIET);
        Some((last?.duration_since(start), bytes))
    }

    /// Types one key. Returns the time until the last byte of its frame, without what the background draws a moment
    /// later: a frame ends with its mark, or else with the last byte.
    pub fn key(&mut self, key: &str) -> Option<Duration> {
        let start = self.press(key)?;
        let (mut frame, mut end) = (Vec::new(), None);
        while let Ok((at, bytes)) = self.output.recv_timeout(if frame.is_empty() { QUIET * 10 } else { QUIET }) {
            self.take(&bytes);
            frame.extend(bytes);
            end = Some(at);
            if frame.windows(FRAME_END.len()).any(|window| window == FRAME_END) {
                break;
            }
        }
        self.settle_from(QUIET, QUIET);
        Some(end?.duration_since(start))
    }

    fn press(&mut self, keys: &str) -> Option<Instant> {
        let start = Instant::now();
        self.keyboard.write_all(keys.as_bytes()).and_then(|()| self.keyboard.flush()).ok()?;
        Some(start)
    }

    fn take(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        self.raw.extend_from_slice(bytes);
    }

    /// Waits until it is idle.
    pub fn rest(&mut self) {
        let mut before = None;
        loop {
            self.settle(Duration::from_millis(50));
            let now = self.worked();
            if now == before {
                return;
            }
            before = now;
        }
    }

    /// The processor ticks it has used.
    fn worked(&self) -> Option<u64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.process_id()?)).ok()?;
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
    }

    /// The content and style of each cell of the screen.
    pub fn cells(&self) -> Vec<(String, String)> {
        let screen = self.screen.screen();
        let (rows, columns) = screen.size();
        let cell = |row, column| {
            let cell = screen.cell(row, column)?;
            Some((cell.contents().to_owned(), format!("{:?}{}{}", cell.fgcolor(), cell.bold(), cell.underline())))
        };
        (0..rows)
            .flat_map(|row| (0..columns).map(move |column| (row, column)))
            .map(|(row, column)| cell(row, column).unwrap_or_default())
            .collect()
    }

    /// The words of the first row of the text, after the number of the paragraph.
    pub fn first_row(&self) -> Vec<String> {
        let screen = self.screen.screen();
        let words = |row: String| -> Vec<String> {
            let words = row.split([' ', '┃', '│', '┇', '┊', '▶', '?', '▏', '▐']).filter(|word| {
                word.chars().all(|c| c.is_alphabetic() || "“”,.".contains(c)) && word.chars().any(char::is_alphabetic)
            });
            words.map(str::to_owned).collect()
        };
        let columns = screen.size().1;
        // On a wide screen the panel is at the right.
        let panel = if columns < 100 { 0 } else { (columns * 34 / 100).clamp(34, 48) };
        let mut rows = screen.rows(0, columns - panel).skip(1).filter(|row| !row.contains("Article")).map(words);
        rows.find(|words| !words.is_empty()).unwrap_or_default()
    }

    pub fn proc(&self, file: &str, field: &str) -> Option<u64> {
        let path = format!("/proc/{}/{file}", self.child.process_id()?);
        let text = std::fs::read_to_string(path).ok()?;
        let lines = text.lines().filter(|line| line.contains(field));
        lines.map(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).sum()
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The quantile `part` of the times, in milliseconds.
pub fn at(times: &mut [Duration], part: f64) -> String {
    times.sort();
    let last = times.len().saturating_sub(1);
    let time = times.get(((times.len() as f64 * part) as usize).min(last));
    time.map_or("–".into(), |time| format!("{:.2}", time.as_secs_f64() * 1e3))
}
