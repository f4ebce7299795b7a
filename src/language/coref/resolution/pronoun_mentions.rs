//! Resolves the pronouns of the third person.

use crate::language::coref::antecedents::pronoun_antecedents;
use crate::language::coref::discourse::state::{ChosenAntecedent, Discourse};
use crate::language::coref::mention::{Mention, MentionType};
use crate::language::coref::syntax::pronouns;

/// Resolves the pronoun of the third person at token `at`.
pub fn resolve_pronoun(discourse: &mut Discourse, at: usize) {
    let article = discourse.text.article;
    let Some(pronoun) = pronouns::third_person(article, at) else { return };
    let source = discourse.text.source_at.get(&at).copied().filter(|&index| {
        discourse.text.attributions[index].source.is_some_and(|span| article.tokens.within(span).len() == 1)
    });
    let Some(choice) = pronoun_antecedents::pronoun_antecedent(discourse, &pronoun, source) else { return };
    link_pronoun(discourse, at, choice);
    discourse.entities[choice.entity].add_gender_evidence(pronoun.gender, 0.3 * choice.confidence);
    discourse.salience.note_pronoun(choice.entity, pronoun.gender, at);
}

/// Makes the pronoun at token `at` a mention of the chosen entity.
fn link_pronoun(discourse: &mut Discourse, at: usize, choice: ChosenAntecedent) {
    let article = discourse.text.article;
    let span = article.tokens.tokens.get(at).map(|token| token.span).unwrap_or_default();
    let antecedent = article.tokens.tokens.get(choice.antecedent).map(|token| token.span);
    // The whole mention of which the antecedent's token is a part.
    let mut latest = discourse.entities[choice.entity].mentions.iter().rev().take(8).map(|mention| mention.span);
    let whole = latest.find(|mention| antecedent.is_some_and(|antecedent| mention.overlaps(antecedent)));
    let (antecedent, reason, confidence) = (whole.or(antecedent), choice.reason, choice.confidence);
    let mention = Mention { span, mention_type: MentionType::Pronoun, reason, antecedent, confidence };
    discourse.entities.mention(choice.entity, at, mention);
    discourse.assign(at, choice.entity);
    let quoted = discourse.text.in_quotation(at);
    discourse.record_mention(choice.entity, at..at + 1, quoted, MentionType::Pronoun);
}
