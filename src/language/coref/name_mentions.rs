//! Mentions by name, of people and of organisations, and the appositions beside them.

use super::descriptions::{self, Description, Opening};
use super::entities::{self, EntityId};
use super::lexical_article::Shape;
use super::name_clusters;
use super::names::NameMention;
use super::resolver::{REMEMBERED, Resolver};
use crate::language::coref::mention::{Form, Mention, Reason};
use crate::language::coref::person::PersonKind;
use crate::language::document::lexicon::{Classes, Gender};
use crate::text::Span;
use std::ops::Range;

impl Resolver<'_, '_> {
    /// Resolves the name with this index.
    pub(super) fn resolve_name(&mut self, index: usize) {
        let words = self.words;
        let name = &self.names[index];
        let (id, only) = match self.entity_of_name[index] {
            Some(id) => (id, true),
            None => {
                let Some(found) = self.nearest_bearer(name) else {
                    self.resolve_unknown_name(name);
                    return;
                };
                self.entity_of_name[index] = Some(found.0);
                self.entities[found.0].learn_from_title(words, name);
                found
            }
        };
        if let [word] = name.key[..] {
            self.last_bearer.insert((word, name.gender), id);
        }
        let entity = &self.entities[id];
        let full = name.key.len() >= entity.key.len();
        let reason = match full {
            true if entity.mentions.is_empty() => Reason::Introduces,
            true => Reason::SameName,
            false if name.honorific => Reason::TitledName,
            false => Reason::PartOfName,
        };
        let confidence = match (only, full) {
            (true, true) => 0.99,
            (true, false) => 0.96,
            (false, _) => 0.65,
        };
        let span = words.span(name.whole.clone());
        let last = entity.mentions.last().map(|mention| mention.span);
        let antecedent = last.or_else(|| Some(words.span(entity.name.clone()))).filter(|other| *other != span);
        let mention = Mention { span, form: Form::Name, reason, antecedent, confidence };
        self.entities.mention(id, name.name.start, mention);
        for at in name.whole.clone() {
            self.assign(at, id);
        }
        let quoted = self.in_quotation(name.name.start);
        self.remember(id, name.whole.clone(), quoted, Form::Name);
        self.resolve_appositions(id, name, span);
    }

    /// Makes the descriptions beside `name` mentions of `id`.
    fn resolve_appositions(&mut self, id: EntityId, name: &NameMention, span: Span) {
        let words = self.words;
        if let Some((whole, _)) = descriptions::apposition(words, name.whole.end) {
            self.add_apposition(id, whole, span);
        }
        if let Some(before) = descriptions::before_name(words, name) {
            if words.is(before.head, Classes::KIN)
                && let Some(owner) = self.owner(&before)
            {
                self.relatives.insert((owner, words.symbol(before.head)), id);
            }
            if let Some(owner) = self.owner_token(&before) {
                self.owner_of.insert(id, owner);
            }
            self.add_apposition(id, before.range, span);
        }
    }

    /// Makes the description in `range` a mention of `id`, which is named at `name`, unless it mentions somebody else.
    fn add_apposition(&mut self, id: EntityId, range: Range<usize>, name: Span) {
        let head = range.end.saturating_sub(1);
        if range.clone().all(|at| self.entity_at(at).is_none() || at == range.start) && self.entity_at(head).is_none() {
            let (span, reason) = (self.words.span(range), Reason::Apposition);
            let mention = Mention { span, form: Form::Description, reason, antecedent: Some(name), confidence: 0.95 };
            self.entities.mention(id, head, mention);
            self.assign(head, id);
        }
    }

    /// Of those who bear `name` the one mentioned last, else the one named most; and whether it is the only one.
    fn nearest_bearer(&self, name: &NameMention) -> Option<(EntityId, bool)> {
        if name_clusters::stands_for_place(self.words, name) {
            return None;
        }
        let bearers = self.entities.bearers(self.words, name);
        if let [only] = bearers[..] {
            return Some((only, true));
        }
        let evidence = |id: &EntityId| {
            let [male, female] = self.entities[*id].gender_evidence;
            match name.gender {
                Gender::Male => male - female,
                Gender::Female => female - male,
                Gender::Unknown => 0.0,
            }
        };
        let most = bearers.iter().map(evidence).fold(f32::MIN, f32::max);
        let mut bearers: Vec<EntityId> = bearers.into_iter().filter(|id| evidence(id) + 0.05 >= most).collect();
        // “Judge Holm” is whoever is called a judge with a full name.
        if let Some(role) = &name.role {
            let has_role = |id: &EntityId| self.entities.has_role(self.words, *id, role);
            if bearers.iter().any(has_role) {
                bearers.retain(has_role);
            }
        }
        // A bare name refers to the same person as before.
        if let Some(&id) = self.last_bearer.get(&(name.key.last().copied().unwrap_or(0), name.gender))
            && name.key.len() == 1
            && bearers.contains(&id)
        {
            return Some((id, false));
        }
        let last =
            |id: &EntityId| self.recent.iter().rposition(|mention| mention.entity == *id).map(|at| at + REMEMBERED);
        let seen = |id: &EntityId| self.entities[*id].last_seen.map(|_| 1);
        bearers
            .iter()
            .copied()
            .max_by_key(|id| (last(id), seen(id), self.name_counts.get(*id).copied()))
            .map(|id| (id, false))
    }

    /// A name that is no person's: an organisation, if it looks like one.
    fn resolve_unknown_name(&mut self, name: &NameMention) {
        let words = self.words;
        let last = name.name.end - 1;
        let acronym = name.name.len() == 1 && words.shape(last) == Shape::Upper;
        if words.is(last, Classes::ORG.or(Classes::DOC))
            || acronym
            || name.name.clone().any(|at| words.is(at, Classes::ORG))
        {
            self.resolve_organisation(name.whole.clone());
        }
    }

    /// Resolves the organisation in the tokens `range`: by its name, by a word or the initials of its name, or by a
    /// description.
    pub(super) fn resolve_organisation(&mut self, range: Range<usize>) {
        let words = self.words;
        let head = range.end - 1;
        let known = match words.shape(head) {
            Shape::Lower => {
                let owner = usize::from(words.is(range.start, Classes::DETERMINER) && range.start < head);
                let found = Description { range: range.clone(), head, opening: Opening::Definite, owner };
                let choice = self.description_antecedent(&found, range.clone(), None);
                choice.map(|choice| (choice.entity, choice.reason, choice.confidence))
            }
            _ => self.short_form(&range).map(|id| (id, Reason::ShortForm, 0.85)),
        };
        let (id, reason, confidence) =
            known.unwrap_or_else(|| (self.entities.organisation(words, range.clone()), Reason::SameName, 0.85));
        let antecedent = self.entities[id].mentions.last().map(|mention| mention.span);
        let form = if words.capital(head) { Form::Name } else { Form::Description };
        let mention = Mention { span: words.span(range.clone()), form, reason, antecedent, confidence };
        self.entities.mention(id, head, mention);
        for at in range.clone() {
            if self.entity_at(at).is_none() {
                self.assign(at, id);
            }
        }
        let quoted = self.in_quotation(head);
        self.remember(id, range, quoted, form);
    }

    /// The organisation mentioned last for which the tokens `range` are short: “the Authority”, “WHO”.
    fn short_form(&self, range: &Range<usize>) -> Option<EntityId> {
        let words = self.words;
        let head = range.end - 1;
        let recent = || {
            let recent = self.recent.iter().rev().map(|mention| mention.entity);
            recent.filter(|&id| self.entities[id].kind == PersonKind::Group)
        };
        let one_word = words.is(range.start, Classes::DETERMINER) && range.len() == 2;
        let has_word = |&id: &EntityId| {
            let name = &self.entities[id].name;
            let last = words.symbol(name.end.saturating_sub(1)) == words.symbol(head);
            last || name.clone().any(|at| words.symbol(at) == words.symbol(head))
        };
        let text = words.lower(head);
        let upper = words.shape(head) == Shape::Upper && text.len() > 1;
        let by_word = recent().find(|id| one_word && has_word(id));
        by_word.or_else(|| recent().find(|&id| upper && entities::initials(words, &self.entities[id]) == text))
    }
}
