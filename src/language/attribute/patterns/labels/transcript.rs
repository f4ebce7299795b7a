//! Labels: transcripts, interviews, records, chats, where each turn opens with who speaks. What a line may open with is
//! read by [`Label`]; here all of a text together tell which of these are labels, and which turn each paragraph is part of.

use super::candidate::{LabelCandidate, NameLikelihood};
use super::names::{self, Aliases};
use super::question_answer::{self, QuestionAnswer};
use crate::article::clock;
use crate::article::label::{Label, Sign};
use crate::article::{BlockKind, InlineKind};
use crate::language::attribute::patterns::unmarked_speech::UnmarkedSpeech;
use crate::language::attribute::patterns::view::DocumentView;
use crate::language::document::word_classes::{DIALOGUE_PRONOUN, EDITED, TALK, TRANSCRIPT_NOTE};
use crate::text::{Span, chars};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// The turns of a transcript; nothing if the article is none.
pub(crate) fn find(view: DocumentView) -> Vec<UnmarkedSpeech> {
    let blocks: Vec<usize> = (0..view.article.blocks().len())
        .filter(|&block| {
            let kind = view.article.blocks()[block].kind;
            kind.is_text() && kind != BlockKind::Byline
        })
        .collect();
    let mut openings: Vec<LabelCandidate> =
        blocks.iter().enumerate().filter_map(|(place, &block)| opening(view, place, block)).collect();
    // “(Lab)” below a name tells of it.
    let below: Vec<bool> = openings
        .iter()
        .enumerate()
        .map(|(at, opening)| {
            let above = at.checked_sub(1).map(|above| &openings[above]);
            opening.label.sign == Sign::Brackets
                && above.is_some_and(|above| above.place + 1 == opening.place && above.label.sign == Sign::Line)
        })
        .collect();
    let mut below = below.into_iter();
    openings.retain(|_| !below.next().unwrap_or(false));
    let kept = labels(view, &blocks, &openings);
    let (Some(first), Some(last)) = (kept.first(), kept.last()) else { return Vec::new() };
    let (first, last) = (first.place, last.place);
    let bodies = kept.iter().filter(|opening| is_alone(view, &blocks, opening)).count();
    // Where most paragraphs have a label, one without goes on with what the last one said.
    let dense = kept.len() * 3 >= (last + 1 - first).saturating_sub(bodies);
    let aliases = Aliases::of(view, &blocks, &kept);
    let mut letters = QuestionAnswer::of(view, &blocks, first, &kept);
    let shouted = shouted(view, &kept);
    let mut turns = TranscriptTurns { view, all: Vec::new(), fresh: false, open: false, further: 0 };
    let mut next = kept.iter().peekable();
    for (place, &block) in blocks.iter().enumerate().skip(first) {
        let span = view.article.blocks()[block].span;
        let text = view.article.slice(span);
        let Some(opening) = next.next_if(|opening| opening.place == place) else {
            if letters.read(view, span) {
                turns.open = false;
            }
            turns.go_on(block, dense, place < last);
            continue;
        };
        let Some((body, source)) = letters.of_label(opening, text) else {
            turns.open = false;
            continue;
        };
        let source =
            if opening.letter().is_some() || source.is_some() { source } else { Some(aliases.source(opening)) };
        let cue = cue(opening, text, body);
        let end = clock::without_time(text).len();
        let start = span.start as usize;
        let mut content = (body < end).then(|| Span::new(start + body, start + end));
        let within = text.get(body..end).map_or(Vec::new(), |said| inside(said, start + body, &shouted));
        if let (Some((first, _)), Some(content)) = (within.first(), &mut content) {
            content.end = first.start;
        }
        turns.begin(source, cue, content);
        for (at, (name, body)) in within.iter().enumerate() {
            let until = within.get(at + 1).map_or(start + end, |(next, _)| next.start as usize);
            turns.begin(Some(*name), None, Some(Span::new(*body, until)).filter(|said| !said.is_empty()));
        }
    }
    turns.all.retain(|turn| !turn.content.is_empty());
    turns.all
}

/// The first names that stand in capitals on labels of `kept`.
fn shouted<'a>(view: DocumentView<'a>, kept: &[&LabelCandidate]) -> Vec<&'a str> {
    const NAMES: usize = 24;
    let mut names: Vec<&str> = Vec::new();
    for opening in kept.iter().filter(|opening| opening.capitals && opening.label.sign == Sign::Colon) {
        let name = view.article.slice(opening.span(&opening.label.name));
        if name.len() > 3 && names.len() < NAMES && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The labels with `names` inside `said`, which starts at byte `start`: line ends were lost before them. Each with the byte
/// at which its words begin.
fn inside(said: &str, start: usize, names: &[&str]) -> Vec<(Span, usize)> {
    let mut found: Vec<(Span, usize)> = Vec::new();
    for name in names {
        let signed = |&(at, _): &(usize, &str)| {
            said[at + name.len()..].starts_with(": ") && said[..at].ends_with(char::is_whitespace)
        };
        for (at, _) in said.match_indices(name).filter(signed) {
            let body = start + at + name.len() + 2;
            found.push((Span::new(start + at, start + at + name.len()), body));
        }
    }
    found.sort_by_key(|(name, _)| (name.end, name.start));
    // “LIND” within “ADA LIND” is no label of its own.
    found.dedup_by_key(|(name, _)| name.end);
    found
}

/// The sign that sets a label off from its words; of *Q* and *A* without one, the letter.
fn cue(opening: &LabelCandidate, text: &str, body: usize) -> Option<Span> {
    let name = &opening.label.name;
    let sign = text.get(name.end..body).and_then(|between| between.rfind([':', '：', '.']));
    match sign.filter(|_| matches!(opening.label.sign, Sign::Colon | Sign::Stop)) {
        Some(sign) => {
            let length = text[name.end + sign..].chars().next().map_or(1, char::len_utf8);
            Some(opening.span(&(name.end + sign..name.end + sign + length)))
        }
        None => opening.letter().map(|_| opening.span(name)),
    }
}

/// The turns as they grow.
struct TranscriptTurns<'v> {
    view: DocumentView<'v>,
    all: Vec<UnmarkedSpeech>,
    /// Stands the last label above its words, and have none been seen yet?
    fresh: bool,
    /// May the last turn go on?
    open: bool,
    /// How many paragraphs went on with a turn.
    further: usize,
}

impl TranscriptTurns<'_> {
    fn begin(&mut self, source: Option<Span>, cue: Option<Span>, content: Option<Span>) {
        (self.fresh, self.open) = (content.is_none(), true);
        let content = content.into_iter().collect();
        self.all.push(UnmarkedSpeech { source, cue, confidence: 0.97, sure: 0.97, content });
    }

    /// Is `text` all in capitals, as what was said last is not?
    fn is_heading(&self, text: &str) -> bool {
        let small = |text: &str| text.contains(char::is_lowercase);
        let last = self.all.last().and_then(|turn| turn.content.first());
        text.contains(char::is_uppercase)
            && !small(text)
            && last.is_some_and(|&said| small(self.view.article.slice(said)))
    }

    /// A paragraph without a label; `between` others that have one?
    fn go_on(&mut self, block: usize, dense: bool, between: bool) {
        let Some(block) = self.view.article.blocks().get(block) else { return };
        let text = self.view.article.slice(block.span);
        let heading = matches!(block.kind, BlockKind::Heading(_) | BlockKind::Headline);
        if clock::is_time(text) || is_direction(text) || is_page(text) || !self.fresh && self.is_heading(text) {
            return;
        }
        if text.starts_with(['—', '–', '―']) || text.starts_with("- ") {
            self.open = false;
        }
        let range = self.view.tokens.within(block.span);
        let goes_on = self.fresh && (between || !heading)
            || dense && !heading && (between || speech(self.view, range, false) || self.further > 2 && !is_note(text));
        if let Some(turn) = self.all.last_mut().filter(|_| self.open && goes_on) {
            self.further += usize::from(!self.fresh);
            self.fresh = false;
            let length = clock::without_time(text).len();
            turn.content.push(Span::new(block.span.start as usize, block.span.start as usize + length));
        } else if !between && self.open && !heading {
            // What follows the last turn is nobody's from here on.
            self.open = false;
        }
    }
}

/// Which of `openings` are labels, in order.
fn labels<'o>(view: DocumentView, blocks: &[usize], openings: &'o [LabelCandidate]) -> Vec<&'o LabelCandidate> {
    let mut kept: Vec<&LabelCandidate> = Vec::new();
    let mut signs: FxHashSet<Sign> = FxHashSet::default();
    let mut keys: FxHashSet<&str> = FxHashSet::default();
    let mut groups: FxHashMap<Sign, Vec<&LabelCandidate>> = FxHashMap::default();
    for opening in openings.iter().filter(|opening| opening.likely > NameLikelihood::No) {
        let sign = if opening.letter().is_some() { Sign::Letter } else { opening.label.sign };
        groups.entry(sign).or_default().push(opening);
    }
    for (&sign, group) in &groups {
        let group = LabelGroup::of(view, blocks, group);
        if group.is_transcript(sign) {
            signs.insert(sign);
            let of_group: Vec<&LabelCandidate> =
                group.all.iter().copied().filter(|opening| group.is_label(opening)).collect();
            keys.extend(of_group.iter().map(|opening| opening.key.as_str()));
            kept.extend(of_group);
        }
    }
    if kept.is_empty() {
        return kept;
    }
    // What is written another way for once is the same label, or as surely one.
    for (&sign, group) in groups.iter().filter(|(sign, _)| !signs.contains(sign)) {
        let known = |opening: &&&LabelCandidate| match sign {
            Sign::Line | Sign::Dash | Sign::Letter | Sign::Bold => false,
            Sign::Brackets => keys.contains(opening.key.as_str()),
            _ => {
                keys.contains(opening.key.as_str())
                    || opening.likely == NameLikelihood::Sure && opening.label.sign == Sign::Colon
            }
        };
        kept.extend(group.iter().filter(known).copied());
    }
    kept.extend(openings.iter().filter(|opening| question_answer::asks_next(opening) && signs.contains(&Sign::Letter)));
    kept.sort_by_key(|opening| opening.place);
    kept.dedup_by_key(|opening| opening.place);
    kept
}

/// All that may be labels with one sign.
struct LabelGroup<'o> {
    all: Vec<&'o LabelCandidate>,
    times: FxHashMap<&'o str, usize>,
    /// Those whose name stands there more than once.
    repeated: usize,
    /// Names that do.
    names: usize,
    sure: usize,
    hardly: usize,
    speak: usize,
    /// Do their turns make up the whole text, or nearly?
    whole: bool,
    /// Are the words of all of them in marks?
    marked: bool,
    /// Are most of them sentences?
    sentences: bool,
}

impl<'o> LabelGroup<'o> {
    fn of(view: DocumentView, blocks: &[usize], all: &[&'o LabelCandidate]) -> LabelGroup<'o> {
        let mut times: FxHashMap<&str, usize> = FxHashMap::default();
        for opening in all {
            *times.entry(&opening.key).or_default() += 1;
        }
        let count = |likely: NameLikelihood| all.iter().filter(|opening| opening.likely == likely).count();
        let first = blocks.iter().position(|&block| {
            let block = view.article.blocks()[block];
            !matches!(block.kind, BlockKind::Headline | BlockKind::Heading(_))
                && !clock::is_time(view.article.slice(block.span))
        });
        let begins = all.first().is_some_and(|opening| first.is_none_or(|first| opening.place <= first));
        let alone = all.iter().filter(|opening| is_alone(view, blocks, opening)).count();
        let rest = blocks.len() - all.first().map_or(0, |opening| opening.place);
        LabelGroup {
            repeated: times.values().filter(|&&n| n > 1).sum(),
            names: times.values().filter(|&&n| n > 1).count(),
            sure: count(NameLikelihood::Sure),
            hardly: count(NameLikelihood::Hardly),
            speak: all.iter().filter(|opening| opening.speaks).count(),
            marked: all.iter().all(|opening| opening.marked),
            sentences: all.iter().filter(|opening| opening.sentence).count() * 2 > all.len(),
            whole: begins && all.len() * 3 >= rest.saturating_sub(alone),
            times,
            all: all.to_vec(),
        }
    }

    /// Do they open turns, all together?
    fn is_transcript(&self, sign: Sign) -> bool {
        let LabelGroup { repeated, names, sure, hardly, speak, whole, .. } = *self;
        let all = self.all.len();
        let mostly_sure = sure * 2 >= all;
        if sign == Sign::Letter {
            let of = |letter: char| self.all.iter().filter(|opening| opening.letter() == Some(letter)).count();
            let bare = self.all.iter().filter(|opening| opening.label.sign == Sign::Letter).count();
            let (questions, answers) = (of('Q'), of('A'));
            return if bare * 2 > all { questions > 1 && answers > 0 } else { questions.min(answers) > 0 || all > 2 };
        }
        // “Warning: …”, “Price: …”: words that are nobody's name, unless they plainly talk to each other.
        if hardly * 2 > all && !(repeated > 3 && names > 1 && speak * 3 > all * 2) {
            return false;
        }
        let capitals = self.all.iter().filter(|opening| opening.capitals).count();
        let strong = self.all.iter().all(|opening| opening.capitals || opening.apart || opening.label.timed);
        let all_sure = sure == all;
        match sign {
            Sign::Colon => {
                repeated > 2 && (names > 1 || strong || mostly_sure || speak * 2 > all)
                    || repeated > 1 && (capitals > 1 || all > 2 && (mostly_sure || strong))
                    || capitals > 2 && capitals * 2 > all
                    // “Ann Cole: keeper, 24”: a list of people, each named once.
                    || whole && all_sure && !self.marked && (repeated > 0 || self.sentences)
            }
            Sign::Stop => repeated > 1 && (capitals * 2 > all || repeated > 2 || whole) || whole && all_sure && all > 1,
            Sign::Time => repeated > 1 && (names > 1 || mostly_sure),
            Sign::Brackets => repeated > 2 && (mostly_sure || names > 1) || repeated > 1 && all_sure,
            Sign::Dash => repeated > 2 && names > 1 && (capitals == all || whole && mostly_sure),
            Sign::Bold => repeated > 2 && (names > 1 || whole) && mostly_sure,
            Sign::Line => {
                let apart = self.all.windows(2).all(|pair| pair[0].place + 1 < pair[1].place);
                let bold = self.all.iter().all(|opening| opening.apart);
                whole && apart && mostly_sure && repeated > 1 && all > 2
                    || repeated > 3 && names > 1 && (bold && mostly_sure || whole)
            }
            Sign::Letter => false,
        }
    }

    /// Is `opening`, one of a transcript, a label itself?
    fn is_label(&self, opening: &LabelCandidate) -> bool {
        let often = self.times.get(opening.key.as_str()).is_some_and(|&n| n > 1);
        match opening.likely {
            NameLikelihood::No => false,
            // A surname that is an everyday word, among names.
            NameLikelihood::Hardly => {
                often && (self.hardly * 2 < self.all.len() || self.speak * 3 > self.all.len() * 2)
            }
            NameLikelihood::Maybe => {
                often || self.repeated * 2 > self.all.len() || opening.capitals || opening.apart || opening.label.timed
            }
            NameLikelihood::Sure => true,
        }
    }
}

/// Does nothing stand behind the label in its block?
fn is_alone(view: DocumentView, blocks: &[usize], opening: &LabelCandidate) -> bool {
    let block = blocks.get(opening.place).and_then(|&block| view.article.blocks().get(block));
    block.is_some_and(|block| opening.label.is_alone(view.article.slice(block.span)))
}

/// What block number `block` may open with.
fn opening(view: DocumentView, place: usize, block: usize) -> Option<LabelCandidate> {
    let block = view.article.blocks().get(block)?;
    let text = view.article.slice(block.span);
    let label = bold(view, block.span, text).or_else(|| Label::of(text))?;
    let heading = matches!(block.kind, BlockKind::Heading(_) | BlockKind::Headline);
    let alone = label.is_alone(text);
    // A headline says who speaks only where a name is all of it; a line of a list, where it ends in a colon.
    if heading && !alone || block.kind.is_item() && label.sign == Sign::Line {
        return None;
    }
    if label.sign == Sign::Brackets && is_direction(text.get(label.body..).unwrap_or("")) {
        return None;
    }
    let name = &text[label.name.clone()];
    let start = block.span.start as usize;
    let span = Span::new(start + label.name.start, start + label.name.end);
    let inlines = view.article.inlines();
    let from = inlines.partition_point(|inline| inline.span.start < block.span.start);
    let bold = inlines[from..].iter().take_while(|inline| inline.span.start <= span.start).any(|inline| {
        matches!(inline.kind, InlineKind::Strong)
            && inline.span.end >= span.end
            && (alone || inline.span.end < block.span.end)
    });
    let marked = text[..label.name.start].ends_with("**") || text[..label.name.start].ends_with("__");
    let body = text.get(label.body..).unwrap_or("");
    let capitals = name.contains(char::is_uppercase) && !name.contains(char::is_lowercase);
    Some(LabelCandidate {
        place,
        start,
        key: names::key(name),
        likely: names::likely(name, text.get(label.aside.clone()).unwrap_or("")),
        capitals,
        apart: bold || marked || heading,
        speaks: speaks(body),
        marked: body.starts_with(chars::quotation_mark),
        sentence: is_sentence(body),
        label,
    })
}

/// The label that is nothing but a name in bold before the words of the block `text`, which `span` is.
fn bold(view: DocumentView, span: Span, text: &str) -> Option<Label> {
    const LONGEST: u32 = 80;
    let inlines = view.article.inlines();
    let from = inlines.partition_point(|inline| inline.span.start < span.start);
    let first = inlines[from..].iter().take_while(|inline| inline.span.start < span.end).take(4);
    let strong = first.into_iter().find(|inline| matches!(inline.kind, InlineKind::Strong))?.span;
    let (start, end) = ((strong.start - span.start) as usize, (strong.end.min(span.end) - span.start) as usize);
    let before = text.get(..start)?.trim();
    let after = text.get(end..)?;
    let words = after.trim_start();
    let timed = clock::is_time(words.split('\n').next().unwrap_or(words));
    let begins = !timed
        && words.starts_with(|c: char| !c.is_lowercase() && !matches!(c, ':' | ',' | '.' | ';' | '(' | '’' | '\''));
    if strong.len() > LONGEST as usize || !(before.is_empty() || clock::is_time(before)) || words.is_empty() || !begins
    {
        return None;
    }
    let inner = Label::of(text.get(start..end)?).filter(|label| matches!(label.sign, Sign::Line | Sign::Time))?;
    let shifted = |range: Range<usize>| range.start + start..range.end + start;
    Some(Label {
        name: shifted(inner.name),
        aside: if inner.aside.is_empty() { 0..0 } else { shifted(inner.aside) },
        body: text.len() - words.len(),
        sign: Sign::Bold,
        timed: inner.timed || !before.is_empty(),
    })
}

/// Does `text` begin or end as a sentence does, or is there none?
fn is_sentence(text: &str) -> bool {
    let text = text.trim();
    !text.starts_with(|c: char| c.is_lowercase() || c.is_numeric()) || text.ends_with(['.', '?', '!', '…'])
}

/// Does `text` talk to somebody?
fn speaks(text: &str) -> bool {
    let mut words = text.split_whitespace().take(60);
    words.any(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        word.ends_with(['?', '!']) || TALK.contains(bare.split(['\'', '’']).next().unwrap_or(""))
    })
}

/// “(Laughter.)”, “[crosstalk]”, “♪”: all of it in brackets.
fn is_direction(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '.'));
    let opens = text.starts_with(['(', '[', '♪', '{']);
    let closes = text.ends_with([')', ']', '♪', '}']);
    opens && closes && text.matches(['(', '[']).count() <= 3 || text.starts_with('♪')
}

/// The number of a page that stands between paragraphs.
fn is_page(text: &str) -> bool {
    let text = text.trim();
    let number = text.strip_prefix("Page ").or_else(|| text.strip_prefix("PAGE ")).unwrap_or(text);
    let number =
        number.split(" of ").next().unwrap_or(number).trim_matches(|c: char| matches!(c, '-' | '–' | ' ' | '[' | ']'));
    !number.is_empty() && number.len() <= 5 && number.bytes().all(|b| b.is_ascii_digit())
}

/// Does it tell of the transcript, rather than being part of it?
fn is_note(text: &str) -> bool {
    let lower = text.to_lowercase();
    TRANSCRIPT_NOTE.iter().any(|note| lower.contains(note))
}

/// May an unlabelled paragraph belong to the turn before it? Stage directions in brackets do not, nor what follows the
/// last label unless it speaks of *I* and *you*.
pub(crate) fn speech(view: DocumentView, range: Range<usize>, between: bool) -> bool {
    let bracketed = matches!(view.text(range.start), "(" | "[" | "*" | "_" | "♪");
    let heading = view.tokens.tokens.get(range.start).is_some_and(|token| {
        view.article.blocks().get(token.block as usize).is_some_and(|block| matches!(block.kind, BlockKind::Heading(_)))
    });
    let ends = range.end.checked_sub(1).is_some_and(|last| view.is_end(last) || view.text(last) == "”");
    let person = || range.clone().any(|at| view.is(at, &DIALOGUE_PRONOUN));
    let edited = range.clone().any(|at| view.is(at, &EDITED));
    !bracketed && !heading && ends && (between || person() && !edited)
}
