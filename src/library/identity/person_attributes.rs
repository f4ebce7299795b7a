//! [`PersonAttributes`]: the attributes that an article gives a person, which identify them in other articles.

use crate::language::lexical::lexicon::{self, Classes, Entry, Gender, canonical_role};
use crate::language::lexical::word_classes::{JUNIOR, SENIOR, TITLE_OF_FIRST_NAME};
use crate::library::words::{fold, words};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;

/// The most roles and affiliations that are stored for one person of an article.
const MAX_WORDS: usize = 12;
/// The most words cached with their entry in the lexicon.
const MAX_REMEMBERED: usize = 50_000;

/// The generation of a father with the name of his son.
pub(super) const ELDER: &str = "sr";

/// A name, split into its parts. All words are folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::library) struct PersonName {
    /// All but the surname. Empty for a name of one word.
    pub given: Vec<String>,
    pub surname: String,
    /// “jr”, “iii”.
    pub generation: Option<String>,
}

/// The evidence in an article about a person, besides their name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::library) struct PersonAttributes {
    /// The gender of an honorific.
    pub is_woman: Option<bool>,
    pub generation: Option<String>,
    /// Nouns for what they are: “senator”, “coach”.
    pub roles: Vec<String>,
    /// Names in their roles: “Ludlow”, “Republican”.
    pub affiliations: Vec<String>,
}

/// The lexicon's entry for a folded word. The names of candidates are compared again and again, so entries are cached.
pub(in crate::library) fn look_up(word: &str) -> Entry {
    thread_local! {
        static KNOWN: RefCell<FxHashMap<Box<str>, Entry>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some(&entry) = known.get(word) {
            return entry;
        }
        if known.len() >= MAX_REMEMBERED {
            known.clear();
        }
        let entry = lexicon::look_up(word);
        known.insert(word.into(), entry);
        entry
    })
}

impl PersonName {
    /// The parts of `name`, which may begin with a title. `None` if there is no word in it.
    pub fn parse(name: &str) -> Option<PersonName> {
        let mut parts: Vec<String> = words(name).map(|word| folded_word(&name[word])).collect();
        parts.retain(|part| !part.is_empty());
        let mut generation = None;
        while parts.len() > 1 && parts.last().is_some_and(|last| look_up(last).classes.any(Classes::SUFFIX)) {
            generation = parts.pop().map(|last| one_generation(&last));
        }
        // “State Hillary Orwick”, “Mr. Lee”: a word before a given name belongs to a title unless it is a given name
        // itself. “Pope Francis” is a name.
        while let [first, second, ..] = parts.as_slice() {
            let (entry, next) = (look_up(first), look_up(second));
            let is_honorific = entry.classes.any(Classes::HONORIFIC) && !TITLE_OF_FIRST_NAME.contains(first);
            let is_title = is_honorific || parts.len() > 2 && entry.given == 0 && next.given > 0;
            if !is_title || first.chars().count() == 1 {
                break;
            }
            parts.remove(0);
        }
        let surname = parts.pop()?;
        Some(PersonName { given: parts, surname, generation })
    }

    /// The first given name, or nothing.
    pub fn first(&self) -> &str {
        self.given.first().map_or("", String::as_str)
    }
}

impl PersonAttributes {
    /// The attributes of a person called `name`, from their role and mentions.
    pub fn new<'a>(name: &str, role: Option<&'a str>, mentions: impl Iterator<Item = &'a str>) -> PersonAttributes {
        let own = PersonName::parse(name).unwrap_or_default();
        let mut attributes = PersonAttributes { generation: own.generation.clone(), ..PersonAttributes::default() };
        for (nth, text) in role.into_iter().chain(mentions).enumerate() {
            let is_role = nth == 0 && role.is_some();
            let mut honorific = None;
            for range in words(text) {
                let word = folded_word(&text[range.clone()]);
                let classes = look_up(&word).classes;
                let is_own = word == own.surname || own.given.contains(&word);
                // “a spokesman for Mrs. Orwick” is not she.
                if is_own && let Some(is_woman) = honorific {
                    attributes.is_woman.get_or_insert(is_woman);
                }
                honorific = match () {
                    () if classes.any(Classes::HONORIFIC_M) => Some(false),
                    () if classes.any(Classes::HONORIFIC_F) => Some(true),
                    () => None,
                };
                if !is_own && honorific.is_none() {
                    attributes.add(&word, classes, text[range].starts_with(char::is_uppercase), is_role);
                }
            }
        }
        attributes
    }

    fn add(&mut self, word: &str, classes: Classes, is_capital: bool, is_role: bool) {
        let is_other =
            classes.any(Classes::FUNCTION.or(Classes::HONORIFIC_U).or(Classes::MODIFIER).or(Classes::SUFFIX));
        if word.chars().count() < 2 {
            return;
        }
        if classes.any(Classes::ANY_ROLE.or(Classes::OFFICE).or(Classes::RANK)) {
            add(&mut self.roles, canonical_role(word));
        } else if is_capital && !is_other {
            add(&mut self.affiliations, word);
        } else if is_role && !is_capital && !is_other && word.chars().count() > 2 {
            // No list has all nouns for people.
            add(&mut self.roles, canonical_role(word));
        }
    }

    /// Packs it.
    pub fn pack(&self) -> Vec<u8> {
        // It has no map and no sequence of unknown length, so packing cannot fail.
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// Whether the honorifics of both are of different genders.
    pub fn is_other_gender(&self, is_woman: Option<bool>) -> bool {
        self.is_woman.zip(is_woman).is_some_and(|(one, other)| one != other)
    }
}

fn add(to: &mut Vec<String>, word: &str) {
    if to.len() < MAX_WORDS && !to.iter().any(|known| known == word) {
        to.push(word.to_owned());
    }
}

/// The abbreviation by which generations are compared.
fn one_generation(word: &str) -> String {
    match word {
        _ if JUNIOR.contains(word) => "jr",
        _ if SENIOR.contains(word) => ELDER,
        other => other,
    }
    .to_owned()
}

pub(in crate::library) fn folded_word(word: &str) -> String {
    let mut to = String::new();
    fold(word, &mut to);
    to
}

/// The gender of a given name, if it is clear.
pub(in crate::library) fn gender_of(given: &str) -> Option<bool> {
    let entry = look_up(given);
    match entry.gender {
        Gender::Male if entry.given > 1 => Some(false),
        Gender::Female if entry.given > 1 => Some(true),
        _ => None,
    }
}

/// `word` with differences between transliterations removed: “Zelenskyy”, “Zelensky”.
pub(in crate::library) fn skeleton(word: &str) -> String {
    const ONE: [(&str, &str); 9] = [
        ("kh", "h"),
        ("ph", "f"),
        ("ck", "k"),
        ("tz", "ts"),
        ("ue", "u"),
        ("oe", "o"),
        ("ae", "a"),
        ("ow", "ov"),
        ("ew", "ev"),
    ];
    let mut letters = word.to_owned();
    for (from, to) in ONE {
        if letters.contains(from) {
            letters = letters.replace(from, to);
        }
    }
    let mut plain = String::with_capacity(letters.len());
    for c in letters.chars() {
        let c = match c {
            'y' | 'j' => 'i',
            'q' => 'k',
            other => other,
        };
        if !plain.ends_with(c) {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_into_parts() {
        for (name, given, surname, generation) in [
            ("Ada Quill", "ada", "quill", None),
            ("Mr. Quill", "", "quill", None),
            ("John F. Mabry Jr.", "john f", "mabry", Some("jr")),
            ("John Mabry III", "john", "mabry", Some("iii")),
            ("State Hillary Orwick", "hillary", "orwick", None),
            ("J. Orwick", "j", "orwick", None),
            ("Pope Orwick", "pope", "orwick", None),
            ("Løkke", "", "lokke", None),
        ] {
            let found = PersonName::parse(name).unwrap();
            let found = (found.given.join(" "), found.surname, found.generation);
            assert_eq!(found, (given.to_owned(), surname.to_owned(), generation.map(str::to_owned)), "{name}");
        }
        assert_eq!(PersonName::parse(" … "), None);
    }

    #[test]
    fn one_spelling() {
        for (one, other) in
            [("zelenskyy", "zelensky"), ("sergey", "sergei"), ("mueller", "muler"), ("lavrow", "lavrov")]
        {
            assert_eq!(skeleton(one), skeleton(other), "{one}, {other}");
        }
        assert_ne!(skeleton("baker"), skeleton("bakir"));
    }

    #[test]
    fn attributes_are_read_from_role_and_mentions() {
        let mentions = ["Mayor Ada Quill of Ludlow, a former Coach", "Ms. Quill"];
        let found = PersonAttributes::new("Ada Quill", Some("Mayor"), mentions.into_iter());
        assert_eq!(found.is_woman, Some(true));
        assert_eq!(found.roles, ["mayor", "coach"]);
        assert_eq!(found.affiliations, ["ludlow"]);
        let mentions = ["Bo Renn, a spokesman for Mrs. Quill"].into_iter();
        assert_eq!(PersonAttributes::new("Bo Renn", None, mentions).is_woman, None);
    }
}
