//! The library: reading positions, marks and corrections in one file.

use crate::run::{Folder, run};
use onrecord::library::{Forgotten, Library, ReadingPosition, SourceKey};
use onrecord::record::{Correction, PersonRef, Referent};
use onrecord::source::Source;
use onrecord::text::{Span, TextAnchor};
use std::path::Path;

const TEXT: &str = "Nobody is indispensable, and that includes me, she said, and left.";

fn place() -> TextAnchor {
    TextAnchor::new(TEXT, Span::new(10, 23))
}

fn key(path: &Path) -> SourceKey {
    SourceKey::of(&Source::File(path.to_owned()), TEXT)
}

fn correction(name: &str) -> Correction {
    Correction::Renamed { person: PersonRef { name: "she".into(), mention: Some(place()) }, name: name.into() }
}

#[test]
fn everything_comes_back() {
    let folder = Folder::new();
    let (file, path) = (folder.file("a.txt", TEXT.as_bytes()), folder.path("deep/er/library.sqlite"));
    let key = key(&file);
    let stop = ReadingPosition { place: place(), share: 0.25, fingerprint: onrecord::library::fingerprint(TEXT) };
    {
        let mut library = Library::open(&path).unwrap();
        assert!(!path.exists(), "made before there is anything to keep");
        assert_eq!(library.position_of(&key).unwrap(), None);
        assert_eq!(library.forget().unwrap(), Forgotten::default());
        library.save_position(&key, Some("A title"), &stop).unwrap();
        library.set_mark(&key, 'b', &place()).unwrap();
        library.set_mark(&key, 'a', &TextAnchor::from(TEXT, 3)).unwrap();
        library.set_mark(&key, 'a', &place()).unwrap();
        for name in ["A", "B", "A", "C"] {
            library.add_correction(&key, &correction(name)).unwrap();
        }
        library.remove_correction(&key, &correction("A")).unwrap();
    }
    let mut library = Library::open(&path).unwrap();
    assert_eq!(library.position_of(&key).unwrap(), Some(stop));
    assert_eq!(library.marks_of(&key).unwrap(), [('a', place()), ('b', place())]);
    assert_eq!(library.corrections_of(&key).unwrap(), ["A", "B", "C"].map(correction));
    let recent = library.recent(10).unwrap();
    assert_eq!(recent.len(), 1);
    assert_eq!((recent[0].title.as_deref(), recent[0].share, &recent[0].key), (Some("A title"), 0.25, &key));
    assert_eq!(library.forget().unwrap(), Forgotten { sources: 1, articles: 0, marks: 2, corrections: 3 });
    assert_eq!(library.corrections_of(&key).unwrap(), []);
    assert_eq!(library.recent(10).unwrap(), []);
    let left = std::fs::read(&path).unwrap();
    assert!(!left.windows(13).any(|bytes| bytes == &place().words.as_bytes()[..13]), "words are left in the file");
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    let path = folder.path("new/library.sqlite");
    Library::open(&path).unwrap().set_mark(&key(&path), 'a', &place()).unwrap();
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    Library::open(&path).unwrap();
    assert_eq!(mode(&path), 0o600);
}

#[test]
fn one_file_by_any_name_is_one_source() {
    let folder = Folder::new();
    let file = folder.file("a.txt", TEXT.as_bytes());
    let other = folder.path("../").join(file.parent().unwrap().file_name().unwrap()).join("./a.txt");
    assert_eq!(key(&file), key(&other));
    assert_ne!(key(&file), key(&folder.path("b.txt")));
    assert_eq!(SourceKey::of(&Source::Stdin, "one"), SourceKey::of(&Source::Stdin, "one"));
    assert_ne!(SourceKey::of(&Source::Stdin, "one"), SourceKey::of(&Source::Stdin, "two"));
}

#[test]
fn several_at_once_lose_nothing() {
    let folder = Folder::new();
    let path = folder.path("library.sqlite");
    let key = key(&path);
    std::thread::scope(|threads| {
        for reader in 0..4 {
            let (path, key) = (&path, &key);
            threads.spawn(move || {
                for number in 0..10 {
                    let mut library = Library::open(path).unwrap();
                    library.add_correction(key, &correction(&format!("{reader}.{number}"))).unwrap();
                }
            });
        }
    });
    assert_eq!(Library::open(&path).unwrap().corrections_of(&key).unwrap().len(), 40);
}

#[test]
fn files_that_are_not_a_library_are_left_alone() {
    let folder = Folder::new();
    let foreign = folder.path("foreign.sqlite");
    rusqlite::Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
    let newer = folder.path("newer.sqlite");
    Library::open(&newer).unwrap().set_mark(&key(&newer), 'a', &place()).unwrap();
    rusqlite::Connection::open(&newer).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    let damaged = folder.file("damaged.sqlite", &std::fs::read(&newer).unwrap()[..4096]);
    let without = |table: &str| {
        let path = folder.path(&format!("without_{table}.sqlite"));
        Library::open(&path).unwrap().set_mark(&key(&path), 'a', &place()).unwrap();
        rusqlite::Connection::open(&path).unwrap().execute_batch(&format!("DROP TABLE {table}")).unwrap();
        path
    };
    let text = folder.file("notes.txt", &TEXT.as_bytes().repeat(100));
    for (path, cause) in [
        (foreign, "foreign.sqlite: is not an onrecord library"),
        (text, "notes.txt: is not an onrecord library"),
        (newer, "newer.sqlite: was made by a newer onrecord"),
        (damaged, "damaged.sqlite: is damaged: "),
        (without("correction"), "is damaged: the table correction is missing"),
        (without("copy"), "is damaged: the table copy is missing"),
        (without("article_words"), "is damaged: the table article_words is missing"),
        (folder.path(""), "is a folder"),
    ] {
        let before = std::fs::read(&path).ok();
        let error = Library::open(&path).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains(cause), "{error}");
        assert_eq!(std::fs::read(&path).ok(), before);
    }
}

#[test]
fn corrections_of_a_newer_program_are_left_alone() {
    let folder = Folder::new();
    let path = folder.path("library.sqlite");
    let key = key(&path);
    let mut library = Library::open(&path).unwrap();
    library.add_correction(&key, &correction("A")).unwrap();
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch("INSERT INTO correction VALUES (1, 2, 2, '{}'), (1, 3, 1, 'no json')").unwrap();
    library.add_correction(&key, &Correction::Dismissed { quotation: place() }).unwrap();
    let found = library.corrections_of(&key).unwrap();
    assert_eq!(found, [correction("A"), Correction::Dismissed { quotation: place() }]);
    let missed = Correction::Missed {
        words: place(),
        kind: onrecord::record::Kind::Direct,
        speaker: Referent::New { name: "N".into() },
    };
    library.remove_correction(&key, &missed).unwrap();
    assert_eq!(library.corrections_of(&key).unwrap().len(), 2);
}

/// A file, a library with a correction for it, and the arguments for both.
fn corrected(folder: &Folder) -> [String; 3] {
    let text = "The mayor closed the mill. “It was time,” she said.";
    let file = folder.file("a.txt", text.as_bytes());
    let path = folder.path("library.sqlite");
    let at = text.find("closed the mill").unwrap();
    let missed = Correction::Missed {
        words: TextAnchor::new(text, Span::new(at, at + 15)),
        kind: onrecord::record::Kind::Indirect,
        speaker: Referent::New { name: "Ilse Brandvold".into() },
    };
    Library::open(&path).unwrap().add_correction(&SourceKey::of(&Source::File(file.clone()), text), &missed).unwrap();
    ["--library".into(), path.to_str().unwrap().into(), file.to_str().unwrap().into()]
}

#[test]
fn corrections_are_in_every_output() {
    let folder = Folder::new();
    let [option, library, file] = corrected(&folder);
    let record = &run(["extract", &option, &library, &file], b"").records()[0];
    let quotes = record["quotes"].as_array().unwrap();
    let edited: Vec<_> = quotes.iter().filter(|quote| quote["edited"] == true).collect();
    assert_eq!(edited.len(), 1, "{record}");
    assert_eq!((&edited[0]["kind"], &edited[0]["confidence"]), (&"indirect".into(), &1.0.into()));
    let speaker = edited[0]["speaker"].as_u64().unwrap() as usize;
    assert_eq!(record["people"][speaker]["name"], "Ilse Brandvold");
    for report in
        [run([&option, &library, &file], b""), run(["extract", "--format", "text", &option, &library, &file], b"")]
    {
        assert!(report.out.contains("Ilse Brandvold"), "{}", report.out);
    }
    for without in [vec!["extract", &file], vec!["extract", "--no-library", &file], vec![&file, "--no-library"]] {
        let run = run(without, b"");
        assert_eq!((run.status, run.out.contains("Brandvold"), run.err.as_str()), (Some(0), false, ""));
    }
}

#[test]
fn orphaned_corrections_are_reported() {
    let folder = Folder::new();
    let [option, library, file] = corrected(&folder);
    folder.file("a.txt", b"Quite another text, in which no mill is closed and nobody is quoted at all.");
    let run = run([&option, &library, &file], b"");
    run.complains(0, "a.txt: a correction no longer fits its text");
}

#[test]
fn forgetting_reports_what_was_removed() {
    let folder = Folder::new();
    let [option, library, file] = corrected(&folder);
    for (expected, status) in [("1 source, 0 marks and 1 correction.", 0), ("0 sources, 0 marks and 0 corrections.", 0)]
    {
        let run = run([&option, &library, "library", "forget"], b"");
        assert!(run.out.contains(expected) && run.status == Some(status), "{}{}", run.out, run.err);
    }
    assert!(!run(["extract", &file, &option, &library], b"").out.contains("Brandvold"));
    run(["library", "forget", "--no-library"], b"").complains(1, "there is no library");
    run([&option, &file, "library", "forget"], b"").complains(1, "a.txt: is not an onrecord library");
    let plain = run([&option, &file, &file], b"");
    plain.complains(0, "a.txt: is not an onrecord library");
    assert!(plain.out.contains("mill"));
}

#[test]
fn a_missing_library_is_not_reported_as_intact() {
    let folder = Folder::new();
    let path = folder.path("mistyped.sqlite");
    run(["library", "check", "--library", path.to_str().unwrap()], b"")
        .complains(1, "mistyped.sqlite: there is no library here, so there is nothing to check");
    assert!(!path.exists());
}
