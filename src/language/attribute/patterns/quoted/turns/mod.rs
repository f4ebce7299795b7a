//! Turns of quoted speech: which quoted words are spoken, which of them form a turn, and who speaks if no speaker is
//! named next to them. One turn is one quotation: `“A,” he said. “B.”`, or paragraphs that each open with a mark.

mod carried;
mod finder;

use self::finder::TurnFinder;
use super::{clauses, titles};
use crate::article::BlockKind;
use crate::language::attribute::attribution::{Attribution, Kind};
use crate::language::attribute::patterns::nearby::{self, NearbyAttribution};
use crate::language::attribute::patterns::source_mention;
use crate::language::attribute::patterns::speech_turn::SpeechTurn;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::quotation_marks::QuotedRun;
use crate::language::lexical::word_classes::{NAMING, QUOTATIVE};
use crate::text::Span;
use crate::text::words::WordClass;
use std::ops::Range;

/// The tagger's reading of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
enum TaggedAs {
    Nothing,
    /// It is a quotation, or part of one.
    Direct(usize),
    /// It is part of a quotation that has clauses without marks too.
    Part(usize),
    /// It is within a longer clause.
    Mixed,
}

/// The turns of `input`, and the attributions of the tagger that are not speech. `spoken` marks the blocks that are a
/// turn already.
pub(crate) fn find(input: TokenizedArticle, found: &[Attribution], spoken: &[bool]) -> (Vec<SpeechTurn>, Vec<usize>) {
    let tagged = tagged(input, found);
    let mut continued = vec![false; input.quotation_marks.runs.len()];
    for before in input.quotation_marks.runs.iter().filter_map(|run| run.continues) {
        continued[before] = true;
    }
    let mut finder = TurnFinder {
        input,
        found,
        bare: bare(input),
        turns: Vec::new(),
        turn_of: vec![None; input.quotation_marks.runs.len()],
        last: None,
        last_cue: None,
        continued,
        rejected: Vec::new(),
        sources: sources(input, found),
        list: None,
    };
    for (number, run) in input.quotation_marks.runs.iter().enumerate() {
        let block = input.block(run.tokens.start);
        let quotes = input.article.blocks().get(block).is_some_and(|block| block.kind != BlockKind::Headline);
        if run.outer.is_none() && quotes && !spoken.get(block).copied().unwrap_or(false) {
            finder.run(number, run, tagged[number]);
        }
    }
    (finder.turns, finder.rejected)
}

/// The tagger's reading of each run.
fn tagged(input: TokenizedArticle, found: &[Attribution]) -> Vec<TaggedAs> {
    let mut pieces: Vec<(Span, usize)> =
        found.iter().enumerate().flat_map(|(number, a)| a.content.iter().map(move |&piece| (piece, number))).collect();
    pieces.sort_by_key(|(piece, _)| (piece.start, piece.end));
    let mut next = 0;
    let mut tagged = Vec::with_capacity(input.quotation_marks.runs.len());
    for run in &input.quotation_marks.runs {
        while pieces.get(next).is_some_and(|(piece, _)| piece.end <= run.span.start) {
            next += 1;
        }
        // The tagger's spans hardly ever overlap, so one of the next few covers most of the run.
        let best = pieces[next..]
            .iter()
            .take(8)
            .take_while(|(piece, _)| piece.start < run.span.end)
            .map(|(piece, number)| (piece.end.min(run.span.end) - piece.start.max(run.span.start), *piece, *number))
            .max_by_key(|(shared, _, _)| *shared);
        tagged.push(match best {
            Some((shared, _, _)) if (shared as usize) * 2 < run.span.len() => TaggedAs::Nothing,
            Some((_, piece, number)) => {
                let alone = piece.start + 1 >= run.span.start && piece.end <= run.span.end + 1;
                match found[number].kind {
                    Kind::Direct => TaggedAs::Direct(number),
                    _ if !alone => TaggedAs::Mixed,
                    _ if clauses::of(input, &found[number]).next().is_some() => TaggedAs::Part(number),
                    _ => TaggedAs::Direct(number),
                }
            }
            None => TaggedAs::Nothing,
        });
    }
    tagged
}

/// The sources found by the tagger, in order.
fn sources(input: TokenizedArticle, found: &[Attribution]) -> Vec<(Span, usize)> {
    let mut sources: Vec<(Span, usize)> =
        found.iter().enumerate().filter_map(|(number, a)| Some((a.source?, number))).collect();
    sources.retain(|(source, _)| !source_mention::is_no_speaker(input, input.tokens.within(*source)));
    sources.sort_by_key(|(source, _)| source.start);
    sources
}

/// Whether each block holds nothing but quoted words.
fn bare(input: TokenizedArticle) -> Vec<bool> {
    let mut bare = vec![true; input.article.blocks().len()];
    for (at, token) in input.tokens.tokens.iter().enumerate() {
        if !input.is_quoted(at)
            && input.text(at).starts_with(char::is_alphanumeric)
            && let Some(bare) = bare.get_mut(token.block as usize)
        {
            *bare = false;
        }
    }
    for (block, bare) in bare.iter_mut().enumerate() {
        *bare = *bare && !input.tokens.block(block).is_empty();
    }
    bare
}

impl TurnFinder<'_> {
    fn run(&mut self, number: usize, run: &QuotedRun, tagged: TaggedAs) {
        let input = self.input;
        let block = input.tokens.block(input.block(run.tokens.start));
        let behind = nearby::after(input, run, block.end);
        if let Some(turn) = run.continues.and_then(|before| self.turn_of[before]) {
            self.join(turn, number, tagged, behind);
            return;
        }
        let goes_on = self.continued[number];
        let begins = self.begins(run, &block);
        let reply = nearby::reply(input, run).filter(|_| behind.is_none());
        let whole = || reply.is_some() || goes_on || self.ends(run, &block) && nearby::whole_sentence(input, run);
        let stands = begins && (behind.is_some() || whole());
        let called = source_mention::is_called(input, run.tokens.start, run.inner());
        if let TaggedAs::Direct(a) | TaggedAs::Part(a) = tagged
            && (self.names_something(a) || called && self.only_run(a, run))
        {
            self.rejected.push(a);
            return;
        }
        if called {
            return;
        }
        // Words in the middle of a quotation of the tagger are not a turn of their own.
        let part = matches!(tagged, TaggedAs::Part(a) if !begins && self.reported_beside(a, run));
        let tagged = match tagged {
            // A clause that includes a whole quoted sentence is too long.
            TaggedAs::Mixed if stands => TaggedAs::Nothing,
            TaggedAs::Mixed => return,
            TaggedAs::Part(a) => TaggedAs::Direct(a),
            other => other,
        };
        if !run.closed && !goes_on && (run.single || tagged == TaggedAs::Nothing && run.tokens.start > block.start) {
            return;
        }
        let last = self.last.filter(|&last| input.quotation_marks.runs[last].tokens.start >= block.start);
        let floor = last.map_or(block.start, |last| input.quotation_marks.runs[last].tokens.end);
        let ahead = nearby::before(input, run, floor);
        if let Some(turn) = last.and_then(|last| self.turn_of[last]) {
            let same_verb = ahead.as_ref().is_some_and(|ahead| Some(&ahead.cue) == self.last_cue.as_ref());
            let named = behind.as_ref().or(ahead.as_ref());
            let between = floor..run.tokens.start;
            let aside = aside(input, between.clone());
            if aside || same_verb || self.same_turn(turn, between, run, tagged, named, stands) {
                self.join(turn, number, tagged, behind.filter(|_| aside));
                return;
            }
        }
        // “… is ‘shared’ or ‘common,’ according to …”: part of a clause, which the tagger finds as a whole.
        let fragment = !begins && ahead.is_none() && behind.is_some() && !matches!(tagged, TaggedAs::Direct(_));
        let named = match (behind, ahead) {
            (Some(behind), Some(ahead)) if ahead.confidence > behind.confidence => Some(ahead),
            (Some(behind), _) => Some(behind),
            (None, ahead) => ahead,
        };
        if named.is_none() && titles::is_in_sentence(input, run, block.end) {
            if let TaggedAs::Direct(a) = tagged {
                self.rejected.push(a);
            }
            return;
        }
        if part || fragment || named.is_none() && tagged == TaggedAs::Nothing && !stands {
            return;
        }
        if let TaggedAs::Direct(a) = tagged
            && named.is_none()
            && !begins
            && !self.reported_beside(a, run)
        {
            // A title in the middle of a sentence, attributed by a verb in another.
            self.rejected.push(a);
            return;
        }
        self.begin(number, run, tagged, named);
        if let Some(reply) = reply {
            self.last_cue = Some(reply);
        }
    }

    /// Whether `run` continues `turn`, given the tokens `between` the two.
    fn same_turn(
        &self,
        turn: usize,
        between: Range<usize>,
        run: &QuotedRun,
        tagged: TaggedAs,
        named: Option<&NearbyAttribution>,
        stands: bool,
    ) -> bool {
        let input = self.input;
        // Adjacent quotations are by two people, and only the second belongs to the person named after them.
        let last = self.turns[turn].runs.last().and_then(|&last| input.quotation_marks.runs.get(last));
        if last.is_some_and(|last| is_answered(input, last, run)) || self.is_answered_beside(run) {
            return false;
        }
        let cue_between = self.last_cue.as_ref().is_some_and(|cue| between.contains(&cue.start));
        if let TaggedAs::Direct(a) = tagged
            && self.turns[turn].tagged.contains(&a)
        {
            let cue = self.found.get(a).and_then(|a| a.cue);
            // The verb between the two names one speaker, and the verb after them another.
            let told = |named: &NearbyAttribution| cue_between && self.last_cue.as_ref() != Some(&named.cue);
            let other = named
                .is_some_and(|named| cue.is_none_or(|cue| !cue.overlaps(input.span(named.cue.clone()))) || told(named));
            let narrated = stands
                && input.count_words(between.clone()) > 0
                && !cue_between
                && cue.is_none_or(|cue| !input.span(between.clone()).contains(cue));
            return !(narrated || other && self.last_cue.is_some());
        }
        named.is_none()
            && cue_between
            && one_clause(input, between)
            && (nearby::whole_sentence(input, run) || !input.is_end(run.tokens.start - 1))
    }

    /// The index of `run`.
    fn number_of(&self, run: &QuotedRun) -> usize {
        self.input.quotation_marks.runs.partition_point(|other| other.tokens.start < run.tokens.start)
    }

    /// Whether another quotation follows right after `run`, with its speaker named after it.
    fn is_answered_beside(&self, run: &QuotedRun) -> bool {
        let input = self.input;
        let next = input.quotation_marks.runs.get(self.number_of(run) + 1).filter(|next| is_answered(input, run, next));
        next.is_some_and(|next| {
            nearby::after(input, next, input.tokens.block(input.block(next.tokens.start)).end).is_some()
        })
    }

    /// Whether `attribution` holds nothing but `run`.
    fn only_run(&self, attribution: usize, run: &QuotedRun) -> bool {
        let found = self.found.get(attribution);
        found.is_some_and(|found| found.content.iter().all(|piece| piece.overlaps(run.span)))
    }

    /// Whether its cue is a verb of naming (*titled*).
    fn names_something(&self, attribution: usize) -> bool {
        let input = self.input;
        let Some(cue) = self.found.get(attribution).and_then(|a| a.cue) else { return false };
        let any = |class: &WordClass| input.tokens.within(cue).any(|at| input.is(at, class));
        any(&NAMING) && !any(&QUOTATIVE)
    }

    /// Whether the tagger's cue for `attribution` is in a sentence that overlaps `run`.
    fn reported_beside(&self, attribution: usize, run: &QuotedRun) -> bool {
        let input = self.input;
        let Some(cue) = self.found.get(attribution).and_then(|a| a.cue) else { return false };
        let (first, last) =
            (input.sentence_range(run.tokens.start), input.sentence_range(run.tokens.end.saturating_sub(1)));
        input.span(first.start..last.end).overlaps(cue)
    }

    /// Whether `run` begins where a sentence can.
    fn begins(&self, run: &QuotedRun, block: &Range<usize>) -> bool {
        let input = self.input;
        let at = run.tokens.start;
        at <= block.start
            || input.is_end(at - 1)
            || matches!(input.text(at - 1), ":" | "”" | "\"" | "’" | ")" | "•" | "·" | "*")
            || input.sentence_range(at).start == at
    }

    /// Whether nothing continues the sentence after `run`.
    fn ends(&self, run: &QuotedRun, block: &Range<usize>) -> bool {
        let input = self.input;
        let end = run.tokens.end;
        end >= block.end
            || !run.closed
            || input.sentence_range(end).start == end
            || input.is(end, &QUOTATIVE)
            || matches!(input.text(end), "(" | "[" | "—" | "–")
    }

    fn begin(&mut self, number: usize, run: &QuotedRun, tagged: TaggedAs, named: Option<NearbyAttribution>) {
        let input = self.input;
        let block = input.tokens.block(input.block(run.tokens.start));
        let attribution = match tagged {
            TaggedAs::Direct(number) => {
                self.found.get(number).filter(|found| named.is_some() || !reports_below(input, run, found))
            }
            _ => None,
        };
        let tagged_source = attribution.and_then(|a| a.source.map(|source| (source, a.source_confidence)));
        let tagged_source =
            tagged_source.filter(|(source, _)| !source_mention::is_no_speaker(input, input.tokens.within(*source)));
        // The speaker named after two adjacent quotations speaks the second.
        let tagged_source = tagged_source.filter(|_| named.is_some() || !self.is_answered_beside(run));
        let elsewhere = |source: Span| !self.around(run).overlaps(source);
        let rule = named.as_ref().map(|named| (input.span(named.source.clone()), named.confidence));
        let (source, source_confidence) = match (tagged_source, rule) {
            // Both agree, or the pattern leaves no doubt.
            (Some((source, sure)), Some((other, confidence))) if source.overlaps(other) => {
                (Some(source), sure.max(confidence))
            }
            (Some((source, _)), Some((other, confidence))) if confidence >= 0.95 || elsewhere(source) => {
                (Some(other), confidence * 0.95)
            }
            // “Ada Lind said the horn was silent. ¶ “…””: the tagger has seen that she goes on.
            (Some((source, sure)), None) if attribution.is_some_and(|found| reports_above(input, run, found)) => {
                (Some(source), sure)
            }
            // The tagger's source is in another paragraph: the order of paragraphs is better evidence.
            (Some((source, sure)), None) if !input.span(block).overlaps(source) => match self.carried(number, run) {
                Some((source, sure)) => (Some(source), sure),
                None if self.answers(number, source) => (None, 0.0),
                None => (Some(source), sure),
            },
            (Some((source, sure)), _) => (Some(source), sure),
            (None, Some((source, confidence))) => (Some(source), confidence),
            (None, None) => self.carried(number, run).map_or((None, 0.0), |(source, sure)| (Some(source), sure)),
        };
        let learned_cue = attribution.and_then(|a| a.cue).filter(|_| source.is_some());
        let cue = named.as_ref().map(|named| input.span(named.cue.clone())).or(learned_cue);
        let confidence = attribution.map_or(0.0, |a| a.confidence).max(if named.is_some() { 0.95 } else { 0.85 });
        self.last = Some(number);
        self.last_cue = named.as_ref().map(|named| named.cue.clone()).or_else(|| {
            let cue = attribution?.cue?;
            Some(input.tokens.within(cue))
        });
        self.turn_of[number] = Some(self.turns.len());
        self.turns.push(SpeechTurn {
            runs: vec![number],
            source,
            cue,
            confidence,
            source_confidence,
            tagged: match tagged {
                TaggedAs::Direct(number) => vec![number],
                _ => Vec::new(),
            },
            named: named.is_some() || tagged_source.is_some(),
        });
    }

    /// The sentences of `run`, and the adjacent tokens.
    fn around(&self, run: &QuotedRun) -> Span {
        let input = self.input;
        let before = input.sentence_range(run.tokens.start.saturating_sub(1));
        let after = input.sentence_range(run.tokens.end.min(input.tokens.len().saturating_sub(1)));
        input.span(before.start..after.end.max(run.tokens.end))
    }

    fn join(&mut self, turn: usize, number: usize, tagged: TaggedAs, named: Option<NearbyAttribution>) {
        let input = self.input;
        self.turn_of[number] = Some(turn);
        self.last = Some(number);
        if named.is_some() {
            self.last_cue = named.as_ref().map(|named| named.cue.clone());
        }
        let Some(turn) = self.turns.get_mut(turn) else { return };
        turn.runs.push(number);
        if let TaggedAs::Direct(tagged) = tagged {
            if !turn.tagged.contains(&tagged) {
                turn.tagged.push(tagged);
            }
            if let Some(a) = self.found.get(tagged).filter(|_| !turn.named && named.is_none())
                && a.source.is_some()
                && !reports_below(input, &input.quotation_marks.runs[number], a)
            {
                (turn.source, turn.cue, turn.source_confidence) = (a.source, a.cue, a.source_confidence);
                turn.named = true;
            }
        }
        if let Some(named) = named.filter(|_| !turn.named) {
            turn.source = Some(input.span(named.source));
            turn.cue = Some(input.span(named.cue));
            turn.source_confidence = named.confidence;
            turn.named = true;
        }
    }
}

/// Whether the tagged speaker of `run` reports something else in a paragraph below, and did not say `run`.
fn reports_below(input: TokenizedArticle, run: &QuotedRun, tagged: &Attribution) -> bool {
    tagged.cue.is_some_and(|cue| cue.start >= run.span.end)
        && clauses::clause_in_other_paragraph(input, tagged).is_some()
}

/// Whether the tagged speaker of `run` reports something in the paragraph right above it.
fn reports_above(input: TokenizedArticle, run: &QuotedRun, tagged: &Attribution) -> bool {
    let block = |span: Span| input.article.block_at(span.start as usize);
    let is_above = |cue: Span| block(cue).map(|above| above + 1) == block(run.span);
    tagged.cue.is_some_and(is_above) && clauses::clause_in_other_paragraph(input, tagged).is_some()
}

/// Whether two quotations are adjacent, and the first is a question, which the second answers.
fn is_answered(input: TokenizedArticle, one: &QuotedRun, other: &QuotedRun) -> bool {
    let ended = one.inner().next_back().is_some_and(|at| input.text(at) == "?");
    one.tokens.end == other.tokens.start && one.closed && other.opened && ended
}

/// Whether `between` describes what the speaker does while speaking: “This” — she raised a hand — “was Sunday”.
fn aside(input: TokenizedArticle, between: Range<usize>) -> bool {
    const WORDS: usize = 16;
    let dash = |at: usize| matches!(input.text(at), "—" | "–" | "--");
    between.len() > 2
        && dash(between.start)
        && dash(between.end - 1)
        && input.count_words(between.clone()) <= WORDS
        && !between.clone().skip(1).any(|at| input.sentence_range(at).start == at)
}

/// Whether `range` is a single clause, as between the two halves of `“A,” she said. “B.”`.
fn one_clause(input: TokenizedArticle, range: Range<usize>) -> bool {
    if range.len() < 2 || range.len() > 60 {
        return false;
    }
    let sentence = input.sentence_range(range.start);
    let last = range.end - 1;
    sentence.contains(&last) || input.sentence_range(last) == sentence
}
