//! Coreference of a whole text: [`resolve`] gives its people and its quotations with their speakers, [`trace`] the queries on
//! the way, which the linker learns from.

use super::entities::Entity;
use super::entity_type::Classifier;
use super::lexical_article::{LexicalArticle, Shape};
use super::linker::{Linker, Query, TextEncoder};
use super::name_clusters::{self, Setting};
use super::names;
use super::people;
use super::resolver::Resolver;
use crate::article::{Block, BlockKind};
use crate::language::attribute::attribution::Attribution;
use crate::language::coref::mention::{Form, Mention, Reason};
use crate::language::coref::person::{Person, PersonKind};
use crate::language::coref::quotation::Quotation;
use crate::language::document::TokenizedArticle;

/// A text with its attributions, and the models to be asked.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    pub document: TokenizedArticle<'a>,
    pub attributions: &'a [Attribution],
    pub linker: &'a dyn Linker,
    pub encoder: Option<&'a dyn TextEncoder>,
}

/// The people of a text, in order of first mention, and its quotations with their speakers, in order of first span.
pub fn resolve(input: Input) -> (Vec<Person>, Vec<Quotation>) {
    with_resolver(input, |resolver| resolver.into_output())
}

/// The queries of a text, and the entities that are their candidates.
pub struct Trace {
    pub queries: Vec<Query>,
    /// By the ids of the candidates.
    pub entities: Vec<TracedEntity>,
}

/// An entity, as far as it is of use to learn from.
pub struct TracedEntity {
    pub name: String,
    pub kind: PersonKind,
    pub mentions: Vec<Mention>,
    /// Indices of the members of a coordination.
    pub members: Vec<usize>,
}

/// The queries that [`resolve`] asks.
pub fn trace(input: Input) -> Trace {
    with_resolver(input, |mut resolver| {
        resolver.log_confidence();
        let traced = |entity: &Entity| {
            let mut mentions = entity.mentions.clone();
            if mentions.is_empty() {
                // A candidate that was never chosen.
                let span = resolver.words.span(entity.name.clone());
                let (form, reason) = (Form::Description, Reason::Introduces);
                mentions.push(Mention { span, form, reason, antecedent: None, confidence: 0.0 });
            }
            let name = people::display_name(resolver.words, entity, false);
            TracedEntity { name, kind: entity.kind, mentions, members: entity.members.clone() }
        };
        let entities = resolver.entities.iter().map(traced).collect();
        Trace { queries: resolver.log.take().unwrap_or_default(), entities }
    })
}

/// Resolves all mentions of a text, and passes the result to `then`.
fn with_resolver<T>(input: Input, then: impl FnOnce(Resolver) -> T) -> T {
    let Input { document, attributions, linker, encoder } = input;
    let words = LexicalArticle::of(document);
    let mut names = names::find(&words);
    let mut sources: Vec<_> = attributions.iter().filter_map(|attribution| attribution.source).collect();
    sources.sort();
    let setting = Setting { sources: &sources, title_case: &title_case(&words) };
    let mut classifier = Classifier { linker, encoder, log: Vec::new() };
    let (entities, of_name) = name_clusters::cluster(&words, &mut names, &setting, &mut classifier);
    let mut resolver = Resolver::new(&words, &names, attributions, entities, of_name, linker);
    resolver.log = linker.learns().then_some(classifier.log);
    resolver.pair_scores =
        encoder.map(|encoder| encoder.score_pairs(resolver.mention_heads(), &resolver.quotation_tokens()));
    resolver.read_narration();
    resolver.attribute_direct_speech();
    resolver.read_quotations();
    then(resolver)
}

/// Whether each block capitalises every word, so that capitals tell nothing there.
fn title_case(words: &LexicalArticle) -> Vec<bool> {
    let blocks = words.article.blocks();
    let mut counts = vec![(0_u32, 0_u32); blocks.len()];
    for at in 0..words.len() {
        let long = words.text(at).len() > 3 && words.is_word(at) && words.shape(at) != Shape::Number;
        if let Some((capital, all)) = counts.get_mut(words.block(at)).filter(|_| long) {
            *all += 1;
            *capital += u32::from(words.capital(at));
        }
    }
    let is_title_case = |(block, (capital, all)): (&Block, &(u32, u32))| match block.kind {
        BlockKind::Byline => false,
        BlockKind::Headline | BlockKind::Heading(_) => *all > 1 && capital * 10 > all * 6,
        // A sentence with its full stop is not, however many names it has.
        _ => {
            let stop = words.article.slice(block.span).trim_end().ends_with(['.', '!', '”', '"', ':']);
            let share = if stop && block.span.start == 0 { 9 } else { 7 };
            *all > 2 && *all < 24 && capital * 10 > all * share && (!stop || block.span.start == 0)
        }
    };
    blocks.iter().zip(&counts).map(is_title_case).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain;
    use crate::language::coref::linker::embedded;
    use crate::language::document::quotation_marks::QuotationMarks;
    use crate::language::document::tokens::Tokens;

    /// Checks the people of `text`, a line each: name, role, mentions in order.
    fn check(text: &str, expected: &[&str]) {
        let article = plain::article(text.to_owned());
        let tokens = Tokens::of(&article);
        let marks = QuotationMarks::of(&article, &tokens);
        let (article, linker) = (&article, embedded());
        let document = TokenizedArticle { article, tokens: &tokens, marks: &marks };
        let input = Input { document, attributions: &[], linker, encoder: None };
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
    fn odd_texts() {
        for text in
            ["", " ", "’s", "Mr.", "Dr. .", "of the", "O’", "“”", "I I I", "the ’s the", "St. St. St.", "his, her"]
        {
            check(text, &[]);
        }
    }
}
