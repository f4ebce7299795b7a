//! [`WordClass`]: the words of one class, read from a list in `assets/words`. Each word of a list is followed by its
//! classes, which the head of the list explains. `word_classes` declares those that a layer asks for.

use memchr::memmem;
use rustc_hash::{FxBuildHasher, FxHashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// A set of words.
pub trait WordSet {
    /// Whether the set contains `word`, ignoring ASCII case.
    fn has(&self, word: &str) -> bool;
}

impl<const N: usize> WordSet for [&str; N] {
    fn has(&self, word: &str) -> bool {
        self.iter().any(|one| one.eq_ignore_ascii_case(word))
    }
}

/// The words of one class. Classes that are looked up ignoring case hold lower-case words.
pub struct WordClass(FxHashSet<&'static str>);

/// A class without words.
pub static EMPTY: WordClass = WordClass(FxHashSet::with_hasher(FxBuildHasher));

impl WordClass {
    /// The words of `lists` with the class `tag`.
    pub fn read(lists: &[(&str, &'static str)], tag: &str) -> WordClass {
        let words = |list: &'static str| {
            // Some lists have a thousand lines and a dozen classes: the tag is searched for, rather than every line
            // split.
            let tags = memmem::find_iter(list.as_bytes(), tag);
            tags.filter_map(|at| tagged_word(list, at..at + tag.len())).collect::<Vec<&str>>()
        };
        WordClass(lists.iter().flat_map(|(_, list)| words(list)).collect())
    }

    /// Whether the class contains `word` in exactly this case.
    pub fn contains(&self, word: &str) -> bool {
        self.0.contains(word)
    }

    /// The words, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.iter().copied()
    }
}

impl WordSet for WordClass {
    fn has(&self, word: &str) -> bool {
        if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            self.contains(&word.to_ascii_lowercase())
        } else {
            self.contains(word)
        }
    }
}

impl WordSet for LazyLock<WordClass> {
    fn has(&self, word: &str) -> bool {
        WordClass::has(self, word)
    }
}

/// The word of the line in which `found` is a whole tag.
fn tagged_word(list: &'static str, found: Range<usize>) -> Option<&'static str> {
    let (before, after) = (list.get(..found.start)?, list.get(found.end..)?);
    let whole = before.ends_with(['\t', ' ']) && (after.is_empty() || after.starts_with([' ', '\n']));
    let line = before.rfind('\n').map_or(before, |end| &before[end + 1..]);
    let (word, _) = line.split_once('\t').filter(|_| whole && !line.starts_with('#'))?;
    Some(word)
}

/// The words of `list`, each with its classes.
pub fn entries(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

/// `phrase` with a capital as its first letter.
pub fn capitalised(phrase: &str) -> String {
    let start = phrase.find(char::is_alphabetic).unwrap_or(0);
    let (before, word) = phrase.split_at(start);
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    before.chars().chain(first).chain(letters.as_str().chars()).collect()
}

/// The name and the text of a list in `assets/words`, or of several.
macro_rules! word_lists {
    ($list:literal) => { $crate::text::words::word_lists!([$list]) };
    ([$($list:literal),+]) => {
        &[$(($list, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/words/", $list, ".txt")))),+]
    };
}
pub(crate) use word_lists;

/// Declares word classes by list and tag, and a test that the lists explain and hold them. A class whose words are of
/// several kinds stands in several lists (`["speech", "foreign_speech"]`), each word in one of them.
macro_rules! word_classes {
    ($($lists:tt { $($name:ident = $tag:literal,)* })*) => {
        $($(
            #[doc = concat!("The class `", $tag, "` of `assets/words`: ", stringify!($lists), ".")]
            pub static $name: LazyLock<WordClass> =
                LazyLock::new(|| WordClass::read($crate::text::words::word_lists!($lists), $tag));
        )*)*

        #[cfg(test)]
        mod list_tests {
            const LISTS: &[($crate::text::words::tests::Lists, &[&str])] = &[$(($crate::text::words::word_lists!($lists), &[$($tag),*])),*];

            #[test]
            fn every_class_is_explained_and_used() {
                crate::text::words::tests::check(LISTS);
            }
        }
    };
}
pub(crate) use word_classes;

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The names of lists, each with its text.
    pub type Lists = &'static [(&'static str, &'static str)];

    /// Checks that each class of `lists` is explained in its lists, has words in each, none twice, and is read whole.
    pub fn check(lists: &[(Lists, &[&str])]) {
        for (lists, class) in lists.iter().flat_map(|(lists, classes)| classes.iter().map(move |class| (lists, class)))
        {
            let mut all = FxHashSet::default();
            for (name, list) in *lists {
                let explained = list.lines().any(|line| line.starts_with(&format!("# {class}: ")));
                let tagged = entries(list).filter(|(_, tags)| tags.split(' ').any(|tag| tag == *class));
                let words: Vec<&str> = tagged.map(|(word, _)| word).collect();
                assert!(explained && !words.is_empty(), "{name}: {class}");
                assert!(words.into_iter().all(|word| all.insert(word)), "{name}: {class}");
            }
            assert_eq!(WordClass::read(lists, class).0, all, "{class}");
        }
    }
}
