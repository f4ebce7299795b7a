//! Names in the credits of pictures: “Ann Lee via Getty Images”, “Photo: Ann Lee/Reuters”. Photographers play no part
//! in the news that they illustrate.

use crate::language::coref::names::name_mention::NameMention;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::word_classes::{PICTURE_AGENCY, PICTURE_CREDIT};
use rustc_hash::FxHashSet;

/// Removes the names in credits from `names`, but not those that stand elsewhere too.
pub fn remove(article: TokenizedArticle, names: &mut Vec<NameMention>) {
    let credits: Vec<bool> = names.iter().map(|name| is_credit(article, name)).collect();
    if !credits.contains(&true) {
        return;
    }
    let elsewhere: FxHashSet<u32> = names
        .iter()
        .zip(&credits)
        .filter(|(_, credit)| !**credit)
        .filter_map(|(name, _)| name.key.last().copied())
        .collect();
    let mut credits = credits.into_iter();
    names.retain(|name| !credits.next().unwrap_or(false) || name.key.last().is_some_and(|key| elsewhere.contains(key)));
}

/// Whether `name` is a photographer's: an agency follows it, or a word for a picture introduces it.
fn is_credit(article: TokenizedArticle, name: &NameMention) -> bool {
    let block = article.tokens.block(article.block(name.whole.start));
    let after = name.whole.end;
    let links = after < block.end && (article.text(after) == "/" || article.lower(after) == "via");
    if links && article.is(after + 1, &PICTURE_AGENCY) {
        return true;
    }
    // “Photo: Ann Lee”, “Photograph by Ann Lee”
    let link = name.whole.start.checked_sub(1).filter(|link| *link > block.start);
    link.is_some_and(|link| {
        let introduces = article.text(link) == ":" || article.lower(link) == "by";
        let opens = link - 1 == block.start || !article.is_word(link - 2);
        introduces && opens && article.is(link - 1, &PICTURE_CREDIT)
    })
}
