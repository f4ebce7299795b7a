//! The mentions of a text, each given to its entity.

pub mod description_mentions;
pub mod name_mentions;
pub mod pronoun_mentions;
