//! The type of the entity that a name stands for: a person, an organisation, or anything else (a place, a work, a day).
//! The words of the name and those beside its first mentions are the features. Their weights are learned.

use crate::language::coref::names::name_mention::NameMention;
use crate::language::coref::ranking::buckets::bucket;
use crate::language::coref::ranking::linker::{LinkCandidate, LinkQuery, Linker, TextEncoder};
use crate::language::coref::ranking::ranker::{Features, Task, word};
use crate::language::coref::syntax::position;
use crate::language::lexical::lexicon::{Classes, Entry};
use crate::language::lexical::noun_groups::NounGroup;
use crate::language::lexical::quotation_marks::QuoteState;
use crate::language::lexical::word_classes::{ARTICLE, HE, IT, PRONOUN_AFTER_NAME, SHE, THEY};
use crate::language::lexical::{TokenizedArticle, WordShape};
use crate::language::tag::hashing::mix;
use std::ops::Range;

/// The type of the entity that a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntityType {
    Person,
    Organisation,
    Other,
}

impl EntityType {
    /// All types, in the order of the ranker’s candidates.
    pub const ALL: [EntityType; 3] = [EntityType::Person, EntityType::Organisation, EntityType::Other];
}

/// Mentions of a name that are looked at.
const MENTIONS: usize = 6;

/// One occurrence of a name.
pub struct Occurrence<'n> {
    pub name: &'n NameMention,
    /// Whether it is the source of a quotation.
    pub source: bool,
    /// Whether it stands in a block that capitalises every word.
    pub title_case: bool,
}

/// The overlap of a name with other names of the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Overlap {
    /// It is part of a fuller name.
    pub within: bool,
    /// It is another name and a word more.
    pub extends: bool,
}

/// Classifies names by their features and, if there is an encoder, by its probabilities.
pub struct Classifier<'a> {
    pub linker: &'a dyn Linker,
    pub encoder: Option<&'a dyn TextEncoder>,
    /// All queries, if the linker learns.
    pub log: Vec<LinkQuery>,
}

impl Classifier<'_> {
    /// The type of the name that all of `occurrences` have in common.
    pub fn classify(&mut self, article: TokenizedArticle, occurrences: &[Occurrence], overlap: Overlap) -> EntityType {
        let Some(first) = occurrences.first() else { return EntityType::Other };
        let at = first.name.name.start;
        let base = base_features(article, occurrences, overlap);
        let candidates = (0..EntityType::ALL.len()).map(|number| {
            let mut features = Features::with_typical_capacity();
            base.iter().for_each(|&feature| features.add(0, [feature, number as u64]));
            LinkCandidate { entity: Some(number), at, features }
        });
        let names = || occurrences.iter().take(MENTIONS).map(|occurrence| occurrence.name);
        let heads: Vec<usize> = names().map(|name| name.name.end.saturating_sub(1)).collect();
        let query = LinkQuery {
            task: Task::EntityType,
            at,
            start: at,
            attribution: None,
            mentions: names().map(|name| name.whole.clone()).collect(),
            candidates: candidates.collect(),
            encoder: self.encoder.map_or_else(Vec::new, |encoder| encoder.entity_types(&heads).to_vec()),
        };
        let probabilities = self.linker.probabilities(&query);
        if self.linker.learns() {
            self.log.push(query);
        }
        let best = EntityType::ALL.into_iter().zip(probabilities).max_by(|one, other| one.1.total_cmp(&other.1));
        best.map_or(EntityType::Other, |(best, _)| best)
    }
}

/// The features of a name, whatever its type: each is paired with every type.
fn base_features(article: TokenizedArticle, occurrences: &[Occurrence], overlap: Overlap) -> Vec<u64> {
    let Some(first) = occurrences.first() else { return Vec::new() };
    let mut base = Vec::with_capacity(120);
    let mut add = |template: u64, values: &[u64]| {
        let feature = values.iter().copied().fold(template + 1000, mix);
        if !base.contains(&feature) {
            base.push(feature);
        }
    };
    word_features(article, first.name, &mut add);
    let last = article.entry(first.name.name.end.saturating_sub(1));
    let extends = u64::from(overlap.extends);
    add(1, &[u64::from(overlap.within), extends]);
    add(6, &[extends, u64::from(last.is(Classes::ORG.or(Classes::PLACE_HEAD))), u64::from(last.surname)]);
    add(2, &[bucket(occurrences.len(), 5)]);
    let title_case = occurrences.iter().filter(|occurrence| occurrence.title_case).count();
    let all = title_case == occurrences.len();
    add(3, &[u64::from(all), u64::from(title_case > 0)]);
    let seen = || occurrences.iter().filter(|occurrence| !occurrence.title_case || all).take(MENTIONS);
    let articles = seen().filter(|occurrence| follows_article(article, occurrence.name)).count();
    add(4, &[bucket(articles, 2), u64::from(articles == seen().count())]);
    add(5, &[u64::from(seen().any(|occurrence| occurrence.source))]);
    for occurrence in seen() {
        context_features(article, occurrence, &mut add);
    }
    base
}

/// Whether an article stands before `name`.
fn follows_article(article: TokenizedArticle, name: &NameMention) -> bool {
    let before = name.whole.start.checked_sub(1).filter(|&before| article.together(before));
    before.is_some_and(|before| article.is(before, &ARTICLE))
}

/// Adds the features of the words of the name.
fn word_features(article: TokenizedArticle, name: &NameMention, add: &mut impl FnMut(u64, &[u64])) {
    let tokens: Vec<usize> = name.name.clone().filter(|&at| article.is_word(at)).collect();
    let (Some(&first), Some(&last)) = (tokens.first(), tokens.last()) else { return };
    let (head, tail) = (article.entry(first), article.entry(last));
    let count = tokens.len().min(5) as u64;
    let levels = |entry: Entry| u64::from(entry.given) * 4 + u64::from(entry.surname);
    let shape = |at: usize| article.shape(at) as u64;
    let away = |entry: Entry| {
        let classes = [
            Classes::ORG,
            Classes::PLACE_HEAD,
            Classes::PLACE,
            Classes::DEMONYM.or(Classes::CALENDAR),
            Classes::COMMON,
            Classes::HUMAN.or(Classes::DOC),
        ];
        entry.bits(&classes)
    };
    add(10, &[count]);
    add(11, &[levels(head), count.min(3)]);
    add(12, &[levels(tail), count.min(3)]);
    add(13, &[levels(head), levels(tail), count.min(3)]);
    add(14, &[word(article.lower(last)), count.min(2)]);
    add(15, &[word(article.lower(first)), count.min(2)]);
    add(16, &[away(head), count.min(2)]);
    add(17, &[away(tail), count.min(2)]);
    add(18, &[away(head), away(tail), u64::from(head.given.min(1)), u64::from(tail.surname.min(1))]);
    add(19, &[shape(first), shape(last), count.min(3)]);
    let letters: Vec<char> = article.lower(last).chars().collect();
    for length in 2..=4 {
        let ending: String = letters[letters.len().saturating_sub(length)..].iter().collect();
        add(20, &[word(&ending), count.min(2)]);
    }
    add(21, &[u64::from(name.titled), u64::from(name.has_honorific), u64::from(name.role.is_some())]);
    add(22, &[name.gender as u64]);
    let small = name.name.clone().filter(|&at| article.shape(at) == WordShape::Lower);
    small.take(2).for_each(|at| add(23, &[word(article.lower(at))]));
    let initials = tokens.iter().filter(|&&at| article.shape(at) == WordShape::Letter).count();
    add(24, &[bucket(initials, 2), u64::from(article.shape(last) == WordShape::Letter)]);
    for &at in tokens.iter().take(5) {
        let entry = article.entry(at);
        add(25, &[away(entry), levels(entry)]);
        let text = article.text(at);
        let odd = text.contains(|c: char| c.is_ascii_digit() || c == '&') || text.contains('-');
        add(26, &[u64::from(odd), article.shape(at) as u64]);
        if entry.is(Classes::ORG.or(Classes::PLACE_HEAD)) {
            add(27, &[u64::from(at == last), u64::from(entry.is(Classes::ORG)), levels(head)]);
        }
    }
    add(28, &[u64::from(head.is(Classes::FAMED)), u64::from(tail.is(Classes::PLURAL)), count.min(2)]);
    let listed = tokens.iter().all(|&at| article.entry(at).given > 0 || article.entry(at).surname > 0);
    let bare = tokens.iter().filter(|&&at| article.entry(at).is_bare()).count();
    add(29, &[u64::from(listed), bucket(bare, 3), count.min(3)]);
    add(30, &[article.text(last).chars().count().min(12) as u64, count.min(2), shape(last)]);
}

/// Tokens after a name within which a description may say what it is.
const DESCRIBED_WITHIN: usize = 45;

/// The first noun in `following` that follows “the” and is one for a person, a body or a place.
fn described_after(article: TokenizedArticle, mut following: Range<usize>) -> Option<usize> {
    let nouns = Classes::HUMAN.or(Classes::ORG).or(Classes::PLACE_HEAD);
    let lower = |at: usize| article.shape(at) == WordShape::Lower;
    let noun = |at: usize| lower(at) && article.is(at, nouns) && !(lower(at + 1) && article.is(at + 1, nouns));
    following.find_map(|at| (article.lower(at) == "the").then(|| (at + 1..at + 4).find(|&at| noun(at)))?)
}

/// Adds the features of the words beside one occurrence.
fn context_features(article: TokenizedArticle, occurrence: &Occurrence, add: &mut impl FnMut(u64, &[u64])) {
    let name = occurrence.name;
    let (start, end) = (name.whole.start, name.whole.end);
    let alone = u64::from(name.key.len() == 1);
    let before = start.checked_sub(1).filter(|&before| article.together(before));
    let after = (end > 0 && article.together(end - 1)).then_some(end);
    let class = |at: Option<usize>| {
        let Some(at) = at else { return 0 };
        let classes = [
            Classes::SAY,
            Classes::HUMAN_VERB.or(Classes::AUXILIARY),
            Classes::KIN,
            Classes::HUMAN,
            Classes::PREPOSITION,
            Classes::DETERMINER,
            Classes::ORG.or(Classes::DOC),
            Classes::PLACE.or(Classes::PLACE_HEAD),
        ];
        1 + article.entry(at).bits(&classes) * 8 + article.shape(at) as u64
    };
    let text = |at: Option<usize>| at.map_or(0, |at| word(article.lower(at)));
    add(40, &[text(before), alone]);
    add(41, &[text(after), alone]);
    add(42, &[class(before), alone]);
    add(43, &[class(after), alone]);
    add(44, &[class(before), class(after)]);
    let second = before.and_then(|before| before.checked_sub(1)).filter(|&at| article.together(at));
    if before.is_some_and(|at| article.is(at, Classes::PREPOSITION.or(Classes::DETERMINER)) || !article.is_word(at)) {
        add(45, &[text(second), text(before)]);
        add(46, &[class(second), text(before), alone]);
    }
    if article.is_possessive_ending(end) || article.text(end) == "," {
        add(47, &[text(after), text(Some(end + 1)), alone]);
        add(48, &[text(after), class(Some(end + 1)), article.shape(end + 1) as u64]);
    }
    let position = position::position(article, start, end) as u64;
    add(49, &[position, alone]);
    add(50, &[position, u64::from(article.lower(end).ends_with("ed")), class(after)]);
    let within = before.is_some_and(|before| article.quotation_marks.state(before) == QuoteState::Opens)
        && article.quotation_marks.state(end) == QuoteState::Closes;
    add(51, &[u64::from(within)]);
    // The pronoun that follows.
    let until = article.sentence_range(start).end.min(end + 20);
    let next = article.sentence_range(start).end;
    let pronoun = |at: usize| match () {
        () if !article.is(at, &PRONOUN_AFTER_NAME) => 0,
        () if article.is(at, &HE) || article.is(at, &SHE) => 1,
        () if article.is(at, &IT) => 2,
        () if article.is(at, &THEY) => 3,
        () => 4,
    };
    let soon = (end..until).map(pronoun).find(|&pronoun| pronoun > 0).unwrap_or(0);
    add(52, &[soon, pronoun(next), alone]);
    let opens = start == 0 || article.block(start - 1) != article.block(start);
    let dash = (end..end + 6)
        .any(|at| article.block(at) == article.block(start) && matches!(article.text(at), "—" | "–" | "--"));
    add(53, &[u64::from(opens), u64::from(opens && dash), u64::from(article.opens_sentence(start)), alone]);
    // “, 34,”, “(R)”, “, Vt.”
    if matches!(article.text(end), "," | "(") {
        add(54, &[text(after), article.shape(end + 1) as u64, u64::from(article.is_word(end + 2)), alone]);
        let human = (end + 1..end + 7).take_while(|&at| article.is_word(at)).find(|&at| article.is(at, Classes::HUMAN));
        add(
            55,
            &[
                text(after),
                u64::from(human.is_some()),
                u64::from(human.is_some_and(|at| article.is(at, Classes::PLURAL))),
            ],
        );
    }
    // “Kestrel Foods fell after the brewer …”, “Kestrel’s chairman”: a noun nearby often says what bears the name.
    let group = |at: usize| NounGroup::of(article.lower(at)).map_or(0, |group| group.broad.into());
    if article.is_possessive_ending(end) {
        add(58, &[group(end + 1), class(Some(end + 1)), alone]);
    }
    let following = end..article.sentence_range(next).end.min(end + DESCRIBED_WITHIN);
    let described = described_after(article, following);
    add(59, &[described.map_or(99, group), alone]);
    add(60, &[described.map_or(0, |at| class(Some(at))), alone]);
    add(56, &[u64::from(occurrence.source), alone]);
    add(57, &[u64::from(occurrence.source), class(before), u64::from(follows_article(article, name))]);
}
