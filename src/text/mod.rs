//! Text as every layer sees it: [`Span`]s of bytes, [`chars`] that matter to quotations, width on the screen, bytes and
//! code points, [`TextAnchor`]s that find their words again, and the classes of words in `assets/words`.

mod anchor;
pub mod chars;
mod message;
mod offsets;
mod span;
mod width;
pub mod words;

pub use anchor::TextAnchor;
pub use message::{one_line, percent, pluralize};
pub use offsets::Offsets;
pub use span::Span;
pub use width::{graphemes, printable, shown, width};
