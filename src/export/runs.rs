//! Turns spans that may overlap into elements that nest: an overlapping one is closed and opened again.

use crate::text::Span;
use std::collections::BTreeSet;
use std::io;

/// A step through a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step<'s, T> {
    /// An element begins; `first` where its span does.
    Open {
        item: &'s T,
        first: bool,
    },
    Text(Span),
    /// The element opened last ends; `last` where its span does.
    Close {
        item: &'s T,
        last: bool,
    },
}

/// Walks through `range` with the elements `spans`, of which an earlier one is always outside of a later one. Elements
/// are closed at the end of the range.
///
/// # Errors
/// The errors of `visit`.
pub(super) fn for_each_step<T>(
    range: Span,
    spans: &[(Span, T)],
    mut visit: impl FnMut(Step<T>) -> io::Result<()>,
) -> io::Result<()> {
    let clip = |span: Span| Span { start: span.start.max(range.start), end: span.end.min(range.end) };
    let clipped: Vec<Span> = spans.iter().map(|(span, _)| clip(*span)).collect();
    let mut opening: Vec<usize> = (0..spans.len()).filter(|&index| !clipped[index].is_empty()).collect();
    opening.sort_by_key(|&index| clipped[index].start);
    let mut cuts: Vec<u32> = opening.iter().flat_map(|&index| [clipped[index].start, clipped[index].end]).collect();
    cuts.push(range.end);
    cuts.sort_unstable();
    cuts.dedup();
    let mut opening = opening.into_iter().peekable();
    let mut active: BTreeSet<usize> = BTreeSet::new();
    let mut open: Vec<usize> = Vec::new();
    let mut at = range.start;
    for cut in cuts {
        if cut > at {
            visit(Step::Text(Span { start: at, end: cut }))?;
            at = cut;
        }
        active.retain(|&index| clipped[index].end > cut);
        while let Some(index) = opening.next_if(|&index| clipped[index].start == cut) {
            active.insert(index);
        }
        let common = open.iter().zip(&active).take_while(|(one, other)| one == other).count();
        for index in open.drain(common..).rev() {
            visit(Step::Close { item: &spans[index].1, last: spans[index].0.end == cut })?;
        }
        for &index in active.iter().skip(common) {
            visit(Step::Open { item: &spans[index].1, first: spans[index].0.start == cut })?;
            open.push(index);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The elements of `range` as brackets: a capital where a span begins or ends, a small letter where it is only cut.
    fn check(range: (usize, usize), spans: &[(usize, usize, char)]) -> String {
        let spans: Vec<(Span, char)> = spans.iter().map(|&(start, end, name)| (Span::new(start, end), name)).collect();
        let mut out = String::new();
        let case = |name: char, whole: bool| if whole { name.to_ascii_uppercase() } else { name };
        for_each_step(Span::new(range.0, range.1), &spans, |step| {
            match step {
                Step::Open { item, first } => out += &format!("<{}", case(*item, first)),
                Step::Text(span) => out += &"0123456789"[span.range()],
                Step::Close { item, last } => out += &format!("{}>", case(*item, last)),
            }
            Ok(())
        })
        .unwrap();
        out
    }

    #[test]
    fn overlapping_spans_are_split_to_nest() {
        assert_eq!(check((0, 9), &[]), "012345678");
        assert_eq!(check((0, 9), &[(2, 6, 'a'), (3, 4, 'b')]), "01<A2<B3B>45A>678");
        assert_eq!(check((0, 9), &[(2, 6, 'a'), (4, 8, 'b')]), "01<A23<B45b>A><b67B>8");
        // An earlier one is outside even if it begins later.
        assert_eq!(check((0, 9), &[(4, 6, 'a'), (2, 8, 'b')]), "01<B23b><A<b45b>A><b67B>8");
        assert_eq!(check((3, 5), &[(0, 9, 'a'), (4, 5, 'b'), (7, 7, 'c')]), "<a3<B4B>a>");
        assert_eq!(check((0, 3), &[(0, 3, 'a'), (0, 3, 'b')]), "<A<B012B>A>");
        assert_eq!(check((3, 3), &[(0, 9, 'a')]), "");
    }
}
