//! Whose *I* is: the speaker’s in their own words, else the narrator’s, who may be named in a line about the author.

use super::entities::{Entity, Who};
use super::resolver::Walk;
use crate::language::coref::mention::Form;
use crate::language::coref::person::PersonKind;

/// Blocks at the end of a text among which a line about its author is looked for.
const LAST: usize = 4;

/// Verbs that say what an author does, in the line about them.
const DOES: [&str; 18] = [
    "is",
    "was",
    "writes",
    "covers",
    "teaches",
    "serves",
    "works",
    "lives",
    "leads",
    "runs",
    "hosts",
    "edits",
    "directs",
    "chairs",
    "represents",
    "contributed",
    "wrote",
    "has",
];

impl Walk<'_, '_> {
    /// Whom the pronoun of the first person at token `at` stands for, and how surely.
    pub(super) fn first_person(&mut self, at: usize) -> Option<(Who, f32)> {
        if let Some(who) = self.voice(at) {
            return Some((who, 0.93));
        }
        if self.in_quotation(at) {
            return None;
        }
        let who = match self.narrator {
            Some(who) => who,
            None => {
                let who = self.author().unwrap_or_else(|| {
                    self.cast.entities.push(Entity::new(PersonKind::Unnamed, Vec::new(), at..at + 1));
                    self.cast.entities.len() - 1
                });
                self.narrator = Some(who);
                who
            }
        };
        Some((who, 0.8))
    }

    /// The one whom a line at the end tells about (“Ann Lee, a teacher, is the author of …”), and nobody else in the text.
    fn author(&self) -> Option<Who> {
        let words = self.words;
        let end = words.len();
        let last = words.block(end.checked_sub(1)?);
        (last.saturating_sub(LAST)..=last).rev().filter(|&block| block > 0).find_map(|block| {
            let range = words.tokens.block(block);
            let first = self.names.partition_point(|name| name.whole.start < range.start);
            let name = self.names.get(first).filter(|name| name.whole.start == range.start)?;
            let who = self.given.get(first).copied().flatten()?;
            let mut verb = name.whole.end;
            if words.text(verb) == "," {
                let behind = (verb + 1..range.end.min(verb + 20)).find(|&at| words.text(at) == ",")?;
                verb = behind + 1;
            }
            let mut said = self.attributions.iter().flat_map(|said| &said.content);
            let quotes = said.any(|&piece| words.block(words.tokens.within(piece).start) == block);
            let tells = words.one_of(verb, &DOES) && !quotes;
            // Whoever the text is about is named before its end as well.
            let named = |(index, name): (usize, &super::names::NameAt)| {
                self.given[index] == Some(who) && (2..block).contains(&words.block(name.whole.start))
            };
            let about = self.names.iter().enumerate().take(first).any(named);
            let sources = self.attributions.iter().filter_map(|said| said.source);
            let speaks = sources.map(|span| words.tokens.within(span)).any(|source| source.contains(&name.name.start));
            let known = self.cast.entities[who].mentions.iter().any(|mention| mention.form != Form::Name);
            let person = self.cast.entities[who].kind == PersonKind::Person;
            (tells && person && !about && !speaks && !known).then_some(who)
        })
    }
}
