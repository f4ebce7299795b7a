//! [`Passes`]: the analysis of one part of a text in steps, for callers that show how far it is, stop it, or look at chunks
//! of it side by side. [`analyse`](super::analyse()) takes all steps at once.

#[cfg(feature = "best")]
use super::encoder_linking::Heard;
use crate::article::{Article, Block};
use crate::language::attribute::attribution::{Attribution, Kind};
use crate::language::attribute::from_tags::{attribute_tagged, tag};
use crate::language::attribute::patterns::refine::refine;
use crate::language::attribute::reporting;
use crate::language::coref;
use crate::language::coref::linker::{Linker, TextEncoder, embedded};
use crate::language::coref::person::Person;
use crate::language::coref::quotation::Quotation;
use crate::language::coref::{Input, Trace};
use crate::language::document::language::{Language, detect};
use crate::language::document::quotation_marks::Marks;
use crate::language::document::tokens::Tokens;
use crate::language::pipeline::analysis::{Analysis, Engine};
use crate::language::pipeline::chunking::cut;
use crate::language::pipeline::foreign;
#[cfg(feature = "best")]
use crate::language::tag::encoder::pieces::Pieces;
#[cfg(feature = "best")]
use crate::language::tag::encoder::{Encoder, Packed, Read, Window, marginals, pairs::Text};
#[cfg(feature = "best")]
use crate::language::tag::linear_model::Model;
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
pub struct Passes<'a> {
    article: &'a Article,
    tokens: Tokens,
    marks: Marks,
    language: Language,
}

impl<'a> Passes<'a> {
    /// The quick passes: the language, tokens, marks.
    pub fn new(article: &'a Article) -> Passes<'a> {
        Passes::of(article, detect(article))
    }

    /// The same for a text whose language is known.
    pub fn of(article: &'a Article, language: Language) -> Passes<'a> {
        let tokens = Tokens::of(article);
        let marks = Marks::of(article, &tokens);
        Passes { article, language, tokens, marks }
    }

    /// What there is to look at: ranges of blocks, in order. None in a language that the model does not know.
    pub fn chunks(&self) -> Vec<Range<usize>> {
        chunks(self.article.blocks(), self.language)
    }

    /// The quotations that begin in `blocks`, one of [`Passes::chunks`], as the model finds them. Chunks do not depend on
    /// each other: what lies just beside one is looked at with it.
    pub fn attribute(&self, blocks: Range<usize>) -> Vec<Attribution> {
        let Passes { article, tokens, marks, .. } = self;
        let all = article.blocks();
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
        let rows = tag(article, tokens, marks, window.clone());
        if window.len() == all.len() {
            return attribute_tagged(article, tokens, marks, &rows);
        }
        let range = tokens.block(window.start).start..tokens.block(window.end).start;
        let mut found = attribute_tagged(article, &tokens.part(range.clone()), &marks.part(range), &rows);
        found.retain(|attribution| attribution.content.first().is_some_and(|piece| own.holds(piece.start as usize)));
        found
    }

    /// What is said, and by whom. `found` is what [`Passes::attribute`] found in all chunks, in order.
    pub fn resolve(&self, found: Vec<Attribution>) -> Analysis {
        self.resolve_with(found, None)
    }

    /// The same with the encoder’s scores of mentions and speakers.
    pub fn resolve_with(&self, found: Vec<Attribution>, encoder: Option<&dyn TextEncoder>) -> Analysis {
        let Passes { article, tokens, marks, language } = self;
        if !language.is_english() {
            return foreign::analyse(article, tokens, marks, *language);
        }
        let found = self.refine(found);
        let (people, mut quotations) = coref::resolve(self.input(&found, embedded(), encoder));
        quotations.iter_mut().for_each(|quotation| keep_source_with_speaker(quotation, &people));
        Analysis { language: *language, engine: Engine::Fast, people, quotations }
    }
}

impl Passes<'_> {
    /// What the models found, with what looks like speech by its form.
    pub fn refine(&self, found: Vec<Attribution>) -> Vec<Attribution> {
        let mut found = refine(self.article, &self.tokens, &self.marks, found);
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
        Input { article: self.article, tokens: &self.tokens, marks: &self.marks, attributions, linker, encoder }
    }

    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }
}

/// An article, or a part of one, as the encoder reads it.
#[cfg(feature = "best")]
pub struct Reading<'a> {
    passes: &'a Passes<'a>,
    encoder: &'static Encoder<'static>,
    packed: Arc<Packed>,
    pieces: Pieces,
    windows: Vec<Window>,
}

#[cfg(feature = "best")]
impl<'a> Passes<'a> {
    /// The text as the encoder reads it; `None` in a language that it does not know.
    pub fn read(&'a self) -> Option<Reading<'a>> {
        let encoder = Encoder::embedded().filter(|_| self.language.is_english())?;
        let pieces = encoder.pieces(self.article, &self.tokens, &self.marks, 0..self.article.blocks().len());
        Some(Reading { passes: self, encoder, packed: encoder.packed(), windows: encoder.windows(&pieces), pieces })
    }
}

#[cfg(feature = "best")]
impl Reading<'_> {
    /// How many windows there are to read. They do not depend on each other.
    pub fn windows(&self) -> usize {
        self.windows.len()
    }

    /// What of the text window number `nth` answers for.
    pub fn span(&self, nth: usize) -> Span {
        self.windows.get(nth).map_or(Span::default(), |window| self.passes.tokens.span(window.tokens.clone()))
    }

    /// What the encoder makes of window number `nth`.
    pub fn read(&self, nth: usize) -> Read {
        self.windows
            .get(nth)
            .map_or_else(Read::default, |window| self.encoder.read_window(&self.packed, &self.pieces, window))
    }

    /// What is said, and by whom, when all windows that are to be read are.
    pub fn resolve(&self, reads: &[Option<&Read>]) -> Analysis {
        let scores: Vec<Option<&[PerTag]>> = reads.iter().map(|read| read.map(|read| read.scores.as_slice())).collect();
        let heard = self.heard(reads);
        // What was only half read is no second opinion.
        let encoder = reads.iter().all(Option::is_some).then_some(&heard as &dyn TextEncoder);
        self.passes.resolve_with(self.attribute(&scores), encoder)
    }

    /// What is asked of `linker` about the refined attributions `found`.
    pub fn trace(&self, reads: &[Option<&Read>], found: &[Attribution], linker: &dyn Linker) -> Trace {
        self.passes.trace(found, linker, Some(&self.heard(reads)))
    }

    fn heard<'r>(&'r self, reads: &'r [Option<&'r Read>]) -> Heard<'r> {
        let Passes { article, tokens, .. } = self.passes;
        let text = Text { article, tokens, pieces: &self.pieces, windows: &self.windows, reads };
        Heard { encoder: self.encoder, text }
    }

    /// The quotations under the `scores` of all windows, in order. Where a window has none, the linear model's word counts.
    pub fn attribute(&self, scores: &[Option<&[PerTag]>]) -> Vec<Attribution> {
        let Passes { article, tokens, marks, .. } = self.passes;
        let blocks = 0..article.blocks().len();
        let unread = scores.iter().any(Option::is_none);
        let linear = if unread { tag(article, tokens, marks, blocks.clone()) } else { Vec::new() };
        let mut all = Vec::with_capacity(tokens.len());
        for (window, scores) in self.windows.iter().zip(scores) {
            match scores {
                Some(scores) => all.extend_from_slice(scores),
                None => all.extend(linear.get(window.tokens.clone()).unwrap_or(&[]).iter().map(as_scores)),
            }
        }
        let rows = marginals(tokens, blocks, &all);
        Model::embedded().attribute(&self.encoder.fit, article, tokens, marks, &rows)
    }
}

/// Scores under which the tags have the probabilities `row`.
#[cfg(feature = "best")]
fn as_scores(row: &PerTag) -> PerTag {
    row.map(|p| p.max(1e-6).ln())
}

/// [`Passes::chunks`] of `blocks`.
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
