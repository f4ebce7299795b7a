//! Learning the rankers of the linker from texts annotated with mentions and speakers.

mod answers;
mod corpora;
mod learn;
mod mixture;
mod ranker;
pub mod reliability;

pub use corpora::FILES;
pub use learn::learn_rankers;
