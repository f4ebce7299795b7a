//! The analysis as the commands have it done: a text by itself on all cores, each of many texts on one.

use super::progress::Progress;
use crate::article::Article;
use crate::language::{self, Analysis, Engine, Jobs, PreparedEngine};
use crate::threads::{cores, products_on_their_own, side_by_side};
use std::sync::OnceLock;

/// More threads than this gain nothing on a text of a few pages.
const MOST_THREADS: usize = 8;

/// What is said in `article`, and by whom; `progress` is told how far it is.
pub(super) fn analyse(article: &Article, engine: Engine, progress: &Progress) -> Analysis {
    let (before, bytes) = (progress.position(), article.text().len());
    progress.expect(Some(bytes as u64));
    let tell = |done: usize, all: usize| progress.reach(before + (bytes * done / all.max(1)) as u64);
    let found = match engine {
        Engine::Fast => language::analyse(article),
        Engine::Best => analyse_on(article, engine, cores().min(MOST_THREADS), tell),
    };
    tell(1, 1);
    found
}

/// The same on one core: others are busy with other texts.
pub(super) fn analyse_alone(article: &Article, engine: Engine) -> Analysis {
    analyse_on(article, engine, 1, |_, _| {})
}

/// The same on so many `threads`. `tell` is told of how many of all jobs are done.
fn analyse_on(article: &Article, engine: Engine, threads: usize, tell: impl Fn(usize, usize) + Sync) -> Analysis {
    // What the best model needs is made when it is first asked, and stays for the texts after that.
    static READY: OnceLock<PreparedEngine> = OnceLock::new();
    if engine == Engine::Best {
        products_on_their_own();
        READY.get_or_init(|| language::prepare(engine));
    }
    let found = language::analyse_with(article, engine, |jobs: Jobs| {
        side_by_side(&jobs, threads, |done| {
            tell(done, jobs.all);
            true
        })
    });
    // Nothing gives it up.
    found.unwrap_or_else(|| language::analyse(article))
}
