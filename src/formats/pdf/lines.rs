//! The glyphs of a page → its lines in reading order. Gaps between glyphs separate words, and white space down the page
//! separates columns.

use super::glyphs::{Glyph, GlyphText, PageGlyphs};

/// Gaps relative to the font size: between words, and wider than between words of one line.
const WORD_GAP: f32 = 0.17;
const WIDE_GAP: f32 = 1.0;
/// Words further apart than this are never on the same line.
const MAX_GAP: f32 = 5.0;
/// The most by which baselines of one line differ, relative to the font size.
const SAME_LINE: f32 = 0.55;
/// The least width of a gutter, in points and relative to the usual font size.
const MIN_GUTTER: f32 = 7.0;
const MIN_GUTTER_SIZE: f32 = 0.8;
/// The share of the lines of a page that may cross a gutter: titles, captions.
const MAX_CROSSING: f32 = 0.12;
/// The most columns of a page, and the least share of its lines in each.
const MAX_COLUMNS: usize = 6;
const MIN_COLUMN_SHARE: f32 = 0.12;
/// The fewest lines of a page with columns, and the rows at which columns may begin or end.
const MIN_LINES: usize = 10;
const MAX_ROWS: usize = 120;

/// A line of text in its column. Lengths are in points.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TextLine {
    pub text: String,
    pub left: f32,
    pub right: f32,
    /// The baseline, from the top.
    pub base: f32,
    pub size: f32,
    /// Whether all of it is bold.
    pub bold: bool,
    /// The width of its first word.
    pub first_word: f32,
    /// The number of its column on the page. Lines across all columns have a number of their own.
    pub column: usize,
    /// The edges of its column.
    pub column_left: f32,
    pub column_right: f32,
}

/// The lines of a page.
#[derive(Debug, Default)]
pub(super) struct PageLines {
    pub height: f32,
    pub lines: Vec<TextLine>,
    /// Whether it is a picture without text.
    pub is_picture: bool,
}

/// Finds the lines of a page.
pub(super) fn lines(sheet: PageGlyphs) -> PageLines {
    let is_picture = sheet.is_picture();
    let mut rows = rows(sheet.glyphs);
    strip_line_numbers(&mut rows);
    let mut lines = Vec::new();
    let mut columns = 0;
    for (rows, gutters) in column_bands(&rows, sheet.width) {
        reading_order(rows, &gutters, columns, &mut lines);
        // One more for the lines across.
        columns += gutters.len() + 2;
    }
    // The number of a note may be raised so far that it becomes a line.
    let numbers: Vec<bool> = lines.windows(2).map(|pair| is_note_number_above(&pair[0], &pair[1])).collect();
    let mut numbers = numbers.into_iter();
    lines.retain(|_| !numbers.next().unwrap_or(false));
    measure_columns(&mut lines, columns);
    PageLines { height: sheet.height, lines, is_picture }
}

/// Removes line numbers in the margin, as in court and parliamentary records: aligned rows that begin with consecutive
/// numbers, some possibly left out.
fn strip_line_numbers(rows: &mut Vec<Vec<PositionedWord>>) {
    const LEAST: usize = 8;
    const STEP: u32 = 5;
    let number = |row: &Vec<PositionedWord>| {
        let first = row.first()?;
        let apart = row.get(1).is_none_or(|next| next.left - first.right > 0.6 * first.size);
        let digits = first.text.len() <= 2 && first.text.bytes().all(|byte| byte.is_ascii_digit());
        first.text.parse::<u32>().ok().filter(|_| apart && digits)
    };
    let numbered: Vec<(u32, f32, f32)> =
        rows.iter().filter_map(|row| Some((number(row)?, row.first()?.left, row.first()?.right))).collect();
    let counts = numbered.windows(2).filter(|pair| pair[1].0 > pair[0].0 && pair[1].0 <= pair[0].0 + STEP).count();
    let Some(&(_, left, right)) = numbered.last() else { return };
    // Numbers of one and of two digits are aligned at the left or at the right.
    let aligned = |place: fn(&(u32, f32, f32)) -> f32, at: f32| {
        numbered.iter().filter(|line| (place(line) - at).abs() < 2.0).count() * 10 >= numbered.len() * 9
    };
    let in_line = aligned(|line| line.1, left) || aligned(|line| line.2, right);
    let outside =
        rows.iter().filter(|row| number(row).is_none()).all(|row| row.first().is_some_and(|w| w.left > left - 2.0));
    if counts + 1 < LEAST || counts + 2 < numbered.len() || numbered.len() * 3 < rows.len() * 2 || !in_line || !outside
    {
        return;
    }
    for row in rows.iter_mut() {
        if number(row).is_some() {
            row.remove(0);
        }
    }
    rows.retain(|row| !row.is_empty());
}

/// Whether `line` is only the number of a note in the line below.
fn is_note_number_above(line: &TextLine, below: &TextLine) -> bool {
    is_mark(&line.text) && line.size < 0.8 * below.size && (below.base - line.base).abs() < 0.9 * below.size
}

/// Rows with the same columns, and the gutters between these.
type Band<'r> = (&'r [Vec<PositionedWord>], Vec<(f32, f32)>);

/// Divides the page vertically: all of it, its lower part or its upper part has columns.
fn column_bands(rows: &[Vec<PositionedWord>], width: f32) -> Vec<Band<'_>> {
    let whole = gutters(rows, width);
    if !whole.is_empty() {
        return vec![(rows, whole)];
    }
    let tried = 1..rows.len().min(MAX_ROWS);
    for at in tried.clone() {
        let gutters = gutters(&rows[at..], width);
        if !gutters.is_empty() {
            // The next lines may still span the columns.
            let more = rows[at..].iter().take_while(|row| crosses_gutter(row, &gutters)).count();
            let (above, below) = rows.split_at(at + more);
            return vec![(above, Vec::new()), (below, gutters)];
        }
    }
    for at in tried.rev() {
        let gutters = gutters(&rows[..at], width);
        if !gutters.is_empty() {
            let more = rows[..at].iter().rev().take_while(|row| crosses_gutter(row, &gutters)).count();
            let (above, below) = rows.split_at(at - more);
            return vec![(above, gutters), (below, Vec::new())];
        }
    }
    vec![(rows, Vec::new())]
}

/// Whether `row` has words in a gutter.
fn crosses_gutter(row: &[PositionedWord], gutters: &[(f32, f32)]) -> bool {
    gutters
        .iter()
        .any(|(from, to)| row.iter().any(|word| word.left < (from + to) / 2.0 && word.right > (from + to) / 2.0))
}

/// A word with its position.
#[derive(Clone, Debug)]
struct PositionedWord {
    text: String,
    left: f32,
    right: f32,
    base: f32,
    size: f32,
    bold: bool,
}

/// The words of a page in rows from the top, each from the left. A row spans all columns.
fn rows(mut glyphs: Vec<Glyph>) -> Vec<Vec<PositionedWord>> {
    glyphs.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut rows: Vec<Vec<PositionedWord>> = Vec::new();
    let mut rest = glyphs.as_mut_slice();
    while let Some(first) = rest.first() {
        let (base, mut size) = (first.base, first.size);
        let length = rest
            .iter()
            .take_while(|glyph| {
                let same = glyph.base - base <= SAME_LINE * size.max(glyph.size);
                size = if same { size.max(glyph.size) } else { size };
                same
            })
            .count();
        let (row, after) = rest.split_at_mut(length.max(1));
        row.sort_by(|a, b| a.left.total_cmp(&b.left));
        rows.push(words(row));
        rest = after;
    }
    rows.retain(|row| !row.is_empty());
    rows
}

/// Whether `text` can number a note.
fn is_mark(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || matches!(c, '*' | '†' | '‡' | ','))
}

fn words(row: &[Glyph]) -> Vec<PositionedWord> {
    let mut words: Vec<PositionedWord> = Vec::new();
    let mut open = false;
    let mut before: Option<&Glyph> = None;
    for glyph in row {
        let space = match &glyph.text {
            GlyphText::Char(c) => c.is_whitespace() || c.is_control(),
            GlyphText::Several(text) => text.trim().is_empty(),
        };
        if space {
            open = false;
            continue;
        }
        // Some files make letters bold by drawing them twice.
        let twice = before.is_some_and(|before| {
            before.text == glyph.text
                && (glyph.left - before.left).abs() < 0.15 * glyph.size
                && glyph.base == before.base
        });
        if twice {
            continue;
        }
        before = Some(glyph);
        // A raised digit is the number of a note, not part of the word.
        let joined = words.last_mut().filter(|word| {
            open && glyph.left - word.right < WORD_GAP * glyph.size.max(word.size)
                && !(is_raised(glyph, word.base, word.size))
        });
        match joined {
            Some(word) => {
                push(&mut word.text, &glyph.text);
                word.right = word.right.max(glyph.right);
                word.bold &= glyph.bold;
                if glyph.size > word.size {
                    (word.size, word.base) = (glyph.size, glyph.base);
                }
            }
            None => {
                let mut text = String::new();
                push(&mut text, &glyph.text);
                let Glyph { left, right, base, size, bold, .. } = *glyph;
                words.push(PositionedWord { text, left, right, base, size, bold });
            }
        }
        open = true;
    }
    let most = words.iter().map(|word| word.size).fold(0.0, f32::max);
    let base = words.iter().map(|word| word.base).fold(0.0, f32::max);
    words.retain(|word| {
        let is_note = word.size < 0.8 * most && base - word.base > 0.15 * most && is_mark(&word.text);
        !is_note && !word.text.is_empty()
    });
    words
}

fn is_raised(glyph: &Glyph, base: f32, size: f32) -> bool {
    glyph.size < 0.8 * size && base - glyph.base > 0.15 * size
}

/// Adds the text of a glyph, with ligatures as letters.
fn push(text: &mut String, glyph: &GlyphText) {
    let mut letter = |c: char| match c {
        'ﬀ' => text.push_str("ff"),
        'ﬁ' => text.push_str("fi"),
        'ﬂ' => text.push_str("fl"),
        'ﬃ' => text.push_str("ffi"),
        'ﬄ' => text.push_str("ffl"),
        'ﬅ' | 'ﬆ' => text.push_str("st"),
        '\u{200b}' | '\u{feff}' => {}
        c if c.is_control() => {}
        c => text.push(c),
    };
    match glyph {
        GlyphText::Char(c) => letter(*c),
        GlyphText::Several(several) => several.chars().for_each(letter),
    }
}

/// The gutters of the page: the left and right edge of each.
fn gutters(rows: &[Vec<PositionedWord>], width: f32) -> Vec<(f32, f32)> {
    // The number of pieces of lines that cover each point across the page.
    let points = (width.clamp(1.0, 20_000.0)) as usize + 1;
    let mut ink = vec![0u32; points + 1];
    let (mut pieces, mut sizes) = (Vec::new(), Vec::new());
    for row in rows {
        let mut piece: Option<(f32, f32)> = None;
        for word in row {
            sizes.push(word.size);
            match &mut piece {
                Some((_, right)) if word.left - *right < WIDE_GAP * word.size => *right = right.max(word.right),
                piece => pieces.extend(piece.replace((word.left, word.right))),
            }
        }
        pieces.extend(piece);
    }
    if pieces.len() < MIN_LINES {
        return Vec::new();
    }
    let at = |x: f32| (x.max(0.0) as usize).min(points);
    for &(left, right) in &pieces {
        ink[at(left)..=at(right)].iter_mut().for_each(|count| *count += 1);
    }
    sizes.sort_by(f32::total_cmp);
    let least = MIN_GUTTER.max(MIN_GUTTER_SIZE * sizes.get(sizes.len() / 2).copied().unwrap_or(0.0));
    let few = (pieces.len() as f32 * MAX_CROSSING / 2.0) as u32;
    let mut gutters = Vec::new();
    let mut start = None;
    for (x, &count) in ink.iter().enumerate() {
        match (count <= few, start) {
            (true, None) => start = Some(x),
            (false, Some(from)) => {
                start = None;
                if from > 0 && (x - from) as f32 >= least {
                    gutters.push((from as f32, x as f32));
                }
            }
            _ => {}
        }
    }
    // Margins are not gutters, nor is the white space beside a few words.
    let share = |from: f32, to: f32| {
        let inside = pieces.iter().filter(|(left, right)| (from..to).contains(&((left + right) / 2.0))).count();
        inside as f32 / pieces.len() as f32
    };
    let mut kept: Vec<(f32, f32)> = Vec::new();
    for gutter in gutters {
        let from = kept.last().map_or(0.0, |before| before.1);
        if share(from, gutter.0) >= MIN_COLUMN_SHARE && kept.len() + 1 < MAX_COLUMNS {
            kept.push(gutter);
        }
    }
    while kept.last().is_some_and(|last| share(last.1, f32::MAX) < MIN_COLUMN_SHARE) {
        kept.pop();
    }
    kept
}

/// Adds the lines in reading order: each column down to the next line that spans columns. Columns are numbered from
/// `first_column` on.
fn reading_order(rows: &[Vec<PositionedWord>], gutters: &[(f32, f32)], first_column: usize, lines: &mut Vec<TextLine>) {
    let mut columns: Vec<Vec<TextLine>> = vec![Vec::new(); gutters.len() + 1];
    for row in rows {
        let mut cell: Vec<&PositionedWord> = Vec::new();
        let mut cells = Vec::new();
        for word in row {
            let parted = cell.last().is_some_and(|before| {
                let far = word.left - before.right > MAX_GAP * word.size;
                far || gutters.iter().any(|(from, to)| {
                    let inset = (to - from) * 0.2;
                    before.right <= from + inset && word.left >= to - inset
                })
            });
            if parted {
                cells.push(std::mem::take(&mut cell));
            }
            cell.push(word);
        }
        cells.push(cell);
        for cell in cells {
            let (Some(first), Some(last)) = (cell.first(), cell.last()) else { continue };
            let column = |x: f32| gutters.iter().filter(|(from, to)| x > (from + to) / 2.0).count();
            let (from, to) = (column(first.left), column(last.right));
            if from == to {
                columns[from].push(line(&cell, first_column + from));
            } else {
                columns.iter_mut().for_each(|column| lines.append(column));
                lines.push(line(&cell, first_column + gutters.len() + 1));
            }
        }
    }
    columns.iter_mut().for_each(|column| lines.append(column));
}

fn line(words: &[&PositionedWord], column: usize) -> TextLine {
    let mut text = String::new();
    for word in words {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&word.text);
    }
    let longest = words.iter().max_by_key(|word| word.text.len());
    let (left, right) = (words.first().map_or(0.0, |word| word.left), words.last().map_or(0.0, |word| word.right));
    TextLine {
        text,
        left,
        right,
        base: longest.map_or(0.0, |word| word.base),
        size: longest.map_or(0.0, |word| word.size),
        bold: words.iter().all(|word| word.bold),
        first_word: words.first().map_or(0.0, |word| word.right - word.left),
        column,
        column_left: left,
        column_right: right,
    }
}

/// Sets the edges of the column of each line: at the left where most of its text begins, at the right where nearly all
/// of it ends.
fn measure_columns(lines: &mut [TextLine], columns: usize) {
    for column in 0..columns {
        let of = || lines.iter().filter(|line| line.column == column);
        let mut rights: Vec<f32> = of().map(|line| line.right).collect();
        rights.sort_by(f32::total_cmp);
        let right = rights.get(rights.len().saturating_sub(1) * 9 / 10).copied().unwrap_or(0.0);
        let begins =
            |left: f32| of().filter(|line| (line.left - left).abs() < 1.5).map(|line| line.text.len()).sum::<usize>();
        let mut lefts: Vec<f32> = of().map(|line| line.left.round()).collect();
        lefts.sort_by(f32::total_cmp);
        lefts.dedup();
        let most: Option<(usize, f32)> =
            lefts.iter().map(|&left| (begins(left), left)).max_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        let left = most.map_or(0.0, |(_, left)| left);
        for line in lines.iter_mut().filter(|line| line.column == column) {
            (line.column_left, line.column_right) = (left, right);
        }
    }
}
