//! The entity of *I*: the speaker in their own words, else the narrator, who may be named in a line about the author.

use super::entities::{Entity, EntityId};
use super::resolver::Resolver;
use crate::language::coref::mention::Form;
use crate::language::coref::person::PersonKind;
use crate::language::document::word_classes::AUTHOR_VERB;

/// Blocks at the end of a text that may be about its author.
const LAST: usize = 4;

impl Resolver<'_, '_> {
    /// The entity of the pronoun of the first person at token `at`, with its confidence.
    pub(super) fn first_person(&mut self, at: usize) -> Option<(EntityId, f32)> {
        if let Some(id) = self.speaker_at(at) {
            return Some((id, 0.93));
        }
        if self.in_quotation(at) {
            return None;
        }
        let id = match self.narrator {
            Some(id) => id,
            None => {
                let id = self
                    .author()
                    .unwrap_or_else(|| self.entities.add(Entity::new(PersonKind::Unnamed, Vec::new(), at..at + 1)));
                self.narrator = Some(id);
                id
            }
        };
        Some((id, 0.8))
    }

    /// The author, as a line at the end names them (“Ann Lee, a teacher, is the author of …”) and nothing else in the text.
    fn author(&self) -> Option<EntityId> {
        let words = self.words;
        let end = words.len();
        let last = words.block(end.checked_sub(1)?);
        (last.saturating_sub(LAST)..=last).rev().filter(|&block| block > 0).find_map(|block| {
            let range = words.tokens.block(block);
            let first = self.names.partition_point(|name| name.whole.start < range.start);
            let name = self.names.get(first).filter(|name| name.whole.start == range.start)?;
            let id = self.entity_of_name.get(first).copied().flatten()?;
            let mut verb = name.whole.end;
            if words.text(verb) == "," {
                let comma = (verb + 1..range.end.min(verb + 20)).find(|&at| words.text(at) == ",")?;
                verb = comma + 1;
            }
            let mut contents = self.attributions.iter().flat_map(|attribution| &attribution.content);
            let quotes = contents.any(|&piece| words.block(words.tokens.within(piece).start) == block);
            let tells = words.has(verb, &AUTHOR_VERB) && !quotes;
            // Whoever the text is about is named before its end too.
            let named = |(index, name): (usize, &super::names::NameMention)| {
                self.entity_of_name[index] == Some(id) && (2..block).contains(&words.block(name.whole.start))
            };
            let about = self.names.iter().enumerate().take(first).any(named);
            let sources = self.attributions.iter().filter_map(|attribution| attribution.source);
            let speaks = sources.map(|span| words.tokens.within(span)).any(|source| source.contains(&name.name.start));
            let known = self.entities[id].mentions.iter().any(|mention| mention.form != Form::Name);
            let person = self.entities[id].kind == PersonKind::Person;
            (tells && person && !about && !speaks && !known).then_some(id)
        })
    }
}
