//! The documents are true: the README lists the keys of the key table (`UPDATE=1 cargo test readme` rewrites it), and
//! every path in a document exists.

use onrecord::reader::keys::action;
use onrecord::reader::state::legend;
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
fn what_the_documents_name_is_there() {
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
