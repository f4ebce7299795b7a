//! Sizes shared by the weights, the forward pass and the pair networks. `assets/encoder/joint.py` must have the same.

/// The number of values of [`WordPieces::case`](super::pieces::WordPieces::case).
pub const CASES: usize = 4;
/// The number of values of [`WordPieces::mark`](super::pieces::WordPieces::mark).
pub const QUOTE_STATES: usize = 5;

/// The length of the vector of a mention or a quotation.
pub const PAIR_WIDTH: usize = 160;
/// The size of the hidden layer of a pair network.
pub const PAIR_HIDDEN: usize = 128;
/// The kinds of mention that a token may head: none, one of a person, one of a body or group.
pub const HEAD_KINDS: usize = 3;
/// One value per kind.
pub type PerKind = [f32; HEAD_KINDS];

/// The numbers of values of the features of two mentions: distance, classes, same head word, inside marks, blocks
/// between.
pub const SAME_FEATURES: [usize; 5] = [24, 100, 2, 4, 9];
/// The same for a quotation and a mention: distance, blocks between, class, quotations between.
pub const SPEAKER_FEATURES: [usize; 4] = [24, 9, 10, 4];
/// The same for two quotations: relative position, blocks between, distance.
pub const TURN_FEATURES: [usize; 3] = [10, 9, 12];
