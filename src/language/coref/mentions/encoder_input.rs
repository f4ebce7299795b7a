//! Mentions and quotations as the encoder takes them.

use crate::language::coref::mention::MentionType;
use crate::language::coref::mentions::markables::Markable;
use crate::language::coref::mentions::text_index::TextIndex;
use crate::language::coref::ranking::linker::MentionHead;
use crate::language::coref::syntax::descriptions;
use crate::language::lexical::word_classes::{I, WE, YOU};
use std::ops::Range;

/// All mentions of the text, for the encoder: names by their last word, descriptions by their noun, and pronouns.
pub fn mention_heads(text: &TextIndex) -> Vec<MentionHead> {
    let article = text.article;
    let mut mentions: Vec<MentionHead> = Vec::new();
    for (at, markable) in &text.markables {
        let (head, first, mention_type) = match markable {
            Markable::Name(index) => {
                let name = &text.names[*index].name;
                (name.end.saturating_sub(1), name.start, MentionType::Name)
            }
            Markable::Description if descriptions::describe(article, *at, true).is_some() => {
                (*at, *at, MentionType::Description)
            }
            Markable::Organisation(range) => {
                (range.end.saturating_sub(1), range.end.saturating_sub(1), MentionType::Description)
            }
            Markable::Pronoun => (*at, *at, MentionType::Pronoun),
            Markable::Description | Markable::Source(_) => continue,
        };
        mentions.push(MentionHead { head, first, mention_type });
    }
    for at in (0..article.len()).filter(|&at| article.is_pronoun(at)) {
        let first_person = article.is(at, &I) || article.is(at, &WE);
        let second = article.is(at, &YOU);
        if !(second || first_person && article.is_quoted(at)) {
            mentions.push(MentionHead { head: at, first: at, mention_type: MentionType::Pronoun });
        }
    }
    mentions.sort_by_key(|mention| mention.head);
    mentions.dedup_by_key(|mention| mention.head);
    mentions
}

/// The tokens of the content of each attribution.
pub fn quotation_tokens(text: &TextIndex) -> Vec<Vec<Range<usize>>> {
    let tokens = |span: &crate::text::Span| text.article.tokens.within(*span);
    text.attributions.iter().map(|attribution| attribution.content.iter().map(tokens).collect()).collect()
}
