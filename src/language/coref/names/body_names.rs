//! Names of bodies that begin with their members or their patron: “the Royal Women’s Hospital”, “the Boys’ and Girls’
//! Trust”, “the Nurses and Midwives Union”.

use crate::language::coref::names::name_mention::{self, NameMention};
use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::word_classes::SAINT;
use crate::language::lexical::{TokenizedArticle, WordShape};

/// The most words before an owner that belong to the name: “the *Royal National* Women’s Hospital”.
const BEFORE_OWNER: usize = 3;
/// The most owners and joined plurals by which a name is extended.
const STEPS: usize = 3;

/// Extends the names that are only the end of the name of a body, and removes those that are a part of one.
/// `title_case` tells of each block whether it capitalises every word, so that capitals tell nothing.
pub fn extend(article: TokenizedArticle, names: &mut Vec<NameMention>, title_case: &[bool]) {
    let mut within_body = vec![false; names.len()];
    for index in 0..names.len() {
        let name = &names[index];
        if title_case.get(article.block(name.whole.start)).copied().unwrap_or(false) {
            continue;
        }
        let first = start(article, name);
        if first < name.name.start {
            let earlier = names[..index].iter().rposition(|other| other.whole.start < first).map_or(0, |at| at + 1);
            within_body[earlier..index].fill(true);
            let end = names[index].name.end;
            names[index] = NameMention {
                key: name_mention::key(article, first..end),
                role: None,
                titled: false,
                has_honorific: false,
                honorific: None,
                whole: first..end,
                name: first..end,
                ..names[index].clone()
            };
        }
    }
    let mut within_body = within_body.into_iter();
    names.retain(|_| !within_body.next().unwrap_or(false));
}

/// The first token of the name of a body that ends with `name`. That of `name` if nothing stands before it.
fn start(article: TokenizedArticle, name: &NameMention) -> usize {
    let entry = |at: usize| article.entry(at);
    if name.has_honorific || name.key.is_empty() || entry(name.name.start).given > 0 {
        return name.name.start;
    }
    let is_body = article.is(name.name.end - 1, Classes::ORG);
    let mut first = name.whole.start;
    for _ in 0..STEPS {
        let found = before_owner(article, first, is_body).or_else(|| before_and(article, first, is_body));
        match found {
            Some(before) => first = before,
            None => break,
        }
    }
    // “The *General* Workers’ Union” is no general.
    let owner_inside = || name.name.clone().any(|at| article.is_possessive_ending(at));
    if first == name.whole.start && first < name.name.start && !(is_body && owner_inside()) {
        return name.name.start;
    }
    first
}

/// The first token of the owner right before token `at`: “*Royal Women*’s Hospital”, “the *King*’s Trust”, “*St. Anne*’s
/// Hospital”.
fn before_owner(article: TokenizedArticle, at: usize, is_body: bool) -> Option<usize> {
    let ending = at.checked_sub(1).filter(|&ending| article.is_possessive_ending(ending))?;
    let owner = ending.checked_sub(1).filter(|&owner| article.touch(owner) && article.is_capital(owner))?;
    let before = owner.checked_sub(1)?;
    let saint = before - usize::from(article.text(before) == ".").min(before);
    if is_body && article.is(saint, &SAINT) && article.is_capital(saint) {
        return Some(saint);
    }
    let members =
        article.is(owner, Classes::PEOPLE) || article.is(owner, Classes::PLURAL) && article.is(owner, Classes::HUMAN);
    let earlier = (owner.saturating_sub(BEFORE_OWNER)..owner).rev();
    let part = |&at: &usize| article.together(at) && is_common_name(article, at);
    let first = earlier.take_while(part).last().unwrap_or(owner);
    let patron = is_body && article.is(owner, Classes::HUMAN) && first == owner && follows_the(article, first);
    ((members || patron) && is_common_name(article, owner)).then_some(first)
}

/// The first token of the plural that “and” joins to the one at token `at`: “the *Nurses* and Midwives Union”.
fn before_and(article: TokenizedArticle, at: usize, is_body: bool) -> Option<usize> {
    let and = at.checked_sub(1).filter(|&and| is_body && article.lower(and) == "and")?;
    let last = and.checked_sub(1)?;
    let last = if article.is_possessive_ending(last) { last.checked_sub(1)? } else { last };
    let plural = |at: usize| article.is(at, Classes::PLURAL.or(Classes::PEOPLE)) || article.lower(at).ends_with('s');
    let joined = plural(last) && plural(at) && is_common_name(article, last) && is_common_name(article, at);
    (joined && follows_the(article, last)).then_some(last)
}

/// Whether a common word is a part of a name at token `at`, not the name of a body, a place or a person.
fn is_common_name(article: TokenizedArticle, at: usize) -> bool {
    let entry = article.entry(at);
    article.shape(at) == WordShape::Capital
        && !entry.is(Classes::ORG.or(Classes::PLACE).or(Classes::DEMONYM).or(Classes::FUNCTION).or(Classes::DETERMINER))
        && entry.given < 2
}

/// Whether “the” stands right before token `at`.
fn follows_the(article: TokenizedArticle, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|the| article.lower(the) == "the")
}
