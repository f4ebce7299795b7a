//! Quoted speech in scripts without spaces, where the verb next to the marks is part of a longer run of letters:
//! 「…」と言った, 王明说：“…”. The speaker remains unknown.

use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::quotation_marks::QuotedRun;
use crate::language::lexical::word_classes::{QUOTATIVE_PARTICLE, UNSPACED_VERB};

/// The bytes on either side of the marks that are searched for a verb of speech.
const REACH: usize = 90;

/// Whether `run`, in a script without spaces, is speech.
pub(super) fn reported(input: TokenizedArticle, run: &QuotedRun) -> bool {
    let words = input.article.slice(input.span(run.inner()));
    let unspaced = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{e00}'..='\u{e7f}');
    if !run.closed || !run.opened || words.chars().filter(|&c| unspaced(c)).count() < 3 {
        return false;
    }
    let Some(block) = input.article.blocks().get(input.block(run.tokens.start)) else { return false };
    let text = input.article.text();
    let (start, end) = (run.span.start as usize, run.span.end as usize);
    let until = text.floor_char_boundary((block.span.end as usize).min(end + REACH));
    let from = text.ceil_char_boundary((block.span.start as usize).max(start.saturating_sub(REACH)));
    let stops = ['。', '！', '？', '「', '“', '『', '\n', '；'];
    let behind = text.get(end..until).unwrap_or("");
    let behind = behind.split(stops).next().unwrap_or("");
    let before = text.get(from..start).unwrap_or("");
    let before = before.rsplit(stops).next().unwrap_or("").trim_end();
    let verb = |words: &str| UNSPACED_VERB.iter().any(|verb| words.contains(verb));
    let ended = words.ends_with(['。', '！', '？', '，', '…']);
    // 「…」と, 」って, 」などと: the quotation comes before its verb.
    let quoted = QUOTATIVE_PARTICLE.iter().any(|particle| behind.starts_with(particle));
    let led = before.ends_with(['：', ':']) || before.ends_with(['，', '、', ',']) && verb(before);
    let whole = before.is_empty() && behind.is_empty() && words.chars().count() > 5;
    quoted && verb(behind) || led || ended && (verb(behind) || before.is_empty()) || whole
}
