//! Clauses that the tagger put together with words in marks: *the bridge was closed, “and stays so,” she said*. What the
//! marks hold becomes a turn; the clauses go with it where one verb reports both, or stand by themselves.

use super::speech_turn::SpeechTurn;
use super::view::DocumentView;
use crate::language::attribute::attribution::{Attribution, Kind};
use crate::language::attribute::reporting;
use crate::text::Span;

/// Words in a clause, at least: shorter ones are mostly misread.
const WORDS: usize = 3;

/// What the tagger was less sure of than this is not worth keeping when some of it is refuted.
const SURE: f32 = 0.6;

/// The pieces of `found` that are more than words in marks.
pub(crate) fn of<'a>(view: DocumentView<'a>, found: &'a Attribution) -> impl Iterator<Item = Span> + 'a {
    let clause = move |piece: &Span| {
        let tokens = view.tokens.within(*piece);
        view.count_words(tokens.clone()) >= WORDS
            && tokens.into_iter().any(|at| view.is_word(at) && view.is_outside(at))
    };
    found.content.iter().copied().filter(clause)
}

/// The clauses that go with `turn`, which took the place of `learned`.
pub(crate) fn join(view: DocumentView, turn: &SpeechTurn, content: &[Span], learned: &Attribution) -> Vec<Span> {
    let Some(cue) = learned.cue.filter(|cue| turn.cue.is_some_and(|other| cue.overlaps(other))) else {
        return Vec::new();
    };
    // What somebody else answers is no part of the question.
    if reporting::asks(view.article.slice(cue)) {
        return Vec::new();
    }
    let sentence = sentence(view, cue);
    let block = |span: Span| view.article.block_at(span.start as usize);
    let beside = |piece: &Span| {
        sentence.overlaps(*piece)
            && content.iter().any(|run| block(*run) == block(*piece))
            && !content.iter().any(|run| run.overlaps(*piece))
            && reporting::is_clause(view.article.slice(*piece))
    };
    of(view, learned).filter(beside).collect()
}

/// The clauses of `learned` that hold marked words of their own: what is left of it when its other marked words are taken
/// for turns. If they are `refused`, those that its verb surely reports.
pub(crate) fn left(view: DocumentView, learned: &Attribution, refused: bool) -> Option<Attribution> {
    let marked = |piece: &Span| view.tokens.within(*piece).any(|at| !view.is_outside(at));
    let sentence = learned.cue.map(|cue| sentence(view, cue));
    let reported = |piece: &Span| !refused || sentence.is_some_and(|sentence| sentence.overlaps(*piece));
    let content: Vec<Span> = of(view, learned).filter(|piece| marked(piece) && reported(piece)).collect();
    (!content.is_empty() && learned.confidence >= SURE).then(|| Attribution {
        kind: Kind::Mixed,
        content,
        ..learned.clone()
    })
}

/// The sentence in which `cue` stands.
fn sentence(view: DocumentView, cue: Span) -> Span {
    view.span(view.sentence_range(view.tokens.within(cue).start))
}
