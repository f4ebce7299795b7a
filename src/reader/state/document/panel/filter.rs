//! [`Filter`]: narrows the panel to what matches a pattern, fuzzily in names and roles, literally in quoted words.

use crate::article::Article;
use crate::record::{PersonId, QuotationId, Record};
use crate::text::one_line;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use std::collections::HashSet;

/// The people and quotations that match a pattern.
#[derive(Debug, Default)]
pub struct Filter {
    pub pattern: String,
    people: HashSet<PersonId>,
    quotations: HashSet<QuotationId>,
}

impl Filter {
    /// Matches `pattern` against everyone and everything in the record: a person by name and role, a quotation by its
    /// words. Case counts only when the pattern has a capital.
    pub fn new(article: &Article, record: &Record, pattern: &str) -> Filter {
        let parsed = Pattern::parse(pattern, CaseMatching::Smart, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let mut matches = |text: &str| parsed.score(Utf32Str::new(text, &mut buffer), &mut matcher).is_some();
        let people = (0..record.people().len())
            .filter(|&id| {
                let person = &record.people()[id];
                matches(&format!("{} {}", person.name, person.role.as_deref().unwrap_or_default()))
            })
            .collect();
        // Scattered letters of a long quotation are not a match: its words must contain the pattern literally.
        let words = pattern.to_lowercase();
        let quotations = (0..record.quotations().len())
            .filter(|&id| {
                let pieces = &record.quotations()[id].content;
                pieces.iter().any(|&piece| one_line(article.slice(piece)).to_lowercase().contains(&words))
            })
            .collect();
        Filter { pattern: pattern.into(), people, quotations }
    }

    /// Whether this person matches by themselves.
    pub fn matches_person(&self, person: PersonId) -> bool {
        self.people.contains(&person)
    }

    /// Whether this quotation matches, by its words or its speaker.
    pub fn matches_quotation(&self, record: &Record, quotation: QuotationId) -> bool {
        self.quotations.contains(&quotation)
            || record.quotations().get(quotation).and_then(|q| q.speaker).is_some_and(|id| self.matches_person(id))
    }
}
