//! Coreference of a whole text: [`resolve`] gives its people and its quotations with their speakers, [`trace`] the
//! queries on the way, which the linker learns from.

use super::clustering::entity_type::Classifier;
use super::clustering::name_clusters::{self, NameContext};
use super::discourse::state::{Discourse, Scorer};
use super::entities::Entity;
use super::mention::{Mention, MentionType, Reason};
use super::mentions::encoder_input;
use super::mentions::text_index::TextIndex;
use super::names::name_mention;
use super::names::picture_credit;
use super::names::title_case::title_case;
use super::names::{body_names, possessive_names};
use super::passes;
use super::people;
use super::person::{Person, PersonKind};
use super::quotation::Quotation;
use super::ranking::linker::{LinkQuery, Linker, TextEncoder};
use super::sources::labels;
use super::speakers::{direct_speech, speaker_confidence};
use super::syntax::salutations;
use crate::language::attribute::attribution::Attribution;
use crate::language::lexical::TokenizedArticle;
use rustc_hash::FxHashMap;

/// A text with its attributions, and the models to be asked.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    pub tokenized: TokenizedArticle<'a>,
    pub attributions: &'a [Attribution],
    pub linker: &'a dyn Linker,
    pub encoder: Option<&'a dyn TextEncoder>,
}

/// The people of a text, in order of first mention, and its quotations with their speakers, in order of first span.
pub fn resolve(input: Input) -> (Vec<Person>, Vec<Quotation>) {
    with_discourse(input, |mut discourse| people::people_and_quotations(&mut discourse))
}

/// The queries of a text, and the entities that are their candidates.
pub struct Trace {
    pub queries: Vec<LinkQuery>,
    /// By the ids of the candidates.
    pub entities: Vec<TracedEntity>,
}

/// An entity, reduced to the facts that training needs.
pub struct TracedEntity {
    pub name: String,
    pub kind: PersonKind,
    pub mentions: Vec<Mention>,
    /// Indices of the members of a coordination.
    pub members: Vec<usize>,
}

/// The queries that [`resolve`] asks.
pub fn trace(input: Input) -> Trace {
    with_discourse(input, |mut discourse| {
        speaker_confidence::log_confidence(&mut discourse);
        let traced = |entity: &Entity| {
            let mut mentions = entity.mentions.clone();
            if mentions.is_empty() {
                // A candidate that was never chosen.
                let span = discourse.text.article.span(entity.name.clone());
                let (mention_type, reason) = (MentionType::Description, Reason::Introduces);
                mentions.push(Mention { span, mention_type, reason, antecedent: None, confidence: 0.0 });
            }
            let name = people::display_name(discourse.text.article, entity, false);
            TracedEntity { name, kind: entity.kind, mentions, members: entity.members.clone() }
        };
        let entities = discourse.entities.iter().map(traced).collect();
        Trace { queries: discourse.scorer.log.take().unwrap_or_default(), entities }
    })
}

/// Resolves all mentions of a text, and passes the result to `then`.
fn with_discourse<T>(input: Input, then: impl FnOnce(Discourse) -> T) -> T {
    let Input { tokenized: article, attributions, linker, encoder } = input;
    let title_case = title_case(article);
    let mut names = name_mention::find(article, &title_case);
    body_names::extend(article, &mut names, &title_case);
    possessive_names::extend(article, &mut names);
    labels::end_names(article, &mut names, attributions);
    picture_credit::remove(article, &mut names);
    names.retain(|name| !salutations::is_greeted(article, name.whole.end));
    let mut sources: Vec<_> = attributions.iter().filter_map(|attribution| attribution.source).collect();
    sources.sort();
    let context = NameContext { sources: &sources, title_case: &title_case };
    let mut classifier = Classifier { linker, encoder, log: Vec::new() };
    let (entities, entity_of_name) = name_clusters::cluster(article, &mut names, &context, &mut classifier);
    let text = TextIndex::new(article, &names, attributions);
    let heads = || encoder_input::mention_heads(&text);
    let pair_scores = encoder.map(|encoder| encoder.score_pairs(heads(), &encoder_input::quotation_tokens(&text)));
    let log = linker.learns().then_some(classifier.log);
    let scorer = Scorer { linker, pair_scores, log, encoder_at: FxHashMap::default() };
    let mut discourse = Discourse::new(&text, entities, entity_of_name, scorer);
    passes::read_narration(&mut discourse);
    direct_speech::attribute_direct_speech(&mut discourse);
    passes::read_quotations(&mut discourse);
    passes::read_byline(&mut discourse);
    then(discourse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain;
    use crate::language::coref::ranking::linker::embedded;
    use crate::language::lexical::quotation_marks::QuotationMarks;
    use crate::language::lexical::tokens::Tokens;

    /// Checks the people of `text`, one per line: name, role, mentions in order.
    fn check(text: &str, expected: &[&str]) {
        let article = plain::article(text.to_owned());
        let tokens = Tokens::of(&article);
        let marks = QuotationMarks::of(&article, &tokens);
        let (article, linker) = (&article, embedded());
        let tokenized = TokenizedArticle { article, tokens: &tokens, quotation_marks: &marks };
        let input = Input { tokenized, attributions: &[], linker, encoder: None };
        let (people, _) = resolve(input);
        let shown: Vec<String> = people
            .iter()
            .map(|person| {
                let mentions: Vec<&str> = person.mentions.iter().map(|m| article.slice(m.span)).collect();
                let role = person.role.as_deref().map_or(String::new(), |role| format!(" ({role})"));
                format!("{}{role}: {}", person.name, mentions.join(", "))
            })
            .collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn names_and_titles() {
        check(
            "Ulmarian defense minister Hedvig Lunde met Sen. Tomas R. O’Dell on Friday. Lunde left early. Mr. O’Dell stayed.",
            &[
                "Hedvig Lunde (Ulmarian defense minister): Ulmarian defense minister Hedvig Lunde, Lunde",
                "Tomas R. O’Dell (Sen.): Sen. Tomas R. O’Dell, Mr. O’Dell",
            ],
        );
        check("Hi Tom,\n\nDavid Orr was here.\n\nGood evening, Ms. Hale, and welcome.", &["David Orr: David Orr"]);
        check(
            "Everybody had read Voltaire. Ada Morris, Jon Reed and Goszcz came.",
            &["Voltaire: Voltaire", "Ada Morris: Ada Morris", "Jon Reed: Jon Reed", "Goszcz: Goszcz"],
        );
        check(
            "Thank you, Mr. Speaker. I ask you, Mr. Speaker, for a vote on the bill.",
            &["Mr. Speaker: Mr. Speaker, Mr. Speaker"],
        );
        check("The Calder Institute opened in New York on Monday. The White House said nothing.", &[]);
    }

    #[test]
    fn pronouns_and_descriptions() {
        check(
            "Maria Castell, the mayor, met David Orr. She thanked him, and the mayor shook his hand.",
            &["Maria Castell (mayor): Maria Castell, the mayor, She, the mayor", "David Orr: David Orr, him, his"],
        );
    }

    #[test]
    fn roles_of_several_nouns_need_no_article() {
        for (role, expected) in [
            ("union secretary of the Port of Pell", Some("union secretary of the Port of Pell")),
            ("bus driver", Some("bus driver")),
            ("ice cream seller", Some("ice cream seller")),
            ("harbour director", Some("harbour director")),
            // Something else stands there.
            ("calling the driver back", None),
            ("if not the driver", None),
            ("while drivers waited", None),
        ] {
            let article = plain::article(format!("“It was fine,” said Carla Holden, {role}."));
            let people = crate::language::analyse(&article).people;
            assert_eq!(people.first().map(|person| person.role.as_deref()), Some(expected), "{role}");
        }
    }

    #[test]
    fn odd_texts() {
        for text in
            ["", " ", "’s", "Mr.", "Dr. .", "of the", "O’", "“”", "I I I", "the ’s the", "St. St. St.", "his, her"]
        {
            check(text, &[]);
        }
    }
}
