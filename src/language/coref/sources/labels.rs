//! The entities of labels (`WALLACE:`). Each label stands for a separate person, unless it is a shorter form of
//! another: *Lind* is *Ada Lind*, while *Respondent 2* is not *Respondent 1*, nor is *Senator Holm* the *Judge Holm* of
//! the same page.

use crate::language::attribute::attribution::Attribution;
use crate::language::coref::discourse::state::Discourse;
use crate::language::coref::entities::{Entity, EntityId};
use crate::language::coref::names::name_mention::NameMention;
use crate::language::coref::person::PersonKind;
use crate::language::coref::sources::source_entities;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::lexicon::{self, Classes, Gender};
use rustc_hash::FxHashSet;
use std::ops::Range;

/// Ends each name where the label ends that it begins with: in “**Ada Lind** Sunday was cold”, with a line break
/// between, she is not called Sunday. And the given name behind the comma of “Lind, Ada” is no other person's.
pub fn end_names(article: TokenizedArticle, names: &mut Vec<NameMention>, attributions: &[Attribution]) {
    let labels = attributions.iter().filter(|attribution| attribution.cue.is_none());
    let mut given: FxHashSet<usize> = FxHashSet::default();
    for (source, label) in labels.filter_map(|attribution| Some((attribution.source?, attribution))) {
        let content = label.content.first().map_or(0, |said| article.tokens.within(*said).start);
        let label = article.tokens.within(source);
        let at = names.partition_point(|name| name.name.start < label.start);
        let next = label.end + 1;
        if label.len() == 1 && article.text(label.end) == "," && next < content && article.entry(next).given > 0 {
            given.insert(next);
        }
        let Some(name) = names.get_mut(at) else { continue };
        if name.name.start < label.end && name.name.end > label.end && label.len() > 1 {
            name.shorten(article, (name.name.start..label.end).filter(|&at| article.is_word(at)).count());
        }
    }
    names.retain(|name| !given.contains(&name.name.start));
}

/// The entity of the label in the tokens `range`, which have the symbols `label`, of attribution `index`.
pub fn labelled_entity(
    discourse: &mut Discourse,
    range: Range<usize>,
    label: &[u32],
    index: usize,
) -> Option<(EntityId, f32)> {
    let article = discourse.text.article;
    // A label with a digit or in lower case, a single letter, or a role alone refers to no one outside the labels.
    let role = Classes::HUMAN.or(Classes::DETERMINER).or(Classes::FUNCTION);
    let is_role = |at: usize| {
        let entry = article.entry(at);
        entry.is(role) && entry.surname == 0 && entry.given == 0 && !entry.is(Classes::KIN)
    };
    let own = range.clone().any(|at| article.text(at).contains(|c: char| c.is_ascii_digit()))
        || !article.is_capital(range.start)
        || range.len() == 1 && article.text(range.start).chars().count() == 1
        || range.clone().filter(|&at| article.is_word(at)).all(is_role);
    let found = if own { None } else { source_entities::source_entity(discourse, range.clone(), index) };
    if let Some((id, _)) = found
        && discourse.entities[id].kind == PersonKind::Group
        && is_person(article, &range)
    {
        discourse.entities[id].kind = PersonKind::Person;
    }
    if let Some((id, confidence)) = found
        && (range.len() < 2 || shares_name(discourse, id, &range))
        && discourse.labels.first_of.get(&id).is_none_or(|other| may_be_one(article, other, label))
    {
        discourse.labels.first_of.entry(id).or_insert_with(|| label.to_vec());
        return Some((id, confidence));
    }
    // “LIND” after “ADA LIND”.
    if !own && let Some(id) = longer_label(discourse, label) {
        return Some((id, 0.95));
    }
    let named = !own && article.is_capital(range.end - 1) && !article.is(range.end - 1, Classes::HUMAN);
    let id = if named && found.is_some() {
        discourse.entities.add(Entity::new(PersonKind::Person, Vec::new(), range))
    } else {
        discourse.new_unnamed(range, Gender::Unknown)
    };
    discourse.labels.first_of.insert(id, label.to_vec());
    Some((id, 0.95))
}

/// Whether the label in the tokens `range` is a person's: it has a title, or nothing that a body has. Abbreviations of
/// bodies are short.
fn is_person(article: TokenizedArticle, range: &Range<usize>) -> bool {
    let body = Classes::ORG.or(Classes::PLURAL).or(Classes::PEOPLE).or(Classes::DOC).or(Classes::PLACE);
    let titled = article.is(range.start, Classes::HONORIFIC);
    let words = || range.clone().filter(|&at| article.is_word(at));
    let long = words().any(|at| article.text(at).chars().count() > 4 || article.text(at).contains(char::is_lowercase));
    titled || long && !words().any(|at| article.is(at, body.or(Classes::DETERMINER)) && article.entry(at).surname == 0)
}

/// Whether the name of entity `id` has a word of the label in the tokens `range` that is no title.
fn shares_name(discourse: &Discourse, id: EntityId, range: &Range<usize>) -> bool {
    let article = discourse.text.article;
    let names = |at: &usize| article.is_word(*at) && !article.is(*at, Classes::HONORIFIC.or(Classes::DETERMINER));
    let name = discourse.entities[id].name.clone();
    let own: Vec<u32> = range.clone().filter(names).map(|at| article.symbol(at)).collect();
    own.is_empty() || name.filter(names).any(|at| own.contains(&article.symbol(at)))
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
fn may_be_one(article: TokenizedArticle, one: &[u32], other: &[u32]) -> bool {
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
