//! Attributions that the corpus annotates and that are no speech or thought to a reader.

use super::attribution::{Attribution, Kind};
use super::reporting;
use crate::article::Article;
use crate::language::document::word_classes::NOBODY;
use crate::text::Span;

/// Confidence of what is an attribution to the corpus, but no speech or thought to a reader: too little to be shown.
const ATTITUDE: f32 = 0.5;

/// Takes confidence from what is reported by no word of saying or thinking, or of nobody (“not everyone thinks that …”).
pub fn doubt_attitude(article: &Article, attribution: &mut Attribution) {
    if attribution.kind != Kind::Indirect {
        return;
    }
    let cue = attribution.cue.map_or("", |cue| article.slice(cue));
    // “Asked about the plan”: whether the cue holds the *about* or not.
    let about = |span: &Span| {
        let before = article.text().get(..span.start as usize).unwrap_or("").trim_end();
        if before.ends_with(" about") { format!("{cue} about") } else { cue.to_owned() }
    };
    let reported = |span: &Span| reporting::reports(&about(span), article.slice(*span));
    if of_nobody(article, attribution.source, cue) || !attribution.content.iter().any(reported) {
        attribution.confidence = attribution.confidence.min(ATTITUDE);
    }
}

/// Does nobody say or think it: “not everyone thinks that …”, or somebody who is not even hinted at: “asked if she would
/// resign, …”?
fn of_nobody(article: &Article, source: Option<Span>, cue: &str) -> bool {
    let Some(source) = source else { return reporting::asks(cue) };
    let name = article.slice(source).to_lowercase();
    let before = article.text().get(..source.start as usize).unwrap_or("").trim_end();
    NOBODY.contains(&name) || name.starts_with("not ") || [" not", "Not"].iter().any(|not| before.ends_with(not))
}
