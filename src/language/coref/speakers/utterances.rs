//! The quotations of a text as a sequence of utterances: the speaker of one may depend on the speakers around it.

use crate::language::attribute::attribution::Kind;
use crate::language::coref::antecedents::mention_features;
use crate::language::coref::discourse::state::Discourse;
use crate::language::coref::entities::EntityId;
use crate::language::coref::mention::MentionType;
use crate::language::coref::mentions::text_index::TextIndex;
use crate::language::coref::ranking::ranker::word;
use crate::language::coref::speakers::vocatives;
use crate::language::coref::syntax::pronouns;
use crate::language::lexical::lexicon::Gender;
use crate::text::Span;

/// A quotation in the sequence of all quotations of a text.
pub struct Utterance {
    /// Index of its attribution.
    pub index: usize,
    /// Its speaker, as far as known.
    pub entity: Option<EntityId>,
    pub source: Option<UtteranceSource>,
    pub first_block: usize,
    pub last_block: usize,
    /// First token of its first piece.
    pub start: usize,
    /// End of its last piece.
    pub end: usize,
    /// Whether its speaker is to be chosen by the linker.
    pub open: bool,
    /// The entities named in it.
    pub named: Vec<EntityId>,
    /// The nouns by which it addresses a person (“sir”, “Mother”), as tokens.
    pub vocatives: Vec<usize>,
    /// The last word of its cue, and its own first word, as values of features.
    pub cue: u64,
    pub first_word: u64,
    /// Whether it ends with a question.
    pub asks: bool,
    /// Whether its first block has no narration before it.
    pub opens_block: bool,
    /// Whether its last block has no narration after it.
    pub ends_block: bool,
}

/// The source of an utterance.
#[derive(Clone, Copy)]
pub struct UtteranceSource {
    pub entity: EntityId,
    /// First token.
    pub at: usize,
    /// Bucket of its confidence.
    pub confidence: u64,
    /// Bucket of its distance from the content; below 2 it stands in the same block.
    pub distance: u64,
    pub mention_type: MentionType,
    /// The gender of a pronoun.
    pub gender: Gender,
}

impl Utterance {
    /// Whether its source stands in the same block.
    pub fn is_tagged(&self) -> bool {
        self.source.is_some_and(|source| source.distance < 2)
    }

    /// Whether its source, certainly a source and a name, stands right before or after it in another block.
    pub fn is_named_beside(&self) -> bool {
        const SURE: u64 = 3;
        let named = |source: UtteranceSource| source.mention_type == MentionType::Name && source.confidence >= SURE;
        self.source.is_some_and(|source| source.distance == 2 && named(source))
    }
}

/// The first and the last token of narration in the block asked about last: many utterances may share a block.
#[derive(Default)]
struct Narration {
    first: Option<(usize, Option<usize>)>,
    last: Option<(usize, Option<usize>)>,
}

impl Narration {
    fn first(&mut self, text: &TextIndex, block: usize) -> Option<usize> {
        let find = || text.article.tokens.block(block).find(|&at| is_narration(text, at));
        cached(&mut self.first, block, find)
    }

    fn last(&mut self, text: &TextIndex, block: usize) -> Option<usize> {
        let find = || text.article.tokens.block(block).rev().find(|&at| is_narration(text, at));
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

/// The quotations of the text in order, without those inside others.
pub fn find(discourse: &Discourse) -> Vec<Utterance> {
    let text = discourse.text;
    let article = text.article;
    let mut order: Vec<(usize, usize)> = Vec::new();
    for (index, attribution) in text.attributions.iter().enumerate() {
        if let Some(first) = attribution.content.first() {
            order.push((article.tokens.within(*first).start, index));
        }
    }
    order.sort();
    let mut utterances = Vec::new();
    let mut narration = Narration::default();
    for (start, index) in order {
        let attribution = &text.attributions[index];
        let nested = attribution.inside.is_some()
            || start > 0 && text.quotation_at(start - 1).is_some() && is_within_another(text, index, start);
        if nested {
            continue;
        }
        let end = attribution.content.last().map_or(start, |last| article.tokens.within(*last).end);
        // Only an introduction says who *Q* and *A* are.
        let lettered = attribution.cue.is_some_and(|cue| text.is_letter_label(cue));
        let id = discourse.speakers[index].map(|speaker| speaker.entity);
        // A label is always right.
        let labelled = text.is_labelled(index);
        let told = labelled || text.is_named_before(index);
        let open = attribution.kind == Kind::Direct && !lettered && !told && !text.is_set_off(index);
        let source = attribution.source.zip(id).map(|(span, id)| source_of(text, index, span, id));
        if attribution.kind == Kind::Direct || id.is_some() {
            let named = mention_features::named_inside(discourse, index).into_iter().map(|(id, _)| id).collect();
            let (first_block, last_block) = (article.block(start), article.block(end.saturating_sub(1)));
            let first = narration.first(text, first_block);
            let last = narration.last(text, last_block);
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
                vocatives: vocatives::find(article, start..end),
                cue: text.cue_word(index),
                first_word: (start..end).find(|&at| article.is_word(at)).map_or(0, |at| word(article.lower(at))),
                asks: text.asks(index),
                opens_block,
                ends_block,
            });
        }
    }
    utterances
}

/// Whether token `at` is a word of the narration.
fn is_narration(text: &TextIndex, at: usize) -> bool {
    text.article.is_word(at) && !text.in_quotation(at)
}

/// The source of attribution `index` in `span`, whose entity is `id`.
fn source_of(text: &TextIndex, index: usize, span: Span, id: EntityId) -> UtteranceSource {
    let article = text.article;
    let attribution = &text.attributions[index];
    let range = article.tokens.within(span);
    let confidence = match attribution.source_confidence {
        found if found < 0.5 => 0,
        found if found < 0.7 => 1,
        found if found < 0.85 => 2,
        found if found < 0.95 => 3,
        _ => 4,
    };
    let gap = |piece: &Span| {
        let piece = article.tokens.within(*piece);
        if piece.start >= range.end { piece.start - range.end } else { range.start.saturating_sub(piece.end) }
    };
    let gap = attribution.content.iter().map(gap).min().unwrap_or(0);
    let block = |at: usize| article.block(at);
    let first = attribution.content.first().map_or(0, |piece| article.tokens.within(*piece).start);
    let last = attribution.content.last().map_or(0, |piece| article.tokens.within(*piece).end.saturating_sub(1));
    let same = block(range.start) >= block(first) && block(range.start) <= block(last);
    let distance = match (same, gap) {
        (true, 0..=8) => 0,
        (true, _) => 1,
        (false, 0..=8) => 2,
        (false, _) => 3,
    };
    let pronoun = pronouns::third_person(article, range.start).filter(|_| range.len() == 1);
    let mention_type = match pronoun {
        Some(_) => MentionType::Pronoun,
        None if range.clone().any(|at| article.is_capital(at)) => MentionType::Name,
        None => MentionType::Description,
    };
    UtteranceSource {
        entity: id,
        at: range.start,
        confidence,
        distance,
        mention_type,
        gender: pronoun.map_or(Gender::Unknown, |found| found.gender),
    }
}

/// Whether the content of another attribution contains the start of this one.
fn is_within_another(text: &TextIndex, index: usize, start: usize) -> bool {
    text.quotation_at(start - 1).is_some_and(|outer| {
        outer != index
            && text.attributions[outer].content.iter().any(|span| {
                text.article.tokens.within(*span).contains(&start) && !text.attributions[index].content.contains(span)
            })
    })
}
