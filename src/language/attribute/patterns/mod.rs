//! Patterns of speech that no verb needs to report, or that the news articles of the training corpus lack: labels,
//! block quotations, conversations without names, dialogue dashes, signatures, mails, nested quotations. [`refine`]
//! applies them: `repairs` of the tagger's attributions, speech in marks (`quoted`), behind `labels`, and `unmarked`.
//! The files beside these folders are shared by them.

mod bylines;
pub(crate) mod foreign;
mod keys;
mod labels;
mod nearby;
mod quoted;
pub mod refine;
mod repairs;
mod search_range;
mod source_mention;
mod speech_turn;
mod unmarked;
mod unmarked_speech;
mod unspaced;
