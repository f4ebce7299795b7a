//! Resolves the source of an attribution, and makes it a mention of its entity.

use crate::language::coref::discourse::state::{ChosenSpeaker, Discourse};
use crate::language::coref::entities::EntityId;
use crate::language::coref::mention::{Mention, MentionType, Reason};
use crate::language::coref::sources::{labels, source_entities, source_phrases};
use crate::language::lexical::lexicon::Classes;
use crate::language::lexical::word_classes::{I, IT, THEY, WE, WHO, WordClass};
use crate::text::Span;
use std::ops::Range;

/// Resolves the source of attribution `index`, and makes it a mention of its entity.
pub fn resolve_source(discourse: &mut Discourse, index: usize) {
    let article = discourse.text.article;
    let Some(span) = discourse.text.attributions[index].source else { return };
    let range = source_phrases::trim(article, article.tokens.within(span));
    if range.is_empty() {
        return;
    }
    // “After previously lying that …”: a function word is not a source.
    let nobody = Classes::PREPOSITION.or(Classes::SUBORDINATOR);
    if range.len() == 1 && article.is(range.start, nobody) && !article.is(range.start, Classes::HUMAN) {
        return;
    }
    // The same label is the same entity.
    let label: Option<Vec<u32>> =
        discourse.text.is_labelled(index).then(|| range.clone().map(|at| article.symbol(at)).collect());
    let known = label.as_ref().and_then(|label| discourse.labels.entity_of.get(label)).map(|&id| (id, 0.97));
    let found = known.or_else(|| match &label {
        Some(label) => labels::labelled_entity(discourse, range.clone(), label, index),
        None => source_entities::source_entity(discourse, range.clone(), index),
    });
    let Some((id, confidence)) = found else { return };
    if let Some(label) = label {
        discourse.labels.entity_of.insert(label, id);
    }
    source_mention(discourse, id, article.span(range.clone()), range.clone(), confidence);
    discourse.issuers.add_said_in(article, id, range);
    discourse.speakers[index] = Some(ChosenSpeaker { entity: id, confidence });
    discourse.have_spoken.insert(id);
}

/// Makes the source in `span` a mention of `id`: the mention inside it is widened, or a new one added.
fn source_mention(discourse: &mut Discourse, id: EntityId, span: Span, range: Range<usize>, confidence: f32) {
    let article = discourse.text.article;
    let head = range.end - 1;
    let entity = &mut discourse.entities[id];
    let recent = entity.mentions.len().saturating_sub(6);
    let mut inside = entity.mentions[recent..].iter().filter(|m| m.span.overlaps(span));
    match inside.next().copied() {
        Some(first) => {
            // The mention with the clearest form stays; the others would overlap it.
            let best = inside
                .copied()
                .fold(first, |best, m| if rank(m.mention_type) < rank(best.mention_type) { m } else { best });
            let keep = |m: &Mention| !m.span.overlaps(span);
            let tail: Vec<_> = entity.mentions.drain(recent..).filter(keep).collect();
            entity.mentions.extend(tail);
            let introduces = entity.mentions.is_empty();
            entity.mentions.push(Mention {
                span,
                antecedent: best
                    .antecedent
                    .filter(|a| !introduces && !a.overlaps(span) || best.mention_type == MentionType::Pronoun),
                ..best
            });
            // “A neighbor of Ann Lee said”: the neighbor was mentioned last, and not the name in the phrase.
            if discourse.salience.recent.last().is_some_and(|last| last.entity != id) {
                let quoted = discourse.text.in_quotation(head);
                discourse.record_mention(id, range, quoted, best.mention_type);
            }
        }
        None => {
            let is = |class: &WordClass| article.is(range.start, class);
            let first_person = is(&I) || is(&WE);
            let mention_type = match range.len() {
                1 if first_person || is(&IT) || is(&THEY) || is(&WHO) => MentionType::Pronoun,
                1 if article.is_capital(range.start) => MentionType::Name,
                _ => MentionType::Description,
            };
            let reason = match mention_type {
                _ if first_person => Reason::FirstPerson,
                MentionType::Pronoun => Reason::Likeliest,
                MentionType::Name => Reason::SameName,
                MentionType::Description => Reason::SameHead,
            };
            let antecedent = entity.mentions.last().map(|m| m.span);
            discourse.entities.mention(id, head, Mention { span, mention_type, reason, antecedent, confidence });
            if discourse.entity_at(head).is_none() {
                discourse.assign(head, id);
            }
            let quoted = discourse.text.in_quotation(head);
            discourse.record_mention(id, range, quoted, mention_type);
        }
    }
}

/// Lower for a clearer form.
fn rank(mention_type: MentionType) -> u8 {
    match mention_type {
        MentionType::Name => 0,
        MentionType::Description => 1,
        MentionType::Pronoun => 2,
    }
}
