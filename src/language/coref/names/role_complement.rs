//! Roles with their complement right before a name: “the governor of Ohio Ann Lee”.

use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::word_classes::ROLE_PREPOSITION;
use crate::language::lexical::{TokenizedArticle, WordShape};

/// The head noun of the role whose complement ends right before token `name`: “the governor of Ohio Ann Lee”, “the head
/// of the port authority Ann Lee”. `None` if the name is itself the complement: “the widow of Ann Lee”, “the widow of
/// the singer Ann Lee”.
pub fn role_before(article: TokenizedArticle, name: usize) -> Option<usize> {
    const LONGEST: usize = 7;
    let last = name.checked_sub(1)?;
    // “A spokesman for the airline Skyways”, “the airline Blue Sky Airways”: here the noun describes the body.
    let end = (name..name + LONGEST).find(|&at| !article.is_capital(at)).unwrap_or(name + LONGEST);
    if end < name + 2 || article.is(end - 1, Classes::ORG) {
        return None;
    }
    let person = Classes::HUMAN.or(Classes::TITLE_OR_OFFICE);
    let noun = article.is_word(last)
        && article.shape(last) != WordShape::Number
        && !article
            .is(last, person.or(Classes::DETERMINER).or(Classes::FUNCTION).or(Classes::MODIFIER).or(Classes::SAY))
        && !article.is_possessive_ending(last);
    if !noun || !article.together(last) {
        return None;
    }
    for at in (last.saturating_sub(LONGEST)..last).rev() {
        if !article.together(at) || !article.is_word(at) || article.is(at, Classes::AUXILIARY) {
            return None;
        }
        let Some(head) = at.checked_sub(1).filter(|_| article.is(at, &ROLE_PREPOSITION)) else {
            continue;
        };
        let role = Classes::ANY_ROLE.or(Classes::OFFICE).or(Classes::RANK);
        let is_role = article.is(head, role) && !article.is(head, Classes::PLURAL) && article.together(head);
        if is_role && (article.is(at + 1, Classes::DETERMINER) || article.is_capital(at + 1)) {
            return Some(head);
        }
    }
    None
}
