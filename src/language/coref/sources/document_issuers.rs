//! The issuer of a document that speaks: “the Orwick Tribune poll”, “data published by Orwick Air”.

use crate::language::coref::discourse::issuers::{self, IssuerLink};
use crate::language::coref::discourse::state::Discourse;
use crate::language::coref::entities::EntityId;
use crate::language::coref::person::PersonKind;
use crate::language::coref::sources::coordination;
use crate::language::coref::syntax::descriptions;
use crate::language::lexical::WordShape;
use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::word_classes::ORIGIN_PREPOSITION;
use std::ops::Range;

/// The issuer of a document without a determiner at the head of the news, if only one issued such a document in the
/// text: “Poll: Races are close”, “Study Finds Gap”.
fn bare_document(discourse: &Discourse, range: &Range<usize>, head: usize) -> Option<(EntityId, f32)> {
    let article = discourse.text.article;
    let mut issuers = discourse.issuers.of_noun(article.lower(head)).filter(|issuer| issuer.link != IssuerLink::Said);
    let issuer = issuers.next().filter(|_| range.len() == 1 && article.opens_sentence(head))?;
    issuers.all(|other| other.entity == issuer.entity).then_some((issuer.entity, 0.7))
}

/// The issuer of a document that speaks, where the issuer's name stands beside it: “the Orwick Tribune poll”, “data
/// published by Orwick Air”. An owner (“the mayor’s report”), or a person before it (“the Hale report”), need not be.
/// Stricter than [`Issuers`](crate::language::coref::discourse::issuers::Issuers), which holds only candidates.
pub fn document_issuer(discourse: &mut Discourse, range: &Range<usize>, mut head: usize) -> Option<(EntityId, f32)> {
    let article = discourse.text.article;
    // “The results of the latest Orwick Tribune poll”
    while article.is(head, Classes::DOC) && article.lower(head + 1) == "of" && head + 2 < range.end {
        let within = descriptions::phrase_head(article, head + 2..range.end);
        if !article.is(within, Classes::DOC) || article.is_capital(within) {
            break;
        }
        head = within;
    }
    if !article.is(head, Classes::DOC) || article.is(head, Classes::HUMAN) {
        return None;
    }
    if article.is_capital(head) {
        return bare_document(discourse, range, head);
    }
    let away = Classes::PLACE.or(Classes::CALENDAR).or(Classes::DEMONYM).or(Classes::COMMON);
    for index in discourse.text.names_in(range) {
        let name = discourse.text.names[index].clone();
        let id = discourse.entity_at(name.name.start);
        // “U.S. records”, “Opinion polls”
        let issuer = name.key.len() > 1 || !article.is(name.name.start, away);
        let organisation = issuer && id.is_none_or(|id| discourse.entities[id].kind == PersonKind::Group);
        let adjacent = name.whole.end <= head
            && (name.whole.end..head).all(|at| article.is_word(at) && article.shape(at) == WordShape::Lower)
            && (range.start..name.whole.start).all(|at| article.is_word(at) && !article.is(at, Classes::PREPOSITION));
        let link = issuers::link_before(article, name.whole.start);
        let got = link.is_some_and(|link| issuers::is_got_by(article, link));
        let from = link.is_some_and(|link| link > head && article.is(link, &ORIGIN_PREPOSITION)) && !got;
        let whole = name.whole.end == range.end || !article.is_possessive_ending(name.whole.end);
        // “A study by the Orwick Institute and Ann Lee”
        // “By the Orwick Institute for Hale Press and Lake News”
        let end = (name.whole.end..range.end).find(|&at| article.lower(at) == "for").unwrap_or(range.end);
        if from && let Some(together) = coordination::coordinated(discourse, &(name.whole.start..end)) {
            return Some(together);
        }
        if adjacent && organisation || from && whole {
            let id = match id {
                Some(id) => id,
                None if issuer => discourse.entities.organisation(article, name.name.clone()),
                None => continue,
            };
            return Some((id, 0.85));
        }
    }
    None
}
