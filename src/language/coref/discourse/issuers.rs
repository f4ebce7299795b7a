//! [`Issuers`]: who issued the documents that speak: “the Orwick Tribune poll”, “data published by Orwick Air”.
//! Collected from the whole text before any mention is resolved.

use crate::language::coref::entities::{Entities, EntityId};
use crate::language::coref::mentions::text_index::TextIndex;
use crate::language::coref::person::PersonKind;
use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::word_classes::{
    ARTICLE, AUTHOR, BEFORE_WRITING, GETTING_VERB, ORIGIN_PREPOSITION, WRITING_VERB,
};
use crate::language::lexical::{TokenizedArticle, WordShape};
use crate::text::words::WordSet;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Words between the name of an issuer and the noun for the document.
const APART: usize = 8;
/// Words between the name of a speaker and the verb.
const VERB: usize = 4;
/// Words between the speaker and the noun for the document in which the speaker says it.
const SAID_APART: usize = 40;
/// The last issuers of a kind of document, among whom each is named once.
const RECENT: usize = 12;

/// The issuer of a document that speaks, and how the text says so.
#[derive(Clone, Copy, Debug)]
pub struct Issuer {
    pub entity: EntityId,
    pub link: IssuerLink,
}

/// The words that link an issuer with the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssuerLink {
    /// “The Orwick Tribune poll”
    Beside = 1,
    /// “A study published by Orwick Air”
    By,
    /// “Orwick Air’s study”
    Owner,
    /// “Ann Lee, the lead author of the study”
    Author,
    /// “Orwick Air said in a statement”
    Said,
}

/// The issuers in a text.
pub struct Issuers {
    /// By the noun for the document, without the ending of its plural.
    by_noun: FxHashMap<Box<str>, Vec<Issuer>>,
}

impl Issuers {
    /// Collects the issuers in the whole text. `entity_of_name` has the entity of each of its names, as far as known.
    pub fn of(text: &TextIndex, entity_of_name: &[Option<EntityId>], entities: &Entities) -> Issuers {
        let mut by_noun: FxHashMap<Box<str>, Vec<Issuer>> = FxHashMap::default();
        let mut add = |noun: &str, issuer: Issuer| by_noun.entry(singular(noun).into()).or_default().push(issuer);
        for (name, entity) in text.names.iter().zip(entity_of_name) {
            let Some(entity) = *entity else { continue };
            if let Some((noun, link)) = made_by(text.article, name.whole.clone())
                && (link != IssuerLink::Beside || entities[entity].kind == PersonKind::Group)
            {
                add(text.article.lower(noun), Issuer { entity, link });
            }
            if let Some(noun) = noun_of_verb(text.article.lower(name.whole.end)) {
                add(noun, Issuer { entity, link: IssuerLink::Said });
            }
        }
        Issuers { by_noun }
    }

    /// Adds `entity`, if it says something at `mention` in a document that the text names by a noun.
    pub fn add_said_in(&mut self, article: TokenizedArticle, entity: EntityId, mention: Range<usize>) {
        if let Some(noun) = said_in(article, mention) {
            let issuers = self.by_noun.entry(singular(article.lower(noun)).into()).or_default();
            let recent = issuers.len().saturating_sub(RECENT);
            let again = |issuer: &Issuer| issuer.entity == entity && issuer.link == IssuerLink::Said;
            if let Some(before) = issuers[recent..].iter().position(again) {
                issuers.remove(recent + before);
            }
            issuers.push(Issuer { entity, link: IssuerLink::Said });
        }
    }

    /// The issuers of the documents that `noun` denotes, the last one first.
    pub fn of_noun(&self, noun: &str) -> impl Iterator<Item = Issuer> {
        self.by_noun.get(singular(noun)).map_or(&[][..], Vec::as_slice).iter().rev().copied()
    }
}

/// The index of the name of whoever issued the document about which a relative clause tells that starts a few tokens
/// before `at`: “a letter from *Ann Lee* in which she”.
pub fn issuer_of_clause(text: &TextIndex, at: usize) -> Option<usize> {
    const INTO: usize = 6;
    const NAMES: usize = 3;
    let article = text.article;
    let start = article.sentence_range(at).start;
    let which = (start..at).rev().take(INTO).find(|&which| article.lower(which) == "which")?;
    let before = which.checked_sub(1).filter(|&preposition| article.is(preposition, Classes::PREPOSITION))?;
    let end = if article.text(before.checked_sub(1)?) == "," { before - 1 } else { before };
    let last = text.names.partition_point(|name| name.whole.start < end);
    let mut near = (0..last).rev().take(NAMES).take_while(|&index| text.names[index].whole.start >= start);
    near.find(|&index| {
        let name = text.names[index].whole.clone();
        let last = name.end - 1;
        made_by(article, name).is_some_and(|(noun, _)| noun.max(last) + 1 == end)
    })
}

/// The token of the noun for the document that the bearer of the name at `name` issued.
fn made_by(article: TokenizedArticle, name: Range<usize>) -> Option<(usize, IssuerLink)> {
    let sentence = article.sentence_range(name.start);
    let written = |at: &usize| is_written(article, *at);
    let lower = |at: &usize| article.is_word(*at) && article.shape(*at) == WordShape::Lower;
    let noun_from = |from: usize| (from..sentence.end).take(APART / 2).take_while(lower).find(written);
    if article.is_possessive_ending(name.end) {
        return noun_from(name.end + 1).map(|noun| (noun, IssuerLink::Owner));
    }
    if let Some(noun) = noun_from(name.end) {
        return Some((noun, IssuerLink::Beside));
    }
    let author = (name.end..sentence.end).take(APART / 2).find(|&at| article.is(at, &AUTHOR));
    if let Some(noun) = author.filter(|&at| article.lower(at + 1) == "of").and_then(|at| noun_from(at + 2)) {
        return Some((noun, IssuerLink::Author));
    }
    let determiner = name.start.checked_sub(1).filter(|&at| article.is(at, &ARTICLE));
    let by = determiner.unwrap_or(name.start).checked_sub(1).filter(|&by| article.is(by, &ORIGIN_PREPOSITION))?;
    let mut before = (sentence.start..by).rev().take(APART).take_while(|&at| article.is_word(at));
    before.find(written).filter(|_| !is_got_by(article, by)).map(|noun| (noun, IssuerLink::By))
}

/// The token of the noun for the document in which the entity mentioned at `mention` says something: “the army said in
/// a statement”, “in a letter to the board, Ann Lee wrote”.
fn said_in(article: TokenizedArticle, mention: Range<usize>) -> Option<usize> {
    let sentence = article.sentence_range(mention.start);
    let after = (mention.end..sentence.end).take(VERB).find(|&at| article.is(at, Classes::SAY));
    // “…,” said the army in a statement.
    let before = mention.start.checked_sub(1).filter(|&at| article.is(at, Classes::SAY)).map(|_| mention.end);
    let verb = after.or(before)?;
    let before = mention.start.saturating_sub(SAID_APART).max(sentence.start)..mention.start;
    let after = (verb + 1..sentence.end).take(SAID_APART);
    let introduced = |at: usize| {
        let determiner = (at.saturating_sub(3)..at).rev().find(|&at| article.is(at, &ARTICLE));
        let before = determiner.and_then(|at| at.checked_sub(1));
        before.is_some_and(|before| article.is(before, &BEFORE_WRITING))
    };
    before.chain(after).find(|&at| is_written(article, at) && !article.is_quoted(at) && introduced(at))
}

/// The token before the name that starts at token `start`, and before its “the”: *by* in “by the institute”.
pub fn link_before(article: TokenizedArticle, start: usize) -> Option<usize> {
    let the = start.checked_sub(1).is_some_and(|before| article.lower(before) == "the");
    start.checked_sub(1 + usize::from(the))
}

/// Whether the words before token `by` say that a document of others was obtained: “a letter obtained by Orwick News”.
pub fn is_got_by(article: TokenizedArticle, by: usize) -> bool {
    article.lower(by) == "by" && by.checked_sub(1).is_some_and(|verb| article.is(verb, &GETTING_VERB))
}

/// Whether token `at` is a noun for something written, and not part of a name.
fn is_written(article: TokenizedArticle, at: usize) -> bool {
    article.is(at, Classes::DOC) && !article.is(at, Classes::HUMAN) && !article.is_capital(at)
}

/// The noun from which a verb in the past comes: she emailed an *email*.
fn noun_of_verb(verb: &str) -> Option<&str> {
    let stem = verb.strip_suffix("ed")?;
    // “Blogged” doubles the consonant.
    let short = stem.get(..stem.len().saturating_sub(1)).filter(|short| stem.ends_with(|last| short.ends_with(last)));
    [Some(stem), short].into_iter().flatten().find(|noun| WRITING_VERB.has(noun))
}

/// The noun without the ending of its plural.
fn singular(noun: &str) -> &str {
    noun.strip_suffix('s').filter(|stem| !stem.ends_with('s')).unwrap_or(noun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_verbs_name_the_document() {
        for (verb, noun) in [
            ("emailed", Some("email")),
            ("tweeted", Some("tweet")),
            ("blogged", Some("blog")),
            ("posted", Some("post")),
            ("reported", None),
            ("ed", None),
            ("said", None),
        ] {
            assert_eq!(noun_of_verb(verb), noun, "{verb}");
        }
    }
}
