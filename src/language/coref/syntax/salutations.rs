//! Salutations: “Hi Tom,”, “Dear Ms. Hale,” begin a letter to a person, which does not make that person its speaker.

use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::word_classes::{GREETED_DAY, GREETING};

/// The most tokens before the name, and in the line.
const MAX_BEFORE: usize = 3;
const MAX_TOKENS: usize = 12;

/// Whether the name that ends before token `end` is greeted at the beginning of a paragraph: with a comma behind it, or
/// with nothing else in its paragraph.
pub fn is_greeted(article: TokenizedArticle, end: usize) -> bool {
    let Some(token) = end.checked_sub(1).and_then(|last| article.tokens.tokens.get(last)) else { return false };
    let line = article.tokens.block(token.block as usize);
    let greets = line.clone().take(1).any(|at| article.is(at, &GREETING));
    let of_day = article.lower(line.start) != "good" || article.is(line.start + 1, &GREETED_DAY);
    let closes = |at: usize| matches!(article.text(at), "," | "!" | ":" | "-" | "–" | "—");
    // “Hi Tom and Ann,”
    let listed = || {
        let rest = end..line.end;
        rest.len() <= MAX_TOKENS && rest.clone().next_back().is_some_and(closes) && article.lower(end) == "and"
    };
    let is_near = end.saturating_sub(line.start) <= MAX_TOKENS && end.saturating_sub(line.start) > 1;
    let named_first = || (line.start + 1..end).take(MAX_BEFORE).any(|at| article.is_capital(at));
    greets && of_day && is_near && named_first() && (end >= line.end || closes(end) || listed())
}
