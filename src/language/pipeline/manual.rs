//! Manuals: texts about a program, in which files, options and windows “say” and “ask” on every line but no person
//! speaks. Code is never a person's name, and in a manual only named people speak.

use crate::article::{Article, BlockKind, InlineKind};
use crate::language::coref::mention::MentionType;
use crate::language::coref::person::{Person, PersonKind};
use crate::language::coref::quotation::Quotation;
use crate::language::pipeline::analysis::new_indices;
use crate::text::Span;
use std::collections::HashSet;

/// The fewest pieces of code in a manual, and the most words for each of them.
const MIN_PIECES: usize = 3;
const WORDS_A_PIECE: usize = 60;
/// The longest words between two backticks that are code in a plain text, in bytes.
const MAX_BACKTICKED: usize = 80;

/// Removes people whose names are code from `people`, and quotations that no person can have said from `quotations`.
/// Indices into both are updated.
pub(super) fn leave_out_code(article: &Article, people: &mut Vec<Person>, quotations: &mut Vec<Quotation>) {
    let code = CodeWords::of(article);
    if code.spans.is_empty() && code.pieces == 0 {
        return;
    }
    let is_manual = code.makes_a_manual(article);
    let has_name: Vec<bool> = people.iter().map(|person| code.leaves_a_name(article, person, is_manual)).collect();
    let speaks = |quotation: &Quotation| {
        let speaker = quotation.speaker.and_then(|id| Some((people.get(id)?, *has_name.get(id)?)));
        match speaker {
            Some((person, has_name)) if is_manual => {
                has_name && person.kind == PersonKind::Person && names_source_nearby(article, quotation)
            }
            Some((person, has_name)) => has_name || person.kind != PersonKind::Person,
            None => !is_manual,
        }
    };
    let is_code = |span: &Span| code.covers(*span);
    let kept: Vec<bool> = quotations
        .iter()
        .map(|said| speaks(said) && !said.source.as_ref().is_some_and(is_code) && !said.content.iter().all(is_code))
        .collect();
    let numbers = retain(quotations, &kept);
    for quotation in quotations.iter_mut() {
        quotation.inside = quotation.inside.and_then(|outer| numbers.get(outer).copied().flatten());
    }
    let kept: Vec<bool> =
        people.iter().zip(has_name).map(|(person, has_name)| has_name || person.kind != PersonKind::Person).collect();
    let numbers = retain(people, &kept);
    let moved = |id: usize| numbers.get(id).copied().flatten();
    people.iter_mut().for_each(|person| person.members = person.members.iter().copied().filter_map(moved).collect());
    quotations.iter_mut().for_each(|quotation| quotation.speaker = quotation.speaker.and_then(moved));
}

/// Whether the source of a quotation is near it: in its paragraph or in an adjacent one. A letter in a list of keys is
/// not an answer by the person named before.
fn names_source_nearby(article: &Article, quotation: &Quotation) -> bool {
    let block = |span: Option<&Span>| article.block_at(span?.start as usize);
    let both = block(quotation.source.as_ref()).zip(block(quotation.content.first()));
    both.is_some_and(|(source, content)| source.abs_diff(content) <= 1)
}

/// Keeps the `kept` items of `list`, and returns the new index of each item.
fn retain<T>(list: &mut Vec<T>, kept: &[bool]) -> Vec<Option<usize>> {
    let mut stays = kept.iter();
    list.retain(|_| stays.next() != Some(&false));
    new_indices(kept)
}

/// The code among the words of a text.
struct CodeWords {
    /// In order.
    spans: Vec<Span>,
    /// The number of pieces with a letter: words, options, lines that follow each other.
    pieces: usize,
    /// The words in `spans`, in lower case.
    words: HashSet<String>,
}

impl CodeWords {
    fn of(article: &Article) -> CodeWords {
        let is_code = |inline: &&crate::article::Inline| inline.kind == InlineKind::Code;
        let mut spans: Vec<Span> = article.inlines().iter().filter(is_code).map(|inline| inline.span).collect();
        let mut pieces = 0;
        let mut follows_code = false;
        for block in article.blocks() {
            let is_code = block.kind == BlockKind::Code;
            pieces += usize::from(is_code && !follows_code);
            follows_code = is_code;
            if block.kind.is_text() {
                let (text, at) = (article.slice(block.span), block.span.start as usize);
                spans.extend(backticked(text).map(|(start, end)| Span::new(at + start, at + end)));
                pieces += text.lines().filter(|line| begins_with_option(line.trim_start())).count();
            }
        }
        spans.sort_by_key(|span| span.start);
        let mut words = HashSet::new();
        for span in &spans {
            words.extend(words_of(article.slice(*span)));
        }
        let worded = spans.iter().filter(|span| article.slice(**span).contains(char::is_alphabetic));
        pieces += worded.count();
        CodeWords { spans, pieces, words }
    }

    /// Whether there is so much code that `article` is a manual.
    fn makes_a_manual(&self, article: &Article) -> bool {
        let text = article.blocks().iter().filter(|block| block.kind.is_text());
        let words: usize = text.map(|block| article.slice(block.span).split_whitespace().count()).sum();
        self.pieces >= MIN_PIECES && self.pieces * WORDS_A_PIECE >= words
    }

    /// Whether all of `span` is code.
    fn covers(&self, span: Span) -> bool {
        self.spans
            .get(self.spans.partition_point(|code| code.end <= span.start))
            .is_some_and(|code| code.contains(span))
    }

    /// Whether `person` has a name that is not code and, in a manual, not made of words that are code elsewhere.
    fn leaves_a_name(&self, article: &Article, person: &Person, is_manual: bool) -> bool {
        let is_made_of_code = |span: Span| words_of(article.slice(span)).all(|word| self.words.contains(&word));
        let is_name = |span: Span| !(self.covers(span) || is_manual && is_made_of_code(span));
        person.mentions.iter().any(|mention| mention.mention_type == MentionType::Name && is_name(mention.span))
    }
}

/// The words of `text` in lower case.
fn words_of(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Byte ranges of the code between single backticks in a plain text, backticks included.
fn backticked(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text.get(at..)?.find('`')?;
            let inside = text.get(start + 1..)?;
            let length = inside.find(['`', '\n']).filter(|&length| (1..=MAX_BACKTICKED).contains(&length));
            let closes = length.filter(|&length| inside[length..].starts_with('`'));
            match closes {
                Some(length) if !inside.starts_with(char::is_whitespace) => {
                    at = start + length + 2;
                    return Some((start, at));
                }
                // Two backticks are a quotation mark.
                _ => at = start + 1 + usize::from(inside.starts_with('`')),
            }
        }
    })
}

/// Whether a line describes an option: “-a, --all”, “--color=WHEN”. A dialogue whose turns begin with dashes does not.
fn begins_with_option(line: &str) -> bool {
    let Some(name) = line.strip_prefix("--").or_else(|| line.strip_prefix('-')) else { return false };
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let rest = name.trim_start_matches(is_name);
    let is_named = rest.len() < name.len() && !name.starts_with('-');
    is_named && (rest.trim().is_empty() || [", -", "=", "[", "  "].iter().any(|sign| rest.starts_with(sign)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_distinguished_from_quotations_and_dashes() {
        for (text, expected) in [
            ("`a` or `b c`.", vec!["`a`", "`b c`"]),
            ("``So it is,'' he said. ``And `x` too.''", vec!["`x`"]),
            ("`So it is,' he said.", vec![]),
            ("` a ` and `a\nb`", vec![]),
            ("```", vec![]),
        ] {
            let found: Vec<&str> = backticked(text).map(|(start, end)| &text[start..end]).collect();
            assert_eq!(found, expected, "{text}");
        }
        for (line, expected) in [
            ("-a, --all", true),
            ("--color=WHEN", true),
            ("-q", true),
            ("-n  the number", true),
            ("--Come up, she said.", false),
            ("-I am here.", false),
            ("--- a rule", false),
            ("- an item", false),
            ("—", false),
        ] {
            assert_eq!(begins_with_option(line), expected, "{line}");
        }
    }
}
