//! [`ChunkMerger`]: one analysis from the analyses of all chunks.

use crate::language::coref::NARRATOR;
use crate::language::coref::mention::{MentionType, Reason};
use crate::language::coref::person::{Person, PersonKind};
use crate::language::coref::quotation::Quotation;
use crate::language::lexical::language::Language;
use crate::language::pipeline::analysis::{Analysis, Engine};
use rustc_hash::FxHashMap;

/// Merges the analyses of chunks into one. Two people are the same if they have the same name, or if one has only a
/// surname that no other person so far has.
#[derive(Default)]
pub struct ChunkMerger {
    people: Vec<Person>,
    quotations: Vec<Quotation>,
    by_name: FxHashMap<(PersonKind, String), usize>,
    /// People by the last word of their name; `None` if there are several.
    by_last: FxHashMap<String, Option<usize>>,
}

impl ChunkMerger {
    /// Adds the analysis of the chunk that starts at byte `start`. Chunks must be added in order.
    pub fn add(&mut self, start: u32, found: Analysis) {
        if self.people.is_empty() && self.quotations.is_empty() && start == 0 {
            (self.people, self.quotations) = (found.people, found.quotations);
            (0..self.people.len()).for_each(|id| self.index_person(id));
            return;
        }
        let first_quotation = self.quotations.len();
        let known = found.people.iter().map(|person| self.known(person)).collect::<Vec<_>>();
        let mut next = self.people.len();
        let ids: Vec<usize> = known
            .iter()
            .map(|known| {
                known.unwrap_or_else(|| {
                    next += 1;
                    next - 1
                })
            })
            .collect();
        for (mut person, known) in found.people.into_iter().zip(known) {
            for mention in &mut person.mentions {
                mention.span = mention.span.shifted(start);
                mention.antecedent = mention.antecedent.map(|span| span.shifted(start));
            }
            person.members = person.members.iter().filter_map(|&member| ids.get(member).copied()).collect();
            match known {
                Some(id) => self.merge(id, person),
                None => {
                    self.people.push(person);
                    self.index_person(self.people.len() - 1);
                }
            }
        }
        self.quotations.extend(found.quotations.into_iter().map(|mut quotation| {
            quotation.content.iter_mut().chain(&mut quotation.cue).chain(&mut quotation.source).for_each(|span| {
                *span = span.shifted(start);
            });
            quotation.speaker = quotation.speaker.and_then(|speaker| ids.get(speaker).copied());
            quotation.inside = quotation.inside.map(|outer| outer + first_quotation);
            quotation
        }));
    }

    /// The merged analysis.
    pub fn finish(mut self, language: Language) -> Analysis {
        self.people.shrink_to_fit();
        self.quotations.shrink_to_fit();
        Analysis { language, engine: Engine::Fast, people: self.people, quotations: self.quotations }
    }

    /// The person of an earlier chunk who is the same as `person`.
    fn known(&self, person: &Person) -> Option<usize> {
        if !is_identifiable(person) {
            return None;
        }
        let name = person.name.to_lowercase();
        let last = last_word(&name).to_owned();
        let same = self.by_name.get(&(person.kind, name.clone())).copied();
        same.or_else(|| {
            let other = self.by_last.get(&last).copied().flatten().filter(|_| person.kind == PersonKind::Person)?;
            let short = self.people.get(other)?.name.to_lowercase() == last || name == last;
            short.then_some(other)
        })
    }

    fn index_person(&mut self, id: usize) {
        let Some(person) = self.people.get(id).filter(|person| is_identifiable(person)) else { return };
        let name = person.name.to_lowercase();
        if person.kind == PersonKind::Person {
            let alone = self.by_last.entry(last_word(&name).to_owned()).or_insert(Some(id));
            *alone = alone.filter(|&other| other == id);
        }
        self.by_name.entry((person.kind, name)).or_insert(id);
    }

    fn merge(&mut self, id: usize, person: Person) {
        let Some(known) = self.people.get_mut(id) else { return };
        let first = known.mentions.first().map(|mention| mention.span);
        let reason = if known.name == person.name { Reason::SameName } else { Reason::PartOfName };
        let before = known.mentions.len();
        known.mentions.extend(person.mentions);
        // Only a name shows that both are the same person; an earlier pronoun keeps its own reason.
        let introduction =
            known.mentions.iter_mut().skip(before).find(|mention| mention.mention_type == MentionType::Name);
        let introduction = introduction.filter(|mention| mention.antecedent.is_none());
        if let Some((mention, first)) = introduction.zip(first) {
            (mention.antecedent, mention.reason) = (Some(first), reason);
        }
        known.role = known.role.take().or(person.role);
        if known.members.is_empty() {
            known.members = person.members;
        }
        if person.name.len() > known.name.len() {
            known.name = person.name;
            self.index_person(id);
        }
    }
}

/// Whether the name identifies the person across chunks. An unnamed official in another chunk counts as a different
/// person.
fn is_identifiable(person: &Person) -> bool {
    person.kind != PersonKind::Unnamed || person.name == NARRATOR
}

fn last_word(name: &str) -> &str {
    name.rsplit(char::is_whitespace).next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain;
    use crate::language::pipeline::steps::Pipeline;

    /// Compares the people in a sequence of texts: name and mentions.
    fn check(texts: &[&str], expected: &[&str]) {
        let whole = plain::article(texts.join("\n\n"));
        let mut joined = ChunkMerger::default();
        let mut start = 0;
        for text in texts {
            let part = plain::article((*text).to_owned());
            let pipeline = Pipeline::new(&part);
            let found = pipeline.batches().into_iter().flat_map(|chunk| pipeline.attribute(chunk)).collect();
            joined.add(start, pipeline.resolve(found));
            start += text.len() as u32 + 2;
        }
        let analysis = joined.finish(Language::ENGLISH);
        let shown: Vec<String> = (analysis.people.iter())
            .map(|person| {
                let mentions: Vec<&str> = person.mentions.iter().map(|mention| whole.slice(mention.span)).collect();
                format!("{}: {}", person.name, mentions.join(", "))
            })
            .collect();
        assert_eq!(shown, expected);
        for quotation in &analysis.quotations {
            let speaker = &analysis.people[quotation.speaker.unwrap()];
            assert!(speaker.mentions.iter().any(|mention| Some(mention.span) == quotation.source));
            assert!(whole.slice(quotation.content[0]).starts_with('“'));
        }
    }

    #[test]
    fn people_of_two_chunks_are_merged_by_name() {
        check(
            &[
                "Hedvig Lunde met Tomas O’Dell. “We met,” Lunde said.",
                "“So we did,” said Mr. O’Dell. Hedvig Lunde left.",
            ],
            &["Hedvig Lunde: Hedvig Lunde, Lunde, Hedvig Lunde", "Tomas O’Dell: Tomas O’Dell, Mr. O’Dell"],
        );
        check(
            &["“We met,” said Mr. Lunde.", "“So we did,” said Hedvig Lunde. “Yes,” said Ada Quill."],
            &["Hedvig Lunde: Mr. Lunde, Hedvig Lunde", "Ada Quill: Ada Quill"],
        );
    }
}
