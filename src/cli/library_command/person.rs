//! `onrecord library person`: the page of a person.

use super::access::wanted;
use super::people::{find_person, line};
use crate::cli::arguments::GlobalOptions;
use crate::cli::hits;
use crate::cli::messages::print_line;
use crate::cli::outcome::Outcome;
use crate::cli::people_arguments::ShowPerson;
use crate::cli::rows::RowFormat;
use crate::library::PersonPage;
use crate::text::{one_line, pluralize};

/// The columns of the longest bar.
const BAR: usize = 40;
/// The latest months that are drawn.
const MONTHS: usize = 24;

/// Runs `library person`.
///
/// # Errors
/// If the library cannot be read, no person or more than one matches, or the output cannot be written.
pub(super) fn run(command: &ShowPerson, general: &GlobalOptions) -> anyhow::Result<Outcome> {
    let library = wanted(general)?;
    let person = find_person(&library, &command.name.join(" "))?;
    let quotations = library.person_quotations(person.id, command.limit.saturating_add(1))?;
    if command.format == RowFormat::Text
        && let Some(page) = library.person_page(person.id)?
    {
        lines(&page).iter().try_for_each(print_line)?;
    }
    if quotations.is_empty() && command.format == RowFormat::Text {
        return Ok(Outcome::Done);
    }
    hits::print(&quotations, command.limit, command.format)
}

fn lines(page: &PersonPage) -> Vec<String> {
    let mut lines = vec![line(&page.person)];
    let list = |title: &str, all: Vec<String>| (!all.is_empty()).then(|| format!("{title}: {}", all.join(" · ")));
    let counted = |(name, count): &(String, usize)| format!("{} {count}", one_line(name));
    let role = |role: &crate::library::RoleOverTime| {
        let days = match role.days {
            Some((first, last)) if first == last => format!(" ({first})"),
            Some((first, last)) => format!(" ({first} – {last})"),
            None => String::new(),
        };
        format!("{}{days}", one_line(&role.role))
    };
    if page.names.len() > 1 {
        lines.extend(list("Names", page.names.iter().map(counted).collect()));
    }
    lines.extend(list("Roles", page.roles.iter().map(role).collect()));
    lines.extend(list("In", page.outlets.iter().map(counted).collect()));
    let associates = page.associates.iter().map(|other| format!("{} {}", one_line(&other.name), other.articles));
    lines.extend(list("With", associates.collect()));
    if !page.months.is_empty() {
        lines.push("Words a month:".into());
    }
    for (month, words, share) in page.latest_months(MONTHS) {
        let bar = "█".repeat((share * BAR as f64).ceil() as usize);
        lines.push(format!("  {month} {bar} {}", pluralize(words, "word")));
    }
    lines.push(String::new());
    lines
}
