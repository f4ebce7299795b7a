//! Compares the words of a quotation with given words, with other articles' wordings of it, and with earlier versions
//! of the text.

pub(super) mod alignment;
pub(super) mod changes;
pub(super) mod earlier_versions;
pub(super) mod reporting_article;
pub(super) mod similar;
pub(super) mod utterance;
