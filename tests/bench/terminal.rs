//! `cargo bench --bench terminal`: the release binary measured from outside, in a pseudo-terminal, beside `less` in the
//! same run where that is installed. Prints a table of every figure that is aimed at, with its goal. Machines are noisy:
//! trust the ratios.

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
        screen: vt100::Parser,
        raw: Vec<u8>,
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

        /// Waits until `token` was written; when that was.
        fn until(&mut self, token: &str) -> Option<Instant> {
            let mut seen = Vec::new();
            while let Ok((at, bytes)) = self.output.recv_timeout(Duration::from_secs(20)) {
                self.take(&bytes);
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
                    Ok((at, more)) => {
                        self.take(&more);
                        (last, bytes) = (Some(at), bytes + more.len());
                    }
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

        fn take(&mut self, bytes: &[u8]) {
            self.screen.process(bytes);
            self.raw.extend_from_slice(bytes);
        }

        /// Waits until it works no more.
        fn rest(&mut self) {
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

        /// Ticks of the processor that it has had.
        fn worked(&self) -> Option<u64> {
            let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.process_id()?)).ok()?;
            let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
            Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
        }

        /// What each cell of the screen holds, and how.
        fn cells(&self) -> Vec<(String, String)> {
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

        /// The first words of the text on the screen, past the number of the paragraph.
        fn first_words(&self) -> String {
            let screen = self.screen.screen();
            let text = screen.rows(0, screen.size().1).skip(1).find_map(|row| {
                let words: Vec<&str> = row
                    .split([' ', '┃', '│', '┇', '┊', '▶', '?'])
                    .filter(|word| {
                        word.chars().all(|c| c.is_alphabetic() || "“”,.".contains(c))
                            && word.chars().any(char::is_alphabetic)
                    })
                    .collect();
                (words.len() > 2 && !row.contains("Article")).then(|| words[..2].join(" "))
            });
            text.unwrap_or_default()
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
        println!("| figure | text | goal | onrecord | less |\n|---|---|---|---|---|");
        for (bytes, name, first, memory) in [
            (8_000, "8 KB", "10, 2 × less", 20.0),
            (1_000_000, "1 MB", "10, 2 × less", 22.5),
            (10_000_000, "10 MB", "–", 45.0),
            (20_000_000, "20 MB", "50", 70.0),
            (100_000_000, "100 MB", "250", 270.0),
        ] {
            let file = text(folder.path(), bytes);
            let own = figures(ours, &file, bytes);
            let other = less.map(|less| figures(less, &file, bytes));
            let goals = [
                ("first text, ms: least, median", first.to_owned()),
                ("key → last byte, ms: median, p95", "1, 4".into()),
                ("the same during the analysis", "1, 4".into()),
                ("G, ms", "5".into()),
                (
                    "search to the last line, ms",
                    match bytes {
                        10_000_000 => "75".into(),
                        100_000_000 => "500".into(),
                        _ => "–".into(),
                    },
                ),
                ("memory with the analysis, MB", format!("{memory}")),
            ];
            for (nth, (figure, goal)) in goals.into_iter().enumerate() {
                let other = other.as_ref().map_or("–", |other| &other[nth]);
                println!("| {figure} | {name} | {goal} | {} | {other} |", own[nth]);
            }
        }
        let file = text(folder.path(), 1_000_000);
        let mut run = Run::start(ours, &file);
        run.until(FIRST);
        run.rest();
        resize(&mut run);
        scroll(&mut run);
        let before = run.proc("status", "ctxt_switches");
        thread::sleep(Duration::from_secs(5));
        let (_, written) = run.settle(QUIET);
        let wakes = run.proc("status", "ctxt_switches").zip(before).map_or(0, |(after, before)| after - before);
        println!("| 5 s idle: bytes, wake-ups | 1 MB | 0, 0 | {written}, {wakes} | – |");
    }

    /// The figures of `program` on `file`, as they stand in the table.
    fn figures(program: &str, file: &Path, bytes: usize) -> [String; 6] {
        let (mut first, mut keys, mut early) = (Vec::new(), Vec::new(), Vec::new());
        let (mut bottom, mut search, mut memory) = (Vec::new(), Vec::new(), 0);
        for _ in 0..if bytes > 1_000_000 { 3 } else { RUNS } {
            let mut run = Run::start(program, file);
            let Some(at) = run.until(FIRST) else { continue };
            first.push(at - run.started);
            run.settle(QUIET);
            early.extend((0..10).filter_map(|_| Some(run.key("j")?.0)));
            run.rest();
            keys.extend((0..20).filter_map(|nth| Some(run.key(if nth % 2 == 0 { "j" } else { " " })?.0)));
            search.extend(run.key(&format!("/{LAST}\r")).map(|(time, _)| time));
            run.key("g");
            bottom.extend(run.key("G").map(|(time, _)| time));
            memory = memory.max(run.proc("status", "VmHWM").unwrap_or(0));
        }
        [
            format!("{}, {}", at(&mut first, 0.0), at(&mut first, 0.5)),
            format!("{}, {}", at(&mut keys, 0.5), at(&mut keys, 0.95)),
            format!("{}, {}", at(&mut early, 0.5), at(&mut early, 0.95)),
            at(&mut bottom, 0.0),
            at(&mut search, 0.0),
            format!("{:.1}", memory as f64 / 1024.0),
        ]
    }

    /// How long each of a few changes of the size takes until its last byte, and whether the first words stay.
    fn resize(run: &mut Run) {
        let mut times = Vec::new();
        let mut drift = 0;
        for place in [":1%\r", ":50%\r", ":90%\r"] {
            run.key(place);
            let words = run.first_words();
            for columns in [60, 200, 120] {
                let start = Instant::now();
                let size = PtySize { rows: 40, cols: columns, pixel_width: 0, pixel_height: 0 };
                run.screen.screen_mut().set_size(40, columns);
                run.master.resize(size).expect("a new size");
                times.extend(run.settle(QUIET).0.map(|last| last - start));
                drift += usize::from(run.first_words() != words);
            }
        }
        println!(
            "| resize 120 → 60 → 200 → 120, ms: most; other first words | 1 MB | 16; 0 | {}; {drift} | – |",
            at(&mut times, 1.0)
        );
    }

    /// How many bytes one line of scrolling takes, and how many of them are new on the screen.
    fn scroll(run: &mut Run) {
        let (mut written, mut changed, mut frames) = (0, 0, 0);
        for _ in 0..20 {
            let before = run.cells();
            let seen = run.raw.len();
            let Some((_, bytes)) = run.key("j") else { continue };
            let after = run.cells();
            written += bytes;
            changed += before.iter().zip(&after).filter(|(a, b)| a != b).map(|(_, b)| b.0.len().max(1)).sum::<usize>();
            frames += run.raw[seen..].windows(8).filter(|bytes| bytes == b"\x1b[?2026l").count();
        }
        let ratio = written as f64 / changed.max(1) as f64;
        println!(
            "| a line of scrolling: bytes / bytes of changed cells; frames | 1 MB | 1.5; 1 | {ratio:.2}; {} | – |",
            frames / 20
        );
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
