//! The speakers of direct speech. The candidates are the entity of the source, the speakers of the utterances before and
//! after, and the entities mentioned near by. There are two rounds: in the second the speakers that the first has chosen on
//! both sides are known.

use super::buckets::{bucket, gender_bucket, kind_bucket};
use super::entities::EntityId;
use super::linker::{Candidate, Query};
use super::position::{self, Position};
use super::pronouns;
use super::ranker::{Features, Task, word};
use super::resolver::{Resolver, Speaker};
use crate::article::BlockKind;
use crate::language::attribute::attribution::Kind;
use crate::language::coref::mention::{Form, Mention, Reason};
use crate::language::document::lexicon::{Classes, Gender};
use crate::text::Span;

/// A quotation in the sequence of those of a text.
pub(super) struct Utterance {
    /// Index of its attribution.
    index: usize,
    /// Its speaker, as far as known.
    entity: Option<EntityId>,
    source: Option<Source>,
    first_block: usize,
    last_block: usize,
    /// First token of its first piece.
    start: usize,
    /// End of its last piece.
    end: usize,
    /// Whether its speaker is to be chosen by the linker.
    open: bool,
    /// The entities named in it.
    named: Vec<EntityId>,
    /// Whether its first block has no narration before it.
    opens_block: bool,
    /// Whether its last block has no narration after it.
    ends_block: bool,
}

/// The source of an utterance.
#[derive(Clone, Copy)]
struct Source {
    entity: EntityId,
    /// First token.
    at: usize,
    /// Bucket of its confidence.
    confidence: u64,
    /// Bucket of its distance from the content; below 2 it stands in the same block.
    distance: u64,
    form: Form,
    /// The gender of a pronoun.
    gender: Gender,
}

impl Utterance {
    /// Whether its source stands in the same block.
    fn is_tagged(&self) -> bool {
        self.source.is_some_and(|source| source.distance < 2)
    }
}

/// The first and the last token of narration in the block asked about last: many utterances may share a block.
#[derive(Default)]
struct Narration {
    first: Option<(usize, Option<usize>)>,
    last: Option<(usize, Option<usize>)>,
}

impl Narration {
    fn first(&mut self, resolver: &Resolver, block: usize) -> Option<usize> {
        let find = || resolver.words.tokens.block(block).find(|&at| resolver.is_narration(at));
        cached(&mut self.first, block, find)
    }

    fn last(&mut self, resolver: &Resolver, block: usize) -> Option<usize> {
        let find = || resolver.words.tokens.block(block).rev().find(|&at| resolver.is_narration(at));
        cached(&mut self.last, block, find)
    }
}

/// The result of `find` for `block`: the one in `kept`, or a new one.
fn cached(
    kept: &mut Option<(usize, Option<usize>)>,
    block: usize,
    find: impl FnOnce() -> Option<usize>,
) -> Option<usize> {
    if kept.is_none_or(|(known, _)| known != block) {
        *kept = Some((block, find()));
    }
    kept.and_then(|(_, found)| found)
}

/// A mention near an utterance.
#[derive(Clone, Copy)]
struct NearbyMention {
    entity: EntityId,
    at: usize,
    position: Position,
    form: Form,
    /// Number of mentions between it and the utterance.
    rank: usize,
    /// Whether another quotation stands between it and the utterance.
    cut_off: bool,
    /// Whether it stands in somebody’s own words.
    quoted: bool,
}

/// Tokens before an utterance in which mentions are near.
const BEFORE: usize = 160;
/// Tokens after it.
const AFTER: usize = 50;
/// Mentions that are looked at there, at most.
const MENTIONS: usize = 12;
/// Tokens before an utterance in which other people are looked for.
const FAR: usize = 1200;
/// Other people who are found there, at most.
const OTHERS: usize = 8;
/// Utterances before one whose speakers are candidates.
const UTTERANCES_BEFORE: usize = 4;
/// Utterances after it.
const UTTERANCES_AFTER: usize = 3;
/// Times that the speaker of each utterance is chosen.
const ROUNDS: u64 = 2;

impl Resolver<'_, '_> {
    /// Chooses the speakers of direct quotations, with and without a source.
    pub(super) fn attribute_direct_speech(&mut self) {
        let mut utterances = self.utterances();
        for round in 0..ROUNDS {
            for at in 0..utterances.len() {
                if utterances[at].open {
                    self.choose_speaker(&mut utterances, at, round);
                }
            }
        }
        // A pronoun refers to one person: if somebody else speaks, it is not the source.
        for utterance in &utterances {
            if let (Some(source), Some(id)) = (utterance.source, utterance.entity)
                && utterance.open
                && self.entity_at(source.at) != Some(id)
                && source.form == Form::Pronoun
            {
                self.rejected_sources.insert(utterance.index);
            }
        }
    }

    /// The quotations of the text in order, without those inside others.
    fn utterances(&self) -> Vec<Utterance> {
        let words = self.words;
        let mut order: Vec<(usize, usize)> = Vec::new();
        for (index, attribution) in self.attributions.iter().enumerate() {
            if let Some(first) = attribution.content.first() {
                order.push((words.tokens.within(*first).start, index));
            }
        }
        order.sort();
        let mut utterances = Vec::new();
        let mut narration = Narration::default();
        for (start, index) in order {
            let attribution = &self.attributions[index];
            let nested = attribution.inside.is_some()
                || start > 0
                    && self.quotation_at.get(start - 1).is_some_and(|&v| v > 0)
                    && self.is_within_another(index, start);
            if nested {
                continue;
            }
            let end = attribution.content.last().map_or(start, |last| words.tokens.within(*last).end);
            // Only an introduction tells who *Q* and *A* are.
            let lettered = attribution.cue.is_some_and(|cue| self.is_letter_label(cue));
            let id = self.speakers[index].map(|speaker| speaker.entity);
            // A label is always right.
            let labelled = self.is_labelled(index);
            let open = attribution.kind == Kind::Direct && !lettered && !labelled;
            let source = attribution.source.zip(id).map(|(span, id)| self.source_of(index, span, id));
            if attribution.kind == Kind::Direct || id.is_some() {
                let named = self.named_inside(index).into_iter().map(|(id, _)| id).collect();
                let (first_block, last_block) = (words.block(start), words.block(end.saturating_sub(1)));
                let first = narration.first(self, first_block);
                let last = narration.last(self, last_block);
                let opens_block = first.is_none_or(|first| first >= start);
                let ends_block = last.is_none_or(|last| last < end);
                utterances.push(Utterance {
                    index,
                    entity: id,
                    source,
                    first_block,
                    last_block,
                    start,
                    end,
                    open,
                    named,
                    opens_block,
                    ends_block,
                });
            }
        }
        utterances
    }

    /// Whether token `at` is a word of the narration.
    fn is_narration(&self, at: usize) -> bool {
        self.words.is_word(at) && !self.in_quotation(at)
    }

    /// The source of attribution `index` in `span`, whose entity is `id`.
    fn source_of(&self, index: usize, span: Span, id: EntityId) -> Source {
        let words = self.words;
        let attribution = &self.attributions[index];
        let range = words.tokens.within(span);
        let confidence = match attribution.source_confidence {
            found if found < 0.5 => 0,
            found if found < 0.7 => 1,
            found if found < 0.85 => 2,
            found if found < 0.95 => 3,
            _ => 4,
        };
        let gap = |piece: &Span| {
            let piece = words.tokens.within(*piece);
            if piece.start >= range.end { piece.start - range.end } else { range.start.saturating_sub(piece.end) }
        };
        let gap = attribution.content.iter().map(gap).min().unwrap_or(0);
        let block = |at: usize| words.block(at);
        let first = attribution.content.first().map_or(0, |piece| words.tokens.within(*piece).start);
        let last = attribution.content.last().map_or(0, |piece| words.tokens.within(*piece).end.saturating_sub(1));
        let same = block(range.start) >= block(first) && block(range.start) <= block(last);
        let distance = match (same, gap) {
            (true, 0..=8) => 0,
            (true, _) => 1,
            (false, 0..=8) => 2,
            (false, _) => 3,
        };
        let pronoun = pronouns::third_person(words, range.start).filter(|_| range.len() == 1);
        let form = match pronoun {
            Some(_) => Form::Pronoun,
            None if range.clone().any(|at| words.capital(at)) => Form::Name,
            None => Form::Description,
        };
        Source {
            entity: id,
            at: range.start,
            confidence,
            distance,
            form,
            gender: pronoun.map_or(Gender::Unknown, |found| found.gender),
        }
    }

    /// Whether `cue` is the letter, or the mark after it, of a *Q* or an *A*.
    pub(super) fn is_letter_label(&self, cue: Span) -> bool {
        let words = self.words;
        let at = words.tokens.within(cue).start;
        let letter = |at: usize| matches!(words.text(at), "Q" | "A" | "Question" | "Answer" | "QUESTION" | "ANSWER");
        let begins = |at: usize| words.tokens.block(words.block(at)).start == at;
        let before = at.checked_sub(1).is_some_and(letter) || at > 1 && letter(at - 2) && begins(at - 2);
        letter(at) || matches!(words.text(at), "." | ":" | ")") && before
    }

    /// Whether the content of another attribution contains the start of this one.
    fn is_within_another(&self, index: usize, start: usize) -> bool {
        self.quotation_at.get(start - 1).and_then(|&voice| (voice as usize).checked_sub(1)).is_some_and(|outer| {
            outer != index
                && self.attributions[outer].content.iter().any(|span| {
                    self.words.tokens.within(*span).contains(&start) && !self.attributions[index].content.contains(span)
                })
        })
    }

    /// Chooses the speaker of utterance `at`.
    fn choose_speaker(&mut self, utterances: &mut [Utterance], at: usize, round: u64) {
        let utterance = &utterances[at];
        let nearby = self.nearby_mentions(utterance, utterances.get(at + 1));
        let around = |range: std::ops::Range<usize>| {
            utterances.get(range).unwrap_or(&[]).iter().filter_map(|utterance| utterance.entity)
        };
        let mut id: Vec<EntityId> = utterance.source.iter().map(|source| source.entity).collect();
        id.extend(around(at.saturating_sub(UTTERANCES_BEFORE)..at).rev());
        id.extend(around(at + 1..(at + 1 + UTTERANCES_AFTER).min(utterances.len())));
        id.extend(nearby.iter().map(|nearby| nearby.entity));
        // Whoever speaks right after a question answers it.
        let asks = utterance.end.checked_sub(2).is_some_and(|last| self.words.text(last) == "?");
        let answers = utterances.get(at + 1).filter(|next| asks && next.start == utterance.end && next.is_tagged());
        let answers = answers.and_then(|next| next.entity);
        let mut seen = Vec::new();
        id.retain(|id| {
            !seen.contains(id) && answers != Some(*id) && {
                seen.push(*id);
                true
            }
        });
        let candidates: Vec<Candidate> = id
            .into_iter()
            .map(Some)
            .chain([None])
            .map(|id| Candidate {
                entity: id,
                at: utterance.start,
                features: self.speaker_features(utterances, at, round, id, &nearby),
            })
            .collect();
        let (start, index) = (utterance.start, utterance.index);
        let query = Query {
            task: Task::Speaker,
            at: start,
            start,
            attribution: Some(index),
            mentions: Vec::new(),
            candidates,
            encoder: Vec::new(),
        };
        let chosen = self.choose(query).and_then(|((id, _), confidence)| Some(Speaker { entity: id?, confidence }));
        utterances[at].entity = chosen.map(|speaker| speaker.entity);
        self.speakers[index] = chosen;
        if round + 1 == ROUNDS
            && let (Some(source), Some(chosen)) = (utterances[at].source, chosen)
            && source.entity != chosen.entity
        {
            self.reject_source(index, source, chosen);
        }
    }

    /// The entity of the source does not speak: a pronoun is given to the one who does, anything else is not the source.
    fn reject_source(&mut self, index: usize, source: Source, chosen: Speaker) {
        let span = self.words.tokens.tokens.get(source.at).map(|token| token.span).unwrap_or_default();
        if source.form != Form::Pronoun {
            self.rejected_sources.insert(index);
            return;
        }
        let mentions = &mut self.entities[source.entity].mentions;
        let Some(old) = mentions.iter().rposition(|mention| mention.span == span) else { return };
        let mention = mentions.remove(old);
        let antecedent = self.entities[chosen.entity].mentions.iter().rev().map(|mention| mention.span);
        let antecedent = antecedent.filter(|other| other.end <= span.start).max();
        let mention = Mention { antecedent, reason: Reason::Speaker, confidence: chosen.confidence, ..mention };
        self.entities.mention(chosen.entity, source.at, mention);
        self.assign(source.at, chosen.entity);
    }

    /// The mentions near an utterance: those before it, the nearest first, then those after it.
    fn nearby_mentions(&self, utterance: &Utterance, next: Option<&Utterance>) -> Vec<NearbyMention> {
        let mut found = Vec::new();
        let mut cut_off = false;
        for at in (utterance.start.saturating_sub(BEFORE)..utterance.start).rev() {
            if self.in_quotation(at) {
                cut_off = true;
            } else if found.len() < MENTIONS {
                self.add_nearby(at, cut_off, &mut found);
            }
        }
        // Whoever was mentioned long before may speak again.
        for at in (utterance.start.saturating_sub(FAR)..utterance.start).rev() {
            if found.len() >= MENTIONS + OTHERS {
                break;
            }
            if let Some(id) = self.entity_at(at)
                && !found.iter().any(|nearby| nearby.entity == id)
                && self.entities[id].is_person()
            {
                self.add_nearby(at, true, &mut found);
            }
        }
        let before = found.len();
        let end = next.map_or(usize::MAX, |next| next.start).min(utterance.end + AFTER).min(self.words.len());
        let mut after = Vec::new();
        for at in utterance.end..end {
            if !self.in_quotation(at) && after.len() < MENTIONS / 2 {
                self.add_nearby(at, false, &mut after);
            }
        }
        found.truncate(before);
        found.extend(after);
        found
    }

    /// Adds the mention that starts at token `at`, if there is one.
    fn add_nearby(&self, at: usize, cut_off: bool, found: &mut Vec<NearbyMention>) {
        let words = self.words;
        let Some(id) = self.entity_at(at) else { return };
        let same = |near: usize| self.entity_at(near) == Some(id);
        // The first token of a mention counts.
        if at.checked_sub(1).is_some_and(same) && self.in_quotation(at.saturating_sub(1)) == self.in_quotation(at) {
            return;
        }
        let end = (at..words.len().min(at + 12)).find(|&next| !same(next)).unwrap_or(at + 1);
        let pronoun = pronouns::third_person(words, at);
        let position = pronoun.map_or_else(|| position::position(words, at, end), |found| found.position);
        let form = match (pronoun, words.capital(end.saturating_sub(1))) {
            (Some(_), _) => Form::Pronoun,
            (None, true) => Form::Name,
            (None, false) => Form::Description,
        };
        found.push(NearbyMention {
            entity: id,
            at,
            position,
            form,
            rank: found.len(),
            cut_off,
            quoted: self.in_quotation(at),
        });
    }

    /// The features of `id`, or of nobody, as the speaker of utterance `at`.
    fn speaker_features(
        &self,
        utterances: &[Utterance],
        at: usize,
        round: u64,
        id: Option<EntityId>,
        nearby: &[NearbyMention],
    ) -> Features {
        let words = self.words;
        let utterance = &utterances[at];
        let mut out = Features::with_room();
        let gap =
            |before: &Utterance, after: &Utterance| bucket(after.first_block.saturating_sub(before.last_block), 5);
        let last = at.checked_sub(1).and_then(|at| utterances.get(at));
        let next = utterances.get(at + 1);
        let gap_before = last.map_or(9, |last| gap(last, utterance));
        let gap_after = next.map_or(9, |next| gap(utterance, next));
        let block = words.tokens.block(utterance.first_block);
        let shape = u64::from(utterance.opens_block) * 2 + u64::from(utterance.ends_block);
        let length = bucket(utterance.end - utterance.start, 9);
        let leads = block.start.checked_sub(1).map_or(0, |at| match words.text(at) {
            ":" => 1,
            "," => 2,
            _ => 0,
        });
        let source = utterance.source.map_or(0, |source| 1 + source.distance * 8 + source.confidence);
        let source_form = utterance.source.map_or(9, |source| source.form as u64);
        let Some(id) = id else {
            out.add(8, [source]);
            out.add(1, [round]);
            out.add(2, [gap_before, gap_after]);
            out.add(3, [shape, length]);
            out.add(4, [bucket(nearby.len(), 4), shape]);
            out.add(5, [leads, shape]);
            out.add(6, [u64::from(last.is_some_and(|last| last.entity.is_none())), gap_before.min(2)]);
            out.add(7, [u64::from(self.narrator.is_some())]);
            return out;
        };
        let entity = &self.entities[id];
        out.add(10, [kind_bucket(entity)]);
        out.add(11, [u64::from(self.narrator == Some(id)), round]);
        out.add(12, [bucket(self.name_counts.get(id).copied().unwrap_or(0) as usize, 6)]);
        let is = |utterance: Option<&Utterance>| {
            utterance.map_or(3, |utterance| match utterance.entity {
                Some(other) if other == id => 1 + u64::from(!utterance.is_tagged()) * 4,
                Some(_) => 2 + u64::from(!utterance.is_tagged()) * 4,
                None => 0,
            })
        };
        let back = |by: usize| at.checked_sub(by).and_then(|at| utterances.get(at));
        let ahead = |by: usize| utterances.get(at + by);
        let (one, two, three) = (is(back(1)), is(back(2)), is(back(3)));
        let (next_one, next_two, next_three) = (is(ahead(1)), is(ahead(2)), is(ahead(3)));
        let gap_two = match (back(2), back(1)) {
            (Some(two), Some(one)) => gap(two, one),
            _ => 9,
        };
        let gap_next_two = match (ahead(1), ahead(2)) {
            (Some(one), Some(two)) => gap(one, two),
            _ => 9,
        };
        out.add(20, [one, gap_before, shape]);
        out.add(21, [two, gap_before.min(3), gap_two.min(3)]);
        out.add(22, [three, gap_before.min(2), gap_two.min(2)]);
        out.add(23, [next_one, gap_after, round]);
        out.add(24, [next_two, gap_after.min(3), gap_next_two.min(3), round]);
        out.add(25, [next_three, gap_after.min(2), gap_next_two.min(2), round]);
        out.add(26, [one, two, gap_before.min(2), gap_two.min(2)]);
        out.add(27, [one, next_one, gap_before.min(2), gap_after.min(2)]);
        out.add(28, [two, next_two, gap_before.min(2), gap_after.min(2)]);
        out.add(29, [one, two, next_one, next_two, round]);
        out.add(30, [one, two, three, gap_before.min(2)]);
        out.add(31, [is(back(4)), gap_before.min(2)]);
        out.add(32, [one, gap_before, u64::from(last.is_some_and(|last| last.end + 2 >= utterance.start))]);
        // The source, and the gender of its pronoun.
        let is_source = u64::from(utterance.source.is_some_and(|source| source.entity == id));
        out.add(70, [is_source, source]);
        out.add(71, [is_source, source, source_form]);
        out.add(72, [is_source, source, shape]);
        out.add(73, [is_source, source, one, gap_before.min(2)]);
        out.add(74, [is_source, source, two, gap_before.min(2)]);
        if let Some(source) = utterance.source {
            let gender = gender_bucket(entity, source.gender);
            out.add(75, [source.form as u64, gender, source.distance]);
            out.add(76, [source.form as u64, gender, is_source, source.distance.min(1)]);
            out.add(77, [source.form as u64, is_source, one, two, gap_before.min(2)]);
            out.add(78, [source.form as u64, is_source, next_one, next_two, gap_after.min(2)]);
            out.add(
                79,
                [
                    source.form as u64,
                    is_source,
                    u64::from(utterance.named.contains(&id)),
                    self.is_addressed(utterance, id),
                ],
            );
        }
        // Whoever is addressed does not speak, but answers next.
        let here = u64::from(utterance.named.contains(&id));
        let there = u64::from(last.is_some_and(|last| last.named.contains(&id)));
        let then = u64::from(next.is_some_and(|next| next.named.contains(&id)));
        out.add(40, [here, self.is_addressed(utterance, id)]);
        out.add(41, [there, last.map_or(0, |last| self.is_addressed(last, id)), gap_before.min(2)]);
        out.add(42, [then, gap_after.min(2)]);
        out.add(43, [here, there, then, one, two]);
        // The nearest mentions before and after.
        let before = nearby.iter().find(|nearby| nearby.entity == id && nearby.at < utterance.start);
        let after = nearby.iter().find(|nearby| nearby.entity == id && nearby.at >= utterance.end);
        let mut side = [0; 2];
        for (number, near) in [before, after].into_iter().enumerate() {
            let number = number as u64;
            let Some(near) = near else {
                out.add(50, [number, shape]);
                continue;
            };
            let edge = if number == 0 { utterance.start } else { utterance.end };
            let edge_block = if number == 0 { utterance.first_block } else { utterance.last_block };
            let blocks = bucket(words.block(near.at).abs_diff(edge_block), 3);
            let edge_sentence = words.sentence(edge.min(words.len().saturating_sub(1)));
            let sentences = bucket(words.sentence(near.at).abs_diff(edge_sentence), 4);
            let rank = bucket(near.rank, 6);
            out.add(66, [number, u64::from(near.quoted), bucket(near.rank, 7)]);
            let position = near.position as u64;
            let cut = u64::from(near.cut_off);
            let verb = words.entry(near.at + 1);
            let acts = u64::from(verb.is(Classes::SAY)) + 2 * u64::from(verb.is(Classes::HUMAN_VERB));
            side[number as usize] = 1 + position + 4 * blocks.min(1);
            out.add(51, [number, blocks, rank, cut]);
            out.add(52, [number, blocks, position, sentences]);
            out.add(53, [number, bucket(near.at.abs_diff(edge), 8), blocks]);
            out.add(54, [number, near.form as u64, position, blocks.min(1)]);
            out.add(55, [number, shape, blocks, rank, position]);
            out.add(56, [number, leads, blocks, position, rank]);
            out.add(57, [number, cut, one, rank.min(2), blocks]);
            out.add(58, [number, acts, blocks.min(1)]);
            out.add(59, [number, word(words.lower(near.at + 1)), blocks.min(1)]);
        }
        // The rank among the people mentioned before.
        let mut others =
            nearby.iter().filter(|near| near.at < utterance.start && self.entities[near.entity].is_person());
        let mut seen: Vec<EntityId> = Vec::new();
        let position = others.find_map(|near| {
            if !seen.contains(&near.entity) {
                seen.push(near.entity);
            }
            (near.entity == id).then_some(seen.len())
        });
        let position = position.map_or(9, |position| bucket(position, 6));
        out.add(67, [position, one, gap_before.min(2)]);
        out.add(68, [position, is_source, source]);
        out.add(69, [position, two]);
        out.add(60, [side[0], side[1]]);
        out.add(61, [side[0], one, gap_before.min(2)]);
        out.add(62, [side[1], one, shape]);
        out.add(63, [side[0], two, gap_before.min(2)]);
        let item =
            self.is_list_item(utterance.first_block) && last.is_some_and(|last| self.is_list_item(last.first_block));
        out.add(64, [u64::from(item), one, gap_before.min(2)]);
        out.add(65, [length, one, gap_before.min(2)]);
        out
    }

    /// Whether `id` is addressed by name in `utterance`, as a number: the name stands between marks, or at an end.
    fn is_addressed(&self, utterance: &Utterance, id: EntityId) -> u64 {
        let words = self.words;
        let first = self.names.partition_point(|name| name.whole.start < utterance.start);
        let calls = |(offset, name): (usize, &super::names::NameMention)| {
            let given = self.entity_of_name.get(first + offset).copied().flatten();
            let edge = |at: Option<usize>| at.is_none_or(|at| !words.is_word(at));
            given == Some(id) && edge(name.whole.start.checked_sub(1)) && edge(Some(name.whole.end))
        };
        let within =
            self.names[first..].iter().take_while(|name| name.whole.start < utterance.end).take(12).enumerate();
        u64::from(within.into_iter().any(calls))
    }

    /// Whether the block is an item of a list.
    fn is_list_item(&self, block: usize) -> bool {
        let words = self.words;
        let kind = words.article.blocks().get(block).map(|block| block.kind);
        kind.is_some_and(BlockKind::is_item)
            || matches!(words.text(words.tokens.block(block).start), "•" | "*" | "-" | "–" | "·")
    }
}
