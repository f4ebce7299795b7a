//! The map of voices: the whole text in as many slices as the screen has rows, and who speaks most in each.

use crate::record::{PersonId, QuotationId, Record};

/// Who speaks in a slice of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    Nobody,
    /// Somebody, but nobody knows who.
    Unknown,
    Person(PersonId),
}

/// Cuts a text of `bytes` bytes into `slices` slices of one length and says who speaks most in each, counting only the
/// quotations that `shown` lets through.
pub fn voices(record: &Record, bytes: usize, slices: usize, shown: impl Fn(QuotationId) -> bool) -> Vec<Voice> {
    let mut map = vec![Voice::Nobody; slices];
    let mut spoken: Vec<Vec<(Voice, usize)>> = vec![Vec::new(); slices];
    for &(piece, id) in record.pieces() {
        if bytes == 0 || slices == 0 || !shown(id) {
            continue;
        }
        let voice = match record.quotations().get(id).and_then(|quotation| quotation.speaker) {
            Some(person) if !record.uncertain(id) => Voice::Person(person),
            _ => Voice::Unknown,
        };
        let (start, end) = (piece.start as usize, (piece.end as usize).min(bytes));
        let first = start * slices / bytes;
        let last = (end.saturating_sub(1) * slices / bytes).min(slices - 1);
        for (slice, spoken) in spoken.iter_mut().enumerate().take(last + 1).skip(first) {
            let (from, to) = (slice * bytes / slices, (slice + 1) * bytes / slices);
            // A short text has slices of less than a byte: being there counts for one.
            let overlap = end.min(to).saturating_sub(start.max(from)).max(1);
            match spoken.iter_mut().find(|(other, _)| *other == voice) {
                Some((_, bytes)) => *bytes += overlap,
                None => spoken.push((voice, overlap)),
            }
        }
    }
    for (slice, spoken) in map.iter_mut().zip(spoken) {
        if let Some((voice, _)) = spoken.into_iter().max_by_key(|&(_, bytes)| bytes) {
            *slice = voice;
        }
    }
    map
}
