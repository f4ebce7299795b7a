//! Patterns of speech that no verb needs to report, or that the news articles of the training corpus lack: labels,
//! block quotations, conversations without names, dialogue dashes, signatures, mails, nested quotations.

mod block_speech;
mod bylines;
mod claims;
mod clauses;
mod correspondence;
mod dialogue;
pub(crate) mod foreign;
mod interviewee;
mod interviews;
mod keys;
mod labels;
mod letters;
mod nearby;
mod nested;
mod obtained_documents;
mod passives;
pub mod refine;
mod relative_clauses;
mod search_range;
mod signatures;
mod source_mention;
mod speech_turn;
mod titles;
mod turns;
mod unmarked_speech;
mod unspaced;
mod written_statements;
