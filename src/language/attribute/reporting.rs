//! Short lists of words: those that report speech, those that report thought, titles and pronouns. They say whether a
//! quotation was said or thought, and give the model a start on words that its texts had too few of.

use crate::language::attribute::attribution::Act;
use crate::language::document::stem::stem;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Words by which something is said, written or told.
#[rustfmt::skip]
pub const SAID: &[&str] = &[
    "according", "accuse", "accused", "accuses", "accusing", "acknowledge", "acknowledged", "acknowledges", "add", "added",
    "adding", "adds", "admit", "admits", "admitted", "advise", "advised", "advises", "agree", "agreed", "agrees", "allege",
    "alleged", "allegedly", "alleges", "announce", "announced", "announces", "announcing", "answer", "answered", "argue",
    "argued", "argues", "arguing", "ask", "asked", "asking", "asks", "assert", "asserted", "asserts", "blame", "blamed",
    "boast", "boasted", "bragged", "call", "called", "calling", "calls", "chant", "chanted", "cite", "cited", "cites",
    "citing", "claim", "claimed", "claiming", "claims", "complain", "complained", "complains", "concede", "conceded",
    "concedes", "conclude", "concluded", "concludes", "confirm", "confirmed", "confirms", "contend", "contended",
    "contends", "continue", "continued", "continues", "cried", "criticize", "criticized", "declare", "declared",
    "declares", "decline", "declined", "declines", "demand", "demanded", "demands", "denied", "denies", "deny", "denying",
    "describe", "described", "describes", "describing", "disclose", "disclosed", "dismissed", "dubbed", "emphasize",
    "emphasized", "estimate", "estimated", "estimates", "exclaimed", "explain", "explained", "explaining", "explains",
    "express", "expressed", "indicate", "indicated", "indicates", "indicating", "insist", "insisted", "insisting",
    "insists", "joke", "joked", "labeled", "lamented", "maintain", "maintained", "maintains", "mention", "mentioned",
    "murmured", "muttered", "note", "noted", "notes", "noting", "observe", "observed", "observes", "pledge", "pledged",
    "pledges", "point", "pointed", "points", "posted", "praised", "predict", "predicted", "predicts", "promise",
    "promised", "promises", "propose", "proposed", "proposes", "quipped", "quote", "quoted", "quoting", "reads", "recall",
    "recalled", "recalls", "reiterate", "reiterated", "relayed", "remark", "remarked", "remarks", "repeated", "replied",
    "replies", "reply", "report", "reported", "reportedly", "reporting", "reports", "respond", "responded", "responds",
    "retorted", "reveal", "revealed", "reveals", "said", "say", "saying", "says", "scoffed", "shouted", "show", "showed",
    "shows", "signaled", "speculated", "state", "stated", "statement", "states", "stating", "stress", "stressed",
    "stresses", "suggest", "suggested", "suggesting", "suggests", "tell", "telling", "tells", "testified", "testify",
    "threaten", "threatened", "told", "tweet", "tweeted", "tweeting", "tweets", "urge", "urged", "urges", "urging",
    "voiced", "vow", "vowed", "vows", "warn", "warned", "warning", "warns", "whispered", "write", "writes", "writing",
    "written", "wrote", "yelled",
];

/// Words by which something is thought, felt, wanted or known.
#[rustfmt::skip]
pub const THOUGHT: &[&str] = &[
    "aim", "aimed", "aims", "appear", "appeared", "appears", "assume", "assumed", "assumes", "assuming", "aware",
    "belief", "believe", "believed", "believes", "believing", "believe", "concern", "concerned", "concerns", "confident",
    "consider", "considered", "considers", "considering", "convinced", "decide", "decided", "decides", "desire", "determine",
    "determined", "discover", "discovered", "doubt", "doubted", "doubts", "dreamed", "eager", "endorse", "endorsed",
    "envision", "expect", "expected", "expecting", "expects", "fear", "feared", "fearing", "fears", "feel", "feeling",
    "feels", "felt", "find", "finds", "forgot", "found", "guess", "guessed", "hear", "heard", "hears", "hope", "hoped",
    "hopes", "hoping", "imagine", "imagined", "intend", "intended", "intends", "intention", "knew", "know", "knowing",
    "known", "knows", "learn", "learned", "learning", "likes", "mulling", "needs", "oppose", "opposed", "plan", "planned",
    "planning", "plans", "prefer", "preferred", "prefers", "realize", "realized", "realizes", "refuse", "refused",
    "remember", "remembered", "remembers", "seek", "seeking", "seeks", "sees", "sought", "support", "supported",
    "supports", "suspect", "suspected", "suspects", "sure", "think", "thinking", "thinks", "thought", "thoughts",
    "understand", "understands", "understood", "want", "wanted", "wanting", "wants", "wish", "wished", "wishes", "wonder",
    "wondered", "wondering", "wonders", "worried", "worries", "worry", "worrying",
];

/// Words by which somebody judges, does or leaves undone something (“praised the plan”, “declined to attend”): no speech
/// by themselves, whatever else they are listed for.
#[rustfmt::skip]
const JUDGES: &[&str] = &[
    "applaud", "applauded", "applauds", "attack", "attacked", "attacks", "back",
    "backed", "backs", "blast", "blasted", "cite", "cited", "cites", "condemn", "condemned",
    "condemns", "criticise", "criticised", "criticize", "criticized", "decline", "declined", "declines", "defend",
    "defended", "defends", "discuss", "discussed", "discusses", "dismiss", "dismissed", "dismisses", "embrace", "embraced",
    "endorse", "endorsed", "endorses", "express", "expressed", "expresses", "expressing", "hail", "hailed", "hails",
    "mention", "mentioned", "mentions", "mock", "mocked", "mocks", "oppose", "opposed", "opposes", "praise", "praised",
    "praises", "praising", "refusal", "refuse", "refused", "refuses", "refusing", "reject", "rejected", "rejects", "slam",
    "slammed", "support", "supported", "supports", "underscore", "underscored", "voice", "voiced", "welcome", "welcomed",
    "welcomes",
];

/// Bodies before which others speak.
const HEARINGS: &[&str] =
    &["committee", "court", "hearing", "inquest", "inquiry", "jury", "panel", "trial", "tribunal"];

/// Words by which somebody binds themselves: to do something, or to give it.
const PROMISES: &[&str] =
    &["pledge", "pledged", "pledges", "promise", "promised", "promises", "vow", "vowed", "vows", "guaranteed"];

/// More words of saying, too rare for the model to have a start on.
#[rustfmt::skip]
const MORE_SAID: &[&str] = &[
    "affirmed", "assured", "assures", "averred", "beamed", "begged", "bemoaned", "blurted", "bragged", "cautioned",
    "cautions", "chided", "chimed", "clarified", "commanded", "commented", "comments", "confessed", "confided", "counseled",
    "countered", "counters", "deadpanned", "directed", "elaborated", "fumed", "gasped", "griped", "grumbled", "guaranteed",
    "gushed", "highlighted", "hinted", "hints", "implied", "implies", "implored", "instructed", "interjected",
    "interrupted", "joked", "mused", "narrated", "opined", "ordered", "pleaded", "pleads", "posited", "proclaimed",
    "professed", "railed", "ranted", "reassured", "recounted", "recounts", "related", "reminded", "reminds", "shot",
    "sighed", "snapped", "specified", "stammered", "summarised", "summarized", "summed", "swore", "theorized", "thundered",
    "underlined", "ventured", "volunteered",
];

/// Finite verbs that every clause of some length has: its auxiliaries.
#[rustfmt::skip]
const FINITE: &[&str] = &[
    "am", "are", "aren", "can", "could", "couldn", "did", "didn", "do", "does", "doesn", "don", "had", "hadn", "has", "hasn",
    "have", "haven", "is", "isn", "may", "might", "must", "need", "needs", "shall", "should", "shouldn", "was", "wasn",
    "were", "weren", "will", "won", "would", "wouldn",
];

/// Titles and kinds of people that stand before or for a name.
#[rustfmt::skip]
pub const TITLES: &[&str] = &[
    "campaign", "candidate", "captain", "chairman", "chairwoman", "chief", "coach", "colonel", "congressman",
    "congresswoman", "dame", "director", "doctor", "dr", "father", "general", "gov", "governor", "judge", "justice",
    "king", "lady", "lord", "madam", "mayor", "minister", "mr", "mrs", "ms", "mx", "official", "officials", "pastor",
    "pope", "president", "prince", "princess", "prof", "professor", "queen", "rabbi", "rep", "representative", "rev",
    "secretary", "sen", "senator", "sergeant", "sheriff", "sir", "sister", "spokesman", "spokesperson", "spokeswoman",
];

pub const PRONOUNS: &[&str] = &[
    "he", "her", "hers", "him", "his", "i", "it", "its", "me", "my", "our", "she", "their", "them", "they", "us", "we",
    "who", "whom", "you", "your",
];

/// What a quotation with the words `cue` of `source` reports. A word of saying anywhere outweighs one of thinking (“said he
/// hopes” has its cue in “said”); words on neither list are taken for saying, as most cues are. What a court hears is said
/// before it.
pub fn act(cue: &str, source: &str) -> Act {
    let heard = || in_words(cue, &["hear", "hears", "heard"]) && in_words(source, HEARINGS);
    if !SAID_STEMS.in_text(cue) && THOUGHT_STEMS.in_text(cue) && !heard() { Act::Thought } else { Act::Said }
}

/// Does `cue` report words or thoughts, so that `content`, without quotation marks, is a quotation to a reader? The corpus
/// annotates attitudes and deeds too (“attacked the plan”, “remain cautious”): there, only what is a clause tells what
/// somebody said.
pub fn reports(cue: &str, content: &str) -> bool {
    let topic = words(cue).last().is_some_and(|word| word.eq_ignore_ascii_case("about"));
    let speech = [&SAID_STEMS, &MORE_SAID_STEMS, &THOUGHT_STEMS].into_iter().any(|list| list.in_text(cue));
    // “Pledged more support”, “promised to help”: the one is a deed, the other what was said.
    let promised = PROMISES_STEMS.in_text(cue) && !content.trim_start().starts_with("to ");
    // “Did not respond to a request”
    let left_undone = in_words(cue, &["not", "never"]) || cue.contains("n’t") || cue.contains("n't");
    let deed = topic || promised || left_undone || JUDGES_STEMS.in_text(cue);
    speech && !deed || is_clause(content)
}

/// Has `text` an auxiliary verb, as every clause of some length has?
pub fn is_clause(text: &str) -> bool {
    let lower = text.to_lowercase();
    words(&lower).any(|word| FINITE.contains(&word))
}

/// Does `cue` report a question?
pub fn asks(cue: &str) -> bool {
    in_words(cue, &["ask", "asked", "asking", "asks"])
}

fn in_words(text: &str, list: &[&str]) -> bool {
    words(text).any(|word| list.iter().any(|one| one.eq_ignore_ascii_case(word)))
}

static SAID_STEMS: LazyLock<Stems> = LazyLock::new(|| Stems::of(SAID));
static MORE_SAID_STEMS: LazyLock<Stems> = LazyLock::new(|| Stems::of(MORE_SAID));
static THOUGHT_STEMS: LazyLock<Stems> = LazyLock::new(|| Stems::of(THOUGHT));
static PROMISES_STEMS: LazyLock<Stems> = LazyLock::new(|| Stems::of(PROMISES));
static JUDGES_STEMS: LazyLock<Stems> = LazyLock::new(|| Stems::of(JUDGES));

/// The stems of a list of words: every cue is asked for on several lists.
struct Stems(FxHashSet<&'static str>);

impl Stems {
    fn of(list: &[&'static str]) -> Stems {
        Stems(list.iter().map(|&word| stem(word)).collect())
    }

    /// Is one of the words of `text` on the list, in this form or another?
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
            ("said", Act::Said),
            ("told reporters", Act::Said),
            ("feared", Act::Thought),
            ("is hoping", Act::Thought),
            ("said she believes", Act::Said),
            (":", Act::Said),
            ("according to", Act::Said),
            ("Thinks", Act::Thought),
        ] {
            assert_eq!(act(cue, "the mayor"), expected, "{cue}");
        }
        assert_eq!(act("hears", "The inquiry"), Act::Said);
        assert_eq!(act("hears", "The mayor"), Act::Thought);
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
