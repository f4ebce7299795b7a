//! The text of an article as every later stage reads it: tokens, sentences, quotation marks, the language, and word
//! classes.

mod facade;
pub mod language;
pub(crate) mod lexicon;
pub mod quotation_marks;
mod single_marks;
pub mod stem;
pub mod tokens;
pub mod word_classes;

pub use facade::Document;
