//! [`Record`]: the result of an analysis, indexed both ways: from a byte to the quotation or mention there, and from a
//! person to their quotations. The reader and the exports see the analysis only through it.

mod apply;
mod confidence;
mod corrections;
mod quoted_fragments;

pub use self::confidence::{DOUBTFUL, FilteredAnalysis};
pub use self::corrections::{Correction, PersonRef, Referent, anchor_at, anchor_of};
pub use crate::language::{
    Engine, Kind, Language, Mention, MentionType, Person, PersonId, PersonKind, Quotation, QuotationId, Reason,
    SpeechAct,
};

use crate::article::{Article, BlockKind};
use crate::language::Analysis;
use crate::text::Span;
use std::collections::HashSet;
use std::sync::Arc;

/// The speaker confidence below which the reader says “speaker uncertain”.
pub const UNCERTAIN: f32 = 0.5;

/// The people and quotations of an article, linked with each other and with the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The analysis with corrections applied. Without corrections it is shared with the caller.
    found: Arc<Analysis>,
    /// The version of the model that found it.
    model: u8,
    /// The indices of the corrections that no longer fit.
    pub orphaned: Vec<usize>,
    /// For each quotation, whether it was corrected.
    edited: Vec<bool>,
    /// The quotations of each person, in order.
    by_person: Vec<Vec<QuotationId>>,
    /// The quotations without a known speaker, in order.
    by_nobody: Vec<QuotationId>,
    /// The quotations in captions.
    in_captions: HashSet<QuotationId>,
    /// The number of words of the person who says most.
    most_words: usize,
    /// All mentions by their start.
    mentions: Vec<MentionAt>,
    /// The number of words that each person said, without thoughts, captions and guessed speakers. A quotation inside another of
    /// the same speaker counts once.
    words: Vec<usize>,
    /// The number of words that were said, unknown speakers included.
    all_words: usize,
    /// All content spans with their quotation, by their start, outer before inner.
    pieces: Vec<(Span, QuotationId)>,
    /// The greatest end among `pieces[..=i]`, which bounds a search backwards.
    reach: Vec<u32>,
}

/// A mention and the person it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MentionAt {
    pub span: Span,
    pub person: PersonId,
    /// The index among the mentions of the person.
    pub index: usize,
}

/// Applies the user's `corrections`, in order, to the analysis of `article`, and indexes the result. To undo a
/// correction, build the record without it.
pub fn build(article: &Article, analysis: impl Into<Arc<Analysis>>, corrections: &[Correction]) -> Record {
    let apply::Corrected { analysis: found, edited, orphaned } = apply::apply(article, analysis.into(), corrections);
    let Analysis { people, quotations, .. } = &*found;
    let mut by_person = vec![Vec::new(); people.len()];
    let mut by_nobody = Vec::new();
    let mut words = vec![0; people.len()];
    let mut words_of_nobody = 0;
    let mut pieces = Vec::new();
    let mut in_captions = HashSet::new();
    for (id, quotation) in quotations.iter().enumerate() {
        pieces.extend(quotation.content.iter().map(|&span| (span, id)));
        in_captions.extend(is_in_caption(article, quotation).then_some(id));
        by_nobody.extend(quotation.speaker.is_none().then_some(id));
        let said = said_words(article, quotations, quotation).unwrap_or(0);
        let speaker = quotation.speaker.filter(|&speaker| speaker < people.len());
        speaker.into_iter().for_each(|speaker| by_person[speaker].push(id));
        // A guessed speaker is not counted.
        match speaker.filter(|_| quotation.speaker_confidence >= UNCERTAIN) {
            Some(speaker) => words[speaker] += said,
            None => words_of_nobody += said,
        }
    }
    pieces.sort_by_key(|&(span, id)| (span.start, std::cmp::Reverse(span.end), id));
    let reach = pieces
        .iter()
        .scan(0, |reach, (span, _)| {
            *reach = span.end.max(*reach);
            Some(*reach)
        })
        .collect();
    let mut mentions: Vec<MentionAt> = people
        .iter()
        .enumerate()
        .flat_map(|(person, p)| {
            p.mentions.iter().enumerate().map(move |(index, mention)| MentionAt { span: mention.span, person, index })
        })
        .collect();
    mentions.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end)));
    let all_words = words.iter().sum::<usize>() + words_of_nobody;
    let most_words = words.iter().copied().max().unwrap_or(0);
    let model = found.engine.version();
    Record {
        found,
        model,
        orphaned,
        edited,
        by_person,
        by_nobody,
        in_captions,
        most_words,
        mentions,
        words,
        all_words,
        pieces,
        reach,
    }
}

/// The record of what is certain enough to show, on the screen and in reports.
pub fn build_confident(article: &Article, analysis: Analysis, corrections: &[Correction]) -> Record {
    build(article, FilteredAnalysis::new(analysis).confident, corrections)
}

/// The record of the quotations of at least this confidence.
pub fn build_at_least(article: &Article, analysis: Analysis, corrections: &[Correction], confidence: f32) -> Record {
    build(article, FilteredAnalysis::at_least(analysis, confidence).confident, corrections)
}

/// The number of words of `text`: runs between white space with a letter or a digit.
pub fn count_words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// The number of words of `quotation`, one of `quotations`, that count for its speaker: thoughts and captions do not
/// count. `None` if it is counted with the quotation around it, by the same or an unknown speaker.
fn said_words(article: &Article, quotations: &[Quotation], quotation: &Quotation) -> Option<usize> {
    let outer = quotation.inside.and_then(|outer| quotations.get(outer));
    if outer.is_some_and(|outer| quotation.speaker.is_none() || outer.speaker == quotation.speaker) {
        return None;
    }
    Some(match quotation.act {
        SpeechAct::Said if is_in_caption(article, quotation) => 0,
        SpeechAct::Said => quotation.content.iter().map(|&span| count_words(article.slice(span))).sum(),
        SpeechAct::Thought => 0,
    })
}

/// Whether `quotation` stands in the caption of a picture.
fn is_in_caption(article: &Article, quotation: &Quotation) -> bool {
    let first = quotation.content.first().and_then(|first| article.block_at(first.start as usize));
    first.and_then(|block| article.blocks().get(block)).is_some_and(|block| block.kind == BlockKind::Caption)
}

impl Record {
    /// An empty record, shown until the analysis arrives.
    pub fn empty() -> Record {
        let language = Language { code: "und" };
        let nothing = Analysis { language, engine: Engine::Fast, people: Vec::new(), quotations: Vec::new() };
        build(&Article::default(), nothing, &[])
    }

    /// The language of the article.
    pub fn language(&self) -> Language {
        self.found.language
    }

    /// The model that found it.
    pub fn engine(&self) -> Engine {
        self.found.engine
    }

    /// The version of the model: the present one, unless [`Record::by_model`] said otherwise.
    pub fn model(&self) -> u8 {
        self.model
    }

    /// The same record, found by version `model` of the engine.
    pub fn by_model(self, model: u8) -> Record {
        Record { model, ..self }
    }

    /// The people in order of first mention.
    pub fn people(&self) -> &[Person] {
        &self.found.people
    }

    /// The quotations in order of their first span.
    pub fn quotations(&self) -> &[Quotation] {
        &self.found.quotations
    }

    /// The quotations of `person`, in order.
    pub fn quotations_of(&self, person: PersonId) -> &[QuotationId] {
        self.by_person.get(person).map_or(&[], Vec::as_slice)
    }

    /// The number of words that `person` said, without thoughts, captions and guessed speakers.
    pub fn words_of(&self, person: PersonId) -> usize {
        self.words.get(person).copied().unwrap_or(0)
    }

    /// Whether `quotation` stands in the caption of a picture, so that its words do not count.
    pub fn is_in_caption(&self, quotation: QuotationId) -> bool {
        self.in_captions.contains(&quotation)
    }

    /// The number of words of a quotation that count for its speaker, 0 for a thought and in a caption. `None` if it is
    /// counted with the quotation around it.
    pub fn said_words(&self, article: &Article, quotation: QuotationId) -> Option<usize> {
        said_words(article, self.quotations(), self.quotations().get(quotation)?)
    }

    /// The share of `person` in all words said, 0 to 1.
    pub fn share_of(&self, person: PersonId) -> f32 {
        if self.all_words == 0 { 0.0 } else { self.words_of(person) as f32 / self.all_words as f32 }
    }

    /// The greatest share of any person in these, 0 to 1.
    pub fn greatest_share(&self) -> f32 {
        if self.all_words == 0 { 0.0 } else { self.most_words as f32 / self.all_words as f32 }
    }

    /// The people with quotations, in order of first mention; those who speak in captions alone come last.
    pub fn speakers(&self) -> impl Iterator<Item = PersonId> {
        let of = |beside: bool| {
            let all = self.by_person.iter().enumerate().filter(|(_, said)| !said.is_empty());
            all.filter(move |(_, said)| said.iter().all(|id| self.in_captions.contains(id)) == beside)
        };
        of(false).chain(of(true)).map(|(person, _)| person)
    }

    /// The people without quotations, in order of first mention.
    pub fn silent(&self) -> impl Iterator<Item = PersonId> {
        (0..self.people().len()).filter(|&person| self.quotations_of(person).is_empty())
    }

    /// The quotations without a known speaker, in order.
    pub fn unattributed(&self) -> &[QuotationId] {
        &self.by_nobody
    }

    /// All mentions, in order.
    pub fn mentions(&self) -> &[MentionAt] {
        &self.mentions
    }

    /// The innermost mention at byte `at`.
    pub fn mention_at(&self, at: usize) -> Option<MentionAt> {
        let before = self.mentions.partition_point(|mention| mention.span.start as usize <= at);
        self.mentions[..before].iter().rev().take(8).find(|mention| mention.span.holds(at)).copied()
    }

    /// All content spans with their quotation, by start, outer before inner.
    pub fn pieces(&self) -> &[(Span, QuotationId)] {
        &self.pieces
    }

    /// The content spans that overlap `span`, by start, outer before inner.
    pub fn pieces_in(&self, span: Span) -> impl Iterator<Item = (Span, QuotationId)> + '_ {
        // `reach` never decreases: all spans before the first that reaches past `span.start` end too early.
        let first = self.reach.partition_point(|&reach| reach <= span.start);
        self.pieces[first..]
            .iter()
            .copied()
            .take_while(move |(piece, _)| piece.start < span.end)
            .filter(move |(piece, _)| piece.overlaps(span))
    }

    /// The parts of a content span inside quotation marks, marks included.
    pub fn quoted_fragments(&self, article: &Article, piece: Span) -> Vec<Span> {
        quoted_fragments::quoted_fragments(article.slice(piece), piece.start as usize)
    }

    /// The innermost quotation at byte `at`.
    pub fn quotation_at(&self, at: usize) -> Option<QuotationId> {
        self.pieces_in(Span::new(at, at + 1)).last().map(|(_, id)| id)
    }

    /// Whether `quotation` was corrected.
    pub fn edited(&self, quotation: QuotationId) -> bool {
        self.edited.get(quotation).copied().unwrap_or(false)
    }

    /// Whether the speaker of `quotation` is unknown, or too uncertain to be shown as fact.
    pub fn uncertain(&self, quotation: QuotationId) -> bool {
        self.quotations().get(quotation).is_some_and(|q| q.speaker.is_none() || q.speaker_confidence < UNCERTAIN)
    }
}
