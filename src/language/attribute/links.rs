//! Links content to its cue, and a cue to its source. Each link is a ranking of the nearest candidates, and of no
//! candidate, by a log-linear model over the two spans and the tokens between them.

use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::quotation_marks::QuoteState;
use crate::language::lexical::stem::lower_case;
use crate::language::tag::hashing::{feature, mix};
use crate::language::tag::tags::{Role, RoleSpan};
use crate::language::tag::weights::FeatureWeights;

/// The relation of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The cue of a span of content.
    CueOfContent = 0,
    /// The source of a cue.
    SourceOfCue = 1,
    /// The source of a span of content without a cue.
    SourceOfContent = 2,
}

impl Relation {
    /// All relations, in the order of the model.
    pub const ALL: [Relation; 3] = [Relation::CueOfContent, Relation::SourceOfCue, Relation::SourceOfContent];

    /// The role of the span that is linked.
    pub fn from(self) -> Role {
        if self == Relation::SourceOfCue { Role::Cue } else { Role::Content }
    }

    /// The role of the candidates.
    pub fn to(self) -> Role {
        if self == Relation::CueOfContent { Role::Cue } else { Role::Source }
    }
}

/// The result of a ranking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinkChoice {
    /// The index of the chosen span; `None` if no candidate is the best choice.
    pub to: Option<usize>,
    pub probability: f32,
}

/// Candidates on either side, and how many blocks away they may be.
const MAX_PER_SIDE: usize = 4;
const MAX_BLOCKS: u32 = 2;
/// Spans examined on either side, whatever their role, so that ranking takes linear time.
const MAX_SPANS: usize = 40;
/// The hash for no word: before the start, after the end.
const NO_WORD: u64 = 1;

/// Ranks links between the spans of a document.
pub struct LinkRanker<'a> {
    tokenized: TokenizedArticle<'a>,
    pub spans: &'a [RoleSpan],
    /// For each span: its first three words, its last, and the words on both sides.
    words: Vec<SpanWords>,
    /// For each span: the roles of the neighbouring spans, and their distance.
    sides: Vec<[u64; 2]>,
}

#[derive(Clone, Copy)]
struct SpanWords {
    first: u64,
    second: u64,
    third: u64,
    last: u64,
    before: u64,
    after: u64,
}

impl<'a> LinkRanker<'a> {
    /// Prepares `spans`, which must be in order and not overlap.
    pub fn new(tokenized: TokenizedArticle<'a>, spans: &'a [RoleSpan]) -> LinkRanker<'a> {
        let mut links = LinkRanker { tokenized, spans, words: Vec::new(), sides: Vec::new() };
        links.words = spans.iter().map(|span| links.words_of(span)).collect();
        links.sides = (0..spans.len()).map(|at| links.sides_of(at)).collect();
        links
    }

    /// The candidates for `relation` of span `from`: the nearest on either side.
    pub fn candidates(&self, relation: Relation, from: usize) -> Vec<usize> {
        let block = self.block(self.spans[from].tokens.start);
        let fits = |at: &usize| self.spans[*at].role == relation.to();
        let near = |at: &usize| self.block(self.spans[*at].tokens.start).abs_diff(block) <= MAX_BLOCKS;
        let before = (0..from).rev().take(MAX_SPANS).take_while(near).filter(fits).take(MAX_PER_SIDE);
        let after = (from + 1..self.spans.len()).take(MAX_SPANS).take_while(near).filter(fits).take(MAX_PER_SIDE);
        before.chain(after).collect()
    }

    /// The best choice for `relation` of span `from`.
    pub fn choose<W: FeatureWeights + ?Sized>(&self, relation: Relation, from: usize, weights: &W) -> LinkChoice {
        let mut features = Vec::with_capacity(24);
        self.none_features(relation, from, &mut features);
        let score = |features: &[u64]| features.iter().map(|&feature| weights.weight(feature)).sum::<f32>();
        let mut scores = vec![(None, score(&features))];
        for to in self.candidates(relation, from) {
            features.clear();
            self.pair_features(relation, from, to, &mut features);
            scores.push((Some(to), score(&features)));
        }
        let (to, best) = scores.iter().copied().fold((None, f32::MIN), |a, b| if b.1 > a.1 { b } else { a });
        let total: f32 = scores.iter().map(|(_, score)| (score - best).exp()).sum();
        LinkChoice { to, probability: 1.0 / total }
    }

    /// The features of linking span `from` to span `to`.
    pub fn pair_features(&self, relation: Relation, from: usize, to: usize, out: &mut Vec<u64>) {
        let (x, y) = (&self.spans[from].tokens, &self.spans[to].tokens);
        let right = to > from;
        let (low, high) = if right { (x.end, y.start) } else { (y.end, x.start) };
        let between = high.saturating_sub(low);
        let (head, tail) = (self.sentence(x.start), self.sentence(x.end - 1));
        let same = u64::from([head, tail].contains(&self.sentence(y.start)));
        let blocks = |near: usize| i64::from(self.block(y.start)) - i64::from(self.block(near));
        let blocks = blocks(if right { x.end - 1 } else { x.start });
        let sentences = if right { self.sentence(y.start) - tail } else { head - self.sentence(y.end - 1) };
        let sentences = u64::from(sentences.min(3));
        let range = if right { from + 1..to } else { to + 1..from };
        let roles = range.clone().take(5).fold(0, |roles, at| roles * 4 + self.spans[at].role as u64);
        let skipped = range.filter(|&at| self.spans[at].role == self.spans[to].role).count() as u64;
        let gap = match between {
            0 => 0,
            1 | 2 => (low..high).fold(between as u64, |hash, at| mix(hash, self.lower(at))),
            _ => mix(mix(3, self.lower(low)), self.lower(high - 1)),
        };
        let far = bucket(between);
        let quoted =
            u64::from(matches!(self.tokenized.quotation_marks.state(x.start), QuoteState::Inside | QuoteState::Opens));
        let kind = relation as u64 * 2 + u64::from(right);
        let (cx, cy) = (&self.words[from], &self.words[to]);
        let [x_left, x_right] = self.sides[from];
        let [y_left, y_right] = self.sides[to];
        let opens = u64::from(x.start == 0 || self.block(x.start - 1) != self.block(x.start));
        let carried = u64::from(self.tokenized.quotation_marks.is_continued(self.block(x.start) as usize));
        let mut add = |template, values: &[u64]| {
            out.push(values.iter().copied().fold(mix(feature(template, []), kind), mix));
        };
        add(1, &[]);
        add(2, &[far]);
        add(3, &[same]);
        add(4, &[(blocks.clamp(-3, 3) + 8) as u64]);
        add(5, &[sentences]);
        add(6, &[roles]);
        add(7, &[skipped.min(3)]);
        add(8, &[gap]);
        add(9, &[roles, same, far]);
        add(10, &[sentences, skipped.min(2), (blocks.clamp(-2, 2) + 8) as u64]);
        add(11, &[quoted, same, skipped.min(2), sentences.min(2)]);
        add(12, &[cx.first, same]);
        add(13, &[cy.first]);
        add(14, &[cy.last]);
        add(15, &[cy.first, cy.second, cy.third]);
        add(16, &[cx.first, cy.first]);
        add(17, &[y_left, y_right]);
        add(18, &[y_left, y_right, same, far]);
        add(19, &[y_right, cy.after, same]);
        add(20, &[y_left, cy.before, same]);
        add(21, &[x_left, x_right]);
        add(22, &[x_left, x_right, u64::from(between == 0), same, skipped.min(2)]);
        add(23, &[x_left, x_right, quoted, carried, opens, same]);
    }

    /// The features of linking span `from` to no span.
    pub fn none_features(&self, relation: Relation, from: usize, out: &mut Vec<u64>) {
        let span = &self.spans[from].tokens;
        let words = &self.words[from];
        let [left, right] = self.sides[from];
        let sentence = self.sentence(span.start);
        let near = from.saturating_sub(6)..(from + 6).min(self.spans.len());
        let source = near
            .into_iter()
            .any(|at| self.spans[at].role == Role::Source && self.sentence(self.spans[at].tokens.start) == sentence);
        let source = u64::from(source);
        let mark = self.tokenized.quotation_marks.state(span.start) as u64;
        let kind = relation as u64 + 16;
        let mut add = |template, values: &[u64]| {
            out.push(values.iter().copied().fold(mix(feature(template, []), kind), mix));
        };
        add(30, &[]);
        add(31, &[left, right]);
        add(32, &[words.first, words.second, words.third]);
        add(33, &[words.first]);
        add(34, &[words.last]);
        add(35, &[source]);
        add(36, &[source, words.first]);
        add(37, &[mark]);
        add(38, &[bucket(span.len())]);
        add(39, &[words.before, source]);
        add(40, &[words.after, source]);
    }

    fn lower(&self, at: usize) -> u64 {
        let mut lower = String::new();
        lower_case(self.tokenized.text(at), &mut lower);
        crate::language::tag::hashing::word(&lower)
    }

    fn words_of(&self, span: &RoleSpan) -> SpanWords {
        let within = |at: usize| if at < span.tokens.end { self.lower(at) } else { NO_WORD };
        let start = span.tokens.start;
        SpanWords {
            first: self.lower(start),
            second: within(start + 1),
            third: within(start + 2),
            last: self.lower(span.tokens.end - 1),
            before: start.checked_sub(1).map_or(NO_WORD, |at| self.lower(at)),
            after: if span.tokens.end < self.tokenized.len() { self.lower(span.tokens.end) } else { NO_WORD },
        }
    }

    fn sides_of(&self, at: usize) -> [u64; 2] {
        let span = &self.spans[at];
        let side = |neighbour: Option<&RoleSpan>| {
            let Some(neighbour) = neighbour else { return 0 };
            let (low, high) = if neighbour.tokens.start < span.tokens.start {
                (neighbour.tokens.end, span.tokens.start)
            } else {
                (span.tokens.end, neighbour.tokens.start)
            };
            let far = match high.saturating_sub(low) {
                0 => 0,
                1 | 2 => 1,
                _ if self.sentence(low - 1) == self.sentence(high) => 2,
                _ => 3,
            };
            neighbour.role as u64 * 4 + far
        };
        [side(at.checked_sub(1).map(|before| &self.spans[before])), side(self.spans.get(at + 1))]
    }

    fn sentence(&self, token: usize) -> u32 {
        self.tokenized.tokens.tokens.get(token).map_or(0, |token| token.sentence)
    }

    fn block(&self, token: usize) -> u32 {
        self.tokenized.tokens.tokens.get(token).map_or(0, |token| token.block)
    }
}

/// Buckets a distance in tokens; buckets widen.
fn bucket(distance: usize) -> u64 {
    [0, 1, 2, 3, 4, 6, 8, 12, 20, 40].into_iter().find(|&step| distance <= step).unwrap_or(99) as u64
}
