//! [`QuotationMarks`]: which tokens are inside quotation marks, every [`QuotedRun`] of words between two marks, and
//! which blocks continue a quotation left open by the block before. One pass over the article, front to back.
//! `single_marks` separates single quotation marks from apostrophes.

use super::single_marks;
use crate::article::Article;
use crate::language::lexical::tokens::Tokens;
use crate::text::Span;
use std::ops::Range;

/// The position of a token relative to the quotation marks around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum QuoteState {
    #[default]
    Outside,
    Inside,
    /// The mark that opens a quotation.
    Opens,
    /// The mark that closes one.
    Closes,
}

/// The quotation marks of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuotationMarks {
    /// The state of each token. Marks inside a quotation are `Inside`.
    pub states: Vec<QuoteState>,
    /// For each block, whether the block before it ends inside an unclosed quotation. A quotation of several paragraphs
    /// opens each with a mark and closes only the last.
    pub continued: Vec<bool>,
    /// The quoted runs, sorted by start, outer before inner.
    pub runs: Vec<QuotedRun>,
}

/// The words from an opening mark to its closing mark, or to the end of the block if there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotedRun {
    /// The bytes of the run, marks included.
    pub span: Span,
    /// The tokens of the run, marks included.
    pub tokens: Range<usize>,
    /// Whether a mark opens it. If not, the run starts where its block does.
    pub opened: bool,
    /// Whether a mark closes it. If not, the run ends where its block does, or where another run opens.
    pub closed: bool,
    /// Whether its marks are single: `‘…’`.
    pub single: bool,
    /// The run around this one. Runs nested deeper than `MAX_DEPTH` are not recorded.
    pub outer: Option<usize>,
    /// The unclosed run of an earlier block that this one continues.
    pub continues: Option<usize>,
}

/// The deepest nesting recorded, so that a text made of marks alone stays cheap.
const MAX_DEPTH: usize = 4;

/// Marks that pair up: a mark closes only what one of its own family opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MarkFamily {
    /// `“ ” „ ‟ " ''`
    Double,
    /// `‘ ’ ‚ '`
    Single,
    /// `« » ‹ ›`
    Guillemet,
    /// `「 」 『 』`
    Corner,
}

const FAMILY_COUNT: usize = 4;

/// The effect of one mark at its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MarkEffect {
    Opens(MarkFamily),
    Closes(MarkFamily),
    Nothing,
}

impl QuotationMarks {
    /// Finds the quotation marks of `article`, whose tokens are `tokens`.
    pub fn of(article: &Article, tokens: &Tokens) -> QuotationMarks {
        let mut scanner = MarkScanner {
            article,
            tokens,
            marks: QuotationMarks { states: Vec::with_capacity(tokens.len()), ..QuotationMarks::default() },
            open: Vec::new(),
            count: [0; FAMILY_COUNT],
            dropped: Vec::new(),
            left_open: None,
        };
        scanner.marks.continued = vec![false; article.blocks().len()];
        let mut start = 0;
        while let Some(first) = tokens.tokens.get(start) {
            let end = start + tokens.tokens[start..].iter().take_while(|token| token.block == first.block).count();
            scanner.block(start..end);
            start = end;
        }
        scanner.finish()
    }

    /// The same runs, with every token counted as outside, to search inside quotations.
    pub fn from_inside(&self) -> QuotationMarks {
        QuotationMarks { states: Vec::new(), ..self.clone() }
    }

    /// The state of token `at`; `Outside` past the end.
    pub fn state(&self, at: usize) -> QuoteState {
        self.states.get(at).copied().unwrap_or_default()
    }

    /// The marks of the tokens `range`, which are whole blocks, renumbered for [`Tokens::part`].
    pub fn part(&self, range: Range<usize>) -> QuotationMarks {
        let first = self.runs.partition_point(|run| run.tokens.start < range.start);
        let end = self.runs.partition_point(|run| run.tokens.start < range.end);
        let runs = self.runs.get(first..end).unwrap_or(&[]).iter().map(|run| QuotedRun {
            tokens: run.tokens.start - range.start..run.tokens.end.saturating_sub(range.start),
            outer: run.outer.and_then(|outer| outer.checked_sub(first)),
            continues: run.continues.and_then(|before| before.checked_sub(first)),
            ..run.clone()
        });
        let states = self.states.get(range.clone()).unwrap_or(&[]).to_vec();
        QuotationMarks { states, continued: self.continued.clone(), runs: runs.collect() }
    }

    /// Whether block `block` follows one that ends inside a quotation.
    pub fn is_continued(&self, block: usize) -> bool {
        self.continued.get(block).copied().unwrap_or_default()
    }
}

impl QuotedRun {
    /// The bytes of the run without its marks.
    pub fn words(&self, tokens: &Tokens) -> Span {
        tokens.span(self.inner())
    }

    /// The tokens of the run without its marks.
    pub fn inner(&self) -> Range<usize> {
        let start = self.tokens.start + usize::from(self.opened);
        start..(self.tokens.end - usize::from(self.closed)).max(start)
    }
}

/// The state of the scan.
struct MarkScanner<'a> {
    article: &'a Article,
    tokens: &'a Tokens,
    marks: QuotationMarks,
    /// The open runs, outermost first: index in `marks.runs` (none below [`MAX_DEPTH`]) and family.
    open: Vec<(Option<usize>, MarkFamily)>,
    /// The number of open runs of each family.
    count: [usize; FAMILY_COUNT],
    /// For each run, whether it turned out not to be one.
    dropped: Vec<bool>,
    /// The run left open by the block before, with its family.
    left_open: Option<(usize, MarkFamily)>,
}

impl MarkScanner<'_> {
    fn block(&mut self, range: Range<usize>) {
        let block = self.tokens.tokens[range.start].block as usize;
        if let Some(continued) = self.marks.continued.get_mut(block) {
            *continued = self.left_open.is_some();
        }
        self.marks.states.resize(range.end, QuoteState::Outside);
        let nested = self.nested(range.clone());
        let singles = single_marks::pairs(self.article, self.tokens, range.clone());
        let (mut next_nested, mut next_single) = (nested.iter().peekable(), singles.iter().peekable());
        let mut first_mark = true;
        for at in range.clone() {
            let mut effect = self.effect(at, range.clone());
            if let Some(&(_, opens)) = next_single.next_if(|(place, _)| *place == at) {
                effect =
                    if opens { MarkEffect::Opens(MarkFamily::Single) } else { MarkEffect::Closes(MarkFamily::Single) };
            }
            match effect {
                MarkEffect::Opens(family) => {
                    let holds_more = next_nested.next_if(|place| **place == at).is_some();
                    self.opens(at, family, holds_more, range.start);
                }
                MarkEffect::Closes(family) => self.closes(at, family, first_mark, range.start),
                MarkEffect::Nothing => {
                    self.marks.states[at] = if self.open.is_empty() { QuoteState::Outside } else { QuoteState::Inside };
                    continue;
                }
            }
            first_mark = false;
        }
        self.end_block(range.end);
    }

    /// Curly marks of `range` that open a nested quotation, because as many marks close it as opened it. Otherwise a
    /// second opening mark means that the first was never closed.
    fn nested(&self, range: Range<usize>) -> Vec<usize> {
        let mut found = Vec::new();
        let mut unmatched = 0_usize;
        for at in range.rev() {
            match self.tokens.text(self.article, at) {
                "”" => unmatched += 1,
                "“" => {
                    unmatched = unmatched.saturating_sub(1);
                    if unmatched > 0 {
                        found.push(at);
                    }
                }
                _ => {}
            }
        }
        found.reverse();
        found
    }

    fn is_open(&self, family: MarkFamily) -> bool {
        self.count[family as usize] > 0
    }

    /// The effect of the mark at token `at`. Single marks are handled separately.
    fn effect(&self, at: usize, block: Range<usize>) -> MarkEffect {
        use MarkFamily::*;
        let mark = self.tokens.text(self.article, at);
        let beside = Neighbours::of(self.article, self.tokens, at, block);
        let low = self.is_open(Double) && self.opened_by_low_mark();
        match mark {
            // German and Polish: „…“ and „…”.
            "„" | "‟" | "``" => MarkEffect::Opens(Double),
            "“" if low => MarkEffect::Closes(Double),
            "“" => MarkEffect::Opens(Double),
            // Swedish and Finnish: ”…”.
            "”" if !self.is_open(Double) && beside.opens_only() => MarkEffect::Opens(Double),
            "”" => MarkEffect::Closes(Double),
            "\"" | "''" => self.straight_mark(at, beside),
            "«" | "‹" if self.is_open(Guillemet) && beside.closes_only() => MarkEffect::Closes(Guillemet),
            "«" | "‹" => MarkEffect::Opens(Guillemet),
            // German books: »…«.
            "»" | "›" if !self.is_open(Guillemet) && beside.opens_only() => MarkEffect::Opens(Guillemet),
            "»" | "›" => MarkEffect::Closes(Guillemet),
            "「" | "『" => MarkEffect::Opens(Corner),
            "」" | "』" => MarkEffect::Closes(Corner),
            _ => MarkEffect::Nothing,
        }
    }

    fn opened_by_low_mark(&self) -> bool {
        let innermost = self.open.iter().rev().find(|(_, family)| *family == MarkFamily::Double);
        let run = innermost.and_then(|(run, _)| self.marks.runs.get((*run)?));
        run.is_some_and(|run| run.opened && self.tokens.text(self.article, run.tokens.start) == "„")
    }

    /// The effect of the straight mark at token `at`. Adjacent spaces are a better guide than whether a quotation is
    /// open.
    fn straight_mark(&self, at: usize, beside: Neighbours) -> MarkEffect {
        let open = self.is_open(MarkFamily::Double);
        if beside.digit_before && (!open || self.inches(at)) {
            return MarkEffect::Nothing;
        }
        match (beside.open_before, beside.space_after) {
            (true, false) => MarkEffect::Opens(MarkFamily::Double),
            (false, true) => MarkEffect::Closes(MarkFamily::Double),
            _ if open => MarkEffect::Closes(MarkFamily::Double),
            _ => MarkEffect::Opens(MarkFamily::Double),
        }
    }

    /// Whether the mark at `at`, after a number, ends feet and inches: `5' 10"`.
    fn inches(&self, at: usize) -> bool {
        let word = |back: usize| at.checked_sub(back).map_or("", |at| self.tokens.text(self.article, at));
        let digits = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
        digits(word(1)) && matches!(word(2), "'" | "’" | "′") && digits(word(3))
    }

    fn opens(&mut self, at: usize, family: MarkFamily, holds_more: bool, block_start: usize) {
        if family == MarkFamily::Double && self.is_open(MarkFamily::Double) && !holds_more {
            self.abandon(family, at);
        }
        self.marks.states[at] = if self.open.is_empty() { QuoteState::Opens } else { QuoteState::Inside };
        let continues = self.left_open.filter(|(_, left)| at == block_start && *left == family).map(|(run, _)| run);
        self.push(at..at + 1, family, true, continues);
    }

    fn push(&mut self, tokens: Range<usize>, family: MarkFamily, opened: bool, continues: Option<usize>) {
        let recorded = self.open.len() < MAX_DEPTH;
        if recorded {
            let outer = self.open.last().and_then(|(run, _)| *run);
            let single = family == MarkFamily::Single;
            let span = self.tokens.span(tokens.clone());
            self.marks.runs.push(QuotedRun { span, tokens, opened, closed: false, single, outer, continues });
            self.dropped.push(false);
        }
        self.open.push((recorded.then(|| self.marks.runs.len() - 1), family));
        self.count[family as usize] += 1;
    }

    fn pop(&mut self) -> Option<(Option<usize>, MarkFamily)> {
        let (run, family) = self.open.pop()?;
        self.count[family as usize] -= 1;
        Some((run, family))
    }

    /// Ends the open run of `family` at token `at`: another mark opens there, so its closing mark is missing.
    fn abandon(&mut self, family: MarkFamily, at: usize) {
        while let Some((run, popped)) = self.pop() {
            let Some(run) = run else { continue };
            if popped == family {
                self.marks.runs[run].tokens.end = at;
                return;
            }
            self.dropped[run] = true;
        }
    }

    fn closes(&mut self, at: usize, family: MarkFamily, first_mark: bool, block_start: usize) {
        if !self.is_open(family) {
            self.marks.states[at] = if self.open.is_empty() { QuoteState::Closes } else { QuoteState::Inside };
            // Its opening mark is missing, so the quotation began with the block. Only after words that can end a
            // sentence.
            let words_end = at.checked_sub(1).is_some_and(|before| {
                matches!(self.tokens.text(self.article, before), "." | "," | "!" | "?" | "…" | "...")
            });
            if first_mark && words_end && at > block_start && self.open.is_empty() {
                let continues = self.left_open.filter(|(_, left)| *left == family).map(|(run, _)| run);
                self.push(block_start..at + 1, family, false, continues);
                if let Some(run) = self.pop().and_then(|(run, _)| self.marks.runs.get_mut(run?)) {
                    run.closed = true;
                }
            }
            return;
        }
        while let Some((run, popped)) = self.pop() {
            if popped == family {
                if let Some(run) = run {
                    self.marks.runs[run].tokens.end = at + 1;
                    self.marks.runs[run].closed = true;
                }
                break;
            }
            if let Some(run) = run {
                self.dropped[run] = true;
            }
        }
        self.marks.states[at] = if self.open.is_empty() { QuoteState::Closes } else { QuoteState::Inside };
    }

    fn end_block(&mut self, end: usize) {
        self.left_open = None;
        while let Some((run, family)) = self.pop() {
            let Some(run) = run else { continue };
            if self.open.is_empty() {
                self.marks.runs[run].tokens.end = end;
                self.left_open = Some((run, family));
            } else {
                self.dropped[run] = true;
            }
        }
    }

    /// Removes the dropped runs and fills in the spans of the others.
    fn finish(mut self) -> QuotationMarks {
        let mut place = Vec::with_capacity(self.dropped.len());
        let mut kept = 0;
        for &dropped in &self.dropped {
            place.push((!dropped).then_some(kept));
            kept += usize::from(!dropped);
        }
        let mut runs = std::mem::take(&mut self.marks.runs);
        // A run inside a dropped one belongs to the run around that.
        for run in 0..runs.len() {
            if let Some(outer) = runs[run].outer.filter(|&outer| self.dropped[outer]) {
                runs[run].outer = runs[outer].outer;
            }
        }
        let renumbered = |run: Option<usize>| run.and_then(|run| place[run]);
        self.marks.runs = runs
            .into_iter()
            .zip(&self.dropped)
            .filter(|(_, dropped)| !**dropped)
            .map(|(run, _)| QuotedRun {
                span: self.tokens.span(run.tokens.clone()),
                outer: renumbered(run.outer),
                continues: renumbered(run.continues),
                ..run
            })
            .collect();
        self.marks
    }
}

/// The characters next to a mark, within its block.
#[derive(Clone, Copy, Debug)]
struct Neighbours {
    /// A space, the start of the block, an opening bracket or a dash comes before, so the mark can open.
    open_before: bool,
    space_after: bool,
    digit_before: bool,
}

impl Neighbours {
    fn of(article: &Article, tokens: &Tokens, at: usize, block: Range<usize>) -> Neighbours {
        let span = tokens.tokens[at].span;
        let before = (at > block.start).then(|| tokens.tokens[at - 1].span).filter(|before| before.end == span.start);
        let after = (at + 1 < block.end).then(|| tokens.tokens[at + 1].span);
        let before = before.map(|before| article.slice(before));
        Neighbours {
            open_before: before.is_none_or(|word| matches!(word, "(" | "[" | "—" | "-" | "--" | "–" | "‘" | "/")),
            space_after: after.is_none_or(|after| after.start > span.end),
            digit_before: before.is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit())),
        }
    }

    fn opens_only(self) -> bool {
        self.open_before && !self.space_after
    }

    fn closes_only(self) -> bool {
        !self.open_before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Block, BlockKind, Meta};

    fn read(text: &str) -> (Article, Tokens, QuotationMarks) {
        let mut at = 0;
        let blocks = text.lines().map(|line| {
            let span = Span::new(at, at + line.len());
            at += line.len() + 1;
            Block { kind: BlockKind::Paragraph, span }
        });
        let article = Article::new(text.to_owned(), blocks.collect(), Meta::default());
        let tokens = Tokens::of(&article);
        let marks = QuotationMarks::of(&article, &tokens);
        (article, tokens, marks)
    }

    #[test]
    fn states() {
        // Under each token: `.` outside, `_` inside, `(` and `)` for the marks; `+` before a continued block.
        for (text, expected) in [
            ("He said “no way” twice.", "..(__).."),
            ("\"Go,\" she said. \"Now.\"", "(__)...(__)"),
            ("''Go,'' she said.", "(__)..."),
            ("“One.\n“Two.”", "(__+(__)"),
            ("\"One.\nTwo.", "(__+.."),
            ("a 6\" pipe", "...."),
            ("“He said ‘no’ to me.”", "(________)"),
            ("‘Go,’ she said.", "(__)..."),
        ] {
            let (article, tokens, marks) = read(text);
            let mut shown = String::new();
            for block in 0..article.blocks().len() {
                shown += if marks.is_continued(block) { "+" } else { "" };
                shown.extend(tokens.block(block).map(|at| match marks.state(at) {
                    QuoteState::Outside => '.',
                    QuoteState::Inside => '_',
                    QuoteState::Opens => '(',
                    QuoteState::Closes => ')',
                }));
            }
            assert_eq!(shown, expected, "{text}");
        }
    }

    /// The runs of `text`, with `>` before each run for every run around it, `~` where a mark is missing, `+` where it
    /// continues one.
    fn check(text: &str, expected: &[&str]) {
        let (article, _, marks) = read(text);
        let mut depth: Vec<usize> = Vec::new();
        let shown: Vec<String> = marks
            .runs
            .iter()
            .map(|run| {
                depth.push(run.outer.map_or(0, |outer| depth[outer] + 1));
                let continues = if run.continues.is_some() { "+" } else { "" };
                let (open, close) = (if run.opened { "" } else { "~" }, if run.closed { "" } else { "~" });
                let deep = ">".repeat(depth[depth.len() - 1]);
                format!("{continues}{deep}{open}{}{close}", article.slice(run.span))
            })
            .collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn runs() {
        check("“A,” he said. “B.”", &["“A,”", "“B.”"]);
        check("“He said, ‘Go.’ So I went.”", &["“He said, ‘Go.’ So I went.”", ">‘Go.’"]);
        check("\"He said, 'Go.' So I went.\"", &["\"He said, 'Go.' So I went.\"", ">'Go.'"]);
        check("“One.\n“Two.\n“Three.” Four.", &["“One.~", "+“Two.~", "+“Three.”"]);
        check("‘One.\n‘Two.’ Three.", &["‘One.~", "+‘Two.’"]);
        check("„Ja“, sagte er. „Nein.“", &["„Ja“", "„Nein.“"]);
        check("»Ja«, sagte er. »Nein.«", &["»Ja«", "»Nein.«"]);
        check("« Oui », dit-il. « Non. »", &["« Oui »", "« Non. »"]);
        check("”Ja”, sade han. ”Nej.”", &["”Ja”", "”Nej.”"]);
        check("「はい」と言った。", &["「はい」"]);
        check("“I said “no” to him.”", &["“I said “no” to him.”", ">“no”"]);
    }

    #[test]
    fn apostrophes() {
        check("’Tis the Joneses’ house, o’clock, rock ’n’ roll in the ’90s, said ’em.", &[]);
        check("‘Tis the Joneses' house, rock 'n' roll in the '90s, tell 'em.", &[]);
        check("‘Rock ’n’ roll is dead,’ he said.", &["‘Rock ’n’ roll is dead,’"]);
        check("‘The Joneses’ house is goin’ cheap,’ she said.", &["‘The Joneses’ house is goin’ cheap,’"]);
        check("He called it ‘daft’, twice, and the boys’ mother ‘odd’.", &["‘daft’", "‘odd’"]);
        check("'It's the dogs' dinner,' she said.", &["'It's the dogs' dinner,'"]);
        check("She said 'she'd go' and went.", &["'she'd go'"]);
        check("‘He said “no” and it’s done,’ she said.", &["‘He said “no” and it’s done,’", ">“no”"]);
        check("Hawai‘i and the Qur’an", &[]);
    }

    #[test]
    fn feet_and_inches() {
        check("He is 5' 10\" tall, \"more or less,\" she said.", &["\"more or less,\""]);
        check("\"He is 5' 10\" tall,\" she said.", &["\"He is 5' 10\" tall,\""]);
        check("a 6\" pipe and a 12\" one", &[]);
        check("\"I was born in 1990\", she said.", &["\"I was born in 1990\""]);
    }

    #[test]
    fn a_stray_mark_ends_with_its_block() {
        check("She said “no and left.\nHe said “yes” and stayed.", &["“no and left.~", "“yes”"]);
        check("She said no” and left.\nHe said “yes.”", &["“yes.”"]);
        check("We won,” she said.\n“Yes.”", &["~We won,”", "“Yes.”"]);
        check("“We won, she said. “And again.”", &["“We won, she said.~", "“And again.”"]);
    }

    #[test]
    fn nested_marks_are_recorded_up_to_a_depth() {
        let text = "“".repeat(1000) + "a" + &"”".repeat(1000);
        assert_eq!(read(&text).2.runs.len(), MAX_DEPTH);
        assert!(read(&"‘“".repeat(5000)).2.runs.len() <= 5000);
    }
}
