//! [`Pipeline`]: the analysis of one part of a text in steps, for callers that show how far it is, stop it, or look at chunks
//! of it side by side. [`analyse`](super::analyse()) takes all steps at once.

use crate::article::{Article, Block};
use crate::language::attribute::attitudes::doubt_attitude;
use crate::language::attribute::attribution::Attribution;
use crate::language::attribute::from_tags::{attribute_tagged, tag};
use crate::language::attribute::patterns::refine::refine;
use crate::language::coref;
use crate::language::coref::linker::{Linker, TextEncoder, embedded};
use crate::language::coref::person::Person;
use crate::language::coref::quotation::Quotation;
use crate::language::coref::{Input, Trace};
use crate::language::document::Document;
use crate::language::document::language::{Language, detect};
use crate::language::document::quotation_marks::QuotationMarks;
use crate::language::document::tokens::Tokens;
use crate::language::pipeline::analysis::{Analysis, Engine};
use crate::language::pipeline::chunking::cut;
use crate::language::pipeline::foreign;
use std::ops::Range;

/// Bytes of text in a chunk: long enough that handing it out costs nothing, short enough that the way there shows.
const CHUNK: u32 = 64 * 1024;

/// Blocks on either side of a chunk in which the cue and the source of what is said in it may stand, and bytes of them.
const BESIDE: usize = 4;
const BESIDE_BYTES: u32 = 8 * 1024;

/// An article, or a part of one, that is ready to be looked at.
pub struct Pipeline<'a> {
    article: &'a Article,
    tokens: Tokens,
    marks: QuotationMarks,
    language: Language,
}

impl<'a> Pipeline<'a> {
    /// The quick passes: the language, tokens, marks.
    pub fn new(article: &'a Article) -> Pipeline<'a> {
        Pipeline::with_language(article, detect(article))
    }

    /// The same for a text whose language is known.
    pub fn with_language(article: &'a Article, language: Language) -> Pipeline<'a> {
        let tokens = Tokens::of(article);
        let marks = QuotationMarks::of(article, &tokens);
        Pipeline { article, language, tokens, marks }
    }

    /// What there is to look at: ranges of blocks, in order. None in a language that the model does not know.
    pub fn chunks(&self) -> Vec<Range<usize>> {
        chunks(self.article.blocks(), self.language)
    }

    /// The quotations that begin in `blocks`, one of [`Pipeline::chunks`], as the model finds them. Chunks do not depend on
    /// each other: what lies just beside one is looked at with it.
    pub fn attribute(&self, blocks: Range<usize>) -> Vec<Attribution> {
        let document = self.document();
        let all = document.article.blocks();
        let Some((first, last)) = all.get(blocks.start).zip(blocks.end.checked_sub(1).and_then(|last| all.get(last)))
        else {
            return Vec::new();
        };
        let own = first.span.join(last.span);
        let near =
            |block: &&Block| block.span.end + BESIDE_BYTES >= own.start && block.span.start <= own.end + BESIDE_BYTES;
        let before = all[..blocks.start].iter().rev().take(BESIDE).take_while(near).count();
        let after = all[blocks.end..].iter().take(BESIDE).take_while(near).count();
        let window = blocks.start - before..blocks.end + after;
        // The probabilities of the tags are large and live no longer than this.
        let rows = tag(document, window.clone());
        if window.len() == all.len() {
            return attribute_tagged(document, &rows);
        }
        let Document { article, tokens, marks } = document;
        let range = tokens.block(window.start).start..tokens.block(window.end).start;
        let (tokens, marks) = (tokens.part(range.clone()), marks.part(range));
        let mut found = attribute_tagged(Document { article, tokens: &tokens, marks: &marks }, &rows);
        found.retain(|attribution| attribution.content.first().is_some_and(|piece| own.holds(piece.start as usize)));
        found
    }

    /// What is said, and by whom. `found` is what [`Pipeline::attribute`] found in all chunks, in order.
    pub fn resolve(&self, found: Vec<Attribution>) -> Analysis {
        self.resolve_with(found, None)
    }

    /// The same with the encoder’s scores of mentions and speakers.
    pub fn resolve_with(&self, found: Vec<Attribution>, encoder: Option<&dyn TextEncoder>) -> Analysis {
        let language = self.language;
        if !language.is_english() {
            return foreign::analyse(self.document(), language);
        }
        let found = self.refine(found);
        let (people, mut quotations) = coref::resolve(self.input(&found, embedded(), encoder));
        quotations.iter_mut().for_each(|quotation| keep_source_with_speaker(quotation, &people));
        Analysis { language, engine: Engine::Fast, people, quotations }
    }
}

impl Pipeline<'_> {
    /// What the models found, with what looks like speech by its form.
    pub fn refine(&self, found: Vec<Attribution>) -> Vec<Attribution> {
        let mut found = refine(self.document(), found);
        found.iter_mut().for_each(|attribution| doubt_attitude(self.article, attribution));
        found
    }

    /// What is asked of `linker` about the refined attributions `found`.
    pub fn trace(&self, found: &[Attribution], linker: &dyn Linker, encoder: Option<&dyn TextEncoder>) -> Trace {
        coref::trace(self.input(found, linker, encoder))
    }

    fn input<'i>(
        &'i self,
        attributions: &'i [Attribution],
        linker: &'i dyn Linker,
        encoder: Option<&'i dyn TextEncoder>,
    ) -> Input<'i> {
        Input { document: self.document(), attributions, linker, encoder }
    }

    /// The text with its tokens and marks.
    pub fn document(&self) -> Document<'_> {
        Document { article: self.article, tokens: &self.tokens, marks: &self.marks }
    }

    /// The language of the text.
    pub fn language(&self) -> Language {
        self.language
    }

    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }
}

/// [`Pipeline::chunks`] of `blocks`.
pub(super) fn chunks(blocks: &[Block], language: Language) -> Vec<Range<usize>> {
    if language.is_english() { cut(blocks, CHUNK) } else { Vec::new() }
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
