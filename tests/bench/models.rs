//! `cargo bench --bench models`: time and memory of both models, measured from outside. `BASELINE=PROGRAM` is an older
//! build to measure in the same run. Prints every figure with its goal; trust the ratios of times.

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
    use crate::run::{HOMES, Run};
    use std::path::{Path, PathBuf};
    use std::process::{Command, Stdio};
    use std::thread;
    use std::time::{Duration, Instant};

    const RUNS: usize = 7;
    /// The number of articles in the stream.
    const ARTICLES: usize = 40;

    pub fn all() {
        let folder = tempfile::tempdir().expect("a folder");
        let article = write(folder.path(), "article.txt", &article(800));
        let long = write(folder.path(), "long.txt", &self::article(160_000));
        let line =
            |nth: usize| serde_json::json!({"id": nth, "text": self::article(400 + nth * 20)}).to_string() + "\n";
        let lines = write(folder.path(), "lines.jsonl", &(0..ARTICLES).map(line).collect::<String>());
        let ours = env!("CARGO_BIN_EXE_onrecord").to_owned();
        let baseline = std::env::var("BASELINE").ok();
        println!("| figure | goal | onrecord | baseline | ratio |\n|---|---|---|---|---|");
        let goal = "0.25 × the first build";
        for (figure, goal, file, model, cores) in [
            ("best, 800 words, one core, ms", goal, &article, "best", 1),
            ("best, 800 words, two cores, ms", goal, &article, "best", 2),
            ("best, JSON Lines, one core, ms", goal, &lines, "best", 1),
            ("fast, 1 MB, one core, ms", "400", &long, "fast", 1),
        ] {
            // The two alternate, so that other load affects both.
            let (mut own, mut other) = (Vec::new(), Vec::new());
            for _ in 0..RUNS {
                own.push(time(&ours, file, model, cores));
                other.extend(baseline.as_ref().map(|program| time(program, file, model, cores)));
            }
            let (own, other) = (own.into_iter().min().unwrap_or_default(), other.into_iter().min());
            let shown = |time: Duration| format!("{:.0}", time.as_secs_f64() * 1e3);
            let ratio = other.map_or("–".into(), |other| format!("{:.2}", own.as_secs_f64() / other.as_secs_f64()));
            println!("| {figure} | {goal} | {} | {} | {ratio} |", shown(own), other.map_or("–".into(), shown));
        }
        let programs = || [Some(&ours), baseline.as_ref()].into_iter();
        let kept = programs().map(|program| program.map(|program| memory(program, &article, folder.path())));
        let kept: Vec<Option<[f64; 2]>> = kept.collect();
        for (nth, (figure, goal)) in [("at its highest", 35), ("a second after the answer", 22)].into_iter().enumerate()
        {
            let shown = |of: &Option<[f64; 2]>| of.map_or("–".into(), |of| format!("{:.1}", of[nth]));
            println!(
                "| memory of a reader of it, {figure}, MB | {goal} | {} | {} | – |",
                shown(&kept[0]),
                shown(&kept[1])
            );
        }
    }

    /// The time that `program` takes for `file` on this many cores.
    fn time(program: &str, file: &Path, model: &str, cores: usize) -> Duration {
        let mut command = match cores {
            1 => on(program, "0"),
            _ => on(program, "0,1"),
        };
        command.args(["extract", "--no-library", "--model", model, "--format", "json"]).arg(file);
        let started = Instant::now();
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(status.is_ok_and(|status| status.success()), "{program} on {}", file.display());
        started.elapsed()
    }

    /// `program` on the processors `cores`, where that is possible.
    fn on(program: &str, cores: &str) -> Command {
        if !Path::new("/usr/bin/taskset").exists() {
            return Command::new(program);
        }
        let mut command = Command::new("/usr/bin/taskset");
        command.args(["-c", cores, program]);
        command
    }

    /// Megabytes of a reader of `file`: the peak, and after a second of rest.
    fn memory(program: &str, file: &Path, home: &Path) -> [f64; 2] {
        let mut run = Run::start(program, file, home);
        run.until("Ada Quill");
        run.rest();
        thread::sleep(Duration::from_secs(1));
        let of = |field| run.proc("status", field).unwrap_or(0) as f64 / 1024.0;
        let figures = [of("VmHWM"), of("VmRSS")];
        let mut forget = Command::new(program);
        forget.args(["library", "forget"]).envs(HOMES.map(|place| (place, home)));
        let _ = forget.stdout(Stdio::null()).stderr(Stdio::null()).status();
        figures
    }

    fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("room for the text");
        path
    }

    /// An article of about `words` words.
    fn article(words: usize) -> String {
        const SENTENCES: [&str; 6] = [
            "The harbor council met for the third time this winter to weigh the price of the new sea wall.",
            "“We cannot keep the road open without it,” said Ada Quill, who runs the ferry. ",
            "She added that the water had been in her kitchen twice since November.",
            "Marek Hollender, the treasurer, argued that the town could not carry a loan of that size.",
            "“Nobody asked the people who live on the quay,” he said.",
            "According to the county, the work would take four years and close the market in two of them.",
        ];
        let (mut text, mut count) = (String::from("Council weighs the sea wall\n\n"), 0);
        for nth in 0.. {
            if count >= words {
                break;
            }
            let sentence = SENTENCES[(nth * 5 + nth / 6) % SENTENCES.len()];
            count += sentence.split_whitespace().count();
            text.push_str(sentence);
            text.push_str(if nth % 4 == 3 { "\n\n" } else { " " });
        }
        text
    }
}
