//! From tag probabilities to attributions: spans are decoded, linked and given a confidence. Patterns add speech that
//! is recognised by its form.

pub mod attitudes;
pub mod attribution;
pub mod confidence;
pub mod decode;
pub mod from_tags;
pub mod links;
pub mod patterns;
pub mod reporting;
