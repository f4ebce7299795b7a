//! Articles in the library: migrated to, put in from every form, listed, exchanged, forgotten, and there after a kill.

use crate::run::{Folder, Run, program, run};
use onrecord::article::plain;
use onrecord::library::{Library, PreparedArticle, ReadingPosition, SourceKey, StoreOutcome, fingerprint};
use onrecord::record::{self, Correction, PersonRef};
use onrecord::text::TextAnchor;
use std::path::Path;
use std::process::Stdio;

/// The library as the program made it before there were articles in it.
const OLD: &str = "
PRAGMA application_id = 1869509220;
PRAGMA user_version = 2;
CREATE TABLE source (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, title TEXT, text INTEGER NOT NULL DEFAULT 0,
    place TEXT, share REAL NOT NULL DEFAULT 0, read_at INTEGER);
CREATE INDEX source_read_at ON source (read_at);
CREATE TABLE mark (source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE, letter TEXT NOT NULL,
    place TEXT NOT NULL, PRIMARY KEY (source, letter)) WITHOUT ROWID;
CREATE TABLE correction (source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE, number INTEGER NOT NULL,
    version INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (source, number)) WITHOUT ROWID;
CREATE TABLE item (feed TEXT NOT NULL, id TEXT NOT NULL, read_at INTEGER NOT NULL, PRIMARY KEY (feed, id)) WITHOUT ROWID;
CREATE TABLE answer (address TEXT PRIMARY KEY, etag TEXT, modified TEXT, content_type TEXT, url TEXT NOT NULL,
    body BLOB NOT NULL, kept_at INTEGER NOT NULL);
CREATE INDEX answer_kept_at ON answer (kept_at);
INSERT INTO source VALUES (7, '/texts/ferry.txt', 'The ferry', 42, '{\"start\":4,\"end\":9,\"words\":\"ferry\",\"before\":\"The \",\"after\":\"\"}', 0.25, 1700000000);
INSERT INTO mark VALUES (7, 'a', '{\"start\":4,\"end\":9,\"words\":\"ferry\",\"before\":\"The \",\"after\":\"\"}');
INSERT INTO correction VALUES (7, 1, 1, '{\"what\":\"renamed\",\"person\":{\"name\":\"Quill\",\"mention\":null},\"name\":\"Ada Quill\"}');
INSERT INTO item VALUES ('https://bay.example/feed', 'one', 1700000000);
";

const TEXT: &str = "The ferry\n\n“The horn stays,” said Ingrid Halloran, the harbour master. “It is not loud,” she said.\n\n\
                    Bo Renn, a fisherman, said that the horn woke his children.\n";

/// Runs a command on the library at `path`.
fn library<'a>(path: &'a Path, arguments: &[&'a str]) -> Run {
    run(arguments.iter().copied().chain(["--model", "fast", "--library", path.to_str().unwrap()]), b"")
}

fn prepared(name: &str, text: &str) -> PreparedArticle {
    let article = plain::article(text.to_owned());
    let analysis = onrecord::language::analyse(&article);
    PreparedArticle::new(SourceKey::named(name), &article, analysis, &[])
}

#[test]
fn a_library_from_before_is_migrated_whole() {
    let folder = Folder::new();
    let path = folder.path("old.sqlite");
    rusqlite::Connection::open(&path).unwrap().execute_batch(OLD).unwrap();
    let mut library = Library::open(&path).unwrap();
    let key = SourceKey::named("/texts/ferry.txt");
    let place = TextAnchor { start: 4, end: 9, words: "ferry".into(), before: "The ".into(), after: String::new() };
    let stop = ReadingPosition { place: place.clone(), share: 0.25, fingerprint: 42 };
    let correction =
        Correction::Renamed { person: PersonRef { name: "Quill".into(), mention: None }, name: "Ada Quill".into() };
    for _ in 0..2 {
        assert_eq!(library.position_of(&key).unwrap(), Some(stop.clone()));
        assert_eq!(library.marks_of(&key).unwrap(), [('a', place.clone())]);
        assert_eq!(library.corrections_of(&key).unwrap(), std::slice::from_ref(&correction));
        assert!(library.read_items(&SourceKey::named("https://bay.example/feed")).unwrap().contains("one"));
        assert_eq!(library.store(&[prepared("/texts/ferry.txt", TEXT)]).unwrap().len(), 1);
        library = Library::open(&path).unwrap();
    }
    assert_eq!(library.check(&mut |_, _| ()).unwrap().problems, Vec::<String>::new());
    // Its article goes, and what was there before stays.
    assert!(library.remove(&key).unwrap());
    assert_eq!(library.marks_of(&key).unwrap().len(), 1);
}

#[test]
fn an_article_comes_back_as_it_was_read() {
    let folder = Folder::new();
    let mut library = Library::open(&folder.path("library.sqlite")).unwrap();
    let mut article = plain::article(TEXT.to_owned());
    article.meta.published = Some("2 March 2026".into());
    article.meta.url = Some("https://www.bay.example/ferry".into());
    let analysis = onrecord::language::analyse(&article);
    let key = SourceKey::named("https://www.bay.example/ferry");
    let ready = PreparedArticle::new(key.clone(), &article, analysis.clone(), &[]);
    assert_eq!(library.store(&[ready.clone(), ready.clone()]).unwrap(), [StoreOutcome::New, StoreOutcome::Unchanged]);
    assert!(library.is_stored(&key, article.text(), false).unwrap());
    let kept = library.article(&key).unwrap().unwrap();
    assert_eq!((&kept.article, &kept.analysis), (&article, &analysis));
    let summary = library.summary(&key).unwrap().unwrap();
    assert_eq!(summary.day.unwrap().to_string(), "2026-03-02");
    assert_eq!(summary.outlet.as_deref(), Some("bay.example"));
    let shown = record::build_confident(&article, analysis, &[]).quotations().len();
    assert!(shown >= 2 && summary.quotations == shown);

    let other = prepared(key.as_str(), &TEXT.replace("not loud", "very loud"));
    assert_eq!(library.store(std::slice::from_ref(&other)).unwrap(), [StoreOutcome::Changed(2)]);
    assert_eq!(library.store(&[other]).unwrap(), [StoreOutcome::Unchanged]);
    let texts: Vec<u64> = library.versions(&key).unwrap().iter().map(|version| version.fingerprint).collect();
    assert_eq!((texts.len(), texts[0]), (2, fingerprint(article.text())));
    assert_eq!(library.article_version(&key, 1).unwrap().unwrap().article, article);
    assert_eq!(library.statistics().unwrap().articles, 1);
    assert_eq!(library.check(&mut |_, _| ()).unwrap().problems, Vec::<String>::new());
}

#[test]
fn removed_articles_leave_no_word_in_the_file() {
    let folder = Folder::new();
    let path = folder.path("library.sqlite");
    let mut library = Library::open(&path).unwrap();
    let secret = "“The zyxomatic horn stays,” said Quorlanda Vexwright. The zyxomatic mayor agreed with Ms. Vexwright.";
    let all: Vec<PreparedArticle> =
        (0..20).map(|n| prepared(&format!("/{n}"), &format!("{TEXT}\n\nNumber {n}."))).collect();
    library.store(&all).unwrap();
    library.store(&[prepared("/secret", secret)]).unwrap();
    library.store(&[prepared("/secret", &secret.replace("stays", "goes"))]).unwrap();
    let has = |words: &str| {
        let file = std::fs::read(&path).unwrap().to_ascii_lowercase();
        file.windows(words.len()).any(|bytes| bytes == words.as_bytes())
    };
    assert!(has("zyxomatic") && has("vexwright"));
    assert!(library.forget_source(&SourceKey::named("/secret")).unwrap());
    assert!(!library.forget_source(&SourceKey::named("/secret")).unwrap());
    for word in ["zyxomatic", "vexwright", "quorlanda", "yxomati", "exwrigh", "/secret"] {
        assert!(!has(word), "{word}");
    }
    assert_eq!(library.check(&mut |_, _| ()).unwrap().problems, Vec::<String>::new());
    assert_eq!(library.forget().unwrap().articles, 20);
    assert!(!has("halloran"));
    assert_eq!(library.statistics().unwrap().people, 0);
}

#[test]
fn all_inputs_are_read_and_counted() {
    let folder = Folder::new();
    let path = folder.path("library.sqlite");
    let texts = folder.path("texts");
    std::fs::create_dir_all(texts.join("deep/.hidden")).unwrap();
    let file = |name: &str, bytes: &[u8]| std::fs::write(texts.join(name), bytes).unwrap();
    file("a.txt", TEXT.as_bytes());
    file(
        "deep/b.html",
        b"<html><body><article><h1>Bay</h1><p>\xe2\x80\x9cNo,\xe2\x80\x9d said Ada Quill.</p></article></body></html>",
    );
    file("deep/.hidden/c.txt", TEXT.as_bytes());
    file("picture.png", b"\x89PNG");
    file("broken.pdf", b"%PDF-1.7 ");
    file("empty.txt", b" \n");
    file(
        "lines.jsonl",
        "{\"id\":1,\"text\":\"“No,” said Ada.\",\"title\":\"One\",\"date\":\"2026-03-02\",\"url\":\"https://bay.example/1\"}\n\
         not json\n{\"id\":\"x\",\"text\":\"“Yes,” said Bo.\"}\n"
            .as_bytes(),
    );
    file(
        "feed.xml",
        b"<rss version=\"2.0\"><channel><title>Bay</title><item><title>I</title><link>https://bay.example/i</link>\
          <description>Words of it.</description></item><item><title>No text</title></item></channel></rss>",
    );
    let texts = texts.to_str().unwrap();
    let first = library(&path, &["library", "add", texts, "/nowhere/x.txt", "-v"]);
    assert_eq!(first.status, Some(1));
    for line in
        ["5 new", "0 unchanged", "0 changed", "4 refused: ", "1 no such file", "1 contains no text", "1 skipped"]
    {
        assert!(first.out.contains(line), "{line}: {}", first.out);
    }
    for line in ["broken.pdf: is a PDF", "empty.txt: contains no text", "lines.jsonl: line 2: ", "x.txt: no such file"]
    {
        assert!(first.err.contains(line), "{line}: {}", first.err);
    }
    assert_eq!(first.err.lines().count(), 4, "{}", first.err);
    assert!(
        first.out.contains("new https://bay.example/1\n") && first.out.contains("lines.jsonl#x\n"),
        "{}",
        first.out
    );
    std::fs::write(format!("{texts}/a.txt"), TEXT.replace("stays", "goes")).unwrap();
    let second = library(&path, &["library", "add", texts]);
    assert!(second.out.starts_with("0 new\n4 unchanged\n1 changed\n3 refused"), "{}", second.out);

    let rows = library(&path, &["library", "list", "--format", "jsonl"]).records();
    let row = rows.iter().find(|row| row["source"] == "https://bay.example/1").unwrap();
    assert_eq!((&row["title"], &row["day"], &row["outlet"]), (&"One".into(), &"2026-03-02".into(), &"Bay".into()));
    let id = row["id"].to_string();
    let shown = library(&path, &["library", "show", &id, "--format", "jsonl"]).records();
    assert_eq!((&shown[0]["title"], &shown[0]["quotes"][0]["kind"]), (&"One".into(), &"direct".into()));
    let old = library(&path, &["library", "show", &format!("{texts}/a.txt"), "--version", "1"]);
    assert!(old.out.contains("The horn stays"), "{}", old.out);
    library(&path, &["library", "show", "https://bay.example/none"]).complains(1, "not in the library");
    library(&path, &["library", "show", &id, "--version", "9"]).complains(1, "there is no version 9");
    assert!(library(&path, &["library", "check"]).out.starts_with("The library is whole: 6 texts."));
    assert!(library(&path, &["library", "stats", "--format", "csv"]).out.contains("\nversions,6\n"));
    assert_eq!(library(&path, &["library", "path"]).out.trim_end(), path.to_str().unwrap());
    assert_eq!(library(&path, &["library", "analyse"]).out, "Analysed 0 articles again.\n");
    assert_eq!(library(&path, &["library", "remove", &id]).out, "Removed https://bay.example/1\n");
    library(&path, &["library", "remove", &id]).complains(1, "not in the library");
    assert_eq!(library(&path, &["library", "list", "--format", "csv"]).out.lines().count(), 5);
}

#[test]
fn lists_of_feeds_open_only_addresses() {
    let folder = Folder::new();
    let list = folder.file("feeds.opml", b"<opml><body><outline xmlUrl='/etc/passwd'/></body></opml>");
    let none = folder.file("none.opml", b"<opml><body></body></opml>");
    let path = folder.path("library.sqlite");
    library(&path, &["library", "add", list.to_str().unwrap()]).complains(1, "/etc/passwd: is not a valid address");
    library(&path, &["library", "add", none.to_str().unwrap()]).complains(1, "none.opml: ");
    assert!(!path.exists());
}

#[test]
fn older_records_are_replaced() {
    let folder = Folder::new();
    let path = folder.path("library.sqlite");
    Library::open(&path).unwrap().store(&[prepared("/a", TEXT), prepared("/b", "“No,” said Bo Renn.")]).unwrap();
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch("UPDATE article SET model = 200 WHERE id = 1").unwrap();
    let shown = library(&path, &["library", "show", "/a", "--format", "jsonl"]).records();
    assert!(shown[0]["tool"].as_str().is_some_and(|tool| tool.ends_with(", model 200")), "{}", shown[0]["tool"]);
    assert_eq!(library(&path, &["library", "analyse"]).out, "Analysed 1 article again.\n");
    assert_eq!(library(&path, &["library", "analyse"]).out, "Analysed 0 articles again.\n");
    assert!(library(&path, &["library", "check"]).out.contains("is whole"));
}

#[test]
fn an_export_and_import_change_nothing() {
    let folder = Folder::new();
    let (one, two) = (folder.path("one.sqlite"), folder.path("two.sqlite"));
    rusqlite::Connection::open(&one).unwrap().execute_batch(OLD).unwrap();
    {
        let mut library = Library::open(&one).unwrap();
        library
            .store(&[prepared("/texts/ferry.txt", TEXT), prepared("https://bay.example/1", "“No,” said Ada Quill.")])
            .unwrap();
        library.store(&[prepared("/texts/ferry.txt", &TEXT.replace("not", "very"))]).unwrap();
    }
    let export = |path: &Path| library(path, &["library", "export"]).out;
    let lines = export(&one);
    assert_eq!(lines.lines().count(), 3);
    let file = folder.file("library.jsonl", lines.as_bytes());
    let file = file.to_str().unwrap();
    let counts = library(&two, &["library", "import", file]).out;
    assert_eq!(counts, "2 new\n0 unchanged\n0 changed\n1 mark and 1 correction\n");
    assert_eq!(export(&two), lines);
    assert_eq!(
        library(&two, &["library", "import", file]).out,
        "0 new\n2 unchanged\n0 changed\n0 marks and 0 corrections\n"
    );
    assert_eq!(export(&two), lines);
    assert!(library(&two, &["library", "check"]).out.contains("is whole: 3 texts"));

    let bad = folder.file("bad.jsonl", b"{\"library\":\"onrecord-library/2\",\"source\":\"a\"}\n");
    library(&two, &["library", "import", bad.to_str().unwrap()])
        .complains(1, "line 1: was exported by a newer onrecord");
    let cut = lines.replace("Ada Quill.", "A.");
    let bad = folder.file("bad.jsonl", cut.as_bytes());
    library(&two, &["library", "import", bad.to_str().unwrap()]).complains(1, "spans that do not fit its text");
    let bad = folder.file("bad.jsonl", b"[1]\n");
    library(&two, &["library", "import", bad.to_str().unwrap()]).complains(1, "is not a line of a library export");
}

/// Adds to a library and kills it, `kills` times at different moments.
#[cfg(unix)]
#[test]
fn articles_reported_as_kept_survive_a_kill() {
    use std::io::{BufRead, BufReader};
    let kills: u64 = std::env::var("ONRECORD_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(20);
    let folder = Folder::new();
    let path = folder.path("library.sqlite");
    let texts = folder.path("texts");
    std::fs::create_dir(&texts).unwrap();
    for n in 0..kills * 40 {
        std::fs::write(texts.join(format!("{n}.txt")), TEXT.repeat(3) + &format!("\n\nNumber {n}.\n")).unwrap();
    }
    let mut reported = Vec::new();
    for kill in 0..kills {
        let mut child = program()
            .args([
                "library",
                "add",
                "-v",
                "--model",
                "fast",
                "--library",
                path.to_str().unwrap(),
                texts.to_str().unwrap(),
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let killed = std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(20 + kill * 173 % 1500));
            child.kill().unwrap();
            child.wait().unwrap()
        });
        reported.extend(lines.map_while(Result::ok).filter_map(|line| line.strip_prefix("new ").map(str::to_owned)));
        killed.join().unwrap();
        let library = Library::open(&path).unwrap();
        for name in &reported {
            assert!(library.summary(&SourceKey::named(name)).unwrap().is_some(), "{name}");
        }
        assert_eq!(library.check(&mut |_, _| ()).unwrap().problems, Vec::<String>::new());
    }
    assert!(!reported.is_empty(), "the kills came too early");
}

#[test]
fn an_unwritable_library_is_reported_in_one_line() {
    let folder = Folder::new();
    let text = folder.file("a.txt", TEXT.as_bytes());
    let text = text.to_str().unwrap();
    let newer = folder.path("newer.sqlite");
    Library::open(&newer).unwrap().store(&[prepared("/a", TEXT)]).unwrap();
    rusqlite::Connection::open(&newer).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    for command in [vec!["add", text], vec!["list"], vec!["check"], vec!["export"], vec!["stats"]] {
        let arguments: Vec<&str> = ["library"].into_iter().chain(command).collect();
        library(Path::new(text), &arguments).complains(1, "a.txt: is not an onrecord library");
        library(&newer, &arguments).complains(1, "newer.sqlite: was made by a newer onrecord");
    }
    run(["library", "list", "--no-library"], b"").complains(1, "there is no library");
    let full = library(Path::new("/dev/full"), &["library", "add", text]);
    full.complains(1, "/dev/full: is not an onrecord library");
}

#[test]
fn tables_that_are_missing_are_found() {
    let folder = Folder::new();
    let path = folder.path("library.sqlite");
    Library::open(&path).unwrap().store(&[prepared("/a", TEXT)]).unwrap();
    for (drop, missing, arguments) in [
        ("DROP INDEX article_day", "the index article_day is missing", &["library", "check"][..]),
        ("DROP TABLE correction", "is damaged: the table correction is missing", &["library", "check"]),
        ("", "is damaged: the table correction is missing", &["library", "list"]),
        ("", "is damaged: the table correction is missing", &["quotes"]),
    ] {
        rusqlite::Connection::open(&path).unwrap().execute_batch(drop).unwrap();
        let done = library(&path, arguments);
        assert_eq!((done.status, done.out.as_str()), (Some(1), ""), "{drop}");
        assert!(done.err.contains(missing), "{}", done.err);
    }
}
