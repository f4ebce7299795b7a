//! Articles in every format: each file in `tests/formats` with its expected content beside it, in a file of the same
//! name with `.found`. `UPDATE=1` rewrites those.

use crate::pages::shown;
use crate::run::{Folder, run};
use onrecord::formats::Content;
use onrecord::source::{self, Source};
use std::io::Write;
use std::path::{Path, PathBuf};

fn files() -> Vec<PathBuf> {
    let all = std::fs::read_dir("tests/formats").unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = all.filter(|path| path.extension().is_some_and(|ending| ending != "found")).collect();
    files.sort();
    files
}

fn found(path: &Path) -> String {
    let bytes = source::open_raw(&Source::File(path.to_owned())).unwrap();
    match bytes.content(None) {
        Ok(Content::Article(article)) => shown(&article),
        Ok(Content::Feed(feed)) => {
            let items = feed.items.iter().filter_map(|item| item.article.as_ref());
            format!("{} items\n\n{}", feed.items.len(), items.map(shown).collect::<Vec<_>>().join("\n"))
        }
        Err(error) => format!("{}\n", error.cause),
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// A book of one chapter.
fn book(chapter: &str) -> Vec<u8> {
    let mut book = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let opf = "<package><metadata><title>Horn</title></metadata><manifest><item id='c' href='c.xhtml' \
               media-type='application/xhtml+xml'/></manifest><spine><itemref idref='c'/></spine></package>";
    for (name, text) in [
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", "<container><rootfile full-path='book.opf'/></container>"),
        ("book.opf", opf),
        ("c.xhtml", &format!("<html><body>{chapter}</body></html>")),
    ] {
        book.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        book.write_all(text.as_bytes()).unwrap();
    }
    book.finish().unwrap().into_inner()
}

#[test]
fn books_with_entity_bombs_are_read_without_entities() {
    let folder = Folder::new();
    let mut chapter = String::from("<p>“The horn stays &all;,” said Ada Quill.</p>");
    chapter.insert_str(0, "<!DOCTYPE x [<!ENTITY one 'word '><!ENTITY all '&one;&one;&one;&one;'>]>");
    let path = folder.file("a.epub", &book(&chapter));
    let record = &run(["extract", path.to_str().unwrap()], b"").records()[0];
    assert!(record["text"].as_str().unwrap().contains("“The horn stays &all;,”"), "{record}");
}

#[test]
fn damaged_parts_of_books_are_named_and_the_rest_is_read() {
    let chapter = |word: &str| format!("<html><body><p>“{word},” said Ada Quill.</p></body></html>");
    let mut book = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let item = |id: &str| format!("<item id='{id}' href='{id}.xhtml' media-type='application/xhtml+xml'/>");
    let spine = ["a", "b", "a", "gone", "c"].map(|id| format!("<itemref idref='{id}'/>")).concat();
    let opf = format!(
        "<package><manifest>{}</manifest><spine>{spine}</spine></package>",
        ["a", "b", "c", "gone"].map(item).concat()
    );
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let svg =
        "<html><body><svg><title>no</title><text>Drawn words</text></svg><p>x<math><mi>y</mi></math></p></body></html>";
    // Without a container, the name of the package identifies it.
    for (name, text) in [
        ("mimetype", "application/epub+zip"),
        ("book.opf", &opf),
        ("a.xhtml", &chapter("First")),
        ("b.xhtml", &chapter("Second")),
        ("c.xhtml", svg),
    ] {
        book.start_file(name, stored).unwrap();
        book.write_all(text.as_bytes()).unwrap();
    }
    let mut bytes = book.finish().unwrap().into_inner();
    let at = bytes.windows(6).position(|window| window == b"Second").unwrap();
    bytes[at] = b'X';
    let folder = Folder::new();
    let path = folder.file("a.epub", &bytes);
    let run = run(["extract", path.to_str().unwrap()], b"");
    let text = run.records()[0]["text"].as_str().unwrap().replace("\n\n", "|");
    assert_eq!(
        text,
        "“First,” said Ada Quill.|“Xecond,” said Ada Quill.|[The part of the book above is damaged.]|[A part of the book \
         cannot be read: it is not in the book.]|Drawn words|xy"
    );
}

#[test]
fn every_file_matches_its_golden_file() {
    for path in files() {
        let found = found(&path);
        let beside = PathBuf::from(format!("{}.found", path.display()));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&beside, &found).unwrap();
        } else {
            assert_eq!(found, std::fs::read_to_string(&beside).unwrap(), "{}", path.display());
        }
    }
}

#[test]
fn truncated_files_give_their_beginning_or_one_line() {
    let folder = Folder::new();
    for path in files() {
        let whole = std::fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        for part in 0..12 {
            let cut = folder.file(name, &whole[..whole.len() * part / 12]);
            if let Err(error) = source::open(&Source::File(cut)) {
                assert!(!error.to_string().contains(char::is_control), "{error}");
            }
        }
    }
}

#[test]
fn speakers_of_subtitles_are_named() {
    for (file, names) in [("talk.vtt", ["Ingrid Halloran", "Tomas Reyes"]), ("interview.srt", ["INTERVIEWER", "REYES"])]
    {
        let run = run(["extract", &format!("tests/formats/{file}")], b"");
        let record = &run.records()[0];
        let people: Vec<&str> =
            record["people"].as_array().unwrap().iter().filter_map(|p| p["name"].as_str()).collect();
        assert_eq!(people, names, "{file}");
        assert!(record["quotes"].as_array().unwrap().iter().all(|quote| quote["speaker"].is_number()), "{file}");
    }
}

#[test]
fn any_format_can_be_forced() {
    let text = "# Horn\n\n“The *horn* stays,” said Ada Quill.\n";
    for (form, title, words) in [
        ("markdown", "Horn", "“The horn stays,”"),
        ("text", "Horn", "“The *horn* stays,”"),
        ("html", "", "# Horn “The *horn* stays,”"),
        ("auto", "Horn", "“The *horn* stays,”"),
    ] {
        let run = run(["extract", "--input", form], text.as_bytes());
        let record = &run.records()[0];
        assert!(record["text"].as_str().unwrap().contains(words), "{form}: {record}");
        assert_eq!(record["title"].as_str().unwrap_or(""), title, "{form}");
    }
    run(["extract", "--input", "subtitles"], b"No cue here").complains(1, "standard input: contains no text");
}

#[test]
fn compressed_lines_are_read_as_lines() {
    let run = run(["extract"], &gzip("{\"id\": 7, \"text\": \"“The horn stays,” said Ada Quill.\"}\n".as_bytes()));
    assert_eq!((&run.records()[0]["id"], run.err.as_str()), (&7.into(), ""));
}

#[test]
fn zip_bombs_are_refused() {
    let folder = Folder::new();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let words = "word ".repeat(200_000);
    for _ in 0..300 {
        packed.write_all(words.as_bytes()).unwrap();
    }
    let bomb = packed.finish().unwrap();
    let book = book(&"<p>word</p>".repeat(2_000_000));
    assert!(book.len() < 200_000);
    assert!(bomb.len() < 2_000_000);
    for (name, bytes, cause) in [
        ("bomb.txt.gz", bomb.as_slice(), "is compressed with gzip and unpacks to more than 200 MB, the limit"),
        ("bomb.epub", &book, "is an EPUB that cannot be read (it unpacks to far more than a book)"),
        ("cut.epub", &book[..1000], "is an EPUB that cannot be read (it is broken)"),
        ("bomb.epub.gz", &gzip(&book), "is an EPUB that cannot be read (it unpacks to far more than a book)"),
        ("cut.txt.gz", &bomb[..20_000], "is a damaged gzip file"),
        ("head.gz", &bomb[..5], "is a damaged gzip file"),
        ("noise.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\xffnoise and noise", "is a damaged gzip file"),
    ] {
        let path = folder.file(name, bytes);
        run(["extract", path.to_str().unwrap()], b"").complains(1, &format!("{name}: {cause}"));
    }
}
