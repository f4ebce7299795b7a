//! The speaker of a turn without a named speaker next to it: carried over from the list or the paragraph that it stands
//! in, from the narration around it, or from the turns before.

use super::finder::TurnFinder;
use crate::language::attribute::patterns::search_range::{MAX_DISTANCE, near};
use crate::language::attribute::patterns::{nearby, source_mention};
use crate::language::lexical::quotation_marks::QuotedRun;
use crate::language::lexical::word_classes::{
    GESTURE_VERB, NARRATOR, QUOTATIVE, SINGULAR_SUBJECT, SOURCE_PRONOUN, SUBJECT_PRONOUN,
};
use crate::text::Span;
use std::ops::Range;

/// The most blocks between two turns of a conversation.
const MAX_GAP_BLOCKS: usize = 3;

impl TurnFinder<'_> {
    /// Whether run `number` is another person's answer to the last turn, spoken by `source`.
    pub(super) fn answers(&self, number: usize, source: Span) -> bool {
        let input = self.input;
        let block = input.block(input.quotation_marks.runs[number].tokens.start);
        let Some(last) = self.turns.last().filter(|last| last.source.is_some_and(|last| last.overlaps(source))) else {
            return false;
        };
        let run = last.runs.last().and_then(|&run| input.quotation_marks.runs.get(run));
        run.is_some_and(|run| {
            block.saturating_sub(input.block(run.tokens.start)) <= MAX_GAP_BLOCKS && self.converse(number, block, run)
        })
    }

    /// The speaker of `run`, which has no named speaker next to it, and the confidence in that.
    pub(super) fn carried(&mut self, number: usize, run: &QuotedRun) -> Option<(Span, f32)> {
        let input = self.input;
        let number_of_block = input.block(run.tokens.start);
        let block = input.tokens.block(number_of_block);
        let item = matches!(input.text(block.start), "•" | "·" | "*" | "-")
            || input.article.blocks().get(number_of_block).is_some_and(|block| block.kind.is_item());
        if let Some((source, _)) = self.list.filter(|(_, last)| item && last + 1 == number_of_block) {
            self.list = Some((source, number_of_block));
            return Some((source, 0.85));
        }
        if let Some(found) = self.before_in_block(run, &block) {
            return Some(found);
        }
        let before = input.tokens.tokens.get(block.start.checked_sub(1)?)?.block as usize;
        let above = input.tokens.block(before);
        if input.text(above.end - 1) == ":" && !input.quotation_marks.is_continued(number_of_block) {
            let sentence = near(input.sentence_range(above.end - 1).start, above.end)..above.end;
            let source = self
                .speaker_in(input.span(sentence.clone()))
                .or_else(|| source_mention::subject(input, sentence.clone()).map(|found| input.span(found)))
                .or_else(|| {
                    let first = input.sentence_range(above.start);
                    source_mention::subject(input, first.start..first.end.min(first.start + MAX_DISTANCE))
                        .map(|found| input.span(found))
                });
            if let Some(source) = source {
                self.list = Some((source, number_of_block));
                return Some((source, 0.85));
            }
        }
        self.subject_after(run, &block).or_else(|| self.in_conversation(number, number_of_block))
    }

    /// “Three times.” Edmund took off his gloves: the speaker is the person who acts right after a few words that open
    /// a paragraph.
    fn subject_after(&self, run: &QuotedRun, block: &Range<usize>) -> Option<(Span, f32)> {
        const FEW: usize = 25;
        let input = self.input;
        let end = run.tokens.end;
        if !run.closed || run.tokens.start > block.start || input.count_words(run.tokens.clone()) > FEW {
            return None;
        }
        let sentence = input.sentence_range(end).end.min(block.end);
        let subject = source_mention::at(input, end, sentence)?;
        let acts = input.text(subject.end).ends_with("ed") || input.is(subject.end, &GESTURE_VERB);
        let person = input.is(subject.start, &SINGULAR_SUBJECT)
            || input.is_capital(subject.start) && source_mention::is_name(input, &subject);
        (acts && person && !input.is_quoted(end)).then(|| (input.span(subject), 0.75))
    }

    /// The speaker by the text before `run` in its block: the last speaker there, or the subject of the sentence
    /// before.
    fn before_in_block(&self, run: &QuotedRun, block: &Range<usize>) -> Option<(Span, f32)> {
        let input = self.input;
        let mut end = run.tokens.start;
        let mut sentences = 0;
        while end > block.start && sentences < 6 {
            let sentence = input.sentence_range(end - 1);
            let start = near(sentence.start.max(block.start), end);
            let span = input.span(start..end);
            if let Some(source) = self.speaker_in(span) {
                return Some((source, 0.85));
            }
            let subject = source_mention::subject(input, start..end).filter(|subject| {
                input.is(subject.start, &SUBJECT_PRONOUN)
                    || input.is_capital(subject.start) && source_mention::is_name(input, subject)
                    || sentences < 2
                        && !input.is(subject.start, &SOURCE_PRONOUN)
                        && source_mention::is_person(input, subject)
            });
            if let Some(subject) = subject {
                return Some((input.span(subject), 0.8));
            }
            let spoke = self
                .last
                .filter(|&last| input.sentence_range(input.quotation_marks.runs[last].tokens.start).start >= start);
            if let Some(turn) = spoke.and_then(|last| self.turn_of[last]).and_then(|turn| self.turns.get(turn))
                && let Some(source) = turn.source
            {
                return Some((source, turn.source_confidence * 0.9));
            }
            end = start;
            sentences += 1;
        }
        None
    }

    /// The speaker in `span`: by the tagger, or the subject of a verb of speech.
    fn speaker_in(&self, span: Span) -> Option<Span> {
        let input = self.input;
        let end = self.sources.partition_point(|(source, _)| source.start < span.end);
        let tagged_source =
            self.sources[..end].last().map(|(source, _)| *source).filter(|source| source.start >= span.start);
        tagged_source.or_else(|| {
            let range = input.tokens.within(span);
            let verb = range.clone().rev().find(|&at| input.is(at, &QUOTATIVE) && !input.is_quoted(at))?;
            let found = nearby::subject_of(input, range.start, verb, range.end)?;
            Some(input.span(found))
        })
    }

    /// The speaker by the turns before: the other one if two speakers alternate, otherwise the last one.
    fn in_conversation(&self, number: usize, block: usize) -> Option<(Span, f32)> {
        let input = self.input;
        let last = self.turns.last()?;
        let last_run = &input.quotation_marks.runs[*last.runs.last()?];
        let last_block = input.block(last_run.tokens.start);
        if block.saturating_sub(last_block) > MAX_GAP_BLOCKS {
            return None;
        }
        let source = last.source?;
        if !self.converse(number, block, last_run) {
            return Some((source, last.source_confidence * 0.8));
        }
        // “She” may be Clara: only two names, or *he* and *she*, are certainly two.
        let same = |a: Span, b: Span| !source_mention::certainly_differ(input.article.slice(a), input.article.slice(b));
        let other = self.turns.iter().rev().take(8).find(|turn| turn.source.is_some_and(|other| !same(other, source)));
        // Someone may have spoken since whose words are only paraphrased.
        let spoken =
            other.and_then(|turn| input.quotation_marks.runs.get(*turn.runs.last()?)).map_or(0, |run| run.span.end);
        let since = self.sources.partition_point(|(other, _)| other.end <= last_run.span.start);
        let reported = self.sources[..since].iter().rev().take(4).map(|(other, _)| *other).find(|other| {
            let block = input.article.block_at(other.start as usize).unwrap_or(0);
            other.start > spoken
                && block + MAX_GAP_BLOCKS >= last_block
                && !same(*other, source)
                && !input.is_quoted(input.tokens.within(*other).start)
        });
        let other = reported.or(other.and_then(|turn| turn.source));
        match other {
            Some(other) => Some((other, (last.source_confidence * 0.92).min(0.85))),
            None => {
                // No other speaker yet: take a person of the paragraphs before.
                let end = input.tokens.block(last_block).end.min(input.quotation_marks.runs[number].tokens.start);
                let start = near(input.tokens.block(last_block.saturating_sub(1)).start, end);
                let others = source_mention::all(input, start..end);
                let other = others.into_iter().rev().find(|other| {
                    let span = input.span(other.clone());
                    (source_mention::is_name(input, other) || input.is(other.start, &SINGULAR_SUBJECT))
                        && !same(span, source)
                        && !span.overlaps(source)
                });
                other.map(|other| (input.span(other), 0.55))
            }
        }
    }

    /// Whether two people alternate here, paragraph by paragraph.
    fn converse(&self, number: usize, block: usize, last: &QuotedRun) -> bool {
        let input = self.input;
        if !last.closed {
            return false;
        }
        let asked = last.inner().next_back().is_some_and(|at| input.text(at) == "?");
        let ends_block = input.tokens.block(input.block(last.tokens.start)).end == last.tokens.end;
        let is_bare = |block: usize| self.bare.get(block).copied().unwrap_or(false);
        let short = input.count_words(input.quotation_marks.runs[number].tokens.clone()) <= 40;
        // The narrator gets an answer.
        let narrator = self
            .turns
            .last()
            .and_then(|turn| turn.source)
            .is_some_and(|source| input.is(input.tokens.within(source).start, &NARRATOR));
        let neighbours = is_bare(block) && (is_bare(block + 1) || block > 0 && is_bare(block - 1));
        asked
            || narrator && is_bare(block)
            || short && neighbours
            || short && ends_block && is_bare(block) && !input.is_end(last.tokens.end)
    }
}
