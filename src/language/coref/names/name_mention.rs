//! [`NameMention`]: the names of a text are runs of capitalised words, split into title and name.

use crate::language::coref::names::citizens::is_citizen;
use crate::language::coref::names::generation::Generation;
use crate::language::coref::names::honorific::Honorific;
use crate::language::coref::names::linked_parts;
use crate::language::coref::names::role_complement;
use crate::language::lexical::lexicon::{Classes, Gender};
use crate::language::lexical::quotation_marks::QuoteState;
use crate::language::lexical::word_classes::{COMPOUND_PARTICIPLE, GLUED, OPENING_PARTICLE, ROLE_OR_VERB, SAINT};
use crate::language::lexical::{TokenizedArticle, WordShape};
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
    /// Tokens of the role before the name (“Estonian defense minister”). An honorific (“Ms.”) is not a role.
    pub role: Option<Range<usize>>,
    /// The gender that the title gives.
    pub gender: Gender,
    /// Whether there is a title that only people have.
    pub titled: bool,
    /// Whether the title is an honorific right before the name (“Mr. Lee”).
    pub has_honorific: bool,
    /// The generation that its suffix or the word before it gives.
    pub generation: Option<Generation>,
    /// The honorific in the title.
    pub honorific: Option<Honorific>,
}

impl NameMention {
    /// Keeps only the first `length` words of the name.
    pub fn shorten(&mut self, article: TokenizedArticle, length: usize) {
        let kept = self.name.clone().filter(|&at| in_key(article, at)).nth(length.saturating_sub(1));
        if let Some(last) = kept {
            self.key.truncate(length);
            self.name.end = last + 1;
            self.whole.end = last + 1;
        }
    }
}

/// All names of the article, in order. `title_case` says for each block whether it capitalises every word.
pub fn find(article: TokenizedArticle, title_case: &[bool]) -> Vec<NameMention> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < article.len() {
        if starts_run(article, at) {
            let end = run_end(article, at, title_case);
            if !is_citizen(article, end.saturating_sub(1)) {
                runs.extend(split(article, at..end).map(|name| (name, at..end)));
            }
            at = end.max(at + 1);
        } else {
            at += 1;
        }
    }
    let mut found = with_first_words(article, runs);
    drop_common_words(article, &mut found);
    let surnames: FxHashSet<u32> =
        found.iter().filter(|name| name.key.len() > 1).filter_map(|name| name.key.last().copied()).collect();
    let before = found.len();
    let mut runs = found.iter().map(|name| name.whole.clone()).collect::<Vec<_>>().into_iter().peekable();
    for at in 0..article.len() {
        while runs.next_if(|run| run.end <= at).is_some() {}
        let taken = runs.peek().is_some_and(|run| run.contains(&at));
        if !taken && surnames.contains(&article.symbol(at)) && is_surname_like_title(article, at) {
            found.push(NameMention {
                whole: at..at + 1,
                name: at..at + 1,
                key: vec![article.symbol(at)],
                role: None,
                gender: Gender::Unknown,
                titled: false,
                has_honorific: false,
                generation: Generation::before_surname(article, at),
                honorific: None,
            });
        }
    }
    if found.len() > before {
        found.sort_by_key(|name| name.whole.start);
    }
    found
}

/// The names of `runs`, with the first word of the run where it was left out but belongs to the name. “Embattled Reed”
/// is Reed, who is named elsewhere or has a given name; “Judicial Review” and “British Columbia” are whole names.
fn with_first_words(article: TokenizedArticle, runs: Vec<(NameMention, Range<usize>)>) -> Vec<NameMention> {
    let left_out = |name: &NameMention, run: &Range<usize>| {
        name.whole.start == name.name.start
            && name.name.start == run.start + 1
            && (!article.is(run.start, Classes::TITLE_OR_OFFICE.or(Classes::FUNCTION))
                || is_small_word(article, run.start))
            && !(article.is(run.start, Classes::PLURAL) && article.is(run.start, Classes::HUMAN))
            && role_complement::role_before(article, name.name.start).is_none()
    };
    let (mut alone, mut surnames) = (FxHashSet::default(), FxHashSet::default());
    for (name, _) in runs.iter().filter(|(name, run)| !left_out(name, run)) {
        alone.insert(name.key.clone());
        if name.key.len() > 1 && (article.entry(name.name.start).given > 0 || name.titled) {
            surnames.extend(name.key.last().copied());
        }
    }
    runs.into_iter()
        .map(|(name, run)| {
            let entry = article.entry(name.name.start);
            let person = match name.key.len() {
                1 => entry.surname > 1 && !entry.is(Classes::COMMON),
                _ => entry.given > 0,
            };
            let elsewhere = alone.contains(&name.key) || name.key.len() == 1 && surnames.contains(&name.key[0]);
            if !left_out(&name, &run) || person || elsewhere {
                return name;
            }
            let mut key = vec![article.symbol(run.start)];
            key.extend(&name.key);
            NameMention { whole: run.start..name.whole.end, name: run.start..name.name.end, key, ..name }
        })
        .collect()
}

/// Removes from `found` common words that have a capital only at the beginning of a sentence (“Supper is served”),
/// unless they speak.
fn drop_common_words(article: TokenizedArticle, found: &mut Vec<NameMention>) {
    let common = |name: &NameMention| {
        let entry = article.entry(name.name.start);
        let nobody = entry.given == 0 && entry.surname < 2 && !entry.is(Classes::ORG.or(Classes::PLACE));
        name.whole.len() == 1
            && nobody
            && entry.is(Classes::COMMON)
            && article.shape(name.name.start) == WordShape::Capital
    };
    let opens =
        |name: &NameMention| article.opens_sentence(name.name.start) && !article.is(name.name.end, Classes::SAY);
    let kept = found.iter().filter(|name| !common(name) || !opens(name));
    let kept: FxHashSet<u32> = kept.flat_map(|name| name.key.iter().copied()).collect();
    found.retain(|name| !common(name) || kept.contains(&name.key[0]));
}

/// Whether a surname that is also a title is not a title here: “Deacon fought back”.
fn is_surname_like_title(article: TokenizedArticle, at: usize) -> bool {
    let before = at.checked_sub(1).filter(|&before| article.together(before));
    article.shape(at) == WordShape::Capital
        && article.is(at, Classes::TITLE_OR_OFFICE.or(Classes::ANY_ROLE))
        && !(article.together(at) && article.is_capital(at + 1))
        && before.is_none_or(|before| {
            !article.is(before, Classes::DETERMINER.or(Classes::MODIFIER)) && !article.is_capital(before)
        })
}

/// Whether a run may begin at token `at`.
fn starts_run(article: TokenizedArticle, at: usize) -> bool {
    if article.is(at, Classes::PARTICLE) && article.shape(at) == WordShape::Lower {
        // “De Blasio” in lower case: only particles that are not common words.
        return article.is(at, &OPENING_PARTICLE)
            && article.together(at)
            && article.is_capital(at + 1)
            && !article.is(at + 1, Classes::FUNCTION)
            && at.checked_sub(1).is_none_or(|before| !article.is_capital(before));
    }
    article.is_capital(at) && is_part(article, at, false) && !article.is(at, &GLUED)
}

/// Whether the capitalised word at `at` is part of a name. `inside` says that it follows another part.
fn is_part(article: TokenizedArticle, at: usize, inside: bool) -> bool {
    let entry = article.entry(at);
    let next_is_name = || article.together(at) && article.is_capital(at + 1) && !article.is(at + 1, Classes::FUNCTION);
    match article.shape(at) {
        WordShape::Letter => {
            // “Q. Doctor, …”: the letter is the label of a question or an answer.
            let label = matches!(article.text(at), "Q" | "A") && article.tokens.block(article.block(at)).start == at;
            let initial = article.text(at + 1) == "." && article.touch(at) && article.together(at) && !label;
            let elided = is_apostrophe(article, at + 1)
                && article.touch(at)
                && article.touch(at + 1)
                && article.is_capital(at + 2);
            initial && (inside || goes_on_after_stop(article, at))
                || elided
                || inside && !matches!(article.text(at), "I" | "A") && !article.opens_sentence(at)
                || !inside && !matches!(article.text(at), "I" | "A" | "Q") && next_is_name()
        }
        WordShape::Upper if is_small_word(article, at) => true,
        WordShape::Capital | WordShape::Upper if entry.is(Classes::FUNCTION) => {
            // “Will Smith”: a function word may be a given name, or a surname as in “Omar Said died”.
            let states = || entry.is(Classes::AUXILIARY) && !asks(article, at);
            let surname = article.entry(at + 1).surname > 0;
            let given = match entry.given {
                0 => false,
                1 => states() || !article.opens_sentence(at) && surname,
                _ => surname || states() || !article.opens_sentence(at),
            };
            given && next_is_name() && !article.is(at, Classes::DETERMINER.or(Classes::PREPOSITION))
                || inside && article.is(at, Classes::SAY) && ends_name(article, at)
        }
        WordShape::Capital | WordShape::Upper if entry.is(Classes::CALENDAR) => {
            let dated = at.checked_sub(1).is_some_and(|before| article.is(before, Classes::PREPOSITION));
            if entry.given == 0 {
                inside && article.is(at + 1, Classes::ORG)
            } else {
                next_is_name() && !dated || inside
            }
        }
        WordShape::Capital | WordShape::Upper => !is_compound_adjective(article.text(at)),
        _ => false,
    }
}

/// Whether the name of a person may end with the word at `at`, in the middle of a sentence: what follows is neither a
/// capital nor a verb that depends on it. “A Minister *Said* to Resign” is a headline.
fn ends_name(article: TokenizedArticle, at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| article.entry(before));
    let person = before.is_some_and(|entry| entry.given > 0 || entry.is(Classes::HONORIFIC));
    person && !article.opens_sentence(at) && !article.is_capital(at + 1) && article.lower(at + 1) != "to"
}

/// Whether the sentence of token `at` is a question.
fn asks(article: TokenizedArticle, at: usize) -> bool {
    article.sentence_range(at).any(|mark| article.text(mark) == "?")
}

/// Whether the word at `at` is a function word in capitals before a word that is not, as in “IF Metall” and “US Steel”.
fn is_small_word(article: TokenizedArticle, at: usize) -> bool {
    article.shape(at) == WordShape::Upper
        && article.is(at, Classes::FUNCTION)
        && article.shape(at + 1) == WordShape::Capital
        && !article.is(at + 1, Classes::FUNCTION)
        && article.together(at)
}

/// Whether `text` is a compound that describes, as “Shanghai-based” and “Chinese-owned” do.
fn is_compound_adjective(text: &str) -> bool {
    let Some((_, last)) = text.rsplit_once('-') else { return false };
    let participle = last.len() > 3 && last.ends_with("ed") || COMPOUND_PARTICIPLE.contains(last);
    participle && last.chars().all(char::is_lowercase)
}

/// Whether a name goes on after the full stop that follows token `at`.
fn goes_on_after_stop(article: TokenizedArticle, at: usize) -> bool {
    article.together(at + 1) && article.is_capital(at + 2) && !article.is(at + 2, Classes::FUNCTION)
}

fn is_apostrophe(article: TokenizedArticle, at: usize) -> bool {
    matches!(article.text(at), "’" | "'" | "‘")
}

/// The end of the part that begins at `at`, with its full stop and a word joined by an apostrophe.
fn part_end(article: TokenizedArticle, at: usize) -> usize {
    let end = at + 1;
    if !article.together(at) || !article.touch(at) {
        return end;
    }
    if article.text(end) == "." {
        let short = article.shape(at) == WordShape::Letter
            || article.is(at, Classes::TITLE_OR_OFFICE.or(Classes::SUFFIX)) && article.text(at).len() <= 6;
        return if short && (article.together(end) || article.is(at, Classes::SUFFIX)) { end + 1 } else { end };
    }
    if is_apostrophe(article, end) && article.touch(end) && article.is_capital(end + 1) && article.together(end) {
        return part_end(article, end + 1);
    }
    end
}

/// The end of the run that begins at `start`.
fn run_end(article: TokenizedArticle, start: usize, title_case: &[bool]) -> usize {
    // A run is a few words; anything longer is a heading or a list without commas.
    const LONGEST: usize = 24;
    let mut end = if article.is_capital(start) { part_end(article, start) } else { start };
    let title_case = title_case.get(article.block(start)).copied().unwrap_or(false);
    while end < start + LONGEST && end < article.len() && (end == start || article.together(end - 1)) {
        match next_part(article, start..end) {
            Some(next) => end = part_end(article, next),
            None if !title_case && linked_parts::goes_on_with_function_word(article, end) => end += 1,
            None => break,
        }
    }
    end
}

/// The first token of the part with which `run` goes on, if it does.
fn next_part(article: TokenizedArticle, run: Range<usize>) -> Option<usize> {
    let Range { start, end } = run;
    let last = end.saturating_sub(1).max(start);
    if article.is_capital(end) && is_part(article, end, true) {
        return Some(end);
    }
    // The distance to the next part, where a word joins it.
    let joined = if article.is(end, Classes::PARTICLE) && article.shape(end) == WordShape::Lower {
        (1..4).find(|&ahead| !article.is(end + ahead, Classes::PARTICLE) || article.is_capital(end + ahead))
    } else if article.text(end) == "of" && linked_parts::takes_of(article, start, last) {
        if article.lower(end + 1) == "the" { Some(2) } else { Some(1) }
    } else if article.text(end) == "&" || linked_parts::goes_on_with_and(article, start..end) {
        Some(1)
    } else {
        linked_parts::goes_on_for(article, start..end).or_else(|| linked_parts::goes_on_with_list(article, start..end))
    };
    if let Some(ahead) = joined {
        let next = end + ahead;
        if (end..next).all(|at| article.together(at))
            && article.is_capital(next)
            && !article.is(next, Classes::FUNCTION.or(Classes::CALENDAR))
        {
            return Some(next);
        }
    }
    // “Seafarers’ Union”
    let plural_owner = is_apostrophe(article, end)
        && article.touch(last)
        && article.lower(last).ends_with('s')
        && !article.touch(end)
        && article.together(end)
        && article.is_capital(end + 1)
        && article.is(end + 1, Classes::ORG);
    let suffix = article.text(end) == ","
        && article.is(end + 1, Classes::SUFFIX)
        && article.is_capital(end + 1)
        && article.together(end);
    if plural_owner || suffix {
        return Some(end + 1);
    }
    // “Robert ‘Bob’ Lee”
    let marked = article.quotation_marks.state(end) == QuoteState::Opens
        && article.quotation_marks.state(end + 2) == QuoteState::Closes
        || article.text(end) == "(" && article.text(end + 2) == ")";
    // A rare given name stands alone, and no phrase with a word in marks: “Chidi ‘Sunny’ Okafor”
    let rare = || {
        let away =
            Classes::COMMON.or(Classes::ORG).or(Classes::PLACE).or(Classes::TITLE_OR_OFFICE).or(Classes::DEMONYM);
        end == start + 1 && !article.is(start, away) && !article.is(end + 1, Classes::FUNCTION)
    };
    let nickname = marked
        && ((start..end).any(|at| article.entry(at).given > 0) || rare())
        && article.shape(end + 1) == WordShape::Capital
        && article.shape(end + 3) == WordShape::Capital
        && (end..end + 3).all(|at| article.together(at));
    nickname.then_some(end + 3)
}

/// Splits a run into role and name. `None` if there is no name in it.
fn split(article: TokenizedArticle, run: Range<usize>) -> Option<NameMention> {
    let Range { start, end } = trim(article, run);
    let last_title = (start..end).rev().find(|&at| is_title(article, start, at, end));
    let name = name_start(article, start..end, last_title);
    let key: Vec<u32> = (name..end).filter(|&at| in_key(article, at)).map(|at| article.symbol(at)).collect();
    let town = article.is(start, &SAINT) && article.entry(name).given == 0 && key.len() == 1;
    // “Poll: Races are close” at the head of the news
    let document = key.len() == 1
        && article.is(name, Classes::DOC)
        && article.text(end) == ":"
        && article.block(start) == 0
        && article.opens_sentence(start);
    if key.is_empty() || name >= end || is_office(article, name..end) || town || document {
        return None;
    }
    let role_start = role_start(article, start, name);
    let role = role_tokens(article, role_start..name);
    let mut titled = last_title.is_some();
    let mut has_honorific = false;
    let mut gender = Gender::Unknown;
    for at in role_start..name {
        let entry = article.entry(at);
        if entry.is(Classes::HONORIFIC_M.or(Classes::ROLE_M)) {
            gender = Gender::Male;
        } else if entry.is(Classes::HONORIFIC_F.or(Classes::ROLE_F)) {
            gender = Gender::Female;
        }
        has_honorific |= at + 2 >= name && entry.is(Classes::HONORIFIC);
        titled |= entry.is(Classes::ANY_ROLE.or(Classes::OFFICE).or(Classes::RANK));
    }
    let first = if last_title.is_none() && name > start && role.is_none() { name } else { role_start };
    let surname_alone = key.len() == 1 && first == name;
    let before = surname_alone.then(|| Generation::before_surname(article, name)).flatten();
    let generation = Generation::of_suffix(article, name..end).or(before);
    let honorific = Honorific::of_title(article, role_start..name);
    Some(NameMention {
        whole: first..end,
        name: name..end,
        key,
        role,
        gender,
        titled,
        has_honorific,
        generation,
        honorific,
    })
}

/// Whether the tokens `range` name an office and not the person in it: “Mr. President”, “Madam Chair”, “the High
/// Commissioner for Refugees”.
fn is_office(article: TokenizedArticle, range: Range<usize>) -> bool {
    let nobody = |at: usize| article.entry(at).given == 0 && article.entry(at).surname < 2;
    let words = || range.clone().filter(|&at| article.is_word(at));
    let several = words().filter(|&at| in_key(article, at)).count() > 1;
    // “Republican Party” is the name of a body.
    let body = |at: usize| several && article.is(at, Classes::ORG);
    let office = Classes::TITLE_OR_OFFICE.or(Classes::ANY_ROLE).or(Classes::MODIFIER);
    let last = range.end.saturating_sub(1);
    let of_a_kind = article.is(last, Classes::OFFICE)
        && words().all(|at| nobody(at) && (at == last || article.is(at, Classes::COMMON)));
    of_a_kind || words().all(|at| article.is(at, office) && !body(at) && nobody(at))
}

/// The run without words at its ends that belong neither to the name nor to its title.
fn trim(article: TokenizedArticle, run: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = run;
    start += usize::from(end > start + 1 && is_small_word(article, start));
    while end > start + 1 && article.shape(end - 1) == WordShape::Upper && article.is(end - 1, Classes::CREDENTIAL) {
        end -= 1;
    }
    if article.opens_sentence(start) && end > start + 1 {
        // “Embattled Trump”: a capital at the beginning of a sentence is no evidence.
        let entry = article.entry(start);
        let other =
            Classes::TITLE_OR_OFFICE.or(Classes::ANY_ROLE).or(Classes::MODIFIER).or(Classes::ORG).or(Classes::DEMONYM);
        let plain =
            entry.is(Classes::COMMON) && entry.given == 0 && entry.surname == 0 && !entry.is(other.or(Classes::PLACE));
        // “Neighbors Ivo Petrak, Dana Gill and Sam Yoo”
        let several = entry.is(Classes::PLURAL)
            && entry.is(Classes::HUMAN)
            && entry.given == 0
            && !(start..end).any(|at| article.is(at, Classes::ORG) || article.shape(at) == WordShape::Lower);
        // “Doctors Without Borders”, “Save Our Harbours” are whole.
        let whole = article.is(start + 1, Classes::FUNCTION);
        if (plain || several) && !whole && article.shape(start) == WordShape::Capital {
            start += 1;
        }
    }
    // “NASA Ann Lee”, “Pell University Ann Lee”: an organisation before a given name is not part of the name. In
    // “Browns DL Shelton Reed” two letters are enough, since they are no initials.
    let organisation = |at: usize| {
        let letters = if at > start { 2 } else { 3 };
        article.is(at, Classes::ORG) || article.shape(at) == WordShape::Upper && article.text(at).len() >= letters
    };
    let uppercase = (start..end).all(|at| !article.is_word(at) || article.shape(at) == WordShape::Upper);
    if let Some(given) = (start + 1..end.saturating_sub(1)).find(|&at| {
        let entry = article.entry(at);
        entry.given >= 2 && entry.is_bare() && article.entry(at - 1).given == 0 && organisation(at - 1)
    }) && !uppercase
        && end - given <= 4
        && !(given..end).any(|at| article.is(at, Classes::ORG.or(Classes::PLACE_HEAD)))
    {
        start = given;
    } else if let Some(name) = past_complement(article, start..end) {
        start = name;
    }
    start..end
}

/// The first token of the name in `run` if the run begins with the complement of the role before it: “the ambassador to
/// Britain Liu Wen”, “the head of Tern Logistics Ann Lee”.
fn past_complement(article: TokenizedArticle, run: Range<usize>) -> Option<usize> {
    let Range { start, end } = run;
    let is = |at: usize, classes: Classes| article.is(at, classes);
    // A place may be a given name too: “the governor of New York Ann Lee”.
    let is_given = |&at: &usize| article.entry(at).given > 0 && !is(at, Classes::PLACE);
    let given = (start..end).find(is_given).filter(|&at| article.entry(at).given > 1 && article.entry(at).is_bare());
    (start + 1..end.saturating_sub(1)).find(|&name| {
        let place = match name - start {
            1 => is(start, Classes::PLACE) && article.entry(start).given == 0,
            2 if is(start, Classes::PLACE_FIRST) => true,
            _ => is(name - 1, Classes::PLACE_HEAD),
        };
        let body = (name..end).any(|at| is(at, Classes::ORG.or(Classes::PLACE_HEAD)));
        let personal = (name..end).all(|at| {
            let entry = article.entry(at);
            !is(at, Classes::PLACE) && (!is(at, Classes::COMMON) || entry.given > 0 || entry.surname > 0)
        });
        let role = || role_complement::role_before(article, name).filter(|&at| article.shape(at) == WordShape::Lower);
        (given == Some(name) || place && personal) && end - name <= 4 && !body && role().is_some()
    })
}

/// The first token of the name in `run`, after its last title.
fn name_start(article: TokenizedArticle, run: Range<usize>, last_title: Option<usize>) -> usize {
    let Range { start: mut name, end } = run;
    if let Some(title) = last_title {
        name = title + 1;
        if article.text(name) == "." {
            name += 1;
        }
        if article.text(name) == "of" {
            name = past_of(article, name, end);
        }
    } else {
        // The demonym belongs to “European Space Agency”, not to “German Anna Lind”.
        let organisation = (name..end).any(|at| article.is(at, Classes::ORG));
        while name + 1 < end && article.is(name, Classes::DEMONYM) && article.entry(name).given == 0 && !organisation {
            name += 1;
        }
    }
    name
}

/// The tokens of the role in the titles `titles` right before a name, if they have one.
fn role_tokens(article: TokenizedArticle, titles: Range<usize>) -> Option<Range<usize>> {
    let Range { start, end: name } = titles;
    let end = if article.text(name.saturating_sub(1)) == "." { name.saturating_sub(1) } else { name };
    let office = (start..name)
        .any(|at| article.is(at, Classes::OFFICE.or(Classes::RANK).or(Classes::ANY_ROLE)) || article.lower(at) == "of");
    let stop = usize::from(article.text(end) == ".");
    (office && end > start).then_some(start..end + stop)
}

/// Whether token `at` of the run `start..end` is a title with a name after it.
fn is_title(article: TokenizedArticle, start: usize, at: usize, end: usize) -> bool {
    let entry = article.entry(at);
    if !entry.is(Classes::TITLE_OR_OFFICE.or(Classes::ANY_ROLE))
        || entry.is(Classes::PLURAL) && !entry.is(Classes::OFFICE)
    {
        return false;
    }
    let after = if article.text(at + 1) == "." { at + 2 } else { at + 1 };
    if after >= end || article.is(after, Classes::SUFFIX) && after + 1 >= end {
        return false;
    }
    // “Witness B”: a single letter is no name.
    if after + 1 == end && article.shape(after) == WordShape::Letter && !entry.is(Classes::HONORIFIC) {
        return false;
    }
    // “Di Abbot” is not a detective inspector: that title has two capitals.
    if article.is(at, Classes::PARTICLE) && article.shape(at) != WordShape::Upper {
        return false;
    }
    // “Justice Department”
    if after + 1 == end && article.is(after, Classes::ORG) && article.entry(after).surname == 0 {
        return false;
    }
    // “Republican National Committee”, “Council of the Sister Towns”: part of an organisation’s name.
    let office = entry.is(Classes::HONORIFIC.or(Classes::OFFICE).or(Classes::RANK)) && !entry.is(Classes::PLURAL);
    let organisation = !office && (after..end).any(|next| article.is(next, Classes::ORG) && article.is_capital(next));
    let named = (after..end).any(|next| article.entry(next).given > 1);
    if organisation && !named || entry.is(Classes::ORG) && article.text(after) == "of" {
        return false;
    }
    if entry.given == 0 && entry.surname == 0 || article.text(at + 1) == "." {
        return true;
    }
    // A word that is a name too (“Dean”, “King”, “Mason”) is one inside a name. At the beginning it is a title if a
    // given name follows.
    let given_before = (start..at).any(|before| {
        article.entry(before).given > 0
            && !article.is(before, Classes::TITLE_OR_OFFICE.or(Classes::ANY_ROLE).or(Classes::DEMONYM))
    });
    let capitals = (after..end).filter(|&next| article.is_capital(next)).count();
    if given_before {
        return entry.is(Classes::OFFICE.or(Classes::RANK))
            && entry.given == 0
            && capitals >= 2
            && article.entry(after).given > 0;
    }
    if entry.is(Classes::HONORIFIC.or(Classes::OFFICE).or(Classes::RANK)) && entry.given < 2 {
        return true;
    }
    article.entry(after).given > 0 && (capitals >= 2 || entry.is(Classes::HONORIFIC)) || at > start && entry.given < 2
}

/// The end of “of State”, “of the Treasury”, “of New York”: at the next given name, else after one word.
fn past_of(article: TokenizedArticle, of: usize, end: usize) -> usize {
    let first = if article.lower(of + 1) == "the" { of + 2 } else { of + 1 };
    (first + 1..end)
        .find(|&at| article.entry(at).given > 0 && !article.is(at, Classes::PLACE))
        .unwrap_or(if first + 2 < end { first + 1 } else { end })
}

/// The symbols of the words of a name in the tokens `range`.
pub fn key(article: TokenizedArticle, range: Range<usize>) -> Vec<u32> {
    range.filter(|&at| in_key(article, at) && !article.is_possessive_ending(at)).map(|at| article.symbol(at)).collect()
}

/// Whether token `at` of a name counts in comparisons. Marks and “Jr.” do not, nor does the `O` of *O’Brien*.
fn in_key(article: TokenizedArticle, at: usize) -> bool {
    match article.shape(at) {
        WordShape::Mark => false,
        WordShape::Letter => !is_apostrophe(article, at + 1),
        _ => !article.is(at, Classes::SUFFIX) || article.lower(at) == "v",
    }
}

/// The first token of the role before the name at `name`: capitalised titles from `start` on, and the words in lower
/// case before them (“former”, “Estonian defense minister”).
fn role_start(article: TokenizedArticle, start: usize, name: usize) -> usize {
    const WORDS: usize = 6;
    let mut first = start;
    if start == name {
        let role = name.checked_sub(1).filter(|&role| {
            article.together(role)
                && article.shape(role) == WordShape::Lower
                && article.is(role, Classes::ANY_ROLE.or(Classes::OFFICE).or(Classes::RANK))
                && !article.is(role, Classes::PLURAL.or(Classes::FUNCTION))
                && !article.lower(role).ends_with("ed")
                && !is_verb(article, role)
        });
        match role {
            Some(role) => first = role,
            None => return start,
        }
    }
    while let Some(before) =
        first.checked_sub(1).filter(|&before| name - before <= WORDS + 2 && article.together(before))
    {
        let entry = article.entry(before);
        let capital = article.is_capital(before) && !entry.is(Classes::FUNCTION.or(Classes::CALENDAR));
        let modifies = match article.shape(before) {
            WordShape::Lower => {
                entry.is(Classes::MODIFIER.or(Classes::DEMONYM).or(Classes::ANY_ROLE).or(Classes::OFFICE))
                    && !entry.is(Classes::FUNCTION.or(Classes::PLURAL))
            }
            WordShape::Upper => true,
            WordShape::Capital => {
                capital && !(article.opens_sentence(before) && entry.is(Classes::COMMON))
                    || entry.is(Classes::DEMONYM.or(Classes::PLACE).or(Classes::MODIFIER))
            }
            _ => false,
        };
        if !modifies || article.is(before, Classes::DETERMINER) {
            break;
        }
        first = before;
    }
    first
}

/// Whether the word before a name is a verb: “she will host Ann”, “to coach Bob”.
fn is_verb(article: TokenizedArticle, role: usize) -> bool {
    role.checked_sub(1).is_some_and(|before| {
        article.together(before)
            && (article.lower(before) == "to" || article.is(before, Classes::AUXILIARY))
            && article.is(role, &ROLE_OR_VERB)
    })
}
