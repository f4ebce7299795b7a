//! Standoff annotations of brat: quotations, cues and mentions as text-bound annotations; speakers and coreference as
//! relations. `assets/brat/annotation.conf` declares them. Offsets count code points of the text beside.

use super::exported_article::ExportedArticle;
use super::wording::{described, mention_type, rounded};
use crate::record::{Quotation, SpeechAct, UNCERTAIN};
use crate::text::{Offsets, Span, one_line, pluralize};
use std::collections::HashMap;
use std::fmt::Display;
use std::io::{self, Write};

/// Writes the annotations of an article. Speakers that the text does not mention are named in a line: brat relates text
/// to text.
///
/// # Errors
/// The errors of `to`.
pub fn write(to: impl Write, exported: &ExportedArticle) -> io::Result<Option<String>> {
    let text = exported.article.text();
    let mut standoff =
        Standoff { to, text, offsets: Offsets::new(text), texts: 0, relations: 0, attributes: 0, notes: 0 };
    let record = exported.record;
    let mut mentions: HashMap<(Span, usize), usize> = HashMap::new();
    for (id, person) in record.people().iter().enumerate() {
        let mut before = None;
        for mention in &person.mentions {
            let Some(this) = standoff.text(&label(mention_type(mention.mention_type)), &[mention.span])? else {
                continue;
            };
            mentions.insert((mention.span, id), this);
            match before {
                Some(before) => standoff.relation("coref", this, before)?,
                None => standoff.note(this, &described(record, id))?,
            }
            before = Some(this);
        }
    }
    let mut unmentioned = 0;
    for (id, quotation) in record.quotations().iter().enumerate() {
        let Some(said) = standoff.text(&label(quotation.kind.name()), &quotation.content)? else { continue };
        let mention = |span: Span| mentions.get(&(span, quotation.speaker?)).copied();
        let source = match (quotation.speaker, quotation.source) {
            (Some(_), Some(source)) => mention(source),
            (None, Some(source)) => standoff.text("Source", &[source])?,
            (_, None) => None,
        };
        // A speaker who is not mentioned beside the words is represented by their first mention.
        let person = quotation.speaker.and_then(|speaker| record.people().get(speaker));
        let first = || person.and_then(|person| person.mentions.iter().find_map(|first| mention(first.span)));
        match source.or_else(first) {
            Some(source) => standoff.relation("said_by", said, source)?,
            None => unmentioned += usize::from(quotation.speaker.is_some()),
        }
        if let Some(cue) = quotation.cue
            && let Some(cue) = standoff.text("Cue", &[cue])?
        {
            standoff.relation("reported_by", said, cue)?;
        }
        standoff.attributes(said, quotation, record.edited(id))?;
    }
    Ok((unmentioned > 0).then(|| {
        format!("{} without said_by: the text does not mention the speaker", pluralize(unmentioned, "quotation"))
    }))
}

struct Standoff<'a, W> {
    to: W,
    text: &'a str,
    offsets: Offsets<'a>,
    texts: usize,
    relations: usize,
    attributes: usize,
    notes: usize,
}

impl<W: Write> Standoff<'_, W> {
    /// Writes a text-bound annotation, and returns its number. Its parts never span a line break.
    fn text(&mut self, kind: &str, spans: &[Span]) -> io::Result<Option<usize>> {
        let parts: Vec<Span> = spans.iter().flat_map(|&span| lines(self.text, span)).collect();
        if parts.is_empty() {
            return Ok(None);
        }
        self.texts += 1;
        write!(self.to, "T{}\t{kind}", self.texts)?;
        for (nth, &part) in parts.iter().enumerate() {
            let (start, end) = self.offsets.code_points(part);
            write!(self.to, "{}{start} {end}", if nth == 0 { ' ' } else { ';' })?;
        }
        for (nth, part) in parts.iter().enumerate() {
            write!(self.to, "{}{}", if nth == 0 { '\t' } else { ' ' }, part.of(self.text))?;
        }
        writeln!(self.to)?;
        Ok(Some(self.texts))
    }

    fn relation(&mut self, name: &str, from: usize, to: usize) -> io::Result<()> {
        self.relations += 1;
        writeln!(self.to, "R{}\t{name} Arg1:T{from} Arg2:T{to}", self.relations)
    }

    fn note(&mut self, about: usize, note: &str) -> io::Result<()> {
        self.notes += 1;
        writeln!(self.to, "#{}\tAnnotatorNotes T{about}\t{}", self.notes, one_line(note))
    }

    fn attribute(&mut self, name: impl Display, of: usize) -> io::Result<()> {
        self.attributes += 1;
        writeln!(self.to, "A{}\t{name} T{of}", self.attributes)
    }

    fn attributes(&mut self, said: usize, quotation: &Quotation, is_edited: bool) -> io::Result<()> {
        if quotation.act == SpeechAct::Thought {
            self.attribute("Thought", said)?;
        }
        if quotation.speaker.is_some() && quotation.speaker_confidence < UNCERTAIN {
            self.attribute("Uncertain", said)?;
        }
        if is_edited {
            self.attribute("Edited", said)?;
        }
        let (content, speaker) = (rounded(quotation.confidence), rounded(quotation.speaker_confidence));
        self.note(said, &format!("confidence {content}, speaker_confidence {speaker}"))
    }
}

/// A name of brat's configuration, which begins with a capital.
fn label(name: &str) -> String {
    let (first, rest) = name.split_at_checked(1).unwrap_or((name, ""));
    first.to_ascii_uppercase() + rest
}

/// The parts of `span` between line breaks and tabs, without white space around them. Anything that some reader takes
/// for a line break counts as one.
fn lines(text: &str, span: Span) -> impl Iterator<Item = Span> {
    let is_break = |c: char| matches!(c, '\t'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let start = span.start as usize;
    let whole = span.of(text);
    whole.split(is_break).filter_map(move |line| {
        let at = start + (line.as_ptr() as usize - whole.as_ptr() as usize);
        let before = line.len() - line.trim_start().len();
        let line = line.trim();
        (!line.is_empty()).then(|| Span::new(at + before, at + before + line.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Vec<&str> {
        lines(text, Span::new(0, text.len())).map(|span| span.of(text)).collect()
    }

    #[test]
    fn parts_never_span_a_line_break() {
        assert_eq!(check("one two"), ["one two"]);
        assert_eq!(check(" one\n  two\tthree\r\n\n\u{2028}é "), ["one", "two", "three", "é"]);
        assert!(check(" \n\t").is_empty());
    }
}
