//! The name of a narrator who says *I*, as the characters call it: “‘Cousins,’ said Kit. ‘It’s Ro,’ I said.”

use crate::language::coref::discourse::state::{ChosenSpeaker, Discourse};
use crate::language::coref::entities::EntityId;
use crate::language::coref::person::PersonKind;
use crate::language::coref::speakers::speaker_features::is_addressed;
use crate::language::coref::speakers::utterances::Utterance;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::word_classes::INTRODUCES_ONESELF;
use rustc_hash::FxHashSet;

/// Gives the narrator the only name that may be meant: one that stands in direct speech alone, which the narrator gives
/// for an introduction, or by which others address a person right before or after the narrator speaks.
pub fn name_narrator(discourse: &mut Discourse, utterances: &[Utterance]) {
    let Some(narrator) = discourse.narrator else { return };
    let byline = &discourse.text.article.article.meta.byline;
    if discourse.entities[narrator].kind != PersonKind::Unnamed || byline.is_some() {
        return;
    }
    let mut others = named_in_narration(discourse);
    let (mut introduced, mut called): (Vec<EntityId>, Vec<EntityId>) = (Vec::new(), Vec::new());
    for (at, utterance) in utterances.iter().enumerate() {
        let narrates = |utterance: Option<&Utterance>| utterance.is_some_and(|one| one.entity == Some(narrator));
        let beside =
            narrates(at.checked_sub(1).and_then(|before| utterances.get(before))) || narrates(utterances.get(at + 1));
        for &id in &utterance.named {
            if discourse.entities[id].kind != PersonKind::Person {
                continue;
            }
            match narrates(Some(utterance)) {
                true if introduces(discourse, utterance, id) => introduced.push(id),
                true if is_addressed(discourse, utterance, id) == 1 => {
                    others.insert(id);
                }
                false if beside && is_addressed(discourse, utterance, id) == 1 => called.push(id),
                _ => {}
            }
        }
    }
    let only = |mut found: Vec<EntityId>| {
        found.retain(|id| !others.contains(id));
        found.sort_unstable();
        found.dedup();
        <[EntityId; 1]>::try_from(found).ok()
    };
    if let Some([id]) = only(introduced).or_else(|| only(called)) {
        merge_narrator(discourse, narrator, id);
    }
}

/// The entities that are named outside quotation marks.
fn named_in_narration(discourse: &Discourse) -> FxHashSet<EntityId> {
    let names = discourse.text.names.iter().zip(&discourse.entity_of_name);
    names.filter(|(name, _)| !discourse.text.in_quotation(name.name.start)).filter_map(|(_, id)| *id).collect()
}

/// Whether the speaker of `utterance` gives `id` for a name: “I’m Ro”, “it’s Ro Vance”, “my name is Vance”, “call me
/// Ro”.
fn introduces(discourse: &Discourse, utterance: &Utterance, id: EntityId) -> bool {
    let article = discourse.text.article;
    let names = discourse.text.names.iter().zip(&discourse.entity_of_name);
    let first = discourse.text.names.partition_point(|name| name.whole.start < utterance.start);
    let mut inside = names.skip(first).take_while(|(name, _)| name.whole.start < utterance.end);
    inside.any(|(name, given)| {
        *given == Some(id) && !article.is_word(name.whole.end) && gives_name(article, utterance.start, name.whole.start)
    })
}

/// Whether the words from token `from` on that end before token `at` give the speaker's name.
fn gives_name(article: TokenizedArticle, from: usize, at: usize) -> bool {
    at.checked_sub(2).filter(|&start| start >= from).is_some_and(|start| {
        let phrase = format!("{} {}", article.lower(start), article.lower(start + 1));
        INTRODUCES_ONESELF.contains(&phrase.replace('\'', "’"))
    })
}

/// Gives the mentions and the words of `narrator` to `id`.
fn merge_narrator(discourse: &mut Discourse, narrator: EntityId, id: EntityId) {
    let mentions = std::mem::take(&mut discourse.entities[narrator].mentions);
    discourse.entities[id].mentions.extend(mentions);
    for at in 0..discourse.text.article.len() {
        if discourse.entity_at(at) == Some(narrator) {
            discourse.assign(at, id);
        }
    }
    let said = discourse.speakers.iter_mut().flatten().filter(|speaker| speaker.entity == narrator);
    said.for_each(|speaker: &mut ChosenSpeaker| speaker.entity = id);
    discourse.have_spoken.insert(id);
    discourse.narrator = Some(id);
}
