//! Word classes, read from the lists in `assets/words`. There is one list per notion. Each word is followed by its
//! classes, which the head of the list explains.

use memchr::memmem;
use rustc_hash::{FxBuildHasher, FxHashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// A set of words.
pub trait WordSet {
    /// Whether the set contains `word`, ignoring ASCII case.
    fn has(&self, word: &str) -> bool;
}

impl<const N: usize> WordSet for [&str; N] {
    fn has(&self, word: &str) -> bool {
        self.iter().any(|one| one.eq_ignore_ascii_case(word))
    }
}

/// The words of one class. Classes that are looked up ignoring case hold lower-case words.
pub struct WordClass(FxHashSet<&'static str>);

/// A class without words.
pub static EMPTY: WordClass = WordClass(FxHashSet::with_hasher(FxBuildHasher));

impl WordClass {
    /// The words of `list` with the class `tag`.
    fn read(list: &'static str, tag: &str) -> WordClass {
        // Some lists have a thousand lines and a dozen classes: the tag is searched for, rather than every line split.
        let tags = memmem::find_iter(list.as_bytes(), tag);
        WordClass(tags.filter_map(|at| tagged_word(list, at..at + tag.len())).collect())
    }

    /// Whether the class contains `word` in exactly this case.
    pub fn contains(&self, word: &str) -> bool {
        self.0.contains(word)
    }

    /// The words, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.iter().copied()
    }
}

impl WordSet for WordClass {
    fn has(&self, word: &str) -> bool {
        if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            self.contains(&word.to_ascii_lowercase())
        } else {
            self.contains(word)
        }
    }
}

impl WordSet for LazyLock<WordClass> {
    fn has(&self, word: &str) -> bool {
        WordClass::has(self, word)
    }
}

/// The word of the line in which `found` is a whole tag.
fn tagged_word(list: &'static str, found: Range<usize>) -> Option<&'static str> {
    let (before, after) = (list.get(..found.start)?, list.get(found.end..)?);
    let whole = before.ends_with(['\t', ' ']) && (after.is_empty() || after.starts_with([' ', '\n']));
    let line = before.rfind('\n').map_or(before, |end| &before[end + 1..]);
    let (word, _) = line.split_once('\t').filter(|_| whole && !line.starts_with('#'))?;
    Some(word)
}

/// The words of `list`, each with its classes.
pub(super) fn entries(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

/// Declares the classes, and [`LISTS`] for the tests.
macro_rules! classes {
    ($($list:literal { $($name:ident = $tag:literal,)* })*) => {
        $($(
            #[doc = concat!("The class `", $tag, "` of `assets/words/", $list, ".txt`.")]
            pub static $name: LazyLock<WordClass> =
                LazyLock::new(|| WordClass::read(include_str!(concat!("../../../assets/words/", $list, ".txt")), $tag));
        )*)*

        #[cfg(test)]
        const LISTS: &[(&str, &str, &[&str])] =
            &[$(($list, include_str!(concat!("../../../assets/words/", $list, ".txt")), &[$($tag),*])),*];
    };
}

classes! {
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
        ACTION = "action",
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
    }
    "function_words" {
        BEFORE_VERB = "between",
        ENDS_DESCRIPTION = "ends-description",
        GOVERNING = "governs",
        VERB_PARTICLE = "with-verb",
        AFTER_VERB = "goes-on",
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
        SPEAKS_BY_ITSELF = "by-itself",
        CONTENT_OPENER = "content",
        BELONGING_PREPOSITION = "belongs",
        WITHIN_PHRASE = "within-phrase",
        COPULA = "copula",
        TIME_PREPOSITION = "temporal",
        COORDINATOR = "coordinates",
        TOGETHER = "together",
    }
    "names" {
        NAME_PARTICLE = "particle",
        NAME_PREFIX = "prefix",
        SENTENCE_OPENER = "opener",
        OPENING_PARTICLE = "opens",
        GLUED = "glued",
        SENIOR = "senior",
        JUNIOR = "junior",
        ARABIC_ARTICLE = "arabic-article",
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
        ROLE_OR_VERB = "verb",
        ROLE_ENDING = "ending",
        ADDRESS_OPENER = "addresses",
        SIDE_IN_COURT = "side",
        BEFORE_OFFICE = "before-office",
        SPOUSE = "spouse",
        PERSON_ENDING = "agent",
    }
    "places" {
        CITIZEN = "citizen",
    }
    "verbs" {
        AUTHOR_VERB = "author",
        ISSUING_VERB = "issues",
    }
    "labels" {
        NOT_SPEAKER = "not-speaker",
        QUESTION_LABEL = "question",
        ANSWER_LABEL = "answer",
        TRANSCRIPT_NOTE = "note",
        EDITED = "edited",
        TALK = "talk",
    }
    "quotations" {
        REPLY = "reply",
        QUOTATION_LIST = "list",
        CHANNEL = "channel",
        CALLED = "called",
        CALL = "call",
        KNOWN = "known",
        GO = "go",
    }
    "times" {
        TIME = "time",
    }
    "abbreviations" {
        ABBREVIATION = "abbreviation",
        CLITIC = "clitic",
        ELIDED = "elided",
        POSSESSIVE_ENDING = "possessive",
        ORDINAL_ENDING = "ordinal",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_stands_twice_and_every_class_is_explained_and_used() {
        for (name, list, classes) in LISTS {
            let words: Vec<&str> = entries(list).map(|(word, _)| word).collect();
            assert!(words.is_sorted(), "{name}");
            assert!(words.windows(2).all(|pair| pair[0] != pair[1]), "{name}");
            assert_eq!(words.len(), list.lines().filter(|line| !line.starts_with('#')).count(), "{name}");
            let explained: Vec<&str> =
                list.lines().filter_map(|line| line.strip_prefix("# ")?.split_once(": ").map(|(tag, _)| tag)).collect();
            for class in *classes {
                let words = entries(list).filter(|(_, tags)| tags.split(' ').any(|tag| tag == *class));
                let words: FxHashSet<&str> = words.map(|(word, _)| word).collect();
                assert!(explained.contains(class) && !words.is_empty(), "{name}: {class}");
                assert_eq!(WordClass::read(list, class).0, words, "{name}: {class}");
            }
            for (word, tags) in entries(list) {
                let tags: Vec<&str> = tags.split(' ').collect();
                assert!(tags.iter().all(|tag| explained.contains(tag)), "{name}: {word}");
                assert!((1..tags.len()).all(|at| !tags[at..].contains(&tags[at - 1])), "{name}: {word}");
                let cased = tags.contains(&"prefix") || tags.contains(&"clitic");
                assert!(cased || word == word.to_ascii_lowercase(), "{name}: {word}");
            }
        }
    }

    #[test]
    fn words_are_found_in_any_case() {
        assert!(QUOTATIVE.has("Said") && QUOTATIVE.contains("said") && !QUOTATIVE.contains("Said"));
        assert!(["i", "we"].has("We") && !["i", "we"].has("they"));
        assert!(SLAVIC.has("сказал") && !SLAVIC.has("said"));
    }
}
