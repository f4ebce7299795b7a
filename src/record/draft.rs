//! [`Draft`]: an analysis while corrections are applied to it. Nobody changes their number before the end, when those
//! who are gone leave and all the rest is put in order.

use super::corrections::{Correction, Somebody, Who};
use crate::language::{Act, Analysis, Form, Kind, Mention, Person, PersonKind, Quotation, Reason};
use crate::text::{Place, Span};

/// An analysis with what the reader changed in it.
pub(super) struct Draft<'t> {
    text: &'t str,
    people: Vec<Somewho>,
    quotations: Vec<Said>,
}

struct Somewho {
    person: Person,
    /// Merged into another.
    gone: bool,
    /// Made by a correction.
    made: bool,
}

struct Said {
    quotation: Quotation,
    gone: bool,
    edited: bool,
}

/// What came of the corrections.
pub(super) struct Corrected {
    pub analysis: Analysis,
    /// For each quotation: is it as the reader has it?
    pub edited: Vec<bool>,
    /// Places in the list of the corrections that did not fit.
    pub unfitted: Vec<usize>,
}

/// Applies `corrections`, in order, to what was found in `text`.
pub(super) fn apply(text: &str, analysis: Analysis, corrections: &[Correction]) -> Corrected {
    if corrections.is_empty() {
        let edited = vec![false; analysis.quotations.len()];
        return Corrected { analysis, edited, unfitted: Vec::new() };
    }
    let language = analysis.language;
    let people = analysis.people.into_iter().map(|person| Somewho { person, gone: false, made: false }).collect();
    let said = |quotation| Said { quotation, gone: false, edited: false };
    let mut draft = Draft { text, people, quotations: analysis.quotations.into_iter().map(said).collect() };
    let unfitted = (corrections.iter().enumerate())
        .filter_map(|(index, correction)| draft.correct(correction).is_none().then_some(index))
        .collect();
    let (people, quotations, edited) = draft.finish();
    Corrected { analysis: Analysis { language, people, quotations }, edited, unfitted }
}

impl Draft<'_> {
    /// `None` when it does not fit; then nothing changed.
    fn correct(&mut self, correction: &Correction) -> Option<()> {
        match correction {
            Correction::Speaker { quotation, speaker } => {
                let id = self.quotation(quotation)?;
                let speaker = self.who(speaker, self.quotations[id].quotation.speaker)?;
                self.speaker(id, speaker);
            }
            Correction::Kind { quotation, kind } => {
                let id = self.quotation(quotation)?;
                self.edit(id).kind = *kind;
            }
            Correction::Extent { quotation, words } => {
                let content = words.find(self.text)?;
                let whole = self.exactly(content);
                let id = whole.or_else(|| self.quotation(quotation))?;
                let quotation = self.edit(id);
                quotation.content = vec![content];
                quotation.cue = quotation.cue.filter(|cue| !cue.overlaps(content));
                quotation.source = quotation.source.filter(|source| !source.overlaps(content));
            }
            Correction::Dismissed { quotation } => {
                // One that the analysis no longer finds is dismissed already.
                quotation.find(self.text)?;
                if let Some(id) = self.quotation(quotation) {
                    self.quotations[id].gone = true;
                }
            }
            Correction::Missed { words, kind, speaker } => {
                let content = words.find(self.text)?;
                let known = self.exactly(content);
                let speaker = self.who(speaker, known.and_then(|id| self.quotations[id].quotation.speaker))?;
                let id = known.unwrap_or_else(|| self.new_quotation(content));
                self.edit(id).kind = *kind;
                self.speaker(id, speaker);
            }
            Correction::Mention { mention, who } => {
                let span = mention.find(self.text)?;
                let (owner, index) = self.mention_at(span)?;
                let span = self.people[owner].person.mentions[index].span;
                let who = self.who(who, Some(owner))?;
                self.give(span, owner, who);
            }
            Correction::Merged { person, into } => {
                let (person, into) = (self.somebody(person)?, self.somebody(into)?);
                if person != into {
                    self.merge(person, into);
                }
            }
            Correction::Renamed { person, name } => {
                let id = self.somebody(person).or_else(|| self.named(name))?;
                self.people[id].person.name = name.clone();
            }
        }
        Some(())
    }

    /// The quotation whose first piece is at `place`: the one that shares most of it, half of both at least.
    fn quotation(&self, place: &Place) -> Option<usize> {
        let span = place.find(self.text)?;
        let likeness = |other: Span| {
            let shared = span.end.min(other.end).saturating_sub(span.start.max(other.start)) as usize;
            shared * 1000 / span.join(other).len().max(1)
        };
        self.present()
            .filter_map(|(id, quotation)| Some((likeness(*quotation.content.first()?), id)))
            .filter(|&(likeness, _)| likeness >= 500)
            .max_by_key(|&(likeness, id)| (likeness, std::cmp::Reverse(id)))
            .map(|(_, id)| id)
    }

    /// The quotation that is `content` in one piece.
    fn exactly(&self, content: Span) -> Option<usize> {
        self.present().find(|(_, quotation)| quotation.content == [content]).map(|(id, _)| id)
    }

    fn present(&self) -> impl Iterator<Item = (usize, &Quotation)> {
        self.quotations.iter().enumerate().filter(|(_, said)| !said.gone).map(|(id, said)| (id, &said.quotation))
    }

    /// The mention at `span`, as person and index: the very one, else the longest that shares a byte with it.
    fn mention_at(&self, span: Span) -> Option<(usize, usize)> {
        let all = self.people.iter().enumerate().filter(|(_, somewho)| !somewho.gone);
        let mentions = all.flat_map(|(id, somewho)| {
            somewho.person.mentions.iter().enumerate().map(move |(index, mention)| (mention.span, id, index))
        });
        mentions
            .filter(|(mention, ..)| mention.overlaps(span))
            .max_by_key(|&(mention, id, index)| (mention == span, mention.len(), std::cmp::Reverse((id, index))))
            .map(|(_, id, index)| (id, index))
    }

    fn somebody(&self, somebody: &Somebody) -> Option<usize> {
        let mentioned = somebody.mention.as_ref().and_then(|place| place.find(self.text));
        let mentioned = mentioned.and_then(|span| self.mention_at(span)).map(|(id, _)| id);
        match mentioned {
            Some(id) if self.people[id].person.name == somebody.name => mentioned,
            _ => self.named(&somebody.name).or(mentioned),
        }
    }

    /// The only one of this name.
    fn named(&self, name: &str) -> Option<usize> {
        let mut named =
            (0..self.people.len()).filter(|&id| !self.people[id].gone && self.people[id].person.name == name);
        named.next().filter(|_| named.next().is_none())
    }

    /// Who is meant: `Some(None)` for nobody, `None` when they cannot be found. Somebody new who is there `already`, made
    /// by the same correction before, is not made again.
    fn who(&mut self, who: &Who, already: Option<usize>) -> Option<Option<usize>> {
        match who {
            Who::Nobody => Some(None),
            Who::Person(somebody) => self.somebody(somebody).map(Some),
            Who::New { name } => {
                let again = already.filter(|&id| {
                    self.people.get(id).is_some_and(|somewho| somewho.made && somewho.person.name == *name)
                });
                Some(Some(again.unwrap_or_else(|| {
                    let kind = already.and_then(|id| self.people.get(id)).map_or(PersonKind::Person, |p| p.person.kind);
                    let person = Person {
                        name: name.clone(),
                        kind,
                        role: None,
                        mentions: Vec::new(),
                        members: Vec::new(),
                    };
                    self.people.push(Somewho { person, gone: false, made: true });
                    self.people.len() - 1
                })))
            }
        }
    }

    /// The quotation, which is now as the reader has it.
    fn edit(&mut self, id: usize) -> &mut Quotation {
        let said = &mut self.quotations[id];
        said.edited = true;
        said.quotation.confidence = 1.0;
        if said.quotation.speaker.is_none() {
            said.quotation.speaker_confidence = 0.0;
        }
        &mut said.quotation
    }

    fn new_quotation(&mut self, content: Span) -> usize {
        let quotation = Quotation {
            kind: Kind::Direct,
            act: Act::Said,
            content: vec![content],
            cue: None,
            source: None,
            speaker: None,
            confidence: 1.0,
            speaker_confidence: 0.0,
            inside: None,
        };
        self.quotations.push(Said { quotation, gone: false, edited: true });
        self.quotations.len() - 1
    }

    /// Gives the quotation to `speaker`, and with it the pronoun or description that carries it. A name that carries it
    /// is still whose it was: the quotation then has no source.
    fn speaker(&mut self, id: usize, speaker: Option<usize>) {
        let before = self.quotations[id].quotation.speaker;
        let source = self.quotations[id].quotation.source;
        if before != speaker
            && let (Some(before), Some(source)) = (before, source)
        {
            let mentions = self.people.get(before).map_or(&[][..], |somewho| &somewho.person.mentions);
            let form = mentions.iter().find(|mention| mention.span == source).map(|mention| mention.form);
            if speaker.is_some() && form.is_some_and(|form| form != Form::Name) {
                self.give(source, before, speaker);
            } else {
                self.edit(id).source = None;
            }
        } else if before.is_none() && self.owner(source) != speaker {
            self.edit(id).source = None;
        }
        self.settle(id, speaker);
    }

    /// Whose mention `source` is.
    fn owner(&self, source: Option<Span>) -> Option<usize> {
        let owns = |somewho: &Somewho| somewho.person.mentions.iter().any(|mention| Some(mention.span) == source);
        self.people.iter().position(|somewho| !somewho.gone && owns(somewho))
    }

    /// Makes `speaker` the speaker beyond doubt.
    fn settle(&mut self, id: usize, speaker: Option<usize>) {
        let quotation = self.edit(id);
        quotation.speaker = speaker;
        quotation.speaker_confidence = if speaker.is_some() { 1.0 } else { 0.0 };
    }

    /// Gives the mention at `span` from one to another, with the quotations that it carries; to nobody, it is none.
    fn give(&mut self, span: Span, from: usize, to: Option<usize>) {
        let Some(index) = self.people[from].person.mentions.iter().position(|mention| mention.span == span) else {
            return;
        };
        let mut mention = self.people[from].person.mentions.remove(index);
        // Those that were resolved to it are as sure as what it was resolved to.
        for other in &mut self.people[from].person.mentions {
            if other.antecedent == Some(span) {
                other.antecedent = mention.antecedent.filter(|antecedent| *antecedent != other.span);
            }
        }
        for id in 0..self.quotations.len() {
            let quotation = &self.quotations[id].quotation;
            if quotation.source == Some(span) && quotation.speaker == Some(from) {
                if to.is_none() {
                    self.edit(id).source = None;
                }
                self.settle(id, to);
            }
        }
        let Some(to) = to else { return };
        mention.reason = Reason::Reader;
        mention.confidence = 1.0;
        let mentions = &mut self.people[to].person.mentions;
        mention.antecedent = mentions.first().map(|first| first.span);
        insert(mentions, mention);
        self.free_of_overlaps(to);
    }

    fn merge(&mut self, from: usize, into: usize) {
        let first = self.people[into].person.mentions.first().map(|mention| mention.span);
        let moved = std::mem::take(&mut self.people[from].person.mentions);
        for mut mention in moved {
            if mention.antecedent.is_none() && first.is_some() {
                mention = Mention { antecedent: first, reason: Reason::Reader, confidence: 1.0, ..mention };
            }
            insert(&mut self.people[into].person.mentions, mention);
        }
        let role = self.people[from].person.role.take();
        let members = std::mem::take(&mut self.people[from].person.members);
        self.people[from].gone = true;
        let person = &mut self.people[into].person;
        person.role = person.role.take().or(role);
        person.members.extend(members);
        for somewho in &mut self.people {
            somewho.person.members.iter_mut().filter(|member| **member == from).for_each(|member| *member = into);
        }
        for said in &mut self.quotations {
            if said.quotation.speaker == Some(from) {
                said.quotation.speaker = Some(into);
            }
        }
        self.free_of_overlaps(into);
    }

    /// A person's mentions never overlap: of two that do the longer stays, and carries what the other carried.
    fn free_of_overlaps(&mut self, id: usize) {
        let mut kept: Vec<Mention> = Vec::new();
        let mut replaced: Vec<(Span, Span)> = Vec::new();
        for mention in std::mem::take(&mut self.people[id].person.mentions) {
            match kept.last_mut() {
                Some(last) if last.span.overlaps(mention.span) && mention.span.len() > last.span.len() => {
                    replaced.push((last.span, mention.span));
                    *last = mention;
                }
                Some(last) if last.span.overlaps(mention.span) => replaced.push((mention.span, last.span)),
                _ => kept.push(mention),
            }
        }
        // A longer one may have been replaced in its turn: the pairs stand in the order in which that happened.
        let now = |span: Span| replaced.iter().fold(span, |at, &(old, new)| if at == old { new } else { at });
        for mention in &mut kept {
            mention.antecedent = mention.antecedent.map(now).filter(|antecedent| *antecedent != mention.span);
        }
        for said in self.quotations.iter_mut().filter(|said| said.quotation.speaker == Some(id)) {
            said.quotation.source = said.quotation.source.map(now);
        }
        self.people[id].person.mentions = kept;
    }

    /// Everybody and everything that is left, numbered anew in order, and which quotations were edited.
    fn finish(mut self) -> (Vec<Person>, Vec<Quotation>, Vec<bool>) {
        self.nest();
        let mut first_said = vec![u32::MAX; self.people.len()];
        let mut needed = vec![false; self.people.len()];
        for said in self.quotations.iter().filter(|said| !said.gone) {
            if let Some(speaker) = said.quotation.speaker.filter(|&speaker| speaker < self.people.len()) {
                first_said[speaker] = first_said[speaker].min(said.quotation.extent().start);
                needed[speaker] = true;
            }
        }
        for somewho in self.people.iter().filter(|somewho| !somewho.gone) {
            for &member in &somewho.person.members {
                needed.get_mut(member).into_iter().for_each(|needed| *needed = true);
            }
        }
        let mut order: Vec<usize> = (0..self.people.len())
            .filter(|&id| !self.people[id].gone && (needed[id] || !self.people[id].person.mentions.is_empty()))
            .collect();
        order.sort_by_key(|&id| {
            let first = self.people[id].person.mentions.first().map_or(first_said[id], |mention| mention.span.start);
            (first, id)
        });
        let number = numbers(&order, self.people.len());
        let people = order.iter().map(|&id| {
            let mut person = self.people[id].person.clone();
            let mut members: Vec<usize> = Vec::new();
            for member in person.members.iter().filter_map(|&member| *number.get(member)?) {
                if number[id] != Some(member) && !members.contains(&member) {
                    members.push(member);
                }
            }
            person.members = members;
            person
        });
        let people: Vec<Person> = people.collect();

        let mut order: Vec<usize> = self.present().map(|(id, _)| id).collect();
        order.sort_by_key(|&id| {
            let extent = self.quotations[id].quotation.extent();
            (extent.start, std::cmp::Reverse(extent.end), id)
        });
        let place = numbers(&order, self.quotations.len());
        let quotations = order.iter().map(|&id| {
            let mut quotation = self.quotations[id].quotation.clone();
            quotation.speaker = quotation.speaker.and_then(|speaker| *number.get(speaker)?);
            quotation.inside = quotation.inside.and_then(|outer| *place.get(outer)?);
            quotation
        });
        (people, quotations.collect(), order.iter().map(|&id| self.quotations[id].edited).collect())
    }

    /// What lay inside a quotation that is gone lies inside the one that held that; what the reader added lies inside
    /// the smallest that holds it.
    fn nest(&mut self) {
        for id in 0..self.quotations.len() {
            let mut outer = self.quotations[id].quotation.inside;
            // As many steps as there are quotations: a chain that is longer goes in circles.
            for _ in 0..self.quotations.len() {
                match outer.and_then(|outer| self.quotations.get(outer)) {
                    Some(said) if said.gone => outer = said.quotation.inside,
                    _ => break,
                }
            }
            self.quotations[id].quotation.inside = outer.filter(|&outer| outer != id);
        }
        let changed: Vec<usize> =
            (0..self.quotations.len()).filter(|&id| self.quotations[id].edited && !self.quotations[id].gone).collect();
        for &id in &changed {
            let extent = self.quotations[id].quotation.extent();
            let holds = |other: Span, held: Span| other.contains(held) && other != held;
            let outer = self.present().filter(|(_, quotation)| holds(quotation.extent(), extent));
            let outer = outer.min_by_key(|&(id, quotation)| (quotation.extent().len(), id)).map(|(id, _)| id);
            self.quotations[id].quotation.inside = outer;
            for inner in 0..self.quotations.len() {
                let held = self.quotations[inner].quotation.inside;
                let inner_extent = self.quotations[inner].quotation.extent();
                // Between the two there may be one that lay inside before.
                if inner != id
                    && !inner_extent.is_empty()
                    && holds(extent, inner_extent)
                    && held.is_none_or(|held| holds(self.quotations[held].quotation.extent(), extent))
                {
                    self.quotations[inner].quotation.inside = Some(id);
                }
            }
        }
    }
}

/// Puts `mention` where it belongs among `mentions`.
fn insert(mentions: &mut Vec<Mention>, mention: Mention) {
    let at = mentions.partition_point(|other| other.span <= mention.span);
    mentions.insert(at, mention);
}

/// The inverse of `order`: for each of `count` old numbers the new one.
fn numbers(order: &[usize], count: usize) -> Vec<Option<usize>> {
    let mut numbers = vec![None; count];
    for (new, &old) in order.iter().enumerate() {
        numbers[old] = Some(new);
    }
    numbers
}
