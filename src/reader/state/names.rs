//! Finding a person of the record by a typed name.

use crate::reader::state::mode::Correcting;
use crate::record::{Person, PersonId, Record};

/// The person with this name, or the only one of whose name a word begins so. Case does not count.
pub fn named(record: &Record, typed: &str) -> Option<PersonId> {
    let typed = typed.to_lowercase();
    let people = record.people();
    let exact = people.iter().position(|person| person.name.to_lowercase() == typed);
    exact.or_else(|| {
        let word = |person: &&Person| {
            person.name.to_lowercase().split_whitespace().any(|word| typed.len() > 2 && word.starts_with(&typed))
        };
        let mut found = people.iter().enumerate().filter(|(_, person)| word(person)).map(|(id, _)| id);
        // A beginning that two people share means neither.
        found.next().filter(|_| found.next().is_none())
    })
}

/// The person whose name holds `wanted`, whatever the case. Those whose name or last name begins with it come first, and of
/// those the one who says most.
pub fn holding(record: &Record, wanted: &str) -> Option<PersonId> {
    let wanted = wanted.to_lowercase();
    (0..record.people().len())
        .filter_map(|person| {
            let name = record.people()[person].name.to_lowercase();
            let begins = name.starts_with(&wanted) || name.split_whitespace().any(|word| word.starts_with(&wanted));
            (begins || name.contains(&wanted)).then_some((begins, record.words_of(person), person))
        })
        .max_by_key(|&(begins, words, person)| (begins, words, std::cmp::Reverse(person)))
        .map(|(_, _, person)| person)
}

/// The note beside a name that is typed for a correction: the person it means.
pub fn meaning(record: &Record, correcting: Correcting, typed: &str) -> String {
    let typed = typed.trim();
    match (correcting, named(record, typed)) {
        _ if typed.is_empty() => String::new(),
        (Correcting::Name(_), _) => String::new(),
        (Correcting::Merge(_), None) => "no such person".into(),
        (_, _) if typed == "?" => "unknown".into(),
        (_, Some(person)) => format!("→ {}", record.people()[person].name),
        (_, None) => "→ new person".into(),
    }
}
