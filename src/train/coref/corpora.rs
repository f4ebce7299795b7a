//! Reads the corpora annotated with mentions and speakers: `news_names_train.jsonl`, `web_train.jsonl.xz` and
//! `coref/{litbank,gum,gap,novels}.jsonl.xz` of a folder, and the texts of `tests/people`. Every sixth text of each is
//! set aside.

use super::answers::{GoldSpeaker, GoldText, Names, span};
use crate::text::{Offsets, Span};
use crate::train::gold;
use crate::train::samples::{self, Points};
use anyhow::{Context, Result};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::path::Path;

/// A corpus, in the order of the columns of the scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Corpus {
    News,
    Web,
    Litbank,
    Gum,
    Gap,
    Novels,
    /// The texts of `tests/people`.
    Own,
}

/// A text of a corpus.
pub struct Text {
    pub corpus: Corpus,
    /// Whether nothing is learned from it.
    pub set_aside: bool,
    pub gold: GoldText,
}

/// The files of a folder that are read.
pub const FILES: [&str; 7] = [
    "news_names_train.jsonl",
    "train.jsonl.xz",
    "web_train.jsonl.xz",
    "coref/litbank.jsonl.xz",
    "coref/gum.jsonl.xz",
    "coref/gap.jsonl.xz",
    "coref/novels.jsonl.xz",
];

/// One text in this many is set aside.
const SET_ASIDE: usize = 6;

/// All texts in `folder`.
///
/// # Errors
/// If a file cannot be read or has a line of another form.
pub fn read(folder: &Path) -> Result<Vec<Text>> {
    let mut texts = news(folder)?;
    texts.extend(numbered(Corpus::Web, lines::<CorpusArticle>(&folder.join("web_train.jsonl.xz"))?, 0, |line| {
        let text = line.text.clone();
        named(line, text)
    }));
    let coref = folder.join("coref");
    texts.extend(numbered(Corpus::Litbank, lines(&coref.join("litbank.jsonl.xz"))?, 0, annotated));
    texts.extend(numbered(Corpus::Gum, lines(&coref.join("gum.jsonl.xz"))?, 0, annotated));
    texts.extend(lines::<Passage>(&coref.join("gap.jsonl.xz"))?.into_iter().map(|line| {
        let set_aside = line.id.starts_with("validation");
        Text { corpus: Corpus::Gap, set_aside, gold: passage(line) }
    }));
    texts.extend(numbered(Corpus::Novels, lines(&coref.join("novels.jsonl.xz"))?, SET_ASIDE - 1, novel));
    texts.extend(gold::all()?.into_iter().filter(|text| !text.genre.starts_with("lang-")).map(own));
    Ok(texts)
}

/// A text of `tests/people`. Nothing is learned from those with a number, which are measured elsewhere too, nor from
/// the sample, which users see first.
fn own(text: gold::Gold) -> Text {
    let set_aside = text.id.starts_with(|c: char| c.is_ascii_digit()) || text.id == "sample";
    let is_named = |person: &gold::GoldPerson| person.kind != "unnamed" && person.name.contains(char::is_uppercase);
    let called = |person: &gold::GoldPerson| std::iter::once(&person.name).chain(&person.aliases).cloned().collect();
    let who = |name: &str| text.people.iter().position(|person| person.name == name);
    let answer = |name: &str| {
        let who = who(name)?;
        let person = &text.people[who];
        Some(if is_named(person) { GoldSpeaker::Is(who) } else { GoldSpeaker::Unnamed(called(person)) })
    };
    let people = text.people.iter().map(|person| match is_named(person) {
        true => Names { names: called(person), is_organisation: Some(person.kind == "group"), ..Names::default() },
        false => Names { descriptions: called(person), ..Names::default() },
    });
    let people = people.collect();
    let mentions =
        text.mentions.iter().filter_map(|(range, name)| Some((Span::new(range.start, range.end), who(name)?)));
    let mentions = mentions.collect();
    let said = |quote: &gold::GoldQuote| {
        let pieces = quote.content.iter().map(|range| Span::new(range.start, range.end)).collect();
        Some((pieces, answer(quote.speaker.as_deref()?)?))
    };
    let quotations = text.quotes.iter().filter_map(said).collect();
    let gold = sorted(GoldText { people, mentions, quotations, text: text.text, ..GoldText::default() });
    Text { corpus: Corpus::Own, set_aside, gold }
}

fn numbered<L>(corpus: Corpus, lines: Vec<L>, aside: usize, gold: impl Fn(L) -> GoldText) -> Vec<Text> {
    let text = |(at, line)| Text { corpus, set_aside: at % SET_ASIDE == aside, gold: gold(line) };
    lines.into_iter().enumerate().map(text).collect()
}

fn lines<L: DeserializeOwned>(path: &Path) -> Result<Vec<L>> {
    let text = samples::read(path)?;
    let parse =
        |(number, line)| serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), number + 1));
    text.lines().enumerate().map(parse).collect()
}

/// An article whose speakers are named.
#[derive(Deserialize)]
struct CorpusArticle {
    #[serde(default)]
    doc: String,
    #[serde(default)]
    text: String,
    quotes: Vec<AnnotatedQuotation>,
    people: Vec<CorpusPerson>,
    pronouns: Vec<CorpusPronoun>,
}

#[derive(Deserialize)]
struct AnnotatedQuotation {
    #[serde(default)]
    start: usize,
    #[serde(default)]
    end: usize,
    #[serde(default)]
    content: Vec<Points>,
    accept: Vec<String>,
    named: bool,
    #[serde(default)]
    members: Vec<Vec<String>>,
}

#[derive(Deserialize)]
struct CorpusPerson {
    name: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    variants: Vec<String>,
}

#[derive(Deserialize)]
struct CorpusPronoun {
    start: usize,
    who: String,
}

#[derive(Deserialize)]
struct CorpusSource {
    id: String,
    text: String,
}

fn news(folder: &Path) -> Result<Vec<Text>> {
    let sources = lines::<CorpusSource>(&folder.join("train.jsonl.xz"))?;
    let sources: FxHashMap<String, String> = sources.into_iter().map(|source| (source.id, source.text)).collect();
    Ok(numbered(Corpus::News, lines::<CorpusArticle>(&folder.join("news_names_train.jsonl"))?, 0, |line| {
        let text = sources.get(&line.doc).cloned().unwrap_or_default();
        named(line, text)
    }))
}

fn named(line: CorpusArticle, text: String) -> GoldText {
    let offsets = Offsets::new(&text);
    let mut people: Vec<Names> = line
        .people
        .iter()
        .map(|person| {
            // Descriptions among the variants are no names.
            let name = |name: &&String| name.chars().next().is_some_and(char::is_uppercase);
            let variants = person.variants.iter().filter(name).cloned();
            let names = std::iter::once(person.name.clone()).chain(variants).collect();
            Names { names, is_organisation: Some(person.kind == "group"), ..Names::default() }
        })
        .collect();
    let mut numbers: FxHashMap<String, usize> =
        line.people.iter().enumerate().map(|(at, person)| (person.name.to_lowercase(), at)).collect();
    let mut quotations = Vec::new();
    for said in &line.quotes {
        let pieces = pieces(&offsets, said.start, said.end, &said.content);
        let answer = match said.accept.first() {
            _ if !said.members.is_empty() => {
                let one =
                    |names: &Vec<String>| names.iter().find_map(|name| numbers.get(&name.to_lowercase()).copied());
                match said.members.iter().map(one).collect::<Option<Vec<usize>>>() {
                    Some(members) => GoldSpeaker::Together(members),
                    None => continue,
                }
            }
            Some(first) if said.named => {
                let known = said.accept.iter().find_map(|name| numbers.get(&name.to_lowercase()).copied());
                GoldSpeaker::Is(known.unwrap_or_else(|| {
                    people.push(Names { names: said.accept.clone(), ..Names::default() });
                    numbers.insert(first.to_lowercase(), people.len() - 1);
                    people.len() - 1
                }))
            }
            _ => GoldSpeaker::Unnamed(said.accept.clone()),
        };
        quotations.push((pieces, answer));
    }
    let pronouns = line.pronouns.iter().map(|pronoun| {
        let who = numbers.get(&pronoun.who.to_lowercase());
        let answer = who.map_or_else(|| GoldSpeaker::Unnamed(vec![pronoun.who.clone()]), |&who| GoldSpeaker::Is(who));
        (offsets.byte(pronoun.start) as u32, answer)
    });
    let pronouns = pronouns.collect();
    // A description that is one person's alone refers to them wherever it stands.
    let mut described: FxHashMap<&str, Option<usize>> = FxHashMap::default();
    for (who, person) in line.people.iter().enumerate() {
        let description = |name: &&String| name.starts_with("the ") || name.starts_with("The ");
        for variant in person.variants.iter().filter(description) {
            described
                .entry(variant)
                .and_modify(|known| *known = known.filter(|&known| known == who))
                .or_insert(Some(who));
        }
    }
    let mut mentions = Vec::new();
    for (variant, who) in described.into_iter().filter_map(|(variant, who)| Some((variant, who?))) {
        mentions.extend(text.match_indices(variant).map(|(at, found)| (Span::new(at, at + found.len()), who)));
    }
    sorted(GoldText { text, people, pronouns, quotations, mentions, complete: true, ..GoldText::default() })
}

fn sorted(mut gold: GoldText) -> GoldText {
    gold.quotations.sort_by_key(|(pieces, _)| pieces.first().map_or(0, |piece| piece.start));
    gold.mentions.sort_by_key(|(mention, _)| (mention.start, mention.end));
    gold
}

/// A text with all mentions of people and organisations.
#[derive(Deserialize)]
struct Annotated {
    text: String,
    entities: Vec<CorpusEntity>,
    #[serde(default)]
    quotes: Vec<CorpusQuote>,
}

#[derive(Deserialize)]
struct CorpusEntity {
    #[serde(rename = "type")]
    kind: String,
    mentions: Vec<Points>,
}

#[derive(Deserialize)]
struct CorpusQuote {
    #[serde(default)]
    start: usize,
    #[serde(default)]
    end: usize,
    #[serde(default)]
    content: Vec<Points>,
    speaker: Option<i64>,
}

/// The pieces of a quotation, which is given as a range or piece by piece.
fn pieces(offsets: &Offsets, start: usize, end: usize, content: &[Points]) -> Vec<Span> {
    match content.is_empty() {
        true => vec![span(offsets, start, end)],
        false => content.iter().map(|points| points.span(offsets)).collect(),
    }
}

fn annotated(line: Annotated) -> GoldText {
    let offsets = Offsets::new(&line.text);
    let mentions = line.entities.iter().enumerate();
    let mentions = mentions.flat_map(|(who, entity)| entity.mentions.iter().map(move |points| (points, who)));
    let mentions = mentions.map(|(points, who)| (points.span(&offsets), who)).collect();
    let names = |entity: &CorpusEntity| Names { is_organisation: Some(entity.kind != "person"), ..Names::default() };
    let people = line.entities.iter().map(names).collect();
    let quotations = spoken(&line.quotes, &offsets);
    sorted(GoldText {
        people,
        mentions,
        quotations,
        by_span: true,
        complete: true,
        text: line.text,
        ..GoldText::default()
    })
}

fn spoken(quotes: &[CorpusQuote], offsets: &Offsets) -> Vec<(Vec<Span>, GoldSpeaker)> {
    let said = |quote: &CorpusQuote| {
        let speaker = usize::try_from(quote.speaker?).ok()?;
        let pieces = pieces(offsets, quote.start, quote.end, &quote.content);
        Some((pieces, GoldSpeaker::Is(speaker)))
    };
    quotes.iter().filter_map(said).collect()
}

/// A passage with one pronoun whose antecedent is known.
#[derive(Deserialize)]
struct Passage {
    id: String,
    text: String,
    pronoun: [usize; 2],
    a: [usize; 2],
    b: [usize; 2],
    a_is: bool,
    b_is: bool,
}

fn passage(line: Passage) -> GoldText {
    let offsets = Offsets::new(&line.text);
    let answer = match (line.a_is, line.b_is) {
        (true, _) => GoldSpeaker::Is(0),
        (_, true) => GoldSpeaker::Is(1),
        _ => GoldSpeaker::NoneOf(vec![0, 1]),
    };
    let pronouns = [(offsets.byte(line.pronoun[0]) as u32, answer)].into_iter().collect();
    let people = [line.a, line.b].map(|[start, end]| {
        let name = span(&offsets, start, end).of(&line.text).to_owned();
        Names { names: vec![name], is_organisation: Some(false), ..Names::default() }
    });
    GoldText { people: people.into(), pronouns, text: line.text, ..GoldText::default() }
}

#[derive(Deserialize)]
struct Novel {
    text: String,
    characters: Vec<Character>,
    quotes: Vec<CorpusQuote>,
}

#[derive(Deserialize)]
struct Character {
    names: Vec<String>,
}

fn novel(line: Novel) -> GoldText {
    let offsets = Offsets::new(&line.text);
    let people = line
        .characters
        .into_iter()
        .map(|character| Names { names: character.names, is_organisation: Some(false), ..Names::default() })
        .collect();
    let quotations = spoken(&line.quotes, &offsets);
    sorted(GoldText { people, quotations, text: line.text, ..GoldText::default() })
}
