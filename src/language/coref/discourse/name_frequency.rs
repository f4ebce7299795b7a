//! [`NameFrequency`]: how often each entity is mentioned by name in the whole text.

use crate::language::coref::entities::{Entities, EntityId};
use crate::language::coref::person::PersonKind;

/// Entities that are candidates for every description, since they are named most.
const MOST_NAMED: usize = 6;

/// The number of mentions by name of each entity.
pub struct NameFrequency {
    counts: Vec<u32>,
    /// The entities with most mentions by name, the most frequent first.
    pub most_named: Vec<EntityId>,
    /// The person who is named both first and most: whom a biography is about.
    pub topic: Option<EntityId>,
}

impl NameFrequency {
    /// The frequencies of `entities`. `entity_of_name` has the entity of each name, as far as known.
    pub fn of(entities: &Entities, entity_of_name: &[Option<EntityId>]) -> NameFrequency {
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
        NameFrequency { counts, most_named, topic }
    }

    /// The number of mentions by name of `id`; 0 for an entity that was added later.
    pub fn count(&self, id: EntityId) -> usize {
        self.counts.get(id).map_or(0, |&count| count as usize)
    }
}
