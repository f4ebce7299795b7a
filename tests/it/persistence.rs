//! Changes that the screen calls saved are saved, or are reported as lost: every way in which a library can fail, at
//! the start, later and at the end, and after a kill.
#![cfg(unix)]

use crate::run::Folder;
use crate::tty::{Tty, signal};
use onrecord::library::{Library, SourceKey};
use onrecord::source::Source;
use onrecord::text::{Span, TextAnchor};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Three screens of text, with a quotation on the first.
fn article(folder: &Folder) -> PathBuf {
    let text = "“The horn stays,” said Ingrid Halloran.\n\n".to_owned() + &"The fog came in at noon.\n\n".repeat(40);
    folder.file("article.txt", text.as_bytes())
}

fn key(article: &Path) -> SourceKey {
    SourceKey::of(&Source::File(article.to_owned()), "")
}

/// A library with a mark.
fn library(folder: &Folder) -> PathBuf {
    let path = folder.path("library.sqlite");
    let place = TextAnchor::new("some words", Span::new(0, 4));
    Library::open(&path).unwrap().set_mark(&key(&folder.path("other.txt")), 'o', &place).unwrap();
    path
}

/// Runs statements on a raw connection to the library.
fn raw(path: &Path, statements: &str) -> rusqlite::Connection {
    let raw = rusqlite::Connection::open(path).unwrap();
    raw.execute_batch(statements).unwrap();
    raw
}

fn reader(library: &Path, article: &Path) -> Tty {
    Tty::onrecord(&["--library", library.to_str().unwrap(), article.to_str().unwrap()], 120, 30)
}

/// The reader reports each mark and correction as not kept, and at the end what is lost and why.
#[track_caller]
fn check(mut tty: Tty, at_once: bool, cause: &str) {
    tty.until("▾ Ingrid Halloran");
    if at_once {
        tty.until("Nothing can be saved: ");
        tty.until(cause);
        tty.until_row("NOT SAVED", 0);
    }
    for (keys, said) in [("ma", "Mark a set"), ("ek", "Kind: mixed"), ("U", "Undone"), ("ek", "Kind: mixed")] {
        tty.keys(keys);
        tty.until(said);
        // A change that was never saved cannot be undone.
        tty.until("Not saved");
        tty.until_row("NOT SAVED", 0);
        tty.keys("k");
        tty.until_gone(said);
    }
    tty.keys("Gq");
    let (status, left) = tty.end();
    let left: String = left.split('\n').map(str::trim_end).collect();
    assert_eq!(status, 1, "{left}");
    for words in [cause, "not saved: mark a of", "a correction of", "the place in"] {
        assert!(left.contains(words), "{words:?} in {left}");
    }
    assert!(!left.contains("undone"), "{left}");
}

#[test]
fn a_library_that_cannot_be_opened_is_shown_throughout() {
    let folder = Folder::new();
    let article = article(&folder);
    let foreign = folder.path("foreign.sqlite");
    raw(&foreign, "CREATE TABLE a (b)");
    let newer = library(&folder);
    let damaged = folder.file("damaged.sqlite", &std::fs::read(&newer).unwrap()[..4096]);
    raw(&newer, "PRAGMA user_version = 99");
    std::fs::create_dir(folder.path("folder")).unwrap();
    for (path, at_once, cause) in [
        (folder.file("garbage", &b"no library at all".repeat(100)), true, "garbage: is not an onrecord library"),
        (foreign, true, "foreign.sqlite: is not an onrecord library"),
        (newer, true, "library.sqlite: was made by a newer onrecord"),
        (damaged, true, "damaged.sqlite: is damaged"),
        (folder.path("folder"), true, "folder: is a folder"),
        (article.join("library.sqlite"), false, "library.sqlite: "),
        (PathBuf::from("/proc/nowhere/library.sqlite"), false, "library.sqlite: "),
    ] {
        check(reader(&path, &article), at_once, cause);
    }
}

#[test]
fn a_library_in_use_is_waited_for_while_reading() {
    let folder = Folder::new();
    let (article, path) = (article(&folder), library(&folder));
    let lock = raw(&path, "BEGIN EXCLUSIVE");
    let mut tty = reader(&path, &article);
    tty.until("is in use by another program");
    tty.until("▾ Ingrid Halloran");
    tty.keys("ma");
    tty.until("Not saved yet · Mark a set");
    tty.keys("ek");
    tty.until("Not saved yet · Kind: mixed");
    drop(lock);
    tty.until("Saved after all");
    tty.until_gone("NOT SAVED");
    tty.keys("q");
    assert_eq!(tty.end().0, 0);
    let library = Library::open(&path).unwrap();
    assert_eq!(library.marks_of(&key(&article)).unwrap().len(), 1);
    assert_eq!(library.corrections_of(&key(&article)).unwrap().len(), 1);
}

#[test]
fn stored_changes_are_restored_once_the_library_is_readable() {
    let folder = Folder::new();
    let (article, path) = (article(&folder), library(&folder));
    let mut tty = reader(&path, &article);
    tty.until("▾ Ingrid Halloran");
    tty.keys("maek");
    tty.until("Kind: mixed");
    tty.keys("Gq");
    assert_eq!(tty.end().0, 0);
    let lock = raw(&path, "BEGIN EXCLUSIVE");
    let mut tty = reader(&path, &article);
    tty.until("is in use by another program");
    tty.keys("mb");
    tty.until("Not saved yet · Mark b set");
    drop(lock);
    // The position is restored if the user has not moved yet.
    tty.until("Saved after all");
    tty.until("✎¶1");
    tty.until_gone("The horn stays,” said");
    tty.keys("'a");
    tty.until("corrected by you");
    tty.keys("q");
    assert_eq!(tty.end().0, 0);
    assert_eq!(Library::open(&path).unwrap().marks_of(&key(&article)).unwrap().len(), 2);
    assert_eq!(Library::open(&path).unwrap().corrections_of(&key(&article)).unwrap().len(), 1);
}

#[test]
fn a_library_that_stays_in_use_is_named_at_the_end() {
    let folder = Folder::new();
    let (article, path) = (article(&folder), library(&folder));
    let _lock = raw(&path, "BEGIN EXCLUSIVE");
    check(reader(&path, &article), true, "is in use by another program");
}

#[test]
fn a_library_that_is_locked_meanwhile_is_named_at_the_end() {
    let folder = Folder::new();
    let (article, path) = (article(&folder), library(&folder));
    let tty = reader(&path, &article);
    tty.until("▾ Ingrid Halloran");
    let _lock = raw(&path, "BEGIN EXCLUSIVE");
    check(tty, false, "is in use by another program");
}

#[test]
fn a_signal_ends_the_reader_while_the_library_is_in_use() {
    let folder = Folder::new();
    let (article, path) = (article(&folder), library(&folder));
    for number in [libc::SIGTERM, libc::SIGHUP, libc::SIGINT, 0] {
        let mut tty = reader(&path, &article);
        tty.until("▾ Ingrid Halloran");
        let lock = raw(&path, "BEGIN EXCLUSIVE");
        tty.keys("ma");
        tty.until("Not saved yet · Mark a set");
        tty.keys("Gk");
        tty.until_gone("Mark a set");
        let begun = Instant::now();
        match number {
            0 => tty.keys("\x03"),
            number => signal(tty.process(), number),
        }
        let (status, left) = tty.end();
        let took = begun.elapsed();
        let left: String = left.split('\n').map(str::trim_end).collect();
        assert_eq!(status, 1, "{left}");
        for words in ["is in use by another program; not saved: mark a of ", "the place in "] {
            assert!(left.contains(words), "{left}");
        }
        assert!(took < Duration::from_millis(1200), "{number}: {took:?}");
        drop(lock);
    }
    // Where one waits for it after a key, a signal ends the wait.
    let mut tty = reader(&path, &article);
    tty.until("▾ Ingrid Halloran");
    let _lock = raw(&path, "BEGIN EXCLUSIVE");
    tty.keys("G");
    let begun = Instant::now();
    tty.keys("q");
    tty.until_alternate(false);
    signal(tty.process(), libc::SIGTERM);
    assert_eq!(tty.end().0, 1);
    assert!(begun.elapsed() < Duration::from_millis(1200), "{:?}", begun.elapsed());
}

#[test]
fn a_library_that_is_emptied_is_begun_anew() {
    let folder = Folder::new();
    let (article, path) = (article(&folder), library(&folder));
    let mut tty = reader(&path, &article);
    tty.until("▾ Ingrid Halloran");
    tty.keys("ma");
    tty.until("Mark a set");
    for wal in ["library.sqlite-wal", "library.sqlite-shm"] {
        let _ = std::fs::remove_file(folder.path(wal));
    }
    std::fs::write(&path, "").unwrap();
    tty.keys("mb");
    tty.until("Mark b set");
    tty.until("Saved after all");
    tty.until_gone("NOT SAVED");
    tty.keys("q");
    assert_eq!(tty.end().0, 0);
    let marks = Library::open(&path).unwrap().marks_of(&key(&article)).unwrap();
    assert_eq!(marks.iter().map(|(letter, _)| *letter).collect::<String>(), "b");
}

#[test]
fn a_full_disk_is_reported_at_the_end() {
    let folder = Folder::new();
    let (article, path) = (article(&folder), library(&folder));
    // A limit on file sizes, in blocks of 512 bytes, stands in for a full disk.
    let limited = format!(
        "trap '' XFSZ; ulimit -f 1; exec \"$ONRECORD\" --library {} {}",
        path.to_str().unwrap(),
        article.to_str().unwrap()
    );
    check(Tty::shell(&limited, 120, 30), false, "library.sqlite: ");
    assert_eq!(Library::open(&path).unwrap().marks_of(&key(&folder.path("other.txt"))).unwrap().len(), 1);
}

#[test]
fn an_article_that_cannot_be_kept_is_named_at_the_end() {
    let folder = Folder::new();
    let article = article(&folder);
    for (path, cause) in [
        (article.join("library.sqlite"), "what should be its folder is a file"),
        (PathBuf::from("/proc/nowhere/library.sqlite"), "library.sqlite: "),
    ] {
        let mut tty = reader(&path, &article);
        tty.until("Not kept: ");
        tty.until(cause);
        tty.until_row("NOT SAVED", 0);
        assert!(!String::from_utf8_lossy(&tty.raw()).contains("Articles you open are kept"));
        tty.keys("q");
        let (status, left) = tty.end();
        let left: String = left.split('\n').map(str::trim_end).collect();
        assert!(status == 1 && left.contains("not saved: the article ") && left.contains("article.txt"), "{left}");
    }
}

#[test]
fn every_change_that_is_lost_is_named() {
    let folder = Folder::new();
    let article = article(&folder);
    let garbage = folder.file("garbage", &b"no library at all".repeat(100));
    let mut tty = reader(&garbage, &article);
    tty.until("▾ Ingrid Halloran");
    for letter in "abcdefgh".chars() {
        tty.keys(&format!("m{letter}"));
        tty.until(&format!("Mark {letter} set"));
    }
    for _ in 0..2 {
        tty.keys("ek");
        tty.until("Kind: ");
        tty.keys("k");
        tty.until_gone("Kind: ");
    }
    tty.keys("q");
    let (status, left) = tty.end();
    let left: String = left.split('\n').map(str::trim_end).collect();
    assert!(status == 1 && left.contains("marks a b c d e f g h of ") && left.contains("2 corrections of "), "{left}");
}

#[test]
fn an_article_is_named_at_the_end_if_the_library_cannot_be_opened() {
    let folder = Folder::new();
    let article = article(&folder);
    let garbage = folder.file("garbage", &b"no library at all".repeat(100));
    for path in [garbage, folder.path("")] {
        let mut tty = reader(&path, &article);
        tty.until_row("NOT SAVED", 0);
        tty.until("▾ Ingrid Halloran");
        tty.keys("q");
        let (status, left) = tty.end();
        let left: String = left.split('\n').map(str::trim_end).collect();
        assert!(status == 1 && left.contains("not saved: the article ") && left.contains("article.txt"), "{left}");
    }
}

#[test]
fn nothing_is_reported_lost_if_nothing_was_to_be_kept() {
    let folder = Folder::new();
    let article = article(&folder);
    let garbage = folder.file("garbage", &b"no library at all".repeat(100));
    // The sample is never kept.
    let mut tty = Tty::onrecord(&["--library", garbage.to_str().unwrap()], 120, 30);
    tty.until_row("NOT SAVED", 0);
    tty.until("▾ ");
    tty.keys("q");
    let (status, left) = tty.end();
    assert!(status == 0 && left.contains("garbage: is not an onrecord library"), "{left}");
    // Without a library on request, nothing is reported.
    let mut tty = Tty::onrecord(&["--no-library", article.to_str().unwrap()], 120, 30);
    tty.until("▾ Ingrid Halloran");
    tty.keys("ma");
    tty.until("Mark a set");
    tty.keys("j");
    assert!(!String::from_utf8_lossy(&tty.raw()).to_lowercase().contains("not saved"));
    tty.keys("q");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn a_dangling_link_can_be_a_library() {
    let folder = Folder::new();
    let article = article(&folder);
    let (link, target) = (folder.path("link.sqlite"), folder.path("else/where.sqlite"));
    std::os::unix::fs::symlink("else/where.sqlite", &link).unwrap();
    let mut tty = reader(&link, &article);
    tty.until("▾ Ingrid Halloran");
    tty.keys("ma");
    tty.until("Mark a set");
    tty.keys("q");
    assert_eq!(tty.end().0, 0);
    assert_eq!(Library::open(&target).unwrap().marks_of(&key(&article)).unwrap().len(), 1);
    assert!(link.is_symlink());
}

/// Whatever the screen has acknowledged is kept, whenever the program is killed. `ONRECORD_KILLS` sets the number of
/// kills.
#[test]
fn acknowledged_changes_survive_a_kill() {
    let folder = Folder::new();
    let (article, path) = (article(&folder), folder.path("library.sqlite"));
    let kills: usize = std::env::var("ONRECORD_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(20);
    let mut corrections = 0;
    for round in 0..kills {
        let letter = char::from(b'a' + (round % 26) as u8);
        let mut tty = reader(&path, &article);
        tty.until("▾ Ingrid Halloran");
        tty.keys(&format!("m{letter}"));
        tty.until(&format!("Mark {letter} set"));
        tty.keys("]ek");
        tty.until("undoes");
        corrections += 1;
        // It dies while it keeps more, after a different time in each run.
        tty.keys(&"mzGmyekjj".repeat(round % 7));
        if round % 3 == 0 {
            tty.until_written(tty.raw().len() + 40 * (round % 5));
        }
        tty.kill();
        let library = Library::open(&path).unwrap();
        let marks: Vec<char> =
            library.marks_of(&key(&article)).unwrap().into_iter().map(|(letter, _)| letter).collect();
        assert!(marks.contains(&letter), "round {round}: {marks:?}");
        let found = library.corrections_of(&key(&article)).unwrap().len();
        assert!(found >= corrections, "round {round}: {found} of {corrections}");
        corrections = found;
    }
}
