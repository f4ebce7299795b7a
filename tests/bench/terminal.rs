//! `cargo bench --bench terminal`: the release binary measured from outside, in a pseudo-terminal, beside `less` in the
//! same run where that is installed. Prints a table; figures are milliseconds, minimum / median of several runs.
//! Machines are noisy: trust the ratios.

#[cfg(unix)]
fn main() {
    measure::all();
}

#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
mod measure {
    use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
    use std::fmt::Write as _;
    use std::io::{Read, Write};
    use std::path::{Path, PathBuf};
    use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
    use std::thread;
    use std::time::{Duration, Instant};

    const RUNS: usize = 7;
    const FIRST: &str = "FIRSTTOKEN";
    const LAST: &str = "LASTTOKEN";
    /// Silence after which a frame counts as whole.
    const QUIET: Duration = Duration::from_millis(30);

    /// A program in a terminal of 120×40. Output comes stamped with the time at which it was read.
    struct Run {
        child: Box<dyn Child + Send + Sync>,
        keyboard: Box<dyn Write + Send>,
        master: Box<dyn MasterPty + Send>,
        output: Receiver<(Instant, Vec<u8>)>,
        started: Instant,
    }

    impl Run {
        fn start(program: &str, file: &Path) -> Run {
            let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
            let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
            let mut reader = pair.master.try_clone_reader().expect("its output");
            let keyboard = pair.master.take_writer().expect("its input");
            let mut command = CommandBuilder::new(program);
            command.arg(file);
            command.env("TERM", "xterm-256color");
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
            Run { child, keyboard, master: pair.master, output, started }
        }

        /// Waits until `token` was written; when that was.
        fn until(&mut self, token: &str) -> Option<Instant> {
            let mut seen = Vec::new();
            while let Ok((at, bytes)) = self.output.recv_timeout(Duration::from_secs(20)) {
                seen.extend(bytes);
                if seen.windows(token.len()).any(|window| window == token.as_bytes()) {
                    return Some(at);
                }
            }
            None
        }

        /// Waits until nothing was written for a while; when the last byte came and how many there were.
        fn settle(&mut self, quiet: Duration) -> (Option<Instant>, usize) {
            let (mut last, mut bytes) = (None, 0);
            loop {
                match self.output.recv_timeout(if last.is_none() { quiet * 10 } else { quiet }) {
                    Ok((at, more)) => (last, bytes) = (Some(at), bytes + more.len()),
                    Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return (last, bytes),
                }
            }
        }

        /// Types `keys`; how long until the last byte of what they draw, and how many bytes that is.
        fn key(&mut self, keys: &str) -> Option<(Duration, usize)> {
            let start = Instant::now();
            self.keyboard.write_all(keys.as_bytes()).and_then(|()| self.keyboard.flush()).ok()?;
            let (last, bytes) = self.settle(QUIET);
            Some((last?.duration_since(start), bytes))
        }

        fn proc(&self, file: &str, field: &str) -> Option<u64> {
            let path = format!("/proc/{}/{file}", self.child.process_id()?);
            let text = std::fs::read_to_string(path).ok()?;
            let lines = text.lines().filter(|line| line.contains(field));
            lines.map(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).sum()
        }
    }

    impl Drop for Run {
        fn drop(&mut self) {
            // It may have ended by itself: then there is nobody to kill.
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }

    pub fn all() {
        let folder = tempfile::tempdir().expect("a folder");
        let ours = env!("CARGO_BIN_EXE_onrecord");
        let less = Path::new("/usr/bin/less").exists().then_some("less");
        println!(
            "| text | program | first text | key median | key p95 | G | search to the end | bytes a row | memory, MB |"
        );
        println!("|---|---|---|---|---|---|---|---|---|");
        for bytes in [8_000, 1_000_000, 10_000_000, 20_000_000, 100_000_000] {
            let file = text(folder.path(), bytes);
            for program in [Some(ours), less].into_iter().flatten() {
                row(program, &file, bytes);
            }
        }
        let file = text(folder.path(), 1_000_000);
        let mut run = Run::start(ours, &file);
        run.until(FIRST);
        run.settle(Duration::from_secs(4));
        resize(&mut run);
        let before = run.proc("status", "ctxt_switches");
        let (_, written) = run.settle(Duration::from_secs(1));
        thread::sleep(Duration::from_secs(5));
        let (_, more) = run.settle(QUIET);
        let wakes = run.proc("status", "ctxt_switches").zip(before).map(|(after, before)| after - before);
        println!("\nidle for 5 s: {} bytes written, {wakes:?} context switches", written + more);
    }

    fn row(program: &str, file: &Path, bytes: usize) {
        let (mut first, mut keys, mut bottom, mut search) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut drawn, mut memory) = (Vec::new(), 0);
        for _ in 0..if bytes > 1_000_000 { 3 } else { RUNS } {
            let mut run = Run::start(program, file);
            let Some(at) = run.until(FIRST) else { continue };
            first.push(at - run.started);
            run.settle(Duration::from_millis(if bytes > 1_000_000 { 1500 } else { 300 }));
            for _ in 0..15 {
                if let Some((time, bytes)) = run.key("j") {
                    keys.push(time);
                    drawn.push(bytes);
                }
            }
            search.extend(run.key(&format!("/{LAST}\r")).map(|(time, _)| time));
            run.key("g");
            bottom.extend(run.key("G").map(|(time, _)| time));
            memory = memory.max(run.proc("status", "VmHWM").unwrap_or(0));
        }
        drawn.sort();
        let name = Path::new(program).file_name().unwrap_or_default().to_string_lossy();
        println!(
            "| {} KB | {name} | {} | {} | {} | {} | {} | {} | {:.0} |",
            bytes / 1000,
            both(&mut first),
            at(&mut keys, 0.5),
            at(&mut keys, 0.95),
            at(&mut bottom, 0.0),
            at(&mut search, 0.0),
            drawn.get(drawn.len() / 2).unwrap_or(&0),
            memory as f64 / 1024.0
        );
    }

    /// How long each of a few changes of the size takes until its last byte.
    fn resize(run: &mut Run) {
        let mut times = Vec::new();
        for cols in [60, 200, 120] {
            let start = Instant::now();
            let size = PtySize { rows: 40, cols, pixel_width: 0, pixel_height: 0 };
            run.master.resize(size).expect("a new size");
            times.extend(run.settle(QUIET).0.map(|last| last - start));
        }
        println!("\nresize 120 → 60 → 200 → 120 at 1 MB: at most {} ms", at(&mut times, 1.0));
    }

    /// Minimum and median.
    fn both(times: &mut [Duration]) -> String {
        format!("{} / {}", at(times, 0.0), at(times, 0.5))
    }

    /// The time below which the share `part` of all lie, in milliseconds.
    fn at(times: &mut [Duration], part: f64) -> String {
        times.sort();
        let last = times.len().saturating_sub(1);
        let time = times.get(((times.len() as f64 * part) as usize).min(last));
        time.map_or("–".into(), |time| format!("{:.2}", time.as_secs_f64() * 1e3))
    }

    /// A text of about `bytes` bytes in paragraphs, some of them quotations.
    fn text(folder: &Path, bytes: usize) -> PathBuf {
        let mut out = format!("{FIRST} headline of the article\n\n");
        let mut seed = 7u64;
        let mut random = |below: u64| {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (seed >> 33) % below
        };
        const WORDS: [&str; 16] = [
            "harbor", "the", "vote", "of", "a", "council", "said", "light", "winter", "they", "would", "not", "keep",
            "road", "and", "to",
        ];
        while out.len() < bytes {
            for _ in 0..random(5) + 2 {
                let words: Vec<&str> = (0..random(18) + 8).map(|_| WORDS[random(16) as usize]).collect();
                let _ = match random(3) {
                    0 => write!(out, "“The {},” said Ada Quill. ", words.join(" ")),
                    _ => write!(out, "The {}. ", words.join(" ")),
                };
            }
            out.push_str("\n\n");
        }
        let _ = writeln!(out, "{LAST} end of the article");
        let path = folder.join(format!("{bytes}.txt"));
        std::fs::write(&path, out).expect("room for the text");
        path
    }
}
