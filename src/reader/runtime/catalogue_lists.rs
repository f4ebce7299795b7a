//! The lists of the catalogue: the queries for each, and its rows.

use crate::library::{
    ArticleOrder, Audit, AuditedSource, Day, Difference, Doubt, Error, Hit, Individual, KnownFeed, Library,
    LibraryQuery, PeopleOrder, PersonPage, ReadArticle, ReportedWords, ReportingArticle, SourceKey, Speech, today,
    utterances,
};
use crate::reader::state::catalogue::{
    CatalogueList, CataloguePage, CatalogueRow, CatalogueTarget, CatalogueView, WordStyle, parts,
};
use crate::record::PersonKind;
use crate::text::{one_line, percent, pluralize};

/// The most rows of a list.
const MAX_ARTICLES: usize = 500;
const MAX_PEOPLE: usize = 500;
const MAX_HITS: usize = 100;
const MAX_SAID: usize = 60;
const MAX_REPORTS: usize = 30;
const MAX_DOUBTS: usize = 200;
/// The most feeds with unread items on the start screen.
const MAX_FEEDS: usize = 8;
/// The latest months that are drawn, and the columns of the longest bar.
const MONTHS: usize = 12;
const BAR: f64 = 24.0;

/// An empty list with a message.
pub fn problem(summary: String) -> CatalogueList {
    CatalogueList { summary, is_problem: true, ..CatalogueList::default() }
}

/// The list for `page`, or one line with the error.
pub fn look_up(library: &Library, page: &CataloguePage) -> CatalogueList {
    list(library, page).unwrap_or_else(|error| problem(error.to_string()))
}

fn list(library: &Library, page: &CataloguePage) -> Result<CatalogueList, Error> {
    let typed = page.query.trim();
    let found = |rows: Vec<CatalogueRow>, summary: String| CatalogueList { rows, summary, ..CatalogueList::default() };
    Ok(match &page.view {
        CatalogueView::Articles if typed.is_empty() => {
            let all = library.count_articles()?;
            let read = library.read_articles(page.order, MAX_ARTICLES)?;
            let latest = if read.len() < all { format!("the latest {} of ", read.len()) } else { String::new() };
            let mut rows: Vec<CatalogueRow> = read.iter().map(article).collect();
            if page.order == ArticleOrder::Stored {
                // Articles that are half read come first, then new items.
                let begun = read.iter().take_while(|read| read.is_half_read()).count();
                let feeds = library.feeds(MAX_FEEDS)?;
                rows.splice(begun..begun, feeds.iter().filter(|feed| feed.unread > 0).map(feed_row));
            }
            found(rows, format!("{latest}{}{}", pluralize(all, "article"), order_name(page.order)))
        }
        CatalogueView::People => {
            let people = people(library, page)?;
            let mut rows: Vec<CatalogueRow> = people.iter().map(person).collect();
            let doubts = if typed.is_empty() { library.count_doubts(MAX_DOUBTS)? } else { 0 };
            if doubts > 0 {
                rows.insert(0, doubts_row(doubts));
            }
            found(rows, count_people(people.len()))
        }
        CatalogueView::SameAs(id, _) => {
            let people = people(library, page)?;
            let rows: Vec<CatalogueRow> = people.iter().filter(|person| person.id != *id).map(person).collect();
            let count = count_people(rows.len());
            found(rows, format!("Enter: the same person · {count}"))
        }
        CatalogueView::Doubts => {
            let doubts = library.doubts(MAX_DOUBTS)?;
            let mut rows = Vec::new();
            for doubt in &doubts {
                rows.extend(doubt_rows(library, doubt)?);
            }
            found(rows, pluralize(doubts.len(), "pair"))
        }
        CatalogueView::Articles | CatalogueView::Quotations => {
            let query = match LibraryQuery::parse_typing(typed, today()) {
                Ok(query) => query,
                Err(error) => return Ok(problem(error.to_string())),
            };
            let (hits, noun) = match page.view {
                CatalogueView::Articles => (library.search(&query, MAX_HITS)?, "place"),
                _ => (library.quotations(&query, MAX_HITS)?, "quotation"),
            };
            let rows = grouped(&hits);
            let reports = if rows.len() < hits.len() { format!(" in {} reports", hits.len()) } else { String::new() };
            let count = if hits.len() == MAX_HITS {
                format!("the first {}{reports}", pluralize(rows.len(), noun))
            } else {
                format!("{}{reports}", pluralize(rows.len(), noun))
            };
            found(rows, count)
        }
        CatalogueView::Person(id, name) => match page_of(library, *id, name)? {
            Some(page) => {
                let said = library.person_quotations(page.person.id, MAX_SAID)?;
                let Individual { quotations, articles, words, .. } = page.person;
                let counts = [pluralize(quotations, "quotation"), pluralize(articles, "article")];
                let summary = format!("{} · {}", counts.join(" in "), pluralize(words, "word"));
                CatalogueList { person: Some(page.person.id), ..found(person_page(&page, &said), summary) }
            }
            None => problem(format!("No article mentions {} any more", one_line(name))),
        },
        CatalogueView::Reports(words) => {
            let alike = library.alike(words, &[], MAX_REPORTS)?;
            let wordings = pluralize(alike.len(), "wording");
            let reports = alike.iter().map(|words| words.reports.len()).sum();
            found(
                alike.iter().flat_map(wording_rows).collect(),
                format!("{wordings} in {}", pluralize(reports, "report")),
            )
        }
        CatalogueView::Audit(key) => {
            let mut query = match LibraryQuery::parse_typing(typed, today()) {
                Ok(query) => query,
                Err(error) => return Ok(problem(error.to_string())),
            };
            query.article = key.clone();
            let audit = library.audit(&query)?;
            match audit.articles {
                0 if key.is_some() => problem("The library does not have this article".into()),
                _ => self::audit(&audit),
            }
        }
        CatalogueView::Changes(key) => match library.changes(key)? {
            Some(changes) => {
                let rows = changes.iter().map(|change| CatalogueRow {
                    words: compared(&change.differences),
                    below: match &change.place {
                        Some(_) => speaker_name(change.speaker.as_deref()),
                        None => format!("{} · no longer in the text", speaker_name(change.speaker.as_deref())),
                    },
                    target: Some(CatalogueTarget::Article(key.clone(), change.place.clone())),
                    ..CatalogueRow::default()
                });
                found(rows.collect(), format!("{} changed", pluralize(changes.len(), "quotation")))
            }
            None => problem("The library has only one version of this text".into()),
        },
    })
}

/// The order of the articles in words; empty for the order in which they were read.
fn order_name(order: ArticleOrder) -> &'static str {
    match order {
        ArticleOrder::Stored => "",
        ArticleOrder::Published => " · by date",
        ArticleOrder::Title => " · by title",
    }
}

fn count_people(count: usize) -> String {
    match count {
        1 => "1 person".into(),
        MAX_PEOPLE => format!("{MAX_PEOPLE} or more people"),
        count => format!("{count} people"),
    }
}

/// The people that `page` lists: all, or people whose names have words that begin with the typed ones.
fn people(library: &Library, page: &CataloguePage) -> Result<Vec<Individual>, Error> {
    let order = if page.order == ArticleOrder::Stored { PeopleOrder::Quotations } else { PeopleOrder::Name };
    let begun: Vec<String> = page.query.split_whitespace().map(|word| format!("{word}*")).collect();
    match begun.is_empty() {
        true => library.people(order, 0, MAX_PEOPLE),
        false => library.people_named(&begun.join(" "), order, MAX_PEOPLE),
    }
}

/// The page of the person `id`, or of the person who has the name now, if people were joined or separated.
fn page_of(library: &Library, id: i64, name: &str) -> Result<Option<PersonPage>, Error> {
    if let Some(page) = library.person_page(id)? {
        return Ok(Some(page));
    }
    match library.people_named(name, PeopleOrder::Quotations, 1)?.first() {
        Some(person) => library.person_page(person.id),
        None => Ok(None),
    }
}

fn speaker_name(name: Option<&str>) -> String {
    name.map_or_else(|| "speaker unknown".into(), one_line)
}

/// A row of an article: `◐ title`, its outlet and date, and the share that was read.
fn article(read: &ReadArticle) -> CatalogueRow {
    let ReadArticle { article, share, .. } = read;
    let title = one_line(article.title.as_deref().unwrap_or(article.key.as_str()));
    let mut notes = Vec::new();
    notes.extend(article.outlet.as_deref().map(one_line));
    notes.extend(article.day.map(Day::written));
    notes.extend(share.map(percent));
    CatalogueRow {
        sign: read.is_half_read().then_some('◐'),
        words: vec![(title, WordStyle::Plain)],
        note: notes.join(" · "),
        target: Some(CatalogueTarget::Article(article.key.clone(), None)),
        ..CatalogueRow::default()
    }
}

/// A row of a feed with unread items.
fn feed_row(feed: &KnownFeed) -> CatalogueRow {
    let name = one_line(feed.title.as_deref().unwrap_or(feed.key.as_str()));
    CatalogueRow {
        sign: Some('●'),
        words: vec![(name, WordStyle::Plain)],
        note: format!(
            "{} of {} new · {}",
            feed.unread,
            pluralize(feed.items, "item"),
            Day::at(feed.fetched_at).written()
        ),
        target: Some(CatalogueTarget::Feed(feed.key.as_str().to_owned())),
        ..CatalogueRow::default()
    }
}

/// The name of a person, a group with its sign.
fn called(person: &Individual) -> String {
    let sign = if person.kind == PersonKind::Group { " ▣" } else { "" };
    one_line(&person.name) + sign
}

/// The role of a person, which distinguishes namesakes, and the numbers of articles and quotations.
fn known(person: &Individual) -> String {
    let counts = [pluralize(person.quotations, "quotation"), pluralize(person.articles, "article")];
    let role = person.role.as_deref().map(one_line);
    role.into_iter().chain([counts.join(" in ")]).collect::<Vec<_>>().join(" · ")
}

fn person(person: &Individual) -> CatalogueRow {
    CatalogueRow {
        words: vec![(called(person), WordStyle::Plain)],
        note: known(person),
        target: Some(CatalogueTarget::Person(person.id, person.name.clone())),
        ..CatalogueRow::default()
    }
}

/// The row above all people that leads to those who may be the same.
fn doubts_row(count: usize) -> CatalogueRow {
    let many = if count == MAX_DOUBTS { " or more" } else { "" };
    CatalogueRow {
        sign: Some('?'),
        words: vec![(format!("{}{many} of people who may be the same", pluralize(count, "pair")), WordStyle::Plain)],
        target: Some(CatalogueTarget::Doubts),
        ..CatalogueRow::default()
    }
}

/// Two people who may be the same, each with something they said.
fn doubt_rows(library: &Library, doubt: &Doubt) -> Result<[CatalogueRow; 2], Error> {
    let row = |person: &Individual| -> Result<CatalogueRow, Error> {
        let said = library.person_quotations(person.id, 1)?;
        Ok(CatalogueRow {
            words: vec![(called(person), WordStyle::Plain)],
            note: known(person),
            below: said.first().map_or_else(|| "is named".into(), |hit| one_line(&hit.words)),
            ..CatalogueRow::default()
        })
    };
    let target = Some(CatalogueTarget::Doubt(doubt.one.id, doubt.other.id));
    Ok([CatalogueRow { sign: Some('?'), target, ..row(&doubt.one)? }, row(&doubt.other)?])
}

/// `Bay News · 2 March 2026`: where and when something appeared.
fn place(outlet: Option<&str>, day: Option<Day>, key: &SourceKey) -> String {
    let parts: Vec<String> = outlet.map(one_line).into_iter().chain(day.map(Day::written)).collect();
    if parts.is_empty() { one_line(key.as_str()) } else { parts.join(" · ") }
}

/// A row for each hit; hits that report the same words of the same speaker share one.
fn grouped(hits: &[Hit]) -> Vec<CatalogueRow> {
    let row = |reports: &Vec<usize>| {
        let (&first, others) = reports.split_first()?;
        let hit = hits.get(first)?;
        let speaker = |speech: &Speech| speaker_name(speech.speaker.as_ref().map(|speaker| speaker.name.as_str()));
        let name = hit.quotation.as_ref().map(speaker);
        let title = hit.title.as_deref().map(one_line);
        let at = place(hit.outlet.as_deref(), hit.day, &hit.key);
        let earlier = hit.earlier_version.map(|version| format!("only in the earlier version {version}"));
        let elsewhere = others.iter().filter_map(|&other| hits.get(other));
        let elsewhere = elsewhere.map(|hit| format!("also {}", place(hit.outlet.as_deref(), hit.day, &hit.key)));
        let below: Vec<String> =
            name.clone().into_iter().chain(title).chain([at]).chain(earlier).chain(elsewhere).collect();
        Some(CatalogueRow {
            sign: (!others.is_empty()).then_some('≡'),
            words: parts(&hit.words, &hit.matches),
            note: if others.is_empty() { String::new() } else { format!("{} reports", reports.len()) },
            below: below.join(" · "),
            target: Some(CatalogueTarget::Article(hit.key.clone(), Some(hit.anchor.clone()))),
            quoted: name.map(|_| hit.words.clone()),
        })
    };
    utterances(hits).iter().filter_map(row).collect()
}

/// A month like `2026-03` as people write it: `March 2026`.
fn month_written(month: &str) -> String {
    let first = Day::published(&format!("{month}-01")).map(Day::written);
    first.as_deref().and_then(|day| day.split_once(' ')).map_or(month, |(_, month)| month).to_owned()
}

fn person_page(page: &PersonPage, said: &[Hit]) -> Vec<CatalogueRow> {
    let remark = |text: String| CatalogueRow { words: vec![(text, WordStyle::Plain)], ..CatalogueRow::default() };
    let counted = |all: &[(String, usize)]| {
        let all: Vec<String> = all.iter().map(|(name, count)| format!("{} {count}", one_line(name))).collect();
        format!("  {}", all.join(" · "))
    };
    let mut rows = Vec::new();
    if page.names.len() > 1 {
        rows.push(CatalogueRow::heading("Names".into()));
        rows.push(remark(counted(&page.names)));
    }
    if !page.roles.is_empty() {
        rows.push(CatalogueRow::heading("Roles".into()));
        rows.extend(page.roles.iter().map(|role| {
            let days = match role.days {
                Some((first, last)) if first != last => format!("{} to {}", first.written(), last.written()),
                Some((day, _)) => day.written(),
                None => String::new(),
            };
            CatalogueRow { note: days, ..remark(format!("  {}", one_line(&role.role))) }
        }));
    }
    if !page.outlets.is_empty() {
        rows.push(CatalogueRow::heading("Named in".into()));
        rows.push(remark(counted(&page.outlets)));
    }
    if !page.months.is_empty() {
        rows.push(CatalogueRow::heading("Words a month".into()));
        rows.extend(page.latest_months(MONTHS).map(|(month, words, share)| {
            let bar = "█".repeat((share * BAR).ceil() as usize);
            remark(format!("  {:<14} {bar} {words}", month_written(month)))
        }));
    }
    if !page.associates.is_empty() {
        rows.push(CatalogueRow::heading("With".into()));
        rows.extend(page.associates.iter().map(|other| CatalogueRow {
            note: pluralize(other.articles, "article"),
            target: Some(CatalogueTarget::Person(other.id, other.name.clone())),
            ..remark(format!("  {}", one_line(&other.name)))
        }));
    }
    let latest =
        if said.len() < page.person.quotations { format!(", the latest {}", said.len()) } else { String::new() };
    rows.push(CatalogueRow::heading(format!("Quotations{latest}")));
    rows.extend(grouped(said));
    rows
}

/// The list of an audit.
pub fn audit(audit: &Audit) -> CatalogueList {
    let summary = pluralize(audit.sources.len(), "source");
    CatalogueList { rows: audit_rows(audit), summary, ..CatalogueList::default() }
}

/// A row for the totals, and one for each source below it.
fn audit_rows(audit: &Audit) -> Vec<CatalogueRow> {
    let remark = |text: String| CatalogueRow { words: vec![(text, WordStyle::Plain)], ..CatalogueRow::default() };
    let mut rows: Vec<CatalogueRow> = audit.summary().into_iter().map(remark).collect();
    rows.push(CatalogueRow::heading("Sources".into()));
    let source = |source: &AuditedSource| {
        let role = source.role.as_deref().filter(|role| *role != source.name).map(one_line);
        let [direct, mixed, indirect] = source.quotations;
        let counts = [
            format!("{direct} direct, {mixed} mixed, {indirect} indirect"),
            pluralize(source.words, "word"),
            format!("{:.1}%", 100.0 * audit.share(source.words)),
        ];
        CatalogueRow {
            note: counts.join(" · "),
            target: source.individual.map(|person| CatalogueTarget::Person(person, source.name.clone())),
            ..remark(std::iter::once(one_line(&source.name)).chain(role).collect::<Vec<_>>().join(", "))
        }
    };
    rows.extend(audit.sources.iter().take(MAX_PEOPLE).map(source));
    rows
}

/// A wording, and below it each article that reports it.
fn wording_rows(utterance: &ReportedWords) -> Vec<CatalogueRow> {
    let name = utterance.speaker.as_ref().map(|speaker| speaker.name.as_str());
    let close = match utterance.is_part() {
        true => "part of a longer sentence".to_owned(),
        false => format!("{} the same", percent(utterance.closeness)),
    };
    // Here the other wording is the later one: it adds what the given words lack.
    let turned: Vec<Difference> = utterance
        .differences
        .iter()
        .map(|difference| match difference.clone() {
            Difference::LeftOut(words) => Difference::Added(words),
            Difference::Added(words) => Difference::LeftOut(words),
            same => same,
        })
        .collect();
    let mut rows = vec![CatalogueRow { words: compared(&turned), note: close, ..CatalogueRow::default() }];
    rows.extend(utterance.reports.iter().map(|report: &ReportingArticle| {
        let title = report.title.as_deref().map(one_line).unwrap_or_default();
        let at = place(report.outlet.as_deref(), report.day, &report.key);
        let earlier = report.earlier_version.map(|version| format!(" · only in the earlier version {version}"));
        CatalogueRow {
            words: vec![(format!("  {} · {title}", speaker_name(name)), WordStyle::Plain)],
            note: at + &earlier.unwrap_or_default(),
            target: Some(CatalogueTarget::Article(report.key.clone(), Some(report.anchor.clone()))),
            ..CatalogueRow::default()
        }
    }));
    rows
}

/// Two wordings compared word by word: `[-words left out-]` and `{+words added+}`.
fn compared(differences: &[Difference]) -> Vec<(String, WordStyle)> {
    let part = |difference: &Difference| match difference {
        Difference::Same(words) => (format!("{} ", one_line(words)), WordStyle::Plain),
        Difference::LeftOut(words) => (format!("[-{}-] ", one_line(words)), WordStyle::LeftOut),
        Difference::Added(words) => (format!("{{+{}+}} ", one_line(words)), WordStyle::Added),
        Difference::Joined => ("| ".into(), WordStyle::LeftOut),
    };
    differences.iter().map(part).collect()
}
