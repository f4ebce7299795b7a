//! The second tagger: a small transformer encoder. Tokens are split into word `pieces`, and a long text into `windows`.
//! `forward` encodes one window with the trained `weights`, which `int8` packs for the processor. `pairs` scores pairs
//! of mentions, and of a mention and a quotation, from the encoded tokens.

mod arithmetic;
mod dense;
mod forward;
mod int8;
mod model;
mod output;
mod pages;
pub mod pairs;
pub mod parameters;
pub mod pieces;
mod sizes;
mod weights;
mod windows;

pub use int8::PackedWeights;
pub use model::{Encoder, marginals};
pub use output::WindowOutput;
pub use weights::VERSION;
pub use windows::Window;
