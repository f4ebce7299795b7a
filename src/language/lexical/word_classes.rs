//! The word classes of the analysis, from the lists in `assets/words`. There is one list per notion; its head explains
//! the classes.

pub use crate::text::words::WordClass;

use crate::text::words::word_classes;
use std::sync::LazyLock;

word_classes! {
    "speech" {
        SAID = "said",
        RARE_SAID = "rare-said",
        THOUGHT = "thought",
        QUOTATIVE = "quotative",
        ATTITUDE = "attitude",
        PROMISE = "promise",
        ANSWER_VERB = "answer-verb",
        ADDRESS_VERB = "address-verb",
        ASK = "ask",
        HEAR = "hear",
        NAMING = "naming",
        REPLY_VERB = "reply-verb",
        GESTURE_VERB = "gesture-verb",
        CALL = "call",
    }
    ["function_words", "pronouns"] {
        AFTER_VERB = "after-verb",
    }
    ["labels", "pronouns"] {
        TALK = "talk",
    }
    ["speech", "foreign_speech"] {
        MAIL_VERB = "mail-verb",
    }
    ["function_words", "pronouns", "determiners", "times"] {
        SENTENCE_OPENER = "sentence-opener",
    }
    "endings" {
        TYPICAL_ENDING = "typical-ending",
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
        UNSPACED_VERB = "unspaced-verb",
        QUOTATIVE_PARTICLE = "quotative-particle",
        FOREIGN_PRONOUN = "foreign-pronoun",
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
        NOMINATIVE = "nominative",
        OBJECTIVE = "objective",
        SOURCE_PRONOUN = "source-pronoun",
        POSSESSIVE = "possessive",
        TAGGER_PRONOUN = "tagger-pronoun",
        FIRST_PERSON = "first-person",
        FIRST_PERSON_SINGULAR = "first-person-singular",
        SECOND_PERSON = "second-person",
        DIALOGUE_PRONOUN = "dialogue-pronoun",
        HUMAN_PRONOUN = "human-pronoun",
        SUBJECT_PRONOUN = "subject-pronoun",
        REFLEXIVE = "reflexive",
        NOBODY = "nobody",
        MENTION_PRONOUN = "mention-pronoun",
        NO_SOURCE = "no-source",
        NO_SUBJECT = "no-subject",
        WHO_OF_PEOPLE = "who-of-people",
        DEMONSTRATIVE_PRONOUN = "demonstrative-pronoun",
        NARRATOR = "narrator",
        SINGULAR_SUBJECT = "singular-subject",
        RELATIVE_SUBJECT = "relative-subject",
        RELATIVE_OF = "relative-of",
        PRONOUN_AFTER_NAME = "pronoun-after-name",
    }
    "determiners" {
        DESCRIPTION_OPENER = "description-opener",
        ARTICLE = "article",
        INDEFINITE = "indefinite",
        SOMEBODY_ELSE = "somebody-else",
        DEFINITE = "definite",
        DEMONSTRATIVE = "demonstrative",
        QUANTIFIER = "quantifier",
        AFTER_POSSESSIVE = "after-possessive",
        OF_SEVERAL = "of-several",
        SPEAKS_BY_ITSELF = "speaks-by-itself",
        ONE_OF_SEVERAL = "one-of-several",
        PORTION = "portion",
        SINGULAR_DEFINITE = "singular-definite",
    }
    "function_words" {
        BEFORE_VERB = "before-verb",
        ENDS_DESCRIPTION = "ends-description",
        GOVERNING = "governing",
        VERB_PARTICLE = "verb-particle",
        KNOWN_BY = "known-by",
        MEDIUM_PREPOSITION = "medium-preposition",
        ENGLISH_ONLY = "english-only",
        FINITE_AUXILIARY = "finite-auxiliary",
        NEGATION = "negation",
        TURNS_ROUND = "turns-round",
        IDENTIFYING_VERB = "identifying-verb",
        BEFORE_PREDICATE = "before-predicate",
        CLAUSE_OPENER = "clause-opener",
        CLAUSE_CONJUNCTION = "clause-conjunction",
        AFTER_HEAD = "after-head",
        AFTER_ROLE = "after-role",
        ROLE_PREPOSITION = "role-preposition",
        BEYOND_ROLE = "beyond-role",
        BEFORE_SOURCE = "before-source",
        AFTER_SOURCE = "after-source",
        DATE_PREPOSITION = "date-preposition",
        PLACE_PREPOSITION = "place-preposition",
        CONTENT_OPENER = "content-opener",
        BELONGING_PREPOSITION = "belonging-preposition",
        WITHIN_PHRASE = "within-phrase",
        COPULA = "copula",
        PASSIVE_AUXILIARY = "passive-auxiliary",
        TIME_PREPOSITION = "time-preposition",
        COORDINATOR = "coordinator",
        TOGETHER = "together",
        PART_PREPOSITION = "part-preposition",
        INTRODUCES_EXAMPLES = "introduces-examples",
        ORIGIN_PREPOSITION = "origin-preposition",
        PURPOSE_PREPOSITION = "purpose-preposition",
        CONCERN_PREPOSITION = "concern-preposition",
        OPPOSING_PREPOSITION = "opposing-preposition",
        HOME_PREPOSITION = "home-preposition",
        ADDITIVE_CONJUNCTION = "additive-conjunction",
        NOUN_CONJUNCTION = "noun-conjunction",
        NAME_PREPOSITION = "name-preposition",
        BEFORE_WRITING = "before-writing",
        BEFORE_PASSIVE = "before-passive",
        SIGNING_ADVERB = "signing-adverb",
        AFTER_SIGNING = "after-signing",
        ORIGIN_VERB = "origin-verb",
        CITING = "citing",
        BEFORE_ANONYMITY = "before-anonymity",
        IN_VOCATIVE = "in-vocative",
        CLAUSE_ABOUT_WHOM = "clause-about-whom",
    }
    "names" {
        NAME_PARTICLE = "name-particle",
        NAME_PREFIX = "name-prefix",
        OPENING_PARTICLE = "opening-particle",
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
        SPEAKER_ROLE = "speaker-role",
        HEARING_BODY = "hearing-body",
        PERSON_NOUN = "person-noun",
        THING = "thing",
        TITLE_OF_FIRST_NAME = "title-of-first-name",
        ANONYMOUS_SOURCE = "anonymous-source",
        NAMELESS = "nameless",
        ROLE_OR_VERB = "role-or-verb",
        ROLE_ENDING = "role-ending",
        ADDRESS_OPENER = "address-opener",
        SIDE_IN_COURT = "side-in-court",
        BEFORE_OFFICE = "before-office",
        CALLED_UPON = "called-upon",
        SPOUSE = "spouse",
        TWO_PEOPLE = "two-people",
        ELDER = "elder",
        PARENT = "parent",
        CHILD = "child",
        PARTNER = "partner",
        SIBLING = "sibling",
        GRANDPARENT = "grandparent",
        GRANDCHILD = "grandchild",
        UNCLE = "uncle",
        NEPHEW = "nephew",
        MARRIED_HONORIFIC = "married-honorific",
        UNMARRIED_HONORIFIC = "unmarried-honorific",
        PHYSICIAN = "physician",
        PERSON_ENDING = "person-ending",
    }
    "places" {
        CITIZEN = "citizen",
    }
    "verbs" {
        AUTHOR_VERB = "author-verb",
        ISSUING_VERB = "issuing-verb",
    }
    "compounds" {
        COMPOUND_PARTICIPLE = "compound-participle",
    }
    "labels" {
        CONVERSE = "converse",
        ASKING_ROLE = "asking-role",
        ANSWERING_ROLE = "answering-role",
        REPORTER = "reporter",
        NOT_SPEAKER = "not-speaker",
        QUESTION_LABEL = "question-label",
        ANSWER_LABEL = "answer-label",
        TRANSCRIPT_NOTE = "transcript-note",
        EDITED = "edited",
        UNNAMED_PART = "unnamed-part",
        PROCEDURE = "procedure",
        CHAMBER = "chamber",
        HAPPENS = "happens",
        PAGE = "page",
        FAULT = "fault",
    }
    "interviews" {
        TELLS_OF_INTERVIEW = "tells-of-interview",
        INTERVIEWING_VERB = "interviewing-verb",
        INTERVIEWING_PHRASE = "interviewing-phrase",
        TALK_WITH = "talk-with",
        BEFORE_ANSWERER = "before-answerer",
        ASKED_BY = "asked-by",
    }
    "witnesses" {
        OATH = "oath",
        EXAMINED = "examined",
        TESTIMONY_OF = "testimony-of",
        BEFORE_WITNESS = "before-witness",
    }
    "documents" {
        WRITING_VERB = "writing-verb",
        GETTING_VERB = "getting-verb",
        CLAIM = "claim",
    }
    "bylines" {
        PICTURE_CREDIT = "picture-credit",
        PICTURE_AGENCY = "picture-agency",
        SHARED_BY = "shared-by",
    }
    "mails" {
        MAIL_FIELD = "mail-field",
        GREETING = "greeting",
        GREETED_DAY = "greeted-day",
        MAIL_LEAD = "mail-lead",
        MAIL_AUXILIARY = "mail-auxiliary",
    }
    "quotations" {
        REPLY = "reply",
        QUOTATION_LIST = "quotation-list",
        CHANNEL = "channel",
        CALLED = "called",
        KNOWN = "known",
        GO = "go",
        IDENTIFIED = "identified",
        MAKES_WORK = "makes-work",
        ANONYMOUS = "anonymous",
        INTRODUCES_ONESELF = "introduces-oneself",
    }
    "times" {
        TIME = "time",
    }
    "abbreviations" {
        ABBREVIATION = "abbreviation",
        CLITIC = "clitic",
        ELIDED = "elided",
        CLIPPED = "clipped",
        POSSESSIVE_ENDING = "possessive-ending",
        GENITIVE_ENDING = "genitive-ending",
        ORDINAL_ENDING = "ordinal-ending",
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
