//! [`Transcript`]: do the lines of a text open turns of speech, each with its label? There a label begins a paragraph,
//! and lines behind it that end in the middle of a sentence are its own.

use super::label::{Label, Sign};
use rustc_hash::{FxHashMap, FxHashSet};
use std::hash::{BuildHasher, BuildHasherDefault};

/// How a line of a transcript begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    /// As any other, or the text is no transcript.
    #[default]
    None,
    /// With a label and words behind it.
    Opens,
    /// It is a label and nothing else.
    Label,
}

/// The signs by which labels are known in a text, and the names on them; none where it is no transcript.
#[derive(Default)]
pub struct Transcript {
    signs: FxHashSet<Sign>,
    names: FxHashSet<u64>,
}

/// Lines that repeat a name before its sign tells a transcript.
const REPEATED: usize = 3;

impl Transcript {
    /// What the lines of `text`, the beginning of all, tell.
    pub fn learn(text: &str) -> Transcript {
        let mut names: FxHashMap<(Sign, u64), usize> = FxHashMap::default();
        let (mut questions, mut answers) = (0, 0);
        for (line, label) in text.lines().filter_map(|line| Some((line, Label::of(line)?))) {
            let name = &line[label.name.clone()];
            match (label.sign, name) {
                (Sign::Line | Sign::Dash, _) => continue,
                (Sign::Letter | Sign::Colon, "Q") => questions += 1,
                (Sign::Letter | Sign::Colon, "A") => answers += 1,
                _ => {}
            }
            if is_named(name) {
                *names.entry((label.sign, hash(name))).or_default() += 1;
            }
        }
        let mut signs: FxHashSet<Sign> = FxHashSet::default();
        for sign in [Sign::Colon, Sign::Stop, Sign::Time, Sign::Brackets] {
            let repeated: usize = names.iter().filter(|((of, _), n)| *of == sign && **n > 1).map(|(_, n)| n).sum();
            if repeated >= REPEATED {
                signs.insert(sign);
            }
        }
        if questions > 1 && answers > 0 {
            signs.extend([Sign::Letter, Sign::Colon]);
        }
        let all = names.into_iter().filter(|((sign, _), n)| signs.contains(sign) && *n > 1);
        let names = all.map(|((_, name), _)| name).chain(["Q", "A"].map(hash)).collect();
        Transcript { names: if signs.is_empty() { FxHashSet::default() } else { names }, signs }
    }

    /// How `line` begins.
    pub fn turn(&self, line: &str) -> Turn {
        if self.signs.is_empty() {
            return Turn::None;
        }
        let Some(label) = Label::of(line).filter(|label| self.signs.contains(&label.sign)) else { return Turn::None };
        let name = &line[label.name.clone()];
        let capitals = name.len() > 1 && !name.contains(char::is_lowercase) && is_named(name);
        match () {
            () if !capitals && !self.names.contains(&hash(name)) => Turn::None,
            () if label.is_alone(line) => Turn::Label,
            () => Turn::Opens,
        }
    }
}

/// Does it begin as a name does?
fn is_named(name: &str) -> bool {
    name.starts_with(|c: char| c.is_uppercase() || !c.is_lowercase()) || name.split_whitespace().count() < 3
}

fn hash(name: &str) -> u64 {
    BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(name)
}
