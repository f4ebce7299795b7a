//! The second tagger: a small transformer encoder that reads whole windows of text. This folder holds what it reads
//! (`pieces`), its weights and its arithmetic.

pub mod pieces;
