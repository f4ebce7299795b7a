//! The whole analysis: a long text is divided into chunks, each chunk is analysed in steps, and the results are merged.

pub mod analyse;
pub mod analysis;
pub mod chunking;
#[cfg(feature = "best")]
mod encoder_linking;
#[cfg(feature = "best")]
pub mod encoder_steps;
mod foreign;
mod manual;
mod merging;
pub mod steps;
