//! [`PanelItem`]: one row of the people panel, by the person or quotation it stands for.

use crate::record::{PersonId, QuotationId, Record};

/// A head under which the panel lists quotations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PanelSpeaker {
    Person(PersonId),
    /// No known person.
    Unknown,
}

impl PanelSpeaker {
    /// The head under which `quotation` is listed.
    pub fn of(record: &Record, quotation: QuotationId) -> PanelSpeaker {
        let speaker = record.quotations().get(quotation).and_then(|quotation| quotation.speaker);
        speaker.map_or(PanelSpeaker::Unknown, PanelSpeaker::Person)
    }

    /// The quotations that are listed under it.
    pub fn quotations(self, record: &Record) -> &[QuotationId] {
        match self {
            PanelSpeaker::Person(id) => record.quotations_of(id),
            PanelSpeaker::Unknown => record.unattributed(),
        }
    }
}

/// One row of the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PanelItem {
    /// The head of a group: a speaker.
    Speaker(PanelSpeaker),
    /// The row below an unfolded speaker: role and counts.
    Detail(PanelSpeaker),
    /// A quotation of the speaker above.
    Quotation(QuotationId),
    /// The second row of a quotation, where there is space for it.
    Rest(QuotationId),
    /// The heading above those who are only mentioned.
    Mentioned,
    /// A person who says nothing.
    Silent(PersonId),
}

impl PanelItem {
    /// Whether the cursor can be on it.
    pub fn is_selectable(self) -> bool {
        !matches!(self, PanelItem::Detail(_) | PanelItem::Rest(_))
    }

    /// The item to which its row belongs: for the second row of a quotation, the quotation.
    pub fn whole(self) -> PanelItem {
        if let PanelItem::Rest(id) = self { PanelItem::Quotation(id) } else { self }
    }

    /// The speaker in whose group it stands; `None` among those who are only mentioned.
    pub fn speaker(self, record: &Record) -> Option<PanelSpeaker> {
        match self {
            PanelItem::Speaker(speaker) | PanelItem::Detail(speaker) => Some(speaker),
            PanelItem::Quotation(id) | PanelItem::Rest(id) => Some(PanelSpeaker::of(record, id)),
            PanelItem::Mentioned | PanelItem::Silent(_) => None,
        }
    }
}
