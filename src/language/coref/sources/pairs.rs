//! Sources that are two people or bodies named before: “both men”, “the two senators”, “the pair”, “the two lenders”.

use crate::language::coref::antecedents::they_antecedents;
use crate::language::coref::discourse::state::Discourse;
use crate::language::coref::entities::EntityId;
use crate::language::coref::person::PersonKind;
use crate::language::coref::syntax::{descriptions, plurals};
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::lexicon::{self, Classes};
use crate::language::lexical::word_classes::TWO_PEOPLE;
use std::ops::Range;

/// The two for whom the source `range` with the noun `head` stands, with the confidence: those joined by “and”
/// before it, or the two named last.
pub fn pair(discourse: &mut Discourse, range: &Range<usize>, head: usize) -> Option<(EntityId, f32)> {
    if !describes_two(discourse.text.article, range, head) {
        return None;
    }
    let joined = they_antecedents::candidates_for_they(discourse, range.start);
    let joined = joined.into_iter().map(|mention| mention.entity).find(|&id| is_pair(discourse, id, head));
    if let Some(id) = joined {
        return Some((id, 0.85));
    }
    let two = two_named_last(discourse, range.start, head)?;
    Some((discourse.entities.group_of(two.to_vec(), range.clone()), 0.7))
}

/// Whether the source `range` with the noun `head` describes exactly two people or bodies.
fn describes_two(article: TokenizedArticle, range: &Range<usize>, head: usize) -> bool {
    let plural =
        plurals::names_several(article, head) && (article.is(head, Classes::HUMAN) || of_bodies(article, head));
    let both = article.lower(range.start) == "both"
        || range.start.checked_sub(1).is_some_and(|before| article.lower(before) == "both");
    let two = (range.start..head).any(|at| article.lower(at) == "two") && article.lower(range.start) != "two";
    let noun = article.is(head, &TWO_PEOPLE) && article.lower(range.start) == "the";
    (plural && (both || two) || noun) && head + 1 == range.end
}

/// Whether the plural at `head` is of a noun for bodies: “lenders”, “unions”.
fn of_bodies(article: TokenizedArticle, head: usize) -> bool {
    let singular = plurals::singular(article.lower(head));
    !article.is(head, Classes::HUMAN) && lexicon::look_up(&singular).is(Classes::ORG)
}

/// Whether `id` is two whom the noun `head` may describe.
fn is_pair(discourse: &Discourse, id: EntityId, head: usize) -> bool {
    let members = &discourse.entities[id].members;
    members.len() == 2 && members.iter().all(|&member| may_be(discourse, member, head))
}

/// Whether `id` is a person with a name whom the noun `head` may describe, or a body if the noun is for bodies.
fn may_be(discourse: &Discourse, id: EntityId, head: usize) -> bool {
    let gender = descriptions::gender_of(discourse.text.article, head);
    let entity = &discourse.entities[id];
    if of_bodies(discourse.text.article, head) {
        return entity.kind == PersonKind::Group && !entity.key.is_empty() && entity.members.is_empty();
    }
    entity.kind == PersonKind::Person && !entity.likely_gender().conflicts_with(gender)
}

/// The two named last before token `at`, in the order of their mentions, if both were mentioned a few sentences
/// ago at most.
fn two_named_last(discourse: &Discourse, at: usize, head: usize) -> Option<[EntityId; 2]> {
    const SENTENCES: usize = 3;
    let article = discourse.text.article;
    let near = |token: usize| article.sentence(token) + SENTENCES >= article.sentence(at);
    let recent = discourse.salience.recent.iter().rev().filter(|mention| near(mention.at));
    let mut people = recent.map(|mention| mention.entity).filter(|&id| may_be(discourse, id, head));
    let (last, first) = (people.next()?, people.next()?);
    Some([first, last])
}
