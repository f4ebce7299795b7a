//! Transcripts: decides which labels of a text name speakers, and to which turn each paragraph belongs.
//! [`Label`] parses the start of a single line.

use super::asides::{is_direction, is_event, is_note, is_page, is_procedure, is_said};
use super::candidate::{LabelCandidate, NameLikelihood};
use super::interviewee::Interview;
use super::names::{self, Aliases};
use super::question_answer::{self, QuestionAnswer};
use super::speaker_list::SpeakerList;
use crate::article::label::{Label, LabelStyle};
use crate::article::timestamp;
use crate::article::{Block, BlockKind, InlineKind};
use crate::language::attribute::patterns::unmarked_speech::UnmarkedSpeech;
use crate::language::lexical::TokenizedArticle;
use crate::language::lexical::lexicon::{self, Classes};
use crate::language::lexical::word_classes::{DIALOGUE_PRONOUN, EDITED, TALK};
use crate::text::{Span, chars};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// Whether `name` before a dash is a dateline, a place in capitals: “LONDON — The council”.
fn is_dateline(name: &str) -> bool {
    let mut words = name.split_whitespace().map(|word| lexicon::look_up(&word.to_lowercase())).peekable();
    let port = words.peek().is_some_and(|first| first.is(Classes::PLACE_HEAD));
    !name.contains(char::is_lowercase) && (port || words.all(|word| word.is(Classes::PLACE)))
}

/// The turns of a transcript; empty if the article is not one.
pub(crate) fn find(input: TokenizedArticle) -> Vec<UnmarkedSpeech> {
    let blocks: Vec<usize> = (0..input.article.blocks().len())
        .filter(|&block| {
            let kind = input.article.blocks()[block].kind;
            kind.is_text() && kind != BlockKind::Byline
        })
        .collect();
    let mut candidates: Vec<LabelCandidate> =
        blocks.iter().enumerate().filter_map(|(place, &block)| candidate(input, place, block)).collect();
    take_remarks_below(&mut candidates);
    let speaker_list = SpeakerList::take(input, &blocks, &mut candidates);
    let kept = labels(input, &blocks, &candidates);
    let (Some(first), Some(last)) = (kept.first(), kept.last()) else { return Vec::new() };
    let (first, last) = (first.index, last.index);
    let bodies = kept.iter().filter(|candidate| is_alone(input, &blocks, candidate)).count();
    // If most paragraphs have a label, one without continues the last turn.
    let end = if input.article.timed().next().is_some() { blocks.len() } else { last + 1 };
    let dense = kept.len() * 3 >= (end - first).saturating_sub(bodies);
    let aliases = Aliases::of(input, &blocks, &kept, &speaker_list);
    let answers = unlabelled_answers(input, &blocks, first, &kept);
    let mut letters = QuestionAnswer::of(input, &blocks, first, &kept, &speaker_list);
    let shouted = names_in_capitals(input, &kept);
    let chevron = |block: usize| changes(input.article.slice(input.article.blocks()[block].span));
    let signed = kept.iter().filter(|candidate| chevron(blocks[candidate.index]).is_some()).count() * 2 > kept.len();
    let mut turns = TranscriptTurns { input, all: Vec::new(), fresh: false, open: false, asks: false, further: 0 };
    let mut next = kept.iter().peekable();
    for (place, &block) in blocks.iter().enumerate().skip(first) {
        let span = input.article.blocks()[block].span;
        let text = input.article.slice(span);
        // Right below a name, “Well” is speech.
        let said = |candidate: &LabelCandidate| {
            turns.fresh
                && candidate.label.style == LabelStyle::Line
                && candidate.likelihood < NameLikelihood::Sure
                && kept.iter().filter(|other| other.key == candidate.key).count() == 1
        };
        let candidate = next.next_if(|candidate| candidate.index == place).filter(|candidate| !said(candidate));
        let Some(candidate) = candidate else {
            if let Some(words) = changes(text).filter(|words| signed && !is_direction(words)) {
                let end = span.end as usize;
                turns.begin(None, None, Some(Span::new(end - words.len(), end)));
                continue;
            }
            if letters.read(input, span) {
                turns.open = false;
            }
            if let Some(source) = answers.filter(|_| turns.open && !turns.fresh && turns.asks && is_said(text)) {
                turns.begin(source, None, Some(span));
                continue;
            }
            turns.continue_turn(block, dense, place < last);
            continue;
        };
        let Some((body, source)) = letters.of_label(candidate, text) else {
            turns.open = false;
            continue;
        };
        let source =
            if candidate.letter().is_some() || source.is_some() { source } else { Some(aliases.source(candidate)) };
        let cue = cue(candidate, text, body);
        let end = timestamp::without_time(text).len();
        let start = span.start as usize;
        let mut content = (body < end).then(|| Span::new(start + body, start + end));
        let within = text.get(body..end).map_or(Vec::new(), |said| inside(said, start + body, &shouted));
        if let (Some((first, _)), Some(content)) = (within.first(), &mut content) {
            content.end = first.start;
        }
        turns.begin(source, cue, content);
        turns.asks = answers.is_some() && is_bold(input, span);
        for (at, (name, body)) in within.iter().enumerate() {
            let until = within.get(at + 1).map_or(start + end, |(next, _)| next.start as usize);
            turns.begin(Some(*name), None, Some(Span::new(*body, until)).filter(|said| !said.is_empty()));
        }
    }
    turns.all.retain(|turn| !turn.content.is_empty());
    turns.all
}

/// Removes brackets on the line below a name: “(Lab)” belongs to the name.
fn take_remarks_below(candidates: &mut Vec<LabelCandidate>) {
    candidates.dedup_by(|remark, above| {
        let below = remark.label.style == LabelStyle::Brackets
            && above.index + 1 == remark.index
            && above.label.style == LabelStyle::Line;
        if below {
            let further = remark.start - above.start;
            above.label.aside = remark.label.name.start + further..remark.label.name.end + further;
        }
        below
    });
}

/// The first names in capitals on labels of `kept`.
fn names_in_capitals<'a>(input: TokenizedArticle<'a>, kept: &[&LabelCandidate]) -> Vec<&'a str> {
    const NAMES: usize = 24;
    let mut names: Vec<&str> = Vec::new();
    for candidate in kept.iter().filter(|candidate| candidate.capitals && candidate.label.style == LabelStyle::Colon) {
        let name = input.article.slice(candidate.span(&candidate.label.name));
        if name.len() > 3 && names.len() < NAMES && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The labels with `names` inside `said`, which starts at byte `start`, each with the byte at which its words begin.
/// Line breaks before them were lost.
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
    // “LIND” within “ADA LIND” is not a label of its own.
    found.dedup_by_key(|(name, _)| name.end);
    found
}

/// The interviewee, if answers have no labels and one bold name precedes all bold questions; `Some(None)` if no name
/// does. `None` if the text is not such an interview.
fn unlabelled_answers(
    input: TokenizedArticle,
    blocks: &[usize],
    first: usize,
    kept: &[&LabelCandidate],
) -> Option<Option<Span>> {
    let span = |candidate: &LabelCandidate| input.article.blocks()[blocks[candidate.index]].span;
    let bold: Vec<&LabelCandidate> = kept.iter().copied().filter(|candidate| is_bold(input, span(candidate))).collect();
    let asker = bold.first()?;
    let asks = bold.iter().filter(|candidate| input.article.slice(span(candidate)).trim_end().ends_with('?')).count();
    if bold.len() < 2 || asks * 2 <= bold.len() || bold.iter().any(|candidate| candidate.key != asker.key) {
        return None;
    }
    let plain = |place: usize| {
        blocks.get(place).is_some_and(|&block| {
            let block = input.article.blocks()[block];
            block.kind == BlockKind::Paragraph && !is_bold(input, block.span)
        })
    };
    let labelled = |place: usize| kept.binary_search_by_key(&place, |candidate| candidate.index).is_ok();
    if !bold.iter().any(|asked| plain(asked.index + 1) && !labelled(asked.index + 1)) {
        return None;
    }
    let other = kept.iter().find(|candidate| candidate.key != asker.key);
    let introduced = || {
        let answers = Interview::introduced(input, blocks.get(..first)?).answers?;
        let asker = input.article.slice(asker.span(&asker.label.name));
        (!asker.contains(input.article.slice(answers)) && !input.article.slice(answers).contains(asker))
            .then_some(answers)
    };
    Some(other.map(|other| other.span(&other.label.name)).or_else(introduced))
}

/// Whether all of the block `span` is bold.
fn is_bold(input: TokenizedArticle, span: Span) -> bool {
    let inlines = input.article.inlines();
    let from = inlines.partition_point(|inline| inline.span.start < span.start);
    let mut here = inlines[from..].iter().take_while(|inline| inline.span.start <= span.start + 1);
    here.any(|inline| matches!(inline.kind, InlineKind::Strong) && inline.span.end + 1 >= span.end)
}

/// The words of a line of captions on which the speaker changes: `>> HE IS LATE.`
fn changes(text: &str) -> Option<&str> {
    let words = text.strip_prefix(">>")?.trim_start_matches(['>', ' ']);
    (!words.is_empty()).then_some(words)
}

/// The cue of a label: its sign, or the letter of a *Q* or *A* without a sign.
fn cue(candidate: &LabelCandidate, text: &str, body: usize) -> Option<Span> {
    let name = &candidate.label.name;
    let sign = text.get(name.end..body).and_then(|between| between.rfind([':', '：', '.']));
    match sign.filter(|_| matches!(candidate.label.style, LabelStyle::Colon | LabelStyle::Stop)) {
        Some(sign) => {
            let length = text[name.end + sign..].chars().next().map_or(1, char::len_utf8);
            Some(candidate.span(&(name.end + sign..name.end + sign + length)))
        }
        None => candidate.letter().map(|_| candidate.span(name)),
    }
}

/// The turns so far.
struct TranscriptTurns<'v> {
    input: TokenizedArticle<'v>,
    all: Vec<UnmarkedSpeech>,
    /// Whether the last label stands above its words, none of which have come yet.
    fresh: bool,
    /// Whether the last turn may continue.
    open: bool,
    /// Whether the last turn is a bold question, which another person answers without a label.
    asks: bool,
    /// The number of paragraphs that continued a turn.
    further: usize,
}

impl TranscriptTurns<'_> {
    fn begin(&mut self, source: Option<Span>, cue: Option<Span>, content: Option<Span>) {
        (self.fresh, self.open, self.asks) = (content.is_none(), true, false);
        let content = content.into_iter().collect();
        self.all.push(UnmarkedSpeech { source, cue, source_confidence: 0.97, confidence: 0.97, content });
    }

    /// Whether `text` is all in capitals, unlike the last words spoken.
    fn is_heading(&self, text: &str) -> bool {
        let small = |text: &str| text.contains(char::is_lowercase);
        let last = self.all.last().and_then(|turn| turn.content.first());
        text.contains(char::is_uppercase)
            && !small(text)
            && last.is_some_and(|&said| small(self.input.article.slice(said)))
    }

    /// Takes a paragraph without a label. `between` says whether labelled paragraphs follow.
    fn continue_turn(&mut self, block: usize, dense: bool, between: bool) {
        let Some(block) = self.input.article.blocks().get(block) else { return };
        let text = self.input.article.slice(block.span);
        let heading = matches!(block.kind, BlockKind::Heading(_) | BlockKind::Headline);
        let words = timestamp::after_time(text);
        if !is_said(text) || is_event(words) || !self.fresh && (self.is_heading(text) || is_procedure(text)) {
            return;
        }
        if text.starts_with(['—', '–', '―']) || text.starts_with("- ") {
            self.open = false;
        }
        let range = self.input.tokens.within(block.span);
        let goes_on = self.fresh && (between || !heading)
            || dense && !heading && (between || speech(self.input, range, false) || self.further > 2 && !is_note(text));
        if let Some(turn) = self.all.last_mut().filter(|_| self.open && goes_on) {
            self.further += usize::from(!self.fresh);
            self.fresh = false;
            let start = text.len() - words.len();
            let length = timestamp::without_time(text).len();
            turn.content.push(Span::new(block.span.start as usize + start, block.span.start as usize + length));
        } else if !between && self.open && !heading {
            // Text after the last turn has no speaker.
            self.open = false;
        }
    }
}

/// The candidates that are labels, in order.
fn labels<'o>(input: TokenizedArticle, blocks: &[usize], candidates: &'o [LabelCandidate]) -> Vec<&'o LabelCandidate> {
    let mut kept: Vec<&LabelCandidate> = Vec::new();
    let mut signs: FxHashSet<LabelStyle> = FxHashSet::default();
    let mut keys: FxHashSet<&str> = FxHashSet::default();
    let mut groups: FxHashMap<LabelStyle, Vec<&LabelCandidate>> = FxHashMap::default();
    for candidate in candidates.iter().filter(|candidate| candidate.likelihood > NameLikelihood::No) {
        let sign = if candidate.letter().is_some() { LabelStyle::Letter } else { candidate.label.style };
        groups.entry(sign).or_default().push(candidate);
    }
    for (&sign, group) in &groups {
        let group = LabelGroup::of(input, blocks, group);
        if group.is_transcript(sign) {
            signs.insert(sign);
            let of_group: Vec<&LabelCandidate> =
                group.all.iter().copied().filter(|candidate| group.is_label(candidate)).collect();
            keys.extend(of_group.iter().map(|candidate| candidate.key.as_str()));
            kept.extend(of_group);
        }
    }
    if kept.is_empty() {
        return kept;
    }
    // Records may label questions with *Q* alone, and answers with a name.
    let asked = candidates.iter().filter(|candidate| asks(candidate));
    let signed = asked.clone().any(|candidate| candidate.label.style == LabelStyle::Colon);
    let is_record = signs.iter().any(|sign| matches!(sign, LabelStyle::Colon | LabelStyle::Stop));
    if is_record && (signed || asked.clone().count() > 1) {
        kept.extend(asked);
    }
    // A candidate in another style is a label if its name is on a label, or if it is as certain.
    for (&sign, group) in groups.iter().filter(|(sign, _)| !signs.contains(sign)) {
        let known = |candidate: &&&LabelCandidate| match sign {
            LabelStyle::Line | LabelStyle::Dash | LabelStyle::Letter | LabelStyle::Bold => false,
            LabelStyle::Brackets => keys.contains(candidate.key.as_str()),
            _ => {
                keys.contains(candidate.key.as_str())
                    || candidate.likelihood == NameLikelihood::Sure && candidate.label.style == LabelStyle::Colon
            }
        };
        kept.extend(group.iter().filter(known).copied());
    }
    kept.extend(
        candidates
            .iter()
            .filter(|candidate| question_answer::asks_next(candidate) && signs.contains(&LabelStyle::Letter)),
    );
    kept.sort_by_key(|candidate| candidate.index);
    kept.dedup_by_key(|candidate| candidate.index);
    kept
}

/// Whether the candidate is the letter of a question, with something asked.
fn asks(candidate: &LabelCandidate) -> bool {
    candidate.letter() == Some('Q') && candidate.capitals && candidate.sentence
}

/// All candidates with one sign.
struct LabelGroup<'o> {
    all: Vec<&'o LabelCandidate>,
    times: FxHashMap<&'o str, usize>,
    /// The candidates whose name occurs more than once.
    repeated: usize,
    /// The number of such names.
    names: usize,
    sure: usize,
    hardly: usize,
    speak: usize,
    /// Whether their turns fill the text, or nearly.
    whole: bool,
    /// Whether the bodies of all are in quotation marks.
    marked: bool,
    /// Whether most bodies are sentences.
    sentences: bool,
    /// Whether all stand in rows of tables.
    tabular: bool,
    /// Whether the words have times.
    timed: bool,
}

impl<'o> LabelGroup<'o> {
    fn of(input: TokenizedArticle, blocks: &[usize], all: &[&'o LabelCandidate]) -> LabelGroup<'o> {
        let mut times: FxHashMap<&str, usize> = FxHashMap::default();
        for candidate in all {
            *times.entry(&candidate.key).or_default() += 1;
        }
        let count = |likely: NameLikelihood| all.iter().filter(|candidate| candidate.likelihood == likely).count();
        let first = blocks.iter().position(|&block| {
            let block = input.article.blocks()[block];
            !matches!(block.kind, BlockKind::Headline | BlockKind::Heading(_))
                && !timestamp::is_time(input.article.slice(block.span))
                && !is_page(input.article.slice(block.span))
        });
        let begins = all.first().is_some_and(|candidate| first.is_none_or(|first| candidate.index <= first));
        let alone = all.iter().filter(|candidate| is_alone(input, blocks, candidate)).count();
        let rest = blocks.len() - all.first().map_or(0, |candidate| candidate.index);
        LabelGroup {
            repeated: times.values().filter(|&&n| n > 1).sum(),
            names: times.values().filter(|&&n| n > 1).count(),
            sure: count(NameLikelihood::Sure),
            hardly: count(NameLikelihood::Hardly),
            speak: all.iter().filter(|candidate| candidate.addresses).count(),
            marked: all.iter().all(|candidate| candidate.quoted),
            sentences: all.iter().filter(|candidate| candidate.sentence).count() * 2 > all.len(),
            tabular: all
                .iter()
                .all(|candidate| input.article.blocks()[blocks[candidate.index]].kind == BlockKind::Table),
            timed: input.article.timed().next().is_some(),
            whole: begins && all.len() * 3 >= rest.saturating_sub(alone),
            times,
            all: all.to_vec(),
        }
    }

    /// Whether the candidates, taken together, are the labels of a transcript.
    fn is_transcript(&self, sign: LabelStyle) -> bool {
        let LabelGroup { repeated, names, sure, hardly, speak, whole, .. } = *self;
        let all = self.all.len();
        let mostly_sure = sure * 2 >= all;
        if sign == LabelStyle::Letter {
            let of = |letter: char| self.all.iter().filter(|candidate| candidate.letter() == Some(letter)).count();
            let bare = self.all.iter().filter(|candidate| candidate.label.style == LabelStyle::Letter).count();
            let (questions, answers) = (of('Q'), of('A'));
            // “a | analyse the text”, “q | quit”: a list of keys.
            if self.tabular && !self.sentences {
                return false;
            }
            return if bare * 2 > all {
                questions > 1 && answers > 0
            } else {
                questions.min(answers) > 0 || all > 2 && speak * 2 >= all
            };
        }
        // “Warning: …”, “Price: …”: not names, unless they plainly talk to each other.
        if hardly * 2 > all && !(repeated > 3 && names > 1 && speak * 3 > all * 2) {
            return false;
        }
        // “09:00 Ada Lind: Opening remarks”: a programme.
        let titled = self.all.iter().filter(|candidate| candidate.titled == Some(true)).count();
        if speak == 0 && titled * 2 >= all && self.all.iter().all(|candidate| candidate.titled.is_some()) {
            return false;
        }
        // “Keel: the long piece of timber along the bottom of a ship.”
        if sign == LabelStyle::Colon && !mostly_sure && self.all.iter().all(|candidate| candidate.defines) {
            return false;
        }
        // “make: nothing to be done”: a message of a program.
        let small = self.all.iter().all(|candidate| candidate.small);
        if sign == LabelStyle::Colon && small && speak == 0 {
            return false;
        }
        let capitals = self.all.iter().filter(|candidate| candidate.capitals).count();
        let strong =
            self.all.iter().all(|candidate| candidate.capitals || candidate.emphasised || candidate.label.timed);
        let all_sure = sure == all;
        match sign {
            LabelStyle::Colon => {
                repeated > 2 && (names > 1 || strong || mostly_sure || speak * 2 > all)
                    || repeated > 1 && (capitals > 1 || all > 2 && (mostly_sure || strong))
                    || capitals > 2 && capitals * 2 > all
                    // Subtitles name only speakers who are not seen.
                    || self.timed && (capitals == all || all_sure)
                    // “Ann Cole: keeper, 24”: a list of people, each named once.
                    || whole && all_sure && !self.marked && (repeated > 0 || self.sentences)
            }
            LabelStyle::Stop => {
                repeated > 1 && (capitals * 2 > all || repeated > 2 || whole) || whole && all_sure && all > 1
            }
            LabelStyle::Time => repeated > 1 && (names > 1 || mostly_sure),
            LabelStyle::Brackets => repeated > 2 && (mostly_sure || names > 1) || repeated > 1 && all_sure,
            LabelStyle::Dash => repeated > 2 && names > 1 && (capitals == all || whole && mostly_sure),
            LabelStyle::Bold => repeated > 2 && (names > 1 || whole) && mostly_sure,
            LabelStyle::Line => {
                let apart = self.all.windows(2).all(|pair| pair[0].index + 1 < pair[1].index);
                let again =
                    |candidate: &&&LabelCandidate| self.times.get(candidate.key.as_str()).is_some_and(|&n| n > 1);
                let bold = self.all.iter().filter(again).all(|candidate| candidate.emphasised);
                whole && apart && mostly_sure && repeated > 1 && all > 2
                    || repeated > 3 && names > 1 && (bold && mostly_sure || whole)
            }
            LabelStyle::Letter => false,
        }
    }

    /// Whether `candidate` is a label, given that the others are.
    fn is_label(&self, candidate: &LabelCandidate) -> bool {
        let often = self.times.get(candidate.key.as_str()).is_some_and(|&n| n > 1);
        match candidate.likelihood {
            NameLikelihood::No => false,
            // A surname that is a common word, among names.
            NameLikelihood::Hardly => {
                often && (self.hardly * 2 < self.all.len() || self.speak * 3 > self.all.len() * 2)
            }
            NameLikelihood::Maybe => {
                often
                    || self.repeated * 2 > self.all.len()
                    || candidate.capitals
                    || candidate.emphasised
                    || candidate.label.timed
            }
            NameLikelihood::Sure => true,
        }
    }
}

/// Whether nothing follows the label in its block.
fn is_alone(input: TokenizedArticle, blocks: &[usize], candidate: &LabelCandidate) -> bool {
    let block = blocks.get(candidate.index).and_then(|&block| input.article.blocks().get(block));
    block.is_some_and(|block| candidate.label.is_alone(input.article.slice(block.span)))
}

/// The label candidate at the start of block `number`.
fn candidate(input: TokenizedArticle, place: usize, number: usize) -> Option<LabelCandidate> {
    let block = input.article.blocks().get(number)?;
    let text = input.article.slice(block.span);
    let label = bold(input, block.span, text).or_else(|| Label::parse(text)).filter(|_| !is_page(text))?;
    let heading = matches!(block.kind, BlockKind::Heading(_) | BlockKind::Headline);
    let alone = label.is_alone(text);
    // A headline is a label only if it is all name; a list item, if it has a colon.
    if heading && !alone || block.kind.is_item() && label.style == LabelStyle::Line {
        return None;
    }
    // “Quoting Ada Lind <ada@lind.example>:” above quoted mail.
    let quoted = |block: &Block| matches!(block.kind, BlockKind::Quote(_));
    if alone && !quoted(block) && input.article.blocks().get(number + 1).is_some_and(quoted) {
        return None;
    }
    if label.style == LabelStyle::Brackets && is_direction(text.get(label.body..).unwrap_or("")) {
        return None;
    }
    let name = &text[label.name.clone()];
    if label.style == LabelStyle::Dash && is_dateline(name) {
        return None;
    }
    let start = block.span.start as usize;
    let span = Span::new(start + label.name.start, start + label.name.end);
    let inlines = input.article.inlines();
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
        index: place,
        start,
        key: names::key(name),
        likelihood: names::likelihood(name, text.get(label.aside.clone()).unwrap_or("")),
        capitals,
        emphasised: bold || marked || heading,
        addresses: addresses(body),
        quoted: body.starts_with(chars::is_quotation_mark),
        sentence: is_sentence(body),
        titled: is_title(body),
        defines: body.starts_with(char::is_lowercase) && !addresses(body),
        small: !bold && !marked && name.starts_with(char::is_lowercase),
        label,
    })
}

/// The label that is a bare name in bold before the words of the block `text`, which is at `span`.
fn bold(input: TokenizedArticle, span: Span, text: &str) -> Option<Label> {
    const LONGEST: u32 = 80;
    let inlines = input.article.inlines();
    let from = inlines.partition_point(|inline| inline.span.start < span.start);
    let first = inlines[from..].iter().take_while(|inline| inline.span.start < span.end).take(4);
    let strong = first.into_iter().find(|inline| matches!(inline.kind, InlineKind::Strong))?.span;
    let (start, end) = ((strong.start - span.start) as usize, (strong.end.min(span.end) - span.start) as usize);
    let before = text.get(..start)?.trim();
    let after = text.get(end..)?;
    let words = after.trim_start();
    let timed = timestamp::is_time(words.split('\n').next().unwrap_or(words));
    let begins = !timed
        && words.starts_with(|c: char| !c.is_lowercase() && !matches!(c, ':' | ',' | '.' | ';' | '(' | '’' | '\''));
    if strong.len() > LONGEST as usize
        || !(before.is_empty() || timestamp::is_time(before))
        || words.is_empty()
        || !begins
    {
        return None;
    }
    let inner = Label::parse(text.get(start..end)?)
        .filter(|label| matches!(label.style, LabelStyle::Line | LabelStyle::Time))?;
    let shifted = |range: Range<usize>| range.start + start..range.end + start;
    Some(Label {
        name: shifted(inner.name),
        aside: if inner.aside.is_empty() { 0..0 } else { shifted(inner.aside) },
        body: text.len() - words.len(),
        style: LabelStyle::Bold,
        timed: inner.timed || !before.is_empty(),
    })
}

/// Whether `text` begins or ends as a sentence does, or is empty.
fn is_sentence(text: &str) -> bool {
    let text = text.trim();
    !text.starts_with(|c: char| c.is_lowercase() || c.is_numeric()) || text.ends_with(['.', '?', '!', '…'])
}

/// Whether `text` is a few words that neither begin nor end like speech in a chat or a transcript; `Some(false)` for a
/// single word, which proves nothing.
fn is_title(text: &str) -> Option<bool> {
    const FEW: usize = 6;
    let words = text.split_whitespace().count();
    let ends = text.trim_end().ends_with(['.', '?', '!', '…', ',', '-', '–', '—', ')', ']', '"', '”', '’']);
    ((1..=FEW).contains(&words) && text.starts_with(char::is_uppercase) && !ends).then_some(words > 1)
}

/// Whether `text` addresses the listener.
fn addresses(text: &str) -> bool {
    let mut words = text.split_whitespace().take(60);
    words.any(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        word.ends_with(['?', '!']) || TALK.contains(bare.split(['\'', '’']).next().unwrap_or(""))
    })
}

/// Whether an unlabelled paragraph can belong to the turn before it. A stage direction in brackets cannot, nor can a
/// paragraph after the last label unless it says *I* or *you*.
pub(crate) fn speech(input: TokenizedArticle, range: Range<usize>, between: bool) -> bool {
    let bracketed = matches!(input.text(range.start), "(" | "[" | "*" | "_" | "♪");
    let heading = input.tokens.tokens.get(range.start).is_some_and(|token| {
        input
            .article
            .blocks()
            .get(token.block as usize)
            .is_some_and(|block| matches!(block.kind, BlockKind::Heading(_)))
    });
    let ends = range.end.checked_sub(1).is_some_and(|last| input.is_end(last) || input.text(last) == "”");
    let person = || range.clone().any(|at| input.is(at, &DIALOGUE_PRONOUN));
    let edited = range.clone().any(|at| input.is(at, &EDITED));
    !bracketed && !heading && ends && (between || person() && !edited)
}
