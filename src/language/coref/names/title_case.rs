//! Blocks that capitalise every word, as headlines do.

use crate::article::{Block, BlockKind};
use crate::language::lexical::{TokenizedArticle, WordShape};

/// Whether each block capitalises every word, so that capitals are no evidence there.
pub fn title_case(article: TokenizedArticle) -> Vec<bool> {
    let blocks = article.blocks();
    let mut counts = vec![(0_u32, 0_u32); blocks.len()];
    for at in 0..article.len() {
        let long = article.text(at).len() > 3 && article.is_word(at) && article.shape(at) != WordShape::Number;
        if let Some((capital, all)) = counts.get_mut(article.block(at)).filter(|_| long) {
            *all += 1;
            *capital += u32::from(article.is_capital(at));
        }
    }
    let is_title_case = |(block, (capital, all)): (&Block, &(u32, u32))| match block.kind {
        BlockKind::Byline => false,
        BlockKind::Headline | BlockKind::Heading(_) => *all > 1 && capital * 10 > all * 6,
        // A sentence with its full stop is not, however many names it has.
        _ => {
            let stop = article.slice(block.span).trim_end().ends_with(['.', '!', '”', '"', ':']);
            let share = if stop && block.span.start == 0 { 9 } else { 7 };
            *all > 2 && *all < 24 && capital * 10 > all * share && (!stop || block.span.start == 0)
        }
    };
    blocks.iter().zip(&counts).map(is_title_case).collect()
}
