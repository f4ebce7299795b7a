//! The source of an attribution, given to the entity that speaks.

pub mod coordination;
pub mod document_issuers;
pub mod labels;
pub mod narrator;
pub mod pairs;
pub mod quantified;
pub mod source_entities;
pub mod source_mentions;
pub mod source_phrases;
