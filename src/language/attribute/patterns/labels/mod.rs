//! Labels: transcripts, interviews, records and chats, where each turn opens with the name of its speaker.

mod asides;
mod candidate;
mod cast;
mod names;
mod question_answer;
mod transcript;

pub(super) use names::is_key;
pub(super) use transcript::{find, speech};
