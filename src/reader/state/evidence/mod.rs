//! The evidence for a quotation and its speaker: the speaker, the confidence, the words that attribute it, and the
//! mention they lead to; unfolded, also the steps between.

pub mod mention_chain;

use crate::language::lexical::word_classes::CLAUSE_ABOUT_WHOM;
use crate::reader::state::document::Document;
use crate::reader::state::evidence::mention_chain::{ChainStep, chain};
use crate::reader::state::overlay_line::OverlayLine;
use crate::record::{Kind, Mention, MentionAt, MentionType, PersonId, Quotation, QuotationId, SpeechAct};
use crate::text::{Span, one_line, percent, pluralize, width};

/// Up to this many bytes apart, source and cue are shown with the words between them.
const NEAR: u32 = 40;

/// Columns of a mention in the evidence, beyond which it is cut short.
const BRIEF: usize = 40;

/// The part of the evidence that is on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EvidenceView {
    /// Its first row.
    pub top: usize,
    /// Whether it shows the steps between the words and the name.
    pub unfolded: bool,
}

/// The lower of two confidences, 0 to 1: that `quotation` is one, and that its speaker is right.
pub fn lower_confidence(quotation: &Quotation) -> f32 {
    quotation.speaker_confidence.min(quotation.confidence)
}

/// The word for something of this confidence.
pub fn certainty(confidence: f32) -> &'static str {
    match confidence {
        c if c >= 0.9 => "sure",
        c if c >= 0.7 => "likely",
        _ => "perhaps",
    }
}

/// The evidence that `id` is a quotation, and whose. The steps are unfolded with `unfold`, and folded with `fold`.
pub fn lines(document: &Document, id: QuotationId, unfolded: bool, [unfold, fold]: [&str; 2]) -> Vec<OverlayLine> {
    let record = &document.record;
    let quotation = &record.quotations()[id];
    let source = quotation.speaker.zip(quotation.source);
    let steps =
        source.map_or_else(Vec::new, |(person, source)| chain(&document.article, &record.people()[person], source));
    let owner = source.map_or_else(Vec::new, |(person, source)| {
        owner_steps(document, person, steps.last().map_or(source, |last| last.to.span))
    });
    let mut carried = carried_by(document, id, &steps);
    if let (Some(first), Some(last)) = (owner.first(), owner.last()) {
        let number = document.number_of(last.to.span.start as usize);
        carried += &format!("; {} → {} ¶{number}", words(document, first.from.span), brief(document, last.to.span, ""));
    }
    let mut lines = vec![OverlayLine::Heading(speaker_line(document, id)), OverlayLine::Hanging(carried)];
    let steps = [steps, owner].concat();
    if unfolded {
        lines.push(OverlayLine::Aside(format!("▾ step by step · {fold} folds")));
        lines.extend(step_lines(document, id, &steps).into_iter().map(OverlayLine::Hanging));
    } else {
        let between = match steps.len() {
            0 | 1 => "step by step".to_owned(),
            count => pluralize(count, "step"),
        };
        lines.push(OverlayLine::Aside(format!("▸ {between} · {unfold} unfolds")));
    }
    lines.push(OverlayLine::Plain(String::new()));
    let mut last = None;
    for &piece in &quotation.content {
        let number = document.number_of(piece.start as usize);
        if last.replace(number) != Some(number) {
            lines.push(OverlayLine::Aside(format!("¶{number}")));
        }
        lines.push(OverlayLine::Words(words(document, piece)));
    }
    lines
}

/// `Ilse Brandvold · sure, 93%`.
fn speaker_line(document: &Document, id: QuotationId) -> String {
    let record = &document.record;
    let quotation = &record.quotations()[id];
    let Some(person) = quotation.speaker else { return "speaker unknown".into() };
    let name = one_line(&record.people()[person].name);
    // A speaker whom the reader chose has no source in the text.
    if record.edited(id) && quotation.source.is_none() {
        return format!("{name} · corrected by you");
    }
    let is_edited = record.edited(id);
    // A corrected quotation is certain.
    let confidence = if is_edited { quotation.speaker_confidence } else { lower_confidence(quotation) };
    let (doubt, confidence, sure) = match record.uncertain(id) {
        true => ("?", quotation.speaker_confidence, "uncertain"),
        false => ("", confidence, certainty(confidence)),
    };
    let corrected = if is_edited { " · quotation corrected by you" } else { "" };
    format!("{name}{doubt} · {sure}, {}{corrected}", percent(confidence))
}

/// The words that attribute the quotation, and the mention that they lead to: `she said → Ilse Brandvold ¶4`.
fn carried_by(document: &Document, id: QuotationId, steps: &[ChainStep]) -> String {
    let quotation = &document.record.quotations()[id];
    let place = |span: Span| format!("¶{}", document.number_of(span.start as usize));
    let brief = |span: Span| brief(document, span, name_of(document, id));
    let carried = match (quotation.source, quotation.cue) {
        (Some(source), Some(cue)) => together(document, id, source, cue),
        (Some(only), None) | (None, Some(only)) => brief(only),
        (None, None) => String::new(),
    };
    match (quotation.speaker, quotation.source, steps.last()) {
        (_, _, Some(last)) => format!("{carried} → {} {}", brief(last.to.span), place(last.to.span)),
        (_, Some(source), None) => format!("{carried} {}", place(source)),
        (Some(_), None, None) if document.record.edited(id) => "your correction; the text may not say so".into(),
        (Some(person), None, None) => {
            let carried = if carried.is_empty() { "nobody is named beside the words".into() } else { carried };
            match named_before(document, person, quotation) {
                Some(mention) => format!("{carried} → {} {}", brief(mention.span), place(mention.span)),
                None => carried,
            }
        }
        (None, None, None) if carried.is_empty() => "no reporting verb, and nobody named nearby".into(),
        (None, None, None) => format!("{carried}: nobody is named"),
    }
}

/// The steps from a pronoun that opens `mention`, which names `person`, to whom it stands for: *her* in “her lawyer”.
fn owner_steps(document: &Document, person: PersonId, mention: Span) -> Vec<ChainStep<'_>> {
    let record = &document.record;
    let all = record.mentions();
    let first = all.partition_point(|other| other.span.start < mention.start);
    let here = all[first..].iter().take_while(|other| other.span.start == mention.start);
    let type_of = |other: &MentionAt| record.people()[other.person].mentions[other.index].mention_type;
    let mut inside = here.filter(|other| other.span.end < mention.end && other.person != person);
    let owner = inside.find(|&other| type_of(other) == MentionType::Pronoun);
    owner.map_or_else(Vec::new, |owner| chain(&document.article, &record.people()[owner.person], owner.span))
}

/// Source and cue in the order of the text, with the words between them if these are few.
fn together(document: &Document, id: QuotationId, source: Span, cue: Span) -> String {
    let (first, second) = if source.start <= cue.start { (source, cue) } else { (cue, source) };
    let is_near = is_near(document, first, second);
    let [one, other] = [first, second].map(|span| brief(document, span, name_of(document, id)));
    match is_near {
        _ if one.ends_with('…') || other.ends_with('…') => format!("{one} {other}"),
        true => words(document, first.join(second)),
        false => format!("{one} … {other}"),
    }
}

/// Whether two spans of a paragraph are so near that the words between are shown with them.
fn is_near(document: &Document, first: Span, second: Span) -> bool {
    let block = |span: Span| document.article.block_at(span.start as usize);
    second.start.saturating_sub(first.end) <= NEAR && block(first) == block(second)
}

/// The name of the speaker of a quotation; empty if unknown.
fn name_of(document: &Document, id: QuotationId) -> &str {
    let record = &document.record;
    record.quotations()[id].speaker.map_or("", |person| &record.people()[person].name)
}

/// The last mention of `person` by name before the quotation, else the first.
fn named_before<'a>(document: &'a Document, person: PersonId, quotation: &Quotation) -> Option<&'a Mention> {
    let named =
        || document.record.people()[person].mentions.iter().filter(|mention| mention.mention_type == MentionType::Name);
    let before = named().take_while(|mention| mention.span.start < quotation.extent().start).last();
    before.or_else(|| named().next()).or_else(|| document.record.people()[person].mentions.first())
}

/// The steps from the words to the name, one per line.
fn step_lines(document: &Document, id: QuotationId, steps: &[ChainStep]) -> Vec<String> {
    let record = &document.record;
    let quotation = &record.quotations()[id];
    let brief = |span: Span| brief(document, span, name_of(document, id));
    let mut lines = Vec::new();
    if let (Some(source), cue) = (quotation.source, quotation.cue) {
        let cue = cue.map_or_else(
            || "beside the words, no reporting verb".into(),
            |cue| format!("{} (cue)", words(document, cue)),
        );
        // The name may stand between both: “one of them, Tom Hale, said”.
        let carrier = match quotation.cue {
            Some(cue) if source.end < cue.start && is_near(document, source, cue) => {
                let up_to_cue = document.article.slice(Span { start: source.start, end: cue.start });
                let words = up_to_cue.trim_end_matches(|c: char| c == ',' || c.is_whitespace());
                Span::new(source.start as usize, source.start as usize + words.len())
            }
            _ => source,
        };
        lines.push(format!("{} ── {cue}", brief(carrier)));
    } else if quotation.speaker.is_some() && !record.edited(id) {
        lines.push("no source; inferred from who speaks before and after".into());
    }
    for step in steps {
        let number = document.number_of(step.to.span.start as usize);
        lines.push(format!("{} → {} ¶{number}: {}", brief(step.from.span), brief(step.to.span), step.why));
    }
    let role = quotation.speaker.and_then(|person| record.people()[person].role.as_deref());
    lines.extend(role.map(|role| format!("role: {}", one_line(role))));
    let kind = match quotation.kind {
        Kind::Direct => "direct: all in the speaker’s words",
        Kind::Mixed => "mixed: a paraphrase with quoted words",
        Kind::Indirect => "indirect: a paraphrase",
    };
    let act = match quotation.act {
        SpeechAct::Said => "",
        SpeechAct::Thought => ", thought rather than said",
    };
    lines.push(format!("{kind}{act}"));
    if !record.edited(id) {
        let speaker =
            quotation.speaker.map(|_| format!(" · the speaker: {} sure", percent(quotation.speaker_confidence)));
        lines.push(format!("a quotation: {} sure{}", percent(quotation.confidence), speaker.unwrap_or_default()));
    }
    lines
}

/// The words of `span`, on one line.
fn words(document: &Document, span: Span) -> String {
    one_line(document.article.slice(span))
}

/// The words of a mention, without a relative clause, and if they are long, without the words after the first comma;
/// words of `name` always stay.
fn brief(document: &Document, span: Span, name: &str) -> String {
    let whole = words(document, span);
    let named = name_in(&whole, name);
    let has_name = |cut: &str| named.is_none_or(|(_, end)| end <= cut.len());
    let clause = whole.rfind(", ").filter(|&at| {
        let tail = &whole[at + ", ".len()..];
        at > 0 && tail.split_once(' ').is_some_and(|(first, _)| CLAUSE_ABOUT_WHOM.contains(first))
    });
    let is_long = width(&whole) > BRIEF;
    let end = match whole.find([',', '(']).filter(|&end| is_long && end > 0) {
        Some(end) => Some(end),
        None => clause,
    };
    let head = end.map_or(whole.as_str(), |end| whole[..end].trim_end());
    match named {
        Some((start, end)) if !has_name(head) || width(&whole[..end]) > BRIEF => match is_long {
            true => before_name(&whole, start, end),
            false => whole,
        },
        _ if width(head) > BRIEF => match first_words(head, BRIEF) {
            "" => whole,
            cut => format!("{cut} …"),
        },
        _ if end.is_some() => format!("{head} …"),
        _ => whole,
    }
}

/// The range of `name` in `words`, or else of its last word.
fn name_in(words: &str, name: &str) -> Option<(usize, usize)> {
    let find = |name: &str| words.find(name).filter(|_| !name.is_empty()).map(|at| (at, at + name.len()));
    find(name).or_else(|| find(name.split(' ').next_back()?))
}

/// The name at `start..end` of `words`, behind as many of the words before it as there is room for.
fn before_name(words: &str, start: usize, end: usize) -> String {
    let name = &words[start..end];
    let room = BRIEF.saturating_sub(width(name) + 2);
    let mut from = start;
    for (at, _) in words[..start].char_indices().rev().filter(|(at, _)| *at == 0 || words[..*at].ends_with(' ')) {
        if width(&words[at..start]) > room {
            break;
        }
        from = at;
    }
    let (before, after) = (if from > 0 { "… " } else { "" }, if end < words.len() { " …" } else { "" });
    format!("{before}{}{after}", &words[from..end])
}

/// The first words of `text`, in at most this many columns.
fn first_words(text: &str, columns: usize) -> &str {
    let ends = text.match_indices(' ').map(|(at, _)| at).chain([text.len()]);
    ends.take_while(|&end| width(&text[..end]) < columns).last().map_or("", |end| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain;
    use std::sync::Arc;

    #[test]
    fn long_mentions_are_cut_short() {
        for (mention, expected) in [
            ("Mayor Ingrid Halloran", "Mayor Ingrid Halloran"),
            ("The mayor, who had not said before the vote which way she leaned,", "The mayor …"),
            ("Mayor Halloran, 61", "Mayor Halloran, 61"),
            ("a spokesman for the ministry of transport and harbors in the north", "a spokesman for the ministry of …"),
            ("Donaudampfschifffahrtsgesellschaftskapitäninnen", "Donaudampfschifffahrtsgesellschaftskapitäninnen"),
        ] {
            let document = Document::new(Arc::new(plain::article(mention.to_owned())), String::new());
            assert_eq!(brief(&document, Span::new(0, mention.len()), ""), expected);
        }
    }

    #[test]
    fn mentions_are_not_cut_before_their_name() {
        for (mention, expected) in [
            ("The company’s chief executive, Maria Stone", "… company’s chief executive, Maria Stone"),
            (
                "The company’s chief executive, Maria Stone, who has led it since spring",
                "… company’s chief executive, Maria Stone …",
            ),
            ("Maria Stone, who has led the company since the spring of last year", "Maria Stone …"),
            ("One of them, Stone", "One of them, Stone"),
            ("The keeper, who is", "The keeper …"),
            ("The keeper, who like Stone was there", "The keeper, who like Stone was there"),
        ] {
            let document = Document::new(Arc::new(plain::article(mention.to_owned())), String::new());
            assert_eq!(brief(&document, Span::new(0, mention.len()), "Maria Stone"), expected);
        }
    }
}
