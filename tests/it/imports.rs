//! No file of `src` imports a file that imports it, directly or through others. A path means the file that its longest
//! prefix names, so a child that imports a type from its parent's `mod.rs`, while that uses the child, is a
//! cycle. Nor do `impl` blocks of one type in several files call each other in a circle: that needs no import.

use crate::layers::{File, files};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The path of a module in the crate, without `crate`.
type Module = Vec<String>;

fn module(path: &str) -> Module {
    let mut parts: Module = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if matches!(parts.last().map(String::as_str), Some("mod" | "lib")) {
        parts.pop();
    }
    parts
}

/// The paths in `code`: those of `use` trees, and others that begin with `crate`, `super` or `self`. The path in
/// `pub(in …)` is not an import.
fn paths(code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for tree in Regex::new(r"\buse\s+([^;<]+);").unwrap().captures_iter(code) {
        expand(&[], &tree[1], &mut found);
    }
    for path in Regex::new(r"(in )?\b(?:crate|super|self)(?:::\w+)+").unwrap().captures_iter(code) {
        let all = path.get(0).unwrap();
        // A path before a brace is the beginning of a tree.
        if path.get(1).is_none() && !code[all.end()..].starts_with("::{") {
            found.push(all.as_str().split("::").map(str::to_owned).collect());
        }
    }
    found
}

/// Adds the paths of a `use` tree with its braces resolved.
fn expand(prefix: &[String], tree: &str, found: &mut Vec<Vec<String>>) {
    let (head, group) = tree.split_once('{').map_or((tree, None), |(head, rest)| (head, Some(rest)));
    let segments = head.split("::").map(|segment| segment.split(" as ").next().unwrap_or("").trim());
    let mut path = prefix.to_vec();
    path.extend(segments.filter(|segment| !segment.is_empty()).map(str::to_owned));
    let Some(group) = group else { return found.push(path) };
    let (mut depth, mut start) = (1, 0);
    for (at, c) in group.char_indices() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if depth == 0 || depth == 1 && c == ',' {
            if !group[start..at].trim().is_empty() {
                expand(&path, &group[start..at], found);
            }
            start = at + 1;
        }
        if depth == 0 {
            return;
        }
    }
}

/// The module that `path` in `from` leads to: its longest prefix that is a file.
fn resolve(from: &Module, path: &[String], modules: &BTreeMap<Module, File>) -> Option<Module> {
    let supers = path.iter().take_while(|segment| *segment == "super").count();
    let base: Module = match path.first().map(String::as_str)? {
        "crate" => path[1..].to_vec(),
        "super" => [&from[..from.len().saturating_sub(supers)], &path[supers..]].concat(),
        "self" => [from, &path[1..]].concat(),
        // A child of this module. Anything else is another crate.
        child => {
            Some([from, path].concat()).filter(|_| modules.contains_key(&[from, &[child.to_owned()][..]].concat()))?
        }
    };
    (0..=base.len()).rev().map(|length| base[..length].to_vec()).find(|prefix| modules.contains_key(prefix))
}

/// The modules that each module imports.
fn imports(modules: &BTreeMap<Module, File>) -> BTreeMap<Module, BTreeSet<Module>> {
    let of = |(module, file): (&Module, &File)| {
        let code = file.shipped();
        let mut paths = paths(code);
        let children = modules.keys().filter(|other| other.len() == module.len() + 1 && other.starts_with(module));
        for child in children.filter_map(|child| child.last()) {
            if Regex::new(&format!(r"(?:^|[^\w:]){child}::")).unwrap().is_match(code) {
                paths.push(vec!["self".into(), child.clone()]);
            }
        }
        let found = paths.iter().filter_map(|path| resolve(module, path, modules)).filter(|other| other != module);
        (module.clone(), found.collect())
    };
    modules.iter().map(of).collect()
}

/// The shortest cycle through `start`.
fn circle<T: Ord + Clone>(start: &T, imports: &BTreeMap<T, BTreeSet<T>>) -> Option<Vec<T>> {
    let mut from: BTreeMap<&T, &T> = BTreeMap::new();
    let mut next = VecDeque::from([start]);
    while let Some(module) = next.pop_front() {
        for other in &imports[module] {
            if other == start {
                let back = std::iter::successors(Some(module), |at| from.get(at).copied());
                let mut way: Vec<T> = back.cloned().collect();
                way.reverse();
                return Some(way);
            }
            if !from.contains_key(other) {
                from.insert(other, module);
                next.push_back(other);
            }
        }
    }
    None
}

/// For each type, the files with methods of it, and for each of these the others whose methods it calls on itself.
fn calls_between_impls(files: &[File]) -> BTreeMap<String, BTreeMap<String, BTreeSet<String>>> {
    let block = Regex::new(r"(?ms)^impl(?:<[^{]*?>)? (\w+)(?:<[^{]*?>)? \{\n(.*?)^\}").unwrap();
    let method = Regex::new(r"\bfn (\w+)").unwrap();
    let call = Regex::new(r"\b(?:self\.|Self::)(\w+)\(").unwrap();
    let mut blocks: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for file in files {
        for found in block.captures_iter(file.shipped()) {
            // Types of one name in different layers are different types.
            let layer = file.path.split('/').next().unwrap();
            let name = format!("{layer}::{}", &found[1]);
            blocks.entry(name).or_default().push((file.path.clone(), found[2].to_owned()));
        }
    }
    let between = |blocks: &Vec<(String, String)>| {
        let home = |name: &str| {
            let defines = |code: &str| method.captures_iter(code).any(|found| &found[1] == name);
            blocks.iter().find(|(_, code)| defines(code)).map(|(path, _)| path.clone())
        };
        let mut calls: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (path, code) in blocks {
            let called = call.captures_iter(code).filter_map(|found| home(&found[1])).filter(|other| other != path);
            calls.entry(path.clone()).or_default().extend(called);
        }
        calls
    };
    blocks.iter().map(|(name, blocks)| (name.clone(), between(blocks))).collect()
}

#[test]
fn paths_of_imports_are_read() {
    let read = |code: &str| paths(code).iter().map(|path| path.join("::")).collect::<Vec<_>>().join(" ");
    assert_eq!(read("use super::{a, b::{C, d::E as F}};"), "super::a super::b::C super::b::d::E");
    assert_eq!(read("let a = crate::text::width(b); pub(in crate::formats) fn c() {}"), "crate::text::width");
    assert_eq!(read("impl Iterator + use<'_> {} use std::fmt;"), "std::fmt");
    assert_eq!(read("use crate::a::{b, c};"), "crate::a::b crate::a::c");
    let modules: BTreeMap<Module, File> =
        ["a/mod.rs", "a/b.rs", "lib.rs"].map(|path| (module(path), File::of(path, ""))).into();
    let to = |from: &str, path: &str| {
        let path: Vec<String> = path.split("::").map(str::to_owned).collect();
        resolve(&module(from), &path, &modules).map(|module| module.join("::"))
    };
    assert_eq!(to("a/b.rs", "super::Type").as_deref(), Some("a"));
    assert_eq!(to("a/mod.rs", "b::Type").as_deref(), Some("a::b"));
    assert_eq!(to("a/b.rs", "crate::a::b::Type").as_deref(), Some("a::b"));
    assert_eq!((to("a/b.rs", "crate::Type").as_deref(), to("a/b.rs", "std::fmt")), (Some(""), None));
}

#[test]
fn no_file_imports_itself_by_way_of_others() {
    let modules: BTreeMap<Module, File> = files("src").into_iter().map(|file| (module(&file.path), file)).collect();
    let imports = imports(&modules);
    assert!(imports.values().map(BTreeSet::len).sum::<usize>() > 300, "imports are found");
    for start in modules.keys() {
        if let Some(way) = circle(start, &imports) {
            let way: Vec<&str> = way.iter().map(|module| modules[module].path.as_str()).collect();
            panic!("a circle of imports: {} → {}", way.join(" → "), way[0]);
        }
    }
}

#[test]
fn calls_between_impl_blocks_are_found() {
    let file = |path: &str, code: &str| File::of(path, &format!("impl<'a> Walk<'a> {{\n{code}\n}}\n"));
    let files = [
        file("a/one.rs", "    fn start(&self) { self.next(); self.start() }"),
        file("a/two.rs", "    fn next(&self) { Self::last() }"),
        file("a/three.rs", "    fn last() {}"),
    ];
    let calls = &calls_between_impls(&files)["a::Walk"];
    let of = |path: &str| calls[path].iter().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!([of("a/one.rs"), of("a/two.rs"), of("a/three.rs")], ["a/two.rs", "a/three.rs", ""]);
    assert_eq!(circle(&"a/one.rs".to_owned(), calls), None);
}

#[test]
fn no_impl_block_calls_itself_by_way_of_other_files() {
    for (name, calls) in calls_between_impls(&files("src")) {
        for start in calls.keys() {
            if let Some(way) = circle(start, &calls) {
                panic!("the methods of {name} call each other in a circle: {} → {}", way.join(" → "), way[0]);
            }
        }
    }
}
