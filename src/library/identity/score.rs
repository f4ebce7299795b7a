//! The probability that a person of an article is an individual of other articles: rules for the names, learned weights
//! for the rest.

use super::person_attributes::{ELDER, PersonName, gender_of, look_up, skeleton};
use super::profile::{Appearance, Profile};
use crate::language::lexical::lexicon::{Classes, same_given_name};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const LIST: &str = include_str!("../../../assets/people/identity.txt");

/// If more than this share of an individual's articles have a different name, it counts against a match.
const MANY: f64 = 0.2;
/// The most names of an individual that are compared; the most frequent come first.
const MAX_NAMES: usize = 16;
/// The greatest weight of shared words or associates.
const MOST: f64 = 2.0;
/// The share of others below which two affiliations distinguish two people, 0 to 1.
const RARE: f64 = 0.9;
/// The letters that two forms of one affiliation share at the beginning: “Britain”, “British”.
const ALIKE: usize = 4;
/// The evidence of shared associates that outweighs different affiliations: two rare ones.
const COMPANY: f64 = 0.8;
/// The number of articles from which different affiliations no longer count against a match.
const KNOWN_BY_ALL: u32 = 60;

/// The relation of two names, from least to most alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NameRelation {
    /// The names are of different people.
    Different,
    /// Both are a surname alone.
    BothAlone,
    /// One is a surname alone.
    SurnameAlone,
    /// “J. Orwick”, “Jane Orwick”; “J. Robert Orwick”, “Robert Orwick”.
    Initial,
    /// “Sergey”, “Sergei”.
    Spelling,
    /// “Bob”, “Robert”.
    ShortForm,
    /// The same given name and surname.
    Full,
}

/// The frequency of a surname among the people known so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Surname {
    /// The share of the person in all articles about people with it, 0 to 1.
    pub share: f64,
    /// The number of other people with it.
    pub rivals: usize,
}

struct MatchWeights {
    features: FxHashMap<&'static str, f64>,
    words: FxHashMap<&'static str, f64>,
}

static WEIGHTS: LazyLock<MatchWeights> = LazyLock::new(|| {
    let (mut features, mut words) = (FxHashMap::default(), FxHashMap::default());
    for line in LIST.lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        if let (Some(kind), Some(name), Some(Ok(value))) =
            (columns.next(), columns.next(), columns.next().map(str::parse::<f64>))
        {
            (if kind == "weight" { &mut features } else { &mut words }).insert(name, value);
        }
    }
    MatchWeights { features, words }
});

/// The relation of the names `one` and `other`.
pub(super) fn relation(one: &PersonName, other: &PersonName) -> NameRelation {
    if one.surname != other.surname && skeleton(&one.surname) != skeleton(&other.surname) {
        return NameRelation::Different;
    }
    let (first, second) = (one.first(), other.first());
    let found = match (first.is_empty(), second.is_empty()) {
        (true, true) => NameRelation::BothAlone,
        (true, false) | (false, true) => NameRelation::SurnameAlone,
        (false, false) if has_other_middle(one, other) => NameRelation::Different,
        (false, false) => given(one, other),
    };
    if one.surname == other.surname { found } else { found.min(NameRelation::Spelling) }
}

fn given(one: &PersonName, other: &PersonName) -> NameRelation {
    let (first, second) = (one.first(), other.first());
    let is_initial = |name: &str| name.chars().count() == 1;
    let any_of = |given: &[String], name: &str| {
        !is_initial(name) && given.iter().any(|given| !is_initial(given) && same_given_name(given, name))
    };
    if first == second {
        if is_initial(first) { NameRelation::Initial } else { NameRelation::Full }
    } else if same_given_name(first, second) {
        NameRelation::ShortForm
    } else if any_of(&one.given, second) || any_of(&other.given, first) {
        NameRelation::Initial
    } else if is_initial(first) || is_initial(second) {
        if first.chars().next() == second.chars().next() { NameRelation::Initial } else { NameRelation::Different }
    } else if skeleton(first) == skeleton(second) || is_one_letter_off(first, second) {
        NameRelation::Spelling
    } else {
        NameRelation::Different
    }
}

/// Whether both have middle names that begin with different letters, and neither first one is among the other's: “W.”
/// is not “H. W.”, but “Rodham” may be “Diane Rodham”.
fn has_other_middle(one: &PersonName, other: &PersonName) -> bool {
    let (Some([mine, more @ ..]), Some([theirs, others @ ..])) = (one.given.get(1..), other.given.get(1..)) else {
        return false;
    };
    let is_word_of = |name: &String, list: &[String]| name.chars().count() > 1 && list.contains(name);
    mine.chars().next() != theirs.chars().next() && !is_word_of(mine, others) && !is_word_of(theirs, more)
}

/// Whether the names differ in one added, missing or changed letter, and are long enough for that to be a slip.
fn is_one_letter_off(one: &str, other: &str) -> bool {
    const SHORTEST: usize = 6;
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    if short.len() < SHORTEST || long.len() - short.len() > 1 {
        return false;
    }
    let begin = short.iter().zip(long.iter()).take_while(|(one, other)| one == other).count();
    let end = short.iter().rev().zip(long.iter().rev()).take_while(|(one, other)| one == other).count();
    begin > 1 && begin + end + usize::from(short.len() == long.len()) >= short.len()
}

/// The relation of the name of `appearance` to all the names of `profile`.
pub(super) fn relation_to(appearance: &Appearance, profile: &Profile) -> NameRelation {
    let (mut best, mut against, mut all) = (NameRelation::Different, 0, 0);
    for (name, count) in profile.names.iter().take(MAX_NAMES) {
        let Some(name) = PersonName::parse(name) else { continue };
        let found = relation(&appearance.name, &name);
        best = best.max(found);
        all += count;
        against += if found == NameRelation::Different { *count } else { 0 };
    }
    // A full name without “Jr.” belongs to the father.
    let younger = |generation: Option<&'_ str>| generation.filter(|generation| *generation != ELDER).map(str::to_owned);
    let generation = younger(appearance.attributes.generation.as_deref()) != younger(profile.generation());
    let is_different = f64::from(against) > MANY * f64::from(all)
        || generation && !appearance.name.given.is_empty()
        || appearance.attributes.is_other_gender(profile.is_woman())
        || is_other_gender_by_name(appearance, profile);
    if is_different { NameRelation::Different } else { best }
}

/// Whether an honorific before a surname alone is of the other gender than a given name on the other side: “Mrs.
/// Orwick” is not Robert Orwick.
fn is_other_gender_by_name(appearance: &Appearance, profile: &Profile) -> bool {
    let known =
        || profile.names.iter().take(MAX_NAMES).find_map(|(name, _)| gender_of(PersonName::parse(name)?.first()));
    let by_title = appearance.attributes.is_woman.zip(known());
    let by_name = profile.is_woman().zip(gender_of(appearance.name.first()));
    let differs = |pair: Option<(bool, bool)>| pair.is_some_and(|(one, other)| one != other);
    appearance.name.given.is_empty() && differs(by_title) || differs(by_name) && !appearance.name.given.is_empty()
}

/// The probability that `appearance` is the person of `profile`, whose names are in this relation, 0 to 1.
pub(super) fn probability(appearance: &Appearance, profile: &Profile, relation: NameRelation, surname: Surname) -> f64 {
    1.0 / (1.0 + (-log_odds(appearance, profile, relation, surname)).exp())
}

fn log_odds(appearance: &Appearance, profile: &Profile, relation: NameRelation, surname: Surname) -> f64 {
    let weight = |name: &str| WEIGHTS.features.get(name).copied().unwrap_or(0.0);
    let mut sum = weight("name");
    let articles = f64::from(profile.articles);
    let size = articles.ln_1p() / 5.0;
    let common = |word: &str, is_given: bool| {
        let entry = look_up(word);
        f64::from(if is_given { entry.given } else { entry.surname }) / 3.0
    };
    let associates = associates(appearance, profile);
    let is_same_outlet =
        appearance.outlet.is_some_and(|outlet| profile.outlets.iter().any(|(known, _)| *known == outlet));
    match relation {
        NameRelation::Different => return f64::NEG_INFINITY,
        NameRelation::BothAlone => {
            sum += weight("both-alone") + weight("common-surname-both-alone") * common(&appearance.name.surname, false);
        }
        NameRelation::SurnameAlone => {
            sum += weight("surname-alone")
                + weight("share-of-surname") * surname.share
                + weight("rivals") * (surname.rivals as f64).ln_1p()
                + weight("associates-alone") * associates
                + weight("outlet-alone") * f64::from(is_same_outlet)
                + weight("articles-alone") * size;
        }
        NameRelation::Initial => sum += weight("initial"),
        NameRelation::Spelling => sum += weight("spelling"),
        NameRelation::ShortForm => sum += weight("short-form"),
        NameRelation::Full => {}
    }
    let middle = |name: &PersonName| name.given.get(1).and_then(|middle| middle.chars().next());
    let is_same_middle = middle(&appearance.name).is_some_and(|letter| {
        profile
            .names
            .iter()
            .take(MAX_NAMES)
            .filter_map(|(name, _)| PersonName::parse(name))
            .any(|name| middle(&name) == Some(letter))
    });
    let (roles, other_roles) = shared(&appearance.attributes.roles, &profile.roles, articles);
    let (affiliations, other_affiliations) =
        shared(&appearance.attributes.affiliations, &profile.affiliations, articles);
    let is_elsewhere = associates == 0.0 && !is_same_outlet;
    let all_differs = if is_elsewhere { other_roles * other_affiliations } else { 0.0 };
    let gap = appearance.day.zip(profile.days).map_or(0, |(day, (first, last))| (first - day).max(day - last).max(0));
    sum + weight("middle-name") * f64::from(is_same_middle)
        + weight("role") * roles
        + weight("other-roles") * other_roles
        + weight("affiliation") * affiliations
        + weight("other-affiliations") * other_affiliations
        + weight("all-differs") * all_differs
        + weight("associates") * associates
        + weight("no-associate") * f64::from(associates == 0.0)
        + weight("outlet") * f64::from(is_same_outlet)
        + weight("articles-that-differ") * other_roles.max(other_affiliations) * size
        + weight("days") * f64::from(gap).ln_1p() / 366f64.ln()
        + weight("articles") * size
        + weight("common-surname") * common(&appearance.name.surname, false)
        + weight("common-given-name") * common(appearance.name.first(), true)
}

/// Whether `appearance` has a different role from the person of `profile`, and shares no affiliation and no associate.
pub(super) fn is_contradicted(appearance: &Appearance, profile: &Profile) -> bool {
    let articles = f64::from(profile.articles);
    let is_known = |(associate, _): &(u32, f64)| profile.associates.iter().any(|(known, _)| known == associate);
    shared(&appearance.attributes.roles, &profile.roles, articles).1 > 0.0
        && shared(&appearance.attributes.affiliations, &profile.affiliations, articles).0 == 0.0
        && !appearance.associates.iter().any(is_known)
}

/// Whether `appearance` belongs to another place or body than the person of `profile`, by rare words, and no shared
/// associate outweighs it: two mayors, of two towns. No name outweighs that.
pub(super) fn is_elsewhere(appearance: &Appearance, profile: &Profile) -> bool {
    // A person in very many articles has all kinds of affiliations.
    if profile.articles > KNOWN_BY_ALL
        || appearance.attributes.affiliations.is_empty()
        || profile.affiliations.is_empty()
    {
        return false;
    }
    let mine = distinctive(&appearance.attributes.affiliations, |word| word);
    let theirs = distinctive(&profile.affiliations, |(word, _)| word);
    let (same, other) = shared(&mine, &theirs, f64::from(profile.articles));
    let is_form = |one: &str, other: &str| {
        one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count() >= ALIKE
    };
    let has_form = |word: &String| theirs.iter().any(|(theirs, _)| is_form(word, theirs));
    same == 0.0 && other >= RARE && !mine.iter().any(has_form) && associates(appearance, profile) < COMPANY
}

/// The affiliations that distinguish bodies and places: without nouns that occur in many names, such as “School” and
/// “Steel”, and without names of associates that were part of a mention.
fn distinctive<T: Clone>(affiliations: &[T], word: impl Fn(&T) -> &String) -> Vec<T> {
    let common = Classes::ORG.or(Classes::ASSOCIATION).or(Classes::PLACE_HEAD).or(Classes::COMMON);
    let is_given = |affiliation: &T| {
        let entry = look_up(word(affiliation));
        entry.given > 0 && !entry.classes.any(Classes::PLACE)
    };
    let mut is_after_given = false;
    let mut is_telling = |affiliation: &&T| {
        let is_after = std::mem::replace(&mut is_after_given, is_given(affiliation));
        !is_after && !is_after_given && !look_up(word(affiliation)).classes.any(common)
    };
    affiliations.iter().filter(&mut is_telling).cloned().collect()
}

/// The evidence of shared associates.
fn associates(appearance: &Appearance, profile: &Profile) -> f64 {
    let is_known = |(associate, _): &&(u32, f64)| profile.associates.iter().any(|(known, _)| known == associate);
    let sum: f64 = appearance.associates.iter().filter(is_known).map(|(_, weight)| weight).sum();
    sum.min(MOST)
}

/// Whether `appearance` shares an affiliation with the person of `profile`.
pub(super) fn shares_affiliation(appearance: &Appearance, profile: &Profile) -> bool {
    shared(&appearance.attributes.affiliations, &profile.affiliations, f64::from(profile.articles)).0 > 0.0
}

/// The evidence of words shared with a profile, and the evidence against a match if both have words but share none.
/// Common words weigh little.
fn shared(mine: &[String], all: &[(String, u32)], articles: f64) -> (f64, f64) {
    let weight = |word: &str| WEIGHTS.words.get(word).copied().unwrap_or(1.0);
    let says = |word: &String| {
        let (_, count) = all.iter().find(|(known, _)| known == word)?;
        Some(weight(word) * (2.0 * f64::from(*count) / articles.max(1.0)).min(1.0))
    };
    let sum: f64 = mine.iter().filter_map(says).sum();
    if sum > 0.0 {
        return (sum.min(MOST), 0.0);
    }
    let most = |weights: &mut dyn Iterator<Item = f64>| weights.fold(0.0, f64::max);
    let ours = most(&mut mine.iter().map(|word| weight(word)));
    let theirs = most(&mut all.iter().map(|(word, _)| weight(word)));
    (0.0, ours * theirs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_of_names() {
        for (one, other, expected) in [
            ("Ada Quill", "Ada Quill", NameRelation::Full),
            ("Ada B. Quill", "Ada Quill", NameRelation::Full),
            ("Ada B. Quill", "Ada C. Quill", NameRelation::Different),
            ("Ada Quill", "Ida Quill", NameRelation::Different),
            ("Robert Quill", "Bob Quill", NameRelation::ShortForm),
            ("J. Robert Quill", "Robert Quill", NameRelation::Initial),
            ("A. Quill", "Ada Quill", NameRelation::Initial),
            ("B. Quill", "Ada Quill", NameRelation::Different),
            ("Sergey Quill", "Sergei Quill", NameRelation::Spelling),
            ("Volodymir Zelenskyy", "Volodymyr Zelensky", NameRelation::Spelling),
            ("Quill", "Ada Quill", NameRelation::SurnameAlone),
            ("Mr. Quill", "Quill", NameRelation::BothAlone),
            ("Ada Quill", "Ada Renn", NameRelation::Different),
            ("Tom B. Quill", "Tom H. B. Quill", NameRelation::Different),
            ("Tom Quill", "Tom H. B. Quill", NameRelation::Full),
        ] {
            let [one_name, other_name] = [one, other].map(|name| PersonName::parse(name).unwrap());
            assert_eq!(relation(&one_name, &other_name), expected, "{one}, {other}");
            assert_eq!(relation(&other_name, &one_name), expected, "{other}, {one}");
        }
    }

    #[test]
    fn all_weights_are_there() {
        assert_eq!((WEIGHTS.features.len(), WEIGHTS.words["president"] < 0.8), (26, true));
    }
}
