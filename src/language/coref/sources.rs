//! The source of an attribution: which mention in it is the one that speaks, and who that is. Makes the people without a
//! name and the bodies that are known only because they say something.

use super::descriptions::{self, Opening};
use super::entities::Who;
use super::pronouns::{Place, Pronoun};
use super::resolver::{Speaker, Walk};
use super::words::{Shape, Words};
use crate::language::coref::mention::{Form, Mention, Reason};
use crate::language::coref::person::PersonKind;
use crate::language::document::lexicon::{Classes, Gender};
use crate::text::Span;
use std::ops::Range;

impl Walk<'_, '_> {
    /// Finds who stands behind the source of attribution `index`, and makes the source one of their mentions.
    pub(super) fn source(&mut self, index: usize) {
        let Some(span) = self.attributions[index].source else { return };
        let range = self.trimmed(self.words.tokens.within(span));
        if range.is_empty() {
            return;
        }
        // “After previously lying that …”: no words that can be anybody.
        let nobody = Classes::PREPOSITION.or(Classes::SUBORDINATOR);
        if range.len() == 1 && self.words.is(range.start, nobody) && !self.words.is(range.start, Classes::HUMAN) {
            return;
        }
        // Who has the same label is the same.
        let label: Option<Vec<u32>> =
            self.is_labelled(index).then(|| range.clone().map(|at| self.words.symbol(at)).collect());
        let known = label.as_ref().and_then(|label| self.labels.get(label)).map(|&who| (who, 0.97));
        let found = known.or_else(|| match &label {
            Some(label) => self.behind_label(range.clone(), label, index),
            None => self.behind(range.clone(), index),
        });
        let Some((who, confidence)) = found else { return };
        if let Some(label) = label {
            self.labels.insert(label, who);
        }
        self.source_mention(who, self.words.span(range.clone()), range, confidence);
        self.speakers[index] = Some(Speaker { who, confidence });
    }

    /// Is the source of attribution `index` the label of a turn, which no word reports?
    pub(super) fn is_labelled(&self, index: usize) -> bool {
        let attribution = &self.attributions[index];
        let silent =
            |cue: Span| !self.words.article.slice(cue).contains(char::is_alphabetic) || self.is_letter_label(cue);
        attribution.source.is_some() && attribution.cue.is_none_or(silent)
    }

    /// The noun phrase of a source: without conjunctions and marks at its ends, when it was said (“in February”), or a
    /// clause of which only its last word speaks (“the move unsettled some”).
    fn trimmed(&self, mut range: Range<usize>) -> Range<usize> {
        let words = self.words;
        // “BERLIN — The agency”: the dateline is no part of it.
        let dash = range.clone().rev().skip(1).find(|&at| matches!(words.text(at), "—" | "–" | "--"));
        if let Some(dash) = dash.filter(|&dash| (range.start..dash).all(|at| !words.is_word(at) || words.capital(at))) {
            range.start = dash + 1;
        }
        while range.len() > 1
            && (!words.is_word(range.start)
                || words.one_of(range.start, &["but", "and", "yet", "even", "as", "or", "both"]))
        {
            range.start += 1;
        }
        while range.len() > 1
            && (!words.is_word(range.end - 1) && words.text(range.end - 1) != "."
                || words.one_of(
                    range.end - 1,
                    &["’s", "'s", "also", "even", "just", "later", "now", "once", "only", "simply", "still", "then"],
                ))
        {
            range.end -= 1;
        }
        let dated = (range.start + 1..range.end).rev().take(4).find(|&at| words.is(at, Classes::PREPOSITION));
        if let Some(at) = dated
            && words.one_of(at, &["in", "on", "at", "during", "since", "until", "before", "after"])
            && (at + 1..range.end).all(|t| {
                words.is(t, Classes::TIME.or(Classes::DETERMINER).or(Classes::MODIFIER))
                    || words.shape(t) == Shape::Number
            })
            && at + 1 < range.end
        {
            range.end = at;
        }
        let last = range.end.saturating_sub(1);
        // “As the county’s former engineer I can say”
        if range.len() > 1 && words.text(last) == "I" {
            range.start = last;
        }
        if range.len() > 2
            && words.one_of(last, &["some", "many", "others", "several", "most"])
            && words.shape(last - 1) == Shape::Lower
            && !words
                .is(last - 1, Classes::PREPOSITION.or(Classes::FUNCTION).or(Classes::DETERMINER).or(Classes::MODIFIER))
        {
            range.start = last;
        }
        range
    }

    pub(super) fn behind(&mut self, range: Range<usize>, index: usize) -> Option<(Who, f32)> {
        let words = self.words;
        if range.len() == 1 {
            if let Some(found) = self.behind_word(range.start, index) {
                return found;
            }
        } else if words.one_of(range.start, &["who", "which"]) {
            // “who has been involved in the drafting”
            return self.relative(range.start, index);
        } else if words.text(range.start + 1) == "."
            && range.len() == 2
            && let Some(who) = self.known(range.start)
        {
            return Some((who, 0.95));
        }
        if let Some(found) = self.together(&range).or_else(|| self.with_others(&range)) {
            return Some(found);
        }
        let named: Vec<usize> = self.names_in(&range);
        for &name in &named {
            let name = &self.names[name];
            let Some(who) = self.known(name.name.start) else { continue };
            if self.carries(&range, name.whole.clone()) {
                let entity = &self.cast.entities[who];
                let sure = entity.mentions.last().map_or(0.9, |m| m.confidence);
                return Some((who, sure.min(0.97)));
            }
        }
        self.described_source(range, index)
    }

    /// A source of one word. `None` when it is no pronoun; `Some(None)` for one that nobody is found for.
    fn behind_word(&mut self, at: usize, index: usize) -> Option<Option<(Who, f32)>> {
        let words = self.words;
        let confidence = |walk: &Self, who: Who| walk.cast.entities[who].mentions.last().map_or(0.8, |m| m.confidence);
        let found = match words.lower(at) {
            "he" | "she" | "him" | "her" | "his" | "hers" | "himself" | "herself" => {
                self.known(at).map(|who| (who, confidence(self, who)))
            }
            "i" | "me" | "my" | "myself" | "mine" => self.first_person(at),
            "we" | "us" | "our" | "ours" => self.first_person(at).map(|(who, sure)| (who, sure * 0.8)),
            "who" | "which" | "that" | "whom" | "whose" => self.relative(at, index),
            "it" | "its" | "itself" | "they" | "them" | "their" | "theirs" | "themselves" => {
                let possessive = matches!(words.lower(at), "its" | "their" | "theirs");
                let place = if possessive { Place::Possessive } else { Place::Subject };
                let pronoun = Pronoun { at, gender: Gender::Unknown, place, reflexive: false };
                self.stands_for(&pronoun, Some(index)).map(|choice| (choice.who, choice.confidence))
            }
            "you" | "your" | "this" | "these" | "those" | "it’s" | "there" | "what" => None,
            _ => return self.known(at).map(|who| Some((who, confidence(self, who).min(0.97)))),
        };
        Some(found)
    }

    /// “X, who said”: the mention before the comma.
    fn relative(&mut self, at: usize, index: usize) -> Option<(Who, f32)> {
        let words = self.words;
        let start = words.sentence_range(at).start;
        if let Some(several) = several_before(words, at)
            && self.known(several.end - 1).is_none()
        {
            return Some((self.cast.plural_body(words, several), 0.8));
        }
        if words.one_of(at, &["who", "whom", "whose"])
            && let Some(who) = self.noun_before(start, at)
        {
            return Some((who, 0.8));
        }
        // Right before it stands somebody without a name: “a man who said”.
        for near in (start..at).rev().take(3) {
            if self.known(near).is_some() {
                break;
            }
            if words.is(near, Classes::HUMAN)
                && let Some(found) = descriptions::describe(words, near, true)
            {
                let plural = words.is(near, Classes::PLURAL.or(Classes::PEOPLE));
                let who = self.unnamed(found.range.clone(), found.gender(words));
                self.cast.entities[who].plural = plural;
                self.link_described(&found, who, Reason::Introduces, 0.9);
                return Some((who, 0.8));
            }
        }
        let pronoun = Pronoun { at, gender: Gender::Unknown, place: Place::Subject, reflexive: false };
        self.stands_for(&pronoun, Some(index)).map(|choice| (choice.who, choice.confidence))
    }

    /// “Young voters who”, “employees of the Orwick Group who”: those without a name who are the noun before the relative
    /// pronoun at `at`.
    fn noun_before(&mut self, start: usize, at: usize) -> Option<Who> {
        let words = self.words;
        let mut head = at.checked_sub(1).filter(|&head| head >= start)?;
        if words.text(head) == "," {
            head = head.checked_sub(1).filter(|&head| head >= start)?;
        }
        // Back over “of the Orwick Group”, “in Ohio”, to a plural.
        if words.capital(head) {
            let mut link = head;
            while link > start && (words.capital(link) || words.is(link, Classes::DETERMINER)) {
                link -= 1;
            }
            let before = link.checked_sub(1).filter(|&before| before >= start)?;
            let holds = words.one_of(link, &["of", "in", "from", "at", "with"])
                && words.is(before, Classes::PLURAL.or(Classes::PEOPLE))
                && words.is(before, Classes::HUMAN);
            let person = self.known(head).is_some_and(|who| self.cast.entities[who].kind == PersonKind::Person);
            if !holds || person && words.text(at - 1) == "," {
                return None;
            }
            head = before;
        }
        let plural = words.is(head, Classes::PLURAL.or(Classes::PEOPLE));
        let noun = words.is(head, Classes::HUMAN) || plural && words.is(head, Classes::DEMONYM);
        if let Some(who) = self.known(head).filter(|_| noun) {
            return Some(who);
        }
        // One person without an article is no phrase of its own.
        if !noun || !plural || words.shape(head) != Shape::Lower && !words.is(head, Classes::DEMONYM) {
            return None;
        }
        Some(self.cast.plural_body(words, self.plural_phrase(head)))
    }

    /// Indices of the names that lie in `range`.
    pub(super) fn names_in(&self, range: &Range<usize>) -> Vec<usize> {
        const LOOKED_AT: usize = 12;
        let first = self.names.partition_point(|name| name.name.start < range.start);
        (first..self.names.len()).take_while(|&at| self.names[at].name.start < range.end).take(LOOKED_AT).collect()
    }

    /// Is the mention at `name` the head of the source `range`, rather than an owner in it or part of a phrase?
    pub(super) fn carries(&self, range: &Range<usize>, name: Range<usize>) -> bool {
        let words = self.words;
        let after = name.end;
        if after < range.end {
            let owner = words.one_of(after, &["’s", "'s", "’", "'"]);
            let noun = words.shape(after) == Shape::Lower
                && !words.is(after, Classes::PREPOSITION.or(Classes::FUNCTION).or(Classes::AUXILIARY).or(Classes::SAY))
                && !words.one_of(after, &["himself", "herself", "who", "and"]);
            // “Andy Warhol Foundation”: what begins with a name need not be its bearer.
            let thing = words.capital(after) && !words.is(after, Classes::SUFFIX.or(Classes::CREDENTIAL));
            if owner || noun || thing {
                return false;
            }
        }
        // Before it only the words of a role, or a description set off by a comma.
        let before = range.start..descriptions::past_late(words, name.start).max(range.start);
        let comma = before.clone().rev().find(|&at| words.text(at) == ",");
        let set_off = comma.is_some_and(|comma| {
            // “The town’s MP, the Conservative Sir Giles Ward”
            (comma + 1..before.end).all(|at| words.is(at, Classes::DETERMINER) || words.capital(at))
        });
        set_off
            || before.clone().any(|at| descriptions::known_as(words, at) == Some(name.start))
            || before.clone().all(|at| {
                !words.is(at, Classes::PREPOSITION)
                    && words.text(at) != ","
                    && !words.one_of(at, &["who", "that", "and", "’s", "'s"])
                    || words.one_of(at, &["’s", "'s"])
                        && before.clone().next_back().is_some_and(|last| words.is(last, Classes::HUMAN))
            })
    }

    /// A source that is a description: of somebody known, or somebody new.
    fn described_source(&mut self, range: Range<usize>, index: usize) -> Option<(Who, f32)> {
        let words = self.words;
        if let Some(found) = self.of_age(&range) {
            return Some(found);
        }
        let head = descriptions::phrase_head(words, range.clone());
        if let Some(who) = self.known(head) {
            let name = self.without_clause(range);
            let entity = &mut self.cast.entities[who];
            if entity.kind != PersonKind::Person && entity.mentions.len() <= 1 {
                // The source says more than its head does.
                entity.name = name;
            }
            let sure = self.cast.entities[who].mentions.last().map_or(0.85, |m| m.confidence);
            return Some((who, sure));
        }
        if let Some(found) = self.maker(&range, head) {
            return Some(found);
        }
        let plural = words.is(head, Classes::PLURAL.or(Classes::PEOPLE)) || plural_verb(words, range.end);
        let human = words.is(head, Classes::HUMAN);
        // A name that stands for nobody known: whoever says something is a body at least.
        let named = self.names_in(&range).into_iter().map(|index| self.names[index].whole.clone());
        if let Some(name) = named.into_iter().find(|name| name.contains(&head) && !human) {
            let who = self.cast.body(words, name);
            return Some((who, 0.8));
        }
        let plain = descriptions::Description {
            range: range.start..head + 1,
            head,
            opening: match words.lower(range.start) {
                "a" | "an" | "one" | "another" | "some" | "several" | "many" | "few" | "each" | "no" => {
                    Opening::Indefinite
                }
                _ => Opening::Definite,
            },
            owner: usize::from(words.is(range.start, Classes::DETERMINER) && range.start < head),
        };
        let found =
            descriptions::describe(words, head, true).filter(|found| found.range.start >= range.start).unwrap_or(plain);
        let kin = found.opening == Opening::Possessive && words.is(head, Classes::KIN);
        let resolved = if kin { self.belongs(&found) } else { self.described_as(&found, range.clone(), Some(index)) };
        if let Some((who, reason, confidence)) = resolved {
            self.link_described(&found, who, reason, confidence);
            return Some((who, confidence));
        }
        let name = self.without_clause(range.clone());
        let indefinite = words.is(range.start, Classes::DETERMINER)
            && !words.one_of(range.start, &["the", "this", "that", "these", "those", "his", "her", "its", "their"]);
        let unnamed = human
            && (!plural
                || words.one_of(
                    head,
                    &[
                        "officials",
                        "people",
                        "sources",
                        "aides",
                        "diplomats",
                        "persons",
                        "advisers",
                        "advisors",
                        "insiders",
                        "staffers",
                    ],
                ));
        let who = if unnamed && (indefinite || !plural) {
            let who = self.unnamed(name, descriptions::gender_of(words, head));
            self.cast.entities[who].plural = plural;
            who
        } else {
            let who = self.cast.body(words, name);
            self.cast.entities[who].plural = plural;
            if unnamed {
                self.cast.entities[who].kind = PersonKind::Unnamed;
            }
            who
        };
        Some((who, 0.85))
    }

    /// Who made what speaks, where its name stands beside it: “the Orwick Tribune poll”, “data published by Orwick Air”.
    /// Whose it is (“the mayor’s report”), and a person before it (“the Hale report”), tells nothing sure.
    fn maker(&mut self, range: &Range<usize>, head: usize) -> Option<(Who, f32)> {
        let words = self.words;
        if !words.is(head, Classes::DOC) || words.is(head, Classes::HUMAN) || words.capital(head) {
            return None;
        }
        let away = Classes::PLACE.or(Classes::TIME).or(Classes::DEMONYM).or(Classes::COMMON);
        for index in self.names_in(range) {
            let name = self.names[index].clone();
            let who = self.known(name.name.start);
            // “U.S. records”, “Opinion polls”
            let maker = name.key.len() > 1 || !words.is(name.name.start, away);
            let body = maker && who.is_none_or(|who| self.cast.entities[who].kind == PersonKind::Group);
            let beside = name.whole.end <= head
                && (name.whole.end..head).all(|at| words.is_word(at) && words.shape(at) == Shape::Lower)
                && (range.start..name.whole.start).all(|at| words.is_word(at) && !words.is(at, Classes::PREPOSITION));
            let article = usize::from(words.lower(name.whole.start.saturating_sub(1)) == "the");
            let link = name.whole.start.checked_sub(1 + article);
            let from = link.is_some_and(|link| link > head && words.one_of(link, &["by", "from"]));
            let whole = name.whole.end == range.end || !words.one_of(name.whole.end, &["’s", "'s", "’", "'"]);
            if beside && body || from && whole {
                let who = match who {
                    Some(who) => who,
                    None if maker => self.cast.body(words, name.name.clone()),
                    None => continue,
                };
                return Some((who, 0.85));
            }
        }
        None
    }

    /// “The 61-year-old”: the one whose age was told.
    fn of_age(&self, range: &Range<usize>) -> Option<(Who, f32)> {
        let words = self.words;
        let last = range.clone().find(|&at| words.lower(at).ends_with("year-old"))?;
        if words.lower(range.start) != "the" || last + 1 != range.end {
            return None;
        }
        let age = words.text(last).split('-').next().unwrap_or("");
        let told = self.aged.get(age).into_iter().flatten();
        told.copied().find_map(|name| self.known(self.names[name].name.start)).map(|who| (who, 0.95))
    }

    /// Without “, who asked not to be named”.
    fn without_clause(&self, range: Range<usize>) -> Range<usize> {
        let words = self.words;
        let end = (range.start + 1..range.end)
            .find(|&at| {
                words.text(at) == ","
                    || words.text(at) == "("
                    || words.one_of(at, &["who", "which", "published", "released", "posted", "issued"])
            })
            .unwrap_or(range.end);
        range.start..end
    }

    /// Makes the source one of the mentions of `who`: the mention in it is widened to it, or a new one stands there.
    fn source_mention(&mut self, who: Who, span: Span, range: Range<usize>, confidence: f32) {
        let words = self.words;
        let head = range.end - 1;
        let entity = &mut self.cast.entities[who];
        let recent = entity.mentions.len().saturating_sub(6);
        let mut inside = entity.mentions[recent..].iter().filter(|m| m.span.overlaps(span));
        match inside.next().copied() {
            Some(first) => {
                // The one that says most stays; the others would overlap it.
                let best = inside.copied().fold(first, |best, m| if rank(m.form) < rank(best.form) { m } else { best });
                let keep = |m: &Mention| !m.span.overlaps(span);
                let tail: Vec<_> = entity.mentions.drain(recent..).filter(keep).collect();
                entity.mentions.extend(tail);
                let introduces = entity.mentions.is_empty();
                entity.mentions.push(Mention {
                    span,
                    antecedent: best
                        .antecedent
                        .filter(|a| !introduces && !a.overlaps(span) || best.form == Form::Pronoun),
                    ..best
                });
            }
            None => {
                let form = match words.lower(range.start) {
                    _ if range.len() > 1 => Form::Description,
                    "i" | "me" | "my" | "we" | "us" | "our" | "it" | "they" | "them" | "their" | "who" | "which"
                    | "its" | "that" | "whose" | "whom" => Form::Pronoun,
                    _ if words.capital(range.start) => Form::Name,
                    _ => Form::Description,
                };
                let reason = match words.lower(range.start) {
                    "i" | "me" | "my" | "we" | "us" | "our" => Reason::FirstPerson,
                    _ if form == Form::Pronoun => Reason::Nearest,
                    _ if form == Form::Name => Reason::SameName,
                    _ => Reason::SameHead,
                };
                let antecedent = entity.mentions.last().map(|m| m.span);
                self.cast.mention(who, head, Mention { span, form, reason, antecedent, confidence });
                if self.known(head).is_none() {
                    self.set(head, who);
                }
                let quoted = self.in_quotation(head);
                self.touch(who, range, quoted, form);
            }
        }
    }
}

/// “Some European nations, who”, “many in Europe who”: the several that stand right before the relative pronoun at `at`.
fn several_before(words: &Words, at: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 6;
    let start = words.sentence_range(at).start;
    let end = if words.text(at.checked_sub(1)?) == "," { at - 1 } else { at };
    let counts =
        |at: usize| words.one_of(at, &["some", "many", "several", "most", "few", "others", "those", "all", "both"]);
    let mut first = end;
    while first > start && end - first < LONGEST {
        first -= 1;
        if counts(first) {
            return (first + 1 < end).then_some(first..end);
        }
        let placed = first + 2 == end && words.capital(end - 1) && words.one_of(first, &["in", "from", "of", "at"]);
        let stops = !words.is_word(first)
            || words.is(first, Classes::FUNCTION.or(Classes::PREPOSITION).or(Classes::AUXILIARY).or(Classes::SAY))
            || words.is(first, Classes::DETERMINER);
        if stops && !placed {
            return None;
        }
    }
    None
}

fn rank(form: Form) -> u8 {
    match form {
        Form::Name => 0,
        Form::Description => 1,
        Form::Pronoun => 2,
    }
}

fn plural_verb(words: &Words, at: usize) -> bool {
    words.is(at, Classes::PLURAL_VERB)
        || words.one_of(at, &["say", "tell", "believe", "think", "fear", "hope", "want", "argue"])
}
