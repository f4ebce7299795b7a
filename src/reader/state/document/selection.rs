//! [`Selection`]: the quotation, person, mention, link or place last selected with a key.

use crate::reader::state::document::remap::Remap;
use crate::record::{PersonId, QuotationId};

/// The items that were last selected with a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    pub quotation: Option<QuotationId>,
    pub person: Option<PersonId>,
    /// The mention last selected, until a quotation is: its person, and its index among their mentions.
    pub mention: Option<(PersonId, usize)>,
    /// The link last selected, until a quotation or a mention is: its index among the article's inlines.
    pub link: Option<usize>,
    /// The byte of the paragraph or place last jumped to by number, until anything else is selected.
    pub place: Option<usize>,
    /// Whether a match of the search was selected last.
    pub at_match: bool,
}

impl Selection {
    /// The same in a new record.
    pub(super) fn remapped(self, to: &Remap) -> Selection {
        Selection {
            quotation: self.quotation.and_then(|id| to.quotation(id)),
            person: self.person.and_then(|id| to.person(id)),
            mention: self.mention.and_then(|mention| to.mention(mention)),
            ..self
        }
    }

    /// Selects a quotation, in place of a mention, a link or a match.
    pub fn select_quotation(&mut self, id: QuotationId) {
        *self = Selection { quotation: Some(id), ..self.people_alone() };
    }

    /// Selects the link with index `number` among the article's inlines.
    pub fn select_link(&mut self, number: usize) {
        *self = Selection { link: Some(number), ..self.people_alone() };
    }

    /// Selects the mention `index` of `person`.
    pub fn select_mention(&mut self, person: PersonId, index: usize) {
        *self = Selection { mention: Some((person, index)), ..self.people_alone() };
    }

    /// Selects the place at byte `at`.
    pub fn select_place(&mut self, at: usize) {
        *self = Selection { place: Some(at), ..self.people_alone() };
    }

    /// Selects the current match of the search. A mention or a link stays, for when the search is over.
    pub fn select_match(&mut self) {
        *self = Selection { at_match: true, place: None, ..*self };
    }

    /// The quotation and the person alone.
    fn people_alone(self) -> Selection {
        Selection { mention: None, link: None, place: None, at_match: false, ..self }
    }
}
