//! [`CorrectedAnalysis`]: the results of an analysis and the person's corrections, from which the record is built.

use crate::article::Article;
use crate::reader::state::preferences::Kinds;
use crate::record::{self, Correction, FilteredAnalysis, Record};
use std::sync::Arc;

/// The analysis of a text, and the corrections to it.
#[derive(Debug, Default)]
pub struct CorrectedAnalysis {
    /// The analysis before the corrections. `None` until there is one.
    pub found: Option<Arc<FilteredAnalysis>>,
    pub corrections: Vec<Correction>,
    /// Whether the record was built with the quotations that are too doubtful to be shown by default.
    pub doubtful: bool,
}

impl CorrectedAnalysis {
    /// Builds the record of `article` for a person who is shown these `kinds`. `None` before the analysis.
    pub fn record(&self, article: &Article, kinds: Kinds) -> Option<Record> {
        let found = self.found.as_ref()?;
        let found = if kinds == Kinds::Doubtful { found.whole().into() } else { found.confident.clone() };
        Some(record::build(article, found, &self.corrections))
    }
}
