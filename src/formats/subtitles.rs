//! Subtitles (WebVTT, SRT) → one text. Cues are joined into paragraphs, speakers become labels (`Name: words`), and
//! the words of each cue keep its times. A new speaker, a pause or too great a length begins a new paragraph.

use super::format_error::FormatError;
use crate::article::label::{Label, LabelStyle};
use crate::article::times::Times;
use crate::article::{Article, Block, BlockKind, Inline, InlineKind, Meta};
use crate::text::Span;
use std::collections::{HashMap, HashSet};

/// The pause, in milliseconds, that ends a paragraph after a whole sentence, and anywhere.
const SENTENCE_PAUSE: u64 = 3_000;
const LONG_PAUSE: u64 = 10_000;
/// The last characters of a sentence, or of a song.
const SENTENCE_ENDS: [char; 10] = ['.', '!', '?', '…', '"', '”', '’', ')', ']', '♪'];
/// Bytes after which a paragraph ends with the next sentence.
const MAX_PARAGRAPH: usize = 700;

/// Whether `start` begins subtitles: the magic of WebVTT, or a number and a time before the first words.
pub(super) fn is_subtitles(start: &[u8]) -> bool {
    if start.strip_prefix(b"WEBVTT").is_some_and(|rest| rest.first().is_none_or(u8::is_ascii_whitespace)) {
        return true;
    }
    let mut lines = start.split(|&byte| byte == b'\n' || byte == b'\r').map(<[u8]>::trim_ascii);
    let first = lines.by_ref().find(|line| !line.is_empty()).unwrap_or(b"");
    let second = lines.find(|line| !line.is_empty()).unwrap_or(b"");
    let is_time = |line: &[u8]| str::from_utf8(line).is_ok_and(|line| parse_times(line).is_some());
    is_time(first) || first.iter().all(u8::is_ascii_digit) && !first.is_empty() && is_time(second)
}

/// Reads subtitles.
///
/// # Errors
/// If they contain no words.
pub(super) fn article(text: &str) -> Result<Article, FormatError> {
    let mut cues = cues(text);
    take_name_lines(&mut cues);
    cues.iter_mut().for_each(SubtitleCue::drop_carried_voices);
    let rolling = is_rolling(&cues);
    let colours: HashSet<&str> =
        cues.iter().flat_map(|cue| &cue.lines).filter_map(|line| line.colour.as_deref()).collect();
    // Film subtitles name only speakers who are off screen.
    let sparse = cues.iter().filter(|cue| cue.is_labelled()).count() * 4 < cues.len();
    let mut out = TextBuilder { is_coloured: colours.len() > 1, ..TextBuilder::default() };
    for (number, cue) in cues.iter().enumerate() {
        let before = number.checked_sub(1).and_then(|before| cues.get(before));
        let silence = before.map_or(0, |before| cue.start.saturating_sub(before.end));
        for (nth, line) in cue.lines.iter().enumerate() {
            // Rolling captions show every line twice.
            if rolling && before.is_some_and(|before| before.lines.iter().any(|shown| shown.words == line.words)) {
                continue;
            }
            // If two speak in turn, it is unknown which of them continues in the next cue.
            let may_change = nth == 0 && before.is_some_and(SubtitleCue::is_dialogue);
            if nth == 0 && sparse && before.is_some_and(SubtitleCue::is_labelled) && out.text.ends_with(SENTENCE_ENDS) {
                out.close(BlockKind::Paragraph);
            }
            out.push(line, if nth == 0 { silence } else { 0 }, may_change, cue.times());
        }
    }
    out.finish()
}

/// Words shown from one time to another, in milliseconds.
#[derive(Debug, Default)]
struct SubtitleCue {
    start: u64,
    end: u64,
    lines: Vec<SubtitleLine>,
}

impl SubtitleCue {
    /// Its times in milliseconds, capped at what fits `u32`: seven weeks.
    fn times(&self) -> Times {
        let [start, end] = [self.start, self.end].map(|time| u32::try_from(time).unwrap_or(u32::MAX));
        Times { start, end }
    }

    /// Whether two speak in turn in it, each behind a dash.
    fn is_dialogue(&self) -> bool {
        self.lines.iter().filter(|line| is_dashed(&line.words)).count() > 1
    }

    /// Whether a label opens one of its lines.
    fn is_labelled(&self) -> bool {
        self.lines.iter().any(|line| is_label(line.words.trim_start_matches(['-', '–', '—', '>', ' '])))
    }

    /// In a dialogue, removes voices that were carried over: either speaker may be a new one.
    fn drop_carried_voices(&mut self) {
        if self.is_dialogue() {
            let first = self.lines.iter().position(|line| is_dashed(&line.words)).unwrap_or(0);
            self.lines[first..].iter_mut().filter(|line| line.is_carried).for_each(|line| line.voice = None);
        }
    }
}

/// A line of a cue.
#[derive(Debug, Default)]
struct SubtitleLine {
    /// The speaker, according to the markup.
    voice: Option<String>,
    /// Whether the voice was set on an earlier line and carried over to this one.
    is_carried: bool,
    /// The colour of the words: broadcasters give each speaker one.
    colour: Option<String>,
    words: String,
}

/// The cues of `text` without notes, styles and numbers. A voice without an end tag lasts until the next.
fn cues(text: &str) -> Vec<SubtitleCue> {
    let mut cues: Vec<SubtitleCue> = Vec::new();
    let (mut open, mut aside) = (false, false);
    let mut voice = None;
    let closed = text.contains("</v>");
    let mut lines = text.lines().map(str::trim).peekable();
    while let Some(line) = lines.next() {
        if let Some((start, end)) = parse_times(line) {
            // Without blank lines, the number of the next cue is the last line of this one.
            if let Some(last) = cues.last_mut().filter(|_| open)
                && last.lines.last().is_some_and(|line| line.words.bytes().all(|byte| byte.is_ascii_digit()))
                && last.lines.len() > 1
            {
                last.lines.pop();
            }
            cues.push(SubtitleCue { start, end, lines: Vec::new() });
            (open, aside) = (true, false);
            voice = voice.filter(|_| !closed);
        } else if line.is_empty() {
            (open, aside) = (false, false);
        } else if !open && !aside {
            // After an empty line comes a note, the name of the next cue, or more of this one.
            aside = ["NOTE", "STYLE", "REGION"].iter().any(|word| line.split_whitespace().next() == Some(word));
            let names_next = lines.peek().is_some_and(|next| parse_times(next).is_some());
            open = !aside && !names_next && !cues.is_empty() && !line.bytes().all(|byte| byte.is_ascii_digit());
            if let Some(cue) = cues.last_mut().filter(|_| open) {
                cue.lines.extend(strip_markup(line, &mut voice));
            }
        } else if let Some(cue) = cues.last_mut().filter(|_| open) {
            cue.lines.extend(strip_markup(line, &mut voice));
        }
    }
    cues
}

/// Makes voices of lines that contain only a name, in brackets or above the words of nearly every cue, if many cues
/// begin like that.
fn take_name_lines(cues: &mut [SubtitleCue]) {
    let titled = |line: &SubtitleLine| {
        Label::parse(&line.words).is_some_and(|label| label.style == LabelStyle::Line && label.is_alone(&line.words))
    };
    let above = cues.iter().filter(|cue| cue.lines.len() > 1 && titled(&cue.lines[0])).count();
    let bare = above > 2 && above * 10 >= cues.len() * 9;
    let name = |line: &SubtitleLine| {
        let fits = |label: &Label| label.style == LabelStyle::Brackets || bare && label.style == LabelStyle::Line;
        let label = Label::parse(&line.words).filter(fits)?;
        label.is_alone(&line.words).then(|| line.words[label.name].to_owned())
    };
    let mut times: HashMap<String, usize> = HashMap::new();
    for pair in cues.iter().flat_map(|cue| cue.lines.windows(2)) {
        if let Some(name) = name(&pair[0]) {
            *times.entry(name).or_default() += 1;
        }
    }
    let again = |name: &str| times.get(name).is_some_and(|&n| n > 1 && name.contains(' ') || n > 2);
    if !times.keys().any(|name| again(name)) {
        return;
    }
    let mut voice = None;
    for cue in cues {
        let mut kept: Vec<SubtitleLine> = Vec::new();
        let mut lines = std::mem::take(&mut cue.lines).into_iter().peekable();
        while let Some(mut line) = lines.next() {
            let named = name(&line).filter(|name| again(name) || name.contains(' ') && lines.peek().is_some());
            if named.is_some() {
                voice = named;
                continue;
            }
            line.voice = line.voice.or_else(|| voice.clone());
            kept.push(line);
        }
        cue.lines = kept;
    }
}

/// Parses `00:01:02.003 --> 00:01:04.000 align:start` or `0:01:02.003,0:01:04.000`, in milliseconds.
fn parse_times(line: &str) -> Option<(u64, u64)> {
    let Some((start, end)) = line.split_once("-->") else {
        // SBV: `0:00:01.000,0:00:04.000`
        let (start, end) = line.split_once(',').filter(|(start, end)| start.contains('.') && end.contains('.'))?;
        return Some((parse_time(start)?, parse_time(end)?));
    };
    Some((parse_time(start.trim())?, parse_time(end.split_whitespace().next()?)?))
}

/// Parses `01:02:03,004`, with or without hours, in milliseconds.
fn parse_time(text: &str) -> Option<u64> {
    let (clock, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let mut seconds = 0u64;
    let mut parts = 0;
    for part in clock.split(':') {
        seconds = seconds.checked_mul(60)?.checked_add(part.trim().parse::<u32>().ok()?.into())?;
        parts += 1;
    }
    let fraction = fraction.get(..fraction.len().min(3))?.parse::<u64>().ok()?;
    (2..=3).contains(&parts).then(|| seconds.checked_mul(1000)?.checked_add(fraction))?
}

/// The words of a line without markup, one line for each voice. `voice` is the one that continues from the line before.
fn strip_markup(line: &str, voice: &mut Option<String>) -> Vec<SubtitleLine> {
    let mut lines = vec![SubtitleLine { voice: voice.clone(), is_carried: true, ..SubtitleLine::default() }];
    let mut rest = line;
    while let Some(at) = rest.find(['<', '{', '&']) {
        let (before, from) = rest.split_at(at);
        let Some(last) = lines.last_mut() else { break };
        last.words.push_str(before);
        let markup = match from.as_bytes().first() {
            Some(b'<') => from[1..].find('>').filter(|&end| is_tag(&from[1..=end])).map(|end| end + 2),
            Some(b'{') => from.find('}').filter(|_| from.starts_with("{\\")).map(|end| end + 1),
            _ => None,
        };
        if let Some(length) = markup {
            let tag = from[..length].trim_matches(['<', '>']);
            if let Some(name) = voice_tag(tag) {
                *voice = name;
                lines.push(SubtitleLine { voice: voice.clone(), ..SubtitleLine::default() });
            } else if let (Some(colour), Some(last)) = (colour_of(tag), lines.last_mut())
                && last.words.trim().is_empty()
            {
                last.colour = Some(colour.to_ascii_lowercase());
            }
            rest = &from[length..];
        } else if let Some((entity, words)) = ENTITIES.iter().find(|(entity, _)| from.starts_with(entity)) {
            last.words.push_str(words);
            rest = &from[entity.len()..];
        } else {
            let length = from.chars().next().map_or(0, char::len_utf8);
            last.words.push_str(&from[..length]);
            rest = &from[length..];
        }
    }
    if let Some(last) = lines.last_mut() {
        last.words.push_str(rest);
    }
    for line in &mut lines {
        line.words = line.words.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    lines.retain(|line| line.words.contains(|c: char| !matches!(c, '-' | '–' | '—' | ' ')));
    lines
}

const ENTITIES: [(&str, &str); 7] =
    [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", " "), ("&lrm;", ""), ("&rlm;", "")];

/// Whether this, after its `<`, is a tag of subtitles or a time.
fn is_tag(tag: &str) -> bool {
    let name = tag.trim_start_matches('/');
    let known = ["v", "c", "i", "b", "u", "s", "ruby", "rt", "lang", "font"];
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(['.', ' ', '\t', '>', '/']);
    name.starts_with(|c: char| c.is_ascii_digit())
        || known.iter().any(|known| {
            name.get(..known.len()).is_some_and(|head| head.eq_ignore_ascii_case(known)) && ends(&name[known.len()..])
        })
}

/// The voice that a tag begins (`v.loud Ada Quill`) or ends (`/v`); `None` for other tags.
fn voice_tag(tag: &str) -> Option<Option<String>> {
    if tag == "/v" {
        return Some(None);
    }
    let (head, name) = tag.split_once([' ', '\t'])?;
    let is_voice = head == "v" || head.starts_with("v.");
    let name = in_order(name.trim().trim_end_matches(':').trim_end());
    is_voice.then(|| Some(name).filter(|name| !name.is_empty()))
}

/// “Bashir Noor” for “Noor, Bashir (Guest)”.
fn in_order(name: &str) -> String {
    let bare = name.split('(').next().unwrap_or(name).trim_end();
    let word = |part: &str| !part.is_empty() && part.split(' ').all(|word| word.starts_with(char::is_uppercase));
    match bare.split_once(", ") {
        Some((last, first)) if word(last) && word(first) && first.split(' ').count() < 3 => format!("{first} {last}"),
        _ => name.to_owned(),
    }
}

/// The colour that a tag gives: `c.yellow`, `font color="#ffff00"`.
fn colour_of(tag: &str) -> Option<&str> {
    const COLOURS: [&str; 8] = ["white", "yellow", "cyan", "lime", "green", "red", "magenta", "blue"];
    if let Some(classes) = tag.strip_prefix("c.") {
        return classes.split('.').find(|class| COLOURS.iter().any(|colour| colour.eq_ignore_ascii_case(class)));
    }
    let value = tag.strip_prefix("font")?.trim_start().strip_prefix("color=")?;
    let value = value.trim_matches(['"', '\'', ' ']);
    (!value.is_empty()).then_some(value)
}

/// Whether most cues begin with a line of the previous one.
fn is_rolling(cues: &[SubtitleCue]) -> bool {
    let again = cues.windows(2).filter(|pair| {
        let first = pair[1].lines.first();
        first.is_some_and(|first| pair[0].lines.iter().any(|line| line.words == first.words))
    });
    cues.len() >= 4 && again.count() * 2 > cues.len()
}

/// Builds the text.
#[derive(Default)]
struct TextBuilder {
    text: String,
    blocks: Vec<Block>,
    /// The words of each cue with their times; words in different paragraphs are separate entries.
    timed: Vec<(Span, Times)>,
    /// The start of the open paragraph.
    start: Option<usize>,
    /// Its speaker, according to the markup.
    voice: Option<String>,
    /// Whether several colours mark speakers, and the colour of the last words.
    is_coloured: bool,
    colour: Option<String>,
}

impl TextBuilder {
    /// Adds a line of a cue with these times, after so many milliseconds of silence. `may_change` is true if the
    /// speaker may have changed.
    fn push(&mut self, line: &SubtitleLine, silence: u64, may_change: bool, times: Times) {
        if is_sound_effect(&line.words) {
            self.close(BlockKind::Paragraph);
            self.begin();
            self.push_words(&line.words, times);
            self.close(BlockKind::Boilerplate);
            return;
        }
        let words = line.words.trim_start_matches(['>', ' ']);
        let undashed = if is_dashed(words) { words.trim_start_matches(['-', '–', '—', ' ']) } else { words };
        let recoloured = self.is_coloured && line.colour != self.colour;
        let may_change = may_change && self.text.ends_with(SENTENCE_ENDS);
        let turn = words.len() < line.words.len() && line.words.starts_with(">>") || recoloured || is_turn(words);
        let ended = self.text.ends_with(SENTENCE_ENDS);
        let long = self.start.is_some_and(|start| self.text.len() - start > MAX_PARAGRAPH);
        if turn
            || may_change
            || line.voice != self.voice
            || silence >= LONG_PAUSE
            || ended && (silence >= SENTENCE_PAUSE || long)
        {
            self.close(BlockKind::Paragraph);
        }
        if self.start.is_some() {
            self.text.push(' ');
        } else {
            self.begin();
            if let Some(voice) = &line.voice {
                self.text.push_str(voice);
                self.text.push_str(": ");
            } else if (turn || may_change) && !is_label(undashed) {
                // A new turn without a name must be distinguished from more of the last one.
                self.text.push_str("— ");
            }
        }
        self.push_words(undashed, times);
        self.voice.clone_from(&line.voice);
        self.colour.clone_from(&line.colour);
    }

    /// Adds the words of a line, which go with those before them of the same cue and paragraph.
    fn push_words(&mut self, words: &str, times: Times) {
        let start = self.text.len();
        self.text.push_str(words);
        let open = self.start.unwrap_or(start);
        match self.timed.last_mut() {
            Some((span, last)) if *last == times && span.start as usize >= open => {
                *span = Span::new(span.start as usize, self.text.len());
            }
            _ => self.timed.push((Span::new(start, self.text.len()), times)),
        }
    }

    fn begin(&mut self) {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.start = Some(self.text.len());
    }

    fn close(&mut self, kind: BlockKind) {
        if let Some(start) = self.start.take() {
            self.blocks.push(Block { kind, span: Span::new(start, self.text.len()) });
        }
    }

    fn finish(mut self) -> Result<Article, FormatError> {
        self.close(BlockKind::Paragraph);
        if self.blocks.iter().all(|block| !block.kind.is_text()) {
            return Err(FormatError::Empty);
        }
        let timed = self.timed.into_iter().map(|(span, times)| Inline { kind: InlineKind::Timed(times), span });
        Ok(Article::new(self.text, self.blocks, Meta::default()).with_inlines(timed.collect()))
    }
}

/// Whether a line opens a new turn, with a dash or a label.
fn is_turn(words: &str) -> bool {
    is_dashed(words) || is_label(words)
}

/// Whether a line opens with a dash.
fn is_dashed(words: &str) -> bool {
    let dashed = words.strip_prefix(['-', '–', '—']);
    dashed.is_some_and(|rest| rest.trim_start().starts_with(char::is_alphabetic))
}

/// Whether `words` begin with `NAME:`, `Ada Quill:` or `[Ada Quill]`: up to four words with capitals.
fn is_label(words: &str) -> bool {
    let Some(label) = Label::parse(words) else { return false };
    let capital = |word: &str| word.starts_with(|c: char| c.is_uppercase() || !c.is_alphabetic());
    let name = &words[label.name.clone()];
    let signed = match label.style {
        LabelStyle::Colon => true,
        LabelStyle::Brackets => !label.is_alone(words),
        _ => false,
    };
    signed
        && name.len() <= 40
        && name.starts_with(char::is_uppercase)
        && name.split(' ').count() <= 4
        && name.split(' ').all(capital)
}

/// Whether `words` are a sound: “[applause]”, “(laughs)”, “♪ ♪”.
fn is_sound_effect(words: &str) -> bool {
    let within = |open: char, close: char| {
        words.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).is_some_and(|rest| !rest.contains(close))
    };
    within('[', ']') || within('(', ')') || words.chars().all(|c| matches!(c, '♪' | '♫' | ' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(subtitles: &str, expected: &str) {
        let shown = match article(subtitles) {
            Ok(article) => {
                let block = |block: &Block| {
                    let sign = if block.kind.is_text() { "" } else { "~" };
                    format!("{sign}{}", article.slice(block.span))
                };
                article.blocks().iter().map(block).collect::<Vec<_>>().join("\n")
            }
            Err(cause) => cause.to_string(),
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn voices_become_labels() {
        check(
            "WEBVTT - talk\nKind: captions\n\nNOTE not\nshown\n\nSTYLE\n::cue { color: red }\n\nintro\n00:01.000 --> 00:03.000 \
             align:start\n<v.loud Ada Quill>The <i>horn</i> stays,\n\n00:03.000 --> 00:04.000\n<v Ada Quill>and that &amp; \
             more.</v>\n\n00:04.000 --> 00:05.000\n<v Bo Lind>No.\nNever.\n\n00:05.500 --> 00:06.000\n[applause]\n",
            "Ada Quill: The horn stays, and that & more.\nBo Lind: No. Never.\n~[applause]",
        );
    }

    #[test]
    fn labels_in_the_words_and_turns() {
        check(
            "1\n00:00:01,000 --> 00:00:02,000\n<font color=\"#fff\">ADA: The horn</font>\n{\\an8}stays. <00:00:01.500>a < b\n\n\
             2\n00:00:02,000 --> 00:00:03,000\n- Why?\n- Because.\n\n3\n00:00:03,000 --> 00:00:04,000\n>> BO: So be it.\n>> Good.\n",
            "ADA: The horn stays. a < b\n— Why?\n— Because.\nBO: So be it.\n— Good.",
        );
    }

    #[test]
    fn voices_end_where_two_speak_in_turn() {
        check(
            "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>We meet here.\n\n00:02.000 --> 00:03.000\n- Why?\n- Because.\n\n\
             00:03.000 --> 00:04.000\n<v Bo>Where is it?\n\n00:04.000 --> 00:05.000\n<v Ada>- Here.\n<v Bo>- Good.\n\n\
             00:05.000 --> 00:06.000\n<v Ada>Come\n- No",
            "Ada: We meet here.\n— Why?\n— Because.\nBo: Where is it?\nAda: Here.\nBo: Good.\nAda: Come\nAda: No",
        );
    }

    #[test]
    fn colours_tell_speakers_apart() {
        check(
            "WEBVTT\n\n00:01.000 --> 00:02.000\n<c.yellow>Why?</c>\n\n00:02.000 --> 00:03.000\n<c.cyan>Because\n\n\
             00:03.000 --> 00:04.000\n<c.cyan>it sank.</c>\n\n00:04.000 --> 00:05.000\n- No!\n- Yes.\n\n\
             00:05.000 --> 00:06.000\nWho said so?",
            "— Why?\n— Because it sank.\n— No!\n— Yes.\n— Who said so?",
        );
    }

    #[test]
    fn paragraphs_end_with_silence_and_length() {
        let cue =
            |start: usize, words: &str| format!("{start}\n00:{start:02}:00,000 --> 00:{start:02}:59,000\n{words}\n\n");
        check(&(cue(1, "One and") + &cue(2, "one.") + &cue(3, "Two.")), "One and one. Two.");
        let late = "1\n00:00:01,000 --> 00:00:02,000\nOne.\n\n2\n00:00:06,000 --> 00:00:07,000\nTwo\n\n3\n00:00:11,000 --> \
                    00:00:12,000\nand more\n\n4\n00:09:00,000 --> 00:09:01,000\nlater.";
        check(late, "One.\nTwo and more\nlater.");
        let long = "word ".repeat(150) + "end.";
        check(&(cue(1, &long) + &cue(2, "Next.")), &format!("{long}\nNext."));
    }

    #[test]
    fn rolling_captions_say_everything_once() {
        let lines = ["one two", "three four", "five six", "seven."];
        let mut text = String::from("WEBVTT\n\n");
        for (at, pair) in
            [["", lines[0]], [lines[0], lines[1]], [lines[1], lines[2]], [lines[2], lines[3]]].iter().enumerate()
        {
            text += &format!("00:0{at}.000 --> 00:0{}.000\n{}\n{}\n\n", at + 1, pair[0], pair[1]);
            text += &format!("00:0{}.000 --> 00:0{}.010\n{}\n\n", at + 1, at + 1, pair[1]);
        }
        check(&text, "one two three four five six seven.");
        check("1\n00:01 --> 00:02\nNo.\n\n2\n00:02 --> 00:03\nNo.\n", "No. No.");
    }

    #[test]
    fn words_keep_the_times_of_their_cue() {
        let article = article(
            "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ada Quill>The horn\nstays,\n\n00:03.000 --> 00:04.500\n<v Ada \
             Quill>and more.\n- Why?\n\n99:59:59.999 --> 2000:00:00.000\n[applause]\n",
        );
        let article = article.unwrap();
        let timed: Vec<(&str, u32, u32)> =
            article.timed().map(|(span, times)| (article.slice(span), times.start, times.end)).collect();
        assert_eq!(
            timed,
            [
                ("The horn stays,", 1_000, 3_000),
                ("and more.", 3_000, 4_500),
                ("Why?", 3_000, 4_500),
                ("[applause]", 359_999_999, u32::MAX)
            ]
        );
    }

    #[test]
    fn odd_files() {
        check("WEBVTT", "contains no text");
        check("WEBVTT\n\n00:01.000 --> 00:02.000\n[music]", "contains no text");
        check(
            "1\n00:01 --> 00:02\nOne\n2\n00:02 --> 00:03\ntwo <v\n3\n9999999999:99:99 --> 1\nx",
            "One two <v 3 9999999999:99:99 --> 1 x",
        );
        check("1\n00:01 --> 00:02\n1984", "1984");
        assert!(!is_subtitles(b"1984\nwas a year --> and a book") && !is_subtitles(b"WEBVTTER") && !is_subtitles(b""));
    }
}
