//! What every layer knows of text: [`Span`]s of bytes, the classes of [`chars`] that matter to quotations, how wide a
//! string is on the screen, how bytes become code points, and how a [`TextAnchor`] is found again.

mod anchor;
pub mod chars;
mod offsets;
mod span;
mod width;

pub use anchor::TextAnchor;
pub use offsets::Offsets;
pub use span::Span;
pub use width::{graphemes, printable, shown, width};
