//! [`NameFrequency`]: how often each entity is mentioned by name in the whole text.

use crate::language::coref::entities::{Entities, EntityId};
use crate::language::coref::mentions::text_index::TextIndex;
use crate::language::coref::person::PersonKind;
use crate::language::coref::syntax::descriptions;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::lexicon::Gender;

/// The number of most frequently named entities, which are candidates for every description.
const MOST_NAMED: usize = 6;

/// The number of mentions by name of each entity.
pub struct NameFrequency {
    counts: Vec<u32>,
    /// The entities with most mentions by name, the most frequent first.
    pub most_named: Vec<EntityId>,
    /// The person who is named both first and most often: the subject of a biography.
    pub topic: Option<EntityId>,
    /// The person who is named first, and whether a sentence defines them: “Ann Lee (1921–2009) was a chemist”.
    pub lead: Option<(EntityId, bool)>,
    /// The numbers of mentions by name of all people who may be men and of those who may be women.
    by_gender: [u32; 2],
}

impl NameFrequency {
    /// The frequencies of `entities` in `text`. `entity_of_name` has the entity of each name, as far as known.
    pub fn of(text: &TextIndex, entities: &Entities, entity_of_name: &[Option<EntityId>]) -> NameFrequency {
        let mut counts = vec![0_u32; entities.len()];
        for id in entity_of_name.iter().flatten() {
            counts[*id] += 1;
        }
        let mut most_named: Vec<EntityId> = (0..counts.len()).filter(|&id| counts[id] > 1).collect();
        most_named.sort_by_key(|&id| (std::cmp::Reverse(counts[id]), id));
        most_named.truncate(MOST_NAMED);
        let is_person = |id: &EntityId| entities[*id].kind == PersonKind::Person;
        let first = entity_of_name.iter().flatten().copied().find(is_person);
        let most = (0..entities.len()).filter(is_person).map(|id| counts[id]).max();
        let topic = first.filter(|&id| counts[id] > 1 && Some(counts[id]) == most);
        let mut people = text.names.iter().zip(entity_of_name).filter_map(|(name, id)| Some((name, (*id)?)));
        let lead =
            people.find(|(_, id)| is_person(id)).map(|(name, id)| (id, is_defined(text.article, name.whole.end)));
        let of_gender = |gender: Gender| {
            let fitting = (0..entities.len()).filter(is_person).filter(|&id| !entities[id].excludes(gender));
            fitting.map(|id| counts[id]).sum()
        };
        let by_gender = [of_gender(Gender::Male), of_gender(Gender::Female)];
        NameFrequency { counts, most_named, topic, lead, by_gender }
    }

    /// The share of `id` in the mentions by name of people who may be of `gender`, in eighths. 9 if the gender is
    /// unknown or nobody of this gender is named.
    pub fn share(&self, id: EntityId, gender: Gender) -> u64 {
        const PARTS: u64 = 8;
        let [male, female] = self.by_gender;
        let all = match gender {
            Gender::Male => male,
            Gender::Female => female,
            Gender::Unknown => 0,
        };
        let count = self.count(id) as u64;
        (count * PARTS).checked_div(all.into()).map_or(PARTS + 1, |share| share.min(PARTS))
    }

    /// The number of mentions by name of `id`; 0 for an entity that was added later.
    pub fn count(&self, id: EntityId) -> usize {
        self.counts.get(id).map_or(0, |&count| count as usize)
    }
}

/// Whether the name that ends before token `end` is the subject of a sentence that defines the person. Brackets behind
/// the name are skipped.
fn is_defined(article: TokenizedArticle, end: usize) -> bool {
    const LONGEST: usize = 60;
    let closing = |at: &usize| article.text(*at) == ")";
    let after = (end..end + LONGEST).find(closing).filter(|_| article.text(end) == "(").map_or(end, |at| at + 1);
    descriptions::predicate(article, after).is_some()
}
