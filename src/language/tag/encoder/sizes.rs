//! Sizes that the weights, the forward pass and the pair networks agree on. `assets/encoder/joint.py` has the same.

/// How many values [`WordPieces::case`](super::pieces::WordPieces::case) takes.
pub const CASES: usize = 4;
/// How many values [`WordPieces::mark`](super::pieces::WordPieces::mark) takes.
pub const QUOTE_STATES: usize = 5;

/// Numbers that stand for a mention or a quotation.
pub const PAIR_WIDTH: usize = 160;
/// Numbers in the middle of the network that scores a pair.
pub const PAIR_HIDDEN: usize = 128;
/// Kinds that a token may head: no mention, one of a person, one of a body or group.
pub const HEAD_KINDS: usize = 3;
/// One value for each kind.
pub type PerKind = [f32; HEAD_KINDS];

/// Values of the features of two mentions: distance, forms, same head word, inside marks, blocks between.
pub const SAME_FEATURES: [usize; 5] = [24, 100, 2, 4, 9];
/// Values of those of a quotation and a mention: distance, blocks between, form, quotations between.
pub const SPEAKER_FEATURES: [usize; 4] = [24, 9, 10, 4];
/// Values of those of two quotations: place in the row, blocks between, distance.
pub const TURN_FEATURES: [usize; 3] = [10, 9, 12];
