//! Every parser on damaged files: our own files with bytes changed, removed, duplicated and spliced. A run is
//! deterministic; `FUZZ=600 cargo test fuzz` runs for that many seconds. The targets in `tests/fuzz` go further, and
//! take longer.

use onrecord::formats::{self, Format, FormatError, Hint};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The number of damaged files of each format in a run without `FUZZ`.
const RUNS: u64 = 40;

/// A deterministic random generator.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

fn damaged(files: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = files[chance.below(files.len())].clone();
    for _ in 0..=chance.below(6) {
        let (from, length) = (chance.below(bytes.len()), 1 + chance.below(200));
        let to = (from + length).min(bytes.len());
        match chance.below(7) {
            0 => bytes.truncate(from),
            1 => drop(bytes.drain(from..to)),
            2 => {
                let part = bytes[from..to].to_vec();
                let times = 1 + chance.below(50);
                bytes.splice(from..from, part.repeat(times));
            }
            3 => {
                let other = &files[chance.below(files.len())];
                let at = chance.below(other.len());
                let part = other[at..(at + length).min(other.len())].to_vec();
                bytes.splice(from..to, part);
            }
            4 => {
                let odd: [&[u8]; 6] =
                    [b"\0", b"\xff\xff\xff\xff", "\u{202e}".as_bytes(), b"<", b"99999999999999999999", b"&#x110000;"];
                bytes.splice(from..from, odd[chance.below(odd.len())].iter().copied());
            }
            _ if !bytes.is_empty() => bytes[from] ^= 1 << chance.below(8),
            _ => {}
        }
    }
    bytes
}

#[track_caller]
fn check(form: Format, endings: &[&str]) {
    let ends = |path: &PathBuf| endings.iter().any(|ending| path.to_string_lossy().ends_with(ending));
    let all = ["tests/formats", "tests/pages"].iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
    let mut paths: Vec<PathBuf> = all.map(|entry| entry.unwrap().path()).filter(ends).collect();
    paths.sort();
    let files: Vec<Vec<u8>> = paths.iter().map(|path| std::fs::read(path).unwrap()).collect();
    let seconds = std::env::var("FUZZ").ok().and_then(|seconds| seconds.parse().ok()).map(Duration::from_secs);
    let begun = Instant::now();
    let mut run = 1;
    while seconds.map_or(run <= RUNS, |seconds| begun.elapsed() < seconds) {
        let mut chance = Chance(run.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let bytes = damaged(&files, &mut chance);
        let hint = Hint { format: Some(form), url: Some("https://bay.example/a".into()), ..Hint::default() };
        let started = Instant::now();
        match formats::article(bytes, &hint) {
            Ok(article) => article.blocks().iter().for_each(|block| assert!(!article.slice(block.span).is_empty())),
            // A panic of a parser is reported as such. Only that of PDF is known to panic.
            Err(FormatError::Failed) if form == Format::Pdf => {}
            Err(cause @ (FormatError::Failed | FormatError::Slow)) => panic!("{form:?}, run {run}: {cause}"),
            Err(cause) => assert!(!cause.to_string().contains(char::is_control), "{form:?}, run {run}: {cause}"),
        }
        let took = started.elapsed();
        assert!(took < Duration::from_secs(15), "{form:?}, run {run}: {took:?}");
        run += 1;
    }
    eprintln!("{form:?}: {} files", run - 1);
}

#[test]
fn text() {
    check(Format::Text, &[".md", ".vtt", ".srt"]);
}

#[test]
fn markdown() {
    check(Format::Markdown, &[".md", ".vtt"]);
}

#[test]
fn html() {
    check(Format::Html, &[".page"]);
}

#[test]
fn epub() {
    check(Format::Epub, &[".epub"]);
}

#[test]
fn pdf() {
    check(Format::Pdf, &[".pdf"]);
}

#[test]
fn feed() {
    check(Format::Feed, &[".rss", ".atom", ".json"]);
}

#[test]
fn subtitles() {
    check(Format::Subtitles, &[".vtt", ".srt"]);
}

#[test]
fn mail() {
    check(Format::Mail, &[".eml"]);
}

#[test]
fn mhtml() {
    check(Format::Mhtml, &[".mhtml", ".mht"]);
}
