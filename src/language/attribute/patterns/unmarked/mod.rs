//! Speech without quotation marks and labels: dialogue dashes, interviews, mails, letters, signed and introduced
//! blocks.

pub(super) mod block_speech;
pub(super) mod correspondence;
pub(super) mod dialogue;
pub(super) mod interviews;
pub(super) mod letters;
pub(super) mod signatures;
pub(super) mod written_statements;
