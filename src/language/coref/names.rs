//! The names of a text: runs of capitalised words, split into title and name. `entity_type` tells what a name stands for.

use super::citizens::is_citizen;
use super::generation::Generation;
use super::lexical_article::{LexicalArticle, Shape};
use crate::language::document::lexicon::{Classes, Gender};
use crate::language::document::quotation_marks::QuoteState;
use crate::language::document::word_classes::{GLUED, OPENING_PARTICLE, ORDINAL_ENDING, ROLE_OR_VERB};
use rustc_hash::FxHashSet;
use std::ops::Range;

/// A mention by name: a run of capitalised words, with the role before it.
#[derive(Clone, Debug, PartialEq)]
pub struct NameMention {
    /// Tokens of the mention, title and role included.
    pub whole: Range<usize>,
    /// Tokens of the name alone.
    pub name: Range<usize>,
    /// Symbols of the words of the name.
    pub key: Vec<u32>,
    /// Tokens of the role before the name (“Estonian defense minister”). An honorific (“Ms.”) is none.
    pub role: Option<Range<usize>>,
    /// The gender that the title gives.
    pub gender: Gender,
    /// Whether there is a title that only people have.
    pub titled: bool,
    /// Whether the title is an honorific right before the name (“Mr. Lee”).
    pub honorific: bool,
    /// The generation that its suffix or the word before it gives.
    pub generation: Option<Generation>,
}

impl NameMention {
    /// Keeps only the first `length` words of the name.
    pub fn shorten(&mut self, words: &LexicalArticle, length: usize) {
        let kept = self.name.clone().filter(|&at| in_key(words, at)).nth(length.saturating_sub(1));
        if let Some(last) = kept {
            self.key.truncate(length);
            self.name.end = last + 1;
            self.whole.end = last + 1;
        }
    }
}

/// All names of the article, in order.
pub fn find(words: &LexicalArticle) -> Vec<NameMention> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if starts_run(words, at) {
            let end = run_end(words, at);
            if !is_citizen(words, end.saturating_sub(1)) {
                runs.extend(split(words, at..end).map(|name| (name, at..end)));
            }
            at = end.max(at + 1);
        } else {
            at += 1;
        }
    }
    let mut found = with_first_words(words, runs);
    let surnames: FxHashSet<u32> =
        found.iter().filter(|name| name.key.len() > 1).filter_map(|name| name.key.last().copied()).collect();
    let before = found.len();
    let mut runs = found.iter().map(|name| name.whole.clone()).collect::<Vec<_>>().into_iter().peekable();
    for at in 0..words.len() {
        while runs.next_if(|run| run.end <= at).is_some() {}
        let taken = runs.peek().is_some_and(|run| run.contains(&at));
        if !taken && surnames.contains(&words.symbol(at)) && is_surname_like_title(words, at) {
            found.push(NameMention {
                whole: at..at + 1,
                name: at..at + 1,
                key: vec![words.symbol(at)],
                role: None,
                gender: Gender::Unknown,
                titled: false,
                honorific: false,
                generation: Generation::before_surname(words, at),
            });
        }
    }
    if found.len() > before {
        found.sort_by_key(|name| name.whole.start);
    }
    found
}

/// The names of `runs`, with the first word of the run where it was left out but belongs to the name. “Embattled Reed” is
/// Reed, who is named elsewhere or has a given name; “Judicial Review” and “British Columbia” are whole names.
fn with_first_words(words: &LexicalArticle, runs: Vec<(NameMention, Range<usize>)>) -> Vec<NameMention> {
    let left_out = |name: &NameMention, run: &Range<usize>| {
        name.whole.start == name.name.start
            && name.name.start == run.start + 1
            && !words.is(run.start, Classes::TITLE_OR_OFFICE.or(Classes::FUNCTION))
            && !(words.is(run.start, Classes::PLURAL) && words.is(run.start, Classes::HUMAN))
    };
    let (mut alone, mut surnames) = (FxHashSet::default(), FxHashSet::default());
    for (name, _) in runs.iter().filter(|(name, run)| !left_out(name, run)) {
        alone.insert(name.key.clone());
        if name.key.len() > 1 && (words.entry(name.name.start).given > 0 || name.titled) {
            surnames.extend(name.key.last().copied());
        }
    }
    runs.into_iter()
        .map(|(name, run)| {
            let entry = words.entry(name.name.start);
            let person = match name.key.len() {
                1 => entry.surname > 1 && !entry.is(Classes::COMMON),
                _ => entry.given > 0,
            };
            let elsewhere = alone.contains(&name.key) || name.key.len() == 1 && surnames.contains(&name.key[0]);
            if !left_out(&name, &run) || person || elsewhere {
                return name;
            }
            let mut key = vec![words.symbol(run.start)];
            key.extend(&name.key);
            NameMention { whole: run.start..name.whole.end, name: run.start..name.name.end, key, ..name }
        })
        .collect()
}

/// Whether a surname that is a title too is none here: “Deacon fought back”.
fn is_surname_like_title(words: &LexicalArticle, at: usize) -> bool {
    let before = at.checked_sub(1).filter(|&before| words.together(before));
    words.shape(at) == Shape::Capital
        && words.is(at, Classes::TITLE_OR_OFFICE.or(Classes::ANY_ROLE))
        && !(words.together(at) && words.capital(at + 1))
        && before
            .is_none_or(|before| !words.is(before, Classes::DETERMINER.or(Classes::MODIFIER)) && !words.capital(before))
}

/// Whether a run may begin at token `at`.
fn starts_run(words: &LexicalArticle, at: usize) -> bool {
    if words.is(at, Classes::PARTICLE) && words.shape(at) == Shape::Lower {
        // “De Blasio” in lower case: only particles that are no everyday words.
        return words.has(at, &OPENING_PARTICLE)
            && words.together(at)
            && words.capital(at + 1)
            && !words.is(at + 1, Classes::FUNCTION)
            && at.checked_sub(1).is_none_or(|before| !words.capital(before));
    }
    words.capital(at) && is_part(words, at, false) && !words.has(at, &GLUED)
}

/// Whether the capitalised word at `at` is part of a name. `inside` says that it follows another part.
fn is_part(words: &LexicalArticle, at: usize, inside: bool) -> bool {
    let entry = words.entry(at);
    let next_is_name = || words.together(at) && words.capital(at + 1) && !words.is(at + 1, Classes::FUNCTION);
    match words.shape(at) {
        Shape::Letter => {
            // “Q. Doctor, …”: the letter is the label of a question or an answer.
            let label = matches!(words.text(at), "Q" | "A") && words.tokens.block(words.block(at)).start == at;
            let initial = words.text(at + 1) == "." && words.touch(at) && words.together(at) && !label;
            let elided =
                is_apostrophe(words, at + 1) && words.touch(at) && words.touch(at + 1) && words.capital(at + 2);
            initial && (inside || goes_on_after_stop(words, at))
                || elided
                || inside && !matches!(words.text(at), "I" | "A") && !words.opens_sentence(at)
                || !inside && !matches!(words.text(at), "I" | "A" | "Q") && next_is_name()
        }
        Shape::Capital | Shape::Upper if entry.is(Classes::FUNCTION) => {
            // “Will Smith”: a function word may be a given name.
            (entry.given >= 2 || entry.given == 1 && !words.opens_sentence(at) && words.entry(at + 1).surname > 0)
                && next_is_name()
                && !words.is(at, Classes::DETERMINER.or(Classes::PREPOSITION))
                && (words.entry(at + 1).surname > 0 || !words.opens_sentence(at))
        }
        Shape::Capital | Shape::Upper if entry.is(Classes::CALENDAR) => {
            let dated = at.checked_sub(1).is_some_and(|before| words.is(before, Classes::PREPOSITION));
            if entry.given == 0 { inside && words.is(at + 1, Classes::ORG) } else { next_is_name() && !dated || inside }
        }
        Shape::Capital | Shape::Upper => true,
        _ => false,
    }
}

/// Whether a name goes on after the full stop that follows token `at`.
fn goes_on_after_stop(words: &LexicalArticle, at: usize) -> bool {
    words.together(at + 1) && words.capital(at + 2) && !words.is(at + 2, Classes::FUNCTION)
}

fn is_apostrophe(words: &LexicalArticle, at: usize) -> bool {
    matches!(words.text(at), "’" | "'" | "‘")
}

/// The end of the part that begins at `at`, with its full stop and a word joined by an apostrophe.
fn part_end(words: &LexicalArticle, at: usize) -> usize {
    let end = at + 1;
    if !words.together(at) || !words.touch(at) {
        return end;
    }
    if words.text(end) == "." {
        let short = words.shape(at) == Shape::Letter
            || words.is(at, Classes::TITLE_OR_OFFICE.or(Classes::SUFFIX)) && words.text(at).len() <= 6;
        return if short && (words.together(end) || words.is(at, Classes::SUFFIX)) { end + 1 } else { end };
    }
    if is_apostrophe(words, end) && words.touch(end) && words.capital(end + 1) && words.together(end) {
        return part_end(words, end + 1);
    }
    end
}

/// The end of the run that begins at `start`.
fn run_end(words: &LexicalArticle, start: usize) -> usize {
    // A run is a few words; anything longer is a heading or a list without commas.
    const LONGEST: usize = 24;
    let mut end = if words.capital(start) { part_end(words, start) } else { start };
    while end < start + LONGEST && end < words.len() && (end == start || words.together(end - 1)) {
        match next_part(words, start..end) {
            Some(next) => end = part_end(words, next),
            None => break,
        }
    }
    end
}

/// The first token of the part with which `run` goes on, if it does.
fn next_part(words: &LexicalArticle, run: Range<usize>) -> Option<usize> {
    let Range { start, end } = run;
    let last = end.saturating_sub(1).max(start);
    if words.capital(end) && is_part(words, end, true) {
        return Some(end);
    }
    // The distance to the next part, where a word joins it.
    let joined = if words.is(end, Classes::PARTICLE) && words.shape(end) == Shape::Lower {
        (1..4).find(|&ahead| !words.is(end + ahead, Classes::PARTICLE) || words.capital(end + ahead))
    } else if words.text(end) == "of" && takes_of(words, start, last) {
        if words.lower(end + 1) == "the" { Some(2) } else { Some(1) }
    } else if words.text(end) == "&" || goes_on_with_and(words, start..end) {
        Some(1)
    } else {
        goes_on_for(words, start..end)
    };
    if let Some(ahead) = joined {
        let next = end + ahead;
        if (end..next).all(|at| words.together(at))
            && words.capital(next)
            && !words.is(next, Classes::FUNCTION.or(Classes::CALENDAR))
        {
            return Some(next);
        }
    }
    // “Seafarers’ Union”
    let plural_owner = is_apostrophe(words, end)
        && words.touch(last)
        && words.lower(last).ends_with('s')
        && !words.touch(end)
        && words.together(end)
        && words.capital(end + 1)
        && words.is(end + 1, Classes::ORG);
    let suffix =
        words.text(end) == "," && words.is(end + 1, Classes::SUFFIX) && words.capital(end + 1) && words.together(end);
    if plural_owner || suffix {
        return Some(end + 1);
    }
    // “Robert ‘Bob’ Lee”
    let marked = words.marks.state(end) == QuoteState::Opens && words.marks.state(end + 2) == QuoteState::Closes
        || words.text(end) == "(" && words.text(end + 2) == ")";
    let nickname = marked
        && (start..end).any(|at| words.entry(at).given > 0)
        && words.shape(end + 1) == Shape::Capital
        && words.shape(end + 3) == Shape::Capital
        && (end..end + 3).all(|at| words.together(at));
    nickname.then_some(end + 3)
}

/// Whether the run may go on with “of” and another name after the word at `last`: “Secretary of State”, “University of Pell”.
fn takes_of(words: &LexicalArticle, start: usize, last: usize) -> bool {
    let entry = words.entry(last);
    entry.is(Classes::OFFICE.or(Classes::RANK).or(Classes::ORG).or(Classes::HONORIFIC).or(Classes::PLACE_HEAD))
        || start == last && entry.given >= 1 && !entry.is(Classes::COMMON)
}

/// The distance at which the name of an organisation goes on after a preposition, if it does: “Center for Responsive
/// Government”, “Court of Appeals for the 6th Circuit”, “Committee to Protect Rivers”.
fn goes_on_for(words: &LexicalArticle, run: Range<usize>) -> Option<usize> {
    let end = run.end;
    let last = end.checked_sub(1)?;
    let joins = match words.lower(end) {
        "for" | "on" => run.clone().any(|at| words.is(at, Classes::ASSOCIATION)) && !words.is(last, Classes::CALENDAR),
        "against" | "without" => words.is(last, Classes::PLURAL.or(Classes::ASSOCIATION)),
        "to" => words.is(last, Classes::ASSOCIATION) && words.shape(end + 1) == Shape::Capital,
        _ => false,
    };
    if !joins || words.shape(end) != Shape::Lower {
        return None;
    }
    let article = usize::from(words.lower(end + 1) == "the");
    let first = end + 1 + article;
    let number = |at: usize| words.shape(at) == Shape::Number || words.has(at, &ORDINAL_ENDING);
    let ordinal = (first..first + 2).take_while(|&at| article == 1 && number(at)).count();
    let next = first + ordinal;
    let person = words.entry(next).given > 1 || words.is(next, Classes::HONORIFIC);
    (!person && words.shape(next) == Shape::Capital).then_some(next - end)
}

/// Whether the name of an organisation goes on with “and” after `run`: “Department of Health and Human Services”. The joined
/// words are common ones, not two organisations.
fn goes_on_with_and(words: &LexicalArticle, run: Range<usize>) -> bool {
    let (and, last) = (run.end, run.end.saturating_sub(1));
    let plain = |at: usize| {
        let entry = words.entry(at);
        words.shape(at) == Shape::Capital
            && entry.given == 0
            && entry.surname < 2
            && !entry.is(Classes::ORG.or(Classes::PLACE).or(Classes::HUMAN).or(Classes::DEMONYM).or(Classes::FUNCTION))
    };
    let link = run.clone().rposition(|at| words.shape(at) == Shape::Lower && words.one_of(at, &["of", "for", "on"]));
    let headed = |link: usize| (run.start..run.start + link).any(|at| words.is(at, Classes::ORG.or(Classes::OFFICE)));
    let common = words.is(last, Classes::COMMON) || words.is(and + 1, Classes::COMMON);
    words.text(and) == "and" && plain(last) && plain(and + 1) && common && link.is_some_and(headed)
}

/// Splits a run into role and name. `None` if there is no name in it.
fn split(words: &LexicalArticle, run: Range<usize>) -> Option<NameMention> {
    let Range { start, end } = trim(words, run);
    let last_title = (start..end).rev().find(|&at| is_title(words, start, at, end));
    let name = name_start(words, start..end, last_title);
    let key: Vec<u32> = (name..end).filter(|&at| in_key(words, at)).map(|at| words.symbol(at)).collect();
    // “Mr. President”, “Madam Chair”: an office, not a name.
    let office_only = (name..end).filter(|&at| words.is_word(at)).all(|at| {
        let entry = words.entry(at);
        // “Republican Party” is the name of a body.
        let body = entry.is(Classes::ORG) && key.len() > 1;
        entry.is(Classes::TITLE_OR_OFFICE.or(Classes::ANY_ROLE).or(Classes::MODIFIER))
            && !body
            && entry.given == 0
            && entry.surname < 2
    });
    let town = words.one_of(start, &["st", "saint"]) && words.entry(name).given == 0 && key.len() == 1;
    if key.is_empty() || name >= end || office_only || town {
        return None;
    }
    let role_start = role_start(words, start, name);
    let role = role_tokens(words, role_start..name);
    let mut titled = last_title.is_some();
    let mut honorific = false;
    let mut gender = Gender::Unknown;
    for at in role_start..name {
        let entry = words.entry(at);
        if entry.is(Classes::HONORIFIC_M.or(Classes::ROLE_M)) {
            gender = Gender::Male;
        } else if entry.is(Classes::HONORIFIC_F.or(Classes::ROLE_F)) {
            gender = Gender::Female;
        }
        honorific |= at + 2 >= name && entry.is(Classes::HONORIFIC);
        titled |= entry.is(Classes::ANY_ROLE.or(Classes::OFFICE).or(Classes::RANK));
    }
    let first = if last_title.is_none() && name > start && role.is_none() { name } else { role_start };
    let surname_alone = key.len() == 1 && first == name;
    let before = surname_alone.then(|| Generation::before_surname(words, name)).flatten();
    let generation = Generation::of_suffix(words, name..end).or(before);
    Some(NameMention { whole: first..end, name: name..end, key, role, gender, titled, honorific, generation })
}

/// The run without words at its ends that belong neither to the name nor to its title.
fn trim(words: &LexicalArticle, run: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = run;
    while end > start + 1 && words.shape(end - 1) == Shape::Upper && words.is(end - 1, Classes::CREDENTIAL) {
        end -= 1;
    }
    if words.opens_sentence(start) && end > start + 1 {
        // “Embattled Trump”: a capital at the beginning of a sentence tells nothing.
        let entry = words.entry(start);
        let other =
            Classes::TITLE_OR_OFFICE.or(Classes::ANY_ROLE).or(Classes::MODIFIER).or(Classes::ORG).or(Classes::DEMONYM);
        let plain =
            entry.is(Classes::COMMON) && entry.given == 0 && entry.surname == 0 && !entry.is(other.or(Classes::PLACE));
        // “Neighbors Ivo Petrak, Dana Gill and Sam Yoo”
        let several = entry.is(Classes::PLURAL)
            && entry.is(Classes::HUMAN)
            && entry.given == 0
            && !(start..end).any(|at| words.is(at, Classes::ORG) || words.shape(at) == Shape::Lower);
        if (plain || several) && words.shape(start) == Shape::Capital {
            start += 1;
        }
    }
    // “NASA Ann Lee”, “Pell University Ann Lee”: an organisation before a given name is no part of the name.
    let organisation =
        |at: usize| words.is(at, Classes::ORG) || words.shape(at) == Shape::Upper && words.text(at).len() > 2;
    let uppercase = (start..end).all(|at| !words.is_word(at) || words.shape(at) == Shape::Upper);
    if let Some(given) = (start + 1..end.saturating_sub(1)).find(|&at| {
        let entry = words.entry(at);
        entry.given >= 2 && entry.is_bare() && words.entry(at - 1).given == 0 && organisation(at - 1)
    }) && !uppercase
        && end - given <= 4
        && !(given..end).any(|at| words.is(at, Classes::ORG.or(Classes::PLACE_HEAD)))
    {
        start = given;
    }
    start..end
}

/// The first token of the name in `run`, after its last title.
fn name_start(words: &LexicalArticle, run: Range<usize>, last_title: Option<usize>) -> usize {
    let Range { start: mut name, end } = run;
    if let Some(title) = last_title {
        name = title + 1;
        if words.text(name) == "." {
            name += 1;
        }
        if words.text(name) == "of" {
            name = past_of(words, name, end);
        }
    } else {
        // The demonym belongs to “European Space Agency”, not to “German Anna Lind”.
        let organisation = (name..end).any(|at| words.is(at, Classes::ORG));
        while name + 1 < end && words.is(name, Classes::DEMONYM) && words.entry(name).given == 0 && !organisation {
            name += 1;
        }
    }
    name
}

/// The tokens of the role in the titles `titles` right before a name, if they have one.
fn role_tokens(words: &LexicalArticle, titles: Range<usize>) -> Option<Range<usize>> {
    let Range { start, end: name } = titles;
    let end = if words.text(name.saturating_sub(1)) == "." { name.saturating_sub(1) } else { name };
    let office = (start..name)
        .any(|at| words.is(at, Classes::OFFICE.or(Classes::RANK).or(Classes::ANY_ROLE)) || words.lower(at) == "of");
    let stop = usize::from(words.text(end) == ".");
    (office && end > start).then_some(start..end + stop)
}

/// Whether token `at` of the run `start..end` is a title with a name after it.
fn is_title(words: &LexicalArticle, start: usize, at: usize, end: usize) -> bool {
    let entry = words.entry(at);
    if !entry.is(Classes::TITLE_OR_OFFICE.or(Classes::ANY_ROLE))
        || entry.is(Classes::PLURAL) && !entry.is(Classes::OFFICE)
    {
        return false;
    }
    let after = if words.text(at + 1) == "." { at + 2 } else { at + 1 };
    if after >= end || words.is(after, Classes::SUFFIX) && after + 1 >= end {
        return false;
    }
    // “Witness B”: a single letter is nobody’s name.
    if after + 1 == end && words.shape(after) == Shape::Letter && !entry.is(Classes::HONORIFIC) {
        return false;
    }
    // “Republican National Committee”, “Council of the Sister Towns”: part of an organisation’s name.
    let office = entry.is(Classes::HONORIFIC.or(Classes::OFFICE).or(Classes::RANK)) && !entry.is(Classes::PLURAL);
    let organisation = !office && (after..end).any(|next| words.is(next, Classes::ORG) && words.capital(next));
    let named = (after..end).any(|next| words.entry(next).given > 1);
    if organisation && !named || entry.is(Classes::ORG) && words.text(after) == "of" {
        return false;
    }
    if entry.given == 0 && entry.surname == 0 || words.text(at + 1) == "." {
        return true;
    }
    // A word that is a name too (“Dean”, “King”, “Mason”) is one inside a name. At the beginning it is a title if a given
    // name follows.
    let given_before = (start..at).any(|before| {
        words.entry(before).given > 0
            && !words.is(before, Classes::TITLE_OR_OFFICE.or(Classes::ANY_ROLE).or(Classes::DEMONYM))
    });
    let capitals = (after..end).filter(|&next| words.capital(next)).count();
    if given_before {
        return entry.is(Classes::OFFICE.or(Classes::RANK))
            && entry.given == 0
            && capitals >= 2
            && words.entry(after).given > 0;
    }
    if entry.is(Classes::HONORIFIC.or(Classes::OFFICE).or(Classes::RANK)) && entry.given < 2 {
        return true;
    }
    words.entry(after).given > 0 && (capitals >= 2 || entry.is(Classes::HONORIFIC)) || at > start && entry.given < 2
}

/// The end of “of State”, “of the Treasury”, “of New York”: at the next given name, else after one word.
fn past_of(words: &LexicalArticle, of: usize, end: usize) -> usize {
    let first = if words.lower(of + 1) == "the" { of + 2 } else { of + 1 };
    (first + 1..end)
        .find(|&at| words.entry(at).given > 0 && !words.is(at, Classes::PLACE))
        .unwrap_or(if first + 2 < end { first + 1 } else { end })
}

/// Whether token `at` of a name counts in comparisons. Marks and “Jr.” do not, nor does the `O` of *O’Brien*.
fn in_key(words: &LexicalArticle, at: usize) -> bool {
    match words.shape(at) {
        Shape::Mark => false,
        Shape::Letter => !is_apostrophe(words, at + 1),
        _ => !words.is(at, Classes::SUFFIX) || words.lower(at) == "v",
    }
}

/// The first token of the role before the name at `name`: capitalised titles from `start` on, and the words in lower case
/// before them (“former”, “Estonian defense minister”).
fn role_start(words: &LexicalArticle, start: usize, name: usize) -> usize {
    const WORDS: usize = 6;
    let mut first = start;
    if start == name {
        let role = name.checked_sub(1).filter(|&role| {
            words.together(role)
                && words.shape(role) == Shape::Lower
                && words.is(role, Classes::ANY_ROLE.or(Classes::OFFICE).or(Classes::RANK))
                && !words.is(role, Classes::PLURAL.or(Classes::FUNCTION))
                && !words.lower(role).ends_with("ed")
                && !is_verb(words, role)
        });
        match role {
            Some(role) => first = role,
            None => return start,
        }
    }
    while let Some(before) = first.checked_sub(1).filter(|&before| name - before <= WORDS + 2 && words.together(before))
    {
        let entry = words.entry(before);
        let capital = words.capital(before) && !entry.is(Classes::FUNCTION.or(Classes::CALENDAR));
        let modifies = match words.shape(before) {
            Shape::Lower => {
                entry.is(Classes::MODIFIER.or(Classes::DEMONYM).or(Classes::ANY_ROLE).or(Classes::OFFICE))
                    && !entry.is(Classes::FUNCTION.or(Classes::PLURAL))
            }
            Shape::Upper => true,
            Shape::Capital => {
                capital && !(words.opens_sentence(before) && entry.is(Classes::COMMON))
                    || entry.is(Classes::DEMONYM.or(Classes::PLACE).or(Classes::MODIFIER))
            }
            _ => false,
        };
        if !modifies || words.is(before, Classes::DETERMINER) {
            break;
        }
        first = before;
    }
    first
}

/// Whether the word before a name is a verb: “she will host Ann”, “to coach Bob”.
fn is_verb(words: &LexicalArticle, role: usize) -> bool {
    role.checked_sub(1).is_some_and(|before| {
        words.together(before)
            && (words.lower(before) == "to" || words.is(before, Classes::AUXILIARY))
            && words.has(role, &ROLE_OR_VERB)
    })
}
