//! What is said in an article, and by whom. This file holds what the passes hand on: [`Attribution`], a quotation with
//! its cue and source as found in the text, and [`Analysis`], quotations whose speakers are known.
//!
//! The passes, in the order in which they run:
//! 1. `tokens`: words and marks, sentences, the block of each;
//! 2. `marks`: which tokens stand inside quotation marks, over paragraphs too;
//! 3. `tagger`: a score for each role (source, cue, content) of each token: the learned model sits behind this;
//! 4. `decode`: scores → spans → attributions (content with its cue and its source);
//! 5. `forms`: what speech looks like where no verb reports it: labels, dialogue dashes, bylines, block quotations;
//! 6. `coref`: names, pronouns and descriptions → people, and the speaker of each attribution.

pub mod analyse;
pub mod attribute;
pub mod context;
pub mod coref;
pub mod crf;
pub mod decode;
#[cfg(feature = "best")]
pub mod encoder;
pub mod features;
pub mod foreign;
pub mod forms;
pub mod hash;
pub mod judge;
pub mod link;
pub mod marks;
pub mod model;
pub mod parts;
pub mod passes;
pub mod reporting;
pub mod tag;
pub mod tagger;
pub mod tokens;
pub mod words;

pub use analyse::{Jobs, Ready, Work, analyse, analyse_with, ready};
pub use attribute::{attribute, attribute_tagged, tag};

use crate::text::Span;
use serde::{Deserialize, Serialize};

/// How much of a quotation is in the speaker's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// All of it inside quotation marks, or set off as speech by a dash or a label.
    Direct,
    /// A paraphrase that holds quoted words.
    Mixed,
    /// No quoted words.
    Indirect,
}

/// What a quotation reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Said, written, told.
    Said,
    /// Thought, felt, wanted.
    Thought,
}

/// A quotation as it was found in the text, before anyone knows who `he` is.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    pub kind: Kind,
    pub act: Act,
    /// What is said: one span for each unbroken piece, in order, none empty. Direct spans include their marks; a
    /// leading *that* stays out.
    pub content: Vec<Span>,
    /// The words that report it (“said”, “according to”, the colon of a label).
    pub cue: Option<Span>,
    /// The mention that carries the attribution, title included, without its appositive (“Sen. Adeyemi-Holt”, “she”).
    pub source: Option<Span>,
    /// How likely it is that this is a quotation, 0 to 1.
    pub confidence: f32,
    /// How likely it is that `source` is the right mention, given that it is a quotation, 0 to 1.
    pub source_confidence: f32,
    /// Place in the same list of the quotation that holds this one.
    pub inside: Option<usize>,
}

/// Everything that was found in an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    pub language: Language,
    /// Which model found it.
    pub engine: Engine,
    /// In order of first mention.
    pub people: Vec<Person>,
    /// In order of first span.
    pub quotations: Vec<Quotation>,
}

/// Which of the two models answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Engine {
    /// The linear one: at once, and what is marked is found.
    #[default]
    Fast,
    /// The encoder: paraphrases too, in the time that reading a headline takes.
    Best,
}

impl Engine {
    /// Is the encoder in this program?
    pub const HAS_BEST: bool = cfg!(feature = "best");

    /// The number of the model, as its blob has it.
    pub fn version(self) -> u8 {
        match self {
            #[cfg(feature = "best")]
            Engine::Best => encoder::VERSION,
            _ => model::VERSION,
        }
    }
}

/// The language that an article is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// ISO 639-1 where there is one, else ISO 639-3; `und` when it cannot be told.
    pub code: &'static str,
}

impl Language {
    pub const ENGLISH: Language = Language { code: "en" };

    /// Are the model and the rules for English right for it? A text too short to tell is taken for English.
    pub fn is_english(self) -> bool {
        matches!(self.code, "en" | "und")
    }
}

/// Index into [`Analysis::people`].
pub type PersonId = usize;
/// Index into [`Analysis::quotations`].
pub type QuotationId = usize;

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

/// A quotation with its speaker.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    pub kind: Kind,
    pub act: Act,
    /// See [`Attribution::content`].
    pub content: Vec<Span>,
    pub cue: Option<Span>,
    /// One of the speaker's mentions wherever `speaker` is set too.
    pub source: Option<Span>,
    pub speaker: Option<PersonId>,
    /// How likely it is that this is a quotation, 0 to 1.
    pub confidence: f32,
    /// How likely it is that the speaker is right, given that it is one, 0 to 1; 0 without a speaker.
    pub speaker_confidence: f32,
    pub inside: Option<QuotationId>,
}

impl Quotation {
    /// From the start of the first piece to the end of the last.
    pub fn extent(&self) -> Span {
        match (self.content.first(), self.content.last()) {
            (Some(first), Some(last)) => first.join(*last),
            _ => Span::default(),
        }
    }
}
