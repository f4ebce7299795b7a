//! Titles of works in quotation marks, which are not speech: “wrote ‘The Mud Song’”, “‘Thirty Years’ is at the town
//! hall”.

use crate::language::attribute::attribution::{Attribution, Kind};
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::quotation_marks::QuotedRun;
use crate::language::lexical::word_classes::{ARTICLE, CITING, MAKES_WORK, NAMING, NOUN_CONJUNCTION, QUOTATIVE};
use crate::text::Span;

/// The longest title, in words.
const LONGEST: usize = 12;
/// The longest word that a title may write in lower case.
const SMALL: usize = 4;

/// Whether `run` reads as a title: at least two words with capitals, none but short ones without, and no full stop.
pub(crate) fn is_title(input: TokenizedArticle, run: &QuotedRun) -> bool {
    let inner = run.inner();
    let Some(last) = inner.clone().next_back() else { return false };
    let words = || inner.clone().filter(|&at| input.begins_with_letter(at));
    let capitals = words().filter(|&at| input.is_capital(at)).count();
    let small = words().all(|at| input.is_capital(at) || input.text(at).len() <= SMALL);
    let ends = input.is_end(last) || input.text(last) == ",";
    // “NO COMMENT”, “I Have a Dream”
    let said = words().any(|at| input.text(at).chars().count() > 3 && !input.text(at).contains(char::is_lowercase));
    run.closed && capitals > 1 && small && !ends && !said && words().count() <= LONGEST
}

/// Whether `run`, a title in a block that ends before token `block_end`, is the subject or the object of its sentence:
/// “‘Thirty Years’ is at the town hall”.
pub(crate) fn is_in_sentence(input: TokenizedArticle, run: &QuotedRun, block_end: usize) -> bool {
    let at = run.tokens.end;
    at < block_end
        && input.begins_with_letter(at)
        && !input.is_capital(at)
        && !input.is(at, &QUOTATIVE)
        && !input.is(at, &CITING)
        && is_title(input, run)
}

/// Whether the tagger’s attribution quotes nothing but titles of works or names of things.
pub(crate) fn only_titles(input: TokenizedArticle, found: &Attribution) -> bool {
    let Some(cue) = found.cue.filter(|_| found.kind != Kind::Indirect) else { return false };
    let cue = input.tokens.within(cue);
    let names = cue.clone().any(|at| input.is(at, &NAMING) || input.is(at, &["called"]));
    let makes = cue.clone().any(|at| input.is(at, &MAKES_WORK));
    if !names && !makes {
        return false;
    }
    let all = &input.quotation_marks.runs;
    let in_piece = |piece: &Span| {
        let piece = *piece;
        let first = all.partition_point(|run| run.span.start < piece.start);
        let here = all[first..].iter().take_while(move |run| run.span.start < piece.end);
        here.filter(move |run| run.outer.is_none() && piece.contains(run.span))
    };
    let runs: Vec<&QuotedRun> = found.content.iter().flat_map(in_piece).collect();
    let led = |run: &QuotedRun| input.before(run.tokens.start) == ":";
    let within = |at: usize| runs.iter().any(|run| run.tokens.contains(&at));
    let joined = found.content.iter().all(|piece| {
        let mut apart = input.tokens.within(*piece).filter(|&at| input.begins_with_letter(at) && !within(at));
        names || apart.all(|at| input.is(at, &NOUN_CONJUNCTION) || input.is(at, &ARTICLE))
    });
    let titled = |run: &&QuotedRun| (is_title(input, run) || is_capital_word(input, run)) && !led(run);
    !runs.is_empty() && joined && runs.iter().all(titled)
}

/// Whether `run` is one word with a capital: “reads ‘Moby-Dick’”.
fn is_capital_word(input: TokenizedArticle, run: &QuotedRun) -> bool {
    let inner = run.inner();
    run.closed && inner.len() == 1 && input.is_capital(inner.start)
}
