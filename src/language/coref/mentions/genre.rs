//! The genre of a text, as a number for features: in a story much direct speech has no source beside it, *he* and *she*
//! are frequent, and “the stranger” is a new person rather than another word for a named one.

use crate::language::attribute::attribution::{Attribution, Kind};
use crate::language::coref::syntax::pronouns;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::lexicon::Gender;

/// The fewest direct quotations for which the share is meaningful.
const FEW: usize = 4;
/// The shares of direct speech without a source in its block that bound the buckets.
const UNTAGGED: [f32; 3] = [0.1, 0.25, 0.45];
/// The shares of *he*, *her* and the like among the words of the narration that bound the buckets.
const PRONOUNS: [f32; 2] = [0.03, 0.055];

/// The buckets of both shares as one number, 0 to 11.
pub fn of(article: TokenizedArticle, attributions: &[Attribution]) -> u64 {
    let block = |span| article.block(article.tokens.within(span).start);
    let (mut spoken, mut untagged) = (0, 0);
    for said in attributions.iter().filter(|said| said.kind == Kind::Direct) {
        let beside = |source| said.content.iter().any(|&piece| block(piece) == block(source));
        spoken += 1;
        untagged += usize::from(!said.source.is_some_and(beside));
    }
    let (mut words, mut pronouns) = (0, 0);
    for at in (0..article.len()).filter(|&at| article.is_word(at) && !article.is_quoted(at)) {
        words += 1;
        let singular = pronouns::third_person(article, at).is_some_and(|found| found.gender != Gender::Unknown);
        pronouns += usize::from(singular);
    }
    let untagged = if spoken < FEW { 0 } else { bucket(untagged, spoken, &UNTAGGED) };
    untagged * (PRONOUNS.len() as u64 + 1) + bucket(pronouns, words, &PRONOUNS)
}

/// The number of `bounds` that the share of `part` in `whole` reaches.
fn bucket(part: usize, whole: usize, bounds: &[f32]) -> u64 {
    bounds.iter().filter(|&&share| whole > 0 && part as f32 >= share * whole as f32).count() as u64
}
