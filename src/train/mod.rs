//! Learning and scoring the language models: annotated articles in, the files of `assets` and their tables of scores
//! out. It shares the feature code of `language` and is no part of what users run.
//!
//! `samples` and `gold` read annotated texts, `tagger` learns the tagger of sources, cues and contents, `coref` the
//! rankers of the linker, `joining` scores who is joined across articles. `command` is the command line.

pub mod command;
mod coref;
pub mod gold;
mod joining;
mod parallel;
mod samples;
mod tagger;
mod timing;
mod word_lists;
