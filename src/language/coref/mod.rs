//! Coreference: names, pronouns and descriptions → people, and the speaker of each attribution. A text passes through
//! the folders in this order. No import goes in a circle; `names` and `ranking` share the types of `entities`:
//!
//! 1. `syntax`: the tokens with what the lexicon says of them, and the noun phrases, pronouns and positions among them.
//! 2. `names`: the names of the whole text, what each stands for, and which of them are one bearer's. Each bearer
//!    becomes one of the `entities`.
//! 3. `ranking`: candidates with features → a probability of each. The `linker` mixes a learned `ranker` with the
//!    encoder's scores, where there is an encoder.
//! 4. `mentions`: the places where something is to be resolved (`TextIndex`). Nothing in it changes afterwards.
//! 5. `discourse`: what is decided so far (`Discourse`). It begins with what the whole text says of its entities: how
//!    often they are named, their genders, their roles, and what they made.
//! 6. `antecedents`: a mention → the entity that it refers to, most likely. Each file collects and describes the
//!    candidates of one kind of mention.
//! 7. `resolution`: names, pronouns and descriptions, each given to its entity.
//! 8. `sources`: the source of an attribution → its entity, which speaks.
//! 9. `speakers`: direct speech → its speaker, by the speakers around it; and how likely each speaker is to be right.
//! 10. `passes` takes steps 6 to 8 through the text, first through the narration, then through what stands in quotation
//!     marks; `people` makes the people and quotations of an analysis from the result; `resolve` does all of it.
//!
//! Rules decide where the form is conclusive: the same full name, a label, an apposition, *I* in one's own words. Where
//! several entities are possible, the linker chooses. Every mention keeps the reason why it was given to its entity.

mod antecedents;
mod discourse;
mod entities;
pub mod mention;
mod mentions;
mod names;
mod passes;
mod people;
pub mod person;
pub mod quotation;
pub mod ranking;
mod resolution;
mod resolve;
mod somebody;
mod sources;
mod speakers;
mod syntax;

pub use people::NARRATOR;
pub use resolve::{Input, Trace, TracedEntity, resolve, trace};
