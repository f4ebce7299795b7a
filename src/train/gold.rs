//! Reads the annotated texts of `tests/people`: files `*.gold.txt`, each a text with its quotations, people and
//! mentions tagged. The tests include this file, so that they need no feature.
//!
//! A header of `# key: value` lines (`people: NAME|ALIAS…|kind=…|role=…`), a blank line, then the text with `<q
//! s="SPEAKER" k="KIND" g="TURN" by="ID" opt="1">` around each piece of a quotation (pieces with the same `g` belong to
//! one), `<p n="PERSON" src="1" id="ID">` around a mention and `<x>` around marked words that are not a quotation.
//! `s="?"` means that the speaker is unknown.

use anyhow::{Context, Result, bail, ensure};
use std::collections::HashMap;
use std::ops::Range;

/// An annotated text. Ranges are in bytes of `text`.
pub struct Gold {
    /// The file's name without its extension.
    pub id: String,
    pub genre: String,
    pub text: String,
    pub people: Vec<GoldPerson>,
    pub quotes: Vec<GoldQuote>,
    /// Each mention with the name of the person it refers to.
    pub mentions: Vec<(Range<usize>, String)>,
    /// Marked words that are not a quotation.
    pub negatives: Vec<Range<usize>>,
}

/// A person or body of the header.
#[derive(Default)]
pub struct GoldPerson {
    pub name: String,
    pub aliases: Vec<String>,
    pub kind: String,
}

/// An annotated quotation, of one or more pieces.
pub struct GoldQuote {
    /// `direct`, `mixed` or `indirect`.
    pub kind: String,
    pub content: Vec<Range<usize>>,
    /// The name of a person of the header. `None` if the speaker is unknown.
    pub speaker: Option<String>,
    /// Whether it stands inside another quotation.
    pub nested: bool,
    /// Whether either answer is defensible, so that it is not scored.
    pub optional: bool,
}

/// A tagged stretch of the text.
struct Element<'a> {
    tag: &'a str,
    attributes: HashMap<&'a str, &'a str>,
    span: Range<usize>,
    /// The innermost element around it, by index.
    parent: Option<usize>,
}

impl Element<'_> {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).copied()
    }

    fn required(&self, name: &str) -> Result<&str> {
        self.attribute(name).with_context(|| format!("<{}> lacks the attribute `{name}`", self.tag))
    }
}

/// All annotated texts of the repository, sorted by name.
///
/// # Errors
/// If a file cannot be read, or is not well-formed.
pub fn all() -> Result<Vec<Gold>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/people");
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {folder}"))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    let mut texts = Vec::new();
    for path in paths {
        let id = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".gold.txt"));
        if let Some(id) = id {
            let source = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            texts.push(parse(id.to_owned(), &source).with_context(|| path.display().to_string())?);
        }
    }
    Ok(texts)
}

/// The annotated text in `source`.
///
/// # Errors
/// If the header or the tags are not well-formed, or name a person who is not in the header.
pub fn parse(id: String, source: &str) -> Result<Gold> {
    let (header, body) = source.split_once("\n\n").context("no blank line after the header")?;
    let (mut genre, mut people) = (String::new(), Vec::new());
    for line in header.lines() {
        let (key, value) = line.trim_start_matches("# ").split_once(": ").context("a header line without a key")?;
        match key {
            "genre" => genre = value.to_owned(),
            "people" => people.push(person(value)),
            _ => {}
        }
    }
    let (text, elements) = strip(body.trim_matches('\n'))?;
    let is_listed = |name: &str| people.iter().any(|person: &GoldPerson| person.name == name);
    let mut quotes: Vec<GoldQuote> = Vec::new();
    let mut by_turn = HashMap::new();
    let (mut negatives, mut mentions) = (Vec::new(), Vec::new());
    for (at, element) in elements.iter().enumerate() {
        match element.tag {
            "q" => {
                let turn = element.attribute("g");
                let optional = element.attribute("opt") == Some("1");
                let begun = turn.and_then(|turn| by_turn.get(turn)).and_then(|&quote: &usize| quotes.get_mut(quote));
                if let Some(quote) = begun {
                    quote.content.push(element.span.clone());
                    quote.optional |= optional;
                    continue;
                }
                if let Some(turn) = turn {
                    by_turn.insert(turn, quotes.len());
                }
                let speaker = element.required("s")?;
                ensure!(speaker == "?" || is_listed(speaker), "{speaker} is not in the header");
                quotes.push(GoldQuote {
                    kind: element.required("k")?.to_owned(),
                    content: vec![element.span.clone()],
                    speaker: (speaker != "?").then(|| speaker.to_owned()),
                    nested: is_quoted(&elements, at),
                    optional,
                });
            }
            "x" if !is_quoted(&elements, at) => negatives.push(element.span.clone()),
            "p" => {
                let name = element.required("n")?;
                ensure!(is_listed(name), "{name} is not in the header");
                mentions.push((element.span.clone(), name.to_owned()));
            }
            _ => {}
        }
    }
    Ok(Gold { id, genre, text, people, quotes, mentions, negatives })
}

fn person(line: &str) -> GoldPerson {
    let mut person = GoldPerson::default();
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

/// Whether the element at `at` stands inside a quotation.
fn is_quoted(elements: &[Element], at: usize) -> bool {
    let parent = |element: &&Element| element.parent.and_then(|parent| elements.get(parent));
    std::iter::successors(elements.get(at), parent).skip(1).any(|element| element.tag == "q")
}

/// The text without its tags, and the elements that the tags mark.
fn strip(body: &str) -> Result<(String, Vec<Element<'_>>)> {
    let (mut text, mut elements, mut open) = (String::new(), Vec::<Element>::new(), Vec::<usize>::new());
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let (tag, after) = rest[at + 1..].split_once('>').context("a tag is not closed")?;
        rest = after;
        if let Some(closed) = tag.strip_prefix('/') {
            match open.pop().and_then(|element| elements.get_mut(element)) {
                Some(element) if element.tag == closed => element.span.end = text.len(),
                _ => bail!("</{closed}> closes no open element, after {:?}", tail(&text)),
            }
            continue;
        }
        let (tag, mut left) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut attributes = HashMap::new();
        while let Some((key, value)) = left.trim_start().split_once("=\"") {
            let (value, after) = value.split_once('"').context("a value is not closed")?;
            attributes.insert(key, value);
            left = after;
        }
        elements.push(Element { tag, attributes, span: text.len()..text.len(), parent: open.last().copied() });
        open.push(elements.len() - 1);
    }
    text.push_str(rest);
    ensure!(open.is_empty(), "an element is left open");
    Ok((text, elements))
}

/// The end of `text`, to show where an error is.
fn tail(text: &str) -> &str {
    text.char_indices().nth_back(39).map_or(text, |(at, _)| &text[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "# genre: news\n# people: Ada Lind|Lind|kind=person\n\n";

    #[test]
    fn quotations_and_mentions_are_read() {
        let body = r#"<p n="Ada Lind">Lind</p> said <q s="Ada Lind" k="direct" g="1">“No</q>, <q s="Ada Lind" k="direct" g="1">no”</q>."#;
        let gold = parse("lind".to_owned(), &format!("{HEADER}{body}\n")).unwrap();
        assert_eq!(gold.text, "Lind said “No, no”.");
        assert_eq!((gold.people[0].name.as_str(), gold.people[0].aliases.len()), ("Ada Lind", 1));
        let pieces: Vec<&str> = gold.quotes[0].content.iter().map(|piece| &gold.text[piece.clone()]).collect();
        assert_eq!((gold.quotes.len(), pieces), (1, vec!["“No", "no”"]));
        assert_eq!(&gold.text[gold.mentions[0].0.clone()], "Lind");
    }

    #[test]
    fn errors_of_the_markup_are_named() {
        for (body, error) in [
            (r#"<q s="Ada Lind" k="direct">“No”"#, "an element is left open"),
            (r#"<q s="Ada Lind" k="direct">“No”</p>"#, "</p> closes no open element, after \"“No”\""),
            (r#"<q s="Ada Lind">“No”</q>"#, "<q> lacks the attribute `k`"),
            (r#"<p n="Tom Orr">Orr</p>"#, "Tom Orr is not in the header"),
            ("a <p", "a tag is not closed"),
        ] {
            let result = parse("odd".to_owned(), &format!("{HEADER}{body}"));
            assert_eq!(result.err().map(|error| error.to_string()).as_deref(), Some(error), "{body}");
        }
        assert!(parse("odd".to_owned(), "no header").is_err());
    }
}
