//! The entity of *I*: the speaker in their own words, else the narrator, who may be named in a line about the author.

use crate::language::coref::discourse::state::Discourse;
use crate::language::coref::entities::{Entity, EntityId};
use crate::language::coref::mention::MentionType;
use crate::language::coref::names::name_mention::NameMention;
use crate::language::coref::person::PersonKind;
use crate::language::lexical::word_classes::AUTHOR_VERB;

/// Blocks at the end of a text that may be about its author.
const LAST: usize = 4;

/// The entity of the pronoun of the first person at token `at`, with its confidence.
pub fn first_person(discourse: &mut Discourse, at: usize) -> Option<(EntityId, f32)> {
    if let Some(id) = discourse.speaker_at(at) {
        return Some((id, 0.93));
    }
    if discourse.text.in_quotation(at) {
        return None;
    }
    let id = match discourse.narrator {
        Some(id) => id,
        None => {
            let id = author(discourse)
                .unwrap_or_else(|| discourse.entities.add(Entity::new(PersonKind::Unnamed, Vec::new(), at..at + 1)));
            discourse.narrator = Some(id);
            id
        }
    };
    Some((id, 0.8))
}

/// The author, as a line at the end names them (“Ann Lee, a teacher, is the author of …”) and nothing else in the text.
fn author(discourse: &Discourse) -> Option<EntityId> {
    let text = discourse.text;
    let article = text.article;
    let end = article.len();
    let last = article.block(end.checked_sub(1)?);
    (last.saturating_sub(LAST)..=last).rev().filter(|&block| block > 0).find_map(|block| {
        let range = article.tokens.block(block);
        let first = text.names.partition_point(|name| name.whole.start < range.start);
        let name = text.names.get(first).filter(|name| name.whole.start == range.start)?;
        let id = discourse.entity_of_name.get(first).copied().flatten()?;
        let mut verb = name.whole.end;
        if article.text(verb) == "," {
            let comma = (verb + 1..range.end.min(verb + 20)).find(|&at| article.text(at) == ",")?;
            verb = comma + 1;
        }
        let mut contents = text.attributions.iter().flat_map(|attribution| &attribution.content);
        let quotes = contents.any(|&piece| article.block(article.tokens.within(piece).start) == block);
        let tells = article.is(verb, &AUTHOR_VERB) && !quotes;
        // The person whom the text is about is named before its end too.
        let named = |(index, name): (usize, &NameMention)| {
            discourse.entity_of_name[index] == Some(id) && (2..block).contains(&article.block(name.whole.start))
        };
        let about = text.names.iter().enumerate().take(first).any(named);
        let sources = text.attributions.iter().filter_map(|attribution| attribution.source);
        let speaks = sources.map(|span| article.tokens.within(span)).any(|source| source.contains(&name.name.start));
        let known = discourse.entities[id].mentions.iter().any(|mention| mention.mention_type != MentionType::Name);
        let person = discourse.entities[id].kind == PersonKind::Person;
        (tells && person && !about && !speaks && !known).then_some(id)
    })
}
