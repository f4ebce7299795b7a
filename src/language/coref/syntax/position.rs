//! The syntactic position of a mention in its clause, judged by the words beside it.

use crate::language::coref::syntax::descriptions;
use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::word_classes::{
    ADDRESS_VERB, CLAUSE_CONJUNCTION, CLAUSE_OPENER, COORDINATOR, POSSESSIVE_ENDING,
};
use crate::language::lexical::{TokenizedArticle, WordShape};

/// The syntactic position of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Position {
    Subject,
    Object,
    Prepositional,
    Possessive,
}

/// The position of the mention of tokens `start..end`.
pub fn position(article: TokenizedArticle, start: usize, end: usize) -> Position {
    if article.touch(end.saturating_sub(1)) && POSSESSIVE_ENDING.contains(article.text(end)) {
        // “Ann’s going” and “Ann’s a doctor” are rare beside the possessive.
        return Position::Possessive;
    }
    let Some(before) = start.checked_sub(1).filter(|&before| article.together(before)) else {
        return Position::Subject;
    };
    if !article.is_word(before) {
        return Position::Subject;
    }
    let verb_follows =
        article.is(end, Classes::SAY.or(Classes::HUMAN_VERB).or(Classes::AUXILIARY).or(Classes::PLURAL_VERB));
    if article.is(before, Classes::SAY) {
        let addressee = article.is(before, &ADDRESS_VERB);
        let inverted = before.checked_sub(1).is_none_or(|mark| !article.is_word(mark) || !article.together(mark));
        return if inverted && !addressee { Position::Subject } else { Position::Object };
    }
    if article.is(before, Classes::SUBORDINATOR) || article.is(before, &CLAUSE_CONJUNCTION) {
        let clause =
            verb_follows || article.is(before, Classes::SUBORDINATOR) && !article.is(before, Classes::PREPOSITION);
        return if clause || article.is(before, &COORDINATOR) { Position::Subject } else { Position::Prepositional };
    }
    // “Led by Ann Lee”: she is the one who acts. Whoever is “asked by Ann Lee” speaks next.
    let led = |verb: usize| article.lower(verb).ends_with("ed") && article.lower(verb) != "asked";
    if article.lower(before) == "by" && before.checked_sub(1).is_some_and(led) {
        return Position::Subject;
    }
    if article.is(before, Classes::PREPOSITION) {
        return Position::Prepositional;
    }
    // “The man who struck Ann Lee said”: the man said it.
    if verb_follows
        && article.shape(before) == WordShape::Lower
        && descriptions::restricted_noun(article, start).is_some()
    {
        return Position::Object;
    }
    if verb_follows || article.is(before, Classes::FUNCTION) && !article.is(before, Classes::AUXILIARY) {
        return Position::Subject;
    }
    if article.shape(before) == WordShape::Lower { Position::Object } else { Position::Subject }
}

/// Whether nothing between tokens `from` and `to` opens a new clause.
pub fn one_clause(article: TokenizedArticle, from: usize, to: usize) -> bool {
    const LONGEST: usize = 24;
    to.saturating_sub(from) < LONGEST && !(from + 1..to).any(|at| opens_clause(article, at))
}

/// Whether token `at` opens a new clause, or ends the one before it.
pub fn opens_clause(article: TokenizedArticle, at: usize) -> bool {
    article.is(at, Classes::SUBORDINATOR) && !article.is(at, Classes::PREPOSITION)
        || matches!(article.text(at), "," | ";" | ":" | "“" | "”" | "\"" | "—")
        || article.is(at, &CLAUSE_OPENER)
}
