//! Groups hits into utterances: the same words of the same speaker in several articles.

use super::alignment::Wording;
use crate::library::search::hits::Hit;
use rustc_hash::FxHashMap;

/// The fewest words of a part that stands for the whole.
const MIN_WORDS: usize = 4;
/// Sentences of a quotation that are looked at.
const MAX_SENTENCES: usize = 12;

/// The hits of each utterance, by their indices in `hits`, in the order of the first of each. Two quotations of one
/// speaker, by surname, are one utterance if one has the same words as the other, or whole sentences of it. A hit
/// that is not a quotation stands alone.
pub fn utterances(hits: &[Hit]) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = Vec::new();
    // By surname and words: the words of the first quotation of each utterance, and their parts.
    let mut wholes: FxHashMap<(String, String), usize> = FxHashMap::default();
    let mut parts: FxHashMap<(String, String), usize> = FxHashMap::default();
    for (nth, hit) in hits.iter().enumerate() {
        let Some(speech) = &hit.quotation else {
            all.push(vec![nth]);
            continue;
        };
        let name = speech.speaker.as_ref().map_or("", |speaker| speaker.name.as_str());
        let surname = Wording::of(name).last_word().to_owned();
        let wording = Wording::in_sentences(&hit.words);
        let whole = (surname.clone(), wording.key(0..wording.len()));
        let runs: Vec<(String, String)> =
            wording.sentence_runs(MAX_SENTENCES, MIN_WORDS).map(|run| (surname.clone(), wording.key(run))).collect();
        let is_long = wording.len() >= MIN_WORDS;
        let known = wholes.get(&whole).or_else(|| parts.get(&whole).filter(|_| is_long));
        match known.or_else(|| runs.iter().find_map(|run| wholes.get(run))) {
            Some(&of) => all[of].push(nth),
            None => {
                wholes.insert(whole, all.len());
                for run in runs {
                    parts.entry(run).or_insert(all.len());
                }
                all.push(vec![nth]);
            }
        }
    }
    all
}
