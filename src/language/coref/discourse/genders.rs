//! The genders of people, as far as the pronouns near their names suggest them: learned from the whole text before any
//! mention is resolved.

use crate::language::coref::entities::{Entities, Entity, EntityId};
use crate::language::coref::mentions::markables::Markable;
use crate::language::coref::mentions::text_index::TextIndex;
use crate::language::coref::syntax::pronouns;
use crate::language::lexical::lexicon::Gender;

/// The most evidence that a given name gives.
const GIVEN_NAME: f32 = 1.0;

/// Learns genders from sentences that name one person: the pronouns that follow are likely theirs.
pub fn learn(text: &TextIndex, entity_of_name: &[Option<EntityId>], entities: &mut Entities) {
    let article = text.article;
    // By given names alone. What is learned here must not strengthen itself, and Mrs. Tom Lee is not Tom Lee.
    let by_given_name = |entity: &Entity| match entity.gender_evidence {
        [male, female] if male.max(female) <= GIVEN_NAME => entity.likely_gender(),
        _ => Gender::Unknown,
    };
    let known: Vec<Gender> = entities.iter().map(by_given_name).collect();
    let mut last: Option<(EntityId, usize, usize)> = None;
    let mut alone = true;
    for (at, markable) in &text.markables {
        if article.is_quoted(*at) {
            continue;
        }
        match markable {
            Markable::Name(index) => {
                let Some(id) = entity_of_name[*index] else { continue };
                let sentence = article.sentence(*at);
                alone = match last {
                    Some((before, seen, _)) if seen == sentence => before == id && alone,
                    _ => true,
                };
                last = Some((id, sentence, *at));
            }
            Markable::Pronoun => {
                if let Some(pronoun) = pronouns::third_person(article, *at)
                    && let Some((id, seen, named)) = last
                    && article.sentence(*at) <= seen + 1
                    && !is_said_by(text, *at, named)
                {
                    let clear = article.sentence(*at) == seen || article.opens_sentence(*at);
                    let weight = if clear { 0.35 } else { 0.15 };
                    // “David Kerr thought so. She did not.”: the pronoun is probably another person's.
                    let conflicts = known[id].conflicts_with(pronoun.gender);
                    let share = if conflicts { 0.3 } else { 1.0 } * if alone { 1.0 } else { 0.5 };
                    entities[id].add_gender_evidence(pronoun.gender, weight * share);
                }
            }
            Markable::Description => alone = false,
            _ => {}
        }
    }
}

/// Whether token `named` stands in the words of the source at token `at`. Then the pronoun there rarely refers to the
/// person who is named: “Moss had paid, she said”.
fn is_said_by(text: &TextIndex, at: usize, named: usize) -> bool {
    let said = text.source_at.get(&at).and_then(|&index| text.attributions.get(index));
    said.is_some_and(|said| said.content.iter().any(|&piece| text.article.tokens.within(piece).contains(&named)))
}
