//! Descriptions (“the mayor”, “a senior official”, “her husband”): where they stand in the text, and the roles that
//! appositions give to names.

use crate::language::coref::names::citizens::is_citizen;
use crate::language::coref::names::name_mention::NameMention;
use crate::language::coref::names::role_complement;
use crate::language::lexical::lexicon::{self, Classes, Gender};
use crate::language::lexical::word_classes::{
    ADDRESS_OPENER, AFTER_HEAD, AFTER_ROLE, ARTICLE, BEYOND_ROLE, COMPOUND_PARTICIPLE, COPULA, DEMONSTRATIVE,
    IDENTIFYING_VERB, KNOWN, KNOWN_BY, NAME_PREPOSITION, POSSESSIVE, ROLE_PREPOSITION, SIDE_IN_COURT,
    SINGULAR_DEFINITE, TIME_PREPOSITION, WHO, WITHIN_PHRASE,
};
use crate::language::lexical::{TokenizedArticle, WordShape};
use std::ops::Range;

/// The beginning of a description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// “the mayor”, “that man”, or a title alone (“Prime Minister”).
    Definite,
    /// “a man”, “another official”.
    Indefinite,
    /// “her husband”, “Draganek’s aide”.
    Possessive,
}

/// A description, from its determiner to its head noun.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    pub range: Range<usize>,
    pub head: usize,
    pub opening: Opening,
    /// Number of tokens that open it: its determiner, or its owner with the ’s.
    pub owner: usize,
}

impl Description {
    /// The gender that its head noun gives.
    pub fn gender(&self, article: TokenizedArticle) -> Gender {
        gender_of(article, self.head)
    }

    /// The words between its opening and its head.
    pub fn modifiers(&self) -> Range<usize> {
        (self.range.start + self.owner).min(self.head)..self.head
    }
}

/// The gender of people described by the noun at token `at`.
pub fn gender_of(article: TokenizedArticle, at: usize) -> Gender {
    let entry = article.entry(at);
    let male = entry.is(Classes::ROLE_M.or(Classes::KIN_M).or(Classes::HONORIFIC_M));
    let female = entry.is(Classes::ROLE_F.or(Classes::KIN_F).or(Classes::HONORIFIC_F));
    match (male, female) {
        (true, false) => Gender::Male,
        (false, true) => Gender::Female,
        _ => Gender::Unknown,
    }
}

/// Words that a description may have before its head.
const BEFORE_HEAD: usize = 6;

/// The description with the head noun `head`, if there is one. Plurals count only if `plural`.
pub fn describe(article: TokenizedArticle, head: usize, plural: bool) -> Option<Description> {
    let entry = article.entry(head);
    let noun = entry.is(Classes::HUMAN) || is_citizen(article, head);
    if !noun || entry.is(Classes::PLURAL.or(Classes::PEOPLE)) && !plural || is_modifier(article, head) {
        return None;
    }
    let start = article.sentence_range(head).start;
    let mut first = head;
    while first > start && head - first < BEFORE_HEAD {
        let before = first - 1;
        if article.is_possessive_ending(before) {
            let from = owner_start(article, before, start);
            let owner = before + 1 - from;
            return Some(Description { range: from..head + 1, head, opening: Opening::Possessive, owner });
        }
        if article.is(before, Classes::DETERMINER) {
            let (from, opening) = determiner(article, before, start);
            let owner = before + 1 - from;
            return Some(Description { range: from..head + 1, head, opening, owner });
        }
        let stops = article
            .is(before, Classes::FUNCTION.or(Classes::PREPOSITION).or(Classes::AUXILIARY).or(Classes::SAY))
            && !article.is(before, Classes::MODIFIER)
            || !article.is_word(before);
        if stops {
            break;
        }
        first = before;
    }
    // Without a determiner a title alone (“Prime Minister”, “PM”, “Mother”) has a capital inside a sentence.
    let title = article.is(head, Classes::OFFICE.or(Classes::RANK).or(Classes::KIN))
        && article.is_capital(head)
        && !article.opens_sentence(head);
    title.then(|| {
        let from = (first..head).rev().take_while(|&at| article.is_capital(at)).last().unwrap_or(head);
        Description { range: from..head + 1, head, opening: Opening::Definite, owner: 0 }
    })
}

/// Whether another noun after `head` is the head: “police officer”, “the company president’s son”, “the police
/// department”.
fn is_modifier(article: TokenizedArticle, head: usize) -> bool {
    let next = article.entry(head + 1);
    article.together(head)
        && article.shape(head + 1) == WordShape::Lower
        && next.is(Classes::HUMAN.or(Classes::ORG))
        && !next.is(Classes::FUNCTION.or(Classes::SAY).or(Classes::PREPOSITION))
}

/// The first token of the determiner at `at`, not before `start`, and the opening that it makes.
fn determiner(article: TokenizedArticle, at: usize, start: usize) -> (usize, Opening) {
    let opening = match () {
        () if article.is(at, &SINGULAR_DEFINITE) => Opening::Definite,
        () if article.is(at, &POSSESSIVE) || article.lower(at) == "whose" => Opening::Possessive,
        () => Opening::Indefinite,
    };
    // “One of the officials”, “the two men”: it opens with the outer determiner.
    let outer = at > start && article.is(at - 1, Classes::DETERMINER) && article.is_word(at - 1);
    let from = if outer { at - 1 } else { at };
    (from, if article.is(from, &DEMONSTRATIVE) { Opening::Definite } else { opening })
}

/// The first token of the owner before the possessive at `ending`.
fn owner_start(article: TokenizedArticle, ending: usize, start: usize) -> usize {
    let mut first = ending;
    while first > start
        && ending - first < 5
        && (article.is_capital(first - 1) || article.text(first - 1) == "." && first - 1 > start)
    {
        first -= 1;
    }
    if first == ending {
        // “The mayor’s uncle”
        while first > start
            && ending - first < 4
            && article.shape(first - 1) == WordShape::Lower
            && !article.is(first - 1, Classes::PREPOSITION.or(Classes::AUXILIARY))
        {
            first -= 1;
            if article.is(first, Classes::DETERMINER) {
                break;
            }
        }
    }
    first
}

/// The head of the noun phrase in `range`: its last noun before a comma, “of”, “who” and the like.
pub fn phrase_head(article: TokenizedArticle, range: Range<usize>) -> usize {
    let mut head = range.start;
    for at in range.clone() {
        // “The Hales’ lawyer”
        let owned = article.is_possessive_ending(at);
        let stops = at > range.start
            && !owned
            && (!article.is_word(at)
                && !matches!(article.text(at), "-" | "/" | "&" | "." | "“" | "”" | "\"")
                && !joins_modifiers(article, &range, at)
                || article.is(at, Classes::PREPOSITION.or(Classes::AUXILIARY)) && !article.is(at, &WITHIN_PHRASE)
                || article.is(at, &AFTER_HEAD));
        if stops {
            break;
        }
        if article.is_word(at) && !owned {
            head = at;
        }
    }
    head
}

/// Whether the token `comma` joins two words that describe the last word of `range`: “the loud, angry headline”.
pub fn joins_modifiers(article: TokenizedArticle, range: &Range<usize>, comma: usize) -> bool {
    const MODIFIERS: usize = 3;
    let noun = Classes::HUMAN.or(Classes::ORG).or(Classes::DOC);
    let Some(last) = range.end.checked_sub(1) else { return false };
    let plain = |at: usize| article.is_word(at) && !article.is(at, noun.or(Classes::PLURAL)) && !article.is_capital(at);
    let opens = Classes::DETERMINER.or(Classes::PREPOSITION).or(Classes::AUXILIARY);
    article.text(comma) == ","
        && article.is(range.start, Classes::DETERMINER)
        && (1..=MODIFIERS).contains(&comma.saturating_sub(range.start + 1))
        && (range.start + 1..comma).all(plain)
        && article.is(last, noun)
        && comma < last
        && !(comma + 1..last).any(|at| article.text(at) == "," || article.is(at, opens) || article.is(at, &WHO))
}

/// The tokens after the noun `head` that restrict it: “of Pell”, “who struck Ann Lee”, “supporting Ann Lee”. They end
/// at a comma, or where a verb identifies (“was Ann Lee”, “named Ann Lee”). Empty if there are none.
pub fn restriction(article: TokenizedArticle, head: usize) -> Range<usize> {
    const LONGEST: usize = 16;
    let first = head + 1;
    let opens = article.together(head)
        && (article.is(first, Classes::PREPOSITION) || article.is(first, &WHO) || is_participle(article, first));
    let limit = if opens { article.sentence_range(head).end.min(first + LONGEST) } else { first };
    let mark = |at: usize| !article.is_word(at) && !matches!(article.text(at), "." | "’" | "'" | "-");
    let ends = |at: &usize| mark(*at) || article.is(*at, &IDENTIFYING_VERB);
    first..(first..limit).find(ends).unwrap_or(limit)
}

/// The noun for a person that is restricted by a clause in which the mention at token `at` stands: “the *man* who
/// struck Ann Lee”, “one *teacher* supporting Ann Lee”.
pub fn restricted_noun(article: TokenizedArticle, at: usize) -> Option<usize> {
    const FAR: usize = 12;
    let opens = |&first: &usize| article.is(first, &WHO) || is_participle(article, first);
    let firsts = (at.saturating_sub(FAR)..at).rev().take_while(|&first| article.is_word(first)).filter(opens);
    let mut nouns = firsts.filter_map(|first| first.checked_sub(1)).filter(|&noun| article.is(noun, Classes::HUMAN));
    nouns.find(|&noun| restriction(article, noun).contains(&at))
}

/// The age in years that the noun at token `head` gives: “the 61-year-old”.
pub fn age(article: TokenizedArticle, head: usize) -> Option<u8> {
    article.lower(head).strip_suffix("year-old")?;
    // “61-year-old” is one token or three.
    let first =
        (head.saturating_sub(2)..=head).find(|&at| article.text(at).starts_with(|c: char| c.is_ascii_digit()))?;
    article.text(first).split('-').next()?.parse().ok()
}

/// Whether the word at `at` looks like a participle after a noun: “a teacher *supporting* Ann Lee”.
pub fn is_participle(article: TokenizedArticle, at: usize) -> bool {
    const SHORTEST: usize = 5;
    let lower = article.lower(at);
    article.shape(at) == WordShape::Lower
        && lower.len() >= SHORTEST
        && (lower.ends_with("ing") || lower.ends_with("ed"))
        && !article.is(at, Classes::HUMAN.or(Classes::SAY).or(Classes::FUNCTION))
        && !article.is(at, &IDENTIFYING_VERB)
}

/// Whether the word at `at` looks like the participle of a passive: “an agency *led* by”.
pub fn is_passive_participle(article: TokenizedArticle, at: usize) -> bool {
    let lower = article.lower(at);
    article.shape(at) == WordShape::Lower
        && (lower.ends_with("ed") || lower.ends_with("wn") || article.is(at, &COMPOUND_PARTICIPLE))
}

/// The role in apposition after the name that ends before token `after`: “, the agriculture minister,”. Gives the
/// tokens of the description, and the tokens of the role.
pub fn apposition(article: TokenizedArticle, after: usize) -> Option<(Range<usize>, Range<usize>)> {
    if article.text(after) != "," || !article.together(after) {
        return None;
    }
    let mut from = after + 1;
    // “, 54, a lock-keeper”
    if article.shape(from) == WordShape::Number && article.text(from + 1) == "," && article.together(from) {
        from += 2;
    }
    let begins = article.is(from, Classes::DETERMINER)
        || article
            .is(from, Classes::MODIFIER.or(Classes::ANY_ROLE).or(Classes::OFFICE).or(Classes::RANK).or(Classes::KIN))
            && article.shape(from) == WordShape::Lower
        || article.is_capital(from)
        || is_compound_role(article, from);
    // “Senator Hale, Mr. Chief Justice”: another person is addressed.
    if !begins || article.is(from, &ADDRESS_OPENER) {
        return None;
    }
    let head = role_head(article, from)?;
    let role = if article.is(from, Classes::DETERMINER) { from + 1 } else { from };
    let end = role_end(article, head);
    Some((from..head + 1, role..end))
}

/// Whether a role of several nouns without an article begins at token `from`: “union secretary of the port”, “ice cream
/// seller”.
fn is_compound_role(article: TokenizedArticle, from: usize) -> bool {
    const LONGEST: usize = 3;
    let other = Classes::FUNCTION.or(Classes::PREPOSITION).or(Classes::AUXILIARY).or(Classes::SAY);
    let is_noun = |at: usize| {
        article.shape(at) == WordShape::Lower
            && article.together(at)
            && !article.is(at, other.or(Classes::HUMAN).or(Classes::HUMAN_VERB).or(Classes::PLURAL))
            && !is_participle(article, at)
            && !article.lower(at).ends_with("ly")
    };
    let head = from + (from..from + LONGEST).take_while(|&at| is_noun(at)).count();
    head > from
        && article.is(head, Classes::HUMAN)
        && !article.is(head, Classes::PLURAL)
        && article.shape(head) == WordShape::Lower
        && (!article.is_word(head + 1) || article.is(head + 1, &ROLE_PREPOSITION))
        && !article.is_possessive_ending(head + 1)
}

/// The side for which a lawyer pleads: “, for the defence,”, “, prosecuting,” after the name.
pub fn pleads(article: TokenizedArticle, after: usize) -> Option<Range<usize>> {
    if article.text(after) != "," || !article.together(after) {
        return None;
    }
    let at = if article.lower(after + 1) == "for" && article.lower(after + 2) == "the" { after + 3 } else { after + 1 };
    article.is(at, &SIDE_IN_COURT).then_some(at..at + 1)
}

/// The role in “X is a retired tax inspector”, where `verb` is the token after the name.
pub fn predicate(article: TokenizedArticle, verb: usize) -> Option<Range<usize>> {
    if !article.is(verb, &COPULA) || !article.together(verb) || !article.is(verb + 1, &ARTICLE) {
        return None;
    }
    let head = role_head(article, verb + 2)?;
    Some(verb + 2..role_end(article, head))
}

/// The head noun of a role that begins at `from`.
fn role_head(article: TokenizedArticle, from: usize) -> Option<usize> {
    let mut head = None;
    for at in from..from + 10 {
        let entry = article.entry(at);
        let human = entry.is(Classes::HUMAN) && !entry.is(Classes::PLURAL) && !article.is_possessive_ending(at + 1);
        if human {
            head = Some(at);
        }
        if at + 1 > from + 1 || human || article.is(at, Classes::DETERMINER) {
            let next = at + 1;
            let stops = !article.together(at)
                || !article.is_word(next) && article.text(next) != "." && article.text(next) != "’"
                || article.is(next, Classes::PREPOSITION.or(Classes::AUXILIARY)) && !article.is_possessive_ending(next)
                || article.is(next, &AFTER_ROLE);
            if stops {
                break;
            }
        }
    }
    head
}

/// The end of a role with the head noun `head`: “of India’s delegation” belongs to it.
pub fn role_end(article: TokenizedArticle, head: usize) -> usize {
    const LONGEST: usize = 9;
    let mut end = head + 1;
    if !article.together(head) || !article.is(end, &ROLE_PREPOSITION) {
        return end;
    }
    while end < head + LONGEST && article.together(end - 1) {
        // “Aide to the vice president on Tuesday’s call”: the day does not belong to the role.
        let beyond = end > head + 1 && article.is(end, &TIME_PREPOSITION);
        let stops = beyond
            || !article.is_word(end) && !matches!(article.text(end), "’" | "'" | "&")
            || article.is(end, Classes::SAY.or(Classes::SUBORDINATOR)) && !article.is(end, Classes::PREPOSITION)
            || article.is(end, Classes::HUMAN_VERB) && !article.is(end, Classes::HUMAN)
            || article.is(end, &BEYOND_ROLE);
        if stops {
            break;
        }
        end += 1;
    }
    // A loose “of the” does not belong to it either.
    while end > head + 1 && article.is(end - 1, Classes::PREPOSITION.or(Classes::DETERMINER)) {
        end -= 1;
    }
    end
}

/// The description to which the name after it is an apposition: “The chairman, Ignatius Boateng, …”, “her husband
/// John”.
pub fn before_name(article: TokenizedArticle, name: &NameMention) -> Option<Description> {
    let before = past_late(article, name.whole.start).checked_sub(1)?;
    if !article.together(before) {
        return None;
    }
    if article.is(before, Classes::KIN) && article.shape(before) == WordShape::Lower {
        return describe(article, before, false).filter(|found| found.opening == Opening::Possessive);
    }
    let known = (before.saturating_sub(2)..before).find(|&at| known_as(article, at) == Some(name.whole.start));
    if let Some(head) = known.and_then(|at| at.checked_sub(1)) {
        return describe(article, head, false);
    }
    let after = article.text(name.whole.end);
    if let Some(head) = role_complement::role_before(article, name.whole.start) {
        return describe(article, head, false);
    }
    if article.text(before) != ","
        || !(matches!(after, "," | "." | "?" | ";" | ")" | "—" | "–" | "”")
            || article.is(name.whole.end, Classes::SAY.or(Classes::AUXILIARY)))
    {
        return None;
    }
    let start = article.sentence_range(before).start;
    // Back over “of India’s delegation” to the head noun.
    for head in (start..before).rev().take(8) {
        if article.text(head) == "," {
            return None;
        }
        if let Some(found) = describe(article, head, false) {
            let kin = found.opening == Opening::Possessive && article.is(head, Classes::KIN);
            let opens = found.range.start == start || kin || {
                let edge = found.range.start - 1;
                !article.is_word(edge) || article.is(edge, Classes::SAY.or(Classes::FUNCTION).or(Classes::PREPOSITION))
            };
            let whole = head + 1 == before || article.is(head + 1, Classes::PREPOSITION);
            return (opens && whole && found.opening != Opening::Indefinite).then_some(found);
        }
    }
    None
}

/// The first token of the name that the verb at token `at` introduces: “known only as Witness B”.
pub fn known_as(article: TokenizedArticle, at: usize) -> Option<usize> {
    let is_link = |at: usize| article.is(at, &NAME_PREPOSITION);
    let adverb = article.is(at + 1, &KNOWN_BY) && !is_link(at + 1);
    let by = if adverb { at + 2 } else { at + 1 };
    (article.is(at, &KNOWN) && is_link(by) && article.is_capital(by + 1)).then_some(by + 1)
}

/// The first token of “the late” right before token `name`, else `name`. Before a title, *late* is in the name.
pub fn past_late(article: TokenizedArticle, name: usize) -> usize {
    let first = if article.lower(name) == "late" { name + 1 } else { name };
    let late = first.checked_sub(2).is_some_and(|the| article.lower(the) == "the" && article.lower(the + 1) == "late");
    if late { first - 2 } else { name }
}

/// The agreement of a role with the head noun of a description: 2 if its own head noun is the same role, 1 if another
/// word of it is, else 0.
pub fn same_role(article: TokenizedArticle, role: Range<usize>, head: &str) -> u8 {
    let wanted = lexicon::canonical_role(head);
    let mut found = 0;
    for at in role {
        if article.is(at, Classes::PREPOSITION) {
            break;
        }
        if article.is(at, Classes::HUMAN.or(Classes::CREDENTIAL)) {
            let same = lexicon::canonical_role(article.lower(at)) == wanted;
            found = if same { 2 } else { found.min(1) };
        }
    }
    found
}
