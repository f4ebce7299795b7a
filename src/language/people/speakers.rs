//! Speech that names no source: who says it, from the words beside it and from turn and turn about. And what comes of it
//! all: people and quotations in order.

use super::cast::{Entity, Who};
use super::lexicon::Classes;
use super::walk::{Speaker, Walk};
use super::words::Words;
use crate::article::BlockKind;
use crate::language::{Form, Kind, Mention, Person, PersonKind, Quotation};
use crate::text::Span;
use std::ops::Range;

/// One turn of speech, as far as needed to tell whose the next is.
#[derive(Clone, Copy)]
struct Turn {
    /// Index of its attribution.
    index: usize,
    who: Option<Who>,
    first_block: usize,
    last_block: usize,
    /// Token behind its last piece.
    end: usize,
    /// Its label is a *Q* or an *A*.
    lettered: bool,
}

impl Walk<'_, '_> {
    /// Gives speakers to the direct quotations without a source.
    pub(super) fn unsourced(&mut self) {
        let mut order: Vec<(usize, usize)> = Vec::new();
        for (index, attribution) in self.attributions.iter().enumerate() {
            if let Some(first) = attribution.content.first() {
                order.push((self.words.tokens.within(*first).start, index));
            }
        }
        order.sort();
        let mut turns: Vec<Turn> = Vec::new();
        for (start, index) in order {
            let attribution = &self.attributions[index];
            let nested = attribution.inside.is_some()
                || start > 0 && self.voices.get(start - 1).is_some_and(|&v| v > 0) && self.held(index, start);
            if nested {
                continue;
            }
            let end = attribution.content.last().map_or(start, |last| self.words.tokens.within(*last).end);
            // Of *Q* and *A* only an introduction tells who they are.
            let lettered = attribution.cue.is_some_and(|cue| self.is_letter_label(cue));
            let open = attribution.source.is_none() && self.speakers[index].is_none();
            if open && attribution.kind == Kind::Direct && !lettered {
                self.speakers[index] = self.beside(start, end, &turns).or_else(|| self.by_turns(start, &turns));
            }
            if attribution.kind == Kind::Direct || self.speakers[index].is_some() {
                turns.push(Turn {
                    index,
                    who: self.speakers[index].map(|speaker| speaker.who),
                    first_block: self.words.block(start),
                    last_block: self.words.block(end.saturating_sub(1)),
                    end,
                    lettered,
                });
            }
        }
        self.fill_between(&turns);
    }

    /// Two who speak paragraph by paragraph, some of them tagged: the turns of nobody known are theirs by turns too, if
    /// all that is known fits.
    fn fill_between(&mut self, turns: &[Turn]) {
        const SURE: f32 = 0.74;
        for talk in turns.chunk_by(|a, b| b.first_block <= a.last_block + 1) {
            let mut sides: [Option<Who>; 2] = [None; 2];
            let mut fits = true;
            let side = |turn: &Turn| (turn.first_block - talk[0].first_block) % 2;
            for (turn, who) in talk.iter().filter_map(|turn| Some((turn, turn.who?))) {
                let own = sides[side(turn)].get_or_insert(who);
                fits &= *own == who;
            }
            let [Some(one), Some(other)] = sides else { continue };
            if !fits || one == other {
                continue;
            }
            for turn in talk.iter().filter(|turn| turn.who.is_none() && !turn.lettered) {
                let who = if side(turn) == 0 { one } else { other };
                self.speakers[turn.index] = Some(Speaker { who, confidence: SURE });
            }
        }
    }

    /// Is `cue` the point or colon of a *Q* or an *A*?
    fn is_letter_label(&self, cue: Span) -> bool {
        let words = self.words;
        let at = words.tokens.within(cue).start;
        matches!(words.text(at), "." | ":") && at > 0 && matches!(words.text(at - 1), "Q" | "A")
    }

    /// Does another attribution's content hold the start of this one?
    fn held(&self, index: usize, start: usize) -> bool {
        self.voices.get(start - 1).and_then(|&voice| (voice as usize).checked_sub(1)).is_some_and(|outer| {
            outer != index
                && self.attributions[outer].content.iter().any(|span| {
                    self.words.tokens.within(*span).contains(&start) && !self.attributions[index].content.contains(span)
                })
        })
    }

    /// The one whom the words beside the quotation in its paragraph are about: the speaker before, when only they act
    /// between; the subject of the sentence before; the subject of the sentence behind.
    fn beside(&self, start: usize, end: usize, turns: &[Turn]) -> Option<Speaker> {
        let words = self.words;
        let block = words.block(start);
        let block_start = words.tokens.block(block).start;
        let last = turns.last().filter(|turn| turn.last_block == block && turn.end <= start);
        let from = last.map_or(block_start, |turn| turn.end).max(start.saturating_sub(80));
        if let Some((who, subject)) = self.actor(from..start) {
            let same = last.is_some_and(|turn| turn.who == Some(who));
            return Some(Speaker {
                who,
                confidence: if same {
                    0.93
                } else if subject {
                    0.82
                } else {
                    0.6
                },
            });
        }
        if let Some(turn) = last {
            return turn.who.map(|who| Speaker { who, confidence: 0.88 });
        }
        // Nothing before it in its paragraph: what stands behind.
        let block_end = words.tokens.block(block).end;
        let behind = end..block_end.min(end + 40);
        let behind_end = behind.clone().find(|&at| self.in_quotation(at)).unwrap_or(behind.end);
        if let Some((who, true)) = self.first_actor(behind.start..behind_end) {
            return Some(Speaker { who, confidence: 0.75 });
        }
        // One item of a list after another: all are quoted from one speaker.
        if self.is_item(block)
            && let Some(turn) = turns.last()
            && self.is_item(turn.first_block)
            && block == turn.last_block + 1
        {
            return turn.who.map(|who| Speaker { who, confidence: 0.85 });
        }
        // The paragraph before ends by leading up to it: “She told the commissioners:”.
        let before = block_start.checked_sub(1)?;
        if words.text(before) == ":" || words.text(before) == "," {
            let sentence = words.tokens.block(words.block(before));
            return self.actor(sentence.start..before).map(|(who, _)| Speaker { who, confidence: 0.88 });
        }
        None
    }

    fn is_item(&self, block: usize) -> bool {
        let words = self.words;
        let kind = words.article.blocks().get(block).map(|block| block.kind);
        kind.is_some_and(BlockKind::is_item)
            || matches!(words.text(words.tokens.block(block).start), "•" | "*" | "-" | "–" | "·")
    }

    /// The subject of the last sentence in `range`, and whether it surely is the subject.
    fn actor(&self, range: Range<usize>) -> Option<(Who, bool)> {
        let words = self.words;
        let last = (range.clone()).rev().find(|&at| words.is_word(at) && !self.in_quotation(at))?;
        let sentence = words.sentence_range(last);
        let found = self.first_actor(sentence.start.max(range.start)..last + 1);
        found.or_else(|| {
            let before = sentence.start.checked_sub(1).filter(|before| range.contains(before))?;
            let sentence = words.sentence_range(before);
            self.first_actor(sentence.start.max(range.start)..before + 1).map(|(who, _)| (who, false))
        })
    }

    /// The first person mentioned in `range` outside quotation marks, and whether they stand as a subject.
    fn first_actor(&self, range: Range<usize>) -> Option<(Who, bool)> {
        let words = self.words;
        let mut other = None;
        for at in range.clone() {
            if self.in_quotation(at) {
                continue;
            }
            let Some(who) = self.known(at) else { continue };
            // A body acts here only by speaking.
            let entity = &self.cast.entities[who];
            let speaks = words.is(at + 1, Classes::SAY);
            if entity.kind == PersonKind::Group && !entity.plural && !speaks {
                continue;
            }
            let start = (range.start..=at).rev().take_while(|&t| self.known(t) == Some(who)).last().unwrap_or(at);
            let end = (at..range.end).take_while(|&t| self.known(t) == Some(who)).last().unwrap_or(at) + 1;
            let place = super::pronouns::third_person(words, at)
                .map_or_else(|| super::pronouns::place(words, start, end), |p| p.place);
            if place == super::pronouns::Place::Subject {
                return Some((who, true));
            }
            other = other.or(Some((who, false)));
        }
        other
    }

    /// Two who speak in turn, paragraph by paragraph, go on doing so.
    fn by_turns(&self, start: usize, turns: &[Turn]) -> Option<Speaker> {
        let block = self.words.block(start);
        let [.., before, last] = turns else { return None };
        let near =
            block.saturating_sub(last.last_block) == 1 && last.first_block.saturating_sub(before.last_block) <= 1;
        let (who, other) = (before.who?, last.who?);
        // A paragraph of narration between turns breaks them off.
        (near && who != other && before.last_block != last.first_block).then_some(Speaker { who, confidence: 0.72 })
    }

    /// People in order of first mention, quotations in order of first span.
    pub(super) fn finish(mut self) -> (Vec<Person>, Vec<Quotation>) {
        let entities = std::mem::take(&mut self.cast.entities);
        // Who speaks, or is spoken to.
        let mut takes_part = vec![false; entities.len()];
        self.addressed.values().for_each(|&who| takes_part[who] = true);
        for speaker in self.speakers.iter().flatten() {
            takes_part[speaker.who] = true;
            for &member in &entities[speaker.who].members {
                takes_part[member] = true;
            }
        }
        let kept = |who: Who| {
            !entities[who].mentions.is_empty() && (entities[who].kind == PersonKind::Person || takes_part[who])
        };
        let mut order: Vec<(u32, Who)> = (0..entities.len())
            .filter(|&who| kept(who))
            .map(|who| (entities[who].mentions.iter().map(|m| m.span.start).min().unwrap_or(u32::MAX), who))
            .collect();
        order.sort();
        let mut ids = vec![None; entities.len()];
        for (id, &(_, who)) in order.iter().enumerate() {
            ids[who] = Some(id);
        }
        let shared = shared_names(&entities, &order);
        let people = order
            .iter()
            .zip(shared)
            .map(|(&(_, who), shared)| {
                let entity = &entities[who];
                Person {
                    name: display_name(self.words, entity, shared),
                    kind: entity.kind,
                    role: best_role(self.words, entity),
                    mentions: in_order(entity.mentions.clone()),
                    members: entity.members.iter().filter_map(|&member| ids[member]).collect(),
                }
            })
            .collect();
        let mut quotations: Vec<(usize, Quotation)> = self
            .attributions
            .iter()
            .zip(&self.speakers)
            .enumerate()
            .map(|(index, (attribution, speaker))| {
                let speaker = speaker.and_then(|speaker| Some((ids[speaker.who]?, speaker.confidence)));
                let sure = if attribution.source.is_some() { attribution.source_confidence } else { 1.0 };
                let quotation = Quotation {
                    kind: attribution.kind,
                    act: attribution.act,
                    content: attribution.content.clone(),
                    cue: attribution.cue,
                    source: attribution.source,
                    speaker: speaker.map(|(id, _)| id),
                    confidence: attribution.confidence,
                    speaker_confidence: speaker.map_or(0.0, |(_, confidence)| (confidence * sure).clamp(0.0, 1.0)),
                    inside: attribution.inside,
                };
                (index, quotation)
            })
            .collect();
        quotations.sort_by_key(|(index, q)| {
            (q.content.first().map_or(0, |s| s.start), std::cmp::Reverse(q.extent().end), *index)
        });
        let mut place = vec![0; quotations.len()];
        for (new, (old, _)) in quotations.iter().enumerate() {
            place[*old] = new;
        }
        let quotations = quotations
            .into_iter()
            .enumerate()
            .map(|(new, (_, mut quotation))| {
                // A quotation of which only a later piece lies in another is not held by it.
                let outer = quotation.inside.and_then(|outer| place.get(outer).copied());
                quotation.inside = outer.filter(|&outer| outer < new);
                quotation
            })
            .collect();
        (people, quotations)
    }
}

/// Which of `order` go by a name of one word that is part of somebody else's name too.
fn shared_names(entities: &[Entity], order: &[(u32, Who)]) -> Vec<bool> {
    let mut bearers: rustc_hash::FxHashMap<u32, u32> = rustc_hash::FxHashMap::default();
    for &(_, who) in order {
        for &word in &entities[who].key {
            *bearers.entry(word).or_default() += 1;
        }
    }
    order
        .iter()
        .map(|&(_, who)| matches!(entities[who].key[..], [only] if bearers.get(&only).copied().unwrap_or(0) > 1))
        .collect()
}

/// The name as it is shown: the fullest form, with its title where two people share all of it.
fn display_name(words: &Words, entity: &Entity, shared: bool) -> String {
    let range = entity.name.clone();
    let titled = || {
        entity
            .mentions
            .iter()
            .filter(|m| m.form == Form::Name)
            .map(|m| words.article.slice(m.span))
            .max_by_key(|text| text.len())
    };
    let text = match titled().filter(|_| shared) {
        Some(text) => text,
        None => words.article.slice(words.span(range.clone())),
    };
    let text = if shouted(text) { in_small_letters(words, entity, text).unwrap_or(text) } else { text };
    let mut name: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if entity.kind != PersonKind::Person
        && words.capital(range.start)
        && words.is(range.start, Classes::DETERMINER.or(Classes::FUNCTION))
    {
        name = match shouted(&name) {
            true => name.to_lowercase(),
            false => name.chars().take(1).flat_map(char::to_lowercase).chain(name.chars().skip(1)).collect(),
        };
    }
    if name == "I" || name == "i" { "the narrator".to_owned() } else { name }
}

/// Does it stand all in capitals, as labels do?
fn shouted(name: &str) -> bool {
    name.len() > 4 && !name.chars().any(char::is_lowercase)
}

/// `name`, which a label has in capitals, as another mention writes it.
fn in_small_letters<'a>(words: &Words<'a>, entity: &Entity, name: &str) -> Option<&'a str> {
    let written = |mention: &Mention| {
        let text = words.article.slice(mention.span);
        let same = text.get(text.len().checked_sub(name.len())?..)?;
        (same.eq_ignore_ascii_case(name) && !shouted(same)).then_some(same)
    };
    entity.mentions.iter().filter(|mention| mention.form == Form::Name).find_map(written)
}

/// The first role that names an office, else the first.
fn best_role(words: &Words, entity: &Entity) -> Option<String> {
    let role = entity.roles.first()?;
    let text = words.article.slice(words.span(role.clone()));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// By place, without those that overlap one before.
fn in_order(mut mentions: Vec<Mention>) -> Vec<Mention> {
    mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    let mut kept: Vec<Mention> = Vec::with_capacity(mentions.len());
    for mention in mentions {
        match kept.last() {
            Some(last) if last.span.overlaps(mention.span) => {}
            _ => kept.push(mention),
        }
    }
    kept
}
