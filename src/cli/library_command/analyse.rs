//! `onrecord library analyse`: replaces the records of older models.

use super::access::wanted;
use crate::cli::analysis::analyse_alone;
use crate::cli::arguments::GlobalOptions;
use crate::cli::messages::{print_line, warn};
use crate::cli::outcome::Outcome;
use crate::cli::progress::Progress;
use crate::cli::settings;
use crate::config::ModelChoice;
use crate::library::{Library, PreparedArticle, SourceKey, StoredArticle};
use crate::record::Engine;
use crate::text::pluralize;
use crate::threads::cores;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

/// Articles that are analysed and stored in one batch.
const BATCH: usize = 64;
/// The time to wait for another program that writes.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs `library analyse`.
///
/// # Errors
/// If the library cannot be read or written to. What was analysed before stays.
pub(super) fn run(general: &GlobalOptions) -> anyhow::Result<Outcome> {
    let mut library = wanted(general)?;
    library.wait_for_others(PATIENCE);
    let model = settings::settings(general).0.model;
    let progress = Progress::new(true);
    let usual = model.engine(0);
    let (mut after, mut analysed, mut outcome) = (0, 0, Outcome::Done);
    loop {
        let due = library.outdated((usual, usual.version()), after, BATCH)?;
        let Some((last, _)) = due.last() else { break };
        after = *last;
        let mut articles = Vec::new();
        for (_, key) in due {
            let Some(stored) = library.article(&key)? else { continue };
            if is_outdated(&stored, model) {
                progress.expect(Some(stored.article.text().len() as u64));
                let corrections = library.corrections_of(&key)?;
                articles.push((stored, corrections));
            }
        }
        let (ready, failed) = analyse(articles, model, &progress);
        for key in failed {
            progress.aside(|| warn(format_args!("{}: the analysis failed", key.as_str())));
            outcome = Outcome::Incomplete;
        }
        analysed += store(&mut library, &ready)?;
    }
    drop(progress);
    print_line(format_args!("Analysed {} again.", pluralize(analysed, "article")))?;
    Ok(outcome)
}

/// Whether the record of an article is by another model than the wanted one. A record by the best model is never
/// replaced because `auto` would now choose the fast one.
fn is_outdated(stored: &StoredArticle, model: ModelChoice) -> bool {
    let wanted = model.engine(stored.article.text().len());
    let has = (stored.version.engine, stored.version.model);
    has != (wanted, wanted.version()) && (model != ModelChoice::Auto || has != (Engine::Best, Engine::Best.version()))
}

fn store(library: &mut Library, ready: &[PreparedArticle]) -> anyhow::Result<usize> {
    if ready.is_empty() {
        return Ok(0);
    }
    Ok(library.replace_analyses(ready)?)
}

type Work = (StoredArticle, Vec<crate::record::Correction>);

/// Analyses articles on all cores. Returns the prepared ones, and those that failed.
fn analyse(articles: Vec<Work>, model: ModelChoice, progress: &Progress) -> (Vec<PreparedArticle>, Vec<SourceKey>) {
    let (waiting, ready, failed) = (Mutex::new(articles), Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let work = || {
        loop {
            let next = waiting.lock().ok().and_then(|mut waiting| waiting.pop());
            let Some((stored, corrections)) = next else { return };
            let bytes = stored.article.text().len();
            // A panic costs its article alone.
            let done = catch_unwind(AssertUnwindSafe(|| {
                let analysis = analyse_alone(&stored.article, model.engine(bytes));
                PreparedArticle::new(stored.key.clone(), &stored.article, analysis, &corrections)
            }));
            match done {
                Ok(article) => ready.lock().map(|mut ready| ready.push(article)).unwrap_or_default(),
                Err(_) => failed.lock().map(|mut failed| failed.push(stored.key)).unwrap_or_default(),
            }
            progress.reach(progress.position() + bytes as u64);
        }
    };
    thread::scope(|scope| {
        for _ in 1..cores() {
            // If the system allows no more threads, fewer are used.
            if thread::Builder::new().spawn_scoped(scope, work).is_err() {
                break;
            }
        }
        work();
    });
    (ready.into_inner().unwrap_or_default(), failed.into_inner().unwrap_or_default())
}
