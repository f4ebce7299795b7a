//! The speaker map: the whole text in as many slices as the screen has rows, and who speaks most in each.

use crate::record::{PersonId, QuotationId, Record};

/// The main speaker of a slice of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slice {
    Nobody,
    /// A speaker who is unknown or uncertain.
    Unknown,
    Person(PersonId),
}

/// Cuts a text of `bytes` bytes into `slices` equal slices and finds who speaks most in each, counting only the
/// quotations for which `shown` is true.
pub fn speaker_map(record: &Record, bytes: usize, slices: usize, shown: impl Fn(QuotationId) -> bool) -> Vec<Slice> {
    let mut map = vec![Slice::Nobody; slices];
    let mut spoken: Vec<Vec<(Slice, usize)>> = vec![Vec::new(); slices];
    for &(piece, id) in record.pieces() {
        if bytes == 0 || slices == 0 || !shown(id) {
            continue;
        }
        let speaker = match record.quotations().get(id).and_then(|quotation| quotation.speaker) {
            Some(person) if !record.uncertain(id) => Slice::Person(person),
            _ => Slice::Unknown,
        };
        let (start, end) = (piece.start as usize, (piece.end as usize).min(bytes));
        let first = start * slices / bytes;
        let last = (end.saturating_sub(1) * slices / bytes).min(slices - 1);
        for (slice, spoken) in spoken.iter_mut().enumerate().take(last + 1).skip(first) {
            let (from, to) = (slice * bytes / slices, (slice + 1) * bytes / slices);
            // A short text has slices of less than a byte, so each quotation counts at least one.
            let overlap = end.min(to).saturating_sub(start.max(from)).max(1);
            match spoken.iter_mut().find(|(other, _)| *other == speaker) {
                Some((_, bytes)) => *bytes += overlap,
                None => spoken.push((speaker, overlap)),
            }
        }
    }
    for (slice, spoken) in map.iter_mut().zip(spoken) {
        if let Some((speaker, _)) = spoken.into_iter().max_by_key(|&(_, bytes)| bytes) {
            *slice = speaker;
        }
    }
    map
}
