//! Learning the tagger of sources, cues and contents, and all that follows it up to the attributions: links,
//! confidences, calibration; and scoring them.

mod blob;
pub mod calibration;
pub mod crf;
pub mod encoder_data;
pub mod evaluation;
pub mod log_linear;
pub mod pipeline;
pub mod report;
mod stages;
mod word_counts;
