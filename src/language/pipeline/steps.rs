//! [`Pipeline`]: the analysis of one part of a text in steps, for callers that show how far it is, stop it, or look at chunks
//! of it side by side. [`analyse`](super::analyse()) takes all steps at once.

#[cfg(feature = "best")]
use super::encoder_linking::EncoderReader;
use crate::article::{Article, Block};
use crate::language::attribute::attribution::{Attribution, Kind};
use crate::language::attribute::from_tags::{attribute_tagged, tag};
use crate::language::attribute::patterns::refine::refine;
use crate::language::attribute::reporting;
use crate::language::coref;
use crate::language::coref::linker::{Linker, Reader};
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
#[cfg(feature = "best")]
use crate::language::tag::encoder::pieces::WordPieces;
#[cfg(feature = "best")]
use crate::language::tag::encoder::{Encoder, PackedWeights, Window, WindowOutput, marginals, pairs::EncodedText};
#[cfg(feature = "best")]
use crate::language::tag::linear_model::LinearModel;
#[cfg(feature = "best")]
use crate::language::tag::tags::PerTag;
use crate::text::Span;
use std::ops::Range;
#[cfg(feature = "best")]
use std::sync::Arc;

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

    /// The same with what a second reader says of who is meant.
    pub fn resolve_with(&self, found: Vec<Attribution>, reader: Option<&dyn Reader>) -> Analysis {
        let language = self.language;
        if !language.is_english() {
            return foreign::analyse(self.document(), language);
        }
        let found = self.refine(found);
        let (people, mut quotations) = coref::resolve(self.input(&found, coref::embedded(), reader));
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
    pub fn trace(&self, found: &[Attribution], linker: &dyn Linker, reader: Option<&dyn Reader>) -> Trace {
        coref::trace(self.input(found, linker, reader))
    }

    fn input<'i>(
        &'i self,
        attributions: &'i [Attribution],
        linker: &'i dyn Linker,
        reader: Option<&'i dyn Reader>,
    ) -> Input<'i> {
        Input { document: self.document(), attributions, linker, reader }
    }

    /// The text with its tokens and marks.
    pub fn document(&self) -> Document<'_> {
        Document { article: self.article, tokens: &self.tokens, marks: &self.marks }
    }

    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }
}

/// An article, or a part of one, as the encoder reads it.
#[cfg(feature = "best")]
pub struct EncoderPipeline<'a> {
    passes: &'a Pipeline<'a>,
    encoder: &'static Encoder<'static>,
    packed: Arc<PackedWeights>,
    pieces: WordPieces,
    windows: Vec<Window>,
}

#[cfg(feature = "best")]
impl<'a> Pipeline<'a> {
    /// The text as the encoder reads it; `None` in a language that it does not know.
    pub fn read(&'a self) -> Option<EncoderPipeline<'a>> {
        let encoder = Encoder::embedded().filter(|_| self.language.is_english())?;
        let pieces = encoder.pieces(self.document(), 0..self.article.blocks().len());
        Some(EncoderPipeline {
            passes: self,
            encoder,
            packed: encoder.packed(),
            windows: encoder.windows(&pieces),
            pieces,
        })
    }
}

#[cfg(feature = "best")]
impl EncoderPipeline<'_> {
    /// How many windows there are to read. They do not depend on each other.
    pub fn windows(&self) -> usize {
        self.windows.len()
    }

    /// What of the text window number `nth` answers for.
    pub fn span(&self, nth: usize) -> Span {
        self.windows.get(nth).map_or(Span::default(), |window| self.passes.tokens.span(window.tokens.clone()))
    }

    /// What the encoder makes of window number `nth`.
    pub fn read(&self, nth: usize) -> WindowOutput {
        self.windows
            .get(nth)
            .map_or_else(WindowOutput::default, |window| self.encoder.encode_window(&self.packed, &self.pieces, window))
    }

    /// What is said, and by whom, when all windows that are to be read are.
    pub fn resolve(&self, reads: &[Option<&WindowOutput>]) -> Analysis {
        let scores: Vec<Option<&[PerTag]>> = reads.iter().map(|read| read.map(|read| read.scores.as_slice())).collect();
        let heard = self.heard(reads);
        // What was only half read is no second opinion.
        let reader = reads.iter().all(Option::is_some).then_some(&heard as &dyn Reader);
        self.passes.resolve_with(self.attribute(&scores), reader)
    }

    /// What is asked of `linker` about the refined attributions `found`.
    pub fn trace(&self, reads: &[Option<&WindowOutput>], found: &[Attribution], linker: &dyn Linker) -> Trace {
        self.passes.trace(found, linker, Some(&self.heard(reads)))
    }

    fn heard<'r>(&'r self, reads: &'r [Option<&'r WindowOutput>]) -> EncoderReader<'r> {
        let text =
            EncodedText { document: self.passes.document(), pieces: &self.pieces, windows: &self.windows, reads };
        EncoderReader { encoder: self.encoder, text }
    }

    /// The quotations under the `scores` of all windows, in order. Where a window has none, the linear model's word counts.
    pub fn attribute(&self, scores: &[Option<&[PerTag]>]) -> Vec<Attribution> {
        let document = self.passes.document();
        let Document { article, tokens, .. } = document;
        let blocks = 0..article.blocks().len();
        let unread = scores.iter().any(Option::is_none);
        let linear = if unread { tag(document, blocks.clone()) } else { Vec::new() };
        let mut all = Vec::with_capacity(tokens.len());
        for (window, scores) in self.windows.iter().zip(scores) {
            match scores {
                Some(scores) => all.extend_from_slice(scores),
                None => all.extend(linear.get(window.tokens.clone()).unwrap_or(&[]).iter().map(as_scores)),
            }
        }
        let rows = marginals(tokens, blocks, &all);
        LinearModel::embedded().attribute(&self.encoder.fit, document, &rows)
    }
}

/// Scores under which the tags have the probabilities `row`.
#[cfg(feature = "best")]
fn as_scores(row: &PerTag) -> PerTag {
    row.map(|p| p.max(1e-6).ln())
}

/// [`Pipeline::chunks`] of `blocks`.
pub(super) fn chunks(blocks: &[Block], language: Language) -> Vec<Range<usize>> {
    if language.is_english() { cut(blocks, CHUNK) } else { Vec::new() }
}

/// Confidence of what is an attribution to the corpus, but no speech or thought to a reader: too little to be shown.
const ATTITUDE: f32 = 0.5;

/// Takes confidence from what is reported by no word of saying or thinking, or of nobody (“not everyone thinks that …”).
fn doubt_attitude(article: &Article, attribution: &mut Attribution) {
    if attribution.kind != Kind::Indirect {
        return;
    }
    let cue = attribution.cue.map_or("", |cue| article.slice(cue));
    // “Asked about the plan”: whether the cue holds the *about* or not.
    let about = |span: &Span| {
        let before = article.text().get(..span.start as usize).unwrap_or("").trim_end();
        if before.ends_with(" about") { format!("{cue} about") } else { cue.to_owned() }
    };
    let reported = |span: &Span| reporting::reports(&about(span), article.slice(*span));
    if of_nobody(article, attribution.source, cue) || !attribution.content.iter().any(reported) {
        attribution.confidence = attribution.confidence.min(ATTITUDE);
    }
}

/// Does nobody say or think it: “not everyone thinks that …”, or somebody who is not even hinted at: “asked if she would
/// resign, …”?
fn of_nobody(article: &Article, source: Option<Span>, cue: &str) -> bool {
    let Some(source) = source else { return reporting::asks(cue) };
    let name = article.slice(source).to_lowercase();
    let before = article.text().get(..source.start as usize).unwrap_or("").trim_end();
    ["nobody", "no one", "none"].contains(&&*name)
        || name.starts_with("not ")
        || [" not", "Not"].iter().any(|not| before.ends_with(not))
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
