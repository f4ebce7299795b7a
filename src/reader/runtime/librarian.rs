//! [`Librarian`]: looks things up in the library on a thread of its own, with a connection of its own: the lists of the
//! catalogue, and articles that are opened from it. [`look`] makes the lists.

use crate::library::{
    Day, Difference, Error, Hit, KeptPerson, Library, NamePage, Order, Query, ReadArticle, Report, SourceKey,
    Utterance, today,
};
use crate::reader::event::{Answer, Event, JobId, KeptOpened};
use crate::reader::state::catalogue::{
    CatalogueList, CataloguePage, CatalogueRequest, CatalogueRow, CatalogueTarget, CatalogueView, WordLook, parts,
};
use crate::record::{self, FilteredAnalysis, PersonKind};
use crate::text::{one_line, percent, pluralize};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

/// Rows that a list has at most.
const MAX_ARTICLES: usize = 500;
const MAX_PEOPLE: usize = 500;
const MAX_HITS: usize = 100;
const MAX_SAID: usize = 60;
const MAX_REPORTS: usize = 30;

enum Job {
    Look(CatalogueRequest),
    Open(JobId, SourceKey),
}

/// The thread that looks things up, once there was something to look up.
#[derive(Default)]
pub struct Librarian {
    jobs: Option<Sender<Job>>,
}

impl Librarian {
    /// Looks a list up in the library at `path`, and sends an [`Event::Listed`].
    pub fn look(&mut self, path: PathBuf, request: CatalogueRequest, to: &Sender<Event>) {
        self.start(path, Job::Look(request), to);
    }

    /// Reads the article of this key, and sends an [`Event::OpenedKept`].
    pub fn open(&mut self, path: PathBuf, job: JobId, key: SourceKey, to: &Sender<Event>) {
        self.start(path, Job::Open(job, key), to);
    }

    fn start(&mut self, path: PathBuf, job: Job, to: &Sender<Event>) {
        let jobs = self.jobs.get_or_insert_with(|| {
            let (send, jobs) = mpsc::channel();
            let to = to.clone();
            thread::spawn(move || work(&path, &jobs, &to));
            send
        });
        // The thread ends only with the reader.
        let _ = jobs.send(job);
    }
}

fn work(path: &std::path::Path, jobs: &Receiver<Job>, to: &Sender<Event>) {
    let mut library: Option<Library> = None;
    while let Ok(first) = jobs.recv() {
        let mut all: Vec<Job> = std::iter::once(first).chain(jobs.try_iter()).collect();
        // Of several lists only the last is wanted still.
        let last = all.iter().rposition(|job| matches!(job, Job::Look(_)));
        let mut nth = 0;
        all.retain(|job| {
            nth += 1;
            !matches!(job, Job::Look(_)) || Some(nth - 1) == last
        });
        for job in all {
            let opened = match library.take().filter(|library| !library.is_new()) {
                Some(library) => Ok(library),
                None => Library::open(path),
            };
            let event = match (job, &opened) {
                (Job::Look(request), Ok(library)) => {
                    let list = catch_unwind(AssertUnwindSafe(|| look(library, &request.page)));
                    let list = list.unwrap_or_else(|_| problem("The search failed".into()));
                    Event::Listed(request.number, Box::new(list))
                }
                (Job::Look(request), Err(error)) => Event::Listed(request.number, Box::new(problem(error.to_string()))),
                (Job::Open(job, key), Ok(library)) => Event::OpenedKept(job, Box::new(read(library, &key))),
                (Job::Open(job, _), Err(error)) => Event::OpenedKept(job, Box::new(Err(error.to_string()))),
            };
            library = opened.ok();
            if to.send(event).is_err() {
                return;
            }
        }
    }
}

/// The article of `key`, its record under the reader's corrections. `None` if it is not kept.
fn read(library: &Library, key: &SourceKey) -> Result<Option<KeptOpened>, String> {
    let read = || -> Result<Option<KeptOpened>, Error> {
        let Some(kept) = library.article(key)? else { return Ok(None) };
        let corrections = library.corrections_of(key)?;
        let found = FilteredAnalysis::new(kept.analysis);
        let record = record::build(&kept.article, found.confident.clone(), &corrections);
        let answer = Answer { found: Arc::new(found), record: Arc::new(record), applied: corrections.len() };
        let (engine, model) = (kept.version.engine, kept.version.model);
        Ok(Some(KeptOpened { article: kept.article, answer, engine, model }))
    };
    let read = catch_unwind(AssertUnwindSafe(read));
    read.unwrap_or(Ok(None)).map_err(|error| error.to_string())
}

fn problem(summary: String) -> CatalogueList {
    CatalogueList { rows: Vec::new(), summary, is_problem: true }
}

/// The list that `page` asks for. An error is one line in its place.
pub fn look(library: &Library, page: &CataloguePage) -> CatalogueList {
    list(library, page).unwrap_or_else(|error| problem(error.to_string()))
}

fn list(library: &Library, page: &CataloguePage) -> Result<CatalogueList, Error> {
    let typed = page.query.trim();
    let found = |rows: Vec<CatalogueRow>, summary: String| CatalogueList { rows, summary, is_problem: false };
    Ok(match &page.view {
        CatalogueView::Articles if typed.is_empty() => {
            let all = library.count_articles()?;
            let rows: Vec<CatalogueRow> =
                library.read_articles(page.order, MAX_ARTICLES)?.iter().map(article).collect();
            let latest = if rows.len() < all { format!("the latest {} of ", rows.len()) } else { String::new() };
            found(rows, format!("{latest}{}{}", pluralize(all, "article"), order_name(page.order)))
        }
        CatalogueView::People => {
            let rows: Vec<CatalogueRow> =
                library.people_by_name(typed, page.order != Order::Kept, MAX_PEOPLE)?.iter().map(person).collect();
            let count =
                if rows.len() == MAX_PEOPLE { format!("{MAX_PEOPLE} or more people") } else { people(rows.len()) };
            found(rows, count)
        }
        CatalogueView::Articles | CatalogueView::Quotations => {
            let query = match Query::parse_typing(typed, today()) {
                Ok(query) => query,
                Err(error) => return Ok(problem(error.to_string())),
            };
            let (hits, noun) = match page.view {
                CatalogueView::Articles => (library.search(&query, MAX_HITS)?, "place"),
                _ => (library.quotations(&query, MAX_HITS)?, "quotation"),
            };
            let count = if hits.len() == MAX_HITS {
                format!("{MAX_HITS} or more {noun}s")
            } else {
                pluralize(hits.len(), noun)
            };
            found(grouped(&hits), count)
        }
        CatalogueView::Person(name) => match library.name_page(name, MAX_SAID)? {
            Some(page) => {
                let counts = [pluralize(page.quotations, "quotation"), pluralize(page.articles, "article")];
                let latest = if page.is_cut { " or more" } else { "" };
                found(person_page(&page), counts.join(" in ") + latest)
            }
            None => problem(format!("No article names {}", one_line(name))),
        },
        CatalogueView::Reports(words) => {
            let alike = library.alike(words, &[], MAX_REPORTS)?;
            let wordings = pluralize(alike.len(), "wording");
            let reports = alike.iter().map(|utterance| utterance.reports.len()).sum();
            found(alike.iter().flat_map(utterance).collect(), format!("{wordings} in {}", pluralize(reports, "report")))
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

/// How the articles are ordered, where that is not by when they were read.
fn order_name(order: Order) -> &'static str {
    match order {
        Order::Kept => "",
        Order::Published => " · by date",
        Order::Title => " · by title",
    }
}

fn people(count: usize) -> String {
    if count == 1 { "1 person".into() } else { format!("{count} people") }
}

fn speaker_name(name: Option<&str>) -> String {
    name.map_or_else(|| "speaker unknown".into(), one_line)
}

/// A row of an article: `◐ title`, and where, when and how much of it was read.
fn article(read: &ReadArticle) -> CatalogueRow {
    let ReadArticle { article, share, .. } = read;
    let title = one_line(article.title.as_deref().unwrap_or(article.key.as_str()));
    let mut notes = Vec::new();
    notes.extend(article.outlet.as_deref().map(one_line));
    notes.extend(article.day.map(|day| day.to_string()));
    notes.extend(share.map(percent));
    CatalogueRow {
        sign: read.is_half_read().then_some('◐'),
        words: vec![(title, WordLook::Plain)],
        note: notes.join(" · "),
        target: Some(CatalogueTarget::Article(article.key.clone(), None)),
        ..CatalogueRow::default()
    }
}

fn person(person: &KeptPerson) -> CatalogueRow {
    let sign = if person.kind == PersonKind::Group { " ▣" } else { "" };
    let articles = pluralize(person.articles, "article");
    let note: Vec<String> = [articles].into_iter().chain(person.role.as_deref().map(one_line)).collect();
    CatalogueRow {
        words: vec![(one_line(&person.name) + sign, WordLook::Plain)],
        note: note.join(" · "),
        target: Some(CatalogueTarget::Person(person.name.clone())),
        ..CatalogueRow::default()
    }
}

/// `Bay News · 2026-03-02`: where and when something appeared.
fn place(outlet: Option<&str>, day: Option<Day>, key: &SourceKey) -> String {
    let parts: Vec<String> = outlet.map(one_line).into_iter().chain(day.map(|day| day.to_string())).collect();
    if parts.is_empty() { one_line(key.as_str()) } else { parts.join(" · ") }
}

/// A row for each hit, or for all that report the same words of the same speaker.
fn grouped(hits: &[Hit]) -> Vec<CatalogueRow> {
    let mut rows: Vec<CatalogueRow> = Vec::new();
    let mut counts: Vec<usize> = Vec::new();
    let mut places: HashMap<(String, String), usize> = HashMap::new();
    for hit in hits {
        let name = hit
            .quotation
            .as_ref()
            .map(|speech| speaker_name(speech.speaker.as_ref().map(|speaker| speaker.name.as_str())));
        let whole = name.as_deref().unwrap_or_default().to_owned();
        let key = (letters(&hit.words), letters(whole.rsplit(' ').next().unwrap_or_default()));
        if let Some(&nth) = places.get(&key).filter(|_| name.is_some()) {
            counts[nth] += 1;
            let where_else = place(hit.outlet.as_deref(), hit.day, &hit.key);
            rows[nth].below += &format!(" · also {where_else}");
            rows[nth].note = format!("{} reports", counts[nth]);
            rows[nth].sign = Some('≡');
            continue;
        }
        places.insert(key, rows.len());
        counts.push(1);
        let title = hit.title.as_deref().map(one_line);
        let at = place(hit.outlet.as_deref(), hit.day, &hit.key);
        let below: Vec<String> = name.clone().into_iter().chain(title).chain([at]).collect();
        rows.push(CatalogueRow {
            words: parts(&hit.words, &hit.matches),
            below: below.join(" · "),
            target: Some(CatalogueTarget::Article(hit.key.clone(), Some(hit.anchor.clone()))),
            quoted: name.map(|_| hit.words.clone()),
            ..CatalogueRow::default()
        });
    }
    rows
}

/// The letters of `text`, by which the same words are known in any marks.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn person_page(page: &NamePage) -> Vec<CatalogueRow> {
    let remark = |text: String| CatalogueRow { words: vec![(text, WordLook::Plain)], ..CatalogueRow::default() };
    let counted = |all: &[(String, usize)]| {
        let all: Vec<String> = all.iter().map(|(name, count)| format!("{} {count}", one_line(name))).collect();
        all.join(" · ")
    };
    let mut rows = Vec::new();
    if !page.roles.is_empty() {
        rows.push(CatalogueRow::heading("Roles".into()));
        rows.extend(page.roles.iter().map(|role| {
            let days = match (role.first, role.last) {
                (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
                (Some(day), _) | (_, Some(day)) => day.to_string(),
                (None, None) => String::new(),
            };
            CatalogueRow { note: days, ..remark(format!("  {}", one_line(&role.role))) }
        }));
    }
    if !page.outlets.is_empty() {
        rows.push(CatalogueRow::heading("Named in".into()));
        rows.push(remark(format!("  {}", counted(&page.outlets))));
    }
    if !page.company.is_empty() {
        rows.push(CatalogueRow::heading("With".into()));
        rows.extend(page.company.iter().map(|(name, count)| CatalogueRow {
            note: pluralize(*count, "article"),
            target: Some(CatalogueTarget::Person(name.clone())),
            ..remark(format!("  {}", one_line(name)))
        }));
    }
    let said = grouped(&page.said);
    let most =
        if page.said.len() < page.quotations { format!(", the latest {}", page.said.len()) } else { String::new() };
    rows.push(CatalogueRow::heading(format!("Quotations{most}")));
    rows.extend(said);
    rows
}

/// A wording, and below it each who reports it.
fn utterance(utterance: &Utterance) -> Vec<CatalogueRow> {
    let name = utterance.speaker.as_ref().map(|speaker| speaker.name.as_str());
    let close = format!("{} the same", percent(utterance.closeness));
    // Here the other wording is the later one: what the given words lack, it adds.
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
    rows.extend(utterance.reports.iter().map(|report: &Report| {
        let title = report.title.as_deref().map(one_line).unwrap_or_default();
        let at = place(report.outlet.as_deref(), report.day, &report.key);
        CatalogueRow {
            words: vec![(format!("  {} · {title}", speaker_name(name)), WordLook::Plain)],
            note: at,
            target: Some(CatalogueTarget::Article(report.key.clone(), Some(report.anchor.clone()))),
            ..CatalogueRow::default()
        }
    }));
    rows
}

/// Two wordings word by word: what one leaves out as `[-…-]`, what it adds as `{+…+}`.
fn compared(differences: &[Difference]) -> Vec<(String, WordLook)> {
    let part = |difference: &Difference| match difference {
        Difference::Same(words) => (format!("{} ", one_line(words)), WordLook::Plain),
        Difference::LeftOut(words) => (format!("[-{}-] ", one_line(words)), WordLook::LeftOut),
        Difference::Added(words) => (format!("{{+{}+}} ", one_line(words)), WordLook::Added),
        Difference::Joined => ("| ".into(), WordLook::LeftOut),
    };
    differences.iter().map(part).collect()
}
