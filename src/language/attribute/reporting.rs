//! Reporting words: whether a cue reports speech or thought, and whether it reports anything at all.

use crate::language::attribute::attribution::SpeechAct;
use crate::language::lexical::stem::stem;
use crate::language::lexical::word_classes::{
    ASK, ATTITUDE, FINITE_AUXILIARY, HEAR, HEARING_BODY, NEGATION, PROMISE, RARE_SAID, SAID, THOUGHT,
};
use crate::text::words::{WordClass, WordSet};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Whether the cue `cue` of the source `source` reports speech or thought. A word of saying outweighs one of thinking
/// (“said he hopes” has its cue in “said”). Unknown words count as saying, as most cues do. If a court “hears”
/// something, it was said.
pub fn act_of(cue: &str, source: &str) -> SpeechAct {
    let heard = || has_word(cue, &HEAR) && has_word(source, &HEARING_BODY);
    if !SAID_STEMS.in_text(cue) && THOUGHT_STEMS.in_text(cue) && !heard() {
        SpeechAct::Thought
    } else {
        SpeechAct::Said
    }
}

/// Whether `cue` reports speech or thought, so that the unquoted `content` is a quotation to a reader. The corpus also
/// annotates attitudes and deeds (“attacked the plan”, “remain cautious”); of those, only a clause can be a quotation.
pub fn reports(cue: &str, content: &str) -> bool {
    let topic = words(cue).last().is_some_and(|word| word.eq_ignore_ascii_case("about"));
    let speech = [&SAID_STEMS, &RARE_SAID_STEMS, &THOUGHT_STEMS].into_iter().any(|list| list.in_text(cue));
    // “Pledged more support” is a deed; “promised to help” is speech.
    let promised = PROMISE_STEMS.in_text(cue) && !content.trim_start().starts_with("to ");
    // “Did not respond to a request”
    let left_undone = has_word(cue, &NEGATION) || cue.contains("n’t") || cue.contains("n't");
    let deed = topic || promised || left_undone || ATTITUDE_STEMS.in_text(cue);
    speech && !deed || is_clause(content)
}

/// Whether `text` has an auxiliary verb, as every clause of some length has.
pub fn is_clause(text: &str) -> bool {
    let lower = text.to_lowercase();
    words(&lower).any(|word| FINITE_AUXILIARY.contains(word))
}

/// Whether `cue` has a word of saying.
pub fn says(cue: &str) -> bool {
    [&SAID_STEMS, &RARE_SAID_STEMS].into_iter().any(|list| list.in_text(cue))
}

/// Whether `cue` reports a question.
pub fn asks(cue: &str) -> bool {
    has_word(cue, &ASK)
}

fn has_word(text: &str, class: &WordClass) -> bool {
    words(text).any(|word| class.has(word))
}

static SAID_STEMS: LazyLock<Stems> = LazyLock::new(|| Stems::of(&SAID));
static RARE_SAID_STEMS: LazyLock<Stems> = LazyLock::new(|| Stems::of(&RARE_SAID));
static THOUGHT_STEMS: LazyLock<Stems> = LazyLock::new(|| Stems::of(&THOUGHT));
static PROMISE_STEMS: LazyLock<Stems> = LazyLock::new(|| Stems::of(&PROMISE));
static ATTITUDE_STEMS: LazyLock<Stems> = LazyLock::new(|| Stems::of(&ATTITUDE));

/// The stems of a word class.
struct Stems(FxHashSet<&'static str>);

impl Stems {
    fn of(class: &WordClass) -> Stems {
        Stems(class.iter().map(stem).collect())
    }

    /// Whether one of the words of `text` is in the class, in this form or another.
    fn in_text(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        words(&lower).any(|word| self.0.contains(stem(word)))
    }
}

fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_of_speech_and_thought() {
        for (cue, expected) in [
            ("said", SpeechAct::Said),
            ("told reporters", SpeechAct::Said),
            ("feared", SpeechAct::Thought),
            ("is hoping", SpeechAct::Thought),
            ("said she believes", SpeechAct::Said),
            (":", SpeechAct::Said),
            ("according to", SpeechAct::Said),
            ("Thinks", SpeechAct::Thought),
        ] {
            assert_eq!(act_of(cue, "the mayor"), expected, "{cue}");
        }
        assert_eq!(act_of("hears", "The inquiry"), SpeechAct::Said);
        assert_eq!(act_of("hears", "The mayor"), SpeechAct::Thought);
    }

    #[test]
    fn attitudes_and_deeds_report_nothing() {
        for (cue, content, expected) in [
            ("said", "the bridge", true),
            ("feared", "a long winter", true),
            ("quietly theorized", "a leak", true),
            ("praised", "the new bridge", false),
            ("praised", "a bridge that would last", true),
            ("declined", "to attend the hearing", false),
            ("did not respond to", "a request for comment", false),
            ("didn’t say", "who would pay for it, and when that would be", true),
            ("remained cautious", "the plan", false),
            ("was told about", "the plan", false),
            ("pointed to", "the plan", true),
            ("has pledged", "more money", false),
            ("has pledged", "to send more money", true),
            ("promised", "that there would be more", true),
        ] {
            assert_eq!(reports(cue, content), expected, "{cue} {content}");
        }
    }
}
