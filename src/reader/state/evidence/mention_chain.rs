//! The chain from the mention that a quotation is credited to, to the mention that names its speaker: step by step,
//! each with its reason.

use crate::article::Article;
use crate::record::{Mention, MentionType, Person, Reason};
use crate::text::{Span, one_line};

/// The most steps shown; in a longer chain the last one leads straight to the name.
const MAX_HOPS: usize = 6;

/// A step from a mention to one that identifies the person better.
#[derive(Clone, Copy, Debug)]
pub struct ChainStep<'r> {
    pub from: &'r Mention,
    pub to: &'r Mention,
    /// The reason, in the reader's words.
    pub why: &'static str,
}

/// The steps from the mention at `source` to the one that names `person`; none where it does so itself.
pub fn chain<'r>(article: &Article, person: &'r Person, source: Span) -> Vec<ChainStep<'r>> {
    let mentions = Mentions { article, all: &person.mentions, name: folded(&person.name) };
    let Some(mut from) = mentions.at(source) else { return Vec::new() };
    let mut steps: Vec<ChainStep> = Vec::new();
    while let Some(step) = mentions.step(from, steps.len() + 1 >= MAX_HOPS) {
        let is_back = step.to.span == source || steps.iter().any(|before| before.to.span == step.to.span);
        if is_back || steps.len() >= MAX_HOPS {
            break;
        }
        from = step.to;
        steps.push(step);
    }
    steps
}

/// The mentions of one person.
struct Mentions<'r, 'a> {
    article: &'a Article,
    all: &'r [Mention],
    /// The person's name, folded.
    name: String,
}

impl<'r> Mentions<'r, '_> {
    /// The mention at `span`.
    fn at(&self, span: Span) -> Option<&'r Mention> {
        let exact = self.all.iter().find(|mention| mention.span == span);
        exact.or_else(|| self.all.iter().find(|mention| mention.span.overlaps(span)))
    }

    /// The step from `from`, straight to a name if it is the `last`. An antecedent is the mention before, of any type;
    /// other reasons go with one type: a part of a name is part of a name, never of “his”.
    fn step(&self, from: &'r Mention, last: bool) -> Option<ChainStep<'r>> {
        let (to, why) = match from.mention_type {
            MentionType::Name => self.fuller_name(from)?,
            MentionType::Pronoun | MentionType::Description if last => (self.naming(from)?, "named there"),
            MentionType::Pronoun => self.antecedent_of_pronoun(from)?,
            MentionType::Description => self.antecedent_of_description(from).or_else(|| self.introduction(from))?,
        };
        (to.span != from.span).then_some(ChainStep { from, to, why })
    }

    /// The first mention by the whole name, or by the longest there is, unless `from` is that itself.
    fn fuller_name(&self, from: &Mention) -> Option<(&'r Mention, &'static str)> {
        let here = self.words(from);
        let to = self.full_name().filter(|to| to.span != from.span)?;
        let there = self.words(to);
        if there == here {
            return (to.span.start < from.span.start).then_some((to, "the same name"));
        }
        if here.len() > there.len() && here.contains(&there) {
            return None;
        }
        let why = match from.reason {
            Reason::Reader => reason_words(Reason::Reader),
            Reason::TitledName => reason_words(Reason::TitledName),
            Reason::ShortForm => reason_words(Reason::ShortForm),
            _ if there.contains(&here) => reason_words(Reason::PartOfName),
            Reason::Label => reason_words(Reason::Label),
            _ => "another form of the name",
        };
        Some((to, why))
    }

    /// The first mention that holds the person's whole name, else the longest name.
    fn full_name(&self) -> Option<&'r Mention> {
        let names = || self.all.iter().filter(|mention| mention.mention_type == MentionType::Name);
        let whole = names().find(|mention| self.words(mention).contains(&self.name));
        whole.or_else(|| {
            names().max_by_key(|mention| (self.words(mention).len(), std::cmp::Reverse(mention.span.start)))
        })
    }

    fn antecedent_of_pronoun(&self, from: &'r Mention) -> Option<(&'r Mention, &'static str)> {
        let given = self.antecedent(from);
        let to = match given {
            Some(to) => to,
            None => self
                .before(from, |mention| mention.mention_type != MentionType::Pronoun)
                .or_else(|| self.naming(from))?,
        };
        let is_later = to.span.start > from.span.start;
        let why = match from.reason {
            Reason::Reader | Reason::FirstPerson => reason_words(from.reason),
            _ if is_later => "named afterwards",
            // Only the mentions are known, not which of them was decisive.
            _ if given.is_none() => "last mentioned there",
            Reason::Subject | Reason::Speaker | Reason::Nearest => reason_words(from.reason),
            // No other reason speaks of pronouns.
            _ => reason_words(Reason::Likeliest),
        };
        Some((to, why))
    }

    fn antecedent_of_description(&self, from: &'r Mention) -> Option<(&'r Mention, &'static str)> {
        let given = self.antecedent(from);
        let fits = |mention_type: MentionType| given.filter(|to| to.mention_type == mention_type);
        let nearest_name =
            || self.before(from, |mention| mention.mention_type == MentionType::Name).or_else(|| self.naming(from));
        match from.reason {
            Reason::SameHead => {
                let head = self.head(from);
                let same =
                    |mention: &Mention| mention.mention_type == MentionType::Description && self.head(mention) == head;
                match fits(MentionType::Description).filter(|to| same(to)).or_else(|| self.before(from, same)) {
                    Some(to) => Some((to, reason_words(Reason::SameHead))),
                    None => Some((nearest_name()?, "the description fits")),
                }
            }
            Reason::Reader => Some((given.or_else(nearest_name)?, reason_words(Reason::Reader))),
            // It is how the person is introduced; the name may come later.
            Reason::Introduces => Some((self.naming(from)?, "named there")),
            reason => Some((fits(MentionType::Name).or_else(nearest_name)?, reason_words(reason))),
        }
    }

    /// The first description of a person who is never named, if it is before `from`.
    fn introduction(&self, from: &Mention) -> Option<(&'r Mention, &'static str)> {
        let is_unnamed = self.all.iter().all(|mention| mention.mention_type != MentionType::Name);
        let first = self.all.iter().find(|mention| mention.mention_type == MentionType::Description)?;
        (is_unnamed && first.span.start < from.span.start).then_some((first, "described there"))
    }

    /// The mention with the fullest name, if there is a name.
    fn naming(&self, from: &Mention) -> Option<&'r Mention> {
        self.full_name().filter(|to| to.span != from.span)
    }

    /// The antecedent of `from` among the mentions of the person.
    fn antecedent(&self, from: &Mention) -> Option<&'r Mention> {
        from.antecedent.and_then(|span| self.at(span)).filter(|to| to.span != from.span)
    }

    /// The last mention before `from` that `fits`.
    fn before(&self, from: &Mention, fits: impl Fn(&Mention) -> bool) -> Option<&'r Mention> {
        let count = self.all.partition_point(|mention| mention.span.start < from.span.start);
        self.all[..count].iter().rev().find(|mention| fits(mention))
    }

    /// The words of a mention, folded.
    fn words(&self, mention: &Mention) -> String {
        folded(self.article.slice(mention.span))
    }

    /// The last word of a mention.
    fn head(&self, mention: &Mention) -> Option<String> {
        self.words(mention).split(' ').next_back().map(str::to_owned)
    }
}

/// `words` for comparison: on one line, in lower case, without a possessive ending.
fn folded(words: &str) -> String {
    let words = one_line(words).to_lowercase();
    let bare = ["’s", "'s", "’", "'"].iter().find_map(|ending| words.strip_suffix(ending));
    bare.map_or_else(|| words.clone(), str::to_owned)
}

/// A reason in the reader's words.
fn reason_words(reason: Reason) -> &'static str {
    match reason {
        Reason::Reader => "your correction",
        Reason::Introduces => "introduced here",
        Reason::SameName => "the same name",
        Reason::PartOfName => "part of the name",
        Reason::TitledName => "the surname with a title that fits",
        Reason::Label => "the label of the turn",
        Reason::Apposition => "described beside the name",
        Reason::Role => "the role fits",
        Reason::SameHead => "the same description",
        Reason::ShortForm => "a short form of the name",
        Reason::Kinship => "family",
        Reason::FirstPerson => "speaks in the first person",
        Reason::Subject => "the subject of the clause before",
        Reason::Speaker => "the speaker of the words before",
        Reason::Nearest => "the nearest one that fits",
        Reason::Likeliest => "the likeliest of those nearby",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain;
    use crate::record::PersonKind;

    const TEXT: &str = "Ford quits, his aides say. Ada Ford, the mayor, left. He had told the mayor that she, Ford, \
                        would go. Mrs. Ford said so.";

    /// The steps from the `source`, from mentions given by their words and how often these came before.
    #[track_caller]
    fn check(mentions: &[(&str, usize, MentionType, Option<usize>, Reason)], source: usize, expected: &[&str]) {
        let article = plain::article(TEXT.into());
        let span = |&(words, nth, ..): &(&str, usize, MentionType, Option<usize>, Reason)| {
            let (at, _) = TEXT.match_indices(words).nth(nth).unwrap();
            Span::new(at, at + words.len())
        };
        let spans: Vec<Span> = mentions.iter().map(span).collect();
        let all = mentions.iter().zip(&spans).map(|(&(_, _, mention_type, antecedent, reason), &span)| Mention {
            span,
            mention_type,
            antecedent: antecedent.map(|index| spans[index]),
            reason,
            confidence: 0.9,
        });
        let (name, kind) = ("Ada Ford".to_owned(), PersonKind::Person);
        let person = Person { name, kind, role: None, mentions: all.collect(), members: Vec::new() };
        let words = |mention: &Mention| article.slice(mention.span).to_owned();
        let steps: Vec<String> = chain(&article, &person, spans[source])
            .iter()
            .map(|step| format!("{} → {}: {}", words(step.from), words(step.to), step.why))
            .collect();
        assert_eq!(steps, expected);
    }

    #[test]
    fn a_name_leads_to_a_fuller_name_and_to_nothing_else() {
        let mentions = [
            ("Ford", 0, MentionType::Name, None, Reason::Introduces),
            ("his", 0, MentionType::Pronoun, Some(0), Reason::Nearest),
            ("Ada Ford", 0, MentionType::Name, Some(1), Reason::SameName),
            ("the mayor", 0, MentionType::Description, Some(2), Reason::Apposition),
            ("He", 0, MentionType::Pronoun, Some(3), Reason::Subject),
            ("the mayor", 1, MentionType::Description, Some(4), Reason::SameHead),
            ("Ford", 2, MentionType::Name, Some(1), Reason::PartOfName),
            ("Mrs. Ford", 0, MentionType::Name, Some(6), Reason::TitledName),
        ];
        check(&mentions, 0, &["Ford → Ada Ford: part of the name"]);
        check(&mentions, 2, &[]);
        check(&mentions, 6, &["Ford → Ada Ford: part of the name"]);
        check(&mentions, 7, &["Mrs. Ford → Ada Ford: the surname with a title that fits"]);
        let beside = "the mayor → Ada Ford: described beside the name";
        check(&mentions, 3, &[beside]);
        check(&mentions, 4, &["He → the mayor: the subject of the clause before", beside]);
        check(&mentions, 5, &["the mayor → the mayor: the same description", beside]);
        check(&mentions, 1, &["his → Ford: the nearest one that fits", "Ford → Ada Ford: part of the name"]);
    }

    #[test]
    fn unnamed_people_lead_to_their_first_description() {
        let mentions = [
            ("the mayor", 0, MentionType::Description, None, Reason::Introduces),
            ("He", 0, MentionType::Pronoun, Some(0), Reason::Subject),
            ("the mayor", 1, MentionType::Description, None, Reason::Role),
        ];
        check(&mentions, 0, &[]);
        check(&mentions, 1, &["He → the mayor: the subject of the clause before"]);
        check(&mentions, 2, &["the mayor → the mayor: described there"]);
    }

    #[test]
    fn later_mentions_are_not_called_earlier() {
        let mentions = [
            ("his", 0, MentionType::Pronoun, Some(1), Reason::Subject),
            ("Ada Ford", 0, MentionType::Name, None, Reason::Introduces),
        ];
        check(&mentions, 0, &["his → Ada Ford: named afterwards"]);
    }

    #[test]
    fn reasons_for_names_are_not_given_for_pronouns() {
        let because = |reason, antecedent| {
            let mentions = [
                ("Ada Ford", 0, MentionType::Name, None, Reason::Introduces),
                ("He", 0, MentionType::Pronoun, antecedent, reason),
            ];
            let expected = match antecedent {
                Some(_) => "He → Ada Ford: the likeliest of those nearby",
                None => "He → Ada Ford: last mentioned there",
            };
            check(&mentions, 1, &[expected]);
        };
        for reason in [Reason::SameName, Reason::PartOfName, Reason::Introduces, Reason::Role, Reason::Likeliest] {
            because(reason, Some(0));
            because(reason, None);
        }
        because(Reason::Subject, None);
    }

    #[test]
    fn circular_chains_of_pronouns_end() {
        let mentions = [
            ("his", 0, MentionType::Pronoun, Some(1), Reason::Nearest),
            ("He", 0, MentionType::Pronoun, Some(0), Reason::Nearest),
        ];
        check(&mentions, 1, &["He → his: the nearest one that fits"]);
    }
}
