//! The roles in a quotation, and the BIO tags that assign them to tokens.

use std::ops::Range;

/// The role of a span of tokens in a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    Source = 1,
    Cue = 2,
    Content = 3,
}

impl Role {
    /// All roles, in the order of the tags.
    pub const ALL: [Role; 3] = [Role::Source, Role::Cue, Role::Content];

    /// The tag of the first token of a span.
    pub const fn begins(self) -> Tag {
        self as u8 * 2 - 1
    }

    /// The tag of the other tokens of a span.
    pub const fn inside(self) -> Tag {
        self as u8 * 2
    }
}

/// 0 for a token without a role, otherwise [`Role::begins`] or [`Role::inside`] of one.
pub type Tag = u8;

/// The number of tags.
pub const TAGS: usize = 7;

/// One value per tag.
pub type PerTag = [f32; TAGS];

/// The number of the role of `tag`; 0 for none.
pub const fn role_of(tag: Tag) -> u8 {
    tag.div_ceil(2)
}

/// Whether `next` may follow `tag`. An inside tag must continue a span of its role.
pub const fn may_follow(tag: usize, next: usize) -> bool {
    next == 0 || next % 2 == 1 || next == tag || next == tag + 1
}

/// A span of tokens with one role.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RoleSpan {
    pub role: Role,
    pub tokens: Range<usize>,
}

/// The spans that `tags` describe, in order. Tokens are numbered from the start of `tags`.
pub fn role_spans(tags: &[Tag]) -> Vec<RoleSpan> {
    let mut pieces: Vec<RoleSpan> = Vec::new();
    let mut before = 0;
    for (at, &tag) in tags.iter().enumerate() {
        if let Some(role) = Role::ALL.into_iter().find(|&role| role as u8 == role_of(tag)) {
            match pieces.last_mut() {
                Some(piece) if tag == role.inside() && role_of(before) == role as u8 => piece.tokens.end = at + 1,
                _ => pieces.push(RoleSpan { role, tokens: at..at + 1 }),
            }
        }
        before = tag;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_give_role_spans() {
        let piece = |role, tokens| RoleSpan { role, tokens };
        assert_eq!(
            role_spans(&[1, 2, 3, 0, 5, 6, 5, 0]),
            [piece(Role::Source, 0..2), piece(Role::Cue, 2..3), piece(Role::Content, 4..6), piece(Role::Content, 6..7)]
        );
        // An inside tag without a beginning starts a span.
        assert_eq!(role_spans(&[0, 4, 6]), [piece(Role::Cue, 1..2), piece(Role::Content, 2..3)]);
    }
}
