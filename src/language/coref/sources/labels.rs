//! The entities of labels (`WALLACE:`). Each label is somebody of their own, unless it is a shorter form of another:
//! *Lind* is *Ada Lind*, while *Respondent 2* is not *Respondent 1*, nor is *Senator Holm* the *Judge Holm* of the same
//! page.

use crate::language::coref::discourse::state::Discourse;
use crate::language::coref::entities::{Entity, EntityId};
use crate::language::coref::person::PersonKind;
use crate::language::coref::sources::source_entities;
use crate::language::coref::syntax::lexical_article::LexicalArticle;
use crate::language::document::lexicon::{self, Classes, Gender};
use std::ops::Range;

/// The entity of the label in the tokens `range`, which have the symbols `label`, of attribution `index`.
pub fn labelled_entity(
    discourse: &mut Discourse,
    range: Range<usize>,
    label: &[u32],
    index: usize,
) -> Option<(EntityId, f32)> {
    let article = discourse.text.article;
    // A label with a digit or in lower case, a single letter, or a role alone refers to nobody outside the labels.
    let role = Classes::HUMAN.or(Classes::DETERMINER).or(Classes::FUNCTION);
    let is_role = |at: usize| {
        let entry = article.entry(at);
        entry.is(role) && entry.surname == 0 && entry.given == 0 && !entry.is(Classes::KIN)
    };
    let own = range.clone().any(|at| article.text(at).contains(|c: char| c.is_ascii_digit()))
        || !article.capital(range.start)
        || range.len() == 1 && article.text(range.start).chars().count() == 1
        || range.clone().filter(|&at| article.is_word(at)).all(is_role);
    let found = if own { None } else { source_entities::source_entity(discourse, range.clone(), index) };
    if let Some((id, confidence)) = found
        && discourse.labels.first_of.get(&id).is_none_or(|other| may_be_one(article, other, label))
    {
        discourse.labels.first_of.entry(id).or_insert_with(|| label.to_vec());
        return Some((id, confidence));
    }
    // “LIND” after “ADA LIND”.
    if !own && let Some(id) = longer_label(discourse, label) {
        return Some((id, 0.95));
    }
    let named = !own && article.capital(range.end - 1) && !article.is(range.end - 1, Classes::HUMAN);
    let id = if named && found.is_some() {
        discourse.entities.add(Entity::new(PersonKind::Person, Vec::new(), range))
    } else {
        discourse.new_unnamed(range, Gender::Unknown)
    };
    discourse.labels.first_of.insert(id, label.to_vec());
    Some((id, 0.95))
}

/// The only entity with a label that has all words of `label` and more.
fn longer_label(discourse: &Discourse, label: &[u32]) -> Option<EntityId> {
    const LOOKED_AT: usize = 60;
    let article = discourse.text.article;
    let longer = |other: &[u32]| other.len() > label.len() && may_be_one(article, other, label);
    if discourse.labels.first_of.len() > LOOKED_AT {
        return None;
    }
    let mut found = discourse.labels.first_of.iter().filter(|(_, other)| longer(other)).map(|(&id, _)| id);
    found.next().filter(|_| found.next().is_none())
}

/// Whether two labels may be one person's.
fn may_be_one(article: &LexicalArticle, one: &[u32], other: &[u32]) -> bool {
    let telling = |label: &[u32]| -> (Vec<u32>, Gender) {
        let (mut rest, mut gender) = (Vec::new(), Gender::Unknown);
        for &symbol in label {
            let word = article.word(symbol);
            let classes = lexicon::look_up(word).classes;
            if classes.any(Classes::HONORIFIC_M) {
                gender = Gender::Male;
            } else if classes.any(Classes::HONORIFIC_F) {
                gender = Gender::Female;
            } else if !classes.any(Classes::HONORIFIC.or(Classes::DETERMINER)) && word.contains(char::is_alphanumeric) {
                rest.push(symbol);
            }
        }
        (rest, gender)
    };
    let ((one, male), (other, female)) = (telling(one), telling(other));
    let within = |short: &[u32], long: &[u32]| short.iter().all(|symbol| long.contains(symbol));
    !male.conflicts_with(female) && (within(&one, &other) || within(&other, &one))
}
