//! The text of an article as every later stage reads it: tokens, sentences, quotation marks, the language, and word
//! classes. [`TokenizedArticle`] gives access to all of it.

pub mod language;
pub(crate) mod lexicon;
pub mod noun_groups;
pub mod quotation_marks;
mod single_marks;
pub mod stem;
mod tokenized_article;
pub mod tokens;
pub mod word_classes;
mod word_types;

pub use tokenized_article::TokenizedArticle;
pub use word_types::WordShape;
