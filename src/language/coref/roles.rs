//! Whom a description stands for: “the mayor” by office, “her husband” by family, “the person” by nothing but nearness.

use super::descriptions::{self, Description, Opening};
use super::entities::{Entity, Who};
use super::resolver::Walk;
use crate::language::coref::mention::{Form, Mention, Reason};
use crate::language::coref::person::PersonKind;
use crate::language::document::lexicon::{self, Classes, Gender};
use std::ops::Range;

impl Walk<'_, '_> {
    pub(super) fn index_role(&mut self, who: Who, role: Range<usize>) {
        for at in role {
            if self.words.is(at, Classes::PREPOSITION) {
                break;
            }
            if self.words.is(at, Classes::HUMAN.or(Classes::CREDENTIAL)) {
                let office = lexicon::office(self.words.lower(at)).into();
                let all = self.offices.entry(office).or_default();
                if all.last() != Some(&who) {
                    all.push(who);
                }
            }
        }
    }

    /// The one to whom “her husband” or “Ann’s aide” belongs.
    pub(super) fn owner(&self, described: &Description) -> Option<Who> {
        (described.range.start..described.head).find_map(|at| self.known(at))
    }

    /// The token before the ’s in “the firm’s lawyer”.
    pub(super) fn owner_token(&self, described: &Description) -> Option<usize> {
        let end = described.modifiers().start.checked_sub(2)?;
        (described.opening == Opening::Possessive && self.words.one_of(end + 1, &["’s", "'s", "’", "'"])).then_some(end)
    }

    /// Is `who` known as somebody else’s than `described` says? “Ann’s lawyer” is not “the firm’s lawyer, Jane Roe”.
    fn of_another(&self, described: &Description, who: Who) -> bool {
        let (Some(owner), Some(&other)) = (self.owner_token(described), self.owned.get(&who)) else { return false };
        let same_word = self.words.symbol(owner) == self.words.symbol(other);
        !same_word && (self.known(owner).is_none() || self.known(owner) != self.known(other))
    }

    pub(super) fn described(&mut self, head: usize) {
        if self.known(head).is_some() || self.apposed.contains(&head) {
            return;
        }
        let words = self.words;
        let Some(found) = descriptions::describe(words, head, false) else { return };
        let before = found.range.start.checked_sub(1).filter(|&before| words.together(before));
        let predicative = before.is_some_and(|before| {
            words.one_of(
                before,
                &["is", "was", "as", "be", "been", "became", "become", "being", "were", "’s", "'s", "not"],
            )
        });
        let says_what = before.is_some_and(|before| words.one_of(before, &["as", "is", "was", "became"]));
        if predicative && (found.opening != Opening::Definite || says_what) {
            return;
        }
        let resolved = match found.opening {
            Opening::Possessive if words.is(head, Classes::KIN) => self.belongs(&found),
            Opening::Possessive | Opening::Definite => self.described_as(&found, found.range.clone(), None),
            Opening::Indefinite => None,
        };
        let (who, reason, confidence) = match resolved {
            // Known by nothing but this address.
            Some((who, _, _)) if self.addressed.get(&words.symbol(head)) == Some(&who) => {
                self.addressed(&found);
                return;
            }
            Some(resolved) => resolved,
            None if found.opening == Opening::Indefinite
                || found.opening == Opening::Possessive && words.is(head, Classes::KIN) =>
            {
                let who = self.unnamed(found.range.clone(), found.gender(words));
                if found.opening == Opening::Possessive
                    && let Some(owner) = self.owner(&found)
                {
                    self.kin.insert((owner, words.symbol(head)), who);
                }
                (who, Reason::Introduces, 0.9)
            }
            None => {
                self.addressed(&found);
                return;
            }
        };
        self.link_described(&found, who, reason, confidence);
    }

    /// “Mr. President”, “Madam Speaker”: somebody who is spoken to, and has no name here. No pronoun stands for them.
    fn addressed(&mut self, found: &Description) {
        let words = self.words;
        let honorific = |at: usize| words.one_of(at, &["mr", "mister", "madam", "madame"]) && words.capital(at);
        let mut start = found.range.start;
        if !honorific(start) {
            let point = usize::from(words.text(start.saturating_sub(1)) == ".");
            start = start.saturating_sub(1 + point);
        }
        if !honorific(start) || start >= found.head || words.sentence(start) != words.sentence(found.head) {
            return;
        }
        let range = start..found.range.end;
        let old = self.addressed.get(&words.symbol(found.head)).copied();
        let who = old.unwrap_or_else(|| self.unnamed(range.clone(), descriptions::gender_of(words, start)));
        self.addressed.insert(words.symbol(found.head), who);
        let reason = if old.is_some() { Reason::SameHead } else { Reason::Introduces };
        let antecedent = self.cast.entities[who].mentions.last().map(|m| m.span);
        let span = words.span(range);
        self.cast.mention(
            who,
            found.head,
            Mention { span, form: Form::Description, reason, antecedent, confidence: 0.8 },
        );
        self.set(found.head, who);
    }

    pub(super) fn link_described(&mut self, found: &Description, who: Who, reason: Reason, confidence: f32) {
        let antecedent = self.cast.entities[who].mentions.last().map(|m| m.span);
        self.cast.mention(
            who,
            found.head,
            Mention {
                span: self.words.span(found.range.clone()),
                form: Form::Description,
                reason,
                antecedent,
                confidence,
            },
        );
        self.cast.entities[who].learn(found.gender(self.words), if confidence > 0.8 { 2.0 } else { 0.3 });
        self.set(found.head, who);
        if found.opening != Opening::Possessive {
            self.set(found.range.start, who);
        }
        let quoted = self.in_quotation(found.head);
        self.touch(who, found.range.clone(), quoted, Form::Description);
    }

    /// Somebody known whom `found`, the source of attribution `source` perhaps, stands for.
    pub(super) fn described_as(
        &mut self,
        found: &Description,
        extent: Range<usize>,
        source: Option<usize>,
    ) -> Option<(Who, Reason, f32)> {
        let choice = self.meant_by(found, extent, source).filter(|choice| !self.of_another(found, choice.who))?;
        Some((choice.who, choice.reason, choice.confidence))
    }

    /// Somebody new, without a name.
    pub(super) fn unnamed(&mut self, range: Range<usize>, gender: Gender) -> Who {
        let who = self.cast.entities.len();
        let name = range.start..descriptions::role_end(self.words, range.end - 1).max(range.end);
        let mut entity = Entity::new(PersonKind::Unnamed, Vec::new(), name);
        entity.learn(gender, 2.0);
        self.cast.entities.push(entity);
        self.index_role(who, range);
        who
    }

    /// “Her husband”, “his lawyer”: somebody known by that relation, or the one of fitting gender with the same surname.
    pub(super) fn belongs(&self, found: &Description) -> Option<(Who, Reason, f32)> {
        let words = self.words;
        let owner = self.owner(found)?;
        if let Some(&who) = self.kin.get(&(owner, words.symbol(found.head))) {
            return Some((who, Reason::Kinship, 0.9));
        }
        if !words.is(found.head, Classes::KIN) {
            return None;
        }
        let spouse = words.one_of(found.head, &["husband", "wife", "spouse"]);
        let surname = self.cast.entities[owner].key.last()?;
        let fits = |who: &Who| {
            let other = &self.cast.entities[*who];
            *who != owner
                && other.key.len() > 1
                && other.key.last() == Some(surname)
                && !other.sex().against(found.gender(words))
        };
        let mut family = (0..self.cast.entities.len().min(2000)).filter(fits);
        let only = family.next()?;
        (spouse && family.next().is_none()).then_some((only, Reason::Kinship, 0.8))
    }
}
