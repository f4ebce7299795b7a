//! Any corrections of any text and analysis: nothing panics, all links stay valid, and a correction applied twice is
//! the same as once.

use onrecord::article::{Article, plain};
use onrecord::language::{
    Analysis, Engine, Kind, Language, Mention, MentionType, Person, PersonKind, Quotation, Reason, SpeechAct,
};
use onrecord::record::{self, Correction, PersonRef, Record, Referent};
use onrecord::text::{Span, TextAnchor};
use proptest::prelude::*;

const NAMES: [&str; 4] = ["Ada", "Ben", "Åsa", "大江"];
const WORDS: [&str; 12] =
    ["Ada", "Ben", "he", "said", "“no”", "\n\n", "naïve", "👩‍👩‍👧", "大江", "the", "e\u{301}lan", "it."];

fn article() -> impl Strategy<Value = Article> {
    prop::collection::vec(0..WORDS.len(), 1..60).prop_map(|words| {
        let words: Vec<&str> = words.into_iter().map(|word| WORDS[word]).collect();
        plain::article(words.join(" "))
    })
}

/// A span of `text` on character boundaries, from two numbers.
fn span(text: &str, (start, length): (usize, usize)) -> Span {
    let characters = text.chars().count();
    let at = |count: usize| text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    let start = start % (characters + 1);
    Span::new(at(start), at(start + 1 + length % 30))
}

type Numbers = (usize, usize);

/// An analysis as the pipeline makes it: mentions do not overlap, and sources are mentions of the speaker.
fn analysis(text: &str, mentions: &[(Numbers, usize)], quotations: &[(Numbers, usize)]) -> Analysis {
    let mut people: Vec<Person> = NAMES
        .iter()
        .map(|name| Person {
            name: (*name).to_owned(),
            kind: PersonKind::Person,
            role: None,
            mentions: Vec::new(),
            members: Vec::new(),
        })
        .collect();
    let mut taken: Vec<Span> = Vec::new();
    for &(numbers, number) in mentions {
        let span = span(text, (numbers.0, numbers.1 % 5));
        if span.is_empty() || taken.iter().any(|other| other.overlaps(span)) {
            continue;
        }
        taken.push(span);
        let person = &mut people[number % NAMES.len()];
        let antecedent = person.mentions.first().map(|first| first.span);
        let mention_type = [MentionType::Name, MentionType::Pronoun, MentionType::Description][number % 3];
        person.mentions.push(Mention { span, mention_type, antecedent, reason: Reason::Nearest, confidence: 0.6 });
        person.mentions.sort_by_key(|mention| mention.span);
    }
    people.retain(|person| !person.mentions.is_empty());
    people.sort_by_key(|person| person.mentions[0].span);
    let mut found: Vec<Quotation> = quotations
        .iter()
        .map(|&(numbers, number)| (span(text, numbers), number))
        .filter(|(span, _)| !span.is_empty())
        .map(|(content, number)| {
            let speaker = (!people.is_empty() && number % 3 > 0).then(|| number % people.len());
            let mentions = speaker.map_or(&[][..], |speaker| &people[speaker].mentions);
            Quotation {
                kind: Kind::Mixed,
                act: SpeechAct::Said,
                content: vec![content],
                cue: None,
                source: mentions.get(number % mentions.len().max(1)).map(|mention| mention.span),
                speaker,
                confidence: 0.8,
                speaker_confidence: if speaker.is_some() { 0.7 } else { 0.0 },
                inside: None,
            }
        })
        .collect();
    // No two have the same words.
    found.sort_by_key(|quotation| (quotation.extent().start, std::cmp::Reverse(quotation.extent().end)));
    found.dedup_by_key(|quotation| quotation.extent());
    Analysis { language: Language::ENGLISH, engine: Engine::Fast, people, quotations: found }
}

/// A correction of something in the record, from numbers.
fn correction(text: &str, record: &Record, (what, first, second, who): (usize, Numbers, Numbers, usize)) -> Correction {
    let words = |numbers| TextAnchor::new(text, span(text, numbers));
    let quotation = |number: usize| match record.quotations().get(number % (record.quotations().len() + 1)) {
        Some(quotation) => TextAnchor::new(text, quotation.extent()),
        None => words(first),
    };
    let somebody = |number: usize| match record.people().get(number % (record.people().len() + 1)) {
        Some(person) => PersonRef {
            name: person.name.clone(),
            mention: person.mentions.first().map(|mention| TextAnchor::new(text, mention.span)),
        },
        None => PersonRef { name: NAMES[number % NAMES.len()].into(), mention: None },
    };
    let whom = match who % 4 {
        0 => Referent::Nobody,
        1 => Referent::New { name: format!("New {who}") },
        _ => Referent::Person(somebody(who)),
    };
    match what % 8 {
        0 => Correction::Speaker { quotation: quotation(first.0), speaker: whom },
        1 => Correction::Kind { quotation: quotation(first.0), kind: Kind::Direct },
        2 => Correction::Extent { quotation: quotation(first.0), words: words(second) },
        3 => Correction::Dismissed { quotation: quotation(first.0) },
        4 => Correction::Missed { words: words(first), kind: Kind::Indirect, speaker: whom },
        5 => Correction::Mention { mention: words(first), who: whom },
        6 => Correction::Merged { person: somebody(first.0), into: somebody(second.0) },
        _ => Correction::Renamed { person: somebody(first.0), name: format!("Also {}", second.0) },
    }
}

/// Asserts every invariant of a record.
fn holds_together(article: &Article, record: &Record) {
    let text = article.text();
    let fits = |span: Span| !span.is_empty() && text.get(span.range()).is_some();
    for person in record.people() {
        assert!(person.mentions.iter().all(|mention| fits(mention.span)));
        assert!(person.mentions.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{person:?}");
        assert!(person.members.iter().all(|member| *member < record.people().len()));
    }
    let first = |person: &Person| person.mentions.first().map(|mention| mention.span.start);
    let mentioned: Vec<u32> = record.people().iter().filter_map(first).collect();
    assert!(mentioned.is_sorted(), "{:?}", record.people());
    for (id, quotation) in record.quotations().iter().enumerate() {
        assert!(!quotation.content.is_empty() && quotation.content.iter().all(|piece| fits(*piece)));
        assert!((0.0..=1.0).contains(&quotation.speaker_confidence));
        match quotation.speaker {
            Some(speaker) => {
                let mentions = &record.people()[speaker].mentions;
                assert!(quotation.source.is_none_or(|source| mentions.iter().any(|m| m.span == source)), "{record:?}");
                assert!(record.quotations_of(speaker).contains(&id));
            }
            None => assert_eq!(quotation.speaker_confidence, 0.0),
        }
        let mut outer = quotation.inside;
        for _ in 0..record.quotations().len() {
            outer = outer.and_then(|outer| record.quotations()[outer].inside);
        }
        assert_eq!(outer, None, "quotations lie in each other in a circle");
    }
    assert!(record.quotations().is_sorted_by_key(|quotation| quotation.extent().start));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn corrected_records_are_consistent(
        article in article(),
        other in article(),
        mentions in prop::collection::vec(((any::<usize>(), any::<usize>()), any::<usize>()), 0..12),
        quotations in prop::collection::vec(((any::<usize>(), any::<usize>()), any::<usize>()), 0..8),
        corrections in prop::collection::vec(
            (any::<usize>(), (any::<usize>(), any::<usize>()), (any::<usize>(), any::<usize>()), any::<usize>()),
            0..8,
        ),
    ) {
        let found = analysis(article.text(), &mentions, &quotations);
        let steps = corrections;
        let mut corrections = Vec::new();
        for step in steps {
            let seen = record::build(&article, found.clone(), &corrections);
            corrections.push(correction(article.text(), &seen, step));
        }
        let json = serde_json::to_string(&corrections).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Vec<Correction>>(&json).unwrap(), &corrections);
        let record = record::build(&article, found.clone(), &corrections);
        holds_together(&article, &record);
        let elsewhere = analysis(other.text(), &mentions, &quotations);
        holds_together(&other, &record::build(&other, elsewhere, &corrections));
        let Some(last) = corrections.last().cloned() else { return Ok(()) };
        let count = corrections.len();
        corrections.push(last);
        let mut again = record::build(&article, found, &corrections);
        again.orphaned.retain(|&index| index < count);
        prop_assert_eq!(again, record);
    }
}
