//! Pair scores from the encoder: whether two mentions are the same, whether a mention speaks a quotation, and whether
//! two quotations have the same speaker. Each mention and quotation gets a small vector; pairs are scored from two
//! vectors and plain features. `assets/encoder/joint.py` trains these networks and computes the same scores.

use super::arithmetic::{MatrixLayout, MatrixView, gelu, layer_norm, matmul};
use super::dense::dense;
use super::output::{WindowOutput, from_bf16};
use super::pieces::WordPieces;
use super::sizes::{PAIR_HIDDEN, PAIR_WIDTH};
use super::weights::{EncoderWeights, PairWeights, Projection, QuantisedRows};
use super::windows::Window;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::word_classes::{HE, I, IT, SHE, THEY, WE, WHO, YOU};
use crate::text::words::{WordClass, WordSet};
use std::ops::Range;
use std::sync::LazyLock;

/// The candidates for an antecedent: mentions before, and names among the mentions after.
const BACK: usize = 100;
const AHEAD: usize = 20;
/// The candidates for a speaker: mentions before and after a quotation.
const BEFORE: usize = 40;
const AFTER: usize = 14;
/// The candidates for a quotation with the same speaker, before and after.
const TURNS_BACK: usize = 6;
const TURNS_AHEAD: usize = 3;
/// The largest distance between two such quotations, in tokens.
const TURN_GAP: usize = 400;
/// The scale of piece embeddings beside token vectors.
const EMBEDDING_SCALE: f32 = 10.0;
/// Vectors computed at a time.
const BATCH: usize = 256;

/// The class of a name. Smaller numbers are classes of pronouns.
pub const NAME: u8 = 8;
/// The class of a description.
pub const DESCRIPTION: u8 = 9;

/// The classes of pronouns, by number.
static PRONOUNS: [&LazyLock<WordClass>; 8] = [&HE, &SHE, &IT, &THEY, &I, &WE, &YOU, &WHO];

/// The class of the pronoun `word`; `None` if it is not a pronoun.
pub fn pronoun(word: &str) -> Option<u8> {
    let position = PRONOUNS.iter().position(|class| class.has(word))?;
    u8::try_from(position).ok()
}

/// A mention, reduced to the fields that the encoder needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncodedMention {
    /// Its head token: the last word of a name (without *Jr.*), the noun of a description, the pronoun.
    pub head: u32,
    /// The first token of a name that is not a title; otherwise the head.
    pub first: u32,
    /// The class of a [`pronoun`], [`NAME`] or [`DESCRIPTION`].
    pub class: u8,
}

/// An encoded text. Tokens are numbered as in [`WordPieces::first`].
#[derive(Clone, Copy)]
pub struct EncodedText<'a> {
    pub tokenized: TokenizedArticle<'a>,
    pub pieces: &'a WordPieces,
    pub windows: &'a [Window],
    /// The output of each window, in order. `None` for windows that were not encoded.
    pub reads: &'a [Option<&'a WindowOutput>],
}

impl EncodedText<'_> {
    /// The number of tokens.
    fn length(&self) -> usize {
        self.pieces.first.len()
    }

    fn block(&self, token: usize) -> i64 {
        self.tokenized.tokens.tokens.get(token).map_or(0, |token| i64::from(token.block))
    }

    /// The quotation state of a token.
    fn mark(&self, token: usize) -> u8 {
        let first = self.pieces.first.get(token).map_or(usize::MAX, |&first| first as usize);
        self.pieces.mark.get(first).copied().unwrap_or_default()
    }

    fn inside(&self, token: usize) -> bool {
        self.mark(token) == 1
    }

    /// Whether the token is a mark that opens or closes a quotation.
    fn is_mark(&self, token: usize) -> bool {
        matches!(self.mark(token), 2 | 3)
    }

    /// Writes the vector of `token` to `row`.
    fn vector(&self, token: usize, row: &mut [f32]) {
        let nth = self.windows.partition_point(|window| window.tokens.end <= token);
        let Some((window, read)) = self.windows.get(nth).zip(self.reads.get(nth).copied().flatten()) else { return };
        let Some(at) = token.checked_sub(window.tokens.start) else { return };
        let numbers = read.vectors.chunks_exact(row.len().max(1)).nth(at).unwrap_or(&[]);
        row.iter_mut().zip(numbers).for_each(|(cell, &x)| *cell = from_bf16(x));
    }

    /// Writes the mean embedding of the pieces of `token` to `row`, which must be all 0.
    fn mean_embedding(&self, word: &QuantisedRows, token: usize, row: &mut [f32]) {
        let Some(&start) = self.pieces.first.get(token) else { return };
        let next = token + 1;
        // The piece between two blocks belongs to no token.
        let gap = next < self.length() && self.block(next) != self.block(token);
        let end = self.pieces.first.get(next).map_or(self.pieces.ids.len(), |&next| next as usize);
        let ids = self.pieces.ids.get(start as usize..end.saturating_sub(usize::from(gap))).unwrap_or(&[]);
        ids.iter().for_each(|&id| word.add(usize::from(id), row));
        let by = EMBEDDING_SCALE / ids.len().max(1) as f32;
        row.iter_mut().for_each(|cell| *cell *= by);
    }
}

/// The ends of a quotation: its first and last token without marks, and the tokens before and after.
#[derive(Clone, Copy)]
struct QuotationEnds {
    first: usize,
    last: usize,
    before: Option<usize>,
    after: Option<usize>,
}

impl QuotationEnds {
    fn of(text: &EncodedText, spans: &[Range<u32>]) -> QuotationEnds {
        let mut first = spans.first().map_or(0, |span| span.start as usize);
        let mut last = spans.last().map_or(first, |span| (span.end as usize).saturating_sub(1)).max(first);
        while first < last && text.is_mark(first) {
            first += 1;
        }
        while last > first && text.is_mark(last) {
            last -= 1;
        }
        let before = (0..first.min(text.length())).rev().find(|&token| !text.is_mark(token));
        let after = (last + 1..text.length()).find(|&token| !text.is_mark(token));
        QuotationEnds { first, last, before, after }
    }
}

/// A candidate for the speaker of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncodedSpeaker {
    /// The mention of this index.
    Mention(usize),
    /// The speaker of the quotation of this index.
    Quotation(usize),
}

/// Scores pairs of the mentions and quotations of a text. It takes some 3 kB per mention.
pub struct PairScorer<'a> {
    mentions: Vec<MentionFeatures>,
    /// The mentions that may speak: all except pronouns inside quotation marks.
    speakers: Vec<usize>,
    quotations: Vec<Vec<Range<u32>>>,
    ends: Vec<QuotationEnds>,
    /// For each quotation: the blocks of its first and last token.
    blocks: Vec<[i64; 2]>,
    same: PairNetwork<'a>,
    speak: PairNetwork<'a>,
    turn: PairNetwork<'a>,
}

/// The features of a mention.
struct MentionFeatures {
    head: usize,
    class: u8,
    word: String,
    inside: bool,
    block: i64,
}

impl<'a> PairScorer<'a> {
    /// `mentions` must be sorted by their heads, and `quotations` by their first token.
    pub(super) fn of(
        weights: &'a EncoderWeights,
        text: &EncodedText,
        mentions: Vec<EncodedMention>,
        quotations: Vec<Vec<Range<u32>>>,
    ) -> PairScorer<'a> {
        let (heads, width) = (&weights.heads, weights.shape.width);
        let ends: Vec<QuotationEnds> = quotations.iter().map(|spans| QuotationEnds::of(text, spans)).collect();
        let of_mention = |at: usize, row: &mut [f32]| {
            let Some(mention) = mentions.get(at) else { return };
            let (own, still) = row.split_at_mut(width.min(row.len()));
            let (head, first) = still.split_at_mut(width.min(still.len()));
            text.vector(mention.head as usize, own);
            text.mean_embedding(&weights.word, mention.head as usize, head);
            text.mean_embedding(&weights.word, mention.first as usize, first);
        };
        let of_quotation = |at: usize, row: &mut [f32]| {
            let Some(ends) = ends.get(at) else { return };
            let spots = [Some(ends.first), Some(ends.last), ends.before, ends.after];
            for (spot, part) in spots.into_iter().zip(row.chunks_exact_mut(width.max(1))) {
                if let Some(token) = spot {
                    text.vector(token, part);
                }
            }
        };
        let same = vectors(&heads.mention, mentions.len(), &of_mention);
        let quotes = vectors(&heads.quote, quotations.len(), &of_quotation);
        let speakers = vectors(&heads.voice, mentions.len(), &of_mention);
        let spot = |mention: &EncodedMention| {
            let head = mention.head as usize;
            MentionFeatures {
                head,
                class: mention.class.min(DESCRIPTION),
                word: text.tokenized.text(head).to_lowercase(),
                inside: text.inside(head),
                block: text.block(head),
            }
        };
        let spots: Vec<MentionFeatures> = mentions.iter().map(spot).collect();
        PairScorer {
            same: PairNetwork::new(&heads.same, &same, same.clone()),
            speak: PairNetwork::new(&heads.speak, &quotes, speakers),
            turn: PairNetwork::new(&heads.turn, &quotes, quotes.clone()),
            speakers: (0..spots.len())
                .filter(|&at| spots.get(at).is_some_and(|spot| !spot.inside || spot.class >= NAME))
                .collect(),
            blocks: ends.iter().map(|ends| [text.block(ends.first), text.block(ends.last)]).collect(),
            mentions: spots,
            quotations,
            ends,
        }
    }

    /// The candidates for an antecedent of mention `query`, with their scores. The score of having none is 0. Trained
    /// for pronouns and descriptions.
    pub fn same(&self, query: usize) -> Vec<(usize, f32)> {
        let Some(own) = self.mentions.get(query) else { return Vec::new() };
        let ahead = query + 1..(query + 1 + AHEAD).min(self.mentions.len());
        let candidates = (query.saturating_sub(BACK)..query).chain(ahead);
        let pairs: Vec<(usize, [usize; 5])> = candidates
            .filter_map(|at| {
                let other = self.mentions.get(at)?;
                if at > query && other.class != NAME {
                    return None;
                }
                let side = if other.head > own.head { 12 } else { 0 };
                let features = [
                    bucket(own.head.abs_diff(other.head), 12) + side,
                    usize::from(own.class) * 10 + usize::from(other.class),
                    usize::from(own.word == other.word),
                    usize::from(own.inside) * 2 + usize::from(other.inside),
                    block_distance_bucket(own.block, other.block),
                ];
                Some((at, features))
            })
            .collect();
        self.same.scores(query, &pairs)
    }

    /// The candidates for the speaker of quotation `quotation`, with their scores. Softmax over the scores gives
    /// probabilities.
    pub fn speakers(&self, quotation: usize) -> Vec<(EncodedSpeaker, f32)> {
        let found = self.ends.get(quotation).zip(self.blocks.get(quotation)).zip(self.quotations.get(quotation));
        let Some(((ends, blocks), spans)) = found else { return Vec::new() };
        let scores = self.speak.scores(quotation, &self.candidate_mentions(ends, *blocks, spans));
        let turns = self.turn.scores(quotation, &self.candidate_quotations(quotation, ends, *blocks));
        let mentions = scores.into_iter().map(|(at, score)| (EncodedSpeaker::Mention(at), score));
        mentions.chain(turns.into_iter().map(|(at, score)| (EncodedSpeaker::Quotation(at), score))).collect()
    }

    /// The mentions that may speak a quotation, with their features.
    fn candidate_mentions(
        &self,
        ends: &QuotationEnds,
        [first, last]: [i64; 2],
        spans: &[Range<u32>],
    ) -> Vec<(usize, [usize; 4])> {
        let head = |&at: &usize| self.mentions.get(at).map_or(0, |spot| spot.head);
        let before = self.speakers.partition_point(|at| head(at) < ends.first);
        let after = self.speakers.partition_point(|at| head(at) <= ends.last);
        let range = before.saturating_sub(BEFORE)..(after + AFTER).min(self.speakers.len());
        let begun = |token: usize| self.ends.partition_point(|ends| ends.first < token);
        let begun_by = |token: usize| self.ends.partition_point(|ends| ends.first <= token);
        let candidates = self.speakers.get(range).unwrap_or(&[]).iter();
        let features = candidates.filter_map(|&at| {
            let spot = self.mentions.get(at)?;
            let own = |span: &Range<u32>| (span.start as usize..span.end as usize).contains(&spot.head);
            let (far, block, between) = if spot.head < ends.first {
                let between = begun(ends.first).saturating_sub(begun(spot.head));
                (bucket(ends.first - spot.head, 11), block_distance_bucket(spot.block, first), between)
            } else if spot.head > ends.last {
                let between = begun(spot.head).saturating_sub(begun_by(ends.last));
                (bucket(spot.head - ends.last, 11) + 11, block_distance_bucket(spot.block, last), between)
            } else if spans.iter().any(own) {
                return None;
            } else {
                (22, 4, 0)
            };
            Some((at, [far, block, usize::from(spot.class), between.min(3)]))
        });
        features.collect()
    }

    /// The quotations that may have the same speaker, with their features.
    fn candidate_quotations(
        &self,
        quotation: usize,
        ends: &QuotationEnds,
        [first, last]: [i64; 2],
    ) -> Vec<(usize, [usize; 3])> {
        let range = quotation.saturating_sub(TURNS_BACK)..(quotation + 1 + TURNS_AHEAD).min(self.ends.len());
        let features = range.filter_map(|at| {
            let (other, blocks) = self.ends.get(at).zip(self.blocks.get(at))?;
            let (nth, gap, block) = match at.cmp(&quotation) {
                std::cmp::Ordering::Less => (
                    at + TURNS_BACK - quotation,
                    ends.first.saturating_sub(other.last),
                    block_distance_bucket(blocks[1], first),
                ),
                std::cmp::Ordering::Equal => return None,
                std::cmp::Ordering::Greater => {
                    let nth = at - quotation + TURNS_BACK - 1;
                    (nth, other.first.saturating_sub(ends.last), block_distance_bucket(blocks[0], last))
                }
            };
            (gap <= TURN_GAP).then(|| (at, [nth, block, bucket(gap, 12)]))
        });
        features.collect()
    }
}

/// Buckets a distance: 0 to 4 each alone, then 5 to 7, 8 to 15, 16 to 31 and so on, up to `top - 1`.
fn bucket(far: usize, top: usize) -> usize {
    let bucket = match far {
        0..=4 => far,
        5..=7 => 5,
        _ => far.ilog2() as usize + 3,
    };
    bucket.min(top - 1)
}

/// Buckets the signed distance between two blocks, as a number below 9.
fn block_distance_bucket(own: i64, other: i64) -> usize {
    ((own - other).clamp(-4, 4) + 4) as usize
}

/// Projects `count` inputs to vectors of [`PAIR_WIDTH`] numbers. `input` writes one input to a row.
fn vectors(projection: &Projection, count: usize, input: &dyn Fn(usize, &mut [f32])) -> Vec<f32> {
    let columns = projection.dense.rows.columns();
    let mut out = vec![0.0; count * PAIR_WIDTH];
    let mut unpacked = Vec::new();
    for (chunk, start) in out.chunks_mut(BATCH * PAIR_WIDTH).zip((0..).step_by(BATCH)) {
        let mut rows = vec![0.0; chunk.len() / PAIR_WIDTH * columns];
        rows.chunks_exact_mut(columns.max(1)).zip(start..).for_each(|(row, at)| input(at, row));
        dense(&rows, columns, &projection.dense, &mut unpacked, chunk);
        gelu(chunk);
        layer_norm(chunk, PAIR_WIDTH, &projection.norm.scale, &projection.norm.shift);
    }
    out
}

/// Scores pairs of a query and a candidate. Whatever depends on only one of them is computed once.
struct PairNetwork<'a> {
    pair: &'a PairWeights<'a>,
    product: Vec<f32>,
    /// For each query: its vector, its part of the hidden layer, and its part of the bilinear score.
    queries: Vec<f32>,
    query_hidden: Vec<f32>,
    bilinear: Vec<f32>,
    /// For each candidate: its vector, and its part of the hidden layer.
    candidates: Vec<f32>,
    candidate_hidden: Vec<f32>,
}

impl<'a> PairNetwork<'a> {
    fn new(pair: &'a PairWeights<'a>, queries: &[f32], candidates: Vec<f32>) -> PairNetwork<'a> {
        let count = queries.len() / PAIR_WIDTH;
        let mut query_hidden = vec![0.0; count * PAIR_HIDDEN];
        dense(queries, PAIR_WIDTH, &pair.query, &mut Vec::new(), &mut query_hidden);
        let mut bilinear = times(queries, &pair.bilinear, PAIR_WIDTH);
        let by = 1.0 / (PAIR_WIDTH as f32).sqrt();
        bilinear.iter_mut().for_each(|x| *x *= by);
        let mut product = vec![0.0; pair.product.len()];
        pair.product.unpack(&mut product);
        let candidate_hidden = times(&candidates, &pair.candidate, PAIR_HIDDEN);
        PairNetwork { pair, product, queries: queries.to_vec(), query_hidden, bilinear, candidates, candidate_hidden }
    }

    /// The scores of `query` with each of `candidates`, given the features of each pair.
    fn scores<const N: usize>(&self, query: usize, candidates: &[(usize, [usize; N])]) -> Vec<(usize, f32)> {
        let (Some(own), Some(query_hidden), Some(bilinear)) = (
            row(&self.queries, query, PAIR_WIDTH),
            row(&self.query_hidden, query, PAIR_HIDDEN),
            row(&self.bilinear, query, PAIR_WIDTH),
        ) else {
            return Vec::new();
        };
        // The vector of the query is folded into the product matrix; its part of the bilinear score is one more row.
        let mut matrix = self.product.clone();
        for cells in matrix.chunks_exact_mut(PAIR_WIDTH) {
            cells.iter_mut().zip(own).for_each(|(cell, x)| *cell *= x);
        }
        matrix.extend_from_slice(bilinear);
        let mut others = vec![0.0; candidates.len() * PAIR_WIDTH];
        for (cells, (at, _)) in others.chunks_exact_mut(PAIR_WIDTH).zip(candidates) {
            row(&self.candidates, *at, PAIR_WIDTH).into_iter().for_each(|other| cells.copy_from_slice(other));
        }
        let mut out = vec![0.0; candidates.len() * (PAIR_HIDDEN + 1)];
        matmul(
            (&mut out, MatrixView::whole(candidates.len(), PAIR_HIDDEN + 1)),
            false,
            (&others, MatrixView::whole(candidates.len(), PAIR_WIDTH)),
            (&matrix, MatrixView::whole(PAIR_HIDDEN + 1, PAIR_WIDTH)),
            MatrixLayout::Transposed,
        );
        let score = |(cells, &(at, features)): (&mut [f32], &(usize, [usize; N]))| {
            let (hidden, fit) = cells.split_last_mut().map_or((&mut [][..], 0.0), |(fit, hidden)| (hidden, *fit));
            add_row(hidden, Some(query_hidden));
            add_row(hidden, row(&self.candidate_hidden, at, PAIR_HIDDEN));
            for (values, feature) in self.pair.features.iter().zip(features) {
                add_row(hidden, row(values, feature, PAIR_HIDDEN));
            }
            gelu(hidden);
            let sum: f32 = hidden.iter().zip(&self.pair.out).map(|(x, weight)| x * weight).sum();
            (at, sum + self.pair.bias + fit)
        };
        out.chunks_exact_mut(PAIR_HIDDEN + 1).zip(candidates).map(score).collect()
    }
}

fn row(rows: &[f32], at: usize, width: usize) -> Option<&[f32]> {
    rows.get(at.checked_mul(width)?..at.checked_add(1)?.checked_mul(width)?)
}

fn add_row(to: &mut [f32], more: Option<&[f32]>) {
    to.iter_mut().zip(more.unwrap_or(&[])).for_each(|(cell, x)| *cell += x);
}

/// Multiplies `rows` by `matrix`, whose rows have [`PAIR_WIDTH`] columns. Each result has `columns` numbers.
fn times(rows: &[f32], matrix: &QuantisedRows, columns: usize) -> Vec<f32> {
    let mut unpacked = vec![0.0; matrix.len()];
    matrix.unpack(&mut unpacked);
    let length = rows.len() / PAIR_WIDTH;
    let mut out = vec![0.0; length * columns];
    let to = MatrixView::whole(length, columns);
    let right = (&unpacked[..], MatrixView::whole(columns, PAIR_WIDTH));
    matmul((&mut out, to), false, (rows, MatrixView::whole(length, PAIR_WIDTH)), right, MatrixLayout::Transposed);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_fall_into_buckets() {
        let shown: Vec<usize> = [0, 1, 4, 5, 7, 8, 15, 16, 63, 64, 5000].map(|far| bucket(far, 12)).to_vec();
        assert_eq!(shown, [0, 1, 4, 5, 5, 6, 6, 7, 8, 9, 11]);
        assert_eq!(
            [
                block_distance_bucket(3, 3),
                block_distance_bucket(0, 9),
                block_distance_bucket(9, 0),
                block_distance_bucket(2, 3)
            ],
            [4, 0, 8, 3]
        );
    }

    #[test]
    fn pronouns_have_forms() {
        assert_eq!(["He", "herself", "that", "mayor"].map(pronoun), [Some(0), Some(1), Some(7), None]);
    }
}
