//! Span decoding: the most likely spans, long quoted runs that the tagger missed, the links between spans, and one
//! quotation per cue.

use crate::language::attribute::links::{LinkRanker, Relation};
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::quotation_marks::QuotationMarks;
use crate::language::lexical::tokens::Tokens;
use crate::language::tag::crf::{self, Transitions};
use crate::language::tag::tags::{PerTag, Role, RoleSpan, TAGS, Tag, role_of, role_spans};
use crate::language::tag::weights::FeatureWeights;
use std::ops::Range;

/// A quotation in tokens, with the probabilities of its links.
#[derive(Clone, Debug, PartialEq)]
pub struct DecodedQuotation {
    pub content: Vec<Range<usize>>,
    pub cue: Option<Range<usize>>,
    pub source: Option<Range<usize>>,
    /// The lowest probability of the links from its content to its cue.
    pub cue_probability: f32,
    /// The probability of the link to its source, or to none.
    pub source_probability: f32,
}

/// The factor of each tag's probability before Viterbi decoding: above 1 for tags worth a guess.
pub type Bias = PerTag;

/// The most likely spans, given the probability of each tag of each token of `tokenized`.
pub fn decode_spans(tokenized: TokenizedArticle, marginals: &[PerTag], bias: &Bias) -> Vec<RoleSpan> {
    let TokenizedArticle { tokens, quotation_marks: marks, .. } = tokenized;
    let mut tags: Vec<Tag> = Vec::with_capacity(marginals.len());
    let mut scores: Vec<PerTag> = Vec::new();
    for block in tokens.tokens.chunk_by(|a, b| a.block == b.block) {
        scores.clear();
        let rows = marginals.iter().skip(tags.len()).take(block.len());
        scores.extend(rows.map(|row| std::array::from_fn::<f32, TAGS, _>(|tag| (row[tag].max(1e-6) * bias[tag]).ln())));
        tags.extend(crf::viterbi(&Transitions::default(), &scores));
    }
    add_long_quoted_runs(tokens, marks, &mut tags);
    let mut found = Vec::new();
    let mut start = 0;
    for block in tokens.tokens.chunk_by(|a, b| a.block == b.block) {
        let end = (start + block.len()).min(tags.len());
        found.extend(
            role_spans(&tags[start..end])
                .into_iter()
                .map(|span| RoleSpan { role: span.role, tokens: span.tokens.start + start..span.tokens.end + start }),
        );
        start = end;
    }
    choose_content_ends(tokens, marginals, &mut found);
    found
}

/// Content that starts with a lower probability was added by [`add_long_quoted_runs`] and keeps its end.
const MIN_START_PROBABILITY: f32 = 0.1;

/// Moves the end of each span of content to the most likely one, given where it begins. The best tag sequence is often
/// a compromise between two ends. The probability that content continues comes from the field, since a token is inside
/// content only if the one before it is.
fn choose_content_ends(tokens: &Tokens, marginals: &[PerTag], found: &mut [RoleSpan]) {
    let content = |row: &PerTag| row[usize::from(Role::Content.begins())] + row[usize::from(Role::Content.inside())];
    let mut limit = tokens.len();
    for span in found.iter_mut().rev() {
        let start = span.tokens.start;
        let rows = marginals.get(start..limit).unwrap_or(&[]);
        let block = tokens.tokens.get(start).map(|token| token.block);
        limit = start;
        if span.role != Role::Content || rows.first().is_none_or(|row| content(row) < MIN_START_PROBABILITY) {
            continue;
        }
        let (mut reached, mut best) = (1.0f32, 0.0f32);
        for (at, row) in rows.iter().enumerate() {
            let next = rows.get(at + 1).filter(|_| tokens.tokens.get(start + at + 1).map(|token| token.block) == block);
            // Counts a new beginning as a continuation: one span hardly ever follows right after another.
            let more = next.map_or(0.0, content);
            let goes_on = (more / content(row).max(f32::MIN_POSITIVE)).min(1.0);
            let ends = reached * (1.0 - goes_on);
            if ends > best {
                (best, span.tokens.end) = (ends, start + at + 1);
            }
            reached *= goes_on;
            // No later end can be more likely.
            if reached <= best {
                break;
            }
        }
    }
}

/// Longer quoted runs are content, even if the tagger disagrees. This is right in 97 of 100 cases.
const LONGEST_UNCERTAIN_RUN: usize = 4;

/// Tags long quoted runs without content as content.
fn add_long_quoted_runs(tokens: &Tokens, marks: &QuotationMarks, tags: &mut [Tag]) {
    for run in marks.runs.iter().filter(|run| run.outer.is_none()) {
        let Some(held) = tags.get(run.tokens.clone()) else { continue };
        let content = |&tag: &Tag| role_of(tag) == Role::Content as u8;
        if run.inner().len() > LONGEST_UNCERTAIN_RUN && !held.iter().any(content) {
            let end = run.tokens.end.min(tokens.len());
            tags[run.tokens.start..end].fill(Role::Content.inside());
            tags[run.tokens.start] = Role::Content.begins();
        }
    }
}

/// Groups `spans` into quotations: spans of content with the same cue are one quotation.
pub fn group_by_cue<W: FeatureWeights + ?Sized>(
    tokenized: TokenizedArticle,
    spans: &[RoleSpan],
    weights: &W,
) -> Vec<DecodedQuotation> {
    let links = LinkRanker::new(tokenized, spans);
    let mut by_cue: Vec<Option<usize>> = vec![None; spans.len()];
    let mut quotations: Vec<DecodedQuotation> = Vec::new();
    for (at, span) in spans.iter().enumerate().filter(|(_, span)| span.role == Role::Content) {
        let cue = links.choose(Relation::CueOfContent, at, weights);
        if let Some(quotation) = cue.to.and_then(|cue| by_cue[cue]) {
            let quotation: &mut DecodedQuotation = &mut quotations[quotation];
            quotation.content.push(span.tokens.clone());
            quotation.cue_probability = quotation.cue_probability.min(cue.probability);
            continue;
        }
        let source = match cue.to {
            Some(cue) => links.choose(Relation::SourceOfCue, cue, weights),
            None => links.choose(Relation::SourceOfContent, at, weights),
        };
        if let Some(cue) = cue.to {
            by_cue[cue] = Some(quotations.len());
        }
        quotations.push(DecodedQuotation {
            content: vec![span.tokens.clone()],
            cue: cue.to.map(|cue| spans[cue].tokens.clone()),
            source: source.to.map(|source| spans[source].tokens.clone()),
            cue_probability: cue.probability,
            source_probability: source.probability,
        });
    }
    quotations
}
