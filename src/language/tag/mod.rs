//! Sequence tagging: the probability that each token is part of a source, a cue or content. The linear model is a
//! two-stage conditional random field over hashed features; the encoder is a small transformer.

pub mod calibration;
pub mod context_features;
pub mod crf;
#[cfg(feature = "best")]
pub mod encoder;
pub mod features;
pub mod hash_table;
pub mod hashing;
pub mod linear;
pub mod linear_model;
pub mod tagger;
pub mod tags;
pub mod weights;
pub mod word_features;
