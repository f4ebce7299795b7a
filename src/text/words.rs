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
    /// The words of `list` with the class `tag`.
    pub fn read(list: &'static str, tag: &str) -> WordClass {
        // Some lists have a thousand lines and a dozen classes: the tag is searched for, rather than every line split.
        let tags = memmem::find_iter(list.as_bytes(), tag);
        WordClass(tags.filter_map(|at| tagged_word(list, at..at + tag.len())).collect())
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

/// Declares word classes by list and tag, and a test that the lists explain and hold them.
macro_rules! word_classes {
    ($($list:literal { $($name:ident = $tag:literal,)* })*) => {
        $($(
            #[doc = concat!("The class `", $tag, "` of `assets/words/", $list, ".txt`.")]
            pub static $name: LazyLock<WordClass> = LazyLock::new(|| {
                let list = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/words/", $list, ".txt"));
                WordClass::read(list, $tag)
            });
        )*)*

        #[cfg(test)]
        mod list_tests {
            const LISTS: &[(&str, &str, &[&str])] = &[$((
                $list,
                include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/words/", $list, ".txt")),
                &[$($tag),*],
            )),*];

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

    /// Checks that each class of `lists` is explained in its list, has words, and is read whole.
    pub fn check(lists: &[(&str, &'static str, &[&str])]) {
        for (name, list, classes) in lists {
            for class in *classes {
                let words = entries(list).filter(|(_, tags)| tags.split(' ').any(|tag| tag == *class));
                let words: FxHashSet<&str> = words.map(|(word, _)| word).collect();
                let explained = list.lines().any(|line| line.starts_with(&format!("# {class}: ")));
                assert!(explained && !words.is_empty(), "{name}: {class}");
                assert_eq!(WordClass::read(list, class).0, words, "{name}: {class}");
            }
        }
    }
}
