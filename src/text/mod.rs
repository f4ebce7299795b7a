//! What every layer knows of text: [`Span`]s of bytes, the classes of [`chars`] that matter to
//! quotations, how wide a string is on the screen, and how bytes become code points.

pub mod chars;
mod offsets;
mod span;
mod width;

pub use offsets::Offsets;
pub use span::Span;
pub use width::{graphemes, shown, width};
