//! The mentions near an utterance, whose entities are candidates for its speaker.

use crate::language::coref::discourse::state::Discourse;
use crate::language::coref::entities::EntityId;
use crate::language::coref::mention::MentionType;
use crate::language::coref::speakers::utterances::Utterance;
use crate::language::coref::syntax::position::{self, Position};
use crate::language::coref::syntax::pronouns;

/// A mention near an utterance.
#[derive(Clone, Copy)]
pub struct NearbyMention {
    pub entity: EntityId,
    pub at: usize,
    pub position: Position,
    pub mention_type: MentionType,
    /// Number of mentions between it and the utterance.
    pub rank: usize,
    /// Whether another quotation stands between it and the utterance.
    pub cut_off: bool,
    /// Whether it stands in a speaker’s own words.
    pub quoted: bool,
}

/// Tokens before an utterance in which mentions are near.
const BEFORE: usize = 160;
/// Tokens after it.
const AFTER: usize = 50;

/// Mentions that are looked at there, at most.
pub const MENTIONS: usize = 12;

/// Tokens before an utterance in which other people are looked for.
const FAR: usize = 1200;
/// Other people who are found there, at most.
const OTHERS: usize = 8;

/// The mentions near an utterance: those before it, the nearest first, then those after it.
pub fn find(discourse: &Discourse, utterance: &Utterance, next: Option<&Utterance>) -> Vec<NearbyMention> {
    let mut found = Vec::new();
    let mut cut_off = false;
    for at in (utterance.start.saturating_sub(BEFORE)..utterance.start).rev() {
        if discourse.text.in_quotation(at) {
            cut_off = true;
        } else if found.len() < MENTIONS {
            add_nearby(discourse, at, cut_off, &mut found);
        }
    }
    // A person mentioned long before may speak again.
    for at in (utterance.start.saturating_sub(FAR)..utterance.start).rev() {
        if found.len() >= MENTIONS + OTHERS {
            break;
        }
        if let Some(id) = discourse.entity_at(at)
            && !found.iter().any(|nearby| nearby.entity == id)
            && discourse.entities[id].is_person()
        {
            add_nearby(discourse, at, true, &mut found);
        }
    }
    let before = found.len();
    let end = next.map_or(usize::MAX, |next| next.start).min(utterance.end + AFTER).min(discourse.text.article.len());
    let mut after = Vec::new();
    for at in utterance.end..end {
        if !discourse.text.in_quotation(at) && after.len() < MENTIONS / 2 {
            add_nearby(discourse, at, false, &mut after);
        }
    }
    found.truncate(before);
    found.extend(after);
    found
}

/// Adds the mention that starts at token `at`, if there is one.
fn add_nearby(discourse: &Discourse, at: usize, cut_off: bool, found: &mut Vec<NearbyMention>) {
    let text = discourse.text;
    let article = text.article;
    let Some(id) = discourse.entity_at(at) else { return };
    let same = |near: usize| discourse.entity_at(near) == Some(id);
    // The first token of a mention counts.
    if at.checked_sub(1).is_some_and(same) && text.in_quotation(at.saturating_sub(1)) == text.in_quotation(at) {
        return;
    }
    let end = (at..article.len().min(at + 12)).find(|&next| !same(next)).unwrap_or(at + 1);
    let pronoun = pronouns::third_person(article, at);
    let position = pronoun.map_or_else(|| position::position(article, at, end), |found| found.position);
    let mention_type = match (pronoun, article.is_capital(end.saturating_sub(1))) {
        (Some(_), _) => MentionType::Pronoun,
        (None, true) => MentionType::Name,
        (None, false) => MentionType::Description,
    };
    found.push(NearbyMention {
        entity: id,
        at,
        position,
        mention_type,
        rank: found.len(),
        cut_off,
        quoted: text.in_quotation(at),
    });
}
