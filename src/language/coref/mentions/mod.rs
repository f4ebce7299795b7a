//! Mention detection: the places of a text where something is to be resolved.

pub mod encoder_input;
mod genre;
pub mod markables;
pub mod text_index;
