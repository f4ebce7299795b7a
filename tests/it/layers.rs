//! The layers and invariants of `src/lib.rs`, read from its tables and checked in every file.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// The greatest length of a file, in lines.
const LONGEST: usize = 650;

/// A source file: its path, its text, its code without comments, and where its tests begin.
pub struct File {
    pub path: String,
    layer: String,
    text: String,
    code: String,
    tests: usize,
}

impl File {
    /// A file of this path and text.
    pub fn of(path: &str, text: &str) -> File {
        let layer = path.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
        let code: String = text.lines().map(|line| format!("{}\n", without_comment(line))).collect();
        let tests = code.find("#[cfg(test)]\nmod ").unwrap_or(code.len());
        File { path: path.to_owned(), layer, text: text.to_owned(), code, tests }
    }

    /// The code outside of tests.
    pub fn shipped(&self) -> &str {
        &self.code[..self.tests]
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All Rust files in the folder `below`.
pub fn files(below: &str) -> Vec<File> {
    let mut files = Vec::new();
    let mut folders = vec![root().join(below)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root().join(below)).unwrap().to_string_lossy().replace('\\', "/");
                files.push(File::of(&name, &fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(!files.is_empty());
    files
}

fn without_comment(line: &str) -> &str {
    line.find("//").filter(|&at| !line[..at].ends_with(':')).map_or(line, |at| &line[..at])
}

/// For each layer those it may import, according to the tables in `src/lib.rs`, and the layers of the core. Layers
/// around the core may import the core and all layers above them.
fn layers() -> (BTreeMap<String, Vec<String>>, Vec<String>) {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let (mut allowed, mut core, mut above) = (BTreeMap::new(), Vec::new(), Vec::new());
    for row in lib.lines().filter_map(|line| line.strip_prefix("//! | [`")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).filter(|cell| !cell.is_empty()).collect();
        let layer = cells[0].split('`').next().unwrap().to_owned();
        let uses = if let [_, _, uses] = cells[..] {
            core.push(layer.clone());
            uses.split('`').skip(1).step_by(2).map(str::to_owned).collect()
        } else {
            above.clone()
        };
        above.push(layer.clone());
        allowed.insert(layer, uses);
    }
    assert!(core.len() >= 5 && allowed.len() > core.len(), "the tables in src/lib.rs were not understood");
    (allowed, core)
}

/// The layers named by `crate::` paths in `code`, including groups in braces.
fn named(code: &str) -> Vec<String> {
    let mut named = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        let Some(group) = rest.strip_prefix('{') else {
            named.push(identifier(rest));
            continue;
        };
        let (mut depth, mut start) = (1, 0);
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 || (depth == 1 && c == ',') {
                named.push(identifier(group[start..at].trim()));
                start = at + 1;
            }
            if depth == 0 {
                break;
            }
        }
    }
    named.retain(|name| !name.is_empty());
    named
}

fn identifier(path: &str) -> String {
    path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn paths_are_read() {
    assert_eq!(named("use crate::text::Span; pub(crate) fn f(_: crate::record::Id)"), ["text", "record"]);
    assert_eq!(named("use crate::{article::{Block, plain}, text, source::{self}};"), ["article", "text", "source"]);
    assert_eq!(without_comment("a // b"), "a ");
    assert_eq!(without_comment("\"http://x\""), "\"http://x\"");
}

#[test]
fn a_layer_names_only_what_its_row_allows() {
    let (allowed, _) = layers();
    for file in files("src").iter().filter(|file| !["main", "lib", "bin", "build"].contains(&file.layer.as_str())) {
        let uses = allowed.get(&file.layer);
        let uses = uses.unwrap_or_else(|| panic!("{}: `{}` is not in the table of src/lib.rs", file.path, file.layer));
        for name in named(&file.code) {
            assert!(
                name == file.layer || uses.contains(&name),
                "{}: `{}` must not name `{name}`",
                file.path,
                file.layer
            );
        }
        assert!(!file.shipped().contains("onrecord::"), "{}: say `crate::`", file.path);
        // A chain of `super` that leaves the layer would escape this test.
        let depth = file.path.matches('/').count() + 1;
        assert!(!file.code.contains(&"super::".repeat(depth + 1)), "{}: say `crate::`", file.path);
    }
}

#[test]
fn the_core_does_no_io_and_uses_no_panicking_macro() {
    let (_, core) = layers();
    for file in files("src").iter().filter(|file| core.contains(&file.layer)) {
        let touches = ["fs", "io", "thread", "time", "env", "process", "net", "os"];
        for module in touches {
            let path = format!("std::{module}");
            let found = file
                .shipped()
                .match_indices(&path)
                .any(|(at, _)| !file.code[at + path.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_'));
            assert!(!found, "{}: {path}", file.path);
        }
        let words = [
            "println!(",
            "eprintln!(",
            "print!(",
            "dbg!(",
            "panic!(",
            "todo!(",
            "unimplemented!(",
            ".unwrap()",
            ".expect(",
            "unreachable!(",
        ];
        for word in words {
            assert!(!file.shipped().contains(word), "{}: {word}", file.path);
        }
    }
}

#[test]
fn the_terminal_is_behind_few_files() {
    for file in files("src") {
        let crossterm = file.path.starts_with("reader/terminal/");
        let ratatui = crossterm || file.path.starts_with("reader/view/");
        assert!(crossterm || !file.code.contains("crossterm"), "{}: crossterm", file.path);
        assert!(ratatui || !file.code.contains("ratatui"), "{}: ratatui", file.path);
    }
}

#[test]
fn files_are_short_and_have_a_module_comment() {
    for file in files("src").into_iter().chain(files("tests")) {
        let lines = file.text.lines().count();
        assert!(lines <= LONGEST, "{}: {lines} lines", file.path);
        assert!(file.text.starts_with("//! "), "{}: no `//!` at the top", file.path);
    }
}

/// A comment names the thing that it is about. Help texts may ask.
#[test]
fn no_comment_opens_with_a_question_word() {
    for file in files("src").iter().filter(|file| !file.path.ends_with("arguments.rs")) {
        for line in file.text.lines().map(str::trim_start).filter(|line| line.starts_with("//")) {
            let first = line.trim_start_matches(['/', '!', ' ']).split(' ').next().unwrap();
            assert!(!["What", "Who", "Whom", "How"].contains(&first), "{}: {line}", file.path);
        }
    }
}

/// The fuzz target has a workspace of its own, which only a nightly toolchain builds.
#[test]
fn names_that_the_fuzz_target_imports_exist() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let (target, formats) = (read("tests/fuzz/formats.rs"), read("src/formats/mod.rs"));
    let imported = target.split("use onrecord::formats::{").nth(1).unwrap().split('}').next().unwrap();
    let exported: String = formats.lines().filter(|line| line.starts_with("pub use ")).collect();
    let has = |name: &str| exported.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name);
    for name in imported.split(',').map(str::trim).filter(|name| !["", "self"].contains(name)) {
        assert!(has(name), "tests/fuzz/formats.rs imports {name}, which src/formats does not export");
    }
}

/// Everything needed to build the program is in `src` and `assets`.
#[test]
fn the_program_includes_no_file_of_the_tests() {
    for file in files("src") {
        let taken = ["#[path", "include!(", "include_str!(", "include_bytes!("];
        let lines = file.code.lines().filter(|line| taken.iter().any(|taken| line.contains(taken)));
        let found: Vec<&str> = lines.filter(|line| line.contains("tests/")).collect();
        assert!(found.is_empty(), "{}: {found:?}", file.path);
    }
}
