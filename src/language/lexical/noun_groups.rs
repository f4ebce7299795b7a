//! [`NounGroup`]: nouns for people, bodies and documents that mean much the same: “lawyer”, “attorney”. The groups are
//! in `assets/people/noun_groups.txt`, which says how they were made.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const LIST: &str = include_str!("../../../assets/people/noun_groups.txt");

/// The group of a noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NounGroup {
    /// The number of the broad group, from 1: “lawyer”, “plaintiff”, “court”.
    pub broad: u8,
    /// The number of the narrow group within it, from 1: “lawyer”, “attorney”.
    pub narrow: u16,
}

static GROUPS: LazyLock<FxHashMap<&'static str, NounGroup>> = LazyLock::new(|| {
    let mut groups = FxHashMap::default();
    let mut group = NounGroup { broad: 0, narrow: 0 };
    for line in LIST.lines().filter(|line| !line.starts_with('#')) {
        if line.is_empty() {
            group.broad += 1;
        } else {
            group.narrow += 1;
            groups.extend(line.split(' ').map(|word| (word, group)));
        }
    }
    groups
});

impl NounGroup {
    /// The group of `noun`, in lower case, or of its singular. `None` if it is in no group.
    pub fn of(noun: &str) -> Option<NounGroup> {
        let singular = || noun.strip_suffix('s').and_then(|singular| GROUPS.get(singular));
        GROUPS.get(noun).or_else(singular).copied()
    }

    /// The likeness of the groups of two nouns, as a number: 3 for one narrow group, 2 for one broad group, 1 for two
    /// groups, 0 if a noun is in no group.
    pub fn likeness(one: Option<NounGroup>, other: Option<NounGroup>) -> u64 {
        match (one, other) {
            (Some(one), Some(other)) if one.narrow == other.narrow => 3,
            (Some(one), Some(other)) if one.broad == other.broad => 2,
            (Some(_), Some(_)) => 1,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_noun_is_in_two_groups() {
        let words = LIST.lines().filter(|line| !line.starts_with('#')).flat_map(|line| line.split(' '));
        assert_eq!(words.filter(|word| !word.is_empty()).count(), GROUPS.len());
    }

    #[test]
    fn likeness_of_nouns() {
        for (one, other, likeness) in [
            ("lawyer", "attorney", 3),
            ("lawyers", "attorney", 3),
            ("lawyer", "judge", 2),
            ("lawyer", "violinist", 1),
            ("lawyer", "heron", 0),
        ] {
            assert_eq!(NounGroup::likeness(NounGroup::of(one), NounGroup::of(other)), likeness, "{one}, {other}");
        }
    }
}
