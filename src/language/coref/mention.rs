//! [`Mention`]: a mention of a person, with the reason why it was resolved to them.

use crate::text::Span;
use serde::{Deserialize, Serialize};

/// A mention of a person.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// With its title, without its apposition and its possessive ’s.
    pub span: Span,
    #[serde(rename = "form")]
    pub mention_type: MentionType,
    /// The mention to which this one was resolved, earlier or later in the text. `None` if it stands by itself.
    pub antecedent: Option<Span>,
    pub reason: Reason,
    /// The probability that the person is right, 0 to 1.
    pub confidence: f32,
}

/// The type of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionType {
    Name,
    Pronoun,
    Description,
}

/// The reason why a mention was resolved to a person, from the surest to the least sure. Libraries store its position
/// in this list: new reasons go to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// It introduces them: the fullest name, or the first description.
    Introduces,
    /// The same name again.
    SameName,
    /// Part of the name: a surname, a first name, initials.
    PartOfName,
    /// The surname with a title that fits (“Mrs. Ashdown”).
    TitledName,
    /// The label of a speech (`WALLACE:`).
    Label,
    /// In apposition to the name (“Petra Sund, the leader …”).
    Apposition,
    /// A description that fits their role (“the mayor”).
    Role,
    /// A description with the same head noun (“the official”).
    SameHead,
    /// An abbreviation or short form of an organisation (“the WHO”, “the ministry”).
    ShortForm,
    /// Family: “her husband”.
    Kinship,
    /// *I* and *we* in a speaker's own words, or the narrator's.
    FirstPerson,
    /// A pronoun, resolved to the subject of the sentence or clause before.
    Subject,
    /// A pronoun, resolved to the speaker before.
    Speaker,
    /// A pronoun, resolved to the nearest that fits.
    Nearest,
    /// A correction by the reader of the article.
    Reader,
    /// A pronoun, resolved to the likeliest of those nearby.
    Likeliest,
}
