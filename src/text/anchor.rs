//! [`TextAnchor`]: a span that finds its words again after the text around it has changed, after the
//! `TextQuoteSelector` of the W3C Web Annotation model.

use super::span::Span;
use memchr::memmem;
use regex::Regex;
use serde::{Deserialize, Serialize};

/// Characters of context kept on either side of the words.
const CONTEXT: usize = 32;
/// Characters of the words and their context that must match: fewer could do so by chance.
const MIN_SHARED: usize = 16;
/// The longest words, in bytes, that are searched for with any white space and any quotation marks. The pattern of
/// longer ones would be too large an automaton; they are only found verbatim.
const MAX_LOOSE: usize = 8 << 10;

/// Words of a text with their position and their context.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextAnchor {
    /// The first byte when the anchor was made.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    pub words: String,
    /// At most 32 characters before the words.
    pub before: String,
    /// At most 32 characters after the words.
    pub after: String,
}

impl TextAnchor {
    /// The anchor of `span` in `text`. A span that does not fit the text gives an anchor without words, which is never
    /// found.
    pub fn new(text: &str, span: Span) -> TextAnchor {
        let words = span.of(text).to_owned();
        let before = text.get(..span.start as usize).map_or("", |before| last(before, CONTEXT));
        let after = text.get(span.end as usize..).map_or("", |after| first(after, CONTEXT));
        TextAnchor { start: span.start, end: span.end, words, before: before.into(), after: after.into() }
    }

    /// The anchor of the words from byte `at` on: enough of them to be found again.
    pub fn from(text: &str, at: usize) -> TextAnchor {
        let length = text.get(at..).map_or(0, |rest| first(rest, CONTEXT).len());
        TextAnchor::new(text, Span::new(at, at + length))
    }

    /// Finds the words in `text`, which may differ from the text they were taken from. Of several places, the one with
    /// most shared context wins, then the nearest. Returns `None` if the words are gone, or if they are few and their
    /// context is gone. White space and the style of quotation marks may have changed.
    pub fn find(&self, text: &str) -> Option<Span> {
        if self.words.trim().is_empty() {
            return None;
        }
        if let Some(stood) = self.unmoved(text) {
            return Some(stood);
        }
        let (before, after) = (visible_len(&self.before), visible_len(&self.after));
        let needed = MIN_SHARED.min(visible_len(&self.words) + before + after).saturating_sub(visible_len(&self.words));
        let best = |found: &mut dyn Iterator<Item = Span>| {
            found
                .map(|span| (self.shared_context(text, span), span))
                .filter(|&(shared, _)| shared >= needed)
                .max_by_key(|&(shared, span)| (shared, std::cmp::Reverse(span.start.abs_diff(self.start))))
                .map(|(_, span)| span)
        };
        let length = self.words.len();
        let exact = &mut memmem::find_iter(text.as_bytes(), &self.words).map(|at| Span::new(at, at + length));
        best(exact).or_else(|| best(&mut self.lenient_pattern()?.find_iter(text).map(|found| found.range().into())))
    }

    /// The span of the words in `text` if neither they nor their context have changed or moved. What follows does not
    /// matter: [`TextAnchor::find`] returns the same for every text that begins like this one.
    pub fn unmoved(&self, text: &str) -> Option<Span> {
        let stood = Span { start: self.start, end: self.end };
        let same = stood.of(text) == self.words
            && self.shared_context(text, stood) == visible_len(&self.before) + visible_len(&self.after);
        Some(stood).filter(|_| same && !self.words.trim().is_empty())
    }

    /// Characters of context that match around `span`, white space not counted.
    fn shared_context(&self, text: &str, span: Span) -> usize {
        let visible = |c: &char| !c.is_whitespace();
        let before = text.get(..span.start as usize).unwrap_or("").chars().rev().filter(visible);
        let after = text.get(span.end as usize..).unwrap_or("").chars().filter(visible);
        let same = |(one, other): &(char, char)| one == other;
        self.before.chars().rev().filter(visible).zip(before).take_while(same).count()
            + self.after.chars().filter(visible).zip(after).take_while(same).count()
    }

    /// A pattern of the words with any white space between them and any style of marks.
    fn lenient_pattern(&self) -> Option<Regex> {
        if self.words.len() > MAX_LOOSE {
            return None;
        }
        let mut pattern = String::new();
        for word in self.words.split_whitespace() {
            if !pattern.is_empty() {
                pattern.push_str(r"\s+");
            }
            for c in word.chars() {
                match c {
                    '"' | '“' | '”' | '„' | '«' | '»' => pattern.push_str("[\"“”„«»]"),
                    '\'' | '‘' | '’' | '‚' => pattern.push_str("['‘’‚]"),
                    c => pattern.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
                }
            }
        }
        Regex::new(&pattern).ok()
    }
}

/// Characters of `text` that are not white space.
fn visible_len(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// The first `count` characters of `text`.
fn first(text: &str, count: usize) -> &str {
    let end = text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or("")
}

/// The last `count` characters of `text`.
fn last(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().nth(count.saturating_sub(1)).map_or(0, |(at, _)| at);
    text.get(start..).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The mayor said he would go. The clerk doubted it. “I have heard that before,” he said, and left. \
                        The mayor said he would stay.";

    /// Finds the `nth` of `words` in [`TEXT`] again in `text`. Returns what stands before it, and it.
    fn check(words: &str, nth: usize, text: &str) -> Option<(String, String)> {
        let (at, _) = TEXT.match_indices(words).nth(nth).unwrap();
        let place = TextAnchor::new(TEXT, Span::new(at, at + words.len()));
        let json = serde_json::to_string(&place).unwrap();
        assert_eq!(serde_json::from_str::<TextAnchor>(&json).unwrap(), place);
        place.find(text).map(|span| (last(&text[..span.start as usize], 6).to_owned(), span.of(text).to_owned()))
    }

    fn found(before: &str, words: &str) -> Option<(String, String)> {
        Some((before.into(), words.into()))
    }

    #[test]
    fn words_are_found_again_where_they_belong() {
        let longer = format!("Corrected at noon; he regrets it.\n\n{TEXT}");
        let cut = TEXT.replace("The clerk doubted it. ", "");
        let wrapped = TEXT.replace("heard that", "heard\n   that").replace(['“', '”'], "\"");
        for text in [TEXT, &longer, &cut] {
            assert_eq!(check(" he ", 0, text), found("r said", " he "), "{text}");
            assert_eq!(check("he", 3, text), check("he", 3, TEXT), "{text}");
            assert_eq!(check("“I have heard that before,”", 0, text).unwrap().1, "“I have heard that before,”");
        }
        assert_eq!(check("“I have heard that before,”", 0, &wrapped).unwrap().1, "\"I have heard\n   that before,\"");
    }

    #[test]
    fn missing_words_and_chance_matches_are_not_found() {
        for text in ["", "Nothing of the kind.", "Quite another text, in which he has no part at all, none whatever."] {
            assert_eq!(check("he", 3, text), None, "{text}");
        }
        let place = TextAnchor::new(TEXT, Span::new(4, 4_000));
        assert_eq!(place.find(TEXT), None);
        assert_eq!(TextAnchor::from(TEXT, TEXT.len()).find(TEXT), None);
    }

    #[test]
    fn short_texts_are_found_whole() {
        let place = TextAnchor::new("he", Span::new(0, 2));
        assert_eq!(place.find("he"), Some(Span::new(0, 2)));
        assert_eq!(TextAnchor::from("élan", 1).find("élan"), None);
    }
}
