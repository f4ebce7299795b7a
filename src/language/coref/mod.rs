//! Coreference: names, pronouns and descriptions → people, and the speaker of each attribution. A text passes through
//! the folders in this order, and none imports from one further down. `mention`, `person`, `quotation` and `entities`
//! are the types that they share.
//!
//! 1. `names`: the names of the whole text, with the titles and roles before them.
//! 2. `syntax`: the descriptions, plurals and pronouns, and their positions in the clause.
//! 3. `ranking`: candidates with features → a probability of each. The `linker` mixes a learned `ranker` with the
//!    encoder's scores, where there is an encoder.
//! 4. `clustering`: names → `entities`: the kind of entity that each name stands for, and which names share a bearer.
//! 5. `mentions`: the places where something is to be resolved (`TextIndex`). Nothing in it changes afterwards.
//! 6. `discourse`: what is decided so far (`Discourse`). It begins with facts from the whole text about its entities:
//!    how often they are named, their genders, their roles, and the documents that they issued.
//! 7. `antecedents`: a mention → the entity that it refers to, most likely. Each file collects and describes the
//!    candidates of one kind of mention.
//! 8. `resolution`: names, pronouns and descriptions, each given to its entity.
//! 9. `sources`: the source of an attribution → its entity, which speaks.
//! 10. `speakers`: direct speech → its speaker, by the speakers around it; and how likely each speaker is to be right.
//! 11. `passes` takes steps 7 to 9 through the text, first through the narration, then through what stands in quotation
//!     marks; `people` makes the people and quotations of an analysis from the result; `resolve` does all of it.
//!
//! Rules decide where the form is conclusive: the same full name, a label, an apposition, *I* in one's own words. Where
//! several entities are possible, the linker chooses. Every mention keeps the reason why it was given to its entity.

mod antecedents;
mod clustering;
mod discourse;
mod entities;
pub mod mention;
mod mentions;
mod names;
mod non_speakers;
mod passes;
mod people;
pub mod person;
pub mod quotation;
pub mod ranking;
mod resolution;
mod resolve;
mod sources;
mod speakers;
mod syntax;

pub use people::NARRATOR;
pub use resolve::{Input, Trace, TracedEntity, resolve, trace};
