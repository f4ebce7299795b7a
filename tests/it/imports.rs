//! No file of `src` depends on itself by way of others. A file depends on those that it imports and on those whose
//! methods it calls, in one graph. A path means the file that its longest prefix names, so a child that imports a type
//! from its parent's `mod.rs`, while that uses the child, is a cycle. A call of a method needs no import if its type is
//! known: where a type has `impl` blocks in several files, calls are followed to the block that defines the method, as
//! far as the text shows the type of the receiver.

use crate::layers::{File, files};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::LazyLock;

/// The path of a module in the crate, without `crate`.
type Module = Vec<String>;
/// The files of a program.
type Modules = BTreeMap<Module, File>;
/// For each file those on which it depends.
type Dependencies = BTreeMap<Module, BTreeSet<Module>>;

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
fn resolve(from: &Module, path: &[String], modules: &Modules) -> Option<Module> {
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
fn imports(modules: &Modules) -> Dependencies {
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
fn circle(start: &Module, imports: &Dependencies) -> Option<Vec<Module>> {
    let mut from: BTreeMap<&Module, &Module> = BTreeMap::new();
    let mut next = VecDeque::from([start]);
    while let Some(module) = next.pop_front() {
        for other in &imports[module] {
            if other == start {
                let back = std::iter::successors(Some(module), |at| from.get(at).copied());
                let mut way: Vec<Module> = back.cloned().collect();
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

/// A call of a method: whether its receiver is a field, the receiver or its type, and the method.
static CALL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(\.\s*)?\b(\w+)\s*(?:\.\s*|::)(\w+)\(").unwrap());
/// A call of a method of the type whose block it is in.
static OWN_CALL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(?:self\s*\.\s*|Self::)(\w+)\(").unwrap());

/// A type whose `impl` blocks are in several files.
struct SplitType {
    layer: String,
    name: String,
    /// The path and the code of each block.
    blocks: Vec<(String, String)>,
    /// The path of the file that defines each method.
    methods: BTreeMap<String, String>,
}

impl SplitType {
    /// All of them in `files`. Types of one name in different layers are different types.
    fn all(files: &[&File]) -> Vec<SplitType> {
        let block = Regex::new(r"(?ms)^impl(?:<[^{]*?>)? (\w+)(?:<[^{]*?>)? \{\n(.*?)^\}").unwrap();
        let method = Regex::new(r"\bfn (\w+)").unwrap();
        let mut types: BTreeMap<(String, String), SplitType> = BTreeMap::new();
        for file in files {
            for found in block.captures_iter(file.shipped()) {
                let key = (layer(&file.path).to_owned(), found[1].to_owned());
                let (layer, name) = key.clone();
                let new = || SplitType { layer, name, blocks: Vec::new(), methods: BTreeMap::new() };
                let of = types.entry(key).or_insert_with(new);
                of.blocks.push((file.path.clone(), found[2].to_owned()));
                of.methods.extend(method.captures_iter(&found[2]).map(|fun| (fun[1].to_owned(), file.path.clone())));
            }
        }
        types.retain(|_, of| of.blocks.iter().any(|(path, _)| *path != of.blocks[0].0));
        types.into_values().collect()
    }

    /// The names that `code` gives to values of the type: variables, parameters and fields.
    fn values(&self, code: &str) -> BTreeSet<String> {
        let name = &self.name;
        if !code.contains(name.as_str()) {
            return BTreeSet::new();
        }
        let declared = Regex::new(&format!(r"\b(\w+): (?:&(?:'\w+ )?(?:mut )?|\w+<)*{name}\b")).unwrap();
        let made = Regex::new(&format!(r"\blet (?:mut )?(\w+) = {name}(?:::| \{{)")).unwrap();
        let found = declared.captures_iter(code).chain(made.captures_iter(code));
        found.map(|found| found[1].to_owned()).collect()
    }

    /// The files whose methods of this type `file` calls. `fields` are the names of values of it in the whole layer.
    fn called_by<'t>(&'t self, file: &File, fields: &BTreeSet<String>) -> Vec<&'t String> {
        let home = |name: &str| self.methods.get(name);
        let code = file.shipped();
        let values = self.values(code);
        let mut called: Vec<&String> = Vec::new();
        for found in CALL.captures_iter(code) {
            let receiver = &found[2];
            let of_field = found.get(1).is_some() && fields.contains(receiver);
            if of_field || receiver == self.name || found.get(1).is_none() && values.contains(receiver) {
                called.extend(home(&found[3]));
            }
        }
        for (_, block) in self.blocks.iter().filter(|(path, _)| *path == file.path) {
            called.extend(OWN_CALL.captures_iter(block).filter_map(|found| home(&found[1])));
        }
        called.retain(|path| **path != file.path);
        called
    }
}

fn layer(path: &str) -> &str {
    path.split('/').next().unwrap()
}

/// The files on which each file depends, by imports and by calls.
fn dependencies(modules: &Modules) -> Dependencies {
    let mut all = imports(modules);
    let files: Vec<&File> = modules.values().collect();
    for split in SplitType::all(&files) {
        let own: Vec<&File> = files.iter().copied().filter(|file| layer(&file.path) == split.layer).collect();
        let fields = own.iter().flat_map(|file| split.values(file.shipped())).collect();
        for file in own {
            let called = split.called_by(file, &fields).into_iter().map(|path| module(path));
            all.entry(module(&file.path)).or_default().extend(called);
        }
    }
    all
}

/// A cycle of `dependencies` as a line of paths.
fn cycle(modules: &Modules, dependencies: &Dependencies) -> Option<String> {
    let way = modules.keys().find_map(|start| circle(start, dependencies))?;
    let way: Vec<&str> = way.iter().chain(&way[..1]).map(|module| modules[module].path.as_str()).collect();
    Some(way.join(" → "))
}

fn by_module(files: Vec<File>) -> Modules {
    files.into_iter().map(|file| (module(&file.path), file)).collect()
}

#[test]
fn paths_of_imports_are_read() {
    let read = |code: &str| paths(code).iter().map(|path| path.join("::")).collect::<Vec<_>>().join(" ");
    assert_eq!(read("use super::{a, b::{C, d::E as F}};"), "super::a super::b::C super::b::d::E");
    assert_eq!(read("let a = crate::text::width(b); pub(in crate::formats) fn c() {}"), "crate::text::width");
    assert_eq!(read("impl Iterator + use<'_> {} use std::fmt;"), "std::fmt");
    assert_eq!(read("use crate::a::{b, c};"), "crate::a::b crate::a::c");
    let modules: Modules = ["a/mod.rs", "a/b.rs", "lib.rs"].map(|path| (module(path), File::of(path, ""))).into();
    let to = |from: &str, path: &str| {
        let path: Vec<String> = path.split("::").map(str::to_owned).collect();
        resolve(&module(from), &path, &modules).map(|module| module.join("::"))
    };
    assert_eq!(to("a/b.rs", "super::Type").as_deref(), Some("a"));
    assert_eq!(to("a/mod.rs", "b::Type").as_deref(), Some("a::b"));
    assert_eq!(to("a/b.rs", "crate::a::b::Type").as_deref(), Some("a::b"));
    assert_eq!((to("a/b.rs", "crate::Type").as_deref(), to("a/b.rs", "std::fmt")), (Some(""), None));
}

#[track_caller]
fn check_cycle(files: &[(&str, &str)], expected: Option<&str>) {
    let modules = by_module(files.iter().map(|(path, code)| File::of(path, code)).collect());
    assert_eq!(cycle(&modules, &dependencies(&modules)).as_deref(), expected);
}

#[test]
fn calls_between_impl_blocks_are_found() {
    let one = "impl<'a> Walk<'a> {\n    fn start(&self) { self.next(); self.start() }\n}\n";
    let two = "impl<'a> Walk<'a> {\n    fn next(&self) { Self::last() }\n}\n";
    let three = |code: &'static str| [("a/one.rs", one), ("a/two.rs", two), ("a/three.rs", code)];
    check_cycle(&three("impl Walk<'_> {\n    fn last() {}\n}\n"), None);
    let back = "impl Walk<'_> {\n    fn last() { Self::start() }\n}\n";
    check_cycle(&three(back), Some("a/one.rs → a/two.rs → a/three.rs → a/one.rs"));
}

#[test]
fn calls_and_imports_are_one_graph() {
    // A type in a `mod.rs` that calls a method of its own in a child, which imports the type.
    let parent = "mod carried;\nstruct Finder;\nimpl Finder {\n    fn run(&self) { self.carried() }\n}\n";
    let child = "use super::Finder;\nimpl Finder {\n    fn carried(&self) {}\n}\n";
    check_cycle(&[("a/mod.rs", parent), ("a/carried.rs", child)], Some("a/mod.rs → a/carried.rs → a/mod.rs"));
    // The same by way of a variable, of a parameter and of a field.
    let opening = "use super::session::Session;\nimpl Session {\n    fn open(&mut self, at: usize) {}\n}\n";
    let variable =
        "struct Session;\nimpl Session {\n    fn new() { let mut session = Session { a };\n session.open(0) }\n}\n";
    let parameter = "struct Session;\nimpl Session {\n    fn a() {}\n}\nfn b(all: &mut Session) { all\n .open(0) }\n";
    let field = "struct Session;\nimpl Session {\n    fn a() {}\n}\nfn b(all: All) { all.inner.open(0) }\n";
    let holder = ("a/all.rs", "use super::session::Session;\nstruct All { inner: Option<Session> }\n");
    for code in [variable, parameter, field] {
        let files = [("a/opening.rs", opening), ("a/session.rs", code), holder];
        check_cycle(&files, Some("a/opening.rs → a/session.rs → a/opening.rs"));
    }
    // Another value with a method of the same name.
    let other = "struct Session;\nimpl Session {\n    fn a() {}\n}\nfn b(file: &File) { file.open(0) }\n";
    check_cycle(&[("a/opening.rs", opening), ("a/session.rs", other)], None);
}

/// The files of `src`, and the files on which each depends.
static SOURCE: LazyLock<(Modules, Dependencies)> = LazyLock::new(|| {
    let modules = by_module(files("src"));
    let dependencies = dependencies(&modules);
    (modules, dependencies)
});

#[test]
fn files_do_not_depend_on_each_other_in_a_circle() {
    let (modules, dependencies) = &*SOURCE;
    assert!(imports(modules).values().map(BTreeSet::len).sum::<usize>() > 300, "imports are found");
    assert!(SplitType::all(&modules.values().collect::<Vec<_>>()).len() > 5, "types in several files are found");
    assert_eq!(cycle(modules, dependencies), None);
}

/// In every folder of `src`, the files and folders are in an order in which none imports from one further down.
#[test]
fn folders_do_not_depend_on_each_other_in_a_circle() {
    let (modules, all) = &*SOURCE;
    let inner = modules.keys().filter(|module| !module.is_empty());
    let parents: BTreeSet<Module> = inner.map(|module| module[..module.len() - 1].to_vec()).collect();
    for parent in parents.iter().filter(|parent| !parent.is_empty()) {
        // A module is in the child of `parent` that holds it.
        let child =
            |module: &Module| module.starts_with(parent).then(|| module.get(..=parent.len()).map(<[_]>::to_vec));
        let mut children: Dependencies = BTreeMap::new();
        for (module, others) in all {
            let Some(own) = child(module).flatten() else { continue };
            let others = others.iter().filter_map(|other| child(other).flatten()).filter(|other| *other != own);
            children.entry(own.clone()).or_default().extend(others);
        }
        for start in children.keys() {
            if let Some(way) = circle(start, &children) {
                let way: Vec<String> = way.iter().map(|module| module.join("/")).collect();
                panic!("folders depend on each other in a circle: {}", way.join(" → "));
            }
        }
    }
}
