//! Who is “he”? Every candidate near enough gets a weight from gender, distance, grammatical place and who spoke last;
//! the weights become shares, and the share of the best is the confidence.

use super::cast::{Cast, Who};
use super::lexicon::{Classes, Gender};
use super::words::{Shape, Words};
use crate::language::Reason;

/// Where in its clause a mention stands, as far as the words beside it tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Subject,
    Object,
    Prepositional,
    Possessive,
}

/// The last mention of somebody.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    pub who: Who,
    pub at: usize,
    pub place: Place,
    /// Does it stand inside quotation marks?
    pub quoted: bool,
    pub pronoun: bool,
}

/// A pronoun of the third person, singular.
#[derive(Clone, Copy, Debug)]
pub struct Pronoun {
    pub at: usize,
    pub gender: Gender,
    pub place: Place,
    pub reflexive: bool,
    /// Does it carry an attribution?
    pub source: bool,
    pub quoted: bool,
}

/// The third-person pronoun at token `at`, if it is one.
pub fn third_person(words: &Words, at: usize) -> Option<Pronoun> {
    // “Shesaid”: pages lose spaces.
    let lower = words.lower(at);
    let (gender, place, reflexive) = match lower.strip_suffix("said").unwrap_or(lower) {
        "he" => (Gender::Male, Place::Subject, false),
        "she" => (Gender::Female, Place::Subject, false),
        "him" => (Gender::Male, object_place(words, at), false),
        "himself" => (Gender::Male, Place::Object, true),
        "herself" => (Gender::Female, Place::Object, true),
        "his" => (Gender::Male, Place::Possessive, false),
        "hers" => (Gender::Female, Place::Object, false),
        "her" if possessive_her(words, at) => (Gender::Female, Place::Possessive, false),
        "her" => (Gender::Female, object_place(words, at), false),
        _ => return None,
    };
    Some(Pronoun { at, gender, place, reflexive, source: false, quoted: words.quoted(at) })
}

fn object_place(words: &Words, at: usize) -> Place {
    match at.checked_sub(1) {
        Some(before) if words.is(before, Classes::PREPOSITION) => Place::Prepositional,
        _ => Place::Object,
    }
}

/// “Her plan”, not “told her that”: a noun or what describes one follows.
fn possessive_her(words: &Words, at: usize) -> bool {
    const BEFORE_NOUNS: [&str; 10] =
        ["own", "first", "second", "third", "last", "two", "three", "many", "other", "best"];
    let next = words.entry(at + 1);
    if !words.together(at) || !words.is_word(at + 1) {
        return false;
    }
    let links = Classes::FUNCTION.or(Classes::PREPOSITION).or(Classes::AUXILIARY).or(Classes::SUBORDINATOR);
    let modifies = next.is(Classes::MODIFIER) || words.one_of(at + 1, &BEFORE_NOUNS);
    !next.is(links) || modifies || words.shape(at + 1) != Shape::Lower
}

/// Where the mention of tokens `start..end` stands in its clause.
pub fn place(words: &Words, start: usize, end: usize) -> Place {
    if words.touch(end.saturating_sub(1)) && matches!(words.text(end), "’s" | "'s" | "’" | "'") {
        // “Ann’s going”, “Ann’s a doctor” are rare beside the possessive.
        return Place::Possessive;
    }
    let Some(before) = start.checked_sub(1).filter(|&before| words.together(before)) else { return Place::Subject };
    if !words.is_word(before) {
        return Place::Subject;
    }
    let verb_follows =
        words.is(end, Classes::SAY.or(Classes::HUMAN_VERB).or(Classes::AUXILIARY).or(Classes::PLURAL_VERB));
    if words.is(before, Classes::SAY) {
        let told = words.one_of(before, &["told", "tells"]);
        let inverted = before.checked_sub(1).is_none_or(|mark| !words.is_word(mark) || !words.together(mark));
        return if inverted && !told { Place::Subject } else { Place::Object };
    }
    if words.is(before, Classes::SUBORDINATOR) || words.one_of(before, &["and", "but", "or", "that", "then", "so"]) {
        let clause = verb_follows || words.is(before, Classes::SUBORDINATOR) && !words.is(before, Classes::PREPOSITION);
        return if clause || words.one_of(before, &["and", "but", "then", "so"]) {
            Place::Subject
        } else {
            Place::Prepositional
        };
    }
    // “Led by Ann Lee”: she is the one who acts. Whoever is “asked by Ann Lee” speaks next.
    let led = |verb: usize| words.lower(verb).ends_with("ed") && words.lower(verb) != "asked";
    if words.lower(before) == "by" && before.checked_sub(1).is_some_and(led) {
        return Place::Subject;
    }
    if words.is(before, Classes::PREPOSITION) {
        return Place::Prepositional;
    }
    if verb_follows || words.is(before, Classes::FUNCTION) && !words.is(before, Classes::AUXILIARY) {
        return Place::Subject;
    }
    if words.shape(before) == Shape::Lower { Place::Object } else { Place::Subject }
}

/// What the walk knows where a pronoun stands.
pub struct Near<'n> {
    pub slots: &'n [Slot],
    /// Who spoke last, outside quotation marks, and in which block.
    pub speaker: Option<(Who, usize)>,
    /// Whose turn was before the one that the pronoun stands in: they are *you* there.
    pub addressed: Option<Who>,
    /// Those who are hardly meant: named in the words that the pronoun is to have said; and what that takes away.
    pub named_inside: &'n [(Who, f32)],
    /// The one whose words the pronoun stands in.
    pub voice: Option<Who>,
    /// Who tells the article as *I*, and is never *he* or *she* outside quotation marks.
    pub narrator: Option<Who>,
    /// Names further on in the sentence that an opening clause may look forward to.
    pub ahead: Option<(Who, usize)>,
    /// Names of each in the whole text.
    pub names: &'n [u32],
}

/// A pronoun's choice.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    pub who: Who,
    /// Token of the mention it leans on.
    pub antecedent: usize,
    pub reason: Reason,
    pub confidence: f32,
}

/// Sentences back in which an antecedent is looked for.
const WINDOW: usize = 14;
/// Share below which nobody is chosen.
const LEAST: f32 = 0.40;

/// Whom `pronoun` stands for.
pub fn choose(words: &Words, cast: &Cast, pronoun: Pronoun, near: &Near) -> Option<Choice> {
    let mut best: Option<(f32, Slot)> = None;
    let mut total = 0.0;
    for &slot in near.slots {
        let Some(weight) = weigh(words, cast, pronoun, slot, near) else { continue };
        total += weight.exp();
        if best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, slot));
        }
    }
    if let Some((who, at)) = near.ahead
        && let Some(weight) = weigh_ahead(cast, pronoun, who)
        && !near.slots.iter().any(|slot| slot.who == who && words.sentence(slot.at) + 1 >= words.sentence(pronoun.at))
    {
        total += weight.exp();
        if best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, Slot { who, at, place: Place::Subject, quoted: false, pronoun: false }));
        }
    }
    // Somebody who is never named may be meant as well.
    total += (-2.1_f32).exp();
    let (weight, slot) = best?;
    let confidence = weight.exp() / total;
    let reason = if near.speaker.is_some_and(|(who, _)| who == slot.who) && pronoun.source {
        Reason::Speaker
    } else if slot.place == Place::Subject {
        Reason::Subject
    } else {
        Reason::Nearest
    };
    (confidence >= LEAST).then_some(Choice {
        who: slot.who,
        antecedent: slot.at,
        reason,
        confidence: confidence.min(0.98),
    })
}

/// The weight of gender, `None` when it rules the candidate out.
fn weigh_gender(cast: &Cast, pronoun: Pronoun, who: Who) -> Option<f32> {
    let entity = cast.entities.get(who)?;
    if !entity.is_person() {
        return None;
    }
    let sex = entity.sex();
    if sex.against(pronoun.gender) {
        let [male, female] = entity.gender;
        return if male.max(female) >= 0.9 { None } else { Some(-2.5) };
    }
    Some(if sex == Gender::Unknown { 0.0 } else { 0.7 })
}

fn weigh_ahead(cast: &Cast, pronoun: Pronoun, who: Who) -> Option<f32> {
    Some(weigh_gender(cast, pronoun, who)? - 0.4)
}

/// The weights were set by hand and then moved, one at a time, to what gives most pronouns rightly on 66 texts of GUM and
/// the texts in `tests/people` (right minus wrong 811 before, 928 after, of 1,029). They lean on each other: a wrong link
/// draws others after it.
fn weigh(words: &Words, cast: &Cast, pronoun: Pronoun, slot: Slot, near: &Near) -> Option<f32> {
    let mut weight = weigh_gender(cast, pronoun, slot.who)?;
    let distance = words.sentence(pronoun.at).saturating_sub(words.sentence(slot.at));
    if distance > WINDOW || near.voice == Some(slot.who) || near.narrator == Some(slot.who) && !pronoun.quoted {
        return None;
    }
    weight -= 0.75 * (distance as f32).min(3.0) + 0.1 * (distance as f32 - 3.0).max(0.0);
    weight += match slot.place {
        Place::Subject => 0.5,
        Place::Object => 0.6,
        Place::Prepositional => 0.0,
        Place::Possessive => 0.45,
    };
    weight += if slot.pronoun { 0.45 } else { 0.0 };
    weight -= if slot.quoted && !pronoun.quoted { 1.2 } else { 0.0 };
    weight += if slot.quoted && pronoun.quoted { 1.0 } else { 0.0 };
    weight += if words.block(slot.at) == words.block(pronoun.at) { 0.9 } else { 0.0 };
    let names = near.names.get(slot.who).copied().unwrap_or(0);
    weight += (0.3 * (1.0 + names as f32).ln()).min(1.0);
    weight += if names == 0 { -0.8 } else { 0.0 };
    if let Some((who, block)) = near.speaker
        && who == slot.who
    {
        let here = block == words.block(pronoun.at);
        weight += match (pronoun.source, here) {
            (true, true) => 0.9,
            (true, false) => 0.4,
            _ => 0.3,
        };
    }
    weight -= if near.addressed == Some(slot.who) { 1.0 } else { 0.0 };
    let named = near.named_inside.iter().filter(|(who, _)| *who == slot.who).map(|(_, penalty)| *penalty);
    weight -= named.fold(0.0, f32::max);
    if distance == 0 {
        let same_clause = one_clause(words, slot.at, pronoun.at);
        if pronoun.reflexive {
            weight += if slot.place == Place::Subject { 2.5 } else { -0.5 };
        } else if matches!(pronoun.place, Place::Object | Place::Prepositional)
            && same_clause
            && slot.place == Place::Subject
        {
            weight -= if pronoun.place == Place::Object { 3.5 } else { 1.2 };
        }
        if pronoun.place == Place::Possessive && slot.place == Place::Subject && same_clause {
            weight += 0.6;
        }
        if pronoun.place == Place::Subject && slot.place == Place::Subject {
            weight += 0.3;
        }
    } else if pronoun.place == Place::Subject && slot.place == Place::Subject {
        weight += 0.2;
    }
    Some(weight)
}

/// Does nothing that opens a new clause stand between the two?
fn one_clause(words: &Words, from: usize, to: usize) -> bool {
    to.saturating_sub(from) < 24
        && !(from + 1..to).any(|at| {
            words.is(at, Classes::SUBORDINATOR) && !words.is(at, Classes::PREPOSITION)
                || matches!(words.text(at), "," | ";" | ":" | "“" | "”" | "\"" | "—")
                || words.one_of(
                    at,
                    &[
                        "and", "but", "or", "that", "who", "which", "he", "she", "they", "after", "before", "since",
                        "until", "than",
                    ],
                )
        })
}
