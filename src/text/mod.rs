//! What every layer knows of text: [`Span`]s of bytes, the classes of [`chars`] that matter to quotations, how wide a
//! string is on the screen, how bytes become code points, and how a [`Place`] is found again.

pub mod chars;
mod message;
mod offsets;
mod place;
mod span;
mod width;

pub use message::{one_line, pluralize};
pub use offsets::Offsets;
pub use place::Place;
pub use span::Span;
pub use width::{graphemes, line, shown, width};
