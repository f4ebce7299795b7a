//! `cargo bench --bench formats`: how long formats take. Extraction from the pages in `tests/pages` is measured in this
//! process, without the analysis; `PAGES=FOLDER` takes other pages, `.html` or `.html.gz`. Long pages and a book are
//! measured from outside, in a pseudo-terminal. Prints every figure with its goal.

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
    use crate::run::{Run, at};
    use onrecord::formats::{self, Hint};
    use std::fmt::Write as _;
    use std::io::{Cursor, Read, Write as _};
    use std::path::{Path, PathBuf};
    use std::time::{Duration, Instant};
    use zip::write::SimpleFileOptions;

    /// The number of measurements for each figure.
    const RUNS: usize = 7;
    const FIRST: &str = "FIRSTTOKEN";
    const WORD_OF_A_PAGE: &str = "=== page\n";
    const END_OF_A_PAGE: &str = "\n=== never\n";

    pub fn all() {
        println!("| figure | of | goal | least | median |\n|---|---|---|---|---|");
        extraction();
        let folder = tempfile::tempdir().expect("a folder");
        for (name, bytes, goals) in [
            ("1 MB HTML", page(1_000_000), ["–", "80"]),
            ("10 MB HTML", page(10_000_000), ["50", "1500"]),
            ("1 MB EPUB", book(1_000_000), ["–", "60"]),
        ] {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).expect("room for the file");
            let (mut screens, mut texts) = (Vec::new(), Vec::new());
            for _ in 0..RUNS {
                let mut run = Run::start(env!("CARGO_BIN_EXE_onrecord"), &path, folder.path());
                let started = run.started;
                // Only slow ones show first how much has arrived.
                let [screen, text] = match goals[0] {
                    "–" => [None, run.until(FIRST)],
                    _ => run.until_all(["MB ", FIRST]),
                };
                screens.extend(screen.map(|at| at - started));
                texts.extend(text.map(|at| at - started));
            }
            for (figure, mut times, goal) in [("first screen", screens, goals[0]), ("first text", texts, goals[1])] {
                println!("| {figure}, ms | {name} | {goal} | {} | {} |", at(&mut times, 0.0), at(&mut times, 0.5));
            }
        }
    }

    /// Measures extraction.
    fn extraction() {
        let pages = pages();
        let bytes: usize = pages.iter().map(Vec::len).sum();
        let mut times: Vec<Duration> = (0..RUNS)
            .map(|_| {
                let copies = pages.clone();
                let start = Instant::now();
                for page in copies {
                    // A page without an article takes time as well.
                    let _ = formats::article(page, &Hint { format: Some(formats::Format::Html), ..Hint::default() });
                }
                start.elapsed() / pages.len().max(1) as u32
            })
            .collect();
        let of = format!("{} pages of {} KB", pages.len(), bytes / pages.len().max(1) / 1000);
        println!("| extraction, ms a page | {of} | 6 | {} | {} |", at(&mut times, 0.0), at(&mut times, 0.5));
    }

    /// The pages to measure.
    fn pages() -> Vec<Vec<u8>> {
        let folder = std::env::var_os("PAGES").map_or_else(|| PathBuf::from("tests/pages"), PathBuf::from);
        let mut paths: Vec<PathBuf> =
            std::fs::read_dir(folder).expect("a folder of pages").map(|entry| entry.expect("a page").path()).collect();
        paths.sort();
        paths.iter().filter_map(|path| page_in(path)).collect()
    }

    /// The page in a file, if it is one.
    fn page_in(path: &Path) -> Option<Vec<u8>> {
        let bytes = std::fs::read(path).expect("a page");
        let name = path.to_string_lossy();
        if name.ends_with(".page") {
            let text = String::from_utf8(bytes).expect("UTF-8");
            let page = text.strip_prefix(WORD_OF_A_PAGE)?.split(END_OF_A_PAGE).next()?;
            return Some(page.as_bytes().to_vec());
        }
        if name.ends_with(".html.gz") {
            let mut page = Vec::new();
            flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut page).expect("a packed page");
            return Some(page);
        }
        name.ends_with(".html").then_some(bytes)
    }

    /// A web page of about `bytes` bytes: an article with some boilerplate.
    fn page(bytes: usize) -> Vec<u8> {
        let mut words = Words(7);
        let links: String = (0..40).map(|n| format!("<li><a href='/{n}'>{}</a></li>", words.some(4))).collect();
        let mut html = format!(
            "<!doctype html><html><head><title>A long page</title><script>let a = '<p>';</script></head><body><nav><ul>\
             {links}</ul></nav><main><article><h1>A long page</h1><p>{FIRST} {}</p>",
            words.sentences()
        );
        while html.len() < bytes {
            let _ = match words.below(12) {
                0 => write!(html, "<h2>{}</h2>", words.some(5)),
                1 => write!(html, "<blockquote><p>{}</p></blockquote>", words.sentences()),
                2 => write!(html, "<p>{} <a href='/a/{}'>{}</a>.</p>", words.sentences(), html.len(), words.some(3)),
                _ => writeln!(html, "<p class='text body'>{}</p>", words.sentences()),
            };
        }
        let _ = write!(html, "</article></main><footer><ul>{links}</ul></footer></body></html>");
        html.into_bytes()
    }

    /// A book whose file has about `bytes` bytes.
    fn book(bytes: usize) -> Vec<u8> {
        let mut words = Words(7);
        let mut book = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let mut add = |name: &str, text: &str| {
            book.start_file(name, SimpleFileOptions::default()).expect("a file in the book");
            book.write_all(text.as_bytes()).expect("room for it");
        };
        // Such words compress to about a third.
        let chapters = (bytes * 3).div_ceil(60_000);
        add("mimetype", "application/epub+zip");
        add("META-INF/container.xml", "<container><rootfile full-path='book.opf'/></container>");
        let files: String = (0..chapters)
            .map(|n| format!("<item id='c{n}' href='c{n}.xhtml' media-type='application/xhtml+xml'/>"))
            .collect();
        let spine: String = (0..chapters).map(|n| format!("<itemref idref='c{n}'/>")).collect();
        add(
            "book.opf",
            &format!(
                "<package><metadata><title>A long book</title></metadata><manifest>{files}</manifest><spine>{spine}</spine>\
                 </package>"
            ),
        );
        for chapter in 0..chapters {
            let mut text = format!("<html><body><h1>Chapter {chapter}</h1><p>{FIRST}</p>");
            while text.len() < 60_000 {
                let _ = writeln!(text, "<p>{}</p>", words.sentences());
            }
            add(&format!("c{chapter}.xhtml"), &(text + "</body></html>"));
        }
        book.finish().expect("a book").into_inner()
    }

    /// Deterministic random words.
    struct Words(u64);

    impl Words {
        fn below(&mut self, limit: usize) -> usize {
            self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (self.0 >> 33) as usize % limit
        }

        /// `count` words.
        fn some(&mut self, count: usize) -> String {
            const SYLLABLES: [&str; 16] = [
                "har", "bor", "the", "vo", "te", "coun", "cil", "li", "ght", "win", "ter", "ro", "ad", "and", "to",
                "un",
            ];
            let mut text = String::new();
            for nth in 0..count {
                text.push_str(if nth > 0 { " " } else { "" });
                (0..1 + self.below(3)).for_each(|_| text.push_str(SYLLABLES[self.below(16)]));
            }
            text
        }

        /// A few sentences, some of them quotations.
        fn sentences(&mut self) -> String {
            let mut text = String::new();
            for _ in 0..2 + self.below(5) {
                let count = 8 + self.below(18);
                let words = self.some(count);
                let _ = match self.below(3) {
                    0 => write!(text, "“The {words},” said Ada Quill. "),
                    _ => write!(text, "The {words}, and more. "),
                };
            }
            text
        }
    }
}
