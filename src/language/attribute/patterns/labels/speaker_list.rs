//! Lines above the turns that say who speaks: `Interviewee: Margaret Dunn`, `Host: Ada Munro, Tern Radio`. They are not
//! speech, but they name the people behind *Q*, *A* and the offices on later labels.

use super::candidate::{LabelCandidate, NameLikelihood, is_role};
use crate::article::label::LabelStyle;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::lexicon::{self, Classes};
use crate::language::lexical::word_classes::{ANSWERING_ROLE, ASKING_ROLE, NAME_PARTICLE};
use crate::text::Span;

/// The longest line of a speaker list, and the most words of a name in it.
const MAX_LINE: usize = 100;
const MAX_WORDS: usize = 5;

/// The people that the lines above the turns name.
#[derive(Default)]
pub(super) struct SpeakerList {
    /// Each role, in the form in which labels are compared, with the name.
    pub(super) roles: Vec<(String, Span)>,
    pub(super) asks: Option<Span>,
    pub(super) answers: Option<Span>,
}

impl SpeakerList {
    /// Removes the lines of the speaker list from `candidates`.
    pub(super) fn take(input: TokenizedArticle, blocks: &[usize], candidates: &mut Vec<LabelCandidate>) -> SpeakerList {
        let mut speaker_list = SpeakerList::default();
        let mut turns = false;
        candidates.retain(|candidate| {
            let name = if turns { None } else { named(input, blocks, candidate) };
            turns |= name.is_none() && candidate.likelihood > NameLikelihood::No;
            let Some(name) = name else { return true };
            let role = last_word(&candidate.key);
            if ASKING_ROLE.contains(role) {
                speaker_list.asks = speaker_list.asks.or(Some(name));
            } else if ANSWERING_ROLE.contains(role) {
                speaker_list.answers = speaker_list.answers.or(Some(name));
            }
            speaker_list.roles.push((candidate.key.clone(), name));
            false
        });
        speaker_list
    }

    /// The name behind a label with the key `key`: a role, or its first letter.
    pub(super) fn name(&self, key: &str) -> Option<Span> {
        let letter = |role: &str| key.len() == 1 && role.starts_with(key);
        let mut named = self.roles.iter().filter(|(role, _)| role == key || letter(role));
        let only = named.next().filter(|_| named.next().is_none());
        only.map(|(_, name)| *name)
    }
}

/// The name in `candidate`, if it is a line of a speaker list.
fn named(input: TokenizedArticle, blocks: &[usize], candidate: &LabelCandidate) -> Option<Span> {
    let block = input.article.blocks().get(*blocks.get(candidate.index)?)?;
    let text = input.article.slice(block.span);
    let body = text.get(candidate.label.body..)?;
    let role = last_word(&candidate.key);
    let talks = ASKING_ROLE.contains(role) || ANSWERING_ROLE.contains(role);
    if candidate.label.style != LabelStyle::Colon || text.len() > MAX_LINE || !(talks || is_role(role)) {
        return None;
    }
    let name = body.split([',', '(', ';', '–', '—', '\n']).next().unwrap_or("").trim();
    let mut words = name.split_whitespace();
    let first = lexicon::look_up(&words.next()?.to_lowercase());
    let count = words.clone().count() + 1;
    let capitals = name.starts_with(char::is_uppercase)
        && words.all(|word| word.starts_with(char::is_uppercase) || NAME_PARTICLE.contains(word));
    let spoken = body.trim_end().ends_with(['.', '?', '!', '…', ':']);
    let known = first.given > 0 || first.is(Classes::TITLE_OR_OFFICE);
    let called = known && count > 1 || talks && count > 1 && !first.is(Classes::COMMON);
    let start = candidate.start + candidate.label.body + body.find(name).unwrap_or(0);
    (capitals && count <= MAX_WORDS && called && !spoken).then(|| Span::new(start, start + name.len()))
}

fn last_word(key: &str) -> &str {
    key.rsplit(' ').next().unwrap_or(key)
}
