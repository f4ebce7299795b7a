//! Finds the target of a correction in the analysis: the quotation, mention or person that its anchors and names refer
//! to.

use super::draft::{Draft, DraftPerson};
use crate::language::{MentionType, Person, PersonKind, Quotation};
use crate::record::corrections::{PersonRef, Referent};
use crate::text::{Span, TextAnchor};
use std::cmp::Reverse;

impl Draft<'_> {
    /// The quotation whose first span is at `place`.
    pub(super) fn quotation(&self, place: &TextAnchor) -> Option<usize> {
        self.find_similar(place.find(self.article.text())?, self.present())
    }

    /// The quotation whose first span overlaps `span` most, by at least half of both. Of equals it is the first; of
    /// those with the same words, one that is not dismissed.
    pub(super) fn find_similar<'q>(
        &self,
        span: Span,
        all: impl Iterator<Item = (usize, &'q Quotation)>,
    ) -> Option<usize> {
        let likely = all.filter_map(|(id, quotation)| {
            let piece = *quotation.content.first()?;
            Some((overlap(span, piece), Reverse(piece), !self.quotations[id].removed, Reverse(id)))
        });
        likely.filter(|&(overlap, ..)| overlap >= 500).max().map(|(.., Reverse(id))| id)
    }

    /// The quotation that consists of `content`.
    pub(super) fn find_exact(&self, content: &[Span]) -> Option<usize> {
        self.present().find(|(_, quotation)| quotation.content == content).map(|(id, _)| id)
    }

    pub(super) fn present(&self) -> impl Iterator<Item = (usize, &Quotation)> {
        self.quotations.iter().enumerate().filter(|(_, said)| !said.removed).map(|(id, said)| (id, &said.quotation))
    }

    /// The mention that overlaps `span` most, as person and index.
    pub(super) fn mention_at(&self, span: Span) -> Option<(usize, usize)> {
        let all = self.people.iter().enumerate().filter(|(_, draft_person)| !draft_person.removed);
        let mentions = all.flat_map(|(id, draft_person)| {
            draft_person.person.mentions.iter().enumerate().map(move |(index, mention)| (mention.span, id, index))
        });
        mentions
            .filter(|(mention, ..)| mention.overlaps(span))
            .max_by_key(|&(mention, id, index)| (overlap(mention, span), Reverse((id, index))))
            .map(|(_, id, index)| (id, index))
    }

    pub(super) fn resolve_person(&self, somebody: &PersonRef) -> Option<usize> {
        let mentioned = somebody.mention.as_ref().and_then(|place| place.find(self.article.text()));
        let Some((id, index)) = mentioned.and_then(|span| self.mention_at(span)) else {
            return self.named(&somebody.name);
        };
        let person = &self.people[id].person;
        let is_name = person.mentions.get(index).is_some_and(|mention| mention.mention_type == MentionType::Name);
        if is_name || person.name == somebody.name { Some(id) } else { self.named(&somebody.name).or(Some(id)) }
    }

    /// The only person of this name.
    pub(super) fn named(&self, name: &str) -> Option<usize> {
        let mut named =
            (0..self.people.len()).filter(|&id| !self.people[id].removed && self.people[id].person.name == name);
        named.next().filter(|_| named.next().is_none())
    }

    /// The person referred to: `Some(None)` for an unknown speaker, `None` if they cannot be found. A new person is not
    /// added again if the same correction has added them `already`.
    pub(super) fn resolve_referent(&mut self, who: &Referent, already: Option<usize>) -> Option<Option<usize>> {
        match who {
            Referent::Nobody => Some(None),
            Referent::Person(somebody) => self.resolve_person(somebody).map(Some),
            Referent::New { name } => {
                let again = already.filter(|&id| {
                    self.people
                        .get(id)
                        .is_some_and(|draft_person| draft_person.added && draft_person.person.name == *name)
                });
                Some(Some(again.unwrap_or_else(|| {
                    let kind = already.and_then(|id| self.people.get(id)).map_or(PersonKind::Person, |p| p.person.kind);
                    let kind = if kind == PersonKind::Group { kind } else { PersonKind::Person };
                    let person =
                        Person { name: name.clone(), kind, role: None, mentions: Vec::new(), members: Vec::new() };
                    self.people.push(DraftPerson { person, removed: false, added: true });
                    self.people.len() - 1
                })))
            }
        }
    }

    /// The person whose mention `source` is.
    pub(super) fn owner(&self, source: Option<Span>) -> Option<usize> {
        let owns = |draft_person: &DraftPerson| {
            draft_person.person.mentions.iter().any(|mention| Some(mention.span) == source)
        };
        self.people.iter().position(|draft_person| !draft_person.removed && owns(draft_person))
    }
}

/// The overlap of two spans, in thousandths of their union.
pub(super) fn overlap(one: Span, other: Span) -> usize {
    let shared = one.end.min(other.end).saturating_sub(one.start.max(other.start)) as usize;
    shared * 1000 / one.join(other).len().max(1)
}
