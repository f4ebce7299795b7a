//! Mention detection: the places of a text that need to be resolved.

pub mod encoder_input;
mod genre;
pub mod markables;
pub mod text_index;
