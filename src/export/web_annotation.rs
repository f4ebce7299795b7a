//! Quotations as annotations of the W3C model, in JSON-LD, and in the envelope that Hypothesis imports. Each is located
//! by position, and by its words with their context.

use super::exported_article::ExportedArticle;
use super::json::{self, write_value};
use super::wording::{credited, rounded};
use crate::record::{Quotation, QuotationId};
use crate::text::{Offsets, Span, TextAnchor, one_line};
use serde_json::{Value, json};
use std::io::{self, Write};

/// The text before the annotations: they are the items of one page.
pub(super) const START: &str = "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"urn:onrecord:annotations\",\
                                \"type\":\"AnnotationPage\",\"items\":[\n";
/// The text before the annotations for Hypothesis.
pub(super) const HYPOTHESIS_START: &str = "{\"annotations\":[\n";
/// The text after the annotations.
pub(super) const END: &str = "\n]}\n";

/// Writes the annotations of an article with commas between them.
///
/// # Errors
/// The errors of `to`.
pub fn write(to: impl Write, exported: &ExportedArticle) -> io::Result<()> {
    let source = exported.iri();
    let generator = json!({"type": "Software", "name": json::tool(exported.record)});
    each(to, exported, |id, quotation, offsets| {
        let speaker = credited(exported.article, exported.record, id);
        let target = |piece: Span| json!({"source": source, "selector": selectors(exported, piece, offsets)});
        let targets: Vec<Value> = exported.pieces(quotation).map(target).collect();
        let tag = |value: &str| json!({"type": "TextualBody", "purpose": "tagging", "value": value});
        json!({
            "id": format!("{source}{}onrecord-{}", if source.contains('#') { "-" } else { "#" }, id + 1),
            "type": "Annotation",
            "motivation": "identifying",
            "generator": generator,
            "body": [
                {"type": "TextualBody", "purpose": "identifying", "format": "text/plain", "value": speaker},
                tag(quotation.kind.name()),
                tag(quotation.act.name()),
                {"type": "TextualBody", "purpose": "assessing", "format": "text/plain",
                 "value": confidences(quotation)},
            ],
            "target": targets,
        })
    })
}

/// Writes the annotations of an article as Hypothesis imports them, with commas between them. It allows one place for
/// each, so pieces are annotated one by one.
///
/// # Errors
/// The errors of `to`.
pub fn write_for_hypothesis(to: impl Write, exported: &ExportedArticle) -> io::Result<()> {
    let source = exported.iri();
    let title = exported.title();
    let mut first = true;
    let mut to = to;
    let offsets = Offsets::new(exported.article.text());
    for (id, quotation) in exported.record.quotations().iter().enumerate() {
        let text = format!("{} ({})", credited(exported.article, exported.record, id), confidences(quotation));
        for piece in exported.pieces(quotation) {
            separate(&mut to, &mut first)?;
            let annotation = json!({
                "uri": source,
                "document": {"title": [title]},
                "user": "acct:onrecord@localhost",
                "text": text,
                "tags": [quotation.kind.name(), quotation.act.name()],
                "target": [{"source": source, "selector": selectors(exported, piece, &offsets)}],
            });
            write_value(&mut to, &annotation)?;
        }
    }
    Ok(())
}

/// Writes the `annotation` of each quotation.
fn each(
    mut to: impl Write,
    exported: &ExportedArticle,
    annotation: impl Fn(QuotationId, &Quotation, &Offsets) -> Value,
) -> io::Result<()> {
    let offsets = Offsets::new(exported.article.text());
    let mut first = true;
    for (id, quotation) in exported.record.quotations().iter().enumerate() {
        separate(&mut to, &mut first)?;
        write_value(&mut to, &annotation(id, quotation, &offsets))?;
    }
    Ok(())
}

fn separate(to: &mut impl Write, first: &mut bool) -> io::Result<()> {
    if std::mem::take(first) { Ok(()) } else { to.write_all(b",\n") }
}

/// The selectors of a piece. Places count code points of the text of the record.
fn selectors(exported: &ExportedArticle, piece: Span, offsets: &Offsets) -> Value {
    let TextAnchor { words, before, after, .. } = TextAnchor::new(exported.article.given(), piece);
    let (start, end) = offsets.code_points(piece);
    json!([
        {"type": "TextQuoteSelector", "exact": words, "prefix": before, "suffix": after},
        {"type": "TextPositionSelector", "start": start, "end": end},
    ])
}

/// “quotation 0.97, speaker 0.93”.
fn confidences(quotation: &Quotation) -> String {
    let (content, speaker) = (rounded(quotation.confidence), rounded(quotation.speaker_confidence));
    one_line(&format!("quotation {content}, speaker {speaker}"))
}
