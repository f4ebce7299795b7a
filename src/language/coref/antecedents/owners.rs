//! The owner in a description: “her husband”, “the firm’s lawyer”.

use crate::language::coref::discourse::state::Discourse;
use crate::language::coref::entities::EntityId;
use crate::language::coref::syntax::descriptions::{Description, Opening};
use crate::language::lexical::TokenizedArticle;

/// The entity that owns “her husband” or “Ann’s aide”.
pub fn owner(discourse: &Discourse, described: &Description) -> Option<EntityId> {
    (described.range.start..described.head).find_map(|at| discourse.entity_at(at))
}

/// The token before the ’s in “the firm’s lawyer”.
pub fn owner_token(article: TokenizedArticle, described: &Description) -> Option<usize> {
    let end = described.modifiers().start.checked_sub(2)?;
    (described.opening == Opening::Possessive && article.is_possessive_ending(end + 1)).then_some(end)
}
