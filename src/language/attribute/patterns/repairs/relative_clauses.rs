//! Sources that are the subject of a relative clause: “Ann Lee stood under *a sign* that said”. The tagger may take the
//! subject of the main clause for it.

use crate::language::attribute::attribution::Attribution;
use crate::language::attribute::patterns::search_range::near;
use crate::language::attribute::patterns::source_mention;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::word_classes::QUOTATIVE;
use crate::text::Span;

/// `found`; if its cue follows “that”, the mention before “that” becomes its source.
pub(crate) fn repaired(input: TokenizedArticle, mut found: Attribution) -> Attribution {
    if let Some(subject) = found.cue.and_then(|cue| relative_subject(input, &found, cue)) {
        found.source = Some(subject);
    }
    found
}

/// The mention that “that” before the cue stands for, if `found` has another source: “Ann Lee stood under *a sign* that
/// said”.
fn relative_subject(input: TokenizedArticle, found: &Attribution, cue: Span) -> Option<Span> {
    let cue = input.tokens.within(cue).start;
    let that = cue.checked_sub(1).filter(|&that| input.text(that) == "that" && input.is(cue, &QUOTATIVE))?;
    let start = near(input.sentence_range(that).start, that);
    let subject = source_mention::all(input, start..that).pop().filter(|mention| mention.end == that)?;
    let source = input.tokens.within(found.source?);
    (source.end <= subject.start).then(|| input.span(subject))
}
