//! [`TextIndex`]: the facts about a text that are known before any mention is resolved. Nothing in it changes
//! afterwards.

use super::genre;
use super::markables::{self, ContentIndex, Markable};
use crate::article::{Block, BlockKind};
use crate::language::attribute::attribution::{Attribution, Kind};
use crate::language::coref::names::name_mention::NameMention;
use crate::language::coref::ranking::ranker::word;
use crate::language::coref::syntax::descriptions;
use crate::language::coref::syntax::pronouns;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::word_classes::{ANSWER_LABEL, CALLED_UPON, QUESTION_LABEL};
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// A text with its names, its attributions and its markables, by token.
pub struct TextIndex<'t> {
    pub article: TokenizedArticle<'t>,
    /// In the order of their tokens.
    pub names: &'t [NameMention],
    pub attributions: &'t [Attribution],
    /// In order, each with its token.
    pub markables: Vec<(usize, Markable)>,
    /// Attributions by the token at which their source starts.
    pub source_at: FxHashMap<usize, usize>,
    /// The attributions in whose content each token stands.
    pub contents: ContentIndex,
    /// The tokens of each noun that describes a person, by its symbol.
    nouns: FxHashMap<u32, Vec<usize>>,
    /// The head nouns of all sources.
    source_heads: FxHashSet<usize>,
    /// For each attribution of direct speech the next one, if it begins in the same block or in one of the next two.
    next_turn: Vec<Option<usize>>,
    /// For each such attribution, the one before it.
    turn_before: Vec<Option<usize>>,
    /// The likeness to a story, in steps: see [`genre`].
    pub genre: u64,
    /// For each block, whether it is outside the running text and has no speech.
    asides: Vec<bool>,
}

impl<'t> TextIndex<'t> {
    /// Indexes the text. `names` are in the order of their tokens.
    pub fn new(
        article: TokenizedArticle<'t>,
        names: &'t [NameMention],
        attributions: &'t [Attribution],
    ) -> TextIndex<'t> {
        let (markables, source_at) = markables::find(article, names, attributions);
        let contents = ContentIndex::of(article, attributions);
        let mut nouns: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        for (at, markable) in &markables {
            if matches!(markable, Markable::Description) {
                nouns.entry(article.symbol(*at)).or_default().push(*at);
            }
        }
        let next_turn = next_turns(article, attributions);
        let mut turn_before = vec![None; next_turn.len()];
        for (index, next) in next_turn.iter().enumerate() {
            next.and_then(|next| turn_before.get_mut(next)).into_iter().for_each(|before| *before = Some(index));
        }
        let sources = attributions.iter().filter_map(|attribution| attribution.source);
        let source_heads = sources.map(|source| descriptions::phrase_head(article, article.tokens.within(source)));
        let source_heads = source_heads.collect();
        TextIndex {
            article,
            names,
            attributions,
            markables,
            source_at,
            contents,
            nouns,
            source_heads,
            next_turn,
            turn_before,
            genre: genre::of(article, attributions),
            asides: asides(article, attributions),
        }
    }

    /// Whether token `at` is the head noun of a source.
    pub fn is_source_head(&self, at: usize) -> bool {
        self.source_heads.contains(&at)
    }

    /// The attribution of direct speech before `index`, if that one begins in the same block or in one of the next two.
    pub fn turn_before(&self, index: usize) -> Option<usize> {
        self.turn_before.get(index).copied().flatten()
    }

    /// The last word of the cue of attribution `index` as the value of a feature, 0 if there is no cue.
    pub fn cue_word(&self, index: usize) -> u64 {
        let cue = self.attributions[index].cue.map(|cue| self.article.tokens.within(cue));
        cue.and_then(|cue| cue.last()).map_or(0, |last| word(self.article.lower(last)))
    }

    /// Whether the direct speech before attribution `index`, if any is near, ends with a question.
    pub fn follows_question(&self, index: usize) -> bool {
        self.turn_before(index).is_some_and(|before| self.asks(before))
    }

    /// Whether the content of attribution `index` ends with a question.
    pub fn asks(&self, index: usize) -> bool {
        // A mark may close the quotation behind it.
        const BEHIND: usize = 2;
        let last = self.attributions[index].content.last().map(|&piece| self.article.tokens.within(piece));
        last.is_some_and(|last| last.rev().take(BEHIND).any(|at| self.article.text(at) == "?"))
    }

    /// The names in the source of the direct speech that follows attribution `index`, if it has a source.
    pub fn names_of_next_turn(&self, index: usize) -> Option<Vec<usize>> {
        let next = self.next_turn.get(index).copied().flatten()?;
        let source = self.attributions[next].source?;
        Some(self.names_in(&self.article.tokens.within(source)))
    }

    /// The number of times that the noun at token `at` describes a person: before it, and in the whole text.
    pub fn times_described(&self, at: usize) -> (usize, usize) {
        let tokens = self.nouns.get(&self.article.symbol(at)).map_or(&[][..], Vec::as_slice);
        (tokens.partition_point(|&token| token < at), tokens.len())
    }

    /// The innermost attribution in whose own words token `at` stands.
    pub fn quotation_at(&self, at: usize) -> Option<usize> {
        self.contents.own_words_at(at)
    }

    /// Whether token `at` stands in a speaker's own words.
    pub fn in_quotation(&self, at: usize) -> bool {
        self.article.is_quoted(at) || self.quotation_at(at).is_some()
    }

    /// Whether token `at` stands in a byline, a table or a caption without speech.
    pub fn is_aside(&self, at: usize) -> bool {
        self.asides.get(self.article.block(at)).is_some_and(|&aside| aside)
    }

    /// Whether the name with this index is invoked (“Thank God”) and is not a source here.
    pub fn is_called_upon(&self, index: usize) -> bool {
        /// Tokens of a source before the name: “the Lord”.
        const BEFORE: usize = 3;
        let name = self.names[index].name.clone();
        let is_source = |at: usize| {
            let source = self.source_at.get(&at).and_then(|&found| self.attributions[found].source);
            source.is_some_and(|source| self.article.tokens.within(source).contains(&name.start))
        };
        name.len() == 1
            && self.article.is(name.start, &CALLED_UPON)
            && !(name.start.saturating_sub(BEFORE)..=name.start).any(is_source)
    }

    /// Indices of the names that lie in `range`, a few at most.
    pub fn names_in(&self, range: &Range<usize>) -> Vec<usize> {
        const LOOKED_AT: usize = 12;
        let first = self.names.partition_point(|name| name.name.start < range.start);
        (first..self.names.len()).take_while(|&at| self.names[at].name.start < range.end).take(LOOKED_AT).collect()
    }

    /// Whether the source of attribution `index` is a label, without a reporting word.
    pub fn is_labelled(&self, index: usize) -> bool {
        let attribution = &self.attributions[index];
        let silent = |cue: Span| !self.article.slice(cue).contains(char::is_alphabetic) || self.is_letter_label(cue);
        // “She” at an earlier turn is not a label: a conversation carries it over.
        let is_label =
            |source: Span| pronouns::third_person(self.article, self.article.tokens.within(source).start).is_none();
        attribution.source.is_some_and(is_label) && attribution.cue.is_none_or(silent)
    }

    /// Whether only its position shows that attribution `index` is speech, as with the questions of an interview: no
    /// marks, no dashes, no named speaker. In subtitles the picture shows who speaks, and a dash only that the speaker
    /// changes.
    pub fn is_set_off(&self, index: usize) -> bool {
        let attribution = &self.attributions[index];
        let silent = attribution.source.is_none() && attribution.cue.is_none();
        silent && (self.is_unmarked(index) || self.is_timed(index))
    }

    /// Whether the content of attribution `index` begins with words of subtitles, without a quotation mark.
    fn is_timed(&self, index: usize) -> bool {
        let Some(&first) = self.attributions[index].content.first() else { return false };
        let inlines = self.article.article.inlines();
        let from = inlines.partition_point(|inline| inline.span.end <= first.start);
        let timed = inlines.get(from).is_some_and(|inline| inline.times().is_some());
        timed && !self.article.is_quoted(self.article.tokens.within(first).start)
    }

    /// Whether attribution `index` is a mail, a letter or a statement: words without quotation marks whose author is
    /// named above or below. Such a name is always right.
    pub fn is_named_before(&self, index: usize) -> bool {
        let source = self.attributions[index].source;
        let names = |source: Span| self.article.tokens.within(source).any(|at| self.article.is_capital(at));
        source.is_some_and(names) && self.is_unmarked(index)
    }

    /// Whether the content of attribution `index` begins without a mark or a dash.
    fn is_unmarked(&self, index: usize) -> bool {
        let Some(&first) = self.attributions[index].content.first() else { return false };
        let at = self.article.tokens.within(first).start;
        let start = self.article.tokens.block(self.article.block(at)).start;
        // The chevrons of captions only show that the speaker changes, unlike a dash.
        let sign = |c: char| !c.is_alphanumeric() && !matches!(c, '?' | '>');
        let dashed = at > start && self.article.text(at - 1).chars().all(sign);
        self.article.is_word(at) && !self.article.is_quoted(at) && !dashed
    }

    /// Whether `cue` is the letter, or the mark after it, of a *Q* or an *A*.
    pub fn is_letter_label(&self, cue: Span) -> bool {
        let article = self.article;
        let at = article.tokens.within(cue).start;
        let asks = |at: usize| article.is(at, &QUESTION_LABEL) || article.is(at, &ANSWER_LABEL);
        let letter = |at: usize| article.is_capital(at) && asks(at);
        let begins = |at: usize| article.tokens.block(article.block(at)).start == at;
        let before = at.checked_sub(1).is_some_and(letter) || at > 1 && letter(at - 2) && begins(at - 2);
        letter(at) || matches!(article.text(at), "." | ":" | ")") && before
    }
}

/// See [`TextIndex::next_turn`].
fn next_turns(article: TokenizedArticle, attributions: &[Attribution]) -> Vec<Option<usize>> {
    const BLOCKS: usize = 2;
    let spoken = attributions.iter().enumerate().filter(|(_, said)| said.kind == Kind::Direct && said.inside.is_none());
    let mut turns: Vec<(usize, usize)> =
        spoken.filter_map(|(index, said)| Some((article.tokens.within(*said.content.first()?).start, index))).collect();
    turns.sort_unstable();
    let mut next = vec![None; attributions.len()];
    for pair in turns.windows(2) {
        let [(start, index), (next_start, following)] = *pair else { continue };
        if article.block(next_start) <= article.block(start) + BLOCKS {
            next[index] = Some(following);
        }
    }
    next
}

/// Cells of a table with at least this many words are sentences.
const SENTENCE: usize = 12;

/// For each block whether it is a byline, a caption or a row of words and numbers, without any of `attributions`.
fn asides(article: TokenizedArticle, attributions: &[Attribution]) -> Vec<bool> {
    let is_data = |row: usize| {
        let cells = article.article.cells(row);
        cells.into_iter().all(|(cell, _)| article.slice(cell).split_whitespace().nth(SENTENCE - 1).is_none())
    };
    let blocks = article.article.blocks().iter().enumerate();
    let is_aside = |(number, block): (usize, &Block)| match block.kind {
        BlockKind::Byline | BlockKind::Caption => true,
        BlockKind::Table => is_data(number),
        _ => false,
    };
    let mut asides: Vec<bool> = blocks.map(is_aside).collect();
    for span in attributions.iter().flat_map(|attribution| attribution.content.iter().chain(&attribution.source)) {
        let block = article.article.block_at(span.start as usize);
        block.and_then(|block| asides.get_mut(block)).into_iter().for_each(|aside| *aside = false);
    }
    asides
}
