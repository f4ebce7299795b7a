//! Subtitles, WebVTT and SRT, of an article that was read from subtitles: its cues with their times and speakers.

use super::exported_article::ExportedArticle;
use crate::article::Article;
use crate::article::times::{Times, clock};
use crate::record::{Kind, Quotation, Record};
use crate::text::{Span, one_line};
use std::io::{self, Write};

/// The header of WebVTT, before its cues.
pub(super) const VTT_HEADER: &str = "WEBVTT\n\n";

/// Words shown from one time to another.
struct SubtitleCue<'a> {
    times: Times,
    lines: Vec<SpokenLine<'a>>,
}

/// A line of a cue, with its speaker if known.
struct SpokenLine<'a> {
    speaker: Option<&'a str>,
    words: &'a str,
}

/// Writes the cues of an article as WebVTT, the speakers as voices.
///
/// # Errors
/// The errors of `to`.
pub fn write_vtt(to: &mut dyn Write, exported: &ExportedArticle) -> io::Result<()> {
    for cue in cues(exported.article, exported.record) {
        writeln!(to, "{}", interval(cue.times, '.'))?;
        for line in &cue.lines {
            let words = escaped(line.words);
            match line.speaker {
                Some(speaker) => writeln!(to, "<v {}>{words}</v>", escaped(speaker))?,
                None => writeln!(to, "{words}")?,
            }
        }
        writeln!(to)?;
    }
    Ok(())
}

/// Writes the cues of an article as SRT, the speakers before their words.
///
/// # Errors
/// The errors of `to`.
pub fn write_srt(to: &mut dyn Write, exported: &ExportedArticle) -> io::Result<()> {
    for (before, cue) in cues(exported.article, exported.record).iter().enumerate() {
        writeln!(to, "{}\n{}", before + 1, interval(cue.times, ','))?;
        for line in &cue.lines {
            // An arrow would make it a timing line, which ends the cue.
            let words = one_line(line.words).replace("-->", "→");
            match line.speaker {
                Some(speaker) => writeln!(to, "{}: {words}", one_line(speaker).replace("-->", "→"))?,
                None => writeln!(to, "{words}")?,
            }
        }
        writeln!(to)?;
    }
    Ok(())
}

/// The cues of an article. Text with the same times is one cue, which may have several speakers.
fn cues<'a>(article: &'a Article, record: &'a Record) -> Vec<SubtitleCue<'a>> {
    let mut cues: Vec<SubtitleCue> = Vec::new();
    for (span, times) in article.timed() {
        let turn = turn(article, record, span);
        let speaker = turn.and_then(|turn| Some(record.people().get(turn.speaker?)?.name.as_str()));
        let label = turn.filter(|_| speaker.is_some()).and_then(|turn| label_before(article, turn, span));
        let start = label.unwrap_or(span.start);
        let line = SpokenLine { speaker, words: article.slice(Span { start, end: span.end }) };
        match cues.last_mut().filter(|cue| cue.times == times) {
            Some(cue) => cue.lines.push(line),
            None => cues.push(SubtitleCue { times, lines: vec![line] }),
        }
    }
    cues
}

/// The turn that most of `words` belong to: unreported speech that is in no other quotation.
fn turn<'a>(article: &Article, record: &'a Record, words: Span) -> Option<&'a Quotation> {
    let pieces = record.pieces_in(words).filter_map(|(piece, id)| Some((piece, record.quotations().get(id)?)));
    let is_reported = |said: &Quotation| said.cue.is_some_and(|cue| article.slice(cue).contains(char::is_alphabetic));
    let turns = pieces.filter(|(_, said)| said.kind == Kind::Direct && said.inside.is_none() && !is_reported(said));
    let shared = turns.map(|(piece, said)| {
        let both = Span { start: piece.start.max(words.start), end: piece.end.min(words.end) };
        (article.slice(both).len(), said)
    });
    let (shared, said) = shared.max_by_key(|(shared, _)| *shared)?;
    (shared * 2 > words.len()).then_some(said)
}

/// The start of the words of `turn` in `words`, if these begin with its label, which names the speaker.
fn label_before(article: &Article, turn: &Quotation, words: Span) -> Option<u32> {
    let block = article.blocks().get(article.block_at(words.start as usize)?)?.span;
    let (source, first) = (turn.source?, turn.content.first()?);
    (block.start == words.start && source.start >= words.start && source.end <= first.start && first.start < words.end)
        .then_some(first.start)
}

/// `00:00:01.000 --> 00:00:03.500`. A cue ends after it begins.
fn interval(times: Times, point: char) -> String {
    let Times { start, end } = times;
    let exact = |time: u32| format!("{}{point}{:03}", clock(time), time % 1000);
    format!("{} --> {}", exact(start), exact(end.max(start.saturating_add(1))))
}

/// `text` as WebVTT has it, on one line.
fn escaped(text: &str) -> String {
    one_line(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_words() {
        let interval = |start, end| interval(Times { start, end }, ',');
        assert_eq!(interval(1_000, 3_723_045), "00:00:01,000 --> 01:02:03,045");
        assert_eq!(interval(5, 5), "00:00:00,005 --> 00:00:00,006");
        assert_eq!(interval(u32::MAX, 0), "1193:02:47,295 --> 1193:02:47,295");
        assert_eq!(escaped("a <b>\n& --> \u{1b}c"), "a &lt;b&gt; &amp; --&gt; ␛c");
    }
}
