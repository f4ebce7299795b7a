//! The names on labels: how likely the words are a name at all, and the full name that initials or an office stand for.

use super::candidate::{LabelCandidate, NameLikelihood, is_role};
use super::speaker_list::SpeakerList;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::lexicon::{self, Classes};
use crate::language::lexical::word_classes::{
    ANSWER_LABEL, FAULT, NAME_PREFIX, NOT_SPEAKER, QUESTION_LABEL, QUOTATIVE, SENTENCE_OPENER, SPEAKER_ROLE,
};
use crate::text::Span;
use rustc_hash::FxHashMap;

/// The form of `name` by which labels are compared.
pub(super) fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        let word = word.trim_end_matches(['.', ',', '*', '_']);
        if !word.is_empty() {
            if !key.is_empty() {
                key.push(' ');
            }
            key.extend(word.chars().flat_map(char::to_lowercase));
        }
    }
    key
}

/// The likelihood that `name`, with `aside` next to it, is a speaker.
pub(super) fn likelihood(name: &str, aside: &str) -> NameLikelihood {
    let trim = |word: &'_ str| -> String { word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase() };
    let words: Vec<String> = name.split_whitespace().map(trim).filter(|word| !word.is_empty()).collect();
    let Some(first) = words.first() else { return NameLikelihood::No };
    let reports = |words: &str| words.split_whitespace().any(|word| QUOTATIVE.contains(word.trim_matches(',')));
    // “in writing” says how the answer was given; it does not report words.
    if reports(name) || reports(aside) && !aside.starts_with("in ") || name.split_whitespace().any(is_code) {
        return NameLikelihood::No;
    }
    let joined = words.join(" ");
    let label = joined.trim_end_matches(|c: char| c.is_ascii_digit());
    if QUESTION_LABEL.contains(label) || ANSWER_LABEL.contains(label) {
        return NameLikelihood::Sure;
    }
    // “I:” and “R:” stand for interviewer and respondent.
    if let [only] = &words[..]
        && only.chars().count() == 1
    {
        return if name.starts_with(char::is_uppercase) { NameLikelihood::Maybe } else { NameLikelihood::Hardly };
    }
    let entries: Vec<lexicon::Entry> = words.iter().map(|word| lexicon::look_up(word)).collect();
    let titled = words.len() > 1 && entries[0].is(Classes::TITLE_OR_OFFICE);
    let role = words.iter().any(|word| is_role(word));
    let first_entry = entries[0];
    let none = NOT_SPEAKER.contains(first) || SENTENCE_OPENER.contains(first) && first != "the" && !role;
    let weekday = words.len() <= 2 && entries.iter().any(|entry| entry.is(Classes::CALENDAR));
    let named = first_entry.given > 1 && !NOT_SPEAKER.contains(first);
    if none && words.len() == 1 && first_entry.surname > 0 && !SENTENCE_OPENER.contains(first) {
        return NameLikelihood::Hardly;
    }
    if none && !titled && !named || weekday && first_entry.given == 0 {
        return NameLikelihood::No;
    }
    if role || titled {
        return NameLikelihood::Sure;
    }
    let common = |entry: &lexicon::Entry| entry.is(Classes::COMMON) && entry.given == 0 && entry.surname == 0;
    if let [only] = entries[..] {
        let named = only.given > 0 || only.surname > 0;
        return match () {
            () if only.given > 0 && !only.is(Classes::COMMON) => NameLikelihood::Sure,
            () if common(&only) || only.is(Classes::COMMON) && !named => NameLikelihood::Hardly,
            () if only.is(Classes::PLACE) && only.given == 0 => NameLikelihood::Hardly,
            () => NameLikelihood::Maybe,
        };
    }
    let numbered = words.iter().skip(1).any(|word| word.bytes().all(|b| b.is_ascii_digit()));
    let last = entries.last().copied().unwrap_or_default();
    match () {
        () if entries.iter().all(|entry| common(entry) || entry.is(Classes::FUNCTION.or(Classes::DETERMINER))) => {
            if numbered {
                NameLikelihood::Maybe
            } else {
                NameLikelihood::Hardly
            }
        }
        () if first_entry.given > 0 && !common(&last) => NameLikelihood::Sure,
        () if first_entry.given > 0 || last.surname > 0 || !last.is(Classes::COMMON) && !common(&first_entry) => {
            NameLikelihood::Sure
        }
        () => NameLikelihood::Maybe,
    }
}

/// Whether the word looks like code rather than a name: “IndexError”, “std.io”, “x=1”.
fn is_code(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let inner = word.char_indices().zip(word.chars().skip(1)).any(|((at, a), b)| {
        let head = &word[..at + a.len_utf8()];
        a.is_lowercase() && b.is_uppercase() && !NAME_PREFIX.contains(head) && head.chars().count() > 1
    });
    // “IndexError”, not “Terror”
    let fault = FAULT.iter().any(|fault| {
        let tail = word.len().checked_sub(fault.len()).filter(|&start| start > 0).and_then(|start| word.get(start..));
        tail.is_some_and(|tail| {
            tail.starts_with(char::is_uppercase) && tail.get(1..) == fault.get(1..) && tail.eq_ignore_ascii_case(fault)
        })
    });
    inner || fault || word.contains(['=', '{', '}', '$', '\\', '<', '>']) || word.trim_end_matches('.').contains("::")
}

/// Whether `name` before a colon is probably not a speaker: “Pros: …”, “The result: …”; but “Poll: …” and “Gov. Lee: …”
/// name one.
pub(crate) fn is_key(name: &str) -> bool {
    let mut words = name.split_whitespace().map(str::to_lowercase);
    let tells =
        words.any(|word| lexicon::look_up(&word).is(Classes::DOC.or(Classes::ORG).or(Classes::TITLE_OR_OFFICE)));
    !tells && likelihood(name, "") <= NameLikelihood::Hardly
}

/// The most initials that are looked up, and the most labels in which.
const INITIALS: usize = 40;
const LABELS: usize = 40;

/// The full names behind labels, by the key of the label.
pub(super) struct Aliases(FxHashMap<String, Span>);

impl Aliases {
    /// Collects the full names from `kept`, the labels of a text, and from the words around them.
    pub(super) fn of(
        input: TokenizedArticle,
        blocks: &[usize],
        kept: &[&LabelCandidate],
        speaker_list: &SpeakerList,
    ) -> Aliases {
        let mut known: FxHashMap<String, Span> = FxHashMap::default();
        for candidate in kept {
            if let Some(name) = speaker_list.name(&candidate.key) {
                known.entry(candidate.key.clone()).or_insert(name);
            }
            let name = candidate.span(&candidate.label.name);
            let aside = candidate.span(&candidate.label.aside);
            let beside = input.article.slice(aside).trim();
            if is_initials(beside) && stands_for(beside, input.article.slice(name)) {
                known.entry(beside.to_lowercase()).or_insert(name);
            } else if (is_person(beside) || is_lettered(&candidate.key) && is_given(beside))
                && is_office(input.article.slice(name))
            {
                known.entry(candidate.key.clone()).or_insert(aside);
            }
        }
        let open =
            kept.iter().filter(|candidate| is_initials(input.article.slice(candidate.span(&candidate.label.name))));
        let mut open: Vec<&str> =
            open.map(|candidate| candidate.key.as_str()).filter(|key| !known.contains_key(*key)).collect();
        open.sort_unstable();
        open.dedup();
        open.truncate(INITIALS);
        if !open.is_empty() {
            // Initials are explained at the head of the page, or fit a name there.
            let first = kept.first().map_or(0, |candidate| candidate.index);
            let heads = blocks.iter().take(first + 1).filter_map(|&block| input.article.blocks().get(block));
            let named = heads.flat_map(|block| names(input.article.slice(block.span), block.span.start as usize));
            // “Ada Lind:” may become “AL:” further down.
            let labels = kept.iter().take(LABELS).map(|candidate| candidate.span(&candidate.label.name));
            for name in named.chain(labels) {
                let words = input.article.slice(name);
                for key in &open {
                    if stands_for(key, words) {
                        known.entry((*key).to_owned()).or_insert(name);
                    }
                }
            }
        }
        Aliases(known)
    }

    /// The full name of the speaker on the label `opening`.
    pub(super) fn source(&self, candidate: &LabelCandidate) -> Span {
        self.0.get(&candidate.key).copied().unwrap_or_else(|| candidate.span(&candidate.label.name))
    }
}

/// Whether the words are initials: one to four capitals, with or without points.
fn is_initials(words: &str) -> bool {
    let letters = words.chars().filter(|c| *c != '.').count();
    (1..=4).contains(&letters) && words.chars().all(|c| c.is_uppercase() || c == '.')
}

/// Whether the words are a given name with a surname after it.
fn is_person(words: &str) -> bool {
    let mut parts = words.split_whitespace();
    let first = parts.next().unwrap_or("").to_lowercase();
    let capital = parts.clone().count() > 0 && parts.all(|word| word.starts_with(char::is_uppercase));
    let entry = lexicon::look_up(first.trim_end_matches('.'));
    capital && (entry.given > 0 || entry.is(Classes::HONORIFIC))
}

/// Whether `word` is a given name.
fn is_given(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && lexicon::look_up(&word.to_lowercase()).given > 0
}

/// Whether `key` is a part in a conversation with a letter or a number: “speaker a”.
fn is_lettered(key: &str) -> bool {
    key.split_once(' ').is_some_and(|(role, number)| SPEAKER_ROLE.contains(role) && number.len() <= 2)
}

/// Whether the words are an office: “The Minister for Ports”, “Chair”.
fn is_office(words: &str) -> bool {
    let mut parts = words.split_whitespace().map(str::to_lowercase);
    let office =
        |word: &String| SPEAKER_ROLE.contains(word) || lexicon::look_up(word).is(Classes::OFFICE.or(Classes::ANY_ROLE));
    !is_person(words) && (words.starts_with("The ") || parts.any(|word| office(&word)))
}

/// Whether `short` are the first letters of the words of `name`: all of them, or of the first and the last.
fn stands_for(short: &str, name: &str) -> bool {
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let words = || name.split([' ', '-', '\u{a0}', '\n']).filter(|word| word.starts_with(char::is_alphabetic));
    let first = |words: &mut dyn Iterator<Item = &str>| -> Vec<char> {
        words.filter_map(|word| word.chars().next()).flat_map(char::to_lowercase).collect()
    };
    let all = first(&mut words());
    let capitals = first(&mut words().filter(|word| word.starts_with(char::is_uppercase)));
    let ends = all.first().copied().into_iter().chain(all.last().copied()).collect::<Vec<char>>();
    all.len() > 1 && (letters == all || letters == capitals || letters.len() == 2 && letters == ends)
}

/// Sequences of two to five capitalised words in `text`, which starts at byte `start`.
fn names(text: &str, start: usize) -> Vec<Span> {
    let mut found = Vec::new();
    let mut run: Option<(usize, usize, usize)> = None;
    let mut close = |run: &mut Option<(usize, usize, usize)>| {
        if let Some((from, to, words)) = run.take()
            && (2..=5).contains(&words)
        {
            found.push(Span::new(start + from, start + to));
        }
    };
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let from = at + word.find(bare).unwrap_or(0);
        if !bare.starts_with(char::is_uppercase) || from > at {
            close(&mut run);
        }
        if bare.starts_with(char::is_uppercase) {
            let (first, _, words) = run.unwrap_or((from, from, 0));
            run = Some((first, from + bare.len(), words + 1));
            if word.len() > from - at + bare.len() && !(bare.len() == 1 && word.ends_with('.')) {
                close(&mut run);
            }
        }
        at += piece.len();
    }
    close(&mut run);
    found
}
