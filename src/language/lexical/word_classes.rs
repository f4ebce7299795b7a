//! The word classes of the analysis, from the lists in `assets/words`. There is one list per notion; its head explains
//! the classes.

pub use crate::text::words::WordClass;

use crate::text::words::word_classes;
use std::sync::LazyLock;

word_classes! {
    "speech" {
        SAID = "said",
        RARE_SAID = "rare",
        THOUGHT = "thought",
        QUOTATIVE = "quotative",
        ATTITUDE = "attitude",
        PROMISE = "promise",
        ANSWER_VERB = "answer",
        ADDRESS_VERB = "address",
        ASK = "ask",
        HEAR = "hear",
        NAMING = "naming",
        REPLY_VERB = "comes",
        GESTURE_VERB = "action",
        CALL = "call",
    }
    ["function_words", "pronouns"] {
        AFTER_VERB = "goes-on",
    }
    ["labels", "pronouns"] {
        TALK = "talk",
    }
    ["speech", "foreign_speech"] {
        MAIL_VERB = "mail",
    }
    ["function_words", "pronouns", "determiners", "times"] {
        SENTENCE_OPENER = "opener",
    }
    "endings" {
        TYPICAL_ENDING = "typical",
        INFLECTION = "inflection",
    }
    "foreign_speech" {
        FRENCH = "french",
        GERMAN = "german",
        SPANISH = "spanish",
        PORTUGUESE = "portuguese",
        ITALIAN = "italian",
        DUTCH = "dutch",
        NORDIC = "nordic",
        SLAVIC = "slavic",
        FINNIC = "finnic",
        GREEK = "greek",
        SEMITIC = "semitic",
        ASIAN = "asian",
        UNSPACED_VERB = "unspaced",
        QUOTATIVE_PARTICLE = "particle",
        FOREIGN_PRONOUN = "pronoun",
    }
    "pronouns" {
        HE = "he",
        SHE = "she",
        IT = "it",
        THEY = "they",
        I = "i",
        WE = "we",
        YOU = "you",
        WHO = "who",
        NOMINATIVE = "subject",
        OBJECTIVE = "object",
        SOURCE_PRONOUN = "source",
        POSSESSIVE = "possessive",
        TAGGER_PRONOUN = "tagger",
        FIRST_PERSON = "first",
        FIRST_PERSON_SINGULAR = "first-singular",
        SECOND_PERSON = "second",
        DIALOGUE_PRONOUN = "dialogue",
        HUMAN_PRONOUN = "human",
        SUBJECT_PRONOUN = "third",
        REFLEXIVE = "reflexive",
        NOBODY = "nobody",
        MENTION_PRONOUN = "mention",
        NO_SOURCE = "no-source",
        NO_SUBJECT = "no-subject",
        WHO_OF_PEOPLE = "of-people",
        DEMONSTRATIVE_PRONOUN = "demonstrative",
        NARRATOR = "narrator",
        SINGULAR_SUBJECT = "singular-subject",
        RELATIVE_SUBJECT = "relative-subject",
        RELATIVE_OF = "relative-of",
        PRONOUN_AFTER_NAME = "after-name",
    }
    "determiners" {
        DESCRIPTION_OPENER = "determiner",
        ARTICLE = "article",
        INDEFINITE = "indefinite",
        SOMEBODY_ELSE = "else",
        DEFINITE = "definite",
        DEMONSTRATIVE = "demonstrative",
        QUANTIFIER = "quantifier",
        AFTER_POSSESSIVE = "after-possessive",
        OF_SEVERAL = "of-several",
        SPEAKS_BY_ITSELF = "by-itself",
        ONE_OF_SEVERAL = "one-of-several",
        PORTION = "portion",
        SINGULAR_DEFINITE = "singular",
    }
    "function_words" {
        BEFORE_VERB = "between",
        ENDS_DESCRIPTION = "ends-description",
        GOVERNING = "governs",
        VERB_PARTICLE = "with-verb",
        KNOWN_BY = "known-by",
        MEDIUM_PREPOSITION = "medium",
        ENGLISH_ONLY = "english",
        FINITE_AUXILIARY = "auxiliary",
        NEGATION = "negation",
        TURNS_ROUND = "turns",
        IDENTIFYING_VERB = "identifies",
        BEFORE_PREDICATE = "predicates",
        CLAUSE_OPENER = "clause",
        CLAUSE_CONJUNCTION = "conjoins",
        AFTER_HEAD = "after-head",
        AFTER_ROLE = "after-role",
        ROLE_PREPOSITION = "role-link",
        BEYOND_ROLE = "beyond-role",
        BEFORE_SOURCE = "before-source",
        AFTER_SOURCE = "after-source",
        DATE_PREPOSITION = "dates",
        PLACE_PREPOSITION = "locates",
        CONTENT_OPENER = "content",
        BELONGING_PREPOSITION = "belongs",
        WITHIN_PHRASE = "within-phrase",
        COPULA = "copula",
        PASSIVE_AUXILIARY = "passive",
        TIME_PREPOSITION = "temporal",
        COORDINATOR = "coordinates",
        TOGETHER = "together",
        PART_PREPOSITION = "part",
        INTRODUCES_EXAMPLES = "examples",
        ORIGIN_PREPOSITION = "origin",
        PURPOSE_PREPOSITION = "serves",
        CONCERN_PREPOSITION = "concerns",
        OPPOSING_PREPOSITION = "opposes",
        HOME_PREPOSITION = "home",
        ADDITIVE_CONJUNCTION = "adds",
        NOUN_CONJUNCTION = "enumerates",
        NAME_PREPOSITION = "names",
        BEFORE_WRITING = "said-in",
        BEFORE_PASSIVE = "before-passive",
        SIGNING_ADVERB = "thus",
        AFTER_SIGNING = "after-signing",
        ORIGIN_VERB = "comes",
        CITING = "cites",
        BEFORE_ANONYMITY = "before-anonymity",
        IN_VOCATIVE = "vocative",
        CLAUSE_ABOUT_WHOM = "about-whom",
    }
    "names" {
        NAME_PARTICLE = "particle",
        NAME_PREFIX = "prefix",
        OPENING_PARTICLE = "opens",
        GLUED = "glued",
        SENIOR = "senior",
        JUNIOR = "junior",
        ARABIC_ARTICLE = "arabic-article",
        SAINT = "saint",
    }
    "people" {
        TITLE = "title",
        AUTHOR = "author",
        RELATED = "related",
        SPEAKER_ROLE = "role",
        HEARING_BODY = "hearing",
        PERSON_NOUN = "person",
        THING = "thing",
        TITLE_OF_FIRST_NAME = "part-of-name",
        ANONYMOUS_SOURCE = "anonymous",
        NAMELESS = "nameless",
        ROLE_OR_VERB = "verb",
        ROLE_ENDING = "ending",
        ADDRESS_OPENER = "addresses",
        SIDE_IN_COURT = "side",
        BEFORE_OFFICE = "before-office",
        CALLED_UPON = "called-upon",
        SPOUSE = "spouse",
        TWO_PEOPLE = "two",
        ELDER = "elder",
        PARENT = "parent",
        CHILD = "child",
        PARTNER = "partner",
        SIBLING = "sibling",
        GRANDPARENT = "grandparent",
        GRANDCHILD = "grandchild",
        UNCLE = "uncle",
        NEPHEW = "nephew",
        MARRIED_HONORIFIC = "married",
        UNMARRIED_HONORIFIC = "unmarried",
        PHYSICIAN = "physician",
        PERSON_ENDING = "agent",
    }
    "places" {
        CITIZEN = "citizen",
    }
    "verbs" {
        AUTHOR_VERB = "author",
        ISSUING_VERB = "issues",
    }
    "compounds" {
        COMPOUND_PARTICIPLE = "participle",
    }
    "labels" {
        CONVERSE = "converse",
        ASKING_ROLE = "asks",
        ANSWERING_ROLE = "answers",
        REPORTER = "reports",
        NOT_SPEAKER = "not-speaker",
        QUESTION_LABEL = "question",
        ANSWER_LABEL = "answer",
        TRANSCRIPT_NOTE = "note",
        EDITED = "edited",
        UNNAMED_PART = "once",
        PROCEDURE = "procedure",
        CHAMBER = "chamber",
        HAPPENS = "happens",
        PAGE = "page",
        FAULT = "fault",
    }
    "interviews" {
        TELLS_OF_INTERVIEW = "tells",
        INTERVIEWING_VERB = "interviews",
        INTERVIEWING_PHRASE = "meets",
        TALK_WITH = "talk-with",
        BEFORE_ANSWERER = "joins-answerer",
        ASKED_BY = "asked-by",
    }
    "witnesses" {
        OATH = "oath",
        EXAMINED = "examined",
        TESTIMONY_OF = "deposes",
        BEFORE_WITNESS = "before-witness",
    }
    "documents" {
        WRITING_VERB = "verb",
        GETTING_VERB = "gets",
        CLAIM = "claim",
    }
    "bylines" {
        PICTURE_CREDIT = "picture",
        PICTURE_AGENCY = "agency",
        SHARED_BY = "shared",
    }
    "mails" {
        MAIL_FIELD = "field",
        GREETING = "greeting",
        GREETED_DAY = "day",
        MAIL_LEAD = "leads",
        MAIL_AUXILIARY = "auxiliary",
    }
    "quotations" {
        REPLY = "reply",
        QUOTATION_LIST = "list",
        CHANNEL = "channel",
        CALLED = "called",
        KNOWN = "known",
        GO = "go",
        IDENTIFIED = "identified",
        MAKES_WORK = "makes",
        ANONYMOUS = "anonymous",
        INTRODUCES_ONESELF = "introduces",
    }
    "times" {
        TIME = "time",
    }
    "abbreviations" {
        ABBREVIATION = "abbreviation",
        CLITIC = "clitic",
        ELIDED = "elided",
        CLIPPED = "clipped",
        POSSESSIVE_ENDING = "possessive",
        GENITIVE_ENDING = "genitive",
        ORDINAL_ENDING = "ordinal",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words::WordSet;

    #[test]
    fn words_are_found_in_any_case() {
        assert!(QUOTATIVE.has("Said") && QUOTATIVE.contains("said") && !QUOTATIVE.contains("Said"));
        assert!(["i", "we"].has("We") && !["i", "we"].has("they"));
        assert!(SLAVIC.has("сказал") && !SLAVIC.has("said"));
    }
}
