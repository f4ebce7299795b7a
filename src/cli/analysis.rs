//! The analysis as the commands have it done: the fast model in turn, the best one on all cores.

use crate::article::Article;
use crate::language::{self, Analysis, Engine, Jobs};
use crate::threads::{cores, side_by_side};

/// More threads than this gain nothing on a text of a few pages.
const MOST_THREADS: usize = 8;

/// What is said in `article`, and by whom.
pub(super) fn analyse(article: &Article, engine: Engine) -> Analysis {
    let found = match engine {
        Engine::Fast => None,
        Engine::Best => {
            let threads = cores().min(MOST_THREADS);
            language::analyse_with(article, engine, |jobs: Jobs| side_by_side(&jobs, threads, |_| true))
        }
    };
    found.unwrap_or_else(|| language::analyse(article))
}
