//! What is known of a word before any text is read: titles, roles, kin, places, names and their gender. The lists stand
//! in `assets/people`, with their sources at the top of each; a list is evidence, never the answer.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Sets of the classes a word belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(u64);

impl Classes {
    pub const HONORIFIC_M: Classes = Classes(1);
    pub const HONORIFIC_F: Classes = Classes(1 << 1);
    pub const HONORIFIC_U: Classes = Classes(1 << 2);
    pub const RANK: Classes = Classes(1 << 3);
    pub const OFFICE: Classes = Classes(1 << 4);
    pub const ROLE_M: Classes = Classes(1 << 5);
    pub const ROLE_F: Classes = Classes(1 << 6);
    pub const ROLE: Classes = Classes(1 << 7);
    pub const PEOPLE: Classes = Classes(1 << 8);
    pub const KIN_M: Classes = Classes(1 << 9);
    pub const KIN_F: Classes = Classes(1 << 10);
    pub const KIN_U: Classes = Classes(1 << 11);
    /// Heads of the names of bodies (“committee”).
    pub const ORG: Classes = Classes(1 << 12);
    /// Heads of the names of bodies that go on with *for* or *on* (“Center for Responsive Government”).
    pub const ASSOCIATION: Classes = Classes(1 << 34);
    /// Things that are written (“the report says”).
    pub const DOC: Classes = Classes(1 << 13);
    /// Heads of the names of places (“street”).
    pub const PLACE_HEAD: Classes = Classes(1 << 14);
    pub const PLACE: Classes = Classes(1 << 15);
    pub const DEMONYM: Classes = Classes(1 << 16);
    pub const TIME: Classes = Classes(1 << 17);
    pub const FUNCTION: Classes = Classes(1 << 18);
    pub const PARTICLE: Classes = Classes(1 << 19);
    pub const SUFFIX: Classes = Classes(1 << 20);
    pub const CREDENTIAL: Classes = Classes(1 << 21);
    /// What may stand before a role (“former”, “deputy”).
    pub const MODIFIER: Classes = Classes(1 << 22);
    pub const SAY: Classes = Classes(1 << 23);
    pub const HUMAN_VERB: Classes = Classes(1 << 24);
    pub const PLURAL_VERB: Classes = Classes(1 << 25);
    pub const SUBORDINATOR: Classes = Classes(1 << 26);
    pub const PREPOSITION: Classes = Classes(1 << 27);
    pub const DETERMINER: Classes = Classes(1 << 28);
    /// A regular plural of a word of the other classes given.
    pub const PLURAL: Classes = Classes(1 << 30);
    /// A common English word.
    pub const COMMON: Classes = Classes(1 << 31);
    pub const AUXILIARY: Classes = Classes(1 << 32);
    /// A name by which one person is known to everybody.
    pub const FAMED: Classes = Classes(1 << 33);

    /// First words of the names of places (“New York”, “San Marino”).
    pub const PLACE_FIRST: Classes = Classes(1 << 29);

    /// Titles that stand before a name.
    pub const TITLE: Classes =
        Classes(Self::HONORIFIC_M.0 | Self::HONORIFIC_F.0 | Self::HONORIFIC_U.0 | Self::RANK.0 | Self::OFFICE.0);
    pub const HONORIFIC: Classes = Classes(Self::HONORIFIC_M.0 | Self::HONORIFIC_F.0 | Self::HONORIFIC_U.0);
    pub const KIN: Classes = Classes(Self::KIN_M.0 | Self::KIN_F.0 | Self::KIN_U.0);
    pub const ANY_ROLE: Classes = Classes(Self::ROLE.0 | Self::ROLE_M.0 | Self::ROLE_F.0);
    /// Heads of descriptions of people.
    pub const HUMAN: Classes = Classes(Self::ANY_ROLE.0 | Self::OFFICE.0 | Self::RANK.0 | Self::KIN.0 | Self::PEOPLE.0);

    pub const fn or(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }

    /// Is it in at least one class of `other`?
    pub const fn any(self, other: Classes) -> bool {
        self.0 & other.0 != 0
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Gender {
    #[default]
    Unknown,
    Male,
    Female,
}

impl Gender {
    /// Do both say something, and not the same?
    pub fn conflicts_with(self, other: Gender) -> bool {
        self != Gender::Unknown && other != Gender::Unknown && self != other
    }
}

/// What the lists say of one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub classes: Classes,
    /// How common it is as a given name, 0 (none) to 3.
    pub given: u8,
    /// Of those who bear it as a given name.
    pub gender: Gender,
    /// How common it is as a surname, 0 (none) to 3.
    pub surname: u8,
}

impl Entry {
    /// Is it on no list but those of names?
    pub fn is_bare(self) -> bool {
        self.classes.0 & !Classes::FAMED.0 == 0
    }

    pub fn is(self, classes: Classes) -> bool {
        self.classes.any(classes)
    }

    /// Which of `sets` it is in, a bit each.
    pub fn bits(self, sets: &[Classes]) -> u64 {
        sets.iter().enumerate().map(|(bit, set)| u64::from(self.is(*set)) << bit).sum()
    }
}

const LEXICON: &str = include_str!("../../../assets/people/lexicon.txt");
const NAMES: &str = include_str!("../../../assets/people/names.txt");
const WORDS: &str = include_str!("../../../assets/people/words.txt");

const SECTIONS: [(&str, Classes); 34] = [
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
    ("org-head", Classes::ORG),
    ("org", Classes::ORG),
    ("association", Classes::ASSOCIATION),
    ("doc", Classes::DOC),
    ("place-head", Classes::PLACE_HEAD),
    ("place", Classes::PLACE),
    ("place-first", Classes::PLACE_FIRST),
    ("demonym", Classes::DEMONYM),
    ("time", Classes::TIME),
    ("function", Classes::FUNCTION),
    ("particle", Classes::PARTICLE),
    ("suffix", Classes::SUFFIX),
    ("credential", Classes::CREDENTIAL),
    ("modifier", Classes::MODIFIER),
    ("say", Classes::SAY),
    ("human-verb", Classes::HUMAN_VERB),
    ("plural-verb", Classes::PLURAL_VERB),
    ("subordinator", Classes::SUBORDINATOR),
    ("preposition", Classes::PREPOSITION),
    ("determiner", Classes::DETERMINER),
    ("auxiliary", Classes::AUXILIARY),
    ("famed", Classes::FAMED),
];

static CLASSES: LazyLock<FxHashMap<&'static str, Classes>> = LazyLock::new(|| {
    let mut all = FxHashMap::default();
    let mut class = Classes::default();
    for line in LEXICON.lines().filter(|line| !line.starts_with('#')) {
        match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            Some(name) => {
                class = SECTIONS.iter().find(|(section, _)| *section == name).map_or_else(Classes::default, |s| s.1);
            }
            None => {
                for word in line.split_whitespace() {
                    let known: &mut Classes = all.entry(word).or_default();
                    *known = known.or(class);
                }
            }
        }
    }
    all
});

/// What the lists say of `word`, which is in lower case.
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

/// The classes of the singular that `word` is the regular plural of, as far as they are nouns that speak.
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

/// Occupations that no list can hold: endings that only people have.
fn looks_like_role(word: &str) -> bool {
    const ENDINGS: [&str; 10] =
        ["ologist", "ographer", "sman", "swoman", "person", "ician", "crat", "keeper", "maker", "worker"];
    word.len() > 6 && ENDINGS.iter().any(|ending| word.ends_with(ending))
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

/// Words for one office or trade that stand for one another, the first of each line being the one compared.
const ALIKE: [&[&str]; 22] = [
    &["senator", "sen"],
    &["governor", "gov"],
    &["representative", "rep", "congressman", "congresswoman", "lawmaker", "legislator"],
    &["president", "pres"],
    &["minister", "pm"],
    &["officer", "pc", "constable", "sgt", "sergeant", "dc", "trooper", "policeman", "policewoman"],
    &["detective", "det", "inspector", "insp", "di", "dci"],
    &["captain", "capt", "skipper"],
    &["general", "gen"],
    &["colonel", "col"],
    &["lieutenant", "lt"],
    &["admiral", "adm"],
    &["professor", "prof"],
    &["doctor", "dr", "physician"],
    &["chairman", "chair", "chairwoman", "chairperson"],
    &["councillor", "cllr", "councilor", "councilman", "councilwoman"],
    &["spokesman", "spokeswoman", "spokesperson"],
    &[
        "lawyer",
        "attorney",
        "counsel",
        "barrister",
        "solicitor",
        "advocate",
        "qc",
        "kc",
        "prosecuting",
        "prosecution",
        "defending",
        "defence",
        "defense",
    ],
    &["priest", "father", "fr", "rev", "reverend", "vicar", "pastor", "minister"],
    &["author", "writer", "novelist"],
    &["scientist", "researcher", "academic"],
    &["reporter", "journalist", "correspondent"],
];

/// The word that stands for all that mean the same office as `word`.
pub fn canonical_role(word: &str) -> &str {
    ALIKE.iter().find(|alike| alike.contains(&word)).map_or(word, |alike| alike[0])
}

/// Short forms of given names, with what they stand for.
const SHORT: [&[&str]; 56] = [
    &["robert", "bob", "bobby", "rob", "robbie", "bert"],
    &["william", "bill", "billy", "will", "willie", "liam"],
    &["richard", "dick", "rick", "richie", "rich", "ricky"],
    &["james", "jim", "jimmy", "jamie", "jem"],
    &["john", "jack", "johnny", "jon"],
    &["thomas", "tom", "tommy"],
    &["charles", "charlie", "chuck", "charley"],
    &["edward", "ed", "eddie", "ted", "teddy", "ned"],
    &["michael", "mike", "mick", "mickey"],
    &["joseph", "joe", "joey"],
    &["daniel", "dan", "danny"],
    &["david", "dave", "davey"],
    &["benjamin", "ben", "benny"],
    &["samuel", "sam", "sammy"],
    &["samantha", "sam"],
    &["alexander", "alex", "alec", "sandy", "sasha"],
    &["alexandra", "alex", "sandra", "sasha"],
    &["andrew", "andy", "drew"],
    &["anthony", "tony"],
    &["christopher", "chris", "kit"],
    &["nicholas", "nick", "nicky"],
    &["matthew", "matt"],
    &["steven", "steve", "stephen"],
    &["peter", "pete"],
    &["patrick", "pat", "paddy"],
    &["patricia", "pat", "patty", "tricia"],
    &["elizabeth", "liz", "beth", "lizzy", "lizzie", "betty", "eliza", "betsy", "bess"],
    &["katherine", "kate", "kathy", "katie", "kitty", "catherine", "kathryn", "cathy"],
    &["margaret", "maggie", "meg", "peggy", "madge"],
    &["jennifer", "jen", "jenny"],
    &["jane", "jenny", "janie"],
    &["susan", "sue", "susie", "suzie"],
    &["deborah", "deb", "debbie", "debra"],
    &["barbara", "barb", "babs"],
    &["rebecca", "becky", "becca"],
    &["jessica", "jess", "jessie"],
    &["victoria", "vicky", "tori"],
    &["theodore", "ted", "teddy", "theo"],
    &["frederick", "fred", "freddie", "freddy"],
    &["francis", "frank", "frankie"],
    &["franklin", "frank"],
    &["lawrence", "larry", "laurie"],
    &["gerald", "gerry", "jerry"],
    &["jerome", "jerry"],
    &["ronald", "ron", "ronnie"],
    &["donald", "don", "donnie"],
    &["kenneth", "ken", "kenny"],
    &["timothy", "tim", "timmy"],
    &["gregory", "greg"],
    &["jeffrey", "jeff", "geoffrey", "geoff"],
    &["henry", "harry", "hank", "hal"],
    &["harold", "harry", "hal"],
    &["arthur", "art", "artie"],
    &["eugene", "gene"],
    &["vincent", "vince", "vinny"],
    &["abraham", "abe"],
];

/// May two given names be forms of one (“Bob”, “Robert”)?
pub fn same_given_name(one: &str, other: &str) -> bool {
    one == other || SHORT.iter().any(|short| short.contains(&one) && short.contains(&other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_sections_known() {
        for list in [NAMES, WORDS] {
            let words: Vec<&str> = list.lines().filter_map(|line| line.split(' ').next()).collect();
            assert!(words.iter().skip_while(|word| **word == "#").is_sorted());
        }
        for line in LEXICON.lines().filter(|line| line.starts_with('[')) {
            assert!(SECTIONS.iter().any(|(name, _)| *name == &line[1..line.len() - 1]), "{line}");
        }
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
