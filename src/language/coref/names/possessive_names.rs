//! Names that end in a possessive ’s and own nothing: “Macy’s said”, “the shares of Sainsbury’s”.

use crate::language::coref::names::name_mention::NameMention;
use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::{TokenizedArticle, WordShape};
use rustc_hash::FxHashSet;

/// Adds the ’s to the mentions of names that never stand without it, and at least once where nothing can be owned.
pub fn extend(article: TokenizedArticle, names: &mut [NameMention]) {
    let untitled = || names.iter().filter(|name| !name.titled);
    let bare: FxHashSet<&[u32]> =
        untitled().filter(|name| !is_owner(article, name)).map(|name| name.key.as_slice()).collect();
    let complete = |name: &&NameMention| is_closed(article, name) && !bare.contains(name.key.as_slice());
    let complete: FxHashSet<Vec<u32>> = untitled().filter(complete).map(|name| name.key.clone()).collect();
    for name in names.iter_mut().filter(|name| !name.titled && complete.contains(&name.key)) {
        name.name.end += 1;
        name.whole.end += 1;
    }
}

/// Whether an ’s follows the name.
fn is_owner(article: TokenizedArticle, name: &NameMention) -> bool {
    let end = name.whole.end;
    end > 0 && article.touch(end - 1) && article.shape(end) == WordShape::Lower && article.is_possessive_ending(end)
}

/// Whether an ’s follows the name, and what follows cannot be owned: a verb of speech or an auxiliary (“Macy’s will
/// close”), or where it is (“Lloyd’s of London”). “A friend of Peter’s” is not such a name, nor is the contraction in
/// “‘Ann’s said yes.’”
fn is_closed(article: TokenizedArticle, name: &NameMention) -> bool {
    let next = name.whole.end + 1;
    let of = name.whole.start.checked_sub(1).is_some_and(|before| article.lower(before) == "of");
    let verb = article.is(next, Classes::AUXILIARY.or(Classes::SAY)) && article.entry(name.name.start).given < 2;
    is_owner(article, name)
        && !of
        && !article.is_quoted(name.whole.start)
        && (verb || article.lower(next) == "of" && article.is(next + 1, Classes::PLACE))
}
