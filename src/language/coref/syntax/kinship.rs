//! Kinship terms, as the two relatives use them for each other.

use crate::language::lexical::word_classes::{CHILD, GRANDCHILD, GRANDPARENT, NEPHEW, PARENT, PARTNER, SIBLING, UNCLE};

/// Whether a person whose relative is called `one` can be called `other` by that relative, as far as gender allows: the
/// daughter has a father. Both are nouns in lower case.
pub fn are_converse(one: &str, other: &str) -> bool {
    let sides =
        [(&PARENT, &CHILD), (&PARTNER, &PARTNER), (&SIBLING, &SIBLING), (&GRANDPARENT, &GRANDCHILD), (&UNCLE, &NEPHEW)];
    sides.iter().any(|(elder, younger)| {
        elder.contains(one) && younger.contains(other) || younger.contains(one) && elder.contains(other)
    })
}
