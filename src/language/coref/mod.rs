//! Coreference: names, pronouns and descriptions → people, and the speaker of each attribution.
//!
//! 1. `names` finds the names of the whole text, `entity_type` tells people and organisations from other things,
//!    `name_clusters` makes an entity of the names of one bearer, told apart by
//!    `generation` (“Jr.”), `evidence` collects their genders and roles.
//! 2. The `resolver` reads the text twice, outside quotation marks and inside, and gives each of its `markables` to an
//!    entity: names in `name_mentions`, pronouns in `pronoun_antecedents`, descriptions in `roles` and
//!    `description_antecedents`, the sources of attributions in `sources`. `speakers` does so for direct speech.
//! 3. `people` makes the people and quotations of an analysis from the entities, and `confidence` tells how likely each
//!    speaker is to be right.
//!
//! What is certain by form is decided by rules: the same full name, a label, an apposition, *I* in one's own words. Where
//! several entities are possible, the `linker` gives each a probability: a learned `ranker` scores features of the
//! candidate, and `pair_scores` adds the encoder's probabilities, where there is an encoder. Every mention keeps the reason
//! why it was given to its entity.

mod buckets;
mod citizens;
mod confidence;
mod description_antecedents;
mod descriptions;
mod entities;
mod entity_type;
mod evidence;
mod features;
mod generation;
mod groups;
mod labels;
mod lexical_article;
pub mod linker;
mod makers;
mod markables;
pub mod mention;
mod name_clusters;
mod name_mentions;
mod names;
mod narrator;
mod pair_scores;
mod people;
pub mod person;
mod position;
mod pronoun_antecedents;
mod pronouns;
pub mod quotation;
pub mod ranker;
mod relative_clauses;
mod resolve;
mod resolver;
mod roles;
mod sources;
mod speaker_features;
mod speakers;
mod utterances;

pub use people::NARRATOR;
pub use resolve::{Input, Trace, TracedEntity, resolve, trace};
