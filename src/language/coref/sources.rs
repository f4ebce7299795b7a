//! The entity of the source of an attribution: the mention in it that speaks, or somebody without a name and an
//! organisation that are known only because they say something.

use super::descriptions::{self, Description, Opening};
use super::entities::EntityId;
use super::lexical_article::Shape;
use super::position::Position;
use super::pronouns::{self, Pronoun};
use super::resolver::{Resolver, Speaker};
use crate::language::coref::mention::{Form, Mention, Reason};
use crate::language::coref::person::PersonKind;
use crate::language::document::lexicon::{Classes, Gender};
use crate::language::document::word_classes::{
    AFTER_SOURCE, ANONYMOUS_SOURCE, ARTICLE, BEFORE_SOURCE, DATE_PREPOSITION, DEFINITE, HE, I, INDEFINITE,
    ISSUING_VERB, IT, NO_SOURCE, POSSESSIVE, REFLEXIVE, SHE, SPEAKS_BY_ITSELF, THEY, WE, WHO, WordClass,
};
use crate::text::Span;
use std::ops::Range;

impl Resolver<'_, '_> {
    /// Resolves the source of attribution `index`, and makes it a mention of its entity.
    pub(super) fn resolve_source(&mut self, index: usize) {
        let Some(span) = self.attributions[index].source else { return };
        let range = self.trim(self.words.tokens.within(span));
        if range.is_empty() {
            return;
        }
        // “After previously lying that …”: a function word is nobody.
        let nobody = Classes::PREPOSITION.or(Classes::SUBORDINATOR);
        if range.len() == 1 && self.words.is(range.start, nobody) && !self.words.is(range.start, Classes::HUMAN) {
            return;
        }
        // The same label is the same entity.
        let label: Option<Vec<u32>> =
            self.is_labelled(index).then(|| range.clone().map(|at| self.words.symbol(at)).collect());
        let known = label.as_ref().and_then(|label| self.by_label.get(label)).map(|&id| (id, 0.97));
        let found = known.or_else(|| match &label {
            Some(label) => self.labelled_entity(range.clone(), label, index),
            None => self.source_entity(range.clone(), index),
        });
        let Some((id, confidence)) = found else { return };
        if let Some(label) = label {
            self.by_label.insert(label, id);
        }
        self.source_mention(id, self.words.span(range.clone()), range, confidence);
        self.speakers[index] = Some(Speaker { entity: id, confidence });
    }

    /// Whether the source of attribution `index` is a label, which no word reports.
    pub(super) fn is_labelled(&self, index: usize) -> bool {
        let attribution = &self.attributions[index];
        let silent =
            |cue: Span| !self.words.article.slice(cue).contains(char::is_alphabetic) || self.is_letter_label(cue);
        attribution.source.is_some() && attribution.cue.is_none_or(silent)
    }

    /// The noun phrase of a source: without conjunctions and marks at its ends, without a date (“in February”), and without a
    /// clause of which only the last word speaks (“the move unsettled some”).
    fn trim(&self, mut range: Range<usize>) -> Range<usize> {
        let words = self.words;
        // “BERLIN — The agency”: the dateline does not belong to it.
        let dash = range.clone().rev().skip(1).find(|&at| matches!(words.text(at), "—" | "–" | "--"));
        if let Some(dash) = dash.filter(|&dash| (range.start..dash).all(|at| !words.is_word(at) || words.capital(at))) {
            range.start = dash + 1;
        }
        while range.len() > 1 && (!words.is_word(range.start) || words.has(range.start, &BEFORE_SOURCE)) {
            range.start += 1;
        }
        while range.len() > 1
            && (!words.is_word(range.end - 1) && words.text(range.end - 1) != "."
                || words.has(range.end - 1, &AFTER_SOURCE))
        {
            range.end -= 1;
        }
        let dated = (range.start + 1..range.end).rev().take(4).find(|&at| words.is(at, Classes::PREPOSITION));
        if let Some(at) = dated
            && words.has(at, &DATE_PREPOSITION)
            && (at + 1..range.end).all(|t| {
                words.is(t, Classes::CALENDAR.or(Classes::DETERMINER).or(Classes::MODIFIER))
                    || words.shape(t) == Shape::Number
            })
            && at + 1 < range.end
        {
            range.end = at;
        }
        let last = range.end.saturating_sub(1);
        // “As the county’s former engineer I can say”
        if range.len() > 1 && words.text(last) == "I" {
            range.start = last;
        }
        if range.len() > 2
            && words.has(last, &SPEAKS_BY_ITSELF)
            && words.shape(last - 1) == Shape::Lower
            && !words
                .is(last - 1, Classes::PREPOSITION.or(Classes::FUNCTION).or(Classes::DETERMINER).or(Classes::MODIFIER))
        {
            range.start = last;
        }
        range
    }

    /// The entity of the source in the tokens `range`, of attribution `index`, with its confidence.
    pub(super) fn source_entity(&mut self, range: Range<usize>, index: usize) -> Option<(EntityId, f32)> {
        let words = self.words;
        if range.len() == 1 {
            if let Some(found) = self.one_word_source(range.start, index) {
                return found;
            }
        } else if let Some(relative) = self.relative_in(&range) {
            return self.relative_antecedent(relative, index);
        } else if words.text(range.start + 1) == "."
            && range.len() == 2
            && let Some(id) = self.entity_at(range.start)
        {
            return Some((id, 0.95));
        }
        if let Some(found) = self.coordination(&range).or_else(|| self.named_with_others(&range)) {
            return Some(found);
        }
        let named: Vec<usize> = self.names_in(&range);
        for &name in &named {
            let name = &self.names[name];
            let Some(id) = self.entity_at(name.name.start) else { continue };
            if self.heads_source(&range, name.whole.clone()) {
                let entity = &self.entities[id];
                let confidence = entity.mentions.last().map_or(0.9, |m| m.confidence);
                return Some((id, confidence.min(0.97)));
            }
        }
        self.described_source(range, index)
    }

    /// The relative pronoun for which the source `range` stands: “who has been involved in the drafting”, “some of whom”.
    fn relative_in(&self, range: &Range<usize>) -> Option<usize> {
        let words = self.words;
        if words.one_of(range.start, &["who", "which"]) {
            return Some(range.start);
        }
        let mut part = (range.start + 1..range.end).take(3).take_while(|&at| words.is_word(at));
        let of = part.find(|&at| words.lower(at) == "of")?;
        words.one_of(of + 1, &["whom", "which"]).then_some(of + 1).filter(|at| range.contains(at))
    }

    /// The entity of a source of one word. `None` if the word is no mention by itself, `Some(None)` if it is a pronoun
    /// without an antecedent.
    fn one_word_source(&mut self, at: usize, index: usize) -> Option<Option<(EntityId, f32)>> {
        let words = self.words;
        let confidence =
            |resolver: &Self, id: EntityId| resolver.entities[id].mentions.last().map_or(0.8, |m| m.confidence);
        let is = |class: &WordClass| words.has(at, class);
        let found = if is(&HE) || is(&SHE) {
            self.entity_at(at).map(|id| (id, confidence(self, id)))
        } else if is(&I) {
            self.first_person(at)
        } else if is(&WE) {
            self.first_person(at).map(|(id, confidence)| (id, confidence * 0.8))
        } else if is(&WHO) {
            self.relative_antecedent(at, index)
        } else if is(&IT) || pronouns::is_they(words, at) {
            let possessive = words.has(at, &POSSESSIVE);
            let position = if possessive { Position::Possessive } else { Position::Subject };
            let pronoun = Pronoun { at, gender: Gender::Unknown, position, reflexive: false };
            self.pronoun_antecedent(&pronoun, Some(index)).map(|choice| (choice.entity, choice.confidence))
        } else if words.has(at, &NO_SOURCE) {
            None
        } else {
            return self.entity_at(at).map(|id| Some((id, confidence(self, id).min(0.97))));
        };
        Some(found)
    }

    /// Indices of the names that lie in `range`.
    pub(super) fn names_in(&self, range: &Range<usize>) -> Vec<usize> {
        const LOOKED_AT: usize = 12;
        let first = self.names.partition_point(|name| name.name.start < range.start);
        (first..self.names.len()).take_while(|&at| self.names[at].name.start < range.end).take(LOOKED_AT).collect()
    }

    /// Whether the mention at `name` is the head of the source `range`, rather than an owner in it or part of a phrase.
    pub(super) fn heads_source(&self, range: &Range<usize>, name: Range<usize>) -> bool {
        let words = self.words;
        let after = name.end;
        if after < range.end {
            let owner = words.is_possessive_ending(after);
            let noun = words.shape(after) == Shape::Lower
                && !words.is(after, Classes::PREPOSITION.or(Classes::FUNCTION).or(Classes::AUXILIARY).or(Classes::SAY))
                && !words.has(after, &REFLEXIVE)
                && !words.one_of(after, &["who", "and"]);
            // “Andy Warhol Foundation” begins with the name of a person and is none.
            let thing = words.capital(after) && !words.is(after, Classes::SUFFIX.or(Classes::CREDENTIAL));
            if owner || noun || thing {
                return false;
            }
        }
        // Only the words of a role, or a description set off by a comma, may stand before it.
        let before = range.start..descriptions::past_late(words, name.start).max(range.start);
        let comma = before.clone().rev().find(|&at| words.text(at) == ",");
        let set_off = comma.is_some_and(|comma| {
            // “The town’s MP, the Conservative Sir Giles Ward”
            (comma + 1..before.end).all(|at| words.is(at, Classes::DETERMINER) || words.capital(at))
        });
        set_off
            || before.clone().any(|at| descriptions::known_as(words, at) == Some(name.start))
            || before.clone().all(|at| {
                !words.is(at, Classes::PREPOSITION)
                    && words.text(at) != ","
                    && !words.has(at, &WHO)
                    && words.text(at) != "and"
                    && !words.is_possessive_ending(at)
                    || words.is_possessive_ending(at)
                        && before.clone().next_back().is_some_and(|last| words.is(last, Classes::HUMAN))
            })
    }

    /// The entity of a source that is a description, of somebody known or somebody new.
    fn described_source(&mut self, range: Range<usize>, index: usize) -> Option<(EntityId, f32)> {
        let words = self.words;
        if let Some(found) = self.known_by_age(&range) {
            return Some(found);
        }
        let head = descriptions::phrase_head(words, range.clone());
        if let Some(id) = self.entity_at(head) {
            let name = self.without_clause(range);
            let entity = &mut self.entities[id];
            if entity.kind != PersonKind::Person && entity.mentions.len() <= 1 {
                // The source says more than its head.
                entity.name = name;
            }
            let confidence = self.entities[id].mentions.last().map_or(0.85, |mention| mention.confidence);
            return Some((id, confidence));
        }
        if let Some(found) = self.document_maker(&range, head) {
            return Some(found);
        }
        let human = words.is(head, Classes::HUMAN);
        // A name that refers to nobody known: whatever says something is an organisation at least.
        let named = self.names_in(&range).into_iter().map(|index| self.names[index].whole.clone());
        if let Some(name) = named.into_iter().find(|name| name.contains(&head) && !human) {
            let id = self.entities.organisation(words, name);
            return Some((id, 0.8));
        }
        let found = self.source_description(&range, head);
        let kin = found.opening == Opening::Possessive && words.is(head, Classes::KIN);
        let resolved = match kin {
            true => self.relative_of_owner(&found),
            false => self.known_by_description(&found, range.clone(), Some(index)),
        };
        if let Some((id, reason, confidence)) = resolved {
            self.link_description(&found, id, reason, confidence);
            self.name_organisation(id, range, head);
            return Some((id, confidence));
        }
        Some((self.new_source(range, head), 0.85))
    }

    /// Names the organisation `id`, which was only described so far, by the source `range` with a capitalised noun `head`: the
    /// agency is “the Office of Workplace Safety”.
    fn name_organisation(&mut self, id: EntityId, range: Range<usize>, head: usize) {
        let words = self.words;
        let name = self.without_clause(range);
        let entity = &mut self.entities[id];
        let described = !entity.name.clone().any(|at| words.capital(at) && !words.opens_sentence(at));
        if entity.kind == PersonKind::Group && entity.members.is_empty() && described && words.capital(head) {
            let first = name.clone().find(|&at| !words.is(at, Classes::DETERMINER)).unwrap_or(name.start);
            entity.name = first..name.end;
        }
    }

    /// The description with the noun `head` in the source `range`.
    fn source_description(&self, range: &Range<usize>, head: usize) -> Description {
        let words = self.words;
        let described = descriptions::describe(words, head, true).filter(|found| found.range.start >= range.start);
        described.unwrap_or_else(|| {
            let indefinite = words.has(range.start, &INDEFINITE);
            Description {
                range: range.start..head + 1,
                head,
                opening: if indefinite { Opening::Indefinite } else { Opening::Definite },
                owner: usize::from(words.is(range.start, Classes::DETERMINER) && range.start < head),
            }
        })
    }

    /// Adds the source `range` with the noun `head`: somebody without a name, or an organisation or group.
    fn new_source(&mut self, range: Range<usize>, head: usize) -> EntityId {
        let words = self.words;
        let plural = words.is(head, Classes::PLURAL.or(Classes::PEOPLE)) || words.is(range.end, Classes::PLURAL_VERB);
        let indefinite = words.is(range.start, Classes::DETERMINER) && !words.has(range.start, &DEFINITE);
        let unnamed = words.is(head, Classes::HUMAN) && (!plural || words.has(head, &ANONYMOUS_SOURCE));
        let name = self.without_clause(range);
        let id = if unnamed && (indefinite || !plural) {
            self.new_unnamed(name, descriptions::gender_of(words, head))
        } else {
            let id = self.entities.organisation(words, name);
            if unnamed {
                self.entities[id].kind = PersonKind::Unnamed;
            }
            id
        };
        self.entities[id].plural = plural;
        id
    }

    /// The entity of “the 61-year-old”, if an age was given beside a name.
    fn known_by_age(&self, range: &Range<usize>) -> Option<(EntityId, f32)> {
        let words = self.words;
        let last = range.clone().find(|&at| words.lower(at).ends_with("year-old"))?;
        if words.lower(range.start) != "the" || last + 1 != range.end {
            return None;
        }
        let age = words.text(last).split('-').next().unwrap_or("");
        let named = self.followed_by.get(age).into_iter().flatten();
        named.copied().find_map(|name| self.entity_at(self.names[name].name.start)).map(|id| (id, 0.95))
    }

    /// `range` without “, who asked not to be named”, and without what lacks its noun (“some of”).
    fn without_clause(&self, range: Range<usize>) -> Range<usize> {
        let words = self.words;
        let end = (range.start + 1..range.end)
            .find(|&at| {
                words.text(at) == "," || words.text(at) == "(" || words.has(at, &WHO) || words.has(at, &ISSUING_VERB)
            })
            .unwrap_or(range.end);
        let lacks_noun = |at: &usize| {
            words.is(*at, Classes::PREPOSITION) || words.has(*at, &ARTICLE) || words.one_of(*at, &["and", "or"])
        };
        let cut = (range.start + 1..end).rev().take_while(lacks_noun).count();
        range.start..end - cut
    }

    /// Makes the source in `span` a mention of `id`: the mention inside it is widened, or a new one added.
    fn source_mention(&mut self, id: EntityId, span: Span, range: Range<usize>, confidence: f32) {
        let words = self.words;
        let head = range.end - 1;
        let entity = &mut self.entities[id];
        let recent = entity.mentions.len().saturating_sub(6);
        let mut inside = entity.mentions[recent..].iter().filter(|m| m.span.overlaps(span));
        match inside.next().copied() {
            Some(first) => {
                // The mention with the clearest form stays; the others would overlap it.
                let best = inside.copied().fold(first, |best, m| if rank(m.form) < rank(best.form) { m } else { best });
                let keep = |m: &Mention| !m.span.overlaps(span);
                let tail: Vec<_> = entity.mentions.drain(recent..).filter(keep).collect();
                entity.mentions.extend(tail);
                let introduces = entity.mentions.is_empty();
                entity.mentions.push(Mention {
                    span,
                    antecedent: best
                        .antecedent
                        .filter(|a| !introduces && !a.overlaps(span) || best.form == Form::Pronoun),
                    ..best
                });
            }
            None => {
                let is = |class: &WordClass| words.has(range.start, class);
                let first_person = is(&I) || is(&WE);
                let form = match range.len() {
                    1 if first_person || is(&IT) || is(&THEY) || is(&WHO) => Form::Pronoun,
                    1 if words.capital(range.start) => Form::Name,
                    _ => Form::Description,
                };
                let reason = match form {
                    _ if first_person => Reason::FirstPerson,
                    Form::Pronoun => Reason::Likeliest,
                    Form::Name => Reason::SameName,
                    Form::Description => Reason::SameHead,
                };
                let antecedent = entity.mentions.last().map(|m| m.span);
                self.entities.mention(id, head, Mention { span, form, reason, antecedent, confidence });
                if self.entity_at(head).is_none() {
                    self.assign(head, id);
                }
                let quoted = self.in_quotation(head);
                self.remember(id, range, quoted, form);
            }
        }
    }
}

/// Lower for a clearer form.
fn rank(form: Form) -> u8 {
    match form {
        Form::Name => 0,
        Form::Description => 1,
        Form::Pronoun => 2,
    }
}
