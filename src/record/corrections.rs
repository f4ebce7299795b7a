//! [`Correction`]: what the reader knows better than the analysis. It names its place by the words there and people by
//! name and a mention, never by an id, so that it can be applied after every analysis, of this text or of a later one.

use crate::article::Article;
use crate::language::{Form, Kind, Person, Quotation};
use crate::text::{Span, TextAnchor};
use serde::{Deserialize, Serialize};

/// One thing set right by the reader. The shape of its JSON is kept in libraries: a change of it needs a new version
/// there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Correction {
    /// The quotation was said by `speaker`. Where a pronoun or a description carries it, that stands for them too, and
    /// with it whatever else it carries.
    Speaker { quotation: TextAnchor, speaker: Referent },
    /// The quotation is of another kind.
    Kind { quotation: TextAnchor, kind: Kind },
    /// The quotation is these words, in one piece.
    Extent { quotation: TextAnchor, words: TextAnchor },
    /// It is no quotation.
    Dismissed { quotation: TextAnchor },
    /// These words are a quotation that was missed.
    Missed { words: TextAnchor, kind: Kind, speaker: Referent },
    /// The mention stands for `who`: somebody else, somebody new where one person was two, or nobody.
    Mention { mention: TextAnchor, who: Referent },
    /// Two are one: all that is known of `person` belongs to `into`, whose name stays.
    Merged { person: PersonRef, into: PersonRef },
    /// The person has another name.
    Renamed { person: PersonRef, name: String },
}

/// Who said or is meant by something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "kebab-case")]
pub enum Referent {
    /// Nobody who is known.
    Nobody,
    /// Somebody whom the analysis did not find, or took for another.
    New {
        name: String,
    },
    Person(PersonRef),
}

/// A person, to be found again in any analysis: whoever is mentioned at the place, by any name or as somebody of this
/// name; else the only one of the name; else whoever a pronoun or a description there stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRef {
    pub name: String,
    /// A mention of theirs; `None` for somebody whom the text does not mention.
    pub mention: Option<TextAnchor>,
}

impl PersonRef {
    /// How to find `person` of the record of `article` again.
    pub fn of(article: &Article, person: &Person) -> PersonRef {
        let mention = person.mentions.iter().find(|mention| mention.form == Form::Name).or(person.mentions.first());
        let mention = mention.map(|mention| TextAnchor::new(article.text(), mention.span));
        PersonRef { name: person.name.clone(), mention }
    }
}

/// The place by which a correction names `quotation`: its first piece.
pub fn anchor_of(article: &Article, quotation: &Quotation) -> TextAnchor {
    TextAnchor::new(article.text(), quotation.content.first().copied().unwrap_or_default())
}

/// The place of a mention, or of words that the reader selected, without the white space at their ends.
pub fn anchor_at(article: &Article, span: Span) -> TextAnchor {
    let words = article.slice(span);
    let start = span.start as usize + words.len() - words.trim_start().len();
    TextAnchor::new(article.text(), Span::new(start, start + words.trim().len()))
}
