//! Text as every layer sees it: [`Span`]s of bytes, [`chars`] that matter to quotations, width on the screen, bytes and
//! code points, [`TextAnchor`]s that find their words again, the [`Day`]s and hosts that texts name, names without
//! credentials, and the classes of words in `assets/words`.

mod anchor;
pub mod chars;
mod credentials;
mod day;
mod host;
mod message;
mod offsets;
mod span;
mod width;
pub mod words;

pub use anchor::TextAnchor;
pub use credentials::{shown_path, without_credentials, without_embedded_credentials};
pub use day::Day;
pub use host::host;
pub use message::{one_line, percent, pluralize};
pub use offsets::Offsets;
pub use span::Span;
pub use width::{graphemes, is_invisible, printable, shown, visible, width};
