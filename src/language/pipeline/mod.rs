//! The whole analysis: a long text in parts, each part in steps, and the results of all joined.

pub mod analyse;
pub mod analysis;
pub mod chunking;
#[cfg(feature = "best")]
mod encoder_linking;
#[cfg(feature = "best")]
pub mod encoder_steps;
mod foreign;
pub mod steps;
