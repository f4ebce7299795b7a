//! Labels: transcripts, interviews, records and chats, where each turn opens with the name of its speaker.

mod asides;
mod candidate;
pub(super) mod interviewee;
mod names;
mod question_answer;
mod speaker_list;
mod transcript;

pub(super) use names::is_key;
pub(super) use transcript::{find, speech};
