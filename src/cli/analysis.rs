//! Runs the analysis for the commands: a single text on many cores, each of many texts on few or one.

use super::messages::warn;
use super::progress::Progress;
use crate::article::Article;
use crate::language::{self, Analysis, Engine, Jobs, PreparedEngine};
use crate::threads::{NO_THREAD, run_jobs, single_threaded_products};
use std::sync::{Once, OnceLock};

/// More threads do not speed up the analysis of a few pages.
const MAX_THREADS: usize = 8;

/// Analyses `article` on up to `threads` threads, reporting to `progress`.
pub(super) fn analyse(article: &Article, engine: Engine, threads: usize, progress: &Progress) -> Analysis {
    let (before, bytes) = (progress.position(), article.text().len());
    progress.expect(Some(bytes as u64));
    let tell = |done: usize, all: usize| progress.reach(before + (bytes * done / all.max(1)) as u64);
    let found = match engine {
        Engine::Fast => language::analyse(article),
        Engine::Best => analyse_on(article, engine, threads.min(MAX_THREADS), tell),
    };
    tell(1, 1);
    found
}

/// Analyses `article` on one core, while others are busy with other texts.
pub(super) fn analyse_alone(article: &Article, engine: Engine) -> Analysis {
    analyse_among(article, engine, 1)
}

/// Analyses `article` on up to `threads` threads, while others are busy with other texts.
pub(super) fn analyse_among(article: &Article, engine: Engine, threads: usize) -> Analysis {
    analyse_on(article, engine, threads.min(MAX_THREADS), |_, _| {})
}

/// Analyses `article` on `threads` threads. `tell` is called with the number of jobs that are done and the number of
/// all jobs.
fn analyse_on(article: &Article, engine: Engine, threads: usize, tell: impl Fn(usize, usize) + Sync) -> Analysis {
    // The best model is prepared when it is first asked, and shared by later texts.
    static READY: OnceLock<PreparedEngine> = OnceLock::new();
    static TOLD: Once = Once::new();
    let is_best = engine == Engine::Best;
    let engine = if is_best && !single_threaded_products() {
        TOLD.call_once(|| warn(format_args!("{NO_THREAD}, so the fast model answers")));
        Engine::Fast
    } else {
        engine
    };
    if engine == Engine::Best {
        READY.get_or_init(|| language::prepare(engine));
    }
    let found = language::analyse_with(article, engine, |jobs: Jobs| {
        run_jobs(&jobs, threads, |done| {
            tell(done, jobs.all);
            true
        })
    });
    // No job is cancelled here.
    found.unwrap_or_else(|| language::analyse(article))
}
