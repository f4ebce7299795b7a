//! The second tagger: a small transformer encoder that reads whole windows of text. Tokens are cut into word `pieces`,
//! a long text into `windows`; `forward` encodes one window with the learned `weights`, which `int8` packs for the
//! processor; `pairs` scores two mentions, or a mention and a quotation, from the encoded tokens.

mod arithmetic;
mod dense;
mod encoder;
mod forward;
mod int8;
mod output;
mod pages;
pub mod pairs;
pub mod parameters;
pub mod pieces;
mod sizes;
mod weights;
mod windows;

pub use encoder::{Encoder, marginals};
pub use int8::PackedWeights;
pub use output::WindowOutput;
pub use weights::VERSION;
pub use windows::Window;
