//! Measures the library with a corpus that it makes: adding, the size of the file, and searches as one types, beside `rg` over
//! the same texts where that is installed. `ARTICLES=100000` for a larger one. Prints its goals.

use onrecord::article::plain;
use onrecord::library::{Day, Library, PreparedArticle, Query, SourceKey};
use onrecord::reader::state::catalogue::{CataloguePage, CatalogueView};
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Words of an article.
const WORDS: usize = 800;
/// Articles that are kept in one go.
const BATCH: usize = 256;

fn main() {
    // `cargo test --benches` only asks whether it runs.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let articles = std::env::var("ARTICLES").ok().and_then(|number| number.parse().ok()).unwrap_or(10_000);
    let folder = tempfile::tempdir().expect("a folder");
    let texts = folder.path().join("texts");
    let made: usize = (0..articles)
        .map(|number| {
            let folder = texts.join(format!("{:03}", number / 1000));
            std::fs::create_dir_all(&folder).expect("a folder");
            let text = article(number);
            std::fs::write(folder.join(format!("{number}.txt")), &text).expect("room for a text");
            text.len()
        })
        .sum();
    println!("{articles} articles of {} bytes", made / articles);
    println!("| what | goal | found |\n|---|---|---|");
    let engine = analysing(articles.min(2000)) / articles.min(2000) as f64;
    let path = folder.path().join("library.sqlite");
    let adding = adding(&texts, &path);
    let alone = engine * articles as f64;
    println!("| add, articles/s | 250 | {:.0} |", articles as f64 / adding.as_secs_f64());
    println!(
        "| time that storage adds to the engine's | ≤ 33 % | {:.0} % |",
        100.0 * (adding.as_secs_f64() / alone - 1.0)
    );
    let keeping = keeping(folder.path(), articles.min(2000)) / articles.min(2000) as f64;
    println!("| keeping alone, ms an article | – | {:.2} |", keeping * 1000.0);
    let size = path.metadata().expect("a library").len() as f64 / made as f64;
    println!("| size of the file, of the text | ≤ 2.5 | {size:.2} |");
    let library = Library::open(&path).expect("the library");
    let goal = if articles > 10_000 { 60 } else { 20 };
    let mut times = Vec::new();
    for typed in typing() {
        let begun = Instant::now();
        // A field that is not complete is no search.
        let Ok(query) = Query::parse_typing(&typed, Day(20_514)) else { continue };
        let hits = library.search(&query, 50).expect("hits");
        times.push((begun.elapsed(), typed, hits.len()));
    }
    times.sort();
    let [median, p95] = [0.5, 0.95].map(|share| &times[(times.len() as f64 * share) as usize]);
    println!("| search as one types, ms, median | – | {:.1} |", ms(median.0));
    println!("| search as one types, ms, 95 in 100 | {goal} | {:.1} ({}, {} places) |", ms(p95.0), p95.1, p95.2);
    let worst = &times[times.len() - 1];
    println!("| the slowest, ms | – | {:.1} ({}) |", ms(worst.0), worst.1);
    if let Some(time) = rg(&texts) {
        println!("| `rg` over the same texts, ms | ≥ 10 times as long | {:.0} |", ms(time));
    }
    for (what, query, goal) in
        [("a person's quotations", "by:harbolight", 50), ("quotations of a host", "in:x.example", 50)]
    {
        let query = Query::parse(query, Day(20_514)).expect("a query");
        let begun = Instant::now();
        let count = library.quotations(&query, 200).expect("quotations").len();
        println!("| {what}, ms | {goal} | {:.1} ({count}) |", ms(begun.elapsed()));
    }
    for (what, view, goal) in [
        ("start screen", CatalogueView::Articles, "≤ 30"),
        ("a person’s page", CatalogueView::Person("Ada Harbolight".into()), "≤ 50"),
        ("all people", CatalogueView::People, "–"),
        ("the latest quotations", CatalogueView::Quotations, "–"),
    ] {
        let page = CataloguePage { view, ..CataloguePage::default() };
        let begun = Instant::now();
        // As the reader has it: the file is opened for the first list.
        let library = Library::open(&path).expect("the library");
        let rows = onrecord::reader::look(&library, &page).rows.len();
        println!("| {what}, ms | {goal} | {:.1} ({rows} rows) |", ms(begun.elapsed()));
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Runs `library add`, and returns its time.
fn adding(texts: &Path, library: &Path) -> Duration {
    let begun = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(["library", "add", "--model", "fast", "--library"])
        .args([library, texts])
        .stdout(Stdio::null())
        .status()
        .expect("the program");
    assert!(status.success());
    begun.elapsed()
}

/// The seconds that reading and analysing `articles` take on all cores, and nothing else.
fn analysing(articles: usize) -> f64 {
    let next = Mutex::new(0..articles);
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..onrecord::threads::cores() {
            scope.spawn(|| {
                while let Some(number) = next.lock().ok().and_then(|mut next| next.next()) {
                    std::hint::black_box(onrecord::language::analyse(&plain::article(article(number))));
                }
            });
        }
    });
    begun.elapsed().as_secs_f64()
}

/// The seconds that keeping `articles` takes on one thread, once they are ready.
fn keeping(folder: &Path, articles: usize) -> f64 {
    let mut library = Library::open(&folder.join("kept.sqlite")).expect("a library");
    let (send, ready) = mpsc::sync_channel::<PreparedArticle>(BATCH);
    let mut time = Duration::ZERO;
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for number in 0..articles {
                let article = plain::article(article(number));
                let analysis = onrecord::language::analyse(&article);
                let key = SourceKey::named(format!("https://x.example/{number}"));
                if send.send(PreparedArticle::new(key, &article, analysis, &[])).is_err() {
                    return;
                }
            }
        });
        let mut ready = ready.into_iter().peekable();
        while ready.peek().is_some() {
            let batch: Vec<PreparedArticle> = ready.by_ref().take(BATCH).collect();
            let begun = Instant::now();
            library.keep(&batch).expect("room for it");
            time += begun.elapsed();
        }
    });
    time.as_secs_f64()
}

/// What is in the prompt after each key, of some searches.
fn typing() -> Vec<String> {
    let mut all = Vec::new();
    for whole in [
        "council winter",
        "\"the council said\"",
        "by:harbolight the",
        "about:water light",
        "rovo*",
        "and -the",
        "winter since:2026-02",
    ] {
        let ends = whole.char_indices().map(|(at, c)| at + c.len_utf8());
        for typed in ends.map(|end| &whole[..end]).filter(|typed| typed.trim().len() > 1) {
            all.push(typed.to_owned());
        }
    }
    all
}

/// The time of `rg` for a word in all texts.
fn rg(texts: &Path) -> Option<Duration> {
    let begun = Instant::now();
    let status = Command::new("rg").args(["-c", "council winter"]).arg(texts).stdout(Stdio::null()).status().ok()?;
    status.code().filter(|&code| code < 2).map(|_| begun.elapsed())
}

/// Article `number`: text with frequent and rare words, people who recur, and quotations.
fn article(number: usize) -> String {
    let mut words = Words(number as u64 + 1);
    words.below(2);
    let mut text = format!("{}\n\n", words.some(6));
    let people: Vec<String> = (0..4).map(|_| words.person()).collect();
    let mut count = 6;
    while count < WORDS {
        let mut paragraph = String::new();
        for _ in 0..3 {
            let length = 8 + words.below(18);
            let said = words.some(length);
            let person = &people[words.below(4)];
            let surname = person.rsplit(' ').next().unwrap_or(person);
            let _ = match words.below(5) {
                0 => write!(paragraph, "“The {said},” said {person}. "),
                1 => write!(paragraph, "{surname} said that the {said}. "),
                _ => write!(paragraph, "The {said}. "),
            };
            count += length + 4;
        }
        let _ = write!(text, "{}\n\n", paragraph.trim_end());
    }
    text
}

/// Deterministic random words, the frequent ones as frequent as in a language.
struct Words(u64);

impl Words {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % limit
    }

    fn word(&mut self) -> String {
        const FREQUENT: [&str; 16] = [
            "the", "of", "and", "to", "in", "council", "was", "for", "water", "on", "light", "with", "winter", "by",
            "is", "at",
        ];
        const SYLLABLES: [&str; 24] = [
            "har", "bo", "li", "ght", "vo", "te", "coun", "ro", "ad", "un", "mi", "sa", "ke", "nor", "tal", "pe",
            "gri", "den", "fu", "lo", "ban", "ser", "wy", "ost",
        ];
        if self.below(2) == 0 {
            let at = self.below(16).min(self.below(16));
            return FREQUENT[at].to_owned();
        }
        // The lower of several numbers: the first words are far more frequent than the last.
        let rank = (0..3).map(|_| self.below(40_000)).min().unwrap_or(0);
        let mut word = String::new();
        let mut rest = rank + 24;
        while rest > 0 {
            word.push_str(SYLLABLES[rest % 24]);
            rest /= 24;
        }
        word
    }

    fn some(&mut self, count: usize) -> String {
        (0..count).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }

    fn person(&mut self) -> String {
        const FIRST: [&str; 8] = ["Ada", "Bo", "Ingrid", "Jonas", "Mira", "Peter", "Sofia", "Tom"];
        const LAST: [&str; 20] = [
            "Harbolight",
            "Quill",
            "Renn",
            "Halloran",
            "Orr",
            "Sund",
            "Vexley",
            "Brandvold",
            "Maslow",
            "Teague",
            "Okafor",
            "Lindqvist",
            "Castell",
            "Dorn",
            "Ebers",
            "Farrow",
            "Grell",
            "Hume",
            "Ives",
            "Jarrow",
        ];
        let (first, last) = (self.below(8), self.below(20).min(self.below(20)));
        format!("{} {}", FIRST[first], LAST[last])
    }
}
