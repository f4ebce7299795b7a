//! [`Person`]: a person named or described in a text, with all mentions.

use crate::language::coref::mention::Mention;
use serde::{Deserialize, Serialize};

/// Index into the people of an analysis.
pub type PersonId = usize;

/// A person, an organisation or group that speaks, or a source without a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// The fullest name in the text, without its title, or the fullest description if there is no name.
    pub name: String,
    pub kind: PersonKind,
    /// The role (“Prime Minister”), as the text has it.
    pub role: Option<String>,
    /// In order, never overlapping.
    pub mentions: Vec<Mention>,
    /// The members of a group that is named by them (“Ann Lee and Tom Orr”). Empty otherwise.
    pub members: Vec<PersonId>,
}

/// The kind of a [`Person`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PersonKind {
    Person,
    /// An organisation that speaks, or several people together.
    Group,
    /// “a senior official”.
    Unnamed,
}
