//! Who says what is set off as speech: asked of the linker, with the source that was found, those who speak in the turns
//! before and behind and those whom the words beside it are about as candidates. The turns are gone through twice: the
//! second time the first guesses for the turns on both sides are known.

use super::entities::Who;
use super::features::{gender_step, kind_step, step};
use super::linker::{Candidate, Query};
use super::pronouns::{self, Place};
use super::ranker::{Features, Question, word};
use super::resolver::{Speaker, Walk};
use crate::article::BlockKind;
use crate::language::attribute::attribution::Kind;
use crate::language::coref::mention::{Form, Mention, Reason};
use crate::language::document::lexicon::{Classes, Gender};
use crate::text::Span;

/// One turn of speech.
pub(super) struct Turn {
    /// Index of its attribution.
    index: usize,
    who: Option<Who>,
    /// The source that was found, and who it stands for.
    source: Option<Source>,
    first_block: usize,
    last_block: usize,
    /// Tokens of its first piece's begin and its last piece's end.
    start: usize,
    end: usize,
    /// Is the linker asked who speaks?
    open: bool,
    /// Those named in it.
    named: Vec<Who>,
    /// Does only speech stand before it in its paragraph, and behind it?
    alone: bool,
    ends: bool,
}

/// What was found as the source of a turn.
#[derive(Clone, Copy)]
struct Source {
    who: Who,
    /// First token.
    at: usize,
    /// Steps of how sure it is, how far from the words said, and its form.
    sure: u64,
    near: u64,
    form: Form,
    /// Of a pronoun.
    gender: Gender,
}

impl Turn {
    /// Does the text name its source beside it?
    fn tagged(&self) -> bool {
        self.source.is_some_and(|source| source.near < 2)
    }
}

/// The first and the last word of narration in the paragraphs looked at last: many turns may share one.
#[derive(Default)]
struct Narration {
    first: Option<(usize, Option<usize>)>,
    last: Option<(usize, Option<usize>)>,
}

impl Narration {
    fn first(&mut self, walk: &Walk, block: usize) -> Option<usize> {
        let find = || walk.words.tokens.block(block).find(|&at| walk.narrates(at));
        keep(&mut self.first, block, find)
    }

    fn last(&mut self, walk: &Walk, block: usize) -> Option<usize> {
        let find = || walk.words.tokens.block(block).rev().find(|&at| walk.narrates(at));
        keep(&mut self.last, block, find)
    }
}

/// What `find` gave for `block` last, or gives now.
fn keep(
    kept: &mut Option<(usize, Option<usize>)>,
    block: usize,
    find: impl FnOnce() -> Option<usize>,
) -> Option<usize> {
    if kept.is_none_or(|(known, _)| known != block) {
        *kept = Some((block, find()));
    }
    kept.and_then(|(_, found)| found)
}

/// A mention beside a quotation, outside quotation marks.
#[derive(Clone, Copy)]
struct Beside {
    who: Who,
    at: usize,
    place: Place,
    form: Form,
    /// How many others are mentioned between it and the quotation.
    rank: usize,
    /// Does other speech stand between it and the quotation?
    cut_off: bool,
    /// Does it stand in speech itself?
    said: bool,
}

/// Tokens before and behind a quotation in which mentions are looked at, and how many of them.
const BEFORE: usize = 160;
const BEHIND: usize = 50;
const MENTIONS: usize = 12;
/// Tokens further back in which those are looked for who are not among them, and how many.
const FAR: usize = 1200;
const OTHERS: usize = 8;
/// Turns before and behind that are looked at.
const TURNS_BEFORE: usize = 4;
const TURNS_BEHIND: usize = 3;
/// How often all turns are gone through.
const ROUNDS: u64 = 2;

impl Walk<'_, '_> {
    /// Gives speakers to the direct quotations, with and without a source.
    pub(super) fn turns(&mut self) {
        let mut turns = self.turns_of();
        for round in 0..ROUNDS {
            for at in 0..turns.len() {
                if turns[at].open {
                    self.ask_speaker(&mut turns, at, round);
                }
            }
        }
        // A pronoun is one person's: where another speaks, it is no source of theirs.
        for turn in &turns {
            if let (Some(source), Some(who)) = (turn.source, turn.who)
                && turn.open
                && self.known(source.at) != Some(who)
                && source.form == Form::Pronoun
            {
                self.overruled.insert(turn.index);
            }
        }
    }

    /// All that is said, in order, but for what stands in somebody else's speech.
    fn turns_of(&self) -> Vec<Turn> {
        let words = self.words;
        let mut order: Vec<(usize, usize)> = Vec::new();
        for (index, attribution) in self.attributions.iter().enumerate() {
            if let Some(first) = attribution.content.first() {
                order.push((words.tokens.within(*first).start, index));
            }
        }
        order.sort();
        let mut turns = Vec::new();
        let mut narration = Narration::default();
        for (start, index) in order {
            let attribution = &self.attributions[index];
            let nested = attribution.inside.is_some()
                || start > 0 && self.voices.get(start - 1).is_some_and(|&v| v > 0) && self.held(index, start);
            if nested {
                continue;
            }
            let end = attribution.content.last().map_or(start, |last| words.tokens.within(*last).end);
            // Of *Q* and *A* only an introduction tells who they are.
            let lettered = attribution.cue.is_some_and(|cue| self.is_letter_label(cue));
            let who = self.speakers[index].map(|speaker| speaker.who);
            // What a label says is so.
            let labelled = self.is_labelled(index);
            let open = attribution.kind == Kind::Direct && !lettered && !labelled;
            let source = attribution.source.zip(who).map(|(span, who)| self.source_of(index, span, who));
            if attribution.kind == Kind::Direct || who.is_some() {
                let named = self.named_inside(index).into_iter().map(|(who, _)| who).collect();
                let (first_block, last_block) = (words.block(start), words.block(end.saturating_sub(1)));
                let first = narration.first(self, first_block);
                let last = narration.last(self, last_block);
                let alone = first.is_none_or(|first| first >= start);
                let ends = last.is_none_or(|last| last < end);
                turns.push(Turn { index, who, source, first_block, last_block, start, end, open, named, alone, ends });
            }
        }
        turns
    }

    /// Is token `at` a word outside speech?
    fn narrates(&self, at: usize) -> bool {
        self.words.is_word(at) && !self.in_quotation(at)
    }

    fn source_of(&self, index: usize, span: Span, who: Who) -> Source {
        let words = self.words;
        let attribution = &self.attributions[index];
        let range = words.tokens.within(span);
        let sure = match attribution.source_confidence {
            sure if sure < 0.5 => 0,
            sure if sure < 0.7 => 1,
            sure if sure < 0.85 => 2,
            sure if sure < 0.95 => 3,
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
        let near = match (same, gap) {
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
        Source { who, at: range.start, sure, near, form, gender: pronoun.map_or(Gender::Unknown, |found| found.gender) }
    }

    /// Is `cue` the point or colon of a *Q* or an *A*?
    pub(super) fn is_letter_label(&self, cue: Span) -> bool {
        let words = self.words;
        let at = words.tokens.within(cue).start;
        let letter = |at: usize| matches!(words.text(at), "Q" | "A" | "Question" | "Answer" | "QUESTION" | "ANSWER");
        let begins = |at: usize| words.tokens.block(words.block(at)).start == at;
        let before = at.checked_sub(1).is_some_and(letter) || at > 1 && letter(at - 2) && begins(at - 2);
        letter(at) || matches!(words.text(at), "." | ":" | ")") && before
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

    fn ask_speaker(&mut self, turns: &mut [Turn], at: usize, round: u64) {
        let turn = &turns[at];
        let beside = self.beside(turn, turns.get(at + 1));
        let around = |range: std::ops::Range<usize>| turns.get(range).unwrap_or(&[]).iter().filter_map(|turn| turn.who);
        let mut who: Vec<Who> = turn.source.iter().map(|source| source.who).collect();
        who.extend(around(at.saturating_sub(TURNS_BEFORE)..at).rev());
        who.extend(around(at + 1..(at + 1 + TURNS_BEHIND).min(turns.len())));
        who.extend(beside.iter().map(|beside| beside.who));
        // Whoever is named behind words side by side with these answers them.
        let asks = turn.end.checked_sub(2).is_some_and(|last| self.words.text(last) == "?");
        let answers = turns.get(at + 1).filter(|next| asks && next.start == turn.end && next.tagged());
        let answers = answers.and_then(|next| next.who);
        let mut seen = Vec::new();
        who.retain(|who| {
            !seen.contains(who) && answers != Some(*who) && {
                seen.push(*who);
                true
            }
        });
        let candidates: Vec<Candidate> = who
            .into_iter()
            .map(Some)
            .chain([None])
            .map(|who| Candidate { who, at: turn.start, features: self.of_turn(turns, at, round, who, &beside) })
            .collect();
        let (start, index) = (turn.start, turn.index);
        let query = Query {
            question: Question::Speaker,
            at: start,
            from: start,
            attribution: Some(index),
            mentions: Vec::new(),
            candidates,
            heard: Vec::new(),
        };
        let chosen = self.choose(query).and_then(|((who, _), confidence)| Some(Speaker { who: who?, confidence }));
        turns[at].who = chosen.map(|speaker| speaker.who);
        self.speakers[index] = chosen;
        if round + 1 == ROUNDS
            && let (Some(source), Some(chosen)) = (turns[at].source, chosen)
            && source.who != chosen.who
        {
            self.overrule(index, source, chosen);
        }
    }

    /// The source that was found is not who speaks: a pronoun stands for the one who does, anything else is no source.
    fn overrule(&mut self, index: usize, source: Source, chosen: Speaker) {
        let span = self.words.tokens.tokens.get(source.at).map(|token| token.span).unwrap_or_default();
        if source.form != Form::Pronoun {
            self.overruled.insert(index);
            return;
        }
        let mentions = &mut self.cast.entities[source.who].mentions;
        let Some(old) = mentions.iter().rposition(|mention| mention.span == span) else { return };
        let mention = mentions.remove(old);
        let antecedent = self.cast.entities[chosen.who].mentions.iter().rev().map(|mention| mention.span);
        let antecedent = antecedent.filter(|other| other.end <= span.start).max();
        let mention = Mention { antecedent, reason: Reason::Speaker, confidence: chosen.confidence, ..mention };
        self.cast.mention(chosen.who, source.at, mention);
        self.set(source.at, chosen.who);
    }

    /// The mentions beside a turn, the nearest first, before it and then behind it.
    fn beside(&self, turn: &Turn, next: Option<&Turn>) -> Vec<Beside> {
        let mut found = Vec::new();
        let mut cut_off = false;
        for at in (turn.start.saturating_sub(BEFORE)..turn.start).rev() {
            if self.in_quotation(at) {
                cut_off = true;
            } else if found.len() < MENTIONS {
                self.add_beside(at, cut_off, &mut found);
            }
        }
        // Whoever was there before may speak again.
        for at in (turn.start.saturating_sub(FAR)..turn.start).rev() {
            if found.len() >= MENTIONS + OTHERS {
                break;
            }
            if let Some(who) = self.known(at)
                && !found.iter().any(|beside| beside.who == who)
                && self.cast.entities[who].is_person()
            {
                self.add_beside(at, true, &mut found);
            }
        }
        let before = found.len();
        let end = next.map_or(usize::MAX, |next| next.start).min(turn.end + BEHIND).min(self.words.len());
        let mut behind = Vec::new();
        for at in turn.end..end {
            if !self.in_quotation(at) && behind.len() < MENTIONS / 2 {
                self.add_beside(at, false, &mut behind);
            }
        }
        found.truncate(before);
        found.extend(behind);
        found
    }

    fn add_beside(&self, at: usize, cut_off: bool, found: &mut Vec<Beside>) {
        let words = self.words;
        let Some(who) = self.known(at) else { return };
        let same = |near: usize| self.known(near) == Some(who);
        // One mention may be several tokens: its first counts.
        if at.checked_sub(1).is_some_and(same) && self.in_quotation(at.saturating_sub(1)) == self.in_quotation(at) {
            return;
        }
        let end = (at..words.len().min(at + 12)).find(|&next| !same(next)).unwrap_or(at + 1);
        let pronoun = pronouns::third_person(words, at);
        let place = pronoun.map_or_else(|| pronouns::place(words, at, end), |found| found.place);
        let form = match (pronoun, words.capital(end.saturating_sub(1))) {
            (Some(_), _) => Form::Pronoun,
            (None, true) => Form::Name,
            (None, false) => Form::Description,
        };
        found.push(Beside { who, at, place, form, rank: found.len(), cut_off, said: self.in_quotation(at) });
    }

    /// The features of `who` as the speaker of turn `at`; of nobody without one.
    fn of_turn(&self, turns: &[Turn], at: usize, round: u64, who: Option<Who>, beside: &[Beside]) -> Features {
        let words = self.words;
        let turn = &turns[at];
        let mut out = Features::with_room();
        let gap = |before: &Turn, after: &Turn| step(after.first_block.saturating_sub(before.last_block), 5);
        let last = at.checked_sub(1).and_then(|at| turns.get(at));
        let next = turns.get(at + 1);
        let gap_before = last.map_or(9, |last| gap(last, turn));
        let gap_behind = next.map_or(9, |next| gap(turn, next));
        let block = words.tokens.block(turn.first_block);
        let shape = u64::from(turn.alone) * 2 + u64::from(turn.ends);
        let length = step(turn.end - turn.start, 9);
        let leads = block.start.checked_sub(1).map_or(0, |at| match words.text(at) {
            ":" => 1,
            "," => 2,
            _ => 0,
        });
        let source = turn.source.map_or(0, |source| 1 + source.near * 8 + source.sure);
        let told = turn.source.map_or(9, |source| source.form as u64);
        let Some(who) = who else {
            out.add(8, [source]);
            out.add(1, [round]);
            out.add(2, [gap_before, gap_behind]);
            out.add(3, [shape, length]);
            out.add(4, [step(beside.len(), 4), shape]);
            out.add(5, [leads, shape]);
            out.add(6, [u64::from(last.is_some_and(|last| last.who.is_none())), gap_before.min(2)]);
            out.add(7, [u64::from(self.narrator.is_some())]);
            return out;
        };
        let entity = &self.cast.entities[who];
        out.add(10, [kind_step(entity)]);
        out.add(11, [u64::from(self.narrator == Some(who)), round]);
        out.add(12, [step(self.counts.get(who).copied().unwrap_or(0) as usize, 6)]);
        let is = |turn: Option<&Turn>| {
            turn.map_or(3, |turn| match turn.who {
                Some(other) if other == who => 1 + u64::from(!turn.tagged()) * 4,
                Some(_) => 2 + u64::from(!turn.tagged()) * 4,
                None => 0,
            })
        };
        let back = |by: usize| at.checked_sub(by).and_then(|at| turns.get(at));
        let ahead = |by: usize| turns.get(at + by);
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
        out.add(23, [next_one, gap_behind, round]);
        out.add(24, [next_two, gap_behind.min(3), gap_next_two.min(3), round]);
        out.add(25, [next_three, gap_behind.min(2), gap_next_two.min(2), round]);
        out.add(26, [one, two, gap_before.min(2), gap_two.min(2)]);
        out.add(27, [one, next_one, gap_before.min(2), gap_behind.min(2)]);
        out.add(28, [two, next_two, gap_before.min(2), gap_behind.min(2)]);
        out.add(29, [one, two, next_one, next_two, round]);
        out.add(30, [one, two, three, gap_before.min(2)]);
        out.add(31, [is(back(4)), gap_before.min(2)]);
        out.add(32, [one, gap_before, u64::from(last.is_some_and(|last| last.end + 2 >= turn.start))]);
        // The source that was found, and what its pronoun tells of the one who speaks.
        let is_source = u64::from(turn.source.is_some_and(|source| source.who == who));
        out.add(70, [is_source, source]);
        out.add(71, [is_source, source, told]);
        out.add(72, [is_source, source, shape]);
        out.add(73, [is_source, source, one, gap_before.min(2)]);
        out.add(74, [is_source, source, two, gap_before.min(2)]);
        if let Some(source) = turn.source {
            let gender = gender_step(entity, source.gender);
            out.add(75, [source.form as u64, gender, source.near]);
            out.add(76, [source.form as u64, gender, is_source, source.near.min(1)]);
            out.add(77, [source.form as u64, is_source, one, two, gap_before.min(2)]);
            out.add(78, [source.form as u64, is_source, next_one, next_two, gap_behind.min(2)]);
            out.add(
                79,
                [source.form as u64, is_source, u64::from(turn.named.contains(&who)), self.called_to(turn, who)],
            );
        }
        // Whoever is spoken to does not speak, and answers next.
        let here = u64::from(turn.named.contains(&who));
        let there = u64::from(last.is_some_and(|last| last.named.contains(&who)));
        let then = u64::from(next.is_some_and(|next| next.named.contains(&who)));
        out.add(40, [here, self.called_to(turn, who)]);
        out.add(41, [there, last.map_or(0, |last| self.called_to(last, who)), gap_before.min(2)]);
        out.add(42, [then, gap_behind.min(2)]);
        out.add(43, [here, there, then, one, two]);
        // Whom the words beside it are about.
        let before = beside.iter().find(|beside| beside.who == who && beside.at < turn.start);
        let behind = beside.iter().find(|beside| beside.who == who && beside.at >= turn.end);
        let mut side = [0; 2];
        for (number, near) in [before, behind].into_iter().enumerate() {
            let number = number as u64;
            let Some(near) = near else {
                out.add(50, [number, shape]);
                continue;
            };
            let edge = if number == 0 { turn.start } else { turn.end };
            let edge_block = if number == 0 { turn.first_block } else { turn.last_block };
            let blocks = step(words.block(near.at).abs_diff(edge_block), 3);
            let edge_sentence = words.sentence(edge.min(words.len().saturating_sub(1)));
            let sentences = step(words.sentence(near.at).abs_diff(edge_sentence), 4);
            let rank = step(near.rank, 6);
            out.add(66, [number, u64::from(near.said), step(near.rank, 7)]);
            let place = near.place as u64;
            let cut = u64::from(near.cut_off);
            let verb = words.entry(near.at + 1);
            let acts = u64::from(verb.is(Classes::SAY)) + 2 * u64::from(verb.is(Classes::HUMAN_VERB));
            side[number as usize] = 1 + place + 4 * blocks.min(1);
            out.add(51, [number, blocks, rank, cut]);
            out.add(52, [number, blocks, place, sentences]);
            out.add(53, [number, step(near.at.abs_diff(edge), 8), blocks]);
            out.add(54, [number, near.form as u64, place, blocks.min(1)]);
            out.add(55, [number, shape, blocks, rank, place]);
            out.add(56, [number, leads, blocks, place, rank]);
            out.add(57, [number, cut, one, rank.min(2), blocks]);
            out.add(58, [number, acts, blocks.min(1)]);
            out.add(59, [number, word(words.lower(near.at + 1)), blocks.min(1)]);
        }
        // How near somebody of this gender is among those who are there.
        let mut others = beside.iter().filter(|near| near.at < turn.start && self.cast.entities[near.who].is_person());
        let mut seen: Vec<Who> = Vec::new();
        let place = others.find_map(|near| {
            if !seen.contains(&near.who) {
                seen.push(near.who);
            }
            (near.who == who).then_some(seen.len())
        });
        let place = place.map_or(9, |place| step(place, 6));
        out.add(67, [place, one, gap_before.min(2)]);
        out.add(68, [place, is_source, source]);
        out.add(69, [place, two]);
        out.add(60, [side[0], side[1]]);
        out.add(61, [side[0], one, gap_before.min(2)]);
        out.add(62, [side[1], one, shape]);
        out.add(63, [side[0], two, gap_before.min(2)]);
        let item = self.is_item(turn.first_block) && last.is_some_and(|last| self.is_item(last.first_block));
        out.add(64, [u64::from(item), one, gap_before.min(2)]);
        out.add(65, [length, one, gap_before.min(2)]);
        out
    }

    /// Is `who` spoken to by name in `turn`? A name between commas, or at an end.
    fn called_to(&self, turn: &Turn, who: Who) -> u64 {
        let words = self.words;
        let first = self.names.partition_point(|name| name.whole.start < turn.start);
        let calls = |(offset, name): (usize, &super::names::NameAt)| {
            let given = self.given.get(first + offset).copied().flatten();
            let edge = |at: Option<usize>| at.is_none_or(|at| !words.is_word(at));
            given == Some(who) && edge(name.whole.start.checked_sub(1)) && edge(Some(name.whole.end))
        };
        let within = self.names[first..].iter().take_while(|name| name.whole.start < turn.end).take(12).enumerate();
        u64::from(within.into_iter().any(calls))
    }

    fn is_item(&self, block: usize) -> bool {
        let words = self.words;
        let kind = words.article.blocks().get(block).map(|block| block.kind);
        kind.is_some_and(BlockKind::is_item)
            || matches!(words.text(words.tokens.block(block).start), "•" | "*" | "-" | "–" | "·")
    }
}
