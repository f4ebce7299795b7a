//! [`PreparedArticle`]: an article with its analysis, packed and split into words, ready to be stored. Preparing is
//! most of the work of storing, and needs no library, so any thread can do it.

use super::packed;
use crate::article::{Article, Block, BlockKind, Inline, Meta};
use crate::language::{Analysis, Engine, Person, Quotation};
use crate::library::identity::person_attributes::PersonAttributes;
use crate::library::store::{SourceKey, fingerprint};
use crate::library::words::{add_folded, beginnings, folded};
use crate::record::{self, Correction, Kind, MentionType, PersonKind, Record, SpeechAct, count_words};
use crate::text::{Day, host, one_line};
use rustc_hash::FxHashSet;
use serde::Serialize;
use std::path::Path;

/// The most bytes of a person's names in the index.
const MAX_NAMES: usize = 1000;
/// The most mentions of a person that are used as evidence.
const MAX_MENTIONS: usize = 40;

/// An article ready to be stored.
#[derive(Clone, Debug)]
pub struct PreparedArticle {
    pub key: SourceKey,
    pub(in crate::library) fingerprint: u64,
    pub(in crate::library) bytes: usize,
    pub(in crate::library) word_count: usize,
    pub(in crate::library) meta: Meta,
    pub(in crate::library) day: Option<Day>,
    pub(in crate::library) outlet: Option<Outlet>,
    pub(in crate::library) language: &'static str,
    pub(in crate::library) engine: Engine,
    pub(in crate::library) model: u8,
    pub(in crate::library) packed_text: Vec<u8>,
    pub(in crate::library) packed_structure: Vec<u8>,
    pub(in crate::library) packed_findings: Vec<u8>,
    pub(in crate::library) index: Index,
    /// Whether it is the text of an article in a feed, which may be shorter than its page.
    pub(in crate::library) is_from_feed: bool,
}

/// The searchable words of an article.
#[derive(Clone, Debug, Default)]
pub(in crate::library) struct Index {
    /// The words of the text, and their beginnings.
    pub words: String,
    pub beginnings: String,
    pub people: Vec<IndexedPerson>,
    pub quotations: Vec<IndexedQuotation>,
}

#[derive(Clone, Debug)]
pub(in crate::library) struct IndexedPerson {
    pub kind: u8,
    pub name: String,
    pub role: Option<String>,
    pub names: String,
    pub roles: String,
    /// Packed; only for people who are joined across articles.
    pub attributes: Option<Vec<u8>>,
}

#[derive(Clone, Debug)]
pub(in crate::library) struct IndexedQuotation {
    pub kind: u8,
    pub act: u8,
    /// Index among the people.
    pub speaker: Option<usize>,
    pub confidence: f32,
    pub speaker_confidence: f32,
    pub inside: bool,
    pub word_count: usize,
    pub spans: Vec<u8>,
    pub words: String,
}

/// A place where articles appear: a host, a site without address, or a folder of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::library) struct Outlet {
    pub key: String,
    pub name: String,
}

/// A borrowed [`packed::Structure`].
#[derive(Serialize)]
struct StructureOf<'a> {
    blocks: &'a [Block],
    inlines: &'a [Inline],
}

/// A borrowed [`packed::Findings`].
#[derive(Serialize)]
struct FindingsOf<'a> {
    people: &'a [Person],
    quotations: &'a [Quotation],
}

impl PreparedArticle {
    /// Prepares `article` to be stored under `key`, with its `analysis`, and the index of its record after the reader's
    /// `corrections`.
    pub fn new(key: SourceKey, article: &Article, analysis: Analysis, corrections: &[Correction]) -> PreparedArticle {
        let version = analysis.engine.version();
        PreparedArticle::by_model(key, article, analysis, version, corrections)
    }

    /// [`PreparedArticle::new`] with an analysis by version `model` of its engine.
    pub(in crate::library) fn by_model(
        key: SourceKey,
        article: &Article,
        analysis: Analysis,
        model: u8,
        corrections: &[Correction],
    ) -> PreparedArticle {
        let text = article.text();
        let structure = StructureOf { blocks: article.blocks(), inlines: article.inlines() };
        let found = FindingsOf { people: &analysis.people, quotations: &analysis.quotations };
        let (packed_structure, packed_findings) = (packed::pack(&structure), packed::pack(&found));
        let (language, engine) = (analysis.language.code, analysis.engine);
        PreparedArticle {
            fingerprint: fingerprint(text),
            bytes: text.len(),
            word_count: count_words(text),
            meta: article.meta.clone(),
            day: article.meta.published.as_deref().and_then(Day::published),
            outlet: outlet(&key, &article.meta),
            language,
            engine,
            model,
            packed_text: packed::pack_text(article.given()),
            packed_structure,
            packed_findings,
            index: Index::new(article, &record::build_confident(article, analysis, corrections)),
            is_from_feed: false,
            key,
        }
    }

    /// The same, as the text in a feed, if `is_from_feed`.
    pub fn from_feed(self, is_from_feed: bool) -> PreparedArticle {
        PreparedArticle { is_from_feed, ..self }
    }

    /// The number of bytes of its text.
    pub fn bytes(&self) -> usize {
        self.bytes
    }
}

impl Index {
    pub fn new(article: &Article, record: &Record) -> Index {
        let people = record.people().iter().map(|person| IndexedPerson::new(article, person)).collect();
        let quotation = |(id, quotation): (usize, &Quotation)| IndexedQuotation {
            kind: kind_number(quotation.kind),
            act: act_number(quotation.act),
            speaker: quotation.speaker,
            confidence: quotation.confidence,
            speaker_confidence: quotation.speaker_confidence,
            inside: quotation.inside.is_some(),
            word_count: match record.is_in_caption(id) {
                true => 0,
                false => quotation.content.iter().map(|&piece| count_words(article.slice(piece))).sum(),
            },
            spans: packed::pack_spans(&quotation.content),
            words: words_of(article.text(), &quotation.content),
        };
        let words = indexed_words(article.meta.title.as_deref(), article.text(), article.blocks());
        Index {
            beginnings: beginnings(&words),
            words,
            people,
            quotations: record.quotations().iter().enumerate().map(quotation).collect(),
        }
    }
}

impl IndexedPerson {
    fn new(article: &Article, person: &Person) -> IndexedPerson {
        let mentions = person.mentions.iter().filter(|mention| mention.mention_type == MentionType::Name);
        let mut names = String::new();
        let mut seen = FxHashSet::default();
        for name in std::iter::once(person.name.as_str()).chain(mentions.map(|mention| article.slice(mention.span))) {
            for word in folded(name).split(' ').filter(|word| !word.is_empty()) {
                if names.len() + word.len() < MAX_NAMES && seen.insert(word.to_owned()) {
                    names.push_str(if names.is_empty() { "" } else { " " });
                    names.push_str(word);
                }
            }
        }
        let role = person.role.as_deref().map(one_line);
        let mentions = person.mentions.iter().filter(|mention| mention.mention_type == MentionType::Name);
        let mentions = mentions.take(MAX_MENTIONS).map(|mention| article.slice(mention.span));
        let attributes = match person.kind {
            PersonKind::Person => Some(PersonAttributes::new(&person.name, person.role.as_deref(), mentions)),
            PersonKind::Group => Some(PersonAttributes::default()),
            PersonKind::Unnamed => None,
        };
        IndexedPerson {
            attributes: attributes.map(|attributes| attributes.pack()),
            kind: person_kind_number(person.kind),
            name: one_line(&person.name),
            names,
            roles: role.as_deref().map(folded).unwrap_or_default(),
            role,
        }
    }
}

/// The words by which a text is found: its title and all blocks but boilerplate.
pub(in crate::library) fn indexed_words(title: Option<&str>, text: &str, blocks: &[Block]) -> String {
    let mut words = String::with_capacity(text.len());
    add_folded(title.unwrap_or(""), &mut words);
    let blocks = blocks.iter().filter(|block| block.kind != BlockKind::Boilerplate);
    blocks.for_each(|block| add_folded(block.span.of(text), &mut words));
    words
}

/// The words of the pieces of a quotation, folded for the search.
pub(in crate::library) fn words_of(text: &str, pieces: &[crate::text::Span]) -> String {
    let mut words = String::new();
    pieces.iter().for_each(|piece| add_folded(piece.of(text), &mut words));
    words
}

/// The outlet of the article: the host of its address, or else its site, or else the folder of its file.
fn outlet(key: &SourceKey, meta: &Meta) -> Option<Outlet> {
    let host = [meta.url.as_deref(), Some(key.as_str())].into_iter().flatten().find_map(host);
    let site = meta.site.as_deref().map(one_line).filter(|site| !site.is_empty());
    if let Some(host) = host {
        return Some(Outlet { name: site.unwrap_or_else(|| host.clone()), key: host });
    }
    if let Some(site) = site {
        return Some(Outlet { key: format!("site:{}", folded(&site)), name: site });
    }
    let folder = Path::new(key.as_str()).parent().filter(|_| key.as_str().starts_with('/'))?;
    let folder = folder.to_string_lossy().into_owned();
    Some(Outlet { name: one_line(&folder), key: folder })
}

pub(in crate::library) fn kind_number(kind: Kind) -> u8 {
    match kind {
        Kind::Direct => 0,
        Kind::Mixed => 1,
        Kind::Indirect => 2,
    }
}

pub(in crate::library) fn kind_of(number: u8) -> Kind {
    match number {
        0 => Kind::Direct,
        1 => Kind::Mixed,
        _ => Kind::Indirect,
    }
}

pub(in crate::library) fn act_number(act: SpeechAct) -> u8 {
    match act {
        SpeechAct::Said => 0,
        SpeechAct::Thought => 1,
    }
}

pub(in crate::library) fn act_of(number: u8) -> SpeechAct {
    if number == 0 { SpeechAct::Said } else { SpeechAct::Thought }
}

pub(in crate::library) fn person_kind_number(kind: PersonKind) -> u8 {
    match kind {
        PersonKind::Person => 0,
        PersonKind::Group => 1,
        PersonKind::Unnamed => 2,
    }
}

pub(in crate::library) fn person_kind_of(number: u8) -> PersonKind {
    match number {
        0 => PersonKind::Person,
        1 => PersonKind::Group,
        _ => PersonKind::Unnamed,
    }
}
