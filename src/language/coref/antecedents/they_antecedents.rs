//! The possible antecedents of *they* besides the entities mentioned last: pairs of names, and plurals.

use crate::language::coref::discourse::salience::RecentMention;
use crate::language::coref::discourse::state::Discourse;
use crate::language::coref::entities::EntityId;
use crate::language::coref::mention::MentionType;
use crate::language::coref::person::PersonKind;
use crate::language::coref::syntax::plurals::{is_plural, plural_phrase};
use crate::language::coref::syntax::position::{self, Position};
use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::word_classes::{ADDITIVE_CONJUNCTION, WHO};
use crate::language::lexical::{TokenizedArticle, WordShape};
use std::ops::Range;

/// Tokens before *they* in which antecedents are looked for.
const BACK: usize = 120;
/// The most pairs of names that are candidates for *they*, and the most plurals.
const PAIRS: usize = 6;

/// The possible antecedents of *they* at token `at` besides the entities mentioned last, the nearest first: pairs of
/// names joined by “and”, and plurals (“the voters”, “activists and thinkers”).
pub fn candidates_for_they(discourse: &mut Discourse, at: usize) -> Vec<RecentMention> {
    let text = discourse.text;
    let article = text.article;
    let first = at.saturating_sub(BACK);
    let mut found: Vec<(Range<usize>, EntityId)> = Vec::new();
    let next = text.names.partition_point(|name| name.whole.start < at);
    let mut index = next;
    while index > 1 && text.names[index - 1].whole.start >= first && found.len() < PAIRS {
        index -= 1;
        let (one, other) = (text.names[index - 1].clone(), &text.names[index]);
        if other.whole.start == one.whole.end + 1 && article.is(one.whole.end, &ADDITIVE_CONJUNCTION) {
            let range = one.whole.start..other.whole.end;
            if let (Some(one), Some(other)) =
                (discourse.entity_at(one.name.start), discourse.entity_at(other.name.start))
                && one != other
            {
                found.push((range.clone(), discourse.entities.group_of(vec![one, other], range)));
            }
        }
    }
    let mut end = at;
    while end > first && found.len() < 2 * PAIRS {
        end -= 1;
        let plural = article.is(end, Classes::PLURAL.or(Classes::PEOPLE))
            && article.is(end, Classes::HUMAN.or(Classes::ORG).or(Classes::DEMONYM))
            && article.is_word(end)
            && (article.shape(end) == WordShape::Lower || article.is(end, Classes::DEMONYM.or(Classes::ROLE)));
        if !plural || text.in_quotation(end) != text.in_quotation(at) {
            continue;
        }
        let range = with_second(article, plural_phrase(article, end));
        let id = match discourse.entity_at(range.end - 1).or_else(|| discourse.entity_at(end)) {
            Some(id) if discourse.entities[id].kind == PersonKind::Person => continue,
            Some(id) => id,
            None => discourse.entities.group(article, range.clone()),
        };
        end = range.start;
        if !found.iter().any(|(_, other)| *other == id) {
            found.push((range, id));
        }
    }
    found.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mention = |(range, id): (Range<usize>, EntityId)| {
        let position = position::position(article, range.start, range.end);
        let quoted = text.in_quotation(range.start);
        let subject = (position == Position::Subject && !quoted).then_some(range.start);
        let mention_type = MentionType::Description;
        RecentMention { entity: id, at: range.start, position, quoted, mention_type, named: None, subject, times: 1 }
    };
    found.into_iter().map(mention).collect()
}

/// The plural phrase `first` with the plural joined to it: “activists | and intellectuals who”.
fn with_second(article: TokenizedArticle, first: Range<usize>) -> Range<usize> {
    let (and, second) = (first.end, first.end + 1);
    let after = second + 1;
    let joined = article.lower(and) == "and"
        && is_plural(article, second)
        && article.sentence(second) == article.sentence(and)
        && (article.is(after, &WHO)
            || !article.is_word(after)
            || article.is(after, Classes::AUXILIARY.or(Classes::PLURAL_VERB).or(Classes::SAY)));
    if joined { first.start..after } else { first }
}
