//! From the probabilities of tags to [`attribution`]s: spans are decoded, linked and judged, and completed by what looks
//! like speech by its form.

pub mod attitudes;
pub mod attribution;
pub mod confidence;
pub mod decode;
pub mod from_tags;
pub mod links;
pub mod patterns;
pub mod reporting;
