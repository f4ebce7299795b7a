//! [`Pipeline`]: the steps of the analysis of one chunk. Batches of blocks within it can be attributed in parallel.
//! [`analyse`](super::analyse::analyse) takes all steps at once.

use crate::article::{Article, Block};
use crate::language::attribute::attitudes::doubt_attitude;
use crate::language::attribute::attribution::Attribution;
use crate::language::attribute::from_tags::{attribute_tagged, tag};
use crate::language::attribute::patterns::refine::refine;
use crate::language::coref;
use crate::language::coref::person::Person;
use crate::language::coref::quotation::Quotation;
use crate::language::coref::ranking::linker::{Linker, TextEncoder, embedded};
use crate::language::coref::{Input, Trace};
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::language::{Language, detect};
use crate::language::lexical::quotation_marks::QuotationMarks;
use crate::language::lexical::tokens::Tokens;
use crate::language::pipeline::analysis::{Analysis, Engine};
use crate::language::pipeline::chunking::split_blocks;
use crate::language::pipeline::{foreign, manual};
use std::ops::Range;

/// The bytes of text in a batch: large enough that scheduling costs nothing, small enough that progress shows.
const BATCH_BYTES: u32 = 64 * 1024;

/// The context on either side of a batch that may hold the cue and the source of a quotation in it: blocks, and bytes.
const CONTEXT_BLOCKS: usize = 4;
const CONTEXT_BYTES: u32 = 8 * 1024;

/// A chunk of a text, tokenized.
pub struct Pipeline<'a> {
    article: &'a Article,
    tokens: Tokens,
    quotation_marks: QuotationMarks,
    language: Language,
}

impl<'a> Pipeline<'a> {
    /// Detects the language and finds tokens and quotation marks.
    pub fn new(article: &'a Article) -> Pipeline<'a> {
        Pipeline::with_language(article, detect(article))
    }

    /// The same for a text in a known language.
    pub fn with_language(article: &'a Article, language: Language) -> Pipeline<'a> {
        let tokens = Tokens::of(article);
        let marks = QuotationMarks::of(article, &tokens);
        Pipeline { article, language, tokens, quotation_marks: marks }
    }

    /// The batches: ranges of blocks, in order. None in a language that the model does not know.
    pub fn batches(&self) -> Vec<Range<usize>> {
        batches(self.article.blocks(), self.language)
    }

    /// The quotations that the linear model finds in `blocks`, one of [`Pipeline::batches`]. Batches are independent;
    /// their context is tagged along with them.
    pub fn attribute(&self, blocks: Range<usize>) -> Vec<Attribution> {
        let tokenized = self.tokenized();
        let all = tokenized.article.blocks();
        let Some((first, last)) = all.get(blocks.start).zip(blocks.end.checked_sub(1).and_then(|last| all.get(last)))
        else {
            return Vec::new();
        };
        let own = first.span.join(last.span);
        let near =
            |block: &&Block| block.span.end + CONTEXT_BYTES >= own.start && block.span.start <= own.end + CONTEXT_BYTES;
        let before = all[..blocks.start].iter().rev().take(CONTEXT_BLOCKS).take_while(near).count();
        let after = all[blocks.end..].iter().take(CONTEXT_BLOCKS).take_while(near).count();
        let window = blocks.start - before..blocks.end + after;
        // The tag probabilities are large, and freed right after use.
        let rows = tag(tokenized, window.clone());
        if blocks.len() == all.len() {
            return attribute_tagged(tokenized, &rows);
        }
        let TokenizedArticle { article, tokens, quotation_marks: marks } = tokenized;
        let range = tokens.block(window.start).start..tokens.block(window.end).start;
        let (tokens, marks) = (tokens.part(range.clone()), marks.part(range));
        let mut found = attribute_tagged(TokenizedArticle { article, tokens: &tokens, quotation_marks: &marks }, &rows);
        found.retain(|attribution| attribution.content.first().is_some_and(|piece| own.holds(piece.start as usize)));
        found
    }

    /// Finds the quotations and their speakers. `found` is the output of [`Pipeline::attribute`] for all batches, in
    /// order.
    pub fn resolve(&self, found: Vec<Attribution>) -> Analysis {
        self.resolve_with(found, None)
    }

    /// The same, with the encoder's second opinion on coreference.
    pub fn resolve_with(&self, found: Vec<Attribution>, encoder: Option<&dyn TextEncoder>) -> Analysis {
        let language = self.language;
        if !language.is_english() {
            return foreign::analyse(self.tokenized(), language);
        }
        let found = self.refine(found);
        let (mut people, mut quotations) = coref::resolve(self.input(&found, embedded(), encoder));
        quotations.iter_mut().for_each(|quotation| keep_source_with_speaker(quotation, &people));
        manual::leave_out_code(self.article, &mut people, &mut quotations);
        Analysis { language, engine: Engine::Fast, people, quotations }
    }
}

impl Pipeline<'_> {
    /// Completes the output of a model by patterns of speech.
    pub fn refine(&self, found: Vec<Attribution>) -> Vec<Attribution> {
        let mut found = refine(self.tokenized(), found);
        found.iter_mut().for_each(|attribution| doubt_attitude(self.article, attribution));
        found
    }

    /// The queries to `linker` about the refined attributions `found`.
    pub fn trace(&self, found: &[Attribution], linker: &dyn Linker, encoder: Option<&dyn TextEncoder>) -> Trace {
        coref::trace(self.input(found, linker, encoder))
    }

    fn input<'i>(
        &'i self,
        attributions: &'i [Attribution],
        linker: &'i dyn Linker,
        encoder: Option<&'i dyn TextEncoder>,
    ) -> Input<'i> {
        Input { tokenized: self.tokenized(), attributions, linker, encoder }
    }

    /// The text with its tokens and marks.
    pub fn tokenized(&self) -> TokenizedArticle<'_> {
        TokenizedArticle { article: self.article, tokens: &self.tokens, quotation_marks: &self.quotation_marks }
    }

    /// The language of the text.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The tokens of the article.
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }
}

/// The batches of `blocks`.
pub(super) fn batches(blocks: &[Block], language: Language) -> Vec<Range<usize>> {
    if language.is_english() { split_blocks(blocks, BATCH_BYTES) } else { Vec::new() }
}

/// Upholds the promise of [`Quotation::source`] to be a mention of the speaker. Otherwise the overlapping mention of
/// the speaker takes its place; without one the speaker is dropped, since a wrong speaker is worse than none.
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
