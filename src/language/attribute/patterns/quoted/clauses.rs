//! Clauses that the tagger joined with quoted words: *the bridge was closed, “and stays so,” she said*. The quoted
//! words become a turn. The clauses join it if one verb reports both, and otherwise stand alone.

use crate::language::attribute::attribution::{Attribution, Kind};
use crate::language::attribute::patterns::speech_turn::SpeechTurn;
use crate::language::attribute::reporting;
use crate::language::lexical::TokenizedArticle;
use crate::text::Span;

/// The least number of words in a clause: shorter ones are mostly errors.
const MIN_WORDS: usize = 3;

/// An attribution of lower confidence is not worth keeping once part of it is refuted.
const MIN_CONFIDENCE: f32 = 0.6;

/// The pieces of `found` that are more than quoted words.
pub(crate) fn of<'a>(input: TokenizedArticle<'a>, found: &'a Attribution) -> impl Iterator<Item = Span> + 'a {
    let clause = move |piece: &Span| {
        let tokens = input.tokens.within(*piece);
        input.count_words(tokens.clone()) >= MIN_WORDS
            && tokens.into_iter().any(|at| input.begins_with_letter(at) && !input.is_quoted(at))
    };
    found.content.iter().copied().filter(clause)
}

/// The clauses of `tagged` that join `turn`, which replaces it.
pub(crate) fn joining(input: TokenizedArticle, turn: &SpeechTurn, content: &[Span], tagged: &Attribution) -> Vec<Span> {
    let Some(cue) = tagged.cue.filter(|cue| turn.cue.is_some_and(|other| cue.overlaps(other))) else {
        return Vec::new();
    };
    // Another person's answer is not part of the question.
    if reporting::asks(input.article.slice(cue)) {
        return Vec::new();
    }
    let sentence = sentence(input, cue);
    let block = |span: Span| input.article.block_at(span.start as usize);
    let beside = |piece: &Span| {
        sentence.overlaps(*piece)
            && content.iter().any(|run| block(*run) == block(*piece))
            && !content.iter().any(|run| run.overlaps(*piece))
            && reporting::is_clause(input.article.slice(*piece))
    };
    of(input, tagged).filter(beside).collect()
}

/// The clause that the cue of `tagged` reports in a paragraph without any of its quoted words: “‘None.’ ¶ Ada Lind, a
/// keeper, said the horn was silent.” The cue does not report quoted words in another paragraph.
pub(crate) fn clause_in_other_paragraph(input: TokenizedArticle, tagged: &Attribution) -> Option<Span> {
    /// Tokens between the cue and what it reports: “said on Monday that”.
    const APART: usize = 2;
    let cue = tagged.cue?;
    let after = input.tokens.within(cue).end;
    let block = |span: Span| input.article.block_at(span.start as usize);
    let is_marked = |piece: &Span| input.tokens.within(*piece).any(|at| input.is_quoted(at));
    let is_quoted_here = |piece: &Span| is_marked(piece) && block(*piece) == block(cue);
    let is_reported = |piece: &Span| {
        block(*piece) == block(cue)
            && (after..=after + APART).contains(&input.tokens.within(*piece).start)
            && reporting::is_clause(input.article.slice(*piece))
    };
    let is_separate = tagged.content.iter().any(is_marked) && !tagged.content.iter().any(is_quoted_here);
    of(input, tagged).find(is_reported).filter(|_| is_separate)
}

/// The clauses of `tagged` with quoted words of their own, which remain when its other quoted words become turns, or
/// its clause in another paragraph. If `rejected`, only those in the sentence of its cue.
pub(crate) fn remaining(input: TokenizedArticle, tagged: &Attribution, rejected: bool) -> Option<Attribution> {
    let marked = |piece: &Span| input.tokens.within(*piece).any(|at| input.is_quoted(at));
    let sentence = tagged.cue.map(|cue| sentence(input, cue));
    let reported = |piece: &Span| !rejected || sentence.is_some_and(|sentence| sentence.overlaps(*piece));
    if let Some(clause) = clause_in_other_paragraph(input, tagged).filter(|_| tagged.source.is_some()) {
        return Some(Attribution { kind: Kind::Indirect, content: vec![clause], ..tagged.clone() });
    }
    let content: Vec<Span> = of(input, tagged).filter(|piece| marked(piece) && reported(piece)).collect();
    (!content.is_empty() && tagged.confidence >= MIN_CONFIDENCE).then(|| Attribution {
        kind: Kind::Mixed,
        content,
        ..tagged.clone()
    })
}

/// The sentence of `cue`.
fn sentence(input: TokenizedArticle, cue: Span) -> Span {
    input.span(input.sentence_range(input.tokens.within(cue).start))
}
