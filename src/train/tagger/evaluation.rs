//! Evaluation: scores of predicted attributions against gold ones. They are compared by words, so that marks and spaces
//! at the ends never matter. Two quotations match if their words overlap by half (Dice ≥ 0.5), one to one, the best
//! first.

use crate::language::tag::tags::Role;
use crate::language::{Attribution, Kind};
use crate::text::Span;
use crate::train::samples::{GoldQuotation, Sample};
use crate::train::word_lists::STOP_WORD;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::AddAssign;

/// Right, predicted and gold counts, from which precision, recall and F1 follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub right: usize,
    /// Right, as counted over gold. Differs from `right` only where the two sides have different kinds.
    pub reached: usize,
    pub predicted: usize,
    pub gold: usize,
}

impl Tally {
    /// Share of the found ones that are right.
    pub fn precision(&self) -> f64 {
        ratio(self.right, self.predicted)
    }

    /// Share of the right ones that are found.
    pub fn recall(&self) -> f64 {
        ratio(self.reached, self.gold)
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }

    fn add(&mut self, right: usize, predicted: usize, gold: usize) {
        *self += Tally { right, reached: right, predicted, gold };
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.right += other.right;
        self.reached += other.reached;
        self.predicted += other.predicted;
        self.gold += other.gold;
    }
}

/// A share in percent. 0 if the whole is 0.
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// All figures over some articles.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    /// Words inside quotations.
    pub words: Tally,
    /// Quotations with exactly the gold words.
    pub exact: Tally,
    /// Quotations that match.
    pub quotations: Tally,
    /// … by kind: direct, mixed, indirect.
    pub kinds: [Tally; 3],
    /// Quotations that match and have the right source.
    pub end_to_end: Tally,
    /// … of the direct and mixed ones.
    pub end_to_end_marked: Tally,
    /// Sources of matched quotations that have one in gold.
    pub source: Tally,
    /// Unbroken pieces with exactly the gold words: source, cue, content.
    pub pieces: [Tally; 3],
    /// Numbers of errors, by class.
    pub errors: BTreeMap<&'static str, usize>,
}

/// The evaluation of a prediction.
#[derive(Clone, Copy, Debug)]
pub struct Evaluation {
    pub matched: bool,
    /// Whether the source is right. `None` if the quotation does not match.
    pub source: Option<bool>,
}

type Words = BTreeSet<usize>;

/// A quotation as sets of words.
struct QuoteWords {
    content: Words,
    source: Words,
    kind: Kind,
    pieces: [Vec<Words>; 3],
}

/// The words of a text: runs of letters, digits and underscores.
struct EvaluatedText<'a> {
    text: &'a str,
    words: Vec<Span>,
}

impl<'a> EvaluatedText<'a> {
    fn new(text: &'a str) -> EvaluatedText<'a> {
        let mut words = Vec::new();
        let mut start = None;
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            match (c.is_alphanumeric() || c == '_', start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    words.push(Span::new(from, at));
                    start = None;
                }
                _ => {}
            }
        }
        EvaluatedText { text, words }
    }

    fn within(&self, spans: &[Span]) -> Words {
        let range = |span: &Span| {
            let start = self.words.partition_point(|word| word.end <= span.start);
            start..self.words.partition_point(|word| word.start < span.end)
        };
        spans.iter().filter(|span| !span.is_empty()).flat_map(range).collect()
    }

    fn quote(&self, [source, cue, content]: [&[Span]; 3], kind: Kind) -> QuoteWords {
        let pieces = [source, cue, content]
            .map(|spans| spans.iter().map(|&span| self.within(&[span])).filter(|words| !words.is_empty()).collect());
        QuoteWords { content: self.within(content), source: self.within(source), kind, pieces }
    }

    /// `words` without stop words, or all of them if there is nothing else.
    fn content_words(&self, words: &Words) -> Words {
        let stop = |at: &usize| STOP_WORD.contains(&self.words[*at].of(self.text).to_lowercase());
        let kept: Words = words.iter().copied().filter(|at| !stop(at)).collect();
        if kept.is_empty() { words.clone() } else { kept }
    }

    fn source_right(&self, gold: &QuoteWords, predicted: &QuoteWords) -> bool {
        if gold.source.is_empty() {
            return predicted.source.is_empty();
        }
        !gold.source.is_disjoint(&predicted.source)
            && !self.content_words(&gold.source).is_disjoint(&self.content_words(&predicted.source))
    }
}

/// Adds the scores of `predicted` for `sample` to `scores`. Returns the evaluation of each prediction.
pub fn score(sample: &Sample, predicted: &[Attribution], scores: &mut Scores) -> Vec<Evaluation> {
    let text = EvaluatedText::new(sample.article.text());
    let gold = |gold: &GoldQuotation| text.quote(Role::ALL.map(|role| gold.spans(role)), gold.kind);
    let all: Vec<QuoteWords> = sample.quotations.iter().map(gold).filter(|quote| !quote.content.is_empty()).collect();
    let quote = |a: &Attribution| text.quote([a.source.as_slice(), a.cue.as_slice(), &a.content], a.kind);
    let found: Vec<QuoteWords> = predicted.iter().filter(|a| a.inside.is_none()).map(quote).collect();

    let union =
        |quotes: &[QuoteWords]| quotes.iter().flat_map(|quote| quote.content.iter().copied()).collect::<Words>();
    let (gold_words, found_words) = (union(&all), union(&found));
    scores.words.add(gold_words.intersection(&found_words).count(), found_words.len(), gold_words.len());
    scores.exact.add(shared(all.iter().map(|q| &q.content), found.iter().map(|q| &q.content)), found.len(), all.len());
    for (role, tally) in scores.pieces.iter_mut().enumerate() {
        let distinct = |quotes: &[QuoteWords]| -> HashSet<Words> {
            quotes.iter().flat_map(|quote| quote.pieces[role].iter().cloned()).collect()
        };
        let (gold, found) = (distinct(&all), distinct(&found));
        tally.add(gold.intersection(&found).count(), found.len(), gold.len());
    }
    count_matches(&text, &all, &found, scores)
}

fn count_matches(
    text: &EvaluatedText,
    gold: &[QuoteWords],
    found: &[QuoteWords],
    scores: &mut Scores,
) -> Vec<Evaluation> {
    let mut evaluated = vec![Evaluation { matched: false, source: None }; found.len()];
    let marked = |quote: &QuoteWords| usize::from(quote.kind != Kind::Indirect);
    for quote in gold {
        scores.kinds[quote.kind as usize].gold += 1;
        scores.end_to_end_marked.gold += marked(quote);
    }
    for quote in found {
        scores.kinds[quote.kind as usize].predicted += 1;
        scores.end_to_end_marked.predicted += marked(quote);
    }
    scores.quotations.add(0, found.len(), gold.len());
    scores.end_to_end.add(0, found.len(), gold.len());
    let pairs = matches(gold, found);
    let mut missed: HashSet<usize> = (0..gold.len()).collect();
    for (g, f) in pairs {
        missed.remove(&g);
        let (gold, found) = (&gold[g], &found[f]);
        let right = text.source_right(gold, found);
        evaluated[f] = Evaluation { matched: true, source: Some(right) };
        scores.quotations.add(1, 0, 0);
        scores.kinds[gold.kind as usize].reached += 1;
        scores.kinds[found.kind as usize].right += 1;
        if !gold.source.is_empty() {
            scores.source.add(usize::from(right), 1, 1);
        }
        if right {
            scores.end_to_end.add(1, 0, 0);
            scores.end_to_end_marked.reached += marked(gold);
            scores.end_to_end_marked.right += marked(found);
        }
        let class = match () {
            () if right => continue,
            () if found.source.is_empty() => "source not found",
            () if gold.source.is_empty() => "source where gold has none",
            () => "wrong source",
        };
        *scores.errors.entry(class).or_default() += 1;
    }
    let words =
        |quotes: &[QuoteWords]| quotes.iter().flat_map(|quote| quote.content.iter().copied()).collect::<Words>();
    let (gold_words, found_words) = (words(gold), words(found));
    for at in missed {
        let touched = !gold[at].content.is_disjoint(&found_words);
        let class = match (gold[at].kind, touched) {
            (_, true) => "extent: gold quotation cut up, joined or of another length",
            (Kind::Direct, _) => "missed: direct",
            (Kind::Mixed, _) => "missed: mixed",
            (Kind::Indirect, _) => "missed: indirect",
        };
        *scores.errors.entry(class).or_default() += 1;
    }
    for (quote, _) in found.iter().zip(&evaluated).filter(|(_, evaluated)| !evaluated.matched) {
        let class = match (quote.kind, quote.content.is_disjoint(&gold_words)) {
            (_, false) => "extent: prediction cut up, joined or of another length",
            (Kind::Direct, _) => "false alarm: direct",
            (Kind::Mixed, _) => "false alarm: mixed",
            (Kind::Indirect, _) => "false alarm: indirect",
        };
        *scores.errors.entry(class).or_default() += 1;
    }
    evaluated
}

/// Pairs of gold and found quotations, the most alike first, each used once.
fn matches(gold: &[QuoteWords], found: &[QuoteWords]) -> Vec<(usize, usize)> {
    let mut by_word: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, quote) in found.iter().enumerate() {
        for &word in &quote.content {
            by_word.entry(word).or_default().push(at);
        }
    }
    let mut candidates = Vec::new();
    for (g, quote) in gold.iter().enumerate() {
        let near: BTreeSet<usize> =
            quote.content.iter().filter_map(|word| by_word.get(word)).flatten().copied().collect();
        for f in near {
            let shared = quote.content.intersection(&found[f].content).count();
            let dice = 2.0 * shared as f64 / (quote.content.len() + found[f].content.len()) as f64;
            if dice >= 0.5 {
                candidates.push((-dice, g, f));
            }
        }
    }
    candidates.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used_gold, mut used_found) = (HashSet::new(), HashSet::new());
    let mut free = |&(_, g, f): &(f64, usize, usize)| {
        !used_gold.contains(&g) && !used_found.contains(&f) && used_gold.insert(g) && used_found.insert(f)
    };
    candidates.into_iter().filter(|pair| free(pair)).map(|(_, g, f)| (g, f)).collect()
}

/// The number of members that two lists share, each counted as often as both have it.
fn shared<'a>(a: impl Iterator<Item = &'a Words>, b: impl Iterator<Item = &'a Words>) -> usize {
    let mut counts: HashMap<&Words, usize> = HashMap::new();
    for words in a {
        *counts.entry(words).or_default() += 1;
    }
    b.filter(|words| counts.get_mut(words).filter(|count| **count > 0).map(|count| *count -= 1).is_some()).count()
}
