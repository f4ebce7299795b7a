//! The passes through a text: the first resolves the mentions of the narration and the sources in it; the second
//! resolves mentions inside quotation marks, where *I* is the speaker and *he* is not.

use super::discourse::salience::Salience;
use super::discourse::state::Discourse;
use super::mention::MentionType;
use super::mentions::markables::Markable;
use super::resolution::{description_mentions, name_mentions, pronoun_mentions};
use super::sources::source_mentions;
use crate::article::BlockKind;

/// Resolves the mentions outside quotation marks.
pub fn read_narration(discourse: &mut Discourse) {
    pass(discourse, false);
}

/// Resolves the mentions inside them, once the speakers are known.
pub fn read_quotations(discourse: &mut Discourse) {
    pass(discourse, true);
}

/// Resolves the names of the authors in a byline. None of them is mentioned in the text.
pub fn read_byline(discourse: &mut Discourse) {
    let text = discourse.text;
    for (name, entity) in std::mem::take(&mut discourse.asides) {
        let block = text.article.block(text.names[name].whole.start);
        if text.article.blocks().get(block).is_some_and(|block| block.kind == BlockKind::Byline) {
            discourse.entity_of_name[name] = Some(entity);
            name_mentions::resolve_name(discourse, name);
        }
    }
}

fn pass(discourse: &mut Discourse, quotations: bool) {
    let text = discourse.text;
    discourse.salience = Salience::default();
    for (at, markable) in &text.markables {
        let quoted = text.in_quotation(*at);
        let is_known = |index: &usize| discourse.entity_of_name[*index].is_some();
        let is_left_out = match markable {
            Markable::Name(index) => (text.is_aside(*at) || text.is_called_upon(*index)) && !is_known(index),
            _ => text.is_aside(*at),
        };
        if is_left_out {
            continue;
        }
        if let Some(speaker) = discourse.speaker_at(*at) {
            discourse.salience.record_speaker(speaker);
        }
        if quoted == quotations {
            resolve(discourse, *at, markable);
        } else {
            note_other_pass(discourse, *at, markable, quoted);
        }
        if let Markable::Source(index) = markable
            && !quoted
            && let Some(speaker) = discourse.speakers[*index]
        {
            let asked = text.article.lower(at.saturating_sub(2)) == "asked";
            let answers_next = asked && text.article.lower(at.saturating_sub(1)) == "by";
            discourse.salience.last_speaker = (!answers_next).then_some((speaker.entity, text.article.block(*at)));
        }
    }
}

fn resolve(discourse: &mut Discourse, at: usize, markable: &Markable) {
    match markable {
        Markable::Name(index) => name_mentions::resolve_name(discourse, *index),
        Markable::Description => description_mentions::resolve_description(discourse, at),
        Markable::Organisation(range) => name_mentions::resolve_organisation(discourse, range.clone()),
        Markable::Pronoun => pronoun_mentions::resolve_pronoun(discourse, at),
        Markable::Source(index) => source_mentions::resolve_source(discourse, *index),
    }
}

/// Records a mention that the other pass resolved as recent, since readers have read it, too.
fn note_other_pass(discourse: &mut Discourse, at: usize, markable: &Markable, quoted: bool) {
    let names = discourse.text.names;
    if let Some(id) = discourse.entity_at(at) {
        let (range, mention_type) = match markable {
            Markable::Name(index) => (names[*index].whole.clone(), MentionType::Name),
            Markable::Pronoun => (at..at + 1, MentionType::Pronoun),
            _ => (at..at + 1, MentionType::Description),
        };
        discourse.record_mention(id, range, quoted, mention_type);
    } else if let Markable::Name(index) = markable
        && let Some(id) = discourse.entity_of_name.get(*index).copied().flatten()
    {
        discourse.record_mention(id, names[*index].whole.clone(), quoted, MentionType::Name);
    }
}
