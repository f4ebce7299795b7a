//! `cargo bench --bench terminal`: the program measured from outside in a pseudo-terminal, beside `less` in the same
//! run if that is installed. Prints a table of all figures with their goals. Machines are noisy: trust the ratios.

#[cfg(unix)]
mod run;

#[cfg(unix)]
fn main() {
    measure::all();
}

#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
mod measure {
    use crate::run::{FRAME_END, HOMES, QUIET, Run, at};
    use portable_pty::PtySize;
    use std::fmt::Write as _;
    use std::path::{Path, PathBuf};
    use std::process::{Command, Stdio};
    use std::thread;
    use std::time::{Duration, Instant};

    const RUNS: usize = 7;
    const FIRST: &str = "FIRSTTOKEN";
    const LAST: &str = "LASTTOKEN";

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
            let own = figures(ours, &file, bytes, folder.path());
            let other = less.map(|less| figures(less, &file, bytes, folder.path()));
            let goals = [
                ("first text, ms: least, median", first.to_owned()),
                ("the same on coming back to the end", "–".into()),
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
        let mut run = Run::start(ours, &file, folder.path());
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

    /// The figures of `program` on `file`, as in the table. Its library is in `home`.
    fn figures(program: &str, file: &Path, bytes: usize, home: &Path) -> [String; 7] {
        let (mut first, mut back) = (Vec::new(), Vec::new());
        let (mut keys, mut early) = (Vec::new(), Vec::new());
        let (mut bottom, mut search, mut memory) = (Vec::new(), Vec::new(), 0);
        for _ in 0..if bytes > 1_000_000 { 3 } else { RUNS } {
            forget(home);
            let mut run = Run::start(program, file, home);
            let Some(at) = run.until(FIRST) else { continue };
            first.push(at - run.started);
            run.settle(QUIET);
            early.extend((0..10).filter_map(|_| run.key("j")));
            run.rest();
            keys.extend((0..20).filter_map(|nth| run.key(if nth % 2 == 0 { "j" } else { " " })));
            search.extend(run.keys(&format!("/{LAST}\r")).map(|(time, _)| time));
            run.key("g");
            bottom.extend(run.key("G"));
            memory = memory.max(run.proc("status", "VmHWM").unwrap_or(0));
            drop(run);
            let mut run = Run::start(program, file, home);
            back.extend(run.until(FIRST).map(|at| at - run.started));
        }
        [
            format!("{}, {}", at(&mut first, 0.0), at(&mut first, 0.5)),
            format!("{}, {}", at(&mut back, 0.0), at(&mut back, 0.5)),
            format!("{}, {}", at(&mut keys, 0.5), at(&mut keys, 0.95)),
            format!("{}, {}", at(&mut early, 0.5), at(&mut early, 0.95)),
            at(&mut bottom, 0.0),
            at(&mut search, 0.0),
            format!("{:.1}", memory as f64 / 1024.0),
        ]
    }

    /// Empties the library, so that the next run restores no position.
    fn forget(home: &Path) {
        let mut forget = Command::new(env!("CARGO_BIN_EXE_onrecord"));
        forget.args(["library", "forget"]).envs(HOMES.map(|place| (place, home)));
        let _ = forget.stdout(Stdio::null()).stderr(Stdio::null()).status();
    }

    /// The time of a few resizes until the last byte, and how often the place was lost: the word at the top must stay
    /// in the first row, and at its beginning when the width is as before.
    fn resize(run: &mut Run) {
        let mut times = Vec::new();
        let mut lost = 0;
        for place in [":1%\r", ":50%\r", ":90%\r"] {
            run.keys(place);
            let words = run.first_row();
            for columns in [60, 200, 120] {
                let start = Instant::now();
                let size = PtySize { rows: 40, cols: columns, pixel_width: 0, pixel_height: 0 };
                run.screen.screen_mut().set_size(40, columns);
                run.master.resize(size).expect("a new size");
                times.extend(run.settle(QUIET).0.map(|last| last - start));
                let now = run.first_row();
                let inside = words.first().is_some_and(|first| now.contains(first));
                lost += usize::from(if columns == 120 { now != words } else { !inside });
            }
        }
        println!(
            "| resize 120 → 60 → 200 → 120, ms: most; places lost | 1 MB | 16; 0 | {}; {lost} | – |",
            at(&mut times, 1.0)
        );
    }

    /// The bytes written for one line of scrolling, and how many of them are new on the screen.
    fn scroll(run: &mut Run) {
        let (mut written, mut changed, mut frames) = (0, 0, 0);
        for _ in 0..20 {
            let before = run.cells();
            let seen = run.raw.len();
            let Some((_, bytes)) = run.keys("j") else { continue };
            let after = run.cells();
            written += bytes;
            changed += before.iter().zip(&after).filter(|(a, b)| a != b).map(|(_, b)| b.0.len().max(1)).sum::<usize>();
            frames += run.raw[seen..].windows(FRAME_END.len()).filter(|bytes| *bytes == FRAME_END).count();
        }
        let ratio = written as f64 / changed.max(1) as f64;
        println!(
            "| a line of scrolling: bytes / bytes of changed cells; frames | 1 MB | 1.5; 1 | {ratio:.2}; {} | – |",
            frames / 20
        );
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
