//! Labels: transcripts and interviews, where each turn opens with who speaks (`WALLACE:`, `Q.`, `Anna Lind:`).

use super::mention;
use super::view::View;
use super::words::NO_NAME;
use crate::article::BlockKind;
use crate::text::Span;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// A turn that is set off as speech without marks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SetOff {
    /// The name on the label, without the colon; nothing for a bare *Q* or *A* of nobody known.
    pub source: Option<Span>,
    pub cue: Option<Span>,
    /// What is said: one span for each unbroken piece.
    pub content: Vec<Span>,
    /// How sure the source is.
    pub confidence: f32,
    /// How sure it is that this is speech.
    pub sure: f32,
}

/// Tokens in a label at most.
const LONGEST: usize = 9;

/// What stands before a colon at the start of many paragraphs without speaking.
#[rustfmt::skip]
const NO_SPEAKER: &[&str] = &[
    "address", "also", "author", "bcc", "by", "category", "caption", "cc", "contact", "copyright", "correction", "cost",
    "credit", "date", "details", "email", "example", "file", "filed", "figure", "from", "how", "image", "ingredients",
    "keywords", "last", "link", "location", "method", "more", "note", "notes", "photo", "phone", "photograph", "picture",
    "place", "price", "published", "rating", "re", "read", "related", "see", "sent", "section", "serves", "source",
    "sources", "step", "subject", "summary", "tags", "time", "tip", "title", "to", "topic", "topics", "update", "updated",
    "video", "warning", "watch", "website", "what", "when", "where", "why", "ps", "chapter", "part", "day", "result",
    "score", "verdict", "pros", "cons", "total",
];

/// A label as it stands in its block.
struct Label {
    /// Tokens of the name, without bracketed additions.
    name: Range<usize>,
    colon: usize,
    /// In capitals, or *Q* and *A*.
    capitals: bool,
}

/// The turns of a transcript; nothing if the article is none.
pub(crate) fn find(view: View) -> Vec<SetOff> {
    let blocks: Vec<usize> = (0..view.article.blocks().len())
        .filter(|&block| {
            let kind = view.article.blocks()[block].kind;
            kind.is_text() && !matches!(kind, BlockKind::Headline | BlockKind::Byline)
        })
        .collect();
    let labels: Vec<Option<Label>> = blocks.iter().map(|&block| label(view, view.tokens.block(block))).collect();
    let mut times: FxHashMap<String, usize> = FxHashMap::default();
    for label in labels.iter().flatten() {
        *times.entry(key(view, label)).or_default() += 1;
    }
    let (all, repeated) = (labels.iter().flatten().count(), times.values().filter(|&&n| n > 1).sum::<usize>());
    let capitals = labels.iter().flatten().filter(|label| label.capitals).count();
    let is_label = |label: &Label| {
        let often = times.get(&key(view, label)).is_some_and(|&n| n > 1);
        if label.capitals { capitals >= 3 || often } else { repeated >= 3 && (often || repeated * 2 > all) }
    };
    let labels: Vec<Option<Label>> = labels.into_iter().map(|label| label.filter(is_label)).collect();
    let Some(first) = labels.iter().position(Option::is_some) else { return Vec::new() };
    let last = labels.iter().rposition(Option::is_some).unwrap_or(first);
    let kept = labels.iter().flatten().count();
    if kept < 2 {
        return Vec::new();
    }
    // Where most paragraphs have a label, one without goes on with what the last one said.
    let dense = kept * 3 >= last + 1 - first;
    let answers = interviewed(view, blocks.get(..first).unwrap_or(&[]));
    let mut turns: Vec<SetOff> = Vec::new();
    for (place, (&block, label)) in blocks.iter().zip(&labels).enumerate() {
        let range = view.tokens.block(block);
        match label {
            Some(label) => {
                let content = label.colon + 1 < range.end;
                let source = match view.word(label.name.start) {
                    "Q" | "Question" => None,
                    "A" | "Answer" => answers,
                    _ => Some(view.span(label.name.clone())),
                };
                turns.push(SetOff {
                    source,
                    cue: Some(view.span(label.colon..label.colon + 1)),
                    confidence: 0.97,
                    sure: 0.97,
                    content: content.then(|| view.span(label.colon + 1..range.end)).into_iter().collect(),
                });
            }
            None if dense && place > first && speech(view, range.clone(), place < last) => {
                if let Some(turn) = turns.last_mut() {
                    turn.content.push(view.span(range));
                }
            }
            None => {}
        }
    }
    turns.retain(|turn| !turn.content.is_empty());
    turns
}

/// May an unlabelled paragraph belong to the turn before it? Stage directions in brackets do not, nor what follows the
/// last label unless it speaks of *I* and *you*.
pub(crate) fn speech(view: View, range: Range<usize>, between: bool) -> bool {
    let bracketed = matches!(view.word(range.start), "(" | "[" | "*" | "_" | "♪");
    let heading = view.tokens.tokens.get(range.start).is_some_and(|token| {
        view.article.blocks().get(token.block as usize).is_some_and(|block| matches!(block.kind, BlockKind::Heading(_)))
    });
    let ends = range.end.checked_sub(1).is_some_and(|last| view.is_end(last) || view.word(last) == "”");
    let person = || range.clone().any(|at| view.is(at, &["i", "me", "my", "we", "our", "you", "your"]));
    let edited = range.clone().any(|at| view.is(at, &["interview", "conversation", "transcript", "edited"]));
    !bracketed && !heading && ends && (between || person() && !edited)
}

fn key(view: View, label: &Label) -> String {
    view.article.slice(view.span(label.name.clone())).to_lowercase()
}

/// The label at the start of the block `range`.
fn label(view: View, range: Range<usize>) -> Option<Label> {
    let mut start = range.start;
    // [00:12:09] NAME: and the stars that make a name bold.
    if view.word(start) == "[" {
        start = (start..range.end.min(start + 8)).find(|&at| view.word(at) == "]")? + 1;
    }
    while start < range.end && (matches!(view.word(start), "*" | "_" | ">") || starts_with_digit(view.word(start))) {
        start += 1;
    }
    let mut end = start;
    let mut name_end = None;
    while end < range.end.min(start + LONGEST) {
        match view.word(end) {
            ":" => break,
            "(" | "[" | "," | "*" => {
                name_end = name_end.or(Some(end));
            }
            "." if matches!(view.word(start), "Q" | "A") && end == start + 1 => break,
            "." if view.before(end).len() > 5 => return None,
            "“" | "”" | "\"" | "‘" | "?" | "!" | ";" | "—" => return None,
            _ => {}
        }
        end += 1;
    }
    if end >= range.end || end == start || !matches!(view.word(end), ":" | ".") {
        return None;
    }
    let name = start..name_end.unwrap_or(end);
    if name.is_empty() || view.is(name.start, NO_SPEAKER) {
        return None;
    }
    let letters = view.article.slice(view.span(name.clone()));
    let single = matches!(letters, "Q" | "A");
    let capitals = single || letters.chars().any(char::is_uppercase) && !letters.chars().any(char::is_lowercase);
    if view.word(end) == "." && !single {
        return None;
    }
    // A name in small letters: every word but particles and “of” begins with a capital.
    let named = name.clone().all(|at| {
        let word = view.word(at);
        !view.is_word(at) && word.len() <= 3
            || view.is_capital(at)
            || matches!(word, "of" | "the" | "de" | "van" | "von")
    });
    let begins = name.start == start && view.is_capital(name.start);
    let plain = name.len() > 4 || view.is(name.start, NO_NAME) && !single && !view.is(name.start, &["the"]);
    (begins && (capitals || named && !plain)).then_some(Label { name, colon: end, capitals })
}

fn starts_with_digit(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// Who gives the answers of an interview that calls them *A*: the full name that the introduction speaks of most.
pub(crate) fn interviewed(view: View, introduction: &[usize]) -> Option<Span> {
    let told = || introduction.iter().map(|&block| view.tokens.block(block));
    let names: Vec<Range<usize>> = told()
        .flat_map(|range| mention::all(view, range))
        .filter(|name| view.is_capital(name.start) && name.len() > 1 && view.is_capital(name.end - 1))
        .collect();
    let mut times: FxHashMap<&str, usize> = FxHashMap::default();
    for at in told().flatten().filter(|&at| view.is_capital(at)) {
        *times.entry(view.word(at)).or_default() += 1;
    }
    let most = names.iter().map(|name| times.get(view.word(name.end - 1)).copied().unwrap_or(0)).max()?;
    let name = names.iter().find(|name| times.get(view.word(name.end - 1)).copied() == Some(most))?;
    Some(view.span(name.clone()))
}
