//! [`Makers`]: who made what is written and speaks: “the Orwick Tribune poll”, “data published by Orwick Air”. Collected from
//! the whole text before any mention is resolved.

use crate::language::coref::entities::{Entities, EntityId};
use crate::language::coref::mentions::text_index::TextIndex;
use crate::language::coref::person::PersonKind;
use crate::language::coref::syntax::lexical_article::{LexicalArticle, Shape};
use crate::language::document::lexicon::Classes;
use crate::language::document::word_classes::{ARTICLE, AUTHOR};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Words between the name of a maker and the noun for what was made.
const APART: usize = 8;

/// Somebody who made something that speaks, and how the text says so.
#[derive(Clone, Copy, Debug)]
pub struct Maker {
    pub entity: EntityId,
    pub link: MakerLink,
}

/// The words that join a maker with what was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MakerLink {
    /// “The Orwick Tribune poll”
    Beside = 1,
    /// “A study published by Orwick Air”
    By,
    /// “Orwick Air’s study”
    Owner,
    /// “Ann Lee, the lead author of the study”
    Author,
}

/// The makers of a text.
pub struct Makers {
    /// By the noun for what they made, without the ending of its plural.
    by_noun: FxHashMap<Box<str>, Vec<Maker>>,
}

impl Makers {
    /// Collects the makers of the whole text. `entity_of_name` has the entity of each of its names, as far as known.
    pub fn of(text: &TextIndex, entity_of_name: &[Option<EntityId>], entities: &Entities) -> Makers {
        let mut by_noun: FxHashMap<Box<str>, Vec<Maker>> = FxHashMap::default();
        for (name, entity) in text.names.iter().zip(entity_of_name) {
            let Some((entity, (noun, link))) = entity.zip(made_by(text.article, name.whole.clone())) else { continue };
            if link != MakerLink::Beside || entities[entity].kind == PersonKind::Group {
                let noun = singular(text.article.lower(noun));
                by_noun.entry(noun.into()).or_default().push(Maker { entity, link });
            }
        }
        Makers { by_noun }
    }

    /// The makers of what `noun` calls, the last one first.
    pub fn of_noun(&self, noun: &str) -> impl Iterator<Item = Maker> {
        self.by_noun.get(singular(noun)).map_or(&[][..], Vec::as_slice).iter().rev().copied()
    }
}

/// The token of the noun for what the bearer of the name at `name` made.
fn made_by(article: &LexicalArticle, name: Range<usize>) -> Option<(usize, MakerLink)> {
    let sentence = article.sentence_range(name.start);
    let written =
        |at: &usize| article.is(*at, Classes::DOC) && !article.is(*at, Classes::HUMAN) && !article.capital(*at);
    let lower = |at: &usize| article.is_word(*at) && article.shape(*at) == Shape::Lower;
    let noun_from = |from: usize| (from..sentence.end).take(APART / 2).take_while(lower).find(written);
    if article.is_possessive_ending(name.end) {
        return noun_from(name.end + 1).map(|noun| (noun, MakerLink::Owner));
    }
    if let Some(noun) = noun_from(name.end) {
        return Some((noun, MakerLink::Beside));
    }
    let author = (name.end..sentence.end).take(APART / 2).find(|&at| article.has(at, &AUTHOR));
    if let Some(noun) = author.filter(|&at| article.lower(at + 1) == "of").and_then(|at| noun_from(at + 2)) {
        return Some((noun, MakerLink::Author));
    }
    let determiner = name.start.checked_sub(1).filter(|&at| article.has(at, &ARTICLE));
    let by = determiner.unwrap_or(name.start).checked_sub(1).filter(|&by| article.one_of(by, &["by", "from"]))?;
    let mut before = (sentence.start..by).rev().take(APART).take_while(|&at| article.is_word(at));
    before.find(written).map(|noun| (noun, MakerLink::By))
}

/// The noun without the ending of its plural.
fn singular(noun: &str) -> &str {
    noun.strip_suffix('s').filter(|stem| !stem.ends_with('s')).unwrap_or(noun)
}
