//! The documents are true: the README lists the keys of the key table (`UPDATE=1 cargo test readme` rewrites it), and
//! every path, folder, file and type that a document names exists.

use onrecord::reader::keys::action;
use onrecord::reader::state::overlay::legend;
use regex::Regex;
use std::path::Path;

/// Holds the part of the README about `what` against `table`, or writes it anew.
fn check(what: &str, table: &str) {
    let (start, end) =
        (format!("<!-- {what}: written by `UPDATE=1 cargo test readme` -->\n"), format!("<!-- end of {what} -->"));
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let (before, rest) = readme.split_once(&start).expect("the table begins");
    let (listed, after) = rest.split_once(&end).expect("and ends");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, format!("{before}{start}{table}{end}{after}")).unwrap();
    } else {
        assert_eq!(listed, table, "UPDATE=1 cargo test readme");
    }
}

#[test]
fn readme_lists_every_key_and_mark() {
    check("marks", &legend::markdown());
    check("keys", &action::markdown());
}

#[test]
fn paths_in_the_documents_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = Regex::new(r"`((?:src|tests|assets|\.ci)/[\w./-]+)`|\]\(([\w./-]+)\)").unwrap();
    let mut count = 0;
    for document in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "assets/MODELS.md"] {
        let text = std::fs::read_to_string(root.join(document)).unwrap();
        for found in named.captures_iter(&text) {
            let path = found.get(1).or(found.get(2)).unwrap().as_str();
            count += 1;
            let beside = root.join(document).parent().unwrap().join(path);
            assert!(root.join(path).exists() || beside.exists(), "{document}: {path} is not there");
        }
    }
    assert!(count > 40, "{count} paths are named");
}

/// Names in lower case that are no folder or file of `src`.
const OTHER_NAMES: [&str; 1] = ["unwrap"];
/// Types of others.
const OTHER_TYPES: [&str; 2] = ["String", "TextQuoteSelector"];

/// Whether `name` is a file or a folder somewhere in `folder`.
fn is_in(folder: &Path, name: &str) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    entries.map(|entry| entry.unwrap().path()).any(|path| path.ends_with(name) || path.is_dir() && is_in(&path, name))
}

/// A document may name a folder or a file of `src` without its path, if the same item names a path beside or above it.
#[test]
fn names_without_a_path_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let item = Regex::new(r"\n(?:\n|- |\d\. |\|)").unwrap();
    let path = Regex::new(r"`(src(?:/[\w.-]+)+)`").unwrap();
    let name = Regex::new(r"`([a-z_]+(?:\.rs)?|[A-Z]\w*[a-z]\w*)`").unwrap();
    let code: String = crate::layers::files("src").iter().map(|file| file.shipped().to_owned()).collect();
    let defined = |name: &str| ["struct", "enum", "trait"].iter().any(|kind| code.contains(&format!("{kind} {name}")));
    let mut count = 0;
    for document in ["ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = std::fs::read_to_string(root.join(document)).unwrap();
        for item in item.split(&text) {
            let named = path.captures_iter(item).map(|found| root.join(&found[1]).parent().unwrap().to_owned());
            let folders: Vec<_> = named.collect();
            for name in name.captures_iter(item).map(|found| found.get(1).unwrap().as_str()) {
                let exists = if name.starts_with(char::is_uppercase) {
                    OTHER_TYPES.contains(&name) || defined(name)
                } else if name.ends_with(".rs") || document == "ARCHITECTURE.md" {
                    let is_there = root.join("src").join(name).exists() || folders.iter().any(|at| is_in(at, name));
                    OTHER_NAMES.contains(&name) || is_there
                } else {
                    continue;
                };
                count += 1;
                assert!(exists, "{document}: {name} is not there");
            }
        }
    }
    assert!(count > 25, "{count} names are checked");
}

/// Each promise of `CONTRIBUTING.md` names tests that there are.
#[test]
fn the_tests_that_hold_the_promises_exist() {
    let page = std::fs::read_to_string("CONTRIBUTING.md").unwrap();
    let promises = page.split("## What is promised").nth(1).unwrap().split("\n## ").next().unwrap();
    let mut sources = vec!["src".into(), "tests/it".into()];
    let mut tests = Vec::new();
    while let Some(place) = sources.pop() {
        for entry in std::fs::read_dir::<std::path::PathBuf>(place).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let module = path.file_stem().unwrap().to_str().unwrap().to_owned();
                let source = std::fs::read_to_string(&path).unwrap();
                let names =
                    source.split("#[test]").skip(1).filter_map(|test| test.split("fn ").nth(1)?.split('(').next());
                tests.extend(names.map(|name| format!("{module}::{name}")));
            }
        }
    }
    let mut named = 0;
    let mut module = "";
    for row in promises.lines().filter_map(|row| row.trim_end_matches([' ', '|']).rsplit_once('|')) {
        for name in row.1.split('`').skip(1).step_by(2).filter(|name| name.contains("::") || name.starts_with('…')) {
            let (of, test) = name.rsplit_once("::").unwrap_or((module, name));
            module = of.split("::").next().unwrap_or(of);
            let parts: Vec<&str> = test.split(['…', '*']).collect();
            let fits = |other: &String| {
                let (place, other) = other.split_once("::").unwrap_or(("", other));
                let begins = other.starts_with(parts[0]) && other.ends_with(parts[parts.len() - 1]);
                (place == module || of.contains('…')) && begins && parts.iter().all(|part| other.contains(part))
            };
            assert!(tests.iter().any(fits), "no test is called {name}");
            named += 1;
        }
    }
    assert!(named > 25, "{named}");
}
