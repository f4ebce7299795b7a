//! Patterns of speech where no verb needs to report it, or where the news that the tagger learned from has nothing to
//! teach: labels, block quotations, conversations without names, dialogue dashes, signatures, nested quotations.

mod block_speech;
mod bylines;
mod clauses;
mod dialogue;
pub(in crate::language) mod foreign;
mod labels;
mod nearby;
mod nested;
pub mod refine;
mod set_off;
mod signatures;
mod source_mention;
mod turn;
mod turns;
mod unspaced;
mod view;
mod words;
mod written_replies;
