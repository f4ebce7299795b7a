//! Reads the annotated texts of `tests/people` (`*.gold.txt`): texts with tags for quotations, people and mentions.
//!
//! A header of `# key: value` lines (`people: NAME|ALIAS…|kind=…|role=…`) and a blank line precede the text. In it, `<q
//! s="SPEAKER" k="KIND" g="GROUP" by="ID" opt="1">` tags each part of a quotation (parts with the same `g` belong
//! together), `<p n="PERSON" src="1" id="ID">` a mention, and `<x>` words in quotation marks that are not a quotation.
//! `s="?"` means that the speaker is unknown.

use std::collections::HashMap;
use std::ops::Range;

pub struct Gold {
    pub id: String,
    pub genre: String,
    pub text: String,
    pub people: Vec<Person>,
    pub quotes: Vec<Quote>,
    /// Mentions by span, with the name of the person.
    pub mentions: Vec<(Range<usize>, String)>,
    /// Words in quotation marks that are not a quotation, in bytes.
    pub negatives: Vec<Range<usize>>,
}

#[derive(Default)]
pub struct Person {
    pub name: String,
    pub aliases: Vec<String>,
    pub kind: String,
}

pub struct Quote {
    /// `direct`, `mixed` or `indirect`.
    pub kind: String,
    /// The spans, in bytes.
    pub content: Vec<Range<usize>>,
    /// The name of a person in the header.
    pub speaker: Option<String>,
    pub nested: bool,
    /// Debatable: neither rewarded nor punished.
    pub optional: bool,
}

struct Element<'a> {
    tag: &'a str,
    attributes: HashMap<&'a str, &'a str>,
    span: Range<usize>,
    parent: Option<usize>,
}

/// All annotated texts, by name.
pub fn all() -> Vec<Gold> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/people");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_name()?.to_str()?.strip_suffix(".gold.txt")?.to_owned();
        Some(parse(name, &std::fs::read_to_string(path).unwrap()))
    };
    paths.iter().filter_map(read).collect()
}

pub fn parse(id: String, source: &str) -> Gold {
    let (header, body) = source.split_once("\n\n").expect("a blank line after the header");
    let (mut genre, mut people) = (String::new(), Vec::new());
    for line in header.lines() {
        let (key, value) = line.trim_start_matches("# ").split_once(": ").expect("a key in the header");
        match key {
            "genre" => genre = value.to_owned(),
            "people" => people.push(person(value)),
            _ => {}
        }
    }
    let (text, elements) = strip(body.trim_matches('\n'));
    let quoting = |at: usize| {
        let mut parent = elements[at].parent;
        while parent.is_some_and(|parent| elements[parent].tag != "q") {
            parent = parent.and_then(|parent| elements[parent].parent);
        }
        parent
    };
    let mut quotes: Vec<Quote> = Vec::new();
    let mut groups = HashMap::new();
    let (mut negatives, mut mentions) = (Vec::new(), Vec::new());
    for (at, element) in elements.iter().enumerate() {
        let attribute = |name| element.attributes.get(name).copied();
        match element.tag {
            "q" => {
                let group = attribute("g").and_then(|group| groups.get(group).copied());
                let optional = attribute("opt") == Some("1");
                if let Some(quote) = group.and_then(|group: usize| quotes.get_mut(group)) {
                    quote.content.push(element.span.clone());
                    quote.optional |= optional;
                    continue;
                }
                if let Some(group) = attribute("g") {
                    groups.insert(group, quotes.len());
                }
                let speaker = attribute("s").expect("a speaker");
                assert!(speaker == "?" || people.iter().any(|p: &Person| p.name == speaker), "{id}: who is {speaker}?");
                quotes.push(Quote {
                    kind: attribute("k").expect("a kind").to_owned(),
                    content: vec![element.span.clone()],
                    speaker: (speaker != "?").then(|| speaker.to_owned()),
                    nested: quoting(at).is_some(),
                    optional,
                });
            }
            "x" if quoting(at).is_none() => negatives.push(element.span.clone()),
            "p" => {
                let name = attribute("n").expect("a name");
                assert!(people.iter().any(|p: &Person| p.name == name), "{id}: who is {name}?");
                mentions.push((element.span.clone(), name.to_owned()));
            }
            _ => {}
        }
    }
    Gold { id, genre, text, people, quotes, mentions, negatives }
}

fn person(line: &str) -> Person {
    let mut person = Person::default();
    for part in line.split('|').map(str::trim).filter(|part| !part.is_empty()) {
        match part.split_once('=') {
            Some(("kind", kind)) => person.kind = kind.to_owned(),
            Some(("role", _)) => {}
            _ if person.name.is_empty() => person.name = part.to_owned(),
            _ => person.aliases.push(part.to_owned()),
        }
    }
    person
}

/// The text without tags, and the tagged elements.
fn strip(body: &str) -> (String, Vec<Element<'_>>) {
    let (mut text, mut elements, mut open) = (String::new(), Vec::<Element>::new(), Vec::new());
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let (tag, after) = rest[at + 1..].split_once('>').expect("a closed tag");
        rest = after;
        if let Some(closed) = tag.strip_prefix('/') {
            let element: usize = open.pop().expect("an open element");
            assert_eq!(elements[element].tag, closed, "unbalanced tags near {:?}", &rest[..rest.len().min(40)]);
            elements[element].span.end = text.len();
            continue;
        }
        let (tag, mut left) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut attributes = HashMap::new();
        while let Some((key, value)) = left.trim_start().split_once("=\"") {
            let (value, after) = value.split_once('"').expect("a closed value");
            attributes.insert(key, value);
            left = after;
        }
        elements.push(Element { tag, attributes, span: text.len()..text.len(), parent: open.last().copied() });
        open.push(elements.len() - 1);
    }
    text.push_str(rest);
    assert!(open.is_empty(), "an element is left open");
    (text, elements)
}
