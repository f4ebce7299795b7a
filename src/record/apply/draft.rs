//! [`Draft`]: an analysis while corrections are applied to it.

use crate::article::Article;
use crate::language::{Person, Quotation};

/// An analysis while corrections are applied to it.
pub struct Draft<'t> {
    pub article: &'t Article,
    pub people: Vec<DraftPerson>,
    pub quotations: Vec<DraftQuotation>,
}

/// A person, under the id that they had before.
pub struct DraftPerson {
    pub person: Person,
    /// Merged into another person.
    pub removed: bool,
    /// Added by a correction.
    pub added: bool,
}

/// A quotation, under the id that it had before.
pub struct DraftQuotation {
    pub quotation: Quotation,
    pub removed: bool,
    pub edited: bool,
}
