//! The antecedent of a relative pronoun that is the source of an attribution: “the voters, who said”.

use super::descriptions::{self, Description};
use super::entities::EntityId;
use super::groups::is_plural;
use super::lexical_article::LexicalArticle;
use super::position::Position;
use super::pronouns::Pronoun;
use super::resolver::Resolver;
use crate::language::coref::mention::Reason;
use crate::language::coref::person::PersonKind;
use crate::language::document::lexicon::{Classes, Gender};
use crate::language::document::word_classes::{BELONGING_PREPOSITION, QUANTIFIER, WHO_OF_PEOPLE};
use std::ops::Range;

/// The noun phrase before a relative pronoun.
enum NounPhrase {
    Known(EntityId),
    /// The tokens of a plural that refers to nobody known.
    Group(Range<usize>),
    /// A description of somebody new.
    New(Description),
}

/// The longest part of a group, in tokens: “, at least two of whom”.
const PART: usize = 6;

impl Resolver<'_, '_> {
    /// The antecedent of the relative pronoun at token `at`, the source of attribution `index`, with its confidence.
    pub(super) fn relative_antecedent(&mut self, at: usize, index: usize) -> Option<(EntityId, f32)> {
        let words = self.words;
        let id = match self.noun_before(at) {
            Some(NounPhrase::Known(id)) => id,
            Some(NounPhrase::Group(range)) => self.entities.group(words, range),
            Some(NounPhrase::New(found)) => {
                let id = self.new_unnamed(found.range.clone(), found.gender(words));
                self.entities[id].plural = words.is(found.head, Classes::PLURAL.or(Classes::PEOPLE));
                self.link_description(&found, id, Reason::Introduces, 0.9);
                id
            }
            None => {
                let pronoun = Pronoun { at, gender: Gender::Unknown, position: Position::Subject, reflexive: false };
                let choice = self.pronoun_antecedent(&pronoun, Some(index))?;
                return Some((choice.entity, choice.confidence));
            }
        };
        Some((id, 0.8))
    }

    /// The noun phrase without a name before the relative pronoun at token `at`.
    fn noun_before(&self, at: usize) -> Option<NounPhrase> {
        let words = self.words;
        let start = words.sentence_range(at).start;
        let personal = words.has(at, &WHO_OF_PEOPLE);
        // “Critics, some of whom”, “the staff – most of whom”
        let part = words.lower(at.saturating_sub(1)) == "of";
        let edge = (start..at).rev().take(PART).find(|&at| !words.is_word(at));
        let at = if part { edge? } else { at };
        if let Some(range) = quantified_before(words, at).filter(|range| self.entity_at(range.end - 1).is_none()) {
            return Some(NounPhrase::Group(range));
        }
        if let Some(found) = personal.then(|| self.plural_before(start, at)).flatten() {
            return Some(found);
        }
        // “A man who said”
        let near = (start..at).rev().take(3).take_while(|&near| self.entity_at(near).is_none());
        let mut described = near
            .filter(|&near| words.is(near, Classes::HUMAN))
            .filter_map(|near| descriptions::describe(words, near, true));
        described.next().map(NounPhrase::New)
    }

    /// A plural, or a noun that is resolved: “young voters who”, “employees of the Orwick Group who”.
    fn plural_before(&self, start: usize, at: usize) -> Option<NounPhrase> {
        let words = self.words;
        let mut head = at.checked_sub(1).filter(|&head| head >= start)?;
        if words.text(head) == "," {
            head = head.checked_sub(1).filter(|&head| head >= start)?;
        }
        // Back over “of the Orwick Group”, “in Ohio”, to a plural.
        if words.capital(head) {
            let mut link = head;
            while link > start && (words.capital(link) || words.is(link, Classes::DETERMINER)) {
                link -= 1;
            }
            let before = link.checked_sub(1).filter(|&before| before >= start)?;
            let holds = words.has(link, &BELONGING_PREPOSITION)
                && words.is(before, Classes::PLURAL.or(Classes::PEOPLE))
                && words.is(before, Classes::HUMAN);
            let person = self.entity_at(head).is_some_and(|id| self.entities[id].kind == PersonKind::Person);
            if !holds || person && words.text(at - 1) == "," {
                return None;
            }
            head = before;
        }
        let plural = words.is(head, Classes::PLURAL.or(Classes::PEOPLE));
        let noun = words.is(head, Classes::HUMAN) || plural && words.is(head, Classes::DEMONYM);
        if let Some(id) = self.entity_at(head).filter(|_| noun) {
            return Some(NounPhrase::Known(id));
        }
        // Whoever “who” follows is people, whatever the noun: “thinkers who”. A singular without an article is no phrase of
        // its own.
        let people = is_plural(words, head) || noun && plural && words.is(head, Classes::DEMONYM);
        if !people {
            return None;
        }
        Some(NounPhrase::Group(self.plural_phrase(head)))
    }
}

/// The tokens of a plural with a quantifier right before token `at`: “some European nations, who”, “many in Europe who”.
fn quantified_before(words: &LexicalArticle, at: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 6;
    let start = words.sentence_range(at).start;
    let end = if words.text(at.checked_sub(1)?) == "," { at - 1 } else { at };
    let mut first = end;
    while first > start && end - first < LONGEST {
        first -= 1;
        if words.has(first, &QUANTIFIER) {
            return (first + 1 < end).then_some(first..end);
        }
        let placed = first + 2 == end && words.capital(end - 1) && words.has(first, &BELONGING_PREPOSITION);
        let stops = !words.is_word(first)
            || words.is(first, Classes::FUNCTION.or(Classes::PREPOSITION).or(Classes::AUXILIARY).or(Classes::SAY))
            || words.is(first, Classes::DETERMINER);
        if stops && !placed {
            return None;
        }
    }
    None
}
