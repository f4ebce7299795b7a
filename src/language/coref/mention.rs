//! [`Mention`]: one place where somebody is mentioned, and the reason why it is they.

use crate::text::Span;

/// One place where somebody is mentioned, and why it is they.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mention {
    /// The mention with its title, without its appositive and its possessive ’s.
    pub span: Span,
    pub form: Form,
    /// The mention that this one was resolved to, earlier or later in the text; `None` for one that stands by itself.
    pub antecedent: Option<Span>,
    pub reason: Reason,
    /// How likely it is that this is the right person, 0 to 1.
    pub confidence: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    Name,
    Pronoun,
    Description,
}

/// Why a mention was taken to stand for a person, from the surest to the least sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// Beside the name, in apposition (“Petra Sund, the leader …”).
    Apposition,
    /// A description that fits their role (“the mayor”).
    Role,
    /// A description with the same head noun (“the official”).
    SameHead,
    /// An abbreviation or the short form of a body (“the WHO”, “the ministry”).
    ShortForm,
    /// Family: “her husband”.
    Kinship,
    /// *I* and *we* inside somebody's own words, or a narrator's.
    FirstPerson,
    /// A pronoun given to the subject of the sentence or clause before.
    Subject,
    /// A pronoun given to the speaker of the words before.
    Speaker,
    /// A pronoun given to the nearest that fits.
    Nearest,
    /// None of these: the reader of the article corrected it so.
    Reader,
}
