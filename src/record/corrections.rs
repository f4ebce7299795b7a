//! [`Correction`]: a change of the analysis by the user. It refers to text by anchors and to people by name and
//! mention, never by id, so that it can be applied after every analysis, of this text or of a later version.

use crate::article::Article;
use crate::language::{Kind, MentionType, Person, Quotation};
use crate::text::{Span, TextAnchor};
use serde::{Deserialize, Serialize};

/// A correction by the user. The library stores it as JSON: a change of its fields needs a new version there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Correction {
    /// The quotation was said by `speaker`. If it is credited to a pronoun or a description, that mention now refers to
    /// the speaker as well, and everything credited to it follows.
    Speaker { quotation: TextAnchor, speaker: Referent },
    /// The quotation is of another kind.
    Kind { quotation: TextAnchor, kind: Kind },
    /// The quotation consists of these words alone.
    Extent { quotation: TextAnchor, words: TextAnchor },
    /// It is not a quotation.
    Dismissed { quotation: TextAnchor },
    /// These words are a quotation that the analysis missed.
    Missed { words: TextAnchor, kind: Kind, speaker: Referent },
    /// The mention stands for `who`: another person, a new one if two were merged by mistake, or no person.
    Mention { mention: TextAnchor, who: Referent },
    /// Two people are one: everything about `person` belongs to `into`, whose name stays.
    Merged { person: PersonRef, into: PersonRef },
    /// The person has another name.
    Renamed { person: PersonRef, name: String },
}

/// The person that a mention refers to, or who said a quotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "kebab-case")]
pub enum Referent {
    /// No known person.
    Nobody,
    /// A person that the analysis did not find.
    New {
        name: String,
    },
    Person(PersonRef),
}

/// A reference to a person that survives a new analysis. It resolves to the person mentioned at the anchor, by a name
/// or with this name; else to the only one of the name; else to the person that a pronoun or a description there stands
/// for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRef {
    pub name: String,
    /// A mention of the person; `None` if the text does not mention them.
    pub mention: Option<TextAnchor>,
}

impl PersonRef {
    /// The reference to `person` of the record of `article`.
    pub fn of(article: &Article, person: &Person) -> PersonRef {
        let mention = person
            .mentions
            .iter()
            .find(|mention| mention.mention_type == MentionType::Name)
            .or(person.mentions.first());
        let mention = mention.map(|mention| TextAnchor::new(article.text(), mention.span));
        PersonRef { name: person.name.clone(), mention }
    }
}

/// The anchor by which corrections refer to `quotation`: the anchor of its first span.
pub fn anchor_of(article: &Article, quotation: &Quotation) -> TextAnchor {
    TextAnchor::new(article.text(), quotation.content.first().copied().unwrap_or_default())
}

/// The anchor of a mention or of selected words, without surrounding white space.
pub fn anchor_at(article: &Article, span: Span) -> TextAnchor {
    let words = article.slice(span);
    let start = span.start as usize + words.len() - words.trim_start().len();
    TextAnchor::new(article.text(), Span::new(start, start + words.trim().len()))
}
