//! [`Relations`]: who belongs to whom: family, staff, and those who are addressed by an office.

use crate::language::coref::entities::EntityId;
use rustc_hash::FxHashMap;

/// Entities that are known by their relation to another.
#[derive(Default)]
pub struct Relations {
    /// Family and staff by the person to whom they belong and by their head noun.
    relatives: FxHashMap<(EntityId, u32), EntityId>,
    /// The owners of a description, each with the noun.
    owners: FxHashMap<EntityId, Vec<(EntityId, u32)>>,
    /// The owner with which a person was introduced: the token before the ’s (“the firm’s lawyer, Ann Lee”).
    pub owner_of: FxHashMap<EntityId, usize>,
    /// Entities without a name that are addressed by their office (“Mr. President”), by its head noun.
    pub addressed: FxHashMap<u32, EntityId>,
}

impl Relations {
    /// Owners that are looked at.
    const OWNERS: usize = 8;

    /// Makes `id` the `noun` of `owner`.
    pub fn add_relative(&mut self, owner: EntityId, noun: u32, id: EntityId) {
        self.relatives.insert((owner, noun), id);
        self.owners.entry(id).or_default().push((owner, noun));
    }

    /// The `noun` of `owner`.
    pub fn relative(&self, owner: EntityId, noun: u32) -> Option<EntityId> {
        self.relatives.get(&(owner, noun)).copied()
    }

    /// The owners in descriptions of `id`, each with the noun.
    pub fn owners_of(&self, id: EntityId) -> impl Iterator<Item = (EntityId, u32)> {
        self.owners.get(&id).map_or(&[][..], Vec::as_slice).iter().copied().take(Self::OWNERS)
    }

    /// All family and staff: the owner, the noun, and who it is.
    pub fn all_relatives(&self) -> impl Iterator<Item = (EntityId, u32, EntityId)> {
        self.relatives.iter().map(|(&(owner, noun), &id)| (owner, noun, id))
    }
}
