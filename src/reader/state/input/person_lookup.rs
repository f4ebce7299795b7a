//! Finding a person of the record by a typed name.

use crate::record::{Person, PersonId, Record};

/// The person with this name, or the only one whose name has a word that begins so. Case is ignored.
pub fn person_named(record: &Record, typed: &str) -> Option<PersonId> {
    let typed = typed.to_lowercase();
    let people = record.people();
    let exact = people.iter().position(|person| person.name.to_lowercase() == typed);
    exact.or_else(|| {
        let word = |person: &&Person| {
            person.name.to_lowercase().split_whitespace().any(|word| typed.len() > 2 && word.starts_with(&typed))
        };
        let mut found = people.iter().enumerate().filter(|(_, person)| word(person)).map(|(id, _)| id);
        // A prefix that two people share means neither.
        found.next().filter(|_| found.next().is_none())
    })
}

/// The people whose name or role contains `wanted`, ignoring case: first those whose name has a word that begins with
/// it, roles last, and in each group those who say most first.
pub fn people_matching(record: &Record, wanted: &str) -> Vec<PersonId> {
    let wanted = wanted.trim().to_lowercase();
    let begins =
        |text: &str| text.starts_with(&wanted) || text.split_whitespace().any(|word| word.starts_with(&wanted));
    let rank = |person: &Person| {
        let name = person.name.to_lowercase();
        let role = || person.role.as_ref().is_some_and(|role| begins(&role.to_lowercase()));
        if begins(&name) {
            Some(0)
        } else if name.contains(&wanted) {
            Some(1)
        } else {
            role().then_some(2)
        }
    };
    let people = record.people().iter().enumerate();
    let mut found: Vec<(u8, PersonId)> = people.filter_map(|(id, person)| Some((rank(person)?, id))).collect();
    found.sort_by_key(|&(rank, id)| (rank, std::cmp::Reverse(record.words_of(id)), id));
    found.into_iter().map(|(_, id)| id).collect()
}
