//! Writes the training data of `assets/encoder/train.py`: the vocabulary, cut to the pieces that occur, and the
//! articles as pieces with their tags and links.

use crate::article::plain;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::quotation_marks::QuotationMarks;
use crate::language::lexical::tokens::Tokens;
use crate::language::tag::encoder::Encoder;
use crate::language::tag::encoder::pieces::{SPECIAL, Vocabulary, WordPieces};
use crate::language::tag::tags::Role;
use crate::text::Offsets;
use crate::train::parallel::parallel;
use crate::train::samples::{GoldQuotation, Sample, covered};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Pieces kept in the vocabulary: those of the training articles, and the most frequent Latin ones of the rest, since
/// other texts have other words.
const KEPT: usize = 22_000;

/// An article, as a line of JSON.
#[derive(Serialize)]
struct EncodedArticle<'a> {
    ids: &'a [u16],
    case: &'a [u8],
    mark: &'a [u8],
    first: &'a [u32],
    tags: &'a [u8],
    /// For each quotation the tokens of its source, its cue and its content.
    links: Vec<[Vec<usize>; 3]>,
}

/// A text to be cut.
#[derive(Deserialize)]
struct EncoderText {
    id: String,
    text: String,
}

/// A text as pieces, as a line of JSON.
#[derive(Serialize)]
struct PieceText {
    id: String,
    ids: Vec<u16>,
    case: Vec<u8>,
    mark: Vec<u8>,
    first: Vec<u32>,
    /// For each token its start and end in code points, its block and its sentence.
    start: Vec<usize>,
    end: Vec<usize>,
    block: Vec<u32>,
    sentence: Vec<u32>,
}

/// The texts of the JSON Lines in `texts` as pieces of `encoder`, one per line.
///
/// # Errors
/// If a line has another form.
pub fn cut(texts: &str, encoder: &Encoder) -> Result<String> {
    let texts: Vec<&str> = texts.lines().filter(|line| !line.trim().is_empty()).collect();
    let lines = parallel(&texts, |line| {
        let EncoderText { id, text } = serde_json::from_str(line)?;
        let article = plain::article(text);
        let offsets = Offsets::new(article.text());
        let tokens = Tokens::of(&article);
        let marks = QuotationMarks::of(&article, &tokens);
        let document = TokenizedArticle { article: &article, tokens: &tokens, quotation_marks: &marks };
        let WordPieces { ids, case, mark, first } = encoder.pieces(document, 0..article.blocks().len());
        let each = || tokens.tokens.iter();
        serde_json::to_string(&PieceText {
            id,
            ids,
            case,
            mark,
            first,
            start: each().map(|token| offsets.code_point(token.span.start as usize)).collect(),
            end: each().map(|token| offsets.code_point(token.span.end as usize)).collect(),
            block: each().map(|token| token.block).collect(),
            sentence: each().map(|token| token.sentence).collect(),
        })
    });
    Ok(lines.into_iter().collect::<Result<Vec<String>, serde_json::Error>>()?.join("\n") + "\n")
}

/// The lines of the vocabulary `full` that are kept, in the same order.
///
/// # Errors
/// If a special piece is missing.
pub fn vocabulary(samples: &[Sample], full: &str) -> Result<String> {
    let words = Vocabulary::read(full).context("the vocabulary lacks a special piece")?;
    let used: HashSet<u16> = parallel(samples, |sample| pieces(sample, &words).ids).into_iter().flatten().collect();
    let latin = |piece: &str| piece.trim_start_matches("##").bytes().all(|byte| byte.is_ascii_alphanumeric());
    let needed = |piece: &str, at: u16| SPECIAL.contains(&piece) || used.contains(&at) || single(piece);
    let mut spare = KEPT.saturating_sub(full.lines().zip(0..).filter(|&(piece, at)| needed(piece, at)).count());
    let mut kept = String::new();
    for (piece, at) in full.lines().zip(0..) {
        let keep = needed(piece, at) || (latin(piece) && spare > 0);
        if keep {
            spare -= usize::from(!needed(piece, at));
            kept.push_str(piece);
            kept.push('\n');
        }
    }
    Ok(kept)
}

/// Whether `piece` is a letter or digit, by itself or inside a word: with these, any Latin word can be spelt.
fn single(piece: &str) -> bool {
    let bare = piece.trim_start_matches("##");
    bare.len() == 1 && bare.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The articles of `samples` as lines of JSON.
///
/// # Errors
/// If `vocabulary` lacks a special piece.
pub fn lines(samples: &[Sample], vocabulary: &str) -> Result<String> {
    let words = Vocabulary::read(vocabulary).context("the vocabulary lacks a special piece")?;
    let lines = parallel(samples, |sample| {
        let WordPieces { ids, case, mark, first } = pieces(sample, &words);
        let links = sample.quotations.iter().map(|gold| Role::ALL.map(|role| held(sample, gold, role))).collect();
        let line = EncodedArticle { ids: &ids, case: &case, mark: &mark, first: &first, tags: &sample.tags, links };
        serde_json::to_string(&line)
    });
    Ok(lines.into_iter().collect::<Result<Vec<String>, _>>()?.join("\n") + "\n")
}

fn pieces(sample: &Sample, words: &Vocabulary) -> WordPieces {
    WordPieces::of(sample.document(), 0..sample.article.blocks().len(), words)
}

/// The tokens of `gold` that have `role`.
fn held(sample: &Sample, gold: &GoldQuotation, role: Role) -> Vec<usize> {
    gold.spans(role).iter().flat_map(|&span| covered(&sample.tokens, span)).collect()
}
