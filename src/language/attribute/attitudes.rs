//! Attributions as the training corpus annotates them that report neither speech nor thought.

use super::attribution::{Attribution, Kind};
use super::reporting;
use crate::article::Article;
use crate::language::lexical::word_classes::NOBODY;
use crate::text::Span;

/// The highest confidence of such an attribution. Only one in eight of such attributions is a quotation in
/// `tests/people`, too few to show them.
const ATTITUDE: f32 = 0.12;

/// Lowers the confidence of an attribution that is reported without a word of saying or thinking, or is denied
/// (“not everyone thinks that …”).
pub fn doubt_attitude(article: &Article, attribution: &mut Attribution) {
    if attribution.kind != Kind::Indirect {
        return;
    }
    let cue = attribution.cue.map_or("", |cue| article.slice(cue));
    // “Asked about the plan”: the cue may or may not include *about*.
    let about = |span: &Span| {
        let before = article.text().get(..span.start as usize).unwrap_or("").trim_end();
        if before.ends_with(" about") { format!("{cue} about") } else { cue.to_owned() }
    };
    let reported = |span: &Span| reporting::reports(&about(span), article.slice(*span));
    if has_no_holder(article, attribution.source, cue) || !attribution.content.iter().any(reported) {
        attribution.confidence = attribution.confidence.min(ATTITUDE);
    }
}

/// Whether the text denies that anybody says or thinks it (“not everyone thinks that …”), or does not mention who does
/// (“asked if she would resign, …”).
fn has_no_holder(article: &Article, source: Option<Span>, cue: &str) -> bool {
    let Some(source) = source else { return reporting::asks(cue) };
    let name = article.slice(source).to_lowercase();
    let before = article.text().get(..source.start as usize).unwrap_or("").trim_end();
    NOBODY.contains(&name) || name.starts_with("not ") || before.ends_with(" not") || before.ends_with("Not")
}
