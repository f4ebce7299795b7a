//! `onrecord library people`: lists the people of all articles, and stores decisions about them.

use super::access::{named, wanted};
use crate::cli::arguments::GlobalOptions;
use crate::cli::messages::{print_line, warn};
use crate::cli::outcome::Outcome;
use crate::cli::people_arguments::{Decisions, Different, Doubtful, Pair, People, PeopleCommand, Rename, Undo};
use crate::cli::rows::{RowFormat, Rows};
use crate::export::wording::person_kind;
use crate::library::{Day, Decision, Individual, Library, PeopleOrder, SourceKey};
use crate::record::PersonKind;
use crate::text::{one_line, pluralize, without_credentials};
use anyhow::{Context, bail};
use serde_json::Value;
use std::io::{self, BufRead, Write};

const COLUMNS: [&str; 7] = ["id", "name", "role", "articles", "quotations", "words", "kind"];
const PAIRS: [&str; 9] = [
    "one",
    "one_name",
    "one_role",
    "one_articles",
    "other",
    "other_name",
    "other_role",
    "other_articles",
    "probability",
];
const DECISIONS: [&str; 5] = ["number", "day", "what", "people", "name"];
/// The most people of one name that are listed to choose from.
const NAMESAKES: usize = 10;
/// The most pairs that are asked about in one run.
const ASKED: usize = 200;

/// Runs `library people`.
///
/// # Errors
/// If the library cannot be read or written to, no person matches, or the output cannot be written, here and below.
pub(super) fn run(command: &People, general: &GlobalOptions) -> anyhow::Result<Outcome> {
    match &command.what {
        None => list(command, &wanted(general)?),
        Some(PeopleCommand::Same(pair)) => same(pair, &mut wanted(general)?),
        Some(PeopleCommand::Different(command)) => different(command, &mut wanted(general)?),
        Some(PeopleCommand::Rename(command)) => rename(command, &mut wanted(general)?),
        Some(PeopleCommand::Doubtful(command)) => doubtful(command, &wanted(general)?),
        Some(PeopleCommand::Ask) => ask(&mut wanted(general)?),
        Some(PeopleCommand::Decisions(command)) => decisions(command, &wanted(general)?),
        Some(PeopleCommand::Undo(command)) => undo(command, &mut wanted(general)?),
    }
}

fn list(command: &People, library: &Library) -> anyhow::Result<Outcome> {
    let wanted = command.limit.saturating_add(1);
    let people = match command.names.is_empty() {
        true => library.people(PeopleOrder::Quotations, 0, wanted)?,
        false => library.people_named(&command.names.join(" "), PeopleOrder::Quotations, wanted)?,
    };
    let mut rows = Rows::begin(command.format, &COLUMNS)?;
    for person in people.iter().take(command.limit) {
        rows.row(columns(person), || format!("{:>6}  {}", person.id, line(person)))?;
    }
    if people.len() > command.limit {
        rows.cut(command.limit)?;
    }
    if people.is_empty() && command.format == RowFormat::Text {
        let nobody = match command.names.is_empty() {
            true => "No people are in the library.",
            false => "Nobody by that name is in the library.",
        };
        rows.row(Vec::new(), || nobody.into())?;
    }
    rows.finish()?;
    Ok(Outcome::Done)
}

fn columns(person: &Individual) -> Vec<Value> {
    vec![
        person.id.into(),
        person.name.clone().into(),
        person.role.clone().into(),
        person.articles.into(),
        person.quotations.into(),
        person.words.into(),
        person_kind(person.kind).into(),
    ]
}

/// A line for a person: name, role, and the numbers of articles and quotations.
pub(super) fn line(person: &Individual) -> String {
    let role = person.role.as_deref().filter(|role| *role != person.name).map(|role| format!(", {}", one_line(role)));
    let group = if person.kind == PersonKind::Group { " (group)" } else { "" };
    format!(
        "{}{group}{} · {} · {} · {}",
        one_line(&person.name),
        role.unwrap_or_default(),
        pluralize(person.articles, "article"),
        pluralize(person.quotations, "quotation"),
        pluralize(person.words, "word")
    )
}

/// The person `name`: by number, by the whole name, or as the only one with these words in a name.
pub(super) fn find_person(library: &Library, name: &str) -> anyhow::Result<Individual> {
    let number = name.strip_prefix('#').unwrap_or(name).parse().ok();
    if let Some(person) = number.map(|id| library.person(id)).transpose()?.flatten() {
        return Ok(person);
    }
    let found = library.people_named(name, PeopleOrder::Quotations, NAMESAKES)?;
    let same = |person: &&Individual| person.name.to_lowercase() == name.to_lowercase();
    let whole: Vec<&Individual> = found.iter().filter(same).collect();
    match (whole.as_slice(), found.as_slice()) {
        ([only], _) => Ok((*only).clone()),
        ([], [only]) => Ok(only.clone()),
        (_, []) => bail!("{}: nobody by that name is in the library", one_line(&without_credentials(name))),
        (_, several) => {
            let several: Vec<String> =
                several.iter().map(|person| format!("#{} {}", person.id, line(person))).collect();
            bail!("{}: which one? {}", one_line(name), several.join("; "))
        }
    }
}

fn same(command: &Pair, library: &mut Library) -> anyhow::Result<Outcome> {
    let (one, other) = (find_person(library, &command.one)?, find_person(library, &command.other)?);
    if one.id == other.id {
        bail!("{} and {} are one person already", one_line(&command.one), one_line(&command.other));
    }
    let (first, second) = names(&one, &other);
    if library.join_people(one.id, other.id)?.is_none() {
        bail!("{first} and {second} were told apart; undo that first");
    }
    print_line(format_args!("{first} and {second} are one person."))?;
    Ok(Outcome::Done)
}

fn different(command: &Different, library: &mut Library) -> anyhow::Result<Outcome> {
    let one = find_person(library, &command.one)?;
    if let Some(other) = &command.other {
        let other = find_person(library, other)?;
        if !library.tell_apart(one.id, other.id, false)? {
            bail!("{} is one person; name the articles of the other with --in", name(&one));
        }
        let (first, second) = names(&one, &other);
        print_line(format_args!("{first} and {second} are two people."))?;
        return Ok(Outcome::Done);
    }
    let articles = command.articles.iter().map(|article| named(library, article));
    let articles: Vec<SourceKey> = articles.collect::<anyhow::Result<_>>()?;
    if !library.split_person(one.id, &articles)? {
        bail!("{} must be in some of these articles, and in others", name(&one));
    }
    let count = pluralize(articles.len(), "article");
    print_line(format_args!("{} in {count} is another person.", name(&one)))?;
    Ok(Outcome::Done)
}

fn rename(command: &Rename, library: &mut Library) -> anyhow::Result<Outcome> {
    let person = find_person(library, &command.person)?;
    if !library.rename_person(person.id, &command.name)? {
        bail!("a person needs a name");
    }
    print_line(format_args!("{} is called {}.", name(&person), one_line(command.name.trim())))?;
    Ok(Outcome::Done)
}

fn doubtful(command: &Doubtful, library: &Library) -> anyhow::Result<Outcome> {
    let mut rows = Rows::begin(command.format, &PAIRS)?;
    let doubts = library.doubts(command.limit.saturating_add(1))?;
    for doubt in doubts.iter().take(command.limit) {
        let side = |person: &Individual| columns(person).into_iter().take(4);
        let probability = (doubt.probability * 100.0).round() / 100.0;
        let values = side(&doubt.one).chain(side(&doubt.other)).chain([probability.into()]).collect();
        rows.row(values, || {
            let [one, other] = [&doubt.one, &doubt.other].map(|person| format!("#{} {}", person.id, line(person)));
            format!("{one}\n{other}\n")
        })?;
    }
    if doubts.len() > command.limit {
        rows.cut(command.limit)?;
    }
    if doubts.is_empty() && command.format == RowFormat::Text {
        rows.row(Vec::new(), || "No two people are in doubt.".into())?;
    }
    rows.finish()?;
    Ok(Outcome::Done)
}

fn ask(library: &mut Library) -> anyhow::Result<Outcome> {
    let mut input = io::stdin().lock().lines();
    let mut count = 0;
    for doubt in library.doubts(ASKED)? {
        // An earlier answer may have joined one of them to another.
        let (Some(one), Some(other)) = (library.person(doubt.one.id)?, library.person(doubt.other.id)?) else {
            continue;
        };
        for person in [&one, &other] {
            print_line(format_args!("{}", line(person)))?;
            if let Some(hit) = library.person_quotations(person.id, 1)?.first() {
                print_line(format_args!("    {}", one_line(&hit.words)))?;
            }
        }
        let mut out = io::stdout().lock();
        write!(out, "Are they one person? [y]es, [n]o, [d]o not ask again, [l]ater, [q]uit: ")?;
        out.flush()?;
        drop(out);
        let Some(answer) = input.next().transpose()? else { break };
        match answer.trim().to_lowercase().as_str() {
            "y" | "yes" => drop(library.join_people(one.id, other.id)?),
            "n" | "no" => drop(library.tell_apart(one.id, other.id, false)?),
            "d" => drop(library.tell_apart(one.id, other.id, true)?),
            "q" | "quit" => break,
            _ => continue,
        }
        count += 1;
    }
    print_line(format_args!("{} kept.", pluralize(count, "answer")))?;
    Ok(Outcome::Done)
}

fn decisions(command: &Decisions, library: &Library) -> anyhow::Result<Outcome> {
    let mut rows = Rows::begin(command.format, &DECISIONS)?;
    let all = library.decisions()?;
    for decided in &all {
        let values = vec![
            decided.number.into(),
            Day::at(decided.made_at).to_string().into(),
            word(decided.what).into(),
            decided.names.clone().into(),
            decided.name.clone().into(),
        ];
        rows.row(values, || format!("{:>6}  {decided} · {}", decided.number, Day::at(decided.made_at)))?;
    }
    if all.is_empty() && command.format == RowFormat::Text {
        rows.row(Vec::new(), || "Nothing was decided.".into())?;
    }
    rows.finish()?;
    Ok(Outcome::Done)
}

fn undo(command: &Undo, library: &mut Library) -> anyhow::Result<Outcome> {
    let undone = library.undo_decision(command.number)?.context("there is nothing to undo")?;
    print_line(format_args!("Undone: {undone}"))?;
    if undone.names.is_empty() {
        warn("none of its articles is in the library any more");
    }
    Ok(Outcome::Done)
}

fn word(what: Decision) -> &'static str {
    match what {
        Decision::Same => "same",
        Decision::Different => "different",
        Decision::Renamed => "renamed",
        Decision::Undecided => "undecided",
    }
}

fn name(person: &Individual) -> String {
    one_line(&person.name)
}

/// The names of two people, namesakes with their roles.
fn names(one: &Individual, other: &Individual) -> (String, String) {
    let called = |person: &Individual| match person.role.as_deref().filter(|_| one.name == other.name) {
        Some(role) => format!("{} ({})", name(person), one_line(role)),
        None => name(person),
    };
    (called(one), called(other))
}
