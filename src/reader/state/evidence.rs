//! The evidence for a quotation and its speaker: kind, cue and source, and the mentions that lead to the name.

use crate::reader::state::document::Document;
use crate::reader::state::lines::OverlayLine;
use crate::record::{Act, Kind, Mention, PersonId, QuotationId, Reason, Record};
use crate::text::{Span, one_line};

/// The evidence that `id` is a quotation, and whose.
pub fn lines(document: &Document, id: QuotationId) -> Vec<OverlayLine> {
    let record = &document.record;
    let quotation = &record.quotations()[id];
    let mut lines = Vec::new();
    let sure = |confidence: f32| format!("{:.0} %", confidence * 100.0);
    match quotation.speaker {
        Some(person) => {
            lines.push(OverlayLine::Heading(one_line(&record.people()[person].name)));
            if let Some(role) = &record.people()[person].role {
                lines.push(OverlayLine::Plain(one_line(role)));
            }
        }
        None => lines.push(OverlayLine::Heading("speaker unknown".into())),
    }
    lines.push(OverlayLine::Plain(String::new()));
    let kind = match quotation.kind {
        Kind::Direct => "direct: all in the speaker’s words",
        Kind::Mixed => "mixed: a paraphrase with quoted words",
        Kind::Indirect => "indirect: a paraphrase",
    };
    let act = match quotation.act {
        Act::Said => "",
        Act::Thought => ", thought rather than said",
    };
    lines.push(OverlayLine::Plain(format!("{kind}{act}")));
    let source = quotation.source.map(|span| words(document, span));
    let cue = quotation.cue.map(|span| words(document, span));
    match (&source, &cue) {
        (Some(source), Some(cue)) => lines.push(OverlayLine::Plain(format!("{source} ── {cue} (cue)"))),
        (Some(source), None) => lines.push(OverlayLine::Plain(format!("{source}, next to the words, no cue"))),
        (None, Some(cue)) => lines.push(OverlayLine::Plain(format!("{cue} (cue), no source"))),
        (None, None) => lines.push(OverlayLine::Plain("no cue or source nearby".into())),
    }
    if let (Some(person), Some(source)) = (quotation.speaker, quotation.source) {
        lines.extend(chain(record, person, source).map(|mention| OverlayLine::Plain(step(document, mention))));
    }
    lines.push(OverlayLine::Plain(String::new()));
    lines.push(OverlayLine::Plain(format!("a quotation: {} sure", sure(quotation.confidence))));
    if quotation.speaker.is_some() {
        let doubt = if record.uncertain(id) { " · speaker uncertain" } else { "" };
        lines.push(OverlayLine::Plain(format!("this speaker: {} sure{doubt}", sure(quotation.speaker_confidence))));
    }
    lines.push(OverlayLine::Plain(String::new()));
    for &piece in &quotation.content {
        lines.push(OverlayLine::Aside(format!("¶{}", document.number_of(piece.start as usize))));
        lines.push(OverlayLine::Words(words(document, piece)));
    }
    lines
}

/// The mention at `source`, the one it was resolved to, and so on to the one that introduces `person`.
fn chain(record: &Record, person: PersonId, source: Span) -> impl Iterator<Item = &Mention> {
    let mentions = &record.people()[person].mentions;
    let find = |span: Span| mentions.iter().find(|mention| mention.span == span);
    // A chain longer than the list would go in circles.
    std::iter::successors(find(source), move |mention| mention.antecedent.and_then(find)).take(mentions.len().min(8))
}

/// One step of the chain, as a sentence.
fn step(document: &Document, mention: &Mention) -> String {
    let here = words(document, mention.span);
    let why = because(mention.reason);
    match mention.antecedent {
        Some(antecedent) => {
            let number = document.number_of(antecedent.start as usize);
            format!("{here} → {} ¶{number}: {why}", words(document, antecedent))
        }
        None => format!("{here} ¶{}: {why}", document.number_of(mention.span.start as usize)),
    }
}

/// A reason in the reader’s words.
fn because(reason: Reason) -> &'static str {
    match reason {
        Reason::Reader => "your correction",
        Reason::Introduces => "introduced here",
        Reason::SameName => "the same name",
        Reason::PartOfName => "part of the name",
        Reason::TitledName => "the surname with a title that fits",
        Reason::Label => "the label of the speech",
        Reason::Apposition => "described beside the name",
        Reason::Role => "the role fits",
        Reason::SameHead => "the same description",
        Reason::ShortForm => "a short form of the name",
        Reason::Kinship => "family",
        Reason::FirstPerson => "speaks of themselves",
        Reason::Subject => "the subject of the clause before",
        Reason::Speaker => "the speaker of the words before",
        Reason::Nearest => "the nearest that fits",
    }
}

/// The words of `span`, on one line.
fn words(document: &Document, span: Span) -> String {
    one_line(document.article.slice(span))
}
