//! Sources that do not speak: courts that hear others; and things and pronouns, unless a cue beside the words names
//! them as the source.

use crate::language::attribute::attribution::Attribution;
use crate::language::coref::discourse::state::Discourse;
use crate::language::coref::entities::EntityId;
use crate::language::coref::mention::{Mention, MentionType};
use crate::language::coref::person::PersonKind;
use crate::language::coref::syntax::descriptions;
use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::word_classes::{HEAR, HEARING_BODY, IT, WordClass};
use crate::text::Span;
use std::ops::Range;

/// Removes speakers that cannot have said the words.
pub fn drop_non_speakers(discourse: &mut Discourse) {
    for index in 0..discourse.speakers.len() {
        let is_non_speaker = |id| is_heard_before(discourse, index) || is_non_speaker(discourse, index, id);
        if discourse.speakers[index].is_some_and(|speaker| is_non_speaker(speaker.entity)) {
            discourse.speakers[index] = None;
        }
    }
}

/// Whether others said the words of attribution `index` before its source: “the inquiry heard”.
fn is_heard_before(discourse: &Discourse, index: usize) -> bool {
    let article = discourse.text.article;
    let Attribution { source: Some(source), cue, .. } = discourse.text.attributions[index] else { return false };
    let source = article.tokens.within(source);
    let cue = cue.map_or(source.end..source.end + 1, |cue| article.tokens.within(cue));
    let has = |mut range: Range<usize>, class: &WordClass| range.any(|at| article.is(at, class));
    has(cue, &HEAR) && has(source, &HEARING_BODY)
}

/// Whether the entity `id`, if it has no name, cannot be the speaker of attribution `index`.
fn is_non_speaker(discourse: &Discourse, index: usize, id: EntityId) -> bool {
    let article = discourse.text.article;
    let entity = &discourse.entities[id];
    let is_narrator = discourse.narrator == Some(id);
    let is_labelled = discourse.labels.first_of.contains_key(&id);
    if entity.kind != PersonKind::Unnamed || !entity.members.is_empty() || is_narrator || is_labelled {
        return false;
    }
    let first = |mention: &Mention| article.tokens.within(mention.span).start;
    if source(discourse, index).is_some_and(|source| entity.mentions.iter().any(|found| found.span.overlaps(source))) {
        return false;
    }
    let is_pronoun = |mention: &Mention| mention.mention_type == MentionType::Pronoun;
    let is_thing = |mention: &Mention| match mention.mention_type {
        MentionType::Pronoun => article.is(first(mention), &IT),
        _ => {
            let head = descriptions::phrase_head(article, article.tokens.within(mention.span));
            article.is(head, Classes::DOC) || article.lower(first(mention)) == "neither"
        }
    };
    // “She” counts as a person once she has spoken, even if she is never named.
    entity.mentions.iter().all(is_thing)
        || !discourse.have_spoken.contains(&id) && entity.mentions.iter().all(is_pronoun)
}

/// The source of attribution `index`.
fn source(discourse: &Discourse, index: usize) -> Option<Span> {
    discourse.text.attributions.get(index)?.source
}
