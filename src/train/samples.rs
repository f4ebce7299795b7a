//! Reads articles with annotated quotations from JSON Lines.

use crate::article::{Article, plain};
use crate::language::Kind;
use crate::language::attribute::confidence::TaggedArticle;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::quotation_marks::QuotationMarks;
use crate::language::lexical::tokens::Tokens;
use crate::language::tag::tags::{PerTag, Role, Tag};
use crate::text::{Offsets, Span};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::io::Read;
use std::ops::Range;
use std::path::Path;

/// An annotated article, ready to learn from.
pub struct Sample {
    pub article: Article,
    pub tokens: Tokens,
    pub quotation_marks: QuotationMarks,
    pub quotations: Vec<GoldQuotation>,
    /// The gold tag of each token.
    pub tags: Vec<Tag>,
}

impl Sample {
    /// The article with the probabilities that a tagger gives its tokens.
    pub fn tagged<'a>(&'a self, rows: &'a [PerTag]) -> TaggedArticle<'a> {
        TaggedArticle { tokenized: self.document(), rows }
    }

    /// The article with its tokens and marks.
    pub fn document(&self) -> TokenizedArticle<'_> {
        TokenizedArticle { article: &self.article, tokens: &self.tokens, quotation_marks: &self.quotation_marks }
    }
}

/// An annotated quotation, in bytes.
#[derive(Clone, Debug)]
pub struct GoldQuotation {
    pub kind: Kind,
    pub content: Vec<Span>,
    pub cue: Vec<Span>,
    pub source: Vec<Span>,
}

impl GoldQuotation {
    /// The spans with `role`.
    pub fn spans(&self, role: Role) -> &[Span] {
        match role {
            Role::Source => &self.source,
            Role::Cue => &self.cue,
            Role::Content => &self.content,
        }
    }
}

#[derive(Deserialize)]
struct SampleLine {
    text: String,
    quotes: Vec<Annotation>,
}

#[derive(Deserialize)]
struct Annotation {
    kind: String,
    content: Vec<Points>,
    #[serde(default)]
    cue: Vec<Points>,
    #[serde(default)]
    source: Vec<Points>,
}

/// A span in code points.
#[derive(Deserialize)]
pub(super) struct Points {
    start: usize,
    end: usize,
}

impl Points {
    /// The span in bytes.
    pub fn span(&self, offsets: &Offsets) -> Span {
        Span::new(offsets.byte(self.start), offsets.byte(self.end))
    }
}

/// The text of the file at `path`, unpacked if it ends in `.xz`.
///
/// # Errors
/// If it cannot be read.
pub fn read(path: &Path) -> Result<String> {
    let file = std::fs::File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "xz") {
        xz2::read::XzDecoder::new(file).read_to_string(&mut text)
    } else {
        std::io::BufReader::new(file).read_to_string(&mut text)
    }
    .with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text)
}

/// The samples of the JSON Lines in `text`.
///
/// # Errors
/// If a line is no annotated article. The error has its number.
pub fn samples(text: &str) -> Result<Vec<Sample>> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(number, line)| sample(line).with_context(|| format!("line {}", number + 1))).collect()
}

fn sample(line: &str) -> Result<Sample> {
    let SampleLine { text, quotes } = serde_json::from_str(line)?;
    let offsets = Offsets::new(&text);
    let spans = |points: &[Points]| -> Vec<Span> { points.iter().map(|points| points.span(&offsets)).collect() };
    let quotations = quotes
        .iter()
        .map(|quote| GoldQuotation {
            kind: match quote.kind.as_str() {
                "direct" => Kind::Direct,
                "mixed" => Kind::Mixed,
                _ => Kind::Indirect,
            },
            content: spans(&quote.content).into_iter().map(|span| without_that(&text, span)).collect(),
            cue: spans(&quote.cue),
            source: spans(&quote.source),
        })
        .collect::<Vec<GoldQuotation>>();
    let article = plain::article(text);
    let tokens = Tokens::of(&article);
    let marks = QuotationMarks::of(&article, &tokens);
    let tags = tags(&tokens, &quotations);
    Ok(Sample { article, tokens, quotation_marks: marks, quotations, tags })
}

/// Content without the *that* before it, which the annotators included in one case of eight, by no rule.
fn without_that(text: &str, span: Span) -> Span {
    let words = span.of(text);
    match words.get(..4).filter(|that| that.eq_ignore_ascii_case("that")) {
        Some(_) => {
            let rest = words[4..].trim_start();
            let cut = words.len() - rest.len();
            if cut > 4 && !rest.is_empty() { Span::new(span.start as usize + cut, span.end as usize) } else { span }
        }
        None => span,
    }
}

/// Tokens of which at least half lies in `span`.
pub fn covered(tokens: &Tokens, span: Span) -> Range<usize> {
    let mut range = tokens.within(span);
    let half = |at: usize| {
        let token = tokens.tokens[at].span;
        let shared = token.end.min(span.end) - token.start.max(span.start);
        shared as usize * 2 >= token.len()
    };
    while !range.is_empty() && !half(range.start) {
        range.start += 1;
    }
    while !range.is_empty() && !half(range.end - 1) {
        range.end -= 1;
    }
    range
}

fn tags(tokens: &Tokens, quotations: &[GoldQuotation]) -> Vec<Tag> {
    let mut tags = vec![0; tokens.len()];
    for quotation in quotations {
        for role in Role::ALL {
            for &span in quotation.spans(role) {
                let mut tag = role.begins();
                for at in covered(tokens, span) {
                    // A span over several blocks begins again in each.
                    if at > 0 && tokens.tokens[at].block != tokens.tokens[at - 1].block {
                        tag = role.begins();
                    }
                    if tags[at] == 0 {
                        tags[at] = tag;
                        tag = role.inside();
                    }
                }
            }
        }
    }
    tags
}
