//! What is kept between runs: places, marks and corrections in one file.

use crate::run::Folder;
use onrecord::library::{Forgotten, Key, Library, Stop};
use onrecord::record::{Correction, Somebody, Who};
use onrecord::source::Source;
use onrecord::text::{Place, Span};
use std::path::Path;

const TEXT: &str = "Nobody is indispensable, and that includes me, she said, and left.";

fn place() -> Place {
    Place::new(TEXT, Span::new(10, 23))
}

fn key(path: &Path) -> Key {
    Key::of(&Source::File(path.to_owned()), TEXT)
}

fn correction(name: &str) -> Correction {
    Correction::Renamed { person: Somebody { name: "she".into(), mention: Some(place()) }, name: name.into() }
}

#[test]
fn everything_comes_back() {
    let folder = Folder::new();
    let (file, path) = (folder.file("a.txt", TEXT.as_bytes()), folder.path("deep/er/library.sqlite"));
    let key = key(&file);
    let stop = Stop { place: place(), share: 0.25, text: onrecord::library::fingerprint(TEXT) };
    {
        let mut library = Library::open(&path).unwrap();
        assert!(!path.exists(), "made before there is anything to keep");
        assert_eq!(library.place_of(&key).unwrap(), None);
        assert_eq!(library.forget().unwrap(), Forgotten::default());
        library.remember_place(&key, Some("A title"), &stop).unwrap();
        library.set_mark(&key, 'b', &place()).unwrap();
        library.set_mark(&key, 'a', &Place::from(TEXT, 3)).unwrap();
        library.set_mark(&key, 'a', &place()).unwrap();
        for name in ["A", "B", "A", "C"] {
            library.add_correction(&key, &correction(name)).unwrap();
        }
        library.remove_correction(&key, &correction("A")).unwrap();
    }
    let mut library = Library::open(&path).unwrap();
    assert_eq!(library.place_of(&key).unwrap(), Some(stop));
    assert_eq!(library.marks_of(&key).unwrap(), [('a', place()), ('b', place())]);
    assert_eq!(library.corrections_of(&key).unwrap(), ["A", "B", "C"].map(correction));
    let recent = library.recent(10).unwrap();
    assert_eq!(recent.len(), 1);
    assert_eq!((recent[0].title.as_deref(), recent[0].share, &recent[0].key), (Some("A title"), 0.25, &key));
    assert_eq!(library.forget().unwrap(), Forgotten { sources: 1, marks: 2, corrections: 3 });
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
    assert_eq!(Key::of(&Source::Stdin, "one"), Key::of(&Source::Stdin, "one"));
    assert_ne!(Key::of(&Source::Stdin, "one"), Key::of(&Source::Stdin, "two"));
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
fn what_is_no_library_is_left_alone() {
    let folder = Folder::new();
    let foreign = folder.path("foreign.sqlite");
    rusqlite::Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
    let newer = folder.path("newer.sqlite");
    Library::open(&newer).unwrap().set_mark(&key(&newer), 'a', &place()).unwrap();
    rusqlite::Connection::open(&newer).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    let damaged = folder.file("damaged.sqlite", &std::fs::read(&newer).unwrap()[..4096]);
    let text = folder.file("notes.txt", &TEXT.as_bytes().repeat(100));
    for (path, cause) in [
        (foreign, "foreign.sqlite: is no library of onrecord"),
        (text, "notes.txt: is no library of onrecord"),
        (newer, "newer.sqlite: was made by a newer onrecord"),
        (damaged, "damaged.sqlite: is damaged: "),
        (folder.path(""), "is no library of onrecord"),
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
        speaker: Who::New { name: "N".into() },
    };
    library.remove_correction(&key, &missed).unwrap();
    assert_eq!(library.corrections_of(&key).unwrap().len(), 2);
}
