//! [`Person`]: somebody who is named or described in a text, with all mentions of them.

use super::mention::Mention;

/// Index into the people of an analysis.
pub type PersonId = usize;

/// Somebody who is named or described in the text: a person, a body that speaks, or a source without a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The fullest name in the text, without title; for those without a name the fullest description.
    pub name: String,
    pub kind: PersonKind,
    /// The title or description given (“Prime Minister”), as the text has it.
    pub role: Option<String>,
    /// Where they are mentioned, in order, never overlapping.
    pub mentions: Vec<Mention>,
    /// Of several who speak together: who they are. Empty otherwise.
    pub members: Vec<PersonId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PersonKind {
    Person,
    /// An organisation or body that speaks, or several people together.
    Group,
    /// “a senior official”.
    Unnamed,
}
