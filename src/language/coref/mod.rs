//! Who is meant: names, pronouns and descriptions → people, and the speaker of each attribution.
//!
//! 1. `names` finds the names of the whole text, `kinds` tells persons and bodies from other things, `cast` joins names of
//!    one bearer.
//! 2. `walk` reads twice, outside quotation marks and inside. Where a mention may stand for several (`features`,
//!    `described`), or a turn of speech may be anybody's (`turns`), it asks the `linker` for the share of each candidate.
//! 3. `people` makes people and quotations of the result, and `doubt` says how sure each speaker is.
//!
//! What a candidate is worth is learned: `ranker` scores plain features, and where there is a second reader, the encoder,
//! `pairing` puts its shares beside the scores. What is certain by form is not asked: the same full name, a label, an
//! apposition, *I* in one's own words. Every mention keeps the reason why it is whose it is.

mod confidence;
mod description_antecedents;
mod descriptions;
mod entities;
mod entity_type;
mod features;
mod groups;
mod labels;
pub mod linker;
mod markables;
pub mod mention;
mod names;
mod narrator;
mod pair_scores;
mod people;
pub mod person;
mod pronoun_antecedents;
mod pronouns;
pub mod quotation;
pub mod ranker;
mod resolver;
mod roles;
mod sources;
mod speakers;
mod words;

use crate::article::{Article, BlockKind};
use crate::language::attribute::attribution::Attribution;
use crate::language::coref::mention::{Form, Mention, Reason};
use crate::language::coref::person::{Person, PersonKind};
use crate::language::coref::quotation::Quotation;
use crate::language::document::quotation_marks::Marks;
use crate::language::document::tokens::Tokens;
use entities::Cast;
use entity_type::Asks;
use linker::{Linker, Query, Reader};
use ranker::Rankers;
use resolver::Walk;
use std::sync::LazyLock;
use words::Words;

pub use people::NARRATOR;

/// A text with what is said in it, and who is asked whom it means.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    pub article: &'a Article,
    pub tokens: &'a Tokens,
    pub marks: &'a Marks,
    pub attributions: &'a [Attribution],
    pub linker: &'a dyn Linker,
    pub reader: Option<&'a dyn Reader>,
}

/// The people of a text, in order of first mention, and its quotations with their speakers, in order of first span.
pub fn resolve(input: Input) -> (Vec<Person>, Vec<Quotation>) {
    with_walk(input, |walk| walk.finish())
}

/// What was asked of the linker on the way, and who could have been meant: what it learns from.
pub struct Trace {
    pub queries: Vec<Query>,
    /// Everybody who was found, by the index that candidates name.
    pub entities: Vec<Known>,
}

/// Somebody found in a text.
pub struct Known {
    pub name: String,
    pub kind: PersonKind,
    pub mentions: Vec<Mention>,
    /// The indices of those of whom a group consists.
    pub members: Vec<usize>,
}

/// The queries that [`resolve`] asks.
pub fn trace(input: Input) -> Trace {
    with_walk(input, |mut walk| {
        walk.doubts();
        let known = |entity: &entities::Entity| {
            let mut mentions = entity.mentions.clone();
            if mentions.is_empty() {
                // Somebody who might have been meant, and was not.
                let span = walk.words.span(entity.name.clone());
                let (form, reason) = (Form::Description, Reason::Introduces);
                mentions.push(Mention { span, form, reason, antecedent: None, confidence: 0.0 });
            }
            let name = people::display_name(walk.words, entity, false);
            Known { name, kind: entity.kind, mentions, members: entity.members.clone() }
        };
        let entities = walk.cast.entities.iter().map(known).collect();
        Trace { queries: walk.log.take().unwrap_or_default(), entities }
    })
}

/// Goes through a text, and hands on what came of it.
fn with_walk<T>(input: Input, then: impl FnOnce(Walk) -> T) -> T {
    let Input { article, tokens, marks, attributions, linker, reader } = input;
    let words = Words::of(article, tokens, marks);
    let mut names = names::find(&words);
    let mut sources: Vec<_> = attributions.iter().filter_map(|attribution| attribution.source).collect();
    sources.sort();
    let is_source = |name: &names::NameAt| {
        let span = words.span(name.whole.clone());
        let next = sources.partition_point(|source| source.end <= span.start);
        sources.get(next).is_some_and(|source| source.start <= span.start + 2 && source.overlaps(span))
    };
    let headings = headings(&words);
    let heading = |at: usize| headings.get(words.block(at)).copied().unwrap_or(false);
    let mut asks = Asks { linker, reader, log: Vec::new() };
    let (cast, given) = Cast::gather(&words, &mut names, is_source, heading, &mut asks);
    let mut walk = Walk::new(&words, &names, attributions, cast, given, linker);
    walk.log = linker.learns().then_some(asks.log);
    walk.pairing = reader.map(|reader| reader.pairing(walk.mentions(), &walk.contents()));
    walk.narration();
    walk.turns();
    walk.quoted();
    then(walk)
}

/// The linker of plain features that is in the binary.
pub fn embedded() -> &'static dyn Linker {
    static RANKERS: LazyLock<Rankers<'static>> =
        LazyLock::new(|| Rankers::read(include_bytes!("../../../assets/coref.bin")).unwrap_or_else(Rankers::none));
    &*RANKERS
}

/// Which blocks write every word with a capital, so that capitals tell nothing there.
fn headings(words: &Words) -> Vec<bool> {
    let blocks = words.article.blocks();
    let mut counts = vec![(0_u32, 0_u32); blocks.len()];
    for at in 0..words.len() {
        let long = words.text(at).len() > 3 && words.is_word(at) && words.shape(at) != words::Shape::Number;
        if let Some((capital, all)) = counts.get_mut(words.block(at)).filter(|_| long) {
            *all += 1;
            *capital += u32::from(words.capital(at));
        }
    }
    let title = |(block, (capital, all)): (&crate::article::Block, &(u32, u32))| match block.kind {
        BlockKind::Byline => false,
        BlockKind::Headline | BlockKind::Heading(_) => *all > 1 && capital * 10 > all * 6,
        // A sentence with its full stop is none, however many names are in it.
        _ => {
            let stop = words.article.slice(block.span).trim_end().ends_with(['.', '!', '”', '"', ':']);
            let share = if stop && block.span.start == 0 { 9 } else { 7 };
            *all > 2 && *all < 24 && capital * 10 > all * share && (!stop || block.span.start == 0)
        }
    };
    blocks.iter().zip(&counts).map(title).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain;

    /// Everybody in `text`, a line each: name, role, mentions in order.
    fn check(text: &str, expected: &[&str]) {
        let article = plain::article(text.to_owned());
        let tokens = Tokens::of(&article);
        let marks = Marks::of(&article, &tokens);
        let (article, linker) = (&article, embedded());
        let input = Input { article, tokens: &tokens, marks: &marks, attributions: &[], linker, reader: None };
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
