//! Asides between the turns of a transcript, which are not speech: stage directions, page numbers, notes on the
//! proceedings and on the transcript.

use crate::article::timestamp;
use crate::language::lexical::word_classes::{CHAMBER, DIALOGUE_PRONOUN, HAPPENS, PAGE, PROCEDURE, TRANSCRIPT_NOTE};
use crate::text::words::WordSet;

/// Whether `text` can be an answer rather than a stage direction.
pub(super) fn is_said(text: &str) -> bool {
    !is_direction(text) && !timestamp::is_time(text) && !is_page(text)
}

/// Whether `text` is a stage direction: “(Laughter.)”, “[crosstalk]”, “♪”.
pub(super) fn is_direction(text: &str) -> bool {
    let text =
        text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '.' | '…') || c.is_ascii_digit());
    let opens = text.starts_with(['(', '[', '♪', '{']);
    let closes = text.ends_with([')', ']', '♪', '}']);
    opens && closes && text.matches(['(', '[']).count() <= 3 || text.starts_with('♪')
}

/// Whether `text` is the number of a page or a column between paragraphs.
pub(super) fn is_page(text: &str) -> bool {
    let text = text.trim();
    let named = text.split_once(' ').filter(|(word, _)| word.starts_with(char::is_uppercase) && PAGE.has(word));
    let number = named.map_or(text, |(_, number)| number);
    let number =
        number.split(" of ").next().unwrap_or(number).trim_matches(|c: char| matches!(c, '-' | '–' | ' ' | '[' | ']'));
    !number.is_empty() && number.len() <= 5 && number.bytes().all(|b| b.is_ascii_digit())
}

/// Whether `text` reports the proceedings of a meeting: “The motion was agreed to.”, “Mr Lind interjecting—”. A speaker
/// would say *I* or *you* sooner or later.
pub(super) fn is_procedure(text: &str) -> bool {
    const LONGEST: usize = 240;
    if text.len() > LONGEST {
        return false;
    }
    let lower = text.to_lowercase();
    // “The jury was excused.”, “The House then adjourned.”
    let mut words = lower.split_whitespace();
    let happens = words.next() == Some("the")
        && words.next().is_some_and(|word| CHAMBER.contains(word))
        && words.next().is_some_and(|word| HAPPENS.contains(word))
        && !lower.trim_end().trim_end_matches('.').contains(". ");
    let told = happens || PROCEDURE.iter().any(|done| lower.contains(done));
    told && !lower.split(|c: char| !c.is_alphanumeric()).any(|word| DIALOGUE_PRONOUN.contains(word))
}

/// Whether `words`, possibly after a time, are a status line of a chat program: `* pike nods`, `-!- eller has quit`.
pub(super) fn is_event(words: &str) -> bool {
    ["* ", "*** ", "-!- ", "--> ", "<-- ", "→ ", "← "].iter().any(|sign| words.starts_with(sign))
}

/// Whether `text` is about the transcript, and not part of it.
pub(super) fn is_note(text: &str) -> bool {
    let lower = text.to_lowercase();
    TRANSCRIPT_NOTE.iter().any(|note| lower.contains(note))
}
