//! Measures the library with a corpus that it makes: adding, the size of the file, and searches as one types, beside `rg` over
//! the same texts where that is installed. `ARTICLES=100000` for a larger one, whose further articles have the records of the
//! first ones, since analysing them all would measure the model. Prints its goals.

use onrecord::article::{Article, plain};
use onrecord::language::Analysis;
use onrecord::library::{Day, Library, LibraryQuery, PeopleOrder, PreparedArticle, SourceKey};
use onrecord::reader::state::catalogue::{CataloguePage, CatalogueView};
use rustc_hash::{FxHashMap, FxHashSet};
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
/// Articles that are analysed. Those after them are these with other words.
const ANALYSED: usize = 2000;
/// Articles that the program adds at most.
const ADDED: usize = 10_000;

fn main() {
    // `cargo test --benches` only asks whether it runs.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let articles = std::env::var("ARTICLES").ok().and_then(|number| number.parse().ok()).unwrap_or(10_000);
    let folder = tempfile::tempdir().expect("a folder");
    let texts = folder.path().join("texts");
    let corpus = Corpus::new(articles.min(ANALYSED));
    let made: usize = (0..articles)
        .map(|number| {
            let folder = texts.join(format!("{:03}", number / 1000));
            std::fs::create_dir_all(&folder).expect("a folder");
            let text = corpus.text(number);
            std::fs::write(folder.join(format!("{number}.txt")), &text).expect("room for a text");
            text.len()
        })
        .sum();
    println!("{articles} articles of {} bytes", made / articles);
    println!("| what | goal | found |\n|---|---|---|");
    let path = folder.path().join("library.sqlite");
    if articles <= ADDED {
        adding(&corpus, articles, &texts, &path);
    }
    keeping(&corpus, articles, folder.path(), &path);
    let size = path.metadata().expect("a library").len() as f64 / made as f64;
    println!("| size of the file, of the text | ≤ 2.5 | {size:.2} |");
    let library = Library::open(&path).expect("the library");
    let goal = if articles > 10_000 { 60 } else { 20 };
    let mut times = Vec::new();
    for typed in typing() {
        let begun = Instant::now();
        // A field that is not complete is no search.
        let Ok(query) = LibraryQuery::parse_typing(&typed, Day(20_514)) else { continue };
        let hits = library.search(&query, 50).expect("hits");
        times.push((begun.elapsed(), typed, hits.len()));
    }
    times.sort();
    let [median, p95] = [0.5, 0.95].map(|share| &times[(times.len() as f64 * share) as usize]);
    println!("| search as one types, ms, median | – | {:.1} |", ms(median.0));
    println!("| search as one types, ms, 95 in 100 | ≤ {goal} | {:.1} ({}, {} places) |", ms(p95.0), p95.1, p95.2);
    for (time, typed, places) in times.iter().rev().take(3) {
        println!("| the slowest, ms | – | {:.1} ({typed}, {places} places) |", ms(*time));
    }
    if let Some(time) = rg(&texts) {
        println!("| `rg` over the same texts, ms | – | {:.0} |", ms(time));
        let share = 100.0 * p95.0.as_secs_f64() / time.as_secs_f64();
        println!("| search as one types, 95 in 100, of the time of `rg` | ≤ 10 % | {share:.1} % |");
    }
    for (what, query, goal) in
        [("a person's quotations", "by:harbolight", 50), ("quotations of a host", "in:x.example", 50)]
    {
        let query = LibraryQuery::parse(query, Day(20_514)).expect("a query");
        let begun = Instant::now();
        let count = library.quotations(&query, 200).expect("quotations").len();
        println!("| {what}, ms | {goal} | {:.1} ({count}) |", ms(begun.elapsed()));
    }
    let person = library.people(PeopleOrder::Quotations, 0, 1).expect("people").pop().expect("a person");
    println!("{} is in {} articles", person.name, person.articles);
    for (what, view, goal) in [
        ("start screen", CatalogueView::Articles, "≤ 30"),
        ("a person’s page", CatalogueView::Person(person.id, person.name.clone()), "≤ 50"),
        ("all people", CatalogueView::People, "–"),
        ("the latest quotations", CatalogueView::Quotations, "–"),
    ] {
        let page = CataloguePage { view, ..CataloguePage::default() };
        let begun = Instant::now();
        // As the reader has it: the file is opened for the first list.
        let library = Library::open(&path).expect("the library");
        let rows = onrecord::reader::look_up(&library, &page).rows.len();
        println!("| {what}, ms | {goal} | {:.1} ({rows} rows) |", ms(begun.elapsed()));
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Has the program add the texts, and measures that beside analysing alone, both in time and in work of the processor: the
/// latter is the same whatever else the machine does.
fn adding(corpus: &Corpus, articles: usize, texts: &Path, path: &Path) {
    let (begun, work) = (Instant::now(), processor());
    let next = Mutex::new(0..articles.min(ANALYSED));
    std::thread::scope(|scope| {
        for _ in 0..onrecord::threads::cores() {
            scope.spawn(|| {
                while let Some(number) = next.lock().ok().and_then(|mut next| next.next()) {
                    std::hint::black_box(onrecord::language::analyse(&plain::article(corpus.text(number))));
                }
            });
        }
    });
    let share = articles as f64 / articles.min(ANALYSED) as f64;
    let (alone, alone_work) = (begun.elapsed().as_secs_f64() * share, (processor() - work) * share);
    let (begun, work) = (Instant::now(), processor());
    let status = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(["library", "add", "--model", "fast", "--library"])
        .args([path.with_file_name("added.sqlite").as_path(), texts])
        .stdout(Stdio::null())
        .status()
        .expect("the program");
    assert!(status.success());
    let (added, added_work) = (begun.elapsed().as_secs_f64(), processor() - work);
    println!("| analyse alone, articles/s | – | {:.0} |", articles as f64 / alone);
    println!("| add, articles/s | ≥ 250 | {:.0} |", articles as f64 / added);
    println!("| time that storage adds to the engine’s | ≤ 33 % | {:.0} % |", 100.0 * (added / alone - 1.0));
    println!("| work that storage adds to the engine’s | ≤ 33 % | {:.0} % |", 100.0 * (added_work / alone_work - 1.0));
}

/// Keeps the articles in a library at `path`, once they are ready, and measures that and the memory that it takes.
fn keeping(corpus: &Corpus, articles: usize, folder: &Path, path: &Path) {
    let mut library = Library::open(path).expect("a library");
    let next = Mutex::new(0..articles);
    let (send, ready) = mpsc::sync_channel::<PreparedArticle>(BATCH);
    let (mut time, mut kept, mut early) = (Duration::ZERO, 0, 0);
    std::thread::scope(|scope| {
        for _ in 0..onrecord::threads::cores() {
            let (send, next) = (send.clone(), &next);
            scope.spawn(move || {
                while let Some(number) = next.lock().ok().and_then(|mut next| next.next()) {
                    let key = folder.join(format!("texts/{:03}/{number}.txt", number / 1000));
                    let article = plain::article(corpus.text(number));
                    let analysis = corpus.analysis(number);
                    let key = SourceKey::named(key.to_string_lossy());
                    if send.send(PreparedArticle::new(key, &article, analysis, &[])).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut ready = ready.into_iter().peekable();
        while ready.peek().is_some() {
            let batch: Vec<PreparedArticle> = ready.by_ref().take(BATCH).collect();
            let begun = Instant::now();
            library.store(&batch).expect("room for it");
            time += begun.elapsed();
            kept += batch.len();
            if early == 0 && kept >= 1000 {
                early = memory();
            }
        }
    });
    println!("| keeping alone, ms an article | – | {:.2} |", ms(time) / articles as f64);
    let some = articles.min(BATCH);
    let work = processor();
    let ready: Vec<PreparedArticle> = (0..some)
        .map(|number| {
            let key = SourceKey::named(format!("https://x.example/{number}"));
            PreparedArticle::new(key, &corpus.first[number % corpus.first.len()].0, corpus.analysis(number), &[])
        })
        .collect();
    let making_ready = processor() - work;
    let work = processor();
    Library::open(&path.with_file_name("some.sqlite")).and_then(|mut some| some.store(&ready)).expect("room for it");
    let keeping = processor() - work;
    let each = 1000.0 / some as f64;
    println!(
        "| work of making ready and of keeping, ms an article | – | {:.2} and {:.2} |",
        making_ready * each,
        keeping * each
    );
    println!("| memory after 1,000 articles and after all, MB | the same | {} and {} |", early, memory());
}

/// Seconds of work that the processor did for this program and those it started; nothing where that is not told.
fn processor() -> f64 {
    let told = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = told.rsplit(')').next().unwrap_or("").split_whitespace();
    fields.skip(11).take(4).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The memory of this program in MB; nothing where that is not told.
fn memory() -> usize {
    let told = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("");
    line.split_whitespace().next().and_then(|number| number.parse::<usize>().ok()).unwrap_or(0) / 1000
}

/// Articles without end: the first ones with what was found in them, and those with other words of the same length, so that the
/// same was found in them.
struct Corpus {
    first: Vec<(Article, Analysis)>,
    /// The rare words by their length, sorted by frequency, and all of them.
    words: FxHashMap<usize, Vec<String>>,
    rare: FxHashSet<String>,
}

impl Corpus {
    fn new(count: usize) -> Corpus {
        let next = Mutex::new(0..count);
        let made = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for _ in 0..onrecord::threads::cores() {
                scope.spawn(|| {
                    while let Some(number) = next.lock().ok().and_then(|mut next| next.next()) {
                        let article = plain::article(article(number));
                        let analysis = onrecord::language::analyse(&article);
                        made.lock().expect("no panic").push((number, article, analysis));
                    }
                });
            }
        });
        let mut made = made.into_inner().expect("no panic");
        made.sort_by_key(|(number, ..)| *number);
        let mut words: FxHashMap<usize, Vec<String>> = FxHashMap::default();
        for rank in 0..40_000 {
            let word = rare(rank);
            words.entry(word.len()).or_default().push(word);
        }
        let rare = words.values().flatten().cloned().collect();
        Corpus { first: made.into_iter().map(|(_, article, analysis)| (article, analysis)).collect(), words, rare }
    }

    fn analysis(&self, number: usize) -> Analysis {
        self.first[number % self.first.len()].1.clone()
    }

    fn text(&self, number: usize) -> String {
        let text = self.first[number % self.first.len()].0.text();
        if number < self.first.len() {
            return text.to_owned();
        }
        let mut words = Words(number as u64 + 1);
        let mut other = String::with_capacity(text.len());
        for part in text.split_inclusive(|c: char| !c.is_ascii_lowercase()) {
            let word = part.trim_end_matches(|c: char| !c.is_ascii_lowercase());
            let is_inside = other.ends_with(|c: char| c.is_alphanumeric());
            match self.words.get(&word.len()).filter(|_| !is_inside && self.rare.contains(word)) {
                Some(all) => {
                    let rank = (0..3).map(|_| words.below(all.len())).min().unwrap_or(0);
                    other.push_str(&all[rank]);
                    other.push_str(&part[word.len()..]);
                }
                None => other.push_str(part),
            }
        }
        other
    }
}

/// The prompt after each key of some searches.
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

/// The time of `rg` for words in all texts, the shorter of two.
fn rg(texts: &Path) -> Option<Duration> {
    let once = || {
        let begun = Instant::now();
        let status =
            Command::new("rg").args(["-ci", "council winter"]).arg(texts).stdout(Stdio::null()).status().ok()?;
        status.code().filter(|&code| code < 2).map(|_| begun.elapsed())
    };
    Some(once()?.min(once()?))
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

/// A word that is not frequent.
fn rare(rank: usize) -> String {
    const SYLLABLES: [&str; 24] = [
        "har", "bo", "li", "ght", "vo", "te", "coun", "ro", "ad", "un", "mi", "sa", "ke", "nor", "tal", "pe", "gri",
        "den", "fu", "lo", "ban", "ser", "wy", "ost",
    ];
    let mut word = String::new();
    let mut rest = rank + 24;
    while rest > 0 {
        word.push_str(SYLLABLES[rest % 24]);
        rest /= 24;
    }
    word
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
        if self.below(2) == 0 {
            let at = self.below(16).min(self.below(16));
            return FREQUENT[at].to_owned();
        }
        // The lower of several numbers: the first words are far more frequent than the last.
        rare((0..3).map(|_| self.below(40_000)).min().unwrap_or(0))
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
