//! People across articles: who is one, who is not, what the reader decides, and that it stays decided.

use crate::run::{Folder, Run, run};
use onrecord::library::SourceKey;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const ARTICLES: &str = include_str!("../identity/articles.txt");

/// An article of the list: its source, and who is who in it.
struct Told {
    key: SourceKey,
    people: Vec<(String, String)>,
}

fn library<'a>(path: &'a Path, arguments: &[&'a str]) -> Run {
    run(
        ["library"].into_iter().chain(arguments.iter().copied()).chain([
            "--model",
            "fast",
            "--library",
            path.to_str().unwrap(),
        ]),
        b"",
    )
}

/// Puts the articles into a library, in this order.
fn added(folder: &Folder, is_reversed: bool) -> (PathBuf, Vec<Told>) {
    let (mut lines, mut told) = (Vec::new(), Vec::new());
    let file = folder.file("articles.jsonl", b"");
    for (number, article) in ARTICLES.split("\n== ").skip(1).enumerate() {
        let mut rest = article.lines();
        let (date, site) = rest.next().unwrap().split_once(' ').unwrap();
        let (people, text): (Vec<&str>, Vec<&str>) = rest.partition(|line| line.starts_with("@ "));
        let people = people.iter().map(|line| {
            let (name, who) = line[2..].split_once(" = ").unwrap();
            (name.to_owned(), who.to_owned())
        });
        let id = format!("{number:02}");
        let line = serde_json::json!({"id": id, "date": date, "site": site, "text": text.join("\n").trim()});
        lines.push(line.to_string());
        let source = format!("{}#{id}", file.canonicalize().unwrap().display());
        told.push(Told { key: SourceKey::named(source), people: people.collect() });
    }
    if is_reversed {
        lines.reverse();
    }
    folder.file("articles.jsonl", (lines.join("\n") + "\n").as_bytes());
    let path = folder.path("library");
    let done = library(&path, &["add", file.to_str().unwrap()]);
    assert_eq!(done.status, Some(0), "{}", done.err);
    (path, told)
}

/// For each of the people told, the number of the person to whom they are joined.
fn numbers(path: &Path, told: &[Told]) -> Vec<(String, i64)> {
    let library = Connection::open(path).unwrap();
    let mut joined = library
        .prepare(
            "SELECT person.name, individual FROM source
             JOIN article ON article.source = source.id AND is_latest JOIN person ON person.article = article.id
             WHERE key = ?1 AND individual IS NOT NULL ORDER BY person.number",
        )
        .unwrap();
    let mut numbers = Vec::new();
    for article in told {
        let rows = joined.query_map([article.key.as_str()], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        let people: Vec<(String, i64)> = rows.map(Result::unwrap).collect();
        for (name, who) in &article.people {
            match people.iter().find(|(found, _)| found == name) {
                Some((_, id)) => numbers.push((who.clone(), *id)),
                None => panic!("{}: {name} is not among {people:?}", article.key.as_str()),
            }
        }
    }
    numbers
}

/// The numbers of a person, each once.
fn of(path: &Path, told: &[Told], who: &str) -> Vec<i64> {
    let mut all: Vec<i64> = numbers(path, told).into_iter().filter(|(whom, _)| whom == who).map(|(_, id)| id).collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[test]
fn people_are_joined_and_namesakes_are_not() {
    for is_reversed in [false, true] {
        let folder = Folder::new();
        let (path, told) = added(&folder, is_reversed);
        let numbers = numbers(&path, &told);
        let (mut right, mut wrong, mut missed) = (0, BTreeMap::new(), BTreeMap::new());
        for (at, (who, id)) in numbers.iter().enumerate() {
            for (whom, other) in &numbers[at + 1..] {
                match (who == whom, id == other) {
                    (true, true) => right += 1,
                    (false, true) => *wrong.entry((who, whom)).or_insert(0) += 1,
                    (true, false) => *missed.entry(who).or_insert(0) += 1,
                    (false, false) => {}
                }
            }
        }
        assert!(wrong.is_empty(), "joined: {wrong:?}");
        let recall = f64::from(right) / f64::from(right + missed.values().sum::<i32>());
        assert!(recall >= 0.95, "{recall}: not joined: {missed:?}");
    }
}

/// The number of the article of `told` with this person.
fn key_of<'t>(told: &'t [Told], who: &str, nth: usize) -> &'t str {
    told.iter().filter(|article| article.people.iter().any(|(_, whom)| whom == who)).nth(nth).unwrap().key.as_str()
}

#[test]
fn decisions_hold_for_articles_that_are_read_again() {
    let folder = Folder::new();
    let (path, told) = added(&folder, false);
    let ids = |who: &str| of(&path, &told, who);
    let say = |arguments: &[&str]| {
        let done = library(&path, arguments);
        assert_eq!(done.status, Some(0), "{arguments:?}: {}", done.err);
        done.out
    };
    assert_eq!(ids("Weber").len(), 2, "another surname is not found out");
    assert_eq!(say(&["people", "same", "Anna Weber", "Anna Keller"]), "Anna Weber and Anna Keller are one person.\n");
    assert_eq!(ids("Weber").len(), 1);
    say(&["people", "rename", "Anna Keller", "Anna Keller-Weber"]);

    // All of it goes and comes back, as a whole and article by article.
    for nth in 0..3 {
        say(&["remove", key_of(&told, "Weber", nth)]);
    }
    let file = folder.path("articles.jsonl");
    say(&["add", file.to_str().unwrap()]);
    assert_eq!(ids("Weber").len(), 1);
    let page = say(&["person", "keller-weber"]);
    let expected = "Anna Keller-Weber, nurse at Hillside Hospital · 3 articles";
    assert!(page.starts_with(expected), "{page}");
    for part in
        ["Names: Anna Keller 2 · Anna Weber 1", "In: Union News 3", "Jörg Brandt 3", "2026-03 █", "the old name"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }

    // A search by one name finds what was said under the other.
    let quotes = run(["quotes", "--by", "Anna Weber", "--library", path.to_str().unwrap()], b"");
    assert!(quotes.out.contains("the old name"), "{}", quotes.out);

    // Some articles are about another one.
    let second = key_of(&told, "mayor Baker", 1);
    let baker = ids("mayor Baker");
    assert_eq!(baker.len(), 1);
    say(&["people", "different", &format!("#{}", baker[0]), "--in", second]);
    assert_eq!(ids("mayor Baker").len(), 2);
    say(&["remove", second]);
    say(&["add", file.to_str().unwrap()]);
    assert_eq!(ids("mayor Baker").len(), 2, "told apart only once");

    // Another library gets the decisions with the articles.
    let (export, other) = (folder.path("export.jsonl"), folder.path("other"));
    say(&["export", "--output", export.to_str().unwrap()]);
    assert_eq!(library(&other, &["import", export.to_str().unwrap()]).status, Some(0));
    assert_eq!(of(&other, &told, "Weber").len(), 1);
    assert_eq!(of(&other, &told, "mayor Baker").len(), 2);
    let again = folder.path("again.jsonl");
    assert_eq!(library(&other, &["export", "--output", again.to_str().unwrap()]).status, Some(0));
    assert_eq!(std::fs::read(&export).unwrap(), std::fs::read(&again).unwrap());

    // Each can be taken back, the last one first.
    assert_eq!(say(&["people", "decisions", "--format", "csv"]).lines().count(), 4);
    assert_eq!(say(&["people", "undo"]), "Undone: Tom Baker (mayor of Ashby) and Tom Baker (Mayor) are two people\n");
    assert_eq!(ids("mayor Baker").len(), 1);
    assert_eq!(say(&["people", "undo"]), "Undone: Anna Weber is called Anna Keller-Weber\n");
    assert!(say(&["people", "anna"]).contains("Anna Keller,"));
    assert_eq!(say(&["people", "undo"]), "Undone: Anna Weber and Anna Keller are one person\n");
    assert_eq!(ids("Weber").len(), 2);
    library(&path, &["people", "undo"]).complains(1, "there is nothing to undo");
    assert_eq!(say(&["check"]).trim(), format!("The library is whole: {} texts.", told.len()));

    // A forgotten source is in no decision.
    say(&["people", "same", "Anna Weber", "Anna Keller"]);
    say(&["forget", key_of(&told, "Weber", 0)]);
    assert_eq!(say(&["people", "decisions"]), "Nothing was decided.\n");
}

#[test]
fn ambiguous_names_are_refused() {
    let folder = Folder::new();
    let (path, _) = added(&folder, false);
    for (arguments, words) in [
        (&["person", "Nobody Atall"][..], "Nobody Atall: nobody by that name is in the library"),
        (&["person", "Tom Baker"], "Tom Baker: which one? #"),
        (&["people", "same", "Ingrid Halvorsen", "halvorsen"], "Ingrid Halvorsen and halvorsen are one person already"),
        (&["people", "different", "Ingrid Halvorsen", "halvorsen"], "name the articles of the other with --in"),
        (&["people", "rename", "Ingrid Halvorsen", " "], "a person needs a name"),
    ] {
        library(&path, arguments).complains(1, words);
    }
    let empty = folder.path("empty");
    assert_eq!(library(&empty, &["people"]).out, "No people are in the library.\n");
    assert_eq!(library(&empty, &["people", "Ada"]).out, "Nobody by that name is in the library.\n");
    assert_eq!(library(&empty, &["people", "doubtful"]).out, "No two people are in doubt.\n");
}

#[test]
fn people_at_two_bodies_stay_separate() {
    let of = |who: &str| format!("“It is late,” said Karla Holdale{who}.");
    for (articles, expected, least) in [
        (&[", chief executive of Tarnby Steel", ", chief executive of Fellside Foods"][..], 2, 1),
        (&[", the mayor of Dunmere", ", the mayor of Fellside"], 2, 1),
        (&[", the mayor of Dunmere", ", the mayor of Dunmere", ", mayor of Dunmere"], 1, 0),
        // Somebody of that name alone is one of the two, but who knows which.
        (
            &[
                ", the mayor of Dunmere",
                ", the mayor of Dunmere",
                ", the mayor of Dunmere",
                ", the spokesman of Fellside Foods",
                ", the spokesman of Fellside Foods",
                ", the spokesman of Fellside Foods",
                "",
            ],
            3,
            1,
        ),
    ] {
        let folder = Folder::new();
        let path = folder.path("library");
        let article = |(nth, who): (usize, &&str)| serde_json::json!({"id": nth, "text": of(who)}).to_string();
        let lines: Vec<String> = articles.iter().enumerate().map(article).collect();
        let file = folder.file("articles.jsonl", lines.join("\n").as_bytes());
        assert_eq!(library(&path, &["add", file.to_str().unwrap()]).status, Some(0));
        let people = library(&path, &["people", "--format", "jsonl"]).out;
        // The one without a role may come first, and be joined by either.
        assert!((expected.min(2)..=expected).contains(&people.lines().count()), "{people}");
        let doubtful = library(&path, &["people", "doubtful", "--format", "jsonl"]).out;
        assert!(doubtful.lines().count() >= least, "{doubtful}");
    }
}

#[test]
fn doubts_are_asked_once() {
    let folder = Folder::new();
    let path = folder.path("library");
    let text = |role: &str, town: &str| format!("“It is late,” said Tom Baker, the {role} of {town}.");
    let texts = [text("mayor", "Ashby"), text("headmaster", "Corby")];
    for (number, text) in texts.iter().enumerate() {
        let file = folder.file(&format!("{number}.txt"), text.as_bytes());
        std::fs::create_dir_all(folder.path(&format!("{number}"))).unwrap();
        let moved = folder.path(&format!("{number}/a.txt"));
        std::fs::rename(file, &moved).unwrap();
        assert_eq!(library(&path, &["add", moved.to_str().unwrap()]).status, Some(0));
    }
    let doubtful = library(&path, &["people", "doubtful", "--format", "jsonl"]).out;
    assert_eq!(doubtful.lines().count(), 1, "{doubtful}");
    let ask = |answer: &[u8]| run(["library", "people", "ask", "--library", path.to_str().unwrap()], answer).out;
    assert!(ask(b"l\n").ends_with("0 answers kept.\n"));
    assert!(ask(b"n\n").ends_with("1 answer kept.\n"));
    assert_eq!(ask(b"y\n"), "0 answers kept.\n");
    assert_eq!(library(&path, &["people", "doubtful"]).out, "No two people are in doubt.\n");
}
