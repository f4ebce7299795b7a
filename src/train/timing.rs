//! Times of a first sentence and of whole texts of several lengths, by either model, on one core and on two.

use super::samples;
use crate::article::{Article, plain};
use crate::language::{Analysis, Engine, Jobs, analyse, analyse_with};
use crate::threads::run_jobs;
use anyhow::{Result, bail};
use std::path::Path;
use std::time::Instant;

/// Runs of which the best time counts, since others use the processor too.
const RUNS: usize = 5;

/// Prints the times for the text of `file`, cut or repeated.
///
/// # Errors
/// If the file cannot be read or is empty.
pub fn print_times(file: &Path) -> Result<()> {
    let text = samples::read(file)?;
    if text.trim().is_empty() {
        bail!("{} holds no text", file.display());
    }
    let start = Instant::now();
    analyse(&plain::article("The bridge will hold, said Ada Lind.".to_owned()));
    println!("ready after {:.1} ms: model, word lists, one sentence", start.elapsed().as_secs_f64() * 1e3);
    for (engine, threads, sizes) in [
        (Engine::Fast, 1, &[4_900, 40_000, 400_000, 1_000_000, 4_000_000, 10_000_000][..]),
        (Engine::Best, 1, &[4_900, 40_000, 200_000]),
        (Engine::Best, 2, &[4_900, 40_000, 200_000]),
    ] {
        println!("{engine:?}, threads: {threads}\n{:>10}  {:>9}  {:>6}", "bytes", "ms", "MB/s");
        for &size in sizes {
            let mut long = format!("{text}\n\n").repeat(size / text.len() + 1);
            let end = long.floor_char_boundary(size);
            long.truncate(end);
            let article = plain::article(long);
            let runs = if size > 50_000 { 1 } else { RUNS };
            let (seconds, quotations) = (0..runs)
                .map(|_| time(&article, engine, threads))
                .fold((f64::MAX, 0), |a, b| if b.0 < a.0 { b } else { a });
            let rate = end as f64 / 1e6 / seconds;
            println!("{end:>10}  {:>9.1}  {rate:>6.2}  {quotations} quotations", seconds * 1e3);
        }
    }
    Ok(())
}

/// The seconds of one analysis, and the number of quotations found.
fn time(article: &Article, engine: Engine, threads: usize) -> (f64, usize) {
    let start = Instant::now();
    let found = analyse_with(article, engine, |jobs: Jobs| run_jobs(&jobs, threads, |_| true));
    (start.elapsed().as_secs_f64(), found.map_or(0, |Analysis { quotations, .. }| quotations.len()))
}
