//! From probabilities to attributions: the likeliest pieces, long quoted words that the tagger left out, the links
//! between them, and one attribution for each cue.

use crate::language::attribute::links::{LinkRanker, Relation};
use crate::language::document::Document;
use crate::language::document::quotation_marks::QuotationMarks;
use crate::language::document::tokens::Tokens;
use crate::language::tag::crf::{self, Transitions};
use crate::language::tag::tags::{PerTag, Role, RoleSpan, TAGS, Tag, role_of, role_spans};
use crate::language::tag::weights::FeatureWeights;
use std::ops::Range;

/// A quotation in tokens, with the probabilities that its links had.
#[derive(Clone, Debug, PartialEq)]
pub struct DecodedQuotation {
    pub content: Vec<Range<usize>>,
    pub cue: Option<Range<usize>>,
    pub source: Option<Range<usize>>,
    /// Of the links from its pieces to its cue, the least.
    pub cue_probability: f32,
    /// Of the link to its source, or to none.
    pub source_probability: f32,
}

/// What the probability of each tag is multiplied by before the best sequence is sought: above 1 for tags that are
/// worth a guess.
pub type Bias = PerTag;

/// The likeliest pieces under `marginals`, one row for each token of `tokens`.
pub fn decode_spans(document: Document, marginals: &[PerTag], bias: &Bias) -> Vec<RoleSpan> {
    let Document { tokens, marks, .. } = document;
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
            role_spans(&tags[start..end]).into_iter().map(|piece| RoleSpan {
                role: piece.role,
                tokens: piece.tokens.start + start..piece.tokens.end + start,
            }),
        );
        start = end;
    }
    choose_content_ends(tokens, marginals, &mut found);
    found
}

/// Content that the tagger gave less than this where it begins keeps its end: [`add_long_quoted_runs`] made it.
const LIKELY: f32 = 0.1;

/// Ends each piece of content where it most likely ends as a whole, given where it begins: the best tag of each token by
/// itself is often a compromise between two ends. What goes on being content is the field's own probability, since a
/// token is inside content only if the one before it is content too.
fn choose_content_ends(tokens: &Tokens, marginals: &[PerTag], found: &mut [RoleSpan]) {
    let content = |row: &PerTag| row[usize::from(Role::Content.begins())] + row[usize::from(Role::Content.inside())];
    let mut limit = tokens.len();
    for piece in found.iter_mut().rev() {
        let start = piece.tokens.start;
        let rows = marginals.get(start..limit).unwrap_or(&[]);
        let block = tokens.tokens.get(start).map(|token| token.block);
        limit = start;
        if piece.role != Role::Content || rows.first().is_none_or(|row| content(row) < LIKELY) {
            continue;
        }
        let (mut reached, mut best) = (1.0f32, 0.0f32);
        for (at, row) in rows.iter().enumerate() {
            let next = rows.get(at + 1).filter(|_| tokens.tokens.get(start + at + 1).map(|token| token.block) == block);
            // Where it may begin only now, it does not end: hardly ever does one piece follow right upon another.
            let more = next.map_or(0.0, content);
            let goes_on = (more / content(row).max(f32::MIN_POSITIVE)).min(1.0);
            let ends = reached * (1.0 - goes_on);
            if ends > best {
                (best, piece.tokens.end) = (ends, start + at + 1);
            }
            reached *= goes_on;
            // Nothing further on can be likelier.
            if reached <= best {
                break;
            }
        }
    }
}

/// Words between marks from which on they are content, whatever the tagger says: it is so 97 times of 100.
const MAX_UNQUOTED_WORDS: usize = 4;

/// Makes content of long quoted words that have none.
fn add_long_quoted_runs(tokens: &Tokens, marks: &QuotationMarks, tags: &mut [Tag]) {
    for run in marks.runs.iter().filter(|run| run.outer.is_none()) {
        let Some(held) = tags.get(run.tokens.clone()) else { continue };
        let content = |&tag: &Tag| role_of(tag) == Role::Content as u8;
        if run.inner().len() > MAX_UNQUOTED_WORDS && !held.iter().any(content) {
            let end = run.tokens.end.min(tokens.len());
            tags[run.tokens.start..end].fill(Role::Content.inside());
            tags[run.tokens.start] = Role::Content.begins();
        }
    }
}

/// The attributions among `pieces`: those pieces of content that share a cue are one.
pub fn group_by_cue<W: FeatureWeights + ?Sized>(
    document: Document,
    pieces: &[RoleSpan],
    weights: &W,
) -> Vec<DecodedQuotation> {
    let links = LinkRanker::new(document, pieces);
    let mut by_cue: Vec<Option<usize>> = vec![None; pieces.len()];
    let mut turns: Vec<DecodedQuotation> = Vec::new();
    for (at, piece) in pieces.iter().enumerate().filter(|(_, piece)| piece.role == Role::Content) {
        let cue = links.choose(Relation::CueOfContent, at, weights);
        if let Some(turn) = cue.to.and_then(|cue| by_cue[cue]) {
            let turn: &mut DecodedQuotation = &mut turns[turn];
            turn.content.push(piece.tokens.clone());
            turn.cue_probability = turn.cue_probability.min(cue.probability);
            continue;
        }
        let source = match cue.to {
            Some(cue) => links.choose(Relation::SourceOfCue, cue, weights),
            None => links.choose(Relation::SourceOfContent, at, weights),
        };
        if let Some(cue) = cue.to {
            by_cue[cue] = Some(turns.len());
        }
        turns.push(DecodedQuotation {
            content: vec![piece.tokens.clone()],
            cue: cue.to.map(|cue| pieces[cue].tokens.clone()),
            source: source.to.map(|source| pieces[source].tokens.clone()),
            cue_probability: cue.probability,
            source_probability: source.probability,
        });
    }
    turns
}
