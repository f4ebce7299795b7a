//! Mentions by name, of people and of organisations, and the appositions beside them.

use crate::language::coref::antecedents::{description_antecedents, owners};
use crate::language::coref::clustering::name_clusters;
use crate::language::coref::discourse::salience::REMEMBERED;
use crate::language::coref::discourse::state::Discourse;
use crate::language::coref::entities::{self, EntityId};
use crate::language::coref::mention::{Mention, MentionType, Reason};
use crate::language::coref::names::name_mention::NameMention;
use crate::language::coref::person::PersonKind;
use crate::language::coref::syntax::descriptions::{self, Description, Opening};
use crate::language::lexical::WordShape;
use crate::language::lexical::lexicon::{Classes, Gender};
use crate::language::lexical::word_classes::{DEFINITE, ELDER};
use crate::text::Span;
use std::ops::Range;

/// Resolves the name with this index.
pub fn resolve_name(discourse: &mut Discourse, index: usize) {
    let article = discourse.text.article;
    let name = &discourse.text.names[index];
    let (id, only) = match titled_parent(discourse, name).or(discourse.entity_of_name[index]) {
        Some(id) => (id, true),
        None => {
            let Some(found) = nearest_bearer(discourse, name) else {
                resolve_unknown_name(discourse, name);
                return;
            };
            discourse.entity_of_name[index] = Some(found.0);
            discourse.entities[found.0].learn_from_title(article, name);
            found
        }
    };
    if let [word] = name.key[..] {
        discourse.last_bearer.insert((word, name.gender), id);
    }
    let entity = &discourse.entities[id];
    let full = name.key.len() >= entity.key.len();
    let reason = match full {
        true if entity.mentions.is_empty() => Reason::Introduces,
        true => Reason::SameName,
        false if name.has_honorific => Reason::TitledName,
        false => Reason::PartOfName,
    };
    let confidence = match (only, full) {
        (true, true) => 0.99,
        (true, false) => 0.96,
        (false, _) => 0.65,
    };
    let span = article.span(name.whole.clone());
    let last = entity.mentions.last().map(|mention| mention.span);
    let antecedent = last.or_else(|| Some(article.span(entity.name.clone()))).filter(|other| *other != span);
    let mention = Mention { span, mention_type: MentionType::Name, reason, antecedent, confidence };
    discourse.entities.mention(id, name.name.start, mention);
    for at in name.whole.clone() {
        discourse.assign(at, id);
    }
    let quoted = discourse.text.in_quotation(name.name.start);
    discourse.record_mention(id, name.whole.clone(), quoted, MentionType::Name);
    resolve_appositions(discourse, id, name, span);
}

/// Makes the descriptions beside `name` mentions of `id`.
fn resolve_appositions(discourse: &mut Discourse, id: EntityId, name: &NameMention, span: Span) {
    let article = discourse.text.article;
    if let Some((whole, _)) = descriptions::apposition(article, name.whole.end) {
        add_apposition(discourse, id, whole, span);
    }
    if let Some(before) = descriptions::before_name(article, name) {
        if article.is(before.head, Classes::KIN)
            && let Some(owner) = owners::owner(discourse, &before)
        {
            discourse.relations.add_relative(owner, article.symbol(before.head), id);
        }
        if let Some(owner) = owners::owner_token(article, &before) {
            discourse.relations.owner_of.insert(id, owner);
        }
        add_apposition(discourse, id, before.range, span);
    }
}

/// Makes the description in `range` a mention of `id`, which is named at `name`, unless it mentions another entity.
fn add_apposition(discourse: &mut Discourse, id: EntityId, range: Range<usize>, name: Span) {
    let head = range.end.saturating_sub(1);
    if range.clone().all(|at| discourse.entity_at(at).is_none() || at == range.start)
        && discourse.entity_at(head).is_none()
    {
        let (span, reason) = (discourse.text.article.span(range), Reason::Apposition);
        let mention =
            Mention { span, mention_type: MentionType::Description, reason, antecedent: Some(name), confidence: 0.95 };
        discourse.entities.mention(id, head, mention);
        discourse.assign(head, id);
    }
}

/// The bearer of `name` mentioned last, else the one named most; and whether there is no other.
fn nearest_bearer(discourse: &Discourse, name: &NameMention) -> Option<(EntityId, bool)> {
    let article = discourse.text.article;
    if name_clusters::stands_for_place(article, name) {
        return None;
    }
    let bearers = discourse.entities.bearers(article, name);
    if let [only] = bearers[..] {
        return Some((only, true));
    }
    let evidence = |id: &EntityId| {
        let [male, female] = discourse.entities[*id].gender_evidence;
        match name.gender {
            Gender::Male => male - female,
            Gender::Female => female - male,
            Gender::Unknown => 0.0,
        }
    };
    let most = bearers.iter().map(evidence).fold(f32::MIN, f32::max);
    let mut bearers: Vec<EntityId> = bearers.into_iter().filter(|id| evidence(id) + 0.05 >= most).collect();
    // “Judge Holm” is the person who is called a judge by full name.
    if let Some(role) = &name.role {
        let has_role = |id: &EntityId| discourse.entities.has_role(article, *id, role);
        if bearers.iter().any(has_role) {
            bearers.retain(has_role);
        }
    }
    let bare = name.key.len() == 1 && !name.titled && !name.has_honorific;
    let speaks = bare && discourse.text.source_at.contains_key(&name.whole.start);
    let silent = |id: &EntityId| speaks && !discourse.have_spoken.contains(id);
    // “Jesse Rutter said … ‘…,’ Rutter said.”
    if let Some((id, block)) = discourse.salience.last_speaker.filter(|(id, _)| speaks && bearers.contains(id))
        && let at = article.block(name.whole.start)
        && (at == block || at == block + 1 && !is_relative(discourse, id))
    {
        return Some((id, false));
    }
    // A bare name refers to the same person as before, unless only another spoke so far.
    if let Some(&id) = discourse.last_bearer.get(&(name.key.last().copied().unwrap_or(0), name.gender))
        && name.key.len() == 1
        && bearers.contains(&id)
        && !(silent(&id) && bearers.iter().any(|other| !silent(other)))
    {
        return Some((id, false));
    }
    let seen = |id: &EntityId| discourse.entities[*id].last_seen.is_some();
    if bare {
        // A person not mentioned yet is not meant. “Carl Lee lost his barn. His wife, Ellen Lee, saw it. Lee said …”:
        // she came as his relative, so it is he. But “Clara Lee was killed. Her mother, Ruth Lee, said … Lee said …”
        // goes on with the mother.
        let first = |id: &EntityId| discourse.entities[*id].mentions.first().map(|mention| mention.span.start);
        let order = |id: &EntityId| (!seen(id), silent(id), is_relative(discourse, *id), first(id));
        return bearers.iter().copied().min_by_key(order).map(|id| (id, false));
    }
    let last = |id: &EntityId| {
        discourse.salience.recent.iter().rposition(|mention| mention.entity == *id).map(|at| at + REMEMBERED)
    };
    bearers.iter().copied().max_by_key(|id| (last(id), seen(id), discourse.frequency.count(*id))).map(|id| (id, false))
}

/// Whether `id` was introduced as another person's relative: “his wife, Ellen Lee”. A mother of two is not one.
fn is_relative(discourse: &Discourse, id: EntityId) -> bool {
    let article = discourse.text.article;
    let counts = |at: usize| article.is(at, Classes::DETERMINER) && !article.is(at, &DEFINITE);
    let relates = |role: &Range<usize>| {
        let kin = role.clone().find(|&at| article.is(at, Classes::KIN));
        kin.is_some_and(|kin| !(article.lower(kin + 1) == "of" && counts(kin + 2)))
    };
    discourse.entities[id].roles.iter().any(relates)
}

/// The parent, known by a given name alone, to whom a title and the child's surname refer: “His father, Errol, … Mr
/// Ford” after “Delano Ford, 17”.
fn titled_parent(discourse: &Discourse, name: &NameMention) -> Option<EntityId> {
    let article = discourse.text.article;
    let [surname] = name.key[..] else { return None };
    if !name.has_honorific || name.gender == Gender::Unknown {
        return None;
    }
    let fits = |(owner, kin, id): (EntityId, u32, EntityId)| {
        let parent = &discourse.entities[id];
        let fits = discourse.entities[owner].key.last() == Some(&surname)
            && parent.key.len() == 1
            && !parent.excludes(name.gender)
            && ELDER.contains(article.word(kin));
        fits.then_some(id)
    };
    let mut parents = discourse.relations.all_relatives().filter_map(fits);
    parents.next().filter(|_| parents.next().is_none())
}

/// A name that is no person's: an organisation, if it looks like one.
fn resolve_unknown_name(discourse: &mut Discourse, name: &NameMention) {
    let article = discourse.text.article;
    let last = name.name.end - 1;
    let acronym = name.name.len() == 1 && article.shape(last) == WordShape::Upper;
    if article.is(last, Classes::ORG.or(Classes::DOC))
        || acronym
        || name.name.clone().any(|at| article.is(at, Classes::ORG))
    {
        resolve_organisation(discourse, name.whole.clone());
    }
}

/// Resolves the organisation in the tokens `range`: by its name, by a word or the initials of its name, or by a
/// description.
pub fn resolve_organisation(discourse: &mut Discourse, range: Range<usize>) {
    let article = discourse.text.article;
    let head = range.end - 1;
    let known = match article.shape(head) {
        WordShape::Lower => {
            let owner = usize::from(article.is(range.start, Classes::DETERMINER) && range.start < head);
            let found = Description { range: range.clone(), head, opening: Opening::Definite, owner };
            let choice = description_antecedents::description_antecedent(discourse, &found, range.clone(), None);
            choice.map(|choice| (choice.entity, choice.reason, choice.confidence))
        }
        _ => short_form(discourse, &range).map(|id| (id, Reason::ShortForm, 0.85)),
    };
    let (id, reason, confidence) =
        known.unwrap_or_else(|| (discourse.entities.organisation(article, range.clone()), Reason::SameName, 0.85));
    let antecedent = discourse.entities[id].mentions.last().map(|mention| mention.span);
    let mention_type = if article.is_capital(head) { MentionType::Name } else { MentionType::Description };
    let mention = Mention { span: article.span(range.clone()), mention_type, reason, antecedent, confidence };
    discourse.entities.mention(id, head, mention);
    for at in range.clone() {
        if discourse.entity_at(at).is_none() {
            discourse.assign(at, id);
        }
    }
    let quoted = discourse.text.in_quotation(head);
    discourse.record_mention(id, range, quoted, mention_type);
}

/// The organisation mentioned last for which the tokens `range` are short: “the Authority”, “WHO”.
fn short_form(discourse: &Discourse, range: &Range<usize>) -> Option<EntityId> {
    let article = discourse.text.article;
    let head = range.end - 1;
    let recent = || {
        let recent = discourse.salience.recent.iter().rev().map(|mention| mention.entity);
        recent.filter(|&id| discourse.entities[id].kind == PersonKind::Group)
    };
    let one_word = article.is(range.start, Classes::DETERMINER) && range.len() == 2;
    let has_word = |&id: &EntityId| {
        let name = &discourse.entities[id].name;
        let last = article.symbol(name.end.saturating_sub(1)) == article.symbol(head);
        last || name.clone().any(|at| article.symbol(at) == article.symbol(head))
    };
    let text = article.lower(head);
    let upper = article.shape(head) == WordShape::Upper && text.len() > 1;
    let by_word = recent().find(|id| one_word && has_word(id));
    by_word.or_else(|| recent().find(|&id| upper && entities::initials(article, &discourse.entities[id]) == text))
}
