//! The quotations that changed from one version of a text to the next.

use super::alignment::{Difference, Wording, align};
use crate::article::Article;
use crate::library::error::Error;
use crate::library::store::{Library, SourceKey};
use crate::record::{self, Record};
use crate::text::TextAnchor;

/// The most quotations of a text that are compared, each with each of another.
const MAX_COMPARED: usize = 300;
/// The similarity below which two quotations are not versions of each other.
const MIN_CLOSENESS: f32 = 0.5;

/// A quotation that only one of two versions has, or that they word differently.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangedQuotation {
    /// The words that the later version left out, those that it added, and those in both.
    pub differences: Vec<Difference>,
    /// The name of the speaker, in the later version if it is there.
    pub speaker: Option<String>,
    /// Its place in the later version; `None` if it is gone.
    pub place: Option<TextAnchor>,
}

/// A quotation in one of the versions.
struct VersionQuotation {
    words: String,
    speaker: Option<String>,
    place: TextAnchor,
}

impl Library {
    /// The quotations that changed with the latest version of an article, in the order of the text, those that are gone
    /// at the end. `None` if there is but one version.
    ///
    /// # Errors
    /// If the library cannot be read.
    pub fn changes(&self, key: &SourceKey) -> Result<Option<Vec<ChangedQuotation>>, Error> {
        let versions = self.versions(key)?;
        let [.., before, after] = &versions[..] else { return Ok(None) };
        let of = |number: u32| -> Result<Vec<VersionQuotation>, Error> {
            let Some(stored) = self.article_version(key, number)? else { return Ok(Vec::new()) };
            let record = record::build_confident(&stored.article, stored.analysis, &self.corrections_of(key)?);
            Ok(said(&stored.article, &record))
        };
        Ok(Some(changes(&of(before.number)?, &of(after.number)?)))
    }
}

fn said(article: &Article, record: &Record) -> Vec<VersionQuotation> {
    let quotations = record.quotations().iter();
    quotations
        .map(|quotation| {
            let words: Vec<&str> = quotation.content.iter().map(|&piece| article.slice(piece)).collect();
            let speaker = quotation.speaker.and_then(|speaker| record.people().get(speaker));
            VersionQuotation {
                words: words.join(" … "),
                speaker: speaker.map(|speaker| speaker.name.clone()),
                place: TextAnchor::new(article.text(), quotation.content.first().copied().unwrap_or_default()),
            }
        })
        .collect()
}

fn changes(before: &[VersionQuotation], after: &[VersionQuotation]) -> Vec<ChangedQuotation> {
    let old: Vec<Wording> = before.iter().map(|said| Wording::of(&said.words)).collect();
    let new: Vec<Wording> = after.iter().map(|said| Wording::of(&said.words)).collect();
    let key = |wording: &Wording| wording.key(0..wording.len());
    let mut is_paired = vec![false; before.len()];
    // Quotations that are the same in both need no comparison.
    let mut changed: Vec<usize> = Vec::new();
    for (nth, wording) in new.iter().enumerate() {
        let same = (0..old.len()).find(|&other| {
            !is_paired[other] && before[other].speaker == after[nth].speaker && key(&old[other]) == key(wording)
        });
        match same {
            Some(other) => is_paired[other] = true,
            None => changed.push(nth),
        }
    }
    let mut all = Vec::new();
    for &nth in &changed {
        let left = (0..old.len()).filter(|&other| !is_paired[other]).take(MAX_COMPARED);
        let aligned = left.map(|other| (other, align(&new[nth], &old[other])));
        let best = aligned.max_by(|one, other| one.1.closeness.total_cmp(&other.1.closeness));
        let differences = match best.filter(|(_, best)| best.closeness >= MIN_CLOSENESS) {
            Some((other, best)) => {
                is_paired[other] = true;
                let left_out = |words: &[&str]| (!words.is_empty()).then(|| Difference::LeftOut(words.join(" ")));
                let shown = &old[other].shown;
                let start = left_out(&shown[..best.range.start.min(shown.len())]);
                let end = left_out(&shown[best.range.end.min(shown.len())..]);
                start.into_iter().chain(best.differences).chain(end).collect()
            }
            None => vec![Difference::Added(after[nth].words.clone())],
        };
        let VersionQuotation { speaker, place, .. } = &after[nth];
        all.push(ChangedQuotation { differences, speaker: speaker.clone(), place: Some(place.clone()) });
    }
    let gone = before.iter().zip(&is_paired).filter(|(_, is_paired)| !**is_paired);
    all.extend(gone.map(|(said, _)| ChangedQuotation {
        differences: vec![Difference::LeftOut(said.words.clone())],
        speaker: said.speaker.clone(),
        place: None,
    }));
    all
}
