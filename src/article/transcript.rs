//! [`Transcript`]: whether the lines of a text open turns with labels. In a transcript a label begins a paragraph, and
//! later lines that end inside a sentence belong to it.

use super::label::{Label, LabelStyle};
use super::timestamp;
use rustc_hash::{FxHashMap, FxHashSet};
use std::hash::{BuildHasher, BuildHasherDefault};

/// The beginning of a line of a transcript.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TurnStart {
    /// Like any other, or the text is not a transcript.
    #[default]
    None,
    /// With a label and the words said.
    WithWords,
    /// With a label and nothing else.
    LabelOnly,
}

/// The styles of the labels of a text, and the names on them. Empty if it is not a transcript.
#[derive(Default)]
pub struct Transcript {
    styles: FxHashSet<LabelStyle>,
    names: FxHashSet<u64>,
}

/// The number of lines with a repeated name that make a style of label credible.
const MIN_REPEATED: usize = 3;

impl Transcript {
    /// Detects the labels of a text from `text`, its beginning.
    pub fn detect(text: &str) -> Transcript {
        let mut names: FxHashMap<(LabelStyle, u64), usize> = FxHashMap::default();
        let (mut questions, mut answers) = (0, 0);
        for (line, label) in text.lines().filter_map(|line| Some((line, Label::parse(line)?))) {
            let name = &line[label.name.clone()];
            match (label.style, name) {
                (LabelStyle::Line | LabelStyle::Dash, _) => continue,
                (LabelStyle::Letter | LabelStyle::Colon, "Q") => questions += 1,
                (LabelStyle::Letter | LabelStyle::Colon, "A") => answers += 1,
                _ => {}
            }
            if is_named(name) {
                *names.entry((label.style, hash(name))).or_default() += 1;
            }
        }
        let mut styles: FxHashSet<LabelStyle> = FxHashSet::default();
        for style in [LabelStyle::Colon, LabelStyle::Stop, LabelStyle::Time, LabelStyle::Brackets] {
            let repeated: usize = names.iter().filter(|((of, _), n)| *of == style && **n > 1).map(|(_, n)| n).sum();
            if repeated >= MIN_REPEATED {
                styles.insert(style);
            }
        }
        if questions > 1 && answers > 0 {
            styles.extend([LabelStyle::Letter, LabelStyle::Colon]);
        }
        let all = names.into_iter().filter(|((style, _), n)| styles.contains(style) && *n > 1);
        let names = all.map(|((_, name), _)| name).chain(["Q", "A"].map(hash)).collect();
        Transcript { names: if styles.is_empty() { FxHashSet::default() } else { names }, styles }
    }

    /// The beginning of `line`.
    pub fn turn(&self, line: &str) -> TurnStart {
        if self.styles.is_empty() {
            return TurnStart::None;
        }
        let Some(label) = Label::parse(line).filter(|label| self.styles.contains(&label.style)) else {
            // “[10:05] * pike nods”
            let event = timestamp::after_time(line).starts_with(['*', '-']) && line.starts_with('[');
            return if event { TurnStart::WithWords } else { TurnStart::None };
        };
        let name = &line[label.name.clone()];
        let capitals = name.len() > 1 && !name.contains(char::is_lowercase) && is_named(name);
        match () {
            () if !capitals && !self.names.contains(&hash(name)) => TurnStart::None,
            () if label.is_alone(line) => TurnStart::LabelOnly,
            () => TurnStart::WithWords,
        }
    }
}

/// Whether it looks like a name.
fn is_named(name: &str) -> bool {
    name.starts_with(|c: char| c.is_uppercase() || !c.is_lowercase()) || name.split_whitespace().count() < 3
}

fn hash(name: &str) -> u64 {
    BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(name)
}
