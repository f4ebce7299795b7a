//! The lexicon of coreference: titles, roles, kin, places, names and their gender. Its lists are in `assets/words` and
//! `assets/people`, with their sources at the top of each. An entry is evidence, never the answer.

use crate::language::lexical::word_classes::ROLE_ENDING;
use crate::text::words::entries;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A set of classes of words. `_M`, `_F` and `_U` stand for masculine, feminine and unmarked for gender.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(u64);

impl Classes {
    /// *Mr.*
    pub const HONORIFIC_M: Classes = Classes(1);
    /// *Mrs.*
    pub const HONORIFIC_F: Classes = Classes(1 << 1);
    /// *Dr.*
    pub const HONORIFIC_U: Classes = Classes(1 << 2);
    /// *Captain*
    pub const RANK: Classes = Classes(1 << 3);
    /// *President*
    pub const OFFICE: Classes = Classes(1 << 4);
    /// *spokesman*
    pub const ROLE_M: Classes = Classes(1 << 5);
    /// *actress*
    pub const ROLE_F: Classes = Classes(1 << 6);
    /// *teacher*
    pub const ROLE: Classes = Classes(1 << 7);
    /// Several people: *officials*, *crew*.
    pub const PEOPLE: Classes = Classes(1 << 8);
    /// *brother*
    pub const KIN_M: Classes = Classes(1 << 9);
    /// *sister*
    pub const KIN_F: Classes = Classes(1 << 10);
    /// *cousin*
    pub const KIN_U: Classes = Classes(1 << 11);
    /// Heads of the names of organisations (“committee”), and such names.
    pub const ORG: Classes = Classes(1 << 12);
    /// Heads of the names of organisations that go on with *for* or *on* (“Center for Responsive Government”).
    pub const ASSOCIATION: Classes = Classes(1 << 34);
    /// Things that are written (“the report says”).
    pub const DOC: Classes = Classes(1 << 13);
    /// Heads of the names of places (“street”).
    pub const PLACE_HEAD: Classes = Classes(1 << 14);
    /// The name of a place: *Ohio*.
    pub const PLACE: Classes = Classes(1 << 15);
    /// *French*, *Republican*
    pub const DEMONYM: Classes = Classes(1 << 16);
    /// *Monday*, *May*
    pub const CALENDAR: Classes = Classes(1 << 17);
    /// A word that never begins a name, in any case.
    pub const FUNCTION: Classes = Classes(1 << 18);
    /// A small word that joins the parts of a name: *van*.
    pub const PARTICLE: Classes = Classes(1 << 19);
    /// *Jr.*
    pub const SUFFIX: Classes = Classes(1 << 20);
    /// *QC*, *PhD*
    pub const CREDENTIAL: Classes = Classes(1 << 21);
    /// Words before a role (“former”, “deputy”).
    pub const MODIFIER: Classes = Classes(1 << 22);
    /// A verb of saying or thinking.
    pub const SAY: Classes = Classes(1 << 23);
    /// Another verb with a person as its subject.
    pub const HUMAN_VERB: Classes = Classes(1 << 24);
    /// A verb with a plural subject: *were*, *say*.
    pub const PLURAL_VERB: Classes = Classes(1 << 25);
    /// *because*
    pub const SUBORDINATOR: Classes = Classes(1 << 26);
    /// *of*
    pub const PREPOSITION: Classes = Classes(1 << 27);
    /// Words that begin a noun phrase: *the*, *his*, *two*.
    pub const DETERMINER: Classes = Classes(1 << 28);
    /// A regular plural of a word of the other classes given.
    pub const PLURAL: Classes = Classes(1 << 30);
    /// A common English word.
    pub const COMMON: Classes = Classes(1 << 31);
    /// *is*, *’s*, *not*
    pub const AUXILIARY: Classes = Classes(1 << 32);
    /// A name by which one person is known to everybody.
    pub const FAMED: Classes = Classes(1 << 33);

    /// First words of the names of places (“New York”, “San Marino”).
    pub const PLACE_FIRST: Classes = Classes(1 << 29);

    /// Titles that stand before a name.
    pub const TITLE_OR_OFFICE: Classes =
        Classes(Self::HONORIFIC_M.0 | Self::HONORIFIC_F.0 | Self::HONORIFIC_U.0 | Self::RANK.0 | Self::OFFICE.0);
    /// Any honorific.
    pub const HONORIFIC: Classes = Classes(Self::HONORIFIC_M.0 | Self::HONORIFIC_F.0 | Self::HONORIFIC_U.0);
    /// Any relative.
    pub const KIN: Classes = Classes(Self::KIN_M.0 | Self::KIN_F.0 | Self::KIN_U.0);
    /// Any occupation or other noun for a person.
    pub const ANY_ROLE: Classes = Classes(Self::ROLE.0 | Self::ROLE_M.0 | Self::ROLE_F.0);
    /// Heads of descriptions of people.
    pub const HUMAN: Classes = Classes(Self::ANY_ROLE.0 | Self::OFFICE.0 | Self::RANK.0 | Self::KIN.0 | Self::PEOPLE.0);

    /// The classes of both sets.
    pub const fn or(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }

    /// Whether the sets have a class in common.
    pub const fn any(self, other: Classes) -> bool {
        self.0 & other.0 != 0
    }
}

/// The gender of a word or a person, as pronouns show it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Gender {
    #[default]
    Unknown,
    Male,
    Female,
}

impl Gender {
    /// Whether both are known and differ.
    pub fn conflicts_with(self, other: Gender) -> bool {
        self != Gender::Unknown && other != Gender::Unknown && self != other
    }
}

/// The entry of a word in the lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub classes: Classes,
    /// Frequency as a given name, 0 (none) to 3.
    pub given: u8,
    /// The gender of people with this given name.
    pub gender: Gender,
    /// Frequency as a surname, 0 (none) to 3.
    pub surname: u8,
}

impl Entry {
    /// Whether only the lists of names contain it.
    pub fn is_bare(self) -> bool {
        self.classes.0 & !Classes::FAMED.0 == 0
    }

    /// Whether it is in one of `classes`.
    pub fn is(self, classes: Classes) -> bool {
        self.classes.any(classes)
    }

    /// Whether it is in each of `sets`, one bit per set.
    pub fn bits(self, sets: &[Classes]) -> u64 {
        sets.iter().enumerate().map(|(bit, set)| u64::from(self.is(*set)) << bit).sum()
    }
}

const NAMES: &str = include_str!("../../../assets/people/name_frequencies.txt");
const WORDS: &str = include_str!("../../../assets/people/common_words.txt");

/// The lists in `assets/words` that hold classes of the lexicon, and the class of each tag. A tag is the name of its
/// class in lower case.
const LISTS: [(&str, &[(&str, Classes)]); 11] = [
    (
        include_str!("../../../assets/words/people.txt"),
        &[
            ("honorific-m", Classes::HONORIFIC_M),
            ("honorific-f", Classes::HONORIFIC_F),
            ("honorific-u", Classes::HONORIFIC_U),
            ("rank", Classes::RANK),
            ("office", Classes::OFFICE),
            ("role-m", Classes::ROLE_M),
            ("role-f", Classes::ROLE_F),
            ("role", Classes::ROLE),
            ("people", Classes::PEOPLE),
            ("kin-m", Classes::KIN_M),
            ("kin-f", Classes::KIN_F),
            ("kin-u", Classes::KIN_U),
            ("modifier", Classes::MODIFIER),
            ("credential", Classes::CREDENTIAL),
        ],
    ),
    (
        include_str!("../../../assets/words/organisations.txt"),
        &[("org", Classes::ORG), ("association", Classes::ASSOCIATION)],
    ),
    (include_str!("../../../assets/words/documents.txt"), &[("doc", Classes::DOC)]),
    (
        include_str!("../../../assets/words/places.txt"),
        &[
            ("place-head", Classes::PLACE_HEAD),
            ("place", Classes::PLACE),
            ("place-first", Classes::PLACE_FIRST),
            ("demonym", Classes::DEMONYM),
        ],
    ),
    (include_str!("../../../assets/words/times.txt"), &[("calendar", Classes::CALENDAR)]),
    (
        include_str!("../../../assets/words/function_words.txt"),
        &[
            ("function", Classes::FUNCTION),
            ("subordinator", Classes::SUBORDINATOR),
            ("preposition", Classes::PREPOSITION),
            ("auxiliary", Classes::AUXILIARY),
            ("plural-verb", Classes::PLURAL_VERB),
        ],
    ),
    (
        include_str!("../../../assets/words/names.txt"),
        &[
            ("particle", Classes::PARTICLE),
            ("suffix", Classes::SUFFIX),
            ("credential", Classes::CREDENTIAL),
            ("famed", Classes::FAMED),
        ],
    ),
    (include_str!("../../../assets/words/speech.txt"), &[("say", Classes::SAY), ("plural-verb", Classes::PLURAL_VERB)]),
    (include_str!("../../../assets/words/verbs.txt"), &[("human-verb", Classes::HUMAN_VERB)]),
    (
        include_str!("../../../assets/words/determiners.txt"),
        &[("determiner", Classes::DETERMINER), ("function", Classes::FUNCTION)],
    ),
    (include_str!("../../../assets/words/pronouns.txt"), &[("function", Classes::FUNCTION)]),
];

static CLASSES: LazyLock<FxHashMap<&'static str, Classes>> = LazyLock::new(|| {
    let mut all: FxHashMap<&str, Classes> = FxHashMap::default();
    for (list, classes) in LISTS {
        for (word, tags) in entries(list) {
            let class = |tag: &str| classes.iter().find(|(own, _)| *own == tag).map(|(_, class)| *class);
            let found = tags.split(' ').filter_map(class).reduce(Classes::or);
            if let Some(found) = found {
                all.entry(word).and_modify(|known| *known = known.or(found)).or_insert(found);
            }
        }
    }
    all
});

/// The entry of `word`, which is in lower case.
pub fn look_up(word: &str) -> Entry {
    let mut classes = CLASSES.get(word).copied().unwrap_or_default();
    if let Some(plural) = plural_of(word) {
        classes = classes.or(plural).or(Classes::PLURAL);
    } else if !classes.any(Classes::HUMAN) && looks_like_role(word) {
        classes = classes.or(Classes::ROLE);
    }
    if find(WORDS, word).is_some() {
        classes = classes.or(Classes::COMMON);
    }
    let mut entry = Entry { classes, ..Entry::default() };
    // “Mei-Lin”, “Jean-Paul”
    if let Some((first, second)) = word.split_once('-')
        && let (first, second) = (look_up(first), look_up(second))
        && first.given.min(second.given) > 0
    {
        entry.given = 1;
        entry.gender = first.gender;
    }
    for code in find(NAMES, word).unwrap_or("").as_bytes().chunks_exact(2) {
        let level = code[1].saturating_sub(b'0');
        match code[0] {
            b's' => entry.surname = level,
            gender => {
                entry.given = level;
                entry.gender = match gender {
                    b'm' => Gender::Male,
                    b'f' => Gender::Female,
                    _ => Gender::Unknown,
                };
            }
        }
    }
    entry
}

/// The classes of the singular of the regular plural `word`, limited to classes of nouns that can denote a speaker.
fn plural_of(word: &str) -> Option<Classes> {
    const NOUNS: Classes =
        Classes::HUMAN.or(Classes::ORG).or(Classes::DOC).or(Classes::DEMONYM).or(Classes::PLACE_HEAD);
    let noun = |singular: &str| CLASSES.get(singular).copied().filter(|classes| classes.any(NOUNS));
    let found = word
        .strip_suffix("men")
        .filter(|stem| !stem.is_empty())
        .and_then(|stem| noun(&format!("{stem}man")))
        .or_else(|| word.strip_suffix("ies").and_then(|stem| noun(&format!("{stem}y"))))
        .or_else(|| word.strip_suffix("ses").and_then(|stem| noun(&format!("{stem}s"))))
        .or_else(|| word.strip_suffix("es").and_then(noun))
        .or_else(|| word.strip_suffix('s').filter(|stem| !stem.ends_with('s')).and_then(noun))?;
    Some(Classes(found.0 & NOUNS.0))
}

/// Whether `word` has an ending that only nouns for people have. No list has all occupations.
fn looks_like_role(word: &str) -> bool {
    const SHORTEST: usize = 7;
    word.len() >= SHORTEST && ROLE_ENDING.iter().any(|ending| word.ends_with(&ending[1..]))
}

/// The rest of the line of `list` that begins with `word`; the lines are sorted by their bytes.
fn find(list: &'static str, word: &str) -> Option<&'static str> {
    let (mut low, mut high) = (0, list.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = list.as_bytes()[low..middle].iter().rposition(|&b| b == b'\n').map_or(low, |at| low + at + 1);
        let end = list.as_bytes()[middle..high].iter().position(|&b| b == b'\n').map_or(high, |at| middle + at);
        let line = list.get(start..end)?;
        let (key, rest) = line.split_once(' ').unwrap_or((line, ""));
        // The comment at the top sorts before every word.
        match if line.starts_with('#') { std::cmp::Ordering::Less } else { key.cmp(word) } {
            std::cmp::Ordering::Equal => return Some(rest),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

/// The words of `list`, each with the words listed after it.
fn table(list: &'static str) -> FxHashMap<&'static str, Vec<&'static str>> {
    entries(list).map(|(word, others)| (word, others.split(' ').collect())).collect()
}

/// The canonical form of `word` when roles are compared: “senator” for “sen”.
pub fn canonical_role(word: &str) -> &str {
    static ROLES: LazyLock<FxHashMap<&str, Vec<&str>>> =
        LazyLock::new(|| table(include_str!("../../../assets/words/roles.txt")));
    ROLES.get(word).and_then(|roles| roles.first()).copied().unwrap_or(word)
}

/// Plurals that no rule gives, each with its singular: words, and endings that begin with a hyphen.
pub fn irregular_plurals() -> impl Iterator<Item = (&'static str, &'static str)> {
    entries(include_str!("../../../assets/words/plurals.txt"))
}

/// Whether two given names may be forms of one: “Bob”, “Robert”, and “Rob”.
pub fn same_given_name(one: &str, other: &str) -> bool {
    is_form_of_given_name(one, other) || full_given_names(one).iter().any(|name| full_given_names(other).contains(name))
}

/// Whether one of two given names may be a form of the other: “Bob”, “Robert”. Two who are called “Ned” and “Ed” in one
/// text are two.
pub fn is_form_of_given_name(one: &str, other: &str) -> bool {
    one == other || full_given_names(one).contains(&other) || full_given_names(other).contains(&one)
}

/// The names of which `name` is a short or variant form.
fn full_given_names(name: &str) -> &'static [&'static str] {
    static NAMES: LazyLock<FxHashMap<&str, Vec<&str>>> =
        LazyLock::new(|| table(include_str!("../../../assets/words/given_names.txt")));
    NAMES.get(name).map_or(&[][..], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_have_all_classes() {
        for list in [NAMES, WORDS] {
            let words: Vec<&str> = list.lines().filter_map(|line| line.split(' ').next()).collect();
            assert!(words.iter().skip_while(|word| **word == "#").is_sorted());
        }
        for (list, classes) in LISTS {
            for (tag, _) in classes {
                assert!(entries(list).any(|(_, tags)| tags.split(' ').any(|own| own == *tag)), "{tag}");
            }
        }
    }

    #[test]
    fn forms_of_roles_and_names() {
        for list in
            [include_str!("../../../assets/words/roles.txt"), include_str!("../../../assets/words/given_names.txt")]
        {
            let words: Vec<&str> = entries(list).map(|(word, _)| word).collect();
            assert!(words.windows(2).all(|pair| pair[0] < pair[1]));
            // A canonical form has no other form of its own.
            assert!(entries(list).all(|(_, others)| others.split(' ').all(|other| !words.contains(&other))));
        }
        assert_eq!(canonical_role("sen"), "senator");
        assert_eq!(canonical_role("senator"), "senator");
        assert_eq!(canonical_role("ferryman"), "ferryman");
        for (one, other, same) in
            [("bob", "robert", true), ("bob", "rob", true), ("sam", "samantha", true), ("bob", "bill", false)]
        {
            assert_eq!((same_given_name(one, other), same_given_name(other, one)), (same, same), "{one}, {other}");
        }
        assert!(!same_given_name("samuel", "samantha"));
    }

    #[test]
    fn words() {
        for (word, classes) in [
            ("senator", Classes::OFFICE),
            ("spokeswomen", Classes::ROLE_F.or(Classes::PLURAL)),
            ("ministries", Classes::ORG),
            ("volcanologist", Classes::ROLE),
            ("negotiations", Classes::COMMON),
            ("ostrian", Classes::default()),
        ] {
            let found = look_up(word).classes;
            assert!(classes == Classes::default() && found == classes || found.any(classes), "{word}");
        }
        let mary = look_up("mary");
        assert_eq!((mary.gender, mary.given), (Gender::Female, 3));
        assert_eq!(look_up("nguyễn").surname, 2);
        assert_eq!(look_up("zzz"), Entry::default());
        assert_eq!((look_up("mary-ann").gender, look_up("mary-ann").given), (Gender::Female, 1));
    }
}
