//! [`Candidates`]: the completions of a prompt: people, files, recent sources.

use crate::reader::state::input::person_lookup;
use crate::record::{PersonId, Record};
use crate::text::{one_line, pluralize, shown};

/// One completion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The text that it puts into the line.
    pub text: String,
    /// The text that it is listed by.
    pub label: String,
    /// A remark beside the label.
    pub note: String,
    /// The person that it names.
    pub person: Option<PersonId>,
}

/// The completions of the line, the likeliest first.
#[derive(Debug, Default)]
pub struct Candidates {
    pub all: Vec<Candidate>,
    /// The one that the line was completed to.
    pub chosen: Option<usize>,
}

impl Candidates {
    /// The chosen one.
    pub fn choice(&self) -> Option<&Candidate> {
        self.all.get(self.chosen?)
    }
}

/// The names in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// The typed folder, up to its last `/`; empty for the current one.
    pub typed: String,
    /// In order; of folders with a `/` at the end.
    pub names: Vec<String>,
}

impl Folder {
    /// The names of a folder, in order, without those that cannot be typed.
    pub fn new(typed: String, mut names: Vec<String>) -> Folder {
        names.retain(|name| name.chars().all(|c| shown(c) == c));
        names.sort_unstable();
        Folder { typed, names }
    }

    /// The folder of a path that begins with `typed`: everything up to the last `/`. `None` for an address.
    pub fn folder_of(typed: &str) -> Option<&str> {
        let end = typed.rfind('/').map_or(0, |slash| slash + 1);
        (!typed.contains("://")).then(|| &typed[..end])
    }

    /// The paths in it that begin with `typed`. Case counts only where there is a capital; hidden files are offered
    /// only after a full stop.
    pub fn paths<'f>(&'f self, typed: &'f str) -> impl Iterator<Item = Candidate> + 'f {
        let rest = typed.strip_prefix(self.typed.as_str());
        let exact = rest.is_some_and(|rest| rest.contains(char::is_uppercase));
        let begins = move |name: &&String| {
            let Some(rest) = rest else { return false };
            if rest.is_empty() {
                return !name.starts_with('.');
            }
            let same = |(a, b): (char, char)| a == b || !exact && a.to_lowercase().eq(b.to_lowercase());
            name.chars().count() >= rest.chars().count() && name.chars().zip(rest.chars()).all(same)
        };
        let names = self.names.iter().filter(begins);
        names.map(|name| Candidate {
            text: format!("{}{name}", self.typed),
            label: name.clone(),
            note: String::new(),
            person: None,
        })
    }
}

/// The people whom `typed` may mean, without `except`, with role and number of quotations.
pub fn people(record: &Record, typed: &str, except: Option<PersonId>) -> Vec<Candidate> {
    let found = person_lookup::people_matching(record, typed).into_iter().filter(|&person| Some(person) != except);
    let candidate = |id: PersonId| {
        let person = &record.people()[id];
        let said = pluralize(record.quotations_of(id).len(), "quotation");
        let note = person.role.as_deref().map_or(said.clone(), |role| format!("{} · {said}", one_line(role)));
        let name = one_line(&person.name);
        Candidate { text: name.clone(), label: name, note, person: Some(id) }
    };
    found.map(candidate).collect()
}

/// The files and sources that `typed` may mean: paths that begin with it, then recent sources that contain all its
/// words. If nothing is typed, recent sources come first.
pub fn sources(folder: Option<&Folder>, recent: &[String], typed: &str) -> Vec<Candidate> {
    let paths = folder.into_iter().flat_map(|folder| folder.paths(typed));
    let words: Vec<String> = typed.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let holds = |source: &&String| {
        let source = source.to_lowercase();
        words.iter().all(|word| source.contains(word.as_str()))
    };
    let recent = recent.iter().filter(holds);
    let recent = recent.map(|source| Candidate {
        text: source.clone(),
        label: source.clone(),
        note: "opened recently".into(),
        person: None,
    });
    if typed.is_empty() { recent.chain(paths).collect() } else { paths.chain(recent).collect() }
}

/// The longest prefix that all `candidates` share.
pub fn common_beginning(candidates: &[Candidate]) -> &str {
    let Some((first, others)) = candidates.split_first() else { return "" };
    let shared = |text: &str| {
        let pairs = first.text.char_indices().zip(text.chars());
        let different = pairs.into_iter().find(|((_, a), b)| a != b).map(|((at, _), _)| at);
        different.unwrap_or(first.text.len().min(text.len()))
    };
    let end = others.iter().map(|other| shared(&other.text)).min().unwrap_or(first.text.len());
    &first.text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, names: &[&str], recent: &[&str], expected: &[&str], common: &str) {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let folder = Folder::folder_of(typed).map(|folder| Folder::new(folder.into(), owned(names)));
        let found = sources(folder.as_ref(), &owned(recent), typed);
        assert_eq!(found.iter().map(|candidate| candidate.text.as_str()).collect::<Vec<_>>(), expected, "{typed}");
        assert_eq!(common_beginning(&found), common, "{typed}");
    }

    #[test]
    fn paths_and_recent_sources_are_offered() {
        let names = ["notes.txt", "News/", "news.html", ".hidden", "new\u{1b}[2J", "été.txt"];
        check("", &names, &["/a/b.txt"], &["/a/b.txt", "News/", "news.html", "notes.txt", "été.txt"], "");
        check("ne", &names, &[], &["News/", "news.html"], "");
        check("Ne", &names, &[], &["News/"], "News/");
        check("n", &names, &[], &["News/", "news.html", "notes.txt"], "");
        check("news.", &names, &[], &["news.html"], "news.html");
        check("É", &names, &[], &[], "");
        check("é", &names, &[], &["été.txt"], "été.txt");
        check(".", &names, &[], &[".hidden"], ".hidden");
        check("~/in/ne", &["next", "new", "old"], &[], &["~/in/new", "~/in/next"], "~/in/ne");
        check("$HOME/", &["a"], &[], &["$HOME/a"], "$HOME/a");
        check("news.html.gz", &names, &[], &[], "");
        let recent = ["https://bay.example/horn", "/home/ada/horn.txt"];
        check("horn", &["horn"], &recent, &["horn", recent[0], recent[1]], "");
        check("https://bay", &names, &recent, &[recent[0]], recent[0]);
        check("bay HORN", &names, &recent, &[recent[0]], recent[0]);
    }
}
