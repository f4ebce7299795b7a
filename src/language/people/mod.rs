//! People: who is named, described and meant in the article, and who says each quotation.
//!
//! Names are gathered over the whole text first (`names` finds them, `evidence` weighs whether they are people's, `cast`
//! joins them). Then `walk` reads twice, outside quotation marks and inside, and gives every pronoun and description to
//! somebody; `sources` and `speakers` say who speaks. Every mention keeps the reason why it is whose it is.

mod cast;
mod descriptions;
mod evidence;
mod items;
mod lexicon;
mod names;
mod offices;
mod pronouns;
mod sources;
mod speakers;
mod walk;
mod words;

use super::marks::Marks;
use super::tokens::Tokens;
use super::{Attribution, Person, Quotation};
use crate::article::{Article, BlockKind};
use cast::Cast;
use walk::Walk;
use words::Words;

/// The people of `article`, in order of first mention, and its quotations with their speakers, in order of first span.
pub fn resolve(
    article: &Article,
    tokens: &Tokens,
    marks: &Marks,
    attributions: Vec<Attribution>,
) -> (Vec<Person>, Vec<Quotation>) {
    let words = Words::of(article, tokens, marks);
    let names = names::find(&words);
    let mut sources: Vec<_> = attributions.iter().filter_map(|attribution| attribution.source).collect();
    sources.sort();
    let is_source = |name: &names::NameAt| {
        let span = words.span(name.whole.clone());
        let next = sources.partition_point(|source| source.end <= span.start);
        sources.get(next).is_some_and(|source| source.start <= span.start + 2 && source.overlaps(span))
    };
    let headings = headings(&words);
    let heading = |at: usize| headings.get(words.block(at)).copied().unwrap_or(false);
    let (cast, given) = Cast::gather(&words, &names, is_source, heading);
    let mut walk = Walk::new(&words, &names, &attributions, cast, given);
    walk.narration();
    walk.unsourced();
    walk.quoted();
    walk.finish()
}

/// Which blocks write every word with a capital, so that capitals tell nothing there.
fn headings(words: &Words) -> Vec<bool> {
    let blocks = words.article.blocks();
    let mut counts = vec![(0_u32, 0_u32); blocks.len()];
    for at in 0..words.len() {
        let long = words.text(at).len() > 3 && words.is_word(at) && words.shape(at) != words::Shape::Number;
        if let Some((capital, all)) = counts.get_mut(words.block(at)).filter(|_| long) {
            *all += 1;
            *capital += u32::from(words.capital(at));
        }
    }
    let title = |(block, (capital, all)): (&crate::article::Block, &(u32, u32))| match block.kind {
        BlockKind::Byline => false,
        BlockKind::Headline | BlockKind::Heading(_) => *all > 1 && capital * 10 > all * 6,
        // A sentence with its full stop is none, however many names are in it.
        _ => {
            let stop = words.article.slice(block.span).trim_end().ends_with(['.', '!', '”', '"', ':']);
            *all > 2 && *all < 24 && capital * 10 > all * 7 && !stop
        }
    };
    blocks.iter().zip(&counts).map(title).collect()
}
