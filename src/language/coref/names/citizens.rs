//! Nouns for one person of a nation, religion or party, which are written like names: “the Dutchman”, “a Texas
//! Republican”.

use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::word_classes::{CITIZEN, WHO};

/// Words between such a noun and its determiner that are looked at.
const BEFORE_HEAD: usize = 6;

/// Whether the capitalised word at `head` describes a person by nation, religion or party: “the Dutchman”, “a former
/// Texas Republican”. The noun of an adjective (“the Republican senator”) does not follow.
pub fn is_citizen(article: TokenizedArticle, head: usize) -> bool {
    // This is called for every token: the shape is known, while the class has to be looked up.
    if !article.is_capital(head) || !article.is(head, &CITIZEN) {
        return false;
    }
    let next = head + 1;
    let follows = Classes::AUXILIARY.or(Classes::SAY).or(Classes::HUMAN_VERB).or(Classes::PREPOSITION);
    let goes_on = article.together(head)
        && article.is_word(next)
        && !article.is(next, follows.or(Classes::SUBORDINATOR))
        && !article.is(next, &WHO)
        && !article.lower(next).ends_with("ly");
    let before = article.sentence_range(head).start..head;
    let is_place = |at: usize| {
        let entry = article.entry(at);
        // “Georgia” is a first name too.
        let place = entry.given == 0 || entry.is(Classes::PLACE);
        article.is_capital(at) && place && !entry.is(Classes::ORG.or(Classes::TITLE_OR_OFFICE).or(Classes::DETERMINER))
    };
    let modifies = |at: &usize| is_place(*at) || article.is(*at, Classes::MODIFIER);
    let opening = before.rev().take(BEFORE_HEAD).find(|at| !modifies(at));
    !goes_on && opening.is_some_and(|at| article.is(at, Classes::DETERMINER))
}
