//! Which lines of a stretch without blank lines belong to one paragraph. A line end is soft where the next line's first
//! word had no room any more, or where the sentence plainly runs on; everything else is an end that somebody meant.

use super::line::{Line, Mark};

/// Lines of a stretch needed before its own lengths alone can say that it is wrapped.
const ENOUGH: usize = 4;
/// Characters that a line may be longer than the learned width: wrapping programs count marks differently.
const TOLERANCE: u16 = 4;

/// The width that a text is hard-wrapped to, in characters, as far as it is known; 0 when nothing was seen to be wrapped.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Width(u16);

/// How the lines of a stretch are to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Each line is a paragraph.
    Lines,
    /// Paragraphs are wrapped at so many characters.
    Wrapped(u16),
    /// Broken at odd places: only what plainly runs on is joined.
    Broken,
}

/// Calls `emit` with the first and last line of each paragraph of `stretch`, in order, and learns the width.
pub(super) fn paragraphs(text: &str, stretch: &[Line], width: &mut Width, mut emit: impl FnMut(&Line, &Line)) {
    let [first, rest @ ..] = stretch else { return };
    if rest.is_empty() {
        return emit(first, first);
    }
    let shape = shape(text, stretch, width);
    if shape == Shape::Lines {
        return stretch.iter().for_each(|line| emit(line, line));
    }
    let indents = Indents::of(stretch);
    let (mut opening, mut opening_mark, mut last) = (first, first.mark(text), first);
    for line in rest {
        let mark = line.mark(text);
        let apart = mark != Mark::None || matches!(opening_mark, Mark::Heading(_) | Mark::Rule | Mark::Quote(_));
        let hanging = opening_mark == Mark::Item && line.indent > opening.indent;
        if apart || !(hanging || joins(last, line, shape, indents)) {
            emit(opening, last);
            (opening, opening_mark) = (line, mark);
        }
        last = line;
    }
    emit(opening, last);
}

/// Does `next` go on in the paragraph of `line`?
fn joins(line: &Line, next: &Line, shape: Shape, indents: Indents) -> bool {
    if indents.begins_paragraph(line, next) {
        return false;
    }
    let runs_on = line.runs_on_into(next);
    match shape {
        Shape::Lines => false,
        Shape::Broken => runs_on,
        // Ragged wrapping leaves lines short by less than a long word; a paragraph's last line ends a sentence.
        Shape::Wrapped(width) => {
            no_room(line, next, width) || runs_on || (!line.ended && line.columns >= width / 8 * 7)
        }
    }
}

/// Would the first word of `next` have stood beyond `width`, had it been put on `line`?
fn no_room(line: &Line, next: &Line, width: u16) -> bool {
    line.columns.saturating_add(1).saturating_add(next.word) > width
}

fn shape(text: &str, stretch: &[Line], width: &mut Width) -> Shape {
    let own = stretch.iter().map(|line| line.columns).max().unwrap_or(0);
    let (mut breaks, mut full, mut run_on) = (0usize, 0usize, 0usize);
    for pair in stretch.windows(2) {
        let [line, next] = pair else { continue };
        if next.mark(text) == Mark::None {
            breaks += 1;
            full += usize::from(no_room(line, next, own));
            run_on += usize::from(line.runs_on_into(next));
        }
    }
    // In running text most line ends fall inside a sentence, and of those most before a word in lower case. Verse and
    // lists that happen to have even lengths fail one of the two.
    let even = full * 4 >= breaks * 3 && run_on * 4 >= breaks;
    if breaks + 1 >= ENOUGH && own >= 35 && even {
        width.0 = width.0.max(own);
        return Shape::Wrapped(own);
    }
    let known = width.0;
    let fits = known > 0 && own <= known + TOLERANCE;
    if fits && (run_on > 0 || breaks < ENOUGH) && !(breaks >= ENOUGH && run_on * 6 < breaks) {
        return Shape::Wrapped(known);
    }
    // A scraped page may break sentences at every link. Lists of words in lower case have no line as long as this.
    if own >= 55 && breaks > 0 && run_on * 5 >= breaks * 3 { Shape::Broken } else { Shape::Lines }
}

/// How a stretch uses indentation: paragraphs that begin further in, or lines after the first that hang.
#[derive(Clone, Copy, Debug)]
struct Indents {
    /// The least indentation.
    base: u16,
    /// Most lines stand further in than the first line of their paragraph.
    hanging: bool,
}

impl Indents {
    fn of(stretch: &[Line]) -> Indents {
        let base = stretch.iter().map(|line| line.indent).min().unwrap_or(0);
        let at_base = stretch.iter().filter(|line| line.indent <= base + 1).count();
        Indents { base, hanging: at_base * 2 < stretch.len() }
    }

    fn begins_paragraph(self, line: &Line, next: &Line) -> bool {
        let further_in = next.indent > self.base + 1;
        if self.hanging {
            !further_in && line.indent > self.base + 1
        } else {
            further_in && line.indent.abs_diff(next.indent) > 1 || further_in && line.ended
        }
    }
}
