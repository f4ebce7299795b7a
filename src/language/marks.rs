//! [`Marks`]: which tokens stand inside quotation marks, and which blocks continue a quotation that the block before
//! left open. A cheap pass over the whole article, front to back.

use super::tokens::Tokens;
use crate::article::Article;

/// How a token stands to the quotation marks round it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mark {
    #[default]
    Outside,
    Inside,
    /// The mark that opens a quotation.
    Opens,
    /// The mark that closes one.
    Closes,
}

/// The quotation marks of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// One for each token.
    pub states: Vec<Mark>,
    /// One for each block of the article: does the block before it end inside a quotation that was never closed? A
    /// quotation of several paragraphs opens each of them with a mark and closes only the last.
    pub carried: Vec<bool>,
}

impl Marks {
    /// The marks of `article`, whose tokens are `tokens`.
    pub fn of(article: &Article, tokens: &Tokens) -> Marks {
        let mut states = Vec::with_capacity(tokens.len());
        let mut carried = vec![false; article.blocks().len()];
        let mut inside = false;
        let mut block = u32::MAX;
        for (at, token) in tokens.tokens.iter().enumerate() {
            if token.block != block {
                block = token.block;
                if let Some(carried) = carried.get_mut(block as usize) {
                    *carried = inside;
                }
                inside = false;
            }
            let state = match article.slice(token.span) {
                "“" | "``" => Mark::Opens,
                "”" => Mark::Closes,
                "''" if inside => Mark::Closes,
                "''" => Mark::Opens,
                "\"" => straight(article, tokens, at, inside),
                _ if inside => Mark::Inside,
                _ => Mark::Outside,
            };
            inside = matches!(state, Mark::Opens | Mark::Inside);
            states.push(state);
        }
        Marks { states, carried }
    }

    /// The state of token number `at`; outside past the end.
    pub fn state(&self, at: usize) -> Mark {
        self.states.get(at).copied().unwrap_or_default()
    }

    /// Does block number `block` follow one that ends inside a quotation?
    pub fn carried(&self, block: usize) -> bool {
        self.carried.get(block).copied().unwrap_or_default()
    }
}

/// What the straight mark at token `at` does: the spaces beside it tell more than whether one is open.
fn straight(article: &Article, tokens: &Tokens, at: usize, inside: bool) -> Mark {
    let token = tokens.tokens[at];
    let before = at.checked_sub(1).map(|before| tokens.tokens[before]).filter(|before| before.block == token.block);
    let after = tokens.tokens.get(at + 1).filter(|after| after.block == token.block);
    let space_before = before.is_none_or(|before| {
        before.span.end < token.span.start || matches!(article.slice(before.span), "(" | "[" | "—" | "-" | "--" | "–")
    });
    let space_after = after.is_none_or(|after| after.span.start > token.span.end);
    match (space_before, space_after) {
        (true, false) => Mark::Opens,
        (false, true) => Mark::Closes,
        _ if inside => Mark::Closes,
        _ => Mark::Opens,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Block, BlockKind, Meta};
    use crate::text::Span;

    /// Under each token of `text`: `.` outside, `_` inside, `(` and `)` for the marks; `+` before a carried block.
    fn check(text: &str, expected: &str) {
        let mut at = 0;
        let blocks = text.lines().map(|line| {
            let span = Span::new(at, at + line.len());
            at += line.len() + 1;
            Block { kind: BlockKind::Paragraph, span }
        });
        let article = Article::new(text.to_owned(), blocks.collect(), Meta::default());
        let tokens = Tokens::of(&article);
        let marks = Marks::of(&article, &tokens);
        let mut shown = String::new();
        for block in 0..article.blocks().len() {
            shown += if marks.carried(block) { "+" } else { "" };
            shown.extend(tokens.block(block).map(|at| match marks.state(at) {
                Mark::Outside => '.',
                Mark::Inside => '_',
                Mark::Opens => '(',
                Mark::Closes => ')',
            }));
        }
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn states() {
        for (text, expected) in [
            ("He said “no way” twice.", "..(__).."),
            ("\"Go,\" she said. \"Now.\"", "(__)...(__)"),
            ("''Go,'' she said.", "(__)..."),
            ("“One.\n“Two.”", "(__+(__)"),
            ("\"One.\nTwo.", "(__+.."),
            ("a 6\" pipe", "..)."),
        ] {
            check(text, expected);
        }
    }
}
