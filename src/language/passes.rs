//! [`Passes`]: the analysis in steps, for callers that show how far it is, stop it, or tag pieces of a long text side by
//! side. [`analyse`](super::analyse) takes all steps at once.

use super::marks::Marks;
use super::tag::PerTag;
use super::tokens::Tokens;
use super::{Analysis, Language, Person, Quotation, attribute_tagged, foreign, forms, people, tag};
use crate::article::Article;
use std::ops::Range;

/// Bytes of text in a chunk: long enough that handing it out costs nothing, short enough that the way there shows.
const CHUNK: u32 = 32 * 1024;

/// An article that is ready to be tagged.
pub struct Passes<'a> {
    article: &'a Article,
    tokens: Tokens,
    marks: Marks,
    language: Language,
}

impl<'a> Passes<'a> {
    /// The quick passes: tokens, marks, the language.
    pub fn new(article: &'a Article) -> Passes<'a> {
        let tokens = Tokens::of(article);
        let marks = Marks::of(article, &tokens);
        Passes { article, language: foreign::language(article), tokens, marks }
    }

    /// What there is to tag: ranges of blocks, in order. None in a language that the model does not know.
    pub fn chunks(&self) -> Vec<Range<usize>> {
        if !self.language.is_english() {
            return Vec::new();
        }
        let blocks = self.article.blocks();
        let mut chunks = Vec::new();
        let mut start = 0;
        for end in 1..=blocks.len() {
            let long = blocks[end - 1].span.end - blocks[start].span.start >= CHUNK;
            if long || end == blocks.len() {
                chunks.push(start..end);
                start = end;
            }
        }
        chunks
    }

    /// The probability of each tag of each token in `blocks`, one of [`Passes::chunks`]. Chunks do not depend on each
    /// other.
    pub fn tag(&self, blocks: Range<usize>) -> Vec<PerTag> {
        tag(self.article, &self.tokens, &self.marks, blocks)
    }

    /// What is said, and by whom. `rows` are those of all chunks, in order.
    pub fn resolve(&self, rows: &[PerTag]) -> Analysis {
        let Passes { article, tokens, marks, language } = self;
        if !language.is_english() {
            return foreign::analyse(article, tokens, marks, *language);
        }
        let found = attribute_tagged(article, tokens, marks, rows);
        let found = forms::refine(article, tokens, marks, found);
        let (people, mut quotations) = people::resolve(article, tokens, marks, found);
        quotations.iter_mut().for_each(|quotation| keep_source_with_speaker(quotation, &people));
        Analysis { language: *language, people, quotations }
    }
}

/// Holds what [`Quotation::source`] promises: it is one of the speaker's mentions. Where it is none, the speaker's mention
/// that overlaps it takes its place, and without one nobody is named: a wrong speaker is worse than none.
fn keep_source_with_speaker(quotation: &mut Quotation, people: &[Person]) {
    let (Some(speaker), Some(source)) = (quotation.speaker, quotation.source) else { return };
    let mentions = people.get(speaker).map_or(&[][..], |person| &person.mentions);
    if mentions.iter().any(|mention| mention.span == source) {
        return;
    }
    match mentions.iter().find(|mention| mention.span.overlaps(source)) {
        Some(mention) => quotation.source = Some(mention.span),
        None => (quotation.speaker, quotation.speaker_confidence) = (None, 0.0),
    }
}
