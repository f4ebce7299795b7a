//! Titles of works in quotation marks, which nobody says: “wrote ‘The Mud Song’”, “‘Thirty Years’ is at the town hall”.

use super::pattern_input::PatternInput;
use crate::language::attribute::attribution::{Attribution, Kind};
use crate::language::document::quotation_marks::QuotedRun;
use crate::language::document::word_classes::{MAKES_WORK, NAMING, QUOTATIVE};

/// The longest title, in words.
const LONGEST: usize = 12;
/// The longest word that a title may write small.
const SMALL: usize = 4;

/// Whether `run` reads as a title: at least two words with capitals, none but short ones without, and no full stop.
pub(crate) fn is_title(input: PatternInput, run: &QuotedRun) -> bool {
    let inner = run.inner();
    let Some(last) = inner.clone().next_back() else { return false };
    let words = || inner.clone().filter(|&at| input.is_word(at));
    let capitals = words().filter(|&at| input.is_capital(at)).count();
    let small = words().all(|at| input.is_capital(at) || input.text(at).len() <= SMALL);
    let ends = input.is_end(last) || input.text(last) == ",";
    // “NO COMMENT”, “I Have a Dream”
    let said = words().any(|at| input.text(at).chars().count() > 3 && !input.text(at).contains(char::is_lowercase));
    run.closed && capitals > 1 && small && !ends && !said && words().count() <= LONGEST
}

/// Whether `run`, a title, is the subject or the object of its sentence: “‘Thirty Years’ is at the town hall”.
pub(crate) fn is_in_sentence(input: PatternInput, run: &QuotedRun) -> bool {
    let at = run.tokens.end;
    let block = input.tokens.block(input.block(run.tokens.start)).end;
    let goes_on = at < block && input.is_word(at) && !input.is_capital(at) && !input.is(at, &QUOTATIVE);
    is_title(input, run) && goes_on && !input.is(at, &["according", "as"])
}

/// Whether all that the tagger’s attribution quotes are titles of works that somebody made, or what something is
/// called.
pub(crate) fn only_titles(input: PatternInput, found: &Attribution) -> bool {
    let Some(cue) = found.cue.filter(|_| found.kind != Kind::Indirect) else { return false };
    let cue = input.tokens.within(cue);
    let names = cue.clone().any(|at| input.is(at, &NAMING) || input.is(at, &["called"]));
    let makes = cue.clone().any(|at| input.is(at, &MAKES_WORK));
    if !names && !makes {
        return false;
    }
    let runs = || {
        let inside = |run: &&QuotedRun| found.content.iter().any(|piece| piece.contains(run.span));
        input.marks.runs.iter().filter(|run| run.outer.is_none()).filter(inside)
    };
    let led = |run: &QuotedRun| input.before(run.tokens.start) == ":";
    let within = |at: usize| runs().any(|run| run.tokens.contains(&at));
    let joined = found.content.iter().all(|piece| {
        let mut apart = input.tokens.within(*piece).filter(|&at| input.is_word(at) && !within(at));
        names || apart.all(|at| input.is(at, &["and", "the", "a", "or"]))
    });
    runs().next().is_some() && joined && runs().all(|run| (is_title(input, run) || is_name(input, run)) && !led(run))
}

/// Whether `run` is one word with a capital: “reads ‘Moby-Dick’”.
fn is_name(input: PatternInput, run: &QuotedRun) -> bool {
    let inner = run.inner();
    run.closed && inner.len() == 1 && input.is_capital(inner.start)
}
