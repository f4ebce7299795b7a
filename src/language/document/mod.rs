//! The text of an article as every later stage reads it: tokens and sentences, quotation marks, the language, and what the
//! lists of words say.

pub mod language;
pub(in crate::language) mod lexicon;
pub mod quotation_marks;
mod single_marks;
pub mod stem;
pub mod tokens;
