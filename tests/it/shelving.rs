//! Articles that the reader opens are kept in the library, unless told otherwise; a key keeps and forgets them.
#![cfg(unix)]

use crate::run::Folder;
use crate::tty::Tty;
use onrecord::library::{ArticleOrder, Library, SourceKey};
use onrecord::source::Source;
use std::path::Path;
use std::time::{Duration, Instant};

const TEXT: &str = "The ferry\n\n“The zyxomatic horn stays,” said Ingrid Halloran.\n\nThe fog came in at noon.\n";

/// The reader on `arguments` with the library at `path`.
fn reader(path: &Path, arguments: &[&str]) -> Tty {
    Tty::onrecord(&[&["--library", path.to_str().unwrap()], arguments].concat(), 140, 24)
}

/// The number of articles that the library keeps, once that is `count`.
#[track_caller]
fn until_kept(path: &Path, count: usize) {
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        let kept = Library::open(path).unwrap().articles(ArticleOrder::Stored, 0, 9).unwrap().len();
        if kept == count {
            return;
        }
        assert!(Instant::now() < end, "{kept} instead of {count}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn quit(mut tty: Tty) {
    tty.keys("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn opened_articles_are_kept_and_a_key_forgets_them() {
    let folder = Folder::new();
    let (file, path) = (folder.file("ferry.txt", TEXT.as_bytes()), folder.path("library.sqlite"));
    let name = file.to_str().unwrap();
    let tty = reader(&path, &[name]);
    tty.until("Articles you open are kept in");
    tty.until("library.sqlite · F forgets one");
    tty.until("▾ Ingrid Halloran");
    quit(tty);
    until_kept(&path, 1);
    let mut tty = reader(&path, &[name]);
    tty.until("▾ Ingrid Halloran");
    tty.keys("ma");
    tty.until("Mark a set");
    assert!(!String::from_utf8_lossy(&tty.raw()).contains("Articles you open"));
    // Marks and corrections are not lost with one key.
    tty.keys("F");
    tty.until("with 1 mark? Press F again to forget it");
    tty.keys("x");
    tty.until("Nothing was forgotten");
    tty.keys("FF");
    tty.until("Forgotten: nothing of it is left in the library");
    until_kept(&path, 0);
    let bytes = std::fs::read(&path).unwrap();
    assert!(!bytes.windows(9).any(|bytes| bytes == b"zyxomatic" || bytes == b"ferry.txt"));
    tty.keys("F");
    tty.until("Kept in the library · F forgets it");
    until_kept(&path, 1);
    tty.keys("F");
    tty.until("Forgotten");
    tty.keys("G");
    quit(tty);
    // Nor is its place kept after that.
    assert!(!Library::open(&path).unwrap().is_known(&SourceKey::of(&Source::File(file), "")).unwrap());
}

#[test]
fn excluded_articles_are_not_kept() {
    let folder = Folder::new();
    let (file, path) = (folder.file("ferry.txt", TEXT.as_bytes()), folder.path("library.sqlite"));
    let name = file.to_str().unwrap();
    let config = folder.file("c.toml", b"model = \"fast\"\nkeep = \"asked\"\n");
    let mut tty = reader(&path, &["--config", config.to_str().unwrap(), name]);
    tty.until("▾ Ingrid Halloran");
    tty.keys("k");
    tty.until_gone("Welcome");
    assert!(!String::from_utf8_lossy(&tty.raw()).contains("Articles you open"));
    tty.keys("F");
    tty.until("Kept in the library");
    quit(tty);
    until_kept(&path, 1);
    // The sample, standard input, and a run without a library.
    let empty = folder.path("empty.sqlite");
    let mut sample = reader(&empty, &["--config", config.to_str().unwrap()]);
    sample.until("quotation");
    sample.keys("F");
    sample.until("Only files, web pages and feed items are kept");
    quit(sample);
    let script = "cat \"$1\" | \"$ONRECORD\" --library \"$2\"";
    let mut piped = Tty::shell_with(script, &[name, empty.to_str().unwrap()], 140, 24);
    piped.until("▾ Ingrid Halloran");
    piped.keys("F");
    piped.until("Only files, web pages and feed items are kept");
    quit(piped);
    until_kept(&empty, 0);
    let mut tty = Tty::onrecord(&["--no-library", name], 140, 24);
    tty.until("▾ Ingrid Halloran");
    tty.keys("F");
    tty.until("No library in this session to keep it in");
    quit(tty);
}

#[test]
fn articles_left_before_the_better_answer_are_kept() {
    let folder = Folder::new();
    let said = |nth: usize| {
        format!(
            "“We have looked at plan {nth} for the harbour and think that it should be changed before the summer,” said \
             Ingrid Halloran, the harbour master. Halloran said that the boats needed {nth} more places."
        )
    };
    let text: Vec<String> = (3..150).map(said).collect();
    let (file, path) = (folder.file("long.txt", text.join("\n\n").as_bytes()), folder.path("library.sqlite"));
    let tty = reader(&path, &[file.to_str().unwrap()]);
    tty.until("▾ Ingrid Halloran");
    quit(tty);
    until_kept(&path, 1);
}

#[test]
fn changed_texts_are_reported() {
    let folder = Folder::new();
    let (file, path) = (folder.file("ferry.txt", TEXT.as_bytes()), folder.path("library.sqlite"));
    let name = file.to_str().unwrap();
    let tty = reader(&path, &[name]);
    tty.until("▾ Ingrid Halloran");
    quit(tty);
    until_kept(&path, 1);
    std::fs::write(&file, TEXT.replace("stays", "goes")).unwrap();
    let tty = reader(&path, &[name]);
    tty.until("The text has changed since 20");
    tty.until("▾ Ingrid Halloran");
    quit(tty);
    let key = SourceKey::of(&Source::File(file), "");
    let end = Instant::now() + Duration::from_secs(30);
    while Library::open(&path).unwrap().versions(&key).unwrap().len() < 2 {
        assert!(Instant::now() < end);
    }
}

/// The audit of the article on the screen needs no library.
#[test]
fn an_article_is_audited_without_a_library() {
    let folder = Folder::new();
    let article = folder.file("quay.txt", "The quay\n\n“It stays open,” said Ada Bell, the mayor.\n".as_bytes());
    let mut tty = Tty::onrecord(&["--no-library", article.to_str().unwrap()], 120, 24);
    tty.until("▾ Ada Bell");
    tty.keys("%");
    tty.until("who is quoted in this article");
    tty.until("1 article, ");
    tty.until("Ada Bell, mayor");
    // A view that needs one says so, and has no heading of something that is not there.
    tty.keys("qC");
    tty.until("No library in this session");
    tty.until_gone("what changed");
    tty.keys("\x03");
    assert_eq!(tty.end().0, 0);
}
