//! The word lists: each is sorted, no word stands in it twice, its head explains every class, and no others stand in the
//! code.

use crate::layers::files;
use regex::Regex;
use std::fs;
use std::path::Path;

/// The lines of each list in `folder` with its name: those of its head, and the others.
fn lists(folder: &str) -> Vec<(String, Vec<String>, Vec<String>)> {
    let paths = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
    let list = |path: &Path| {
        let text = fs::read_to_string(path).unwrap();
        let (head, words) = text.lines().map(str::to_owned).partition(|line: &String| line.starts_with('#'));
        (path.file_stem().unwrap().to_string_lossy().into_owned(), head, words)
    };
    let paths = paths.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|ending| ending == "txt")).map(|path| list(&path)).collect()
}

#[track_caller]
fn assert_sorted_once<'w>(name: &str, words: impl Iterator<Item = &'w str>) {
    let words: Vec<&str> = words.collect();
    assert!(!words.is_empty(), "{name}");
    for pair in words.windows(2) {
        assert!(pair[0] < pair[1], "{name}: {} before {}", pair[0], pair[1]);
    }
}

#[test]
fn no_word_stands_twice_and_every_class_is_explained() {
    let lists = lists("assets/words");
    assert!(lists.len() > 15);
    for (name, head, lines) in &lists {
        let split = |line: &'_ String| line.split_once('\t').map(|(word, tags)| (word.to_owned(), tags.to_owned()));
        let entries: Vec<(String, String)> = lines.iter().filter_map(split).collect();
        assert_eq!(entries.len(), lines.len(), "{name}: a line without a class");
        assert_sorted_once(name, entries.iter().map(|(word, _)| word.as_str()));
        // The words behind those of a table are forms, not classes.
        if head.iter().any(|line| line.contains("the classes it belongs to:")) {
            let explained: Vec<&str> =
                head.iter().filter_map(|line| Some(line.strip_prefix("# ")?.split_once(": ")?.0)).collect();
            for (word, tags) in &entries {
                let tags: Vec<&str> = tags.split(' ').collect();
                assert!(tags.iter().all(|tag| explained.contains(tag)), "{name}: {word}");
                assert!((1..tags.len()).all(|at| !tags[at..].contains(&tags[at - 1])), "{name}: {word}");
                let cased = tags.iter().any(|tag| ["prefix", "clitic", "elided-particle"].contains(tag));
                assert!(cased || *word == word.to_ascii_lowercase(), "{name}: {word}");
            }
        }
    }
}

#[test]
fn no_name_and_no_common_word_stands_twice() {
    for (name, head, lines) in lists("assets/people") {
        assert!(head.iter().any(|line| line.contains("Source") || line.contains("Fitted")), "{name}: no source");
        if name != "identity" {
            assert_sorted_once(&name, lines.iter().map(|line| line.split(' ').next().unwrap()));
        }
    }
}

/// Files whose strings are codes of languages.
const CODES: [&str; 2] = ["language/attribute/patterns/foreign.rs", "language/document/language.rs"];

#[test]
fn no_list_of_words_stands_in_the_code() {
    let two = Regex::new(r#"" ?\p{L}[\p{L}’'.][^"\n]*"\s*[|,]\s*" ?\p{L}[\p{L}’'.]"#).unwrap();
    assert!(two.is_match(r#"["from", "by"]"#) && two.is_match(r#""min" | "mins""#));
    assert!(!two.is_match(r#"["“", "«"], "Q" | "A""#));
    for file in files("src") {
        let searched = file.path.starts_with("language/") || file.path.starts_with("article/");
        if searched && !file.path.ends_with("tests.rs") && !CODES.contains(&&*file.path) {
            let found = two.find(file.shipped()).map(|found| found.as_str());
            assert_eq!(found, None, "{}: lists of words belong to assets/words", file.path);
        }
    }
}
