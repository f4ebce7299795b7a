//! Is it a person? What the words of a name and the words round it say. A weight here is in the same unit
//! everywhere: about +1 is a hint, +3 settles it.

use super::lexicon::{self, Classes};
use super::names::NameAt;
use super::pronouns::{self, Place};
use super::words::{Shape, Words};
use crate::language::marks::Mark;

/// Weight at which a name of several words is taken for a person.
pub const ENOUGH: f32 = 1.25;
/// The same for a name of one word, which no fuller name explains.
pub const ENOUGH_ALONE: f32 = 2.0;

/// What it adds to a name of one word that people stand beside it in a list.
pub const AMONG_PEOPLE: f32 = 1.5;

/// Weight of its words at which a name of several words is a person's where only headings hold it.
pub const ENOUGH_IN_HEADING: f32 = 1.9;

const AWAY: Classes = Classes::ORG.or(Classes::PLACE_HEAD);

/// What the words of the name itself say.
pub fn of_words(words: &Words, at: &NameAt) -> f32 {
    let tokens: Vec<usize> = at.name.clone().filter(|&t| words.is_word(t)).collect();
    match tokens[..] {
        [] => -5.0,
        [only] => of_one(words, only),
        [first, .., last] => of_several(words, &tokens, first, last),
    }
}

/// Is the name one word, or its last word one that places and bodies end with (“Hale Bridge”)?
pub fn ends_as_thing(words: &Words, at: &NameAt) -> bool {
    let last = words.entry(at.name.end.saturating_sub(1));
    // “Christopher Hill”: nobody calls a hill so.
    let person = at.key.len() == 2 && words.entry(at.name.start).given >= 3 && last.surname >= 2;
    at.key.len() < 2 || last.is(AWAY) && !person
}

fn of_one(words: &Words, at: usize) -> f32 {
    let entry = words.entry(at);
    let mut weight =
        [0.0, 0.7, 1.4, 2.0][entry.given.min(3) as usize] + [0.0, 0.3, 0.4, 0.5][entry.surname.min(3) as usize];
    if entry.is(Classes::COMMON) {
        weight -= if entry.given > 1 { 1.0 } else { 1.7 };
    } else if entry.given == 0 && entry.surname == 0 {
        weight += 0.4;
    }
    weight -= if entry.is(Classes::PLACE) { 2.5 } else { 0.0 };
    weight -= if entry.is(Classes::DEMONYM.or(Classes::TIME)) { 3.0 } else { 0.0 };
    weight -= if entry.is(AWAY.or(Classes::DOC)) { 2.0 } else { 0.0 };
    weight -= if entry.is(Classes::HUMAN) { 1.5 } else { 0.0 };
    weight -= if words.shape(at) == Shape::Upper { 2.0 } else { 0.0 };
    weight += if entry.is(Classes::FAMED) { 2.0 } else { 0.0 };
    if plural_like(words, at) && entry.surname == 0 && entry.given == 0 { weight - 0.8 } else { weight }
}

/// “Delegates”, “Spartans”: more likely many than one.
fn plural_like(words: &Words, at: usize) -> bool {
    let word = words.lower(at);
    let one = word.strip_suffix('s').filter(|one| one.len() > 4 && !one.ends_with(['s', 'u', 'i']));
    one.is_some_and(|one| !lexicon::look_up(one).is_bare() || lexicon::look_up(word).is(Classes::COMMON))
}

fn of_several(words: &Words, tokens: &[usize], first: usize, last: usize) -> f32 {
    let (head, tail) = (words.entry(first), words.entry(last));
    // “Witness B”
    if tokens.len() == 2 && head.is(Classes::HUMAN) && words.shape(last) == Shape::Letter && head.given == 0 {
        return 2.5;
    }
    let mut weight = [0.0, 1.1, 1.8, 2.5][head.given.min(3) as usize];
    weight += [0.0, 0.5, 0.8, 1.0][tail.surname.min(3) as usize];
    let initials = tokens.iter().filter(|&&at| words.shape(at) == Shape::Letter && words.text(at + 1) == ".").count();
    if initials > 0 {
        weight += if words.shape(first) == Shape::Letter || head.given > 0 { 1.5 } else { 0.7 };
    }
    let mut unknown = 0;
    for &at in tokens {
        let entry = words.entry(at);
        let name = entry.given > 0 || entry.surname > 0;
        if words.shape(at) == Shape::Lower {
            weight -= if words.is(at, Classes::PARTICLE) { 0.0 } else { 2.0 };
            continue;
        }
        if entry.is(Classes::COMMON) {
            weight -= if name { 0.3 } else { 1.2 };
        }
        weight -= if joins_common(words, at) { 2.0 } else { 0.0 };
        unknown += usize::from(!name && entry.is_bare());
        weight -= if entry.is(Classes::DEMONYM) && entry.given == 0 { 1.5 } else { 0.0 };
        weight -= if entry.is(Classes::TIME) && entry.given == 0 { 2.0 } else { 0.0 };
        // In capitals among others, or with a hyphen or digit in it (“USB-C”).
        let mixed =
            !all_upper(words, tokens) || words.text(at).contains(|c: char| c == '-' || c.is_ascii_digit()) && !name;
        if words.shape(at) == Shape::Upper && words.text(at).len() > 2 && mixed {
            weight -= 1.5;
        }
        // “Will Hale”: a will is a document too.
        let given = at == first && entry.given > 0 && tail.surname > 0;
        if entry.is(AWAY.or(Classes::DOC)) && !given {
            let surname = entry.surname >= 1 && at == last && head.given > 0 && tokens.len() <= 3;
            weight -= match (surname, at == last) {
                (true, _) => 0.4,
                (_, true) => 4.0,
                _ => 1.5,
            };
        }
        if entry.is(Classes::PLACE) {
            weight -= if at == last && head.given > 0 {
                0.4
            } else if entry.given > 1 {
                0.2
            } else if at == first && entry.given > 0 && tail.surname >= 2 && !tail.is(Classes::COMMON) {
                // “Paris Hilton”
                0.8
            } else {
                1.8
            };
        }
        weight -= if words.text(at) == "&" { 3.0 } else { 0.0 };
    }
    if unknown > 0 && tokens.len() <= 4 {
        weight += 0.5 + 0.4 * unknown.min(3) as f32;
    }
    weight += if only_names(words, tokens) && tokens.len() <= 4 { 0.5 } else { 0.0 };
    // “Miley Cyrus”: names that no list has in this order.
    let listed = |&at: &usize| {
        let entry = words.entry(at);
        (entry.given > 0 || entry.surname > 0) && !entry.is(Classes::COMMON.or(Classes::PLACE).or(AWAY))
    };
    weight += if tokens.iter().all(listed) && head.given == 0 { 0.4 } else { 0.0 };
    // “O.J. Simpson”: initials written together.
    weight += if words.text(first).contains('.') && tail.surname > 0 { 1.5 } else { 0.0 };
    let joined = (first..last).any(|at| matches!(words.text(at), "&" | "of" | "and"));
    weight -= if joined { 2.0 } else { 0.0 };
    // “New York”, “Summer Paralympics”.
    weight -= if head.is(Classes::PLACE_FIRST) && head.given < 2 { 2.5 } else { 0.0 };
    let many = plural_like(words, last) && tail.surname == 0 && tail.given == 0 && head.given == 0 && !head.is_bare();
    weight -= if many { 1.0 } else { 0.0 };
    weight -= if words.shape(last) == Shape::Letter { 2.0 } else { 0.0 };
    // “St. Louis Cardinals”
    weight -= if tail.is(Classes::PLURAL) && tail.surname == 0 { 2.0 } else { 0.0 };
    if tokens.len() > 5 { weight - 1.5 } else { weight }
}

/// “Steeply-raked”, “D-pillars”: a word made of others, the last of them an everyday word in small letters.
fn joins_common(words: &Words, at: usize) -> bool {
    let last = words.text(at).rsplit_once('-').map_or("", |(_, last)| last);
    let one = last.strip_suffix('s').filter(|one| one.len() > 3).unwrap_or(last);
    let common = |word: &str| word.len() > 3 && lexicon::look_up(word).is(Classes::COMMON);
    last.starts_with(char::is_lowercase) && (common(last) || common(one))
}

/// Are all these words names, or unknown, and none a word with another meaning (“Lau Siu-lai”)?
fn only_names(words: &Words, tokens: &[usize]) -> bool {
    tokens.iter().all(|&at| {
        let entry = words.entry(at);
        words.shape(at) == Shape::Capital && (entry.given > 0 || entry.surname > 0 || entry.is_bare())
    })
}

fn all_upper(words: &Words, tokens: &[usize]) -> bool {
    tokens.iter().all(|&at| matches!(words.shape(at), Shape::Upper | Shape::Letter))
}

/// What the words round one mention say. `source`: does an attribution name it as its source?
pub fn of_context(words: &Words, at: &NameAt, source: bool) -> f32 {
    let mut weight = if source { 0.9 } else { 0.0 };
    if at.titled {
        weight += if at.honorific { 4.0 } else { 2.8 };
        // “Mayor Tale”: what else the word means says little behind a title.
        let word = words.entry(at.name.start);
        let other = AWAY.or(Classes::DOC).or(Classes::PLACE).or(Classes::HUMAN).or(Classes::TIME);
        weight += if at.key.len() == 1 && word.is(Classes::COMMON) && !word.is(other) { 1.0 } else { 0.0 };
    }
    let before = at.whole.start.checked_sub(1).filter(|&before| words.together(before));
    let after = at.whole.end;
    let follows = after > 0 && words.together(after - 1);
    if let Some(before) = before {
        // “The Gregory Maguire novel”, “in Ann Lee’s office”: a name all the same.
        let full = at.key.len() > 1 && words.entry(at.name.start).given >= 1;
        let article = words.one_of(before, &["the", "a", "an", "this", "each", "every"]) && at.role.is_none();
        weight -= match (article, full || at.titled) {
            (true, true) if words.shape(after) == Shape::Lower && !ends_as_thing(words, at) => 0.4,
            (true, true) => 1.0,
            (true, false) => 3.0,
            _ => 0.0,
        };
        weight -= match words.lower(before) {
            "in" | "at" | "into" | "across" | "throughout" if full => 0.5,
            "in" | "at" | "into" | "across" | "throughout" => 1.6,
            "near" | "outside" | "toward" | "towards" => 1.0,
            "from" | "to" | "around" if !full => 0.4,
            _ => 0.0,
        };
        weight += if matches!(words.lower(before), "with" | "by" | "and") { 0.2 } else { 0.0 };
        weight += if words.is(before, Classes::SAY) { 0.8 } else { 0.0 };
        weight +=
            if words.lower(before) == "of" && before > 0 && words.one_of(before - 1, &OF_PEOPLE) { 1.6 } else { 0.0 };
        weight += if words.is(before, Classes::KIN) { 2.5 } else { 0.0 };
        if words.marks.state(before) == Mark::Opens && words.marks.state(after) == Mark::Closes {
            weight -= 2.5;
        }
    }
    if follows {
        weight += following(words, after);
    }
    if at.key.len() == 1 && !at.titled {
        weight += alone(words, at);
    }
    if dateline(words, at) { weight - 4.0 } else { weight }
}

/// What people have, do and suffer: “the death of”, “with the help of”.
const OF_PEOPLE: [&str; 28] = [
    "advice",
    "arrest",
    "arrival",
    "assassination",
    "behalf",
    "birth",
    "career",
    "death",
    "disciple",
    "disciples",
    "friend",
    "friends",
    "help",
    "influence",
    "invitation",
    "killing",
    "life",
    "line",
    "memory",
    "murder",
    "poetry",
    "portrait",
    "request",
    "son",
    "daughter",
    "teachings",
    "wife",
    "writings",
];

/// What speaks for a lone name: that it acts, and that *he* or *she* follows.
fn alone(words: &Words, at: &NameAt) -> f32 {
    let after = at.whole.end;
    let acts = pronouns::place(words, at.whole.start, after) == Place::Subject
        && words.shape(after) == Shape::Lower
        && !words.is(after, Classes::PREPOSITION.or(Classes::SUBORDINATOR))
        && words.is_word(after);
    let range = words.sentence_range(at.name.start);
    let until = range.end.min(after + 20);
    let meant = (after..until).find_map(|t| pronouns::third_person(words, t)).is_some()
        || words.one_of(range.end, &["he", "she", "his", "her"]);
    let introduced =
        at.whole.start.checked_sub(1).is_some_and(|before| {
            words.one_of(before, &["’m", "'m", "am", "named", "called"]) && words.together(before)
        });
    // “She played Ophelia”, “starring as Wade”.
    let played = at.whole.start.checked_sub(1).is_some_and(|before| {
        let plays = |at: usize| {
            words.one_of(
                at,
                &["played", "plays", "playing", "portrayed", "starring", "starred", "stars", "appeared", "cast"],
            )
        };
        plays(before) || words.lower(before) == "as" && before > 0 && (before.saturating_sub(18)..before).any(plays)
    });
    // “his mother, Jennifer,”: the name of the one just described.
    let kin = at.whole.start.checked_sub(2).is_some_and(|kin| {
        words.text(kin + 1) == "," && words.is(kin, Classes::KIN) && words.together(kin) && words.together(kin + 1)
    });
    let past = acts && words.lower(after).ends_with("ed");
    [(acts, 0.35), (past, 0.35), (meant, 0.5), (introduced, 2.0), (kin, 2.0), (played, 1.2)]
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, weight)| weight)
        .sum()
}

/// What stands behind a name: a verb of people, an age, a role in apposition; or the state that a town lies in.
fn following(words: &Words, after: usize) -> f32 {
    if words.is(after, Classes::SAY) {
        return 1.1;
    }
    if words.is(after, Classes::HUMAN_VERB.or(Classes::AUXILIARY)) {
        return 0.4;
    }
    match words.lower(after) {
        "who" | "himself" | "herself" | "whose" => 2.0,
        "’s" | "'s" | "’" | "'" => possessed(words, after + 1),
        "(" if words.shape(after + 1) == Shape::Number => 1.5,
        "(" if words.shape(after + 1) == Shape::Upper && words.text(after + 2) == ")" => -3.0,
        "," if !words.together(after) => 0.0,
        "," => {
            let next = after + 1;
            if words.shape(next) == Shape::Number
                && matches!(words.text(next + 1), "," | "." | ";")
                && words.text(next).len() <= 3
            {
                return 3.0;
            }
            if words.one_of(next, &["who", "whose", "aged"]) {
                return 2.0;
            }
            if words.capital(next) && words.is(next, Classes::PLACE) || us_state(words, next) {
                return -2.5;
            }
            if apposed_role(words, next) { 2.5 } else { 0.0 }
        }
        _ => 0.0,
    }
}

fn us_state(words: &Words, at: usize) -> bool {
    const STATES: [&str; 36] = [
        "ala", "ariz", "ark", "calif", "colo", "conn", "del", "fla", "ga", "ill", "ind", "kan", "ky", "la", "mass",
        "md", "mich", "minn", "miss", "mo", "mont", "neb", "nev", "n.h.", "n.j.", "n.m.", "n.y.", "n.c.", "okla",
        "ore", "pa", "tenn", "tex", "vt", "va", "wis",
    ];
    words.capital(at)
        && STATES.contains(&words.lower(at))
        && (words.text(at + 1) == "." || words.text(at).contains('.'))
}

/// “, a behavioral ecologist at …”: a role before the next comma, full stop or verb.
fn apposed_role(words: &Words, from: usize) -> bool {
    for at in from..from + 8 {
        if words.is(at, Classes::HUMAN) && !words.is(at, Classes::PLURAL) {
            return true;
        }
        let owner = words.one_of(at, &["’s", "'s"]);
        if !words.is_word(at)
            || words.is(at, Classes::PREPOSITION.or(Classes::AUXILIARY)) && !owner
            || !words.together(at)
        {
            return false;
        }
    }
    false
}

fn possessed(words: &Words, at: usize) -> f32 {
    const OF_PLACES: [&str; 22] = [
        "government",
        "capital",
        "economy",
        "president",
        "prime",
        "military",
        "army",
        "parliament",
        "foreign",
        "largest",
        "first",
        "ambassador",
        "population",
        "central",
        "supreme",
        "president’s",
        "defense",
        "defence",
        "northern",
        "southern",
        "eastern",
        "western",
    ];
    if words.is(at, Classes::KIN) {
        1.5
    } else if OF_PLACES.contains(&words.lower(at)) {
        -1.2
    } else {
        0.2
    }
}

/// “WINDROW, Vt. —” at the beginning of a block.
fn dateline(words: &Words, at: &NameAt) -> bool {
    let start = at.whole.start;
    let opens = start == 0 || words.block(start - 1) != words.block(start);
    opens
        && (at.whole.end..at.whole.end + 6).take_while(|&t| words.block(t) == words.block(start)).any(|t| {
            matches!(words.text(t), "—" | "–" | "--") || words.text(t) == "(" && words.shape(t + 1) == Shape::Upper
        })
        && !(at.whole.end..at.whole.end + 3).any(|t| words.is(t, Classes::SAY))
        && at.whole.clone().any(|t| words.shape(t) == Shape::Upper)
}
