//! The makers of what is written and speaks: “the Orwick Tribune poll”, “data published by Orwick Air”.

use super::descriptions;
use super::entities::EntityId;
use super::lexical_article::Shape;
use super::resolver::{Link, Maker, Resolver};
use crate::language::coref::person::PersonKind;
use crate::language::document::lexicon::Classes;
use crate::language::document::word_classes::{ARTICLE, AUTHOR};
use std::ops::Range;

/// Words between the name of a maker and the noun for what was made.
const APART: usize = 8;

impl Resolver<'_, '_> {
    /// Collects the makers of the whole text, by the noun for what they made.
    pub(super) fn collect_makers(&mut self) {
        for index in 0..self.names.len() {
            let Some(entity) = self.entity_of_name.get(index).copied().flatten() else { continue };
            let Some((noun, link)) = self.made(self.names[index].whole.clone()) else { continue };
            if link != Link::Beside || self.entities[entity].kind == PersonKind::Group {
                let makers = self.makers.entry(singular(self.words.lower(noun)).into()).or_default();
                makers.push(Maker { entity, link });
            }
        }
    }

    /// The noun for what the bearer of the name at `name` made.
    fn made(&self, name: Range<usize>) -> Option<(usize, Link)> {
        let words = self.words;
        let sentence = words.sentence_range(name.start);
        let written = |at: &usize| words.is(*at, Classes::DOC) && !words.is(*at, Classes::HUMAN) && !words.capital(*at);
        let lower = |at: &usize| words.is_word(*at) && words.shape(*at) == Shape::Lower;
        let noun_from = |from: usize| (from..sentence.end).take(APART / 2).take_while(lower).find(written);
        if words.is_possessive_ending(name.end) {
            return noun_from(name.end + 1).map(|noun| (noun, Link::Owner));
        }
        if let Some(noun) = noun_from(name.end) {
            return Some((noun, Link::Beside));
        }
        let author = (name.end..sentence.end).take(APART / 2).find(|&at| words.has(at, &AUTHOR));
        if let Some(noun) = author.filter(|&at| words.lower(at + 1) == "of").and_then(|at| noun_from(at + 2)) {
            return Some((noun, Link::Author));
        }
        let article = name.start.checked_sub(1).filter(|&at| words.has(at, &ARTICLE));
        let by = article.unwrap_or(name.start).checked_sub(1).filter(|&by| words.one_of(by, &["by", "from"]))?;
        let mut before = (sentence.start..by).rev().take(APART).take_while(|&at| words.is_word(at));
        before.find(written).map(|noun| (noun, Link::By))
    }

    /// The makers of what `noun` calls, the last one first.
    pub(super) fn makers_of(&self, noun: &str) -> impl Iterator<Item = Maker> {
        self.makers.get(singular(noun)).map_or(&[][..], Vec::as_slice).iter().rev().copied()
    }

    /// The maker of a document that speaks, where the maker's name stands beside it: “the Orwick Tribune poll”, “data
    /// published by Orwick Air”. An owner (“the mayor’s report”), or a person before it (“the Hale report”), need not be.
    pub(super) fn document_maker(&mut self, range: &Range<usize>, mut head: usize) -> Option<(EntityId, f32)> {
        let words = self.words;
        // “The results of the latest Orwick Tribune poll”
        while words.is(head, Classes::DOC) && words.lower(head + 1) == "of" && head + 2 < range.end {
            let within = descriptions::phrase_head(words, head + 2..range.end);
            if !words.is(within, Classes::DOC) || words.capital(within) {
                break;
            }
            head = within;
        }
        if !words.is(head, Classes::DOC) || words.is(head, Classes::HUMAN) || words.capital(head) {
            return None;
        }
        let away = Classes::PLACE.or(Classes::CALENDAR).or(Classes::DEMONYM).or(Classes::COMMON);
        for index in self.names_in(range) {
            let name = self.names[index].clone();
            let id = self.entity_at(name.name.start);
            // “U.S. records”, “Opinion polls”
            let maker = name.key.len() > 1 || !words.is(name.name.start, away);
            let organisation = maker && id.is_none_or(|id| self.entities[id].kind == PersonKind::Group);
            let adjacent = name.whole.end <= head
                && (name.whole.end..head).all(|at| words.is_word(at) && words.shape(at) == Shape::Lower)
                && (range.start..name.whole.start).all(|at| words.is_word(at) && !words.is(at, Classes::PREPOSITION));
            let article = usize::from(words.lower(name.whole.start.saturating_sub(1)) == "the");
            let link = name.whole.start.checked_sub(1 + article);
            let from = link.is_some_and(|link| link > head && words.one_of(link, &["by", "from"]));
            let whole = name.whole.end == range.end || !words.is_possessive_ending(name.whole.end);
            // “A study by the Orwick Institute and Ann Lee”
            if from && let Some(together) = self.coordination(&(name.whole.start..range.end)) {
                return Some(together);
            }
            if adjacent && organisation || from && whole {
                let id = match id {
                    Some(id) => id,
                    None if maker => self.entities.organisation(words, name.name.clone()),
                    None => continue,
                };
                return Some((id, 0.85));
            }
        }
        None
    }
}

/// The noun without the ending of its plural.
fn singular(noun: &str) -> &str {
    noun.strip_suffix('s').filter(|stem| !stem.ends_with('s')).unwrap_or(noun)
}
