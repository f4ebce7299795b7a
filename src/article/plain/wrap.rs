//! Decides which lines of a stretch without blank lines form a paragraph. A line break is soft if the first word of the
//! next line had no room, or if the sentence runs on. All others are hard.

use super::line::{Marker, MeasuredLine};
use crate::article::transcript::TurnStart;

/// Full lines that show a stretch to be wrapped, by their lengths alone.
const MIN_FULL_LINES: usize = 2;
/// Characters by which a line may exceed the learned width: programs count marks differently.
const TOLERANCE: u16 = 4;

/// The width at which a text is hard-wrapped, in characters; 0 while nothing wrapped was seen.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct WrapWidth(u16);

/// The way in which the lines of a stretch form paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Each line is a paragraph.
    Lines,
    /// Paragraphs are wrapped at this width, in characters.
    Wrapped(u16),
    /// Lines are broken at odd places: only those that run on are joined.
    Broken,
}

/// Calls `emit` with the first and last line of each paragraph of `stretch`, in order. Learns the width.
///
/// In `mail` shorter lines run on, too: programs break lines anywhere.
pub(super) fn paragraphs(
    stretch: &[MeasuredLine],
    width: &mut WrapWidth,
    mail: bool,
    mut emit: impl FnMut(&MeasuredLine, &MeasuredLine),
) {
    let [first, rest @ ..] = stretch else { return };
    if rest.is_empty() {
        return emit(first, first);
    }
    let shape = shape(stretch, width, mail);
    if shape == Shape::Lines && stretch.iter().all(|line| line.turn == TurnStart::None) {
        return stretch.iter().for_each(|line| emit(line, line));
    }
    let indents = Indents::of(stretch);
    let (mut opening, mut last) = (first, first);
    for line in rest {
        let apart = line.marker != Marker::None && !matches!(line.turn, TurnStart::WithWords)
            || line.turn != TurnStart::None
            || last.turn == TurnStart::LabelOnly
            || matches!(opening.marker, Marker::Heading(_) | Marker::Rule | Marker::Quote(_));
        let hanging = opening.marker == Marker::Item && line.indent > opening.indent;
        let goes_on = opening.turn == TurnStart::WithWords && !last.ends_sentence;
        if apart || !(hanging || goes_on || continues(last, line, shape, indents)) {
            emit(opening, last);
            opening = line;
        }
        last = line;
    }
    emit(opening, last);
}

/// Whether `next` continues the paragraph of `line`.
fn continues(line: &MeasuredLine, next: &MeasuredLine, shape: Shape, indents: Indents) -> bool {
    if indents.begins_paragraph(line, next) {
        return false;
    }
    let runs_on = line.runs_on_into(next);
    match shape {
        Shape::Lines => false,
        Shape::Broken => runs_on,
        // Ragged lines are short by less than a long word; the last line of a paragraph ends a sentence.
        Shape::Wrapped(width) => {
            let wrapped = line.columns <= width + TOLERANCE;
            runs_on
                || (wrapped && (no_room(line, next, width) || (!line.ends_sentence && line.columns >= width / 8 * 7)))
        }
    }
}

/// Whether the first word of `next` would have exceeded `width` on `line`.
fn no_room(line: &MeasuredLine, next: &MeasuredLine, width: u16) -> bool {
    line.columns.saturating_add(1).saturating_add(next.first_word) > width
}

fn shape(stretch: &[MeasuredLine], width: &mut WrapWidth, mail: bool) -> Shape {
    let known = width.0;
    let longest = stretch.iter().map(|line| line.columns).max().unwrap_or(0);
    let breaks = || stretch.windows(2).filter_map(|pair| pair.first().zip(pair.get(1)));
    let inside = || {
        breaks().filter(|(line, next)| {
            next.marker == Marker::None && next.turn == TurnStart::None && line.turn != TurnStart::LabelOnly
        })
    };
    // A line that runs on was wrapped, so the longest of these gives the width.
    let (mut run_on, mut own) = (0usize, 0);
    for (line, next) in inside() {
        if line.runs_on_into(next) {
            run_on += 1;
            own = own.max(line.columns);
        }
    }
    let fits = known > 0 && longest <= known + TOLERANCE;
    if run_on == 0 && !fits {
        return Shape::Lines;
    }
    // In wrapped text, a line that ends inside a sentence is full. Verse and lists leave room. Headings and labels
    // leave most of the line, and prove nothing. Hand-wrapped text leaves a little more room than programs do.
    let full = |width: u16| {
        let (mut unended, mut full) = (0usize, 0usize);
        for (line, next) in inside().filter(|(line, _)| !line.ends_sentence && line.columns >= width / 2) {
            unended += 1;
            full += usize::from(no_room(line, next, width - width / 16));
        }
        (unended, full)
    };
    let (unended, wrapped) = full(own);
    if wrapped >= MIN_FULL_LINES && own >= 35 && wrapped * 4 >= unended * 3 && run_on * 5 >= unended * 2 {
        width.0 = known.max(own);
        return Shape::Wrapped(own);
    }
    if fits {
        let (unended, wrapped) = full(known);
        if wrapped * 4 >= unended * 3 {
            return Shape::Wrapped(known);
        }
    }
    // A scraped page may break sentences at every link. A list of lower-case words has no line as long as this.
    let least = if mail { 30 } else { 55 };
    if longest >= least && run_on * 5 >= inside().count() * 3 { Shape::Broken } else { Shape::Lines }
}

/// The use of indentation in a stretch: for the first line of a paragraph, or for all lines but that.
#[derive(Clone, Copy, Debug)]
struct Indents {
    /// The least indentation, in columns.
    base: u16,
    /// Whether the later lines of a paragraph are indented further.
    hanging: bool,
}

impl Indents {
    fn of(stretch: &[MeasuredLine]) -> Indents {
        let base = stretch.iter().map(|line| line.indent).min().unwrap_or(0);
        let (mut hanging, mut first_line) = (0usize, 0usize);
        for (line, next) in stretch.iter().zip(stretch.iter().skip(1)).filter(|(line, next)| line.runs_on_into(next)) {
            hanging += usize::from(line.indent + 1 < next.indent);
            first_line += usize::from(next.indent + 1 < line.indent);
        }
        Indents { base, hanging: hanging > first_line }
    }

    fn begins_paragraph(self, line: &MeasuredLine, next: &MeasuredLine) -> bool {
        let further_in = next.indent > self.base + 1;
        if self.hanging {
            !further_in && line.indent > self.base + 1
        } else {
            further_in && (line.ends_sentence || line.indent.abs_diff(next.indent) > 1)
        }
    }
}
